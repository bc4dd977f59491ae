/** Acts on clues, on reports of them and on their transfers, in the words of their workflows. */

type Pair = readonly [zh: string, en: string];

/** What belongs to the register of clues. */
export const CLUE_SUBJECT: Record<string, Pair> = {
  clue: ["线索", "Clue"],
  clue_report: ["线索报告", "Report of a clue"],
  clue_transfer: ["线索移交", "Transfer of a clue"],
};

export const CLUE_ACTION: Record<string, Pair> = {
  "clue:register": ["登记", "register"],
  "clue:take_up": ["受理研判", "take up"],
  "clue:assess": ["登记研判意见", "assess"],
  "clue:tell": ["登记已报告", "enter who was told"],
  "clue:link": ["关联线索", "link another clue"],
  "clue:unlink": ["取消关联", "take a link away"],
  "clue:let_in": ["授权知悉", "let somebody in"],
  "clue:let_out": ["取消知悉", "let somebody out"],
  "clue:propose": ["呈批留存或了结", "propose keeping or closing"],
  "clue:approve_keeping": ["批准留存", "approve keeping"],
  "clue:approve_closing": ["批准了结", "approve closing"],
  "clue:return_proposal": ["退回重新研判", "return for another assessment"],
  "clue:reopen": ["重新研判", "take up again"],
  "clue:keep_on": ["复查后继续留存", "keep on after a look"],
  "clue:penalise": ["转行政处理", "handle administratively"],
  "clue:refer": ["指定专案组", "name the team"],
  "clue:hand_on": ["移交其他机关", "hand on to another organ"],
  "clue:come_back": ["退回研判", "comes back"],
  "clue:conclude": ["了结归档", "conclude"],
  "clue:amend": ["更正", "correct"],
  "clue:reveal": ["查看涉及人员信息", "look at the persons"],
  "clue:overdue": ["逾期", "overdue"],
  "clue:transfer_sent": ["移交函已发出", "a transfer was sent"],
  "clue:transfer_over": ["移交办结", "a transfer is over"],
  "clue_report:report": ["报告线索", "report a clue"],
  "clue_report:tell": ["登记已报告", "enter who was told"],
  "clue_report:overdue": ["逾期", "overdue"],
  "clue_transfer:propose": ["提出移交", "propose"],
  "clue_transfer:approve": ["批准移交", "approve"],
  "clue_transfer:refuse": ["不予移交", "refuse"],
  "clue_transfer:send": ["登记移交", "enter that it was sent"],
  "clue_transfer:sign": ["登记签收", "enter the receipt"],
  "clue_transfer:urge": ["催办", "ask again"],
  "clue_transfer:answer": ["登记反馈", "enter the answer"],
  "clue_transfer:archive": ["归档", "archive"],
  "clue_transfer:amend": ["更正", "correct"],
  "clue_transfer:overdue": ["逾期", "overdue"],
};
