"""What a calendar edition does to open clocks, reckoned and not yet written: which it touches, and their new dates.

A clock is touched if it runs over the days that changed. Its new date is reckoned from its stored facts in constant
time. Clocks that are paused are left alone: they are reckoned by the calendar in force on the day they resume.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.kernel.calendar_store import CalendarEdition, Notice, assemble, calendar_at, narrowest, notices
from duban.kernel.calendars import WorkCalendar
from duban.kernel.clock import day_of
from duban.kernel.clocks import Clock, ClockState, extensions_of, pauses_of
from duban.kernel.errors import Text
from duban.kernel.reckoning import end_of
from duban.kernel.regions import enclosing
from duban.kernel.terms import Due, Mark, Term, Unit, due

BATCH = 5000
"""Clocks per transaction: half a second of locks at most."""

_FACTS = (
    col(Clock.id),
    col(Clock.version),
    col(Clock.subject_type),
    col(Clock.region_code),
    col(Clock.amount),
    col(Clock.unit),
    col(Clock.pausable),
    col(Clock.started_at),
    col(Clock.pauses),
    col(Clock.extensions),
    col(Clock.due_at),
    col(Clock.due_on),
    col(Clock.provisional),
    col(Clock.missed_at),
    col(Clock.holder_id),
)


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
    _plain: dict[tuple[str, date, int, Unit], Due] = field(default_factory=dict)

    async def learn(self, db: AsyncSession, regions: Iterable[str]) -> None:
        """Read the calendars of `regions`, so that reckoning needs no database."""
        for region in set(regions) - self._calendars.keys():
            self._calendars[region] = await self.calendar(db, region)

    async def calendar(self, db: AsyncSession, region_code: str) -> WorkCalendar:
        """The calendar to reckon by in `region_code`."""
        return await calendar_at(db, region_code, self.edition)

    def due(self, clock: Row[Any]) -> Due:
        calendar = self._calendars[clock.region_code]
        term = Term("clock", clock.amount, clock.unit, "as started", _TERM, Mark.DEFAULT, pausable=clock.pausable)
        if clock.pauses or clock.extensions or clock.unit is Unit.HOURS:
            pauses, extensions = pauses_of(clock.pauses), extensions_of(clock.extensions)
            return due(term, clock.started_at, calendar, pauses=pauses, extensions=extensions)
        key = (calendar.region, day_of(clock.started_at), clock.amount, clock.unit)
        if key not in self._plain:
            self._plain[key] = due(term, clock.started_at, calendar)
        return self._plain[key]


_TERM = Text("期限", "term")


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


async def examine(
    db: AsyncSession, edition: CalendarEdition, reckoner: Reckoner, at: datetime, *, after: UUID | None
) -> tuple[Sequence[Row[Any]], list[dict[str, Any]]]:
    """The next `BATCH` touched clocks after the id `after`, and the revisions of those that change. Writes nothing."""
    statement = select(*_FACTS).where(touched(edition)).order_by(col(Clock.id)).limit(BATCH)
    if after is not None:
        statement = statement.where(col(Clock.id) > after)
    clocks = (await db.execute(statement)).all()
    await reckoner.learn(db, {clock.region_code for clock in clocks})
    found = ((clock, revision_of(clock, reckoner.due(clock), at)) for clock in clocks)
    return clocks, [revision for _, revision in found if revision is not None]


def revision_of(clock: Row[Any], found: Due, at: datetime) -> dict[str, Any] | None:
    """What changes for `clock`, in the columns of `ClockRevision` but for edition and batch; None if nothing does.

    A mark of lateness follows the date: gone if the new end is still ahead of `at`, else moved to it.
    """
    if (found.due_at, found.due_on, found.provisional) == (clock.due_at, clock.due_on, clock.provisional):
        return None
    return {
        "clock_id": clock.id,
        "clock_version": clock.version,
        "at": at,
        "holder_id": clock.holder_id,
        "old_due_at": clock.due_at,
        "old_due_on": clock.due_on,
        "old_provisional": clock.provisional,
        "old_missed_at": clock.missed_at,
        "due_at": found.due_at,
        "due_on": found.due_on,
        "provisional": found.provisional,
        "missed_at": found.due_at if clock.missed_at is not None and found.due_at <= at else None,
    }


async def foresee(db: AsyncSession, edition: CalendarEdition, notice: Notice, at: datetime) -> Tally:
    """What `edition`, not made yet and carrying `notice`, would do to the open clocks. Reads only, in batches."""
    reckoner, tally, after = Foresight(edition.number, notice), Tally(), None
    while True:
        clocks, revisions = await examine(db, edition, reckoner, at, after=after)
        if not clocks:
            return tally
        after = clocks[-1].id
        tally.examined += len(clocks)
        for revision in revisions:
            tally.count(revision)
