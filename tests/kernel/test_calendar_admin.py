"""A notice for a year: looked at first, published by those who may, kept by edition, refused where impossible."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from duban.kernel.calendar_admin import require_rule_over
from duban.kernel.calendar_store import CalendarEdition, calendar_at, calendar_for
from duban.kernel.errors import Forbidden
from duban.kernel.job_model import Job
from support.running_clocks import entries, running
from support.world import Person, World

pytestmark = pytest.mark.anyio

FOURTH = date(2027, 1, 4)

# Invented: the real notice for 2027 is not out. New Year takes the Monday, and Saturday 2 January is worked for it.
NEW_YEAR_2027 = [
    {"first": "2027-01-01", "last": "2027-01-01", "kind": "off", "note": "元旦"},
    {"first": "2027-01-04", "last": "2027-01-04", "kind": "off", "note": "元旦"},
    {"first": "2027-01-02", "last": "2027-01-02", "kind": "make_up", "note": "元旦"},
]


def notice(runs: list[dict[str, Any]], **given: Any) -> dict[str, Any]:
    return {"runs": runs, "source": "国办发明电〔2026〕9号（试）", "reason": "年度放假安排公布", **given}


def chief(world: World) -> Person:
    return world.person("city", "calendar.write")


async def put(who: Person, url: str, body: dict[str, Any], *, expect: int = 200) -> dict[str, Any]:
    tag = (await who.get(url)).headers["etag"]
    answer = await who.put(url, body, headers={"If-Match": tag})
    assert answer.status_code == expect, answer.text
    told: dict[str, Any] = answer.json()
    return told


def listed(calendar: dict[str, Any]) -> dict[str, str]:
    return {day["day"]: day["kind"] for day in calendar["days"]}


async def test_a_year_without_notice_says_that_it_is_provisional(world: World) -> None:
    reader = world.person("north_clinic")
    found = (await reader.get("/calendars/2027")).json()
    assert (found["status"], found["edition"], found["editions"]) == ("provisional", 0, [])
    assert listed(found)["2027-02-05"] == "off"  # New Year's Eve of the lunar year, 放假办法 (2024) art. 2
    assert (await reader.get("/calendars/2026")).json()["status"] == "published"
    assert (await reader.get("/calendars/2099")).json()["days"] == []


async def test_a_published_notice_is_the_whole_word_on_its_year(world: World) -> None:
    who = chief(world)
    with world.at("2026-11-20 09:00"):
        told = await put(who, "/calendars/2027", notice(NEW_YEAR_2027))
    assert told["edition"] == 1
    assert told["preview"] is False
    changed = {d["day"]: (d["before"], d["after"]) for d in told["days"]}
    assert changed["2027-01-02"] == (None, "make_up")
    assert changed["2027-01-04"] == (None, "off")
    assert changed["2027-02-05"] == ("off", None)
    assert "2027-01-01" not in changed
    # The notice settles its year up to where the next New Year's notice may reach, and the days since 25 December.
    assert (told["first_day"], told["last_day"]) == ("2026-12-25", "2027-12-24")
    answer = await who.get("/calendars/2027")
    assert answer.headers["etag"] == '"1"'
    found = answer.json()
    assert (found["status"], found["source"]) == ("published", "国办发明电〔2026〕9号（试）")
    assert listed(found) == {"2027-01-01": "off", "2027-01-02": "make_up", "2027-01-04": "off"}
    assert [(e["number"], e["reason"]) for e in found["editions"]] == [(1, "年度放假安排公布")]
    (entry,) = await entries(world.database, "calendar_edition:publish")
    assert entry.reason == "年度放假安排公布"
    assert entry.visibility == "administration"


async def test_a_preview_tells_what_would_move_and_writes_nothing(world: World) -> None:
    who = chief(world)
    with world.at("2026-12-28 09:00"):
        await running(world)  # 29, 30, 31 December, 4, 5 January: would end a day earlier, thanks to the 2nd
        await running(world, title="其二")
    with world.at("2026-12-21 09:00"):
        await running(world, title="年内")  # 22 to 28 December: same end, settled by the notice
    with world.at("2026-12-14 09:00"):
        await running(world, title="早")  # ended before any day that changes
    with world.at("2026-12-29 09:00"):
        answer = await who.put("/calendars/2027?preview=true", notice(NEW_YEAR_2027))
    told = answer.json()
    assert answer.status_code == 200
    assert (told["preview"], told["edition"], told["job_id"]) == (True, 0, None)
    assert told["clocks"] == {
        "examined": 3, "later": 0, "earlier": 0, "firm": 3, "provisional": 0, "unmissed": 0,
    }  # fmt: skip
    later = [*NEW_YEAR_2027[:2], {"first": "2027-01-05", "last": "2027-01-05", "kind": "off", "note": ""}]
    told = (await who.put("/calendars/2027?preview=true", notice(later))).json()
    assert (told["clocks"]["later"], told["clocks"]["firm"]) == (2, 1)
    async with world.database.transaction() as db:
        assert await db.scalar(select(func.count()).select_from(CalendarEdition)) == 0
        assert await db.scalar(select(func.count()).select_from(Job)) == 0
        assert (await calendar_for(db, "")).version == 0


async def test_publishing_the_same_again_makes_no_edition(world: World) -> None:
    who = chief(world)
    assert (await put(who, "/calendars/2027", notice(NEW_YEAR_2027)))["job_id"] is not None
    again = await put(who, "/calendars/2027", notice(NEW_YEAR_2027))
    assert (again["edition"], again["days"], again["job_id"]) == (1, [], None)


async def test_a_change_needs_the_edition_that_was_read(world: World) -> None:
    who = chief(world)
    assert (await who.put("/calendars/2027", notice(NEW_YEAR_2027))).status_code == 428
    await put(who, "/calendars/2027", notice(NEW_YEAR_2027))
    late = await who.put("/calendars/2026", notice([]), headers={"If-Match": '"0"'})
    assert (late.status_code, late.json()["code"]) == (412, "changed_meanwhile")


async def test_a_correction_keeps_the_edition_before_it(world: World) -> None:
    who = chief(world)
    await put(who, "/calendars/2027", notice(NEW_YEAR_2027))
    await put(who, "/calendars/2027", notice(NEW_YEAR_2027[:1], reason="更正：元旦不调休"))
    found = (await who.get("/calendars/2027")).json()
    assert [e["number"] for e in found["editions"]] == [2, 1]
    assert listed(found) == {"2027-01-01": "off"}
    async with world.database.transaction() as db:
        for edition, works in ((0, True), (1, False), (2, True)):
            calendar = await calendar_at(db, "", edition)
            assert calendar.is_working(FOURTH) is works


async def test_a_notice_may_name_the_last_days_of_december_before_it(world: World) -> None:
    """New Year's notices have done so: 29 December 2018 was worked by the notice for 2019."""
    who = chief(world)
    runs = [
        {"first": "2026-12-27", "last": "2026-12-27", "kind": "make_up", "note": "元旦"},
        {"first": "2026-12-31", "last": "2027-01-03", "kind": "off", "note": "元旦"},
    ]
    told = await put(who, "/calendars/2027", notice(runs))
    assert told["first_day"] == "2026-12-25"
    this_year = (await who.get("/calendars/2026")).json()
    assert (listed(this_year)["2026-12-27"], listed(this_year)["2026-12-31"]) == ("make_up", "off")
    kept = [
        {"first": day["day"], "last": day["day"], "kind": day["kind"], "note": day["note"]}
        for day in this_year["days"]
        if day["day"] < "2026-12-25"
    ]
    await put(who, "/calendars/2026", notice(kept, source="国务院办公厅通知（更正）"))
    assert listed((await who.get("/calendars/2026")).json()) == listed(this_year)


async def test_a_region_lays_its_own_days_over_the_country_and_settles_nothing(world: World) -> None:
    runs = [{"first": "2027-03-08", "last": "2027-03-08", "kind": "off", "note": "地方节日"}]
    who = world.person("north", "calendar.write")
    told = await put(who, "/calendars/2027?region=990102", notice(runs, source="区政府通知"))
    assert (told["first_day"], told["last_day"]) == ("2027-03-08", "2027-03-08")
    here = (await who.get("/calendars/2027?region=990102")).json()
    there = (await who.get("/calendars/2027?region=990103")).json()
    country = (await who.get("/calendars/2027")).json()
    assert listed(here)["2027-03-08"] == "off"
    assert here["status"] == "provisional"
    assert [e["region_code"] for e in here["editions"]] == ["990102"]
    assert "2027-03-08" not in listed(there) | listed(country)
    await put(chief(world), "/calendars/2027", notice(NEW_YEAR_2027))
    assert listed((await who.get("/calendars/2027?region=990102")).json()) == {
        "2027-01-01": "off", "2027-01-02": "make_up", "2027-01-04": "off", "2027-03-08": "off",
    }  # fmt: skip


async def test_a_province_reaches_its_cities_and_districts(world: World) -> None:
    runs = [{"first": "2027-03-08", "last": "2027-03-08", "kind": "off", "note": "全省"}]
    await put(chief(world), "/calendars/2027?region=990000", notice(runs))
    for region, reached in (("990102", True), ("990100", True), ("980102", False), ("", False)):
        calendar = (await chief(world).get(f"/calendars/2027?region={region}")).json()
        assert ("2027-03-08" in listed(calendar)) is reached, region


@pytest.mark.parametrize(
    ("place", "region", "allowed"),
    [
        ("city", "", True),
        ("city", "990103", True),
        ("north", "990102", True),
        ("north", "990103", False),
        ("north", "990100", False),
        ("north", "", False),
    ],
)
async def test_everybody_rules_their_own_region_only(world: World, place: str, region: str, allowed: bool) -> None:
    who = world.person(place, "calendar.write")
    url = f"/calendars/2027?preview=true&region={region}"
    answer = await who.put(url, notice([]))
    assert (answer.status_code, answer.json().get("code")) == ((200, None) if allowed else (403, "region_not_yours"))


@pytest.mark.parametrize("region", [None, ""])
async def test_who_has_no_region_rules_none(world: World, region: str | None) -> None:
    section = replace(world.person("north_medical", "calendar.write").actor, region_code=region)
    with pytest.raises(Forbidden):
        require_rule_over(section, "990102")


async def test_publishing_takes_its_permission(world: World) -> None:
    answer = await world.person("city", "calendar.read").put("/calendars/2027?preview=true", notice([]))
    assert (answer.status_code, answer.json()["permission"]) == (403, "calendar.write")


async def test_impossible_days_are_refused_each_at_its_place(world: World) -> None:
    runs = [
        {"first": "2027-05-03", "last": "2027-05-01", "kind": "off"},
        {"first": "2026-12-24", "last": "2026-12-25", "kind": "off"},
        {"first": "2027-12-31", "last": "2028-01-01", "kind": "off"},
        {"first": "2027-02-06", "last": "2027-02-12", "kind": "off"},
        {"first": "2027-02-12", "last": "2027-02-12", "kind": "off"},
        {"first": "2027-02-20", "last": "2027-02-22", "kind": "make_up"},
    ]
    answer = await chief(world).put("/calendars/2027?preview=true", notice(runs))
    assert (answer.status_code, answer.json()["code"]) == (422, "notice_wrong")
    assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [
        ("/runs/0", "ends_before_it_begins"),
        ("/runs/1", "outside_the_year"),
        ("/runs/2", "outside_the_year"),
        ("/runs/4", "day_twice"),
        ("/runs/5", "make_up_on_weekday"),
    ]


async def test_a_year_taken_back_is_provisional_again(world: World) -> None:
    who = chief(world)
    await put(who, "/calendars/2027", notice(NEW_YEAR_2027))
    told = await put(who, "/calendars/2027", notice(NEW_YEAR_2027, status="provisional", reason="误发布"))
    assert told["edition"] == 2
    assert told["job_id"] is not None
    assert (await who.get("/calendars/2027")).json()["status"] == "provisional"
