"""Time that a term does not count: pauses as they were recorded, joined into stretches that can be reckoned with.

Pure: the present instant is handed in. Knows nothing of terms, calendars or why somebody paused.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from duban.kernel.clock import day_of

_INSTANT = timedelta.resolution


@dataclass(frozen=True)
class Pause:
    """Time that is not counted, from `start` up to but not including `end`; `end` None while it still runs."""

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or (self.end is not None and self.end.tzinfo is None):
            raise ValueError("a pause needs instants with a time zone")
        if self.end is not None and self.end < self.start:
            raise ValueError("a pause cannot end before it starts")


class Stretch(NamedTuple):
    """One unbroken stretch of paused time in UTC, and the days in Asia/Shanghai it touches (both included)."""

    start: datetime
    end: datetime
    first_day: date
    last_day: date
    still_runs: bool

    def touches(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


def stretches(pauses: Sequence[Pause], now: datetime | None) -> list[Stretch]:
    """The pauses in order of time, joined where they overlap or meet; one that ended as it began is left out.

    A pause still running is taken to end at `now`, or at its own start if `now` is None or earlier. Raises ValueError
    for a naive `now`.
    """
    if now is not None and now.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    if not pauses:
        return []
    joined: list[tuple[datetime, datetime, bool]] = []
    for start, end, still_runs in sorted(_span(pause, now) for pause in pauses if pause.start != pause.end):
        if joined and start <= joined[-1][1]:
            first, last, one_runs = joined.pop()
            joined.append((first, max(last, end), one_runs or still_runs))
        else:
            joined.append((start, end, still_runs))
    return [_stretch(*span) for span in joined]


def _span(pause: Pause, now: datetime | None) -> tuple[datetime, datetime, bool]:
    start = pause.start.astimezone(UTC)
    if pause.end is not None:
        return start, pause.end.astimezone(UTC), False
    return start, start if now is None else max(start, now.astimezone(UTC)), True


def _stretch(start: datetime, end: datetime, still_runs: bool) -> Stretch:
    # A pause that ended at midnight did not touch the day beginning there; one that still runs does.
    last_day = day_of(end) if still_runs else day_of(end - _INSTANT)
    return Stretch(start, end, day_of(start), last_day, still_runs)
