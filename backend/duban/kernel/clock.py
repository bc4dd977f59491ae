"""The only reader of the machine's clock. Everything else asks `now()` or `today()`.

A story test or the demo builder sets the time with `at(instant)`; it holds for the current task and what it awaits.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
"""The jurisdiction's zone: days are days in this zone, instants are stored in UTC."""

_fixed: ContextVar[datetime | None] = ContextVar("fixed_now", default=None)


def now() -> datetime:
    """The present instant, aware, UTC."""
    return _fixed.get() or datetime.now(UTC)


def is_held() -> bool:
    """Whether a story holds the clock, so that even the database's own clock must not be asked."""
    return _fixed.get() is not None


def today() -> date:
    """The present day in Asia/Shanghai."""
    return day_of(now())


def day_of(instant: datetime) -> date:
    """The day in Asia/Shanghai on which `instant` (aware) falls."""
    return instant.astimezone(ZONE).date()


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Hold the clock at `instant` (aware) inside the block."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    token = _fixed.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
