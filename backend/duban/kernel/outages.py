"""Which failures mean that the database is away or too busy, whoever says so: SQLAlchemy, the driver, the network.

Such a failure is no fault of the request and no fault of ours: the answer is 503 with `Retry-After`, never a 500.
"""

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from duban.kernel.errors import Problem, Text, Unavailable

SECONDS_AWAY = 5
"""When to try again: a server that restarts is back within seconds."""
SECONDS_BUSY = 2


class DatabaseUnreachable(ConnectionError):
    """No connection to the database could be made. The driver's own error is the cause."""


FAILURES: tuple[type[Exception], ...] = (
    DatabaseUnreachable,
    DBAPIError,
    PoolTimeout,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)
"""What a database out of reach or too busy raises; an integrity error is among them and is not meant."""

_AWAY = ("08", "57P", "53")
"""Classes of SQLSTATE (PostgreSQL, appendix A): connection exception, shut down or starting, out of resources."""
_BUSY = frozenset({"55P03", "57014", "40P01", "40001"})
"""A lock not had in time, a statement out of time, a deadlock, two transactions that exclude each other."""


def away() -> Problem:
    return Unavailable(
        "database_unreachable",
        Text("暂时连接不上数据库，请稍后重试。", "The database is out of reach. Try again in a few seconds."),
        retry_after=SECONDS_AWAY,
    )


def busy() -> Problem:
    return Unavailable(
        "busy", Text("系统正忙，请稍后重试。", "The system is busy. Try again shortly."), retry_after=SECONDS_BUSY
    )


def outage(error: BaseException) -> Problem | None:
    """`error` as a refusal to be tried again (503); None where it is something else."""
    # The driver's own state breaks where the server's last words and the end of the connection cross a new question.
    if isinstance(error, DatabaseUnreachable | asyncpg.InternalClientError):
        return away()
    if isinstance(error, PoolTimeout):
        return busy()
    if isinstance(error, DBAPIError):
        if error.connection_invalidated:
            return away()
        return _by_words(error) or (outage(error.orig) if error.orig is not None else None)
    state = getattr(error, "sqlstate", None)
    if isinstance(state, str):
        if state in _BUSY:
            return busy()
        return away() if state.startswith(_AWAY) else None
    if isinstance(error, asyncpg.InterfaceError) or isinstance(error.__cause__, asyncpg.InterfaceError):
        # A driver that is told to work on a connection which broke under it says so in words only.
        words = str(error).lower()
        return away() if "closed" in words or "released" in words or "in the middle of operation" in words else None
    return None


def _by_words(error: DBAPIError) -> Problem | None:
    """What SQLite says in words."""
    words = str(error.orig).lower()
    if "database is locked" in words or "deadlock" in words or "lock timeout" in words:
        return busy()
    return away() if "unable to open database file" in words else None
