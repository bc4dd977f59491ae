"""Files of rows for the tests: the same rows as CSV, XLSX and NDJSON."""

import csv
import json
from io import BytesIO, StringIO
from typing import Any

import httpx
import xlsxwriter

from support.world import Person

Rows = list[dict[str, Any]]


def headings(rows: Rows) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def as_csv(rows: Rows, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    text = StringIO(newline="")
    writer = csv.DictWriter(text, headings(rows), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(rows: Rows) -> bytes:
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        columns = headings(rows)
        sheet.write_row(0, 0, columns)
        for line, row in enumerate(rows, start=1):
            for place, name in enumerate(columns):
                sheet.write(line, place, row.get(name))
    return target.getvalue()


def as_ndjson(rows: Rows) -> bytes:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


FORMATS = {"csv": as_csv, "xlsx": as_xlsx, "ndjson": as_ndjson}


async def send(
    person: Person,
    resource: str,
    content: bytes,
    *,
    name: str = "rows",
    headers: dict[str, str] | None = None,
    **fields: str,
) -> httpx.Response:
    """Upload `content`; unless said otherwise it is a preview of the whole file."""
    return await person.request(
        "POST",
        "/imports",
        files={"file": (name, content)},
        data={"resource": resource, **fields},
    )


async def rows_of(person: Person, run: dict[str, Any], query: str = "limit=200") -> Rows:
    answer = await person.get(f"/imports/{run['id']}/rows?{query}")
    assert answer.status_code == 200, answer.text
    found: Rows = answer.json()["items"]
    return found
