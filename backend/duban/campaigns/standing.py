"""Standing duties ("whenever it happens"): what they say of their owner, reckoned from their events, and how they end.

A quiet one owes nothing. One that a plan wants to hear "nothing happened" about asks for it at its end; any other ends
by itself on the day after its window.
"""

from typing import Any

from sqlalchemy import case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.campaigns.event_models import DutyEvent
from duban.campaigns.models import Campaign, Duty
from duban.campaigns.rules import DUTY, DutyState, Fact, standing_fact
from duban.kernel import clocks
from duban.kernel.acts import Act
from duban.kernel.clock import day_of
from duban.kernel.errors import Conflict, Text
from duban.kernel.transitions import perform


async def reckoned(db: AsyncSession, duty: Duty, event: DutyEvent, *, reported: bool, late: bool) -> dict[str, Any]:
    """The duty's columns that come from its events: those in the database, with `event` as it is about to be.

    The caller holds the duty's lock. Late stays late; a zero report is overtaken by what happened.
    """
    silent = case((col(DutyEvent.late_at).is_not(None) & col(DutyEvent.reported_at).is_(None), 1), else_=0)
    others = (
        await db.execute(
            select(
                func.count(),
                func.count(col(DutyEvent.reported_at)),
                func.count(col(DutyEvent.late_at)),
                func.coalesce(func.sum(silent), 0),
            ).where(col(DutyEvent.duty_id) == duty.id, col(DutyEvent.id) != event.id)
        )
    ).one()
    events, first_reports, late_ones, silent_ones = (int(number) for number in others)
    events, first_reports = events + 1, first_reports + reported
    late_at_all = duty.late or duty.missed_at is not None or late or late_ones > 0
    fact = standing_fact(
        events=events, reported=first_reports, late=late_at_all, silent=silent_ones > 0 or (late and not reported)
    )
    return {
        "event_count": events,
        "report_count": first_reports,
        "late": late_at_all,
        "zero": False,
        "fact": duty.fact if duty.state is DutyState.EXEMPT else fact,
    }


def require_zero(duty: Duty, *, zero: bool) -> None:
    """Raise Conflict unless what is sent on the standing duty is the zero report it was asked for, and is true."""
    if duty.event_count:
        raise Conflict(
            "something_happened",
            Text(
                "本任务已有事件报告，不能再作零报告；期满自动办结。",
                "Events were reported here, so a zero report would be untrue. The duty ends by itself.",
            ),
        )
    if not zero:
        raise Conflict(
            "report_the_event",
            Text(
                "随时报告的任务只收零报告；有情况请报告事件。",
                "A standing duty takes a zero report only. Report what happened as an event.",
            ),
        )


async def zero_is_late(act: Act, duty: Duty) -> bool:
    """Whether the zero report comes after the term that was given when it was asked for."""
    asked = [clock for clock in await clocks.of(act.db, duty) if clock.term == "duty_zero"]
    return any(clock.missed_at is not None or act.now >= clock.due_at for clock in asked)


async def end_windows(act: Act) -> int:
    """End every standing duty whose window is over, or ask for its zero report; returns how many ended.

    Once something happened no zero report is waited for, also where it was asked for, returned or missing. One journal
    entry per campaign for those that end, as when they open. Safe to run again.
    """
    over = (col(Duty.standing).is_(True), col(Duty.ends_on) < day_of(act.now))
    is_open, happened = col(Duty.state) == DutyState.OPEN, col(Duty.event_count) > 0
    waiting = col(Duty.state).in_(DUTY["end"].sources)
    ended = await act.db.execute(
        update(Duty)
        .where(*over, or_(waiting & happened, is_open & col(Duty.zero_due).is_(False)))
        .values(state=DutyState.ENDED, version=col(Duty.version) + 1, updated_at=act.now)
        .returning(col(Duty.campaign_id))
        .execution_options(synchronize_session=False)
    )
    counts: dict[Any, int] = {}
    for (campaign_id,) in ended:
        counts[campaign_id] = counts.get(campaign_id, 0) + 1
    for campaign in await act.db.scalars(
        select(Campaign).where(col(Campaign.id).in_(counts)).order_by(col(Campaign.id))
    ):
        act.note("campaign:end_duties", campaign, changes={"ended": (None, counts[campaign.id])})
    silent = await act.db.scalars(
        select(Duty).where(*over, is_open, col(Duty.fact) == Fact.QUIET).order_by(col(Duty.id)).with_for_update()
    )
    for duty in silent:
        await perform(act, DUTY, "ask_zero", duty, values={"fact": Fact.DUE})
    return sum(counts.values())


def ended(duty: Duty) -> dict[str, Any]:
    """The columns of an open standing duty that ends before its window, because its campaign or its institution does:
    what its events say stays, a zero report is not owed."""
    return {"state": DutyState.ENDED, "fact": duty.fact if duty.event_count else Fact.QUIET}
