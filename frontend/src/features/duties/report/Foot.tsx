/** The foot of the report, always in sight: how far one is, what to look at again, and the buttons. */
import { Button } from "antd";
import type { ReactNode } from "react";
import { useCommon } from "@/shared/i18n/common";
import type { Duty } from "../api";
import type { Checked } from "../form/checks";
import type { FormDefinition } from "../form/definition";
import { filledIn, goToIndicator } from "../form/IndicatorForm";
import { allJudged, itemId, type ReportDraft, type Step } from "./draft";
import { sentRecords } from "./records";
import type { Sending } from "./sending";
import { type SayReport, useReportWords } from "./words";

interface FootProps {
  duty: Duty;
  form: FormDefinition | null;
  draft: ReportDraft;
  step: Step;
  checked: Checked | null;
  sending: Sending;
  onSend: () => void;
  /** Absent where the duty takes no zero report. */
  onZero?: () => void;
  onCancel?: () => void;
}

export function Foot({ duty, form, draft, step, checked, sending, onSend, onZero, onCancel }: FootProps) {
  const t = useReportWords();
  const c = useCommon();
  const { busy, conflict } = sending;
  const problems = draft.problems.length;
  const selfCheck = duty.proof === "self_check";
  // A self-check that went through every item and found nothing is a zero report: that is then the thing to do.
  // Before that it must not be the easy way out: what is at hand is the next item that nobody has judged.
  const listed = duty.check_items.length > 0;
  const clear = selfCheck && listed && problems === 0 && allJudged(duty, draft);
  const zero = onZero && (
    <Button
      type={clear || duty.standing ? "primary" : selfCheck && listed ? "text" : "default"}
      onClick={onZero}
      disabled={busy}
    >
      {t("zero")}
    </Button>
  );
  return (
    <div className="duty-foot">
      <div className="row duty-small">
        {progress(duty, form, draft, checked, t).map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a handful of texts in a fixed order
          <span key={index}>{part}</span>
        ))}
        <span className="quiet">{t("savedHere")}</span>
      </div>
      <div className="row buttons">
        {onCancel && <Button onClick={onCancel}>{c("cancel")}</Button>}
        {zero}
        {duty.standing ? null : selfCheck && problems === 0 ? (
          listed &&
          !clear && (
            <Button onClick={() => goToOpenItem(duty, draft)} disabled={busy}>
              {t("nextItem")}
            </Button>
          )
        ) : (
          <Button type="primary" onClick={onSend} loading={busy}>
            {conflict ? c("redo") : sendText(duty, step, problems, t)}
          </Button>
        )}
      </div>
    </div>
  );
}

function goToOpenItem(duty: Duty, draft: ReportDraft): void {
  const open = duty.check_items.find((item) => !draft.judged[item.code]);
  const line = open && document.getElementById(itemId(open.code));
  line?.scrollIntoView({ block: "center" });
  line?.querySelector("input")?.focus({ preventScroll: true });
}

function sendText(duty: Duty, step: Step, problems: number, t: SayReport): string {
  if (step === "correct") return t("sendCorrection");
  if (duty.proof === "self_check") return t("sendProblems", { count: problems });
  return t("send");
}

function progress(
  duty: Duty,
  form: FormDefinition | null,
  draft: ReportDraft,
  checked: Checked | null,
  t: SayReport,
): ReactNode[] {
  if (duty.proof === "form" && form && checked) {
    const wrong = checked.errors.filter((error) => error.kind !== "required");
    const first = wrong[0];
    return [
      t("filled", filledIn(form, draft.values)),
      first && (
        <Button danger type="link" size="small" onClick={() => goToIndicator(first.code)}>
          {t("toCheck", { count: wrong.length })}
        </Button>
      ),
      checked.warnings.length > 0 && (
        <span style={{ color: "var(--fact-late)" }}>{t("belowTarget", { count: checked.warnings.length })}</span>
      ),
    ].filter(Boolean);
  }
  if (duty.proof === "self_check") {
    const all = duty.check_items.length;
    const done = duty.check_items.filter((item) => draft.judged[item.code]).length;
    return [t("judged", { done, all }), t("found", { count: draft.problems.length })];
  }
  if (duty.proof === "document")
    return [duty.document_count > 0 ? t("documents", { count: duty.document_count }) : t("documentNone")];
  if (duty.standing) return [t("eventsCount", { count: duty.event_count })];
  return [t("recordsCount", { count: sentRecords(draft.records ?? []).length })];
}
