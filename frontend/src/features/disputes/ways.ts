/** The lawful ways of a dispute as its reader sees them: which are open, which one is gone, how the others ended. */
import type { Schemas } from "@/shared/api/client";
import { named } from "@/shared/i18n/enums";
import { yuan } from "@/shared/lib/numbers";
import { dayOf, instant } from "@/shared/lib/time";
import type { Clock, Dispute, State } from "./api";
import { OUTCOME, SIDE, VERDICT } from "./enums";
import { CHOICE, UNRESOLVED } from "./states";
import { say } from "./ways-words";

type Way = Schemas["Way"];

/** `shut`: the region does not let it be gone; `later`: not before the patient was informed. */
export type Standing = "open" | "asked" | "running" | "held" | "agreed" | "failed" | "shut" | "later" | "unused";

export interface WayTold {
  way: Way;
  standing: Standing;
  /** What is known of it, one line each. */
  lines: string[];
  clock?: Clock;
}

export interface Turn {
  who: string;
  what: string;
  clock?: Clock;
}

export const clockOf = (dispute: Dispute, ...terms: string[]): Clock | undefined =>
  dispute.clocks.find(({ term, state }) => terms.includes(term) && (state === "running" || state === "paused"));

export const runningAppraisal = (dispute: Dispute) =>
  dispute.appraisals.find(({ state }) => state === "commissioned" || state === "supplementing");

const known = (...lines: (string | null | false | undefined)[]): string[] =>
  lines.filter((line) => Boolean(line)) as string[];

/** What stands where a way was neither gone nor chosen. */
function idle(dispute: Dispute): Standing {
  if (dispute.state === "registered") return "later";
  return CHOICE.includes(dispute.state) ? "open" : "unused";
}

function negotiation(dispute: Dispute): WayTold {
  const { negotiation_limit_fen: limit, claim_fen: claim, state } = dispute;
  const tried = known(
    dispute.negotiation_place,
    dispute.negotiation_place !== null &&
      say("representatives", {
        patient: dispute.patient_representatives ?? 0,
        institution: dispute.institution_representatives ?? 0,
      }),
  );
  const told = (standing: Standing, lines: string[] = tried): WayTold => ({ way: "negotiation", standing, lines });
  if (dispute.resolved_by === "negotiation") return told("agreed");
  if (state === "negotiating") return told("running");
  if (limit !== null && claim !== null && claim > limit)
    return told("shut", [say("aboveLimit", { limit: yuan(limit) })]);
  if (tried.length > 0) return told("failed");
  return told(idle(dispute));
}

interface Mediated {
  way: Way;
  asked: string | null;
  by: Schemas["AskingSide"] | null;
  accepted: string | null;
  outcome: Schemas["MediationOutcome"] | null;
  ended: string | null;
  states: [asked: State, running: State];
  clock?: Clock;
  more: string[];
}

function mediation(dispute: Dispute, of: Mediated): WayTold {
  const told = (standing: Standing, ...lines: (string | null | false | undefined)[]): WayTold => ({
    way: of.way,
    standing,
    lines: known(...of.more, ...lines),
    clock: of.clock,
  });
  const [asked, running] = of.states;
  const since = of.asked && say("askedOn", { day: dayOf(of.asked), side: named(SIDE, of.by) });
  if (dispute.state === asked) return told("asked", since);
  if (dispute.state === running) {
    const held = of.clock?.state === "paused";
    return told(
      held ? "held" : "running",
      of.accepted && say("acceptedOn", { day: dayOf(of.accepted) }),
      held && say("heldText"),
    );
  }
  if (of.outcome === "agreed") return told("agreed", of.ended && dayOf(of.ended));
  if (of.outcome) return told("failed", named(OUTCOME, of.outcome), of.ended && dayOf(of.ended));
  if (of.asked) return told("failed", since);
  return { ...told(idle(dispute)), lines: [] };
}

function lawsuit(dispute: Dispute): WayTold {
  const { court, court_case_number, sued_on, state } = dispute;
  const lines = known(court, court_case_number, sued_on && say("suedOn", { day: sued_on }));
  const told = (standing: Standing, more: string[] = lines): WayTold => ({ way: "lawsuit", standing, lines: more });
  if (dispute.resolved_by === "lawsuit") return told("agreed", known(...lines, named(VERDICT, dispute.verdict)));
  if (state === "suing") return told("running");
  if (sued_on) return told("failed", [...lines, say("leftCourt")]);
  if (state === "registered") return told("later");
  return told(UNRESOLVED.includes(state) ? "open" : "unused");
}

/** The four ways in the order in which the regulation names them. */
export function waysOf(dispute: Dispute): WayTold[] {
  return [
    negotiation(dispute),
    mediation(dispute, {
      way: "peoples_mediation",
      asked: dispute.mediation_requested_at,
      by: dispute.mediation_requested_by,
      accepted: dispute.mediation_accepted_at,
      outcome: dispute.mediation_outcome,
      ended: dispute.mediation_ended_at,
      states: ["mediation_requested", "mediating"],
      clock: clockOf(dispute, "dispute_peoples_mediation"),
      more: known(
        dispute.mediator,
        dispute.court_confirmed_on && say("confirmedOn", { day: dispute.court_confirmed_on }),
      ),
    }),
    mediation(dispute, {
      way: "admin_mediation",
      asked: dispute.admin_requested_at,
      by: dispute.admin_requested_by,
      accepted: dispute.admin_accepted_at,
      outcome: dispute.admin_outcome,
      ended: dispute.admin_ended_at,
      states: ["admin_requested", "admin_mediating"],
      clock: clockOf(dispute, "dispute_admin_acceptance", "dispute_admin_mediation"),
      more: known(dispute.admin_requested_at && dispute.authority_name),
    }),
    lawsuit(dispute),
  ];
}

/** Whose turn it is, what he has to do, and by when; null where nobody's is. */
export function turnOf(dispute: Dispute): Turn | null {
  const { state, organisation_name: institution, authority_name: authority } = dispute;
  const mediator = dispute.mediator ?? authority;
  const appraisal = runningAppraisal(dispute);
  const held = (who: string, what: string, ...terms: string[]): Turn =>
    appraisal
      ? {
          who: appraisal.body,
          what: say("turnAppraise"),
          clock: clockOf(dispute, "dispute_appraisal_judicial", "dispute_appraisal_accident"),
        }
      : { who, what, clock: clockOf(dispute, ...terms) };
  switch (state) {
    case "registered":
      return { who: institution, what: say("turnInform") };
    case "informed":
    case "negotiation_failed":
    case "mediation_failed":
    case "admin_failed":
      return { who: say("bothSides"), what: say("turnChoose") };
    case "negotiating":
      return { who: say("bothSides"), what: say("turnNegotiate") };
    case "mediation_requested":
      return { who: mediator, what: say("turnAccept") };
    case "mediating":
      return held(mediator, say("turnMediate"), "dispute_peoples_mediation");
    case "admin_requested":
      return { who: authority, what: say("turnAccept"), clock: clockOf(dispute, "dispute_admin_acceptance") };
    case "admin_mediating":
      return held(authority, say("turnMediate"), "dispute_admin_mediation");
    case "suing":
      return { who: dispute.court ?? "", what: say("turnJudge") };
    case "settled":
    case "mediated":
    case "admin_mediated":
    case "judged":
    case "performing":
      return { who: institution, what: owed(dispute) };
    default:
      return null;
  }
}

function owed(dispute: Dispute): string {
  const left = (dispute.agreed_fen ?? 0) - dispute.paid_fen;
  return left > 0 ? say("turnPay", { left: yuan(left) }) : say("turnClose");
}

export const endOf = (clock: Clock): string => (clock.unit === "hours" ? instant(clock.due_at) : clock.due_on);

/** Stations of the whole: registered, informed, a way gone, performed, closed. */
export function stationOf(dispute: Dispute): number {
  if (dispute.state === "registered") return 1;
  if (dispute.state === "closed") return 5;
  return dispute.resolved_by ? 3 : 2;
}
