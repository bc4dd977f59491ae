/** A message of a handoff in words: what each of its parts is called, and how it is said. */
import type { ReactNode } from "react";
import type { Schemas } from "@/shared/api/client";
import { list, words } from "@/shared/i18n";
import { common } from "@/shared/i18n/common";
import { named } from "@/shared/i18n/enums";
import { CRIMINAL_OUTCOME } from "@/shared/i18n/handoff-enums";
import { yuan } from "@/shared/lib/numbers";
import { instant } from "@/shared/lib/time";
import { type Good, GoodsList } from "./GoodsList";
import type { Spoken } from "./TwoParties";

const { say } = words(
  "handoff-message",
  {
    title: "案由",
    law: "依据",
    received_at: "签收时间",
    receiver_name: "签收人",
    receipt_number: "回执文号",
    papers: "需补材料",
    reason: "理由",
    note: "说明",
    to_name: "转往",
    case_number: "立案文号",
    filed_on: "立案日期",
    document_number: "文书号",
    returned_papers: "退回材料",
    copies: "{{count}} 份",
    procuratorate: "检察院",
    explanation: "不立案理由",
    notified_at: "通知时间",
    goods: "物品",
    place: "交接地点",
    handed_by: "移交人",
    received_by: "接收人",
    remarks: "备注",
    outcome: "结果",
    fine_fen: "罚金",
    summary: "主要内容",
    return_for_penalty: "退回行政处理",
    text: "附言",
  },
  {
    title: "Matter",
    law: "Basis",
    received_at: "Signed for at",
    receiver_name: "Signed by",
    receipt_number: "Receipt",
    papers: "Papers asked for",
    reason: "Reason",
    note: "Note",
    to_name: "Forwarded to",
    case_number: "Case number",
    filed_on: "Filed on",
    document_number: "Document",
    returned_papers: "Papers returned",
    copies: "{{count}}",
    procuratorate: "Procuratorate",
    explanation: "Why it was not filed",
    notified_at: "Notified at",
    goods: "Goods",
    place: "Place",
    handed_by: "Handed over by",
    received_by: "Received by",
    remarks: "Remarks",
    outcome: "Outcome",
    fine_fen: "Fine",
    summary: "In short",
    return_for_penalty: "Comes back for a penalty",
    text: "Note",
  },
);

const text = (value: unknown): ReactNode => String(value);
const moment = (value: unknown): ReactNode => instant(String(value));

/** What a message may hold, in the order in which it is read. The rest is for machines. */
const PARTS: [name: Parameters<typeof say>[0], told: (value: unknown) => ReactNode][] = [
  ["title", text],
  ["outcome", (value) => named(CRIMINAL_OUTCOME, String(value))],
  ["case_number", text],
  ["filed_on", text],
  ["document_number", text],
  ["received_at", moment],
  ["receiver_name", text],
  ["receipt_number", text],
  ["papers", (value) => list(value as string[])],
  ["to_name", text],
  ["procuratorate", text],
  ["notified_at", moment],
  ["reason", text],
  ["returned_papers", (value) => say("copies", { count: value as number })],
  ["explanation", text],
  ["note", text],
  ["summary", text],
  ["fine_fen", (value) => yuan(value as number)],
  ["return_for_penalty", (value) => (value ? common("yes") : null)],
  ["goods", (value) => <GoodsList goods={value as Good[]} />],
  ["place", text],
  ["handed_by", (value) => list(value as string[])],
  ["received_by", text],
  ["remarks", text],
  ["text", text],
  ["law", text],
];

export const linesOf = (body: Record<string, unknown>): Spoken["lines"] =>
  PARTS.flatMap(([name, told]) => {
    const value = body[name];
    if (value === undefined || value === null || value === "") return [];
    const shown = told(value);
    return shown === null ? [] : [{ label: name === "text" ? undefined : say(name), value: shown }];
  });

const MINUTE_MS = 60_000;

/** What was signed for as it was said need not be told twice. */
const sameMinute = (at: unknown, other: string): boolean =>
  typeof at === "string" && Math.abs(Date.parse(at) - Date.parse(other)) < MINUTE_MS;

export const spokenOf = (message: Schemas["HandoffMessageRead"]): Spoken => ({
  id: message.id,
  party: message.party,
  label: message.label,
  at: message.at,
  arrived: message.arrived_at,
  who: message.by_name,
  organisation: message.by_organisation,
  recordedBy: message.recorded_by,
  channel: message.channel,
  effect: message.effect,
  lines: linesOf(
    sameMinute(message.body.received_at, message.at) ? { ...message.body, received_at: null } : message.body,
  ),
  files: message.files,
});
