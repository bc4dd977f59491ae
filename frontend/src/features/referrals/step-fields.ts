/** Fields as the forms of steps have them, and the order in which steps are offered. */
import type { Action, ActionForm } from "@/shared/case/actions";
import type { Field } from "@/shared/case/fields";
import { say } from "./step-words";

export const form = <Body>(fields: Field<Body>[], rest: Omit<ActionForm<Body>, "fields"> = {}): ActionForm<Body> => ({
  fields,
  ...rest,
});

export const long = <Body>(name: keyof Body & string, label: string, required = true): Field<Body> => ({
  name,
  label,
  kind: "long",
  required,
  max: 4000,
});

export const text = <Body>(name: keyof Body & string, label: string, rest: Partial<Field<Body>> = {}): Field<Body> => ({
  name,
  label,
  kind: "text",
  required: true,
  max: 80,
  ...rest,
});

/** Left out, it is the moment of the step. */
export const at = <Body>(name: keyof Body & string, label: string): Field<Body> => ({
  name,
  label,
  kind: "instant",
  placeholder: say("now"),
});

export const day = <Body>(name: keyof Body & string, label: string, rest: Partial<Field<Body>> = {}): Field<Body> => ({
  name,
  label,
  kind: "date",
  required: true,
  ...rest,
});

export const names = <Body>(name: keyof Body & string, label: string, help: string): Field<Body> => ({
  name,
  label,
  kind: "tags",
  required: true,
  help,
});

/** The steps in the order in which a hand looks for them: what goes on first, what leads aside last. */
const ORDER = [
  "report_to_chief",
  "send",
  "supplement",
  "hand_over",
  "ask_reconsideration",
  "suggest_supervision",
  "answer_opinion",
  "record_penalty",
  "record_penalty_copied",
  "archive",
  "follow_up",
  "record_receipt",
  "record_filed",
  "record_refused",
  "record_papers_asked",
  "record_upheld",
  "record_goods_received",
  "record_result",
  "record_explanation",
  "record_explanation_asked",
  "record_filing_ordered",
  "record_supervision_outcome",
  "handle_administratively",
  "take_back",
  "name_handler",
  "record_prior_penalty",
  "record_forward",
  "record_opinion",
  "change_team",
  "record_not_police",
];

/** `actions` as they are offered; a step that is not known here comes at the end. */
export const inOrder = (actions: Action[]): Action[] => {
  const rank = ({ step }: Action) => (ORDER.includes(step) ? ORDER.indexOf(step) : ORDER.length);
  return actions.toSorted((a, b) => rank(a) - rank(b));
};
