/** The short form of every answer of the police. */
import type { Schemas } from "@/shared/api/client";
import type { Action, ActionForm, ActionForms } from "@/shared/case/actions";
import type { Field } from "@/shared/case/fields";
import { type Good, GoodsList } from "@/shared/case/GoodsList";
import { options } from "@/shared/i18n/enums";
import { CRIMINAL_OUTCOME } from "@/shared/i18n/handoff-enums";
import type { Handoff } from "./api";
import { say } from "./step-words";

const form = <Body,>(fields: Field<Body>[], rest: Omit<ActionForm<Body>, "fields"> = {}): ActionForm<Body> => ({
  fields,
  ...rest,
});

const long = <Body,>(name: keyof Body & string, label: string, required = true): Field<Body> => ({
  name,
  label,
  kind: "long",
  required,
  max: 4000,
});

const text = <Body,>(name: keyof Body & string, label: string, required = true, max = 80): Field<Body> => ({
  name,
  label,
  kind: "text",
  required,
  max,
});

/** The goods of the last handing over: what is to be counted now. */
export const goodsOf = (handoff: Handoff): Good[] =>
  (handoff.messages.findLast(({ kind }) => kind === "hand_over")?.body.goods as Good[] | undefined) ?? [];

/** Made anew for each language. Every word of the receiver has its form. */
export const handoffForms = (handoff: Handoff): ActionForms => ({
  receive: form<Schemas["HandoffReceive"]>(
    [
      {
        name: "received_at",
        label: say("receivedAt"),
        kind: "instant",
        required: true,
        initial: new Date().toISOString(),
      },
      text("receiver_name", say("receiverName"), true, 120),
      text("receipt_number", say("receiptNumber"), false),
    ],
    { note: say("noteReceive") },
  ),
  ask_papers: form<Schemas["HandoffAskPapers"]>(
    [
      { name: "papers", label: say("papers"), kind: "tags", required: true, help: say("papersHelp") },
      long("reason", say("reason")),
    ],
    { aside: true, note: say("noteAskPapers") },
  ),
  forward: form<Schemas["HandoffForward"]>([text("to_name", say("toName"), true, 120), long("reason", say("reason"))], {
    aside: true,
    note: say("noteForward"),
  }),
  decline: form<Schemas["HandoffReasoned"]>([long("reason", say("reason"))], {
    danger: true,
    note: say("noteDecline"),
  }),
  file: form<Schemas["HandoffFile"]>([
    text("case_number", say("caseNumber")),
    { name: "filed_on", label: say("filedOn"), kind: "date", required: true },
    text("document_number", say("documentNumber"), false),
  ]),
  refuse: form<Schemas["HandoffRefuse"]>(
    [
      long("reason", say("reason")),
      { name: "returned_papers", label: say("returnedPapers"), kind: "number", required: true, min: 0, max: 10_000 },
      text("document_number", say("refusalNumber"), false),
    ],
    { aside: true, note: say("noteRefuse") },
  ),
  uphold: form<Schemas["HandoffReasoned"]>([long("reason", say("upholdReason"))], { aside: true }),
  explain: form<Schemas["HandoffExplain"]>([long("explanation", say("explanation"))]),
  confirm_goods: form<Schemas["HandoffConfirmGoods"]>(
    [text("received_by", say("receivedBy"), true, 120), long("remarks", say("remarks"), false)],
    { note: say("noteGoods"), about: <GoodsList goods={goodsOf(handoff)} /> },
  ),
  result: form<Schemas["HandoffResult"]>(
    [
      {
        name: "outcome",
        label: say("outcome"),
        kind: "choice",
        required: true,
        options: options(CRIMINAL_OUTCOME),
      },
      text("document_number", say("outcomeDocument"), false),
      long("summary", say("summary")),
      { name: "fine_fen", label: say("fine"), kind: "money" },
      { name: "return_for_penalty", label: say("returnForPenalty"), kind: "switch", required: true, initial: false },
    ],
    { aside: handoff.state === "handing_over" },
  ),
  note: form<Schemas["HandoffNote"]>([long("text", say("text"))], { aside: true, note: say("noteNote") }),
});

/** What goes on first; a note, which changes nothing, last. */
const ORDER = [
  "receive",
  "file",
  "confirm_goods",
  "explain",
  "uphold",
  "refuse",
  "ask_papers",
  "result",
  "forward",
  "decline",
];

export const inOrder = (actions: Action[]): Action[] => {
  const rank = ({ step }: Action) => (ORDER.includes(step) ? ORDER.indexOf(step) : ORDER.length);
  return actions.toSorted((a, b) => rank(a) - rank(b));
};
