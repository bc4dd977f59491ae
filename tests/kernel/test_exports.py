"""Exports equal their list row for row, run no formula, and tell the journal."""

import csv
import io
from typing import Any

import orjson
import pytest
from fastapi import APIRouter
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from sqlmodel import col

from duban.kernel import exports
from duban.kernel.access import place
from duban.kernel.bulk import insert_many
from duban.kernel.exports import add_export, cell, guarded
from duban.kernel.journal import JournalEntry
from duban.kernel.listing import Reader
from duban.kernel.web import DubanRoute
from support.samples import LISTING, Sample, router
from support.world import World

pytestmark = pytest.mark.anyio
TITLES = ["=1+1", "+86 10", "-cmd|calc", "@SUM(A1)", "𠮷野家，“引号”\n换行", "通风系统"]
EXPORTING = APIRouter(prefix="/samples", route_class=DubanRoute)
add_export(EXPORTING, Reader(LISTING), operation_id="sample_export", summary="样例导出 export")


@pytest.fixture
async def sampled(world: World) -> World:
    world.include(EXPORTING, router)
    await fill(world, TITLES)
    return world


async def fill(world: World, titles: list[str]) -> None:
    rows = []
    for title in titles:
        row = Sample(organisation_id=world.organisations["north_hospital"].id, title=title)
        place(row, world.organisations["north_hospital"])
        rows.append(row.model_dump())
    async with world.database.transaction() as db:
        await insert_many(db, Sample, rows)


async def listed(world: World) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await world.person("north", "sample.read").get("/samples?limit=200")).json()["items"]
    return items


async def test_ndjson_is_the_list_row_for_row(sampled: World) -> None:
    got = await sampled.person("north", "sample.read").get("/samples/export?format=ndjson")
    assert got.status_code == 200, got.text
    assert [orjson.loads(line) for line in got.content.splitlines()] == await listed(sampled)


async def test_csv_is_the_list_with_formulas_disarmed(sampled: World) -> None:
    got = await sampled.person("north", "sample.read").get("/samples/export?format=csv")
    assert got.content.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(got.content.decode("utf-8-sig"), newline=""))
    assert head[:3] == ["编号", "标题", "状态"]
    wanted = [
        title if title in TITLES[4:] else f"'{title}" for title in (row["title"] for row in await listed(sampled))
    ]
    assert [row[1] for row in rows] == wanted
    english = await sampled.person("north", "sample.read").get(
        "/samples/export?format=csv", headers={"Accept-Language": "en"}
    )
    assert english.content.decode("utf-8-sig").startswith("Id,Title,State")


@pytest.mark.parametrize("small", [20_000, 3])
async def test_both_writers_give_the_list_as_text_and_no_formula(
    sampled: World, monkeypatch: pytest.MonkeyPatch, small: int
) -> None:
    monkeypatch.setattr(exports, "SMALL_ROWS", small)
    got = await sampled.person("north", "sample.read").get("/samples/export?format=xlsx")
    assert got.status_code == 200, got.text
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(got.content)).get_sheet_by_index(0)
    _, *rows = sheet.to_python()
    assert [row[1] for row in rows] == [row["title"] for row in await listed(sampled)]


async def test_filters_scope_and_permission_are_those_of_the_list(sampled: World) -> None:
    assert (await sampled.person("south", "sample.read").get("/samples/export?format=ndjson")).content == b""
    assert (await sampled.person("north").get("/samples/export")).status_code == 403
    narrowed = await sampled.person("north", "sample.read").get("/samples/export?format=ndjson&state=closed")
    assert narrowed.content == b""
    assert (await sampled.person("north", "sample.read").get("/samples/export?format=pdf")).status_code == 422


async def test_every_export_is_journalled_with_its_filters_and_rows(sampled: World) -> None:
    await sampled.person("north", "sample.read").get("/samples/export?format=csv&state=draft")
    async with sampled.database.reading() as db:
        found = (
            await db.execute(select(col(JournalEntry.changes)).where(col(JournalEntry.action) == "sample:export"))
        ).scalar_one()
    assert orjson.loads(found) == {
        "filters": [None, {"state": ["draft"]}],
        "format": [None, "csv"],
        "rows": [None, len(TITLES)],
    }


async def test_a_long_list_passes_in_pages_and_loses_no_row(sampled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than 20 000 rows go through the fast writer; no more than a page of them is ever held."""
    await fill(sampled, [f"第 {number} 件" for number in range(20_100)])
    sizes: list[int] = []
    whole = Reader.page

    async def watched(self: Reader, *given: Any) -> dict[str, Any]:
        page = await whole(self, *given)
        sizes.append(len(page["items"]))
        return page

    monkeypatch.setattr(Reader, "page", watched)
    got = await sampled.person("north", "sample.read").get("/samples/export?format=xlsx&sort=id")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(got.content)).get_sheet_by_index(0)
    _, *rows = sheet.to_python()
    assert len({row[0] for row in rows}) == len(rows) == 20_100 + len(TITLES)
    assert max(sizes) == exports.PAGE_ROWS


def test_a_cell_is_cut_at_what_excel_holds() -> None:
    assert cell("甲" * 32_767, "zh") == "甲" * 32_767
    assert cell("甲" * 32_768, "zh") == "甲" * 32_766 + "…"
    assert cell("𠮷" * 20_000, "zh") == "𠮷" * 16_383 + "…"
    assert (cell(True, "zh"), cell(False, "en"), cell(None, "zh")) == ("是", "no", "")
    assert (guarded(-5), guarded("-5"), guarded("＝1")) == (-5, "'-5", "'＝1")
