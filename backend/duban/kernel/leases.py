"""Holding a job: take it, prove that it is still yours, give it back. Every statement here is fenced by the token.

A worker holds a job until `lease_until`. Whoever takes it afterwards counts the token up, and from then on nothing of
the earlier holder's can commit. On PostgreSQL only the database's clock is asked, so that machines whose clocks differ
agree on what has run out; SQLite has one machine. Knows no handler and no schedule.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, and_, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.kernel import clock
from duban.kernel.db import Database, UtcDateTime
from duban.kernel.errors import Text
from duban.kernel.job_model import Job, JobState

FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(hours=1)


class LeaseLost(Exception):
    """The job was taken by another worker or cancelled: nothing done since the last checkpoint may commit."""


@dataclass(frozen=True)
class Lease:
    """Who holds which job, and for how long at a time."""

    job_id: UUID
    token: int
    length: timedelta


@dataclass(frozen=True)
class Checkpoint:
    """How far a job is. None leaves a figure as it was."""

    cursor: Any
    done: int | None = None
    total: int | None = None
    message: Text | None = None


def moment(database: Database) -> ColumnElement[datetime]:
    """The present instant by the clock that all workers of `database` share; a story's own clock wins."""
    if database.is_sqlite or clock.is_held():
        return literal(clock.now(), UtcDateTime())
    return func.clock_timestamp(type_=UtcDateTime())


def later(database: Database, by: timedelta) -> ColumnElement[datetime]:
    """The instant `by` after `moment`."""
    if database.is_sqlite or clock.is_held():
        return literal(clock.now() + by, UtcDateTime())
    return func.clock_timestamp(type_=DateTime(timezone=True)) + literal(by)


def backoff(attempts: int) -> timedelta:
    """How long to wait before the next try, after `attempts` failed ones: 5 s, 15 s, 45 s … at most an hour."""
    factor: int = 3 ** min(attempts - 1, 10)
    return min(FIRST_RETRY * factor, LONGEST_RETRY)


def due(database: Database, kinds: Collection[str], *, urgent_only: bool) -> ColumnElement[bool]:
    """The condition that a job may be taken now: its time has come, or its holder has fallen silent."""
    present = moment(database)
    condition = and_(
        col(Job.state).in_((JobState.WAITING, JobState.RUNNING)),
        or_(
            and_(col(Job.state) == JobState.WAITING, col(Job.run_at) <= present),
            and_(col(Job.state) == JobState.RUNNING, col(Job.lease_until) <= present),
        ),
        col(Job.kind).in_(sorted(kinds)),
    )
    return and_(condition, col(Job.urgent)) if urgent_only else condition


async def anything_due(database: Database, kinds: Collection[str], *, urgent_only: bool) -> bool:
    """Whether a take could succeed. Asked first, because a take needs the write lock on SQLite."""
    async with database.reading() as connection:
        found = await connection.scalar(
            select(literal(1)).where(due(database, kinds, urgent_only=urgent_only)).limit(1)
        )
    return found is not None


async def take(
    database: Database, kinds: Collection[str], worker: str, length: timedelta, *, urgent_only: bool = False
) -> tuple[Job, Lease] | None:
    """Take one due job of `kinds` for `worker`, urgent ones first; None if there is none.

    Rows that another worker is taking at this moment are passed over (`SKIP LOCKED`); the choice is materialised, or
    the planner might run its `LIMIT` again for every row. SQLite's `BEGIN IMMEDIATE` makes the take atomic by itself.
    """
    chosen = (
        select(col(Job.id))
        .where(due(database, kinds, urgent_only=urgent_only))
        .order_by(col(Job.urgent).desc(), col(Job.run_at), col(Job.id))
        .limit(1)
        .with_for_update(skip_locked=True)
        .cte("chosen")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    statement = (
        update(Job)
        .where(col(Job.id).in_(select(chosen.c.id)))
        .values(
            state=JobState.RUNNING,
            lease_until=later(database, length),
            token=col(Job.token) + 1,
            attempts=col(Job.attempts) + 1,
            worker=worker,
            version=col(Job.version) + 1,
            updated_at=clock.now(),
        )
        .returning(Job)
        .execution_options(synchronize_session=False)
    )
    async with database.transaction() as db:
        job = await db.scalar(statement)
    return None if job is None else (job, Lease(job.id, job.token, length))


async def hold(db: AsyncSession, database: Database, lease: Lease, progress: Checkpoint | None = None) -> None:
    """Prove inside the running transaction that `lease` still holds, make it last, and write `progress`.

    Progress clears the count of attempts. Raises LeaseLost, which rolls the transaction back.
    """
    values: dict[str, Any] = {"lease_until": later(database, lease.length)}
    if progress is not None:
        values |= {"cursor": progress.cursor, "attempts": 1, "version": col(Job.version) + 1, "updated_at": clock.now()}
        if progress.done is not None:
            values["done"] = progress.done
        if progress.total is not None:
            values["total"] = progress.total
        if progress.message is not None:
            values |= {"message_zh": progress.message.zh[:200], "message_en": progress.message.en[:300]}
    await _fenced(db, lease, values)


async def renew(database: Database, lease: Lease) -> None:
    """Make `lease` last, between or beside the steps of its job. Raises LeaseLost."""
    async with database.transaction() as db:
        await hold(db, database, lease)


async def finish(database: Database, lease: Lease, result: dict[str, Any] | None) -> None:
    """Say that the job is done. Raises LeaseLost."""
    await _end(database, lease, {"state": JobState.DONE, "result": result, "error": None, "finished_at": clock.now()})


async def bury(database: Database, lease: Lease, error: str) -> None:
    """Give the job up: it stays visible as dead until somebody restarts it. Raises LeaseLost."""
    await _end(database, lease, {"state": JobState.DEAD, "error": error, "finished_at": clock.now()})


async def put_back(database: Database, lease: Lease, *, after: timedelta, error: str | None) -> None:
    """Let the job be taken again after `after`. Without an `error` the try does not count. Raises LeaseLost."""
    values: dict[str, Any] = {"state": JobState.WAITING, "run_at": later(database, after)}
    values |= {"attempts": col(Job.attempts) - 1} if error is None else {"error": error}
    await _end(database, lease, values)


async def _end(database: Database, lease: Lease, values: dict[str, Any]) -> None:
    values |= {"lease_until": None, "worker": None, "version": col(Job.version) + 1, "updated_at": clock.now()}
    async with database.transaction() as db:
        await _fenced(db, lease, values)


async def _fenced(db: AsyncSession, lease: Lease, values: dict[str, Any]) -> None:
    result = await db.execute(
        update(Job)
        .where(col(Job.id) == lease.job_id, col(Job.token) == lease.token, col(Job.state) == JobState.RUNNING)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if result.rowcount != 1:  # type: ignore[attr-defined]
        raise LeaseLost(f"job {lease.job_id} is no longer held by token {lease.token}")
