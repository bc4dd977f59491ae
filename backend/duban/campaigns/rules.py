"""Campaigns and duties as machines: states, steps, guards, terms. Plain Python; RULES machine 7 and part K of the plan.

A duty keeps six facts apart that spreadsheets mix up: not due yet, missing (due, and nothing that holds came), late
(came after the day), zero (an explicit "nothing happened"), quiet (owed only when something happens, and nothing did),
exempt (released, with reason and name). What was returned is owed again (docs/decisions/0007-returned-reports.md).
"""

from enum import StrEnum
from typing import Any

from duban.kernel.errors import Text
from duban.kernel.terms import Mark, Term, Unit
from duban.kernel.workflow import By, Refusal, Start, Workflow, step


class CampaignState(StrEnum):
    DRAFT = "draft"
    LAUNCHED = "launched"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


CAMPAIGN = Workflow(
    name="campaign",
    title=Text("专项行动", "Campaign"),
    initial=CampaignState.DRAFT,
    final=frozenset({CampaignState.CLOSED, CampaignState.WITHDRAWN}),
    states={
        CampaignState.DRAFT: Text("草拟", "draft"),
        CampaignState.LAUNCHED: Text("进行中", "launched"),
        CampaignState.CLOSED: Text("已结束", "closed"),
        CampaignState.WITHDRAWN: Text("已撤销", "withdrawn"),
    },
    steps=(
        step(
            "launch",
            {CampaignState.DRAFT},
            CampaignState.LAUNCHED,
            permission="campaign.launch",
            label=Text("启动", "Launch"),
        ),
        step(
            "withdraw",
            {CampaignState.DRAFT},
            CampaignState.WITHDRAWN,
            permission="campaign.write",
            label=Text("撤销草稿", "Withdraw the draft"),
        ),
        step(
            "close",
            {CampaignState.LAUNCHED},
            CampaignState.CLOSED,
            permission="campaign.close",
            label=Text("结束", "Close"),
        ),
    ),
)


class DutyState(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    MISSING = "missing"
    EXEMPT = "exempt"
    ENDED = "ended"


class Fact(StrEnum):
    """What one duty says about its owner, for lists, colours and counts. Exactly one holds at any time; `late` outlives
    approval. `due` is owed and still in time, also to be corrected; `on_time` came in time with content; `zero` came in
    time as nothing; `missing` ran out in silence, or was returned and late already; `quiet` is a standing duty under
    which nothing happened, so that nothing is owed."""

    NOT_DUE = "not_due"
    DUE = "due"
    ON_TIME = "on_time"
    ZERO = "zero"
    LATE = "late"
    MISSING = "missing"
    EXEMPT = "exempt"
    QUIET = "quiet"


def fact_of(state: DutyState, *, late: bool, zero: bool) -> Fact:
    """The one fact of a duty in `state`. A late zero is late. What was returned counts for nothing until it comes
    again: due while it can still come in time, missing once it is late."""
    match state:
        case DutyState.PLANNED:
            return Fact.NOT_DUE
        case DutyState.OPEN:
            return Fact.DUE
        case DutyState.RETURNED:
            return Fact.MISSING if late else Fact.DUE
        case DutyState.MISSING:
            return Fact.MISSING
        case DutyState.EXEMPT:
            return Fact.EXEMPT
        case _:
            return Fact.LATE if late else Fact.ZERO if zero else Fact.ON_TIME


def fact_when_open(*, standing: bool) -> Fact:
    """What a duty says the moment it opens: a report is owed, or one will be when something happens."""
    return Fact.QUIET if standing else Fact.DUE


def standing_fact(*, events: int, reported: int, late: bool, silent: bool) -> Fact:
    """The fact of a standing duty from its `events` (known of), `reported` ones (first report in), whether any was
    `late`, and whether for any known one the term of the first report ran out in silence. The worst one counts."""
    if events == 0:
        return Fact.QUIET
    if silent:
        return Fact.MISSING
    if late:
        return Fact.LATE
    return Fact.ON_TIME if reported == events else Fact.DUE


REPORT_TERM = Term(
    "duty_due",
    0,
    Unit.CALENDAR_DAYS,
    "方案规定的期限 / the day that the plan names",
    Text("报送期限", "Report due"),
    Mark.VERIFIED,
    pausable=False,
)
"""Runs to the day that the plan names; the amount is not used."""

ZERO_TERM = Term(
    "duty_zero",
    5,
    Unit.CALENDAR_DAYS,
    "产品默认值，可由地区规定：方案要求零报告而未定日期的"
    " / product default, a region may set it: a zero report without a day",
    Text("零报告期限", "Zero report due"),
    Mark.DEFAULT,
    setting=True,
    pausable=False,
)

ASKED = (REPORT_TERM.name, ZERO_TERM.name)
"""The terms that ask the owner for a first report."""

REVIEW_TERM = Term(
    "duty_review",
    5,
    Unit.WORKING_DAYS,
    "产品默认值，可由地区规定 / product default, a region may set it",
    Text("审核期限", "Review due"),
    Mark.DEFAULT,
    setting=True,
)

CORRECTION_TERM = Term(
    "duty_correction",
    3,
    Unit.WORKING_DAYS,
    "产品默认值，可由地区规定；原报送期限不变 / product default, a region may set it; the old day stays",
    Text("补正期限", "Correction due"),
    Mark.DEFAULT,
    setting=True,
)


def reviewers_turn(duty: Any, by: By) -> Refusal | None:
    """Approval goes up the tree one authority at a time."""
    if by.organisation_id == duty.reviewer_id:
        return None
    return Refusal(
        "not_your_turn",
        Text("现在由上一环节的审核单位审核，请等待其审核。", "Another authority reviews this now; wait for its turn."),
    )


def not_own_submission(duty: Any, by: By) -> Refusal | None:
    """Nobody approves his own submission (RULES, state machines)."""
    if by.actor_id != duty.submitted_by_id:
        return None
    return Refusal(
        "own_submission",
        Text("不能审核自己提交的内容，请由他人审核。", "Nobody reviews what he submitted; ask somebody else."),
    )


def at_final_level(duty: Any, by: By) -> Refusal | None:
    if duty.reviewer_id == duty.final_reviewer_id:
        return None
    return Refusal(
        "superior_decides",
        Text("本级审核后还需上级批准，请选择“同意上报”。", "A superior approves this one: endorse it instead."),
    )


def below_final_level(duty: Any, by: By) -> Refusal | None:
    if duty.reviewer_id != duty.final_reviewer_id:
        return None
    return Refusal(
        "final_level",
        Text("本级就是最终审核，请选择“批准”。", "This is the last level: approve it instead."),
    )


def owner_acts(duty: Any, by: By) -> Refusal | None:
    """Only the organisation that owes the duty reports on it."""
    if by.organisation_id == duty.organisation_id:
        return None
    return Refusal(
        "not_your_duty",
        Text(
            "只有责任单位可以报送；您可以审核或催办。", "Only the organisation that owes it reports; you may review it."
        ),
    )


def not_own_duty(duty: Any, by: By) -> Refusal | None:
    """Nobody releases himself from what he owes."""
    if by.organisation_id != duty.organisation_id:
        return None
    return Refusal(
        "own_duty",
        Text(
            "不能豁免本单位自己的任务，请由最终审核单位或其上级豁免。",
            "Nobody releases his own organisation: ask the final reviewer or its superior.",
        ),
    )


def is_standing(duty: Any, by: By) -> Refusal | None:
    if duty.standing:
        return None
    return Refusal("not_standing", Text("这项任务按期报送，请使用“报送”。", "This duty is owed per period: submit it."))


def is_asked_for(duty: Any, by: By) -> Refusal | None:
    """A standing duty is reported event by event; only a zero report at its end, where the plan wants one, is sent."""
    if not duty.standing or duty.state != DutyState.OPEN or (duty.fact == Fact.DUE and duty.event_count == 0):
        return None
    return Refusal(
        "standing_duty",
        Text(
            "这项任务随时报告：有情况时报告事件；没有情况不必报送，期满自动办结。",
            "This duty is reported event by event. With nothing to report nothing is owed; it ends by itself.",
        ),
    )


def final_reviewer_or_above(duty: Any, by: By) -> Refusal | None:
    """Whoever has the last word on the report, or stands above that, may release from it; a lower authority may not
    release from what its superior demands."""
    above = [getattr(duty, column) for column in ANCESTORS]
    last = above.index(duty.final_reviewer_id) if duty.final_reviewer_id in above else 0
    if by.organisation_id in above[: last + 1]:
        return None
    return Refusal(
        "superior_releases",
        Text(
            "这项任务由上级要求报送，只有最终审核单位或其上级可以豁免，请报请其决定。",
            "A superior demands this report: only the final reviewer or an authority above it releases from it.",
        ),
    )


ANCESTORS = ("org_l1", "org_l2", "org_l3", "org_l4", "org_l5")
"""The columns with the ancestors of who owes a duty, the root first, itself last, then nothing."""

S = DutyState
_REVIEW = Start(REVIEW_TERM, "reviewer_id", "duty.review")

DUTY = Workflow(
    name="duty",
    title=Text("任务", "Duty"),
    initial=S.PLANNED,
    final=frozenset({S.EXEMPT, S.ENDED}),
    states={
        S.PLANNED: Text("未到期", "not due yet"),
        S.OPEN: Text("待报送", "open"),
        S.SUBMITTED: Text("待审核", "submitted"),
        S.RETURNED: Text("已退回", "returned"),
        S.APPROVED: Text("已审核", "approved"),
        S.MISSING: Text("缺报", "missing"),
        S.EXEMPT: Text("已豁免", "exempt"),
        S.ENDED: Text("已期满", "ended"),
    },
    steps=(
        step(
            "open",
            {S.PLANNED},
            S.OPEN,
            permission="duty.clockwork",
            label=Text("到期开放", "Open"),
            system=True,
        ),
        step(
            "submit",
            {S.OPEN, S.RETURNED, S.MISSING},
            S.SUBMITTED,
            permission="duty.submit",
            label=Text("报送", "Submit"),
            guards=[owner_acts, is_asked_for],
            stops=["duty_due", "duty_zero", "duty_correction"],
            starts=[_REVIEW],
        ),
        step(
            "return",
            {S.SUBMITTED},
            S.RETURNED,
            permission="duty.review",
            label=Text("退回补正", "Return"),
            guards=[reviewers_turn, not_own_submission],
            stops=["duty_review"],
            starts=[Start(CORRECTION_TERM, "organisation_id", "duty.submit", until="fixed_correction")],
        ),
        step(
            "lapse",
            {S.RETURNED},
            None,
            permission="duty.clockwork",
            label=Text("逾期未补正", "Mark not corrected in time"),
            system=True,
        ),
        step(
            "endorse",
            {S.SUBMITTED},
            S.SUBMITTED,
            permission="duty.review",
            label=Text("同意上报", "Endorse"),
            guards=[reviewers_turn, below_final_level, not_own_submission],
            stops=["duty_review"],
            starts=[_REVIEW],
        ),
        step(
            "approve",
            {S.SUBMITTED},
            S.APPROVED,
            permission="duty.review",
            label=Text("批准", "Approve"),
            guards=[reviewers_turn, at_final_level, not_own_submission],
            stops=["duty_review"],
        ),
        step(
            "correct",
            {S.APPROVED},
            S.SUBMITTED,
            permission="duty.submit",
            label=Text("更正", "Correct"),
            basis="统计法 (2024) arts. 7–8",
            guards=[owner_acts],
            starts=[_REVIEW],
        ),
        step(
            "miss",
            {S.OPEN, S.PLANNED},
            S.MISSING,
            permission="duty.clockwork",
            label=Text("逾期缺报", "Mark missing"),
            system=True,
        ),
        # What happens is reported also when it comes to light after the duty was answered or has ended.
        step(
            "report",
            {S.OPEN, S.SUBMITTED, S.RETURNED, S.APPROVED, S.MISSING, S.ENDED},
            None,
            permission="duty.submit",
            label=Text("随时报告", "Report an event"),
            basis="突发事件应对法 (2024) art. 61",
            guards=[owner_acts, is_standing],
            stops=["duty_zero"],
        ),
        step(
            "ask_zero",
            {S.OPEN},
            None,
            permission="duty.clockwork",
            label=Text("期满要求零报告", "Ask for a zero report"),
            starts=[Start(ZERO_TERM, "organisation_id", "duty.submit")],
            system=True,
        ),
        step(
            "end",
            {S.OPEN, S.RETURNED, S.MISSING},
            S.ENDED,
            permission="duty.clockwork",
            label=Text("期满办结", "End"),
            system=True,
        ),
        step(
            "exempt",
            {S.PLANNED, S.OPEN, S.RETURNED, S.MISSING},
            S.EXEMPT,
            permission="duty.exempt",
            label=Text("豁免", "Exempt"),
            guards=[not_own_duty, final_reviewer_or_above],
            stops=["*"],
        ),
    ),
)
