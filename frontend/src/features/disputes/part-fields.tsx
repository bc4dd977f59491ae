/** Fields that the forms of several parts have. */
import type { ActionForms } from "@/shared/case/actions";
import type { Field } from "@/shared/case/fields";
import { Items } from "./Items";
import { say } from "./part-words";

/** An instant that has to be named; most enter what has just happened. */
export const at = <Body,>(name: keyof Body & string, label: string): Field<Body> => ({
  name,
  label,
  kind: "instant",
  required: true,
  initial: new Date().toISOString(),
});

export const text = <Body,>(name: keyof Body & string, label: string, max: number): Field<Body> => ({
  name,
  label,
  kind: "text",
  required: true,
  max,
});

export const long = <Body,>(name: keyof Body & string, label: string): Field<Body> => ({
  name,
  label,
  kind: "long",
  rows: 2,
  required: true,
});

export const items = <Body extends { items: string[] }>(): Field<Body> => ({
  name: "items" as keyof Body & string,
  label: say("items"),
  kind: "own",
  required: true,
  control: <Items />,
  help: say("itemsHelp"),
});

export const yes = <Body,>(name: keyof Body & string, label: string): Field<Body> => ({
  name,
  label,
  kind: "yes_no",
  required: true,
});

export interface PartForms {
  begin: ActionForms[string];
  steps: ActionForms;
}
