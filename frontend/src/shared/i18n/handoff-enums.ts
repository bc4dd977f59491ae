/** States and words of referrals and handoffs, in the glossary's terms. Type-checked against the contract. */
import type { Schemas } from "@/shared/api/client";

type Table<T extends string> = Record<T, readonly [zh: string, en: string]>;

export const REFERRAL_STATE: Table<Schemas["ReferralState"]> = {
  team_named: ["专案组已指定", "Team named"],
  reported: ["报告已呈批", "Reported to the chief"],
  approved: ["批准移送", "Approved"],
  not_approved: ["不批准移送", "Not approved"],
  sent: ["已移送待回执", "Sent"],
  received: ["公安已接收", "Received by the police"],
  supplementing: ["通知补正", "Papers asked for"],
  forwarded: ["转送管辖", "Forwarded"],
  returned: ["非公安职责退回", "No police matter"],
  filed: ["立案", "Filed"],
  handing_over: ["物品交接中", "Goods being handed over"],
  handed_over: ["交接完毕", "Handed over"],
  refused: ["不予立案", "Refused"],
  reconsidering: ["提请复议", "Reconsideration asked"],
  upheld: ["复议维持", "Refusal upheld"],
  supervised: ["建议立案监督", "Supervision suggested"],
  administrative: ["行政处理", "Administrative handling"],
  concluded: ["刑事结果", "Criminal result"],
  archived: ["已归档", "Archived"],
};

export const HANDOFF_STATE: Table<Schemas["HandoffState"]> = {
  sent: ["待签收", "To be signed for"],
  received: ["已签收", "Received"],
  supplementing: ["补充材料中", "Papers asked for"],
  forwarded: ["已转送", "Forwarded"],
  declined: ["不属公安管辖", "Not a police matter"],
  filed: ["已立案", "Filed"],
  handing_over: ["涉案物品移交中", "Goods being handed over"],
  handed_over: ["交接完毕", "Goods handed over"],
  refused: ["不予立案", "Refused"],
  reconsidering: ["复议中", "Reconsidering"],
  upheld: ["复议维持", "Upheld"],
  supervised: ["立案监督中", "Under supervision"],
  concluded: ["刑事结果已反馈", "Concluded"],
  ended: ["已终结", "Ended"],
};

/** Whose turn it is. */
export const HOLDER: Table<Schemas["Holder"]> = {
  team: ["专案组", "The team"],
  chief: ["主要负责人", "The chief"],
  police: ["公安机关", "The police"],
  procuratorate: ["检察机关", "The procuratorate"],
  handler: ["行政处理承办人", "Who handles it administratively"],
  nobody: ["已办结", "Nobody: all done"],
};

export const CRIMINAL_OUTCOME: Table<Schemas["CriminalOutcome"]> = {
  withdrawn: ["撤销案件", "Case withdrawn"],
  not_prosecuted: ["不起诉", "Not prosecuted"],
  judged: ["判决", "Judged"],
};

export const SUPERVISION_OUTCOME: Table<Schemas["SupervisionOutcome"]> = {
  filing_ordered: ["通知公安机关立案", "The police were told to file"],
  refusal_well_founded: ["不立案理由成立", "The refusal was well founded"],
};

/** The way on which something came. */
export const CHANNEL: Table<Schemas["HandoffChannel"]> = {
  web: ["系统", "System"],
  api: ["系统", "System"],
  disc: ["光盘", "Disc"],
  paper: ["书面", "Paper"],
};

/** What is said, for whoever has no label from the server. */
export const HANDOFF_KIND: Table<Schemas["HandoffKind"]> = {
  refer: ["移送", "Refer"],
  receive: ["签收", "Sign for it"],
  ask_papers: ["通知补正", "Ask for papers"],
  supplement: ["补充材料", "Supplement"],
  forward: ["转送有管辖权的公安机关", "Forward by jurisdiction"],
  decline: ["不属公安机关管辖", "Not a police matter"],
  file: ["立案", "File a case"],
  refuse: ["不予立案", "Refuse to file"],
  ask_reconsideration: ["提请复议", "Ask for reconsideration"],
  uphold: ["复议维持", "Uphold"],
  suggest_supervision: ["建议立案监督", "Suggest supervision"],
  explain: ["说明不立案理由", "Explain"],
  notice_to_file: ["检察院通知立案", "The procuratorate's notice to file"],
  hand_over: ["移交涉案物品", "Hand over"],
  confirm_goods: ["确认物品交接", "Confirm the goods"],
  result: ["反馈刑事结果", "Tell the outcome"],
  end: ["转行政处理", "End: handled administratively"],
  note: ["附言", "Note"],
};
