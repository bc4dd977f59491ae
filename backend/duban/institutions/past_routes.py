"""An institution's past and surroundings over HTTP: history, the registry on a day, the overview."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Query, Request, Response
from sqlalchemy import select
from sqlmodel import col

from duban.institutions import contacts, overview, versions
from duban.institutions.models import Institution
from duban.institutions.routes import DETAIL
from duban.institutions.schemas import ContactRead, HistoryPage, OverviewRead, VersionRead
from duban.institutions.seeing import one_seen
from duban.kernel.cases import Source
from duban.kernel.errors import Malformed, NotFound, Text
from duban.kernel.journal import JournalEntry
from duban.kernel.lane import dump
from duban.kernel.problems import language_of, refusals
from duban.kernel.web import DubanRoute, Me, database

router = APIRouter(prefix="/institutions/{id}", tags=["institutions"], route_class=DubanRoute)
SECURED: dict[str, Any] = {"security": [{"bearer": []}]}


@router.get(
    "/overview",
    operation_id="institution_overview",
    summary="机构: 总览 overview",
    response_model=OverviewRead,
    responses=refusals(400, 401, 403, 404),
    openapi_extra=SECURED,
)
async def read_overview(request: Request, id: UUID, me: Me) -> Response:
    """The entry, its contacts, and the figures of every module that you may read."""
    async with database(request).reading() as connection:
        row = await DETAIL.read(Source(database(request), connection=connection), id, me, language_of(request))
        me.require("institution.read")
        people = (await connection.execute(contacts.of(id))).all()
        parts = await overview.parts(connection, me, UUID(str(row["organisation_id"])))
    shown = [ContactRead.model_validate(contact).model_dump() for contact in people]
    return Response(dump({"institution": row, "contacts": shown, "parts": parts}), media_type="application/json")


@router.get(
    "/history",
    operation_id="institution_history",
    summary="机构: 变更记录 history",
    response_model=HistoryPage,
    responses=refusals(400, 401, 403, 404, 422),
    openapi_extra=SECURED,
)
async def read_history(
    request: Request,
    id: UUID,
    me: Me,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=64, description="`next_cursor` of the page before")] = None,
) -> Response:
    """Who changed what when and why, the newest first."""
    async with database(request).reading() as connection:
        await one_seen(connection, me, id)
        me.require("institution.read")
        statement = select(
            col(JournalEntry.id),
            col(JournalEntry.at),
            col(JournalEntry.actor_name),
            col(JournalEntry.action),
            col(JournalEntry.changes),
            col(JournalEntry.reason),
        ).where(col(JournalEntry.subject_type) == Institution.word(), col(JournalEntry.subject_id) == id)
        if cursor is not None:
            statement = statement.where(col(JournalEntry.id) < _before(cursor))
        rows = (await connection.execute(statement.order_by(col(JournalEntry.id).desc()).limit(limit + 1))).all()
    items: list[dict[str, Any]] = [{**row._mapping, "changes": orjson.loads(row.changes)} for row in rows[:limit]]
    following = str(items[-1]["id"]) if len(rows) > limit else None
    return Response(dump({"items": items, "next_cursor": following}), media_type="application/json")


def _before(cursor: str) -> UUID:
    try:
        return UUID(cursor)
    except ValueError:
        raise Malformed("bad_cursor", Text("cursor 无效，请从第一页重新读取。", "The cursor is not valid.")) from None


@router.get(
    "/at",
    operation_id="institution_at",
    summary="机构: 某日的档案 as it stood on a day",
    response_model=VersionRead,
    responses=refusals(400, 401, 403, 404, 422),
    openapi_extra=SECURED,
)
async def read_at(
    request: Request,
    id: UUID,
    me: Me,
    on: Annotated[date, Query(description="A day in Asia/Shanghai; the values at its end", examples=["2026-03-01"])],
) -> Response:
    """The registry's values at the end of a day. 404 `not_registered_yet` before the first entry."""
    async with database(request).reading() as connection:
        await one_seen(connection, me, id)
        me.require("institution.read")
        row = (await connection.execute(versions.on(id, on))).one_or_none()
    if row is None:
        raise NotFound(
            "not_registered_yet",
            Text(f"{on} 时尚无该机构的登记档案。", f"On {on} the institution was not registered here yet."),
        )
    shown = {name: getattr(row, name) for name in VersionRead.model_fields}
    return Response(dump(shown), media_type="application/json")
