/** The patient and who claims: the protected values, and the fields in which they are entered. */
import type { Schemas } from "@/shared/api/client";
import type { Field } from "@/shared/case/fields";
import { options } from "@/shared/i18n/enums";
import type { Dispute } from "./api";
import { RELATION, SEX } from "./enums";
import { say } from "./words";

export type PartyField = keyof Omit<Schemas["PartiesRevealed"], "forget_at">;

/** Encrypted by the server, shown masked, never kept on this machine. */
export const PARTY: Record<PartyField, { label: () => string; max: number }> = {
  patient_name: { label: () => say("patientName"), max: 40 },
  patient_identity: { label: () => say("patientIdentity"), max: 30 },
  visit_number: { label: () => say("visitNumber"), max: 40 },
  claimant_name: { label: () => say("claimantName"), max: 40 },
  claimant_phone: { label: () => say("claimantPhone"), max: 30 },
  claimant_address: { label: () => say("claimantAddress"), max: 200 },
};

export const PARTY_FIELDS = Object.keys(PARTY) as PartyField[];

/** What the journal may name of a person: the field that changed, never its value. */
export const PARTY_LABEL: Record<string, () => string> = {
  ...Object.fromEntries(PARTY_FIELDS.map((name) => [name, PARTY[name].label])),
  claimant_relation: () => say("relation"),
  patient_sex: () => say("patientSex"),
  patient_age: () => say("patientAge"),
};

/** The masked value; null where there is none, or none for this reader. */
export const maskedOf = (dispute: Dispute, name: PartyField): string | null => dispute[`${name}_masked`];

type Body = Partial<Pick<Schemas["DisputePatch"], PartyField | "claimant_relation" | "patient_sex" | "patient_age">>;

/** A field for bodies that take the parties, as registering and correcting do. */
export const partyField = <T extends Body>(name: PartyField, rest: Partial<Field<T>> = {}): Field<T> => ({
  name: name as keyof T & string,
  label: PARTY[name].label(),
  kind: "text",
  max: PARTY[name].max,
  sensitive: true,
  ...rest,
});

export const privateField = {
  relation: <T extends Body>(): Field<T> => ({
    name: "claimant_relation" as keyof T & string,
    label: say("relation"),
    kind: "choice",
    options: options(RELATION),
    sensitive: true,
  }),
  sex: <T extends Body>(): Field<T> => ({
    name: "patient_sex" as keyof T & string,
    label: say("patientSex"),
    kind: "choice",
    options: options(SEX),
    sensitive: true,
  }),
  age: <T extends Body>(): Field<T> => ({
    name: "patient_age" as keyof T & string,
    label: say("patientAge"),
    kind: "number",
    min: 0,
    max: 130,
    sensitive: true,
  }),
};
