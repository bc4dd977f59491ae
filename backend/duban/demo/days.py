"""Time, walked forward: matters live side by side, each waits for its next moment, and the clock is held at it.

A life is an async generator. It acts, then yields the moment at which it wants to go on; whatever has not happened when
the walk ends has not happened yet. This module knows no matter.
"""

import heapq
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random

from duban.kernel import clock
from duban.kernel.clock import ZONE

Life = AsyncGenerator[datetime, None]
FRIDAY = 4


class Days:
    """The walk from the past to `until`. Lives at the same moment go on in the order in which they asked for it."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        self._order = count()
        self._waiting: list[tuple[datetime, int, Life]] = []

    def begin(self, moment: datetime, life: Life) -> None:
        """Let `life` begin at `moment`; a past one is now."""
        heapq.heappush(self._waiting, (moment, next(self._order), life))

    async def walk(self, seen: Callable[[datetime], None]) -> None:
        """Live every life up to and including `until`, in the order of time. `seen` is told each new moment."""
        reached = datetime.min.replace(tzinfo=ZONE)
        while self._waiting:
            moment, _, life = heapq.heappop(self._waiting)
            if moment > self.until:
                await life.aclose()
                continue
            reached = max(moment, reached)
            with clock.at(reached):
                wanted = await anext(life, None)
            if wanted is not None:
                self.begin(max(wanted, reached), life)
            seen(reached)


async def once(act: Callable[[], Awaitable[object]]) -> Life:
    """The life of a matter that has one moment only."""
    await act()
    no_more: tuple[datetime, ...] = ()
    for moment in no_more:
        yield moment


def office_hours(rng: Random, day: date) -> datetime:
    """Some moment of `day` between half past eight and half past five, of the next Monday where it is a weekend."""
    if day.weekday() > FRIDAY:
        day += timedelta(days=7 - day.weekday())
    return datetime.combine(day, time(8, 30), ZONE) + timedelta(seconds=rng.randrange(9 * 3600))


def in_days(rng: Random, fewest: int, most: int) -> datetime:
    """Some moment at work between `fewest` and `most` days from the held clock's today."""
    return office_hours(rng, clock.today() + timedelta(days=rng.randint(fewest, most)))
