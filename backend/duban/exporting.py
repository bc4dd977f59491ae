"""`duban export`: a list into a file through the API's own export, as somebody who answers for it."""

import asyncio
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlencode

import orjson
from fastapi import Request

from duban.kernel.access import Actor
from duban.kernel.db import Database
from duban.kernel.errors import Conflict, Invalid, Text
from duban.kernel.exports import ExportFormat
from duban.main import API, create_app
from duban.orgs.actors import named_person
from duban.settings import Settings


async def export_file(
    database: Database, settings: Settings, username: str, resource: str, path: Path, filters: dict[str, str]
) -> None:
    """Write what `GET /{resource}/export` gives `username` with `filters` to the new file `path`; its ending is the
    format. Scope, permissions, recusals and the journal are those of the person.

    Raises NotFound (`user_unknown`), Invalid (`format_unknown`), Conflict (`file_exists`, or in the words in which the
    API refuses).
    """
    form = _format_of(path)
    person = await named_person(database, username)

    async def authenticate(_request: Request) -> Actor:
        return person

    app = create_app(settings, database=database, authenticate=authenticate)
    partial = path.with_name(f"{path.name}.part")
    try:
        with partial.open("wb") as file:
            await _get(app, f"{API}/{resource}/export", {**filters, "format": form}, file)
        partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)


def _format_of(path: Path) -> str:
    form = path.suffix.removeprefix(".").lower()
    if form not in set(ExportFormat):
        known = ", ".join(f".{known}" for known in ExportFormat)
        raise Invalid("format_unknown", Text(f"文件扩展名应为 {known}。", f"Name a file that ends in {known}."))
    if path.exists():
        raise Conflict("file_exists", Text("文件已存在。", f"{path} exists: name a new file."))
    return form


async def _get(app: Any, path: str, query: dict[str, str], file: BinaryIO) -> None:
    """One request without a server: its body goes to `file` piece by piece, however long it is."""
    status, refusal, asked = 0, bytearray(), False

    async def receive() -> dict[str, Any]:
        nonlocal asked
        if asked:  # nobody hangs up
            await asyncio.Event().wait()
        asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
        elif status == 200:
            file.write(message.get("body", b""))
        else:
            refusal.extend(message.get("body", b""))

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": urlencode(query).encode(),
        "root_path": "",
        "headers": [(b"host", b"duban.invalid"), (b"accept-language", b"en")],
        "client": ("127.0.0.1", 0),
        "server": ("duban.invalid", 80),
    }
    await app(scope, receive, send)
    if status != 200:
        told = orjson.loads(bytes(refusal))
        raise Conflict(told["code"], Text(told["detail"], told["detail"]))
