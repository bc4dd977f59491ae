/** The typed form of every step of a rectification task, in the words of whoever takes it. */
import type { Schemas } from "@/shared/api/client";
import type { ActionForm, ActionForms } from "@/shared/case/actions";
import type { Field } from "@/shared/case/fields";
import { MEASURE, options } from "@/shared/i18n/enums";
import { say } from "./words";

const reason = <Body extends { reason?: string | null }>(required = true): Field<Body> => ({
  name: "reason" as keyof Body & string,
  label: say("reason"),
  kind: "long",
  required,
});

const newDue = <Body extends { due_on?: string }>(): Field<Body> => ({
  name: "due_on" as keyof Body & string,
  label: say("newDue"),
  kind: "date",
  help: say("newDueHelp"),
});

/** What was wrong, in words that anybody may read: the ledger's own words may name people. */
const publicProblem = <Body extends { public_problem?: string }>(): Field<Body> => ({
  name: "public_problem" as keyof Body & string,
  label: say("publicProblem"),
  kind: "long",
  rows: 2,
  help: say("publicProblemHelp"),
});

const form = <Body>(fields: Field<Body>[], rest: Omit<ActionForm<Body>, "fields"> = {}): ActionForm<Body> => ({
  fields,
  ...rest,
});

const reasoned = (rest: Omit<ActionForm<Schemas["Reasoned"]>, "fields"> = {}) =>
  form<Schemas["Reasoned"]>([reason()], rest);

const close = () =>
  form<Schemas["Close"]>(
    [
      { name: "look_back_on", label: say("lookBackDay"), kind: "date", help: say("lookBackHelp") },
      reason<Schemas["Close"]>(false),
    ],
    { note: say("noteClose") },
  );

const lookBack = (rest: Omit<ActionForm<Schemas["Consolidate"]>, "fields"> = {}) =>
  form<Schemas["Consolidate"]>(
    [
      { name: "check_was_complete", label: say("q1"), kind: "yes_no", required: true },
      { name: "rectified_in_place", label: say("q2"), kind: "yes_no", required: true },
      { name: "public_is_satisfied", label: say("q3"), kind: "yes_no", required: true },
      { name: "finding", label: say("finding"), kind: "long", required: true },
      { name: "corrected_at_once", label: say("correctedAtOnce"), kind: "long", rows: 2 },
    ],
    rest,
  );

/** Made anew for each language. A step that is not named here takes no body. */
export const taskForms = (task: Schemas["TaskRead"]): ActionForms => ({
  issue: form<Schemas["Issue"]>([
    { name: "notice_number", label: say("notice"), kind: "text", max: 60, placeholder: "卫发〔2026〕12号" },
  ]),
  accept: form<Schemas["Accept"]>(
    [
      { name: "cause", label: say("cause"), kind: "long", required: true },
      { name: "plan", label: say("plan"), kind: "long", required: true },
      { name: "responsible_person", label: say("person"), kind: "text", required: true, max: 80 },
      { name: "planned_on", label: say("planned"), kind: "date", required: true },
    ],
    {
      note: say("noteAccept"),
      initial: {
        cause: task.cause ?? undefined,
        plan: task.measure ?? undefined,
        responsible_person: task.responsible_person ?? undefined,
      },
    },
  ),
  object: form<Schemas["Object"]>([{ name: "objection", label: say("objectionText"), kind: "long", required: true }], {
    note: say("noteObject"),
  }),
  uphold: form<Schemas["Uphold"]>([reason(), newDue()]),
  vary: form<Schemas["Vary"]>(
    [
      reason(),
      { name: "problem", label: say("problem"), kind: "long" },
      { name: "basis", label: say("basis"), kind: "long", rows: 2 },
      { name: "measure", label: say("measure"), kind: "long" },
      { name: "standard", label: say("standard"), kind: "long" },
      newDue(),
    ],
    {
      initial: {
        problem: task.problem,
        basis: task.basis ?? undefined,
        measure: task.measure ?? undefined,
        standard: task.standard ?? undefined,
      },
    },
  ),
  revoke: reasoned({ danger: true }),
  withdraw: reasoned({ danger: true }),
  submit: form<Schemas["Submit"]>(
    [
      { name: "measures_taken", label: say("taken"), kind: "long", required: true, rows: 5 },
      // Where the state before was shown there is nothing to explain.
      ...(task.before_count > 0
        ? []
        : [
            {
              name: "no_before_reason" as const,
              label: say("noBefore"),
              kind: "long" as const,
              rows: 2,
              help: say("noBeforeHelp"),
            },
          ]),
    ],
    { note: say("noteSubmit") },
  ),
  start_verification: form([], { note: say("noteStart") }),
  record_opinion: form<Schemas["RecordOpinion"]>([
    { name: "accepts", label: say("acceptsQuestion"), kind: "yes_no", required: true },
    { name: "on_site", label: say("onSiteQuestion"), kind: "yes_no", required: true },
    { name: "opinion", label: say("opinion"), kind: "long", required: true },
  ]),
  return: reasoned({ danger: true }),
  close: close(),
  close_high_risk: close(),
  request_extension: form<Schemas["RequestExtension"]>([
    { name: "until", label: say("until"), kind: "date", required: true },
    reason(),
  ]),
  grant_extension: form<Schemas["GrantExtension"]>([
    { name: "until", label: say("until"), kind: "date", help: say("untilEmpty") },
    reason(),
  ]),
  refuse_extension: reasoned(),
  escalate: form<Schemas["Escalate"]>([
    { name: "further_measure", label: say("further"), kind: "choice", required: true, options: options(MEASURE) },
    reason(),
  ]),
  promise: form<Schemas["Promise"]>(
    [publicProblem(), { name: "public_promise", label: say("promise"), kind: "long", required: true }],
    { note: say("notePublic"), initial: { public_problem: task.public_problem ?? undefined } },
  ),
  publish: form<Schemas["Publish"]>(
    [publicProblem(), { name: "public_result", label: say("result"), kind: "long", required: true }],
    { note: say("notePublic"), initial: { public_problem: task.public_problem ?? undefined } },
  ),
  record_evaluation: form<Schemas["RecordEvaluation"]>([
    { name: "channel", label: say("channel"), kind: "text", required: true, max: 60 },
    { name: "counted_on", label: say("countedOn"), kind: "date", required: true },
    { name: "satisfied", label: say("satisfied"), kind: "number", required: true, min: 0 },
    { name: "neutral", label: say("neutral"), kind: "number", required: true, min: 0 },
    { name: "dissatisfied", label: say("dissatisfied"), kind: "number", required: true, min: 0 },
  ]),
  plan_look_back: form<Schemas["PlanLookBack"]>([
    { name: "look_back_on", label: say("lookBackDay"), kind: "date", required: true },
    reason(),
  ]),
  consolidate: lookBack(),
  relapse: lookBack({ danger: true, note: say("noteRelapse") }),
});
