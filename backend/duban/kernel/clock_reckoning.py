"""What a calendar edition does to open clocks, reckoned and not yet written: which it touches, and their new dates.

A clock is touched if it runs over the days that changed. Its new date is reckoned from its stored facts in constant
time. Clocks that are paused are left alone: they are reckoned by the calendar in force on the day they resume.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, Uuid, and_, bindparam, cast, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.kernel.calendar_store import CalendarEdition, Notice, assemble, calendar_at, narrowest, notices
from duban.kernel.calendars import WorkCalendar
from duban.kernel.clocks import Clock, ClockState, extensions_of, pauses_of
from duban.kernel.db import Database
from duban.kernel.errors import Text
from duban.kernel.lane import fetch, prepare
from duban.kernel.reckoning import end_of
from duban.kernel.regions import enclosing
from duban.kernel.terms import Due, Extension, Mark, Pause, Term, Unit, due

BATCH = 5000
"""Clocks per transaction: half a second of locks at most."""

_FACTS: tuple[Any, ...] = (
    col(Clock.id),
    col(Clock.version),
    col(Clock.subject_type),
    col(Clock.term),
    col(Clock.region_code),
    col(Clock.amount),
    col(Clock.unit),
    col(Clock.started_at),
    col(Clock.due_at),
    col(Clock.due_on),
    col(Clock.provisional),
    col(Clock.missed_at),
    col(Clock.holder_id),
    and_(cast(col(Clock.pauses), String) == "[]", cast(col(Clock.extensions), String) == "[]").label("plain"),
)
"""What a plain clock is reckoned from. The others' pauses and extensions are read beside it: few have any."""

Facts = Mapping[str, Any]
Moved = tuple[Sequence[Pause], Sequence[Extension]]


@dataclass
class Tally:
    """What a recomputation did, or would do. `later`, `earlier`: clocks whose end moves; `firm`, `provisional`: clocks
    whose end stays and whose certainty changes; `unmissed`: those among `later` that are not late after all."""

    examined: int = 0
    later: int = 0
    earlier: int = 0
    firm: int = 0
    provisional: int = 0
    unmissed: int = 0

    def count(self, revision: Mapping[str, Any]) -> None:
        if revision["due_at"] > revision["old_due_at"]:
            self.later += 1
        elif revision["due_at"] < revision["old_due_at"]:
            self.earlier += 1
        elif revision["provisional"]:
            self.provisional += 1
        else:
            self.firm += 1
        self.unmissed += revision["old_missed_at"] is not None and revision["missed_at"] is None


@dataclass
class Reckoner:
    """Reckons clocks under one edition. Clocks of one length that began on one day end together: reckoned once."""

    edition: int
    _calendars: dict[str, WorkCalendar] = field(default_factory=dict)
    _plain: dict[tuple[str, date, int, str], Due] = field(default_factory=dict)

    async def learn(self, db: AsyncSession, regions: Iterable[str]) -> None:
        """Read the calendars of `regions`, so that reckoning needs no database."""
        for region in set(regions) - self._calendars.keys():
            self._calendars[region] = await self.calendar(db, region)

    async def calendar(self, db: AsyncSession, region_code: str) -> WorkCalendar:
        """The calendar to reckon by in `region_code`."""
        return await calendar_at(db, region_code, self.edition)

    def due(self, clock: Facts, moved: Moved | None) -> Due:
        """When `clock` ends; `moved` are its pauses and extensions, None where it is plain."""
        started_at, amount, unit = clock["started_at"], clock["amount"], clock["unit"]
        calendar = self._calendars[clock["region_code"]]
        if moved is not None or unit == Unit.HOURS:
            pauses, extensions = moved or ((), ())
            return due(_term(amount, Unit(unit)), started_at, calendar, pauses=pauses, extensions=extensions)
        key = (calendar.region, (started_at + EAST).date(), amount, unit)
        found = self._plain.get(key)
        if found is None:
            found = self._plain[key] = due(_term(amount, Unit(unit)), started_at, calendar)
        return found


EAST = timedelta(hours=8)
"""What to add to an instant in UTC for the day in Asia/Shanghai, which has had no daylight saving since 1991.
Asking the zone costs more than all the rest of reckoning a clock."""


@cache
def _term(amount: int, unit: Unit) -> Term:
    return Term("clock", amount, unit, "as started", Text("期限", "term"), Mark.DEFAULT)


class Foresight(Reckoner):
    """Reckons as if `notice` were the next edition."""

    def __init__(self, edition: int, notice: Notice) -> None:
        super().__init__(edition)
        self.notice = notice
        self._assembled: dict[str, WorkCalendar] = {}

    async def calendar(self, db: AsyncSession, region_code: str) -> WorkCalendar:
        around = enclosing(region_code)
        of_notice = self.notice.region_code if self.notice.region_code in around else ""
        region = max(await narrowest(db, region_code, self.edition - 1), of_notice, key=around.index)
        if region not in self._assembled:
            known = await notices(db, region, self.edition - 1)
            stay = [n for n in known if (n.region_code, n.year) != (self.notice.region_code, self.notice.year)]
            self._assembled[region] = assemble(region, self.edition, [*stay, self.notice])
        return self._assembled[region]


def touched(edition: CalendarEdition) -> ColumnElement[bool]:
    """The condition that a running clock may have another date since `edition`: it runs over the days changed there.

    Days that the parties fixed themselves never move. Raises ValueError for an edition that changes no day.
    """
    if edition.first_day is None or edition.last_day is None:
        raise ValueError(f"edition {edition.number} changes no day")
    condition = and_(
        col(Clock.state) == ClockState.RUNNING,
        col(Clock.fixed_on).is_(None),
        col(Clock.calendar_version) < edition.number,
        col(Clock.due_on) >= edition.first_day,
        col(Clock.started_at) < end_of(edition.last_day),
    )
    return and_(condition, within(col(Clock.region_code), edition.region_code)) if edition.region_code else condition


def within(column: Any, region_code: str) -> ColumnElement[bool]:
    """The condition that the region in `column` is `region_code` or lies in it (GB/T 2260: 2 + 2 + 2 digits)."""
    stem = region_code
    while len(stem) in (4, 6) and stem.endswith("00"):
        stem = stem[:-2]
    return or_(column == region_code, column.startswith(stem, autoescape=True))


class Examination:
    """Goes through the clocks that `edition` touches, in the order of their ids."""

    def __init__(self, database: Database, edition: CalendarEdition, reckoner: Reckoner) -> None:
        self.database = database
        self.reckoner = reckoner
        after = bindparam("_after", type_=Uuid())
        statement: Select[Any] = select(*_FACTS).where(touched(edition), col(Clock.id) > after)
        self._clocks = prepare(statement.order_by(col(Clock.id)).limit(BATCH), database)

    async def batch(
        self, db: AsyncSession, at: datetime, *, after: UUID | None
    ) -> tuple[Sequence[Facts], list[dict[str, Any]]]:
        """The next `BATCH` clocks after the id `after`, and the revisions of those that change. Writes nothing."""
        connection = await db.connection()
        clocks = await fetch(connection, self.database, self._clocks, {"_after": after or UUID(int=0)})
        await self.reckoner.learn(db, {clock["region_code"] for clock in clocks})
        moved = await self._moved(db, [clock["id"] for clock in clocks if not clock["plain"]])
        found = (revision_of(clock, self.reckoner.due(clock, moved.get(clock["id"])), at) for clock in clocks)
        return clocks, [revision for revision in found if revision is not None]

    async def _moved(self, db: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, Moved]:
        """The pauses and extensions of the clocks `ids`."""
        found: dict[UUID, Moved] = {}
        for part in (ids[i : i + 1000] for i in range(0, len(ids), 1000)):
            rows = await db.execute(
                select(col(Clock.id), col(Clock.pauses), col(Clock.extensions)).where(col(Clock.id).in_(part))
            )
            found |= {id: (pauses_of(pauses), extensions_of(extensions)) for id, pauses, extensions in rows}
        return found


def revision_of(clock: Facts, found: Due, at: datetime) -> dict[str, Any] | None:
    """What changes for `clock`, in the columns of `ClockRevision` but for edition and batch; None if nothing does.

    A mark of lateness follows the date: gone if the new end is still ahead of `at`, else moved to it.
    """
    due_at, due_on, provisional, missed_at = clock["due_at"], clock["due_on"], clock["provisional"], clock["missed_at"]
    if found.due_at == due_at and found.due_on == due_on and found.provisional == provisional:
        return None
    return {
        "clock_id": clock["id"],
        "clock_version": clock["version"],
        "at": at,
        "holder_id": clock["holder_id"],
        "old_due_at": due_at,
        "old_due_on": due_on,
        "old_provisional": provisional,
        "old_missed_at": missed_at,
        "due_at": found.due_at,
        "due_on": found.due_on,
        "provisional": found.provisional,
        "missed_at": found.due_at if missed_at is not None and found.due_at <= at else None,
    }


async def foresee(
    db: AsyncSession, database: Database, edition: CalendarEdition, notice: Notice, at: datetime
) -> Tally:
    """What `edition`, not made yet and carrying `notice`, would do to the open clocks. Reads only, in batches."""
    examination = Examination(database, edition, Foresight(edition.number, notice))
    tally, after = Tally(), None
    while True:
        clocks, revisions = await examination.batch(db, at, after=after)
        if not clocks:
            return tally
        after = clocks[-1]["id"]
        tally.examined += len(clocks)
        for revision in revisions:
            tally.count(revision)
