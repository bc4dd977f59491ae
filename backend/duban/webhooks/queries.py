"""Reading endpoints and attempts: by who manages machine clients, and by the client itself."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, bindparam, func, select
from sqlmodel import col

from duban.kernel.access import Actor, ActorKind
from duban.kernel.cases import Detail
from duban.kernel.db import Database
from duban.kernel.errors import missing_permission, not_found
from duban.kernel.journal import JournalSeal
from duban.kernel.journal_feed import FEED
from duban.kernel.lane import Lane, Statement, fetch, statements
from duban.kernel.listing import Filter, Listing, Op, decode_cursor, encode_cursor
from duban.kernel.organisations import Organisation
from duban.orgs.models import ApiClient
from duban.webhooks.models import WebhookAttempt, WebhookEndpoint
from duban.webhooks.schemas import AttemptQuery, AttemptRead, EndpointQuery, EndpointRead

MANAGE = "client.manage"

_HEAD = select(func.coalesce(func.max(col(JournalSeal.position)), 0)).scalar_subquery()
_EXTRA: Mapping[str, Any] = {
    "client_name": col(ApiClient.name),
    "organisation_name": col(Organisation.name),
    "backlog": _HEAD - col(WebhookEndpoint.position),
}


def _joined(statement: Statement) -> Statement:
    return statement.join(ApiClient, col(ApiClient.id) == col(WebhookEndpoint.api_client_id)).join(
        Organisation, col(Organisation.id) == col(WebhookEndpoint.organisation_id)
    )


def _only_its_own(me: Actor) -> tuple[str, ColumnElement[bool] | None]:
    """A machine lists what serves it; who manages machines lists all of the subtree."""
    if me.may(MANAGE):
        return "all", None
    return "own", col(WebhookEndpoint.api_client_id) == bindparam("_me", type_=Uuid())


LANE = Lane(WebhookEndpoint, EndpointRead, extra=_EXTRA, join=_joined)
DETAIL = Detail(LANE, MANAGE)
LISTING = Listing(
    LANE,
    EndpointQuery,
    MANAGE,
    filters={
        "organisation_id": Filter(col(WebhookEndpoint.organisation_id)),
        "under": Filter(None, Op.UNDER),
        "api_client_id": Filter(col(WebhookEndpoint.api_client_id)),
        "state": Filter(col(WebhookEndpoint.state), Op.AMONG),
        "failing": Filter(col(WebhookEndpoint.failing_since), Op.IS_SET),
    },
    narrow=_only_its_own,
)


def require_reader(me: Actor) -> None:
    """Raise Forbidden unless `me` manages machine clients, or is one that follows the feed."""
    if not me.may(MANAGE):
        me.require(FEED if me.kind is ActorKind.MACHINE else MANAGE)


def require_served(me: Actor, api_client_id: UUID) -> None:
    """Raise unless `me` manages machine clients, or is the one that the endpoint serves.

    To a machine beside it the endpoint does not exist; a person is told which permission is missing.
    """
    if me.may(MANAGE):
        return
    if me.kind is not ActorKind.MACHINE:
        raise missing_permission(MANAGE)
    if me.id != api_client_id:
        raise not_found()
    me.require(FEED)


_ATTEMPT = WebhookAttempt.__table__.c  # type: ignore[attr-defined]


async def attempts(database: Database, connection: Any, endpoint_id: UUID, query: AttemptQuery) -> dict[str, Any]:
    """One page of an endpoint's attempts, ready for `dump`. One statement."""
    values: dict[str, Any] = {"_endpoint": endpoint_id, "_limit": query.limit + 1}
    if query.cursor:
        values["_after"] = decode_cursor(query.cursor, "-id", [Uuid()])[0]
    if query.delivered is not None:
        values["_delivered"] = query.delivered
    shape = ("webhook_attempt", tuple(values))
    rows = await fetch(connection, database, statements.get(shape, lambda: _attempts(values), database), values)
    more, rows = len(rows) > query.limit, rows[: query.limit]
    return {"items": rows, "next_cursor": encode_cursor("-id", [rows[-1]["id"]]) if more else None}


def _attempts(values: Mapping[str, Any]) -> Select[Any]:
    statement = select(*(_ATTEMPT[name] for name in AttemptRead.model_fields)).where(
        _ATTEMPT.endpoint_id == bindparam("_endpoint", type_=Uuid())
    )
    if "_delivered" in values:
        statement = statement.where(_ATTEMPT.delivered == bindparam("_delivered", type_=_ATTEMPT.delivered.type))
    if "_after" in values:
        statement = statement.where(_ATTEMPT.id < bindparam("_after", type_=Uuid()))
    return statement.order_by(_ATTEMPT.id.desc()).limit(bindparam("_limit"))
