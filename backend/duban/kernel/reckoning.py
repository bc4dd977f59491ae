"""How time is counted: from a start, an amount and a unit to an end. The rules of the law, without terms or people.

  end       A length of days ends at 24:00 of its last day in Asia/Shanghai (民法典 art. 203). The instant we keep is
            the first moment of the next day: in time while now < end, too late once now >= end.
  hours     Run from the moment, through nights, weekends and holidays (民法典 art. 201).
  days      The start day is not counted (民法典 art. 201). Working days are those of the calendar, make-up days (调休)
            included. If the last day is a rest day, the first working day after it is the last (民法典 art. 203).
  months    End on the day of the same number, or on the last day of the month if it has none (民法典 art. 202).
            A year is 12 months.
  pause     Time that is not counted (不计入) adds its exact length to hours. Of days, every one that the pause touches,
            wholly or partly, is left out, once, whatever kind of day it is; the count goes on with the day after the
            last one touched. Months are turned into their days first. No count of days ends on a paused day.
  0         Hours: at once. Days: the start day itself, moved on if it is a rest day or paused.

Counting is done by the calendar's index, in constant time; `explanations.py` walks the same rules day by day.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from duban.kernel.calendars import WorkCalendar
from duban.kernel.clock import ZONE, day_of
from duban.kernel.pauses import Stretch

ONE_DAY = timedelta(days=1)
_NOTHING = timedelta()


class Unit(StrEnum):
    """What a length is counted in. The unit belongs to the legal source, not to the habit of the office."""

    HOURS = "hours"
    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


class End(NamedTuple):
    """Where a count stands: `at` is the first instant after it (UTC), `on` the last day that has any of it.

    `settled` is False where a day whose calendar is not published yet decides.
    """

    at: datetime
    on: date
    settled: bool = True


def utc(instant: datetime) -> datetime:
    """`instant` in UTC. Raises ValueError for a naive one."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(UTC)


def started(at: datetime) -> End:
    """The standing of a count that begins at the aware instant `at`."""
    return End(utc(at), day_of(at))


def after(begin: End, amount: int, unit: Unit, calendar: WorkCalendar, paused: Sequence[Stretch]) -> End:
    """The end of `amount` of `unit` counted from `begin`; `paused` is in order and does not overlap."""
    if unit is Unit.HOURS:
        return _after_hours(begin, amount, paused)
    return _after_days(begin, days_in(begin.on, amount, unit), unit is Unit.WORKING_DAYS, calendar, paused)


def end_at(begin: End, at: datetime) -> End:
    """The end of a count in hours from `begin` at the instant `at`; an end at 00:00 is 24:00 of the day before."""
    return End(at, max(begin.on, day_of(at - timedelta.resolution)), begin.settled)


@lru_cache(maxsize=4096)
def end_of(day: date) -> datetime:
    """24:00 of `day` in Asia/Shanghai, as an instant in UTC."""
    return datetime.combine(day + ONE_DAY, time(), ZONE).astimezone(UTC)


def days_in(start: date, amount: int, unit: Unit) -> int:
    """How many days after `start` make up `amount` of `unit`: of months, those up to their last day."""
    if unit is not Unit.MONTHS:
        return amount
    years, month = divmod(start.month - 1 + amount, 12)
    year, month = start.year + years, month + 1
    return (date(year, month, min(start.day, monthrange(year, month)[1])) - start).days


def _after_hours(begin: End, amount: int, paused: Sequence[Stretch]) -> End:
    at, left = begin.at, timedelta(hours=amount)
    for stretch in paused:
        if stretch.start >= at + left:
            break
        if stretch.end > at:
            left -= max(stretch.start - at, _NOTHING)
            at = stretch.end
    return end_at(begin, at + left)


def _after_days(begin: End, left: int, working: bool, calendar: WorkCalendar, paused: Sequence[Stretch]) -> End:
    on, settled = begin.on, begin.settled
    for stretch in paused:
        if stretch.last_day <= on:
            continue
        eve = max(stretch.first_day - ONE_DAY, on)
        free = calendar.count_working(on, eve) if working else (eve - on).days
        if free >= left:
            break
        left -= free
        settled = settled and (not working or calendar.are_published(on + ONE_DAY, eve))
        on = stretch.last_day
    # Of working days every one counted must be settled; of calendar days only whether the last one is a rest day.
    last = first = on
    if left:
        last = calendar.nth_working_day(on, left) if working else on + timedelta(days=left)
        first = on + ONE_DAY if working else last
    end = _moved_on(last, calendar, paused)
    return End(end_of(end), end, settled and calendar.are_published(first, end))


def _moved_on(last: date, calendar: WorkCalendar, paused: Sequence[Stretch]) -> date:
    day = calendar.working_day_from(last)
    for stretch in paused:
        if stretch.touches(day):
            day = calendar.working_day_from(stretch.last_day + ONE_DAY)
    return day
