"""The terms of the receiver. None of them can be paused, and none ends by silence (RULES part C).

Order 310 says “3 日” without saying working days: calendar days unless a region has set it otherwise (T-5).
"""

from duban.kernel.errors import Text
from duban.kernel.terms import Mark, Term, Unit

REFERRAL = "行政执法机关移送涉嫌犯罪案件的规定 (国务院令第310号, 2020)"
POLICE = "公安机关办理刑事案件程序规定 (2020)"
OPINIONS = "关于在行政执法中及时移送涉嫌犯罪案件的意见 (高检会〔2006〕2号)"
SUPERVISION = "人民检察院办理行政执法机关移送涉嫌犯罪案件的规定 (2001)"

RECEIPT = Term(
    "handoff_receipt",
    24,
    Unit.HOURS,
    f"产品默认：移送后24小时未签收即提醒（{REFERRAL} art. 7 未定时限）"
    f" / product default: alarm 24 hours after sending; {REFERRAL} art. 7 sets none",
    Text("签收移送案件", "Sign for what was referred"),
    Mark.DEFAULT,
    setting=True,
    pausable=False,
)
DECIDE = Term(
    "handoff_decide",
    3,
    Unit.CALENDAR_DAYS,
    f"{REFERRAL} art. 8; {POLICE} art. 180",
    Text("立案审查", "Decide whether to file"),
    Mark.UNCERTAIN,
    setting=True,
    pausable=False,
)
DECIDE_COMPLEX = Term(
    "handoff_decide_complex",
    10,
    Unit.CALENDAR_DAYS,
    OPINIONS,
    Text("立案审查（10日）", "Decide whether to file: 10 days"),
    Mark.RECALLED,
    setting=True,
    pausable=False,
)
DECIDE_GRAVE = Term(
    "handoff_decide_grave",
    30,
    Unit.CALENDAR_DAYS,
    f"{OPINIONS}：重大、复杂案件 / {OPINIONS}: grave or complex cases",
    Text("立案审查（重大复杂，30日）", "Decide whether to file: grave or complex, 30 days"),
    Mark.RECALLED,
    setting=True,
    pausable=False,
)
RECONSIDER = Term(
    "handoff_reconsider",
    3,
    Unit.CALENDAR_DAYS,
    f"{REFERRAL} art. 9; {POLICE} art. 181",
    Text("复议决定", "Decide on reconsideration"),
    Mark.UNCERTAIN,
    setting=True,
    pausable=False,
)
EXPLAIN = Term(
    "handoff_explain",
    7,
    Unit.CALENDAR_DAYS,
    f"{SUPERVISION} art. 10; {POLICE} art. 182",
    Text("说明不立案理由", "Explain why it was not filed"),
    Mark.VERIFIED,
    pausable=False,
)
FILE_ON_NOTICE = Term(
    "handoff_file_on_notice",
    15,
    Unit.CALENDAR_DAYS,
    f"{SUPERVISION} art. 10; {POLICE} art. 182",
    Text("按通知立案", "File on the procuratorate's notice"),
    Mark.VERIFIED,
    pausable=False,
)

DECISION = (DECIDE.name, DECIDE_COMPLEX.name, DECIDE_GRAVE.name)
"""The law's three days, and the longer ones of practice behind them (C-11, C-12)."""

AFTER_REFUSAL = (RECONSIDER.name, EXPLAIN.name, FILE_ON_NOTICE.name)

HOURS_TO_TELL = 24
"""Within so many hours of receipt the police forward what is another's, or ask for papers (C-8, C-9). No clock: only
who did it can be late."""
