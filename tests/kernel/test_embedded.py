"""The worker that a server keeps: does its jobs, is replaced when it dies, and never outlives the server."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from duban.kernel import embedded
from duban.kernel.embedded import Watch, watched_worker
from duban.kernel.job_model import JobState
from support.job_samples import ask, job_of
from support.processes import PATH, TESTS, alive, python, until
from support.world import World

pytestmark = pytest.mark.anyio

EXITS_AT_ONCE = [sys.executable, "-c", "raise SystemExit(3)"]


@pytest.fixture(autouse=True)
def import_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", PATH)


@pytest.fixture
def watch(world: World) -> Iterator[Watch]:
    script = str(TESTS / "support" / "embedded_worker.py")
    url = world.database.url.render_as_string(hide_password=False)
    with watched_worker([sys.executable, script, url]) as watch:
        yield watch


async def done(world: World) -> None:
    job = await ask(world.database, world.person("north").actor, "sample-once")

    async def finished() -> bool:
        return (await job_of(world.database, job.id)).state is JobState.DONE

    await until(finished)


async def test_a_worker_that_dies_is_replaced_and_the_work_goes_on(world: World, watch: Watch) -> None:
    await done(world)
    first = watch.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    await done(world)
    assert watch.pid not in (None, first)
    assert watch.deaths == 1


async def test_a_server_that_ends_in_order_stops_its_worker_first(world: World) -> None:
    script = str(TESTS / "support" / "embedded_worker.py")
    url = world.database.url.render_as_string(hide_password=False)
    with watched_worker([sys.executable, script, url]) as watch:
        await done(world)
        pid = watch.pid
    assert pid is not None
    assert not alive(pid)
    assert (watch.pid, watch.deaths) == (None, 0)


async def test_a_server_killed_at_once_leaves_no_worker_behind(world: World, tmp_path: Path) -> None:
    url = world.database.url.render_as_string(hide_password=False)
    with python("embedding_server.py", url, str(tmp_path / "pid")) as server:

        async def started() -> bool:
            assert server.poll() is None
            return (tmp_path / "pid").exists()

        await until(started)
        job = await ask(world.database, world.person("north").actor, "sample-count", payload={"to": 10_000_000})

        async def at_work() -> bool:
            return (await job_of(world.database, job.id)).done > 2

        await until(at_work)
        pid = int((tmp_path / "pid").read_text())
        assert alive(pid)
        server.kill()
        server.wait()

    async def gone() -> bool:
        return not alive(pid)

    await until(gone)
    left = await job_of(world.database, job.id)
    assert (left.state, left.worker) == (JobState.WAITING, None)  # let go in order, not left to its lease


async def test_a_worker_that_cannot_start_is_tried_again_and_again_until_told_to_stop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(embedded, "FIRST_PAUSE_SECONDS", 0.01)
    with watched_worker(EXITS_AT_ONCE) as watch:

        async def died_thrice() -> bool:
            return watch.deaths >= 3

        await until(died_thrice)
    deaths = watch.deaths
    assert watch.pid is None
    assert watch.deaths == deaths


async def test_a_worker_that_does_not_listen_is_killed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(embedded, "STOP_SECONDS", 0.1)
    flag = tmp_path / "deaf"
    program = (
        "import pathlib, signal, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
        "pathlib.Path(sys.argv[1]).touch(); sys.stdin.read()"
    )
    with watched_worker([sys.executable, "-c", program, str(flag)]) as watch:

        async def deaf() -> bool:
            return flag.exists()

        await until(deaf)
        pid = watch.pid
    assert pid is not None
    assert not alive(pid)
