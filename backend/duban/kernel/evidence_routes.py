"""Evidence over HTTP: received in a stream, given out as a download and never as a page, listed, withdrawn, certified.

The transaction begins only when the file is here and stored, because on the embedded database it holds the one write
lock.
"""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.kernel import downloads, evidence, journal, partial_uploads
from duban.kernel.access import Actor
from duban.kernel.acts import Act
from duban.kernel.clock import now
from duban.kernel.downloads import Stored, download
from duban.kernel.errors import Text, not_found
from duban.kernel.evidence import Attachment, Standing
from duban.kernel.evidence_arrival import BODY, AttachmentFromUpload, arrived, store_of
from duban.kernel.file_names import as_download
from duban.kernel.ids import new_id
from duban.kernel.jobs import Work
from duban.kernel.lane import Lane, dump
from duban.kernel.listing import Filter, Listing, ListQuery, Op, Reader, page_of, parse, query_parameters
from duban.kernel.manifests import ManifestSigner, SignedManifest, manifest_of, signed
from duban.kernel.object_store import clear_abandoned, key_of, open_store
from duban.kernel.problems import refusals
from duban.kernel.resources import Schema
from duban.kernel.schedule import daily
from duban.kernel.transitions import IdempotencyKey, IfMatch
from duban.kernel.web import DubanRoute, Transaction, Writing, current_actor, database, require_match

router = APIRouter(prefix="/attachments", tags=["attachments"], route_class=DubanRoute)
SECURE: dict[str, Any] = {"security": [{"bearer": []}]}


class AttachmentRead(BaseModel):
    """A piece of evidence; its bytes are at `/attachments/{id}/content`."""

    id: UUID
    version: int
    subject_type: str = Field(examples=["rectification_task"])
    subject_id: UUID
    subject_label: str
    purpose: str = Field(examples=["after"])
    file_name: str = Field(description="As cleaned at receipt; the ending fits the content", examples=["整改后.jpg"])
    media_type: str = Field(description="By content, not by name", examples=["image/jpeg"])
    size: int = Field(description="Bytes")
    sha256: str = Field(description="Of the content, hexadecimal, taken at receipt")
    note: str | None
    happened_at: datetime | None = Field(description="When it came to be, as the sender says")
    received_at: datetime = Field(description="When it arrived here")
    organisation_id: UUID
    uploaded_by_id: UUID
    uploaded_by_name: str
    uploader_organisation_id: UUID
    withdrawn_at: datetime | None = Field(description="Put in by mistake: no longer counts, and is kept")
    withdrawn_by_name: str | None
    withdrawn_reason: str | None


class AttachmentQuery(ListQuery):
    """One matter's evidence."""

    subject_type: str = Field(max_length=40)
    subject_id: UUID
    purpose: list[str] = Field([], max_length=10)
    withdrawn: bool | None = Field(None, description="true: only withdrawn pieces; false: only valid ones")
    sort: str = Field("id", pattern="^-?id$", description="In the order received, or newest first (`-id`)")
    q: None = Field(None, description="Not searched", exclude=True)


class WithdrawIn(Schema):
    """Why the piece no longer counts."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "上传了错误的文件"}]})

    reason: str = Field(min_length=2, max_length=500)


LANE = Lane(Attachment, AttachmentRead)
READER = Reader(
    Listing(
        LANE,
        AttachmentQuery,
        "",
        filters={
            "subject_type": Filter(col(Attachment.subject_type)),
            "subject_id": Filter(col(Attachment.subject_id)),
            "purpose": Filter(col(Attachment.purpose), Op.AMONG),
            "withdrawn": Filter(col(Attachment.withdrawn_at), Op.IS_SET),
        },
        default_sort="id",
    )
)


@router.post(
    "",
    status_code=201,
    operation_id="attachment_create",
    summary="上传附件 Attach a file",
    response_model=AttachmentRead,
    responses=refusals(400, 401, 403, 404, 409, 413, 415, 422, 503),
    openapi_extra={**SECURE, "requestBody": BODY},
)
async def upload_attachment(request: Request, idempotency_key: IdempotencyKey = None) -> Response:
    """Attach one file to a matter. Its type is told by its content; pages, scripts and macros are refused.

    The file comes with the request (multipart), or has come in parts before (`/uploads`) and is named by `upload_id`
    (JSON). Send `sha256` (of the file) or `Content-Digest` (RFC 9530, of the body) to have the bytes checked on
    arrival. With an `Idempotency-Key` the same file and fields are taken once, whatever the boundary.
    """
    me = await current_actor(request)
    store = store_of(request)
    async with arrived(request, me) as (given, upload):
        await evidence.require_addable(database(request), me, given, upload, now())
        id = new_id()
        key = key_of(upload.sha256, id)
        await store.put(key, upload.file)
        try:
            transaction: Transaction = request.state.transaction
            act = await transaction.begin(me)
            row = await evidence.add(act, given, upload, id)
            if isinstance(given, AttachmentFromUpload):
                await act.db.delete(await partial_uploads.one_own(act.db, given.upload_id, me, lock=True))
            await act.db.flush()
        except BaseException:
            await store.discard(key)
            raise
    headers = {"ETag": f'"{row.version}"', "Location": f"{request.url.path.rstrip('/')}/{row.id}"}
    return Response(dump(_read(row)), status_code=201, media_type="application/json", headers=headers)


@router.get(
    "",
    operation_id="attachment_list",
    summary="附件列表 List the attachments of a matter",
    response_model=page_of(AttachmentRead),
    responses=refusals(400, 401, 403, 404, 422),
    openapi_extra={**SECURE, "parameters": query_parameters(AttachmentQuery)},
)
async def list_attachments(request: Request) -> Response:
    """A matter's evidence in the order received, withdrawn pieces included."""
    me = await current_actor(request)
    query = parse(AttachmentQuery, request)
    assert isinstance(query, AttachmentQuery)  # noqa: S101 - `parse` gives what it is asked for
    found = await _standing(request, me, query.subject_type, query.subject_id)
    if found.outside is not None:
        shown = found.outside.reads(found.matter)
        asked = shown.intersection(query.purpose) if query.purpose else shown
        # No piece is for nothing: where none of those asked for is shown, none is found.
        query = query.model_copy(update={"purpose": sorted(asked) or [""]})
    return Response(dump(await READER.page(request, found.seen_as, query)), media_type="application/json")


@router.get(
    "/manifest",
    operation_id="attachment_manifest",
    summary="证据清单（已签名） Signed manifest of a matter's evidence",
    response_model=SignedManifest,
    responses=refusals(401, 403, 404, 422, 503),
    openapi_extra=SECURE,
)
async def read_manifest(
    request: Request,
    subject_type: Annotated[str, Query(max_length=40)],
    subject_id: UUID,
) -> Response:
    """Every piece of evidence of a matter with its SHA-256, signed (ES256). `duban verify FILE` checks it offline."""
    me = await current_actor(request)
    rule = evidence.rule_of(subject_type)
    if (await _standing(request, me, subject_type, subject_id)).outside is not None:
        raise not_found()
    signer: ManifestSigner = request.app.state.manifest_signer
    await signer.prepare()
    transaction: Transaction = request.state.transaction
    act = await transaction.begin(me)
    subject = await evidence.one_matter(act.db, rule, subject_id, me)
    pieces = await evidence.matters_evidence(act.db, subject)
    manifest = manifest_of(subject, pieces, issuer=request.app.state.settings.public_url, at=act.now)
    _look(act, "attachment:manifest", subject, {"count": (None, len(pieces))})
    answer = signed(manifest, signer)
    name = as_download(f"{subject.label} manifest.json".replace("/", "-"))
    return Response(dump(answer), media_type="application/json", headers={"Content-Disposition": name})


@router.get(
    "/{id}",
    operation_id="attachment_read",
    summary="附件信息 Read one attachment",
    response_model=AttachmentRead,
    responses={**refusals(401, 403, 404, 422), 304: {"description": "Not changed since `If-None-Match`"}},
    openapi_extra=SECURE,
)
async def read_attachment(request: Request, id: UUID) -> Response:
    """What the piece is and where it came from, without its bytes."""
    me = await current_actor(request)
    async with database(request).reading() as connection, AsyncSession(connection) as db:
        row = await evidence.one_attachment(db, id, me)
    tag = f'"{row.version}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    return Response(dump(_read(row)), media_type="application/json", headers={"ETag": tag})


@router.get(
    "/{id}/content",
    operation_id="attachment_content",
    summary="下载附件 Download",
    response_class=Response,
    responses=downloads.RESPONSES,
    openapi_extra=SECURE,
)
async def download_attachment(request: Request, id: UUID, act: Writing) -> Response:
    """The bytes, always as a download. `Range` is honoured. Every look is journalled before the first byte leaves."""
    row = await evidence.one_attachment(act.db, id, act.me)
    stored = Stored(row.key, row.size, row.sha256, row.media_type, row.file_name)
    return await download(request, store_of(request), stored, lambda part: _look(act, "attachment:look", row, part))


@router.post(
    "/{id}/withdraw",
    operation_id="attachment_withdraw",
    summary="撤回附件 Withdraw",
    response_model=AttachmentRead,
    responses=refusals(400, 401, 403, 404, 409, 412, 422, 428, 503),
    openapi_extra=SECURE,
)
async def withdraw_attachment(
    request: Request,
    id: UUID,
    act: Writing,
    body: WithdrawIn,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Say that the piece was put in by mistake. It stops counting and stays readable, with the reason beside it."""
    row = await evidence.one_attachment(act.db, id, act.me, lock=True)
    require_match(request, row)
    await evidence.withdraw(act, row, body.reason)
    await act.db.flush()
    return Response(dump(_read(row)), media_type="application/json", headers={"ETag": f'"{row.version}"'})


@daily("attachment-cleanup", at=time(3, 40), title=Text("清理未完成的上传", "Clear abandoned uploads"))
async def clear_uploads(work: Work) -> Mapping[str, Any]:
    """Remove objects whose upload never committed, and the parts of files that nobody finished or that are whole."""
    if work.settings is None:
        return {"removed": 0, "parts": 0}
    store = open_store(work.settings.object_store_url)
    parts = await partial_uploads.clear_unfinished(work.database, store, now())
    return {"removed": await clear_abandoned(work.database, store, Attachment, now()), "parts": parts}


async def _standing(request: Request, me: Actor, subject_type: str, subject_id: UUID) -> Standing:
    rule = evidence.rule_of(subject_type)
    found = await evidence.standing_to(database(request), rule, subject_id, me)
    rule.require_read(me)
    return found


def _read(row: Attachment) -> dict[str, Any]:
    return {name: getattr(row, name) for name in AttachmentRead.model_fields}


def _look(act: Act, action: str, subject: Any, changes: Mapping[str, tuple[Any, Any]]) -> None:
    """Journal a look. Unlike `act.note` it leaves the version alone: nothing about the subject changed."""
    journal.record(
        act.db, act.me, act.now, action, subject, label=subject.label, changes=changes, request_id=act.request_id
    )
