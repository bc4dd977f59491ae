/** The typed form of every step of a transfer. */
import type { Schemas } from "@/shared/api/client";
import type { ActionForms } from "@/shared/case/actions";
import { options } from "@/shared/i18n/enums";
import type { Transfer } from "../api";
import { OUTCOME } from "../enums";
import { form, reasoned } from "../steps";
import { say } from "./words";

/** Made anew for each language. */
export const transferForms = (transfer: Transfer): ActionForms => ({
  approve: form([], { note: say("noteApprove") }),
  refuse: reasoned(transfer, { danger: true }),
  send: form<Schemas["SendTransfer"]>(
    [
      { name: "document_number", label: say("document"), kind: "text", required: true, max: 60 },
      { name: "sent_at", label: say("sent"), kind: "instant", placeholder: say("now") },
      { name: "answer_due_on", label: say("answerDue"), kind: "date" },
    ],
    { note: say("noteSend") },
  ),
  sign: form<Schemas["SignTransfer"]>([
    { name: "signed_by", label: say("signedBy"), kind: "text", required: true, max: 80 },
    { name: "signed_at", label: say("signedAt"), kind: "instant", placeholder: say("now") },
    { name: "receipt_number", label: say("receipt"), kind: "text", max: 60 },
  ]),
  urge: { ...reasoned(transfer, { note: say("noteUrge") }), aside: true },
  answer: form<Schemas["AnswerTransfer"]>([
    { name: "outcome", label: say("outcome"), kind: "choice", required: true, options: options(OUTCOME) },
    { name: "outcome_on", label: say("outcomeOn"), kind: "date", required: true },
    {
      name: "outcome_note",
      label: say("outcomeNote"),
      kind: "long",
      max: 2000,
      when: () => transfer.secrecy === "none",
    },
  ]),
  archive: form([], { note: say("noteArchive") }),
});
