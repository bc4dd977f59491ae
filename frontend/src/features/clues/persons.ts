/** Whom a clue is about and who reported it: the protected values, and the fields in which they are entered. */
import type { Schemas } from "@/shared/api/client";
import type { Field } from "@/shared/case/fields";
import type { Clue } from "./api";
import { say } from "./words";

export type PersonField = keyof Omit<Schemas["CluePersonsRevealed"], "forget_at">;

/** Encrypted by the server, shown masked, never kept on this machine. */
export const PERSON: Record<PersonField, { label: () => string; max: number }> = {
  subject_name: { label: () => say("subjectName"), max: 40 },
  subject_identity: { label: () => say("subjectIdentity"), max: 30 },
  subject_phone: { label: () => say("subjectPhone"), max: 30 },
  reporter_name: { label: () => say("reporterName"), max: 40 },
  reporter_phone: { label: () => say("reporterPhone"), max: 30 },
};

export const PERSON_FIELDS = Object.keys(PERSON) as PersonField[];

/** The masked value; null where there is none, or none for this reader. */
export const maskedOf = (clue: Clue, name: PersonField): string | null => clue[`${name}_masked`];

export const personField = <T extends Partial<Schemas["CluePatch"]>>(
  name: PersonField,
  rest: Partial<Field<T>> = {},
): Field<T> => ({
  name: name as keyof T & string,
  label: PERSON[name].label(),
  kind: "text",
  max: PERSON[name].max,
  sensitive: true,
  ...rest,
});
