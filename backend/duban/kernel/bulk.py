"""Many rows at once into one table, inside the running transaction: COPY on PostgreSQL, `executemany` on SQLite."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from operator import itemgetter
from typing import Any

import orjson
from sqlalchemy import JSON, insert
from sqlalchemy.ext.asyncio import AsyncSession

from duban.kernel.db import Choice


async def insert_many(db: AsyncSession, model: type[Any], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert `rows` (column → value; every row the same columns) into the table of `model`.

    Nothing is validated and no defaults are applied: the caller gives every column that has no database default.
    """
    if not rows:
        return
    table = model.__table__
    if db.get_bind().dialect.name == "sqlite":
        await db.execute(insert(table), list(rows))
        return
    connection = await db.connection()
    await connection.exec_driver_sql("SELECT 1")  # the transaction has begun on the wire before COPY speaks to it
    driver = (await connection.get_raw_connection()).driver_connection
    names = list(rows[0])
    if any(isinstance(table.c[name].type, JSON | Choice) for name in names):
        converters = [_converter(table.c[name].type) for name in names]
        records: Iterable[Any] = (
            [convert(row[name]) for name, convert in zip(names, converters, strict=True)] for row in rows
        )
    else:
        records = map(itemgetter(*names), rows) if len(names) > 1 else ([row[names[0]]] for row in rows)
    await driver.copy_records_to_table(table.name, records=records, columns=names)  # type: ignore[union-attr]


def _converter(type_: Any) -> Callable[[Any], Any]:
    """What the driver needs done to a value of `type_`, which SQLAlchemy would do."""
    if isinstance(type_, JSON):
        return lambda value: orjson.dumps(value).decode()
    if isinstance(type_, Choice):
        return lambda value: value.value if isinstance(value, StrEnum) else value
    return lambda value: value
