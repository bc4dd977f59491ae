"""Proves a sealed package offline. Nothing is unpacked, and no file of it is ever held in memory.

First the ZIP itself must be to the bit as `plain_zip` lays it out; a container that plays tricks is refused there,
unread. Then the signature, then every file. So no byte can change, from the first to the last, without being told of.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, BinaryIO, cast
from zlib import crc32

from pydantic import ValidationError

from duban.kernel import age_encryption
from duban.kernel.clock import day_of
from duban.kernel.errors import Problem
from duban.kernel.packages import MANIFEST, SIGNATURE, PackageFile, PackageManifest, is_safe
from duban.kernel.plain_zip import Entry, NotPlain, entry_bytes, read_plain
from duban.kernel.tokens import verify_bytes
from duban.kernel.verify_report import Checked, Finding, Report

_ZIP = b"PK"
_MAX_LIST_BYTES = {MANIFEST: 16 << 20, SIGNATURE: 16 << 10}
"""Above these nobody made it: 10,000 files with the longest of paths stay below."""

_Found = dict[str, tuple[Entry, int]]


def is_package(path: Path) -> bool:
    """Whether the file at `path` begins like a package, open or encrypted."""
    with path.open("rb") as file:
        return file.read(len(age_encryption.MAGIC)).startswith((_ZIP, age_encryption.MAGIC))


def verify_package(
    path: Path, *, public_keys: Sequence[Mapping[str, str]] | None = None, identity: str | None = None
) -> Report:
    """Check the package at `path`. `public_keys` are JWKs that the reader trusts; without them those in the package are
    used, and the report says so. An encrypted one is opened with `identity` (see `unlocked`). Raises OSError where
    `path` cannot be read.
    """
    with unlocked(path, identity) as file:
        return file if isinstance(file, Report) else verify_open(file, path.name, public_keys)


@contextmanager
def unlocked(path: Path, identity: str | None) -> Iterator[BinaryIO | Report]:
    """The package at `path`, an encrypted one opened with `identity`, the text of an age identity file, into a nameless
    temporary file; or a report of why that cannot be. Raises OSError where `path` cannot be read.
    """
    with path.open("rb") as file:
        if file.read(len(age_encryption.MAGIC)) != age_encryption.MAGIC:
            yield file
            return
        if identity is None:
            yield Report(fault=f"{path.name} is encrypted: the identity file of its receiver opens it")
            return
        file.seek(0)
        with TemporaryFile() as opened:
            fault = _decrypt(file, opened, identity, path.name)
            yield cast(BinaryIO, opened) if fault is None else Report(fault=fault)


def _decrypt(locked: BinaryIO, opened: IO[bytes], identity: str, name: str) -> str | None:
    """Write what `locked` holds to `opened`, or say why that cannot be."""
    try:
        age_encryption.decrypt(locked, opened, identity)
    except age_encryption.NotOpened:
        return f"{name} is not for this identity, or it was changed"
    except ValueError as error:
        return str(error)
    return None


def verify_open(file: BinaryIO, name: str, public_keys: Sequence[Mapping[str, str]] | None) -> Report:
    """`verify_package` for a package that is open, and not encrypted; the report calls it `name`."""
    try:
        entries = read_plain(file)
    except NotPlain as error:
        return Report(fault=f"{name} is not as it was sealed: {error}. Was it packed anew, or changed?")
    for entry, _ in entries:
        if not is_safe(entry.path):
            return Report(fault=f"{name} is no package of ours: it holds {entry.path!r}, which leads out of its folder")
    found: _Found = {}
    doubled = []
    for entry, at in entries:
        if entry.path.casefold() in found:
            doubled.append(Checked(entry.path, Finding.DOUBLED, "(which of them would be unpacked is anybody's guess)"))
        else:
            found[entry.path.casefold()] = (entry, at)
    text, signature = _own(file, found, MANIFEST), _own(file, found, SIGNATURE)
    if text is None or signature is None:
        missing = MANIFEST if text is None else SIGNATURE
        return Report(fault=f"{name}: {missing} is missing, or was changed")
    try:
        manifest = PackageManifest.model_validate_json(text)
    except ValidationError:
        return Report(fault=f"{name}: {MANIFEST} is not the list of a package of ours, or was changed")
    try:
        seal = verify_bytes(
            text, signature.decode("ascii", "replace"), manifest.keys if public_keys is None else public_keys
        )
    except Problem as problem:
        return Report(fault=f"{name}: {problem.text.en}", unsealed=problem)
    report = Report(kid=seal.kid, signed_at=seal.signed_at, own_keys=public_keys is None, said=_said(manifest))
    report.files = [_check(file, found, listed) for listed in manifest.files] + doubled
    report.files += _unlisted(entries, manifest)
    order = [MANIFEST, SIGNATURE, *(listed.path for listed in manifest.files)]
    if report.ok and [entry.path for entry, _ in entries] != order:
        report.fault = f"{name} is not as it was sealed: its files lie in another order"
    return report


def _said(manifest: PackageManifest) -> tuple[str, ...]:
    issued = f"issued by {manifest.issuer} on {day_of(manifest.issued_at)}"
    return (f"{manifest.number} {manifest.subject_label}", f"{manifest.sender} → {manifest.recipient}, {issued}")


def _own(file: BinaryIO, found: _Found, path: str) -> bytes | None:
    """The bytes of the list or of its signature; None where they are not there, too many, or not what they were."""
    entry, at = found.get(path, (None, 0))
    if entry is None or entry.path != path or entry.size > _MAX_LIST_BYTES[path]:
        return None
    file.seek(at)
    data = file.read(entry.size)
    return data if crc32(data) == entry.crc32 else None


def _check(file: BinaryIO, found: _Found, listed: PackageFile) -> Checked:
    entry, at = found.get(listed.path.casefold(), (None, 0))
    if entry is None or entry.path != listed.path:
        return Checked(listed.path, Finding.MISSING)
    if entry.size != listed.size:
        return Checked(listed.path, Finding.CHANGED, f"({entry.size} bytes instead of {listed.size})")
    digest = hashlib.sha256()
    for piece in entry_bytes(file, entry, at):
        digest.update(piece)
    if digest.hexdigest() != listed.sha256:
        return Checked(listed.path, Finding.CHANGED, f"(SHA-256 {digest.hexdigest()} instead of {listed.sha256})")
    if entry.crc32 != listed.crc32:
        return Checked(listed.path, Finding.CHANGED, "(the check sum in its header)")
    return Checked(listed.path, Finding.INTACT)


def _unlisted(entries: Sequence[tuple[Entry, int]], manifest: PackageManifest) -> Iterator[Checked]:
    listed = {MANIFEST, SIGNATURE} | {file.path for file in manifest.files}
    for path in sorted({entry.path for entry, _ in entries} - listed):
        yield Checked(path, Finding.UNLISTED)
