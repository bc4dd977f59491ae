/** The typed form of every step of a complaint, in the words of whoever takes it. */
import type { Schemas } from "@/shared/api/client";
import type { Action, ActionForm, ActionForms } from "@/shared/case/actions";
import { Departments } from "@/shared/case/Departments";
import type { Field } from "@/shared/case/fields";
import { options } from "@/shared/i18n/enums";
import type { Complaint } from "./api";
import { HandOverChoice, MergeChoice } from "./choices";
import { CLUE, CONFIRMED, DECLINED, FINDING, SATISFACTION, TOLD } from "./enums";
import { say } from "./words";

const form = <Body,>(fields: Field<Body>[], rest: Omit<ActionForm<Body>, "fields"> = {}): ActionForm<Body> => ({
  fields,
  ...rest,
});

const reason = <Body extends { reason: string }>(): Field<Body> => ({
  name: "reason" as keyof Body & string,
  label: say("reason"),
  kind: "long",
  rows: 2,
  required: true,
});

const reasoned = (rest: Omit<ActionForm<Schemas["Reasoned"]>, "fields"> = {}) =>
  form<Schemas["Reasoned"]>([reason()], rest);

const departments = <Body extends { departments: string[] }>(): Field<Body> => ({
  name: "departments" as keyof Body & string,
  label: say("departments"),
  kind: "own",
  required: true,
  control: <Departments />,
  help: say("departmentsHelp"),
});

const confirmed = <
  Body extends { confirmed: Schemas["Confirmed"]; feedback_note?: string | null },
>(): Field<Body>[] => [
  {
    name: "confirmed" as keyof Body & string,
    label: say("confirmed"),
    kind: "choice",
    required: true,
    options: options(CONFIRMED),
  },
  {
    name: "feedback_note" as keyof Body & string,
    label: say("feedbackNote"),
    kind: "long",
    rows: 2,
    help: say("noteNeeded"),
  },
];

const feedBack = () =>
  form<Schemas["FeedBack"]>([
    { name: "fed_back_how", label: say("how"), kind: "choice", required: true, options: options(TOLD) },
    ...confirmed<Schemas["FeedBack"]>(),
  ]);

const named = (complaint: Complaint) => (complaint.departments.length > 0 ? complaint.departments : undefined);

/** Made anew for each language. A step that is not named here takes no body. */
export const complaintForms = (complaint: Complaint): ActionForms => ({
  hand_over: form<Schemas["HandOver"]>(
    [
      {
        name: "handover_to_id",
        label: say("handOverTo"),
        kind: "own",
        required: true,
        control: <HandOverChoice complaint={complaint} />,
      },
      reason(),
    ],
    { note: say("noteHandOver") },
  ),
  escalate: form<Schemas["duban__complaints__bodies__Escalate"]>([reason()], { note: say("noteEscalate") }),
  take_over: form<Schemas["TakeOver"]>(
    [
      { name: "responsible", label: say("responsible"), kind: "text", required: true, max: 80 },
      { name: "responsible_department", label: say("responsibleDepartment"), kind: "text", required: true, max: 80 },
    ],
    { note: say("noteTakeOver") },
  ),
  settle: form<Schemas["Settle"]>(
    [
      { name: "opinion", label: say("opinion"), kind: "long", required: true },
      { name: "measures", label: say("measures"), kind: "long", rows: 2 },
      ...confirmed<Schemas["Settle"]>(),
    ],
    { note: say("noteSettle") },
  ),
  propose_decline: form<Schemas["ProposeDecline"]>(
    [
      {
        name: "decline_reason",
        label: say("declineReason"),
        kind: "choice",
        required: true,
        options: options(DECLINED),
      },
      { name: "decline_explanation", label: say("declineExplanation"), kind: "long", required: true },
      { name: "right_door", label: say("rightDoor"), kind: "text", required: true, max: 200 },
    ],
    { note: say("noteDecline") },
  ),
  decline: reasoned({ danger: true }),
  investigate: form<Schemas["Investigate"]>(
    [
      departments<Schemas["Investigate"]>(),
      { name: "is_joint", label: say("isJoint"), kind: "switch", help: say("isJointHelp") },
    ],
    { initial: { departments: named(complaint) } },
  ),
  widen: form<Schemas["Widen"]>([departments<Schemas["Widen"]>(), reason()], {
    note: say("noteWiden"),
    initial: { departments: named(complaint) },
  }),
  conclude: form<Schemas["Conclude"]>(
    [
      { name: "finding", label: say("finding"), kind: "choice", required: true, options: options(FINDING) },
      { name: "opinion", label: say("opinion"), kind: "long", required: true },
      { name: "measures", label: say("measures"), kind: "long", required: true },
    ],
    {
      note: say("noteConclude"),
      initial: {
        finding: complaint.finding ?? undefined,
        opinion: complaint.opinion ?? undefined,
        measures: complaint.measures ?? undefined,
      },
    },
  ),
  resume: reasoned(),
  feed_back: feedBack(),
  feed_back_merged: feedBack(),
  call_back: form<Schemas["CallBack"]>([
    { name: "call_back_note", label: say("callBackNote"), kind: "long", required: true },
    { name: "satisfaction", label: say("satisfaction"), kind: "choice", options: options(SATISFACTION) },
  ]),
  close: form([], { note: say("noteClose") }),
  reopen: form<Schemas["Reopen"]>([{ name: "new_facts", label: say("newFacts"), kind: "long", required: true }], {
    note: say("noteReopen"),
  }),
  merge: form<Schemas["Merge"]>(
    [
      {
        name: "merged_into_id",
        label: say("mergeInto"),
        kind: "own",
        required: true,
        control: <MergeChoice complaint={complaint} />,
      },
      reason(),
    ],
    { note: say("noteMerge") },
  ),
  unmerge: reasoned({ note: say("noteUnmerge") }),
  to_clue: form<Schemas["ToClue"]>(
    [{ name: "kind", label: say("clueKind"), kind: "choice", required: true, options: options(CLUE) }, reason()],
    { note: say("noteClue") },
  ),
  withdraw: form<Schemas["Withdraw"]>(
    [{ name: "withdrawn_how", label: say("withdrawnHow"), kind: "text", required: true, max: 200 }, reason()],
    { danger: true },
  ),
});

/** The steps in the order in which a hand looks for them: what goes on first, what leads aside last. */
const ORDER = [
  "take_over",
  "decline",
  "investigate",
  "settle",
  "conclude",
  "feed_back",
  "feed_back_merged",
  "close",
  "call_back",
  "widen",
  "resume",
  "hand_over",
  "escalate",
  "merge",
  "unmerge",
  "propose_decline",
  "to_clue",
  "reopen",
  "withdraw",
];

/** `actions` as they are offered; a step that is not known here comes at the end. */
export const inOrder = (actions: Action[]): Action[] => {
  const rank = ({ step }: Action) => (ORDER.includes(step) ? ORDER.indexOf(step) : ORDER.length);
  return actions.toSorted((a, b) => rank(a) - rank(b));
};
