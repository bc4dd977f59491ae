"""Messages on a disc: a signed ZIP, for whoever no network leads to. Whatever a bundle brings is taken in by the same
functions as over the API, and a receipt goes back that says what became of each message.

    bundle.json       the messages, or the fates of those that came (a receipt)
    files/<sha256>    the bytes of their files, each once
    manifest.json     path, size and SHA-256 of all of it
    manifest.jws      detached ES256 over manifest.json by the issuing installation's key

Everything but the signature is the same bytes each time: stored, in order, without times.
"""

import hashlib
import tempfile
import zipfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, Literal, cast

import orjson
from pydantic import BaseModel, Field, ValidationError

from duban.handoff.bodies import PartyName
from duban.handoff.protocol import Envelope, FileDescription
from duban.kernel.errors import Invalid, Text
from duban.kernel.manifests import ManifestSigner
from duban.kernel.tokens import verify_bytes

MANIFEST = "duban-handoff-manifest/1"
JSON_AT_MOST = 256 << 20
CHUNK = 1 << 20


class Fate(BaseModel):
    """What became of a message that a bundle brought: its effect, that it was here before, or why it was refused."""

    id: str
    sha256: str
    fate: Literal["applied", "noted", "waiting", "known", "refused"]
    code: str | None = None
    reason: str | None = None


class Bundle(BaseModel):
    """What is said to `to`, or what it answers: whose mailbox this was decides which side of each handoff speaks.
    `until` is the last position of that mailbox that was looked at."""

    format: Literal["duban-handoff-bundle/1"] = "duban-handoff-bundle/1"
    from_: PartyName = Field(alias="from")
    to: PartyName
    until: int = 0
    messages: list[dict[str, Any]] = []
    fates: list[Fate] = []

    def data(self) -> bytes:
        return orjson.dumps(self.model_dump(mode="json", by_alias=True), option=orjson.OPT_SORT_KEYS)


class _Listed(BaseModel):
    path: str
    size: int = Field(ge=0)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class _Manifest(BaseModel):
    format: Literal["duban-handoff-manifest/1"]
    files: list[_Listed] = Field(max_length=100_000)


Bytes = AsyncIterator[bytes]


async def write(
    target: Path, bundle: Bundle, files: Sequence[tuple[FileDescription, Bytes]], signer: ManifestSigner
) -> str:
    """Write `bundle` and its `files` to a new file. Returns the SHA-256 of its manifest. `signer` is prepared.

    Raises FileExistsError; ValueError where a file's bytes are not what its description says.
    """
    data = bundle.data()
    listed = [_Listed(path="bundle.json", size=len(data), sha256=hashlib.sha256(data).hexdigest())]
    with target.open("xb") as out, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        _put(packed, "bundle.json", data)
        for described, pieces in files:
            path, taken = f"files/{described.sha256}", hashlib.sha256()
            with packed.open(_entry(path, described.size), "w") as entry:
                async for piece in pieces:
                    taken.update(piece)
                    entry.write(piece)
            if taken.hexdigest() != described.sha256:
                raise ValueError(f"{described.path}: its bytes have changed")
            listed.append(_Listed(path=path, size=described.size, sha256=described.sha256))
        manifest = orjson.dumps(_Manifest(format=MANIFEST, files=listed).model_dump(), option=orjson.OPT_SORT_KEYS)
        _put(packed, "manifest.json", manifest)
        _put(packed, "manifest.jws", signer.sign(manifest).encode())
    return hashlib.sha256(manifest).hexdigest()


def _entry(path: str, size: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
    entry.create_system, entry.external_attr, entry.file_size = 3, 0o600 << 16, size
    return entry


def _put(packed: zipfile.ZipFile, path: str, data: bytes) -> None:
    with packed.open(_entry(path, len(data)), "w") as entry:
        entry.write(data)


class Opened:
    """A bundle that was verified: what it says, and its files."""

    def __init__(self, packed: zipfile.ZipFile, bundle: Bundle, kid: str) -> None:
        self._packed, self.bundle, self.kid = packed, bundle, kid
        self.envelopes: list[Envelope] = []

    def files(self) -> frozenset[str]:
        """The digests of the files in it."""
        return frozenset(name.removeprefix("files/") for name in self._packed.namelist() if name.startswith("files/"))

    @contextmanager
    def file(self, sha256: str) -> Iterator[BinaryIO]:
        """The bytes of a file, in a temporary file for as long as the block lasts. Raises KeyError."""
        with self._packed.open(f"files/{sha256}") as packed, tempfile.TemporaryFile() as file:
            for piece in _pieces(packed):
                file.write(piece)
            file.seek(0)
            yield cast(BinaryIO, file)


@contextmanager
def opened(path: Path, keys: Sequence[Mapping[str, str]]) -> Iterator[Opened]:
    """The bundle at `path`, whole and signed by one of `keys` (JWKs).

    Raises Invalid: `bundle_unreadable`, `bundle_changed` naming the first file that is changed, missing or not listed,
    `seal_key_unknown`, `seal_malformed`, `seal_broken`.
    """
    try:
        packed = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile):
        raise _unreadable() from None
    with packed:
        try:
            manifest, seal = _small(packed, "manifest.json"), _small(packed, "manifest.jws")
            signed = verify_bytes(manifest, seal.decode("ascii", "replace"), keys)
            _require_as_listed(packed, _Manifest.model_validate_json(manifest))
            found = Opened(packed, Bundle.model_validate_json(_small(packed, "bundle.json")), signed.kid)
        except (KeyError, ValidationError, zipfile.BadZipFile, EOFError, OSError, NotImplementedError):
            raise _unreadable() from None
        yield found


def _small(packed: zipfile.ZipFile, path: str) -> bytes:
    entry = packed.getinfo(path)
    if entry.file_size > JSON_AT_MOST:
        raise zipfile.BadZipFile
    with packed.open(entry) as file:
        return file.read(JSON_AT_MOST)


def _require_as_listed(packed: zipfile.ZipFile, manifest: _Manifest) -> None:
    names = packed.namelist()
    listed = {file.path: file for file in manifest.files}
    own = {"manifest.json", "manifest.jws"}
    for name in sorted({n for n in names if names.count(n) > 1} | (set(names) - listed.keys() - own)):
        raise _changed(name)
    for name, file in listed.items():
        if name not in names:
            raise _changed(name)
        if packed.getinfo(name).file_size != file.size or _digest(packed, name) != file.sha256:
            raise _changed(name)


def _digest(packed: zipfile.ZipFile, name: str) -> str:
    taken = hashlib.sha256()
    try:
        with packed.open(name) as entry:
            for piece in _pieces(entry):
                taken.update(piece)
    except zipfile.BadZipFile:  # its own checksum does not fit
        return ""
    return taken.hexdigest()


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(CHUNK):
        yield piece


def _unreadable() -> Invalid:
    return Invalid(
        "bundle_unreadable", Text("这不是移送数据包，或已损坏。", "This is no bundle of ours, or it was damaged.")
    )


def _changed(path: str) -> Invalid:
    return Invalid(
        "bundle_changed",
        Text(f"数据包中的 {path} 已被更改、缺失或不在清单中。", f"{path} was changed, is missing, or is not listed."),
    )
