"""What the law leaves open is set per region, with its basis; anything else is not a setting."""

from datetime import date

import pytest

from support.running_clocks import clock_of, entries, running
from support.samples import FLOW
from support.world import World

pytestmark = pytest.mark.anyio

URL = "/regional-settings/term.sample_answer"
TEN_DAYS = {"amount": 10, "unit": "calendar_days", "basis": "北卫发〔2026〕3号"}


async def test_a_regions_own_length_counts_for_clocks_that_start_after_it(world: World) -> None:
    admin = world.person("north", "setting.write")
    with world.at("2026-03-02 09:00"):
        before = await running(world)
        put = await admin.put(f"{URL}?region=990102", TEN_DAYS)
        assert (put.status_code, put.headers["etag"]) == (200, '"1"')
        after = await running(world, title="其后")
        elsewhere = await running(world, title="别处", region="990103")
    assert (await clock_of(world.database, before)).due_on == date(2026, 3, 9)
    assert (await clock_of(world.database, after)).due_on == date(2026, 3, 12)
    assert (await clock_of(world.database, elsewhere)).due_on == date(2026, 3, 9)
    (entry,) = await entries(world.database, "regional_setting:set")
    assert entry.visibility == "administration"


async def test_the_list_tells_the_default_what_regions_set_and_what_counts_here(world: World) -> None:
    await world.person("north", "setting.write").put(f"{URL}?region=990102", TEN_DAYS)
    reader = world.person("north_clinic")

    async def told(region: str) -> dict[str, object]:
        items = (await reader.get(f"/regional-settings?region={region}")).json()["items"]
        return next(item for item in items if item["key"] == f"term.{FLOW.terms()[0].name}")

    here = await told("990102")
    assert here["default"] == {"amount": 5, "unit": "working_days"}
    assert here["in_force"] == {"amount": 10, "unit": "calendar_days"}
    assert [(v["region_code"], v["basis"]) for v in here["values"]] == [("990102", "北卫发〔2026〕3号")]  # type: ignore[attr-defined]
    assert (await told("990103"))["in_force"] == here["default"]
    assert (await told(""))["in_force"] == here["default"]


async def test_a_change_needs_the_version_that_was_read_and_may_be_taken_back(world: World) -> None:
    admin = world.person("north", "setting.write")
    url = f"{URL}?region=990102"
    await admin.put(url, TEN_DAYS)
    assert (await admin.put(url, TEN_DAYS)).status_code == 428
    assert (await admin.put(url, TEN_DAYS, headers={"If-Match": '"7"'})).status_code == 412
    same = await admin.put(url, TEN_DAYS, headers={"If-Match": '"1"'})
    assert same.headers["etag"] == '"1"'
    other = await admin.put(url, {**TEN_DAYS, "amount": 12}, headers={"If-Match": '"1"'})
    assert (other.json()["amount"], other.headers["etag"]) == (12, '"2"')
    assert (await admin.request("DELETE", url)).status_code == 428
    assert (await admin.request("DELETE", url, headers={"If-Match": '"2"'})).status_code == 204
    assert (await admin.request("DELETE", url, headers={"If-Match": "*"})).status_code == 404
    with world.at("2026-03-02 09:00"):
        assert (await clock_of(world.database, await running(world))).due_on == date(2026, 3, 9)


async def test_an_unknown_key_is_refused_with_the_nearest_names(world: World) -> None:
    admin = world.person("city", "setting.write")
    answer = await admin.put("/regional-settings/term.sample_anwser", TEN_DAYS)
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_setting")
    assert answer.json()["nearest"][0] == "term.sample_answer"


async def test_a_value_needs_its_basis_its_permission_and_its_region(world: World) -> None:
    admin = world.person("north", "setting.write")
    without = await admin.put(f"{URL}?region=990102", {"amount": 10, "unit": "hours"})
    assert [e["pointer"] for e in without.json()["errors"]] == ["/basis"]
    assert (await admin.put(f"{URL}?region=990103", TEN_DAYS)).json()["code"] == "region_not_yours"
    assert (await admin.put(URL, TEN_DAYS)).json()["code"] == "region_not_yours"
    refused = await world.person("north").put(f"{URL}?region=990102", TEN_DAYS)
    assert (refused.status_code, refused.json()["permission"]) == (403, "setting.write")
