/** The fields of a complaint by the names people know, for histories and conflicts. */
import type { Schemas } from "@/shared/api/client";
import type { Labels } from "@/shared/case/conflict";
import { list } from "@/shared/i18n";
import { common } from "@/shared/i18n/common";
import { COMPLAINT_STATE, named } from "@/shared/i18n/enums";
import { dayBefore, instant } from "@/shared/lib/time";
import { CHANNEL, CONFIRMED, DECLINED, FINDING, MATTER, SATISFACTION, TOLD } from "./enums";
import { PERSON_LABEL } from "./persons";
import { say } from "./words";

type Table = Record<string, readonly [string, string]>;
const one = (table: Table) => (value: unknown) => named(table, String(value));
const at = (value: unknown) => (value ? instant(String(value)) : "—");
const yes = (value: unknown) => common(value ? "yes" : "no");
const many = (value: unknown) => list((value as string[] | null) ?? []) || "—";
const persons = (value: unknown) =>
  Array.isArray(value) ? list(value.map((name) => PERSON_LABEL[name as string]?.() ?? String(name))) : "—";

export const complaintLabels = (): Labels => ({
  state: { label: common("state"), say: one(COMPLAINT_STATE) },
  title: { label: say("title") },
  matter: { label: say("matter"), say: one(MATTER) },
  channel: { label: say("channel"), say: one(CHANNEL) },
  channel_reference: { label: say("reference") },
  received_at: { label: say("received"), say: at },
  facts: { label: say("facts") },
  request: { label: say("request") },
  departments: { label: say("departments"), say: many },
  staff_concerned: { label: say("staff") },
  responsible: { label: say("responsible") },
  responsible_department: { label: say("responsibleDepartment") },
  persons: { label: say("personsChanged"), say: persons },
  is_key: { label: say("isKey"), say: yes },
  is_joint: { label: say("isJoint"), say: yes },
  has_risk: { label: say("hasRisk"), say: yes },
  feedback_due_at: { label: say("answerDue"), say: (end) => (end ? dayBefore(String(end)) : "—") },
  finding: { label: say("finding"), say: one(FINDING) },
  opinion: { label: say("opinion") },
  measures: { label: say("measures") },
  decline_reason: { label: say("declineReason"), say: one(DECLINED) },
  decline_explanation: { label: say("declineExplanation") },
  right_door: { label: say("rightDoor") },
  fed_back_at: { label: say("fedBackAt"), say: at },
  fed_back_how: { label: say("how"), say: one(TOLD) },
  confirmed: { label: say("confirmed"), say: one(CONFIRMED) },
  feedback_note: { label: say("feedbackNote") },
  call_back_note: { label: say("callBackNote") },
  satisfaction: { label: say("satisfaction"), say: one(SATISFACTION) },
  rating: { label: say("rating"), say: one(SATISFACTION) },
  rated_at: { label: say("ratedAt"), say: at },
  happened: { label: say("happened") },
  new_facts: { label: say("newFacts") },
  withdrawn_how: { label: say("withdrawnHow") },
  overdue_at: { label: say("everLate"), say: at },
  escalated_at: { label: say("escalated"), say: at },
  escalation_reason: { label: say("escalationReason") },
  listing_proposed_at: { label: say("proposed"), say: at },
});

/** Acts that are no step of the workflow have no word from the server. */
const ACT: Record<string, () => string> = {
  "complaint:amend": () => say("tellAmend"),
  "complaint:split": () => say("tellSplit"),
  "complaint:reveal": () => say("tellReveal"),
  "complaint:receive_message": () => say("tellReceived"),
  "complaint:answer_message": () => say("tellWritten"),
  "complaint:read_messages": () => say("tellRead"),
  "complaint:rate": () => say("tellRated"),
  "complaint:overdue": () => say("tellOverdue"),
  "complaint:recount": () => say("tellRecount"),
  "complaint:propose_listing": () => say("proposed"),
  "complaint_repeat:find": () => say("tellFind"),
  "complaint_repeat:recount": () => say("tellMore"),
  "complaint_repeat:propose_listing": () => say("proposed"),
};

export const inWords = (history: Schemas["History"]): Schemas["History"] => ({
  ...history,
  items: history.items.map((entry) => ({ ...entry, label: entry.label ?? ACT[entry.action]?.() ?? null })),
});
