"""The calendars in the database: seeded from the shipped data, amended by administrators, versioned by edition.

Every amendment adds one `calendar_edition`; the newest number is the version that clocks remember. A region's own days
(放假办法 art. 4) lie over the national calendar. The process keeps the calendars it has read and asks for the newest
edition once per write, so that a correction acts at once everywhere.
"""

from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from sqlalchemy import UniqueConstraint, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

from duban.kernel.calendars import CalendarYear, DayKind, WorkCalendar, YearStatus, load_seed_calendar
from duban.kernel.db import choice_field, instant_field
from duban.kernel.ids import new_id
from duban.kernel.regions import enclosing


class CalendarEdition(SQLModel, table=True):
    """One published state of all calendars. Edition 0 is the shipped data and has no row."""

    __tablename__ = "calendar_edition"

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    made_at: datetime = instant_field(nullable=False)
    made_by_id: UUID
    summary: str = Field(max_length=200)


class CalendarYearRow(SQLModel, table=True):
    """A year's notice for a region ("" = the whole country)."""

    __tablename__ = "calendar_year"
    __table_args__ = (UniqueConstraint("region_code", "year"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    region_code: str = Field(default="", max_length=12)
    year: int
    status: YearStatus = choice_field(YearStatus, nullable=False)
    source: str = Field(max_length=200)
    edition: int = 0


class CalendarDayRow(SQLModel, table=True):
    """A day that differs from its weekday: off, or a make-up working day. `kind` None takes a seeded day back."""

    __tablename__ = "calendar_day"
    __table_args__ = (UniqueConstraint("region_code", "day"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    region_code: str = Field(default="", max_length=12)
    day: date
    kind: DayKind | None = choice_field(DayKind, default=None, nullable=True)
    note: str = Field(default="", max_length=200)
    edition: int = 0


_loaded: dict[tuple[str, int], WorkCalendar] = {}


@lru_cache(maxsize=1)
def _seed() -> WorkCalendar:
    return load_seed_calendar()


async def newest_edition(db: AsyncSession) -> int:
    return await db.scalar(select(func.max(col(CalendarEdition.number)))) or 0


async def calendar_for(db: AsyncSession, region_code: str) -> WorkCalendar:
    """The calendar in force for `region_code` ("" = national)."""
    edition = await newest_edition(db)
    key = (region_code, edition)
    if key not in _loaded:
        _loaded[key] = await load(db, region_code, edition)
        while len(_loaded) > 64:
            _loaded.pop(next(iter(_loaded)))
    return _loaded[key]


async def load(db: AsyncSession, region_code: str, edition: int) -> WorkCalendar:
    """Read the calendar of `region_code` at `edition`: shipped data, national amendments, the region's own days."""
    seed = _seed()
    years, days, notes = dict(seed.years), dict(seed.days), dict(seed.notes)
    regions = enclosing(region_code)
    rows = await db.scalars(
        select(CalendarYearRow).where(
            col(CalendarYearRow.region_code).in_(regions), col(CalendarYearRow.edition) <= edition
        )
    )
    for year in sorted(rows, key=lambda y: regions.index(y.region_code)):
        years[year.year] = CalendarYear(year.year, year.status, year.source)
    amended = await db.scalars(
        select(CalendarDayRow).where(
            col(CalendarDayRow.region_code).in_(regions), col(CalendarDayRow.edition) <= edition
        )
    )
    for row in sorted(amended, key=lambda d: regions.index(d.region_code)):
        if row.kind is None:
            days.pop(row.day, None)
            notes.pop(row.day, None)
        else:
            days[row.day] = row.kind
            notes[row.day] = row.note
    return WorkCalendar(region=region_code, version=edition, years=years, days=days, notes=notes)
