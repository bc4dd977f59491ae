"""Human numbers such as `RT-2026-000123`: one counter per prefix and year, taken inside the transaction.

The counter's row is locked until commit, so numbers of one prefix are unique and never reused; a rolled-back act gives
its number back.
"""

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, SQLModel, col

from duban.kernel.acts import Act
from duban.kernel.clock import day_of


class NumberSequence(SQLModel, table=True):
    """The last number given for a prefix in a year."""

    __tablename__ = "number_sequence"

    prefix: str = Field(primary_key=True, max_length=12)
    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    last: int = 0


async def next_numbers(act: Act, prefix: str, count: int = 1) -> list[str]:
    """The next `count` numbers of `prefix` in the act's year (Asia/Shanghai), in order."""
    year = day_of(act.now).year
    dialect = sqlite if act.db.get_bind().dialect.name == "sqlite" else postgresql
    statement = dialect.insert(NumberSequence).values(prefix=prefix, year=year, last=count)
    last = await act.db.scalar(
        statement.on_conflict_do_update(
            index_elements=["prefix", "year"], set_={"last": col(NumberSequence.last) + count}
        ).returning(col(NumberSequence.last))
    )
    assert last is not None  # noqa: S101 - an upsert with RETURNING gives its row
    return [f"{prefix}-{year}-{number:06d}" for number in range(last - count + 1, last + 1)]


async def next_number(act: Act, prefix: str) -> str:
    """The next number of `prefix`."""
    return (await next_numbers(act, prefix))[0]
