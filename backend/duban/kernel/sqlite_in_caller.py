"""SQLite without a thread: statements run where they are asked for, for commands that do one thing at a time.

`aiosqlite` hands each call to a thread of its own and waits for it, so that a server goes on meanwhile. A command has
nobody to go on for, and the handing over takes as long as the statement itself (it halves the time of `duban demo`).
Never for a server: while another process holds the file's write lock, everything here stands still.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar

import aiosqlite

T = TypeVar("T")

ROWS_AT_A_TIME = 64
CALLS_BETWEEN_TURNS = 64


class InCaller(aiosqlite.Connection):
    """A connection whose calls run in the caller's thread. Opening and closing still pass through the library's own."""

    _calls = 0

    async def _execute(self, fn: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        if not self._running or self._connection is None:
            raise ValueError("Connection closed")
        self._calls += 1
        if not self._calls % CALLS_BETWEEN_TURNS:
            await asyncio.sleep(0)  # others of the same loop, such as a job's lease, get their turn
        return fn(*args, **kwargs)


def connect(database: str, **options: Any) -> InCaller:
    """As `aiosqlite.connect`, for SQLAlchemy's `async_creator_fn`."""
    connection = InCaller(lambda: sqlite3.connect(database, **options), ROWS_AT_A_TIME)
    connection._thread.daemon = True
    return connection
