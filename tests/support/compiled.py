"""Statements are compiled once per process and kind of database, not anew over each test's own database.

An engine keeps what it compiled, under its dialect, for as long as it lives; here engines live as long as a test, and a
tenth of the suite's time went into compiling the same statements.
"""

from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util import LRUCache

from duban.kernel.db import Database

STATEMENTS = 2_000

_kept: dict[tuple[str, bool], tuple[Dialect, LRUCache[Any, Any]]] = {}


def share_compiled(database: Database) -> None:
    """Let `database`, which nobody has used yet, go on with what others of its kind have compiled."""
    for engine in vars(database).values():
        if isinstance(engine, AsyncEngine):
            inner = engine.sync_engine
            kind = (inner.dialect.name, inner.pool is database.writer.pool)
            dialect, compiled = _kept.setdefault(kind, (inner.dialect, LRUCache(STATEMENTS)))
            inner.dialect = inner.pool._dialect = dialect
            inner._compiled_cache = compiled
