/** What begins each part beside the way, and the typed forms of its steps. */
import type { Schemas } from "@/shared/api/client";
import { options } from "@/shared/i18n/enums";
import type { Dispute } from "./api";
import { applicationForms } from "./application-forms";
import { APPRAISAL_KIND, AVOIDANCE, CHOSEN, COPY, PATIENT_SIDE, REPORT_KIND, SEALED, SHARE } from "./enums";
import { at, items, long, type PartForms, text, yes } from "./part-fields";
import { say } from "./part-words";
import { form, reason, reasoned } from "./steps";

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

/** What has to be reported before anything else. */
const reportedFirst = (dispute: Dispute): Schemas["DisputeReportKind"] => {
  const told = dispute.reports.map(({ kind }) => kind);
  if (dispute.quality_grade && !told.includes("quality_event")) return "quality_event";
  if (dispute.is_major) return told.includes("major_phone") ? "major_written" : "major_phone";
  return "dispute";
};

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
  "accident-applications": applicationForms(dispute),
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
