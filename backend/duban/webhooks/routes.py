"""`/webhook-endpoints`: where machine clients are told what happens, by who manages them and by themselves."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from duban.kernel import idempotency, journal
from duban.kernel.access import one_visible
from duban.kernel.acts import Act
from duban.kernel.cases import Source, answer
from duban.kernel.clock import now
from duban.kernel.ids import new_id
from duban.kernel.lane import as_uuid, dump
from duban.kernel.listing import Reader, page_of, parse, query_parameters
from duban.kernel.problems import language_of, refusals
from duban.kernel.transitions import IdempotencyKey, IfMatch
from duban.kernel.web import DubanRoute, LaneRoute, Me, Writing, current_act, current_actor, database, require_match
from duban.orgs.models import ApiClient
from duban.orgs.schemas import RotateIn
from duban.orgs.shown_once import shown_once
from duban.settings import Settings
from duban.webhooks import actions
from duban.webhooks.addresses import Reach
from duban.webhooks.delivery import note_attempt
from duban.webhooks.messages import Message
from duban.webhooks.models import WebhookEndpoint
from duban.webhooks.queries import DETAIL, LISTING, MANAGE, attempts, require_reader, require_served
from duban.webhooks.schemas import (
    AttemptPage,
    AttemptQuery,
    AttemptRead,
    EndpointCreate,
    EndpointCreated,
    EndpointPatch,
    EndpointQuery,
    EndpointRead,
    EndpointReasonIn,
    ReplayIn,
)
from duban.webhooks.secrets import held_secrets, signed_headers
from duban.webhooks.sending import Sender

router = APIRouter(prefix="/webhook-endpoints", tags=["webhooks"], route_class=DubanRoute)
SECURE: dict[str, Any] = {"security": [{"bearer": []}]}
CHANGES = refusals(400, 401, 403, 404, 409, 412, 422, 428, 503)
_READER = Reader(LISTING)


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


async def list_endpoints(request: Request) -> Response:
    """The endpoints of your part of the tree; a machine client sees those that serve it. `backlog` and `failing_since`
    tell which receivers are behind."""
    me = await current_actor(request)
    require_reader(me)
    page = await _READER.page(request, me, parse(EndpointQuery, request))
    return Response(dump(page), media_type="application/json")


router.add_api_route(
    "",
    list_endpoints,
    methods=["GET"],
    operation_id="webhook_endpoint_list",
    summary="推送地址：列表 list",
    response_model=page_of(EndpointRead),
    responses=refusals(400, 401, 403, 422),
    openapi_extra={"parameters": query_parameters(EndpointQuery), **SECURE},
    route_class_override=LaneRoute,
)


@router.post(
    "",
    status_code=201,
    response_model=EndpointCreated,
    responses=refusals(400, 401, 403, 404, 409, 422, 503),
    operation_id="webhook_endpoint_create",
    summary="推送地址：新建 create",
    openapi_extra=SECURE,
)
async def create_endpoint(
    request: Request, act: Writing, body: EndpointCreate, idempotency_key: IdempotencyKey = None
) -> Response:
    """An address that is told what a machine client may read in the journal's feed.

    Its secret is in this answer and nowhere else: a retry shows null, then rotate.
    """
    client = await one_visible(act.db, ApiClient, body.api_client_id, act.me, lock=True)
    act.me.require(MANAGE)
    url = Reach.of(_settings(request)).checked(body.url)
    row, secret = await actions.create(act, _settings(request), client, body, url)
    return shown_once(await answer(request, DETAIL, row.id, act.me, act.db, status=201), secret=secret)


@router.get(
    "/{id}",
    response_model=EndpointRead,
    responses=refusals(400, 401, 403, 404, 422),
    operation_id="webhook_endpoint_read",
    summary="推送地址：查看 read one",
    openapi_extra=SECURE,
)
async def read_endpoint(request: Request, id: UUID, me: Me) -> Response:
    """One endpoint, and how far the telling is. The ETag is for changes; it does not move with deliveries, so
    `If-None-Match` is not heeded here."""
    async with database(request).lane() as connection:
        row = await DETAIL.read(Source(database(request), connection=connection), id, me, language_of(request))
    require_served(me, as_uuid(row["api_client_id"]))
    return Response(dump(row), media_type="application/json", headers={"ETag": f'"{row["version"]}"'})


@router.get(
    "/{id}/attempts",
    response_model=AttemptPage,
    responses=refusals(400, 401, 403, 404, 422),
    operation_id="webhook_endpoint_attempts",
    summary="推送地址：发送记录 attempts",
    openapi_extra=SECURE,
)
async def list_attempts(request: Request, id: UUID, me: Me, query: Annotated[AttemptQuery, Query()]) -> Response:
    """Every attempt to tell the endpoint something, the newest first; kept for `DUBAN_WEBHOOK_ATTEMPT_DAYS`."""
    db = database(request)
    async with db.lane() as connection:
        row = await DETAIL.read(Source(db, connection=connection), id, me, language_of(request))
        require_served(me, as_uuid(row["api_client_id"]))
        page = await attempts(db, connection, id, query)
    return Response(dump(page), media_type="application/json")


async def _for_change(request: Request, act: Act, id: UUID, *, by_itself: bool = False) -> WebhookEndpoint:
    """The locked row, for who manages machine clients or, where `by_itself`, for the client it serves."""
    row = await one_visible(act.db, WebhookEndpoint, id, act.me, lock=True)
    if by_itself:
        require_served(act.me, row.api_client_id)
    else:
        act.me.require(MANAGE)
    require_match(request, row)
    return row


@router.patch(
    "/{id}",
    response_model=EndpointRead,
    responses=CHANGES,
    operation_id="webhook_endpoint_amend",
    summary="推送地址：修改 amend",
    openapi_extra=SECURE,
)
async def amend_endpoint(
    request: Request, id: UUID, act: Writing, body: EndpointPatch, if_match: IfMatch = None
) -> Response:
    """Change name, address or filter. The next message follows it; what was passed over stays passed over (replay)."""
    row = await _for_change(request, act, id)
    values = body.model_dump(exclude_unset=True)
    if "url" in values:
        values["url"] = Reach.of(_settings(request)).checked(values["url"])
    actions.amend(act, row, values)
    return await answer(request, DETAIL, id, act.me, act.db)


@router.post(
    "/{id}/pause",
    response_model=EndpointRead,
    responses=CHANGES,
    operation_id="webhook_endpoint_pause",
    summary="推送地址：暂停 pause",
    openapi_extra=SECURE,
)
async def pause_endpoint(
    request: Request,
    id: UUID,
    act: Writing,
    body: EndpointReasonIn,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Tell it nothing until it is resumed; nothing is lost meanwhile."""
    actions.pause(act, await _for_change(request, act, id), body.reason)
    return await answer(request, DETAIL, id, act.me, act.db)


@router.post(
    "/{id}/resume",
    response_model=EndpointRead,
    responses=CHANGES,
    operation_id="webhook_endpoint_resume",
    summary="推送地址：恢复 resume",
    openapi_extra=SECURE,
)
async def resume_endpoint(
    request: Request, id: UUID, act: Writing, if_match: IfMatch = None, idempotency_key: IdempotencyKey = None
) -> Response:
    """Go on where it stopped, at once; also where it only waits for its next try. The client itself may say so, unless
    a person paused it."""
    await actions.resume(act, await _for_change(request, act, id, by_itself=True))
    return await answer(request, DETAIL, id, act.me, act.db)


@router.post(
    "/{id}/replay",
    response_model=EndpointRead,
    responses=CHANGES,
    operation_id="webhook_endpoint_replay",
    summary="推送地址：重放 replay",
    openapi_extra=SECURE,
)
async def replay_endpoint(
    request: Request,
    id: UUID,
    act: Writing,
    body: ReplayIn,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Tell again from a position of the journal on, under the same ids. A position ahead of the present one skips what
    lies between. The client itself may say so."""
    await actions.replay(act, await _for_change(request, act, id, by_itself=True), body.from_position)
    return await answer(request, DETAIL, id, act.me, act.db)


@router.post(
    "/{id}/rotate-secret",
    response_model=EndpointCreated,
    responses=CHANGES,
    operation_id="webhook_endpoint_rotate_secret",
    summary="推送地址：更换密钥 rotate the secret",
    openapi_extra=SECURE,
)
async def rotate_endpoint_secret(
    request: Request,
    id: UUID,
    act: Writing,
    body: RotateIn,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """A new secret, shown once. For `overlap_hours` every message carries the signatures of both."""
    row = await _for_change(request, act, id)
    secret = actions.rotate_secret(act, _settings(request), row, timedelta(hours=body.overlap_hours))
    return shown_once(await answer(request, DETAIL, id, act.me, act.db), secret=secret)


@router.post(
    "/{id}/end",
    response_model=EndpointRead,
    responses=CHANGES,
    operation_id="webhook_endpoint_end",
    summary="推送地址：结束 end",
    openapi_extra=SECURE,
)
async def end_endpoint(
    request: Request,
    id: UUID,
    act: Writing,
    body: EndpointReasonIn,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Tell it nothing ever again. Its attempts stay in sight; its secret is forgotten."""
    actions.end(act, await _for_change(request, act, id), body.reason)
    return await answer(request, DETAIL, id, act.me, act.db)


@router.post(
    "/{id}/ping",
    status_code=201,
    response_model=AttemptRead,
    responses=refusals(400, 401, 403, 404, 409, 422, 429, 503),
    operation_id="webhook_endpoint_ping",
    summary="推送地址：测试 ping",
    openapi_extra=SECURE,
)
async def ping_endpoint(request: Request, id: UUID, me: Me, idempotency_key: IdempotencyKey = None) -> Response:
    """Send a `ping` at once, paused or not, and say what came of it. Once in ten seconds; it changes nothing."""
    db = database(request)
    async with db.transaction() as first:
        # Only a look: the claim that counts is made with the answer, and a remembered answer is given without sending.
        async with first.begin_nested() as look:
            await idempotency.claim(request, first, me, now())
            await look.rollback()
        row = await one_visible(first, WebhookEndpoint, id, me, lock=True)
        require_served(me, row.api_client_id)
        at = now()
        actions.require_ping(row, at)
        row.pinged_at = at
    # The sending stands outside any transaction: a slow receiver must hold no lock.
    message = Message.ping(f"msg_{new_id().hex}", at, {"endpoint_id": str(row.id), "position": row.position})
    headers = signed_headers(held_secrets(_settings(request), row, at), message, at)
    async with Sender(_settings(request)) as sender:
        outcome = await sender.send(row.url, headers, message.body)
    act = await current_act(request, me)
    attempt = await note_attempt(act.db, row.id, message, 1, at, outcome)
    # Not `act.note`: that would count up the endpoint's version, and a test must not stand in the way of a change.
    changes = {"status": (None, outcome.status), "error": (None, outcome.error)}
    journal.record(
        act.db, me, at, "webhook_endpoint:ping", row, label=row.label, changes=changes, request_id=act.request_id
    )
    told = attempt.model_dump(include=set(AttemptRead.model_fields))
    return Response(dump(told), status_code=201, media_type="application/json")
