/** A campaign from a superior's, which it adopts, or from a plan of one's own as a file. */
import { App, Button } from "antd";
import { useState } from "react";
import { type ApiProblem, asProblem } from "@/shared/api/problem";
import type { Field } from "@/shared/case/fields";
import { ResourceForm } from "@/shared/case/ResourceForm";
import { useLanguage } from "@/shared/i18n";
import { paths } from "@/shared/lib/paths";
import { Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { type Campaign, useAddressed, useCreate } from "../api";
import { ChoosePlanFile, PlanFaults, type PlanFile } from "./PlanFile";
import { useDraftWords } from "./words";

type Addressed = NonNullable<ReturnType<typeof useAddressed>["data"]>[number];

interface SourceProps {
  onCreated: (campaign: Campaign) => void;
}

export function OtherSources({ onCreated }: SourceProps) {
  return (
    <>
      <Adopt onCreated={onCreated} />
      <OwnPlan onCreated={onCreated} />
    </>
  );
}

function Adopt({ onCreated }: SourceProps) {
  const t = useDraftWords();
  const c = useLanguage();
  const { message } = App.useApp();
  const addressed = useAddressed();
  const create = useCreate();
  const [chosen, setChosen] = useState<Addressed | null>(null);
  if (!addressed.data?.length) return null;
  return (
    <Panel title={t("adopt")}>
      <p className="quiet" style={{ marginTop: 0 }}>
        {t("adoptText")}
      </p>
      <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
        {addressed.data.map((one) => (
          <li key={one.id} className="row" style={{ padding: "6px 0", borderTop: "1px solid var(--line)" }}>
            <To to={paths.campaignPlan(one.id)}>{one.title}</To>
            <span className="quiet">
              {one.number} · {one.organisation_name}
            </span>
            <Button
              size="small"
              style={{ marginInlineStart: "auto" }}
              aria-label={`${t("adoptOne")} ${one.number}`}
              onClick={() => setChosen(one)}
            >
              {t("adoptOne")}
            </Button>
          </li>
        ))}
      </ul>
      {chosen && (
        <div style={{ maxWidth: 560, marginTop: 16 }}>
          <ResourceForm<{ title?: string | null; beside_parent: boolean }>
            key={`${chosen.id}.${c}`}
            fields={[
              {
                name: "title",
                label: t("name"),
                kind: "text",
                max: 200,
                placeholder: chosen.title,
                help: chosen.number,
              },
              {
                name: "beside_parent",
                label: t("besideParent"),
                kind: "switch",
                required: true,
                initial: false,
                help: t("besideParentHelp"),
              },
            ]}
            submit={t("create")}
            onCancel={() => setChosen(null)}
            onSubmit={async ({ title, beside_parent }) => {
              const made = await create.mutateAsync({
                parent_id: chosen.id,
                title: title || null,
                beside_parent: beside_parent ?? false,
              });
              void message.success(t("created", { number: made.number }));
              onCreated(made);
            }}
          />
        </div>
      )}
    </Panel>
  );
}

interface Start {
  title?: string | null;
  start_on?: string | null;
}

function OwnPlan({ onCreated }: SourceProps) {
  const t = useDraftWords();
  const { message } = App.useApp();
  const create = useCreate();
  const [file, setFile] = useState<PlanFile | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const fields: Field<Start>[] = [
    { name: "title", label: t("name"), kind: "text", max: 200, help: t("nameHelp") },
    { name: "start_on", label: t("startOn"), kind: "date", help: t("startOnHelp") },
  ];
  return (
    <Panel title={t("ownPlan")}>
      <p className="quiet" style={{ marginTop: 0 }}>
        {t("ownPlanText")}
      </p>
      <ChoosePlanFile
        file={file}
        onChoose={(given) => {
          setProblem(null);
          setFile(given);
        }}
      />
      {file && problem && problem.errors.length > 0 && (
        <PlanFaults
          title={t("planFaults", { name: file.name, count: problem.errors.length })}
          errors={problem.errors}
        />
      )}
      {file && (
        <div style={{ maxWidth: 560, marginTop: 16 }}>
          <ResourceForm<Start>
            fields={fields}
            submit={t("create")}
            onCancel={() => setFile(null)}
            onProblem={(found) => {
              // What is wrong stands in the file, not in this form: it is told at its path.
              if (found.errors.length === 0) return false;
              setProblem(found);
              return true;
            }}
            onSubmit={async (body) => {
              setProblem(null);
              const made = await create
                .mutateAsync({
                  plan_yaml: file.text,
                  plan_file: file.name,
                  title: body.title || null,
                  start_on: body.start_on ?? null,
                })
                .catch((error: unknown) => {
                  throw asProblem(error);
                });
              void message.success(t("created", { number: made.number }));
              onCreated(made);
            }}
          />
        </div>
      )}
    </Panel>
  );
}
