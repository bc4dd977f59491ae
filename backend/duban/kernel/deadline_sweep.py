"""What nobody did in time: every minute the clocks that ran out are marked as missed, journalled and escalated (those
of confided matters to nobody: who stands above may not know of them).

The law's consequence is the module's business (`clocks.REACTIONS`); this module knows clocks and the tree. Sweeping
twice is sweeping once, and two workers sweeping at the same time share the clocks between them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, select, tuple_
from sqlmodel import col

from duban.kernel import confiding
from duban.kernel.acts import Act
from duban.kernel.clocks import REACTIONS, Clock, ClockState
from duban.kernel.errors import Text
from duban.kernel.jobs import Work
from duban.kernel.notifications import clock_missed
from duban.kernel.organisations import Organisation, OrganisationKind
from duban.kernel.schedule import every

log = structlog.get_logger("duban.sweep")

BATCH = 200
"""Clocks per transaction: the locks on their matters last well under a second."""

Place = tuple[datetime, UUID]


@dataclass
class Swept:
    """What one batch did. `last` is the place of its last clock in the order of the sweep; None: nothing was left."""

    missed: int = 0
    failed: list[UUID] = field(default_factory=list)
    last: Place | None = None


@every("deadline-sweep", minutes=1, title=Text("逾期清查", "Deadline sweep"))
async def deadline_sweep(work: Work) -> Mapping[str, Any]:
    """Sweep until no clock that ran out is unmarked, oldest first."""
    missed, failed, after = 0, list[UUID](), None
    while True:
        async with work.step() as act:
            swept = await sweep(act, after=after)
            missed, after = missed + swept.missed, swept.last
            failed += swept.failed
            act.checkpoint(None, done=missed)
        if after is None:
            return {"missed": missed, "failed": [str(id) for id in failed]}


async def sweep(act: Act, *, after: Place | None = None, among: ColumnElement[bool] | None = None) -> Swept:
    """Mark up to `BATCH` running clocks that ran out at or before the act's moment, oldest first, after `after`; only
    those `among` where a module ends its matters and must not wait for the next minute.

    Locks the clocks and passes over those that another transaction holds. A clock whose module fails to react stays
    as it was (it is tried again by the next sweep) and holds nobody else up.
    """
    statement = select(Clock).where(
        col(Clock.state) == ClockState.RUNNING, col(Clock.missed_at).is_(None), col(Clock.due_at) <= act.now
    )
    if after is not None:
        statement = statement.where(tuple_(col(Clock.due_at), col(Clock.id)) > tuple_(*after))
    if among is not None:
        statement = statement.where(among)
    statement = statement.order_by(col(Clock.due_at), col(Clock.id)).limit(BATCH).with_for_update(skip_locked=True)
    clocks = (await act.db.scalars(statement)).all()
    above = await _authorities_above(act, {clock.holder_id for clock in clocks})
    confided = {model.word() for model in confiding.models()}
    swept = Swept()
    for clock in clocks:
        id, swept.last = clock.id, (clock.due_at, clock.id)
        try:
            async with act.db.begin_nested():
                await _miss(act, clock, None if clock.subject_type in confided else above.get(clock.holder_id))
        except Exception as error:
            log.error("reaction_failed", clock=str(id), exc_info=error)
            swept.failed.append(id)
        else:
            swept.missed += 1
    return swept


async def _miss(act: Act, clock: Clock, escalated_to_id: UUID | None) -> None:
    told = {
        "missed_at": (None, clock.due_at),
        "escalated_to_id": (clock.escalated_to_id, escalated_to_id),
        "matter": (None, {"type": clock.subject_type, "id": clock.subject_id, "term": clock.term}),
    }
    clock.missed_at, clock.escalated_to_id = clock.due_at, escalated_to_id
    act.note("clock:miss", clock, label=clock.subject_label, changes=told)
    clock_missed(act, clock)
    if react := REACTIONS.get(clock.subject_type):
        await react(act, clock)
    await act.db.flush()


async def _authorities_above(act: Act, holders: set[UUID]) -> dict[UUID, UUID]:
    """For each of `holders` the nearest health authority above it; those with none above are left out."""
    if not holders:
        return {}
    rows = (await act.db.scalars(select(Organisation).where(col(Organisation.id).in_(holders)))).all()
    ancestors = {id for row in rows for id in row.levels() if id is not None and id != row.id}
    authorities = set(
        await act.db.scalars(
            select(col(Organisation.id)).where(
                col(Organisation.id).in_(ancestors), col(Organisation.kind) == OrganisationKind.HEALTH_AUTHORITY
            )
        )
    )
    found = {}
    for row in rows:
        upwards = [id for id in reversed(row.levels()) if id is not None and id != row.id]
        if nearest := next((id for id in upwards if id in authorities), None):
            found[row.id] = nearest
    return found
