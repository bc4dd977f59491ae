"""The calendars in the database: the shipped data, and over it the notices that administrators publish, by edition.

A notice is the whole word of one region ("" = the whole country) on one year; the newest edition of it counts, older
ones stay, so that every date ever given can be explained. A region's own days (放假办法 art. 4) lie over the national
calendar and settle nothing about a year whose national notice is not out. The process keeps the calendars it has read
and asks for the newest edition once per write, so that a correction acts at once everywhere.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

from duban.kernel.calendars import CalendarYear, DayKind, WorkCalendar, YearStatus, load_seed_calendar
from duban.kernel.db import choice_field, instant_field
from duban.kernel.ids import new_id
from duban.kernel.regions import enclosing


class CalendarEdition(SQLModel, table=True):
    """One published state of all calendars, made by one notice; clocks remember its number. Edition 0, the shipped data
    alone, has no row.

    `year` None: the shipped data itself changed with a new version of the program. `first_day` and `last_day` are the
    days (both included) between which days or their certainty changed; None where nothing did.
    """

    __tablename__ = "calendar_edition"

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    id: UUID = Field(default_factory=new_id, unique=True)
    region_code: str = Field(default="", max_length=12)
    year: int | None = None
    status: YearStatus | None = choice_field(YearStatus, default=None, nullable=True)
    source: str = Field(max_length=200)
    reason: str = Field(max_length=500)
    made_at: datetime = instant_field(nullable=False)
    made_by_id: UUID
    made_by_name: str = Field(max_length=120)
    seed_digest: str = Field(max_length=64)
    first_day: date | None = None
    last_day: date | None = None

    @property
    def label(self) -> str:
        return f"{self.year or '内置'} {self.region_code or '全国'} 第{self.number}版"


class CalendarDayRow(SQLModel, table=True):
    """A day that a notice names: off, or a make-up working day."""

    __tablename__ = "calendar_day"

    edition: int = Field(primary_key=True, foreign_key="calendar_edition.number")
    day: date = Field(primary_key=True)
    kind: DayKind = choice_field(DayKind, nullable=False)
    note: str = Field(default="", max_length=80)


@dataclass(frozen=True)
class Notice:
    """What a region says about a year: which days differ from the plain week, and their names."""

    region_code: str
    year: int
    status: YearStatus
    source: str
    days: Mapping[date, DayKind]
    notes: Mapping[date, str]
    edition: int = 0


@lru_cache(maxsize=1)
def seed() -> WorkCalendar:
    """The calendar this version of the program is shipped with."""
    return load_seed_calendar()


@lru_cache(maxsize=1)
def seed_digest() -> str:
    """SHA-256 of the shipped data, by which an installation notices that an upgrade changed it."""
    return hashlib.sha256(files("duban.kernel").joinpath("data", "calendar-cn.json").read_bytes()).hexdigest()


def assemble(region_code: str, version: int, notices: Iterable[Notice]) -> WorkCalendar:
    """The calendar of `region_code` out of the shipped data and the newest notice of each region and year.

    A national notice replaces the shipped days of its year; a later year's notice lies over the last days of the year
    before. Regions lie over the country, narrower ones over wider ones. Notices of other regions are passed over.
    """
    shipped = seed()
    years, days, notes = dict(shipped.years), dict(shipped.days), dict(shipped.notes)
    regions = enclosing(region_code)
    for notice in sorted(
        (n for n in notices if n.region_code in regions), key=lambda n: (regions.index(n.region_code), n.year)
    ):
        if not notice.region_code:
            years[notice.year] = CalendarYear(notice.year, notice.status, notice.source)
            for day in [day for day in days if day.year == notice.year]:
                days.pop(day)
                notes.pop(day, None)
        for day, kind in notice.days.items():
            days[day] = kind
            notes[day] = notice.notes.get(day, "")
    return WorkCalendar(region=region_code, version=version, years=years, days=days, notes=notes)


async def newest_edition(db: AsyncSession) -> int:
    return await db.scalar(select(func.max(col(CalendarEdition.number)))) or 0


async def notices(db: AsyncSession, region_code: str, edition: int) -> list[Notice]:
    """The newest notice, at `edition`, of each year by `region_code` and the regions around it."""
    rows = await db.scalars(
        select(CalendarEdition)
        .where(
            col(CalendarEdition.region_code).in_(enclosing(region_code)),
            col(CalendarEdition.number) <= edition,
            col(CalendarEdition.year).is_not(None),
        )
        .order_by(col(CalendarEdition.number))
    )
    newest = {(row.region_code, row.year): row for row in rows}
    days: dict[int, dict[date, CalendarDayRow]] = {row.number: {} for row in newest.values()}
    for day in await db.scalars(select(CalendarDayRow).where(col(CalendarDayRow.edition).in_(days))):
        days[day.edition][day.day] = day
    return [
        Notice(
            row.region_code,
            row.year or 0,
            row.status or YearStatus.PUBLISHED,
            row.source,
            {day: found.kind for day, found in days[row.number].items()},
            {day: found.note for day, found in days[row.number].items()},
            row.number,
        )
        for row in newest.values()
    ]


_calendars: dict[tuple[Any, int, str], WorkCalendar] = {}
_own: dict[tuple[Any, int], frozenset[str]] = {}


async def calendar_for(db: AsyncSession, region_code: str) -> WorkCalendar:
    """The calendar in force for `region_code` ("" = national)."""
    return await calendar_at(db, region_code, await newest_edition(db))


async def calendar_at(db: AsyncSession, region_code: str, edition: int) -> WorkCalendar:
    """The calendar of `region_code` as it stood at `edition`. Its `region` is the narrowest around with own days."""
    where = db.get_bind().engine.url
    region = await narrowest(db, region_code, edition)
    key = (where, edition, region)
    if key not in _calendars:
        found = assemble(region, edition, await notices(db, region, edition))
        _keep(_calendars, key, found)
        return found
    return _calendars[key]


async def narrowest(db: AsyncSession, region_code: str, edition: int) -> str:
    """The narrowest region around `region_code` (or itself) that has notices of its own at `edition`, else ""."""
    key = (db.get_bind().engine.url, edition)
    if key not in _own:
        rows = await db.scalars(
            select(col(CalendarEdition.region_code)).where(col(CalendarEdition.number) <= edition).distinct()
        )
        _keep(_own, key, frozenset(rows))
    return next((region for region in reversed(enclosing(region_code)) if region in _own[key]), "")


def _keep(kept: dict[Any, Any], key: Any, value: Any, limit: int = 64) -> None:
    while len(kept) >= limit:
        kept.pop(next(iter(kept)))
    kept[key] = value
