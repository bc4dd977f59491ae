"""Work in bulk: launching a campaign, sealing and proving the journal, correcting a calendar. Timed in this process.

The application does what its API and its workers do: a request, then the jobs it asked for. Where there is a limit to
compare with, it is a COPY of the very same rows into the same indexed tables.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import asyncpg
from sqlalchemy import select
from sqlmodel import SQLModel, col

from bench.asking import bearer
from bench.captures import Inside
from bench.people import People
from duban.campaigns.models import Duty
from duban.kernel.calendar_store import seed
from duban.kernel.clock import today
from duban.kernel.clock_recompute import KIND as RECOMPUTE
from duban.kernel.clocks import Clock
from duban.kernel.job_model import Job, JobState
from duban.kernel.sealing import seal
from duban.kernel.verification import verify
from duban.kernel.worker import drain

API = "/api/v1"
PLAN = "D01"
"""A district's plan whose clauses are nearly all owed by every institution: the widest launch of those shipped."""

Say = Callable[[str], None]


@dataclass(frozen=True)
class Launch:
    """One launch beside COPY of the duties and clocks that it wrote. Seconds; `copied` from rows ready in memory."""

    duties: int
    organisations: int
    launched: float
    copied: float

    @property
    def ratio(self) -> float:
        """COPY's time as a share of the launch's."""
        return self.copied / self.launched


@dataclass(frozen=True)
class Journal:
    """Seconds to seal and to verify so many entries."""

    entries: int
    sealed: float
    verified: float


@dataclass(frozen=True)
class Recomputation:
    """Seconds from the notice to the last clock's new date."""

    clocks: int
    moved: int
    seconds: float


async def launch(app: Inside, url: str, people: People, institutions: int, say: Say) -> Launch:
    """Draft and launch a campaign over every institution, take its rows away again, and COPY them back."""
    headers = await bearer(app.http, people.leader)
    drafted = await app.http.post(f"{API}/campaigns", json={"plan_id": PLAN, "start_on": str(today())}, headers=headers)
    drafted.raise_for_status()
    campaign = drafted.json()["id"]
    begun = time.perf_counter()
    answer = await app.http.post(f"{API}/campaigns/{campaign}/launch", json={}, headers={**headers, "If-Match": "*"})
    answer.raise_for_status()
    say("the launch was taken; its job writes the duties")
    await drain(app.database, app.settings)
    launched = time.perf_counter() - begun
    say(f"launched in {launched:.1f} s; now COPY of the same rows")
    connection = await asyncpg.connect(url)
    try:
        duties, copied = await _copy_back(connection, campaign)
    finally:
        await connection.close()
    return Launch(duties, institutions, launched, copied)


async def _copy_back(connection: asyncpg.Connection, campaign: str) -> tuple[int, float]:
    """Take the campaign's duties and clocks out, and time how long COPY needs to put them in again."""
    of_campaign = f"campaign_id = '{campaign}'"
    own_clocks = f"subject_type = '{Duty.word()}' AND subject_id IN (SELECT id FROM duty WHERE {of_campaign})"
    for table_name in ("duty", "clock"):  # what was just written is not in the planner's statistics yet
        await connection.execute(f"ANALYZE {table_name}")
    taken: list[tuple[str, list[str], list[Any]]] = []
    for model, condition in ((Duty, of_campaign), (Clock, own_clocks)):
        table: Any = SQLModel.metadata.tables[str(model.__tablename__)]
        columns = [column.name for column in table.columns]
        rows = await connection.fetch(f"SELECT {', '.join(columns)} FROM {table.name} WHERE {condition}")
        taken.append((table.name, columns, [tuple(row) for row in rows]))
    await connection.execute(f"DELETE FROM clock WHERE {own_clocks}")
    await connection.execute(f"DELETE FROM duty WHERE {of_campaign}")
    await connection.execute("VACUUM duty")
    await connection.execute("VACUUM clock")
    begun = time.perf_counter()
    async with connection.transaction():
        for name, columns, rows in taken:
            await connection.copy_records_to_table(name, records=rows, columns=columns)
    return len(taken[0][2]), time.perf_counter() - begun


async def journal(app: Inside, say: Say) -> Journal:
    """Seal every waiting entry, then prove the whole chain. Raises RuntimeError where it does not hold."""
    begun, count = time.perf_counter(), 0
    while sealed := await seal(app.database):
        count += sealed
    seconds = time.perf_counter() - begun
    say(f"{count:,} entries sealed in {seconds:.1f} s")
    begun = time.perf_counter()
    report = await verify(app.database)
    verified = time.perf_counter() - begun
    if not report.ok or report.entries < count:
        raise RuntimeError(report.told().en)
    return Journal(count, seconds, verified)


async def recompute(app: Inside, people: People, say: Say) -> Recomputation:
    """Publish a notice that takes one more day off, over which every planted clock runs, and wait for its job."""
    extra = seed().working_day_from(today() + timedelta(days=7))
    runs = [
        {"first": str(day), "last": str(day), "kind": kind.value}
        for day, kind in sorted(seed().days.items())
        if day.year == extra.year
    ]
    notice = {
        "runs": [*runs, {"first": str(extra), "last": str(extra), "kind": "off", "note": "临时放假"}],
        "source": "临时放假通知",
        "reason": "measured",
    }
    headers = {**await bearer(app.http, people.keeper), "If-Match": "*"}
    begun = time.perf_counter()
    answer = await app.http.put(f"{API}/calendars/{extra.year}", json=notice, headers=headers)
    answer.raise_for_status()
    say("the notice is out; its job reckons the clocks anew")
    await drain(app.database, app.settings)
    seconds = time.perf_counter() - begun
    result = await _result(app, RECOMPUTE)
    return Recomputation(result["examined"], result["later"] + result["earlier"], seconds)


async def _result(app: Inside, kind: str) -> dict[str, Any]:
    """The result of the newest job of `kind`; raises RuntimeError where it was not done."""
    async with app.database.reading() as connection:
        job = (
            await connection.execute(
                select(col(Job.state), col(Job.error), col(Job.result))
                .where(col(Job.kind) == kind)
                .order_by(col(Job.id).desc())
                .limit(1)
            )
        ).one()
    if job.state is not JobState.DONE:
        raise RuntimeError(f"the job {kind} is {job.state}: {job.error}")
    found: dict[str, Any] = job.result or {}
    return found
