"""Search: one statement over everything one may see, and nothing of what one may not."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import text

from duban.kernel import search
from duban.kernel.bigrams import FTS5_TOKENIZE
from duban.kernel.fulltext import engine_query
from support.samples import router
from support.world import Person, World

pytestmark = pytest.mark.anyio
MAY = ("sample.read", "sample.ask", "search.use")


@pytest.fixture
async def sampled(world: World) -> World:
    world.include(router)
    for title, where in (
        ("通风系统粉尘超标", "north_hospital"),
        ("粉尘清理", "north_clinic"),
        ("粉尘", "south_hospital"),
    ):
        made = await world.person("city", *MAY).post(
            "/samples", {"organisation_id": str(world.organisations[where].id), "title": title}
        )
        assert made.status_code == 201, made.text
    return world


async def found(person: Person, q: str, more: str = "") -> list[str]:
    answer = await person.get(f"/search?limit=50{more}", params=None if more else {"q": q, "limit": 50})
    assert answer.status_code == 200, answer.text
    return [hit["title"] for hit in answer.json()["items"]]


async def test_the_newest_comes_first_and_only_from_my_part_of_the_tree(sampled: World) -> None:
    assert await found(sampled.person("city", *MAY), "粉尘") == ["粉尘", "粉尘清理", "通风系统粉尘超标"]
    assert await found(sampled.person("north", *MAY), "粉尘") == ["粉尘清理", "通风系统粉尘超标"]
    assert await found(sampled.person("north_hospital", *MAY), "粉尘 通风") == ["通风系统粉尘超标"]
    assert await found(sampled.person("north", *MAY), "尘粉") == []


async def test_without_the_matters_permission_nothing_is_found(sampled: World) -> None:
    assert await found(sampled.person("city", "search.use"), "粉尘") == []
    assert await found(sampled.person("city", "search.use", "duty.read"), "粉尘") == []
    assert (await sampled.person("city", "sample.read").get("/search?q=a")).status_code == 403


async def test_the_recused_find_neither_the_matter_nor_the_institution(sampled: World) -> None:
    person = sampled.person("north", *MAY)
    hits = (await person.get("/search", params={"q": "粉尘"})).json()["items"]
    by_matter = replace(person.actor, recused=frozenset({UUID(hits[0]["subject_id"])}))
    assert await found(Person(sampled, by_matter), "粉尘") == ["通风系统粉尘超标"]
    by_unit = replace(person.actor, recused=frozenset({sampled.organisations["north_hospital"].id}))
    assert await found(Person(sampled, by_unit), "粉尘") == ["粉尘清理"]


async def test_pages_follow_each_other(sampled: World) -> None:
    person = sampled.person("city", *MAY)
    first = (await person.get("/search", params={"q": "粉尘", "limit": 2})).json()
    rest = (await person.get("/search", params={"q": "粉尘", "cursor": first["next_cursor"]})).json()
    assert [hit["title"] for hit in first["items"] + rest["items"]] == ["粉尘", "粉尘清理", "通风系统粉尘超标"]
    assert rest["next_cursor"] is None


async def test_signs_alone_cannot_be_searched(sampled: World) -> None:
    for q in ("“”", "*", '" OR 1', "'"):
        answer = await sampled.person("city", *MAY).get("/search", params={"q": q})
        assert answer.status_code in (200, 422)
    nothing = await sampled.person("city", *MAY).get("/search", params={"q": "“”"})
    assert (nothing.status_code, nothing.json()["code"]) == (422, "nothing_to_search")


async def test_the_index_answers_among_many_documents(sampled: World) -> None:
    """Ten thousand documents: the plan must use the index of words, not read every document."""
    database = sampled.database
    north = sampled.organisations["north"]
    city = sampled.organisations["city"]
    async with database.transaction() as db:
        if database.is_sqlite:
            sequence = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) "
            values = (
                "SELECT printf('%032x', i), '2026-01-01', '2026-01-01', 1, :city, :north, NULL, NULL, NULL, 'sample',"
                " printf('%032x', i), 'sample.read', 'n', '', '安全 全生 生产 产' || i FROM n"
            )
        else:
            sequence = ""
            values = (
                "SELECT lpad(to_hex(i), 32, '0')::uuid, now(), now(), 1, :city, :north, NULL, NULL, NULL, 'sample',"
                " lpad(to_hex(i), 32, '0')::uuid, 'sample.read', 'n', '', '安全 全生 生产 产' || i"
                " FROM generate_series(1, 10000) AS n(i)"
            )
        columns = (
            "id, created_at, updated_at, version, org_l1, org_l2, org_l3, org_l4, org_l5,"
            " subject_type, subject_id, permission, title, subtitle, terms"
        )
        ids = (
            {"city": city.id.hex, "north": north.id.hex} if database.is_sqlite else {"city": city.id, "north": north.id}
        )
        await db.execute(text(f"INSERT INTO search_document ({columns}) {sequence}{values}"), ids)
    if not database.is_sqlite:
        async with database.transaction() as db:
            await db.execute(text("ANALYZE search_document"))
    person = sampled.person("north", *MAY)
    statement = search._asking(database, person.actor, False, False)
    async with database.reading() as db:
        values_of = {"q": engine_query(database, "粉尘"), "_scope": north.id, "_limit": 21}
        compiled = statement.compile(dialect=database.dialect, compile_kwargs={"render_postcompile": True})
        words = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
        bound = [values_of.get(name, compiled.params.get(name)) for name in compiled.positiontup or ()]
        if database.is_sqlite:
            bound = [value.hex if isinstance(value, UUID) else value for value in bound]
            rows = (await db.exec_driver_sql(f"{words} {compiled}", tuple(bound))).all()
        else:
            driver = (await db.get_raw_connection()).driver_connection
            assert driver is not None
            rows = await driver.fetch(f"{words} {compiled}", *bound)
    plan = "\n".join(str(row) for row in rows)
    assert ("search_fts" in plan and "SCAN search_document" not in plan) or "ix_search_document_terms" in plan, plan
    assert await found(person, "粉尘") == ["粉尘清理", "通风系统粉尘超标"]


async def test_sqlite_cuts_words_as_the_bigrams_expect(sampled: World) -> None:
    if not sampled.database.is_sqlite:
        return  # PostgreSQL splits at blanks: nothing to set
    async with sampled.database.reading() as db:
        made = await db.scalar(text("SELECT sql FROM sqlite_master WHERE name = 'search_fts'"))
    assert f"tokenize='{FTS5_TOKENIZE}'" in made
