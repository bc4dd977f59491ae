/** The fields of a notice by the names people know, for histories and conflicts. */
import type { Labels } from "@/shared/case/conflict";
import { common } from "@/shared/i18n/common";
import { NOTICE_STATE, named } from "@/shared/i18n/enums";
import { dayInWords, instant } from "@/shared/lib/time";
import { KIND } from "./enums";
import { say } from "./words";

const at = (value: unknown) => (value ? instant(String(value)) : "—");
const day = (value: unknown) => (value ? dayInWords(String(value)) : "—");
const yes = (value: unknown) => common(value ? "yes" : "no");

export const noticeLabels = (): Labels => ({
  state: { label: common("state"), say: (value) => named(NOTICE_STATE, String(value)) },
  kind: { label: say("kind"), say: (value) => named(KIND, String(value)) },
  title: { label: say("title") },
  from_name: { label: say("from") },
  document_number: { label: say("number") },
  received_at: { label: say("received"), say: at },
  content: { label: say("content") },
  handling: { label: say("handling") },
  next_opinion: { label: say("nextOpinion") },
  needs_answer: { label: say("needsAnswer"), say: yes },
  is_urgent: { label: say("urgent"), say: yes },
  answer_due_on: { label: say("answerBy"), say: day },
  answer: { label: say("answer") },
  answer_document_number: { label: say("answerNumber") },
  answered_at: { label: say("answeredAt"), say: at },
  reported_upward_at: { label: say("reportedAt"), say: at },
  overdue_at: { label: say("late"), say: at },
  closed_at: { label: say("closedAt"), say: at },
  task_count: { label: say("tasks") },
});
