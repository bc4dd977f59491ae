"""What the public reads of the ledger: promises and published results, and nothing else of a task.

A campaign plan (漠视侵害群众利益专项整治, part 3(2)3) asks every unit to promise rectification before the public, to
publish the result and to have it judged. Only texts written for the public leave (`public_…`), with the unit's name,
the deadline and a coarse state; who found it, who answers for it and what was said meanwhile stay inside.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, and_, select
from sqlmodel import col

from duban.kernel.db import Database
from duban.kernel.listing import decode_cursor, encode_cursor
from duban.kernel.organisations import Organisation
from duban.rectification.models import PUBLIC, RectificationTask
from duban.rectification.words import TaskState

_TASK = RectificationTask
_TAKEN_BACK = (TaskState.DRAFT, TaskState.WITHDRAWN, TaskState.REVOKED)


class PublicState(StrEnum):
    """How far it is, as the public is told: `rectifying` until it is struck off; `relapsed`: the problem came back."""

    RECTIFYING = "rectifying"
    RECTIFIED = "rectified"
    RELAPSED = "relapsed"


def public_state(state: TaskState) -> PublicState:
    if state in (TaskState.CLOSED, TaskState.CONSOLIDATED):
        return PublicState.RECTIFIED
    return PublicState.RELAPSED if state is TaskState.RELAPSED else PublicState.RECTIFYING


class PublicPromise(BaseModel):
    """One promise before the public, and what came of it."""

    id: UUID
    institution: str = Field(description="The unit that promises", examples=["区人民医院"])
    problem: str | None = Field(description="The problem in words for the public; null where the unit gave none")
    promise: str | None = Field(description="Null where a result was published without a promise before")
    promised_at: datetime | None
    due_on: date = Field(description="The last day, in Asia/Shanghai")
    state: PublicState
    result: str | None
    published_at: datetime | None


class PublicPage(BaseModel):
    """Promises, newest first."""

    items: list[PublicPromise]
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null: this is the last")


class PublicQuery(BaseModel):
    """A page of promises."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(20, ge=1, le=100, description="Rows per page, 1 to 100")
    cursor: str | None = Field(None, max_length=600, description="`next_cursor` of the page before; opaque")


def is_public() -> ColumnElement[bool]:
    """The condition that the public may know of a task."""
    return and_(PUBLIC, col(_TASK.state).not_in(_TAKEN_BACK))


async def page(database: Database, query: PublicQuery) -> dict[str, Any]:
    """One page, rows ready for `dump`. Raises Malformed for a cursor of another list."""
    statement: Any = (
        select(
            col(_TASK.id),
            col(Organisation.name).label("institution"),
            col(_TASK.public_problem).label("problem"),
            col(_TASK.public_promise).label("promise"),
            col(_TASK.promised_at),
            col(_TASK.due_on),
            col(_TASK.state),
            col(_TASK.public_result).label("result"),
            col(_TASK.published_at),
        )
        .join(Organisation, col(Organisation.id) == col(_TASK.organisation_id))
        .where(is_public())
        .order_by(col(_TASK.id).desc())
        .limit(query.limit + 1)
    )
    if query.cursor:
        (after,) = decode_cursor(query.cursor, "-id", [_TASK.__table__.c.id.type])  # type: ignore[attr-defined]
        statement = statement.where(col(_TASK.id) < after)
    async with database.reading() as connection:
        rows = [dict(row) for row in (await connection.execute(statement)).mappings()]
    more, rows = len(rows) > query.limit, rows[: query.limit]
    for row in rows:
        row["state"] = public_state(row["state"])
    return {"items": rows, "next_cursor": encode_cursor("-id", [rows[-1]["id"]]) if more else None}
