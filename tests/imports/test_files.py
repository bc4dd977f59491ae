"""What a file may be: encodings, hostile contents, limits; and that no format loses or bends a value."""

import zipfile
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.imports.receiving import importer_of
from duban.kernel import cells
from duban.kernel.errors import Invalid, Problem
from duban.kernel.importing import match_headings
from duban.kernel.sheets import Sheet, SheetLimits, cell_fault, read_sheet
from support.sheets import FORMATS, Rows, as_csv, as_ndjson, as_xlsx

TABLE: Rows = [{"名称": "甲医院", "备注": "一，二"}, {"名称": "乙𠮷诊所", "备注": '引"号\n换行'}]


def read(content: bytes, limits: SheetLimits | None = None) -> Sheet:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        path.write_bytes(content)
        return read_sheet(path, limits)


def refused(content: bytes, limits: SheetLimits | None = None) -> str:
    with pytest.raises(Problem) as caught:
        read(content, limits)
    return caught.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_says_the_same_in_every_encoding(encoding: str, delimiter: str) -> None:
    sheet = read(as_csv(TABLE, encoding, delimiter))
    assert sheet.headings == ["名称", "备注"]
    assert [row.cells for row in sheet.rows] == TABLE


def test_blank_rows_count_and_are_left_out() -> None:
    sheet = read(as_csv([TABLE[0], {"名称": "", "备注": ""}, TABLE[1]]))
    assert [row.number for row in sheet.rows] == [2, 4]


_WORDS = st.text(st.characters(codec="gb18030", exclude_categories=["C"]), min_size=1, max_size=30).filter(str.strip)


@settings(max_examples=40, deadline=None)
@given(words=st.lists(_WORDS, min_size=1, max_size=5), numbers=st.lists(st.integers(0, 10**6), min_size=1, max_size=5))
@pytest.mark.parametrize("form", FORMATS)
def test_what_is_written_is_what_is_read(form: str, words: list[str], numbers: list[int]) -> None:
    rows = [{"a": "x", "word": word, "number": number} for word, number in zip(words, numbers, strict=False)]
    found = [row.cells for row in read(FORMATS[form](rows)).rows]
    assert [cells.whole(row["number"]) for row in found] == [row["number"] for row in rows]
    assert [row["word"] for row in found] == [row["word"] for row in rows]


def zipped(entries: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in entries.items():
            container.writestr(name, content)
    return target.getvalue()


def changed(xlsx: bytes, part: str, old: bytes, new: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(xlsx)) as container:
        entries = {name: container.read(name) for name in container.namelist()}
    assert old in entries[part]
    return zipped({**entries, part: entries[part].replace(old, new)})


def test_a_cell_far_away_does_not_buy_memory() -> None:
    sheet = "xl/worksheets/sheet1.xml"
    assert refused(changed(as_xlsx(TABLE), sheet, b'r="A2"', b'r="XFD2"')) == "too_many_columns"
    assert refused(changed(as_xlsx(TABLE), sheet, b'r="B3"', b'r="B1048576"')) == "too_many_rows"


def test_a_bomb_is_not_unpacked() -> None:
    with zipfile.ZipFile(BytesIO(as_xlsx(TABLE))) as container:
        entries = {name: container.read(name) for name in container.namelist()}
    bomb = zipped({**entries, "xl/worksheets/sheet2.xml": b" " * (64 << 20)})
    assert refused(bomb) == "package_too_large"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "media_not_allowed"),
        (b"<html><script>alert(1)</script>", "media_active"),
        (b"MZ\x90\x00\x03", "media_active"),
        (b"%PDF-1.7\n%\xe2\xe3", "media_not_allowed"),
        (b"\n\n \n", "sheet_empty"),
        (b'{"a": 1}\n[2]\n', "sheet_unreadable"),
        (b'{"a": 1}\n{"a"\n', "sheet_unreadable"),
        (b'a,b\n"open,1\n', "sheet_unreadable"),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(content: bytes, code: str) -> None:
    assert refused(content) == code


def test_more_rows_than_allowed_are_refused_in_every_form() -> None:
    for make in (as_csv, as_xlsx, as_ndjson):
        assert refused(make(TABLE * 3), SheetLimits(rows=5)) == "too_many_rows"
        assert len(read(make(TABLE * 3), SheetLimits(rows=6)).rows) == 6


@pytest.mark.parametrize("value", ["=1+1", "@SUM(A1)", "\t=1", "+cmd|' /C calc'!A0", "-2+3+cmd", ["好", "=1"]])
def test_what_a_spreadsheet_would_run_is_refused(value: object) -> None:
    fault = cell_fault(value, SheetLimits())
    assert fault is not None
    assert fault[0] == "formula_like"


@pytest.mark.parametrize("value", ["+86 138-0013-8000", "-5", "－", "一=二", 5, True, None, "a@b", "-1.5"])
def test_ordinary_signs_are_no_formula(value: object) -> None:
    assert cell_fault(value, SheetLimits()) is None


@pytest.mark.parametrize(
    ("value", "code"), [("x" * 10_001, "cell_too_long"), ("a\x00b", "control_character"), ({"a": 1}, "cell_object")]
)
def test_other_cells_that_may_not_enter(value: object, code: str) -> None:
    fault = cell_fault(value, SheetLimits())
    assert fault is not None
    assert fault[0] == code


@pytest.mark.parametrize(
    "written", ["2026-03-01", "2026/3/1", "2026.3.1", "2026年3月1日", "20260301", "２０２６／３／１", 20260301.0]
)
def test_a_day_is_read_however_it_is_written(written: object) -> None:
    assert cells.day(written) == "2026-03-01"


def test_no_two_columns_of_a_resource_share_a_heading() -> None:
    for resource in ("institutions", "organisations", "people", "roles"):
        importer = importer_of(resource)
        for pick in (lambda c: c.name, lambda c: c.zh, lambda c: c.en):
            names = [pick(column) for column in importer.columns]
            assert len(match_headings(importer, names)) == len(importer.columns)
        everything = [name for column in importer.columns for name in set(column.headings())]
        assert len(everything) == len(set(everything))
        assert set(importer.schema.model_fields) >= {column.name for column in importer.columns}
        with pytest.raises(Invalid):
            match_headings(importer, [])
