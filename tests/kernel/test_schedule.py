"""Ticks: each time once for all machines, the newest one missed is made up for, and old proofs are swept away."""

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from duban.kernel import schedule
from duban.kernel.clock import ZONE
from duban.kernel.db import Database
from duban.kernel.errors import Text
from duban.kernel.job_model import Job
from duban.kernel.jobs import Work
from duban.kernel.schedule import TICKS, Tick, Ticker, daily, every
from duban.kernel.system_actor import SYSTEM_ID, system_actor
from support.world import World

pytestmark = pytest.mark.anyio


@every("sample-minutely", minutes=1, title=Text("每分钟", "Every minute"))
async def minutely(work: Work) -> None:
    """Nothing to do: the job itself is what these tests look at."""


@daily("sample-daily", at=time(3, 0), title=Text("每天", "Every day"))
async def nightly(work: Work) -> None:
    """Nothing to do: the job itself is what these tests look at."""


@pytest.fixture(autouse=True)
def only_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    samples = {name: tick for name, tick in TICKS.items() if name.startswith("sample-")}
    monkeypatch.setattr(schedule, "TICKS", samples)


async def keys(database: Database) -> set[str]:
    async with database.reading() as connection:
        return {key or "" for key in await connection.scalars(select(col(Job.dedupe_key)))}


async def test_a_tick_is_a_job_under_its_name_and_time(world: World) -> None:
    with world.at("2026-11-22 03:00"):
        assert await Ticker(world.database).fire() == 2
    assert await keys(world.database) == {"sample-minutely:2026-11-22T03:00", "sample-daily:2026-11-22T03:00"}
    async with world.database.transaction() as db:
        job = (await db.scalars(select(Job))).first()
        assert job is not None
        assert (job.started_by_id, job.urgent) == (SYSTEM_ID, True)
        assert job.org_l1 == world.organisations["city"].id


async def test_two_workers_do_not_fire_the_same_tick(world: World) -> None:
    one, other = Ticker(world.database), Ticker(world.database)
    with world.at("2026-11-22 10:15"):
        await one.fire()
        await other.fire()
        await one.fire()
    with world.at("2026-11-22 10:16"):
        await other.fire()
        await one.fire()
    async with world.database.reading() as connection:
        fired = (await connection.scalars(select(col(Job.dedupe_key)).order_by(col(Job.dedupe_key)))).all()
    assert fired == [
        "sample-daily:2026-11-22T03:00",
        "sample-minutely:2026-11-22T10:15",
        "sample-minutely:2026-11-22T10:16",
    ]


async def test_after_days_without_a_worker_the_newest_tick_is_made_up_for_once(world: World) -> None:
    ticker = Ticker(world.database)
    with world.at("2026-11-18 02:59"):
        await ticker.fire()
    with world.at("2026-11-22 02:59"):
        await ticker.fire()
    assert await keys(world.database) == {
        "sample-daily:2026-11-17T03:00",
        "sample-daily:2026-11-21T03:00",
        "sample-minutely:2026-11-18T02:59",
        "sample-minutely:2026-11-22T02:59",
    }


async def test_an_installation_without_organisations_has_nothing_to_keep(database: Database) -> None:
    ticker = Ticker(database)
    assert await ticker.fire() == 0
    async with database.transaction() as db:
        assert await system_actor(db) is None
    assert await keys(database) == set()


@pytest.mark.parametrize(
    ("tick", "at", "latest"),
    [
        (Tick("t", timedelta(minutes=15)), "2026-03-01 00:00", "2026-03-01T00:00"),
        (Tick("t", timedelta(minutes=15)), "2026-03-01 10:29", "2026-03-01T10:15"),
        (Tick("t", timedelta(days=1), time(3, 0)), "2026-03-01 02:59", "2026-02-28T03:00"),
        (Tick("t", timedelta(days=1), time(3, 0)), "2026-03-01 03:00", "2026-03-01T03:00"),
        (Tick("t", timedelta(hours=12), time(6, 0)), "2026-03-01 05:59", "2026-02-28T18:00"),
    ],
)
def test_the_latest_time_of_a_tick_is_local(tick: Tick, at: str, latest: str) -> None:
    instant = datetime.fromisoformat(at).replace(tzinfo=ZONE)
    assert tick.key(tick.latest(instant)) == f"t:{latest}"


def test_a_rhythm_that_does_not_fit_a_day_is_refused() -> None:
    with pytest.raises(ValueError, match="do not divide a day"):
        every("sample-odd", minutes=7, title=Text("七", "seven"))
