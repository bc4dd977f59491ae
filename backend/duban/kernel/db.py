"""Tables' common ground and the two ways into the database: one transaction per request, and read-only connections.

SQLite and PostgreSQL share one code path. What differs is here and nowhere else: SQLite gets a writer pool of one
connection that always says `BEGIN IMMEDIATE` (so writers queue fairly inside the process and never dead-lock) and a
reader pool that cannot write; PostgreSQL gets one pool with a FIFO queue of the same size in front (a fair queue cut
the 99th percentile to a third when measured).
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

import asyncpg
import orjson
from sqlalchemy import DDL, JSON, DateTime, Index, String, Text, TypeDecorator, event, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import URL, Dialect, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlmodel import Field, SQLModel

from duban.kernel import sqlite_in_caller
from duban.kernel.clock import now
from duban.kernel.ids import new_id
from duban.kernel.outages import DatabaseUnreachable, outage

LEVELS = 5
"""Depth of the organisation tree: one ancestor column per level, `org_l1` (root) to `org_l5`."""

CONNECT_SECONDS = 10
"""How long one attempt to connect to PostgreSQL may take."""

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant. Naive values are refused on the way in; what comes out is UTC on both engines."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """What a cursor gives back: a decorator of its own says `object`, and no page could follow another."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Choice(TypeDecorator[StrEnum]):
    """A closed list of words, kept as plain text so that a new word needs no migration of a database type."""

    impl = String(40)
    cache_ok = True

    @property
    def python_type(self) -> type[str]:
        return str

    def __init__(self, choices: type[StrEnum]) -> None:
        super().__init__()
        self.choices = choices

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:
        return None if value is None else self.choices(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.choices(value)


JSON_DATA = JSON().with_variant(JSONB(), "postgresql")


def instant_field(**kwargs: Any) -> Any:
    """A column for an aware instant (`…_at`)."""
    return Field(sa_type=UtcDateTime, **kwargs)


def choice_field(choices: type[StrEnum], **kwargs: Any) -> Any:
    """A column for one word of `choices`."""
    return Field(sa_type=Choice(choices), **kwargs)


def json_field(**kwargs: Any) -> Any:
    """A column for a JSON value (JSONB on PostgreSQL)."""
    return Field(sa_type=JSON_DATA, **kwargs)


def text_field(**kwargs: Any) -> Any:
    """A column for text of any length; the schema that lets it in states the limit."""
    return Field(sa_type=Text, **kwargs)


def ddl(statement: str, dialect: str) -> Any:
    """A statement to run after a table was created, on `dialect` ("sqlite" or "postgresql") only."""
    return DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]


class Row(SQLModel):
    """Every table's first columns. `version` counts changes and is the ETag."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    created_at: datetime = instant_field(default_factory=now, nullable=False)
    updated_at: datetime = instant_field(default_factory=now, nullable=False)
    version: int = Field(default=1, nullable=False)

    noun: ClassVar[str] = ""
    """The resource's word in the API, the journal and permissions; the table's name unless said otherwise."""

    @classmethod
    def word(cls) -> str:
        return cls.noun or str(cls.__tablename__)

    @property
    def label(self) -> str:
        """The human number or name under which people know the row; shown in the journal and on worklists."""
        return str(self.id)

    def touch(self, at: datetime) -> None:
        """Count one change. Called once per row and transaction by whoever journals the change."""
        self.version += 1
        self.updated_at = at


class Scoped(Row):
    """A row inside the organisation tree: its ancestors, one column per level, written by `access.place`."""

    org_l1: UUID | None = Field(default=None)
    org_l2: UUID | None = Field(default=None)
    org_l3: UUID | None = Field(default=None)
    org_l4: UUID | None = Field(default=None)
    org_l5: UUID | None = Field(default=None)

    def levels(self) -> tuple[UUID | None, ...]:
        return (self.org_l1, self.org_l2, self.org_l3, self.org_l4, self.org_l5)


class OrgOwned(Scoped):
    """A row that belongs to one organisation. Moving the organisation rewrites the ancestor columns."""

    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)


class Reached(OrgOwned):
    """A row that not every authority above it may read: those at level `reach` of the tree and below it may, those
    further up count it and see no more, until it is escalated to them."""

    reach: int = Field(default=1, ge=1, le=LEVELS, sa_column_kwargs={"server_default": "1"})

    def reach_up_to(self, level: int) -> dict[str, Any]:
        """The columns with which an organisation at `level` sees it, too."""
        return {"reach": min(self.reach, level)}


def reach_indexes(table: str) -> tuple[Index, ...]:
    """One index per tree level over the rows that an organisation at that level may read, in their order of age."""
    return tuple(
        Index(
            f"ix_{table}_l{level}_reached",
            f"org_l{level}",
            "id",
            sqlite_where=text(f"reach <= {level}"),
            postgresql_where=text(f"reach <= {level}"),
        )
        for level in range(1, LEVELS + 1)
    )


def level_indexes(table: str, *columns: str) -> tuple[Index, ...]:
    """One index per tree level for a list filtered by subtree and ordered by the last of `columns`."""
    return tuple(
        Index(f"ix_{table}_l{level}_{'_'.join(columns)}", f"org_l{level}", *columns) for level in range(1, LEVELS + 1)
    )


LaneConnection = Any
"""The driver's own connection (asyncpg brings no types), or SQLAlchemy's; only `lane.fetch` looks into it."""


def _dumps(value: Any) -> str:
    return orjson.dumps(value).decode()


def _loads(value: Any) -> Any:
    # SQLite gives a bare number back as a number: its JSON columns prefer numbers (NUMERIC affinity).
    return value if isinstance(value, int | float) else orjson.loads(value)


class Database:
    """The engine(s) behind one database URL (`sqlite+aiosqlite:///…` or `postgresql+asyncpg://…`).

    `in_caller`: on SQLite, statements run in the caller's thread (`sqlite_in_caller.py`). For commands, not servers.
    `timeouts`: settings of every PostgreSQL session in milliseconds (`lock_timeout`, `statement_timeout`).
    `durable`: on SQLite, wait with every commit until it is on the disk; only invented data do without.
    A connection that cannot be made raises `DatabaseUnreachable`.
    """

    def __init__(
        self,
        url: str | URL,
        *,
        pool_size: int = 8,
        echo: bool = False,
        in_caller: bool = False,
        timeouts: Mapping[str, int] | None = None,
        durable: bool = True,
    ) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.pool_size = pool_size
        common: dict[str, Any] = {
            "echo": echo,
            "json_serializer": _dumps,
            "json_deserializer": _loads,
            "poolclass": AsyncAdaptedQueuePool,
            "max_overflow": 0,
            "pool_timeout": 30,
        }
        if self.is_sqlite:
            if in_caller:
                common["connect_args"] = {"async_creator_fn": sqlite_in_caller.connect}
            self.writer = create_async_engine(self.url, pool_size=1, **common)
            self.reader = create_async_engine(self.url, pool_size=pool_size, **common)
            _prepare_sqlite(self.writer, begin="BEGIN IMMEDIATE", read_only=False, durable=durable)
            _prepare_sqlite(self.reader, begin="BEGIN", read_only=True)
        else:
            server = {"jit": "off", "timezone": "UTC", **{name: str(ms) for name, ms in (timeouts or {}).items()}}
            options: dict[str, Any] = {"connect_args": {"server_settings": server, "async_creator_fn": _connect}}
            self.writer = create_async_engine(self.url, pool_size=pool_size, **common, **options)
            event.listen(self.writer.sync_engine, "checkout", _refuse_closed)
            self.reader = self.writer
        self._autocommit = self.reader.execution_options(isolation_level="AUTOCOMMIT")
        self._snapshot = self.reader.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._write_slots = asyncio.Semaphore(1 if self.is_sqlite else pool_size)
        self._read_slots = asyncio.Semaphore(pool_size) if self.is_sqlite else self._write_slots

    @property
    def dialect(self) -> Dialect:
        return self.reader.dialect

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """One transaction: committed when the block ends, rolled back when it raises."""
        async with (
            self._write_slots,
            AsyncSession(self.writer, expire_on_commit=False, autoflush=True) as session,
            session.begin(),
        ):
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection for reads outside any transaction (each statement sees the newest committed state)."""
        engine = self.reader if self.is_sqlite else self._autocommit
        async with self._read_slots, engine.connect() as connection:
            yield connection

    @asynccontextmanager
    async def lane(self) -> AsyncIterator[LaneConnection]:
        """What `lane.fetch` reads over: on PostgreSQL the raw driver's connection out of the same pool, on SQLite what
        `reading` gives. Nothing begins on it, so each statement sees the newest committed state."""
        if self.is_sqlite:
            async with self.reading() as connection:
                yield connection
            return
        async with self._read_slots:
            held = await self.reader.raw_connection()
            driver: Any = held.driver_connection
            # The pool learns of lost connections from errors that it sees, and it sees none of the driver's.
            try:
                yield driver
            except Exception as error:
                if outage(error):
                    held.invalidate()
                raise
            finally:
                if driver.is_closed() and held.is_valid:
                    held.invalidate()
                held.close()

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """A read-only session whose statements all see one and the same committed state."""
        engine = self.reader if self.is_sqlite else self._snapshot
        async with self._read_slots, AsyncSession(engine, expire_on_commit=False, autoflush=False) as session:
            yield session

    async def close(self) -> None:
        await self.writer.dispose()
        if self.reader is not self.writer:
            await self.reader.dispose()


async def _connect(*args: Any, **kwargs: Any) -> Any:
    try:
        return await asyncpg.connect(*args, **{"timeout": CONNECT_SECONDS, **kwargs})
    except (OSError, TimeoutError, asyncpg.CannotConnectNowError, asyncpg.ConnectionDoesNotExistError) as error:
        raise DatabaseUnreachable(str(error)) from error


def _refuse_closed(connection: Any, _record: Any, _proxy: Any) -> None:
    """Hand out no connection whose other end is gone: after a restart of the server all of the pool's are.

    The driver learns of the end by itself, so that this costs no round trip. The pool answers the error by making the
    connection anew, and by doing so with all the others when their turn comes.
    """
    if connection.driver_connection.is_closed():
        raise DisconnectionError


def _prepare_sqlite(engine: AsyncEngine, *, begin: str, read_only: bool, durable: bool = True) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout = 20000")
        if not read_only:
            cursor.execute("PRAGMA journal_mode = WAL")
        # In WAL mode, NORMAL may lose the last acts in a power failure, though they were answered as done.
        cursor.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA temp_store = MEMORY")
        cursor.execute("PRAGMA cache_size = -65536")
        if read_only:
            cursor.execute("PRAGMA query_only = ON")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def on_begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)


def count_queries(engine: AsyncEngine, seen: Callable[[str], None]) -> Callable[[], None]:
    """Call `seen(statement)` for every statement `engine` sends, until the returned function is called (tests)."""

    def before(_c: Any, _cur: Any, statement: str, *_rest: Any) -> None:
        seen(statement)

    event.listen(engine.sync_engine, "before_cursor_execute", before)
    return lambda: event.remove(engine.sync_engine, "before_cursor_execute", before)
