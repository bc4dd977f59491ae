/** The fields of a dispute and of its parts by the names people know, for histories and conflicts. */
import type { Schemas } from "@/shared/api/client";
import type { Labels } from "@/shared/case/conflict";
import { list } from "@/shared/i18n";
import { common } from "@/shared/i18n/common";
import { DISPUTE_STATE, named } from "@/shared/i18n/enums";
import { yuan } from "@/shared/lib/numbers";
import { instant } from "@/shared/lib/time";
import * as words from "./enums";
import { say as sayPart } from "./part-words";
import { PARTY_LABEL } from "./parties";
import { say } from "./words";

type Table = Record<string, readonly [string, string]>;
const one = (table: Table) => (value: unknown) => named(table, String(value));
const at = (value: unknown) => (value ? instant(String(value)) : "—");
const yes = (value: unknown) => common(value ? "yes" : "no");
const sum = (value: unknown) => (typeof value === "number" ? yuan(value) : "—");
const many = (value: unknown) => list((value as string[] | null) ?? []) || "—";
const persons = (value: unknown) =>
  Array.isArray(value) ? list(value.map((name) => PARTY_LABEL[name as string]?.() ?? String(name))) : "—";

/** A state is the dispute's or a part's: no two of them share a word with another meaning. */
const STATES: Table = {
  ...words.SEAL_STATE,
  ...words.AUTOPSY_STATE,
  ...words.APPRAISAL_STATE,
  ...words.CLAIM_STATE,
  ...words.CALL_STATE,
  ...words.REPORT_STATE,
  ...words.SESSION_STATE,
  ...words.APPLICATION_STATE,
  ...DISPUTE_STATE,
};

export const disputeLabels = (): Labels => ({
  state: { label: common("state"), say: one(STATES) },
  title: { label: say("title") },
  facts: { label: say("facts") },
  demand: { label: say("demand") },
  departments: { label: say("departments"), say: many },
  treated_on: { label: say("treatedOn") },
  people_at_scene: { label: say("peopleAtScene") },
  at_scene_at: { label: say("atSceneAt"), say: at },
  persons: { label: say("partiesChanged"), say: persons },
  insured: { label: say("insured"), say: one(words.INSURED) },
  claim_fen: { label: say("claimFen"), say: sum },
  agreed_fen: { label: say("agreedFen"), say: sum },
  paid_fen: { label: say("paidFen"), say: sum },
  paid_on: { label: say("paidOn") },
  has_died: { label: say("died"), say: yes },
  died_at: { label: say("diedAt"), say: at },
  is_major: { label: say("major"), say: yes },
  major_reason: { label: say("majorReason") },
  is_accident: { label: say("accident"), say: yes },
  accident_level: { label: say("accidentLevel"), say: one(words.ACCIDENT) },
  quality_grade: { label: say("qualityGrade"), say: one(words.QUALITY_GRADE) },
  quality_found_at: { label: say("qualityFoundAt"), say: at },
  rescue_ended_at: { label: say("rescueEndedAt"), say: at },
  rescue_notes_at: { label: say("rescueNotesAt"), say: at },
  informed_at: { label: say("informedAt"), say: at },
  informed_signed: { label: say("informedSigned"), say: yes },
  mediator: { label: sayPart("mediator") },
  mediation_outcome: { label: say("mediationOutcome"), say: one(words.OUTCOME) },
  admin_outcome: { label: say("adminOutcome"), say: one(words.OUTCOME) },
  court_confirmed_on: { label: say("courtConfirmedOn") },
  resolved_by: { label: say("resolvedBy"), say: one(words.WAY) },
  resolution: { label: say("resolution") },
  satisfaction: { label: say("satisfaction"), say: one(words.SATISFACTION) },
  overdue_at: { label: say("everLate"), say: at },
  items: { label: sayPart("items"), say: many },
  kept_where: { label: sayPart("keptWhere") },
  body: { label: sayPart("appraiser") },
  share: { label: sayPart("share"), say: one(words.SHARE) },
  opinion: { label: sayPart("opinion") },
  done_by: { label: sayPart("doneBy") },
  insurer: { label: sayPart("insurer") },
  offered_fen: { label: sayPart("offered"), say: sum },
  station: { label: sayPart("station") },
  received_by: { label: sayPart("receivedBy") },
  asked_by: { label: sayPart("askedBy"), say: one(words.SIDE) },
  applied_on: { label: sayPart("appliedOn") },
  authority_name: { label: sayPart("before") },
  ground: { label: sayPart("ground"), say: one(words.PASS_UP_GROUND) },
  decision_reason: { label: sayPart("decisionReason") },
});

/** Acts that are no step of the workflow have no word from the server. */
const ACT: Record<string, () => string> = {
  "dispute:amend": () => say("tellAmend"),
  "dispute:reveal": () => say("tellReveal"),
  "dispute:overdue": () => say("tellOverdue"),
  "dispute:evidence": () => say("tellEvidence"),
};

export const inWords = (history: Schemas["History"]): Schemas["History"] => ({
  ...history,
  items: history.items.map((entry) => ({ ...entry, label: entry.label ?? ACT[entry.action]?.() ?? null })),
});
