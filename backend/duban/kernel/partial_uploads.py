"""A file that arrives in parts over a line that breaks: what is here stays here, and the next part goes on from there.

Each part is an object of its own in the store and a line in the upload's row, so that any process takes any part, and
a crash loses at most the part on its way. Once all is there, the parts are read as one file and attached like any other
(`evidence_routes`). Half an upload belongs to whoever sends it and to no matter: nobody else sees it, the journal tells
of the attachment only, and what is not finished in time is cleared away.
"""

import asyncio
import hashlib
import tempfile
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col

from duban.kernel import idempotency
from duban.kernel.access import Actor
from duban.kernel.acts import Act
from duban.kernel.db import Database, Row, json_field
from duban.kernel.errors import Conflict, FieldError, Invalid, Text, TooLarge, TooMany, not_found
from duban.kernel.media import check_file
from duban.kernel.object_store import ObjectStore
from duban.kernel.uploads import Upload, too_large

KEEP = idempotency.KEEP
"""How long an upload waits for its next part: as long as the key it was begun under is remembered, so that beginning
again under the same key never leads to an upload that is gone already."""

MAX_OPEN = 50
"""Uploads that one sender may have begun and not finished."""

MAX_PARTS = 1000
PREFIX = "parts"

GRACE = timedelta(days=1)
"""A part that no upload names is left alone for so long: its line may be on its way."""


class PartialUpload(Row, table=True):
    """`received` of `length` bytes from `owner_id`, in `parts`: the id and the size of each, in order."""

    __tablename__ = "partial_upload"

    owner_id: UUID = Field(index=True)
    file_name: str = Field(max_length=300)
    length: int
    received: int = Field(default=0)
    parts: list[tuple[str, int]] = json_field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        return self.received == self.length


def part_key(upload_id: UUID, part_id: UUID | str) -> str:
    return f"{PREFIX}/{upload_id}/{part_id}"


async def begin(act: Act, *, length: int, file_name: str, max_bytes: int) -> PartialUpload:
    """A new upload of `length` bytes (1 to `max_bytes`). Raises Invalid, TooLarge, TooMany."""
    if length < 1:
        text = Text("文件是空的，请核对后重新上传。", "The file is empty. Send it again.")
        raise Invalid("file_empty", text, [FieldError("/Upload-Length", "file_empty", text)])
    if length > max_bytes:
        raise too_large(max_bytes)
    begun = await act.db.scalar(
        select(func.count()).select_from(PartialUpload).where(col(PartialUpload.owner_id) == act.me.id)
    )
    if (begun or 0) >= MAX_OPEN:
        raise TooMany(
            "too_many_uploads",
            Text(
                "有 {count} 个文件没有传完。请先传完，或放弃其中一些。",
                "{count} files are not finished. Finish them, or give some of them up.",
            ).format(count=begun),
        )
    upload = PartialUpload(
        owner_id=act.me.id, file_name=file_name, length=length, created_at=act.now, updated_at=act.now
    )
    act.db.add(upload)
    await act.db.flush()
    return upload


async def one_own(db: AsyncSession, id: UUID, me: Actor, *, lock: bool = False) -> PartialUpload:
    """The actor's own unfinished upload. Raises the one `not_found`."""
    wanted = select(PartialUpload).where(col(PartialUpload.id) == id, col(PartialUpload.owner_id) == me.id)
    found = await db.scalar(wanted.with_for_update() if lock else wanted)
    if found is None:
        raise not_found()
    return found


def require_offset(upload: PartialUpload, offset: int) -> None:
    """Raise Conflict unless the next byte that is missing is the one at `offset`."""
    if upload.received != offset:
        raise Conflict(
            "wrong_offset",
            Text(
                "已收到 {received} 字节，请从那里接着上传。",
                "{received} bytes are here. Go on from there.",
            ).format(received=upload.received),
            extra={"offset": upload.received},
        )
    if len(upload.parts) >= MAX_PARTS:
        raise Conflict(
            "too_many_parts",
            Text("分段过多，请放弃后用较大的分段重新上传。", "Too many parts. Give it up and send larger ones."),
        )


async def append(act: Act, id: UUID, offset: int, part_id: UUID, size: int) -> PartialUpload:
    """Count the part that lies in the store under `part_key(id, part_id)`. Locks the row; raises as `require_offset`,
    so that of two who send the same part one is counted."""
    upload = await one_own(act.db, id, act.me, lock=True)
    require_offset(upload, offset)
    require_room(upload, size)
    upload.parts = [*upload.parts, (str(part_id), size)]
    upload.received += size
    upload.touch(act.now)
    return upload


def require_room(upload: PartialUpload, size: int) -> None:
    """Raise TooLarge where `size` more bytes are more than were announced."""
    if upload.received + size > upload.length:
        raise TooLarge(
            "longer_than_announced",
            Text(
                "内容超过声明的长度（{length} 字节）。请重新上传。",
                "More arrived than the {length} bytes that were announced. Send the file again.",
            ).format(length=upload.length),
            extra={"length": upload.length},
        )


@asynccontextmanager
async def assembled(store: ObjectStore, upload: PartialUpload, allowed: Collection[str]) -> AsyncIterator[Upload]:
    """The whole file, hashed and looked at, for as long as the block lasts.

    Raises Conflict where something is missing yet, UnsupportedMedia for what is not `allowed`.
    """
    if not upload.is_complete:
        raise Conflict(
            "upload_incomplete",
            Text(
                "文件还没有传完：已收到 {received} / {length} 字节。",
                "The file is not here yet: {received} of {length} bytes.",
            ).format(received=upload.received, length=upload.length),
            extra={"offset": upload.received},
        )
    with tempfile.TemporaryFile() as file:
        digest = hashlib.sha256()
        for part_id, size in upload.parts:
            async for piece in store.stream(part_key(upload.id, part_id), 0, size):
                await asyncio.to_thread(_take, file, digest, piece)
        media_type = await asyncio.to_thread(check_file, file, allowed)
        file.seek(0)
        yield Upload(file, upload.file_name, upload.length, digest.hexdigest(), media_type)


def _take(file: BinaryIO, digest: "hashlib._Hash", piece: bytes) -> None:
    digest.update(piece)
    file.write(piece)


async def clear_unfinished(database: Database, store: ObjectStore, moment: datetime) -> int:
    """Forget uploads begun longer than `KEEP` before `moment`, and remove the parts that no upload names any more;
    returns how many parts."""
    async with database.transaction() as db:
        await db.execute(delete(PartialUpload).where(col(PartialUpload.created_at) < moment - KEEP))
    removed = 0
    async for keys in store.older_than(moment - GRACE, PREFIX):
        owners = {key: UUID(key.split("/")[1]) for key in keys}
        named = select(col(PartialUpload.id)).where(col(PartialUpload.id).in_(set(owners.values())))
        async with database.reading() as connection:
            open_ = set(await connection.scalars(named))
        for key, owner in owners.items():
            if owner not in open_:
                await store.discard(key)
                removed += 1
    return removed
