"""Of each row of a list, the running clock that runs out next: so that a ledger says what is due without a page."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlmodel import col

from duban.kernel.clocks import Clock, ClockState
from duban.kernel.db import Scoped
from duban.kernel.lane import Statement
from duban.kernel.terms import Unit

_NEXT = Clock.__table__.alias("next_due")  # type: ignore[attr-defined]


class NextDue(BaseModel):
    """The running term that ends first; all null where none runs. A term that is held does not count."""

    next_due_clock_id: UUID | None = Field(description="`GET /clocks/{id}/explanation` says why it is due then")
    next_due_title_zh: str | None
    next_due_title_en: str | None
    next_due_unit: Unit | None
    next_due_at: datetime | None = Field(description="The first instant at which it is late")
    next_due_on: date | None = Field(description="Its last day, in Asia/Shanghai")


COLUMNS = {
    "next_due_clock_id": _NEXT.c.id,
    **{f"next_due_{name}": _NEXT.c[name] for name in ("title_zh", "title_en", "unit")},
    "next_due_at": _NEXT.c.due_at,
    "next_due_on": _NEXT.c.due_on,
}
"""What a lane's `extra` takes for the fields of `NextDue`."""


def with_next_due(statement: Statement, model: type[Scoped]) -> Statement:
    """`statement` over `model` with the table that `COLUMNS` come from. One look into an index for each row."""
    table: Any = model.__table__  # type: ignore[attr-defined]
    first = (
        select(col(Clock.id))
        .where(
            col(Clock.subject_type) == model.word(),
            col(Clock.subject_id) == table.c.id,
            col(Clock.state) == ClockState.RUNNING,
        )
        .order_by(col(Clock.due_at), col(Clock.id))
        .limit(1)
        .correlate(table)
        .scalar_subquery()
    )
    return statement.outerjoin(_NEXT, _NEXT.c.id == first)
