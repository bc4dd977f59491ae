"""What was returned is owed again: its problems keep their tasks, and it is in time or late by the days that the law of
the plan and the time for correcting give."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from duban.campaigns.rules import ANCESTORS, DutyState, Fact, fact_of
from duban.kernel.clocks import MOVED, Clock, end_of
from duban.kernel.organisations import Organisation, OrganisationKind
from duban.kernel.system_actor import system_act
from duban.orgs.moves import LEVEL_COLUMNS
from support.campaigns import chief, duties, launch, owner, populate, register
from support.world import Person, World

pytestmark = pytest.mark.anyio

CAMERA = {"problem": "急诊通道监控有盲区", "measure": "加装摄像头", "person": "保卫科科长"}
NUMBER = {"problem": "投诉电话未公示", "immediate": True}
ZERO = {"kind": "zero", "confirm_zero": True}
TASKS = "/rectification-tasks"


@pytest.fixture
async def district(world: World) -> World:
    await populate(world)
    return world


async def self_check(district: World) -> str:
    """The self-check of plan D07, launched on Monday 2 March 2026; its phase of three months ends on Monday 1 June."""
    with district.at("2026-03-02 09:00"):
        campaign = await launch(district, "D07", "2026-03-02")
        (duty,) = [
            d
            for d in await duties(owner(district), campaign_id=campaign["id"], proof="self_check")
            if d["organisation_name"] == "north_hospital"
        ]
    assert duty["due_on"] == "2026-06-01"
    return f"/duties/{duty['id']}"


async def refused(person: Person, url: str, step: str, body: dict[str, Any]) -> tuple[int, str, list[str]]:
    answer = await person.post(f"{url}/{step}", body, headers={"If-Match": "*"})
    told = answer.json()
    return answer.status_code, told["code"], [error["pointer"] for error in told.get("errors", [])]


def again(duty: dict[str, Any]) -> list[dict[str, Any]]:
    """The problems of the newest version as they go back: what was read, without the number that people read."""
    return [{k: v for k, v in p.items() if k != "task_number"} for p in duty["submissions"][-1]["problems"]]


def drafter(district: World) -> Person:
    """Who looks after the ledger at the authority."""
    return district.person("north", "task.read", "task.create", name="drafter")


async def ledger(district: World) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await drafter(district).get(TASKS)).json()["items"]
    return found


# ---- problems and their tasks ---------------------------------------------------------------------------------------


async def test_two_problems_sent_again_after_a_return_stay_two_tasks_and_a_new_one_makes_three(
    district: World,
) -> None:
    hospital, north, url = owner(district), chief(district), await self_check(district)
    with district.at("2026-03-10 09:00"):
        sent = await hospital.step(url, "submit", {"problems": [CAMERA, NUMBER]})
        first = [problem["task_id"] for problem in sent["submissions"][0]["problems"]]
        await north.step(url, "return", {"reason": "请补充原因"})
        problems = again(sent)
        problems[0]["cause"] = "设备老化"
        resent = await hospital.step(url, "submit", {"problems": problems})
        assert [problem["task_id"] for problem in resent["submissions"][1]["problems"]] == first
        assert resent["submissions"][1]["problems"][0]["cause"] == "设备老化"
        assert resent["problem_count"] == len(await ledger(district)) == 2
        await north.step(url, "return", {"reason": "还有一处"})
        third = await hospital.step(url, "submit", {"problems": [*again(resent), {"problem": "安检通道未启用"}]})
    assert [problem["task_id"] for problem in third["submissions"][2]["problems"]][:2] == first
    assert third["problem_count"] == len(await ledger(district)) == 3
    assert (third["fact"], third["zero"]) == ("on_time", False)
    assert [len(version["problems"]) for version in third["submissions"]] == [2, 2, 3]


async def test_an_approved_report_is_corrected_by_a_version_of_its_own_and_its_tasks_stay(district: World) -> None:
    hospital, north, url = owner(district), chief(district), await self_check(district)
    with district.at("2026-03-10 09:00"):
        sent = await hospital.step(url, "submit", {"problems": [CAMERA]})
        await north.step(url, "approve", {})
    with district.at("2026-07-01 09:00"):
        body = {"problems": [*again(sent), NUMBER]}
        assert (await refused(hospital, url, "correct", body))[0] == 422  # why it is corrected has to be said
        corrected = await hospital.step(url, "correct", {**body, "reason": "漏报一项"})
        assert (corrected["state"], corrected["fact"], corrected["late"]) == ("submitted", "on_time", False)
        approved = await north.step(url, "approve", {})
    assert [version["reason"] for version in approved["submissions"]] == [None, "漏报一项"]
    assert [len(version["problems"]) for version in approved["submissions"]] == [1, 2]
    assert approved["submissions"][0]["approved_at"] == "2026-03-10T01:00:00Z"
    assert len(await ledger(district)) == 2


async def test_a_problem_in_the_ledger_does_not_vanish_by_silence_or_by_a_zero_report(district: World) -> None:
    hospital, north, url = owner(district), chief(district), await self_check(district)
    with district.at("2026-03-10 09:00"):
        sent = await hospital.step(url, "submit", {"problems": [CAMERA, NUMBER]})
        await north.step(url, "return", {"reason": "请核实"})
        zero = await hospital.post(f"{url}/submit", ZERO, headers={"If-Match": "*"})
        assert (zero.status_code, zero.json()["code"]) == (422, "zero_with_problems")
        assert all(task["number"] in zero.text for task in await ledger(district))
        left_out = {"problems": again(sent)[:1]}
        assert await refused(hospital, url, "submit", left_out) == (422, "problem_left_out", ["/problems"])
        # Without the tasks it would be the same problems a second time.
        unnamed = {"problems": [CAMERA, NUMBER]}
        assert await refused(hospital, url, "submit", unnamed) == (422, "problem_left_out", ["/problems"])
        assert len(await ledger(district)) == 2
        for task in await ledger(district):
            await drafter(district).step(f"{TASKS}/{task['id']}", "withdraw", {"reason": "误报"})
        nothing = await hospital.step(url, "submit", ZERO)
    assert (nothing["fact"], nothing["zero"], nothing["problem_count"]) == ("zero", True, 0)
    assert len(nothing["submissions"][0]["problems"]) == 2


async def test_a_report_names_only_its_own_tasks_and_each_once(district: World) -> None:
    hospital, clinic, north = owner(district), owner(district, "north_clinic"), chief(district)
    url = await self_check(district)
    with district.at("2026-03-10 09:00"):
        (other,) = await duties(clinic, proof="self_check")
        theirs = await clinic.step(f"/duties/{other['id']}", "submit", {"problems": [NUMBER]})
        foreign = theirs["submissions"][0]["problems"][0]["task_id"]
        sent = await hospital.step(url, "submit", {"problems": [CAMERA]})
        await north.step(url, "return", {"reason": "请核实"})
        mine = again(sent)
        borrowed = {"problems": [*mine, {**NUMBER, "task_id": foreign}]}
        assert await refused(hospital, url, "submit", borrowed) == (422, "unknown_task", ["/problems/1/task_id"])
        twice = {"problems": [*mine, *mine]}
        assert await refused(hospital, url, "submit", twice) == (422, "task_named_twice", ["/problems/1/task_id"])
        wrong_item = {"problems": [{**mine[0], "item": "T99.1"}]}
        assert await refused(hospital, url, "submit", wrong_item) == (422, "unknown_item", ["/problems/0/item"])


# ---- in time and late -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "late", "zero", "fact"),
    [
        (DutyState.PLANNED, False, False, Fact.NOT_DUE),
        (DutyState.OPEN, False, False, Fact.DUE),
        (DutyState.SUBMITTED, False, False, Fact.ON_TIME),
        (DutyState.APPROVED, False, True, Fact.ZERO),
        (DutyState.APPROVED, True, True, Fact.LATE),
        (DutyState.RETURNED, False, False, Fact.DUE),
        (DutyState.RETURNED, False, True, Fact.DUE),
        (DutyState.RETURNED, True, False, Fact.MISSING),
        (DutyState.MISSING, False, False, Fact.MISSING),
        (DutyState.EXEMPT, True, False, Fact.EXEMPT),
    ],
)
async def test_exactly_one_fact_holds_and_what_was_returned_counts_for_nothing(
    state: DutyState, late: bool, zero: bool, fact: Fact
) -> None:
    assert fact_of(state, late=late, zero=zero) is fact


async def test_junk_on_the_last_day_is_returned_and_missing_for_ever_once_the_time_for_correcting_is_over(
    district: World,
) -> None:
    """Returned on Tuesday 2 June 2026: three working days are Wednesday, Thursday, Friday."""
    hospital, north, url = owner(district), chief(district), await self_check(district)
    with district.at("2026-06-01 23:59"):
        assert (await hospital.step(url, "submit", {"problems": [CAMERA]}))["fact"] == "on_time"
    with district.at("2026-06-02 09:00"):
        returned = await north.step(url, "return", {"reason": "内容不实"})
        assert (returned["state"], returned["fact"], returned["late"]) == ("returned", "due", False)
        assert (returned["due_on"], returned["correct_by"]) == ("2026-06-01", "2026-06-05")
        progress = (await north.get(f"/campaigns/{returned['campaign_id']}/progress")).json()["groups"]
        (check,) = [group for group in progress if group["key"] == returned["clause_code"]]
        assert (check["actual"], check["facts"]["due"]) == (0, 3)  # nothing came of the three institutions
    with district.at("2026-06-05 23:59"):
        await district.sweep()
        assert (await hospital.get(url)).json()["fact"] == "due"
    with district.at("2026-06-06 00:00"):
        await district.sweep()
        lapsed = (await hospital.get(url)).json()
    assert (lapsed["state"], lapsed["fact"], lapsed["late"]) == ("returned", "missing", True)
    assert lapsed["missed_at"] == "2026-06-05T16:00:00Z"
    with district.at("2026-06-08 09:00"):
        late = await hospital.step(url, "submit", {"problems": again(lapsed)})
        assert (late["fact"], late["late"], late["correct_by"]) == ("late", True, None)
        approved = await north.step(url, "approve", {})
    assert (approved["fact"], approved["late"]) == ("late", True)


@pytest.mark.parametrize(("moment", "fact"), [("2026-06-05 23:59", "on_time"), ("2026-06-06 00:00", "late")])
async def test_a_correction_is_in_time_to_the_end_of_its_own_last_day_whether_or_not_a_sweep_ran(
    district: World, moment: str, fact: str
) -> None:
    hospital, north, url = owner(district), chief(district), await self_check(district)
    with district.at("2026-06-01 09:00"):
        sent = await hospital.step(url, "submit", {"problems": [CAMERA]})
    with district.at("2026-06-02 09:00"):
        await north.step(url, "return", {"reason": "请补充"})
    with district.at(moment):
        again_sent = await hospital.step(url, "submit", {"problems": again(sent)})
    assert (again_sent["fact"], again_sent["late"]) == (fact, fact == "late")


async def test_an_early_report_that_is_returned_has_at_least_until_the_day_of_the_plan(district: World) -> None:
    """Three working days after 11 March would be the 16th; RULES leaves the due day where it was: 1 June."""
    hospital, north, url = owner(district), chief(district), await self_check(district)
    with district.at("2026-03-10 09:00"):
        sent = await hospital.step(url, "submit", {"problems": [CAMERA]})
    with district.at("2026-03-11 09:00"):
        returned = await north.step(url, "return", {"reason": "请补充"})
    assert returned["correct_by"] == "2026-06-01"
    (clock,) = [c for c in returned["clocks"] if c["term"] == "duty_correction"]
    assert clock["due_on"] == "2026-06-01"
    with district.at("2026-06-01 20:00"):
        await district.sweep()
        again_sent = await hospital.step(url, "submit", {"problems": again(sent)})
    assert (again_sent["fact"], again_sent["late"]) == ("on_time", False)


async def test_the_day_for_correcting_follows_a_corrected_calendar(district: World) -> None:
    """Friday 5 June 2026 declared a holiday after all: the third working day is Monday the 8th."""
    hospital, north, url = owner(district), chief(district), await self_check(district)
    with district.at("2026-06-01 09:00"):
        await hospital.step(url, "submit", ZERO)
    with district.at("2026-06-02 09:00"):
        assert (await north.step(url, "return", {"reason": "请补充"}))["correct_by"] == "2026-06-05"
        async with district.database.transaction() as db:
            act = await system_act(db)
            assert act is not None
            clock = (await db.scalars(select(Clock).where(col(Clock.term) == "duty_correction"))).one()
            clock.due_on, clock.due_at = date(2026, 6, 8), end_of(date(2026, 6, 8))
            await MOVED["duty"](act, clock)
        assert (await hospital.get(url)).json()["correct_by"] == "2026-06-08"


async def test_a_late_report_that_is_returned_is_missing_and_comes_back_late(district: World) -> None:
    hospital, north, url = owner(district), chief(district), await self_check(district)
    with district.at("2026-06-10 09:00"):
        await district.sweep()
        assert (await hospital.step(url, "submit", ZERO))["fact"] == "late"
        assert (await north.step(url, "return", {"reason": "请附检查记录"}))["fact"] == "missing"
        assert (await hospital.step(url, "submit", ZERO))["fact"] == "late"


# ---- who reviews ----------------------------------------------------------------------------------------------------


async def test_a_group_between_hospital_and_authority_has_no_say_the_first_time_or_again(district: World) -> None:
    """City → north → a group of hospitals → its member: north reviews first, after every return."""
    async with district.database.transaction() as db:
        group = Organisation(name="group", kind=OrganisationKind.OTHER_AGENCY, region_code="990102")
        group.sit_below(district.organisations["north"])
        db.add(group)
    district.organisations["group"] = group
    await register(district, "member", "group", 0)
    ids = {name: str(organisation.id) for name, organisation in district.organisations.items()}
    member, north, city = owner(district, "member"), chief(district), chief(district, "city")
    with district.at("2026-03-02 09:00"):
        await launch(district, "D07", "2026-03-02", "city")
        (duty,) = await duties(member, proof="self_check")
        url = f"/duties/{duty['id']}"
        assert (await member.step(url, "submit", ZERO))["reviewer_id"] == ids["north"]
        assert (await north.step(url, "endorse", {}))["reviewer_id"] == ids["city"]
        await city.step(url, "return", {"reason": "请核实"})
        assert (await member.step(url, "submit", ZERO))["reviewer_id"] == ids["north"]
        await north.step(url, "endorse", {})
        assert (await city.step(url, "approve", {}))["state"] == "approved"


# ---- release --------------------------------------------------------------------------------------------------------


async def test_only_the_final_reviewer_or_above_releases_and_nobody_himself(district: World) -> None:
    assert ANCESTORS == LEVEL_COLUMNS
    north, city = chief(district), chief(district, "city")
    with district.at("2026-03-02 09:00"):
        of_city = await launch(district, "D07", "2026-03-02", "city")
        of_north = await launch(district, "D10", "2026-03-02", "north")

        async def one(campaign: dict[str, Any], name: str) -> str:
            found = await duties(city, campaign_id=campaign["id"])
            return "/duties/" + next(d["id"] for d in found if d["organisation_name"] == name)

        reason = {"reason": "停业装修"}
        below = await one(of_city, "north_hospital")
        assert await refused(north, below, "exempt", reason) == (409, "superior_releases", [])
        bulk = (await north.post("/duties/bulk", {"step": "exempt", "ids": [below[8:]], **reason})).json()
        assert [(item["done"], item["code"]) for item in bulk["items"]] == [(False, "superior_releases")]
        (action,) = [a for a in (await north.get(below)).json()["available_actions"] if a["step"] == "exempt"]
        assert (action["open"], action["code"]) == (False, "superior_releases")

        own = await one(of_north, "north")
        assert await refused(north, own, "exempt", reason) == (409, "own_duty", [])
        released = await city.step(own, "exempt", reason)
        assert (released["state"], released["fact"]) == ("exempt", "exempt")

        released = await city.step(below, "exempt", reason)
        assert (released["exempt_reason"], released["exempted_by_name"]) == ("停业装修", "chief")
        assert (released["exempted_by_id"], released["exempted_at"]) == (str(city.actor.id), "2026-03-02T01:00:00Z")
        assert (await north.step(await one(of_north, "north_hospital"), "exempt", reason))["state"] == "exempt"
