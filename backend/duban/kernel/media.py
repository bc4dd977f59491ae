"""What an uploaded file is, by its content and never by its name or by what the sender declares.

Active content (pages, SVG, scripts, programs, macros) is refused whatever the caller allows. Everything else is the
caller's set of allowed types. A file that passes is still served as a download with `nosniff`: this is the first
fence, not the only one. Knows no purpose of an upload and stores nothing.
"""

import codecs
import csv
import json
import re
import unicodedata
from collections.abc import Collection
from typing import BinaryIO

import filetype

from duban.kernel.errors import Text, UnsupportedMedia
from duban.kernel.office_files import PACKAGED, ZIP, PackageLimits, package_type

HEAD_BYTES = 8192
"""How much of a file `sniff` wants to see. A shorter head is taken for the whole file."""

UNKNOWN = "application/octet-stream"
_HTML, _SVG, _SCRIPT, _PROGRAM = "text/html", "image/svg+xml", "text/x-script", "application/x-executable"
ACTIVE = frozenset(
    {
        _HTML,
        _SVG,
        _SCRIPT,
        _PROGRAM,
        "application/x-msdownload",
        "application/x-shockwave-flash",
        "application/x-google-chrome-extension",
        "application/wasm",
        "application/x-deb",
        "application/x-rpm",
        "application/postscript",
    }
)

_PROGRAM_STARTS = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",  # Java class, Mach-O for several processors
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"L\x00\x00\x00\x01\x14\x02\x00",  # Windows shortcut
    b"dex\n",
)
_OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Formats whose beginning can be read as text. Any other match on a readable text is a coincidence ("BM" for a picture).
_TEXTUAL = frozenset({"application/pdf", "application/rtf", "application/postscript"})

_SCRIPT_TEXT = re.compile(r"\A\s*(?:#!|<%|<\?=)|<\?php", re.IGNORECASE)
_SVG_TEXT = re.compile(r"<(?:\w+:)?svg[\s>/]", re.IGNORECASE)
_HTML_TEXT = re.compile(
    r"<!doctype\s+html|<(?:\w+:)?(?:html|head|body|script|iframe|frameset|object|embed|applet|form|base|link|meta|style)"
    r"[\s>/]|\A\s*<(?:!--|(?:a|b|br|div|font|h1|img|p|table|title)[\s>/])",
    re.IGNORECASE,
)
_DELIMITERS = {",": "text/csv", ";": "text/csv", "\t": "text/tab-separated-values"}


def sniff(head: bytes) -> str:
    """The media type of a file that begins with `head` (its first `HEAD_BYTES`, or all of it).

    "application/octet-stream" when it cannot be told. Every ZIP container is "application/zip" here: see
    `office_files.package_type`.
    """
    if not head:
        return UNKNOWN
    text = _as_text(head)
    guess: str | None = filetype.guess_mime(head)
    if text is not None and guess not in _TEXTUAL:
        return _sniff_text(text, whole=len(head) < HEAD_BYTES)
    if head.startswith(b"PK\x03\x04"):
        return ZIP
    if head.startswith(_PROGRAM_STARTS):
        return _PROGRAM
    if guess is None and head.startswith(_OLE_START):
        return "application/x-ole-storage"
    return guess or UNKNOWN


def check_head(head: bytes, allowed: Collection[str]) -> str:
    """The sniffed type when it may be taken: the early answer to an upload that is still arriving.

    A ZIP container passes when any packaged document is allowed; `check_file` decides once all of it is there. Raises
    `UnsupportedMedia`: `media_active` or `media_not_allowed`.
    """
    found = sniff(head)
    if found == ZIP and not PACKAGED.isdisjoint(allowed):
        return found
    return _admitted(found, allowed)


def check_file(file: BinaryIO, allowed: Collection[str], limits: PackageLimits | None = None) -> str:
    """The type of a whole, seekable file, when it may be taken. Leaves the file at its beginning.

    Raises `UnsupportedMedia` as `check_head`, and everything `office_files.package_type` raises. Blocking: call it in
    a thread.
    """
    file.seek(0)
    found = sniff(file.read(HEAD_BYTES))
    if found == ZIP:
        found = package_type(file, limits or PackageLimits())
    file.seek(0)
    return _admitted(found, allowed)


def _admitted(found: str, allowed: Collection[str]) -> str:
    if found in ACTIVE:
        raise UnsupportedMedia(
            "media_active",
            Text(
                "不接受网页、脚本或程序文件。请转换为 PDF 或图片后上传。",
                "Pages, scripts and programs are not taken. Convert it to PDF or a picture and send that.",
            ),
            extra={"media_type": found},
        )
    if found not in allowed:
        names = ", ".join(sorted(allowed))
        raise UnsupportedMedia(
            "media_not_allowed",
            Text(f"此处不接受 {found} 类型的文件，可接受：{names}。", f"{found} is not taken here. Allowed: {names}."),
            extra={"media_type": found, "allowed": sorted(allowed)},
        )
    return found


def _as_text(head: bytes) -> str | None:
    """`head` as text, when it is UTF-8, UTF-16 with its mark, or GB18030 (what Chinese Excel writes) and readable."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            # Not final: the head may end in the middle of a character.
            text = codecs.getincrementaldecoder(encoding)().decode(head, final=len(head) < HEAD_BYTES)
        except UnicodeDecodeError:
            continue
        return text if all(map(_is_readable, text)) else None
    return None


def _is_readable(character: str) -> bool:
    return character in "\t\n\r\f\ufeff" or unicodedata.category(character) not in ("Cc", "Cn", "Co", "Cs")


def _sniff_text(text: str, whole: bool) -> str:
    if _SCRIPT_TEXT.search(text):
        return _SCRIPT
    if _SVG_TEXT.search(text):
        return _SVG
    if _HTML_TEXT.search(text):
        return _HTML
    if text.lstrip().startswith("<?xml"):
        return "application/xml"
    if text.lstrip()[:1] in ("{", "[") and _is_json(text, whole):
        return "application/json"
    return _table_type(text, whole) or "text/plain"


def _is_json(text: str, whole: bool) -> bool:
    try:
        json.loads(text)
    except RecursionError:
        return False
    except json.JSONDecodeError as error:
        # A head that stops in the middle of a value is JSON up to there; 12 covers a cut literal, number or escape.
        return not whole and (error.msg.startswith("Unterminated string") or error.pos >= len(text.rstrip()) - 12)
    return True


def _table_type(text: str, whole: bool) -> str | None:
    """The type of a delimited table: at least two lines, all with the same number of columns, two or more."""
    lines = text.splitlines()
    if not whole:
        lines = lines[:-1]
    for delimiter, media_type in _DELIMITERS.items():
        try:
            widths = {len(row) for row in csv.reader(lines, delimiter=delimiter) if row}
        except csv.Error:
            continue
        if len(lines) >= 2 and len(widths) == 1 and widths.pop() >= 2:
            return media_type
    return None
