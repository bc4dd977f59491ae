"""`/api-clients`: machines, their scopes and secrets."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import col

from duban.kernel.access import one_visible, organisation_within
from duban.kernel.acts import Act
from duban.kernel.cases import Detail, add_detail, answer
from duban.kernel.lane import Lane, Statement
from duban.kernel.listing import Filter, Listing, Op, add_list
from duban.kernel.organisations import Organisation
from duban.kernel.problems import refusals
from duban.kernel.transitions import IdempotencyKey, IfMatch
from duban.kernel.web import DubanRoute, Writing, require_match
from duban.orgs import clients
from duban.orgs.auth_routes import BEARER
from duban.orgs.models import ApiClient
from duban.orgs.schemas import (
    ClientCreate,
    ClientCreated,
    ClientItem,
    ClientPatch,
    ClientQuery,
    ClientRead,
    ReasonIn,
    RotateIn,
)
from duban.orgs.shown_once import shown_once

router = APIRouter(prefix="/api-clients", tags=["api-clients"], route_class=DubanRoute)
CHANGES = refusals(400, 401, 403, 404, 409, 412, 422, 428, 503)
MANAGE = "client.manage"


def _at_home(statement: Statement) -> Statement:
    return statement.join(Organisation, col(Organisation.id) == col(ApiClient.organisation_id))


_JOINED: Mapping[str, Any] = {"organisation_name": col(Organisation.name)}
DETAIL = Detail(Lane(ApiClient, ClientRead, extra=_JOINED, join=_at_home), MANAGE)
LISTING = Listing(
    Lane(ApiClient, ClientItem, extra=_JOINED, join=_at_home),
    ClientQuery,
    MANAGE,
    filters={
        "organisation_id": Filter(col(ApiClient.organisation_id)),
        "under": Filter(None, Op.UNDER),
        "active": Filter(col(ApiClient.active)),
    },
)
add_list(router, LISTING, operation_id="api_client_list", summary="接口客户端：列表 list")
add_detail(router, DETAIL, operation_id="api_client_read", summary="接口客户端：查看 read one")


@router.post(
    "",
    status_code=201,
    response_model=ClientCreated,
    responses=refusals(400, 401, 403, 404, 409, 422, 503),
    operation_id="api_client_create",
    summary="接口客户端：新建 create",
    openapi_extra=BEARER,
)
async def create_client(
    request: Request, act: Writing, body: ClientCreate, idempotency_key: IdempotencyKey = None
) -> Response:
    """A machine of one organisation. Its secret is in this answer and nowhere else: a retry shows null, then rotate."""
    act.me.require(MANAGE)
    home = await organisation_within(act.db, act.me, body.organisation_id)
    client, secret = await clients.create_client(act, organisation=home, name=body.name, scopes=body.scopes)
    return shown_once(await answer(request, DETAIL, client.id, act.me, act.db, status=201), client_secret=secret)


async def _for_change(request: Request, act: Act, id: UUID) -> ApiClient:
    client = await one_visible(act.db, ApiClient, id, act.me, lock=True)
    act.me.require(MANAGE)
    require_match(request, client)
    return client


@router.patch(
    "/{id}",
    response_model=ClientRead,
    responses=CHANGES,
    operation_id="api_client_amend",
    summary="接口客户端：修改 amend",
    openapi_extra=BEARER,
)
async def amend_client(
    request: Request, id: UUID, act: Writing, body: ClientPatch, if_match: IfMatch = None
) -> Response:
    """Change name or scopes. A scope taken away stops working at once, in tokens given out before as well."""
    client = await _for_change(request, act, id)
    values = body.model_dump(exclude_unset=True)
    if "scopes" in values:
        home = await organisation_within(act.db, act.me, client.organisation_id)
        values["scopes"] = clients.checked_scopes(values["scopes"], home)
    clients.amend_client(act, client, values)
    return await answer(request, DETAIL, id, act.me, act.db)


@router.post(
    "/{id}/rotate",
    response_model=ClientCreated,
    responses=CHANGES,
    operation_id="api_client_rotate",
    summary="接口客户端：更换密钥 rotate the secret",
    openapi_extra=BEARER,
)
async def rotate_secret(
    request: Request,
    id: UUID,
    act: Writing,
    body: RotateIn,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """A new secret, shown once. The old one still works for `overlap_hours`, so that nothing stands still."""
    client = await _for_change(request, act, id)
    secret = clients.rotate_secret(act, client, timedelta(hours=body.overlap_hours))
    return shown_once(await answer(request, DETAIL, id, act.me, act.db), client_secret=secret)


@router.post(
    "/{id}/deactivate",
    response_model=ClientRead,
    responses=CHANGES,
    operation_id="api_client_deactivate",
    summary="接口客户端：停用 deactivate",
    openapi_extra=BEARER,
)
async def deactivate_client(
    request: Request,
    id: UUID,
    act: Writing,
    body: ReasonIn,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Let the machine in no more. Its tokens stop working at once."""
    await clients.deactivate_client(act, await _for_change(request, act, id), body.reason)
    return await answer(request, DETAIL, id, act.me, act.db)
