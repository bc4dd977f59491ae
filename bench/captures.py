"""What the application really does for a request, caught in the act, so that the bare route does the same.

For a read: the SQL text and its arguments, as the driver was given them. For a write: every row that its transaction
left behind. Both come from one request to the whole application in this process; nothing is written down by hand, so a
change of a resource changes what it is compared with.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import httpx
from sqlalchemy import event
from sqlmodel import SQLModel

from duban.kernel.db import Database
from duban.main import create_app
from duban.settings import Settings


@dataclass(frozen=True)
class Query:
    """A statement and its arguments: each the name of what the request gives, or a value that is always the same."""

    sql: str
    arguments: list[tuple[str, Any]]


@dataclass(frozen=True)
class Writing:
    """What one request wrote, by the number of its transaction; the bare server reads the rows from the database.

    `subject_id`, `number` and `key` are those of the caught request: they stand in several rows and are replaced
    together. `changed` are the columns of the subject that an update set; empty where the subject is new.
    """

    transaction: int
    table: str
    prefix: str
    subject_id: str
    number: str
    key: str
    tables: list[str]
    changed: list[str]


@dataclass
class Inside:
    """The application in this process, asked without a network, and the statements it sends."""

    database: Database
    settings: Settings
    http: httpx.AsyncClient
    seen: list[tuple[str, list[Any]]] = field(default_factory=list)

    async def caught(self, url: str, headers: Mapping[str, str]) -> tuple[dict[str, Any], list[tuple[str, list[Any]]]]:
        """The answer to a GET (a JSON object) and the statements it took. Asked twice: the first time signs in."""
        (await self.http.get(url, headers=headers)).raise_for_status()
        self.seen.clear()
        answer = await self.http.get(url, headers=headers)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found, list(self.seen)


@asynccontextmanager
async def inside(settings: Settings) -> AsyncIterator[Inside]:
    """The application over the settings' database, for the length of the block."""
    database = Database(settings.async_database_url, pool_size=settings.pool_size)
    app = create_app(settings, database=database)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://duban.bench", timeout=600) as http:
        found = Inside(database, settings, http)

        @event.listens_for(database.reader.sync_engine, "connect")
        def listen(connection: Any, _record: Any) -> None:
            connection.driver_connection.add_query_logger(lambda query: found.seen.append((query.query, query.args)))

        try:
            yield found
        finally:
            await database.close()


def named(statement: tuple[str, list[Any]], given: Mapping[str, Any]) -> Query:
    """The statement with those arguments named that are values of `given`; the others are fixed."""
    sql, arguments = statement
    names = {str(value): name for name, value in given.items()}
    return Query(sql, [(names.get(str(a), ""), None if str(a) in names else plain(a)) for a in arguments])


def plain(value: Any) -> Any:
    """A fixed argument as JSON can hold it."""
    return value if value is None or isinstance(value, bool | int | str) else str(value)


async def rows_of(
    connection: asyncpg.Connection, subject_table: str, prefix: str, subject_id: str, key: str, changed: list[str]
) -> Writing:
    """What the transaction wrote that last touched the subject, whose numbers begin with `prefix`."""
    transaction = await connection.fetchval(
        f"SELECT xmin::text::bigint FROM {subject_table} WHERE id = $1::uuid", subject_id
    )
    number = await connection.fetchval(f"SELECT number FROM {subject_table} WHERE id = $1::uuid", subject_id)
    tables = [
        table.name
        for table in SQLModel.metadata.sorted_tables
        if await connection.fetchval(
            f"SELECT EXISTS (SELECT 1 FROM {table.name} WHERE xmin::text::bigint = $1)", transaction
        )
    ]
    return Writing(transaction, subject_table, prefix, subject_id, number, key, tables, changed)
