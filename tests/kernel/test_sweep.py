"""The sweep: what ran out is marked once, journalled by the system, escalated, and answered by the module it is of."""

from datetime import timedelta
from uuid import UUID

import orjson
import pytest
from sqlalchemy import select, update
from sqlmodel import col

from duban.kernel import deadline_sweep, worker
from duban.kernel.acts import Act
from duban.kernel.clock import now
from duban.kernel.clocks import REACTIONS, Clock, ClockState
from duban.kernel.db import Database
from duban.kernel.deadline_sweep import sweep
from duban.kernel.idempotency import IdempotentAnswer
from duban.kernel.ids import new_id
from duban.kernel.job_model import Job, JobState
from duban.kernel.system_actor import SYSTEM_ID, system_act
from support.running_clocks import clock_of, entries, running
from support.samples import Sample
from support.world import World

pytestmark = pytest.mark.anyio


async def swept(database: Database) -> tuple[int, list[UUID]]:
    async with database.transaction() as db:
        act = await system_act(db)
        assert act is not None
        done = await sweep(act)
        return done.missed, done.failed


async def test_a_term_is_missed_at_the_end_of_its_last_day_and_not_before(world: World) -> None:
    with world.at("2026-03-02 09:00"):
        id = await running(world)  # Monday: 5 working days end on Monday 9 March, 24:00
    with world.at("2026-03-09 23:59"):
        assert await swept(world.database) == (0, [])
    with world.at("2026-03-10 00:00"):
        assert await swept(world.database) == (1, [])
    clock = await clock_of(world.database, id)
    assert clock.missed_at is not None
    assert clock.missed_at.isoformat() == "2026-03-09T16:00:00+00:00"
    assert clock.state is ClockState.RUNNING
    (entry,) = await entries(world.database, "clock:miss")
    assert (entry.actor_id, entry.actor_kind, entry.subject_id, entry.subject_label) == (
        SYSTEM_ID,
        "system",
        id,
        "通风",
    )
    assert entry.org_l3 == world.organisations["north_hospital"].id
    assert orjson.loads(entry.changes)["matter"][1]["type"] == "sample"


async def test_sweeping_twice_is_sweeping_once(world: World) -> None:
    with world.at("2026-03-02 09:00"):
        id = await running(world)
    with world.at("2026-04-01 09:00"):
        assert await swept(world.database) == (1, [])
        before = await clock_of(world.database, id)
        assert await swept(world.database) == (0, [])
    assert (await clock_of(world.database, id)).version == before.version == 2
    assert len(await entries(world.database, "clock:miss")) == 1


async def test_only_running_clocks_are_swept(world: World) -> None:
    with world.at("2026-03-02 09:00"):
        for state in (ClockState.PAUSED, ClockState.MET, ClockState.CANCELLED):
            await running(world, state=state)
    with world.at("2026-04-01 09:00"):
        assert await swept(world.database) == (0, [])


@pytest.mark.parametrize(
    ("holder", "above"),
    [
        ("north_hospital", "north"),
        ("north_medical", "north"),
        ("north_police", "north"),
        ("north", "city"),
        ("city", None),
    ],
)
async def test_a_missed_clock_goes_up_to_the_nearest_health_authority(
    world: World, holder: str, above: str | None
) -> None:
    with world.at("2026-03-02 09:00"):
        id = await running(world, holder)
    with world.at("2026-04-01 09:00"):
        await swept(world.database)
    expected = world.organisations[above].id if above else None
    assert (await clock_of(world.database, id)).escalated_to_id == expected


async def test_the_module_reacts_in_the_same_transaction(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def mark(act: Act, clock: Clock) -> None:
        await act.db.execute(update(Sample).where(col(Sample.id) == clock.subject_id).values(answer="逾期未答"))

    monkeypatch.setitem(REACTIONS, "sample", mark)
    with world.at("2026-03-02 09:00"):
        await running(world)
    with world.at("2026-04-01 09:00"):
        await swept(world.database)
    async with world.database.transaction() as db:
        assert (await db.scalars(select(col(Sample.answer)))).all() == ["逾期未答"]


async def test_one_failing_reaction_holds_nobody_else_up_and_is_tried_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(act: Act, clock: Clock) -> None:
        await act.db.execute(update(Sample).where(col(Sample.id) == clock.subject_id).values(answer="半截"))
        if clock.subject_label == "坏":
            raise RuntimeError("broken")

    monkeypatch.setitem(REACTIONS, "sample", fail)
    with world.at("2026-03-02 09:00"):
        bad = await running(world, title="坏")
        good = await running(world, title="好")
    with world.at("2026-04-01 09:00"):
        assert await swept(world.database) == (1, [bad])
        assert (await clock_of(world.database, bad)).missed_at is None
        assert (await clock_of(world.database, good)).missed_at is not None
        monkeypatch.delitem(REACTIONS, "sample")
        assert await swept(world.database) == (1, [])
    async with world.database.transaction() as db:
        answers = dict((await db.execute(select(col(Sample.title), col(Sample.answer)))).all())
    assert answers == {"坏": None, "好": "半截"}


async def test_the_tick_sweeps_all_batches_oldest_first(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadline_sweep, "BATCH", 2)
    with world.at("2026-03-02 09:00"):
        for number in range(5):
            with world.at(f"2026-03-0{5 - number} 09:00"):
                await running(world, title=f"第{number}件")
    with world.at("2026-04-01 09:00"):
        await worker.drain(world.database, ticks=True)
    assert [entry.subject_label for entry in await entries(world.database, "clock:miss")] == [
        f"第{n}件" for n in (4, 3, 2, 1, 0)
    ]
    async with world.database.transaction() as db:
        job = await db.scalar(select(Job).where(col(Job.kind) == "deadline-sweep"))
    assert job is not None
    assert (job.state, job.result, job.done) == (JobState.DONE, {"missed": 5, "failed": []}, 5)


async def test_housekeeping_forgets_old_answers_and_old_ticks_and_nothing_else(world: World) -> None:
    def answer(key: str) -> IdempotentAnswer:
        return IdempotentAnswer(id=new_id(), actor_id=SYSTEM_ID, key=key, fingerprint="", created_at=now())

    with world.at("2026-03-01 12:00"):
        await worker.drain(world.database, ticks=True)
        async with world.database.transaction() as db:
            db.add(answer("old"))
    with world.at("2026-03-10 12:00"):
        async with world.database.transaction() as db:
            db.add(answer("new"))
            dead = (await db.scalars(select(Job).where(col(Job.kind) == "idempotency-cleanup"))).one()
            dead.state = JobState.DEAD
    with world.at("2026-03-15 12:01"):
        await worker.drain(world.database, ticks=True)
        a_week_ago = now() - timedelta(days=7)
    async with world.database.transaction() as db:
        assert (await db.scalars(select(col(IdempotentAnswer.key)))).all() == ["new"]
        left = (await db.execute(select(col(Job.kind), col(Job.state)).where(col(Job.run_at) < a_week_ago))).all()
    assert JobState.DONE not in {state for _, state in left}
    assert ("idempotency-cleanup", JobState.DEAD) in left
