"""The machine's side of handoffs: `/handoff`. Pull without loss, say without doubling, prove that both hold the same.

A machine acts for its organisation: its mailbox is that organisation's, and it speaks as the receiver.
"""

from collections.abc import Iterable
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Path, Request, Response

from duban.handoff.files import one_file
from duban.handoff.mailboxes import acknowledge, beyond, lease, mailbox_of
from duban.handoff.models import Handoff, HandoffDelivery, HandoffMessage
from duban.handoff.protocol import Envelope
from duban.handoff.reconciling import reconcile
from duban.handoff.rules import DECIDE, READ
from duban.handoff.schemas import (
    SHA256,
    HandoffAck,
    HandoffAckIn,
    HandoffFeed,
    HandoffFeedQuery,
    HandoffKept,
    HandoffLease,
    HandoffLeaseIn,
    HandoffReconciled,
    HandoffReconcileIn,
)
from duban.handoff.sending import take_in
from duban.handoff.words import HandoffChannel, Party
from duban.kernel import downloads, journal
from duban.kernel.access import one_visible
from duban.kernel.downloads import Stored, download
from duban.kernel.errors import not_found
from duban.kernel.evidence_arrival import store_of
from duban.kernel.lane import dump
from duban.kernel.listing import parse, query_parameters
from duban.kernel.manifests import ManifestSigner
from duban.kernel.problems import refusals
from duban.kernel.transitions import IdempotencyKey
from duban.kernel.web import DubanRoute, Transaction, Writing, current_actor, database

router = APIRouter(prefix="/handoff", tags=["handoff machine 移送接口"], route_class=DubanRoute)
SECURED: dict[str, Any] = {"security": [{"bearer": []}]}


@router.get(
    "/feed",
    response_model=HandoffFeed,
    operation_id="handoff_feed",
    summary="移送消息流 Every message, without gaps",
    responses=refusals(400, 401, 403, 422),
    openapi_extra={**SECURED, "parameters": query_parameters(HandoffFeedQuery)},
)
async def read_feed(request: Request) -> Response:
    """Everything that either side said in your organisation's handoffs, by position: 1, 2, 3 … without gaps.

    Reading takes nothing away. Keep `next_position`; to have messages kept for you until they are safe, lease them.
    """
    me = await current_actor(request)
    me.require(READ)
    query = parse(HandoffFeedQuery, request)
    async with database(request).session() as db:
        mailbox = await mailbox_of(db, me.organisation_id)
        head = mailbox.last_position if mailbox else 0
        rows = await beyond(db, mailbox, me, after=query.after, limit=query.limit) if mailbox else []
    reached = rows[-1][0].position if len(rows) == query.limit else head
    page = {"items": _delivered(rows), "next_position": reached, "more": reached < head, "head": head}
    return Response(dump(page), media_type="application/json")


@router.post(
    "/lease",
    response_model=HandoffLease,
    operation_id="handoff_lease",
    summary="领取移送消息 Take messages for a while",
    responses=refusals(400, 401, 403, 404, 409, 422, 503),
    openapi_extra=SECURED,
)
async def lease_messages(
    request: Request, act: Writing, body: HandoffLeaseIn, idempotency_key: IdempotencyKey = None
) -> Response:
    """What waits for your organisation and is not out under another lease, the oldest first.

    Of one handoff never a later message while an earlier one is out elsewhere. Until it is acknowledged a message is
    given out again after each lease, under the same id. What your own system said is not given back to it.
    """
    act.me.require(READ)
    found = await lease(act, limit=body.limit, seconds=body.seconds)
    given = {"lease_id": found.lease_id, "until": found.until, "items": _delivered(found.items)}
    return Response(dump(given), media_type="application/json")


@router.post(
    "/ack",
    response_model=HandoffAck,
    operation_id="handoff_ack",
    summary="确认移送消息 Acknowledge messages",
    responses=refusals(400, 401, 403, 404, 409, 422, 503),
    openapi_extra=SECURED,
)
async def acknowledge_messages(
    request: Request, act: Writing, body: HandoffAckIn, idempotency_key: IdempotencyKey = None
) -> Response:
    """They are safe with you and not given out again. Asking twice is no mistake.

    409 `lease_lost` names (`errors`) those whose lease ran out and that were given to another reader: then none was
    acknowledged. Leave them out and ask again.
    """
    act.me.require(READ)
    await acknowledge(act, body.lease_id, body.ids)
    return Response(dump({"acknowledged": len(set(body.ids))}), media_type="application/json")


@router.post(
    "/messages",
    response_model=HandoffKept,
    operation_id="handoff_say",
    summary="发送移送消息 Say something",
    responses=refusals(400, 401, 403, 404, 409, 422, 503),
    openapi_extra=SECURED,
)
async def say_something(
    request: Request, act: Writing, body: Envelope, idempotency_key: IdempotencyKey = None
) -> Response:
    """Your organisation's word in a handoff that it received: sign for it, file, refuse, forward, and so on.

    `id` is yours to give and makes it safe to repeat: the same message again changes nothing. What is not open any more
    is kept as `noted`; what rests on something that has not come yet is kept as `waiting`. Files are attached to the
    handoff first (`POST /attachments`) and named by their `sha256`.
    """
    handoff = await one_visible(act.db, Handoff, body.handoff_id, act.me, lock=True)
    act.me.require(DECIDE)
    if handoff.organisation_id != act.me.organisation_id:
        raise not_found()
    message, _ = await take_in(act, handoff, body, side=Party.RECEIVER, channel=HandoffChannel.API)
    answer = {name: getattr(message, name) for name in ("id", "handoff_id", "sha256", "effect", "arrived_at")}
    answer |= {name: getattr(handoff, name) for name in ("state", "turn", "on_turn")}
    return Response(dump(answer), media_type="application/json")


@router.post(
    "/reconcile",
    response_model=HandoffReconciled,
    operation_id="handoff_reconcile",
    summary="移送对账 Do both sides hold the same?",
    responses=refusals(400, 401, 403, 404, 409, 422, 503),
    openapi_extra=SECURED,
)
async def reconcile_messages(
    request: Request, body: HandoffReconcileIn, idempotency_key: IdempotencyKey = None
) -> Response:
    """Compare the messages of a range of positions, daily for instance. Our word is signed; both are kept.

    Where they disagree, halve the range until the position is found, and read it again from `/handoff/feed`. A message
    of yours that the feed does not hold has not arrived: send it again.
    """
    me = await current_actor(request)
    me.require(READ)
    signer: ManifestSigner = request.app.state.manifest_signer
    await signer.prepare()
    transaction: Transaction = request.state.transaction
    act = await transaction.begin(me)
    row = await reconcile(act, signer, body)
    names = ("id", "count", "set_hash", "agrees", "statement", "signature")
    answer = {name: getattr(row, name) for name in names} | {"after": row.first - 1, "until": row.last}
    return Response(dump(answer), media_type="application/json")


@router.get(
    "/files/{sha256}",
    operation_id="handoff_file_content",
    summary="下载移送材料 Download a file",
    response_class=Response,
    responses=downloads.RESPONSES,
    openapi_extra=SECURED,
)
async def download_file(request: Request, act: Writing, sha256: Annotated[str, Path(pattern=SHA256)]) -> Response:
    """The bytes of a file that a message names, whole or by `Range`. Every look is journalled."""
    act.me.require(READ)
    file, handoff = await one_file(act.db, act.me, sha256)
    stored = Stored(file.key, file.size, file.sha256, file.media_type, file.path.rsplit("/", 1)[-1])

    def look(part: Any) -> None:
        told = {"sha256": (None, sha256), **part}
        journal.record(
            act.db, act.me, act.now, "handoff:look", handoff, label=handoff.label, changes=told,
            request_id=act.request_id,
        )  # fmt: skip

    return await download(request, store_of(request), stored, look)


def _delivered(rows: Iterable[tuple[HandoffDelivery, HandoffMessage]]) -> list[dict[str, Any]]:
    return [
        {
            "position": delivery.position,
            "sha256": message.sha256,
            "delivered_at": delivery.delivered_at,
            "effect": message.effect,
            "acknowledged": delivery.acked_at is not None,
            "envelope": orjson.Fragment(message.text),
        }
        for delivery, message in rows
    ]
