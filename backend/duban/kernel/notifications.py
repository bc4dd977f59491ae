"""What somebody should know: written with the act that causes it, for one person or for whoever may do something.

A notification is a copy of nothing: it names its matter and says one sentence. Who has read it is kept per person. It
is news, not the record: the journal and the worklist do not depend on it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel
from pydantic import Field as SchemaField
from sqlalchemy import ColumnElement, Index, Select, Uuid, and_, exists, func, or_, select, union_all
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, SQLModel, col

from duban.kernel import confiding
from duban.kernel.access import Actor
from duban.kernel.acts import Act
from duban.kernel.clock import now
from duban.kernel.clocks import Clock
from duban.kernel.db import Row, instant_field
from duban.kernel.errors import Text, not_found
from duban.kernel.ids import id_floor
from duban.kernel.lane import dump
from duban.kernel.listing import decode_cursor, encode_cursor
from duban.kernel.problems import language_of, refusals
from duban.kernel.transitions import IdempotencyKey
from duban.kernel.web import DubanRoute, Writing, current_actor, database

router = APIRouter(prefix="/notifications", tags=["notifications"], route_class=DubanRoute)
SECURE: dict[str, Any] = {"security": [{"bearer": []}]}

FRESH = timedelta(days=90)
"""Older notifications are neither listed nor counted: what still waits is on the worklist."""


class Notification(Row, table=True):
    """One sentence for `recipient_id`: a person, or those of an organisation who have `permission` (empty: all)."""

    __tablename__ = "notification"
    __table_args__ = (Index("ix_notification_recipient", "recipient_id", "id"),)

    recipient_id: UUID
    permission: str = Field(default="", max_length=60)
    kind: str = Field(max_length=60)
    subject_type: str = Field(max_length=40)
    subject_id: UUID
    subject_label: str = Field(max_length=200)
    text_zh: str = Field(max_length=400)
    text_en: str = Field(max_length=400)
    at: datetime = instant_field(nullable=False)


class NotificationRead(SQLModel, table=True):
    """That a person has read a notification, and when first."""

    __tablename__ = "notification_read"

    notification_id: UUID = Field(primary_key=True, foreign_key="notification.id")
    person_id: UUID = Field(primary_key=True)
    read_at: datetime = instant_field(nullable=False)


def notify(
    act: Act,
    kind: str,
    text: Text,
    *,
    subject_type: str,
    subject_id: UUID,
    subject_label: str,
    organisation_id: UUID | None = None,
    permission: str = "",
    person_id: UUID | None = None,
) -> Notification:
    """Tell a person, or those of an organisation who have `permission`, in the act's transaction.

    `text` must hold nothing that a reader of the matter's label may not see. Raises ValueError unless exactly one of
    `person_id` and `organisation_id` is given.
    """
    recipient = person_id or organisation_id
    if recipient is None or (person_id and organisation_id):
        raise ValueError("a notification is for a person or for an organisation")
    row = Notification(
        recipient_id=recipient,
        permission="" if person_id else permission,
        kind=kind,
        subject_type=subject_type,
        subject_id=subject_id,
        subject_label=subject_label[:200],
        text_zh=text.zh[:400],
        text_en=text.en[:400],
        at=act.now,
        created_at=act.now,
        updated_at=act.now,
    )
    act.db.add(row)
    return row


ESCALATED_TO = {
    "complaint": "complaint.read",
    "duty": "duty.review",
    "duty_event": "duty.review",
    "notice": "notice.answer",
    "rectification_task": "task.escalate",
}
"""Who of the authority above is told what was missed, by kind of matter; of other kinds everybody there."""


def clock_missed(act: Act, clock: Clock) -> None:
    """Tell the holder of a clock, and the authority above it, that it ran out. For the deadline sweep."""
    matter: Mapping[str, Any] = {
        "subject_type": clock.subject_type,
        "subject_id": clock.subject_id,
        "subject_label": clock.subject_label,
    }
    words = {"label": clock.subject_label, "zh": clock.title_zh, "en": clock.title_en, "day": clock.due_on}
    told = Text(
        "“{label}”的{zh}已于 {day} 届满，请尽快办理。",
        "“{label}”: the term “{en}” ended on {day}. Please see to it now.",
    )
    notify(
        act,
        "clock_missed",
        told.format(**words),
        organisation_id=clock.holder_id,
        permission=clock.permission,
        **matter,
    )
    if clock.escalated_to_id is not None:
        above = Text(
            "下级单位“{label}”的{zh}已于 {day} 逾期。", "“{label}” below you: the term “{en}” was missed on {day}."
        )
        notify(
            act,
            "escalated",
            above.format(**words),
            organisation_id=clock.escalated_to_id,
            permission=confiding.QUIET.get(clock.subject_type) or ESCALATED_TO.get(clock.subject_type, ""),
            **matter,
        )


class NotificationItem(BaseModel):
    """One sentence, in the asked language."""

    id: UUID
    kind: str = SchemaField(examples=["clock_missed"])
    text: str
    subject_type: str
    subject_id: UUID
    subject_label: str
    at: datetime
    read_at: datetime | None


class NotificationPage(BaseModel):
    """The newest first; of the last 90 days."""

    items: list[NotificationItem]
    next_cursor: str | None = SchemaField(description="Send it as `cursor` for the next page; null: this is the last")


class UnreadCount(BaseModel):
    """How many of the last 90 days I have not read."""

    unread: int


def _mine(me: Actor, at: datetime) -> list[ColumnElement[bool]]:
    """One condition per recipient that `me` reads for. Each is one stretch of the index."""
    fresh = col(Notification.id) >= id_floor(at - FRESH)
    permitted = col(Notification.permission).in_(["", *sorted(me.permissions)])
    told = and_(fresh, *confiding.not_closed(me, col(Notification.subject_type), col(Notification.subject_id)))
    places = dict.fromkeys([me.organisation_id, me.section_id or me.organisation_id])
    return [
        and_(col(Notification.recipient_id) == me.id, told),
        *(and_(col(Notification.recipient_id) == place, permitted, told) for place in places),
    ]


def _is_read(me: Actor) -> ColumnElement[bool]:
    return exists().where(
        col(NotificationRead.notification_id) == col(Notification.id), col(NotificationRead.person_id) == me.id
    )


def _page(me: Actor, at: datetime, unread: bool, after: UUID | None, limit: int) -> Select[*tuple[Any, ...]]:
    """The newest of each recipient's stretch, then the newest of those: no page reads more than it could show."""
    stretches = []
    for condition in _mine(me, at):
        stretch = select(col(Notification.id)).where(condition)
        if me.recused:
            stretch = stretch.where(col(Notification.subject_id).not_in(sorted(me.recused)))
        if unread:
            stretch = stretch.where(~_is_read(me))
        if after is not None:
            stretch = stretch.where(col(Notification.id) < after)
        # A select of its own around each: SQLite takes no ORDER BY inside a UNION.
        limited = stretch.order_by(col(Notification.id).desc()).limit(limit).subquery()
        stretches.append(select(limited.c.id))
    newest = union_all(*stretches).subquery()
    return (
        select(Notification, col(NotificationRead.read_at))
        .join(newest, newest.c.id == col(Notification.id))
        .outerjoin(
            NotificationRead,
            and_(
                col(NotificationRead.notification_id) == col(Notification.id),
                col(NotificationRead.person_id) == me.id,
            ),
        )
        .order_by(col(Notification.id).desc())
        .limit(limit)
    )


@router.get(
    "",
    operation_id="notification_list",
    summary="我的提醒 My notifications",
    response_model=NotificationPage,
    responses=refusals(400, 401, 422),
    openapi_extra=SECURE,
)
async def list_notifications(
    request: Request,
    unread: Annotated[bool, Query(description="Only what I have not read")] = False,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=600)] = None,
) -> Response:
    """What I, or my organisation within my permissions, should know."""
    me = await current_actor(request)
    after = decode_cursor(cursor, "-id", [Uuid()])[0] if cursor else None
    language = language_of(request)
    async with database(request).reading() as connection:
        rows = (await connection.execute(_page(me, now(), unread, after, limit + 1))).mappings().all()
    more, rows = len(rows) > limit, rows[:limit]
    items = [
        {
            **{
                name: row[name]
                for name in ("id", "kind", "subject_type", "subject_id", "subject_label", "at", "read_at")
            },
            "text": row["text_en" if language == "en" else "text_zh"],
        }
        for row in rows
    ]
    following = encode_cursor("-id", [items[-1]["id"]]) if more else None
    return Response(dump({"items": items, "next_cursor": following}), media_type="application/json")


@router.get(
    "/unread-count",
    operation_id="notification_unread_count",
    summary="未读提醒数 How many I have not read",
    response_model=UnreadCount,
    responses=refusals(401),
    openapi_extra=SECURE,
)
async def count_unread(request: Request) -> Response:
    """The number at the bell."""
    me = await current_actor(request)
    statement = select(func.count()).select_from(Notification).where(or_(*_mine(me, now())), ~_is_read(me))
    if me.recused:
        statement = statement.where(col(Notification.subject_id).not_in(sorted(me.recused)))
    async with database(request).reading() as connection:
        unread = await connection.scalar(statement)
    return Response(dump({"unread": unread}), media_type="application/json")


@router.post(
    "/{id}/read",
    status_code=204,
    operation_id="notification_mark_read",
    summary="标为已读 Mark as read",
    response_class=Response,
    responses=refusals(400, 401, 404, 422, 503),
    openapi_extra=SECURE,
)
async def mark_read(id: UUID, act: Writing, idempotency_key: IdempotencyKey = None) -> Response:
    """Say that I have read it. Saying so twice changes nothing; others have their own marks."""
    mine = and_(or_(*_mine(act.me, act.now)), col(Notification.id) == id)
    found = await act.db.scalar(select(col(Notification.subject_id)).where(mine))
    if found is None or found in act.me.recused:
        raise not_found()
    await _mark(act, [id])
    return Response(status_code=204)


@router.post(
    "/read-all",
    status_code=204,
    operation_id="notification_mark_all_read",
    summary="全部标为已读 Mark all as read",
    response_class=Response,
    responses=refusals(400, 401, 422, 503),
    openapi_extra=SECURE,
)
async def mark_all_read(act: Writing, idempotency_key: IdempotencyKey = None) -> Response:
    """Say that I have read all of them."""
    ids = await act.db.scalars(select(col(Notification.id)).where(or_(*_mine(act.me, act.now)), ~_is_read(act.me)))
    await _mark(act, list(ids))
    return Response(status_code=204)


async def _mark(act: Act, ids: list[UUID]) -> None:
    dialect = sqlite if act.db.get_bind().dialect.name == "sqlite" else postgresql
    rows = [{"notification_id": id, "person_id": act.me.id, "read_at": act.now} for id in ids]
    for at in range(0, len(rows), 500):
        await act.db.execute(dialect.insert(NotificationRead).values(rows[at : at + 500]).on_conflict_do_nothing())
