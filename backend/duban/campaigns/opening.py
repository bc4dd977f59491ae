"""What happens to duties by themselves: they open on their day, are missing when the day has passed in silence, and
late when a returned report was not corrected in time."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from sqlalchemy import select, update
from sqlmodel import col

from duban.campaigns.models import Campaign, Duty
from duban.campaigns.rules import CORRECTION_TERM, DUTY, REPORT_TERM, DutyState, Fact
from duban.kernel.acts import Act
from duban.kernel.clock import day_of
from duban.kernel.clocks import MOVED, REACTIONS, Clock
from duban.kernel.errors import Text
from duban.kernel.jobs import Work
from duban.kernel.schedule import daily
from duban.kernel.transitions import perform


async def open_due(act: Act) -> int:
    """Open every planned duty whose first day has come; one journal entry per campaign. Safe to run again."""
    today = day_of(act.now)
    opened = await act.db.execute(
        update(Duty)
        .where(col(Duty.state) == DutyState.PLANNED, col(Duty.opens_on) <= today)
        .values(state=DutyState.OPEN, fact=Fact.DUE, version=col(Duty.version) + 1, updated_at=act.now)
        .returning(col(Duty.campaign_id))
        .execution_options(synchronize_session=False)
    )
    counts: dict[Any, int] = {}
    for (campaign_id,) in opened:
        counts[campaign_id] = counts.get(campaign_id, 0) + 1
    for campaign in await act.db.scalars(
        select(Campaign).where(col(Campaign.id).in_(counts)).order_by(col(Campaign.id))
    ):
        act.note("campaign:open_duties", campaign, changes={"opened": (None, counts[campaign.id])})
    return sum(counts.values())


@daily("duty-opening", at=time(0, 1), title=Text("开放到期任务", "Open duties whose day has come"))
async def opening_tick(work: Work) -> Mapping[str, Any]:
    async with work.step() as act:
        count = await open_due(act)
        act.checkpoint(None, done=count)
    return {"opened": count}


async def missed(act: Act, clock: Clock) -> None:
    """A duty's clock ran out. The report clock: it is missing. The time for correcting: what was returned and did not
    come again is missing too, and late for ever. A review that takes too long is no fault of who owes the report."""
    duty = await act.db.get(Duty, clock.subject_id, with_for_update=True)
    if duty is None:
        return
    missing = {"missed_at": duty.missed_at or clock.due_at, "fact": Fact.MISSING}
    if clock.term == REPORT_TERM.name and duty.state in (DutyState.OPEN, DutyState.PLANNED):
        await perform(act, DUTY, "miss", duty, values=missing)
    elif clock.term == CORRECTION_TERM.name and duty.state is DutyState.RETURNED:
        await perform(act, DUTY, "lapse", duty, values={**missing, "late": True})


async def moved(act: Act, clock: Clock) -> None:
    """Follow a clock whose end moved (a corrected calendar): the last day for correcting stands on the duty."""
    duty = await act.db.get(Duty, clock.subject_id, with_for_update=True)
    if duty is not None and clock.term == CORRECTION_TERM.name and duty.state is DutyState.RETURNED:
        act.change(duty, {"correct_by": max(clock.due_on, duty.due_on)}, action="duty:recount")


REACTIONS[Duty.word()] = missed
MOVED[Duty.word()] = moved
