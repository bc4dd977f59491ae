"""The package of a referral over HTTP: drawn up by the team, streamed to the team and to the receiver."""

from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Any
from uuid import UUID

import structlog
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from sqlalchemy import select
from sqlmodel import col

from duban.handoff.models import Handoff, HandoffFile, HandoffMessage
from duban.handoff.rules import READ as READ_HANDOFFS
from duban.handoff.words import Kind
from duban.kernel import idempotency, journal
from duban.kernel.access import one_visible
from duban.kernel.acts import Act
from duban.kernel.age_encryption import encrypted, read_recipient_key
from duban.kernel.cases import answer, by
from duban.kernel.clock import now
from duban.kernel.errors import Conflict, Problem, Text, not_found
from duban.kernel.evidence_arrival import store_of
from duban.kernel.file_names import as_download
from duban.kernel.manifests import ManifestSigner
from duban.kernel.object_store import ObjectLost
from duban.kernel.packages import Part, PartChanged, Sealed, stream
from duban.kernel.problems import refusals
from duban.kernel.transitions import IdempotencyKey, IfMatch
from duban.kernel.web import DubanRoute, Transaction, Writing, current_actor, database, require_match
from duban.orgs.protection import key_ring
from duban.referrals import packing
from duban.referrals.guards import is_of_the_team, papers_are_complete
from duban.referrals.models import Referral
from duban.referrals.queries import DETAIL
from duban.referrals.rules import READ, WORK
from duban.referrals.schemas import ReferralRead
from duban.referrals.words import ReferralState

log = structlog.get_logger()
router = APIRouter(tags=["referrals 移送"], route_class=DubanRoute)
SECURED: dict[str, Any] = {"security": [{"bearer": []}]}
RecipientKey = Annotated[
    str | None,
    Query(max_length=200, description="The receiver's public age key (`age1…`): encrypted to it, opened by `age`"),
]
ZIP: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}},
    **refusals(401, 403, 404, 409, 422, 503),
}


def _damaged(broken: PartChanged | ObjectLost) -> Problem:
    """The store has other bytes than were received, or none: nothing goes out, and somebody has to be told."""
    path = broken.path if isinstance(broken, PartChanged) else None
    log.error("evidence_damaged", path=path, error=str(broken))
    return Conflict(
        "evidence_damaged",
        Text(
            "材料“{path}”与收到时的校验值不符或已丢失，不能封装。请立即告知系统管理员核查存储。",
            "“{path}” is not what was received, or is lost: no package can be made of it. Tell whoever runs the "
            "system to look into the store at once.",
        ).format(path=path or "—"),
        extra={"path": path},
    )


def _require_open(act: Act, referral: Referral) -> None:
    """Raise Forbidden or Conflict unless the actor may draw the package up now."""
    act.me.require(WORK)
    who = by(act.me, act.now)
    if referral.state is not ReferralState.APPROVED:
        raise Conflict("wrong_state", Text("批准移送后才能封装材料。", "It is drawn up once it was approved."))
    for guard in (is_of_the_team, papers_are_complete):
        if refused := guard(referral, who):
            raise Conflict(refused.code, refused.text)


@router.post(
    "/referrals/{id}/package",
    response_model=ReferralRead,
    operation_id="referral_draw_up",
    summary="封装移送材料 Draw the package up",
    responses=refusals(400, 401, 403, 404, 409, 412, 422, 428, 503),
    openapi_extra=SECURED,
)
async def draw_up(
    request: Request, id: UUID, if_match: IfMatch = None, idempotency_key: IdempotencyKey = None
) -> Response:
    """Write the letters, read every piece of evidence through, compare it with its SHA-256 at receipt, sign the list.
    What is changed in the papers afterwards unmakes it. The document number stays. Needs `referral.work`, of the team;
    the referral approved and its papers complete. 409 `changed_meanwhile`: somebody changed it while it was drawn up;
    `package_full`: over 2,000 files.
    """
    me = await current_actor(request)
    db, settings = database(request), request.app.state.settings
    signer: ManifestSigner = request.app.state.manifest_signer
    transaction: Transaction = request.state.transaction
    async with db.transaction() as first:
        # Only a look, before anything of today's state is asked: the claim that counts is made with the answer.
        async with first.begin_nested() as look:
            await idempotency.claim(request, first, me, now())
            await look.rollback()
        act = Act(first, me, now())
        referral = await one_visible(first, Referral, id, me, lock=True)
        require_match(request, referral)
        _require_open(act, referral)
        number = await packing.document_number(act, referral)
        if referral.document_number is None:
            act.change(referral, {"document_number": number}, action="referral:number")
        version = referral.version
    await signer.prepare()
    async with db.session() as reading:
        seen = await reading.get_one(Referral, id)
        try:
            drawn = await packing.draw_up(
                reading, store_of(request), key_ring(settings), signer, seen,
                number=number, issuer=settings.public_url, at=now(),
            )  # fmt: skip
        except (PartChanged, ObjectLost) as broken:
            raise _damaged(broken) from broken
    act = await transaction.begin(me)
    referral = await one_visible(act.db, Referral, id, me, lock=True)
    if referral.version != version or drawn.version != version:
        raise Conflict(
            "changed_meanwhile",
            Text("封装期间材料有改动，请重新封装。", "Something changed while it was drawn up: draw it up again."),
        )
    await packing.keep(act, referral, drawn, number)
    return await answer(request, DETAIL, id, me, act.db)


@router.get(
    "/referrals/{id}/package",
    response_class=Response,
    operation_id="referral_package",
    summary="下载移送包 Download the package",
    responses=ZIP,
    openapi_extra=SECURED,
)
async def read_package(request: Request, id: UUID, act: Writing, recipient_key: RecipientKey = None) -> Response:
    """The sealed ZIP, always the same bytes; `duban verify` proves it offline. Every look is journalled."""
    key = _key(recipient_key)
    referral = await one_visible(act.db, Referral, id, act.me)
    act.me.require(READ)
    package = await packing.package_of(act.db, referral.id)
    if package is None or package.sha256 != referral.package_sha256:
        raise Conflict(
            "package_first",
            Text("尚未按现有材料封装。", "The package was not drawn up yet, or its papers changed since."),
        )
    _looked(act, referral)
    return _zip(package.sealed(), package.opened(store_of(request)), referral.number, key)


@router.get(
    "/handoffs/{id}/package",
    response_class=Response,
    operation_id="handoff_package",
    summary="下载移送包 Download the package",
    responses=ZIP,
    openapi_extra=SECURED,
)
async def read_handed_over(request: Request, id: UUID, act: Writing, recipient_key: RecipientKey = None) -> Response:
    """The sealed ZIP that was handed over, the very bytes that the sender sealed. Every look is journalled."""
    key = _key(recipient_key)
    handoff = await one_visible(act.db, Handoff, id, act.me)
    act.me.require(READ_HANDOFFS)
    files = {file.path: file for file in await _files(act, handoff)}
    if packing.SIGNATURE not in files:
        raise not_found()
    _looked(act, handoff)
    store = store_of(request)
    signature = b""
    async for piece in store.stream(files[packing.SIGNATURE].key, 0, files[packing.SIGNATURE].size):
        signature += piece
    sealed = Sealed(handoff.manifest_text, signature.decode())
    parts = [
        packing.stored(
            store,
            path=listed.path,
            media_type=listed.media_type,
            size=listed.size,
            sha256=listed.sha256,
            crc32=listed.crc32,
            key=files[listed.path].key,
        )
        for listed in sealed.manifest.files
    ]
    return _zip(sealed, parts, handoff.number, key)


async def _files(act: Act, handoff: Handoff) -> Sequence[HandoffFile]:
    """The files that the referral itself brought. What was sent after lies beside them, whatever it is called."""
    found = (
        select(HandoffFile)
        .join(HandoffMessage, col(HandoffMessage.id) == col(HandoffFile.message_id))
        .where(col(HandoffFile.handoff_id) == handoff.id, col(HandoffMessage.kind) == Kind.REFER)
    )
    return (await act.db.scalars(found)).all()


def _looked(act: Act, matter: Any) -> None:
    journal.record(
        act.db, act.me, act.now, f"{matter.word()}:package", matter, label=matter.label, request_id=act.request_id
    )


def _key(given: str | None) -> str | None:
    return None if given is None else read_recipient_key(given, "/recipient_key")


def _zip(sealed: Sealed, parts: Sequence[Part], name: str, key: str | None) -> Response:
    """The package as a download; with a `key`, encrypted to it (other bytes each time, so of no length told ahead)."""
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
    body: AsyncIterator[bytes] = stream(sealed, parts)
    if key is not None:
        headers["Content-Disposition"] = as_download(f"{name}.zip.age")
        return StreamingResponse(encrypted(body, key), media_type="application/octet-stream", headers=headers)
    headers |= {"Content-Disposition": as_download(f"{name}.zip"), "Content-Length": str(sealed.size)}
    return StreamingResponse(body, media_type="application/zip", headers=headers)
