"""Kinds of jobs for the kernel's own tests: each leaves one trace row per thing done, so that doubles are seen."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import Field, col

from duban.kernel.access import Actor
from duban.kernel.acts import Act
from duban.kernel.clock import now
from duban.kernel.db import Database, Row
from duban.kernel.errors import Conflict, Text
from duban.kernel.job_model import Job
from duban.kernel.jobs import Work, enqueue, handles


class JobTrace(Row, table=True):
    """One thing done by one worker for one job. Nothing forbids doubles here: the jobs must."""

    __tablename__ = "job_trace"

    job_id: UUID = Field(index=True)
    number: int
    worker: str
    actor_id: UUID


hang: dict[int, Path] = {}
"""Where this process hangs for ever, inside the step of that number, after making the file."""


def trace(work: Work, number: int) -> JobTrace:
    return JobTrace(job_id=work.job.id, number=number, worker=work.job.worker or "", actor_id=work.actor.id)


@handles("sample-count", title=Text("计数", "Count"), unit="rows")
async def count(work: Work) -> Mapping[str, Any]:
    """Count to `payload.to`, one step and one trace per number."""
    to = work.payload["to"]
    for number in range((work.cursor or 0) + 1, to + 1):
        async with work.step() as act:
            act.db.add(trace(work, number))
            await act.db.flush()
            if number in hang:
                hang[number].touch()
                await asyncio.Event().wait()
            act.checkpoint(number, done=number, total=to, message=Text(f"第 {number} 行", f"row {number}"))
    return {"counted": to}


@handles("sample-once", title=Text("一次", "Once"))
async def once(work: Work) -> None:
    async with work.step() as act:
        act.db.add(trace(work, 1))


@handles("sample-fails", title=Text("失败", "Fails"), max_attempts=3)
async def fails(work: Work) -> Mapping[str, Any]:
    """Fail until the `payload.times`-th try has failed, having written rows that must not stay."""
    if work.job.attempts <= work.payload["times"]:
        async with work.step() as act:
            act.db.add(trace(work, work.job.attempts))
            raise RuntimeError("张三 must not be told")
    return {"tries": work.job.attempts}


@handles("sample-stumbles", title=Text("磕绊", "Stumbles"), max_attempts=3)
async def stumbles(work: Work) -> None:
    """Fail twice before any progress, once right after it, and then be done."""
    if work.cursor is None and work.job.attempts <= 2:
        raise RuntimeError
    if work.cursor is None:
        async with work.step() as act:
            act.checkpoint(1)
        raise RuntimeError


@handles("sample-refused", title=Text("被拒", "Refused"))
async def refused(work: Work) -> None:
    raise Conflict("not_now", Text("现在不行。", "Not now."))


async def ask(database: Database, me: Actor, kind: str, **given: Any) -> Job:
    """Enqueue one job of `kind` as `me` in a transaction of its own."""
    payload = given.pop("payload", {})
    async with database.transaction() as db:
        return await enqueue(Act(db, me, now()), kind, payload, **given)


async def job_of(database: Database, id: UUID) -> Job:
    async with database.transaction() as db:
        return await db.get_one(Job, id)


async def traces(database: Database, id: UUID | None = None) -> list[int]:
    """The numbers traced (for one job), in order, doubles included."""
    statement = select(col(JobTrace.number)).order_by(col(JobTrace.number))
    async with database.reading() as connection:
        return list(await connection.scalars(statement if id is None else statement.where(col(JobTrace.job_id) == id)))


async def traced_jobs(database: Database) -> dict[str, int]:
    """How many traces each job has."""
    async with database.reading() as connection:
        rows = await connection.execute(select(col(JobTrace.job_id), func.count()).group_by(col(JobTrace.job_id)))
        return {str(job): count for job, count in rows}
