"""The limit: bare Starlette, a raw asyncpg pool and orjson, doing the same reads and writing the same rows.

No sign-in, no validation, no rule: what an application could not do without. It runs the statements that were caught
from Duban (`captures.py`) and repeats the caught transactions with new ids. Knows nothing of Duban's code.
"""

import base64
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from uuid_utils.compat import uuid7

JSON = "application/json"
SESSION = {"jit": "off", "timezone": "UTC"}
"""What Duban sets on its connections too."""


def create_bare(description: Path) -> Starlette:
    """The routes that the file describes: `/list`, `/one`, and one POST for each caught writing."""
    told = orjson.loads(description.read_bytes())

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        connection = await asyncpg.connect(told["url"])
        app.state.create = {what: await _Repeated.read(connection, writing) for what, writing in told["create"].items()}
        app.state.issue = await _Repeated.read(connection, told["issue"])
        await connection.close()
        size = told["pool_size"]
        async with asyncpg.create_pool(
            told["url"], min_size=size, max_size=size, server_settings=SESSION, init=_read_json
        ) as pool:
            app.state.pool = pool
            yield

    async def list_rows(request: Request) -> Response:
        given = dict(request.query_params)
        query = told["lists"][given["shape"]]
        async with request.app.state.pool.acquire() as connection:
            records = await connection.fetch(query["sql"], *_arguments(query, given))
        rows = [dict(record) for record in records]
        page = rows[:-1] if len(rows) > told["page"] else rows
        last = str(page[-1]["_sort0"]) if len(rows) > told["page"] else None
        for row in page:
            del row["_sort0"]
        cursor = base64.urlsafe_b64encode(orjson.dumps(["-id", last])).rstrip(b"=").decode() if last else None
        return Response(_json({"items": page, "next_cursor": cursor}), media_type=JSON)

    async def one(request: Request) -> Response:
        given = dict(request.query_params)
        task, clocks = told["one"][given["shape"]]
        async with request.app.state.pool.acquire() as connection:
            row = dict((await connection.fetch(task["sql"], *_arguments(task, given)))[0])
            row["clocks"] = [dict(r) for r in await connection.fetch(clocks["sql"], *_arguments(clocks, given))]
        return Response(_json(row), media_type=JSON)

    async def create(request: Request) -> Response:
        body = orjson.loads(await request.body())
        repeated: _Repeated = request.app.state.create[request.query_params["what"]]
        async with request.app.state.pool.acquire() as connection, connection.transaction():
            last = await connection.fetchval(
                "INSERT INTO number_sequence (prefix, year, last) VALUES ($2, $1, 1) "
                "ON CONFLICT (prefix, year) DO UPDATE SET last = number_sequence.last + 1 RETURNING last",
                told["year"],
                repeated.prefix,
            )
            key, number = request.headers["idempotency-key"], f"{repeated.prefix}-{told['year']}-{last:06d}"
            answer = await repeated.write(connection, key, number=number, title=body["title"])
        return Response(answer, status_code=201, media_type=JSON)

    async def issue(request: Request) -> Response:
        repeated: _Repeated = request.app.state.issue
        id, key = UUID(request.query_params["id"]), request.headers["idempotency-key"]
        async with request.app.state.pool.acquire() as connection, connection.transaction():
            row = await connection.fetchrow("SELECT * FROM rectification_task WHERE id = $1 FOR UPDATE", id)
            answer = await repeated.write(connection, key, number=row["number"], subject_id=id)
        return Response(answer, media_type=JSON)

    routes = [
        Route("/list", list_rows),
        Route("/one", one),
        Route("/create", create, methods=["POST"]),
        Route("/issue", issue, methods=["POST"]),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


async def _read_json(connection: asyncpg.Connection) -> None:
    """Let JSON columns be read as values; what is written back is text already."""
    await connection.set_type_codec("jsonb", encoder=str, decoder=orjson.loads, schema="pg_catalog")


def _arguments(query: Mapping[str, Any], given: Mapping[str, str]) -> list[Any]:
    return [given[name] if name else fixed for name, fixed in query["arguments"]]


def _json(value: Any) -> bytes:
    return orjson.dumps(value, default=str, option=orjson.OPT_UTC_Z)


@dataclass(frozen=True)
class _Row:
    """A row to be inserted again: its values, and where ids, the subject's number or its id in a text stand."""

    table: str
    sql: str
    values: list[Any]
    ids: list[int]
    texts: list[int]


@dataclass(frozen=True)
class _Repeated:
    """A caught transaction, ready to be repeated for another subject."""

    table: str
    prefix: str
    subject_id: UUID
    number: str
    rows: list[_Row]
    update: tuple[str, list[Any]] | None
    answer: str

    @classmethod
    async def read(cls, connection: asyncpg.Connection, told: Mapping[str, Any]) -> "_Repeated":
        """The rows that the transaction left, in the order in which their tables refer to each other."""
        found, update = [], None
        for table in told["tables"]:
            for record in await connection.fetch(
                f"SELECT * FROM {table} WHERE xmin::text::bigint = $1", told["transaction"]
            ):
                if table == told["table"] and told["changed"]:
                    update = _update(table, record, told["changed"])
                elif table != "number_sequence":
                    found.append((table, record))
        ids = {record["id"] for _, record in found if "id" in record} | {UUID(told["subject_id"])}
        answer = next(record["body"] for table, record in found if table == "idempotent_answer")
        rows = [_row(table, record, ids, told) for table, record in found]
        # The key comes first, as it must: a second request with it has to wait here.
        rows.sort(key=lambda row: row.table != "idempotent_answer")
        subject = told["table"], told["prefix"], UUID(told["subject_id"]), told["number"]
        return cls(*subject, rows, update, answer)

    async def write(
        self,
        connection: asyncpg.Connection,
        key: str,
        *,
        number: str,
        subject_id: UUID | None = None,
        title: str | None = None,
    ) -> bytes:
        """Write the rows for a subject with this number, new unless `subject_id` is given; returns the answer."""
        new = subject_id or uuid7()
        fresh: dict[UUID, UUID] = {self.subject_id: new}
        old_text, new_text = str(self.subject_id), str(new)
        body = ""
        for row in self.rows:
            values = row.values.copy()
            for place in row.ids:
                old = values[place]
                if old not in fresh:
                    fresh[old] = uuid7()
                values[place] = fresh[old]
            for place in row.texts:
                values[place] = values[place].replace(self.number, number).replace(old_text, new_text)
            if row.table == "idempotent_answer":
                values[-1], body = key, values[-2]
            elif row.table == self.table and title is not None:
                values[-1] = title
            await connection.execute(row.sql, *values)
        if self.update is not None:
            sql, changed = self.update
            await connection.execute(sql, *changed, new)
        return body.encode()


def _last(table: str, subject_table: str) -> tuple[str, ...]:
    """Columns that the request gives stand last in the insert."""
    if table == subject_table:
        return ("title",)
    return ("body", "key") if table == "idempotent_answer" else ()


def _row(table: str, record: Mapping[str, Any], ids: set[UUID], told: Mapping[str, Any]) -> _Row:
    last = _last(table, told["table"])
    columns = [name for name in record.keys() if name not in last] + list(last)  # noqa: SIM118 - a Record
    values = [record[name] for name in columns]
    sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({_places(1, len(columns))})"
    moving = (told["number"], told["subject_id"])
    return _Row(
        table,
        sql,
        values,
        [place for place, value in enumerate(values) if isinstance(value, UUID) and value in ids],
        [place for place, v in enumerate(values) if isinstance(v, str) and any(text in v for text in moving)],
    )


def _update(table: str, record: Mapping[str, Any], changed: Sequence[str]) -> tuple[str, list[Any]]:
    settings = ", ".join(f"{name} = ${place}" for place, name in enumerate(changed, 1))
    return f"UPDATE {table} SET {settings} WHERE id = ${len(changed) + 1}", [record[name] for name in changed]


def _places(first: int, count: int) -> str:
    return ", ".join(f"${place}" for place in range(first, first + count))
