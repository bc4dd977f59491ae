"""Exports: a list with the same filters, permission and scope, as a workbook, CSV or NDJSON, row for row.

Rows are read in keyset pages and written as they come, so that memory stays flat however long the list is. Every export
is journalled with its filters and its number of rows before the first byte leaves. Knows listings and no resource.
"""

import asyncio
import csv
import io
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, cast

import orjson
import rustpy_xlsxwriter
import xlsxwriter
from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, StreamingResponse
from pydantic import Field, create_model
from starlette.background import BackgroundTask

from duban.kernel import journal
from duban.kernel.access import Actor
from duban.kernel.clock import ZONE, today
from duban.kernel.errors import Text, TooLarge
from duban.kernel.file_names import as_download
from duban.kernel.lane import dump
from duban.kernel.listing import ListQuery, Reader, parse, query_parameters
from duban.kernel.organisations import Organisation
from duban.kernel.problems import language_of, refusals
from duban.kernel.web import Transaction, current_actor

PAGE_ROWS = 1000
"""Rows in memory at a time."""

SMALL_ROWS = 20_000
"""Up to here a workbook is written by xlsxwriter, above by the ten times faster writer in Rust (measured)."""

SHEET_ROWS = 1_048_575
"""What a sheet holds below its heading."""

CELL_CHARACTERS = 32_767
"""What a cell holds; a longer text is cut and ends in an ellipsis."""

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

COMMON: Mapping[str, Text] = {
    "id": Text("编号", "Id"),
    "number": Text("编号", "Number"),
    "title": Text("标题", "Title"),
    "name": Text("名称", "Name"),
    "state": Text("状态", "State"),
    "status": Text("状态", "Status"),
    "organisation_id": Text("单位编号", "Organisation id"),
    "organisation_name": Text("单位", "Organisation"),
    "region_code": Text("行政区划代码", "Region code"),
    "due_on": Text("截止日期", "Due on"),
    "next_due_clock_id": Text("最近期限编号", "Next term's id"),
    "next_due_title_zh": Text("最近期限", "Next term (Chinese)"),
    "next_due_title_en": Text("最近期限（英文）", "Next term"),
    "next_due_unit": Text("最近期限的计量单位", "Next term's unit"),
    "next_due_at": Text("最近期限届满", "Next term runs out"),
    "next_due_on": Text("最近期限最后一日", "Next term's last day"),
    "created_at": Text("登记时间", "Created at"),
    "updated_at": Text("更新时间", "Updated at"),
    "version": Text("版本", "Version"),
    "late": Text("是否逾期", "Late"),
    "zero": Text("零报告", "Zero report"),
    "fact": Text("报送情况", "Fact"),
    "period": Text("期别", "Period"),
    "proof": Text("证明方式", "Proof"),
    "problem": Text("问题", "Problem"),
    "risk": Text("风险等级", "Risk"),
    "mode": Text("整改方式", "Mode"),
    "uscc": Text("统一社会信用代码", "Credit code"),
    "level": Text("级别", "Level"),
    "grade": Text("等次", "Grade"),
    "types": Text("类别", "Types"),
    "beds": Text("床位数", "Beds"),
    "staff": Text("职工数", "Staff"),
    "address": Text("地址", "Address"),
}
"""Headings of columns that many lists have."""


class ExportFormat(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"
    NDJSON = "ndjson"


Words = Mapping[str, Mapping[Any, Text]]
"""Column → word of its closed list → that word for people. What it does not name is told as it is."""


def add_export(
    router: APIRouter,
    reader: Reader,
    *,
    operation_id: str,
    summary: str,
    headings: Mapping[str, Text] | None = None,
    words: Words | None = None,
) -> None:
    """Give `router` the `GET /export` of the list behind `reader`, with the list's own filters and order.

    `headings` names columns beside `COMMON`; one with neither has its schema's title, else its field's name. `words`
    tells the words of closed lists in the reader's language, in workbooks and CSV; NDJSON keeps them for machines.
    """
    listing = reader.listing
    asked: Any = create_model(
        f"{listing.query.__name__}Export",
        __base__=listing.query,
        format=(ExportFormat, Field(ExportFormat.XLSX, description="`xlsx`, `csv` (UTF-8 with BOM) or `ndjson`")),
    )
    named = {**COMMON, **(headings or {})}
    told = words or {}

    shape = cast(type[ListQuery], asked)

    async def export(request: Request) -> Response:
        me = await current_actor(request)
        me.require(listing.permission)
        query = parse(shape, request)
        form: ExportFormat = query.format  # type: ignore[attr-defined]
        counted = query.model_copy(update={"limit": 1, "count": "exact", "cursor": None})
        total: int = (await reader.page(request, me, counted))["total"]
        if form is ExportFormat.XLSX and total > SHEET_ROWS:
            raise _too_many(total)
        noun = listing.model.word()
        language = language_of(request)
        heads = _heads(reader, named, language)
        name = f"{noun}-{today():%Y%m%d}.{form}"
        pages = _pages(reader, request, me, query)
        if form is ExportFormat.XLSX:
            path = await _workbook(pages, heads, told, language, large=total > SMALL_ROWS)
            try:
                await _journal(request, me, noun, query, total)
            except BaseException:
                path.unlink()
                raise
            return FileResponse(
                path,
                media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                headers={"Content-Disposition": as_download(name)},
                background=BackgroundTask(path.unlink),
            )
        await _journal(request, me, noun, query, total)
        body = _csv(pages, heads, told, language) if form is ExportFormat.CSV else _ndjson(pages)
        media_type = "text/csv; charset=utf-8" if form is ExportFormat.CSV else "application/x-ndjson"
        return StreamingResponse(body, media_type=media_type, headers={"Content-Disposition": as_download(name)})

    export.__doc__ = (
        "The list with the same filters, as a file. In CSV a text that a spreadsheet would run as a formula gets a `'` "
        "in front. Cells over 32 767 characters are cut. NDJSON holds the rows with the words and instants of the API."
    )
    router.add_api_route(
        "/export",
        export,
        methods=["GET"],
        operation_id=operation_id,
        summary=summary,
        response_class=Response,
        responses={
            200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}},
            **refusals(400, 401, 403, 413, 422, 503),
        },
        openapi_extra={"parameters": query_parameters(shape), "security": [{"bearer": []}]},
    )
    # Before `/{id}`, which would take the word for an id.
    router.routes.insert(0, router.routes.pop())


async def _journal(request: Request, me: Actor, noun: str, query: ListQuery, total: int) -> None:
    transaction: Transaction = request.state.transaction
    act = await transaction.begin(me)
    house = await act.db.get_one(Organisation, me.organisation_id)
    filters = query.model_dump(mode="json", exclude_defaults=True, exclude={"limit", "cursor", "count", "format"})
    told = {"filters": filters, "format": str(query.format), "rows": total}  # type: ignore[attr-defined]
    journal.record(
        act.db,
        me,
        act.now,
        f"{noun}:export",
        house,
        label=house.name,
        changes={key: (None, value) for key, value in told.items()},
        request_id=act.request_id,
    )


async def _pages(reader: Reader, request: Request, me: Actor, query: ListQuery) -> AsyncIterator[list[dict[str, Any]]]:
    """The whole list, at most `PAGE_ROWS` rows at a time."""
    cursor = None
    while True:
        asked = query.model_copy(update={"limit": PAGE_ROWS, "count": None, "cursor": cursor})
        page = await reader.page(request, me, asked)
        yield page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return


def _heads(reader: Reader, named: Mapping[str, Text], language: str) -> dict[str, str]:
    """Each column's heading, no two alike: the writers know columns by their heading."""
    heads: dict[str, str] = {}
    for name, field in reader.listing.lane.read.model_fields.items():
        if name in reader.listing.lane.computed:
            continue
        head = named[name].into(language) if name in named else field.title or name.replace("_", " ").capitalize()
        heads[name] = f"{head} ({name})" if head in heads.values() else head
    return heads


def _cells(row: Mapping[str, Any], heads: Mapping[str, str], words: Words, language: str) -> list[str | int | float]:
    """A row as the cells of its columns."""
    found = []
    for name in heads:
        value = row[name]
        word = words[name].get(value) if name in words and value is not None else None
        found.append(word.into(language) if word else cell(value, language))
    return found


def cell(value: Any, language: str) -> str | int | float:
    """`value` as a cell: instants and days in local time, yes and no in words, lists with semicolons."""
    match value:
        case None:
            return ""
        case bool():
            return Text("是" if value else "否", "yes" if value else "no").into(language)
        case int() | float():
            return value
        case datetime():
            return value.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")
        case date():
            return value.isoformat()
        case StrEnum():
            return value.value
        case list() | tuple():
            return _cut("; ".join(str(part) for part in value))
        case dict():
            return _cut(orjson.dumps(value, default=str).decode())
        case _:
            return _cut(str(value))


def _cut(text: str) -> str:
    # Excel counts UTF-16 units: a rare character such as 𠮷 takes two of them.
    if len(text) * 2 <= CELL_CHARACTERS or len(text.encode("utf-16-le")) // 2 <= CELL_CHARACTERS:
        return text
    kept = text.encode("utf-16-le")[: (CELL_CHARACTERS - 1) * 2].decode("utf-16-le", "ignore")
    return f"{kept}…"


def guarded(value: str | int | float) -> str | int | float:
    """A text that a spreadsheet would take for a formula, disarmed by a `'` in front; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_DANGEROUS) else value


async def _csv(
    pages: AsyncIterator[list[dict[str, Any]]], heads: Mapping[str, str], words: Words, language: str
) -> AsyncIterator[bytes]:
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow([guarded(head) for head in heads.values()])
    yield b"\xef\xbb\xbf" + held.getvalue().encode()
    async for page in pages:
        held.seek(0)
        held.truncate()
        writer.writerows([guarded(told) for told in _cells(row, heads, words, language)] for row in page)
        yield held.getvalue().encode()


async def _ndjson(pages: AsyncIterator[list[dict[str, Any]]]) -> AsyncIterator[bytes]:
    async for page in pages:
        yield b"".join(dump(row) + b"\n" for row in page)


async def _workbook(
    pages: AsyncIterator[list[dict[str, Any]]], heads: Mapping[str, str], words: Words, language: str, *, large: bool
) -> Path:
    """A temporary file with the workbook; whoever takes it removes it.

    The rows wait in a file of their own, so that the writer, which asks for one after the other, can have its thread.
    """
    with tempfile.NamedTemporaryFile(suffix=".xlsx", delete=False) as made:
        path = Path(made.name)
    try:
        with tempfile.TemporaryFile() as rows:
            async for page in pages:
                lines = b"".join(orjson.dumps(_cells(row, heads, words, language)) + b"\n" for row in page)
                await asyncio.to_thread(rows.write, lines)
            rows.seek(0)
            write: Callable[[Path, list[str], Iterator[list[Any]]], None] = _write_large if large else _write_small
            await asyncio.to_thread(write, path, list(heads.values()), (orjson.loads(line) for line in rows))
    except BaseException:
        await asyncio.to_thread(path.unlink)
        raise
    return path


def _write_small(path: Path, heads: list[str], rows: Iterator[list[Any]]) -> None:
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet("导出")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(heads) - 1, 18)
        sheet.write_row(0, 0, heads, book.add_format({"bold": True}))
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, row)


def _write_large(path: Path, heads: list[str], rows: Iterator[list[Any]]) -> None:
    records = (dict(zip(heads, row, strict=True)) for row in rows)
    rustpy_xlsxwriter.write_worksheet(records, str(path), sheet_name="导出", freeze_row=1, bold_headers=True)


def _too_many(total: int) -> TooLarge:
    return TooLarge(
        "too_many_rows",
        Text(
            "共 {total} 行，超出一个工作表的容量。请缩小范围，或导出为 CSV。",
            "{total} rows are more than a sheet holds. Narrow the list, or export CSV.",
        ).format(total=total),
        extra={"rows": total},
    )
