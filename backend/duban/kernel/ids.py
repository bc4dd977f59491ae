"""Row ids: UUIDv7 (RFC 9562 §5.7), so that the primary key sorts by birth and an index grows at its end.

Knows the clock and nothing of tables.
"""

import os
import secrets
import threading
import uuid
from datetime import UTC, datetime, timedelta

from duban.kernel import clock

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_RANDOM_BITS = 74
_BACKSTEP_MS = 10_000
"""A machine's clock may be put back by its time service by this much; ids then keep counting from the newest one.

A longer step back is somebody holding the clock in the past on purpose, and the id must carry that past.
"""


class _Sequence:
    """The newest id of this process: its millisecond and its random part."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._millisecond = -_BACKSTEP_MS - 1
        self._random = 0

    def following(self, millisecond: int) -> tuple[int, int]:
        with self._lock:
            if self._millisecond - _BACKSTEP_MS <= millisecond <= self._millisecond:
                # A random step, not 1: the next id must not be guessable from the last (RFC 9562 §6.2, method 2).
                self._random += 1 + secrets.randbits(32)
                if self._random >> _RANDOM_BITS:
                    self._millisecond += 1
                    self._random = _fresh()
            else:
                self._millisecond = millisecond
                self._random = _fresh()
            return self._millisecond, self._random


def _fresh() -> int:
    # The top bit stays clear as room for the steps taken within one millisecond.
    return secrets.randbits(_RANDOM_BITS - 1)


_sequence = _Sequence()


def _forget() -> None:
    global _sequence
    _sequence = _Sequence()


# A forked worker must neither continue its parent's count nor inherit a lock that another thread held.
os.register_at_fork(after_in_child=_forget)


def new_id() -> uuid.UUID:
    """A fresh id carrying `clock.now()`. Greater than every earlier one of this process, unless the clock was put back
    by more than ten seconds. Safe to call from any thread and after a fork.
    """
    return _uuid7(*_sequence.following(_milliseconds(clock.now())))


def id_floor(instant: datetime) -> uuid.UUID:
    """The smallest id that can be born at `instant` (aware): `id >= id_floor(t)` means "born at t or later".

    Ids carry milliseconds; the instant is rounded down to its millisecond. Raises ValueError before 1970.
    """
    return _uuid7(_milliseconds(instant), 0)


def born_at(id: uuid.UUID) -> datetime:
    """The instant (UTC, milliseconds) that an id of ours carries."""
    return _EPOCH + (id.int >> 80) * _MILLISECOND


def _milliseconds(instant: datetime) -> int:
    milliseconds = (instant - _EPOCH) // _MILLISECOND
    if milliseconds < 0:
        raise ValueError("an id cannot carry an instant before 1970")
    return milliseconds


def _uuid7(milliseconds: int, random: int) -> uuid.UUID:
    high, low = random >> 62, random & ((1 << 62) - 1)
    return uuid.UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)
