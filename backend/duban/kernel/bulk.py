"""Many rows at once into one table, inside the running transaction: COPY on PostgreSQL, `executemany` on SQLite."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

import orjson
from sqlalchemy import JSON, insert
from sqlalchemy.ext.asyncio import AsyncSession


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
    json_names = {name for name in names if isinstance(table.c[name].type, JSON)}

    def plain(name: str, value: Any) -> Any:
        if name in json_names:
            return orjson.dumps(value).decode()
        return value.value if isinstance(value, StrEnum) else value

    records = ([plain(name, row[name]) for name in names] for row in rows)
    await driver.copy_records_to_table(table.name, records=records, columns=names)  # type: ignore[union-attr]
