"""Why a clock ends when it does: day by day, with what paused and prolonged it, and the dates it had before."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.kernel.access import one_visible, require_told
from duban.kernel.calendar_store import CalendarEdition, calendar_at
from duban.kernel.calendars import WorkCalendar
from duban.kernel.cases import CLOCKS, ClockRead
from duban.kernel.clock import now
from duban.kernel.clock_revision import ClockRevision
from duban.kernel.clocks import Clock
from duban.kernel.lane import dump
from duban.kernel.problems import language_of, refusals
from duban.kernel.web import DubanRoute, Me, database

router = APIRouter(prefix="/clocks", tags=["calendars"], route_class=DubanRoute)


class ExplainedLine(BaseModel):
    """A day, or where hours are counted a span of hours, and why it counts or not."""

    day: date
    counted: bool
    number: int = Field(description="How much of the part is counted when the line ends: days, or whole hours")
    reason: str = Field(examples=["星期一，工作日"])
    provisional: bool = Field(description="A notice that is not out yet can still move the end")
    part: int = Field(description="0: the term; k: its k-th extension")
    since: datetime | None = Field(description="Only where hours are counted")
    until: datetime | None


def explained(clock: Clock, calendar: WorkCalendar, language: str) -> list[dict[str, Any]]:
    """The lines of `clock`'s reasoning as `ExplainedLine` has them, in `language`."""
    return [
        {
            "day": line.day,
            "counted": line.counted,
            "number": line.number,
            "reason": line.reason.into(language),
            "provisional": line.provisional,
            "part": line.part,
            "since": line.since,
            "until": line.until,
        }
        for line in clock.explain(calendar, now())
    ]


class RevisionRead(BaseModel):
    """A date the clock had until a calendar edition took it away."""

    edition: int
    source: str = Field(description="The notice that changed the calendar")
    at: datetime
    old_due_at: datetime
    old_due_on: date
    old_provisional: bool
    old_missed_at: datetime | None
    due_at: datetime
    due_on: date
    provisional: bool
    missed_at: datetime | None


class Explanation(ClockRead):
    """A clock with its reasoning. The lines end at `due_on`; a day that the parties fixed is its own reason."""

    calendar_edition: int
    calendar_region: str
    fixed_on: date | None = Field(description="The last day where the parties fixed it themselves")
    lines: list[ExplainedLine]
    revisions: list[RevisionRead]


@router.get(
    "/{id}/explanation",
    operation_id="clock_explain",
    summary="期限逐日说明 Explain a due date day by day",
    response_model=Explanation,
    responses=refusals(401, 403, 404, 422),
    openapi_extra={"security": [{"bearer": []}]},
)
async def explain_clock(request: Request, id: UUID, me: Me) -> Response:
    """Every day from the start to the due date with the reason why it counts, by the calendar the clock was reckoned
    with, and the dates that later notices took away. Needs `worklist.use`."""
    language = language_of(request)
    async with database(request).reading() as connection, AsyncSession(connection) as db:
        clock = await one_visible(db, Clock, id, me)
        await require_told(db, clock, clock.subject_type, clock.subject_id, me)
        me.require("worklist.use")
        calendar = await calendar_at(db, clock.region_code, clock.calendar_version)
        revisions = await db.execute(
            select(ClockRevision, col(CalendarEdition.source))
            .join(CalendarEdition, col(CalendarEdition.number) == col(ClockRevision.edition))
            .where(col(ClockRevision.clock_id) == id)
            .order_by(col(ClockRevision.at), col(ClockRevision.batch))
        )
        told = [{"source": source, **revision.model_dump()} for revision, source in revisions]
    body: dict[str, Any] = {name: getattr(clock, name) for name in CLOCKS.read.model_fields}
    body |= {
        "calendar_edition": clock.calendar_version,
        "calendar_region": calendar.region,
        "fixed_on": clock.fixed_on,
        "lines": explained(clock, calendar, language),
        "revisions": [{name: r[name] for name in RevisionRead.model_fields} for r in told],
    }
    return Response(dump(body), media_type="application/json")
