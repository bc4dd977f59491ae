"""Which days are working days in China, published year by published year, and how to count them fast.

A working day is a Monday to Friday that no notice makes a day off, or a weekend day that a notice turns into a working
day (调休): 全国年节及纪念日放假办法 (2024) arts 2, 6, 7, and the State Council's yearly notice.

A year without a notice never raises: its Mondays to Fridays count as working except the statutory days listed for it,
and every answer that rests on it is *provisional*. Plain Python: no database, no clock and no domain noun in here.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from duban.kernel.errors import Text


class DayKind(StrEnum):
    """How a listed day differs from the plain week."""

    OFF = "off"
    MAKE_UP = "make_up"


class YearStatus(StrEnum):
    """Whether the yearly notice is out."""

    PUBLISHED = "published"
    PROVISIONAL = "provisional"


@dataclass(frozen=True)
class CalendarYear:
    """One year and the notice (or the reason for its absence) behind it."""

    year: int
    status: YearStatus
    source: str


FIRST_UNSETTLED_DECEMBER_DAY = 25
"""From this day of December on, a year is settled only once the next year's notice is out as well.

New Year's notices have moved days of the old year: 29 December 2007 and 2018 became working days, 31 December 2018 a
day off. One full week covers every way a holiday on 1 January can be joined to a weekend.
"""

_WEEKDAYS = (
    Text("星期一", "Monday"),
    Text("星期二", "Tuesday"),
    Text("星期三", "Wednesday"),
    Text("星期四", "Thursday"),
    Text("星期五", "Friday"),
    Text("星期六", "Saturday"),
    Text("星期日", "Sunday"),
)

_ENGLISH = {
    "元旦": "New Year's Day",
    "春节": "Spring Festival",
    "清明节": "Qingming Festival",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn Festival",
    "国庆节": "National Day",
    "抗战胜利70周年纪念日": "70th anniversary of victory in the War of Resistance",
}


@dataclass(frozen=True)
class WorkCalendar:
    """One version of the working-day calendar of the nation (`region` "") or of a region with its own days off.

    `days` lists what differs from the plain Monday-to-Friday week, and the weekend days inside a holiday; `notes` names
    those days (holiday or local notice, in Chinese).
    """

    region: str
    version: int
    years: Mapping[int, CalendarYear]
    days: Mapping[date, DayKind]
    notes: Mapping[date, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Copies: a caller's mapping that changes later must not disagree with the cached index.
        for name in ("years", "days", "notes"):
            object.__setattr__(self, name, dict(getattr(self, name)))

    def is_working(self, day: date) -> bool:
        """Whether `day` is a working day. For a year without notice the answer is provisional."""
        kind = self.days.get(day)
        return day.weekday() < 5 if kind is None else kind is DayKind.MAKE_UP

    def is_published(self, day: date) -> bool:
        """Whether the notices that can still change `day` are all out."""
        return self.are_published(day, day)

    def are_published(self, first: date, last: date) -> bool:
        """Whether every day from `first` to `last` (both included) is settled; true for an empty span."""
        if first > last:
            return True
        starts, ends = self._published
        i = bisect_right(starts, first) - 1
        return i >= 0 and last <= ends[i]

    def count_working(self, after: date, through: date) -> int:
        """The working days after `after` up to and including `through`; 0 if `through` is not later."""
        if through <= after:
            return 0
        return self._index.count(through.toordinal()) - self._index.count(after.toordinal())

    def nth_working_day(self, after: date, n: int) -> date:
        """The `n`-th working day (n ≥ 1) after `after`, which itself is not counted."""
        if n < 1:
            raise ValueError(f"n must be at least 1, not {n}")
        index = self._index
        return date.fromordinal(index.nth(index.count(after.toordinal()) + n))

    def nth_working_day_before(self, before: date, n: int) -> date:
        """The `n`-th working day (n ≥ 1) before `before`, which itself is not counted."""
        if n < 1:
            raise ValueError(f"n must be at least 1, not {n}")
        index = self._index
        return date.fromordinal(index.nth(index.count(before.toordinal() - 1) - n + 1))

    def working_day_from(self, day: date) -> date:
        """`day` itself if it is a working day, else the first working day after it (民法典 art. 203)."""
        return day if self.is_working(day) else self.nth_working_day(day, 1)

    def reason(self, day: date) -> Text:
        """Why `day` counts as it does, for people: weekday, weekend, the holiday's name, or make-up day."""
        weekday = _WEEKDAYS[day.weekday()]
        kind, note = self.days.get(day), self.notes.get(day, "")
        if kind is None:
            if day.weekday() < 5:
                return Text(f"{weekday.zh}，工作日", f"{weekday.en}, working day")
            return Text(f"{weekday.zh}，休息日", f"{weekday.en}, weekend")
        name = Text(note, _ENGLISH.get(note, note))
        if kind is DayKind.MAKE_UP:
            plain = Text("调休上班日", "make-up working day")
            named = Text(f"调休上班日（{name.zh}）", f"make-up working day ({name.en})")
        else:
            plain = Text("放假", "day off")
            named = Text(f"{name.zh}放假", f"{name.en}, day off")
        what = named if note else plain
        return Text(f"{weekday.zh}，{what.zh}", f"{weekday.en}, {what.en}")

    def with_region(
        self,
        region: str,
        days: Mapping[date, DayKind],
        notes: Mapping[date, str] | None = None,
        version: int | None = None,
    ) -> "WorkCalendar":
        """This calendar with a region's own days laid over it (放假办法 (2024) art. 4: festivals of minority peoples).

        A region's day wins over the same day here; a note is taken from the layer that set the day. `version` defaults
        to this calendar's own. A local day settles nothing about a year whose national notice is not out.
        """
        notes = notes or {}
        kept = {day: note for day, note in self.notes.items() if day not in days}
        return replace(
            self,
            region=region,
            version=self.version if version is None else version,
            days={**self.days, **days},
            notes={**kept, **notes},
        )

    def first_difference(self, other: "WorkCalendar") -> date | None:
        """The first day that works here and not there, or is settled in one only; None if all days agree.

        A clock whose last day lies before it is due at the same time under both, so a recomputation may skip it.
        """
        here, there = self._index, other._index
        changed = set(here.exceptions) ^ set(there.exceptions)
        spans = (self._published, other._published)
        edges = {edge for starts, ends in spans for edge in (*starts, *(end + timedelta(days=1) for end in ends))}
        settled = {day.toordinal() for day in edges if self.is_published(day) != other.is_published(day)}
        return date.fromordinal(min(changed | settled)) if changed or settled else None

    @cached_property
    def _index(self) -> "_Index":
        odd = [day for day in self.days if self.is_working(day) != (day.weekday() < 5)]
        exceptions = sorted(day.toordinal() for day in odd)
        shifts = [0]
        for ordinal in exceptions:
            shifts.append(shifts[-1] + (-1 if _is_weekday(ordinal) else 1))
        counts = [_weekdays(ordinal) + shift for ordinal, shift in zip(exceptions, shifts[1:], strict=True)]
        return _Index(exceptions, shifts, counts)

    @cached_property
    def _published(self) -> tuple[list[date], list[date]]:
        """First and last days of the settled spans, in order; adjoining published years are one span."""
        starts: list[date] = []
        ends: list[date] = []
        published = sorted(year for year, row in self.years.items() if row.status is YearStatus.PUBLISHED)
        for year in published:
            if year - 1 not in published:
                starts.append(date(year, 1, 1))
            if year + 1 not in published:
                ends.append(date(year, 12, FIRST_UNSETTLED_DECEMBER_DAY) - timedelta(days=1))
        return starts, ends


@dataclass(frozen=True, slots=True)
class _Index:
    """Counts and finds working days by bisection over the days that break the plain week.

    Days are proleptic ordinals (1 = Monday, 1 January of year 1). `shifts[i]` is what the first i exceptions add to the
    count of Mondays to Fridays; `counts[i]` is the number of working days up to and including `exceptions[i]`.
    """

    exceptions: list[int]
    shifts: list[int]
    counts: list[int]

    def count(self, ordinal: int) -> int:
        return _weekdays(ordinal) + self.shifts[bisect_right(self.exceptions, ordinal)]

    def nth(self, count: int) -> int:
        i = bisect_left(self.counts, count)
        weeks, rest = divmod(count - self.shifts[i] - 1, 5)
        ordinal = 7 * weeks + rest + 1
        # Between exceptions i-1 and i the week is plain; a make-up day at i may be reached before the next Monday.
        return min(ordinal, self.exceptions[i]) if i < len(self.exceptions) else ordinal


def _weekdays(ordinal: int) -> int:
    weeks, rest = divmod(ordinal, 7)
    return 5 * weeks + min(rest, 5)


def _is_weekday(ordinal: int) -> bool:
    return 1 <= ordinal % 7 <= 5


def calendar_from(document: Mapping[str, Any]) -> WorkCalendar:
    """A calendar from its file form: `{region, version, years: {"2026": {status, source, off, make_up}}}`.

    `off` and `make_up` map a name to runs of days, "MM-DD" or "MM-DD/MM-DD" (both included) within that year. Raises
    `ValueError` for a run that is no date, ends before it begins, or lists a day twice.
    """
    years: dict[int, CalendarYear] = {}
    days: dict[date, DayKind] = {}
    notes: dict[date, str] = {}
    for key, row in document["years"].items():
        year = int(key)
        years[year] = CalendarYear(year, YearStatus(row["status"]), row["source"])
        for kind in DayKind:
            for name, runs in row.get(kind.value, {}).items():
                for day in (day for run in runs for day in _days_of(year, run)):
                    if day in days:
                        raise ValueError(f"{day} is listed twice")
                    days[day] = kind
                    notes[day] = name
    return WorkCalendar(document["region"], document["version"], years, days, notes)


def _days_of(year: int, run: str) -> list[date]:
    first, _, last = run.partition("/")
    start = date.fromisoformat(f"{year}-{first}")
    end = date.fromisoformat(f"{year}-{last}") if last else start
    if end < start:
        raise ValueError(f"{run} ends before it begins")
    return [start + timedelta(days=i) for i in range((end - start).days + 1)]


@cache
def load_seed_calendar() -> WorkCalendar:
    """The national calendar this version is shipped with. `scripts/build_calendar.py` writes its file."""
    text = files("duban.kernel").joinpath("data", "calendar-cn.json").read_text("utf-8")
    return calendar_from(json.loads(text))
