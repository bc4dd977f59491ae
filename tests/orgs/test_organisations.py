"""The tree over HTTP: read, grown, amended, closed, reopened."""

from typing import Any

import pytest

from support.people import journal, statements, told
from support.world import Person, World

pytestmark = pytest.mark.anyio


def keeper(world: World, where: str = "city") -> Person:
    return world.person(where, "organisation.read", "organisation.write")


def url(world: World, name: str) -> str:
    return f"/organisations/{world.organisations[name].id}"


def new(world: World, parent: str, name: str = "新区卫生健康局", **more: Any) -> dict[str, Any]:
    return {"parent_id": str(world.organisations[parent].id), "name": name, "kind": "health_authority", **more}


async def test_the_tree_is_listed_by_place_kind_region_and_name(world: World) -> None:
    reader = world.person("city", "organisation.read")
    north = world.organisations["north"].id

    async def names(query: str, path: str = "/organisations") -> list[str]:
        answer = await reader.get(f"{path}?{query}")
        assert answer.status_code == 200, answer.text
        return [o["name"] for o in answer.json()["items"]]

    assert set(await names("")) == set(world.organisations)
    assert await names(f"parent_id={north}&sort=name") == [
        "north_clinic",
        "north_hospital",
        "north_medical",
        "north_police",
    ]
    assert len(await names(f"under={north}")) == 5
    assert await names("kind=police&kind=section&sort=-name") == ["north_police", "north_medical"]
    assert set(await names("region=990103")) == {"south", "south_hospital"}
    assert await names("", f"/organisations/{north}/children") == await names(f"parent_id={north}&sort=name")
    assert await names("kind=police", f"/organisations/{north}/children") == ["north_police"]
    assert (await reader.get(f"/organisations/{north}/children?parent_id={north}")).status_code == 422


async def test_a_list_costs_one_statement_and_tells_where_there_is_more_below(world: World) -> None:
    reader = world.person("city", "organisation.read")
    await reader.get("/organisations")
    with statements(world) as seen:
        items = (await reader.get("/organisations")).json()["items"]
    assert len(seen) == (1 if world.database.is_sqlite else 0)  # the row lane's own is not seen on PostgreSQL
    assert {o["name"] for o in items if o["has_children"]} == {"city", "north", "south"}


async def test_another_branch_does_not_exist(world: World) -> None:
    south = keeper(world, "south")
    assert {o["name"] for o in (await south.get("/organisations")).json()["items"]} == {"south", "south_hospital"}
    for path in ("", "/children"):
        assert (await south.get(url(world, "north") + path)).status_code == 404
    assert (await south.post("/organisations", new(world, "north"))).status_code == 404
    assert (await south.post("/organisations", new(world, "city"))).status_code == 404
    assert (await south.patch(url(world, "north"), {"name": "x y"}, headers={"If-Match": "*"})).status_code == 404


async def test_whoever_only_reads_changes_nothing(world: World) -> None:
    reader = world.person("city", "organisation.read")
    assert (await reader.post("/organisations", new(world, "city"))).status_code == 403
    bodies = {
        "close": {"closed_on": "2026-01-01", "reason": "merged"},
        "reopen": {"reason": "merged"},
        "move": {"parent_id": str(world.organisations["south"].id), "reason": "merged"},
    }
    for step, body in bodies.items():
        answer = await reader.post(f"{url(world, 'north_clinic')}/{step}", body, headers={"If-Match": "*"})
        assert (answer.status_code, answer.json().get("permission")) == (403, "organisation.write"), step
    nobody = world.person("city")
    assert (await nobody.get("/organisations")).status_code == 403
    assert (await nobody.get(f"{url(world, 'north')}/children")).status_code == 403


async def test_a_new_organisation_takes_its_place_and_tells_its_path(world: World) -> None:
    person = keeper(world)
    made = await person.post(
        "/organisations",
        new(
            world, "north", "城东诊所", kind="institution", code="PDY00001X", aliases=["东门诊所"], region_code="990102"
        ),
    )
    assert made.status_code == 201, made.text
    body = made.json()
    assert [step["zh"] for step in body["path"]] == ["city", "north", "城东诊所"]
    assert (body["level"], body["has_children"], body["closed_on"]) == (3, False, None)
    assert (await person.get(made.headers["location"].removeprefix("/api/v1"))).json() == body
    north = world.person("north", "organisation.read")
    for word in ("城东", "东门诊所", "PDY00001X"):
        found = (await north.get("/organisations", params={"q": word})).json()["items"]
        assert [o["id"] for o in found] == [body["id"]], word
    (entry,) = await journal(world, "organisation:create")
    assert (told(entry)["name"], entry.visibility) == ([None, "城东诊所"], "administration")


async def test_names_among_siblings_and_codes_everywhere_are_taken_once(world: World) -> None:
    person = keeper(world)
    assert (await person.post("/organisations", new(world, "north", "同名", code="A1"))).status_code == 201
    assert (await person.post("/organisations", new(world, "north", "同名"))).json()["code"] == "name_taken"
    assert (await person.post("/organisations", new(world, "south", "同名"))).status_code == 201
    assert (await person.post("/organisations", new(world, "south", "别名", code="A1"))).json()["code"] == "code_taken"
    renamed = await person.patch(url(world, "north_clinic"), {"name": "同名"}, headers={"If-Match": "*"})
    assert renamed.json()["code"] == "name_taken"


async def test_the_tree_has_five_levels(world: World) -> None:
    person, parent = keeper(world), str(world.organisations["north_hospital"].id)
    for level in (4, 5):
        made = await person.post("/organisations", {"parent_id": parent, "name": f"level {level}", "kind": "section"})
        assert made.json()["level"] == level
        parent = made.json()["id"]
    deeper = await person.post("/organisations", {"parent_id": parent, "name": "level 6", "kind": "section"})
    assert (deeper.status_code, deeper.json()["errors"][0]["pointer"]) == (422, "/parent_id")


async def test_an_amendment_needs_the_etag_and_journals_what_differs(world: World) -> None:
    person = keeper(world)
    assert (await person.patch(url(world, "north"), {"short_name": "北"})).status_code == 428
    tag = (await person.get(url(world, "north"))).headers["etag"]
    changed = await person.patch(url(world, "north"), {"short_name": "北"}, headers={"If-Match": tag})
    assert (changed.status_code, changed.json()["short_name"]) == (200, "北")
    stale = await person.patch(url(world, "north"), {"short_name": "南"}, headers={"If-Match": tag})
    assert stale.status_code == 412
    (entry,) = await journal(world, "organisation:amend")
    assert told(entry) == {"short_name": [None, "北"]}
    cleared = await person.patch(url(world, "north"), {"short_name": None}, headers={"If-Match": "*"})
    assert cleared.json()["short_name"] is None


async def test_a_closed_organisation_keeps_its_rows_and_may_be_reopened(world: World) -> None:
    person = keeper(world)
    with world.at("2026-03-02 09:00"):
        open_children = await person.step(
            url(world, "north"), "close", {"closed_on": "2026-03-01", "reason": "merged"}, expect=409
        )
        assert (open_children["code"], open_children["children"]) == ("open_children", 4)
        future = await person.step(
            url(world, "north_clinic"), "close", {"closed_on": "2026-03-03", "reason": "merged"}, expect=422
        )
        assert future["errors"][0]["pointer"] == "/closed_on"
        closed = await person.step(url(world, "north_clinic"), "close", {"closed_on": "2026-03-02", "reason": "merged"})
        assert closed["closed_on"] == "2026-03-02"
        again = await person.step(
            url(world, "north_clinic"), "close", {"closed_on": "2026-03-02", "reason": "merged"}, expect=409
        )
        assert again["code"] == "organisation_closed"
    below = await person.post("/organisations", new(world, "north_clinic"))
    assert below.json()["code"] == "organisation_closed"
    north = world.organisations["north"].id
    listed = (await person.get(f"/organisations?parent_id={north}&closed=false")).json()["items"]
    assert "north_clinic" not in {o["name"] for o in listed}
    reopened = await person.step(url(world, "north_clinic"), "reopen", {"reason": "a mistake"})
    assert reopened["closed_on"] is None
    twice = await person.step(url(world, "north_clinic"), "reopen", {"reason": "a mistake"}, expect=409)
    assert twice["code"] == "not_closed"
    assert [e.reason for e in await journal(world, "organisation:close", "organisation:reopen")] == [
        "merged",
        "a mistake",
    ]
