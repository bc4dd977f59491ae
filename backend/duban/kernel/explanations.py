"""Why a due date is what it is, line by line, for people who want to check it with a wall calendar.

It walks the rules of `reckoning.py` day by day and never asks the calendar's index, so that the two check each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from duban.kernel.calendars import WorkCalendar
from duban.kernel.clock import day_of
from duban.kernel.errors import Text
from duban.kernel.pauses import Stretch
from duban.kernel.reckoning import ONE_DAY, End, Unit, days_in, end_at, end_of

_START = Text("起算当日，不计入", "start day, not counted")
_SAME_DAY = Text("当日为限", "due the same day")
_PAUSED = Text("暂停期间，不计入", "paused, not counted")
_RUNNING = Text("连续计时，夜间和节假日不停", "running, through nights and holidays")
_MOVES_ON = Text("期限顺延", "the term moves on")
_ENDS_HERE = Text("顺延至本日届满", "the term, moved on, ends here")


@dataclass(frozen=True)
class ExplainedDay:
    """One line of the reasoning.

    Where days are counted a line is one day. Where hours are counted it is one span, from `since` up to `until` (UTC),
    and `day` is the day on which the span begins. `part` is 0 for the term and k for its k-th extension; `number` is
    how much of the part is counted when the line ends: days (of months, too), or whole hours. A `provisional` line is
    one on which a notice not yet published can still move the due date.
    """

    day: date
    counted: bool
    number: int
    reason: Text
    provisional: bool
    part: int = 0
    since: datetime | None = None
    until: datetime | None = None


def lines(
    begin: End, parts: Sequence[tuple[int, Unit]], calendar: WorkCalendar, paused: Sequence[Stretch]
) -> list[ExplainedDay]:
    """Every line from `begin` to the end of the last part. A part is an amount and its unit."""
    found: list[ExplainedDay] = []
    for part, (amount, unit) in enumerate(parts):
        if unit is Unit.HOURS:
            found += _spans(part, begin.at, timedelta(hours=amount), paused)
            begin = end_at(begin, found[-1].until or begin.at)
        else:
            goal = days_in(begin.on, amount, unit)
            found += _days(part, begin.on, goal, unit is Unit.WORKING_DAYS, calendar, paused)
            begin = End(end_of(found[-1].day), found[-1].day)
    return found


def _spans(part: int, at: datetime, amount: timedelta, paused: Sequence[Stretch]) -> list[ExplainedDay]:
    found: list[ExplainedDay] = []
    left = amount
    for stretch in paused:
        if stretch.end <= at:
            continue
        if stretch.start >= at + left:
            break
        if stretch.start > at:
            left -= stretch.start - at
            found.append(_span(part, at, stretch.start, amount - left, _RUNNING))
        found.append(_span(part, max(at, stretch.start), stretch.end, amount - left, _PAUSED))
        at = stretch.end
    found.append(_span(part, at, at + left, amount, _RUNNING))
    return found


def _span(part: int, since: datetime, until: datetime, run: timedelta, reason: Text) -> ExplainedDay:
    hours = run // timedelta(hours=1)
    return ExplainedDay(day_of(since), reason is _RUNNING, hours, reason, False, part, since, until)


def _days(
    part: int, day: date, goal: int, working: bool, calendar: WorkCalendar, paused: Sequence[Stretch]
) -> list[ExplainedDay]:
    # An extension begins on a day that has its line already.
    found = [] if part else [ExplainedDay(day, False, 0, _START if goal else _SAME_DAY, False)]
    number = 0
    while number < goal:
        day += ONE_DAY
        if _touched(day, paused):
            found.append(ExplainedDay(day, False, number, _PAUSED, False, part))
            continue
        counted = calendar.is_working(day) or not working
        number += counted
        provisional = working and not calendar.is_published(day)
        found.append(ExplainedDay(day, counted, number, calendar.reason(day), provisional, part))
    return _moved_on(found, calendar, paused)


def _moved_on(found: list[ExplainedDay], calendar: WorkCalendar, paused: Sequence[Stretch]) -> list[ExplainedDay]:
    """`found` and the lines up to the first day that is neither a rest day nor paused (民法典 art. 203)."""
    last = found.pop()
    end = last = replace(last, provisional=not calendar.is_published(last.day))
    while _touched(end.day, paused) or not calendar.is_working(end.day):
        found.append(end if end.reason is _PAUSED else replace(end, reason=_join(end.reason, _MOVES_ON)))
        day = end.day + ONE_DAY
        reason = _PAUSED if _touched(day, paused) else calendar.reason(day)
        end = ExplainedDay(day, False, last.number, reason, not calendar.is_published(day), last.part)
    found.append(end if end is last else replace(end, reason=_join(end.reason, _ENDS_HERE)))
    return found


def _touched(day: date, paused: Sequence[Stretch]) -> bool:
    return any(stretch.touches(day) for stretch in paused)


def _join(why: Text, then: Text) -> Text:
    return Text(f"{why.zh}，{then.zh}", f"{why.en}: {then.en}")
