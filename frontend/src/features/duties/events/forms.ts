/** The steps of an event and their forms. */
import type { ActionForm, ActionForms } from "@/shared/case/actions";
import type { Field } from "@/shared/case/fields";
import { common } from "@/shared/i18n/common";
import type { FormDefinition } from "../form/definition";
import type { EventCase } from "./api";
import { figureFields } from "./figures";
import { sayEvent as say } from "./words";

type Body = Record<string, unknown>;
type Word = Parameters<typeof say>[0];

const MAX = 5000;

const long = (name: string, label: Word, required = true): Field<Body> => ({
  name,
  label: say(label),
  kind: "long",
  required,
  rows: 2,
  max: MAX,
});

/** What the first report says, whether the event was entered before or is told with it. `whole`: no form says it. */
export const firstFields = (whole: boolean): Field<Body>[] => [
  { name: "place", label: say("place"), kind: "text", required: whole, max: 200 },
  long("harm", "harm", whole),
  long("measures", "measures", whole),
  { name: "phoned_at", label: say("phonedAt"), kind: "instant" },
  { name: "phoned_to", label: say("phonedTo"), kind: "text", max: 120 },
];

const remark = (): ActionForm => ({ fields: [{ ...long("reason", "remark", false) }] });
const reasoned = (label: string, danger: boolean): ActionForm => ({
  fields: [{ ...long("reason", "remark"), label }],
  danger,
});

export const eventForms = (event: EventCase, form: FormDefinition | null | undefined): ActionForms => ({
  report_first: {
    fields: [long("summary", "summary"), ...firstFields(event.form === null), ...figureFields(form, true)],
    note: say("noteFirst"),
    initial: {
      summary: event.summary,
      place: event.place ?? undefined,
      harm: event.harm ?? undefined,
      measures: event.measures ?? undefined,
    },
  },
  report_continued: {
    fields: [
      long("development", "development"),
      long("harm", "harm", false),
      long("measures", "measures", false),
      ...figureFields(form, false),
    ],
  },
  report_final: {
    fields: [
      long("cause", "cause"),
      long("liability", "liability"),
      long("handling", "handling"),
      long("improvement", "improvement"),
      ...figureFields(form, false),
    ],
    note: say("noteFinal"),
  },
  receive: { fields: [] },
  finish: remark(),
  return: reasoned(common("reason"), true),
  explain_late: reasoned(say("lateReason"), false),
});
