/** The typed form of every step of a notice. A step that is not named here takes no body. */
import type { Schemas } from "@/shared/api/client";
import type { ActionForms } from "@/shared/case/actions";
import type { Field } from "@/shared/case/fields";
import { options, RISK } from "@/shared/i18n/enums";
import type { Notice } from "./api";
import { OneInstitution } from "./pickers";
import { say } from "./words";

export const isSectorWide = (notice: Pick<Notice, "organisation_id" | "authority_id">): boolean =>
  notice.organisation_id === notice.authority_id;

export function noticeForms(notice: Notice): ActionForms {
  const whom: Field<Schemas["OpenTask"]> = {
    name: "organisation_ids",
    label: say("rectifies"),
    kind: "own",
    required: true,
    control: <OneInstitution />,
  };
  const task: Field<Schemas["OpenTask"]>[] = [
    ...(isSectorWide(notice) ? [whom] : []),
    { name: "problem", label: say("problem"), kind: "long", help: say("problemHelp") },
    { name: "measure", label: say("measure"), kind: "long", rows: 2 },
    { name: "risk", label: say("risk"), kind: "choice", options: options(RISK), initial: "medium", required: true },
    { name: "due_on", label: say("due"), kind: "date", help: say("dueHelp") },
  ];
  const answer: Field<Schemas["AnswerNotice"]>[] = [
    { name: "answer", label: say("answer"), kind: "long", required: true },
    { name: "answer_document_number", label: say("answerNumber"), kind: "text", max: 80 },
    { name: "answered_at", label: say("answeredAt"), kind: "instant" },
  ];
  const reason: Field<Schemas["VoidNotice"]> = { name: "reason", label: say("reason"), kind: "long", required: true };
  return {
    open_task: { fields: task, note: say("noteTask"), aside: true },
    answer: { fields: answer, note: notice.needs_answer ? say("noteAnswer") : undefined },
    void: { fields: [reason], note: say("noteVoid"), danger: true, aside: true },
  };
}
