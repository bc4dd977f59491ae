"""The loop that does the jobs: takes one, runs its handler, keeps its lease, and ends it one way or another.

Any number of workers on any number of machines may run over one database. Each has places for ordinary jobs and one
that only urgent ones may use, so that no long import can keep a statutory deadline waiting. What a kind of job does is
its handler's business; what else must run beside the jobs is handed in by the caller.
"""

import asyncio
import os
import signal
import socket
import traceback
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import structlog
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from duban.kernel import leases, schedule
from duban.kernel.db import Database
from duban.kernel.embedded import end_with_parent
from duban.kernel.errors import Problem, Text, Unavailable
from duban.kernel.job_model import Job
from duban.kernel.jobs import HANDLERS, Interrupted, Work
from duban.kernel.leases import Lease, LeaseLost, backoff
from duban.kernel.outages import FAILURES
from duban.settings import Settings

log = structlog.get_logger("duban.worker")

POLL_SECONDS = 0.25
"""How often a place without work looks for some: one indexed read of the open jobs."""
GRACE_SECONDS = 10.0
"""How long a handler may take to reach the end of its step once the worker is to stop."""
TROUBLE_SECONDS = 2.0
"""How long a place rests after the database failed it."""
TROUBLE: tuple[type[Exception], ...] = (SQLAlchemyError, OSError, *FAILURES)
"""What a database out of reach or too busy raises."""
WORKER_DIED = Text(
    "处理它的进程多次中断，未取得任何进展。请查看日志后重新运行。",
    "Its worker died again and again before any progress. Look at the log, then restart it.",
)

STARTER_UNREADABLE = Text(
    "任务中记录的发起人无法识别，不能以其名义办理。请重新发起。",
    "Whoever asked for it cannot be made out from the job. Ask for it anew.",
)

Companion = Callable[[Database, Settings, asyncio.Event], Awaitable[None]]
"""Something that runs beside the jobs until the event is set, such as the journal's sealer."""

_PACKAGE = str(Path(__file__).parents[1])


def name_of_this_worker() -> str:
    """Where and which process: for people, and unique even where a container's process ids repeat."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:6]}"[:120]


async def run(
    database: Database,
    settings: Settings,
    stop: asyncio.Event,
    *,
    beside: Sequence[Companion] = (),
    name: str | None = None,
) -> None:
    """Do jobs, fire ticks and run the companions `beside` until `stop` is set; then let go of what is held.

    Returns once every place is empty, at the latest `GRACE_SECONDS` after `stop`.
    """
    worker = Worker(database, settings, stop, name or name_of_this_worker())
    log.info("worker_started", worker=worker.name, places=settings.worker_concurrency, kinds=sorted(HANDLERS))
    async with asyncio.TaskGroup() as group:
        for _ in range(settings.worker_concurrency):
            group.create_task(worker.place(urgent_only=False))
        group.create_task(worker.place(urgent_only=True))
        group.create_task(worker.fire_ticks())
        for companion in beside:
            group.create_task(worker.accompany(companion))
    log.info("worker_stopped", worker=worker.name)


def main(settings: Settings, *, beside: Sequence[Companion] = (), embedded: bool = False) -> None:
    """Run a worker as a process until SIGTERM or SIGINT; an `embedded` one also ends with the process that started it.

    The caller has imported whatever declares handlers and ticks.
    """

    async def serve() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        if embedded:
            end_with_parent(lambda: loop.call_soon_threadsafe(stop.set), grace=GRACE_SECONDS + 5)
        # Beside the places: the ticks, the companions and the leases' renewals want connections too.
        database = Database(
            settings.async_database_url,
            pool_size=max(settings.pool_size, 2 * settings.worker_concurrency + 4),
            timeouts=settings.session_timeouts(api=False),
        )
        try:
            await run(database, settings, stop, beside=beside)
        finally:
            await database.close()

    asyncio.run(serve())


async def drain(database: Database, settings: Settings | None = None, *, ticks: bool = False) -> int:
    """Do every job that is due, in this task and by the clock as it is held, until none is left; returns how many.

    For stories, demo data and commands that wait for what they asked for. `ticks` fires those due first. Never call it
    inside a transaction.
    """
    length = timedelta(seconds=settings.job_lease_seconds if settings else 60)
    if ticks:
        await schedule.Ticker(database).fire()
    count = 0
    while taken := await leases.take(database, HANDLERS, name_of_this_worker(), length):
        await run_one(*taken, database, settings, asyncio.Event())
        count += 1
    return count


class Worker:
    """One process's places and what they share."""

    def __init__(self, database: Database, settings: Settings, stop: asyncio.Event, name: str) -> None:
        self.database = database
        self.settings = settings
        self.stop = stop
        self.name = name
        self.length = timedelta(seconds=settings.job_lease_seconds)

    async def place(self, *, urgent_only: bool) -> None:
        """Take and do one job after the other. A database that fails makes a pause, never an end."""
        while not self.stop.is_set():
            try:
                if not await leases.anything_due(self.database, HANDLERS, urgent_only=urgent_only):
                    await self.rest(POLL_SECONDS)
                elif taken := await leases.take(
                    self.database, HANDLERS, self.name, self.length, urgent_only=urgent_only
                ):
                    await run_one(*taken, self.database, self.settings, self.stop)
            except TROUBLE as error:
                log.warning("worker_database_trouble", worker=self.name, error=describe(error))
                await self.rest(TROUBLE_SECONDS)
            except Exception as error:  # one job's fault must not end the other places and the sealer
                log.error("worker_place_failed", worker=self.name, exc_info=error)
                await self.rest(TROUBLE_SECONDS)

    async def fire_ticks(self) -> None:
        """Turn the schedule into jobs as their times come."""
        ticker = schedule.Ticker(self.database)
        while not self.stop.is_set():
            try:
                await ticker.fire()
            except TROUBLE as error:
                log.warning("worker_database_trouble", worker=self.name, error=describe(error))
                await self.rest(TROUBLE_SECONDS)
            except Exception as error:
                log.error("worker_ticks_failed", worker=self.name, exc_info=error)
                await self.rest(TROUBLE_SECONDS)
            await self.rest(1.0)

    async def accompany(self, companion: Companion) -> None:
        """Run `companion` until the worker stops, and again after it failed."""
        while not self.stop.is_set():
            try:
                await companion(self.database, self.settings, self.stop)
            except Exception as error:
                log.error("worker_companion_failed", companion=companion.__qualname__, exc_info=error)
            await self.rest(TROUBLE_SECONDS)

    async def rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.stop.wait(), seconds)


async def run_one(job: Job, lease: Lease, database: Database, settings: Settings | None, stop: asyncio.Event) -> None:
    """Do the job just taken, to its end or until `stop`."""
    bound = log.bind(job=str(job.id), kind=job.kind, token=lease.token)
    if job.attempts > job.max_attempts:
        with suppress(LeaseLost):
            await leases.bury(database, lease, f"worker_died: {WORKER_DIED.zh} {WORKER_DIED.en}")
        bound.error("job_dead", error="worker_died")
        return
    try:
        work = await Work.of(job, lease, database, settings, stop)
    except TROUBLE:
        raise
    except Exception as error:  # nobody can act as a starter that cannot be read, however often it is tried
        with suppress(LeaseLost):
            await leases.bury(database, lease, f"starter_unreadable: {STARTER_UNREADABLE.zh} {STARTER_UNREADABLE.en}")
        bound.error("job_dead", error="starter_unreadable", exc_info=error)
        return
    handler = asyncio.ensure_future(HANDLERS[job.kind].handler(work))
    keeper = asyncio.create_task(_keep(handler, lease, database, stop))
    try:
        try:
            result = await handler
        finally:
            await keeper
        await leases.finish(database, lease, dict(result) if result is not None else None)
        bound.info("job_done")
    except LeaseLost:
        bound.warning("job_lost")
    except (Interrupted, asyncio.CancelledError):
        with suppress(LeaseLost):
            await leases.put_back(database, lease, after=timedelta(), error=None)
        bound.info("job_put_back")
        if (task := asyncio.current_task()) and task.cancelling():
            raise
    except Exception as error:
        await _failed(job, lease, database, error, bound)


async def _keep(handler: "asyncio.Future[Any]", lease: Lease, database: Database, stop: asyncio.Event) -> None:
    """Renew the lease while the handler runs; end the handler where the lease is lost or the worker's grace is over."""
    stopped = asyncio.ensure_future(stop.wait())
    pause = lease.length.total_seconds() / 3
    try:
        while True:
            await asyncio.wait({handler, stopped}, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
            if handler.done():
                return
            if stopped.done():
                await asyncio.wait({handler}, timeout=GRACE_SECONDS)
                handler.cancel()
                return
            try:
                await leases.renew(database, lease)
            except LeaseLost:
                handler.cancel()
                return
            except TROUBLE as error:
                log.warning("lease_not_renewed", job=str(lease.job_id), error=describe(error))
    finally:
        stopped.cancel()


async def _failed(
    job: Job, lease: Lease, database: Database, error: Exception, bound: structlog.stdlib.BoundLogger
) -> None:
    """Try again later, or give up: after too many tries, and at once where a rule refused (it will refuse again)."""
    refused = isinstance(error, Problem) and not isinstance(error, Unavailable)
    found = describe(error)
    with suppress(LeaseLost):
        if refused or job.attempts >= job.max_attempts:
            await leases.bury(database, lease, found)
            bound.error("job_dead", error=found, exc_info=error)
        else:
            await leases.put_back(database, lease, after=backoff(job.attempts), error=found)
            bound.warning("job_failed", error=found, attempt=job.attempts, exc_info=error)


def describe(error: BaseException) -> str:
    """What went wrong, for the people who see the job: a refusal's words, else the kind of failure and its place.

    The message of any other exception may quote a row (a database driver's does), and rows may be protected.
    """
    if isinstance(error, Problem):
        return f"{error.code}: {error.text.zh} {error.text.en}"
    kind = type(error.orig) if isinstance(error, DBAPIError) and error.orig is not None else type(error)
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.startswith(_PACKAGE)]
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return f"{kind.__name__}{place}"
