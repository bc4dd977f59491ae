"""`/uploads`: a file in parts, for lines that break. The protocol is tus 1.0.0 (core, creation, termination), whose
clients exist for most languages; what has arrived whole is attached by `POST /attachments` with its `upload_id`.
"""

import base64
import binascii
import tempfile
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Request, Response
from pydantic import BaseModel, Field
from starlette.requests import ClientDisconnect

from duban.kernel import partial_uploads
from duban.kernel.access import Actor
from duban.kernel.errors import Conflict, Malformed, PreconditionFailed, Text, UnsupportedMedia
from duban.kernel.evidence_arrival import store_of
from duban.kernel.ids import new_id
from duban.kernel.lane import dump
from duban.kernel.media import HEAD_BYTES, check_head
from duban.kernel.nul import NUL
from duban.kernel.partial_uploads import KEEP, PartialUpload, part_key
from duban.kernel.problems import answer, refusals
from duban.kernel.transitions import IdempotencyKey
from duban.kernel.web import DubanRoute, Me, Transaction, Writing, database

router = APIRouter(prefix="/uploads", tags=["attachments"], route_class=DubanRoute)
SECURE: dict[str, Any] = {"security": [{"bearer": []}]}

ADD = "evidence.add"
VERSION = "1.0.0"
PART = "application/offset+octet-stream"
_BODY = {"required": True, "content": {PART: {"schema": {"type": "string", "format": "binary"}}}}


class UploadRead(BaseModel):
    """A file on its way. The same figures are in the headers `Upload-Offset` and `Upload-Length`."""

    id: UUID
    offset: int = Field(description="Bytes that are here; the next part begins with this one")
    length: int = Field(description="Bytes of the whole file")
    file_name: str
    expires_at: datetime = Field(description="What is not attached by then is cleared away")


Length = Annotated[int, Header(alias="Upload-Length", ge=0, description="Bytes of the whole file")]
Offset = Annotated[int, Header(alias="Upload-Offset", ge=0, description="The first byte of this part, counted from 0")]
Metadata = Annotated[
    str | None,
    Header(alias="Upload-Metadata", max_length=4000, description="`filename` and its value in base64 of UTF-8"),
]


@router.post(
    "",
    status_code=201,
    operation_id="upload_begin",
    summary="分段上传：开始 Begin",
    response_model=UploadRead,
    responses=refusals(400, 401, 403, 412, 413, 422, 429, 503),
    openapi_extra=SECURE,
)
async def begin(
    request: Request,
    act: Writing,
    length: Length,
    metadata: Metadata = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Announce a file of `Upload-Length` bytes. `Location` is where its parts go. Begun again under the same
    `Idempotency-Key`, it is the same upload: nothing needs to be remembered but the key."""
    act.me.require(ADD)
    _require_version(request)
    upload = await partial_uploads.begin(
        act, length=length, file_name=_file_name(metadata), max_bytes=request.app.state.settings.max_upload_bytes
    )
    headers = _headers(upload) | {"Location": f"{request.url.path.rstrip('/')}/{upload.id}"}
    return Response(dump(_read(upload)), status_code=201, media_type="application/json", headers=headers)


@router.get(
    "/{id}",
    operation_id="upload_read",
    summary="分段上传：已收到多少 How much is here",
    response_model=UploadRead,
    responses=refusals(401, 404, 412, 422),
    openapi_extra=SECURE,
)
async def read(request: Request, id: UUID, me: Me) -> Response:
    """From which byte on to go. `HEAD` answers the same without a body. Only your own uploads exist for you."""
    upload = await _own(request, id, me)
    return Response(dump(_read(upload)), media_type="application/json", headers=_headers(upload))


@router.head("/{id}", include_in_schema=False)
async def head(request: Request, id: UUID, me: Me) -> Response:
    return Response(headers=_headers(await _own(request, id, me)))


@router.patch(
    "/{id}",
    status_code=204,
    operation_id="upload_append",
    summary="分段上传：传一段 Send a part",
    response_class=Response,
    responses=refusals(400, 401, 403, 404, 409, 412, 413, 415, 422, 503),
    openapi_extra={**SECURE, "requestBody": _BODY},
)
async def append(request: Request, id: UUID, me: Me, offset: Offset) -> Response:
    """Send the bytes from `Upload-Offset` on, at most `DUBAN_MAX_BODY_BYTES` at once. Where the line breaks in the
    middle, what arrived is kept. Another offset than the one awaited is answered by 409 with the right one in
    `Upload-Offset`, so that a part sent twice is counted once. Active content is refused with the first part."""
    me.require(ADD)
    upload = await _own(request, id, me)
    if request.headers.get("content-type", "").split(";")[0].strip() != PART:
        raise UnsupportedMedia("part_type", Text(f"请用 {PART} 上传分段。", f"Send the part as {PART}."))
    store, part = store_of(request), new_id()
    with tempfile.TemporaryFile() as file:
        try:
            partial_uploads.require_offset(upload, offset)
            size = await _take(request, upload, file)
            if size == 0:
                return Response(status_code=204, headers=_headers(upload))
            await store.put(part_key(id, part), file)
            try:
                transaction: Transaction = request.state.transaction
                act = await transaction.begin(me)
                upload = await partial_uploads.append(act, id, offset, part, size)
                await act.db.flush()
            except BaseException:
                await store.discard(part_key(id, part))
                raise
        except Conflict as problem:
            if "offset" not in problem.extra:
                raise
            refused = answer(request, problem)
            refused.headers.update({"Tus-Resumable": VERSION, "Upload-Offset": str(problem.extra["offset"])})
            return refused
    return Response(status_code=204, headers=_headers(upload))


@router.delete(
    "/{id}",
    status_code=204,
    operation_id="upload_give_up",
    summary="分段上传：放弃 Give up",
    response_class=Response,
    responses=refusals(400, 401, 404, 412, 422, 503),
    openapi_extra=SECURE,
)
async def give_up(request: Request, id: UUID, act: Writing) -> Response:
    """Forget what has arrived. What is attached already is not touched."""
    _require_version(request)
    await act.db.delete(await partial_uploads.one_own(act.db, id, act.me, lock=True))
    return Response(status_code=204, headers={"Tus-Resumable": VERSION})


async def _own(request: Request, id: UUID, me: Actor) -> PartialUpload:
    _require_version(request)
    async with database(request).session() as db:
        return await partial_uploads.one_own(db, id, me)


async def _take(request: Request, upload: PartialUpload, file: Any) -> int:
    """Write the body into `file`; returns its size. The beginning of the whole file is looked at as soon as it is
    here, so that nobody sends the rest of what will be refused."""
    size, head = 0, b""
    try:
        async for piece in request.stream():
            partial_uploads.require_room(upload, size + len(piece))
            file.write(piece)
            size += len(piece)
            if upload.received == 0 and len(head) < HEAD_BYTES:
                head += piece[: HEAD_BYTES - len(head)]
                if len(head) == HEAD_BYTES:
                    check_head(head, request.app.state.settings.allowed_media_types)
    except ClientDisconnect:
        pass  # what has arrived is as good as any part
    return size


def _require_version(request: Request) -> None:
    if request.headers.get("tus-resumable", VERSION) != VERSION:
        text = Text("只支持 tus {version}。", "Only tus {version} is spoken here.").format(version=VERSION)
        raise PreconditionFailed("tus_version", text, extra={"tus_version": VERSION})


def _file_name(metadata: str | None) -> str:
    """The value of `filename` in tus metadata: words and base64 values, separated by commas. Raises Malformed."""
    for pair in (metadata or "").split(","):
        name, _, value = pair.strip().partition(" ")
        if name in ("filename", "name"):
            try:
                return base64.b64decode(value, validate=True).decode().replace(NUL, "")[:300]
            except (binascii.Error, UnicodeDecodeError):
                raise Malformed(
                    "bad_metadata",
                    Text("Upload-Metadata 应为 base64。", "The values of Upload-Metadata are base64 of UTF-8."),
                ) from None
    return ""


def _read(upload: PartialUpload) -> dict[str, Any]:
    return {
        "id": upload.id,
        "offset": upload.received,
        "length": upload.length,
        "file_name": upload.file_name,
        "expires_at": upload.created_at + KEEP,
    }


def _headers(upload: PartialUpload) -> dict[str, str]:
    return {
        "Tus-Resumable": VERSION,
        "Upload-Offset": str(upload.received),
        "Upload-Length": str(upload.length),
        "Cache-Control": "no-store",
    }
