"""The files of messages: described in the message, their bytes in the object store, found again by their SHA-256."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.handoff.models import Handoff, HandoffFile
from duban.handoff.protocol import Envelope, FileDescription
from duban.kernel.access import Actor, in_subtree
from duban.kernel.acts import Act
from duban.kernel.errors import FieldError, Invalid, Text, not_found
from duban.kernel.evidence import Attachment
from duban.kernel.file_names import distinct

PREFIX = "handoff"
"""The first part of the keys of files that came on a disc. Others lie where evidence lies."""


def key_of(sha256: str, id: UUID) -> str:
    return f"{PREFIX}/{sha256[:2]}/{sha256}/{id}"


@dataclass(frozen=True)
class SentFile:
    """A file that goes with a message; its bytes lie in the object store under `key` already."""

    path: str
    sha256: str
    size: int
    media_type: str
    key: str

    def description(self) -> FileDescription:
        return FileDescription(path=self.path, sha256=self.sha256, size=self.size, media_type=self.media_type)


async def keep_files(act: Act, handoff: Handoff, envelope: Envelope, files: Iterable[SentFile]) -> None:
    """Write down where the bytes of a message's files lie: with `files`, or among what is attached to the handoff.

    Raises Invalid for a file whose bytes are not here, and for two of one path.
    """
    keys = {file.sha256: file.key for file in files}
    absent = {file.sha256 for file in envelope.files} - keys.keys()
    if absent:
        keys |= await _attached(act, handoff, absent)
    missing = [
        FieldError(f"/files/{number}/sha256", "file_missing", _MISSING)
        for number, file in enumerate(envelope.files)
        if file.sha256 not in keys
    ]
    if missing:
        raise Invalid("file_missing", _MISSING, missing)
    if len({file.path for file in envelope.files}) != len(envelope.files):
        text = Text("同一消息中文件名重复。", "Two files of one message share a path.")
        raise Invalid("path_twice", text, [FieldError("/files", "path_twice", text)])
    for file in envelope.files:
        act.db.add(
            HandoffFile(
                handoff_id=handoff.id,
                message_id=envelope.id,
                path=file.path,
                sha256=file.sha256,
                size=file.size,
                media_type=file.media_type,
                key=keys[file.sha256],
            )
        )


async def _attached(act: Act, handoff: Handoff, digests: Iterable[str]) -> dict[str, str]:
    """Of the pieces attached to the handoff, where those with `digests` lie."""
    rows = await act.db.scalars(_pieces(handoff).where(col(Attachment.sha256).in_(list(digests))))
    return {row.sha256: row.key for row in rows}


def _pieces(handoff: Handoff) -> Any:
    return select(Attachment).where(
        col(Attachment.subject_type) == Handoff.word(),
        col(Attachment.subject_id) == handoff.id,
        col(Attachment.withdrawn_at).is_(None),
    )


async def attached_by(act: Act, handoff: Handoff) -> Sequence[SentFile]:
    """What the actor's organisation attached to the handoff and no message has taken along yet."""
    sent = select(col(HandoffFile.sha256)).where(col(HandoffFile.handoff_id) == handoff.id)
    rows = await act.db.scalars(
        _pieces(handoff)
        .where(col(Attachment.uploader_organisation_id) == act.me.organisation_id, col(Attachment.sha256).not_in(sent))
        .order_by(col(Attachment.id))
    )
    found: dict[str, Attachment] = {}
    for row in rows:
        found.setdefault(row.sha256, row)
    names: set[str] = set()
    return [
        SentFile(distinct(row.file_name, names), row.sha256, row.size, row.media_type, row.key)
        for row in found.values()
    ]


_MISSING = Text(
    "没有收到这个文件。请先用 POST /attachments 上传到该移送（subject_type=handoff），再发送消息。",
    "This file is not here. Attach it to the handoff first (POST /attachments, subject_type=handoff).",
)


async def one_file(db: AsyncSession, me: Actor, sha256: str) -> tuple[HandoffFile, Handoff]:
    """A file with these bytes in a handoff that exists for the actor. Raises the one `not_found`."""
    found = await db.execute(
        select(HandoffFile, Handoff)
        .join(Handoff, col(Handoff.id) == col(HandoffFile.handoff_id))
        .where(
            col(HandoffFile.sha256) == sha256,
            in_subtree(Handoff, me),
            col(Handoff.id).not_in(me.recused),
            col(Handoff.organisation_id).not_in(me.recused),
        )
        .order_by(col(HandoffFile.id))
        .limit(1)
    )
    row = found.first()
    if row is None:
        raise not_found()
    return row[0], row[1]
