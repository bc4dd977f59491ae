"""The terms of clues and of their transfers, each with its source (RULES C, D). Where the law gives no length it is our
default, and a region sets it."""

from duban.clues.words import ToldFirst
from duban.kernel.errors import Text
from duban.kernel.terms import Mark, Term, Unit

TRIAGE = Term(
    "clue_triage", 3, Unit.WORKING_DAYS, "及时（310号令 art. 5）；默认 / at once (order 310 art. 5); our default",
    Text("线索研判", "Triage of a clue"), Mark.DEFAULT, setting=True, pausable=False,
)  # fmt: skip
APPROVAL = Term(
    "clue_approval", 3, Unit.WORKING_DAYS, "呈批后及时审批；默认 / what is proposed is decided in time; our default",
    Text("审批留存或了结", "Decide on the proposal"), Mark.DEFAULT, setting=True, pausable=False,
)  # fmt: skip
REVIEW = Term(
    "clue_review", 90, Unit.CALENDAR_DAYS, "留存线索定期复查；默认 / kept clues are looked at again; our default",
    Text("留存线索复查", "Kept clue: look again"), Mark.DEFAULT, setting=True, pausable=False,
)  # fmt: skip


def _tell(recipient: ToldFirst, zh: str, en: str, basis: str) -> Term:
    return Term(
        f"clue_tell_{recipient.value}", 2, Unit.HOURS, basis, Text(zh, en), Mark.DEFAULT, setting=True, pausable=False
    )


_AT_ONCE = "随排随报；默认 / on finding; our default"
TELLS = {
    ToldFirst.POLICE: _tell(ToldFirst.POLICE, "报告公安机关", "Tell the police", f"D01-R12, R49, R55：{_AT_ONCE}"),
    ToldFirst.MENTAL_HEALTH: _tell(
        ToldFirst.MENTAL_HEALTH, "报告精神卫生机构", "Tell the mental-health institution", f"D01-R12：{_AT_ONCE}"
    ),
    ToldFirst.GOVERNANCE: _tell(
        ToldFirst.GOVERNANCE, "报告综治部门", "Tell the governance office", f"D11-R25：{_AT_ONCE}"
    ),
}
"""By whom has to be told."""

TRANSFER_APPROVAL = Term(
    "transfer_approval", 3, Unit.WORKING_DAYS,
    "310号令 art. 19：及时；默认 / order 310 art. 19: in time; our default",
    Text("审批移交", "Decide on the transfer"), Mark.DEFAULT, setting=True, pausable=False,
)  # fmt: skip
HAND_ON = Term(
    "transfer_hand_on", 3, Unit.WORKING_DAYS, "310号令 art. 19：及时；默认 / order 310 art. 19: in time; our default",
    Text("移交其他机关", "Hand the clue on"), Mark.DEFAULT, setting=True, pausable=False,
)  # fmt: skip
OPINION = Term(
    "transfer_opinion", 1, Unit.MONTHS, "监督执纪工作规则 (2019)",
    Text("纪检监察机关处置意见", "Opinion of the supervisory organ"), Mark.PARTLY, pausable=False,
)  # fmt: skip
URGE = Term(
    "transfer_urge", 15, Unit.WORKING_DAYS, "催办周期；默认 / urged at regular times; our default",
    Text("催问处理情况", "Ask what became of it"), Mark.DEFAULT, setting=True, pausable=False,
)  # fmt: skip
ANSWER = Term(
    "transfer_answer", 1, Unit.MONTHS, "移交函所定答复期限 / the day that the letter names",
    Text("对方答复", "Answer of the receiver"), Mark.DEFAULT, pausable=False,
)  # fmt: skip
