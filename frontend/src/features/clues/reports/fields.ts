/** What is asked of whoever reports a clue at night: kind, a few words, whom they told. The rest has a default. */
import type { Schemas } from "@/shared/api/client";
import type { Field } from "@/shared/case/fields";
import { options } from "@/shared/i18n/enums";
import type { ReportBody } from "../api";
import { RECIPIENT, TOUT } from "../enums";
import { say } from "./words";

export type Recipient = Schemas["ToldFirst"];
type Told<R extends Recipient> = { [K in `${R}_told`]?: boolean } & {
  [K in `${R}_who` | `${R}_at`]?: string | null;
};
/** What is typed: each who has to be told has a switch, a name and a time of its own. */
export type Typed = ReportBody & Told<"police"> & Told<"mental_health"> & Told<"governance">;

export const RECIPIENTS = Object.keys(RECIPIENT) as Recipient[];

/** The kinds that a desk meets every night, each with a tile; the others are in a list. */
export const TILES: Schemas["ClueKind"][] = [
  "abnormal_wound",
  "high_risk_person",
  "scalper",
  "tout_fraud",
  "professional_troublemaker",
  "patient_at_risk",
  "hospital_case",
];

/** Kinds of which it may be said more exactly what they are. */
const TOUTED = new Set<string | undefined>([
  "scalper",
  "tout_fraud",
  "online_tout_monitoring",
  "professional_troublemaker",
  "insider_crime",
]);

export const toldFields = (who: Recipient, owed: Recipient[]): Field<Typed>[] => {
  const owes = () => owed.includes(who);
  const told = (values: Partial<Typed>) => owes() && values[`${who}_told`] === true;
  return [
    { name: `${who}_told`, label: "", kind: "switch", when: owes },
    {
      name: `${who}_who`,
      label: say("toldWho"),
      kind: "text",
      required: true,
      max: 80,
      placeholder: say("toldWhoHelp"),
      when: told,
    },
    { name: `${who}_at`, label: say("toldAt"), kind: "instant", placeholder: say("now"), when: told },
  ];
};

export const factsField = (): Field<Typed> => ({
  name: "facts",
  label: say("facts"),
  kind: "long",
  required: true,
  max: 4000,
  rows: 3,
  placeholder: say("factsHelp"),
});

export const placeField = (): Field<Typed> => ({ name: "place", label: say("place"), kind: "text", max: 120 });

export const moreFields = (): Field<Typed>[] => [
  { name: "found_at", label: say("foundAt"), kind: "instant", placeholder: say("now") },
  { name: "subject_name", label: say("subjectName"), kind: "text", max: 40, sensitive: true },
  {
    name: "tout_kinds",
    label: say("touts"),
    kind: "choices",
    options: options(TOUT),
    when: ({ kind }) => TOUTED.has(kind),
  },
];

/** What is typed → what the API takes: those who were told become one list. */
export function bodyOf(typed: Typed): ReportBody {
  const told = RECIPIENTS.filter((who) => typed[`${who}_told`]).map((who) => ({
    recipient: who,
    told_who: typed[`${who}_who`] ?? "",
    told_at: typed[`${who}_at`] ?? null,
    how: say("phone"),
  }));
  const body = Object.fromEntries(
    Object.entries(typed).filter(([name]) => !RECIPIENTS.some((who) => name.startsWith(`${who}_`))),
  ) as unknown as ReportBody;
  return { ...body, told };
}
