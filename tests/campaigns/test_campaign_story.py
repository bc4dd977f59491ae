"""A plan becomes duties, duties become reports, reports are reviewed: over HTTP, on both engines."""

from typing import Any

import pytest

from support.campaigns import chief, duties, launch, owner, populate
from support.world import World

pytestmark = pytest.mark.anyio
PLANS = ("D01", "D03", "D05", "D07", "D08", "D09", "D10", "D11", "D12")


@pytest.fixture
async def district(world: World) -> World:
    await populate(world, hospitals=2, centres=2, clinics=2)
    return world


async def only(person: Any, **filters: Any) -> dict[str, Any]:
    found = await duties(person, **filters)
    assert len(found) == 1, [(d["clause_code"], d["period"], d["state"]) for d in found]
    return found[0]


@pytest.mark.parametrize("plan_id", PLANS)
async def test_each_real_plan_launches_over_a_district_and_creates_what_its_preview_said(
    district: World, plan_id: str
) -> None:
    person = chief(district)
    with district.at("2026-03-02 09:00"):
        made = (await person.post("/campaigns", {"plan_id": plan_id, "start_on": "2026-03-02"})).json()
        url = f"/campaigns/{made['id']}"
        assert [p for p in made["open_places"] if p["required"]] == []
        preview = (await person.get(f"{url}/preview")).json()
        launched = await person.step(url, "launch")
        assert launched["state"] == "launched"
        assert launched["duty_count"] == preview["duties"] > 0
        found = await duties(person, campaign_id=made["id"])
        assert len(found) == preview["duties"]
        by_clause = {c["code"]: c["duties"] for c in preview["clauses"]}
        for code, count in by_clause.items():
            assert sum(1 for d in found if d["clause_code"] == code) == count
        assert {d["fact"] for d in found if not d["standing"]} <= {"due", "not_due"}
        assert {d["fact"] for d in found if d["standing"]} <= {"quiet", "not_due"}
        again = await person.post(f"{url}/launch", headers={"If-Match": "*"})
        assert (again.status_code, again.json()["code"]) == (409, "wrong_state")


async def test_a_draft_with_open_places_is_not_launched_and_names_them(district: World) -> None:
    person = chief(district)
    made = (await person.post("/campaigns", {"plan_id": "D07"})).json()
    assert made["open_places"]
    refused = await person.post(f"/campaigns/{made['id']}/launch", headers={"If-Match": "*"})
    assert (refused.status_code, refused.json()["code"]) == (422, "plan_not_filled")
    assert refused.json()["errors"]
    assert await duties(person, campaign_id=made["id"]) == []


async def test_a_self_check_with_two_problems_opens_two_tasks_and_climbs_to_the_city(district: World) -> None:
    """D07 issued by the city: the district endorses, the city approves."""
    hospital, north, city = owner(district), chief(district, "north"), chief(district, "city")
    with district.at("2026-03-02 09:00"):
        campaign = await launch(district, "D07", "2026-03-02", "city")
    with district.at("2026-03-10 09:00"):
        found = await duties(hospital, campaign_id=campaign["id"], proof="self_check", state="open")
        url = f"/duties/{found[0]['id']}"
        duty = (await hospital.get(url)).json()
        items = [item["code"] for item in duty["check_items"]]
        report = {
            "problems": [
                {"item": items[0], "problem": "急诊通道监控有盲区", "measure": "加装摄像头", "person": "保卫科科长"},
                {"problem": "投诉电话未公示", "immediate": True},
            ]
        }
        submitted = await hospital.step(url, "submit", report)
        assert (submitted["state"], submitted["fact"], submitted["problem_count"]) == ("submitted", "on_time", 2)
        tasks = [p["task_number"] for p in submitted["submissions"][0]["problems"]]
        assert len(set(tasks)) == 2
        hospital_review = await hospital.post(f"{url}/approve", headers={"If-Match": "*"})
        assert hospital_review.status_code == 403
        early = await city.post(f"{url}/approve", headers={"If-Match": "*"})
        assert (early.status_code, early.json()["code"]) == (409, "not_your_turn")
        own = await north.post(f"{url}/approve", headers={"If-Match": "*"})
        assert (own.status_code, own.json()["code"]) == (409, "superior_decides")
        await north.step(url, "endorse", {})
        approved = await city.step(url, "approve", {"reason": "属实"})
    assert (approved["state"], approved["fact"]) == ("approved", "on_time")
    assert approved["submissions"][0]["approved_at"] == "2026-03-10T01:00:00Z"


async def test_a_zero_report_is_a_fact_of_its_own_and_must_be_meant(district: World) -> None:
    hospital = owner(district)
    with district.at("2026-03-02 09:00"):
        campaign = await launch(district, "D07", "2026-03-02")
        found = (await duties(hospital, campaign_id=campaign["id"], proof="self_check", state="open"))[0]
        url = f"/duties/{found['id']}"
        tag = (await hospital.get(url)).headers["etag"]
        empty = await hospital.post(f"{url}/submit", {}, headers={"If-Match": tag})
        assert (empty.status_code, empty.json()["code"]) == (422, "no_problems")
        unmeant = await hospital.post(f"{url}/submit", {"kind": "zero"}, headers={"If-Match": tag})
        assert unmeant.json()["errors"][0]["pointer"] == "/confirm_zero"
        zero = await hospital.step(url, "submit", {"kind": "zero", "confirm_zero": True})
    assert (zero["fact"], zero["zero"], zero["late"]) == ("zero", True, False)


async def test_silence_is_missing_and_a_late_report_stays_late_after_approval(district: World) -> None:
    hospital, north = owner(district), chief(district)
    with district.at("2026-03-02 09:00"):
        campaign = await launch(district, "D07", "2026-03-02")
        found = (await duties(hospital, campaign_id=campaign["id"], proof="self_check", state="open"))[0]
    url, due_on = f"/duties/{found['id']}", found["due_on"]
    with district.at(f"{due_on} 23:59"):
        await district.sweep()
        assert (await hospital.get(url)).json()["state"] == "open"
    with district.at("2027-06-01 09:00"):
        await district.sweep()
        missing = (await hospital.get(url)).json()
        assert (missing["state"], missing["fact"]) == ("missing", "missing")
        late = await hospital.step(url, "submit", {"kind": "zero", "confirm_zero": True})
        assert (late["fact"], late["late"], late["zero"]) == ("late", True, True)
        returned = await north.step(url, "return", {"reason": "请附检查记录"})
        assert returned["submissions"][0]["returned_reason"] == "请附检查记录"
        again = await hospital.step(url, "submit", {"kind": "zero", "confirm_zero": True, "note": "已附"})
        assert again["submission_count"] == 2
        approved = await north.step(url, "approve", {})
    assert (approved["state"], approved["fact"], approved["late"]) == ("approved", "late", True)
    assert approved["missed_at"] is not None
    assert [s["version"] for s in approved["submissions"]] == [1, 2]


async def test_a_form_is_checked_where_its_figures_stand(district: World) -> None:
    hospital = owner(district)
    with district.at("2026-03-02 09:00"):
        campaign = await launch(district, "D01", "2026-03-02")
        found = await duties(hospital, campaign_id=campaign["id"], form="security_capability")
        url = f"/duties/{found[0]['id']}"
    with district.at(f"{found[0]['opens_on']} 09:00"):
        from duban.campaigns.opening import open_due
        from duban.kernel.acts import Act

        async with district.database.transaction() as db:
            from duban.kernel.clock import now

            await open_due(Act(db, chief(district).actor, now()))
        duty = (await hospital.get(url)).json()
        assert duty["form_definition"]["code"] == "security_capability"
        wrong = await hospital.post(f"{url}/submit", {"values": {"nonsense": 1}}, headers={"If-Match": "*"})
        assert (wrong.status_code, wrong.json()["code"]) == (422, "form_invalid")
        assert all(e["pointer"].startswith("/values/") for e in wrong.json()["errors"])


async def test_an_amendment_issues_only_what_changed_and_keeps_submitted_work(district: World) -> None:
    hospital, north = owner(district), chief(district)
    with district.at("2026-03-02 09:00"):
        campaign = await launch(district, "D07", "2026-03-02")
        url = f"/campaigns/{campaign['id']}"
        checks = await duties(north, campaign_id=campaign["id"], proof="self_check")
        code = checks[0]["clause_code"]
        mine = next(d for d in checks if d["organisation_name"] == "north_hospital")
        await hospital.step(f"/duties/{mine['id']}", "submit", {"kind": "zero", "confirm_zero": True})
        body = {"retire": [code], "reason": "上级取消", "preview": True}
        shown = (await north.post(f"{url}/amend", body, headers={"If-Match": "*"})).json()
        affected = [d for d in checks if d["clause_code"] == code]
        assert (shown["ended"], shown["kept_submitted"], shown["added"]) == (len(affected) - 1, 1, 0)
        assert len(await duties(north, campaign_id=campaign["id"], clause_code=code)) == len(affected)
        applied = (await north.post(f"{url}/amend", {**body, "preview": False}, headers={"If-Match": "*"})).json()
        assert (applied["applied"], applied["ended"]) == (True, len(affected) - 1)
        left = await duties(north, campaign_id=campaign["id"], clause_code=code)
        assert [d["id"] for d in left] == [mine["id"]]
        back = {"restore": [code], "reason": "恢复"}
        restored = (await north.post(f"{url}/amend", back, headers={"If-Match": "*"})).json()
        assert restored["added"] == len(affected) - 1
        now_there = await duties(north, campaign_id=campaign["id"], clause_code=code)
        assert {d["id"] for d in now_there} == {d["id"] for d in affected}
        same = (await north.post(f"{url}/amend", {"reason": "核对"}, headers={"If-Match": "*"})).json()
        assert (same["added"], same["ended"], same["moved"]) == (0, 0, 0)


async def test_many_are_approved_at_once_and_each_is_judged_by_itself(district: World) -> None:
    hospital, north = owner(district), chief(district)
    with district.at("2026-03-02 09:00"):
        campaign = await launch(district, "D07", "2026-03-02")
        done = (await duties(hospital, campaign_id=campaign["id"], proof="self_check", state="open"))[0]
        await hospital.step(f"/duties/{done['id']}", "submit", {"kind": "zero", "confirm_zero": True})
        still_open = (await duties(owner(district, "north_clinic"), campaign_id=campaign["id"], state="open"))[0]
        body = {"step": "approve", "ids": [done["id"], still_open["id"]], "reason": "批量审核"}
        answer = (await north.post("/duties/bulk", body)).json()
    assert (answer["done"], answer["refused"]) == (1, 1)
    assert [(i["done"], i["code"]) for i in answer["items"]] == [(True, None), (False, "wrong_state")]


async def test_another_districts_campaign_and_duties_do_not_exist(district: World) -> None:
    with district.at("2026-03-02 09:00"):
        campaign = await launch(district, "D07", "2026-03-02")
    stranger = chief(district, "south")
    assert (await stranger.get(f"/campaigns/{campaign['id']}")).status_code == 404
    assert (await stranger.get(f"/campaigns/{campaign['id']}/progress")).status_code == 404
    assert await duties(stranger) == []
    clinic = owner(district, "north_clinic")
    assert {d["organisation_name"] for d in await duties(clinic)} == {"north_clinic"}
