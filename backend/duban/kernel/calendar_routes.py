"""Calendars over HTTP: a year as it stands, and a notice published over it, looked at before it counts."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.kernel.calendar_admin import Run, change_by, days_of, lock_editions, publish, require_rule_over
from duban.kernel.calendar_store import CalendarEdition, Notice, calendar_at, newest_edition
from duban.kernel.calendars import CalendarYear, DayKind, YearStatus
from duban.kernel.clock import now
from duban.kernel.clock_reckoning import Tally, foresee
from duban.kernel.clock_recompute import KIND
from duban.kernel.jobs import enqueue
from duban.kernel.lane import dump
from duban.kernel.problems import refusals
from duban.kernel.regions import enclosing
from duban.kernel.resources import Schema
from duban.kernel.transitions import IfMatch
from duban.kernel.web import DubanRoute, Me, Transaction, database, require_match

router = APIRouter(prefix="/calendars", tags=["calendars"], route_class=DubanRoute)

Year = Annotated[int, Path(ge=2004, le=2100, description="The year, 2004 to 2100")]
Region = Annotated[
    str, Query(pattern=r"^(\d{6}|\d{9}|\d{12})?$", description="GB/T 2260 code; empty: the whole country")
]


class CalendarDay(BaseModel):
    """A day that differs from the plain Monday-to-Friday week."""

    day: date
    kind: DayKind = Field(description="`off`: a day off; `make_up`: a weekend day that is worked (调休)")
    note: str = Field(description="The holiday's name", examples=["春节"])


class EditionRead(BaseModel):
    """One notice that was published, by whom and why."""

    number: int
    region_code: str
    status: YearStatus
    source: str
    reason: str
    made_at: datetime
    made_by_name: str
    first_day: date | None = Field(description="The first day whose working or certainty changed")
    last_day: date | None


class CalendarRead(BaseModel):
    """A year's calendar in a region, as it counts now."""

    year: int
    region_code: str
    edition: int = Field(description="The newest edition of all calendars; the ETag is this number in quotes")
    status: YearStatus = Field(description="`provisional`: the year's national notice is not out; due dates may move")
    source: str
    days: list[CalendarDay]
    editions: list[EditionRead] = Field(
        description="Notices for this year by the region and those around, newest first"
    )


class RunIn(Schema):
    """Days in a row, both included."""

    first: date
    last: date
    kind: DayKind
    note: str = Field("", max_length=80, examples=["春节"])


class NoticeIn(Schema):
    """A region's whole word on a year: days not listed here follow the wider region, or the plain week."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "runs": [
                        {"first": "2027-01-01", "last": "2027-01-03", "kind": "off", "note": "元旦"},
                        {"first": "2027-01-09", "last": "2027-01-09", "kind": "make_up", "note": "元旦调休"},
                    ],
                    "source": "国务院办公厅关于2027年部分节假日安排的通知",
                    "reason": "录入年度节假日安排",
                }
            ]
        }
    )

    runs: list[RunIn] = Field(max_length=80)
    source: str = Field(min_length=2, max_length=200, description="The notice and its number")
    reason: str = Field(min_length=2, max_length=500, description="Why it is entered or corrected now")
    status: YearStatus = Field(
        YearStatus.PUBLISHED, description="National notices only: `provisional` takes a year back that was not out yet"
    )


class DayChangeRead(BaseModel):
    """A day that changes; null stands for the plain week."""

    day: date
    before: DayKind | None
    after: DayKind | None
    note: str


class ClocksForeseen(BaseModel):
    """How many running clocks the notice would move."""

    examined: int = Field(description="Clocks that run over the changed days")
    later: int
    earlier: int
    firm: int = Field(description="Same end, no longer provisional")
    provisional: int = Field(description="Same end, provisional again")
    unmissed: int = Field(description="Marked late, and not late after all")


class CalendarChange(BaseModel):
    """What a notice changes, or changed."""

    preview: bool
    edition: int = Field(description="The edition that counts after this request")
    days: list[DayChangeRead]
    first_day: date | None = Field(description="The first day whose working or certainty changes; null: none does")
    last_day: date | None
    clocks: ClocksForeseen | None = Field(description="Only in a preview; afterwards see the job's result")
    job_id: UUID | None = Field(description="The job that recomputes the open clocks; null where none is touched")


@router.get(
    "/{year}",
    operation_id="calendar_read",
    summary="查看年度日历 Read a year's calendar",
    response_model=CalendarRead,
    responses=refusals(401, 422),
    openapi_extra={"security": [{"bearer": []}]},
)
async def read_calendar(request: Request, year: Year, me: Me, region: Region = "") -> Response:
    """The days of the year that differ from Monday to Friday, where they come from, and every notice published."""
    async with database(request).reading() as connection, AsyncSession(connection) as db:
        edition = await newest_edition(db)
        calendar = await calendar_at(db, region, edition)
        made = await db.scalars(
            select(CalendarEdition)
            .where(col(CalendarEdition.year) == year, col(CalendarEdition.region_code).in_(enclosing(region)))
            .order_by(col(CalendarEdition.number).desc())
        )
        editions = [EditionRead.model_validate(row, from_attributes=True).model_dump() for row in made]
    known = calendar.years.get(year, CalendarYear(year, YearStatus.PROVISIONAL, ""))
    body = {
        "year": year,
        "region_code": region,
        "edition": edition,
        "status": known.status,
        "source": known.source,
        "days": [
            {"day": day, "kind": kind, "note": calendar.notes.get(day, "")}
            for day, kind in sorted(calendar.days.items())
            if day.year == year
        ],
        "editions": editions,
    }
    return Response(dump(body), media_type="application/json", headers={"ETag": f'"{edition}"'})


@router.put(
    "/{year}",
    operation_id="calendar_publish",
    summary="发布年度放假安排 Publish a year's notice",
    response_model=CalendarChange,
    responses=refusals(400, 401, 403, 409, 412, 422, 428, 503),
    openapi_extra={"security": [{"bearer": []}]},
)
async def publish_calendar(
    request: Request,
    year: Year,
    me: Me,
    body: NoticeIn,
    region: Region = "",
    preview: Annotated[bool, Query(description="Only tell what would change; writes nothing")] = False,
    if_match: IfMatch = None,
) -> Response:
    """Replace the region's notice for the year. The old one stays on record; open clocks are recomputed by a job and
    keep their old dates. What changes nothing makes no edition. Needs `calendar.write` over the region."""
    me.require("calendar.write")
    require_rule_over(me, region)
    days, notes = days_of(year, [Run(r.first, r.last, r.kind, r.note) for r in body.runs])
    status = YearStatus.PUBLISHED if region else body.status
    notice = Notice(region, year, status, body.source, days, notes)
    if preview:
        source = database(request)
        async with source.reading() as connection, AsyncSession(connection) as db:
            change = await change_by(db, notice)
            tally = Tally()
            if change.first_day is not None:
                tally = await foresee(db, source, change.as_edition(), notice, now())
        return _answer(change.edition, change.told() | {"preview": True, "clocks": vars(tally), "job_id": None})
    transaction: Transaction = request.state.transaction
    act = await transaction.begin(me)
    await lock_editions(act)
    change = await change_by(act.db, notice)
    require_match(request, SimpleNamespace(version=change.edition))
    told = change.told() | {"preview": False, "clocks": None, "job_id": None}
    if not change.anything:
        return _answer(change.edition, told)
    edition = await publish(act, change, body.reason)
    if change.first_day is not None:
        job = await enqueue(act, KIND, {"edition": edition.number}, dedupe_key=f"{KIND}:{edition.number}")
        told["job_id"] = job.id
    return _answer(edition.number, told)


def _answer(edition: int, told: dict[str, Any]) -> Response:
    return Response(dump({"edition": edition, **told}), media_type="application/json", headers={"ETag": f'"{edition}"'})
