"""One search over everything a person may see: their part of the tree, and only matters they may read.

Asks the full-text index in one statement. Knows documents, not what they stand for.
"""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy import Select, Uuid, and_, bindparam, literal, or_, select
from sqlmodel import col

from duban.kernel import fulltext
from duban.kernel.access import Actor, reaching
from duban.kernel.db import LEVELS, Database
from duban.kernel.fulltext import SearchDocument
from duban.kernel.lane import dump, fetch, statements
from duban.kernel.listing import decode_cursor, encode_cursor
from duban.kernel.problems import refusals
from duban.kernel.web import DubanRoute, current_actor, database

router = APIRouter(prefix="/search", tags=["search"], route_class=DubanRoute)


class SearchHit(BaseModel):
    """A matter that was found."""

    id: UUID
    subject_type: str = Field(examples=["rectification_task"])
    subject_id: UUID
    title: str
    subtitle: str
    updated_at: datetime


class SearchPage(BaseModel):
    """The newest matters first."""

    items: list[SearchHit]
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null: this is the last")


@router.get(
    "",
    operation_id="search",
    summary="全文检索 Search everything I may see",
    response_model=SearchPage,
    responses=refusals(400, 401, 403, 422),
    openapi_extra={"security": [{"bearer": []}]},
)
async def search(
    request: Request,
    q: Annotated[str, Query(min_length=1, max_length=100, description="Every word must occur; Chinese or Latin")],
    subject_type: Annotated[str | None, Query(max_length=40)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
    cursor: Annotated[str | None, Query(max_length=600)] = None,
) -> Response:
    """Matters in whose text every word of `q` occurs, the newest first, whatever their kind."""
    me = await current_actor(request)
    me.require("search.use")
    db = database(request)
    values: dict[str, Any] = {
        "q": fulltext.engine_query(db, q),
        "_scope": me.organisation_id,
        "_type": subject_type,
        "_limit": limit + 1,
    }
    if cursor:
        values["_after"] = decode_cursor(cursor, "-id", [Uuid()])[0]
    permissions, hidden = tuple(sorted(me.permissions)), tuple(sorted(me.recused))
    shape = ("search", me.level, permissions, hidden, subject_type is None, bool(cursor))
    prepared = statements.get(shape, lambda: _asking(db, me, subject_type is not None, bool(cursor)), db)
    async with db.reading() as connection:
        rows = await fetch(connection, db, prepared, values)
    more, rows = len(rows) > limit, rows[:limit]
    following = encode_cursor("-id", [rows[-1]["id"]]) if more else None
    return Response(dump({"items": rows, "next_cursor": following}), media_type="application/json")


def _asking(db: Database, me: Actor, of_type: bool, after: bool) -> Select[*tuple[Any, ...]]:
    document = SearchDocument
    statement = select(
        col(document.id),
        col(document.subject_type),
        col(document.subject_id),
        col(document.title),
        col(document.subtitle),
        col(document.updated_at),
    ).where(
        fulltext.condition(db, "q"),
        getattr(document, f"org_l{me.level}") == bindparam("_scope", type_=Uuid()),
        *reaching(document, me.level),
        col(document.permission).in_([literal(permission) for permission in sorted(me.permissions)]),
    )
    if of_type:
        statement = statement.where(col(document.subject_type) == bindparam("_type"))
    for hidden in sorted(me.recused):
        statement = statement.where(col(document.subject_id) != hidden)
        levels = [getattr(document, f"org_l{level}") for level in range(1, LEVELS + 1)]
        statement = statement.where(and_(*(or_(level.is_(None), level != hidden) for level in levels)))
    if after:
        statement = statement.where(col(document.id) < bindparam("_after", type_=Uuid()))
    return statement.order_by(col(document.id).desc()).limit(bindparam("_limit"))
