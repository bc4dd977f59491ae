"""Human numbers such as `RT-2026-000123`: one counter per prefix and year, taken inside the transaction.

The counter's row is locked until commit, so numbers of one prefix are unique and never reused; a rolled-back act gives
its number back.
"""

import re
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, SQLModel

from duban.kernel.acts import Act
from duban.kernel.clock import day_of


class NumberSequence(SQLModel, table=True):
    """The last number given for a prefix in a year."""

    __tablename__ = "number_sequence"

    prefix: str = Field(primary_key=True, max_length=12)
    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    last: int = 0


_NUMBER = re.compile(r"[A-Z]{2}-\d{4}-\d{6,}")


def number_of(label: str) -> str:
    """The human number that `label` begins with, without the title behind it; empty where it begins with none."""
    found = _NUMBER.match(label)
    return found[0] if found else ""


def _take(dialect: Any) -> Any:
    table: Any = NumberSequence.__table__  # type: ignore[attr-defined]
    first = dialect.insert(table)
    further = first.on_conflict_do_update(
        index_elements=["prefix", "year"], set_={"last": table.c.last + first.excluded.last}
    )
    return further.returning(table.c.last)


_TAKE = {"sqlite": _take(sqlite), "postgresql": _take(postgresql)}
"""Built once: to build it anew costs more than to run it."""


async def next_numbers(act: Act, prefix: str, count: int = 1) -> list[str]:
    """The next `count` numbers of `prefix` in the act's year (Asia/Shanghai), in order."""
    year = day_of(act.now).year
    connection = await act.db.connection()
    last = await connection.scalar(_TAKE[connection.dialect.name], {"prefix": prefix, "year": year, "last": count})
    assert last is not None  # noqa: S101 - an upsert with RETURNING gives its row
    return [f"{prefix}-{year}-{number:06d}" for number in range(last - count + 1, last + 1)]


async def next_number(act: Act, prefix: str) -> str:
    """The next number of `prefix`."""
    return (await next_numbers(act, prefix))[0]
