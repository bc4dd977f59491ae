"""The two ways a file reaches its matter: with the request, or in parts before it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from uuid import UUID

from fastapi import Request
from pydantic import ConfigDict, Field, ValidationError

from duban.kernel import partial_uploads, problems
from duban.kernel.access import Actor
from duban.kernel.errors import NotFound
from duban.kernel.evidence import AttachmentIn
from duban.kernel.object_store import ObjectStore, open_store
from duban.kernel.uploads import Upload, receive
from duban.kernel.web import database


class AttachmentFromUpload(AttachmentIn):
    """A file that has come in parts, and what it is for."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "subject_type": "rectification_task",
                    "subject_id": "0192f5c4-7e2b-7c3a-9d7c-0a1b2c3d4e5f",
                    "purpose": "after",
                    "upload_id": "0192f5c4-7e2b-7c3a-9d7c-0a1b2c3d4e60",
                }
            ]
        }
    )

    upload_id: UUID = Field(description="Of `POST /uploads`; all of its bytes have to be here. Used up by this")


G = TypeVar("G", bound=AttachmentIn)

BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {"schema": AttachmentFromUpload.model_json_schema()},
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file", "subject_type", "subject_id", "purpose"],
                "properties": {
                    "file": {"type": "string", "format": "binary", "description": "One file"},
                    "subject_type": {"type": "string", "maxLength": 40, "example": "rectification_task"},
                    "subject_id": {"type": "string", "format": "uuid"},
                    "purpose": {"type": "string", "maxLength": 40, "example": "after"},
                    "happened_at": {"type": "string", "format": "date-time", "description": "When it came to be"},
                    "note": {"type": "string", "maxLength": 2000},
                    "sha256": {
                        "type": "string",
                        "pattern": "^[0-9a-fA-F]{64}$",
                        "description": "Of the file; refused where other bytes arrive",
                    },
                },
            }
        },
    },
}


def store_of(request: Request) -> ObjectStore:
    return open_store(request.app.state.settings.object_store_url)


@asynccontextmanager
async def arrived(request: Request, me: Actor) -> AsyncIterator[tuple[AttachmentIn, Upload]]:
    """The file, and what its sender says of it, whichever way it came.

    Raises what `uploads.receive` and `partial_uploads.assembled` raise, and Invalid for what is said of it.
    """
    settings = request.app.state.settings
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        async with receive(
            request, max_bytes=settings.max_upload_bytes, allowed=settings.allowed_media_types
        ) as upload:
            yield _understood(AttachmentIn, {k: v for k, v in upload.fields.items() if v != ""}), upload
        return
    given = _understood(AttachmentFromUpload, await request.body())
    try:
        async with database(request).session() as db:
            parts = await partial_uploads.one_own(db, given.upload_id, me)
    except NotFound:
        # Attached before, perhaps, by a request whose answer was lost: then the key knows what was answered.
        await request.state.transaction.begin(me)
        raise
    async with partial_uploads.assembled(store_of(request), parts, settings.allowed_media_types) as upload:
        yield given, upload


def _understood(model: type[G], given: dict[str, str] | bytes) -> G:
    try:
        return model.model_validate_json(given) if isinstance(given, bytes) else model.model_validate(given)
    except ValidationError as error:
        raise problems.invalid(list(error.errors())) from None
