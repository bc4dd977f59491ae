/** The form in which it is entered who was told. */
import type { Schemas } from "@/shared/api/client";
import type { Field } from "@/shared/case/fields";
import { named } from "@/shared/i18n/enums";
import { RECIPIENT } from "./enums";
import { say } from "./words";

/** `left`: those who still have to be told. */
export const tellFields = (left: Schemas["ToldFirst"][]): Field<Schemas["TellIn"]>[] => [
  {
    name: "recipient",
    label: say("toldTo"),
    kind: "choice",
    required: true,
    options: left.map((value) => ({ value, label: named(RECIPIENT, value) })),
  },
  { name: "told_who", label: say("toldWho"), kind: "text", required: true, max: 80, placeholder: say("toldWhoHelp") },
  { name: "told_at", label: say("toldAt"), kind: "instant", placeholder: say("now") },
  { name: "how", label: say("how"), kind: "text", max: 80 },
];
