"""Background work across real processes: a killed worker is replaced, many share the jobs, orders to stop are kept."""

import signal
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col

from duban.kernel.acts import Act
from duban.kernel.clock import now
from duban.kernel.db import Database
from duban.kernel.job_model import Job, JobState
from duban.kernel.jobs import enqueue
from support.job_samples import JobTrace, ask, job_of, traced_jobs, traces
from support.processes import python, until
from support.world import World

pytestmark = pytest.mark.anyio


def address(database: Database) -> str:
    return database.url.render_as_string(hide_password=False)


async def test_another_worker_takes_over_what_a_killed_one_left_and_nothing_is_done_twice(
    world: World, tmp_path: Path
) -> None:
    url, flag = address(world.database), tmp_path / "hangs"
    job = await ask(world.database, world.person("north").actor, "sample-count", payload={"to": 200}, total=200)
    with python("job_worker.py", url, "first", "120", str(flag)) as first:

        async def hangs() -> bool:
            assert first.poll() is None
            return flag.exists()

        # It now sits in the middle of its 120th transaction, whose row is written and not committed.
        await until(hangs)
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert await traces(world.database, job.id) == list(range(1, 120))
    assert (await job_of(world.database, job.id)).done == 119
    with python("job_worker.py", url, "second"):

        async def finished() -> bool:
            return (await job_of(world.database, job.id)).state is JobState.DONE

        await until(finished)
    assert await traces(world.database, job.id) == list(range(1, 201))
    async with world.database.reading() as connection:
        rows = await connection.execute(select(col(JobTrace.number), col(JobTrace.worker)))
        by_worker = {name: [n for n, w in rows_ if w == name] for rows_ in [rows.all()] for name in ("first", "second")}
    assert sorted(by_worker["first"]) == list(range(1, 120))
    assert sorted(by_worker["second"]) == list(range(120, 201))


async def test_three_workers_do_every_one_of_many_jobs_once(world: World) -> None:
    me, count = world.person("north").actor, 150
    async with world.database.transaction() as db:
        for _ in range(count):
            await enqueue(Act(db, me, now()), "sample-once", {})
    url = address(world.database)

    async def all_done() -> bool:
        async with world.database.reading() as connection:
            open_ = await connection.scalars(select(col(Job.id)).where(col(Job.state) != JobState.DONE).limit(1))
            return open_.first() is None

    with (
        python("job_worker.py", url, "a"),
        python("job_worker.py", url, "b"),
        python("job_worker.py", url, "c"),
    ):
        await until(all_done)
    done = await traced_jobs(world.database)
    assert len(done) == count
    assert set(done.values()) == {1}


async def test_a_worker_told_to_stop_lets_go_of_its_job_at_once(world: World) -> None:
    job = await ask(world.database, world.person("north").actor, "sample-count", payload={"to": 10_000_000})
    with python("job_worker.py", address(world.database), "only") as process:

        async def on_its_way() -> bool:
            assert process.poll() is None
            return (await job_of(world.database, job.id)).done >= 5

        await until(on_its_way)
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
    left = await job_of(world.database, job.id)
    assert (left.state, left.lease_until, left.cursor) == (JobState.WAITING, None, left.done)
    assert await traces(world.database, job.id) == list(range(1, left.done + 1))
