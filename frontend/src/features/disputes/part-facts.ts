/** What each part says of itself: its heading, its state and its facts. */
import type { ReactNode } from "react";
import type { Schemas } from "@/shared/api/client";
import { list } from "@/shared/i18n";
import { common } from "@/shared/i18n/common";
import { named } from "@/shared/i18n/enums";
import { yuan } from "@/shared/lib/numbers";
import { instant } from "@/shared/lib/time";
import type { Tone } from "@/shared/ui/marks";
import type { Dispute } from "./api";
import * as words from "./enums";
import { say } from "./part-words";

interface Fact {
  label: string;
  value: ReactNode;
  wide?: boolean;
}

export interface Told {
  id: string;
  title: string;
  state: string;
  tone: Tone;
  facts: Fact[];
  actions: Schemas["ActionRead"][];
}

const fact = (label: string, value: ReactNode, wide = false): Fact => ({ label, value, wide });
const money = (fen: number | null) => (fen === null ? null : yuan(fen));
const yes = (value: boolean | null) => (value === null ? null : common(value ? "yes" : "no"));

const seal = (one: Schemas["SealRead"]): Omit<Told, "id" | "actions"> => ({
  title: list([named(words.SEALED, one.what), named(words.COPY, one.copy_kind)].filter(Boolean)),
  state: named(words.SEAL_STATE, one.state),
  tone: one.state === "sealed" ? "zero" : "not-due",
  facts: [
    fact(say("sealedAt"), instant(one.sealed_at)),
    fact(say("keptWhere"), one.kept_where),
    fact(say("institutionPerson"), one.institution_person),
    fact(say("patientSide"), named(words.PATIENT_SIDE, one.patient_side)),
    fact(say("presenceNote"), one.presence_note, true),
    fact(say("bloodStation"), instant(one.blood_station_called_at)),
    fact(say("testingBody"), one.testing_body && `${one.testing_body} · ${named(words.CHOSEN, one.testing_chosen)}`),
    fact(say("openedAt"), instant(one.opened_at)),
    fact(say("openedWhy"), one.opened_why, true),
  ],
});

const autopsy = (one: Schemas["AutopsyRead"]): Omit<Told, "id" | "actions"> => ({
  title: say("autopsies"),
  state: named(words.AUTOPSY_STATE, one.state),
  tone: one.is_late || one.state === "lapsed" ? "late" : one.state === "done" ? "on-time" : "zero",
  facts: [
    fact(say("toldAt"), instant(one.told_at)),
    fact(say("answeredAt"), instant(one.answered_at)),
    fact(say("refusalNote"), one.refusal_note, true),
    fact(say("doneAt"), instant(one.done_at)),
    fact(say("doneBy"), one.done_by),
    fact(say("result"), one.result, true),
    fact(say("wasLate"), one.is_late ? common("yes") : null),
  ],
});

const appraisal = (one: Schemas["AppraisalRead"]): Omit<Told, "id" | "actions"> => ({
  title: named(words.APPRAISAL_KIND, one.kind),
  state: named(words.APPRAISAL_STATE, one.state),
  tone: one.state === "delivered" ? "on-time" : one.state === "abandoned" ? "not-due" : "exempt",
  facts: [
    fact(say("appraiser"), one.body),
    fact(say("contractAt"), instant(one.contract_at)),
    fact(say("materialAt"), instant(one.material_at)),
    fact(say("avoidance"), named(words.AVOIDANCE, one.avoidance)),
    fact(say("avoidanceNote"), one.avoidance_note, true),
    fact(say("deliveredAt"), instant(one.delivered_at)),
    fact(say("hasHarm"), yes(one.has_harm)),
    fact(say("hasFault"), yes(one.has_fault)),
    fact(say("hasCausation"), yes(one.has_causation)),
    fact(say("share"), named(words.SHARE, one.share)),
    fact(say("opinion"), one.opinion, true),
  ],
});

const claim = (one: Schemas["InsuranceClaimRead"]): Omit<Told, "id" | "actions"> => ({
  title: one.insurer,
  state: named(words.CLAIM_STATE, one.state),
  tone: one.state === "paid" ? "on-time" : one.state === "refused" ? "missing" : "zero",
  facts: [
    fact(say("claimNumber"), one.claim_number),
    fact(say("reportedAt"), instant(one.reported_at)),
    fact(say("papersAt"), instant(one.papers_at)),
    fact(say("offered"), money(one.offered_fen)),
    fact(say("paid"), money(one.paid_fen)),
    fact(say("paidOn"), one.paid_on),
  ],
});

const call = (one: Schemas["PoliceCallRead"]): Omit<Told, "id" | "actions"> => ({
  title: one.station,
  state: named(words.CALL_STATE, one.state),
  tone: one.state === "answered" ? "on-time" : "late",
  facts: [
    fact(say("suspected"), one.suspected, true),
    fact(say("knownAt"), instant(one.known_at)),
    fact(say("calledAt"), instant(one.called_at)),
    fact(say("delay"), say("minutes", { minutes: one.delay_minutes })),
    fact(say("caller"), one.caller),
    fact(say("caseNumber"), one.case_number),
    fact(say("outcome"), one.outcome, true),
  ],
});

const report = (one: Schemas["DisputeReportRead"]): Omit<Told, "id" | "actions"> => ({
  title: named(words.REPORT_KIND, one.kind),
  state: named(words.REPORT_STATE, one.state),
  tone: "on-time",
  facts: [
    fact(say("sentAt"), instant(one.reported_at)),
    fact(say("receivedBy"), one.received_by),
    fact(say("note"), one.note, true),
  ],
});

const session = (one: Schemas["MediationSessionRead"]): Omit<Told, "id" | "actions"> => ({
  title: instant(one.held_at),
  state: named(words.SESSION_STATE, one.state),
  tone: "not-due",
  facts: [fact(say("mediators"), one.mediators), fact(say("record"), one.record, true)],
});

const TONES: Record<Schemas["AccidentApplicationState"], Tone> = {
  received: "due",
  passed_up: "due",
  accepted: "zero",
  declined: "missing",
  concluded: "on-time",
  withdrawn: "not-due",
  ended: "not-due",
};

const application = (one: Schemas["AccidentApplicationRead"]): Omit<Told, "id" | "actions"> => ({
  title: named(words.SIDE, one.asked_by),
  state: named(words.APPLICATION_STATE, one.state),
  tone: TONES[one.state],
  facts: [
    fact(say("statement"), one.statement, true),
    fact(say("learnedOn"), one.learned_on),
    fact(say("appliedOn"), one.applied_on),
    fact(say("receivedAt"), instant(one.received_at)),
    fact(say("before"), one.authority_name),
    // Why it goes up: nothing that an authority decides on itself has to say.
    fact(say("ground"), one.is_for_above || one.passed_at ? named(words.PASS_UP_GROUND, one.ground) : null),
    fact(say("passedAt"), instant(one.passed_at)),
    fact(say("decidedAt"), instant(one.decided_at)),
    fact(say("decisionReason"), one.decision_reason, true),
    fact(say("handled"), one.result, true),
  ],
});

type Entered = { id: string; entered_by_name: string; available_actions: Schemas["ActionRead"][] };

const told =
  <P extends Entered>(say_: (one: P) => Omit<Told, "id" | "actions">) =>
  (one: P): Told => {
    const said = say_(one);
    return {
      ...said,
      facts: [...said.facts, fact(say("enteredBy"), one.entered_by_name)],
      id: one.id,
      actions: one.available_actions,
    };
  };

/** Every part of the dispute, by the path of its kind, in the order in which an office meets them. */
export const partsOf = (dispute: Dispute): { path: string; key: PartKey; empty: EmptyKey; parts: Told[] }[] => [
  { path: "reports", key: "reports", empty: "noneReports", parts: dispute.reports.map(told(report)) },
  { path: "autopsies", key: "autopsies", empty: "noneAutopsies", parts: dispute.autopsies.map(told(autopsy)) },
  { path: "seals", key: "seals", empty: "noneSeals", parts: dispute.seals.map(told(seal)) },
  { path: "appraisals", key: "appraisals", empty: "noneAppraisals", parts: dispute.appraisals.map(told(appraisal)) },
  { path: "sessions", key: "sessions", empty: "noneSessions", parts: dispute.sessions.map(told(session)) },
  {
    path: "insurance-claims",
    key: "insurance_claims",
    empty: "noneClaims",
    parts: dispute.insurance_claims.map(told(claim)),
  },
  { path: "police-calls", key: "police_calls", empty: "noneCalls", parts: dispute.police_calls.map(told(call)) },
  {
    path: "accident-applications",
    key: "accident_applications",
    empty: "noneApplications",
    parts: dispute.accident_applications.map(told(application)),
  },
];

type PartKey =
  | "seals"
  | "autopsies"
  | "appraisals"
  | "insurance_claims"
  | "police_calls"
  | "reports"
  | "sessions"
  | "accident_applications";
type EmptyKey =
  | "noneApplications"
  | "noneSeals"
  | "noneAutopsies"
  | "noneAppraisals"
  | "noneClaims"
  | "noneCalls"
  | "noneReports"
  | "noneSessions";
