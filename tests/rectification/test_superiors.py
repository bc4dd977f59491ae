"""A task that the city demands is the city's to decide: an authority below helps to check it and decides nothing."""

from typing import Any

import pytest

from duban.orgs.rules import ROLES, Role
from duban.rectification.rules import TASK
from support.rectification import ANSWERS, REASON, URL, Ledger
from support.world import Person

pytestmark = pytest.mark.anyio
GOOD = {"accepts": True, "on_site": True, "opinion": "现场查看情况属实"}
COUNT = {"channel": "问卷", "counted_on": "2026-03-02", "satisfied": 1, "neutral": 0, "dissatisfied": 0}

DECISIONS: dict[str, tuple[str, Any]] = {
    "issue": ("draft", {}),
    "withdraw": ("draft", REASON),
    "uphold": ("objected", {**REASON, "due_on": "2026-03-31"}),
    "vary": ("objected", {**REASON, "measure": "减半", "due_on": "2026-03-31"}),
    "revoke": ("objected", REASON),
    "grant_extension": ("asked", REASON),
    "refuse_extension": ("asked", REASON),
    "return": ("verified", REASON),
    "close": ("verified", REASON),
    "close_high_risk": ("verified at high risk", REASON),
    "escalate": ("rectifying", {"further_measure": "interview", "reason": "拖延"}),
    "plan_look_back": ("closed", {**REASON, "look_back_on": "2026-04-01"}),
    "consolidate": ("closed", ANSWERS),
    "relapse": ("closed", {**ANSWERS, "rectified_in_place": False}),
}
"""Each deciding step: where it is taken from, and a good body."""


@pytest.fixture
def citys(ledger: Ledger) -> Ledger:
    """The ledger with the city's people in every office of the authority."""
    everything = frozenset().union(*(ROLES[role].permissions for role in (Role.SECTION_HEAD, Role.CHIEF)))
    for name in ("handler", "second_handler", "officer", "section_head", "vice_leader", "supervisor"):
        ledger.people[name] = ledger.world.person("city", *everything, "task.look_back", name=name)
    return ledger


@pytest.fixture
def district(citys: Ledger) -> Person:
    """Somebody of the district with every permission that an authority's people have."""
    offices = (role for role in Role if role not in (Role.INSTITUTION_CLERK, Role.INSTITUTION_HEAD))
    return citys.world.person("north", *frozenset().union(*(ROLES[role].permissions for role in offices)), name="below")


async def standing(ledger: Ledger, where: str) -> str:
    """The address of a task of the city that stands where a step of `DECISIONS` begins."""
    if where == "asked":
        url = await ledger.make("rectifying", due_on="2026-04-01")
        await ledger["clerk"].step(url, "request-extension", {"reason": "材料推迟", "until": "2026-04-10"})
        return url
    if where.startswith("verified"):
        url = await ledger.make("verifying", risk="high" if "high" in where else "medium")
        await ledger.opinions(url)
        return url
    return await ledger.make(where, due_on="2026-03-04")


@pytest.mark.parametrize("step", sorted(DECISIONS))
async def test_the_district_does_not_decide_for_the_city(citys: Ledger, district: Person, step: str) -> None:
    where, body = DECISIONS[step]
    with citys.world.at("2026-03-02 09:00"):
        url = await standing(citys, where)
    with citys.world.at("2026-03-05 09:00"):
        had = await citys.read(url)
        assert had["issuer_id"] == citys.id_of("city")
        offered = {a["step"]: a["code"] for a in (await district.get(url)).json()["available_actions"]}
        assert offered[step] == "superior_decides"
        if step == "issue":  # its deadline has passed meanwhile
            assert (await citys["handler"].patch(url, {"due_on": "2026-03-31"}, headers={"If-Match": "*"})).is_success
            had = await citys.read(url)
        refused = await district.step(url, step.replace("_", "-"), body, expect=409)
        assert refused["code"] == "superior_decides"
        assert await citys.read(url) == had
        who = citys["second_handler" if step in ("consolidate", "relapse") else "section_head"]
        await who.step(url, step.replace("_", "-"), body)


async def test_the_district_does_not_rewrite_the_citys_draft_nor_take_it_in_bulk(
    citys: Ledger, district: Person
) -> None:
    with citys.world.at("2026-03-02 09:00"):
        url = await citys.create()
        refused = await district.patch(url, {"measure": "不必整改"}, headers={"If-Match": "*"})
        assert (refused.status_code, refused.json()["code"]) == (409, "superior_decides")
        assert (await citys.read(url))["measure"] == "清运杂物，每日巡查"
        many = await district.post(f"{URL}/bulk", {"step": "issue", "ids": [url.rsplit("/", 1)[1]], **REASON})
        assert [line["problem"]["code"] for line in many.json()["results"]] == ["superior_decides"]


async def test_the_district_may_be_asked_to_check_for_the_city(citys: Ledger, district: Person) -> None:
    with citys.world.at("2026-03-02 09:00"):
        url = await citys.make("submitted")
        await district.step(url, "start-verification")
        assert (await district.step(url, "record-opinion", GOOD))["accepting_opinions"] == 1
        await citys["officer"].step(url, "record-opinion", GOOD)
        assert (await citys["section_head"].step(url, "close", REASON))["state"] == "closed"
        await citys["head"].step(url, "publish", {"public_result": "已清理完毕"})
        assert (await district.step(url, "record-evaluation", COUNT))["evaluations"][0]["satisfied"] == 1


async def test_the_city_may_decide_on_what_a_district_demands(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.create()
        assert (await ledger.read(url))["issuer_id"] == ledger.id_of("north")
        assert (await ledger["city"].step(url, "issue", {}))["state"] == "issued"


async def test_the_district_may_decide_again_where_the_institution_was_moved_below_another_one(ledger: Ledger) -> None:
    mover = ledger.world.person("city", "organisation.read", "organisation.write", name="sysadmin")
    south = ledger.world.person("south", *ROLES[Role.SECTION_HEAD].permissions, name="south head")
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("objected")
        moved = await mover.step(
            f"/organisations/{ledger.id_of('north_hospital')}",
            "move",
            {"parent_id": ledger.id_of("south"), "reason": "区划调整"},
        )
        assert moved["parent_id"] == ledger.id_of("south")
    with ledger.world.at("2026-03-03 09:00"):
        assert (await south.step(url, "revoke", REASON))["state"] == "revoked"
        assert (await ledger["section_head"].get(url)).status_code == 404


def test_every_step_that_the_authority_takes_is_tried_here_or_delegated() -> None:
    institutions = {"accept", "object", "request_extension", "submit", "promise", "publish"}
    delegated = {"start_verification", "record_opinion", "record_evaluation"}
    assert {step.name for step in TASK.steps} == set(DECISIONS) | institutions | delegated
