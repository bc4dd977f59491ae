import io
import struct
import zipfile
import zlib

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from duban.kernel import office_files
from duban.kernel.errors import Problem, TooLarge, UnsupportedMedia
from duban.kernel.office_files import DOCX, OFD, PPTX, XLSX, ZIP, PackageLimits, package_type

LIMITS = PackageLimits()


def container(parts: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", how) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return file.getvalue()


def described(main: str) -> bytes:
    return f'<Types><Override PartName="/main.xml" ContentType="{main}.main+xml"/></Types>'.encode()


def document(main: str = DOCX, **more: bytes) -> bytes:
    return container({"[Content_Types].xml": described(main), "word/document.xml": b"<w/>" * 100, **more})


def refusal(content: bytes, limits: PackageLimits = LIMITS) -> str:
    with pytest.raises(Problem) as caught:
        package_type(io.BytesIO(content), limits)
    assert isinstance(caught.value, TooLarge if caught.value.code == "package_too_large" else UnsupportedMedia)
    return caught.value.code


@pytest.mark.parametrize("main", [DOCX, XLSX, PPTX])
def test_an_office_document_is_told_by_its_main_part(main):
    assert package_type(io.BytesIO(document(main)), LIMITS) == main


def test_a_real_workbook_is_a_workbook():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        for row in range(2000):
            sheet.write_row(row, 0, [f"甲医院{row}", row])
    assert package_type(file, LIMITS) == XLSX


def test_an_ofd_document_is_told_by_its_root():
    assert package_type(io.BytesIO(container({"OFD.xml": b"<ofd/>", "Doc_0/Document.xml": b"<d/>"})), LIMITS) == OFD


@pytest.mark.parametrize(
    "parts",
    [{"a.txt": b"x"}, {"[Content_Types].xml": b"<Types/>"}, {"[Content_Types].xml": described(DOCX) + described(XLSX)}],
)
def test_a_container_that_is_not_clearly_one_document_is_just_a_container(parts):
    assert package_type(io.BytesIO(container(parts)), LIMITS) == ZIP


def test_macros_are_refused_by_the_main_type_and_by_the_part_that_holds_them():
    assert refusal(document("application/vnd.ms-excel.sheet.macroEnabled")) == "package_macros"
    assert refusal(document("application/vnd.ms-word.document.macroEnabled")) == "package_macros"
    assert refusal(document(XLSX, **{"xl/vbaProject.bin": b"x"})) == "package_macros"


def test_a_bomb_is_refused_by_its_ratio_its_total_and_its_number_of_entries():
    bomb = document(**{"word/media/zeros": bytes(3 << 20)})
    assert refusal(bomb) == "package_too_large"
    assert package_type(io.BytesIO(bomb), PackageLimits(max_ratio=2000)) == DOCX
    assert refusal(bomb, PackageLimits(max_ratio=2000, max_unpacked_bytes=3 << 20)) == "package_too_large"
    assert refusal(document(a=b"", b=b""), PackageLimits(max_entries=3)) == "package_too_large"
    assert package_type(io.BytesIO(document(a=b"", b=b"")), PackageLimits(max_entries=4)) == DOCX


def test_the_ratio_is_not_held_against_a_small_part():
    assert package_type(io.BytesIO(document(small=bytes(1 << 20))), LIMITS) == DOCX


def understate(content: bytes, name: bytes, size: int, crc: int) -> bytes:
    """The container whose directory and entry claim another size (and the sum of only that much) for `name`."""
    changed = bytearray(content)
    at_directory = content.index(b"PK\x01\x02")
    while content[at_directory + 46 : at_directory + 46 + len(name)] != name:
        at_directory = content.index(b"PK\x01\x02", at_directory + 4)
    at_entry = struct.unpack_from("<L", content, at_directory + 42)[0]
    struct.pack_into("<L", changed, at_directory + 16, crc)
    struct.pack_into("<L", changed, at_directory + 24, size)
    struct.pack_into("<L", changed, at_entry + 14, crc)
    struct.pack_into("<L", changed, at_entry + 22, size)
    return bytes(changed)


@pytest.mark.parametrize("claimed", [0, 1000, (8 << 20) - 1, (8 << 20) + 1])
def test_an_entry_that_lies_about_its_size_is_refused(claimed):
    # The checksum of the part that is claimed makes the lie invisible to a reader that stops there.
    liar = understate(
        document(**{"word/media/zeros": bytes(8 << 20)}), b"word/media/zeros", claimed, zlib.crc32(bytes(claimed))
    )
    assert refusal(liar, PackageLimits(max_ratio=5000)) == "package_damaged"


def test_unpacking_stops_with_the_first_piece_too_many():
    liar = understate(document(zeros=bytes(8 << 20)), b"zeros", 10, zlib.crc32(bytes(10)))
    file = io.BytesIO(liar)
    unpacked = 0
    with zipfile.ZipFile(file) as packed, pytest.raises(UnsupportedMedia):
        for size in office_files._unpacked_sizes(file, packed.getinfo("zeros")):
            unpacked += size
    assert 0 < unpacked <= 1 << 16


def test_a_stored_entry_that_lies_about_its_size_is_refused():
    stored = container({"[Content_Types].xml": described(DOCX), "b": bytes(1000)}, zipfile.ZIP_STORED)
    assert refusal(understate(stored, b"b", 10, zlib.crc32(bytes(10)))) == "package_damaged"


def test_entries_that_share_their_bytes_are_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a", b"kernel" * 1000)
        shared = packed.getinfo("a")
        twin = zipfile.ZipInfo("b")
        for field in ("header_offset", "compress_type", "compress_size", "file_size", "CRC", "external_attr"):
            setattr(twin, field, getattr(shared, field))
        packed.filelist.append(twin)
        packed.NameToInfo["b"] = twin
    assert refusal(file.getvalue()) == "package_damaged"


def test_an_entry_whose_bytes_begin_behind_the_next_entry_is_refused():
    content = bytearray(container({"a": bytes(10), "b": bytes(50)}, zipfile.ZIP_STORED))
    struct.pack_into("<H", content, 28, 30)  # the first entry's own header claims 30 more bytes of extra field
    assert refusal(bytes(content)) == "package_damaged"


def test_an_encrypted_entry_is_refused_with_what_to_do():
    content = bytearray(document())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    assert refusal(bytes(content)) == "package_encrypted"


@pytest.mark.parametrize("name", ["../up", "a/../../up", "/etc/x", "C:x", "a\\..\\x"])
def test_an_entry_that_points_outside_is_refused(name):
    assert refusal(container({name: b"x"})) == "package_damaged"


def test_two_entries_of_one_name_are_refused_whatever_their_case():
    assert refusal(container({"Word/a.xml": b"1", "word/A.xml": b"2"})) == "package_damaged"


def test_an_unusual_compression_is_refused():
    assert refusal(container({"a": b"x" * 100}, zipfile.ZIP_BZIP2)) == "package_damaged"


def test_names_in_chinese_are_no_harm():
    assert package_type(io.BytesIO(document(**{"word/media/图片一.png": b"x", "目录/": b""})), LIMITS) == DOCX


def test_a_cut_off_file_is_damaged():
    content = document()
    for end in (0, 4, len(content) // 2, len(content) - 1):
        assert refusal(content[:end]) == "package_damaged"


WHOLE = document()


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_a_container_with_any_byte_changed_is_taken_or_refused_and_nothing_worse(at, change):
    content = bytearray(WHOLE)
    content[at] ^= change
    try:
        assert package_type(io.BytesIO(bytes(content)), LIMITS) in (DOCX, ZIP, OFD)
    except (TooLarge, UnsupportedMedia) as problem:
        assert problem.code.startswith("package_")
