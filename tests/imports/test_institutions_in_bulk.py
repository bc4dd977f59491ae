"""Institutions from a file: every row accounted for, previewed as it will be written, and the same file twice."""

from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlmodel import col

from duban.imports.models import ImportRow
from duban.institutions.models import Institution, InstitutionVersion
from duban.kernel import worker
from duban.kernel.db import count_queries
from duban.kernel.journal import JournalEntry
from support.institutions import WRITES, register, some_uscc
from support.sheets import FORMATS, Rows, as_csv, as_ndjson, rows_of, send
from support.world import Person, World

pytestmark = pytest.mark.anyio
SUMS = ("to_create", "to_update", "unchanged", "errors", "pending")


def importer(world: World, organisation: str = "north") -> Person:
    return world.person(organisation, *WRITES, "import.run", name="importer")


def good(count: int, start: int = 1, **more: Any) -> Rows:
    return [
        {
            "统一社会信用代码*": some_uscc(900_000 + number),
            "机构名称": f"第{number}号卫生院",
            "行政区划代码": "990102",
            "级别": "一级",
            "类型": "乡镇卫生院",
            "床位数": 10 + number,
            "校验日期": "2026/3/1",
            **more,
        }
        for number in range(start, start + count)
    ]


def counts(run: dict[str, Any]) -> tuple[int, ...]:
    assert sum(run[name] for name in SUMS) == run["total"]
    return tuple(run[name] for name in SUMS[:4])


@pytest.mark.parametrize("form", FORMATS)
async def test_a_good_file_of_every_kind_is_written_and_a_rerun_changes_nothing(world: World, form: str) -> None:
    person, content = importer(world), FORMATS[form](good(3))
    preview = await send(person, "institutions", content, name=f"../{form}/机构.{form}")
    assert preview.status_code == 201, preview.text
    run = preview.json()
    assert (run["state"], counts(run), run["kind"]) == ("checked", (3, 0, 0, 0), form)
    assert run["file_name"] == f"机构.{form}"
    async with world.database.transaction() as db:
        assert await db.scalar(select(func.count()).select_from(Institution)) == 0
    applied = await person.step(f"/imports/{run['id']}", "apply")
    assert (applied["state"], counts(applied)) == ("applied", (3, 0, 0, 0))
    rows = await rows_of(person, run)
    assert (
        [(row["number"], row["outcome"], row["applied"]) for row in rows]
        == [
            (2, "create", True),
            (3, "create", True),
            (4, "create", True),
        ]
        if form != "ndjson"
        else [(n, "create", True) for n in (1, 2, 3)]
    )
    made = (await person.get(f"/institutions/{rows[0]['subject_id']}")).json()
    assert (made["beds"], made["level"], made["verified_on"]) == (11, "first", "2026-03-01")
    assert "grassroots_institution" in made["types"]
    again = (await send(person, "institutions", content, dry_run="false")).json()
    assert (again["state"], counts(again)) == ("applied", (0, 0, 3, 0))
    async with world.database.transaction() as db:
        assert await db.scalar(select(func.count()).select_from(InstitutionVersion)) == 3
        assert await db.scalar(select(func.max(Institution.version))) == 1
        left = await db.scalar(select(func.count()).select_from(ImportRow).where(col(ImportRow.payload).is_not(None)))
        assert left == 0  # nothing of the file is kept once it is written


async def test_only_what_differs_is_updated_and_blank_cells_change_nothing(world: World) -> None:
    person = importer(world)
    await send(person, "institutions", as_csv(good(3)), dry_run="false")
    rows = good(3)
    rows[1]["床位数"] = 99
    rows[2] |= {"床位数": "", "级别": ""}
    run = (await send(person, "institutions", as_csv(rows), dry_run="false")).json()
    assert counts(run) == (0, 1, 2, 0)
    (changed,) = await rows_of(person, run, "outcome=update")
    assert (changed["number"], changed["changes"]) == (3, {"beds": [12, 99]})
    async with world.database.transaction() as db:
        actions = (
            await db.scalars(select(JournalEntry.action).where(col(JournalEntry.subject_type) == "institution"))
        ).all()
    assert sorted(actions) == ["institution:amend", *["institution:create"] * 3]


WRONG: Rows = [
    {"统一社会信用代码": "91350100M000100Y44", "机构名称": "校验码错", "行政区划代码": "990102"},
    {"统一社会信用代码": some_uscc(1), "机构名称": "床位写错", "行政区划代码": "990102", "床位数": "约三百"},
    {"统一社会信用代码": some_uscc(2), "行政区划代码": "990102"},
    {"统一社会信用代码": some_uscc(3), "机构名称": '=HYPERLINK("x")', "行政区划代码": "990102"},
    {"统一社会信用代码": some_uscc(4), "机构名称": "级别写错", "行政区划代码": "99", "级别": "四级"},
    {"统一社会信用代码": some_uscc(5), "机构名称": "先到", "行政区划代码": "990102"},
    {"统一社会信用代码": some_uscc(5), "机构名称": "后到", "行政区划代码": "990102"},
    {"统一社会信用代码": some_uscc(6), "机构名称": "主管不明", "行政区划代码": "990102", "主管部门": "不存在的局"},
    {"统一社会信用代码": some_uscc(7), "机构名称": "长" * 10_001, "行政区划代码": "990102"},
    {
        "统一社会信用代码": some_uscc(8),
        "机构名称": "特二",
        "行政区划代码": "990102",
        "级别": "二级",
        "等次": "特等",
    },
]
EXPECTED = {
    2: {("/2/uscc", "uscc_check_digit")},
    3: {("/3/beds", "int_parsing")},
    4: {("/4/name", "missing")},
    5: {("/5/name", "formula_like")},
    6: {("/6/level", "enum"), ("/6/region_code", "string_pattern_mismatch")},
    8: {("/8", "key_doubled")},
    9: {("/9/authority", "authority_unknown")},
    10: {("/10/name", "cell_too_long")},
    11: {("/11", "grade_special_needs_third_level")},
}


@pytest.mark.parametrize("form", FORMATS)
async def test_every_wrong_row_is_told_with_its_place_and_reason(world: World, form: str) -> None:
    person = importer(world)
    run = (await send(person, "institutions", FORMATS[form](WRONG), dry_run="false")).json()
    assert (run["state"], counts(run)) == ("checked", (1, 0, 0, 9))
    shift = 1 if form == "ndjson" else 0
    told = {
        row["number"] + shift: {
            ("/" + "/".join([str(row["number"] + shift), *e["pointer"].split("/")[2:]]), e["code"])
            for e in row["errors"]
        }
        for row in await rows_of(person, run, "outcome=error")
    }
    assert told == EXPECTED
    async with world.database.transaction() as db:
        assert await db.scalar(select(func.count()).select_from(Institution)) == 0
    refused = await person.post(f"/imports/{run['id']}/apply", headers={"If-Match": "*"})
    assert (refused.status_code, refused.json()["code"]) == (409, "import_has_errors")


async def test_row_by_row_the_right_ones_enter_and_the_wrong_ones_are_told(world: World) -> None:
    person = importer(world)
    content = as_csv(WRONG)
    run = (await send(person, "institutions", content, dry_run="false", mode="per_row")).json()
    assert (run["state"], counts(run)) == ("applied", (1, 0, 0, 9))
    assert [row["applied"] for row in await rows_of(person, run)].count(True) == 1
    again = (await send(person, "institutions", content, dry_run="false", mode="per_row")).json()
    assert counts(again) == (0, 0, 1, 9)


async def test_a_row_that_fails_only_when_written_does_not_take_the_others_with_it(world: World) -> None:
    person = importer(world)
    run = (await send(person, "institutions", as_csv(good(4)), mode="per_row")).json()
    async with world.database.transaction() as db:
        await db.execute(text("CREATE UNIQUE INDEX one_bed_count ON institution (beds)"))
    await register(world, beds=12)  # collides with the second row in the index, which the check cannot foresee
    applied = await person.step(f"/imports/{run['id']}", "apply")
    assert counts(applied) == (3, 0, 0, 1)
    (failed,) = await rows_of(person, run, "outcome=error")
    assert (failed["number"], failed["errors"][0]["code"]) == (3, "already_exists")
    async with world.database.transaction() as db:
        assert await db.scalar(select(func.count()).select_from(Institution)) == 4


async def test_what_changed_since_the_preview_is_noticed_and_nothing_is_written(world: World) -> None:
    person = importer(world)
    run = (await send(person, "institutions", as_csv(good(2)))).json()
    await register(world, under="south", uscc=some_uscc(900_002))
    refused = await person.post(f"/imports/{run['id']}/apply", headers={"If-Match": "*"})
    assert (refused.status_code, refused.json()["code"]) == (409, "import_changed_meanwhile")
    assert refused.json()["errors"][0]["pointer"] == "/3/uscc"
    async with world.database.transaction() as db:
        assert await db.scalar(select(func.count()).select_from(Institution)) == 1


async def test_headings_are_found_in_both_languages_and_a_wrong_one_names_the_nearest(world: World) -> None:
    person = importer(world)
    english = [{"Credit code": some_uscc(1), "NAME": "甲医院", "Region code": "990102", "beds": "1,200"}]
    run = (await send(person, "institutions", as_csv(english), dry_run="false")).json()
    assert counts(run) == (1, 0, 0, 0)
    bad = [{"统一社会信用代码": some_uscc(1), "机构名": "甲", "行政区划代码": "990102"}]
    refused = await send(person, "institutions", as_csv(bad))
    assert (refused.status_code, refused.json()["code"]) == (422, "headings_wrong")
    (error,) = refused.json()["errors"]
    assert (error["pointer"], error["code"]) == ("/1/机构名", "column_unknown")
    assert "机构名称" in error["detail"]
    missing = await send(person, "institutions", as_csv([{"机构名称": "甲医院"}]))
    assert [e["code"] for e in missing.json()["errors"]] == ["column_missing"]
    double = await send(person, "institutions", "统一社会信用代码,信用代码\na,b\n".encode())
    assert "column_doubled" in [e["code"] for e in double.json()["errors"]]


async def test_a_row_of_another_subtree_is_refused_without_telling_whose(world: World) -> None:
    made = await register(world, under="south", name="南区医院")
    rows = [{"统一社会信用代码": made["uscc"], "床位数": 5}]
    run = (await send(importer(world), "institutions", as_csv(rows), dry_run="false")).json()
    (row,) = await rows_of(importer(world), run)
    assert [e["code"] for e in row["errors"]] == ["uscc_taken"]
    assert "南区" not in str(row)


async def test_the_city_enters_institutions_below_each_district_by_its_name(world: World) -> None:
    rows = good(1, 主管部门="north") + good(1, 2, 主管部门="south")
    run = (await send(importer(world, "city"), "institutions", as_csv(rows), dry_run="false")).json()
    assert counts(run) == (2, 0, 0, 0)
    north = await world.person("north", "institution.read").get("/institutions")
    assert [row["name"] for row in north.json()["items"]] == ["第1号卫生院"]


async def test_a_run_is_nobody_elses_business_and_needs_its_permissions(world: World) -> None:
    run = (await send(importer(world), "institutions", as_csv(good(1)))).json()
    stranger = importer(world, "south")
    for path in ("", "/rows"):
        assert (await stranger.get(f"/imports/{run['id']}{path}")).status_code == 404
    assert (await stranger.post(f"/imports/{run['id']}/apply", headers={"If-Match": "*"})).status_code == 404
    assert (await stranger.post(f"/imports/{run['id']}/secrets")).status_code == 404
    assert (await stranger.get("/imports")).json()["items"] == []
    may_not_write = world.person("north", "import.run")
    assert (await send(may_not_write, "institutions", as_csv(good(1)))).status_code == 403
    assert (await may_not_write.get(f"/imports/{run['id']}/rows")).status_code == 403
    assert (await may_not_write.post(f"/imports/{run['id']}/apply", headers={"If-Match": "*"})).status_code == 403
    assert (await send(world.person("north", *WRITES), "institutions", as_csv(good(1)))).status_code == 403
    assert (await send(importer(world), "complaints-of-mars", as_csv(good(1)))).json()["code"] == "resource_unknown"


async def test_a_large_file_becomes_a_job_that_accounts_for_every_row(world: World) -> None:
    person = importer(world)
    content = as_ndjson([*good(1_203), {**good(1, 5_000)[0], "床位数": "约三百"}])
    run = (await send(person, "institutions", content, dry_run="false", mode="per_row")).json()
    assert (run["state"], run["pending"]) == ("checking", 1_204)
    assert await worker.drain(world.database, world.settings) == 1
    done = (await person.get(f"/imports/{run['id']}")).json()
    assert (done["state"], counts(done)) == ("applied", (1_203, 0, 0, 1))
    again = (await send(person, "institutions", content, dry_run="true", mode="all_or_nothing")).json()
    await worker.drain(world.database, world.settings)
    checked = (await person.get(f"/imports/{again['id']}")).json()
    assert (checked["state"], counts(checked)) == ("checked", (0, 0, 1_203, 1))
    right = (await send(person, "institutions", as_ndjson(good(600, 600)), mode="all_or_nothing")).json()
    await worker.drain(world.database, world.settings)
    await person.step(f"/imports/{right['id']}", "apply")
    await worker.drain(world.database, world.settings)
    whole = (await person.get(f"/imports/{right['id']}")).json()
    assert (whole["state"], counts(whole)) == ("applied", (0, 0, 600, 0))


async def test_a_batch_takes_as_many_statements_for_fifty_rows_as_for_five(world: World) -> None:
    person = importer(world)

    async def statements(rows: Rows) -> int:
        seen: list[str] = []
        stop = count_queries(world.database.writer, seen.append)
        answer = await send(person, "institutions", as_csv(rows), dry_run="false")
        stop()
        assert counts(answer.json())[0] == len(rows), answer.text
        return len(seen)

    few = await statements(good(5))
    assert await statements(good(50, 100)) <= few + 1
