"""Counts of facts: by every breakdown each number leads to exactly as many rows, groups without a key included."""

from typing import Any

import pytest

from duban.campaigns.progress import By
from duban.kernel.access import Actor
from duban.kernel.organisations import Organisation, OrganisationKind
from support.campaigns import CHIEF, chief, duties, launch, open_duties, populate, register, report
from support.world import Person, World

pytestmark = pytest.mark.anyio

OVERLAPPING = {By.LEAD, By.INSTITUTION_TYPE}
"""A duty with two leads, or of an institution of two types, counts in both groups."""


@pytest.fixture
async def district(world: World) -> World:
    await populate(world, hospitals=2, centres=1, clinics=1)
    return world


async def progress(person: Person, campaign: dict[str, Any], query: str) -> list[dict[str, Any]]:
    answer = await person.get(f"/campaigns/{campaign['id']}/progress?{query}")
    assert answer.status_code == 200, answer.text
    groups: list[dict[str, Any]] = answer.json()["groups"]
    return groups


async def hold_against_rows(person: Person, groups: list[dict[str, Any]]) -> None:
    """Every number of every group is the number of duties that its query lists."""
    for group in groups:
        for name, query in group["rows"].items():
            number = group["facts"][name] if name in group["facts"] else group[name]
            page = await person.get(f"/duties?{query}&count=exact&limit=1")
            assert page.status_code == 200, page.text
            assert page.json()["total"] == number, (group["key"], name, query)


async def keys(person: Person, campaign: dict[str, Any], query: str) -> dict[str | None, int]:
    return {group["key"]: group["total"] for group in await progress(person, campaign, query)}


@pytest.mark.parametrize(("plan_id", "reported"), [("D01", "T2.dispute_prevention"), ("D07", "P1.self_check")])
@pytest.mark.parametrize("by", list(By))
async def test_every_number_leads_to_exactly_as_many_rows(district: World, plan_id: str, reported: str, by: By) -> None:
    north = chief(district)
    with district.at("2026-08-03 09:00"):
        campaign = await launch(district, plan_id, "2026-08-03")
    with district.at("2026-08-31 09:00"):
        await open_duties(district)
        await report(district, campaign, "north_hospital", reported, {"kind": "zero", "confirm_zero": True})
        other = await duties(north, campaign_id=campaign["id"], clause_code=reported, state="open")
        await north.step(f"/duties/{other[0]['id']}", "exempt", {"reason": "停业装修"})
        groups = await progress(north, campaign, f"by={by.value}")
        total = len(await duties(north, campaign_id=campaign["id"]))
        summed = sum(g["total"] for g in groups)
        assert summed >= total if by in OVERLAPPING else summed == total
        assert sum(g["facts"]["zero"] for g in groups) >= 1
        await hold_against_rows(north, groups)


async def test_what_is_owed_through_the_whole_campaign_has_a_group_and_a_list(district: World) -> None:
    north = chief(district)
    with district.at("2026-08-03 09:00"):
        campaign = await launch(district, "D01", "2026-08-03")
        groups = {g["key"]: g for g in await progress(north, campaign, "by=phase")}
        assert groups["P1"]["title"] == "第一阶段"
        standing = await duties(north, campaign_id=campaign["id"], phase="none")
        assert len(standing) == groups[None]["total"] > 0
        assert {d["phase"] for d in standing} == {None}


async def test_a_section_sees_the_tasks_that_it_leads(district: World) -> None:
    """D01: the Disease Control & Women's Health Section leads mental health; touts and others are led by another."""
    async with district.database.transaction() as db:
        section = Organisation(
            name="妇幼健康股", kind=OrganisationKind.SECTION, aliases=["disease_control_women_section"]
        )
        section.sit_below(district.organisations["north"])
        db.add(section)
    with district.at("2026-08-03 09:00"):
        campaign = await launch(district, "D01", "2026-08-03")
        head = district.person("north", *CHIEF)
        head = Person(district, Actor(**{**vars(head.actor), "section_id": section.id}))
        groups = {g["key"]: g for g in await progress(head, campaign, "by=lead")}
        own = groups["disease_control_women_section"]
        assert (own["title"], own["title_en"], own["mine"]) == (
            "疾妇股",
            "Disease control and women's health section",
            True,
        )
        assert [key for key, group in groups.items() if group["mine"]] == ["disease_control_women_section"]
        assert groups[None]["total"] > 0  # reports and documents that the plan gives to no section
        led = await progress(head, campaign, "by=clause&lead=mine")
        assert [g["key"] for g in led] == ["RD1", "T1.mental_health_management"]
        assert sum(g["total"] for g in led) == own["total"]
        await hold_against_rows(head, led)
        both = await progress(head, campaign, "by=clause&lead=mine&lead=political_legal_section")
        assert {g["key"] for g in both} > {g["key"] for g in led}
        nobody = await chief(district).get(f"/campaigns/{campaign['id']}/progress?lead=mine")
        assert (nobody.status_code, nobody.json()["code"]) == (422, "no_section")


async def test_lead_sections_are_named_in_both_languages(district: World) -> None:
    with district.at("2026-08-03 09:00"):
        campaign = await launch(district, "D01", "2026-08-03")
        clauses = (await chief(district).get(f"/campaigns/{campaign['id']}/clauses")).json()
        mental = next(c for c in clauses if c["code"] == "T1.mental_health_management")
        name = {
            "code": "disease_control_women_section",
            "zh": "疾妇股",
            "en": "Disease control and women's health section",
        }
        assert mental["lead_names"] == [name]
        duty = (await duties(chief(district), campaign_id=campaign["id"], clause_code=mental["code"]))[0]
        assert (await chief(district).get(f"/duties/{duty['id']}")).json()["lead_names"] == [name]


async def test_progress_is_broken_down_by_what_the_institutions_are(district: World) -> None:
    """D07's self-check: two hospitals (level 2), a health centre (level 1) and a private clinic owe one each."""
    north = chief(district)
    with district.at("2026-03-02 09:00"):
        campaign = await launch(district, "D07", "2026-03-02")
        levels = {g["key"]: g for g in await progress(north, campaign, "by=institution_level")}
        assert [(k, g["title"], g["title_en"]) for k, g in levels.items()][:2] == [
            ("first", "一级", "First level"),
            ("second", "二级", "Second level"),
        ]
        assert list(levels) == ["first", "second", "unrated", None]
        check = "P1.self_check"
        found = {}
        for key in ("first", "second", "unrated", "none"):
            found[key] = len(await duties(north, campaign_id=campaign["id"], clause_code=check, institution_level=key))
        assert found == {"first": 1, "second": 2, "unrated": 1, "none": 0}
        types = await keys(north, campaign, "by=institution_type")
        assert types["hospital"] == types["level2_or_above"] == levels["second"]["total"]
        assert types["medical_institution"] == sum(g["total"] for k, g in levels.items() if k)
        assert types[None] == levels[None]["total"]
        either = await duties(
            north, campaign_id=campaign["id"], clause_code=check, institution_type=["hospital", "clinic"]
        )
        assert len(either) == 3
        nobody = await duties(north, campaign_id=campaign["id"], institution_type=["clinic", "none"])
        assert len(nobody) == types["clinic"] + types[None]


async def test_regions_are_called_by_their_health_authority(district: World) -> None:
    await register(district, "south_hospital", "south", 0)
    city = chief(district, "city")
    with district.at("2026-03-02 09:00"):
        campaign = await launch(district, "D07", "2026-03-02", "city")
        groups = await progress(city, campaign, "by=region")
        assert [(g["key"], g["title"]) for g in groups] == [
            ("990100", "city"),
            ("990102", "north"),
            ("990103", "south"),
        ]
        await hold_against_rows(city, groups)


async def test_whoever_is_recused_from_an_institution_finds_it_neither_counted_nor_listed(district: World) -> None:
    with district.at("2026-03-02 09:00"):
        campaign = await launch(district, "D07", "2026-03-02")
        north = chief(district)
        all_of_them = await progress(north, campaign, "by=clause")
        hidden = frozenset({district.organisations["north_hospital"].id})
        shy = Person(district, Actor(**{**vars(north.actor), "recused": hidden}))
        groups = await progress(shy, campaign, "by=clause")
        assert sum(g["total"] for g in groups) < sum(g["total"] for g in all_of_them)
        await hold_against_rows(shy, groups)
        (row, *_) = (await shy.get(f"/campaigns/{campaign['id']}/coverage")).json()
        assert row["population"] == 3  # of four institutions


async def test_an_unknown_level_is_refused_and_the_word_none_is_not(district: World) -> None:
    north = chief(district)
    assert (await north.get("/duties?institution_level=fourth")).status_code == 422
    assert (await north.get("/duties?institution_level=none&ownership=none&lead=none&region_code=none")).json() == {
        "items": [],
        "next_cursor": None,
    }
