"""Publishing a year's notice: what it changes, who may, and the edition that carries it.

The recomputation of open clocks is asked for in the same transaction and done by `clock_recompute.py`. Knows neither
clocks nor HTTP.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from duban.kernel.access import Actor
from duban.kernel.acts import Act
from duban.kernel.calendar_store import (
    CalendarDayRow,
    CalendarEdition,
    Notice,
    assemble,
    newest_edition,
    notices,
    seed_digest,
)
from duban.kernel.calendars import FIRST_UNSETTLED_DECEMBER_DAY, DayKind, WorkCalendar
from duban.kernel.clock import now
from duban.kernel.errors import FieldError, Forbidden, Invalid, Text
from duban.kernel.journal import Visibility
from duban.kernel.regions import enclosing

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Run:
    """Days in a row, both included, that a notice names."""

    first: date
    last: date
    kind: DayKind
    note: str = ""


@dataclass(frozen=True)
class DayChange:
    """A day that a notice changes; None stands for the plain week."""

    day: date
    before: DayKind | None
    after: DayKind | None
    note: str


@dataclass(frozen=True)
class Change:
    """What `notice` would do to `edition`: days that differ, and the span of days whose working or certainty changes.

    `anything` is False where the same was published already.
    """

    notice: Notice
    edition: int
    days: tuple[DayChange, ...]
    first_day: date | None
    last_day: date | None
    anything: bool

    def told(self) -> dict[str, Any]:
        """As the API tells it."""
        return {"days": [asdict(day) for day in self.days], "first_day": self.first_day, "last_day": self.last_day}

    def as_edition(self, act: Act | None = None, reason: str = "") -> CalendarEdition:
        """The edition that would carry the notice, or, in `act`, does."""
        return CalendarEdition(
            number=self.edition + 1,
            region_code=self.notice.region_code,
            year=self.notice.year,
            status=self.notice.status,
            source=self.notice.source,
            reason=reason,
            made_at=act.now if act else now(),
            made_by_id=act.me.id if act else UUID(int=0),
            made_by_name=act.me.name if act else "",
            seed_digest=seed_digest(),
            first_day=self.first_day,
            last_day=self.last_day,
        )


def require_rule_over(me: Actor, region_code: str) -> None:
    """Raise Forbidden unless the actor's organisation lies at the root, or in `region_code` or a region around it."""
    if me.level > 1 and (not me.region_code or me.region_code not in enclosing(region_code)):
        raise Forbidden(
            "region_not_yours",
            Text(
                "您只能设置本辖区的日历和参数；全国和其他地区由上级设置。",
                "You set calendars and values of your own region only; those around it belong to the level above.",
            ),
            extra={"region": region_code},
        )


def days_of(year: int, runs: Sequence[Run]) -> tuple[dict[date, DayKind], dict[date, str]]:
    """The days and names that `runs` spell out. Raises Invalid, pointing at the run, where they make no notice.

    A notice for `year` may name the last days of December before it, which New Year's holidays have moved at times.
    """
    first_allowed = date(year - 1, 12, FIRST_UNSETTLED_DECEMBER_DAY)
    days: dict[date, DayKind] = {}
    notes: dict[date, str] = {}
    errors: list[FieldError] = []
    for number, run in enumerate(runs):
        fault = _fault(run, first_allowed, date(year, 12, 31))
        spelt = [] if fault else [run.first + ONE_DAY * i for i in range((run.last - run.first).days + 1)]
        if not fault and (twice := next((day for day in spelt if day in days), None)):
            fault = "day_twice", Text("{day} 已在前面列出。", "{day} is listed before.").format(day=twice)
        if not fault and run.kind is DayKind.MAKE_UP and any(day.weekday() < 5 for day in spelt):
            fault = (
                "make_up_on_weekday",
                Text(
                    "调休上班日应为周六或周日；周一至周五本来就上班。",
                    "A make-up working day is a Saturday or Sunday; Monday to Friday are worked anyway.",
                ),
            )
        if fault:
            errors.append(FieldError(f"/runs/{number}", *fault))
            continue
        days |= dict.fromkeys(spelt, run.kind)
        notes |= dict.fromkeys(spelt, run.note)
    if errors:
        text = Text("放假安排中有不成立的日期。", "Some days of the notice are impossible.")
        raise Invalid("notice_wrong", text, errors)
    return days, notes


def _fault(run: Run, first: date, last: date) -> tuple[str, Text] | None:
    if run.last < run.first:
        return "ends_before_it_begins", Text("结束日早于开始日。", "It ends before it begins.")
    if run.first < first or run.last > last:
        return "outside_the_year", Text(
            "应在 {first} 至 {last} 之间。", "It should lie between {first} and {last}."
        ).format(first=first, last=last)
    return None


async def change_by(db: AsyncSession, notice: Notice) -> Change:
    """What `notice` changes for its region. Writes nothing and fills no cache."""
    edition = await newest_edition(db)
    known = await notices(db, notice.region_code, edition)
    old = assemble(notice.region_code, edition, known)
    own = next((n for n in known if (n.region_code, n.year) == (notice.region_code, notice.year)), None)
    rest = [n for n in known if n is not own]
    new = assemble(notice.region_code, edition + 1, [*rest, notice])
    listed = sorted(old.days.keys() | new.days.keys())
    days = tuple(
        DayChange(day, old.days.get(day), new.days.get(day), new.notes.get(day, old.notes.get(day, "")))
        for day in listed
        if old.days.get(day) != new.days.get(day)
    )
    first, last = span(old, new, (notice.year - 1, notice.year + 1))
    anything = bool(days) or first is not None or old.notes != new.notes or old.years != new.years
    if notice.region_code and own is not None:
        anything = anything or own.source != notice.source
    return Change(notice, edition, days, first, last, anything)


def span(old: WorkCalendar, new: WorkCalendar, years: tuple[int, int]) -> tuple[date | None, date | None]:
    """The first and last day of `years` (both included) that works in one only, or is settled in one only."""
    day, end = date(years[0], 1, 1), date(years[1], 12, 31)
    differing = []
    while day <= end:
        if old.is_working(day) != new.is_working(day) or old.is_published(day) != new.is_published(day):
            differing.append(day)
        day += ONE_DAY
    return (differing[0], differing[-1]) if differing else (None, None)


async def publish(act: Act, change: Change, reason: str) -> CalendarEdition:
    """Make the next edition out of the change's notice, journalled with what it changes.

    The caller has checked that `change` is of this transaction. The new calendar is first read by others after commit.
    """
    edition, notice = change.as_edition(act, reason), change.notice
    act.db.add(edition)
    await act.db.flush()
    act.db.add_all(
        CalendarDayRow(edition=edition.number, day=day, kind=kind, note=notice.notes.get(day, ""))
        for day, kind in notice.days.items()
    )
    told: Mapping[str, tuple[object, object]] = {str(d.day): (d.before, d.after) for d in change.days}
    act.note(
        "calendar_edition:publish",
        edition,
        changes={**told, "source": (None, notice.source), "status": (None, notice.status)},
        reason=reason,
        visibility=Visibility.ADMINISTRATION,
    )
    return edition


async def lock_editions(act: Act) -> None:
    """Let one notice be published after the other: held until the transaction ends. SQLite has one writer anyway."""
    if act.db.get_bind().dialect.name == "postgresql":
        await act.db.execute(select(func.pg_advisory_xact_lock(func.hashtext("calendar_edition"))))
