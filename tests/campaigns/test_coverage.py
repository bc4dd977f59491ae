"""Targets against what was reached, over HTTP on both engines: every figure was worked out by hand.

The north has two hospitals, two township health centres and one clinic: five institutions.
"""

from typing import Any

import pytest

from support.campaigns import chief, duties, fill_in, launch, open_duties, owner, populate, record, rectified, register
from support.world import Person, World

pytestmark = pytest.mark.anyio

D07 = {
    "/period": {"from": "2026-03-01", "to": "2026-12-31"},
    "/phases/0/period": {"from": "2026-03-01", "to": "2026-03-31"},
    "/phases/1/period": {"from": "2026-04-01", "to": "2026-09-30"},
    "/phases/2/period": {"from": "2026-10-01", "to": "2026-11-30"},
    "/phases/3/period": {"from": "2026-12-01", "to": "2026-12-31"},
    "/phases/1/coverage_targets/0/due/date": "2026-05-31",
    "/phases/1/coverage_targets/1/due/date": "2026-07-31",
    "/phases/1/coverage_targets/2/due/date": "2026-09-30",
}


@pytest.fixture
async def district(world: World) -> World:
    await populate(world, hospitals=2, centres=2, clinics=1)
    return world


async def coverage(person: Person, campaign: dict[str, Any]) -> list[dict[str, Any]]:
    """The targets as `person` sees them; every number is held against the rows that its query lists."""
    url = f"/campaigns/{campaign['id']}/coverage"
    answer = await person.get(url)
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()
    for row in rows:
        for figures in (row, *row["regions"], *([row["now"]] if row["now"] else [])):
            await hold_against_rows(person, f"{url}/{row['clause_code']}/{row['index']}", row["counted_by"], figures)
    return rows


async def hold_against_rows(person: Person, url: str, counted_by: str | None, figures: dict[str, Any]) -> None:
    for name, query in figures["rows"].items():
        found = await members(person, f"{url}?{query}")
        if counted_by == "share" and name in ("population", "reached"):
            number = sum(m["whole" if name == "population" else "part"] for m in found)
        elif name == "value":
            number = sum(m["part"] for m in found)
        else:
            number = len(found)
        told = {
            **figures,
            "missing": (figures["population"] or 0) - (figures["reached"] or 0),
            "silent": (figures["owing"] or 0) - (figures["reported"] or 0),
        }
        assert number == (told[name] or 0), (url, name, query)


async def members(person: Person, url: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = (await person.get(f"{url}&limit=2{cursor}")).json()
        found += page["items"]
        if page["next_cursor"] is None:
            return found
        cursor = f"&cursor={page['next_cursor']}"


def figures(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["reached"], row["population"], row["percent"], row["met"]


async def test_forty_seventy_and_a_hundred_percent_are_each_judged_on_their_own_day(district: World) -> None:
    north = chief(district)
    with district.at("2026-03-02 09:00"):
        campaign = await launch(district, "D07", "2026-03-01", answers=D07)
        for duty in await duties(owner(district), campaign_id=campaign["id"], proof="self_check", state="open"):
            await owner(district).step(f"/duties/{duty['id']}", "submit", {"kind": "zero", "confirm_zero": True})
        rows = await coverage(north, campaign)
        # A self-check is not the concentrated rectification, least of all one that found nothing.
        assert [figures(row) for row in rows] == [(0, 5, 0.0, False)] * 3
        assert [(row["due_on"], row["past"]) for row in rows] == [
            ("2026-05-31", False),
            ("2026-07-31", False),
            ("2026-09-30", False),
        ]
    with district.at("2026-05-20 09:00"):
        await open_duties(district)
        await north.step(await record(district, campaign, "north_hospital", "P2.rectified"), "approve", {})
        waiting = await record(district, campaign, "north_clinic", "P2.rectified")
        returned = await record(district, campaign, "north_centre_0", "P2.rectified")
        await north.step(returned, "return", {"reason": "请附检查记录"})
        # One of five is approved; what waits or was returned has not been covered yet.
        assert [figures(row) for row in await coverage(north, campaign)] == [(1, 5, 20.0, False)] * 3
    with district.at("2026-06-01 00:01"):
        await north.step(waiting, "approve", {})
        await north.step(await record(district, campaign, "north_hospital_0", "P2.rectified"), "approve", {})
        first, second, last = await coverage(north, campaign)
        # Two more a minute after the day: the milestone stays missed at 20 %, and says that it is 60 % by now.
        assert (figures(first), first["past"], first["as_of"]) == ((1, 5, 20.0, False), True, "2026-05-31")
        assert (first["now"]["reached"], first["now"]["percent"]) == (3, 60.0)
        assert (figures(second), figures(last)) == ((3, 5, 60.0, False), (3, 5, 60.0, False))
        reached = (await north.get(f"/campaigns/{campaign['id']}/coverage/P2.coverage/0?reached=true")).json()
        assert (reached["on"], [m["name"] for m in reached["items"]]) == ("2026-05-31", ["north_hospital"])
    with district.at("2026-07-31 23:59"):
        await owner(district, "north_centre_0").step(returned, "submit", {**rectified(), "note": "已附检查记录"})
        await north.step(returned, "approve", {})
        assert figures((await coverage(north, campaign))[1]) == (4, 5, 80.0, True)
    with district.at("2026-10-01 09:00"):
        await north.step(await record(district, campaign, "north_centre_1", "P2.rectified"), "approve", {})
        rows = await coverage(north, campaign)
        assert [figures(row) for row in rows] == [(1, 5, 20.0, False), (4, 5, 80.0, True), (4, 5, 80.0, False)]
        assert [row["now"]["percent"] for row in rows] == [100.0] * 3


async def test_a_correction_of_an_approved_record_does_not_uncover_the_institution(district: World) -> None:
    north, hospital = chief(district), owner(district)
    with district.at("2026-04-02 09:00"):
        campaign = await launch(district, "D07", "2026-03-01", answers=D07)
        url = await record(district, campaign, "north_hospital", "P2.rectified")
        await north.step(url, "approve", {})
        await hospital.step(url, "correct", {**rectified(), "reason": "补充检查人员"})
        assert figures((await coverage(north, campaign))[0]) == (1, 5, 20.0, False)


async def test_hospitals_alone_are_covered_where_the_league_plan_says_hospitals(district: World) -> None:
    """Issued by the city: two hospitals in the north, one in the south, each region by itself."""
    await register(district, "south_hospital", "south", 0)
    city = chief(district, "city")
    with district.at("2026-03-02 09:00"):
        campaign = await launch(district, "D08", "2026-03-02", "city")
        owed = await duties(city, campaign_id=campaign["id"], clause_code="P1.rectified")
        assert {d["organisation_name"] for d in owed} == {"north_hospital", "north_hospital_0", "south_hospital"}
        for who in ("north_hospital", "north_hospital_0"):
            url = await record(district, campaign, who, "P1.rectified")
            await chief(district).step(url, "endorse", {})
        assert figures((await coverage(city, campaign))[0]) == (0, 3, 0.0, False)
        await city.step(url, "approve", {})
        (row,) = await coverage(city, campaign)
        assert figures(row) == (1, 3, 33.33, False)
        assert [
            (r["region_code"], r["title"], r["reached"], r["population"], r["percent"]) for r in row["regions"]
        ] == [
            ("990102", "north", 1, 2, 50.0),
            ("990103", "south", 0, 1, 0.0),
        ]


async def test_hospitals_and_the_others_have_each_their_own_share_to_reach(district: World) -> None:
    """D10: of the hospitals all, of the other types at least half. Two hospitals; two centres and the clinic."""
    north = chief(district)
    with district.at("2026-03-02 09:00"):
        campaign = await launch(district, "D10", "2026-03-02")
    with district.at("2026-06-15 09:00"):
        await open_duties(district)
        for who in ("north_hospital", "north_centre_0"):
            await north.step(await record(district, campaign, who, "P2.rectified"), "approve", {})
        hospitals, others = await coverage(north, campaign)
        assert (figures(hospitals), figures(others)) == ((1, 2, 50.0, False), (1, 3, 33.33, False))
        for who in ("north_hospital_0", "north_clinic"):
            await north.step(await record(district, campaign, who, "P2.rectified"), "approve", {})
        hospitals, others = await coverage(north, campaign)
        assert (figures(hospitals), figures(others)) == ((2, 2, 100.0, True), (2, 3, 66.67, True))


async def test_video_cover_is_the_areas_of_all_hospitals_over_all_their_key_areas(district: World) -> None:
    north = chief(district)
    with district.at("2026-08-03 09:00"):
        campaign = await launch(district, "D01", "2026-08-03")
    with district.at("2026-09-30 09:00"):
        await open_duties(district)
        clause = "T5.security_capability"
        first = await fill_in(district, campaign, "north_hospital", clause, key_areas=10, key_areas_with_video=8)
        await fill_in(district, campaign, "north_hospital_0", clause, key_areas=20, key_areas_with_video=20)
        row = (await coverage(north, campaign))[0]
        # 8 + 20 of 10 + 20 areas; three institutions are silent.
        assert (row["metric"], figures(row)) == ("video_coverage", (28, 30, 93.33, False))
        assert (row["owing"], row["reported"]) == (5, 2)
        rows = f"/campaigns/{campaign['id']}/coverage/{clause}/0?counted=true&reached=false"
        (short,) = (await north.get(rows)).json()["items"]
        assert (short["name"], short["part"], short["whole"]) == ("north_hospital", 8, 10)
        assert f"/duties/{short['duty_id']}" == first
        await north.step(first, "return", {"reason": "请核实"})
        assert figures((await coverage(north, campaign))[0]) == (20, 20, 100.0, None)  # of those who have reported
        await fill_in(district, campaign, "north_hospital", clause, key_areas=10, key_areas_with_video=10)
        for who in ("north_centre_0", "north_centre_1", "north_clinic"):
            await fill_in(district, campaign, who, clause, key_areas=1, key_areas_with_video=1)
        assert figures((await coverage(north, campaign))[0]) == (33, 33, 100.0, True)


async def test_the_last_quarter_speaks_and_not_the_sum_of_all(district: World) -> None:
    north = chief(district)
    with district.at("2026-08-03 09:00"):
        campaign = await launch(district, "D01", "2026-08-03")
    clause = "T5.security_capability"
    with district.at("2026-09-30 09:00"):
        await open_duties(district)
        await fill_in(district, campaign, "north_hospital", clause, night_duty_departments=4, night_duty_guarded_24h=1)
        assert figures((await coverage(north, campaign))[1]) == (1, 4, 25.0, False)
    with district.at("2026-12-31 09:00"):
        await open_duties(district)
        await fill_in(district, campaign, "north_hospital", clause, night_duty_departments=5, night_duty_guarded_24h=5)
        assert figures((await coverage(north, campaign))[1]) == (5, 5, 100.0, None)


async def test_mediation_covers_three_quarters_of_the_county_areas(district: World) -> None:
    """D05 issued by the city: both districts report their areas. Its end of 2014 moves with the campaign of 2013."""
    city = chief(district, "city")
    with district.at("2026-12-01 09:00"):
        campaign = await launch(district, "D05", "2026-12-01", "city")
    with district.at("2026-12-31 09:00"):
        await open_duties(district)
        clause = "T4.mediation_coverage"
        north = {"county_areas": 4, "county_areas_covered": 3, "committees": 2, "committees_with_three": 2}
        await fill_in(district, campaign, "north", clause, **north)
        south = {"county_areas": 2, "county_areas_covered": 1, "committees": 1, "committees_with_three": 0}
        url = await fill_in(district, campaign, "south", clause, **south)
        rows = {row["metric"]: row for row in await coverage(city, campaign)}
        assert figures(rows["people_mediation"]) == (4, 6, 66.67, False)
        assert rows["people_mediation"]["due_on"] == "2027-12-31"
        # At least three mediators each: two committees of three have them.
        assert figures(rows["full_time_mediators"]) == (2, 3, 66.67, False)
        assert figures(rows["video_coverage"]) == (0, 0, None, None)
        await city.step(url, "return", {"reason": "请核实"})
        await fill_in(district, campaign, "south", clause, **{**south, "county_areas_covered": 2})
        rows = {row["metric"]: row for row in await coverage(city, campaign)}
        assert figures(rows["people_mediation"]) == (5, 6, 83.33, True)


async def test_designated_institutions_and_service_systems_are_counted_by_institution(district: World) -> None:
    await register(district, "north_designated_0", "north", 3)
    await register(district, "north_designated_1", "north", 3)
    north = chief(district)
    with district.at("2026-03-02 09:00"):
        campaign = await launch(district, "D09", "2026-03-02")
        await north.step(await record(district, campaign, "north_designated_0", "T3.record"), "approve", {})
    with district.at("2026-03-31 09:00"):
        await open_duties(district)
        six = ("appointment", "telemedicine", "clinical_pathway", "result_recognition", "social_worker_volunteer")
        systems = dict.fromkeys((*six, "prescription_review"), True)
        clause = "T4.service_systems"
        await fill_in(district, campaign, "north_hospital", clause, **systems, innovative_services=9)
        await fill_in(
            district, campaign, "north_hospital_0", clause, **{**systems, "telemedicine": False}, innovative_services=10
        )
        rows = {row["metric"]: row for row in await coverage(north, campaign)}
        assert figures(rows["inspected_designated_institutions"]) == (1, 2, 50.0, False)
        assert figures(rows["service_systems"]) == (1, 2, 50.0, False)
        assert figures(rows["innovative_services"]) == (1, 2, 50.0, False)


async def test_water_is_counted_in_households_and_in_townships(district: World) -> None:
    await register(district, "north_cdc", "north", 4)
    north = chief(district)
    with district.at("2026-03-02 09:00"):
        campaign = await launch(district, "D12", "2026-03-02")
    with district.at("2026-03-31 09:00"):
        await open_duties(district)
        monitored = {"townships_central": 6, "townships_central_monitored": 6}
        await fill_in(
            district, campaign, "north_cdc", "T8.drinking_water", households=400, households_tested=150, **monitored
        )
        rows = {row["metric"]: row for row in await coverage(north, campaign)}
        assert figures(rows["household_water_test"]) == (150, 400, 37.5, False)
        assert (rows["township_water_monitoring"]["value"], rows["township_water_monitoring"]["met"]) == (6, True)
        assert (rows["rural_blank_spots"]["value"], rows["rural_blank_spots"]["met"]) == (None, None)


async def test_what_nothing_can_count_says_so(district: World) -> None:
    city = chief(district, "city")
    with district.at("2026-07-01 09:00"):
        campaign = await launch(district, "D11", "2026-07-01", "city")
        rows = {row["metric"]: row for row in await coverage(city, campaign)}
        for metric in ("security_check", "mediation_success_and_satisfaction"):
            assert (rows[metric]["counted_by"], *figures(rows[metric])) == (None, None, None, None, None)
            assert (rows[metric]["rows"], rows[metric]["now"]) == ({}, None)


async def test_targets_of_a_campaign_that_one_may_not_see_do_not_exist(district: World) -> None:
    await register(district, "south_hospital", "south", 0)
    with district.at("2026-03-02 09:00"):
        campaign = await launch(district, "D08", "2026-03-02", "city")
        url = f"/campaigns/{campaign['id']}/coverage"
        for where in ("north", "north_hospital"):
            assert (await chief(district, where).get(url)).status_code == 404
        assert (await coverage(chief(district, "city"), campaign))[0]["population"] == 3
        unknown = await chief(district, "city").get(f"{url}/P1.coverage/7")
        assert (unknown.status_code, unknown.json()["code"]) == (404, "no_such_target")
