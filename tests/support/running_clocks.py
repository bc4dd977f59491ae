"""Clocks that run, for tests of what happens to them by themselves."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from duban.kernel import clocks
from duban.kernel.acts import Act
from duban.kernel.clock import now
from duban.kernel.clocks import Clock
from duban.kernel.db import Database
from duban.kernel.journal import JournalEntry
from support.samples import ANSWER, Sample
from support.world import World

LEVEL_NAMES = [f"org_l{level}" for level in range(1, 6)]


async def running(
    world: World,
    holder: str = "north_hospital",
    title: str = "通风",
    region: str = "990102",
    **changes: Any,
) -> UUID:
    """A matter of the northern hospital whose 5 working days run since now; `changes` are set on its clock."""
    place = world.organisations["north_hospital"]
    async with world.database.transaction() as db:
        sample = Sample(title=title, organisation_id=place.id, **dict(zip(LEVEL_NAMES, place.levels(), strict=True)))
        db.add(sample)
        act = Act(db, world.person("north").actor, now())
        clock = await clocks.start(
            act,
            sample,
            ANSWER,
            holder_id=world.organisations[holder].id,
            permission="sample.answer",
            label=title,
            region_code=region,
        )
        for name, value in changes.items():
            setattr(clock, name, value)
    return clock.id


async def clock_of(database: Database, id: UUID) -> Clock:
    async with database.transaction() as db:
        return await db.get_one(Clock, id)


async def entries(database: Database, action: str) -> list[JournalEntry]:
    """What the journal says of `action`, oldest first."""
    async with database.transaction() as db:
        found = select(JournalEntry).where(col(JournalEntry.action) == action).order_by(col(JournalEntry.id))
        return list(await db.scalars(found))
