"""Messages on a disc, for whoever no network leads to. Whatever a bundle brings is taken in by the same functions as
over the API, and a receipt goes back that says what became of each message.

A bundle is a sealed package (`kernel.packages`), so `duban verify` proves it, and it may be encrypted to its receiver:

    bundle.json       the messages, or the fates of those that came (a receipt)
    files/<sha256>    the bytes of their files, each once

The same messages give the same bytes each time, but for the signature.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO, Literal, cast

import orjson
from pydantic import BaseModel, Field, ValidationError

from duban.handoff.bodies import PartyName
from duban.kernel.age_encryption import encrypted
from duban.kernel.errors import Invalid, Text
from duban.kernel.manifests import ManifestSigner
from duban.kernel.packages import PackageHeader, Part, proved, seal, stream
from duban.kernel.plain_zip import Entry, entry_bytes, read_plain
from duban.kernel.verify_package import unlocked, verify_open
from duban.kernel.verify_report import Finding, Report

BUNDLE = "bundle.json"
JSON_AT_MOST = 256 << 20


class Fate(BaseModel):
    """What became of a message that a bundle brought: its effect, that it was here before, or why it was refused."""

    id: str
    sha256: str
    fate: Literal["applied", "noted", "waiting", "known", "refused"]
    code: str | None = None
    reason: str | None = None


class Bundle(BaseModel):
    """What is said to `to`, or what it answers: whose mailbox this was decides which side of each handoff speaks.

    `until` is the position of the last message in it; a receipt repeats it.
    """

    format: Literal["duban-handoff-bundle/1"] = "duban-handoff-bundle/1"
    from_: PartyName = Field(alias="from")
    to: PartyName
    until: int = 0
    messages: list[dict[str, Any]] = []
    fates: list[Fate] = []

    def data(self) -> bytes:
        return orjson.dumps(self.model_dump(mode="json", by_alias=True), option=orjson.OPT_SORT_KEYS)


def file_path(sha256: str) -> str:
    """Where the bytes with this digest lie in a bundle."""
    return f"files/{sha256}"


async def write(
    target: Path,
    header: PackageHeader,
    bundle: Bundle,
    files: Sequence[Part],
    signer: ManifestSigner,
    *,
    recipient_key: str | None = None,
) -> None:
    """Write `bundle` and its `files` to a new file, encrypted to `recipient_key` (an age public key) if there is one.
    `signer` is prepared. Each file is read twice; nothing stays at `target` where that fails.

    Raises FileExistsError; Invalid `recipient_key_invalid`; PartChanged where a file's bytes are not what was entered.
    """
    parts = [Part.held(BUNDLE, "application/json", bundle.data()), *[await proved(part) for part in files]]
    pieces = stream(seal(header, parts, signer), parts)
    if recipient_key is not None:
        pieces = encrypted(pieces, recipient_key)
    with _created(target) as out:
        async for piece in pieces:
            out.write(piece)


@contextmanager
def _created(target: Path) -> Iterator[BinaryIO]:
    """A new file that is gone again where the block fails."""
    with target.open("xb") as out:
        try:
            yield out
        except BaseException:
            target.unlink()
            raise


class Opened:
    """A bundle that was proved: what it says, and its files."""

    def __init__(self, file: BinaryIO, entries: Mapping[str, tuple[Entry, int]], bundle: Bundle) -> None:
        self._file, self._entries, self.bundle = file, entries, bundle

    def holds(self, sha256: str) -> bool:
        return file_path(sha256) in self._entries

    @contextmanager
    def file(self, sha256: str) -> Iterator[BinaryIO]:
        """The bytes of a file, in a temporary file for as long as the block lasts. Raises KeyError."""
        entry, at = self._entries[file_path(sha256)]
        with TemporaryFile() as copy:
            for piece in entry_bytes(self._file, entry, at):
                copy.write(piece)
            copy.seek(0)
            yield cast(BinaryIO, copy)


@contextmanager
def opened(path: Path, keys: Sequence[Mapping[str, str]], identity: str | None = None) -> Iterator[Opened]:
    """The bundle at `path`, whole and signed by one of `keys` (JWKs); an encrypted one is opened with `identity`.

    Raises Invalid: `bundle_locked`, `bundle_unreadable`, `bundle_changed` naming the first file that is changed,
    missing or not listed, `seal_key_unknown`, `seal_malformed`, `seal_broken`.
    """
    with unlocked(path, identity) as file:
        if isinstance(file, Report):
            raise _refused("bundle_locked", file)
        report = verify_open(file, path.name, keys)
        if report.unsealed is not None:
            raise report.unsealed
        if not report.ok:
            changed = any(checked.finding is not Finding.INTACT for checked in report.files)
            raise _refused("bundle_changed" if changed else "bundle_unreadable", report)
        entries = {entry.path: (entry, at) for entry, at in read_plain(file)}
        yield Opened(file, entries, _bundle(file, entries))


def _bundle(file: BinaryIO, entries: Mapping[str, tuple[Entry, int]]) -> Bundle:
    entry, at = entries.get(BUNDLE, (None, 0))
    if entry is None or entry.size > JSON_AT_MOST:
        raise _no_bundle()
    try:
        return Bundle.model_validate_json(b"".join(entry_bytes(file, entry, at)))
    except ValidationError:
        raise _no_bundle() from None


def _no_bundle() -> Invalid:
    said = Text("这是密封包，但不是移送数据包。", "This is a sealed package, and no bundle of messages.")
    return Invalid("bundle_unreadable", said)


def _refused(code: str, report: Report) -> Invalid:
    told = Text("数据包不能使用：{wrong}", "The bundle cannot be relied on: {wrong}")
    return Invalid(code, told.format(wrong=report.wrong()))
