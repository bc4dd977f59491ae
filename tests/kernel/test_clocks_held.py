"""A running clock is held, let go, stopped and given more time: what its row says then, and who may give how much."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from duban.kernel import clocks
from duban.kernel.acts import Act
from duban.kernel.clock import now
from duban.kernel.clocks import ClockState
from duban.kernel.errors import Conflict, Forbidden, Invalid
from duban.kernel.terms import Extension, ExtensionTier, Unit
from support.running_clocks import clock_of, running
from support.samples import ANSWER, Sample
from support.world import World

pytestmark = pytest.mark.anyio

TWICE = replace(
    ANSWER,
    extensions=(
        ExtensionTier(5, Unit.WORKING_DAYS, "sample.extend", "Sample Act art. 2", ask_before=2),
        ExtensionTier(None, Unit.WORKING_DAYS, "sample.extend_again", "Sample Act art. 3", at_most=3),
    ),
)
"""Prolonged once by 5 working days, asked for 2 working days before the end; then once more by 3 at most."""


@asynccontextmanager
async def acting(world: World, id: UUID, *permissions: str) -> AsyncIterator[tuple[Act, Any]]:
    async with world.database.transaction() as db:
        clock = await db.get_one(clocks.Clock, id)
        yield Act(db, world.person("north", *permissions).actor, now()), await db.get_one(Sample, clock.subject_id)


def days(amount: int) -> Extension:
    return Extension(amount, Unit.WORKING_DAYS, "取证需要", "north")


async def test_a_held_clock_stopped_after_its_old_date_was_not_late(world: World) -> None:
    with world.at("2026-03-02 09:00"):
        id = await running(world)  # 5 working days: to 9 March
    with world.at("2026-03-04 09:00"):
        async with acting(world, id) as (act, sample):
            await clocks.pause(act, sample, [ANSWER.name])
    with world.at("2026-03-12 09:00"):
        async with acting(world, id) as (act, sample):
            await clocks.stop(act, sample, ["*"])
    clock = await clock_of(world.database, id)
    assert (clock.state, clock.missed_at) == (ClockState.MET, None)
    # Counted were 3 March, then the days from 13 March on; 4 to 12 March were held: 13, 16, 17, 18 March.
    assert clock.due_on == date(2026, 3, 18)


async def test_the_worklist_does_not_call_a_held_clock_late(world: World) -> None:
    with world.at("2026-03-02 09:00"):
        id = await running(world)
    with world.at("2026-03-04 09:00"):
        async with acting(world, id) as (act, sample):
            await clocks.pause(act, sample, [ANSWER.name])
    person = world.person("north_hospital", "worklist.use", "sample.answer")
    with world.at("2026-03-12 09:00"):
        (item,) = (await person.get("/worklist")).json()["items"]
        assert (item["paused"], item["late"]) == (True, False)
        (count,) = (await person.get("/worklist/counts")).json()["items"]
        assert (count["total"], count["late"], count["soon"]) == (1, 0, 0)


async def test_more_time_for_a_day_that_was_fixed_counts_from_that_day(world: World) -> None:
    with world.at("2026-03-02 09:00"):
        id = await running(world, fixed_on=date(2026, 3, 20))  # a Friday
        async with acting(world, id) as (act, sample):
            await clocks.extend(act, sample, ANSWER.name, days(3))
    assert (await clock_of(world.database, id)).due_on == date(2026, 3, 25)  # 23, 24, 25 March
    with pytest.raises(ValueError, match="hours"):
        async with acting(world, id) as (act, sample):
            await clocks.extend(act, sample, ANSWER.name, Extension(12, Unit.HOURS, "r", "north"))


async def test_tiers_are_given_in_their_order_by_whom_and_as_long_as_the_law_says(world: World) -> None:
    with world.at("2026-03-02 09:00"):
        id = await running(world)  # to Monday 9 March
    both = ("sample.extend", "sample.extend_again")

    async def grant(extension: Extension, *permissions: str, asked: date = date(2026, 3, 5)) -> date:
        async with acting(world, id, *permissions) as (act, sample):
            return (await clocks.grant(act, sample, TWICE, extension, asked_on=asked)).due_on

    with world.at("2026-03-06 09:00"):
        with pytest.raises(Forbidden):
            await grant(days(5), "sample.extend_again")
        # Friday 6 and Monday 9 March must be left: Thursday 5 March is the last day to ask.
        with pytest.raises(Conflict, match="extension_asked_late"):
            await grant(days(5), *both, asked=date(2026, 3, 6))
        with pytest.raises(Invalid, match="extension_too_long"):
            await grant(days(6), *both)
        with pytest.raises(Invalid, match="extension_too_long"):
            await grant(Extension(5, Unit.CALENDAR_DAYS, "r", "north"), *both)
        assert await grant(days(5), *both) == date(2026, 3, 16)
        with pytest.raises(Invalid, match="extension_too_long"):
            await grant(days(4), *both)
        assert await grant(days(3), *both) == date(2026, 3, 19)
        with pytest.raises(Conflict, match="no_further_extension"):
            await grant(days(1), *both)
