"""The terms of a referral, each with its article (RULES part C). None can be paused (machine 5, hard rules).

"Order 310" is 行政执法机关移送涉嫌犯罪案件的规定 (国务院令第310号, 2020). It says "3 日" and does not define them:
calendar days by default, and a region may set working days (T-5).
"""

from duban.kernel.errors import Text
from duban.kernel.terms import Mark, Term, Unit

ORDER = "310号令 (2020)"
POLICE = "公安机关办理刑事案件程序规定 (2020)"
SPP = "人民检察院办理行政执法机关移送涉嫌犯罪案件的规定 (2001)"
OPINION_OF_2006 = "高检会〔2006〕2号"


def _three_days(name: str, basis: str, zh: str, en: str) -> Term:
    return Term(name, 3, Unit.CALENDAR_DAYS, basis, Text(zh, en), Mark.UNCERTAIN, setting=True, pausable=False)


def _hours(name: str, amount: int, basis: str, zh: str, en: str, mark: Mark = Mark.VERIFIED) -> Term:
    return Term(name, amount, Unit.HOURS, basis, Text(zh, en), mark, setting=mark is Mark.DEFAULT, pausable=False)


def _days(name: str, amount: int, basis: str, zh: str, en: str, mark: Mark) -> Term:
    return Term(
        name, amount, Unit.CALENDAR_DAYS, basis, Text(zh, en), mark,
        setting=mark in (Mark.DEFAULT, Mark.UNCERTAIN), pausable=False,
    )  # fmt: skip


REPORT = Term(
    "referral_report", 5, Unit.WORKING_DAYS, "核实后提出报告；默认 / verify, then report; our default",
    Text("专案组核实报告", "The team's report"), Mark.DEFAULT, setting=True, pausable=False,
)  # fmt: skip
CHIEF = _three_days("referral_chief", f"{ORDER} art. 5", "主要负责人决定是否移送", "The chief decides")
HAND = _hours("referral_hand", 24, f"{ORDER} art. 5", "批准后移送公安机关", "To the police after approval")
RECEIPT = _hours(
    "referral_receipt", 24, "24小时未签收即催；默认 / no receipt in 24 hours: ask; our default",
    "公安机关签收回执", "Receipt of the police", Mark.DEFAULT,
)  # fmt: skip
DECIDE = _three_days("referral_decide", f"{ORDER} art. 8；{POLICE} art. 180", "公安机关审查决定", "The police decide")
DECIDE_10 = _days(
    "referral_decide_10", 10, f"{OPINION_OF_2006}", "公安机关审查（10日）", "The police decide (10 days)", Mark.RECALLED
)
DECIDE_30 = _days(
    "referral_decide_30", 30, f"{OPINION_OF_2006}", "公安机关审查（重大复杂30日）", "The police decide (30 days)",
    Mark.RECALLED,
)  # fmt: skip
SUPPLEMENT = _three_days("referral_supplement", f"{POLICE} art. 180", "补充移送材料", "Missing papers")
ASK_AGAIN = _three_days(
    "referral_ask_again", f"{ORDER} art. 9；{POLICE} art. 181", "提请复议或建议监督", "Reconsideration or supervision"
)
RECONSIDER = _three_days(
    "referral_reconsider", f"{ORDER} art. 9；{POLICE} art. 181", "公安机关复议", "Police reconsider"
)
SUGGEST = _three_days("referral_suggest", f"{ORDER} art. 9", "建议立案监督", "Suggest supervision")
EXPLAIN = _days(
    "referral_explain", 7, f"{SPP} art. 10；{POLICE} art. 182", "公安机关说明理由", "The police explain", Mark.VERIFIED
)
FILE_ON_NOTICE = _days(
    "referral_file_on_notice", 15, f"{SPP} art. 10；{POLICE} art. 182", "按通知立案", "File on notice", Mark.VERIFIED
)
GOODS = _three_days("referral_goods", f"{ORDER} art. 12", "移交涉案物品和材料", "Hand over goods and material")
FOLLOW_UP = _days(
    "referral_follow_up",
    30,
    "跟踪案件进展；默认 / follow it up; our default",
    "跟踪案件进展",
    "Follow up",
    Mark.DEFAULT,
)
PENALTY_COPY = _days(
    "referral_penalty_copy", 10, f"{OPINION_OF_2006} art. 1", "抄送行政处罚决定书", "Copy of the penalty decision",
    Mark.PARTLY,
)  # fmt: skip
OPINION = Term(
    "referral_opinion", 2, Unit.MONTHS, f"{ORDER} art. 13；高检发释字〔2021〕4号",
    Text("答复检察意见", "Answer the procuratorial opinion"), Mark.RECALLED, pausable=False,
)  # fmt: skip
