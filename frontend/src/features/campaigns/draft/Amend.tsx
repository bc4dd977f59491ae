/** Changing a campaign in force: other dates, clauses ended or brought back; the difference first, then the act. */

import { useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Drawer, Form, Input, Select } from "antd";
import { useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { type ApiProblem, asProblem } from "@/shared/api/problem";
import { useWrite } from "@/shared/api/queries";
import { Conflict } from "@/shared/case/conflict";
import { useCommon } from "@/shared/i18n/common";
import { dropDraft, keepDraft, readDraft } from "@/shared/lib/drafts";
import { Faces } from "@/shared/ui/faces";
import {
  type Campaign,
  type Clause,
  campaignKey,
  type Plan,
  readCampaign,
  sendAmendment,
  useClauses,
  usePlan,
} from "../api";
import { AnswerFields } from "./AnswerFields";
import { answersNow, type Change, type Kept, toChange } from "./amendment";
import { placesOf, problemsByPlace, toAnswers, toControls } from "./answers";
import { Difference } from "./Difference";
import { useSeen } from "./useSeen";
import { useDraftWords } from "./words";

export function Amend({ campaign, onClose }: { campaign: Campaign; onClose: () => void }) {
  const t = useDraftWords();
  const clauses = useClauses(campaign.id);
  const plan = usePlan(campaign.plan_id);
  return (
    <Drawer open size="large" title={t("amendTitle")} onClose={onClose} mask={{ closable: false }}>
      <Faces of={clauses} rows={8}>
        {(found) =>
          plan.isPending ? null : <AmendForm campaign={campaign} clauses={found} plan={plan.data} onClose={onClose} />
        }
      </Faces>
    </Drawer>
  );
}

interface AmendFormProps {
  campaign: Campaign;
  clauses: Clause[];
  plan: Plan | undefined;
  onClose: () => void;
}

function AmendForm({ campaign, clauses, plan, onClose }: AmendFormProps) {
  const t = useDraftWords();
  const c = useCommon();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm();
  const draft = `campaign.${campaign.id}.amend`;
  const [kept] = useState(() => readDraft<Kept>(draft));
  const [restored, setRestored] = useState(kept !== null);
  const [shown, setShown] = useState<{ change: Change; difference: Schemas["Amendment"] } | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const { seen, conflict, onStale, written } = useSeen(campaign);
  const now = answersNow(seen, plan?.plan);
  const places = placesOf(plan?.open_places ?? [], now, plan?.plan);
  const { found, rest } = problemsByPlace(places, problem?.errors ?? []);
  const amend = useWrite((body: Schemas["AmendIn"], key) => sendAmendment(seen, body, key));

  const values = () => {
    const held = form.getFieldsValue(true) as Record<string, unknown> & Omit<Kept, "answers">;
    const answers = toAnswers(places, held, now);
    return { answers, retire: held.retire ?? [], restore: held.restore ?? [], reason: (held.reason ?? "").trim() };
  };
  /** Back to what is in force, as if nobody had typed. */
  const discard = () => {
    dropDraft(draft);
    form.setFieldsValue({ ...toControls(places, now), retire: [], restore: [], reason: "" });
    setRestored(false);
  };
  const send = async (change: Change, preview: boolean) => {
    setProblem(null);
    try {
      const difference = await amend.mutateAsync({ ...change, preview });
      if (preview) {
        setShown({ change, difference });
        return;
      }
      dropDraft(draft);
      const fresh = await readCampaign(campaign.id);
      written(fresh);
      client.setQueryData(campaignKey(campaign.id), fresh);
      for (const resource of ["campaign", "duty", "worklist"]) {
        void client.invalidateQueries({ queryKey: [resource] });
      }
      void message.success(t(difference.applied ? "applied" : "amendWriting"));
      onClose();
    } catch (error) {
      const refused = asProblem(error);
      setShown(null);
      if (!(await onStale(refused))) setProblem(refused);
    }
  };
  const named = (clause: Clause) => ({ value: clause.code, label: `${clause.source_clause} ${clause.title}` });
  const options = { mode: "multiple", showSearch: { optionFilterProp: "label" } } as const;

  return (
    <>
      <p className="quiet" style={{ marginTop: 0 }}>
        {t("amendIntro")}
      </p>
      {restored && shown === null && (
        <Alert
          type="info"
          title={c("draftRestored")}
          style={{ marginBottom: 16 }}
          action={
            <Button size="small" onClick={discard}>
              {c("draftDiscard")}
            </Button>
          }
        />
      )}
      {conflict && <Conflict {...conflict} />}
      <Form
        form={form}
        layout="vertical"
        hidden={shown !== null}
        initialValues={{
          ...toControls(places, { ...now, ...kept?.answers }),
          retire: kept?.retire,
          restore: kept?.restore,
          reason: kept?.reason,
        }}
        onValuesChange={() => keepDraft(draft, values())}
        onFinish={() => void send(toChange(values(), seen, now), true)}
      >
        <AnswerFields form={form} places={places} problems={found} onTake={() => keepDraft(draft, values())} />
        <Form.Item name="retire" label={t("retire")}>
          <Select {...options} options={clauses.filter((one) => one.retired_at === null).map(named)} />
        </Form.Item>
        {clauses.some((one) => one.retired_at !== null) && (
          <Form.Item name="restore" label={t("restore")}>
            <Select {...options} options={clauses.filter((one) => one.retired_at !== null).map(named)} />
          </Form.Item>
        )}
        <Form.Item
          name="reason"
          label={t("reason")}
          extra={t("reasonHelp")}
          rules={[{ required: true, whitespace: true, message: c("reasonNeeded") }]}
        >
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={500} />
        </Form.Item>
        {problem && (
          <Alert
            type="error"
            showIcon
            style={{ marginBottom: 16 }}
            title={problem.offline ? c("offline") : problem.detail || problem.title}
            description={
              rest.length > 0 && (
                <ul style={{ margin: 0, paddingInlineStart: 20 }}>
                  {rest.map((error) => (
                    <li key={error.pointer + error.code}>{error.detail}</li>
                  ))}
                </ul>
              )
            }
          />
        )}
        <div className="row" style={{ justifyContent: "flex-end" }}>
          <Button onClick={onClose}>{c("cancel")}</Button>
          <Button type="primary" htmlType="submit" loading={amend.isPending}>
            {t("showDifference")}
          </Button>
        </div>
      </Form>
      {shown && (
        <Difference
          difference={shown.difference}
          clauses={clauses}
          phases={campaign.phases}
          reason={shown.change.reason}
          busy={amend.isPending}
          onBack={() => setShown(null)}
          onApply={() => void send(shown.change, false)}
        />
      )}
    </>
  );
}
