"""`/recusals` (回避): from which matters and organisations somebody keeps away, since when and why."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import AwareDatetime, ConfigDict, Field
from sqlalchemy import ColumnElement, Uuid, and_, bindparam, exists, func, literal, or_, select
from sqlmodel import col

from duban.kernel import confiding
from duban.kernel.access import Actor, one_visible, reaching
from duban.kernel.cases import Detail, Source, add_detail, answer
from duban.kernel.db import UtcDateTime
from duban.kernel.errors import not_found
from duban.kernel.lane import Lane, Statement, as_uuid
from duban.kernel.listing import Filter, Listing, ListQuery, Op, add_list
from duban.kernel.organisations import Organisation
from duban.kernel.problems import refusals
from duban.kernel.resources import Schema
from duban.kernel.transitions import IdempotencyKey, IfMatch
from duban.kernel.web import DubanRoute, Writing, database, require_match
from duban.orgs import recusals
from duban.orgs.auth_routes import BEARER
from duban.orgs.models import AppUser, Recusal
from duban.orgs.rules import rank
from duban.orgs.schemas import Read, Reason, ReasonIn
from duban.orgs.subordinates import stands_below

router = APIRouter(prefix="/recusals", tags=["recusals"], route_class=DubanRoute)
NEVER = datetime(9999, 12, 31, tzinfo=UTC)


class RecusalRead(Read):
    id: UUID
    user_id: UUID
    username: str
    display_name: str
    subject_type: str = Field(description="`organisation`, or the matter's type", examples=["rectification_task"])
    subject_id: UUID
    subject_label: str
    reason: str
    starts_at: datetime
    ends_at: datetime | None = Field(description="From this instant on it is over; null: until somebody ends it")
    declared_by_id: UUID
    declared_by_name: str
    ended_by_name: str | None
    version: int


class RecusalIn(Schema):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "subject_type": "organisation",
                    "subject_id": "0192f5c4-7e2b-7c3a-9d7c-0a1b2c3d4e5f",
                    "reason": "配偶在该医院任职",
                }
            ]
        }
    )

    user_id: UUID | None = Field(None, description="Who keeps away; null: yourself. Others need `recusal.order`")
    subject_type: str = Field(max_length=40, description="`organisation`, `rectification_task`, `duty`")
    subject_id: UUID = Field(
        description="The matter's id, or the organisation's (for an institution: its organisation)"
    )
    reason: Reason
    starts_at: AwareDatetime | None = Field(None, description="Null: now")
    ends_at: AwareDatetime | None = Field(None, description="Null: until somebody ends it")


class SubordinateRead(Read):
    """Somebody whose recusal you may order: no more of the account than it takes to choose the right person."""

    id: UUID
    display_name: str
    organisation_id: UUID
    organisation_name: str


class SubordinateQuery(ListQuery):
    organisation_id: UUID | None = None
    name: str | None = Field(
        None, min_length=1, max_length=60, description="The beginning of the name", examples=["李"]
    )
    sort: str = Field("-id", pattern="^-?id$")


class RecusalQuery(ListQuery):
    user_id: UUID | None = None
    subject_type: str | None = Field(None, max_length=40)
    subject_id: UUID | None = None
    in_force_at: AwareDatetime | None = Field(None, description="Those that end at this instant, later or never")
    sort: str = Field("-id", pattern="^-?id$")


def _with_person(statement: Statement) -> Statement:
    return statement.join(AppUser, col(AppUser.id) == col(Recusal.user_id))


def _own_unless_leading(me: Actor) -> tuple[Any, ColumnElement[bool]]:
    """Whoever leads sees those of their part of the tree, everybody else their own."""
    own = col(Recusal.user_id) == bindparam("_me", type_=Uuid())
    if not me.may(recusals.ORDER):
        return None, own
    return _reader(me), or_(own, *_told(me))


def _reader(me: Actor) -> tuple[Any, ...]:
    """What of a leader decides a statement's shape."""
    return (me.level, confiding.closed_to(me), tuple(sorted(me.recused)))


def _told(me: Actor) -> list[ColumnElement[bool]]:
    """A recusal from a confided matter is told to nobody who may not know of the matter."""
    kind = col(Recusal.subject_type)
    found = [confiding.none_of(kind, [model.word() for model in confiding.models()])]
    for model in confiding.models():
        mine = getattr(model, f"org_l{me.level}") == bindparam("_scope", type_=Uuid())
        known = confiding.narrowed(model, model, me, bound=True)
        here = col(model.id) == col(Recusal.subject_id)
        found.append(
            and_(kind == literal(model.word()), exists().where(here, mine, *reaching(model, me.level), *known))
        )
    return found


async def _hidden_from_others(source: Source, row: Mapping[str, Any], me: Actor) -> dict[str, Any]:
    if as_uuid(row["user_id"]) == me.id:
        return {}
    if not me.may(recusals.ORDER):
        raise not_found()
    if row["subject_type"] in {model.word() for model in confiding.models()}:
        values = {"_id": as_uuid(row["id"]), "_scope": me.organisation_id, confiding.ME: me.id}
        told = await source.rows(("recusal-told", _reader(me)), lambda: _one_told(me), values)
        if not told:
            raise not_found()
    return {}


def _one_told(me: Actor) -> Statement:
    statement: Statement = select(col(Recusal.id)).where(
        col(Recusal.id) == bindparam("_id", type_=Uuid()), or_(*_told(me))
    )
    return statement


_NAMES: Mapping[str, Any] = {"username": col(AppUser.username), "display_name": col(AppUser.display_name)}
LANE = Lane(Recusal, RecusalRead, extra=_NAMES, join=_with_person)
DETAIL = Detail(LANE, recusals.DECLARE, more=_hidden_from_others)
LISTING = Listing(
    LANE,
    RecusalQuery,
    recusals.DECLARE,
    filters={
        "user_id": Filter(col(Recusal.user_id)),
        "subject_type": Filter(col(Recusal.subject_type)),
        "subject_id": Filter(col(Recusal.subject_id)),
        "in_force_at": Filter(func.coalesce(col(Recusal.ends_at), literal(NEVER, UtcDateTime())), Op.AT_LEAST),
    },
    narrow=_own_unless_leading,
)
add_list(
    router,
    LISTING,
    operation_id="recusal_list",
    summary="回避：列表 list",
    description="Your own recusals; with `recusal.order` those of the people of your part of the tree.",
)


def _at_home(statement: Statement) -> Statement:
    return statement.join(Organisation, col(Organisation.id) == col(AppUser.organisation_id))


def _subordinates(me: Actor) -> tuple[Any, ColumnElement[bool]]:
    others = col(AppUser.id) != bindparam("_me", type_=Uuid())
    return (rank(me.roles), me.section_id), and_(others, col(AppUser.active), stands_below(me))


add_list(
    router,
    Listing(
        Lane(AppUser, SubordinateRead, extra={"organisation_name": col(Organisation.name)}, join=_at_home),
        SubordinateQuery,
        recusals.ORDER,
        filters={
            "organisation_id": Filter(col(AppUser.organisation_id)),
            "name": Filter(col(AppUser.display_name), Op.STARTS),
        },
        narrow=_subordinates,
    ),
    path="/subordinates",
    operation_id="recusal_subordinates",
    summary="回避：可决定回避的下属 whose recusal you may order",
    description="The people who stand below you, with active accounts: `user_id` of a recusal that you order.",
)
add_detail(router, DETAIL, operation_id="recusal_read", summary="回避：查看 read one")


@router.post(
    "",
    status_code=201,
    response_model=RecusalRead,
    responses=refusals(400, 401, 403, 404, 409, 422, 503),
    operation_id="recusal_declare",
    summary="回避：声明 declare",
    openapi_extra=BEARER,
)
async def declare(request: Request, act: Writing, body: RecusalIn, idempotency_key: IdempotencyKey = None) -> Response:
    """Keep away from a matter, or from everything of an organisation: it no longer exists for the person, in no list,
    no search, no worklist, no export, and nothing can be decided about it by them. Anybody declares their own; a
    section head for the section's people, a leader for whoever stands below (公务员法 (2018) art. 76, 77)."""
    values = body.model_dump()
    made = await recusals.declare(act, values.pop("user_id") or act.me.id, **values)
    return await answer(request, DETAIL, made.id, act.me, act.db, status=201)


@router.post(
    "/{id}/end",
    response_model=RecusalRead,
    responses=refusals(400, 401, 403, 404, 409, 412, 422, 428, 503),
    operation_id="recusal_end",
    summary="回避：解除 end",
    openapi_extra=BEARER,
)
async def end(
    request: Request,
    id: UUID,
    act: Writing,
    body: ReasonIn,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """End a recusal now. What you declared yourself you may end; what was ordered ends by somebody above you."""
    recusal = await one_visible(act.db, Recusal, id, act.me, lock=True)
    await DETAIL.read(Source(database(request), session=act.db), id, act.me, "zh")  # what is hidden does not exist
    require_match(request, recusal)
    await recusals.end(act, recusal, body.reason)
    return await answer(request, DETAIL, id, act.me, act.db)
