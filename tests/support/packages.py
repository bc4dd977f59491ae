"""A package with a cover and four files, its key, and how one is packed and judged."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from duban.kernel.package_cover import cover
from duban.kernel.packages import PackageHeader, Part, Sealed, seal, stream
from duban.kernel.tokens import SigningKey, generate_key, sign_bytes
from duban.kernel.verify_package import verify_package
from duban.kernel.verify_report import Report

HEADER = PackageHeader(
    issuer="https://duban.example",
    number="卫案移〔2026〕3号",
    sender="某市卫生健康委员会",
    recipient="某市公安局",
    subject_label="RF-2026-000001 <非法行医> & {{ 案件 }}",
    issued_at=datetime(2026, 3, 2, 16, 30, tzinfo=UTC),
)
KEY = generate_key()


class Signer:
    """A `ManifestSigner` over one key."""

    def __init__(self, key: SigningKey = KEY) -> None:
        self.key = key

    async def prepare(self) -> None: ...

    def sign(self, data: bytes) -> str:
        return sign_bytes(data, self.key)

    def public_keys(self) -> Sequence[Mapping[str, str]]:
        return [self.key.public_jwk]


FILES = {
    "matter.json": b'{"title":"x"}',
    "案件移送书.docx": b"PK\x03\x04 letter",
    "evidence/001-照片.jpg": b"\xff\xd8" + bytes(range(256)),
    "evidence/002-empty.txt": b"",
}


def parts_of(files: Mapping[str, bytes]) -> list[Part]:
    return [Part.held(path, "application/octet-stream", data) for path, data in files.items()]


def sealed_of(parts: Sequence[Part], key: SigningKey = KEY) -> Sealed:
    return seal(HEADER, parts, Signer(key))


async def whole(pieces: AsyncIterator[bytes]) -> bytes:
    return b"".join([piece async for piece in pieces])


def packed(parts: Sequence[Part], sealed: Sealed | None = None) -> bytes:
    return asyncio.run(whole(stream(sealed or sealed_of(parts), parts)))


def judged(folder: Path, data: bytes, **how: object) -> Report:
    path = folder / "package.zip"
    path.write_bytes(data)
    return verify_package(path, **how)  # type: ignore[arg-type]


WITH_COVER = [cover(HEADER, parts_of(FILES)), *parts_of(FILES)]
PACKAGE = packed(WITH_COVER)


def streamed(path: str, size: int, digest: str, pieces: Callable[[], AsyncIterator[bytes]]) -> Part:
    return Part(path, "application/octet-stream", size, digest, pieces)


async def pieces_of(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece
