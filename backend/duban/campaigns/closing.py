"""The end of a campaign: what was owed and never came is missing, what was not due any more is released.

Both happen in batches, at once for a small campaign and as a job with progress for a large one. What ran out before the
closing is marked missing first, by the same sweep that marks it every minute; only then is the rest released, so that
closing early in the minute exempts nobody from a day that has passed.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, func, select, update
from sqlmodel import col

from duban.campaigns.actions import INLINE
from duban.campaigns.adopting import require_idle
from duban.campaigns.difference import WAITING, cancel_clocks, digest_of
from duban.campaigns.exempting import released
from duban.campaigns.models import Campaign, Duty
from duban.campaigns.rules import ASKED, DutyState, Fact
from duban.kernel.acts import Act
from duban.kernel.clocks import Clock, ClockState
from duban.kernel.deadline_sweep import Place, sweep
from duban.kernel.errors import Text
from duban.kernel.jobs import Work, enqueue, handles
from duban.kernel.system_actor import system_act

BATCH = 1_000
"""Duties released per statement."""


async def close(act: Act, campaign: Campaign, body: Any) -> Mapping[str, Any]:
    """End a campaign. What was owed and never came is missing; what was not due any more is released with the closing's
    reason, so that no clock runs for a campaign that is over. Raises Conflict while its duties are being written."""
    await require_idle(act.db, campaign)
    waiting = await act.db.scalar(
        select(func.count()).select_from(Duty).where(col(Duty.campaign_id) == campaign.id, col(Duty.state).in_(WAITING))
    )
    if (waiting or 0) > INLINE:
        payload = {"campaign_id": str(campaign.id), "reason": body.reason}
        job = await enqueue(act, "campaign_close", payload, total=waiting)
        return {"closed_at": act.now, "job_id": job.id}
    after: Place | None = None
    while True:
        after = await miss(act, campaign.id, act.now, after)
        if after is None:
            break
    while await release(act, campaign, act.now, body.reason):
        pass
    return {"closed_at": act.now, "job_id": None}


@handles("campaign_close", title=Text("结束专项行动", "Close a campaign"), unit="duties")
async def close_in_steps(work: Work) -> Mapping[str, Any]:
    """Mark and release the duties of a large campaign that was closed. Killed at any moment, it goes on with what is
    still open: both look for that alone."""
    id, done = UUID(work.payload["campaign_id"]), int(work.cursor or 0)
    after: Place | None = None
    while True:
        async with work.step() as act:
            campaign = await act.db.get_one(Campaign, id)
            after = await miss(act, id, campaign.closed_at or act.now, after)
            act.checkpoint(done, done=done)
        if after is None:
            break
    while True:
        async with work.step() as act:
            campaign = await act.db.get_one(Campaign, id, with_for_update=True)
            count = await release(act, campaign, campaign.closed_at or act.now, work.payload["reason"])
            done += count
            if count == 0 and campaign.job_id == work.job.id:
                campaign.job_id = None
                campaign.touch(act.now)
            told = Text(f"已处理 {done} 项任务", f"{done} duties released")
            act.checkpoint(done, done=done, message=told)
        if count == 0:
            return {"campaign_id": str(id), "released": done}


def _ran_out(until: datetime) -> ColumnElement[bool]:
    """Report clocks that ran out by `until` and were not swept yet."""
    return and_(
        col(Clock.subject_type) == Duty.word(),
        col(Clock.term).in_(ASKED),
        col(Clock.state) == ClockState.RUNNING,
        col(Clock.missed_at).is_(None),
        col(Clock.due_at) <= until,
    )


async def miss(act: Act, campaign_id: UUID, until: datetime, after: Place | None) -> Place | None:
    """Let the sweep mark some of the campaign's clocks that ran out by `until`; where to go on, None at the end."""
    system = await system_act(act.db)
    if system is None:
        return None
    own = select(col(Duty.id)).where(col(Duty.campaign_id) == campaign_id, col(Duty.state).in_(WAITING))
    swept = await sweep(system, after=after, among=and_(_ran_out(until), col(Clock.subject_id).in_(own)))
    return swept.last


async def release(act: Act, campaign: Campaign, until: datetime, reason: str) -> int:
    """Release one batch of duties that nobody owes any more; how many. One whose clock ran out and is held by another
    sweep is left to that sweep."""
    overdue = exists().where(col(Clock.subject_id) == col(Duty.id), _ran_out(until)).correlate(Duty)
    waiting = (
        select(col(Duty.id))
        .where(col(Duty.campaign_id) == campaign.id, col(Duty.state).in_(WAITING), ~overdue)
        .order_by(col(Duty.id))
        .limit(BATCH)
        .with_for_update()
    )
    ids = list(await act.db.scalars(waiting))
    if not ids:
        return 0
    listens = col(Duty.standing) & (col(Duty.state) == DutyState.OPEN)
    await act.db.execute(
        update(Duty)
        .where(col(Duty.id).in_(ids), listens)
        .values(
            state=DutyState.ENDED,
            fact=case((col(Duty.event_count) == 0, Fact.QUIET.value), else_=col(Duty.fact)),
            version=col(Duty.version) + 1,
            updated_at=act.now,
        )
        .execution_options(synchronize_session=False)
    )
    await act.db.execute(
        update(Duty)
        .where(col(Duty.id).in_(ids), col(Duty.state).in_(WAITING))
        .values(
            **released(act, reason),
            version=col(Duty.version) + 1,
            updated_at=act.now,
        )
        .execution_options(synchronize_session=False)
    )
    await cancel_clocks(act, ids)
    changes = {"duties_released": (None, len(ids)), "sha256": (None, digest_of(ids))}
    act.note("campaign:release", campaign, changes=changes, reason=reason)
    return len(ids)
