"""A city's campaign is adopted by a district: read, narrowed, kept inside its dates, and nobody asked twice."""

from collections import Counter
from typing import Any

import pytest

from support.campaigns import CHIEF, chief, duties, launch, owner, populate, register
from support.world import World

pytestmark = pytest.mark.anyio
ANY = {"If-Match": "*"}


@pytest.fixture
async def city(world: World) -> World:
    """Two districts: the north with a hospital, a clinic and a health centre, the south with a hospital."""
    await populate(world)
    await register(world, "south_hospital", "south", 0)
    return world


async def adopt(world: World, campaign: dict[str, Any], **body: Any) -> dict[str, Any]:
    made = await chief(world).post("/campaigns", {"parent_id": campaign["id"], **body})
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


async def test_the_addressed_read_a_campaign_and_what_it_says_and_strangers_do_not(city: World) -> None:
    north, hospital, police = chief(city), owner(city), city.person("north_police", *CHIEF)
    with city.at("2026-03-02 09:00"):
        draft = (await chief(city, "city").post("/campaigns", {"plan_id": "D07", "start_on": "2026-03-02"})).json()
        assert (await north.get(f"/campaigns/{draft['id']}")).status_code == 404
        assert (await north.get("/campaigns/addressed")).json()["items"] == []
        campaign = await launch(city, "D07", "2026-03-02", "city")
        own = await launch(city, "D08", "2026-03-02", "south")
    url = f"/campaigns/{campaign['id']}"
    for person in (north, hospital, chief(city, "city")):
        read, plan = await person.get(url), await person.get(f"{url}/plan")
        assert (read.status_code, plan.status_code) == (200, 200)
        text = plan.json()["plan"]
        assert text["key_tasks"]
        assert {"based_on", "accountability_rules", "requirements"} <= text.keys()
        assert plan.json()["obligations"]
    below = (await north.get(url)).json()
    assert below["id"] == campaign["id"]
    assert [(a["step"], a["open"]) for a in below["available_actions"]] == [("close", False)]
    assert (await north.post(f"{url}/close", {"reason": "结束"}, headers=ANY)).status_code == 404
    assert [c["id"] for c in (await north.get("/campaigns/addressed")).json()["items"]] == [campaign["id"]]
    assert (await hospital.get("/campaigns/addressed")).json()["items"] == []
    for stranger in (north, police, hospital):
        for path in ("", "/plan"):
            assert (await stranger.get(f"/campaigns/{own['id']}{path}")).status_code == 404


async def test_a_district_adopts_narrows_and_takes_its_institutions_over(city: World) -> None:
    north, above, hospital = chief(city), chief(city, "city"), owner(city)
    with city.at("2026-03-02 09:00"):
        campaign = await launch(city, "D07", "2026-03-02", "city")
        before = await duties(above, campaign_id=campaign["id"])
        check = (await duties(hospital, campaign_id=campaign["id"], proof="self_check"))[0]
        await hospital.step(f"/duties/{check['id']}", "submit", {"kind": "zero", "confirm_zero": True})
    owed = [d for d in before if d["organisation_name"] == "north_hospital"]
    dropped = next(d["clause_code"] for d in owed if d["clause_code"] != check["clause_code"])
    with city.at("2026-03-03 09:00"):
        draft = await adopt(city, campaign, dropped_clauses=[dropped], institution_types=["hospital"])
        assert (draft["parent_id"], draft["starts_on"]) == (campaign["id"], "2026-03-02")
        preview = (await north.get(f"/campaigns/{draft['id']}/preview")).json()
        assert dropped not in {c["code"] for c in preview["clauses"]}
        launched = await north.step(f"/campaigns/{draft['id']}", "launch")
        mine = await duties(north, campaign_id=draft["id"])
        assert len(mine) == launched["duty_count"] == preview["duties"]
        assert {"north_clinic", "north_centre_0"}.isdisjoint(d["organisation_name"] for d in mine)
        asked = Counter(
            (d["clause_code"], d["organisation_id"], d["period"])
            for d in [*await duties(above, campaign_id=campaign["id"]), *await duties(above, campaign_id=draft["id"])]
        )
        assert set(asked.values()) == {1}, "every institution is asked once"
        assert asked.keys() >= {(d["clause_code"], d["organisation_id"], d["period"]) for d in before}
        assert {d["id"] for d in await duties(hospital, campaign_id=campaign["id"])} == {
            check["id"],
            next(d["id"] for d in owed if d["clause_code"] == dropped),
        }, "the city keeps what was done for it, and what the district does not ask"
        parent = (await above.get(f"/campaigns/{campaign['id']}")).json()
        assert [(a["id"], a["organisation_name"]) for a in parent["adoptions"]] == [(draft["id"], "north")]
        assert (await chief(city, "south").get(f"/campaigns/{campaign['id']}")).json()["adoptions"] == []
        assert parent["duty_count"] == len(await duties(above, campaign_id=campaign["id"]))
        same = await above.post(f"/campaigns/{campaign['id']}/amend", {"reason": "核对"}, headers=ANY)
        assert (same.json()["added"], same.json()["ended"], same.json()["moved"]) == (0, 0, 0)


async def test_an_adoption_beside_its_parent_asks_again_because_it_says_so(city: World) -> None:
    north, above = chief(city), chief(city, "city")
    with city.at("2026-03-02 09:00"):
        campaign = await launch(city, "D07", "2026-03-02", "city")
        before = await duties(above, campaign_id=campaign["id"])
        draft = await adopt(city, campaign, beside_parent=True)
        await north.step(f"/campaigns/{draft['id']}", "launch")
        assert [d["id"] for d in await duties(above, campaign_id=campaign["id"])] == [d["id"] for d in before]
        hospital = {d["clause_code"] for d in await duties(owner(city), campaign_id=draft["id"])}
        assert hospital == {d["clause_code"] for d in before if d["organisation_name"] == "north_hospital"}


async def test_an_adoption_stays_inside_the_dates_of_its_parent(city: World) -> None:
    north = chief(city)
    with city.at("2026-03-02 09:00"):
        campaign = await launch(city, "D07", "2026-03-02", "city")
        phase = campaign["phases"][0]
        draft = await adopt(city, campaign)
        answers = dict(draft["answers"])
        answers["/phases/0/period"] = {"from": phase["starts_on"], "to": "2026-06-30"}
        assert phase["ends_on"] < "2026-06-30"
        refused = await north.patch(f"/campaigns/{draft['id']}", {"answers": answers}, headers=ANY)
        assert (refused.status_code, refused.json()["code"]) == (422, "outside_parent")
        assert [e["pointer"] for e in refused.json()["errors"]] == ["/phases/0/period"]
        answers["/phases/0/period"] = {"from": phase["starts_on"], "to": "2026-05-01"}
        taken = await north.patch(f"/campaigns/{draft['id']}", {"answers": answers}, headers=ANY)
        assert taken.status_code == 200, taken.text
        longer = dict(draft["answers"]) | {"/period": {"from": "2026-03-02", "to": "2028-03-01"}}
        body = {"parent_id": campaign["id"], "answers": longer}
        refused = await north.post("/campaigns", body)
        assert "/period" in [e["pointer"] for e in refused.json()["errors"]]


async def test_whom_the_answers_name_as_lead_stands_on_the_duties(city: World) -> None:
    """D08 leaves the lead of its first key task blank."""
    north = chief(city)
    with city.at("2026-03-02 09:00"):
        answers = {"/key_tasks/0/lead/0": "王副局长"}
        body = {"plan_id": "D08", "start_on": "2026-03-02", "answers": answers}
        made = (await north.post("/campaigns", body)).json()
        await north.step(f"/campaigns/{made['id']}", "launch")
        clauses = (await north.get(f"/campaigns/{made['id']}/clauses")).json()
    led = {clause["code"] for clause in clauses if "王副局长" in clause["lead"]}
    assert led
    assert all(code.startswith(("T1.", "RD")) for code in led)


async def test_owners_are_named_for_a_clause_on_a_draft_and_by_amendment(city: World) -> None:
    north = chief(city)
    hospital, police, section, elsewhere = (
        str(city.organisations[name].id) for name in ("north_hospital", "north_police", "north_medical", "south")
    )
    with city.at("2026-03-02 09:00"):
        made = (await north.post("/campaigns", {"plan_id": "D07", "start_on": "2026-03-02"})).json()
        url = f"/campaigns/{made['id']}"
        code = (await north.get(f"{url}/preview")).json()["clauses"][0]["code"]
        for owners, pointer in (
            ({"NO1": [police]}, "/owners/NO1"),
            ({code: [hospital, elsewhere]}, f"/owners/{code}/1"),
        ):
            refused = await north.patch(url, {"owners": owners}, headers=ANY)
            assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
        taken = await north.patch(url, {"owners": {code: [police, section]}}, headers=ANY)
        assert taken.json()["owners"] == {code: [police, section]}
        clause = (await north.get(f"{url}/preview")).json()["clauses"][0]
        assert (clause["assigned"], sorted(clause["examples"])) == (True, ["north_medical", "north_police"])
        await north.step(url, "launch")
        found = await duties(north, campaign_id=made["id"], clause_code=code)
        assert {d["organisation_id"] for d in found} == {police, section}
        body = {"owners": {code: [police, hospital]}, "reason": "调整责任单位"}
        shown = (await north.post(f"{url}/amend", body, headers=ANY)).json()
        assert (shown["added"], shown["ended"], shown["clauses_changed"]) == (1, 1, [code])
        found = await duties(north, campaign_id=made["id"], clause_code=code)
        assert {d["organisation_id"] for d in found} == {police, hospital}
        told = next(c for c in (await north.get(f"{url}/plan")).json()["obligations"] if c["code"] == code)
        assert sorted(told["owners"]["organisations"]) == sorted([police, hospital])
