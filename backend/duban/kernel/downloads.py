"""Stored bytes given out: always as a download and never as a page, whole or one range, each look told before the first
byte leaves. Who may look is asked by the route."""

import base64
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from duban.kernel import problems
from duban.kernel.errors import Problem, Text
from duban.kernel.file_names import as_download
from duban.kernel.object_store import ObjectStore
from duban.kernel.problems import refusals
from duban.kernel.ranges import Span, span_of


class RangeNotSatisfiable(Problem):
    status = 416
    title = Text("请求的范围不存在", "No such range")


RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}},
    206: {"description": "The range asked for"},
    304: {"description": "You have these bytes: `If-None-Match` names them"},
    **refusals(401, 403, 404, 422, 503),
    416: {"description": "The range lies outside the file"},
}
"""What a route that answers with `download` documents."""


@dataclass(frozen=True)
class Stored:
    """Contents that never change: where they lie, what they are, and the name to save them under."""

    key: str
    size: int
    sha256: str
    media_type: str
    file_name: str


async def download(
    request: Request, store: ObjectStore, stored: Stored, look: Callable[[Mapping[str, tuple[Any, Any]]], None]
) -> Response:
    """The bytes, or the range that `Range` asks for. `look` journals that somebody looked, with which part."""
    headers = _headers(stored)
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers={"ETag": headers["ETag"]})
    wanted = request.headers.get("range")
    if request.headers.get("if-range", headers["ETag"]) != headers["ETag"]:
        wanted = None
    span = span_of(wanted, stored.size)
    if span is None:
        text = Text("文件共 {size} 字节，没有请求的范围。", "The file has {size} bytes; there is no such range.")
        problem = RangeNotSatisfiable("range_not_satisfiable", text.format(size=stored.size))
        refused = problems.answer(request, problem)
        refused.headers["Content-Range"] = f"bytes */{stored.size}"
        return refused
    look({"bytes": (None, f"{span.start}-{span.end - 1}")} if span.partial else {})
    body = await _begun(store.stream(stored.key, span.start, span.end)) if stored.size else _nothing()
    status = 206 if span.partial else 200
    lengths = _lengths(span, stored.size)
    return StreamingResponse(body, status_code=status, media_type=stored.media_type, headers=headers | lengths)


def _headers(stored: Stored) -> dict[str, str]:
    digest = base64.b64encode(bytes.fromhex(stored.sha256)).decode()
    return {
        "ETag": f'"{stored.sha256}"',
        "Repr-Digest": f"sha-256=:{digest}:",
        "Accept-Ranges": "bytes",
        "Content-Disposition": as_download(stored.file_name),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }


def _lengths(span: Span, size: int) -> dict[str, str]:
    found = {"Content-Length": str(span.end - span.start)}
    if span.partial:
        found["Content-Range"] = f"bytes {span.start}-{span.end - 1}/{size}"
    return found


async def _begun(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """`pieces` with the first one fetched already, so that a lost object is an error and not a broken download."""
    first = await anext(pieces)

    async def rest() -> AsyncIterator[bytes]:
        yield first
        async for piece in pieces:
            yield piece

    return rest()


async def _nothing() -> AsyncIterator[bytes]:
    yield b""
