"""Who holds a receipt code: found without an account, counted when wrong, and given hands to act with.

A wrong code costs the same work as a right one (the digest is always taken, one indexed look-up, one comparison) and is
answered alike whatever it is. One that is mistyped is told so before anything is looked up: its check character does
not fit, which says nothing about any receipt.
"""

import hmac
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from fastapi import Request
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.complaints.models import Complaint
from duban.complaints.public_models import ComplaintReceipt
from duban.complaints.receipts import digest_of, understood
from duban.complaints.rules import HANDLE
from duban.kernel.access import Actor, ActorKind
from duban.kernel.clock import now
from duban.kernel.errors import NotFound, Text, TooMany
from duban.kernel.organisations import Organisation
from duban.kernel.protected import KeyRing
from duban.kernel.web import database
from duban.orgs import throttling
from duban.orgs.auth_routes import caller_of
from duban.orgs.own_act import own_act
from duban.orgs.protection import COUNTER, key_ring
from duban.orgs.throttling import Limit
from duban.settings import Settings

NAME = "投诉人（网上）"
"""What the journal calls whoever acts under a code."""

WRONG_PER_MINUTE, WRONG_PER_DAY = 10, 60
"""Wrong codes from one address. A person mistypes, and is told so without being counted; a programme guesses."""


@dataclass(frozen=True)
class Held:
    """A receipt whose code was shown, and who acts with it: for whoever handles the complaint, and under no name."""

    complaint_id: UUID
    actor: Actor


def receipt_key(settings: Settings) -> bytes:
    """The key of codes and of their digests."""
    return settings.derived_key("receipt-code")


def acting(receipt_id: UUID, handler: Organisation) -> Actor:
    """The complainant as an actor: with the handler's hands, for the journal a number of the receipt's own."""
    return Actor(
        id=receipt_id,
        kind=ActorKind.PUBLIC,
        name=NAME,
        organisation_id=handler.id,
        organisation_name=handler.name,
        organisation_kind=handler.kind,
        level=handler.level,
        permissions=frozenset({HANDLE}),
        region_code=handler.region_code,
    )


async def held(request: Request, typed: str) -> Held:
    """The receipt whose code is `typed`.

    Raises Invalid (`receipt_code_mistyped`), TooMany after too many wrong ones, NotFound (`receipt_unknown`).
    """
    settings: Settings = request.app.state.settings
    digest = digest_of(receipt_key(settings), understood(typed))
    db, limits = database(request), _limits(key_ring(settings), caller_of(request).address)
    async with db.reading() as connection, AsyncSession(connection) as session:
        if wait := await throttling.reached(connection, now(), *limits):
            raise too_often(wait)
        found = (
            await session.execute(
                select(ComplaintReceipt, Organisation)
                .join(Complaint, col(Complaint.id) == col(ComplaintReceipt.complaint_id))
                .join(Organisation, col(Organisation.id) == col(Complaint.handler_id))
                .where(col(ComplaintReceipt.code_digest) == digest)
            )
        ).one_or_none()
    kept = found[0].code_digest if found else "0" * len(digest)
    if hmac.compare_digest(kept, digest) and found:
        receipt, handler = found
        return Held(receipt.complaint_id, acting(receipt.id, handler))
    # A transaction of its own: what was refused counts, too.
    async with own_act(db, request_id=request.scope.get("request_id")) as counting:
        wait = await throttling.passed(counting.db, counting.now, *limits)
    if wait:
        raise too_often(wait)
    raise NotFound(
        "receipt_unknown",
        Text("没有这个查询码，请核对回执。", "There is no such receipt code. Compare it with your receipt."),
    )


def _limits(ring: KeyRing, address: str) -> list[Limit]:
    windows = ((timedelta(minutes=1), WRONG_PER_MINUTE), (timedelta(days=1), WRONG_PER_DAY))
    return [Limit(ring.digest(f"receipt|{most}|{address}", COUNTER), window, most) for window, most in windows]


def too_often(seconds: int) -> TooMany:
    return TooMany(
        "too_often",
        Text("操作过于频繁，请稍后再试。", "Too often from here. Try again later."),
        retry_after=seconds,
    )
