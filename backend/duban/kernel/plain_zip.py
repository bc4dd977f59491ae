"""A ZIP in which every byte is determined by the names, sizes and check sums of its files, and by their bytes.

Files lie one after the other, unpacked (STORED), at the same date, without comments or descriptors; ZIP64 fields stand
there exactly where a number needs them (APPNOTE 6.3.10, 4.3). So the same files give the same ZIP on every machine and
under every version of Python, its length is known before the first byte, and whoever checks one can say of each byte
what it must be. General libraries promise none of this, which is why it is written here (docs/decisions/0004).
"""

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from os import SEEK_END
from typing import BinaryIO
from zlib import crc32

MAX_ENTRIES, MAX_PATH_BYTES = 10_000, 1_000
_PIECE_BYTES = 1 << 20

_LOCAL, _RECORD = b"PK\x03\x04", b"PK\x01\x02"
_HEADER = struct.Struct("<4s5H3I2H")
_DATE = 1 << 5 | 1
"""1980-01-01, the first day a ZIP knows; with the time 0 beside it."""
_UTF8 = 0x800
_FULL, _FULL_COUNT = 0xFFFFFFFF, 0xFFFF
_PLAIN_FILE = 0o100644 << 16
_UNIX = 3 << 8
_VERSION, _VERSION_64 = 20, 45


@dataclass(frozen=True)
class Entry:
    """One file in the ZIP: where it lies below its folder, its bytes, and their CRC-32."""

    path: str
    size: int
    crc32: int


class NotPlain(ValueError):
    """A ZIP is not laid out like this: another program packed it, or it was changed. The message says where."""


def local_header(entry: Entry) -> bytes:
    """What stands before the bytes of `entry`."""
    name = entry.path.encode()
    extra = _extra([entry.size, entry.size] if entry.size >= _FULL else [])
    size = min(entry.size, _FULL)
    fixed = (_version(extra), _flags(name), 0, 0, _DATE, entry.crc32, size, size, len(name), len(extra))
    return _HEADER.pack(_LOCAL, *fixed) + name + extra


def directory(entries: Sequence[Entry]) -> list[bytes]:
    """What stands behind the last file: a record for each entry, and the end."""
    *starts, end = accumulate((len(local_header(e)) + e.size for e in entries), initial=0)
    records = [_record(entry, start) for entry, start in zip(entries, starts, strict=True)]
    return [*records, _end(len(records), sum(map(len, records)), end)]


def length(entries: Sequence[Entry]) -> int:
    """Bytes of the whole ZIP."""
    return sum(len(local_header(e)) + e.size for e in entries) + sum(map(len, directory(entries)))


def zip_of(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A small ZIP, in memory."""
    found = [(Entry(path, len(data), crc32(data)), data) for path, data in files]
    pieces = [piece for entry, data in found for piece in (local_header(entry), data)]
    return b"".join([*pieces, *directory([entry for entry, _ in found])])


def read_plain(file: BinaryIO) -> list[tuple[Entry, int]]:
    """The entries of a ZIP with the position of their bytes; the bytes themselves are not read.

    Raises NotPlain unless everything beside them is to the bit what this module would have written. So no header
    contradicts the directory, nothing is packed, encrypted, a link or hidden between two files, and nothing unpacks to
    more than lies there.
    """
    found = list(_walk(file))
    entries = [entry for entry, _ in found]
    for number, expected in enumerate(directory(entries)):
        at = file.tell()
        if file.read(len(expected)) != expected:
            whose = f"the entry of {entries[number].path!r} in" if number < len(entries) else "the end of"
            raise NotPlain(f"{whose} its directory, at byte {at}, is not as it was written")
    if file.read(1):
        raise NotPlain("there is something behind its end")
    return found


def entry_bytes(file: BinaryIO, entry: Entry, at: int) -> Iterator[bytes]:
    """The bytes of `entry`, which begin at `at`, in pieces of at most 1 MiB."""
    file.seek(at)
    left = entry.size
    while left and (piece := file.read(min(left, _PIECE_BYTES))):
        left -= len(piece)
        yield piece


def _walk(file: BinaryIO) -> Iterator[tuple[Entry, int]]:
    end, at, before = file.seek(0, SEEK_END), 0, "its beginning"
    for _ in range(MAX_ENTRIES + 1):
        file.seek(at)
        fixed = file.read(_HEADER.size)
        if fixed[:4] == _RECORD:
            file.seek(at)
            return
        if len(fixed) < _HEADER.size or fixed[:4] != _LOCAL:
            raise NotPlain(f"no file begins at byte {at}, behind {before}")
        *_, checksum, _packed, size, name_length, extra_length = _HEADER.unpack(fixed)
        if name_length > MAX_PATH_BYTES:
            raise NotPlain(f"the name of the file at byte {at} is too long")
        variable = file.read(name_length + extra_length)
        if size == _FULL and len(variable) >= name_length + 12:
            (size,) = struct.unpack_from("<Q", variable, name_length + 4)
        entry = Entry(variable[:name_length].decode(errors="replace"), size, checksum)
        if fixed + variable != local_header(entry):
            raise NotPlain(f"the header of {entry.path!r}, at byte {at}, is not as it was written")
        at += len(fixed + variable)
        if at + size > end:
            raise NotPlain(f"{entry.path!r} is longer than all that follows")
        yield entry, at
        at, before = at + size, repr(entry.path)
    raise NotPlain(f"it holds more than {MAX_ENTRIES} files")


def _record(entry: Entry, start: int) -> bytes:
    name, size = entry.path.encode(), min(entry.size, _FULL)
    extra = _extra([entry.size, entry.size] * (entry.size >= _FULL) + [start] * (start >= _FULL))
    return (
        struct.pack("<4sH", _RECORD, _UNIX | _version(extra))
        + struct.pack("<5H3I", _version(extra), _flags(name), 0, 0, _DATE, entry.crc32, size, size)
        + struct.pack("<5H2I", len(name), len(extra), 0, 0, 0, _PLAIN_FILE, min(start, _FULL))
        + name
        + extra
    )


def _end(count: int, size: int, start: int) -> bytes:
    few, near, small = min(count, _FULL_COUNT), min(start, _FULL), min(size, _FULL)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, few, few, small, near, 0)
    if count < _FULL_COUNT and start < _FULL and size < _FULL:
        return end
    versions = (_UNIX | _VERSION_64, _VERSION_64)
    long = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, *versions, 0, 0, count, count, size, start)
    return long + struct.pack("<4sIQI", b"PK\x06\x07", 0, start + size, 1) + end


def _extra(numbers: Sequence[int]) -> bytes:
    """The ZIP64 field with those `numbers` that the fixed fields cannot hold."""
    return struct.pack(f"<2H{len(numbers)}Q", 1, 8 * len(numbers), *numbers) if numbers else b""


def _version(extra: bytes) -> int:
    return _VERSION_64 if extra else _VERSION


def _flags(name: bytes) -> int:
    return 0 if name.isascii() else _UTF8
