/** Name the team for a clue: which clue, what offence is suspected, and at least two officers with their cards. */
import { useNavigate } from "@tanstack/react-router";
import { App, Button } from "antd";
import { useMemo, useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { Entry, useEntry } from "@/shared/case/Entry";
import { FieldGrid } from "@/shared/case/FieldGrid";
import { FormProblem } from "@/shared/case/FormProblem";
import type { Field } from "@/shared/case/fields";
import { useLanguage } from "@/shared/i18n";
import { dropDraft } from "@/shared/lib/drafts";
import { paths } from "@/shared/lib/paths";
import { one, useAddress } from "@/shared/lib/search";
import { Faces } from "@/shared/ui/faces";
import { Page, Panel } from "@/shared/ui/Page";
import { useClue, useNameTeam } from "./api";
import { Clues } from "./Clues";
import { isComplete, Officers, TWO } from "./Officers";
import "./referrals.css";
import { say, useStepWords } from "./step-words";
import { useWords } from "./words";

type Body = Schemas["NameTeam"];

const fieldsOf = (known: boolean): Field<Body>[] => [
  ...(known
    ? []
    : [
        {
          name: "clue_id" as const,
          label: say("clue"),
          kind: "own" as const,
          required: true,
          help: say("clueHelp"),
          control: <Clues />,
        },
      ]),
  { name: "suspected_offence", label: say("offence"), kind: "text", max: 120, placeholder: say("offencePlaceholder") },
  {
    name: "officers",
    label: say("officers"),
    kind: "own",
    required: true,
    help: say("officersHelp"),
    control: <Officers />,
  },
];

export function NamePage() {
  const t = useWords();
  const [search] = useAddress();
  const id = one(search.clue_id);
  const clue = useClue(id);
  return (
    <Page title={t("nameTeam")}>
      {id ? <Faces of={clue}>{(found) => <NameForm clue={found} />}</Faces> : <NameForm clue={undefined} />}
    </Page>
  );
}

function NameForm({ clue }: { clue: Schemas["ClueRead"] | undefined }) {
  const t = useWords();
  const s = useStepWords();
  const language = useLanguage();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [lacking, setLacking] = useState(false);
  const draft = clue ? `referral.name.${clue.id}` : "referral.name";
  const [initial] = useState<Partial<Body>>({ officers: TWO as Body["officers"] });
  // biome-ignore lint/correctness/useExhaustiveDependencies: made anew for each language
  const fields = useMemo(() => fieldsOf(clue !== undefined), [language]);
  const name = useNameTeam((referral) => {
    dropDraft(draft);
    void message.success(`${t("nameTeam")} ${referral.number}`);
    void navigate({ to: paths.referral(referral.id) as "/" });
  });
  const entry = useEntry<Body>({ draft, initial, fieldsOf: () => fields, problem: name.error });
  return (
    <div className="referral-name">
      <Entry
        of={entry}
        notKept=""
        onSend={(body) => {
          const complete = isComplete(body.officers);
          setLacking(!complete);
          if (complete) name.mutate(clue ? { ...body, clue_id: clue.id } : body);
        }}
      >
        <Panel title={clue ? `${t("clue")} ${clue.number}` : undefined}>
          {clue?.facts && <p className="referral-words">{clue.facts}</p>}
          <FieldGrid fields={fields} values={entry.values} widths={{}} />
        </Panel>
        {lacking && (
          <p role="alert" style={{ color: "var(--fact-missing)" }}>
            {s("officersNeeded")}
          </p>
        )}
        <FormProblem problem={name.error} />
        <div className="row" style={{ justifyContent: "flex-end" }}>
          <Button type="primary" htmlType="submit" loading={name.isPending}>
            {t("nameTeam")}
          </Button>
        </div>
      </Entry>
    </div>
  );
}
