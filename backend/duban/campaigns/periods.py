"""Rhythm and window become reporting periods: which days each covers, from when and until when its report is taken.

The periods of a rhythm cover the window without gap or overlap; the first and the last may be partial. Due days are
calendar days: where the plan names days (每月25日前) those count, else a grace after the period. It must not know
plans, clauses or working-day calendars.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from duban.campaigns.windows import ONE_DAY, Window, add_months, month_end

GRACE_DAYS = 5
"""Calendar days after the end of a period until its report is due, where the plan names no day. A default, not law."""

LEAD_DAYS = 5
"""Calendar days before the due day from which a report is taken, at the latest on the period's last day."""

_MONTHS = re.compile(r"每月(?:的)?([0-9日号、，,和及与 ]+|底|末)")


class Rhythm(StrEnum):
    """How often something is owed. `per_event`: whenever it happens, one standing period."""

    ONCE = "once"
    PER_EVENT = "per_event"
    TWICE_MONTHLY = "twice_monthly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    ANNUAL = "annual"


@dataclass(frozen=True)
class Period:
    """One reporting period, all days included: `2026-03-H1`, `2026-03-H2`, `2026-03`, `2026-Q1`, `2026`, or the code of
    the phase. A report is taken from `opens_on` and is late after `due_on`."""

    code: str
    starts_on: date
    ends_on: date
    opens_on: date
    due_on: date


def periods(
    rhythm: Rhythm,
    window: tuple[date, date] | Window,
    *,
    code: str = "once",
    days: Sequence[int] = (),
    dates: Sequence[date] = (),
    grace_days: int = GRACE_DAYS,
) -> list[Period]:
    """The periods of `rhythm` in `window` (both days included), in order.

    - `once`, `per_event`: one period over the window, named `code`, due on the last of `dates`, else at its end.
    - the others: natural halves of a month (1–15, 16–end), months, quarters, years, cut to the window. Each of `dates`
      belongs to one period: that in whose second half it lies, or before the middle of the next; before the first
      middle to the first, after the last to the last. A period with dates is due on the first of them; one without on
      the first of the `days` of a month (31 means the last) from its middle on, else `grace_days` after its end.

    Raises `ValueError` for an inverted window, a day outside 1–31, or negative grace.
    """
    whole = window if isinstance(window, Window) else Window(*window)
    if grace_days < 0 or any(not 1 <= day <= 31 for day in days):
        raise ValueError("days of a month lie in 1 to 31, and the grace is not negative")
    if rhythm in (Rhythm.ONCE, Rhythm.PER_EVENT):
        due_on = max(*dates, whole.starts_on) if dates else whole.ends_on
        return [Period(code, whole.starts_on, whole.ends_on, whole.starts_on, due_on)]
    cuts = list(_cut(rhythm, whole))
    middles = [_middle(cut) for _, cut in cuts]
    own: dict[int, date] = {}
    for day in sorted(dates):
        own.setdefault(max(bisect_right(middles, day) - 1, 0), day)
    return [_period(natural, cut, days, own.get(i), grace_days) for i, (natural, cut) in enumerate(cuts)]


def named_days(as_given: str | None) -> tuple[int, ...]:
    """The days of a month that a plan names: 每月25日前 gives (25,), 每月15日、30日前 (15, 30), 每月底前 (31,)."""
    found = _MONTHS.search(as_given or "")
    if found is None:
        return ()
    if found[1] in ("底", "末"):
        return (31,)
    days = sorted({int(number) for number in re.findall(r"[0-9]+", found[1])})
    return tuple(days) if all(1 <= day <= 31 for day in days) else ()


def _period(code: str, cut: Window, days: Sequence[int], named: date | None, grace_days: int) -> Period:
    due_on = max(named, cut.starts_on) if named is not None else _due(cut, days, grace_days)
    opens_on = max(cut.starts_on, min(cut.ends_on, due_on - timedelta(days=LEAD_DAYS)))
    return Period(code, cut.starts_on, cut.ends_on, opens_on, due_on)


def _middle(cut: Window) -> date:
    """The first day of the second half. A named day in the first half of a period belongs to the report on the period
    before: 每月5日前 reports last month, 每月25日前 the month that is running."""
    return cut.starts_on + timedelta(days=cut.days // 2)


def _due(cut: Window, days: Sequence[int], grace_days: int) -> date:
    if days:
        middle = _middle(cut)
        return next(day for day in _days_from(middle, days) if day >= middle)
    return cut.ends_on + timedelta(days=grace_days)


def _days_from(start: date, days: Sequence[int]) -> Iterator[date]:
    month = start.replace(day=1)
    while True:
        last = month_end(month)
        yield from sorted({month.replace(day=min(day, last.day)) for day in days})
        month = add_months(month, 1)


def _cut(rhythm: Rhythm, window: Window) -> Iterator[tuple[str, Window]]:
    """Natural periods of `rhythm` with their codes, each cut to `window`."""
    day = window.starts_on
    while day <= window.ends_on:
        code, last = _natural(rhythm, day)
        ends_on = min(last, window.ends_on)
        yield code, Window(day, ends_on)
        day = ends_on + ONE_DAY


def _natural(rhythm: Rhythm, day: date) -> tuple[str, date]:
    """The code and the last day of the natural period in which `day` lies."""
    match rhythm:
        case Rhythm.TWICE_MONTHLY:
            first = day.day <= 15
            return f"{day:%Y-%m}-H{1 if first else 2}", day.replace(day=15) if first else month_end(day)
        case Rhythm.MONTHLY:
            return f"{day:%Y-%m}", month_end(day)
        case Rhythm.QUARTERLY:
            quarter = (day.month - 1) // 3 + 1
            return f"{day.year}-Q{quarter}", month_end(day.replace(day=1, month=quarter * 3))
        case Rhythm.ANNUAL:
            return f"{day.year}", date(day.year, 12, 31)
        case Rhythm.ONCE | Rhythm.PER_EVENT:
            raise ValueError(f"{rhythm} has no natural period")
