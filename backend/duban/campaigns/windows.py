"""Windows of whole days, and the month arithmetic that turns the words of a plan into them.

Both ends of a window belong to it. Dates come as plans write them: `YYYY-MM-DD`, or `YYYY-MM` for a whole month.
It must not know what a plan is.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

PARTIAL_DATE = re.compile(r"^\d{4}-\d{2}(-\d{2})?$", re.ASCII)
DURATION = re.compile(r"^P(?:(\d{1,2})Y)?(?:(\d{1,3})M)?(?:(\d{1,3})W)?(?:(\d{1,4})D)?$", re.ASCII)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Window:
    """From the start of `starts_on` to the end of `ends_on`, both days included. Raises `ValueError` when inverted."""

    starts_on: date
    ends_on: date

    def __post_init__(self) -> None:
        if self.ends_on < self.starts_on:
            raise ValueError(f"the window ends on {self.ends_on}, before it starts on {self.starts_on}")

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1

    def holds(self, other: "Window") -> bool:
        """Whether `other` lies wholly inside."""
        return self.starts_on <= other.starts_on and other.ends_on <= self.ends_on


def first_day(text: str) -> date:
    """The day `YYYY-MM-DD`, or the first day of the month `YYYY-MM`. Raises `ValueError`."""
    if not PARTIAL_DATE.match(text):
        raise ValueError(text)
    return date.fromisoformat(text if len(text) == 10 else f"{text}-01")


def last_day(text: str) -> date:
    """The day `YYYY-MM-DD`, or the last day of the month `YYYY-MM`. Raises `ValueError`."""
    day = first_day(text)
    return day if len(text) == 10 else month_end(day)


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """The same day `months` later (or earlier), or that month's last day where it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_on_or_after(month: int, day: date) -> date:
    """The first day of the first `month` (1–12) that is not over before the month of `day`."""
    year = day.year if month >= day.month else day.year + 1
    return date(year, month, 1)


def is_duration(text: str) -> bool:
    """Whether `text` is a calendar span of ISO 8601 in years, months, weeks, days, longer than nothing."""
    found = DURATION.match(text)
    return found is not None and any(int(part or 0) for part in found.groups())


def end_of(starts_on: date, duration: str) -> date:
    """The last day of a span `duration` (ISO 8601, `P1Y`) that begins on `starts_on`. Raises `ValueError`."""
    found = DURATION.match(duration)
    if found is None or not is_duration(duration):
        raise ValueError(duration)
    years, months, weeks, days = (int(part or 0) for part in found.groups())
    return add_months(starts_on, years * 12 + months) + timedelta(days=weeks * 7 + days - 1)


def split(window: Window, parts: int) -> list[Window]:
    """`window` cut into `parts` windows without gap: at months where it is whole months and they divide, else at days.

    Raises `ValueError` where there are fewer days than parts.
    """
    if parts < 1 or window.days < parts:
        raise ValueError(f"{window.days} days cannot be cut into {parts} parts")
    after = window.ends_on + ONE_DAY
    months = (after.year - window.starts_on.year) * 12 + after.month - window.starts_on.month
    if window.starts_on.day <= 28 and after == add_months(window.starts_on, months) and months % parts == 0:
        cuts = [add_months(window.starts_on, months // parts * i) for i in range(parts + 1)]
    else:
        cuts = [window.starts_on + timedelta(days=window.days * i // parts) for i in range(parts + 1)]
    return [Window(start, end - ONE_DAY) for start, end in pairwise(cuts)]
