/** The fields of a referral by the names people know, for histories and conflicts. */
import type { Schemas } from "@/shared/api/client";
import type { Labels } from "@/shared/case/conflict";
import { list } from "@/shared/i18n";
import { common } from "@/shared/i18n/common";
import { named } from "@/shared/i18n/enums";
import { CRIMINAL_OUTCOME, HOLDER, REFERRAL_STATE, SUPERVISION_OUTCOME } from "@/shared/i18n/handoff-enums";
import { yuan } from "@/shared/lib/numbers";
import { instant } from "@/shared/lib/time";
import { say as ask } from "./step-words";
import { say } from "./words";

type Table = Record<string, readonly [string, string]>;
const one = (table: Table) => (value: unknown) => (value ? named(table, String(value)) : "—");
const at = (value: unknown) => (value ? instant(String(value)) : "—");
const yes = (value: unknown) => common(value ? "yes" : "no");
const sum = (value: unknown) => (typeof value === "number" ? yuan(value) : "—");
const many = (value: unknown) => list((value as string[] | null) ?? []) || "—";
const goods = (value: unknown) =>
  list(((value as Schemas["GoodsLine"][] | null) ?? []).map(({ name, quantity }) => `${name} ${quantity}`)) || "—";

export const referralLabels = (): Labels => ({
  state: { label: common("state"), say: one(REFERRAL_STATE) },
  holder: { label: say("whose"), say: one(HOLDER) },
  suspected_offence: { label: say("offence") },
  law: { label: say("law") },
  earlier_penalties: { label: ask("earlier") },
  receiver_name: { label: say("receiver") },
  procuratorate_name: { label: say("procuratorate") },
  contact_name: { label: ask("contact") },
  contact_phone: { label: ask("phone") },
  goods: { label: ask("goods"), say: goods },
  goods_none: { label: ask("goodsNone"), say: yes },
  expert_none: { label: ask("expertNone"), say: yes },
  team: { label: say("team"), say: many },
  report: { label: say("report") },
  decision_reason: { label: say("decisionReason") },
  document_number: { label: say("document") },
  procuratorate_copied_at: { label: say("procuratorateCopied"), say: at },
  received_by: { label: ask("receivedBy") },
  received_at: { label: ask("receivedAt"), say: at },
  receipt_number: { label: ask("receiptNumber") },
  papers_asked: { label: ask("papersAsked"), say: many },
  papers_asked_reason: { label: ask("askedReason") },
  supplement_note: { label: ask("supplementNote") },
  forwarded_to: { label: ask("forwardedTo") },
  forward_reason: { label: ask("forwardReason") },
  not_police_reason: { label: ask("notPolice") },
  case_number: { label: say("caseNumber") },
  filed_on: { label: ask("filedOn") },
  refusal_reason: { label: ask("refusalReason") },
  returned_papers: { label: ask("returnedPapers") },
  reconsideration_reason: { label: ask("askAgain") },
  upheld_reason: { label: ask("upheld") },
  supervision_reason: { label: ask("supervision") },
  explanation: { label: ask("explanation") },
  supervision_outcome: { label: ask("supervisionOutcome"), say: one(SUPERVISION_OUTCOME) },
  handover_place: { label: ask("handoverPlace") },
  handed_by: { label: ask("handedBy"), say: many },
  goods_received_by: { label: ask("goodsReceivedBy") },
  goods_remarks: { label: ask("remarks") },
  outcome: { label: say("outcome"), say: one(CRIMINAL_OUTCOME) },
  outcome_summary: { label: ask("outcomeSummary") },
  criminal_fine_fen: { label: ask("criminalFine"), say: sum },
  handler_name: { label: say("handler") },
  penalty_number: { label: say("penalty") },
  penalty_fine_fen: { label: ask("penaltyFine"), say: sum },
  no_penalty_reason: { label: say("noPenalty") },
  opinion_number: { label: ask("opinionNumber") },
  opinion_answer: { label: ask("opinionAnswer") },
  overdue_at: { label: say("everLate"), say: at },
});

/** Acts that are no step of the workflow have no word from the server. */
const ACT: Record<string, () => string> = {
  "referral:evidence": () => say("tellEvidence"),
  "referral:number": () => say("tellNumber"),
  "referral:draw_up": () => say("tellPackage"),
  "referral:package": () => say("tellLook"),
  "referral:overdue": () => say("tellOverdue"),
};

export const inWords = (history: Schemas["History"]): Schemas["History"] => ({
  ...history,
  items: history.items.map((entry) => ({ ...entry, label: entry.label ?? ACT[entry.action]?.() ?? null })),
});
