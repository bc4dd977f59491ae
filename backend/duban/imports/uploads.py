"""The multipart form of an import: streamed to a file on disk, stopped at the size limit."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.types import Message

from duban.imports.models import ImportMode
from duban.kernel.errors import FieldError, Invalid, Malformed, Text, TooLarge, UnsupportedMedia

_FORM_BYTES = 1 << 16
"""Room for the other fields and the boundaries."""


@dataclass(frozen=True)
class Upload:
    """What was sent: the file on disk (gone when the request is over) and the fields."""

    path: Path
    name: str
    resource: str
    mode: ImportMode
    dry_run: bool


@asynccontextmanager
async def upload_of(request: Request, limit: int) -> AsyncIterator[Upload]:
    """Read the form of `request`. Raises TooLarge above `limit` bytes, UnsupportedMedia, Malformed, Invalid."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise UnsupportedMedia(
            "multipart_needed", Text("请用 multipart/form-data 上传文件。", "Send the file as multipart/form-data.")
        )
    try:
        form = await Request(request.scope, _Counted(request, limit + _FORM_BYTES)).form(max_files=1, max_fields=8)
    except MultiPartException as error:
        raise Malformed(
            "multipart_unreadable", Text("表单无法读取。", f"The form cannot be read: {error.message}")
        ) from None
    try:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise _wrong("file", "missing", Text("请附上文件。", "A file is needed."))
        if (file.size or 0) > limit:
            raise too_large(limit)
        with TemporaryDirectory(prefix="duban-import-") as folder:
            path = Path(folder) / "upload"
            await asyncio.to_thread(_copy, file, path)
            yield Upload(
                path,
                (file.filename or "").replace("\\", "/").rsplit("/", 1)[-1].strip() or "upload",
                str(form.get("resource") or ""),
                _mode(str(form.get("mode") or ImportMode.ALL_OR_NOTHING)),
                _flag(str(form.get("dry_run") or "true")),
            )
    finally:
        await form.close()


class _Counted:
    """The request's `receive`, which refuses to go on beyond `limit` bytes."""

    def __init__(self, request: Request, limit: int) -> None:
        self.request, self.limit, self.seen = request, limit, 0

    async def __call__(self) -> Message:
        message = await self.request.receive()
        self.seen += len(message.get("body", b""))
        if self.seen > self.limit:
            raise too_large(self.limit - _FORM_BYTES)
        return message


def _copy(file: UploadFile, path: Path) -> None:
    file.file.seek(0)
    with path.open("wb") as target:
        shutil.copyfileobj(file.file, target)


def _mode(word: str) -> ImportMode:
    try:
        return ImportMode(word)
    except ValueError:
        choices = ", ".join(ImportMode)
        raise _wrong("mode", "enum", Text(f"可选值为 {choices}", f"Should be one of {choices}")) from None


def _flag(word: str) -> bool:
    if word not in ("true", "false"):
        raise _wrong("dry_run", "bool_parsing", Text("应为 true 或 false", "Should be true or false"))
    return word == "true"


def _wrong(field: str, code: str, text: Text) -> Invalid:
    return Invalid("validation_failed", text, [FieldError(f"/{field}", code, text)])


def too_large(limit: int) -> TooLarge:
    return TooLarge(
        "file_too_large",
        Text(f"文件超过 {limit} 字节，请拆分。", f"The file has more than {limit} bytes. Split it."),
        extra={"limit": limit},
    )
