"""What a ZIP container really holds, and whether it may be unpacked: Word, Excel, PowerPoint (ECMA-376) and OFD
(GB/T 33190) documents.

The central directory is judged first and costs nothing; then every entry is inflated once against what it declared,
because those who read the file later believe the declared sizes or do not look at them. Nothing is kept or written.
Blocking and CPU-bound: call it in a thread.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import BinaryIO

from duban.kernel.errors import Text, TooLarge, UnsupportedMedia

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
OFD = "application/ofd"
ZIP = "application/zip"
PACKAGED = frozenset({DOCX, XLSX, PPTX, OFD})

_CONTENT_TYPES = "[Content_Types].xml"
_CONTENT_TYPES_MAX_BYTES = 1 << 20
_MAIN_PART = re.compile(rb"""ContentType\s*=\s*["']([^"']+)\.main\+xml["']""")
_LOCAL_HEADER_BYTES = 30
_CHUNK_BYTES = 1 << 16


@dataclass(frozen=True)
class PackageLimits:
    """How large a container may become. A ratio is only held against entries that unpack to more than 1 MiB."""

    max_unpacked_bytes: int = 512 << 20
    max_ratio: int = 200
    max_entries: int = 5_000


def package_type(file: BinaryIO, limits: PackageLimits) -> str:
    """`DOCX`, `XLSX`, `PPTX`, `OFD`, or `ZIP` for any other container. `file` is seekable; its position moves.

    Raises `TooLarge` (`package_too_large`) above the limits, declared or real, and `UnsupportedMedia` for a container
    that is damaged or contradicts itself (`package_damaged`), is encrypted (`package_encrypted`) or brings macros
    (`package_macros`).
    """
    try:
        with zipfile.ZipFile(file) as container:
            entries = container.infolist()
            _judge_directory(entries, limits)
            _judge_contents(file, entries, container.start_dir)
            return _type_of(container)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, ValueError) as error:
        raise _damaged() from error


def _judge_directory(entries: Sequence[zipfile.ZipInfo], limits: PackageLimits) -> None:
    if len(entries) > limits.max_entries:
        raise _too_large(f"{len(entries)} entries, at most {limits.max_entries}")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.max_unpacked_bytes:
        raise _too_large(f"{unpacked} bytes unpacked, at most {limits.max_unpacked_bytes}")
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise UnsupportedMedia(
                "package_encrypted",
                Text(
                    "文件已加密，请去除密码后重新上传。",
                    "The file is encrypted. Remove the password and send it again.",
                ),
            )
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or not _is_plain_path(entry.filename):
            raise _damaged()
        if entry.file_size > 1 << 20 and entry.file_size > limits.max_ratio * entry.compress_size:
            raise _too_large(f"an entry unpacks to more than {limits.max_ratio} times its size")
    if len({entry.filename.casefold() for entry in entries}) != len(entries):
        raise _damaged()


def _judge_contents(file: BinaryIO, entries: Sequence[zipfile.ZipInfo], directory_at: int) -> None:
    spans = sorted((entry.header_offset, _data_at(file, entry) + entry.compress_size) for entry in entries)
    # Entries that share bytes multiply themselves without any of them looking large.
    if any(end > start for (_, end), (start, _) in pairwise([*spans, (directory_at, directory_at)])):
        raise _damaged()
    for entry in entries:
        if sum(_unpacked_sizes(file, entry)) != entry.file_size:
            raise _damaged()


def _data_at(file: BinaryIO, entry: zipfile.ZipInfo) -> int:
    """Where the entry's bytes begin, by its own header: the directory does not tell."""
    file.seek(entry.header_offset)
    header = file.read(_LOCAL_HEADER_BYTES)
    if header[:4] != b"PK\x03\x04":
        raise _damaged()
    name_bytes, extra_bytes = struct.unpack("<HH", header[26:30])
    return entry.header_offset + _LOCAL_HEADER_BYTES + int(name_bytes) + int(extra_bytes)


def _unpacked_sizes(file: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[int]:
    """The sizes of the entry's pieces as they unpack. Stops at the first byte more than declared."""
    file.seek(_data_at(file, entry))
    if entry.compress_type == zipfile.ZIP_STORED:
        yield entry.compress_size
        return
    inflate, packed_left, allowed = zlib.decompressobj(-zlib.MAX_WBITS), entry.compress_size, entry.file_size
    while packed_left and not inflate.eof and allowed >= 0:
        pending = file.read(min(_CHUNK_BYTES, packed_left))
        if not pending:
            raise _damaged()
        packed_left -= len(pending)
        while pending and allowed >= 0 and not inflate.eof:
            piece = inflate.decompress(pending, _CHUNK_BYTES)
            pending = inflate.unconsumed_tail
            allowed -= len(piece)
            yield len(piece)
    if not inflate.eof or inflate.unused_data or packed_left:
        raise _damaged()


def _type_of(container: zipfile.ZipFile) -> str:
    names = {name.casefold() for name in container.namelist()}
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise _macros()
    if "ofd.xml" in names:
        return OFD
    try:
        described = container.getinfo(_CONTENT_TYPES)
    except KeyError:
        return ZIP
    if described.file_size > _CONTENT_TYPES_MAX_BYTES:
        raise _damaged()
    mains = {found.decode("latin-1") for found in _MAIN_PART.findall(container.read(described))}
    if any("macroEnabled" in main for main in mains):
        raise _macros()
    known = mains & {DOCX, XLSX, PPTX}
    return known.pop() if len(known) == 1 else ZIP


def _is_plain_path(name: str) -> bool:
    return bool(name) and not name.startswith(("/", "\\")) and ":" not in name and ".." not in re.split(r"[/\\]", name)


def _damaged() -> UnsupportedMedia:
    return UnsupportedMedia(
        "package_damaged",
        Text(
            "文件已损坏或结构异常。请用办公软件打开后另存为新文件，再上传。",
            "The file is damaged or contradicts itself. Open it in an office program, save it anew and send that.",
        ),
    )


def _macros() -> UnsupportedMedia:
    return UnsupportedMedia(
        "package_macros",
        Text(
            "不接受含宏的文件。请另存为不含宏的格式（docx、xlsx、pptx）后上传。",
            "Files with macros are not taken. Save it as docx, xlsx or pptx and send that.",
        ),
    )


def _too_large(why: str) -> TooLarge:
    return TooLarge(
        "package_too_large",
        Text(
            "文件解压后过大。请拆分成较小的文件后分别上传。",
            f"The file becomes too large when unpacked ({why}). Split it into smaller files.",
        ),
    )
