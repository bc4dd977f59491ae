/** The way from a document to a running campaign: choose, check, fill, preview, launch. */
import { Alert, App, Button } from "antd";
import { useCallback } from "react";
import { useMay, useMe } from "@/shared/api/me";
import type { Field } from "@/shared/case/fields";
import { ResourceForm } from "@/shared/case/ResourceForm";
import { Stepper } from "@/shared/case/Stepper";
import { one, useAddress } from "@/shared/lib/search";
import { today } from "@/shared/lib/time";
import { Nothing, Problem } from "@/shared/ui/faces";
import { Page, Panel } from "@/shared/ui/Page";
import { type Campaign, useCampaign, useCreate, usePlan } from "./api";
import "./campaigns.css";
import { BlanksForm } from "./draft/BlanksForm";
import { ChoosePlan } from "./draft/ChoosePlan";
import { LaunchStep } from "./draft/LaunchStep";
import { OtherSources } from "./draft/OtherSources";
import { PlanText } from "./draft/PlanText";
import { PreviewPanel } from "./draft/PreviewPanel";
import { ReadPlan } from "./draft/ReadPlan";
import { ScopePanel } from "./draft/ScopePanel";
import { useDraftWords } from "./draft/words";

const STEPS = ["plan", "clauses", "blanks", "preview", "launch"] as const;
type Step = (typeof STEPS)[number];

const isStep = (value: string | undefined): value is Step => STEPS.includes(value as Step);

export function LaunchPage() {
  const t = useDraftWords();
  const may = useMay();
  const me = useMe();
  if (me.data && !may("campaign.write")) {
    return (
      <Page title={t("title")}>
        <Nothing>{t("forbidden")}</Nothing>
      </Page>
    );
  }
  return (
    <Page title={t("title")}>
      <Wizard />
    </Page>
  );
}

function Wizard() {
  const t = useDraftWords();
  const [address, change] = useAddress();
  const id = one(address.id);
  const campaign = useCampaign(id ?? "", { enabled: Boolean(id) });
  const plan = campaign.data?.plan_id ?? one(address.plan);
  const reread = useCallback(() => void campaign.refetch(), [campaign.refetch]);
  if (id && campaign.error && !campaign.data) return <Problem error={campaign.error} retry={reread} />;
  const asked = one(address.step);
  const step = stepOf(isStep(asked) ? asked : undefined, plan, campaign.data);
  const go = (next: Step, more: Record<string, string> = {}) => change({ step: next, ...more });
  const label = { plan: t("stepPlan"), clauses: t("stepClauses"), blanks: t("stepBlanks") };
  const title = { ...label, preview: t("stepPreview"), launch: t("stepLaunch") };
  return (
    <>
      <Stepper
        label={t("steps")}
        current={STEPS.indexOf(step)}
        stations={STEPS.map((key) => ({ title: title[key], disabled: !reachable(key, plan, campaign.data) }))}
        onStep={(index) => go(STEPS[index] ?? "plan")}
      />
      <Panel>
        {step === "plan" && (
          <>
            {campaign.data && (
              <Alert
                type="info"
                showIcon
                style={{ marginBottom: 12 }}
                title={t("alreadyDrafted", { number: campaign.data.number })}
              />
            )}
            <ChoosePlan
              chosen={plan}
              fixed={campaign.data !== undefined}
              onChoose={(chosen) => go("clauses", campaign.data ? {} : { plan: chosen })}
            />
            {!campaign.data && <OtherSources onCreated={(made) => change({ id: made.id, step: "blanks" }, true)} />}
          </>
        )}
        {step === "clauses" && plan && (
          <>
            {campaign.data ? <PlanText id={campaign.data.id} /> : <ReadPlan id={plan} />}
            {campaign.data ? (
              <Forward onBack={() => go("plan")} onNext={() => go("blanks")} />
            ) : (
              <Create
                plan={plan}
                onBack={() => go("plan")}
                onCreated={(made) => change({ id: made.id, step: "blanks" }, true)}
              />
            )}
          </>
        )}
        {step === "blanks" && campaign.data && (
          <BlanksForm
            key={campaign.data.id}
            campaign={campaign.data}
            submit={t("saveAndCheck")}
            onReady={() => go("preview")}
            onBack={() => go("clauses")}
          />
        )}
        {step === "preview" && campaign.data && (
          <>
            <PreviewPanel id={campaign.data.id} onBlanks={() => go("blanks")} />
            <details style={{ marginTop: 16 }}>
              <summary>{t("scope")}</summary>
              <ScopePanel key={campaign.data.id} campaign={campaign.data} />
            </details>
            <Forward onBack={() => go("blanks")} onNext={() => go("launch")} />
          </>
        )}
        {step === "launch" && campaign.data && (
          <LaunchStep campaign={campaign.data} reread={reread} onBack={() => go("preview")} />
        )}
      </Panel>
    </>
  );
}

/** A step that needs more than there is falls back to the last one that can be shown. */
function reachable(step: Step, plan: string | undefined, campaign: Campaign | undefined): boolean {
  if (step === "plan") return true;
  if (step === "clauses") return plan !== undefined;
  if (campaign === undefined) return false;
  return campaign.state === "draft" ? true : step === "launch";
}

function stepOf(asked: Step | undefined, plan: string | undefined, campaign: Campaign | undefined): Step {
  if (campaign && campaign.state !== "draft" && asked !== "plan" && asked !== "clauses") return "launch";
  const wanted = asked ?? (campaign ? "blanks" : plan ? "clauses" : "plan");
  if (reachable(wanted, plan, campaign)) return wanted;
  return plan ? "clauses" : "plan";
}

function Forward({ onBack, onNext }: { onBack: () => void; onNext: () => void }) {
  const t = useDraftWords();
  return (
    <div className="row" style={{ justifyContent: "flex-end", marginTop: 16 }}>
      <Button onClick={onBack}>{t("previous")}</Button>
      <Button type="primary" onClick={onNext}>
        {t("next")}
      </Button>
    </div>
  );
}

interface Start {
  title: string | null;
  start_on: string | null;
}

interface CreateProps {
  plan: string;
  onBack: () => void;
  onCreated: (campaign: Campaign) => void;
}

function Create({ plan, onBack, onCreated }: CreateProps) {
  const t = useDraftWords();
  const { message } = App.useApp();
  const found = usePlan(plan);
  const create = useCreate();
  const fields: Field<Start>[] = [
    { name: "title", label: t("name"), kind: "text", max: 200, help: t("nameHelp"), placeholder: found.data?.title },
    { name: "start_on", label: t("startOn"), kind: "date", help: t("startOnHelp") },
  ];
  return (
    <div style={{ maxWidth: 560, marginTop: 24 }}>
      <ResourceForm<Start>
        key={plan}
        fields={fields}
        initial={{ start_on: today() }}
        draft={`campaign.new.${plan}`}
        submit={t("create")}
        onSubmit={async (body) => {
          const made = await create.mutateAsync({
            plan_id: plan,
            title: body.title || null,
            start_on: body.start_on ?? null,
            answers: {},
          });
          void message.success(t("created", { number: made.number }));
          onCreated(made);
        }}
      />
      <Button type="link" style={{ padding: 0 }} onClick={onBack}>
        {t("backToPlans")}
      </Button>
    </div>
  );
}
