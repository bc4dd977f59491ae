"""The terms of a notice. Those of the letters of procuratorates were recalled and not read: a region may set them."""

from duban.kernel.errors import Text
from duban.kernel.terms import Mark, Term, Unit

ANSWER_OPINION = Term(
    "notice_answer_opinion",
    2,
    Unit.MONTHS,
    "高检发释字〔2021〕4号；行政执法机关移送涉嫌犯罪案件的规定 (2020) art. 13"
    " / 高检发释字〔2021〕4号; 行政执法机关移送涉嫌犯罪案件的规定 (2020) art. 13",
    Text("检察意见答复期限", "Answer to a procuratorial opinion"),
    Mark.RECALLED,
    setting=True,
    pausable=False,
)
ANSWER_SUGGESTION = Term(
    "notice_answer_suggestion",
    2,
    Unit.MONTHS,
    "人民检察院检察建议工作规定 (2019) art. 19",
    Text("检察建议答复期限", "Answer to a procuratorial suggestion"),
    Mark.RECALLED,
    setting=True,
    pausable=False,
)
ANSWER_LETTER = Term(
    "notice_answer_letter",
    0,
    Unit.CALENDAR_DAYS,
    "来函写明的答复日期 / the day that the letter names",
    Text("来函答复期限", "Answer to a letter"),
    Mark.UNCERTAIN,
    pausable=False,
)
"""Runs only to the day that a letter names (D-25): no rule counts days for it."""

TASK_CHOSEN = Term(
    "notice_task_chosen",
    5,
    Unit.WORKING_DAYS,
    "D01-R71 要求“及时”，未定时限，按产品默认值 / D01-R71 says “in time”; product default",
    Text("行业管理漏洞确定整改单位", "Sector loophole: choose who rectifies"),
    Mark.DEFAULT,
    setting=True,
    pausable=False,
)

ANSWERS = (ANSWER_OPINION.name, ANSWER_SUGGESTION.name, ANSWER_LETTER.name)
