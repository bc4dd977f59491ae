/** The steps of review and their forms, each checked against the body that the API takes. */
import type { Schemas } from "@/shared/api/client";
import type { Action, ActionForm, ActionForms } from "@/shared/case/actions";
import { common } from "@/shared/i18n/common";
import type { Duty } from "./api";
import { say } from "./words";

type Reason = Schemas["duban__campaigns__duty_schemas__ReasonIn"];
type Review = Schemas["ReviewIn"];

const MAX = 1000;

export function reviewForms(): ActionForms {
  const remark = (note: string): ActionForm<Review> => ({
    fields: [{ name: "reason", label: say("remark"), kind: "long", rows: 2, max: MAX }],
    note,
  });
  const reasoned = (note: string): ActionForm<Reason> => ({
    fields: [
      {
        name: "reason",
        label: common("reason"),
        kind: "long",
        required: true,
        max: MAX,
        placeholder: common("reasonNeeded"),
      },
    ],
    note,
    danger: true,
  });
  return {
    approve: remark(say("reviewApprove")),
    endorse: remark(say("reviewEndorse")),
    return: reasoned(say("reviewReturn")),
    exempt: reasoned(say("reviewExempt")),
  };
}

/** Reporting and correcting have their place in the page. */
export const IN_THE_PAGE = ["submit", "correct", "report"];

const ORDER = ["approve", "endorse", "return", "exempt"];

/** What moves the matter on stands first, and so is the one that a key press opens. */
export function inOrderOfUse(duty: Duty): Duty {
  const place = ({ step }: Action) => (ORDER.includes(step) ? ORDER.indexOf(step) : ORDER.length);
  return { ...duty, available_actions: duty.available_actions.toSorted((a, b) => place(a) - place(b)) };
}
