"""Events under a standing duty ("whenever it happens") as a machine: RULES machine 7, first, continued, final report.

How far the telling has come is the state; whether the receiver signed for the newest report is a fact beside it
(`received_at`), because a report still unsigned is no reason to hold the next one back. Late is a flag that nothing
takes back. Plain Python.
"""

from enum import StrEnum
from typing import Any

from duban.kernel.errors import Text
from duban.kernel.terms import Mark, Term, Unit
from duban.kernel.workflow import By, Refusal, Start, Workflow, step


class EventState(StrEnum):
    REGISTERED = "registered"
    REPORTED = "reported"
    CONTINUED = "continued"
    CONCLUDED = "concluded"
    RETURNED = "returned"
    FINISHED = "finished"


class EventReportKind(StrEnum):
    """首报, 续报, 终报."""

    FIRST = "first"
    CONTINUED = "continued"
    FINAL = "final"


NEEDED_FIRST = {
    "summary": Text("发生了什么", "what happened"),
    "place": Text("地点", "where"),
    "harm": Text("伤害和影响（没有请写“无”）", "harm done; say “none” where there is none"),
    "measures": Text("已采取的措施", "measures taken"),
}
"""What the first report says at least, beside when it happened (RULES machine 7: what, where, when, harm, measures)."""

FIRST_IMMEDIATE = Term(
    "event_first_immediate",
    2,
    Unit.HOURS,
    "产品默认值，可由地区规定（医疗纠纷预防和处理条例第28条未定小时数），参照国卫医急发〔2023〕37号"
    " / product default, a region may set it; model: 2 h of the 2023 rules on medical emergencies",
    Text("首报期限（立即报告）", "First report, at once"),
    Mark.DEFAULT,
    setting=True,
    pausable=False,
)
"""RULES B-10 (hours U), I-2 (2 h for medical emergency response), I-5 (no national rule: written first report 2 h)."""

FIRST_TIMELY = Term(
    "event_first_timely",
    3,
    Unit.WORKING_DAYS,
    "产品默认值，可由地区规定：方案只说“及时” / product default, a region may set it: the plan only says “in time”",
    Text("首报期限（及时报告）", "First report, in time"),
    Mark.DEFAULT,
    setting=True,
    pausable=False,
)
"""What "in time" is read as elsewhere, too (RULES D-7: in time, D: 3 working days)."""

NEXT_REPORT = Term(
    "event_continued",
    24,
    Unit.HOURS,
    "产品默认值，可由地区规定：每24小时续报，直至终报"
    " / product default, a region may set it: each day until the final report",
    Text("续报间隔", "Next continued report"),
    Mark.DEFAULT,
    setting=True,
    pausable=False,
)
"""RULES I-5. Events that the plan wants "in time" are continued on change, without a clock."""

RECEIPT = Term(
    "event_receipt",
    1,
    Unit.WORKING_DAYS,
    "产品默认值，可由地区规定 / product default, a region may set it",
    Text("签收期限", "Sign for it"),
    Mark.DEFAULT,
    setting=True,
)

CORRECTION = Term(
    "event_correction",
    24,
    Unit.HOURS,
    "产品默认值，可由地区规定；原报告期限不变 / product default, a region may set it; the old term stays",
    Text("补正期限", "Correction due"),
    Mark.DEFAULT,
    setting=True,
)

OWED = frozenset({FIRST_IMMEDIATE.name, FIRST_TIMELY.name, NEXT_REPORT.name})
"""Clocks whose end makes the event late."""


def owner_reports(event: Any, by: By) -> Refusal | None:
    """Only the organisation whose duty it is reports."""
    if by.organisation_id == event.organisation_id:
        return None
    return Refusal(
        "not_your_event",
        Text(
            "只有责任单位可以报告；您可以签收或退回。", "Only the responsible organisation reports; you may receive it."
        ),
    )


def first_is_owed(event: Any, by: By) -> Refusal | None:
    if event.state == EventState.REGISTERED or event.last_kind == EventReportKind.FIRST:
        return None
    return Refusal(
        "first_report_is_in",
        Text("首报已被接受，请使用续报或终报。", "The first report stands: send a continued or the final one."),
    )


def first_is_in(event: Any, by: By) -> Refusal | None:
    if event.state != EventState.RETURNED or event.last_kind != EventReportKind.FIRST:
        return None
    return Refusal(
        "first_report_returned", Text("首报被退回，请先补正首报。", "The first report was returned: mend that first.")
    )


def receiver_acts(event: Any, by: By) -> Refusal | None:
    if by.organisation_id == event.receiver_id:
        return None
    return Refusal(
        "not_your_turn",
        Text("由接收单位办理，您可以查看。", "The receiving authority acts on it; you may read it."),
    )


def not_own_report(event: Any, by: By) -> Refusal | None:
    """Nobody approves his own submission (RULES, state machines)."""
    if by.actor_id != event.reported_by_id:
        return None
    return Refusal(
        "own_report",
        Text("不能签收或退回自己报送的报告，请由他人办理。", "Nobody receives what he reported; ask somebody else."),
    )


def awaits_receipt(event: Any, by: By) -> Refusal | None:
    if event.received_at is None:
        return None
    return Refusal(
        "already_received",
        Text(
            "最新一次报告已经签收。需要补充时，请责任单位续报。",
            "The newest report is signed for. If more is needed, ask for a continued report.",
        ),
    )


def may_go_back(event: Any, by: By) -> Refusal | None:
    """A report that was signed for stands; the final one may still be found wanting by whoever is to finish it."""
    return None if event.state == EventState.CONCLUDED else awaits_receipt(event, by)


def is_late(event: Any, by: By) -> Refusal | None:
    if event.late_at is not None:
        return None
    return Refusal("not_late", Text("本事件没有迟报。", "Nothing was late here."))


def is_unexplained(event: Any, by: By) -> Refusal | None:
    if event.late_reason is None:
        return None
    return Refusal(
        "already_explained", Text("迟报原因已经说明，不能改写。", "Why it was late has been said; it is not rewritten.")
    )


S = EventState
_REPORT, _RECEIVE = "duty.submit", "duty.review"
_RECEIPT = Start(RECEIPT, "receiver_id", _RECEIVE)
_NEXT = Start(NEXT_REPORT, "organisation_id", _REPORT, when="immediate")
_OPEN = frozenset(S) - {S.FINISHED}
_SENT = (S.REPORTED, S.CONTINUED, S.CONCLUDED)
_LAW = "突发事件应对法 (2024) art. 61"

EVENT = Workflow(
    name="duty_event",
    title=Text("事件报告", "Event"),
    initial=S.REGISTERED,
    final=frozenset({S.FINISHED}),
    states={
        S.REGISTERED: Text("待首报", "registered"),
        S.REPORTED: Text("已首报", "first report in"),
        S.CONTINUED: Text("已续报", "continued"),
        S.CONCLUDED: Text("已终报", "final report in"),
        S.RETURNED: Text("退回补正", "returned"),
        S.FINISHED: Text("已办结", "finished"),
    },
    steps=(
        # Taken when somebody enters the event, who need not be its owner (an authority that was telephoned).
        step(
            "register",
            {S.REGISTERED},
            None,
            permission="event.clockwork",
            label=Text("登记", "Register"),
            basis=_LAW,
            starts=[
                Start(FIRST_IMMEDIATE, "organisation_id", _REPORT, from_="happened_at", when="immediate"),
                Start(FIRST_TIMELY, "organisation_id", _REPORT, from_="happened_at", when="in_time"),
            ],
            system=True,
        ),
        step(
            "report_first",
            {S.REGISTERED, S.RETURNED},
            S.REPORTED,
            permission=_REPORT,
            label=Text("首报", "First report"),
            basis=_LAW,
            guards=[owner_reports, first_is_owed],
            stops=[FIRST_IMMEDIATE.name, FIRST_TIMELY.name, NEXT_REPORT.name, CORRECTION.name],
            starts=[_RECEIPT, _NEXT],
        ),
        step(
            "report_continued",
            {S.REPORTED, S.CONTINUED, S.RETURNED},
            S.CONTINUED,
            permission=_REPORT,
            label=Text("续报", "Continued report"),
            basis=_LAW,
            guards=[owner_reports, first_is_in],
            stops=[NEXT_REPORT.name, CORRECTION.name, RECEIPT.name],
            starts=[_RECEIPT, _NEXT],
        ),
        # What was over before the first interval ran out has nothing to continue: the final report may come next.
        step(
            "report_final",
            {S.REPORTED, S.CONTINUED, S.RETURNED},
            S.CONCLUDED,
            permission="duty.conclude",
            label=Text("终报", "Final report"),
            basis=_LAW,
            guards=[owner_reports, first_is_in],
            stops=[NEXT_REPORT.name, CORRECTION.name, RECEIPT.name],
            starts=[_RECEIPT],
        ),
        step(
            "receive",
            _SENT,
            None,
            permission=_RECEIVE,
            label=Text("签收", "Sign for it"),
            guards=[receiver_acts, not_own_report, awaits_receipt],
            stops=[RECEIPT.name],
        ),
        step(
            "return",
            _SENT,
            S.RETURNED,
            permission=_RECEIVE,
            label=Text("退回补正", "Return"),
            guards=[receiver_acts, not_own_report, may_go_back],
            stops=[RECEIPT.name],
            starts=[Start(CORRECTION, "organisation_id", _REPORT)],
        ),
        step(
            "finish",
            {S.CONCLUDED},
            S.FINISHED,
            permission="duty.finish",
            label=Text("办结", "Finish"),
            guards=[receiver_acts, not_own_report],
            stops=[RECEIPT.name],
        ),
        step(
            "mark_late",
            _OPEN,
            None,
            permission="event.clockwork",
            label=Text("逾期", "Mark late"),
            basis=_LAW,
            system=True,
        ),
        step(
            "explain_late",
            frozenset(S),
            None,
            permission="duty.conclude",
            label=Text("说明迟报原因", "Explain the lateness"),
            basis=_LAW,
            guards=[owner_reports, is_late, is_unexplained],
        ),
    ),
)
