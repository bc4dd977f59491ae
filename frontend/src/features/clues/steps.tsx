/** The typed form of every step of a clue, in the words of whoever takes it. */
import type { Schemas } from "@/shared/api/client";
import type { ActionForm, ActionForms } from "@/shared/case/actions";
import type { Field } from "@/shared/case/fields";
import { CLUE_KIND } from "@/shared/i18n/clue-kinds";
import { named, options } from "@/shared/i18n/enums";
import type { Clue } from "./api";
import { ClueChoice, Colleagues } from "./choices";
import { PROPOSAL, RECEIVER, RECIPIENT, RELATION } from "./enums";
import { tellFields } from "./tell-fields";
import { say } from "./words";

export const form = <Body,>(fields: Field<Body>[], rest: Omit<ActionForm<Body>, "fields"> = {}): ActionForm<Body> => ({
  fields,
  ...rest,
});

/** Why. Of a secret matter no words are kept, so none are asked for. */
export const reason = <Body extends { reason?: string | null }>(about: { secrecy: Clue["secrecy"] }): Field<Body> => ({
  name: "reason" as keyof Body & string,
  label: say("reason"),
  kind: "long",
  rows: 2,
  required: true,
  when: () => about.secrecy === "none",
});

export const reasoned = (
  about: { secrecy: Clue["secrecy"] },
  rest: Omit<ActionForm<Schemas["ClueReasoned"]>, "fields"> = {},
) => form<Schemas["ClueReasoned"]>([reason(about)], rest);

/** Who still has to be told. */
export const leftToTell = (clue: Clue) =>
  (Object.keys(RECIPIENT) as Schemas["ToldFirst"][]).filter((who) => clue[`owes_${who}`] && !clue[`told_${who}_at`]);

const receivers = (clue: Clue) => {
  const all = options(RECEIVER);
  const usual = clue.usual_receivers as string[];
  return [
    ...usual.flatMap((one) => all.filter(({ value }) => value === one)),
    ...all.filter(({ value }) => !usual.includes(value)),
  ];
};

function assess(clue: Clue) {
  const secret = clue.secrecy !== "none";
  const practice = clue.kind === "illegal_practice";
  const only = (field: Field<Schemas["Assess"]>) => ({ ...field, when: () => practice });
  return form<Schemas["Assess"]>(
    [
      { name: "receiver", label: say("assessReceiver"), kind: "choice", required: true, options: receivers(clue) },
      {
        name: "assessment",
        label: say("assessmentText"),
        kind: "long",
        required: true,
        placeholder: say("assessmentHelp"),
        when: () => !secret,
      },
      { name: "threshold_met", label: say("threshold"), kind: "switch", help: say("noteAssess") },
      only({ name: "earlier_penalties", label: say("penalties"), kind: "number", min: 0, max: 99 }),
      only({ name: "caused_disability", label: say("disability"), kind: "switch" }),
      only({ name: "epidemic_risk", label: say("epidemic"), kind: "switch" }),
      only({ name: "fake_drugs", label: say("drugs"), kind: "switch" }),
      { name: "amount_fen", label: say("amount"), kind: "money", when: () => !secret },
    ],
    {
      note: secret ? say("noteAssessSecret") : practice ? say("noteAssessPractice") : undefined,
      initial: {
        receiver: clue.receiver ?? clue.usual_receivers[0],
        assessment: clue.assessment ?? undefined,
        threshold_met: clue.threshold_met,
        earlier_penalties: clue.earlier_penalties,
        caused_disability: clue.caused_disability,
        epidemic_risk: clue.epidemic_risk,
        fake_drugs: clue.fake_drugs,
        amount_fen: clue.amount_fen ?? undefined,
      },
    },
  );
}

const person = (clue: Clue, inside: boolean): Field<Schemas["LetIn"]> =>
  inside
    ? {
        name: "user_id",
        label: say("person"),
        kind: "choice",
        required: true,
        options: clue.confidants.map(({ user_id, name }) => ({ value: user_id, label: name })),
      }
    : {
        name: "user_id",
        label: say("person"),
        kind: "own",
        required: true,
        control: <Colleagues without={clue.confidants.map(({ user_id }) => user_id)} />,
      };

/** Made anew for each language. A step that is not named here takes no body. */
export const clueForms = (clue: Clue): ActionForms => ({
  assess: assess(clue),
  tell: form<Schemas["TellIn"]>(tellFields(leftToTell(clue)), { initial: { recipient: leftToTell(clue)[0] } }),
  link: form<Schemas["LinkTo"]>(
    [
      { name: "clue_id", label: say("linkTo"), kind: "own", required: true, control: <ClueChoice clue={clue} /> },
      { name: "relation", label: say("relation"), kind: "choice", required: true, options: options(RELATION) },
      { name: "reason", label: say("reason"), kind: "text", max: 500 },
    ],
    { aside: true, initial: { relation: "related" } },
  ),
  unlink: form<Schemas["Unlink"]>(
    [
      {
        name: "clue_id",
        label: say("unlinkFrom"),
        kind: "choice",
        required: true,
        options: clue.links.map((one) => ({
          value: one.clue_id,
          label: `${one.number} ${named(CLUE_KIND, one.kind)}`,
        })),
      },
      reason(clue),
    ],
    { danger: true },
  ),
  let_in: form<Schemas["LetIn"]>([person(clue, false), reason(clue)], { aside: true, note: say("noteLetIn") }),
  let_out: form<Schemas["LetIn"]>([person(clue, true), reason(clue)], { danger: true }),
  propose: form<Schemas["Propose"]>(
    [
      {
        name: "proposal",
        label: say("proposal"),
        kind: "choice",
        required: true,
        options: options(PROPOSAL),
        help: ({ proposal }) =>
          proposal === "keep" ? say("noteKeep") : proposal === "close" ? say("noteClose") : undefined,
      },
      {
        name: "proposal_reason",
        label: say("proposalReason"),
        kind: "long",
        rows: 3,
        required: true,
        when: () => clue.secrecy === "none",
      },
    ],
    { note: say("notePropose") },
  ),
  return_proposal: reasoned(clue, { danger: true }),
  reopen: reasoned(clue, { aside: true }),
  keep_on: reasoned(clue, { note: say("noteKeepOn") }),
  penalise: reasoned(clue, { aside: true, note: say("notePenalise") }),
  conclude: reasoned(clue, { note: say("noteConclude") }),
});

/** What has a place of its own on the page. */
export const ELSEWHERE = ["link", "unlink", "let_in", "let_out", "tell"];
