/** A party's application to the authority to handle an accident: what begins it, and the forms of its steps. */
import type { Schemas } from "@/shared/api/client";
import type { Field } from "@/shared/case/fields";
import { options } from "@/shared/i18n/enums";
import type { Dispute } from "./api";
import { PASS_UP_GROUND, SIDE } from "./enums";
import { at, long, type PartForms } from "./part-fields";
import { say } from "./part-words";
import { form, reasoned } from "./steps";

const onDay = <Body>(name: keyof Body & string, label: string): Field<Body> => ({
  name,
  label,
  kind: "date",
  required: true,
});

const ground = <Body extends { ground?: Schemas["PassUpGround"] | null }>(rest: Partial<Field<Body>>): Field<Body> => ({
  name: "ground" as keyof Body & string,
  label: say("ground"),
  kind: "choice",
  options: options(PASS_UP_GROUND),
  ...rest,
});

const application = () =>
  form<Schemas["AccidentApplicationIn"]>(
    [
      { name: "asked_by", label: say("askedBy"), kind: "choice", required: true, options: options(SIDE) },
      onDay("learned_on", say("learnedOn")),
      onDay("applied_on", say("appliedOn")),
      at("received_at", say("receivedAt")),
      long("statement", say("statement")),
      ground<Schemas["AccidentApplicationIn"]>({ help: say("groundHelp") }),
    ],
    { note: say("noteApplication") },
  );

/** Why it goes up, where the dispute says so itself. */
const groundOf = (dispute: Dispute): Schemas["PassUpGround"] | undefined => {
  if (dispute.has_died) return "death";
  return dispute.accident_level === "first" || dispute.accident_level === "second" ? "second_degree" : undefined;
};

export const applicationForms = (dispute: Dispute): PartForms => ({
  begin: application(),
  steps: {
    accept: form<Schemas["AcceptApplication"]>([at("decided_at", say("decidedAt"))], { note: say("noteDecide") }),
    pass_up: form<Schemas["PassUp"]>(
      [
        ground<Schemas["PassUp"]>({ required: true }),
        at("passed_at", say("passedAt")),
        { name: "passed_to", label: say("passedTo"), kind: "text", max: 120, help: say("passedToHelp") },
      ],
      { initial: { ground: groundOf(dispute) } },
    ),
    conclude: form<Schemas["ApplicationResult"]>([long("result", say("handled"))]),
    decline: form<Schemas["DeclineApplication"]>(
      [at("decided_at", say("decidedAt")), long("decision_reason", say("decisionReason"))],
      { danger: true, note: say("noteDecide") },
    ),
    take_back: reasoned({ danger: true }),
  },
});
