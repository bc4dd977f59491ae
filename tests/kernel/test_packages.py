"""A sealed package: the same bytes each time, of parts that are proved, under names that harm nobody."""

import asyncio
import io
import tracemalloc
import zipfile
from collections.abc import AsyncIterator, Callable
from functools import partial
from hashlib import sha256
from pathlib import Path
from zlib import crc32

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyrage import x25519

from duban.kernel.age_encryption import encrypted
from duban.kernel.file_names import clean_name
from duban.kernel.ids import new_id
from duban.kernel.object_store import ObjectLost, ObjectStore, key_of
from duban.kernel.packages import (
    MANIFEST,
    SIGNATURE,
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
from duban.kernel.verify_package import verify_package
from support.packages import (
    FILES,
    HEADER,
    KEY,
    PACKAGE,
    WITH_COVER,
    Signer,
    packed,
    parts_of,
    pieces_of,
    sealed_of,
    streamed,
    whole,
)


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


def test_the_cover_escapes_and_lists_every_file() -> None:
    page = asyncio.run(whole(WITH_COVER[0].open())).decode()
    assert "&lt;非法行医&gt; &amp; {{ 案件 }}" in page
    assert "2026-03-03 00:30" in page
    assert all(part.path in page and part.sha256 in page for part in WITH_COVER[1:])
    assert "<script" not in page


# ---- names -----------------------------------------------------------------------------------------------------------


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


# ---- bytes that come from elsewhere ----------------------------------------------------------------------------------


@pytest.mark.parametrize("given_pieces", [(b"abc", b"dex"), (b"abc",), (b"abc", b"def", b"g"), ()])
def test_a_part_that_is_not_what_it_was_stops_the_package(given_pieces: tuple[bytes, ...]) -> None:
    good = Part.held("a.bin", "x/y", b"abcdef")
    bad = streamed("a.bin", 6, good.sha256, partial(pieces_of, *given_pieces))
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


def test_no_package_is_sealed_that_would_not_be_read() -> None:
    with pytest.raises(ValueError, match="at most 9998 files, not 9999"):
        seal(HEADER, parts_of({f"{number}.txt": b"" for number in range(9_999)}), Signer())


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
        found = await whole(stream(sealed_of([known]), [there]))
        assert data in found
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


def test_a_broken_part_is_told_before_anything_encrypted_leaves() -> None:
    good = Part.held("a.bin", "x/y", b"abcdef")
    bad = streamed("a.bin", 6, good.sha256, partial(pieces_of, b"abcdex"))

    async def first() -> None:
        key = str(x25519.Identity.generate().to_public())
        await anext(encrypted(stream(sealed_of([good]), [bad]), key))

    with pytest.raises(PartChanged):
        asyncio.run(first())


# ---- ZIP64 -----------------------------------------------------------------------------------------------------------


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
