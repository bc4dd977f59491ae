/** What is asked of whoever registers a dispute, section by section. */
import type { Schemas } from "@/shared/api/client";
import { Departments } from "@/shared/case/Departments";
import type { Field } from "@/shared/case/fields";
import { OrgPicker } from "@/shared/case/OrgPicker";
import { options } from "@/shared/i18n/enums";
import type { Create, Limits } from "./api";
import { ClaimSays } from "./ClaimSays";
import { INSURED } from "./enums";
import { type PartyField, partyField, privateField } from "./parties";
import { say as ask } from "./register-words";
import { deathFields } from "./steps";
import { say } from "./words";

export type Complaint = Schemas["ComplaintRead"];

/** A death is typed beside the rest and sent as one piece. */
export type Typed = Omit<Create, "death"> & { has_died?: boolean } & Partial<Schemas["Death"]>;

export type Section = "matter" | "people" | "money" | "death";

/** A value of the dispute → where the complaint that it was has it. */
const CARRIED: Record<PartyField, keyof Complaint> = {
  patient_name: "patient_name_masked",
  patient_identity: "patient_identity_masked",
  visit_number: "visit_number_masked",
  claimant_name: "complainant_name_masked",
  claimant_phone: "complainant_phone_masked",
  claimant_address: "complainant_address_masked",
};

/** What the complaint says and the reader may see: the rest is taken over by the server. */
export const fromComplaint = (complaint: Complaint | undefined): Partial<Typed> =>
  complaint
    ? {
        title: complaint.title,
        facts: complaint.facts,
        demand: complaint.request ?? undefined,
        departments: complaint.departments,
      }
    : {};

export interface Asked {
  /** For whoever works at the institution itself, which is then not asked for. */
  inside: boolean;
  complaint: Complaint | undefined;
  limits: Limits | undefined;
}

export function sectionsOf({ inside, complaint, limits }: Asked): Record<Section, Field<Typed>[]> {
  const party = (name: PartyField, rest: Partial<Field<Typed>> = {}): Field<Typed> => {
    const value = complaint && !complaint.is_protected && complaint[CARRIED[name]];
    return partyField<Typed>(name, value ? { help: ask("carried", { value: String(value) }) } : rest);
  };
  const about: Field<Typed> = {
    name: "organisation_id",
    label: say("organisation"),
    kind: "own",
    required: true,
    control: <OrgPicker kinds={["institution"]} />,
  };
  return {
    matter: [
      ...(inside || complaint ? [] : [about]),
      { name: "title", label: say("title"), kind: "text", required: true, max: 120, placeholder: ask("titleHelp") },
      { name: "facts", label: say("facts"), kind: "long", required: true, max: 4000, rows: 4 },
      { name: "demand", label: say("demand"), kind: "long", rows: 2, max: 4000 },
      { name: "raised_at", label: say("raised"), kind: "instant", placeholder: ask("now") },
      { name: "treated_on", label: say("treatedOn"), kind: "date" },
      {
        name: "departments",
        label: say("departments"),
        kind: "own",
        control: <Departments />,
        help: say("departmentsHelp"),
      },
      {
        name: "people_at_scene",
        label: say("peopleAtScene"),
        kind: "text",
        max: 300,
        placeholder: say("peopleAtSceneHelp"),
      },
      {
        name: "is_major",
        label: ask("isMajor"),
        kind: "switch",
        required: true,
        initial: false,
        help: ask("isMajorHelp"),
      },
      {
        name: "major_reason",
        label: ask("majorReason"),
        kind: "long",
        rows: 2,
        required: true,
        when: ({ is_major }) => is_major === true,
      },
    ],
    people: [
      party("patient_name", { required: true }),
      privateField.sex<Typed>(),
      privateField.age<Typed>(),
      party("patient_identity"),
      party("visit_number"),
      party("claimant_name"),
      privateField.relation<Typed>(),
      party("claimant_phone"),
      party("claimant_address"),
    ],
    money: [
      {
        name: "claim_fen",
        label: say("claimFen"),
        kind: "money",
        help: ({ claim_fen }) => <ClaimSays fen={claim_fen} limits={limits} />,
      },
      { name: "insured", label: say("insured"), kind: "choice", required: true, options: options(INSURED) },
    ],
    death: [
      { name: "has_died", label: ask("hasDied"), kind: "switch", required: true, initial: false },
      ...deathFields().map((field) => ({ ...field, when: ({ has_died }: Partial<Typed>) => has_died === true })),
    ] as Field<Typed>[],
  };
}

/** What was typed as the API takes it: the death in one piece, and nothing left of one that was taken back. */
export function bodyOf({ has_died, died_at, death_disputed, body_frozen, ...rest }: Typed): Create {
  const death = has_died && died_at ? { died_at, death_disputed, body_frozen } : undefined;
  return death ? { ...rest, death } : rest;
}

/** Columns of twelve that a field takes on a desk; the whole line where it is not named. */
export const WIDTH: Partial<Record<keyof Typed, number>> = {
  raised_at: 6,
  treated_on: 6,
  departments: 6,
  people_at_scene: 6,
  patient_name: 4,
  patient_sex: 4,
  patient_age: 4,
  patient_identity: 6,
  visit_number: 6,
  claimant_name: 4,
  claimant_relation: 4,
  claimant_phone: 4,
  claim_fen: 6,
  insured: 6,
  died_at: 4,
  death_disputed: 4,
  body_frozen: 4,
};
