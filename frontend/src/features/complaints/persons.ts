/** Who complains and who the patient is: the protected values, and the fields in which they are entered. */
import type { Schemas } from "@/shared/api/client";
import type { Field } from "@/shared/case/fields";
import { options } from "@/shared/i18n/enums";
import type { Complaint } from "./api";
import { RELATION, SEX } from "./enums";
import { say } from "./words";

export type PersonField = keyof Omit<Schemas["PersonRevealed"], "forget_at">;

/** Encrypted by the server, shown masked, never kept on this machine. */
export const PERSON: Record<PersonField, { label: () => string; max: number }> = {
  complainant_name: { label: () => say("name"), max: 40 },
  complainant_phone: { label: () => say("phone"), max: 30 },
  complainant_address: { label: () => say("address"), max: 200 },
  patient_name: { label: () => say("patientName"), max: 40 },
  patient_identity: { label: () => say("patientIdentity"), max: 30 },
  visit_number: { label: () => say("visitNumber"), max: 40 },
};

export const PERSON_FIELDS = Object.keys(PERSON) as PersonField[];

/** What the journal may name of a person: the field that changed, never its value. */
export const PERSON_LABEL: Record<string, () => string> = {
  ...Object.fromEntries(PERSON_FIELDS.map((name) => [name, PERSON[name].label])),
  relation: () => say("relation"),
  patient_sex: () => say("patientSex"),
  patient_age: () => say("patientAge"),
};

/** The masked value; null where there is none, or none for this reader. */
export const maskedOf = (complaint: Complaint, name: PersonField): string | null => complaint[`${name}_masked`];

type Body = Partial<Schemas["ComplaintPatch"]>;

/** Fields for bodies that take a person, as registering and correcting do. */
export const personField = <T extends Body>(name: PersonField, rest: Partial<Field<T>> = {}): Field<T> => ({
  name: name as keyof T & string,
  label: PERSON[name].label(),
  kind: "text",
  max: PERSON[name].max,
  sensitive: true,
  ...rest,
});

export const privateFields = <T extends Body>(): Field<T>[] => {
  const name = (field: keyof Body) => field as keyof T & string;
  return [
    { name: name("relation"), label: say("relation"), kind: "choice", options: options(RELATION), sensitive: true },
    { name: name("patient_sex"), label: say("patientSex"), kind: "choice", options: options(SEX), sensitive: true },
    { name: name("patient_age"), label: say("patientAge"), kind: "number", min: 0, max: 130, sensitive: true },
  ];
};
