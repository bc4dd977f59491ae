"""`duban verify PACKAGE.zip` tells of any byte that is not as it was sealed, and falls for no trick."""

import asyncio
import io
import struct
import zipfile
from collections.abc import Callable
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
from duban.kernel.packages import MANIFEST, SIGNATURE, seal
from duban.kernel.plain_zip import Entry, directory, local_header, zip_of
from duban.kernel.tokens import generate_key
from duban.kernel.verify_file import verify_file
from duban.kernel.verify_report import Finding
from support.packages import (
    FILES,
    HEADER,
    KEY,
    PACKAGE,
    WITH_COVER,
    Signer,
    judged,
    packed,
    parts_of,
    pieces_of,
    sealed_of,
    whole,
)


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


# ---- what changed is told --------------------------------------------------------------------------------------------


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


# ---- containers that play tricks -------------------------------------------------------------------------------------


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


# ---- encrypted -------------------------------------------------------------------------------------------------------


def test_an_encrypted_package_opens_for_its_receiver_only(tmp_path: Path) -> None:
    receiver, other = x25519.Identity.generate(), x25519.Identity.generate()
    path = tmp_path / "package.zip.age"

    async def lock() -> bytes:
        return await whole(encrypted(pieces_of(PACKAGE[:100], PACKAGE[100:]), f" {receiver.to_public()}\n"))

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


# ---- the command -----------------------------------------------------------------------------------------------------


def test_the_command_says_what_it_found(tmp_path: Path) -> None:
    keys, package = tmp_path / "jwks.json", tmp_path / "package.zip"
    keys.write_bytes(orjson.dumps({"keys": [KEY.public_jwk]}))
    package.write_bytes(PACKAGE)
    told = CliRunner().invoke(app, ["verify", str(package), "--keys", str(keys)])
    assert told.exit_code == 0, told.output
    assert "5 of 5 files intact" in told.output
    receiver, secret, locked = x25519.Identity.generate(), tmp_path / "key.txt", tmp_path / "package.zip.age"
    secret.write_text(f"{receiver}\n")
    locked.write_bytes(asyncio.run(whole(encrypted(pieces_of(PACKAGE), str(receiver.to_public())))))
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
