"""The registry over HTTP: what is taken, what follows from it, who may see it, what a rerun does."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from duban.institutions.models import InstitutionVersion
from duban.kernel.db import count_queries
from duban.kernel.journal import JournalEntry
from duban.kernel.organisations import Organisation
from support.institutions import WRITES, register, registrar, some_uscc
from support.world import World

pytestmark = pytest.mark.anyio


def names(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [row["name"] for row in answer.json()["items"]]


async def test_registering_makes_the_entry_its_node_and_its_first_version(world: World) -> None:
    made = await register(world, name="北区人民医院", types=["county_hospital"], level="second", grade="a", beds=300)
    assert made["types"] == ["medical_institution", "hospital", "level2_or_above", "county_hospital", "public_hospital"]
    async with world.database.transaction() as db:
        node = await db.get_one(Organisation, UUID(made["organisation_id"]))
        assert (node.name, node.kind, node.code, node.parent_id) == (
            "北区人民医院",
            "institution",
            made["uscc"],
            world.organisations["north"].id,
        )
        actions = (await db.scalars(select(JournalEntry.action).order_by(col(JournalEntry.id)))).all()
        assert sorted(actions) == ["institution:create", "organisation:create"]
        assert await db.scalar(select(func.count()).select_from(InstitutionVersion)) == 1


async def test_a_node_that_exists_gets_its_entry_once(world: World) -> None:
    made = await register(world, organisation="north_hospital")
    assert made["organisation_id"] == str(world.organisations["north_hospital"].id)
    again = await registrar(world).post(
        "/institutions",
        {"uscc": some_uscc(), "name": "另一家", "region_code": "990102", "organisation_id": made["organisation_id"]},
    )
    assert (again.status_code, again.json()["code"]) == (409, "already_registered")


async def test_a_wrong_check_digit_is_refused_with_what_is_wrong(world: World) -> None:
    body = {
        "uscc": "91350100M000100Y4Z",  # RULES M-3: invalid
        "name": "北区医院",
        "region_code": "990102",
        "authority_id": str(world.organisations["north"].id),
    }
    refused = await registrar(world).post("/institutions", body)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/uscc"
    taken = await registrar(world).post(
        "/institutions", body | {"uscc": " 91350100-m000100Y43 ", "region_code": "350100"}
    )
    assert taken.status_code == 201, taken.text
    assert taken.json()["uscc"] == "91350100M000100Y43"


async def test_a_licence_of_an_older_shape_is_kept_with_a_warning(world: World) -> None:
    made = await register(world, licence_number="pdy00000144030517d1102")
    assert made["licence_number"] == "PDY00000144030517D1102"
    assert [w["code"] for w in made["licence_warnings"]] == ["licence_placeholder"]
    url = f"/institutions/{made['id']}"
    changed = await registrar(world).patch(url, {"licence_number": "123456789012"}, headers={"If-Match": "*"})
    assert [w["code"] for w in changed.json()["licence_warnings"]] == ["licence_older_shape"]


@pytest.mark.parametrize(
    ("values", "follows"),
    [
        ({"types": ["hospital"], "level": "third", "ownership": "private"}, {"level2_or_above", "private_institution"}),
        ({"types": ["tcm_hospital"], "ownership": "collective"}, {"hospital", "public_hospital"}),
        ({"types": ["村卫生室"]}, {"village_clinic", "grassroots_institution"}),
        ({"types": ["clinic"], "designations": ["medical_insurance"]}, {"insurance_designated"}),
        ({"designations": ["treatment"]}, {"treatment_designated"}),
    ],
)
async def test_attributes_follow_from_the_other_values(world: World, values: dict[str, Any], follows: set[str]) -> None:
    made = await register(world, **values)
    assert follows | {"medical_institution"} <= set(made["types"])


async def test_an_attribute_goes_when_what_it_follows_from_goes(world: World) -> None:
    made = await register(world, types=["hospital", "level2_or_above"], level="second")
    lowered = await registrar(world).patch(
        f"/institutions/{made['id']}", {"level": "first"}, headers={"If-Match": '"1"'}
    )
    assert "level2_or_above" not in lowered.json()["types"]
    assert lowered.json()["stated_types"] == ["hospital"]


async def test_the_special_grade_needs_level_three_also_when_only_one_of_them_changes(world: World) -> None:
    made = await register(world, level="third", grade="special")
    refused = await registrar(world).patch(
        f"/institutions/{made['id']}", {"level": "second"}, headers={"If-Match": "*"}
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "grade_special_needs_third_level")


async def test_the_list_narrows_by_every_filter(world: World) -> None:
    await register(world, name="甲医院", types=["hospital"], level="third", grade="a", beds=900, fields=["urology"])
    await register(world, name="乙诊所", types=["clinic"], ownership="private", region_code="990103", fields=["肿瘤"])
    await register(world, under="south", name="丙医院", types=["hospital"], beds=90)
    city = registrar(world, "city")
    assert set(names(await city.get("/institutions?type=hospital"))) == {"甲医院", "丙医院"}
    assert set(names(await city.get("/institutions?type=clinic&type=level2_or_above"))) == {"甲医院", "乙诊所"}
    assert names(await city.get("/institutions?field=oncology")) == ["乙诊所"]
    assert names(await city.get("/institutions?level=third&grade=a")) == ["甲医院"]
    assert names(await city.get("/institutions?ownership=private")) == ["乙诊所"]
    assert set(names(await city.get("/institutions?region=990102"))) == {"甲医院", "丙医院"}
    assert len(names(await city.get("/institutions?region=990100"))) == 3
    assert names(await city.get(f"/institutions?under={world.organisations['south'].id}")) == ["丙医院"]
    assert names(await city.get("/institutions?beds_from=90&sort=beds")) == ["丙医院", "甲医院"]
    assert names(await city.get("/institutions", params={"q": "乙诊所"})) == ["乙诊所"]
    assert (await city.get("/institutions?type=nonsense")).json()["errors"][0]["pointer"] == "/type/0"


async def test_another_district_sees_nothing_and_can_do_nothing(world: World) -> None:
    made = await register(world)
    stranger = registrar(world, "south")
    assert names(await stranger.get("/institutions")) == []
    url = f"/institutions/{made['id']}"
    assert (await stranger.get(url)).status_code == 404
    assert (await stranger.patch(url, {"beds": 1}, headers={"If-Match": "*"})).status_code == 404
    turn = {"on": "2026-01-01", "reason": "测试"}
    for verb in ("suspend", "close", "reopen"):
        assert (await stranger.post(f"{url}/{verb}", turn, headers={"If-Match": "*"})).status_code == 404
    body = {
        "uscc": some_uscc(),
        "name": "越界医院",
        "region_code": "990102",
        "authority_id": str(world.organisations["north"].id),
    }
    assert (await stranger.post("/institutions", body)).status_code == 404
    reader = world.person("north", "institution.read")
    assert (await reader.patch(url, {"beds": 1}, headers={"If-Match": "*"})).status_code == 403


async def test_a_put_by_code_creates_then_updates_then_changes_nothing(world: World) -> None:
    machine = world.person("north", *WRITES)
    url = f"/institutions/by-code/{some_uscc(777)}"
    assert (await machine.put(url, {"beds": 20})).json()["code"] == "needed_when_new"
    body = {"name": "数据中心医院", "region_code": "990102", "level": "二"}
    assert (await machine.put(url, body)).status_code == 422
    body["level"] = "second"
    created = await machine.put(url, body)
    assert (created.status_code, created.json()["outcome"]) == (201, "created"), created.text
    assert created.headers["location"].endswith(created.json()["institution"]["id"])
    updated = (await machine.put(url, body | {"beds": 200})).json()
    assert (updated["outcome"], updated["changes"]) == ("updated", {"beds": [0, 200]})
    unchanged = await machine.put(url, body | {"beds": 200})
    assert (unchanged.status_code, unchanged.json()["outcome"]) == (200, "unchanged")
    assert unchanged.json()["institution"]["version"] == 2


async def test_a_code_of_another_subtree_is_refused_without_telling_whose(world: World) -> None:
    made = await register(world, under="south", name="南区医院")
    refused = await world.person("north", *WRITES).put(f"/institutions/by-code/{made['uscc']}", {"beds": 5})
    assert (refused.status_code, refused.json()["code"]) == (409, "uscc_taken")
    assert "南区" not in refused.text
    assert made["id"] not in refused.text


async def test_closing_keeps_everything_and_closes_the_node(world: World) -> None:
    made = await register(world, name="旧医院")
    url, person = f"/institutions/{made['id']}", registrar(world)
    with world.at("2026-03-02 09:00"):
        closed = await person.step(url, "close", {"on": "2026-03-01", "reason": "注销登记"})
        assert (closed["status"], closed["status_since"]) == ("closed", "2026-03-01")
        later = await person.post(f"{url}/close", {"on": "2026-03-02", "reason": "再次"}, headers={"If-Match": "*"})
        assert (later.status_code, later.json()["code"]) == (409, "already_closed")
        async with world.database.transaction() as db:
            assert (await db.get_one(Organisation, UUID(made["organisation_id"]))).closed_on is not None
        opened = await person.step(url, "reopen", {"on": "2026-03-02", "reason": "误操作"})
        assert opened["status"] == "active"
    async with world.database.transaction() as db:
        assert (await db.get_one(Organisation, UUID(made["organisation_id"]))).closed_on is None
    assert names(await person.get("/institutions?status=active")) == ["旧医院"]


async def test_a_new_name_is_also_the_nodes(world: World) -> None:
    made = await register(world)
    await registrar(world).patch(
        f"/institutions/{made['id']}", {"name": "新名医院", "aliases": ["旧名医院"]}, headers={"If-Match": "*"}
    )
    async with world.database.transaction() as db:
        node = await db.get_one(Organisation, UUID(made["organisation_id"]))
        assert (node.name, node.aliases) == ("新名医院", ["旧名医院"])


async def test_a_list_and_a_read_take_one_statement_each(world: World) -> None:
    made = await register(world)
    for _ in range(3):
        await register(world)
    person, seen = registrar(world), []
    stop = count_queries(world.database.reader, seen.append)
    await person.get("/institutions?type=medical_institution&sort=name")
    await person.get(f"/institutions/{made['id']}")
    stop()
    # PostgreSQL's raw lane goes past SQLAlchemy and is not seen here.
    assert len([s for s in seen if "institution" in s]) == (2 if world.database.is_sqlite else 0)
