"""Rows out of a file that somebody sends: CSV (UTF-8, UTF-16, GB18030), XLSX, NDJSON. Blocking: call it in a thread.

What the file is, is told by its content. Nothing in it is trusted: sizes are limited before memory is spent on them,
and a cell that a spreadsheet would run as a formula is refused. This module must not know what the rows are for.
"""

import codecs
import csv
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

import orjson
import python_calamine

from duban.kernel.errors import Invalid, Text, TooLarge
from duban.kernel.media import check_file
from duban.kernel.office_files import XLSX, PackageLimits

MEDIA_TYPES = frozenset({XLSX, "text/csv", "text/tab-separated-values", "text/plain", "application/json"})


class SheetKind(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    NDJSON = "ndjson"


@dataclass(frozen=True)
class SheetLimits:
    """How much of a file is taken: data rows, columns, characters of one cell, bytes when unpacked."""

    rows: int = 100_000
    columns: int = 200
    cell: int = 10_000
    unpacked_bytes: int = 256 << 20


@dataclass(frozen=True)
class RawRow:
    """One row as written: `number` as the sheet shows it (the headings are row 1), heading → value; blanks left out."""

    number: int
    cells: dict[str, Any]


@dataclass(frozen=True)
class Sheet:
    """A file's headings in order and its rows. NDJSON has no headings of its own: every key that occurs is one."""

    kind: SheetKind
    headings: list[str]
    rows: list[RawRow]


def read_sheet(path: Path, limits: SheetLimits | None = None) -> Sheet:
    """The rows of the file at `path`; blank rows are left out and counted in the numbers.

    Raises UnsupportedMedia (not a table, macros, damaged), TooLarge (`too_many_rows`, `too_many_columns`,
    `package_too_large`), Invalid (`sheet_empty`, `sheet_unreadable`, `encoding_unreadable`).
    """
    held = limits or SheetLimits()
    with path.open("rb") as file:
        media_type = check_file(file, MEDIA_TYPES, PackageLimits(max_unpacked_bytes=held.unpacked_bytes))
        start = file.read(4096)
    if media_type == XLSX:
        return _tabular(SheetKind.XLSX, _xlsx_rows(path, held), held)
    encoding = encoding_of(path)
    if start.decode(encoding, errors="ignore").lstrip("\ufeff \t\r\n").startswith("{"):
        return _ndjson(path, encoding, held)
    return _tabular(SheetKind.CSV, _csv_rows(path, encoding), held)


def encoding_of(path: Path) -> str:
    """UTF-16 or UTF-8 by their marks, UTF-8 where all of it is valid, else GB18030 (what Chinese Excel writes).

    Raises Invalid (`encoding_unreadable`).
    """
    with path.open("rb") as file:
        if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        for encoding in ("utf-8-sig", "gb18030"):
            file.seek(0)
            if _decodes(file, encoding):
                return encoding
    raise Invalid(
        "encoding_unreadable",
        Text("文件编码无法识别。请另存为 UTF-8 编码后重试。", "The encoding is not known. Save the file as UTF-8."),
    )


def _decodes(file: IO[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := file.read(1 << 16):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _csv_rows(path: Path, encoding: str) -> Iterator[list[Any]]:
    with path.open(encoding=encoding, newline="") as file:
        first = file.readline()
        delimiter = max(",;\t", key=first.count)
        file.seek(0)
        try:
            yield from csv.reader(file, delimiter=delimiter, strict=True)
        except csv.Error as error:
            raise _unreadable(str(error)) from error


def _xlsx_rows(path: Path, limits: SheetLimits) -> Iterator[list[Any]]:
    _require_small_range(path, limits)
    try:
        with python_calamine.CalamineWorkbook.from_path(str(path)) as book:
            if not book.sheet_names:
                raise _empty()
            yield from book.get_sheet_by_index(0).iter_rows()
    except python_calamine.CalamineError as error:
        raise _unreadable(str(error)) from error


_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,3})(\d{1,10})["']""")


def _require_small_range(path: Path, limits: SheetLimits) -> None:
    """Refuse a sheet that names a cell far away: the reader makes room for every cell up to the farthest."""
    with zipfile.ZipFile(path) as container:
        for entry in container.infolist():
            if not entry.filename.casefold().startswith("xl/worksheets/"):
                continue
            with container.open(entry) as part:
                before = b""
                while chunk := part.read(1 << 18):
                    for letters, digits in _REFERENCE.findall(before + chunk):
                        if int(digits) > limits.rows + 1_000:
                            raise too_many_rows(limits)
                        if _column(letters) > limits.columns:
                            raise _too_many_columns(limits)
                    before = chunk[-40:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _tabular(kind: SheetKind, rows: Iterator[list[Any]], limits: SheetLimits) -> Sheet:
    numbered = ((number, row) for number, row in enumerate(rows, start=1) if not all(map(is_blank, row)))
    first = next(numbered, None)
    if first is None:
        raise _empty()
    headings = [str(cell).strip().lstrip("\ufeff") for cell in first[1]]
    while headings and not headings[-1]:
        headings.pop()
    if len(headings) > limits.columns:
        raise _too_many_columns(limits)
    found: list[RawRow] = []
    for number, row in numbered:
        if len(found) == limits.rows:
            raise too_many_rows(limits)
        cells = {heading: row[i] for i, heading in enumerate(headings) if i < len(row) and not is_blank(row[i])}
        if over := [value for value in row[len(headings) :] if not is_blank(value)]:
            cells[""] = over[0]
        if cells:
            found.append(RawRow(number, cells))
    return Sheet(kind, headings, found)


def _ndjson(path: Path, encoding: str, limits: SheetLimits) -> Sheet:
    headings: dict[str, None] = {}
    found: list[RawRow] = []
    with path.open(encoding=encoding) as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                value = orjson.loads(line)
            except orjson.JSONDecodeError as error:
                raise _unreadable(f"{number}: {error.msg}") from error
            if not isinstance(value, dict):
                raise _unreadable(f"{number}: not an object")
            if len(found) == limits.rows:
                raise too_many_rows(limits)
            headings |= dict.fromkeys(value)
            if len(headings) > limits.columns:
                raise _too_many_columns(limits)
            found.append(RawRow(number, {k: v for k, v in value.items() if not is_blank(v)}))
    if not found:
        raise _empty()
    return Sheet(SheetKind.NDJSON, list(headings), found)


def is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


_SUSPICIOUS = re.compile(r"\A(?:[=@\t\r]|[+-](?![\d\s().-]*\Z))")


def cell_fault(value: Any, limits: SheetLimits) -> tuple[str, Text] | None:
    """Why a value may not enter, whatever the column: too long, unprintable, or begins like a formula.

    A later export would hand such a text to somebody's spreadsheet program, which would run it. Signed numbers and
    telephone numbers (+86 …) are no formulas.
    """
    if isinstance(value, list):
        return next((fault for item in value if (fault := cell_fault(item, limits))), None)
    if isinstance(value, dict):
        return "cell_object", Text("单元格应为文字、数字或列表。", "A cell holds text, a number or a list.")
    if not isinstance(value, str):
        return None
    if len(value) > limits.cell:
        return "cell_too_long", Text(
            f"单元格内容有 {len(value)} 个字符，最多 {limits.cell} 个。",
            f"The cell has {len(value)} characters; at most {limits.cell} are taken.",
        )
    if _SUSPICIOUS.match(value):
        return "formula_like", Text(
            "内容以 =、+、-、@ 等开头，会被表格软件当作公式，请改写。",
            "It begins like a formula (= + - @). Write it in another way.",
        )
    if any(unicodedata.category(c) in ("Cc", "Cs", "Cn") and c not in "\t\n\r" for c in value):
        return "control_character", Text("含有不可见的控制字符，请删除。", "It holds control characters. Remove them.")
    return None


def too_many_rows(limits: SheetLimits) -> TooLarge:
    return TooLarge(
        "too_many_rows",
        Text(
            f"一个文件最多 {limits.rows} 行数据，请拆分后分别导入。",
            f"A file may have at most {limits.rows} rows of data. Split it.",
        ),
    )


def _too_many_columns(limits: SheetLimits) -> TooLarge:
    return TooLarge(
        "too_many_columns",
        Text(f"一个文件最多 {limits.columns} 列。", f"A file may have at most {limits.columns} columns."),
    )


def _empty() -> Invalid:
    return Invalid(
        "sheet_empty",
        Text("文件中没有数据。第一行应为列名。", "There is nothing in the file. Its first row holds the headings."),
    )


def _unreadable(why: str) -> Invalid:
    return Invalid(
        "sheet_unreadable",
        Text(f"文件无法读取（{why[:200]}）。请检查后重试。", f"The file cannot be read ({why[:200]})."),
    )
