"""`duban verify FILE`: proves a sealed package, a signed manifest and the files beside it, or a signed reply to a
complaint, offline, without a database or a server.

Names the first thing that is wrong of every piece: a changed byte, a missing file, a file nobody listed.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

import orjson
from pydantic import BaseModel, ValidationError

from duban.kernel.errors import Problem
from duban.kernel.manifests import ManifestItem, SignedManifest, canonical
from duban.kernel.tokens import open_document, verify_bytes
from duban.kernel.verify_package import is_package, verify_package
from duban.kernel.verify_report import Checked, Finding, Report

REPLY = "duban-reply/1"


class ReplyAnswer(BaseModel):
    at: datetime
    finding_label: str | None
    opinion: str | None
    measures: str | None


class ReplyDeclined(BaseModel):
    reason_label: str
    explanation: str
    right_door: str


class SignedReply(BaseModel):
    """What is read out of a signed reply to a complaint; there may be more in it."""

    format: Literal["duban-reply/1"]
    issuer: str
    issued_at: datetime
    number: str
    institution: str
    answer: ReplyAnswer | None
    declined: ReplyDeclined | None


def verify_file(
    path: Path,
    files_dir: Path | None = None,
    *,
    public_keys: Sequence[Mapping[str, str]] | None = None,
    identity: str | None = None,
) -> Report:
    """Check whatever signed file of ours lies at `path`: a package (`verify_package`; `identity` opens an encrypted
    one), a reply, else a manifest (see `verify_manifest`)."""
    if is_package(path):
        return verify_package(path, public_keys=public_keys, identity=identity)
    text = path.read_bytes().strip()
    if text.count(b".") != 2 or not text.startswith(b"ey"):
        return verify_manifest(path, files_dir, public_keys=public_keys)
    try:
        data, seal = open_document(text.decode("ascii", "replace"), public_keys)
    except Problem as problem:
        return Report(fault=f"{path.name}: {problem.text.en}")
    try:
        said = SignedReply.model_validate_json(data)
    except ValidationError:
        return Report(fault=f"{path.name} is signed, and no reply of ours")
    return Report(kid=seal.kid, signed_at=seal.signed_at, own_keys=public_keys is None, said=tuple(_told_reply(said)))


def _told_reply(said: SignedReply) -> Iterator[str]:
    """A reply's lines for a person."""
    yield f"{said.number} {said.institution}, issued by {said.issuer}"
    if said.answer:
        told = (said.answer.finding_label, said.answer.opinion, said.answer.measures)
        yield f"{said.answer.at:%Y-%m-%d}: {' '.join(part for part in told if part)}"
    if said.declined:
        yield f"{said.declined.reason_label}: {said.declined.explanation} → {said.declined.right_door}"


def verify_manifest(
    path: Path, files_dir: Path | None = None, *, public_keys: Sequence[Mapping[str, str]] | None = None
) -> Report:
    """Check the signed manifest at `path` and the files in `files_dir` (default: the folder of the manifest).

    `public_keys` are JWKs that the reader trusts; without them those in the file are used, and the report says so. A
    withdrawn piece may be absent; where it lies there it must be unchanged. Raises OSError where `path` cannot be read.
    """
    text = path.read_bytes()
    try:
        given = orjson.loads(text)
        envelope = SignedManifest.model_validate(given)
    except (orjson.JSONDecodeError, ValidationError):
        return Report(fault=f"{path.name} is not a signed manifest of ours, or was damaged")
    keys: Sequence[Mapping[str, str]] = envelope.keys if public_keys is None else public_keys
    try:
        seal = verify_bytes(canonical(given["manifest"]), envelope.signature, keys)
    except Problem as problem:
        return Report(fault=f"{path.name}: {problem.text.en}")
    folder = files_dir or path.parent
    files = [*(_check(folder, item) for item in envelope.manifest.items)]
    listed = {item.path for item in envelope.manifest.items}
    found = [c for c in files if c is not None] + list(_unlisted(folder, path, listed))
    return Report(kid=seal.kid, signed_at=seal.signed_at, own_keys=public_keys is None, files=found)


def _check(folder: Path, item: ManifestItem) -> Checked | None:
    """The state of one listed file; None for a withdrawn one that is not there."""
    # A name never leads out of the folder: the manifest may have been made by somebody else than us.
    if Path(item.path).name != item.path:
        return Checked(item.path, Finding.MISSING, "(its name leads out of the folder)")
    file = folder / item.path
    if not file.is_file():
        return None if item.withdrawn_at else Checked(item.path, Finding.MISSING)
    size = file.stat().st_size
    if size != item.size:
        return Checked(item.path, Finding.CHANGED, f"({size} bytes instead of {item.size})")
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    if digest != item.sha256:
        return Checked(item.path, Finding.CHANGED, f"(SHA-256 {digest} instead of {item.sha256})")
    return Checked(item.path, Finding.INTACT)


def _unlisted(folder: Path, manifest: Path, listed: set[str]) -> Iterator[Checked]:
    for file in sorted(folder.iterdir()):
        if file.is_file() and file.name not in listed and file.resolve() != manifest.resolve():
            yield Checked(file.name, Finding.UNLISTED)
