/** The fields of a transfer by the names people know. */
import type { Labels } from "@/shared/case/conflict";
import { common } from "@/shared/i18n/common";
import { named } from "@/shared/i18n/enums";
import { instant } from "@/shared/lib/time";
import { OUTCOME, RECEIVER, TRANSFER_STATE } from "../enums";
import { say } from "./words";

const at = (value: unknown) => (value ? instant(String(value)) : "—");

export const transferLabels = (): Labels => ({
  state: { label: common("state"), say: (value) => named(TRANSFER_STATE, String(value)) },
  receiver: { label: say("receiverKind"), say: (value) => named(RECEIVER, String(value)) },
  approved_by_name: { label: say("approvedBy") },
  document_number: { label: say("document") },
  sent_at: { label: say("sent"), say: at },
  answer_due_on: { label: say("answerDue") },
  signed_by: { label: say("signedBy") },
  signed_at: { label: say("signedAt"), say: at },
  receipt_number: { label: say("receipt") },
  urged_count: { label: say("urged") },
  outcome: { label: say("outcome"), say: (value) => (value ? named(OUTCOME, String(value)) : "—") },
  outcome_on: { label: say("outcomeOn") },
  outcome_note: { label: say("outcomeNote") },
  overdue_at: { label: say("everLate"), say: at },
});
