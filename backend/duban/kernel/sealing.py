"""The sealer: gives committed journal entries their positions and chains their hashes.

Entries stay as they were written; what is added stands in `journal_seal`. A seal's hash is

    SHA-256( canonical( previous hash, position, sealed at, then the entry's columns in the order of `ENTRY_COLUMNS` ) )

in lower-case hexadecimal; the first seal (position 1) follows `GENESIS`. `canonical` is the only encoding, and what it
encodes is the text that the database holds, not what a program makes of it: an id written in capitals, which every
reader would take for the same id, is another text and breaks the chain. Knows nothing of who may read what.
"""

import asyncio
import hashlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import orjson
import structlog
from sqlalchemy import ColumnElement, LargeBinary, Uuid, cast, delete, func, insert, literal, select, type_coerce
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.types import NullType, String
from sqlmodel import col

from duban.kernel import clock
from duban.kernel.db import Database, UtcDateTime
from duban.kernel.journal import JournalEntry, JournalPending, JournalSeal
from duban.settings import Settings

log = structlog.get_logger("duban.journal")

GENESIS = "0" * 64
"""The hash before the first."""

ENTRY_COLUMNS = (
    "id",
    "at",
    "actor_id",
    "actor_kind",
    "actor_name",
    "actor_organisation_id",
    "action",
    "subject_type",
    "subject_id",
    "subject_label",
    "organisation_id",
    "org_l1",
    "org_l2",
    "org_l3",
    "org_l4",
    "org_l5",
    "visibility",
    "changes",
    "reason",
    "request_id",
)
"""What a hash covers of an entry, in this order for ever. A column added to the table joins at the end; a test holds
the two together, because a column left out could be changed unseen."""

_SINGLE_SEALER = 0x647562616E_01
"""Key of the advisory lock on PostgreSQL: two sealers wait for each other instead of giving one position twice."""

_LONGEST_WAIT_SECONDS = 30.0

Field = str | None


def canonical(fields: Sequence[Field]) -> bytes:
    """`fields` as one compact JSON array of strings and nulls, in the canonical form of RFC 8785 (UTF-8).

    Ids are written as 32 lower-case hexadecimal digits, instants as `YYYY-MM-DD HH:MM:SS.ffffff` in UTC, positions in
    decimal digits. Different fields give different bytes: escaping is one to one, and null is not "null". Raises
    TypeError for what is no text, such as a broken UTF-8 sequence read with surrogates.
    """
    return orjson.dumps(fields)


def link(previous: Field, position: int, sealed_at: Field, entry: Iterable[Field]) -> str:
    """The hash that seals `entry` (its `ENTRY_COLUMNS`) at `position` after `previous`. Raises as `canonical` does."""
    return hashlib.sha256(canonical([previous, str(position), sealed_at, *entry])).hexdigest()


def instant_text(instant: datetime) -> str:
    """`instant` (aware) as `canonical` writes it."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def stored(column: ColumnElement[Any], *, is_sqlite: bool) -> ColumnElement[Any]:
    """An expression for the text form of `column` as the database holds it; `texts` reads its values.

    On SQLite these are the stored bytes, so that even a broken UTF-8 sequence can be read and reported; PostgreSQL
    keeps ids and instants in binary and writes them out.
    """
    if is_sqlite:
        return type_coerce(cast(column, LargeBinary), NullType())
    if isinstance(column.type, Uuid):
        return func.encode(func.uuid_send(column), "hex", type_=String)
    if isinstance(column.type, UtcDateTime):
        return func.to_char(func.timezone("UTC", column), "YYYY-MM-DD HH24:MI:SS.US", type_=String)
    return type_coerce(column, String)


def texts(values: Iterable[bytes | str | None]) -> list[Field]:
    """What `stored` expressions gave, as texts."""
    return [value.decode(errors="surrogateescape") if isinstance(value, bytes) else value for value in values]


def entry_columns(*, is_sqlite: bool) -> list[ColumnElement[Any]]:
    """`ENTRY_COLUMNS` in their text forms, to be selected."""
    table = JournalEntry.__table__.c  # type: ignore[attr-defined]
    return [stored(table[name], is_sqlite=is_sqlite) for name in ENTRY_COLUMNS]


async def seal(database: Database, limit: int = 5000) -> int:
    """Seal up to `limit` committed entries, oldest id first, in one transaction. Returns how many were sealed.

    Takes the one sealer's lock (PostgreSQL: an advisory lock until commit; SQLite: the write lock), so any number of
    sealers may run. Entries of transactions that commit later get later positions, whatever their ids.
    """
    async with database.reading() as connection:
        if await connection.scalar(select(literal(1)).select_from(JournalPending).limit(1)) is None:
            return 0  # on SQLite the write lock is too dear to ask for nothing, twice a second
    async with database.transaction() as db:
        if not database.is_sqlite:
            await db.execute(select(func.pg_advisory_xact_lock(_SINGLE_SEALER)))
        return await _seal(db, limit, is_sqlite=database.is_sqlite)


async def _seal(db: AsyncSession, limit: int, *, is_sqlite: bool) -> int:
    connection = await db.connection()
    position, previous = await _head(connection)
    waiting = (
        select(*entry_columns(is_sqlite=is_sqlite))
        .join_from(JournalPending, JournalEntry, col(JournalEntry.id) == col(JournalPending.entry_id))
        .order_by(col(JournalPending.entry_id))
        .limit(limit)
    )
    entries = (await connection.execute(waiting)).all()
    if not entries:
        return 0
    first, sealed_at = position + 1, clock.now()
    sealed_text = instant_text(sealed_at)
    seals: list[tuple[Any, ...]] = []
    for fields in map(texts, entries):
        position += 1
        hash = link(previous, position, sealed_text, fields)
        seals.append((position, fields[0], previous, hash, sealed_text if is_sqlite else sealed_at))
        previous = hash
    # Rows straight to the driver: SQLAlchemy would look at every value of every row, at twice the price of the hashes.
    statement = str(insert(JournalSeal).compile(dialect=connection.dialect))
    await connection.exec_driver_sql(statement, seals)
    taken = select(col(JournalSeal.entry_id)).where(col(JournalSeal.position).between(first, position))
    await connection.execute(delete(JournalPending).where(col(JournalPending.entry_id).in_(taken)))
    return len(seals)


async def _head(connection: AsyncConnection) -> tuple[int, str]:
    newest = (
        select(col(JournalSeal.position), col(JournalSeal.hash)).order_by(col(JournalSeal.position).desc()).limit(1)
    )
    found = (await connection.execute(newest)).first()
    return (found.position, found.hash) if found else (0, GENESIS)


async def run_sealer(database: Database, interval: float, stop: asyncio.Event, limit: int = 5000) -> None:
    """Seal every `interval` seconds, and without pause while there is a backlog, until `stop` is set.

    A failing database is logged and tried again, ever more slowly: a sealer that gave up would silence every reader.
    """
    wait = interval
    while not stop.is_set():
        try:
            sealed = await seal(database, limit)
            wait = 0.0 if sealed == limit else interval
        except (DBAPIError, OSError, TimeoutError) as error:
            wait = min(_LONGEST_WAIT_SECONDS, max(interval, wait * 2))
            log.error("journal_seal_failed", error=type(error).__name__, again_in_seconds=wait, exc_info=error)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), wait)


async def sealer(database: Database, settings: Settings, stop: asyncio.Event) -> None:
    """The worker's companion: `run_sealer` at the pace of the settings."""
    await run_sealer(database, settings.journal_seal_interval_ms / 1000, stop)
