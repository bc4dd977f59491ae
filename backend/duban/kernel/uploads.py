"""One uploaded file and its fields, taken off the wire piece by piece into a temporary file while it is hashed.

Never more than one piece is in memory. Too large and not allowed are said as soon as they are known, while the rest is
still on its way. Knows nothing of what the file is for.
"""

import asyncio
import base64
import binascii
import hashlib
import os
import re
import tempfile
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import BinaryIO

from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from duban.kernel.errors import FieldError, Invalid, Malformed, Text, TooLarge, UnsupportedMedia
from duban.kernel.media import HEAD_BYTES, check_file, check_head

FIELDS_BYTES = 64 << 10
"""What all other fields, names and boundaries may take on top of the file."""

MAX_FIELDS = 20
_SHA256 = re.compile(r"sha-256=:([A-Za-z0-9+/=]{44}):")


@dataclass
class Upload:
    """A file received whole. `file` is temporary and at its beginning; `name` is the sender's word, not yet cleaned."""

    file: BinaryIO
    name: str = ""
    size: int = 0
    sha256: str = ""
    media_type: str = ""
    fields: dict[str, str] = field(default_factory=dict)


@asynccontextmanager
async def receive(request: Request, *, max_bytes: int, allowed: Collection[str]) -> AsyncIterator[Upload]:
    """The upload in `request` (multipart/form-data with one part `file`), for as long as the block lasts.

    `max_bytes` is inclusive. Raises TooLarge, UnsupportedMedia, Malformed (not multipart, or broken off), Invalid (no
    file, an empty one, or not the bytes that `Content-Digest` names). What identifies the upload is left to the
    idempotency of the request as `request.state.upload_digest`.
    """
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > max_bytes + FIELDS_BYTES:
        raise too_large(max_bytes)
    with tempfile.TemporaryFile() as file:
        upload = Upload(file)
        await _Reception(upload, _boundary(request), max_bytes, allowed).take(request)
        upload.media_type = await asyncio.to_thread(check_file, file, allowed)
        request.state.upload_digest = _identity(upload)
        yield upload


class _Reception:
    """The parser's callbacks: they only remember what came, and `take` writes it between two pieces."""

    def __init__(self, upload: Upload, boundary: bytes, max_bytes: int, allowed: Collection[str]) -> None:
        self.upload, self.max_bytes, self.allowed = upload, max_bytes, allowed
        self.hash, self.head, self.judged = hashlib.sha256(), b"", False
        self.part, self.is_file, self.files, self.ended = "", False, 0, False
        self.fields: dict[str, bytearray] = {}
        self.field_bytes = 0
        self.pending: list[bytes] = []
        self.header, self.headers = (bytearray(), bytearray()), dict[str, bytes]()
        self.parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self.on_part_begin,
                "on_header_field": lambda data, start, end: self.header[0].extend(data[start:end]),
                "on_header_value": lambda data, start, end: self.header[1].extend(data[start:end]),
                "on_header_end": self.on_header_end,
                "on_headers_finished": self.on_headers_finished,
                "on_part_data": self.on_part_data,
                "on_end": self.on_end,
            },
        )

    async def take(self, request: Request) -> None:
        whole = hashlib.sha256()
        try:
            async for piece in request.stream():
                whole.update(piece)
                for part in _pieces(piece):
                    self.parser.write(part)
                    await self.store()
            self.parser.finalize()
        except FormParserError:
            raise _broken() from None
        if not self.ended:
            raise _broken()
        self.judge()
        _match_digest(request, whole.digest())
        self.finish()

    def on_part_begin(self) -> None:
        self.header, self.headers = (bytearray(), bytearray()), {}

    def on_header_end(self) -> None:
        self.headers[self.header[0].decode("latin-1").lower()] = bytes(self.header[1])
        self.header = (bytearray(), bytearray())

    def on_headers_finished(self) -> None:
        _, options = parse_options_header(self.headers.get("content-disposition", b""))
        self.part = options.get(b"name", b"").decode("utf-8", "replace")
        self.is_file = self.part == "file"
        if self.is_file:
            self.files += 1
            self.upload.name = options.get(b"filename", b"").decode("utf-8", "replace")
            return
        if self.part in self.fields or len(self.fields) >= MAX_FIELDS:
            raise _wrong(f"/{self.part[:60]}", "repeated_field", "同一字段只能出现一次。", "Send each field once.")
        self.fields[self.part] = bytearray()

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        piece = data[start:end]
        if not self.is_file:
            self.field_bytes += len(piece)
            if self.field_bytes > FIELDS_BYTES:
                raise too_large(self.max_bytes)
            self.fields[self.part].extend(piece)
            return
        self.upload.size += len(piece)
        if self.upload.size > self.max_bytes:
            raise too_large(self.max_bytes)
        self.pending.append(piece)

    def on_end(self) -> None:
        self.ended = True

    async def store(self) -> None:
        if not self.pending:
            return
        piece, self.pending = b"".join(self.pending), []
        if not self.judged:
            self.head += piece[: HEAD_BYTES - len(self.head)]
            if len(self.head) == HEAD_BYTES:
                self.judge()
        await asyncio.to_thread(self.write, piece)

    def write(self, piece: bytes) -> None:
        self.hash.update(piece)
        self.upload.file.write(piece)

    def judge(self) -> None:
        """Look at the file's beginning once as much of it is there as there will be."""
        if not self.judged and self.head:
            self.judged = True
            check_head(self.head, self.allowed)

    def finish(self) -> None:
        if self.files != 1:
            raise _wrong("/file", "one_file", "请在 file 字段上传一个文件。", "Send one file in the field `file`.")
        if self.upload.size == 0:
            raise _wrong(
                "/file",
                "file_empty",
                "文件是空的，请核对后重新上传。",
                "The file is empty. Send it again.",
            )
        self.upload.sha256 = self.hash.hexdigest()
        try:
            self.upload.fields = {name: value.decode() for name, value in self.fields.items()}
        except UnicodeDecodeError:
            raise _broken() from None
        self.upload.file.seek(0, os.SEEK_SET)


def _pieces(piece: bytes, size: int = 64 << 10) -> Iterator[bytes]:
    """`piece` in parts: some servers hand over a small body in one."""
    return (piece[at : at + size] for at in range(0, len(piece), size))


def _boundary(request: Request) -> bytes:
    kind, options = parse_options_header(request.headers.get("content-type"))
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data":
        raise UnsupportedMedia(
            "multipart_required",
            Text("请用 multipart/form-data 上传文件。", "Send the file as multipart/form-data."),
        )
    if not 1 <= len(boundary) <= 70:  # RFC 2046 §5.1.1
        raise _broken()
    return boundary


def _match_digest(request: Request, digest: bytes) -> None:
    """RFC 9530: `Content-Digest` is over the body as sent. Other algorithms than SHA-256 are passed over."""
    found = _SHA256.search(request.headers.get("content-digest", ""))
    if found is None:
        return
    try:
        declared = base64.b64decode(found.group(1), validate=True)
    except binascii.Error:
        declared = b""
    if declared != digest:
        raise digest_mismatch("")


def _identity(upload: Upload) -> str:
    """What makes two uploads the same request: the file and the fields, not the boundary between them."""
    told = hashlib.sha256(f"{upload.name}\n{upload.sha256}".encode())
    for name, value in sorted(upload.fields.items()):
        told.update(f"\n{len(name)}:{name}{len(value)}:{value}".encode())
    return told.hexdigest()


def digest_mismatch(pointer: str) -> Invalid:
    """What arrived is not what the sender said it sends."""
    text = Text(
        "收到的内容与声明的摘要不符，可能在传输中损坏。请重新上传。",
        "What arrived does not have the digest you declared: it was damaged on its way. Send it again.",
    )
    return Invalid("digest_mismatch", text, [FieldError(pointer, "digest_mismatch", text)])


def too_large(max_bytes: int) -> TooLarge:
    """More than any file may have."""
    return TooLarge(
        "upload_too_large",
        Text(
            "文件超过 {mib} MiB。请压缩或拆分后重新上传。",
            "The file exceeds {mib} MiB. Compress it or split it.",
        ).format(mib=f"{max_bytes / (1 << 20):g}"),
        extra={"max_bytes": max_bytes},
    )


def _broken() -> Malformed:
    return Malformed(
        "multipart_broken",
        Text("上传的内容不完整或格式有误，请重新上传。", "The upload is incomplete or not well formed. Send it again."),
    )


def _wrong(pointer: str, code: str, zh: str, en: str) -> Invalid:
    text = Text(zh, en)
    return Invalid(code, text, [FieldError(pointer, code, text)])
