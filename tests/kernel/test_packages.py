"""A sealed package is the same bytes each time, and `duban verify` tells of any byte that is not."""

import asyncio
import io
import struct
import tracemalloc
import zipfile
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from zlib import crc32

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyrage import x25519
from typer.testing import CliRunner

from duban.cli import app
from duban.kernel.age_encryption import encrypted, read_recipient_key
from duban.kernel.errors import Invalid
from duban.kernel.file_names import clean_name
from duban.kernel.ids import new_id
from duban.kernel.object_store import ObjectLost, ObjectStore, key_of
from duban.kernel.package_cover import cover
from duban.kernel.packages import (
    MANIFEST,
    SIGNATURE,
    PackageHeader,
    Part,
    PartChanged,
    Sealed,
    digest,
    is_safe,
    part_path,
    proved,
    seal,
    stream,
)
from duban.kernel.plain_zip import Entry, NotPlain, directory, local_header, read_plain, zip_of
from duban.kernel.tokens import SigningKey, generate_key, sign_bytes
from duban.kernel.verify_file import verify_file
from duban.kernel.verify_package import verify_package
from duban.kernel.verify_report import Finding, Report

HEADER = PackageHeader(
    issuer="https://duban.example",
    number="卫案移〔2026〕3号",
    sender="某市卫生健康委员会",
    recipient="某市公安局",
    subject_label="RF-2026-000001 <非法行医> & {{ 案件 }}",
    issued_at=datetime(2026, 3, 2, 16, 30, tzinfo=UTC),
)
KEY = generate_key()


class Signer:
    """A `ManifestSigner` over one key."""

    def __init__(self, key: SigningKey = KEY) -> None:
        self.key = key

    async def prepare(self) -> None: ...

    def sign(self, data: bytes) -> str:
        return sign_bytes(data, self.key)

    def public_keys(self) -> Sequence[Mapping[str, str]]:
        return [self.key.public_jwk]


FILES = {
    "matter.json": b'{"title":"x"}',
    "案件移送书.docx": b"PK\x03\x04 letter",
    "evidence/001-照片.jpg": b"\xff\xd8" + bytes(range(256)),
    "evidence/002-empty.txt": b"",
}


def parts_of(files: Mapping[str, bytes]) -> list[Part]:
    return [Part.held(path, "application/octet-stream", data) for path, data in files.items()]


def sealed_of(parts: Sequence[Part], key: SigningKey = KEY) -> Sealed:
    return seal(HEADER, parts, Signer(key))


async def _whole(pieces: AsyncIterator[bytes]) -> bytes:
    return b"".join([piece async for piece in pieces])


def packed(parts: Sequence[Part], sealed: Sealed | None = None) -> bytes:
    return asyncio.run(_whole(stream(sealed or sealed_of(parts), parts)))


def judged(folder: Path, data: bytes, **how: object) -> Report:
    path = folder / "package.zip"
    path.write_bytes(data)
    return verify_package(path, **how)  # type: ignore[arg-type]


WITH_COVER = [cover(HEADER, parts_of(FILES)), *parts_of(FILES)]
PACKAGE = packed(WITH_COVER)


# ---- what it is -----------------------------------------------------------------------------------------------------


def test_a_package_is_the_same_bytes_each_time_and_as_long_as_said() -> None:
    sealed = sealed_of(WITH_COVER)
    first = packed(WITH_COVER, sealed)
    assert packed(WITH_COVER, Sealed(sealed.manifest_text, sealed.signature)) == first
    assert len(first) == sealed.size
    assert asyncio.run(digest(sealed, WITH_COVER)) == sha256(first).hexdigest()


def test_any_program_opens_it() -> None:
    with zipfile.ZipFile(io.BytesIO(PACKAGE)) as container:
        assert container.testzip() is None
        assert container.namelist() == [MANIFEST, SIGNATURE, "cover.html", *FILES]
        assert {path: container.read(path) for path in FILES} == FILES
        assert {entry.external_attr >> 16 for entry in container.infolist()} == {0o100644}
        listed = orjson.loads(container.read(MANIFEST))
    assert listed["format"] == "duban-package/1"
    assert listed["recipient"] == HEADER.recipient
    assert [file["path"] for file in listed["files"]] == ["cover.html", *FILES]


def test_an_untouched_package_is_intact(tmp_path: Path) -> None:
    report = judged(tmp_path, PACKAGE)
    assert report.ok, report.told()
    assert report.own_keys
    assert "卫案移〔2026〕3号" in report.told()
    assert judged(tmp_path, PACKAGE, public_keys=[generate_key().public_jwk, KEY.public_jwk]).ok
    assert sorted(path.name for path in tmp_path.iterdir()) == ["package.zip"]


def test_another_key_is_refused(tmp_path: Path) -> None:
    report = judged(tmp_path, PACKAGE, public_keys=[generate_key().public_jwk])
    assert report.fault is not None and KEY.kid in report.fault
    thief = generate_key()
    forged = packed(WITH_COVER, sealed_of(WITH_COVER, thief))
    assert judged(tmp_path, forged).own_keys
    assert not judged(tmp_path, forged, public_keys=[KEY.public_jwk]).ok


def test_the_cover_escapes_and_lists_every_file() -> None:
    page = asyncio.run(_whole(WITH_COVER[0].open())).decode()
    assert "&lt;非法行医&gt; &amp; {{ 案件 }}" in page
    assert "2026-03-03 00:30" in page
    assert all(part.path in page and part.sha256 in page for part in WITH_COVER[1:])
    assert "<script" not in page


# ---- what changed is told -------------------------------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(at=st.integers(0, len(PACKAGE) - 1), bit=st.integers(0, 7))
def test_any_flipped_bit_is_told(tmp_path_factory: pytest.TempPathFactory, at: int, bit: int) -> None:
    data = bytearray(PACKAGE)
    data[at] ^= 1 << bit
    path = tmp_path_factory.getbasetemp() / "flipped.zip"
    path.write_bytes(data)
    report = verify_file(path)
    assert not report.ok, (at, bit)
    assert report.told().startswith("✗")


def test_every_byte_of_the_structure_counts(tmp_path: Path) -> None:
    small = packed(parts_of({"a.txt": b"a"}))
    for at in range(len(small)):
        data = bytearray(small)
        data[at] ^= 1 << at % 8
        assert not judged(tmp_path, bytes(data)).ok, at


@settings(max_examples=60, deadline=None)
@given(end=st.integers(0, len(PACKAGE) - 1))
def test_what_is_cut_off_is_told(tmp_path_factory: pytest.TempPathFactory, end: int) -> None:
    path = tmp_path_factory.getbasetemp() / "cut.zip"
    path.write_bytes(PACKAGE[:end])
    assert not verify_file(path).ok


def test_every_wrong_file_is_named(tmp_path: Path) -> None:
    sealed = sealed_of(parts_of(FILES))
    own = [(MANIFEST, sealed.manifest_text.encode()), (SIGNATURE, sealed.signature.encode())]
    kept = dict(FILES)
    del kept["matter.json"]
    kept["案件移送书.docx"] = b"PK\x03\x04 lettex"
    kept["evidence/002-empty.txt"] = b"no longer"
    kept["evidence/003-more.txt"] = b"more"
    report = judged(tmp_path, zip_of([*own, *kept.items(), ("evidence/001-照片.JPG", b"twice")]))
    assert {found.path: found.finding for found in report.files} == {
        "matter.json": Finding.MISSING,
        "案件移送书.docx": Finding.CHANGED,
        "evidence/001-照片.jpg": Finding.INTACT,
        "evidence/002-empty.txt": Finding.CHANGED,
        "evidence/001-照片.JPG": Finding.UNLISTED,
        "evidence/003-more.txt": Finding.UNLISTED,
    }
    assert Finding.DOUBLED in {found.finding for found in report.files}
    assert "missing: matter.json" in report.told()


def test_files_in_another_order_are_told(tmp_path: Path) -> None:
    sealed = sealed_of(parts_of(FILES))
    own = [(MANIFEST, sealed.manifest_text.encode()), (SIGNATURE, sealed.signature.encode())]
    assert judged(tmp_path, zip_of([*own, *FILES.items()])).ok
    report = judged(tmp_path, zip_of([*FILES.items(), *own]))
    assert report.fault is not None and "another order" in report.fault


@pytest.mark.parametrize("path", [MANIFEST, SIGNATURE, "matter.json"])
def test_a_check_sum_that_is_wrong_throughout_is_told(tmp_path: Path, path: str) -> None:
    """Header and directory agree, and the bytes are the sealed ones: only the number beside them is not."""
    sealed = sealed_of(parts_of(FILES))
    own = {MANIFEST: sealed.manifest_text.encode(), SIGNATURE: sealed.signature.encode()}
    files = {**own, **FILES}
    entries = [Entry(name, len(data), crc32(data) ^ (name == path)) for name, data in files.items()]
    pieces = [local_header(entry) + data for entry, data in zip(entries, files.values(), strict=True)]
    report = judged(tmp_path, b"".join([*pieces, *directory(entries)]))
    assert not report.ok
    assert path in report.told()


def test_a_list_that_would_fill_the_memory_is_not_read(tmp_path: Path) -> None:
    files = {MANIFEST: bytes(17 << 20), SIGNATURE: b"x"}
    report = judged(tmp_path, zip_of(files.items()))
    assert report.fault is not None and "is missing, or was changed" in report.fault


@pytest.mark.parametrize("left_out", [MANIFEST, SIGNATURE])
def test_without_its_list_or_signature_nothing_is_believed(tmp_path: Path, left_out: str) -> None:
    sealed = sealed_of(parts_of(FILES))
    own = {MANIFEST: sealed.manifest_text.encode(), SIGNATURE: sealed.signature.encode()}
    files = [(path, data) for path, data in [*own.items(), *FILES.items()] if path != left_out]
    report = judged(tmp_path, zip_of(files))
    assert report.fault is not None and left_out in report.fault


# ---- containers that play tricks ------------------------------------------------------------------------------------


def rezipped(change: Callable[[zipfile.ZipFile], None], compression: int = zipfile.ZIP_STORED) -> bytes:
    """The files of the package as another program packs them, with something done to it."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(PACKAGE)) as source, zipfile.ZipFile(target, "w", compression) as container:
        for entry in source.infolist():
            container.writestr(zipfile.ZipInfo(entry.filename), source.read(entry), compression)
        change(container)
    return target.getvalue()


def _link(container: zipfile.ZipFile) -> None:
    link = zipfile.ZipInfo("evidence/link")
    link.external_attr = 0o120777 << 16
    container.writestr(link, "/etc/passwd")


def _commented(container: zipfile.ZipFile) -> None:
    container.comment = b"hello"


def _spliced() -> bytes:
    """Our own bytes, with a directory that names another file than the header does."""
    entries = [Entry("a.txt", 1, crc32(b"a"))]
    return local_header(entries[0]) + b"a" + b"".join(directory([Entry("b.txt", 1, crc32(b"a"))]))


def _as_link() -> bytes:
    data = bytearray(PACKAGE)
    at = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 38, 0o120777 << 16)
    return bytes(data)


HOSTILE: dict[str, bytes] = {
    "packed anew": rezipped(lambda _: None),
    "a bomb": rezipped(lambda c: c.writestr("evidence/zeros", bytes(8 << 20)), zipfile.ZIP_DEFLATED),
    "a link": rezipped(_link),
    "a link by its directory": _as_link(),
    "a comment": rezipped(_commented),
    "header against directory": _spliced(),
    "something in front": b"MZ" + PACKAGE,
    "something behind": PACKAGE + b"\0",
    "something between": PACKAGE[: PACKAGE.index(b"PK\x01\x02")] + b"hidden" + PACKAGE[PACKAGE.index(b"PK\x01\x02") :],
    "twice the whole": PACKAGE + PACKAGE,
    "an endless file": local_header(Entry("a.txt", 1 << 63, 0))
    + b"a"
    + b"".join(directory([Entry("a.txt", 1 << 63, 0)])),
    "a long name": local_header(Entry("a" * 60_000, 0, 0)) + b"".join(directory([Entry("a" * 60_000, 0, 0)])),
    "nothing at all": b"PK\x05\x06" + bytes(18),
    "no UTF-8": zip_of([("aaaa", b"")]).replace(b"aaaa", b"aa\xff\xfe"),
}


@pytest.mark.parametrize("trick", HOSTILE)
def test_a_container_that_plays_tricks_is_refused(tmp_path: Path, trick: str) -> None:
    report = judged(tmp_path, HOSTILE[trick], public_keys=[KEY.public_jwk])
    assert report.fault is not None and "not as it was sealed" in report.fault
    assert not report.files


UNSAFE = [
    "/etc/passwd",
    "../out.txt",
    "a/../../out",
    "a//b",
    "C:\\x",
    "a\\b",
    "con.txt",
    ".",
    "",
    "a/",
    "a\u202egpj.exe",
    "x" * 1200,
]


@pytest.mark.parametrize("path", UNSAFE)
def test_a_name_that_leads_out_is_neither_sealed_nor_believed(tmp_path: Path, path: str) -> None:
    with pytest.raises(ValueError):
        seal(HEADER, parts_of({path: b"x"}), Signer())
    told = judged(tmp_path, zip_of([(path, b"x")])).fault or ""
    assert "leads out of its folder" in told or "too long" in told


def test_a_path_is_taken_once() -> None:
    for files in ({"a.txt": b"", "A.TXT": b""}, {"Manifest.json": b""}, {SIGNATURE: b""}):
        with pytest.raises(ValueError):
            seal(HEADER, parts_of(files), Signer())


@given(name=st.text(max_size=200), media_type=st.sampled_from(["image/jpeg", "application/zip", "x/y"]))
def test_whatever_strangers_call_a_file_its_path_is_safe(name: str, media_type: str) -> None:
    path = part_path("evidence", 7, name, media_type)
    assert path.startswith("evidence/007-")
    assert is_safe(path)
    assert clean_name(clean_name(name, media_type), media_type) == clean_name(name, media_type)


# ---- bytes that come from elsewhere ---------------------------------------------------------------------------------


def streamed(path: str, size: int, digest_: str, pieces: Callable[[], AsyncIterator[bytes]]) -> Part:
    return Part(path, "application/octet-stream", size, digest_, pieces)


async def _pieces(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


@pytest.mark.parametrize("given_pieces", [(b"abc", b"dex"), (b"abc",), (b"abc", b"def", b"g"), ()])
def test_a_part_that_is_not_what_it_was_stops_the_package(given_pieces: tuple[bytes, ...]) -> None:
    good = Part.held("a.bin", "x/y", b"abcdef")
    bad = streamed("a.bin", 6, good.sha256, partial(_pieces, *given_pieces))
    with pytest.raises(PartChanged, match=r"a\.bin"):
        asyncio.run(proved(bad))
    with pytest.raises(PartChanged, match=r"a\.bin"):
        packed([bad], sealed_of([good]))


def test_a_part_without_an_end_is_left_at_once() -> None:
    taken = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal taken
        for _ in range(1000):
            taken += 1
            yield b"abc"

    with pytest.raises(PartChanged, match="more than 6"):
        asyncio.run(proved(streamed("a.bin", 6, "0" * 64, endless)))
    assert taken == 3


def test_other_parts_than_the_sealed_ones_are_not_sent() -> None:
    one, two = parts_of({"a": b"1", "b": b"2"})
    sealed = sealed_of([one, two])
    for wrong in ([two, one], [one], [one, two, two], [one, Part.held("b", "x/y", b"3")]):
        with pytest.raises(ValueError):
            packed(wrong, sealed)


def test_a_part_that_nobody_read_is_not_sealed() -> None:
    part = Part.held("a", "x/y", b"abc")
    unread = streamed("a", 3, part.sha256, part.open)
    with pytest.raises(ValueError, match="proved"):
        sealed_of([unread])
    assert asyncio.run(proved(unread)).crc32 == part.crc32


def test_parts_come_out_of_the_store(tmp_path: Path) -> None:
    async def run() -> None:
        store = ObjectStore("memory:///")
        data, id = bytes(range(256)) * 4000, new_id()
        key = key_of(sha256(data).hexdigest(), id)
        await store.put(key, io.BytesIO(data))
        there = streamed(
            "evidence/001-a.bin", len(data), sha256(data).hexdigest(), partial(store.stream, key, 0, len(data))
        )
        known = await proved(there)
        whole = await _whole(stream(sealed_of([known]), [there]))
        assert data in whole
        await store.discard(key)
        with pytest.raises(ObjectLost):
            await proved(there)

    asyncio.run(run())


def zeros(size: int) -> Callable[[], AsyncIterator[bytes]]:
    async def pieces() -> AsyncIterator[bytes]:
        piece = bytes(256 << 10)
        for _ in range(size // len(piece)):
            yield piece

    return pieces


def test_two_hundred_files_and_a_large_one_pass_in_flat_memory(tmp_path: Path) -> None:
    size = 64 << 20
    hashed = sha256()
    for _ in range(64):
        hashed.update(bytes(1 << 20))
    small = parts_of({f"evidence/{n:03}-x.bin": bytes([n]) * 1000 for n in range(1, 200)})
    path = tmp_path / "large.zip"

    async def write() -> None:
        large = await proved(streamed("evidence/200-large.bin", size, hashed.hexdigest(), zeros(size)))
        with path.open("wb") as file:
            async for piece in stream(sealed_of([*small, large]), [*small, large]):
                file.write(piece)

    tracemalloc.start()
    asyncio.run(write())
    report = verify_package(path, public_keys=[KEY.public_jwk])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert report.ok, report.told()
    assert len(report.files) == 200
    assert peak < 8 << 20, peak


# ---- ZIP64 ----------------------------------------------------------------------------------------------------------


def test_beyond_four_gigabytes_the_numbers_grow(tmp_path: Path) -> None:
    """A sparse file: its bytes are holes, and nobody reads them."""
    entries = [Entry("large.bin", 5 << 30, 0), Entry("后面.txt", 3, crc32(b"abc"))]
    path = tmp_path / "sparse.zip"
    with path.open("wb") as file:
        file.write(local_header(entries[0]))
        file.seek(entries[0].size, io.SEEK_CUR)
        file.write(local_header(entries[1]) + b"abc" + b"".join(directory(entries)))
    with path.open("rb") as file:
        assert [entry for entry, _ in read_plain(file)] == entries
    with zipfile.ZipFile(path) as container:
        assert [(i.filename, i.file_size) for i in container.infolist()] == [(e.path, e.size) for e in entries]
        assert container.read("后面.txt") == b"abc"


def test_a_container_of_too_many_files_is_refused() -> None:
    with pytest.raises(NotPlain, match="more than"):
        read_plain(io.BytesIO(zip_of((str(n), b"") for n in range(10_001))))


# ---- encrypted ------------------------------------------------------------------------------------------------------


def test_an_encrypted_package_opens_for_its_receiver_only(tmp_path: Path) -> None:
    receiver, other = x25519.Identity.generate(), x25519.Identity.generate()
    path = tmp_path / "package.zip.age"

    async def lock() -> bytes:
        return await _whole(encrypted(_pieces(PACKAGE[:100], PACKAGE[100:]), f" {receiver.to_public()}\n"))

    locked = asyncio.run(lock())
    assert PACKAGE[1000:1100] not in locked
    path.write_bytes(locked)
    secret = f"# created: 2026-03-02\n\n{receiver}\n"
    assert verify_file(path, identity=secret, public_keys=[KEY.public_jwk]).ok
    for wrong, told in (
        (None, "encrypted"),
        (str(other), "not for this identity"),
        ("hello", "no age identity"),
        ("", "no key"),
    ):
        report = verify_file(path, identity=wrong)
        assert report.fault is not None and told in report.fault
    for at in (5, 60, 200, len(locked) // 2, len(locked) - 1):
        data = bytearray(locked)
        data[at] ^= 1
        path.write_bytes(data)
        assert not verify_file(path, identity=secret).ok, at
    path.write_bytes(locked[:-20])
    assert not verify_file(path, identity=secret).ok


def test_a_broken_part_is_told_before_anything_encrypted_leaves() -> None:
    good = Part.held("a.bin", "x/y", b"abcdef")
    bad = streamed("a.bin", 6, good.sha256, partial(_pieces, b"abcdex"))

    async def first() -> None:
        key = str(x25519.Identity.generate().to_public())
        await anext(encrypted(stream(sealed_of([good]), [bad]), key))

    with pytest.raises(PartChanged):
        asyncio.run(first())


NO_KEYS = {
    "nothing": "",
    "cut off": "age1",
    "mistyped": "age1" + "q" * 58,
    "another kind": "ssh-ed25519 AAAA",
    "a private one": str(x25519.Identity.generate()),
}


@pytest.mark.parametrize("kind", NO_KEYS)
def test_what_is_no_public_key_is_refused(kind: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_recipient_key(NO_KEYS[kind], "/public_key")
    assert refused.value.code == "recipient_key_invalid"
    assert refused.value.errors[0].pointer == "/public_key"


def test_a_public_key_has_one_spelling() -> None:
    key = str(x25519.Identity.generate().to_public())
    assert read_recipient_key(f" {key.upper()} ") == key


# ---- the command ----------------------------------------------------------------------------------------------------


def test_the_command_says_what_it_found(tmp_path: Path) -> None:
    keys, package = tmp_path / "jwks.json", tmp_path / "package.zip"
    keys.write_bytes(orjson.dumps({"keys": [KEY.public_jwk]}))
    package.write_bytes(PACKAGE)
    told = CliRunner().invoke(app, ["verify", str(package), "--keys", str(keys)])
    assert told.exit_code == 0, told.output
    assert "5 of 5 files intact" in told.output
    receiver, secret, locked = x25519.Identity.generate(), tmp_path / "key.txt", tmp_path / "package.zip.age"
    secret.write_text(f"{receiver}\n")
    locked.write_bytes(asyncio.run(_whole(encrypted(_pieces(PACKAGE), str(receiver.to_public())))))
    told = CliRunner().invoke(app, ["verify", str(locked), "--keys", str(keys), "--identity", str(secret)])
    assert told.exit_code == 0, told.output
    package.write_bytes(PACKAGE.replace(b"letter", b"lettex"))
    told = CliRunner().invoke(app, ["verify", str(package), "--keys", str(keys)])
    assert told.exit_code == 1
    assert "changed: 案件移送书.docx" in told.output


def test_nothing_strangers_wrote_moves_a_terminal(tmp_path: Path) -> None:
    header = HEADER.model_copy(update={"sender": "\x1b[2Jx"})
    parts = parts_of(FILES)
    report = judged(tmp_path, packed(parts, seal(header, parts, Signer())))
    assert report.ok
    assert "\x1b" not in report.told()
