"""Names of files that strangers chose: made harmless for every file system, and put into a header as RFC 6266 wants.

Plain Python; knows no upload and no store.
"""

import re
import unicodedata
from urllib.parse import quote

MAX_CHARACTERS = 120
"""Longest cleaned name, in characters. Four UTF-8 bytes each still stay below the 512 of the database column."""

NAMELESS = "附件"

# What Windows forbids in names, and both separators are dealt with before.
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_BLANKS = re.compile(r"\s+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)

EXTENSIONS: dict[str, tuple[str, ...]] = {
    "application/pdf": ("pdf",),
    "application/msword": ("doc",),
    "application/vnd.ms-excel": ("xls",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("xlsx",),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ("pptx",),
    "application/ofd": ("ofd",),
    "application/json": ("json",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/webp": ("webp",),
    "image/heic": ("heic", "heif"),
    "audio/mpeg": ("mp3",),
    "audio/mp4": ("m4a",),
    "audio/x-wav": ("wav",),
    "video/mp4": ("mp4", "m4v"),
    "video/quicktime": ("mov",),
    "text/csv": ("csv", "txt"),
    "text/tab-separated-values": ("tsv", "txt"),
    "text/plain": ("txt", "csv", "log", "md"),
}
"""Which endings fit a type; the first is given where none of them stands."""


def clean_name(name: str, media_type: str) -> str:
    """`name` as it may be shown and saved: no folders, no invisible or reordering characters, at most `MAX_CHARACTERS`.

    Its ending fits `media_type`, so that a picture sent as `a.exe` is saved as `a.exe.png`.
    """
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(" " if c.isspace() else c for c in base if c.isspace() or unicodedata.category(c)[0] != "C")
    plain = _BLANKS.sub(" ", _FORBIDDEN.sub("_", visible)).strip(" .") or NAMELESS
    if _RESERVED.fullmatch(plain):
        plain = f"_{plain}"
    stem, dot, ending = plain.rpartition(".")
    fitting = EXTENSIONS.get(media_type, ())
    if not dot or (fitting and ending.lower() not in fitting):
        stem, ending = plain, fitting[0] if fitting else ""
    ending = f".{ending[:16].rstrip()}" if ending else ""
    return stem[: MAX_CHARACTERS - len(ending)].rstrip(" .") + ending


def distinct(name: str, taken: set[str]) -> str:
    """`name`, or `name (2)` and so on where a file system that ignores case has it already. Adds what it gives."""
    stem, dot, ending = name.rpartition(".")
    if not dot:
        stem, ending = name, ""
    found, number = name, 1
    while found.casefold() in taken:
        number += 1
        found = f"{stem} ({number}){dot}{ending}"
    taken.add(found.casefold())
    return found


def as_download(name: str) -> str:
    """The `Content-Disposition` that saves under `name` and never shows in the page (RFC 6266, RFC 8187)."""
    fallback = "".join(c if c.isascii() and c.isprintable() and c not in '"\\%' else "_" for c in name)
    return f"attachment; filename=\"{fallback}\"; filename*=UTF-8''{quote(name, safe='')}"
