"""What people upload: small true files of each kind, and the hostile ones; and the way to send them."""

import io
import zipfile
import zlib
from collections.abc import AsyncIterator
from datetime import timedelta
from struct import pack
from typing import Any
from uuid import UUID

import httpx

from duban.kernel.clock import now
from duban.kernel.errors import Text
from duban.kernel.evidence import SUBJECTS, SubjectRule
from duban.kernel.object_store import EVIDENCE, ObjectStore, open_store
from support.samples import Sample
from support.world import Person, World

BOUNDARY = "duban-test-boundary"
MAY = ("sample.read", "sample.ask", "evidence.add")


def png(text: str = "") -> bytes:
    """A picture of one pixel with a comment, so that two can differ."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
        + chunk(b"tEXt", b"Comment\x00" + text.encode("ascii"))
        + chunk(b"IDAT", zlib.compress(b"\x00\x00"))
        + chunk(b"IEND", b"")
    )


def bomb_docx() -> bytes:
    """A document whose one part unpacks to 64 MiB of nothing out of some 64 KiB."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b"\0" * (64 << 20))
    return held.getvalue()


def multipart(content: bytes, name: str = "照片.png", boundary: str = BOUNDARY, **fields: str) -> bytes:
    """A multipart body as a browser sends it: names in raw UTF-8."""
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    )
    return b"".join([*parts, head.encode(), content, f"\r\n--{boundary}--\r\n".encode()])


async def send(
    person: Person,
    subject_id: UUID | str,
    content: bytes,
    name: str = "照片.png",
    /,
    *,
    headers: dict[str, str] | None = None,
    boundary: str = BOUNDARY,
    **fields: str,
) -> httpx.Response:
    """Upload `content` for the sample `subject_id`."""
    fields = {"subject_type": "sample", "subject_id": str(subject_id), "purpose": "after", **fields}
    return await person.request(
        "POST",
        "/attachments",
        content=multipart(content, name, boundary, **fields),
        headers={"Content-Type": f"multipart/form-data; boundary={boundary}", **(headers or {})},
    )


class Slow:
    """A body sent in pieces that counts how many were taken."""

    def __init__(self, head: bytes, piece: bytes, pieces: int) -> None:
        self.head, self.piece, self.pieces, self.taken = head, piece, pieces, 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self.head
        for _ in range(self.pieces):
            self.taken += 1
            yield self.piece


async def counted(act: Any, row: Any, purpose: str) -> None:
    act.change(row, {"answer": f"{row.answer or ''}+{purpose}"}, action="sample:evidence")


def take_evidence_of_samples() -> None:
    """Let samples take evidence, as a module does for its own matters."""
    SUBJECTS["sample"] = SubjectRule(
        Sample,
        read="sample.read",
        purposes={"before": Text("整改前", "before"), "after": Text("整改后", "after")},
        on_added=counted,
    )


async def matter(world: World, where: str = "north_hospital") -> str:
    """The id of a sample at `where` that takes evidence."""
    made = await world.person("north", *MAY).post(
        "/samples", {"organisation_id": str(world.organisations[where].id), "title": "通风系统"}
    )
    return str(made.json()["id"])


def store(world: World) -> ObjectStore:
    return open_store(world.settings.object_store_url)


async def stored(world: World, prefix: str = EVIDENCE) -> list[str]:
    return [key async for keys in store(world).older_than(now() + timedelta(days=1), prefix) for key in keys]
