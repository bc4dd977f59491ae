"""Background work inside one process: what is asked for is done once, progress commits with its rows, fences hold."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlmodel import col

from duban.kernel import clock, jobs, leases, worker
from duban.kernel.acts import Act
from duban.kernel.clock import now
from duban.kernel.db import Database
from duban.kernel.errors import Text
from duban.kernel.job_model import Job, JobState
from duban.kernel.jobs import HANDLERS, LeaseLost, Work, enqueue
from duban.kernel.leases import Lease, backoff
from duban.kernel.organisations import Organisation
from duban.settings import Settings
from support.job_samples import JobTrace, ask, job_of, traces
from support.world import World

pytestmark = pytest.mark.anyio

LEASE = timedelta(seconds=60)


async def taken(database: Database, name: str = "a") -> tuple[Job, Lease]:
    found = await leases.take(database, HANDLERS, name, LEASE)
    assert found is not None
    return found


async def work_of(database: Database, job: Job, lease: Lease) -> Work:
    return await Work.of(job, lease, database, None, asyncio.Event())


async def let_lease_run_out(database: Database, job: Job) -> None:
    async with database.transaction() as db:
        await db.execute(update(Job).where(col(Job.id) == job.id).values(lease_until=datetime(2000, 1, 1, tzinfo=UTC)))


async def test_a_job_exists_exactly_when_the_act_that_asked_for_it_does(world: World) -> None:
    me = world.person("north").actor
    with pytest.raises(RuntimeError):
        async with world.database.transaction() as db:
            await enqueue(Act(db, me, now()), "sample-once", {})
            raise RuntimeError
    async with world.database.transaction() as db:
        assert await db.scalar(select(func.count()).select_from(Job)) == 0
    job = await ask(world.database, me, "sample-once")
    assert await worker.drain(world.database) == 1
    assert (await job_of(world.database, job.id)).state is JobState.DONE
    assert await traces(world.database, job.id) == [1]


async def test_a_job_acts_as_whoever_asked_for_it_with_the_rights_they_had(world: World) -> None:
    me = world.person("north_hospital", "duty.submit", "task.answer", name="李四").actor
    await ask(world.database, me, "sample-once")
    job, lease = await taken(world.database)
    actor = (await work_of(world.database, job, lease)).actor
    assert actor == me
    assert job.levels()[1] == world.organisations["north"].id


async def test_the_starters_place_in_the_tree_is_read_anew(world: World) -> None:
    me = world.person("north_hospital").actor
    await ask(world.database, me, "sample-once")
    async with world.database.transaction() as db:
        hospital = await db.get_one(Organisation, me.organisation_id)
        hospital.sit_below(await db.get_one(Organisation, world.organisations["city"].id))
    job, lease = await taken(world.database)
    assert (await work_of(world.database, job, lease)).actor.level == 2


async def test_a_kind_that_nobody_handles_cannot_be_asked_for(world: World) -> None:
    with pytest.raises(KeyError):
        await ask(world.database, world.person("north").actor, "sample-typo")


async def test_two_handlers_cannot_share_a_kind() -> None:
    with pytest.raises(ValueError, match="two handlers"):
        jobs.handles("sample-once", title=Text("一", "one"))(HANDLERS["sample-once"].handler)


async def test_one_key_makes_one_job_for_ever(world: World) -> None:
    me = world.person("north").actor
    first = await ask(world.database, me, "sample-once", dedupe_key="k")
    again = await ask(world.database, me, "sample-once", dedupe_key="k")
    await worker.drain(world.database)
    after = await ask(world.database, me, "sample-once", dedupe_key="k")
    assert first.id == again.id == after.id
    await worker.drain(world.database)
    assert await traces(world.database) == [1]


async def test_a_job_waits_for_its_time(world: World) -> None:
    me = world.person("north").actor
    with world.at("2026-03-02 09:00"):
        await ask(world.database, me, "sample-once", run_at=now() + timedelta(hours=1))
    with world.at("2026-03-02 09:59"):
        assert await worker.drain(world.database) == 0
    with world.at("2026-03-02 10:00"):
        assert await worker.drain(world.database) == 1


async def test_urgent_jobs_go_first_and_have_a_place_of_their_own(world: World) -> None:
    me = world.person("north").actor
    await ask(world.database, me, "sample-once")
    urgent = await ask(world.database, me, "sample-once", urgent=True)
    assert (await taken(world.database))[0].id == urgent.id
    assert await leases.take(world.database, HANDLERS, "b", LEASE, urgent_only=True) is None
    assert not await leases.anything_due(world.database, HANDLERS, urgent_only=True)
    assert await leases.anything_due(world.database, HANDLERS, urgent_only=False)


async def test_a_worker_leaves_kinds_it_does_not_know_to_others(world: World) -> None:
    await ask(world.database, world.person("north").actor, "sample-once")
    assert await leases.take(world.database, {"sample-count"}, "old", LEASE) is None
    assert await leases.take(world.database, {"sample-once"}, "new", LEASE) is not None


async def test_progress_is_told_and_the_version_counts_it(world: World) -> None:
    job = await ask(world.database, world.person("north").actor, "sample-count", payload={"to": 3}, total=3)
    await worker.drain(world.database)
    done = await job_of(world.database, job.id)
    assert (done.state, done.done, done.total, done.unit) == (JobState.DONE, 3, 3, "rows")
    assert (done.message_zh, done.message_en) == ("第 3 行", "row 3")
    assert done.result == {"counted": 3}
    assert done.finished_at is not None
    assert done.version == 1 + 1 + 3 + 1  # taken, three checkpoints, finished


async def test_a_held_job_is_not_given_out_twice(world: World) -> None:
    await ask(world.database, world.person("north").actor, "sample-once")
    await taken(world.database)
    assert await leases.take(world.database, HANDLERS, "b", LEASE) is None


async def test_what_a_worker_without_its_lease_writes_is_rolled_back_with_its_checkpoint(world: World) -> None:
    asked = await ask(world.database, world.person("north").actor, "sample-count", payload={"to": 2})
    job, lease = await taken(world.database, "slow")
    slow = await work_of(world.database, job, lease)
    await let_lease_run_out(world.database, job)
    newer, its_lease = await taken(world.database, "quick")
    assert (newer.id, its_lease.token, newer.worker) == (job.id, lease.token + 1, "quick")
    with pytest.raises(LeaseLost):
        async with slow.step() as act:
            act.db.add(JobTrace(job_id=job.id, number=99, worker="slow", actor_id=job.id))
            act.checkpoint(99, done=99)
    with pytest.raises(LeaseLost):
        await leases.finish(world.database, lease, {"by": "slow"})
    with pytest.raises(LeaseLost):
        await leases.renew(world.database, lease)
    with pytest.raises(LeaseLost):
        await leases.bury(world.database, lease, "slow")
    await worker.run_one(newer, its_lease, world.database, None, asyncio.Event())
    assert await traces(world.database) == [1, 2]
    assert (await job_of(world.database, asked.id)).result == {"counted": 2}


async def test_calls_for_after_the_commit_are_made_only_after_it(world: World) -> None:
    await ask(world.database, world.person("north").actor, "sample-once")
    work = await work_of(world.database, *await taken(world.database))
    called: list[str] = []
    async with work.step() as act:
        act.after_commit.append(lambda: called.append("committed"))
        assert called == []
    assert called == ["committed"]
    await let_lease_run_out(world.database, work.job)
    await taken(world.database, "other")
    with pytest.raises(LeaseLost):
        async with work.step() as act:
            act.after_commit.append(lambda: called.append("lost"))
    assert called == ["committed"]


async def test_a_failing_job_is_tried_again_later_and_leaves_no_half_done_rows(world: World) -> None:
    with world.at("2026-03-02 09:00"):
        job = await ask(world.database, world.person("north").actor, "sample-fails", payload={"times": 2})
        assert await worker.drain(world.database) == 1
        waiting = await job_of(world.database, job.id)
        assert (waiting.state, waiting.run_at) == (JobState.WAITING, now() + timedelta(seconds=5))
    with world.at("2026-03-02 09:01"):
        assert await worker.drain(world.database) == 1
    with world.at("2026-03-02 09:02"):
        assert await worker.drain(world.database) == 1
    done = await job_of(world.database, job.id)
    assert (done.state, done.result, done.error) == (JobState.DONE, {"tries": 3}, None)
    assert await traces(world.database) == []


async def test_a_job_that_never_succeeds_is_dead_and_says_where_without_quoting_rows(world: World) -> None:
    job = await ask(world.database, world.person("north").actor, "sample-fails", payload={"times": 99})
    for day in (2, 3, 4):
        with clock.at(datetime(2030, 1, day, tzinfo=UTC)):
            assert await worker.drain(world.database) == 1
    dead = await job_of(world.database, job.id)
    assert (dead.state, dead.attempts) == (JobState.DEAD, 3)
    assert dead.error is not None
    assert dead.error.startswith("RuntimeError")
    assert "张三" not in dead.error
    with clock.at(datetime(2030, 1, 5, tzinfo=UTC)):
        assert await worker.drain(world.database) == 0


async def test_a_refusal_is_not_tried_again_because_it_would_refuse_again(world: World) -> None:
    job = await ask(world.database, world.person("north").actor, "sample-refused")
    assert await worker.drain(world.database) == 1
    dead = await job_of(world.database, job.id)
    assert (dead.state, dead.error) == (JobState.DEAD, "not_now: 现在不行。 Not now.")


async def test_a_job_that_kills_every_worker_before_any_progress_dies_itself(world: World) -> None:
    job = await ask(world.database, world.person("north").actor, "sample-once")
    for _ in range(5):
        assert (await taken(world.database))[0].id == job.id
        await let_lease_run_out(world.database, job)
    assert await worker.drain(world.database) == 1
    dead = await job_of(world.database, job.id)
    assert dead.state is JobState.DEAD
    assert (dead.error or "").startswith("worker_died")
    assert await traces(world.database) == []


async def test_progress_forgives_earlier_tries(world: World) -> None:
    job = await ask(world.database, world.person("north").actor, "sample-count", payload={"to": 9})
    for number in range(1, 9):
        work = await work_of(world.database, *await taken(world.database))
        async with work.step() as act:
            act.checkpoint(number)
        await let_lease_run_out(world.database, job)
    assert await worker.drain(world.database) == 1
    assert (await job_of(world.database, job.id)).state is JobState.DONE


async def test_a_failure_after_progress_is_the_first_one_again(world: World) -> None:
    job = await ask(world.database, world.person("north").actor, "sample-stumbles")
    for day in (2, 3, 4):
        with clock.at(datetime(2030, 1, day, tzinfo=UTC)):
            assert await worker.drain(world.database) == 1
            assert (await job_of(world.database, job.id)).state is JobState.WAITING
    with clock.at(datetime(2030, 1, 5, tzinfo=UTC)):
        assert await worker.drain(world.database) == 1
    assert (await job_of(world.database, job.id)).state is JobState.DONE


async def test_a_stopping_worker_puts_its_job_back_where_the_last_step_left_it(world: World) -> None:
    job = await ask(world.database, world.person("north").actor, "sample-count", payload={"to": 3})
    found, lease = await taken(world.database)
    stop = asyncio.Event()
    work = await Work.of(found, lease, world.database, None, stop)
    async with work.step() as act:
        act.db.add(JobTrace(job_id=job.id, number=1, worker="a", actor_id=job.id))
        act.checkpoint(1)
    stop.set()
    found.cursor = 1
    await worker.run_one(found, lease, world.database, None, stop)
    back = await job_of(world.database, job.id)
    assert (back.state, back.cursor, back.attempts, back.worker) == (JobState.WAITING, 1, 0, None)
    assert await worker.drain(world.database) == 1
    assert await traces(world.database, job.id) == [1, 2, 3]


@pytest.mark.parametrize("kept", [{}, {"id": "nobody"}, {"kind": "ghost"}])
async def test_a_job_whose_starter_cannot_be_read_dies_and_the_next_one_is_done(
    world: World, kept: dict[str, str]
) -> None:
    me = world.person("north").actor
    bad, good = await ask(world.database, me, "sample-once"), await ask(world.database, me, "sample-once")
    starter = {**bad.starter, **kept} if kept else {}
    async with world.database.transaction() as db:
        await db.execute(update(Job).where(col(Job.id) == bad.id).values(starter=starter))
    assert await worker.drain(world.database) == 2
    dead = await job_of(world.database, bad.id)
    assert (dead.state, (dead.error or "").split(":")[0]) == (JobState.DEAD, "starter_unreadable")
    assert (await job_of(world.database, good.id)).state is JobState.DONE


async def test_a_fault_of_the_worker_itself_ends_neither_its_places_nor_what_runs_beside(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, failures = asyncio.Event(), 0

    async def broken(*_: object, **__: object) -> bool:
        nonlocal failures
        failures += 1
        if failures == 5:
            stop.set()
        raise KeyError("a fault of ours")

    async def beside(_database: Database, _settings: Settings, stopped: asyncio.Event) -> None:
        await stopped.wait()

    monkeypatch.setattr(worker, "TROUBLE_SECONDS", 0.001)
    monkeypatch.setattr(leases, "anything_due", broken)
    await worker.run(world.database, world.settings, stop, beside=[beside])
    assert failures >= 5


def test_the_pause_between_tries_grows_up_to_an_hour() -> None:
    assert [backoff(n).total_seconds() for n in (1, 2, 3, 4)] == [5, 15, 45, 135]
    assert backoff(7) == backoff(500) == timedelta(hours=1)
