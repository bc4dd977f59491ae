"""Live figures: every number is exactly the rows that it opens."""

from typing import Any

import pytest

from support.complaints import ANSWER, URL, Complaints
from support.figures import lines_open_their_rows, opened

pytestmark = pytest.mark.anyio


async def rows(complaints: Complaints, query: str, by: str = "handler") -> int:
    return await opened(complaints[by], query)


async def figures(complaints: Complaints, by: str = "handler", **asked: str) -> dict[str, Any]:
    answer = await complaints[by].get(f"{URL}/indicators", params=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.fixture
async def month(complaints: Complaints) -> Complaints:
    """A complaint in each state, one late and unanswered, one late and answered, one anonymous, one neighbour's."""
    with complaints.world.at("2026-03-02 09:30"):
        for state in ("settled", "concluded", "closed", "withdrawn", "investigating"):
            await complaints.make(state, matter="fees" if state == "closed" else "waiting")
        late = await complaints.make("concluded")
        await complaints.make("answered", is_real_name=False, complainant_name=None, complainant_phone=None)
        called = await complaints.make("answered", channel="phone")
        call = {"call_back_note": "仍不满意", "satisfaction": "dissatisfied"}
        await complaints["clerk"].step(called, "call-back", call)
        other = {"organisation_id": complaints.id_of("north_clinic")}
        await complaints.register("neighbour", **other)
    with complaints.world.at("2026-03-20 09:30"):
        await complaints.sweep()
        await complaints["clerk"].step(late, "feed-back", ANSWER)
        await complaints.make("registered")
    return complaints


async def test_each_number_opens_exactly_its_rows(month: Complaints) -> None:
    for asked in ({}, {"under": month.id_of("north_hospital")}, {"received_from": "2026-03-10T00:00:00+08:00"}):
        told = await figures(month, **asked)
        assert told["total"] == await rows(month, told["rows"])
        assert told["late_open"] == await rows(month, told["late_open_rows"])
        for share in told["shares"]:
            assert share["of"] - share["done"] == await rows(month, share["missing_rows"]), (asked, share)
        for group in (*told["matters"], *told["channels"]):
            assert group["count"] == await rows(month, group["rows"]), (asked, group)
        assert sum(group["count"] for group in told["matters"]) == told["total"]
        await lines_open_their_rows(month["handler"], (*told["units"], *told["months"]), "late", "answered")


async def test_the_figures_say_what_the_campaign_demands(month: Complaints) -> None:
    told = await figures(month, under=month.id_of("north_hospital"))
    assert (told["total"], told["late_open"]) == (9, 2)
    shares = {share["key"]: (share["done"], share["of"]) for share in told["shares"]}
    assert shares == {
        "investigated": (7, 8),  # one has only been registered; what was withdrawn does not count
        "real_name_feedback": (4, 7),
        "in_time": (4, 5),
        "satisfied": (0, 1),
    }


async def test_they_are_divided_by_the_units_right_below_and_by_the_last_twelve_months(month: Complaints) -> None:
    with month.world.at("2026-03-20 09:30"):
        told = await figures(month)
        units = {unit["name"]: (unit["count"], unit["late"], unit["answered"]) for unit in told["units"]}
        assert units == {"north_hospital": (9, 3, 5), "north_clinic": (1, 1, 0)}
        # An authority further up counts what it does not read.
        city = await figures(month, "city")
        assert [(unit["name"], unit["count"]) for unit in city["units"]] == [("north", 10)]
        assert city["beyond"] == 10
        assert (await figures(month, "clerk"))["units"] == []
        assert [told["months"][0]["month"], len(told["months"])] == ["2025-04", 12]
        last = told["months"][-1]
        assert (last["month"], last["count"], last["late"], last["answered"]) == ("2026-03", 10, 4, 5)


async def test_they_are_those_of_one_s_own_part_of_the_tree(month: Complaints) -> None:
    assert (await figures(month, "stranger"))["total"] == 0
    assert (await figures(month, "neighbour"))["total"] == 1
    assert (await month["stranger"].get(f"{URL}/indicators?under={month.id_of('north')}")).status_code == 404
