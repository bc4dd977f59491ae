/** What is said in a handoff, and what is done with its messages, in the words of its workflow. */

type Pair = readonly [zh: string, en: string];

export const HANDOFF_ACTION: Record<string, Pair> = {
  "handoff:refer": ["移送", "refer"],
  "handoff:receive": ["签收", "sign for it"],
  "handoff:ask_papers": ["通知补正", "ask for papers"],
  "handoff:supplement": ["补充材料", "supplement"],
  "handoff:forward": ["转送有管辖权的公安机关", "forward by jurisdiction"],
  "handoff:decline": ["不属公安机关管辖", "not a police matter"],
  "handoff:file": ["立案", "file a case"],
  "handoff:refuse": ["不予立案", "refuse to file"],
  "handoff:ask_reconsideration": ["提请复议", "ask for reconsideration"],
  "handoff:uphold": ["复议维持", "uphold"],
  "handoff:suggest_supervision": ["建议立案监督", "suggest supervision"],
  "handoff:explain": ["说明不立案理由", "explain"],
  "handoff:notice_to_file": ["检察院通知立案", "the procuratorate's notice to file"],
  "handoff:hand_over": ["移交涉案物品", "hand over"],
  "handoff:confirm_goods": ["确认物品交接", "confirm the goods"],
  "handoff:result": ["反馈刑事结果", "tell the outcome"],
  "handoff:end": ["转行政处理", "end: handled administratively"],
  "handoff:note": ["附言", "note"],
  "handoff:put_back": ["退回到双方一致处", "put back to where both agree"],
  "handoff:settle": ["按消息更正", "corrected by the messages"],
  "handoff:keep": ["保存未生效的消息", "kept what changes nothing yet"],
  "handoff:overdue": ["逾期", "overdue"],
  "handoff:look": ["查看材料", "looked at a file"],
  "handoff_mailbox:lease": ["领取消息", "took messages"],
  "handoff_mailbox:acknowledge": ["确认消息", "acknowledged messages"],
  "handoff_reconciliation:sign": ["签署对账", "signed a reconciliation"],
};
