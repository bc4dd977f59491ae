"""The terms of a complaint. Both begin with its receipt, not with its entry here (RULES A-8, A-9)."""

from duban.kernel.errors import Text
from duban.kernel.terms import Mark, Term, Unit

_MEASURE = "医疗机构投诉管理办法 (2019)"

FEEDBACK = Term(
    "complaint_feedback",
    5,
    Unit.WORKING_DAYS,
    f"{_MEASURE}：需调查核实的，接到投诉5个工作日内反馈 / {_MEASURE}: feedback within 5 working days of receipt",
    Text("投诉反馈期限", "Feedback"),
    Mark.PARTLY,
    pausable=False,
)

JOINT_FEEDBACK = Term(
    "complaint_joint_feedback",
    10,
    Unit.WORKING_DAYS,
    f"{_MEASURE}：涉及多个科室、需共同研究的，接到投诉10个工作日内反馈"
    f" / {_MEASURE}: within 10 working days where several departments study it together",
    Text("投诉反馈期限（多科室）", "Feedback, several departments"),
    Mark.PARTLY,
    pausable=False,
)
