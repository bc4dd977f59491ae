/** The typed form of every step of a dispute, in the words of whoever takes it. */
import type { Schemas } from "@/shared/api/client";
import type { Action, ActionForm, ActionForms } from "@/shared/case/actions";
import type { Field } from "@/shared/case/fields";
import { options } from "@/shared/i18n/enums";
import { yuan } from "@/shared/lib/numbers";
import type { Dispute } from "./api";
import { ACCIDENT, ENDING, QUALITY_GRADE, SATISFACTION, SIDE, VERDICT } from "./enums";
import { say } from "./step-words";

export const form = <Body>(fields: Field<Body>[], rest: Omit<ActionForm<Body>, "fields"> = {}): ActionForm<Body> => ({
  fields,
  ...rest,
});

export const reason = <Body extends { reason: string }>(): Field<Body> => ({
  name: "reason" as keyof Body & string,
  label: say("reason"),
  kind: "long",
  rows: 2,
  required: true,
});

export const reasoned = (rest: Omit<ActionForm<Schemas["DisputeReasoned"]>, "fields"> = {}) =>
  form<Schemas["DisputeReasoned"]>([reason()], rest);

/** Left out, it is the moment of the step. */
const at = <Body>(name: keyof Body & string, label: string): Field<Body> => ({
  name,
  label,
  kind: "instant",
  placeholder: say("now"),
});

const inform = (dispute: Dispute) =>
  form<Schemas["Inform"]>(
    [
      { name: "told_ways", label: say("toldWays"), kind: "switch", initial: false },
      { name: "told_sealing", label: say("toldSealing"), kind: "switch", initial: false },
      { name: "told_records", label: say("toldRecords"), kind: "switch", initial: false },
      {
        name: "told_autopsy_at",
        label: say("toldAutopsy"),
        kind: "instant",
        required: dispute.has_died,
        when: () => dispute.has_died,
      },
      { name: "informed_signed", label: say("informedSigned"), kind: "yes_no", required: true },
      {
        name: "informed_note",
        label: say("informedNote"),
        kind: "long",
        rows: 2,
        required: true,
        when: ({ informed_signed }) => informed_signed === false,
      },
      at("informed_at", say("informedAt")),
    ],
    { note: say("noteInform") },
  );

export const deathFields = (): Field<Schemas["Death"]>[] => [
  { name: "died_at", label: say("diedAt"), kind: "instant", required: true },
  { name: "death_disputed", label: say("deathDisputed"), kind: "switch", help: say("deathDisputedHelp") },
  { name: "body_frozen", label: say("bodyFrozen"), kind: "switch", help: say("bodyFrozenHelp") },
];

const agreement = (dispute: Dispute) => {
  const above = dispute.insurer_above_fen;
  const needed = above !== null && (dispute.claim_fen ?? 0) > above;
  return form<Schemas["Agreement"]>(
    [
      { name: "resolution", label: say("resolution"), kind: "long", required: true },
      { name: "agreed_fen", label: say("agreed"), kind: "money", required: true },
      {
        name: "insurer_took_part",
        label: say("insurer"),
        kind: "yes_no",
        required: needed,
        help: needed ? `${say("insurerNeeded")} (${yuan(above)})` : undefined,
        when: () => needed || dispute.insured !== "none",
      },
    ],
    { note: say("noteAgreement") },
  );
};

const asking = <Body extends Schemas["AskForMediation"]>(): Field<Body>[] => [
  {
    name: "requested_by" as keyof Body & string,
    label: say("requestedBy"),
    kind: "choice",
    required: true,
    options: options(SIDE),
  },
  {
    name: "other_consents" as keyof Body & string,
    label: say("otherConsents"),
    kind: "switch",
    help: say("otherConsentsHelp"),
    when: ({ requested_by }) => requested_by === "patient" || requested_by === "institution",
  },
  at<Body>("requested_at" as keyof Body & string, say("requestedAt")),
];

const ended = () =>
  form<Schemas["EndMediation"]>(
    [{ name: "ending", label: say("ending"), kind: "choice", required: true, options: options(ENDING) }, reason()],
    { danger: true },
  );

const mediator = <Body extends { mediator?: string }>(): Field<Body> => ({
  name: "mediator" as keyof Body & string,
  label: say("mediator"),
  kind: "text",
  required: true,
  max: 120,
});

/** Made anew for each language. A step that is not named here takes no body. */
export const disputeForms = (dispute: Dispute): ActionForms => ({
  inform: inform(dispute),
  note_death: form<Schemas["Death"]>(deathFields(), { aside: true }),
  release_body: form<Schemas["ReleaseBody"]>([at("body_released_at", say("bodyReleasedAt")), reason()], {
    aside: true,
  }),
  note_rescue: form<Schemas["Rescue"]>(
    [{ name: "rescue_ended_at", label: say("rescueEndedAt"), kind: "instant", required: true }],
    { aside: true, note: say("noteRescue") },
  ),
  complete_notes: form<Schemas["CompleteNotes"]>([at("rescue_notes_at", say("rescueNotesAt"))]),
  state_claim: form<Schemas["StateClaim"]>(
    [{ name: "claim_fen", label: say("claim"), kind: "money", required: true }, reason()],
    { aside: true, note: say("noteClaim"), initial: { claim_fen: dispute.claim_fen ?? undefined } },
  ),
  attend: form<Schemas["Attend"]>(
    [
      { name: "people_at_scene", label: say("people"), kind: "text", required: true, max: 300 },
      at("at_scene_at", say("atSceneAt")),
    ],
    { aside: true },
  ),
  negotiate: form<Schemas["Negotiate"]>(
    [
      { name: "negotiation_place", label: say("place"), kind: "text", required: true, max: 120 },
      { name: "patient_representatives", label: say("patientSide"), kind: "number", required: true, min: 1, max: 5 },
      {
        name: "institution_representatives",
        label: say("institutionSide"),
        kind: "number",
        required: true,
        min: 1,
        max: 5,
      },
    ],
    { note: say("noteNegotiate") },
  ),
  settle: agreement(dispute),
  fail_negotiation: reasoned({ aside: true }),
  request_mediation: form<Schemas["RequestMediation"]>([mediator(), ...asking<Schemas["RequestMediation"]>()]),
  accept_mediation: form<Schemas["AcceptMediation"]>([mediator(), at("mediation_accepted_at", say("acceptedAt"))], {
    note: say("noteAccept"),
    initial: { mediator: dispute.mediator ?? undefined },
  }),
  decline_mediation: reasoned({ danger: true }),
  extend_mediation: form<Schemas["ExtendMediation"]>(
    [{ name: "amount", label: say("moreDays"), kind: "number", required: true, min: 1, max: 120 }, reason()],
    { aside: true, note: say("noteExtend") },
  ),
  conclude_mediation: agreement(dispute),
  fail_mediation: reasoned({ aside: true }),
  end_mediation: ended(),
  confirm_in_court: form<Schemas["ConfirmInCourt"]>([
    { name: "court_confirmed_on", label: say("confirmedOn"), kind: "date", required: true },
  ]),
  request_admin: form<Schemas["AskForMediation"]>(asking<Schemas["AskForMediation"]>()),
  accept_admin: form([], { note: say("noteAcceptAdmin") }),
  refuse_admin: reasoned({ danger: true }),
  conclude_admin: agreement(dispute),
  fail_admin: reasoned({ aside: true }),
  end_admin: ended(),
  sue: form<Schemas["Sue"]>(
    [
      { name: "court", label: say("court"), kind: "text", required: true, max: 120 },
      { name: "court_case_number", label: say("caseNumber"), kind: "text", required: true, max: 80 },
      { name: "sued_on", label: say("suedOn"), kind: "date", required: true },
    ],
    { aside: true, note: say("noteSue") },
  ),
  leave_court: reasoned({ aside: true }),
  judge: form<Schemas["Judge"]>(
    [
      { name: "verdict", label: say("verdict"), kind: "choice", required: true, options: options(VERDICT) },
      { name: "resolution", label: say("ruling"), kind: "long", required: true },
      { name: "agreed_fen", label: say("agreed"), kind: "money", required: true },
      at("received_at", say("receivedAt")),
    ],
    { note: say("noteJudge") },
  ),
  pay: form<Schemas["Pay"]>(
    [
      { name: "amount_fen", label: say("payment"), kind: "money", required: true },
      { name: "paid_on", label: say("paidOn"), kind: "date", required: true },
    ],
    { initial: { amount_fen: Math.max(0, (dispute.agreed_fen ?? 0) - dispute.paid_fen) || undefined } },
  ),
  withdraw: form<Schemas["DisputeWithdraw"]>(
    [{ name: "withdrawn_how", label: say("withdrawnHow"), kind: "text", required: true, max: 200 }, reason()],
    { danger: true },
  ),
  call_back: form<Schemas["DisputeCallBack"]>([
    {
      name: "satisfaction",
      label: say("satisfaction"),
      kind: "choice",
      required: true,
      options: options(SATISFACTION),
    },
    { name: "call_back_note", label: say("callBackNote"), kind: "long", rows: 2, max: 2000 },
  ]),
  flag_major: form<Schemas["FlagMajor"]>(
    [
      { name: "major_reason", label: say("majorReason"), kind: "long", rows: 2, required: true },
      at("major_from", say("majorFrom")),
    ],
    { aside: true, note: say("noteMajor") },
  ),
  unflag_major: reasoned({ danger: true }),
  flag_accident: form<Schemas["FlagAccident"]>(
    [
      { name: "accident_level", label: say("accidentLevel"), kind: "choice", options: options(ACCIDENT) },
      { name: "negligence_at", label: say("negligenceAt"), kind: "instant", help: say("negligenceHelp") },
      reason(),
    ],
    { aside: true },
  ),
  flag_quality_event: form<Schemas["FlagQualityEvent"]>(
    [
      {
        name: "quality_grade",
        label: say("qualityGrade"),
        kind: "choice",
        required: true,
        options: options(QUALITY_GRADE),
      },
      at("quality_found_at", say("qualityFoundAt")),
      reason(),
    ],
    { aside: true, note: say("noteQuality") },
  ),
  unflag_quality_event: reasoned({ danger: true }),
});

/** The steps in the order in which a hand looks for them: what goes on first, what leads aside last. */
const ORDER = [
  "inform",
  "accept_mediation",
  "accept_admin",
  "settle",
  "conclude_mediation",
  "conclude_admin",
  "judge",
  "negotiate",
  "request_mediation",
  "request_admin",
  "pay",
  "close",
  "perform",
  "fail_negotiation",
  "fail_mediation",
  "fail_admin",
  "sue",
  "extend_mediation",
  "confirm_in_court",
  "call_back",
  "complete_notes",
  "release_body",
  "state_claim",
  "attend",
  "note_death",
  "note_rescue",
  "flag_major",
  "flag_accident",
  "flag_quality_event",
  "leave_court",
  "decline_mediation",
  "refuse_admin",
  "end_mediation",
  "end_admin",
  "unflag_major",
  "unflag_quality_event",
  "withdraw",
];

/** `actions` as they are offered; a step that is not known here comes at the end. */
export const inOrder = (actions: Action[]): Action[] => {
  const rank = ({ step }: Action) => (ORDER.includes(step) ? ORDER.indexOf(step) : ORDER.length);
  return actions.toSorted((a, b) => rank(a) - rank(b));
};
