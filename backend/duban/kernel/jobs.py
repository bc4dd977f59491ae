"""Asking for background work and doing it: `enqueue` in the business transaction, `@handles` for the kind.

A handler goes in steps. One step is one transaction: its business rows and its checkpoint commit together or not at
all, so that a worker killed at any moment leaves nothing half done and nothing to do twice. This module knows how work
is asked for and what a handler is given; who runs it and when is `worker.py`.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from duban.kernel.access import Actor, place
from duban.kernel.acts import Act
from duban.kernel.clock import now
from duban.kernel.db import Database
from duban.kernel.errors import Text
from duban.kernel.job_model import FLOW, Job, snapshot, starter_of
from duban.kernel.leases import Checkpoint, Lease, LeaseLost, hold
from duban.kernel.organisations import Organisation
from duban.kernel.term_registry import register
from duban.settings import Settings

__all__ = ["HANDLERS", "Interrupted", "Kind", "LeaseLost", "Step", "Work", "enqueue", "handles"]

Handler = Callable[["Work"], Awaitable[Mapping[str, Any] | None]]
"""Does the work and returns its result (JSON, shown with the job; no protected data), or None."""


@dataclass(frozen=True)
class Kind:
    """A kind of job: its name for people, who does it, and what its progress counts."""

    name: str
    title: Text
    handler: Handler
    unit: str = ""
    max_attempts: int = 5


HANDLERS: dict[str, Kind] = {}
"""Every kind this process can do. A worker leaves kinds it does not know to others."""

register(FLOW)


def handles(name: str, *, title: Text, unit: str = "", max_attempts: int = 5) -> Callable[[Handler], Handler]:
    """Declare the decorated function as the handler of jobs of kind `name`.

    `max_attempts` failures without progress in between make a job dead. Raises ValueError where the name is taken.
    """

    def enter(handler: Handler) -> Handler:
        if name in HANDLERS:
            raise ValueError(f"two handlers for jobs of kind {name}")
        HANDLERS[name] = Kind(name, title, handler, unit, max_attempts)
        return handler

    return enter


async def enqueue(
    act: Act,
    kind: str,
    payload: Mapping[str, Any],
    *,
    dedupe_key: str | None = None,
    run_at: datetime | None = None,
    total: int | None = None,
    urgent: bool = False,
) -> Job:
    """Ask for a job of `kind` inside the act's transaction, to be done as the act's actor at `run_at` (default: now).

    `payload` is JSON without protected data. Under one `dedupe_key` a job is made once and for ever: asking again gives
    that same job, whatever has become of it. `urgent` jobs go first and have a place of their own in every worker; they
    must be short. Raises KeyError for a kind that nobody handles.
    """
    known = HANDLERS[kind]
    if dedupe_key is not None and (found := await _known(act, dedupe_key)):
        return found
    organisation = await act.db.get_one(Organisation, act.me.organisation_id)
    job = Job(
        organisation_id=organisation.id,
        kind=kind,
        title_zh=known.title.zh,
        title_en=known.title.en,
        payload=dict(payload),
        dedupe_key=dedupe_key,
        urgent=urgent,
        run_at=run_at or act.now,
        max_attempts=known.max_attempts,
        total=total,
        unit=known.unit,
        started_by_id=act.me.id,
        started_by_name=act.me.name,
        starter=snapshot(act.me),
        created_at=act.now,
        updated_at=act.now,
    )
    place(job, organisation)
    if dedupe_key is None:
        act.db.add(job)
        return job
    dialect = sqlite if act.db.get_bind().dialect.name == "sqlite" else postgresql
    await act.db.execute(
        dialect.insert(Job).values(job.model_dump()).on_conflict_do_nothing(index_elements=["dedupe_key"])
    )
    found = await _known(act, dedupe_key)
    assert found is not None  # noqa: S101 - just written, by us or by whoever was first
    return found


async def _known(act: Act, dedupe_key: str) -> Job | None:
    return await act.db.scalar(select(Job).where(col(Job.dedupe_key) == dedupe_key))


@dataclass
class Step(Act):
    """An act that is one step of a job. `checkpoint` says how far the job is once this step has committed."""

    progress: Checkpoint | None = None

    def checkpoint(
        self, cursor: Any, *, done: int | None = None, total: int | None = None, message: Text | None = None
    ) -> None:
        """Go on from `cursor` (JSON) after this step; `done` of `total` units, and a sentence for whoever waits."""
        self.progress = Checkpoint(cursor, done, total, message)


class Interrupted(Exception):
    """The worker is to stop: the job is put back where its last step left it. Handlers let it pass."""


@dataclass
class Work:
    """What a handler gets: what to do, where it stopped, and the way to write."""

    job: Job
    lease: Lease
    database: Database
    actor: Actor
    settings: Settings | None = None
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    cursor: Any = None

    @classmethod
    async def of(
        cls, job: Job, lease: Lease, database: Database, settings: Settings | None, stopping: asyncio.Event
    ) -> "Work":
        """The work of a job just taken. The starter's organisation may have moved in the tree since they asked."""
        async with database.reading() as connection:
            level = await connection.scalar(
                select(col(Organisation.level)).where(col(Organisation.id) == job.organisation_id)
            )
        actor = starter_of(job.starter)
        return cls(
            job, lease, database, replace(actor, level=level or actor.level), settings, stopping, cursor=job.cursor
        )

    @property
    def payload(self) -> dict[str, Any]:
        return self.job.payload

    @asynccontextmanager
    async def step(self) -> AsyncIterator[Step]:
        """One transaction of this job. Raises LeaseLost (and rolls back) where the job is no longer ours, Interrupted
        before it begins where the worker is to stop."""
        if self.stopping.is_set():
            raise Interrupted
        async with self.database.transaction() as db:
            step = Step(db, self.actor, now())
            yield step
            await db.flush()
            await hold(db, self.database, self.lease, step.progress)
        if step.progress is not None:
            self.cursor, self.job.attempts = step.progress.cursor, 1
        for call in step.after_commit:
            call()
