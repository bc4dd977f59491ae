"""Region codes (GB/T 2260; rule M-1): checked by shape and province, and listed as far as they are in use."""

import pytest

from duban.kernel.errors import Invalid
from duban.kernel.regions import level_of, parent_of, well_formed
from duban.orgs.region_routes import require_founding_region
from duban.settings import Settings
from support.world import World

pytestmark = pytest.mark.anyio


async def test_the_regions_in_use_have_their_authoritys_name_and_the_region_around(world: World) -> None:
    person = world.person("city", "organisation.read")
    page = (await person.get("/regions")).json()
    assert page == {
        "items": [
            {"code": "990100", "name": "city", "level": "prefecture", "parent_code": "990000", "organisations": 1},
            {"code": "990102", "name": "north", "level": "county", "parent_code": "990100", "organisations": 5},
            {"code": "990103", "name": "south", "level": "county", "parent_code": "990100", "organisations": 2},
        ],
        "next_cursor": None,
    }
    inside = (await world.person("north", "organisation.read").get("/regions")).json()["items"]
    assert [(region["code"], region["organisations"]) for region in inside] == [("990102", 5)]
    assert (await world.person("north").get("/regions")).status_code == 403


async def test_regions_come_page_by_page_and_by_their_beginning(world: World) -> None:
    person = world.person("city", "organisation.read")
    codes, cursor = [], ""
    for _ in range(3):
        page = (await person.get(f"/regions?limit=1{cursor}")).json()
        codes += [region["code"] for region in page["items"]]
        cursor = f"&cursor={page['next_cursor']}"
    assert (codes, page["next_cursor"]) == (["990100", "990102", "990103"], None)
    found = (await person.get("/regions?within=990103")).json()["items"]
    assert [region["code"] for region in found] == ["990103"]
    assert (await person.get("/regions?cursor=abc")).json()["code"] == "bad_cursor"
    assert (await person.get("/regions?within=x")).status_code == 422


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        ("350000", "province", None),
        ("350100", "prefecture", "350000"),
        ("350102", "county", "350100"),
        ("350102001000", "township", "350102"),
        ("350102001002", "village", "350102001000"),
    ],
)
def test_a_code_says_how_deep_its_region_lies_and_in_which(code: str, level: str, parent: str | None) -> None:
    assert (level_of(code), parent_of(code)) == (level, parent)


@pytest.mark.parametrize("code", ["160102", "000000", "350002", "350102000201", "350102001"])
def test_a_code_of_no_province_or_with_a_gap_is_refused(code: str) -> None:
    with pytest.raises(Exception, match="region code"):
        well_formed(code)


@pytest.mark.parametrize("code", ["350102", "350102001002", "990102", "820000"])
def test_a_well_formed_code_is_taken(code: str) -> None:
    assert well_formed(code) == code


async def test_an_organisation_lies_in_no_impossible_region(world: World) -> None:
    person = world.person("city", "organisation.read", "organisation.write")
    body = {"parent_id": str(world.organisations["north"].id), "name": "新院", "kind": "institution"}
    refused = await person.post("/organisations", {**body, "region_code": "160102"})
    told = refused.json()
    assert (refused.status_code, told["errors"][0]["pointer"]) == (422, "/region_code")
    assert "16" in told["errors"][0]["detail"]
    assert (await person.post("/organisations", {**body, "region_code": "990102"})).status_code == 201


async def test_production_takes_no_invented_region(world: World) -> None:
    world.app.state.settings = world.settings.model_copy(update={"invented_regions": False})
    person = world.person("city", "organisation.read", "organisation.write")
    body = {"parent_id": str(world.organisations["north"].id), "name": "新院", "kind": "institution"}
    refused = await person.post("/organisations", {**body, "region_code": "990102"})
    assert (refused.status_code, refused.json()["code"]) == (422, "region_invented")
    url = f"/organisations/{world.organisations['north'].id}"
    amended = await person.patch(url, {"region_code": "990102"}, headers={"If-Match": "*"})
    assert amended.json()["code"] == "region_invented"
    assert (await person.patch(url, {"region_code": "350102"}, headers={"If-Match": "*"})).status_code == 200


def test_the_root_lies_in_a_real_region_in_production() -> None:
    production = Settings(environment="production")
    assert not production.invented_regions
    assert Settings(environment="demo").invented_regions
    for code in ("990100", "160000", "35"):
        with pytest.raises(Invalid):
            require_founding_region(production, code)
    require_founding_region(production, "350100")
