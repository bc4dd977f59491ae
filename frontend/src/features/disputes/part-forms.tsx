/** What begins each part beside the way, and the typed forms of its steps. */
import type { Schemas } from "@/shared/api/client";
import type { ActionForm, ActionForms } from "@/shared/case/actions";
import type { Field } from "@/shared/case/fields";
import { options } from "@/shared/i18n/enums";
import type { Dispute } from "./api";
import {
  APPRAISAL_KIND,
  AVOIDANCE,
  CHOSEN,
  COPY,
  PASS_UP_GROUND,
  PATIENT_SIDE,
  REPORT_KIND,
  SEALED,
  SHARE,
  SIDE,
} from "./enums";
import { Items } from "./Items";
import { say } from "./part-words";
import { form, reason, reasoned } from "./steps";

/** An instant that has to be named; most enter what has just happened. */
const at = <Body,>(name: keyof Body & string, label: string): Field<Body> => ({
  name,
  label,
  kind: "instant",
  required: true,
  initial: new Date().toISOString(),
});

const text = <Body,>(name: keyof Body & string, label: string, max: number): Field<Body> => ({
  name,
  label,
  kind: "text",
  required: true,
  max,
});

const long = <Body,>(name: keyof Body & string, label: string): Field<Body> => ({
  name,
  label,
  kind: "long",
  rows: 2,
  required: true,
});

const items = <Body extends { items: string[] }>(): Field<Body> => ({
  name: "items" as keyof Body & string,
  label: say("items"),
  kind: "own",
  required: true,
  control: <Items />,
  help: say("itemsHelp"),
});

const yes = <Body,>(name: keyof Body & string, label: string): Field<Body> => ({
  name,
  label,
  kind: "yes_no",
  required: true,
});

const seal = () =>
  form<Schemas["SealIn"]>([
    { name: "what", label: say("what"), kind: "choice", required: true, options: options(SEALED) },
    {
      name: "copy_kind",
      label: say("copyKind"),
      kind: "choice",
      required: true,
      options: options(COPY),
      when: ({ what }) => what === "records",
    },
    { name: "is_partial", label: say("isPartial"), kind: "switch", when: ({ what }) => what === "records" },
    items<Schemas["SealIn"]>(),
    text("kept_where", say("keptWhere"), 200),
    at("sealed_at", say("sealedAt")),
    text("institution_person", say("institutionPerson"), 80),
    { name: "patient_side", label: say("patientSide"), kind: "choice", required: true, options: options(PATIENT_SIDE) },
    {
      name: "presence_note",
      label: say("presenceNote"),
      kind: "long",
      rows: 2,
      required: true,
      max: 2000,
      when: ({ patient_side }) => patient_side === "notary" || patient_side === "refused",
    },
    {
      name: "blood_station_called_at",
      label: say("bloodStation"),
      kind: "instant",
      required: true,
      when: ({ what }) => what === "blood",
    },
  ]);

const open = () => form<Schemas["OpenSeal"]>([at("opened_at", say("openedAt")), long("opened_why", say("openedWhy"))]);

const refuse = () =>
  form<Schemas["AutopsyRefusal"]>([at("answered_at", say("answeredAt")), long("refusal_note", say("refusalNote"))], {
    note: say("noteRefuse"),
  });

const deliver = () =>
  form<Schemas["AppraisalOpinion"]>([
    at("delivered_at", say("deliveredAt")),
    yes("has_harm", say("hasHarm")),
    yes("has_fault", say("hasFault")),
    yes("has_causation", say("hasCausation")),
    { name: "share", label: say("share"), kind: "choice", required: true, options: options(SHARE) },
    long("opinion", say("opinion")),
  ]);

const onDay = <Body,>(name: keyof Body & string, label: string): Field<Body> => ({
  name,
  label,
  kind: "date",
  required: true,
});

const ground = <Body extends { ground?: Schemas["PassUpGround"] | null }>(rest: Partial<Field<Body>>): Field<Body> => ({
  name: "ground" as keyof Body & string,
  label: say("ground"),
  kind: "choice",
  options: options(PASS_UP_GROUND),
  ...rest,
});

const application = () =>
  form<Schemas["AccidentApplicationIn"]>(
    [
      { name: "asked_by", label: say("askedBy"), kind: "choice", required: true, options: options(SIDE) },
      onDay("learned_on", say("learnedOn")),
      onDay("applied_on", say("appliedOn")),
      at("received_at", say("receivedAt")),
      long("statement", say("statement")),
      ground<Schemas["AccidentApplicationIn"]>({ help: say("groundHelp") }),
    ],
    { note: say("noteApplication") },
  );

/** Why it goes up, where the dispute says so itself. */
const groundOf = (dispute: Dispute): Schemas["PassUpGround"] | undefined => {
  if (dispute.has_died) return "death";
  return dispute.accident_level === "first" || dispute.accident_level === "second" ? "second_degree" : undefined;
};

/** What has to be reported before anything else. */
const reportedFirst = (dispute: Dispute): Schemas["DisputeReportKind"] => {
  const told = dispute.reports.map(({ kind }) => kind);
  if (dispute.quality_grade && !told.includes("quality_event")) return "quality_event";
  if (dispute.is_major) return told.includes("major_phone") ? "major_written" : "major_phone";
  return "dispute";
};

interface PartForms {
  // biome-ignore lint/suspicious/noExplicitAny: each is checked against its own body where it is written
  begin: ActionForm<any>;
  steps: ActionForms;
}

/** By the path of the part; its steps in the order in which a hand looks for them. Made anew for each language. */
export const partForms = (dispute: Dispute): Record<string, PartForms> => ({
  seals: {
    begin: seal(),
    steps: {
      open_together: open(),
      open_resolved: open(),
      open_after_years: open(),
      complete: form<Schemas["CompleteSeal"]>([items<Schemas["CompleteSeal"]>()]),
      choose_testing: form<Schemas["ChooseTesting"]>([
        text("testing_body", say("testingBody"), 120),
        {
          name: "testing_chosen",
          label: say("testingChosen"),
          kind: "choice",
          required: true,
          options: options(CHOSEN),
        },
      ]),
    },
  },
  autopsies: {
    begin: form<Schemas["AutopsyIn"]>([at("told_at", say("toldAt"))]),
    steps: {
      consent: form<Schemas["AutopsyConsent"]>([at("answered_at", say("answeredAt"))]),
      refuse: refuse(),
      deem_refused: refuse(),
      make: form<Schemas["AutopsyMade"]>([
        at("done_at", say("doneAt")),
        text("done_by", say("doneBy"), 120),
        long("result", say("result")),
      ]),
    },
  },
  appraisals: {
    begin: form<Schemas["AppraisalIn"]>(
      [
        { name: "kind", label: say("kind"), kind: "choice", required: true, options: options(APPRAISAL_KIND) },
        text("body", say("appraiser"), 120),
        at("contract_at", say("contractAt")),
      ],
      { note: say("noteCommission") },
    ),
    steps: {
      deliver: deliver(),
      note_material: form<Schemas["AppraisalMaterial"]>([at("material_at", say("materialAt"))]),
      supplement: reasoned(),
      go_on: reasoned(),
      extend: form<Schemas["AppraisalExtension"]>([
        { name: "amount", label: say("moreDays"), kind: "number", required: true, min: 1, max: 30 },
        reason(),
      ]),
      replace_expert: form<Schemas["ReplaceExpert"]>([
        { name: "avoidance", label: say("avoidance"), kind: "choice", required: true, options: options(AVOIDANCE) },
        long("avoidance_note", say("avoidanceNote")),
      ]),
      abandon: reasoned({ danger: true }),
    },
  },
  "insurance-claims": {
    begin: form<Schemas["InsuranceClaimIn"]>([
      text("insurer", say("insurer"), 120),
      { name: "claim_number", label: say("claimNumber"), kind: "text", max: 80 },
      at("reported_at", say("reportedAt")),
    ]),
    steps: {
      complete_papers: form<Schemas["InsurancePapers"]>([at("papers_at", say("papersAt"))]),
      offer: form<Schemas["InsuranceOffer"]>([
        { name: "offered_fen", label: say("offered"), kind: "money", required: true },
      ]),
      pay_out: form<Schemas["InsurancePayment"]>([
        { name: "paid_fen", label: say("paid"), kind: "money", required: true },
        { name: "paid_on", label: say("paidOn"), kind: "date", required: true },
      ]),
      refuse_claim: reasoned({ danger: true }),
    },
  },
  "police-calls": {
    begin: form<Schemas["PoliceCallIn"]>([
      at("known_at", say("knownAt")),
      at("called_at", say("calledAt")),
      text("caller", say("caller"), 80),
      text("station", say("station"), 120),
      long("suspected", say("suspected")),
    ]),
    steps: {
      note_answer: form<Schemas["PoliceAnswer"]>([
        long("outcome", say("outcome")),
        { name: "case_number", label: say("caseNumber"), kind: "text", max: 80 },
      ]),
    },
  },
  "accident-applications": {
    begin: application(),
    steps: {
      accept: form<Schemas["AcceptApplication"]>([at("decided_at", say("decidedAt"))], { note: say("noteDecide") }),
      pass_up: form<Schemas["PassUp"]>(
        [
          ground<Schemas["PassUp"]>({ required: true }),
          at("passed_at", say("passedAt")),
          { name: "passed_to", label: say("passedTo"), kind: "text", max: 120, help: say("passedToHelp") },
        ],
        { initial: { ground: groundOf(dispute) } },
      ),
      conclude: form<Schemas["ApplicationResult"]>([long("result", say("handled"))]),
      decline: form<Schemas["DeclineApplication"]>(
        [at("decided_at", say("decidedAt")), long("decision_reason", say("decisionReason"))],
        { danger: true, note: say("noteDecide") },
      ),
      take_back: reasoned({ danger: true }),
    },
  },
  reports: {
    begin: form<Schemas["DisputeReportIn"]>(
      [
        { name: "kind", label: say("reportKind"), kind: "choice", required: true, options: options(REPORT_KIND) },
        at("reported_at", say("sentAt")),
        text("received_by", say("receivedBy"), 120),
        { name: "note", label: say("note"), kind: "long", rows: 2 },
      ],
      { initial: { kind: reportedFirst(dispute), received_by: dispute.authority_name } },
    ),
    steps: {},
  },
  sessions: {
    begin: form<Schemas["MediationSessionIn"]>([
      at("held_at", say("heldAt")),
      text("mediators", say("mediators"), 200),
      long("record", say("record")),
    ]),
    steps: {},
  },
});
