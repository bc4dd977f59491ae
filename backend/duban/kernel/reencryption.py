"""Every protected column written anew under the ring's first key, so that an older key can be taken off the ring.

A module that owns such a column declares it here. The walk needs no checkpoint: what is done no longer needs it, so a
run that was stopped goes on where it stopped, and a second run changes nothing. A row's version stays, because what it
says stays.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from duban.kernel.db import Database
from duban.kernel.protected import KeyRing, Unreadable

ROWS_AT_ONCE = 500
"""Rows of one transaction: a server that runs meanwhile waits for no more than these."""

CONTEXTS: dict[str, str] = {}
"""`table.column` → the context that binds its ciphertext (`KeyRing.encrypt`)."""

_COLUMNS: dict[str, Any] = {}


def declare(column: Any, context: str) -> None:
    """Say that `column` (an attribute of its model) holds what a ring encrypted under `context`."""
    name = f"{column.class_.__tablename__}.{column.key}"
    CONTEXTS[name], _COLUMNS[name] = context, column.class_.__table__.c[column.key]


@dataclass
class Reencrypted:
    """What a run did: values written anew by column, the older keys they were under, and what nobody could read."""

    written: dict[str, int] = field(default_factory=dict)
    older_keys: set[str] = field(default_factory=set)
    unreadable: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(self.written.values())


async def reencrypt(
    database: Database, ring: KeyRing, progress: Callable[[int, int], None] | None = None
) -> Reencrypted:
    """Write every protected value anew that is under an older key or cipher; `progress` is told (done, total).

    A value whose key is missing is left as it is and named in `unreadable` (`table.column id: key`).
    """
    report = Reencrypted()
    totals = {name: await _count(database, column, ring) for name, column in _COLUMNS.items()}
    done, total = 0, sum(totals.values())
    for name, column in _COLUMNS.items():
        after: Any = None
        while True:
            async with database.transaction() as db:
                rows = await _older(db, column, ring, after)
                for id, text in rows:
                    await _renew(db, name, column, ring, id, text, report)
            if not rows:
                break
            after, done = rows[-1][0], done + len(rows)
            if progress:
                progress(done, max(done, total))
    return report


def _is_older(column: Any, ring: KeyRing) -> ColumnElement[bool]:
    # Not LIKE: it ignores case on SQLite and takes the underscore of a key's id for any character.
    return and_(column.is_not(None), func.substr(column, 1, len(ring.mark)) != ring.mark)


async def _count(database: Database, column: Any, ring: KeyRing) -> int:
    async with database.reading() as connection:
        return int(
            await connection.scalar(select(func.count()).select_from(column.table).where(_is_older(column, ring))) or 0
        )


async def _older(db: AsyncSession, column: Any, ring: KeyRing, after: Any) -> list[tuple[Any, str]]:
    id = column.table.c.id
    statement = select(id, column).where(_is_older(column, ring)).order_by(id).limit(ROWS_AT_ONCE)
    if after is not None:
        statement = statement.where(id > after)
    return [(row[0], row[1]) for row in await db.execute(statement)]


async def _renew(
    db: AsyncSession, name: str, column: Any, ring: KeyRing, id: Any, text: str, report: Reencrypted
) -> None:
    try:
        fresh = ring.rotate(text, CONTEXTS[name])
    except Unreadable as unreadable:
        report.unreadable.append(f"{name} {id}: {unreadable.text.en}")
        return
    # Only if nobody wrote it meanwhile: a newer value must not give way to an older one.
    same = and_(column.table.c.id == bindparam("_id"), column == bindparam("_old"))
    result = await db.execute(
        update(column.table).where(same).values({column.key: bindparam("_new")}),
        {"_id": id, "_old": text, "_new": fresh},
    )
    report.written[name] = report.written.get(name, 0) + int(result.rowcount)  # type: ignore[attr-defined]
    report.older_keys.add(".".join(text.split(".")[:2]))
