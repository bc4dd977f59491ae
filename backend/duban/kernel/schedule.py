"""What happens by itself: each tick is a job under a key made of its name and time, so it fires once for all machines.

`deadline-sweep:2026-11-22T03:00` can be inserted by one worker only. Times are local to Asia/Shanghai, which has no
daylight saving. After a time without any worker the newest tick missed is made up for, once: ticks look at the state of
the world, not at the minutes that passed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from duban.kernel.clock import ZONE, now
from duban.kernel.db import Database
from duban.kernel.errors import Text
from duban.kernel.jobs import Handler, enqueue, handles
from duban.kernel.system_actor import system_act

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Tick:
    """A kind of job that comes every `period`, counted from `at` of the local day. `period` divides a day."""

    name: str
    period: timedelta
    at: time = time()

    def latest(self, instant: datetime) -> datetime:
        """The latest time of this tick at or before `instant`, local, without zone."""
        local = instant.astimezone(ZONE).replace(tzinfo=None)
        first = datetime.combine(local.date(), self.at)
        if first > local:
            first -= DAY
        return first + (local - first) // self.period * self.period

    def key(self, slot: datetime) -> str:
        return f"{self.name}:{slot:%Y-%m-%dT%H:%M}"


TICKS: dict[str, Tick] = {}


def every(name: str, *, minutes: int, title: Text) -> Callable[[Handler], Handler]:
    """Declare the decorated handler to run every `minutes` (a divisor of a day), from local midnight on."""
    if DAY % timedelta(minutes=minutes):
        raise ValueError(f"{name}: {minutes} minutes do not divide a day")
    return _enter(Tick(name, timedelta(minutes=minutes)), title)


def daily(name: str, *, at: time, title: Text) -> Callable[[Handler], Handler]:
    """Declare the decorated handler to run once a day at the local time `at`."""
    return _enter(Tick(name, DAY, at), title)


def _enter(tick: Tick, title: Text) -> Callable[[Handler], Handler]:
    def enter(handler: Handler) -> Handler:
        handles(tick.name, title=title, max_attempts=3)(handler)
        TICKS[tick.name] = tick
        return handler

    return enter


class Ticker:
    """Fires what is due, and remembers what it has seen fired so as to ask the database once per tick and time."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._fired: dict[str, datetime] = {}

    async def fire(self) -> int:
        """Enqueue every tick whose newest time has not been seen; returns how many it asked for."""
        instant = now()
        fresh = {name: slot for name, tick in TICKS.items() if self._fired.get(name) != (slot := tick.latest(instant))}
        if not fresh:
            return 0
        async with self.database.transaction() as db:
            act = await system_act(db)
            if act is None:
                return 0
            for name, slot in fresh.items():
                key = TICKS[name].key(slot)
                await enqueue(act, name, {"slot": f"{slot:%Y-%m-%dT%H:%M}"}, dedupe_key=key, urgent=True)
        self._fired |= fresh
        return len(fresh)
