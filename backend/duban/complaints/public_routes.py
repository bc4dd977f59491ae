"""The public pages' API for complaints, without an account: `/public/complaints`, `/public/institutions`.

What belongs to one complaint is opened by the header `Receipt-Code`: a code in an address would end up in logs and
histories. Nothing is counted where only what is public is read: that costs less than counting it.
"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Request, Response

from duban.complaints import messages, public_acts, public_institutions
from duban.complaints.public_form import PHOTO_BYTES, PHOTO_TYPES, PHOTOS, form
from duban.complaints.public_holding import Held, held
from duban.complaints.public_intake import take
from duban.complaints.public_models import Sender
from duban.complaints.public_reading import given_files, mine
from duban.complaints.public_replies import reply
from duban.complaints.public_schemas import (
    ComplaintForm,
    InstitutionPage,
    InstitutionQuery,
    MessageIn,
    MyComplaint,
    PublicComplaintIn,
    PublicFile,
    PublicInstitution,
    PublicReceipt,
    RatingIn,
    WithdrawIn,
)
from duban.kernel.acts import Act
from duban.kernel.evidence_arrival import store_of
from duban.kernel.file_names import as_download
from duban.kernel.ids import new_id
from duban.kernel.lane import dump
from duban.kernel.listing import parse, query_parameters
from duban.kernel.object_store import key_of
from duban.kernel.problems import language_of, refusals
from duban.kernel.transitions import IdempotencyKey
from duban.kernel.uploads import receive
from duban.kernel.web import DubanRoute, anonymous_act, database
from duban.orgs.manifest_signing import InstallationSigner
from duban.orgs.own_act import own_act

router = APIRouter(prefix="/public", tags=["public 公开"], route_class=DubanRoute)
OPEN: dict[str, Any] = {"security": []}

Intent = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=16,
        max_length=200,
        pattern=r"^[!-~]+$",
        description="Random, at least 16 characters, kept by the phone until the answer is there (a UUID). The receipt "
        "code is derived from it: sent again, the same complaint is answered with the same code",
    ),
]
Code = Annotated[
    str,
    Header(
        alias="Receipt-Code",
        min_length=1,
        max_length=80,
        description="The code of the receipt; small letters, blanks, dashes, O for 0 and I or L for 1 are understood",
    ),
]
_PICTURE = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {"file": {"type": "string", "format": "binary", "description": "One picture"}},
            }
        }
    },
}


@router.get(
    "/complaints/form",
    response_model=ComplaintForm,
    operation_id="public_complaint_form",
    summary="投诉须知 What the form asks",
    openapi_extra=OPEN,
)
async def read_form(request: Request) -> Response:
    """Matters, what is not handled and where to go instead, the legal terms, the privacy notice, limits of pictures; in
    the language of `Accept-Language`."""
    return Response(dump(form(language_of(request))), media_type="application/json")


@router.get(
    "/institutions",
    response_model=InstitutionPage,
    operation_id="public_institution_list",
    summary="可投诉的医疗机构 Institutions to complain about",
    responses=refusals(400, 422),
    openapi_extra={**OPEN, "parameters": query_parameters(InstitutionQuery)},
)
async def institutions(request: Request) -> Response:
    """Open institutions, each with its published complaint window."""
    found = await public_institutions.page(database(request), parse(InstitutionQuery, request))
    return Response(dump(found), media_type="application/json")


@router.get(
    "/institutions/{id}",
    response_model=PublicInstitution,
    operation_id="public_institution_read",
    summary="医疗机构与投诉窗口 One institution and its complaint window",
    responses=refusals(404, 422),
    openapi_extra=OPEN,
)
async def institution(request: Request, id: UUID) -> Response:
    """By the `id` of the list: for an address behind a code on the wall of a hospital."""
    async with database(request).reading() as connection:
        found = await public_institutions.one(connection, id)
    return Response(dump(found), media_type="application/json")


@router.post(
    "/complaints",
    status_code=201,
    response_model=PublicReceipt,
    operation_id="public_complaint_create",
    summary="提交投诉 Complain",
    responses=refusals(400, 422, 429, 503),
    openapi_extra=OPEN,
)
async def complain(request: Request, body: PublicComplaintIn, intent: Intent) -> Response:
    """Complain about an institution, without an account. The answer holds the receipt code: keep it.

    The institution handles it; with `is_protected` the health authority above it does, and the institution sees the
    matter and never who complains. Where the answer was lost, send the same again with the same key: it is the same
    complaint and the same code. 429 (`too_often`) where too many came from one address.
    """
    receipt, known = await take(request, intent, body)
    headers = {"Cache-Control": "no-store"} | ({"Idempotent-Replayed": "true"} if known else {})
    return Response(dump(receipt), status_code=201, media_type="application/json", headers=headers)


@router.get(
    "/complaints/mine",
    response_model=MyComplaint,
    operation_id="public_complaint_read",
    summary="查询投诉 How far my complaint is",
    responses=refusals(404, 422, 429, 503),
    openapi_extra=OPEN,
)
async def read_mine(request: Request, code: Code) -> Response:
    """What was done, each legal date with its article and day by day, questions and answers, the answer, and where to
    go if you do not agree.

    * `receipt_code_mistyped` (422): the check character does not fit; compare it with the receipt.
    * `receipt_unknown` (404): no such code. Ten wrong ones a minute, sixty a day from one address, then 429.
    """
    holder, db = await held(request, code), database(request)
    async with db.session() as session:
        told = await mine(session, holder.complaint_id, language_of(request))
    if any(one["sender"] is Sender.HANDLER and one["read_at"] is None for one in told["messages"]):
        async with own_act(db, holder.actor, request_id=request.scope.get("request_id")) as act:
            await messages.seen_by_the_complainant(act, holder.complaint_id)
    return _mine(told)


@router.post(
    "/complaints/mine/messages",
    status_code=201,
    response_model=MyComplaint,
    operation_id="public_complaint_message",
    summary="补充说明、回答问题 Write to whoever handles it",
    responses=refusals(400, 404, 409, 422, 429, 503),
    openapi_extra=OPEN,
)
async def write(request: Request, code: Code, body: MessageIn, idempotency_key: IdempotencyKey = None) -> Response:
    """Add what you know, or answer what you were asked. Twenty a day at most (429)."""
    holder = await held(request, code)
    act = await anonymous_act(request, holder.actor)
    await public_acts.say(act, holder, body.text)
    return await _after(request, act, holder, 201)


@router.post(
    "/complaints/mine/photos",
    status_code=201,
    response_model=PublicFile,
    operation_id="public_complaint_photo",
    summary="上传照片 Add a picture",
    responses={
        **refusals(400, 404, 409, 413, 415, 422, 429, 503),
        200: {"model": PublicFile, "description": "These very bytes were here before"},
    },
    openapi_extra={**OPEN, "requestBody": _PICTURE},
)
async def add_photo(request: Request, code: Code, idempotency_key: IdempotencyKey = None) -> Response:
    """JPEG, PNG, WebP or HEIC, told by the content; six at most, 10 MiB each. The same bytes again are taken once."""
    holder, settings = await held(request, code), request.app.state.settings
    allowed = [kind for kind in PHOTO_TYPES if kind in settings.allowed_media_types]
    async with receive(request, max_bytes=min(PHOTO_BYTES, settings.max_upload_bytes), allowed=allowed) as upload:
        async with database(request).session() as db:
            files = await given_files(db, holder.complaint_id)
        if same := next((one for one in files if one["sha256"] == upload.sha256), None):
            return Response(dump(same), media_type="application/json")
        if len(files) >= PHOTOS:
            raise public_acts.too_many_photos()
        store, id = store_of(request), new_id()
        key = key_of(upload.sha256, id)
        await store.put(key, upload.file)
        try:
            act = await anonymous_act(request, holder.actor)
            row = await public_acts.add_photo(act, holder, upload, id)
            await act.db.flush()
        except BaseException:
            await store.discard(key)
            raise
    shown = {name: getattr(row, name) for name in PublicFile.model_fields}
    return Response(dump(shown), status_code=201, media_type="application/json")


@router.post(
    "/complaints/mine/rating",
    response_model=MyComplaint,
    operation_id="public_complaint_rate",
    summary="评价答复 Rate the answer",
    responses=refusals(400, 404, 409, 422, 429, 503),
    openapi_extra=OPEN,
)
async def rate(request: Request, code: Code, body: RatingIn, idempotency_key: IdempotencyKey = None) -> Response:
    """Say once, after the answer, whether it satisfies you."""
    holder = await held(request, code)
    act = await anonymous_act(request, holder.actor)
    await public_acts.rate(act, holder, body)
    return await _after(request, act, holder)


@router.post(
    "/complaints/mine/withdraw",
    response_model=MyComplaint,
    operation_id="public_complaint_withdraw",
    summary="撤回投诉 Take it back",
    responses=refusals(400, 404, 409, 422, 429, 503),
    openapi_extra=OPEN,
)
async def withdraw(request: Request, code: Code, body: WithdrawIn, idempotency_key: IdempotencyKey = None) -> Response:
    """Take the complaint back while it is not answered."""
    holder = await held(request, code)
    act = await anonymous_act(request, holder.actor)
    await public_acts.withdraw(act, holder, body)
    return await _after(request, act, holder)


@router.get(
    "/complaints/mine/reply",
    operation_id="public_complaint_reply",
    summary="下载已签名的答复 The signed reply",
    response_class=Response,
    responses={
        200: {"content": {"application/jose": {"schema": {"type": "string"}}}, "description": "A compact JWS, ES256"},
        **refusals(404, 409, 422, 429, 503),
    },
    openapi_extra=OPEN,
)
async def signed_reply(request: Request, code: Code) -> Response:
    """The answer (or why it is not handled here) with its dates and where to go, signed by this installation. `duban
    verify FILE` checks it offline; the key's id stands in `/.well-known/jwks.json`."""
    holder = await held(request, code)
    signer: InstallationSigner = request.app.state.manifest_signer
    await signer.prepare()
    issuer: str = request.app.state.settings.public_url
    async with database(request).session() as db:
        number, said = await reply(db, holder.complaint_id, issuer=issuer, language=language_of(request))
    headers = {"Content-Disposition": as_download(f"{number} 答复.jws"), "Cache-Control": "no-store"}
    return Response(signer.document(said), media_type="application/jose", headers=headers)


async def _after(request: Request, act: Act, holder: Held, status: int = 200) -> Response:
    """The complaint as its holder sees it, read inside the same transaction."""
    await act.db.flush()
    return _mine(await mine(act.db, holder.complaint_id, language_of(request)), status)


def _mine(told: dict[str, Any], status: int = 200) -> Response:
    return Response(
        dump(told), status_code=status, media_type="application/json", headers={"Cache-Control": "no-store"}
    )
