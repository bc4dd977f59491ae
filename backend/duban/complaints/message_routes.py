"""Questions to the complainant and answers from there, over HTTP: `/complaints/{id}/messages`."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Uuid, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.complaints import messages
from duban.complaints.models import Complaint
from duban.complaints.public_models import ComplaintMessage, Sender
from duban.complaints.public_schemas import MessageIn
from duban.complaints.rules import READ
from duban.complaints.schemas import EXAMPLE_ID
from duban.kernel.access import one_visible
from duban.kernel.lane import dump
from duban.kernel.listing import decode_cursor, encode_cursor
from duban.kernel.problems import refusals
from duban.kernel.resources import Schema
from duban.kernel.transitions import IdempotencyKey, IfMatch
from duban.kernel.web import DubanRoute, Me, Writing, database, etag, require_match

router = APIRouter(prefix="/complaints/{id}/messages", tags=["complaints 投诉"], route_class=DubanRoute)
SECURED: dict[str, Any] = {"security": [{"bearer": []}]}


class MessageRead(BaseModel):
    """One message."""

    id: UUID
    sender: Sender
    by_name: str | None = Field(description="Who answered; null: the complainant")
    organisation_name: str | None
    text: str
    at: datetime
    read_at: datetime | None = Field(description="When the other side first read it")


class MessagePage(BaseModel):
    """In the order written."""

    items: list[MessageRead]
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null: this is the last")


class ReadUpTo(Schema):
    """The last message that you have read."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"up_to": EXAMPLE_ID}]})

    up_to: UUID


def _read(row: ComplaintMessage) -> dict[str, Any]:
    return {name: getattr(row, name) for name in MessageRead.model_fields}


@router.get(
    "",
    response_model=MessagePage,
    operation_id="complaint_message_list",
    summary="往来消息 Questions and answers",
    responses=refusals(400, 401, 403, 404, 422),
    openapi_extra=SECURED,
)
async def list_messages(
    request: Request,
    id: UUID,
    me: Me,
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
    cursor: Annotated[str | None, Query(max_length=600)] = None,
) -> Response:
    """What was written under the complaint's receipt code. An institution reads it only of what it handles itself."""
    statement = (
        select(ComplaintMessage)
        .where(col(ComplaintMessage.complaint_id) == id)
        .order_by(col(ComplaintMessage.id))
        .limit(limit + 1)
    )
    if cursor:
        (after,) = decode_cursor(cursor, "id", [Uuid()])
        statement = statement.where(col(ComplaintMessage.id) > after)
    async with database(request).reading() as connection, AsyncSession(connection) as db:
        complaint = await one_visible(db, Complaint, id, me)
        me.require(READ)
        messages.require_readable(complaint, me)
        rows = (await db.scalars(statement)).all()
        items = [_read(row) for row in rows[:limit]]
    following = encode_cursor("id", [items[-1]["id"]]) if len(rows) > limit else None
    return Response(dump({"items": items, "next_cursor": following}), media_type="application/json")


@router.post(
    "",
    status_code=201,
    response_model=MessageRead,
    operation_id="complaint_message_write",
    summary="向投诉人提问、答复 Write to the complainant",
    responses=refusals(400, 401, 403, 404, 409, 412, 422, 428, 503),
    openapi_extra=SECURED,
)
async def write(
    request: Request,
    id: UUID,
    act: Writing,
    body: MessageIn,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Ask, or answer, whoever holds the receipt code; they see your organisation, not your name. What waited counts as
    read. The ETag is the complaint's. Needs `complaint.handle`."""
    complaint = await one_visible(act.db, Complaint, id, act.me, lock=True)
    require_match(request, complaint)
    message = await messages.answer(act, complaint, body.text)
    await act.db.flush()
    return Response(
        dump(_read(message)), status_code=201, media_type="application/json", headers={"ETag": etag(complaint)}
    )


@router.post(
    "/read",
    status_code=204,
    operation_id="complaint_message_mark_read",
    summary="消息已读 Mark as read",
    response_class=Response,
    responses=refusals(400, 401, 403, 404, 409, 422, 503),
    openapi_extra=SECURED,
)
async def mark_read(id: UUID, act: Writing, body: ReadUpTo, idempotency_key: IdempotencyKey = None) -> Response:
    """Say up to which message you have read; what came later waits on. Needs `complaint.handle`."""
    complaint = await one_visible(act.db, Complaint, id, act.me, lock=True)
    await messages.mark_read(act, complaint, body.up_to)
    return Response(status_code=204)
