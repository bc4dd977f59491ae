"""Complaints (投诉): the steps. The whole machine, as a lawyer would check it (RULES part A, machine 1).

The clock runs from *receipt*, whenever it was entered, and stops with the feedback: five working days, or ten where at
least two named departments study it together. Whoever was told first stays responsible (首诉负责制) until somebody else
has taken over. A merged complaint keeps its own clock: each complainant is given the answer. Late is a flag
(`overdue_at`) that nothing takes back. New facts open it again, with a new term from the day they were brought. One in
which compensation is claimed becomes a dispute (`convert`, taken by whoever enters the dispute); a suspected breach or
crime in it is handed on as a clue, and the complaint goes on.
"""

from duban.complaints import guards
from duban.complaints.guards import acts_for_the_handler
from duban.complaints.terms import FEEDBACK, JOINT_FEEDBACK
from duban.complaints.words import OPEN
from duban.complaints.words import ComplaintState as S
from duban.kernel.errors import Text
from duban.kernel.workflow import Start, Workflow, step

READ, HANDLE, DECIDE, REVEAL = "complaint.read", "complaint.handle", "complaint.decide", "complaint.reveal"
CLUES = "complaint.clues"

DEPARTMENTS_OF_JOINT_STUDY = 2
"""How many departments must be named before the longer term holds (RULES A-9)."""

TERMS = (FEEDBACK.name, JOINT_FEEDBACK.name)

_MEASURE = "医疗机构投诉管理办法 (2019)"
_FIRST = f"{_MEASURE}：首诉负责制 / {_MEASURE}: whoever is told first is responsible"
_CLOCK = Start(FEEDBACK, "handler_id", HANDLE, from_="term_from")
_JOINT = Start(JOINT_FEEDBACK, "handler_id", HANDLE, from_="term_from", when="is_joint")

COMPLAINT = Workflow(
    name="complaint",
    title=Text("投诉", "Complaint"),
    initial=S.REGISTERED,
    final=frozenset({S.DECLINED, S.WITHDRAWN, S.CONVERTED}),
    states={
        S.REGISTERED: Text("已登记", "registered"),
        S.SETTLED: Text("当场办结", "settled on the spot"),
        S.DECLINED: Text("不予处理", "not handled"),
        S.INVESTIGATING: Text("调查中", "being investigated"),
        S.CONCLUDED: Text("待反馈", "to be fed back"),
        S.ANSWERED: Text("已反馈", "fed back"),
        S.CLOSED: Text("已办结", "closed"),
        S.MERGED: Text("已合并", "merged"),
        S.WITHDRAWN: Text("已撤回", "withdrawn"),
        S.CONVERTED: Text("已转纠纷", "became a dispute"),
    },
    steps=(
        step(
            "register",
            {S.REGISTERED},
            None,
            permission=HANDLE,
            label=Text("登记", "Register"),
            basis=_MEASURE,
            starts=[_CLOCK],
            system=True,
        ),
        step(
            "hand_over",
            OPEN,
            None,
            permission=HANDLE,
            label=Text("移交", "Hand over"),
            basis=_FIRST,
            guards=[acts_for_the_handler],
        ),
        step(
            "take_over",
            OPEN,
            None,
            permission=HANDLE,
            label=Text("接办", "Take over"),
            basis=_FIRST,
            guards=[guards.is_handed_to_you],
        ),
        step(
            "escalate",
            OPEN,
            None,
            permission=DECIDE,
            label=Text("提请上级关注", "Bring before the authority above"),
            basis=_MEASURE,
            guards=[acts_for_the_handler, guards.is_in_hands_of_an_authority],
        ),
        step(
            "settle",
            {S.REGISTERED},
            S.SETTLED,
            permission=HANDLE,
            label=Text("当场办结", "Settle on the spot"),
            guards=[acts_for_the_handler],
            basis=f"{_MEASURE}：能当场核查处理的，当场处理 / {_MEASURE}: settled on the spot where it can be",
            stops=TERMS,
        ),
        step(
            "propose_decline",
            {S.REGISTERED},
            None,
            permission=HANDLE,
            label=Text("提出不予处理", "Propose to decline"),
            guards=[acts_for_the_handler],
            basis=_MEASURE,
        ),
        step(
            "decline",
            {S.REGISTERED},
            S.DECLINED,
            permission=DECIDE,
            label=Text("确认不予处理", "Decline"),
            basis=_MEASURE,
            guards=[acts_for_the_handler, guards.decline_is_proposed, guards.decided_by_another_than_the_proposer],
            stops=TERMS,
        ),
        step(
            "investigate",
            {S.REGISTERED},
            S.INVESTIGATING,
            permission=HANDLE,
            label=Text("转入调查", "Investigate"),
            guards=[acts_for_the_handler],
            basis=_MEASURE,
            starts=[_JOINT],
        ),
        step(
            "widen",
            {S.INVESTIGATING},
            None,
            permission=DECIDE,
            label=Text("改为多科室共同研究", "Let several departments study it"),
            basis=_MEASURE,
            guards=[acts_for_the_handler, guards.is_studied_by_one_department, guards.term_still_runs],
            starts=[_JOINT],
        ),
        step(
            "conclude",
            {S.INVESTIGATING},
            S.CONCLUDED,
            permission=HANDLE,
            label=Text("提出处理意见", "Conclude"),
            guards=[acts_for_the_handler],
            basis=_MEASURE,
        ),
        step(
            "resume",
            {S.CONCLUDED},
            S.INVESTIGATING,
            permission=HANDLE,
            label=Text("补充调查", "Investigate further"),
            guards=[acts_for_the_handler],
        ),
        step(
            "feed_back",
            {S.CONCLUDED},
            S.ANSWERED,
            permission=HANDLE,
            label=Text("反馈", "Give the answer"),
            guards=[acts_for_the_handler],
            basis=_MEASURE,
            stops=TERMS,
        ),
        step(
            "call_back",
            {S.ANSWERED, S.SETTLED},
            None,
            permission=HANDLE,
            label=Text("回访", "Call back"),
            guards=[acts_for_the_handler],
            basis="医疗机构投诉接待处理“十应当” (2021)",
        ),
        step(
            "close",
            {S.ANSWERED},
            S.CLOSED,
            permission=HANDLE,
            label=Text("办结", "Close"),
            guards=[acts_for_the_handler, guards.is_called_back_where_needed],
        ),
        step(
            "reopen",
            {S.SETTLED, S.ANSWERED, S.CLOSED},
            S.INVESTIGATING,
            permission=HANDLE,
            label=Text("重新办理", "Handle again"),
            guards=[acts_for_the_handler],
            basis=f"{_MEASURE}：有新的事实或者证据的，重新办理 / {_MEASURE}: new facts or evidence are handled again",
            starts=[_CLOCK],
        ),
        step(
            "merge",
            OPEN,
            S.MERGED,
            permission=HANDLE,
            label=Text("并案", "Merge"),
            guards=[acts_for_the_handler],
            basis=_MEASURE,
        ),
        step(
            "feed_back_merged",
            {S.MERGED},
            None,
            permission=HANDLE,
            label=Text("向并案投诉人反馈", "Give the answer to this complainant too"),
            basis=_MEASURE,
            guards=[acts_for_the_handler, guards.is_fed_back_when_handled_together],
            stops=TERMS,
        ),
        step(
            "unmerge",
            {S.MERGED},
            S.INVESTIGATING,
            permission=HANDLE,
            label=Text("撤销并案", "Un-merge"),
            guards=[acts_for_the_handler],
        ),
        step(
            "withdraw",
            OPEN,
            S.WITHDRAWN,
            permission=HANDLE,
            label=Text("投诉人撤回", "Withdrawn by the complainant"),
            guards=[acts_for_the_handler],
            stops=TERMS,
        ),
        step(
            "convert",
            OPEN,
            S.CONVERTED,
            permission=HANDLE,
            label=Text("转为医疗纠纷", "Becomes a dispute"),
            basis=f"{_MEASURE} art. 10",
            guards=[acts_for_the_handler],
            stops=TERMS,
            system=True,
        ),
        step(
            "to_clue",
            S,
            None,
            permission=HANDLE,
            label=Text("转线索", "Hand on as a clue"),
            basis="行政执法机关移送涉嫌犯罪案件的规定 (2020)",
            office=True,
        ),
    ),
)
