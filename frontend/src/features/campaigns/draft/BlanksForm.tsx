/** The blanks of a draft: typed answers survive a reload, are saved on the draft, and the server says what is left. */
import { useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Form } from "antd";
import { useMemo, useState } from "react";
import { type ApiProblem, asProblem } from "@/shared/api/problem";
import { Conflict } from "@/shared/case/conflict";
import { useCommon } from "@/shared/i18n/common";
import { dropDraft, keepDraft, readDraft } from "@/shared/lib/drafts";
import { type Answers, type Campaign, campaignKey, previewKey, readPreview, sendAnswers, usePlan } from "../api";
import { AnswerFields } from "./AnswerFields";
import { type Held, placesOf, problemsByPlace, toAnswer, toAnswers, toControl, toControls } from "./answers";
import { useSeen } from "./useSeen";
import { useDraftWords } from "./words";

interface BlanksFormProps {
  campaign: Campaign;
  submit: string;
  /** All blanks are filled as far as a launch needs them. */
  onReady: () => void;
  onBack?: () => void;
}

export function BlanksForm({ campaign, submit, onReady, onBack }: BlanksFormProps) {
  const t = useDraftWords();
  const c = useCommon();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [form] = Form.useForm<Held>();
  const draft = `campaign.${campaign.id}.answers`;
  const [kept] = useState(() => readDraft<Answers>(draft));
  const [restored, setRestored] = useState(kept !== null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  /** Saved, and the problem is only what is still open. */
  const [saved, setSaved] = useState(false);
  const { seen, conflict, onStale, written } = useSeen(campaign);
  const plan = usePlan(campaign.plan_id);

  // The plan says all its blanks; the draft itself only those without an answer.
  const places = useMemo(
    () => placesOf(plan.data?.open_places ?? campaign.open_places, { ...kept, ...seen.answers }, plan.data?.plan),
    [plan.data, campaign.open_places, kept, seen.answers],
  );
  const { found, rest } = problemsByPlace(places, problem?.errors ?? []);

  const remember = () => keepDraft(draft, toAnswers(places, form.getFieldsValue(true), seen.answers));

  const send = async () => {
    setBusy(true);
    setProblem(null);
    setSaved(false);
    try {
      const next = await sendAnswers(seen, toAnswers(places, form.getFieldsValue(true), seen.answers));
      written(next);
      dropDraft(draft);
      setRestored(false);
      client.setQueryData(campaignKey(campaign.id), next);
      void client.invalidateQueries({ queryKey: ["campaign", "list"] });
      setSaved(true);
      await client.fetchQuery({
        queryKey: previewKey(campaign.id),
        queryFn: ({ signal }) => readPreview(campaign.id, signal),
        staleTime: 0,
      });
      void message.success(t("ready"));
      onReady();
    } catch (error) {
      const refused = asProblem(error);
      if (!(await onStale(refused))) setProblem(refused);
    } finally {
      setBusy(false);
    }
  };

  const takeAll = () => {
    for (const place of places) {
      const empty = toAnswer(place.kind, form.getFieldValue([place.pointer])) === undefined;
      if (empty && place.suggestion !== null && place.suggestion !== undefined) {
        form.setFieldValue([place.pointer], toControl(place.kind, place.suggestion));
      }
    }
    remember();
  };

  if (plan.isPending) return <p aria-busy="true">{c("loading")}</p>;
  const suggested = places.some((place) => place.suggestion !== null && place.suggestion !== undefined);
  return (
    <Form
      form={form}
      layout="vertical"
      initialValues={toControls(places, kept ?? seen.answers)}
      onValuesChange={remember}
      onFinish={() => void send()}
    >
      {restored && (
        <Alert
          type="info"
          title={c("draftRestored")}
          style={{ marginBottom: 16 }}
          action={
            <Button
              size="small"
              onClick={() => {
                dropDraft(draft);
                form.setFieldsValue(toControls(places, seen.answers));
                setRestored(false);
              }}
            >
              {c("draftDiscard")}
            </Button>
          }
        />
      )}
      {conflict && <Conflict {...conflict} />}
      <div className="row" style={{ justifyContent: "space-between", marginBottom: 16 }}>
        <span className="quiet">{places.some((place) => place.required) ? t("blanksIntro") : t("noBlanksIntro")}</span>
        {suggested && <Button onClick={takeAll}>{t("allSuggestions")}</Button>}
      </div>
      <AnswerFields form={form} places={places} problems={found} onTake={remember} />
      {problem && (
        <Alert
          type={saved ? "warning" : "error"}
          showIcon
          style={{ marginBottom: 16 }}
          title={said(problem, saved ? t("savedOpen", { count: problem.errors.length }) : null, c("offline"))}
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
        {onBack && <Button onClick={onBack}>{t("previous")}</Button>}
        <Button type="primary" htmlType="submit" loading={busy}>
          {conflict ? c("redo") : submit}
        </Button>
      </div>
    </Form>
  );
}

function said(problem: ApiProblem, open: string | null, offline: string): string {
  if (problem.offline) return offline;
  return open && problem.errors.length > 0 ? open : problem.detail || problem.title;
}
