/**
 * What the authority and the police said to each other. Where the police have a desk in the system their messages say
 * it; what went by paper stands in the referral alone, and is told here as if it were said.
 */
import type { Schemas } from "@/shared/api/client";
import { linesOf, spokenOf } from "@/shared/case/spoken";
import type { Spoken } from "@/shared/case/TwoParties";
import { named } from "@/shared/i18n/enums";
import { HANDOFF_KIND } from "@/shared/i18n/handoff-enums";
import type { Referral } from "./api";

type Kind = Schemas["HandoffKind"];
type Written = [kind: Kind, party: "sender" | "receiver", at: string | null, who: string | null, body: object];

/** An outcome's day has no hour: it is told at the noon of it. */
const noon = (day: string | null) => day && `${day}T04:00:00Z`;

const written = (one: Referral): Written[] => [
  ["refer", "sender", one.sent_at, one.sent_by_name, { document_number: one.document_number, law: one.law }],
  ["forward", "receiver", one.forwarded_at, null, { to_name: one.forwarded_to, reason: one.forward_reason }],
  ["receive", "receiver", one.received_at, one.received_by, { receipt_number: one.receipt_number }],
  ["ask_papers", "receiver", one.papers_asked_at, null, { papers: one.papers_asked, reason: one.papers_asked_reason }],
  ["supplement", "sender", one.supplemented_at, null, { note: one.supplement_note }],
  [
    "refuse",
    "receiver",
    one.refusal_received_at,
    null,
    { reason: one.refusal_reason, returned_papers: one.returned_papers },
  ],
  ["ask_reconsideration", "sender", one.reconsideration_asked_at, null, { reason: one.reconsideration_reason }],
  ["uphold", "receiver", one.upheld_received_at, null, { reason: one.upheld_reason }],
  [
    "suggest_supervision",
    "sender",
    one.supervision_suggested_at,
    null,
    { procuratorate: one.procuratorate_name, reason: one.supervision_reason },
  ],
  ["explain", "receiver", one.explained_at, null, { explanation: one.explanation }],
  ["notice_to_file", "sender", one.filing_ordered_at, null, {}],
  ["file", "receiver", one.filing_notice_at, null, { case_number: one.case_number, filed_on: one.filed_on }],
  [
    "hand_over",
    "sender",
    one.handed_over_at,
    null,
    { goods: one.goods, place: one.handover_place, handed_by: one.handed_by },
  ],
  ["confirm_goods", "receiver", one.goods_received_at, one.goods_received_by, { remarks: one.goods_remarks }],
  [
    "result",
    "receiver",
    noon(one.outcome_on),
    null,
    {
      outcome: one.outcome,
      document_number: one.outcome_document,
      fine_fen: one.criminal_fine_fen,
      summary: one.outcome_summary,
      return_for_penalty: one.return_for_penalty,
    },
  ],
  ["decline", "receiver", one.state === "returned" ? one.holder_since : null, null, { reason: one.not_police_reason }],
];

export function talkOf(one: Referral): Spoken[] {
  // The package has a place of its own: its files are not listed a second time.
  const said = one.messages.map((message) => ({
    ...spokenOf(message),
    ...(message.kind === "refer" ? { files: [] } : {}),
  }));
  if (one.handoff_id) return said;
  // Once it was forwarded, whoever has it now answers by paper: what came before stands in the messages.
  const from = said.length > 0 ? Math.max(...said.map(({ at }) => Date.parse(at))) : Number.NEGATIVE_INFINITY;
  const onPaper = written(one).flatMap(([kind, party, at, who, body]): Spoken[] =>
    at && Date.parse(at) > from
      ? [
          {
            id: kind,
            party,
            label: named(HANDOFF_KIND, kind),
            at,
            who: who ?? undefined,
            onDay: kind === "result",
            channel: "paper",
            effect: "applied",
            lines: linesOf(body as Record<string, unknown>),
          },
        ]
      : [],
  );
  const rank = ({ at, onDay }: Spoken) => (onDay ? Number.POSITIVE_INFINITY : Date.parse(at));
  return [...said, ...onPaper.toSorted((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)))];
}
