"""Filling a table by COPY: many rows that are like one specimen but for a few columns."""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import orjson
from sqlalchemy import JSON
from sqlalchemy.schema import CreateIndex, DropIndex
from sqlmodel import SQLModel

from duban.kernel.db import Database

Progress = Callable[[str, int, int], None]
"""Called with what is being planted, how much of it is, and how much it will be."""

_BATCH = 20_000


class Specimen:
    """One table to be filled by COPY: a specimen row, and what differs from it in each."""

    def __init__(self, specimen: SQLModel) -> None:
        table: Any = type(specimen).__table__  # type: ignore[attr-defined]
        self.name: str = table.name
        self.columns = [column.name for column in table.columns]
        self._place = {name: number for number, name in enumerate(self.columns)}
        self._specimen = [
            orjson.dumps(getattr(specimen, c.name)).decode() if isinstance(c.type, JSON) else getattr(specimen, c.name)
            for c in table.columns
        ]

    def row(self, **values: Any) -> list[Any]:
        row = self._specimen.copy()
        for name, value in values.items():
            row[self._place[name]] = value
        return row

    async def fill(
        self, connection: asyncpg.Connection, rows: Iterable[Sequence[Any]], count: int, progress: Progress
    ) -> None:
        done = 0
        progress(self.name, done, count)
        for batch in _batches(rows):
            await connection.copy_records_to_table(self.name, records=batch, columns=self.columns)
            done += len(batch)
            progress(self.name, done, count)


@asynccontextmanager
async def without_indexes(database: Database, model: type[SQLModel]) -> AsyncIterator[None]:
    """Take the indexes away that serve reading, and build them anew afterwards: several times as fast."""
    table: Any = model.__table__  # type: ignore[attr-defined]
    indexes = sorted(table.indexes, key=lambda index: str(index.name))
    async with database.writer.begin() as connection:
        for index in indexes:
            await connection.execute(DropIndex(index))
    yield
    async with database.writer.begin() as connection:
        for index in indexes:
            await connection.execute(CreateIndex(index))


def _batches(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    batch: list[Sequence[Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
