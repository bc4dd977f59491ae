/** The fields of a duty by the names people know, for histories and conflicts. */
import type { Labels } from "@/shared/case/conflict";
import { common } from "@/shared/i18n/common";
import { DUTY_STATE, FACT, named } from "@/shared/i18n/enums";
import { instant } from "@/shared/lib/time";
import { say } from "./words";

const at = (value: unknown) => (value ? instant(String(value)) : "—");
const yesNo = (value: unknown) => common(value ? "yes" : "no");

/** What others do to a duty, and what one must know before sending on it. */
export const dutyLabels = (): Labels => ({
  state: { label: common("state"), say: (value) => named(DUTY_STATE, String(value)) },
  fact: { label: say("fact"), say: (value) => named(FACT, String(value)) },
  title: { label: say("duty") },
  due_on: { label: say("due") },
  submission_count: { label: say("submissionCount") },
  problem_count: { label: say("problems") },
  late: { label: say("late"), say: yesNo },
  zero: { label: say("zero"), say: yesNo },
  submitted_at: { label: say("submittedAt"), say: at },
  approved_at: { label: say("approvedAt"), say: at },
  missed_at: { label: say("missedAt"), say: at },
  exempt_reason: { label: say("exemptReason") },
});

/** The journal also counts what is attached; that is no reason to stop somebody who is writing. */
export const historyLabels = (): Labels => ({
  ...dutyLabels(),
  document_count: { label: say("documentCount") },
  report_count: { label: say("reportCount") },
});
