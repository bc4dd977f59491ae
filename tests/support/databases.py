"""Databases for tests, which live a second each: what a server gains by warming up, they would lose each time."""

from typing import Any

from sqlalchemy import URL, Dialect
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util import LRUCache

from duban.kernel.db import Database

STATEMENTS = 2_000

_compiled: dict[tuple[str, bool], tuple[Dialect, LRUCache[Any, Any]]] = {}


def quick_database(url: URL, *, pool_size: int = 4) -> Database:
    """The database at `url`. On SQLite each statement runs where it is asked for: passing it to a thread and back takes
    as long as the statement. What a server does there is shown by the kernel's tests, the journeys in the browser, and
    the stories over the program itself."""
    database = Database(url, pool_size=pool_size, in_caller=True)
    share_compiled(database)
    return database


def share_compiled(database: Database) -> None:
    """Let `database`, which nobody has used yet, go on with the statements that others of its kind have compiled.

    An engine keeps them, under its dialect, for as long as it lives; a tenth of the suite's time went into compiling
    the same ones again.
    """
    for engine in vars(database).values():
        if isinstance(engine, AsyncEngine):
            inner = engine.sync_engine
            kind = (inner.dialect.name, inner.pool is database.writer.pool)
            dialect, compiled = _compiled.setdefault(kind, (inner.dialect, LRUCache(STATEMENTS)))
            inner.dialect = inner.pool._dialect = dialect
            inner._compiled_cache = compiled
