/** The typed form of every step of a referral, in the words of whoever takes it. */
import type { Schemas } from "@/shared/api/client";
import type { ActionForms } from "@/shared/case/actions";
import type { Field } from "@/shared/case/fields";
import { GoodsList } from "@/shared/case/GoodsList";
import { options } from "@/shared/i18n/enums";
import { CRIMINAL_OUTCOME, SUPERVISION_OUTCOME } from "@/shared/i18n/handoff-enums";
import type { Referral } from "./api";
import { Officers } from "./Officers";
import { People } from "./People";
import { PoliceOrgans } from "./PoliceOrgans";
import { at, day, form, long, names, text } from "./step-fields";
import { say } from "./step-words";

const acting = <Body,>(): Field<Body> => ({
  name: "decided_as_acting" as keyof Body & string,
  label: say("asActing"),
  kind: "switch",
  help: say("asActingHelp"),
  initial: false,
});

const handled = (needed: boolean) =>
  form<Schemas["ToHandler"]>(
    [
      {
        name: "handler_id",
        label: say("handler"),
        kind: "own",
        required: needed,
        help: say("handlerHelp"),
        control: <People duty="handlers" />,
      },
      long("reason", say("reason")),
    ],
    { aside: true },
  );

/** Made anew for each language. A step that is not named here takes no body. */
export function referralForms(one: Referral): ActionForms {
  // Where the police have a desk they answer themselves: entering it for them is for what came on paper.
  const forThem = { aside: one.handoff_id !== null };
  return {
    change_team: form<Schemas["ChangeTeam"]>(
      [
        {
          name: "officers",
          label: say("officers"),
          kind: "own",
          required: true,
          help: say("officersHelp"),
          control: <Officers />,
        },
        long("reason", say("reason")),
      ],
      {
        aside: true,
        initial: { officers: one.officers.map(({ user_id, card_number }) => ({ user_id, card_number })) },
      },
    ),
    report_to_chief: form<Schemas["ReportToChief"]>([long("report", say("report"))], { note: say("noteReport") }),
    approve: form<Schemas["Decide"]>([long("decision_reason", say("opinion"), false), acting()], {
      note: say("noteApprove"),
    }),
    reject: form<Schemas["Reject"]>([long("decision_reason", say("rejectReason")), acting()], {
      note: say("noteReject"),
      danger: true,
    }),
    send: form<Schemas["Send"]>([at("procuratorate_copied_at", say("copiedAt"))], { note: say("noteSend") }),
    record_receipt: form<Schemas["Receipt"]>(
      [
        text("received_by", say("receivedBy")),
        at("received_at", say("receivedAt")),
        text("receipt_number", say("receiptNumber"), { required: false, max: 60 }),
      ],
      forThem,
    ),
    record_papers_asked: form<Schemas["PapersAsked"]>(
      [
        names("papers_asked", say("papersAsked"), say("papersAskedHelp")),
        long("papers_asked_reason", say("askedReason"), false),
        at("papers_asked_at", say("askedAt")),
      ],
      { aside: true },
    ),
    supplement: form<Schemas["Supplement"]>([long("supplement_note", say("supplementNote"))], {
      note: say("noteSupplement"),
    }),
    record_forward: form<Schemas["Forward"]>(
      [
        {
          name: "forwarded_to_id",
          label: say("forwardedToId"),
          kind: "own",
          control: <PoliceOrgans />,
        },
        text("forwarded_to", say("forwardedTo"), { max: 120 }),
        long("forward_reason", say("forwardReason")),
        at("forwarded_at", say("forwardedAt")),
      ],
      { aside: true, note: say("noteForward") },
    ),
    record_not_police: form<Schemas["NotPolice"]>([long("not_police_reason", say("notPolice"))], {
      danger: true,
      note: say("noteNotPolice"),
    }),
    record_filed: form<Schemas["Filed"]>(
      [
        text("case_number", say("caseNumber")),
        day("filed_on", say("filedOn")),
        at("filing_notice_at", say("noticeAt")),
      ],
      { ...forThem, note: say("noteFiled") },
    ),
    record_refused: form<Schemas["Refused"]>(
      [
        long("refusal_reason", say("refusalReason")),
        {
          name: "returned_papers",
          label: say("returnedPapers"),
          kind: "number",
          required: true,
          min: 0,
          max: 10_000,
        },
        at("refusal_received_at", say("refusalAt")),
      ],
      { aside: true, note: say("noteRefused") },
    ),
    ask_reconsideration: form<Schemas["AskAgain"]>([long("reconsideration_reason", say("askAgain"))]),
    record_upheld: form<Schemas["Upheld"]>(
      [long("upheld_reason", say("upheld")), at("upheld_received_at", say("upheldAt"))],
      { aside: true },
    ),
    suggest_supervision: form<Schemas["Suggest"]>([long("supervision_reason", say("supervision"))]),
    record_explanation_asked: form<Schemas["ExplanationAsked"]>(
      [at("explanation_asked_at", say("explanationAskedAt"))],
      { aside: true },
    ),
    record_explanation: form<Schemas["Explanation-Input"]>([long("explanation", say("explanation"))], forThem),
    record_filing_ordered: form<Schemas["FilingOrdered"]>(
      [at("filing_ordered_at", say("orderedAt")), long("reason", say("reason"), false)],
      { aside: true },
    ),
    record_supervision_outcome: form<Schemas["SupervisionTold"]>(
      [
        {
          name: "supervision_outcome",
          label: say("supervisionOutcome"),
          kind: "choice",
          required: true,
          options: options(SUPERVISION_OUTCOME),
        },
        long("reason", say("reason"), false),
      ],
      { aside: true },
    ),
    hand_over: form<Schemas["HandGoodsOver"]>(
      [
        text("handover_place", say("handoverPlace"), { max: 120 }),
        names("handed_by", say("handedBy"), say("namesHelp")),
      ],
      {
        note: say("noteHandOver"),
        about: <GoodsList goods={one.goods} />,
        initial: { handed_by: one.officers.map(({ name }) => name) },
      },
    ),
    record_goods_received: form<Schemas["GoodsReceived"]>(
      [
        text("goods_received_by", say("goodsReceivedBy")),
        at("goods_received_at", say("goodsReceivedAt")),
        long("goods_remarks", say("remarks"), false),
      ],
      { ...forThem, note: say("noteGoodsReceived"), about: <GoodsList goods={one.goods} /> },
    ),
    follow_up: form<Schemas["FollowUp"]>([long("reason", say("followUp"))]),
    record_result: form<Schemas["Result"]>(
      [
        {
          name: "outcome",
          label: say("outcome"),
          kind: "choice",
          required: true,
          options: options(CRIMINAL_OUTCOME),
        },
        day("outcome_on", say("outcomeOn")),
        text("outcome_document", say("outcomeDocument"), { required: false }),
        long("outcome_summary", say("outcomeSummary")),
        { name: "criminal_fine_fen", label: say("criminalFine"), kind: "money" },
        { name: "return_for_penalty", label: say("returnForPenalty"), kind: "switch", initial: false },
      ],
      { aside: true },
    ),
    handle_administratively: handled(one.state === "not_approved"),
    take_back: handled(false),
    name_handler: handled(true),
    record_prior_penalty: form<Schemas["PriorPenalty"]>(
      [
        text("prior_penalty_number", say("penaltyNumber")),
        day("prior_penalty_on", say("penaltyOn")),
        { name: "prior_penalty_fine_fen", label: say("penaltyFine"), kind: "money" },
      ],
      { aside: true, note: say("notePrior") },
    ),
    record_penalty: form<Schemas["Penalty"]>([
      text("penalty_number", say("penaltyNumber"), { required: false, help: say("penaltyHelp") }),
      day("penalty_on", say("penaltyOn"), { required: false, when: ({ penalty_number }) => Boolean(penalty_number) }),
      {
        name: "penalty_fine_fen",
        label: say("penaltyFine"),
        kind: "money",
        when: ({ penalty_number }) => Boolean(penalty_number),
      },
      {
        ...long<Schemas["Penalty"]>("no_penalty_reason", say("noPenalty"), false),
        when: ({ penalty_number }) => !penalty_number,
      },
    ]),
    record_penalty_copied: form<Schemas["PenaltyCopied"]>([at("penalty_copied_at", say("penaltyCopiedAt"))]),
    record_opinion: form<Schemas["OpinionIn"]>(
      [
        text("opinion_number", say("opinionNumber")),
        at("opinion_received_at", say("opinionAt")),
        day("opinion_due_on", say("opinionDue"), { required: false, help: say("opinionDueHelp") }),
      ],
      { aside: true },
    ),
    answer_opinion: form<Schemas["OpinionAnswer"]>([long("opinion_answer", say("opinionAnswer"))]),
  };
}
