/** The clerk's main job: fill in what is asked and send it. What is typed is kept; what is refused is marked. */
import { Alert, Button } from "antd";
import { useEffect, useMemo, useRef, useState } from "react";
import { useLanguage } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { dropDraft } from "@/shared/lib/drafts";
import { Panel } from "@/shared/ui/Page";
import { type Duty, sendStep } from "../api";
import { check } from "../form/checks";
import { definitionOf } from "../form/definition";
import { Content } from "./Content";
import { type Body, contentBody, draftName, inOrder, type Step, useReportDraft } from "./draft";
import { TextField } from "./Field";
import { Foot } from "./Foot";
import { Refusals } from "./Refusals";
import { sentRecords } from "./records";
import { useSending } from "./sending";
import { useReportWords } from "./words";
import { ZeroReport } from "./ZeroReport";

interface ReportPanelProps {
  duty: Duty;
  step: Step;
  inSight: boolean;
  onDone: (done: Duty) => void;
  /** Where the form was asked for: a correction. */
  onCancel?: () => void;
}

/** Refusals that have a field of their own here. */
const hasField = (pointer: string): boolean => /^\/(values\/|problems\/.|records|note$|reason$)/.test(pointer);

export function ReportPanel({ duty, step, inSight, onDone, onCancel }: ReportPanelProps) {
  const t = useReportWords();
  const c = useCommon();
  const language = useLanguage();
  const form = definitionOf(duty.form_definition);
  const { draft, change, clear, restored } = useReportDraft(duty);
  const [zero, setZero] = useState(false);
  const [tried, setTried] = useState(false);
  const panel = useRef<HTMLDivElement>(null);
  const sending = useSending(duty, (done) => {
    dropDraft(draftName(duty.id));
    onDone(done);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is found is said in the page's language
  const checked = useMemo(
    () => (form ? check(form, draft.values, duty.previous_values) : null),
    [form, draft.values, duty.previous_values, language],
  );

  // After a refusal the first field that it is about is where one goes on.
  const { problem } = sending;
  useEffect(() => {
    if (problem) panel.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [problem]);

  const send = async (body: Body, ids: string[]) => {
    setTried(true);
    return sending.send((seen, key) => sendStep(seen, step, body, key), body, ids);
  };
  const sendContent = () => {
    const rows = duty.proof === "record" ? sentRecords(draft.records ?? []) : inOrder(draft.problems, duty.check_items);
    void send(
      contentBody(duty, draft, step),
      rows.map(({ id }) => id),
    );
  };
  // Where a task stands for a problem, nobody can declare that there was none.
  const zeroTaken =
    (duty.zero_allowed || duty.proof === "self_check" || duty.zero_due) &&
    !draft.problems.some((problem) => problem.task_id);

  return (
    <div ref={panel}>
      <Panel id="report" title={t(step === "correct" ? "correctTitle" : "report")}>
        {duty.state === "missing" && <Alert type="warning" showIcon title={t("isLate")} style={{ marginBottom: 12 }} />}
        {restored && (
          <Alert
            type="info"
            title={c("draftRestored")}
            style={{ marginBottom: 12 }}
            action={
              <Button size="small" onClick={clear}>
                {c("draftDiscard")}
              </Button>
            }
          />
        )}
        {!restored && duty.submissions.some((submission) => !submission.zero) && duty.proof === "form" && (
          <p className="quiet">{t("prefilled")}</p>
        )}
        {!restored && duty.submissions.length === 0 && duty.registry_values && (
          <p className="quiet">{t("fromRegistry")}</p>
        )}
        {step === "correct" && (
          <>
            <p className="quiet">{t("correctNote")}</p>
            <TextField
              label={t("correctWhy")}
              required
              max={1000}
              value={draft.reason}
              wrong={sending.refusals.get("/reason")}
              onChange={(reason) => {
                sending.mended("/reason");
                change({ reason });
              }}
            />
          </>
        )}
        {duty.standing ? (
          <p style={{ marginTop: 0 }}>{t("zeroAsked")}</p>
        ) : (
          <Content {...{ duty, form, draft, change, sending, checked, tried, inSight }} />
        )}
        {!zero && <Refusals of={sending} shown={hasField} />}
        <Foot
          {...{ duty, form, draft, step, checked, sending, onCancel }}
          onSend={sendContent}
          onZero={zeroTaken ? () => setZero(true) : undefined}
        />
        {zero && (
          <ZeroReport
            {...{ duty, draft, step, sending }}
            onClose={() => setZero(false)}
            onSend={(body) => void send(body, [])}
          />
        )}
      </Panel>
    </div>
  );
}
