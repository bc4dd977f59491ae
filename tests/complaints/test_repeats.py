"""The same complaint again and again: summed up for the head, and proposed for supervised listing (RULES A-13)."""

from typing import Any

import pytest

from duban.kernel import term_registry, worker
from support.complaints import Complaints

pytestmark = pytest.mark.anyio

REPEATS = "/complaint-repeats"
ANSWER = {"cause": "超声预约未分时段", "measures": "改为分时段预约"}


async def night(complaints: Complaints) -> None:
    await worker.drain(complaints.world.database, ticks=True)


async def repeats(complaints: Complaints, by: str = "head", query: str = "") -> list[dict[str, Any]]:
    answer = await complaints[by].get(f"{REPEATS}?sort=id{query}")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def complained(complaints: Complaints, *days: str, **given: Any) -> None:
    for day in days:
        with complaints.world.at(f"{day} 10:00"):
            await complaints.register(**given)


async def test_three_about_one_link_within_thirty_days_are_put_before_the_head(complaints: Complaints) -> None:
    await complained(complaints, "2026-03-02", "2026-03-20")
    await complained(complaints, "2026-03-03", "2026-03-04", matter="fees")
    await complained(complaints, "2026-03-05", departments=["超声科", "门诊部"])
    with complaints.world.at("2026-03-21 05:00"):
        await night(complaints)
        await night(complaints)
        (found,) = await repeats(complaints)
        assert (found["matter"], found["department"], found["count"]) == ("waiting", "超声科", 3)
        rows = await complaints["handler"].get(
            f"/complaints?count=exact&organisation_id={found['organisation_id']}&matter=waiting&department=超声科"
            f"&received_from={found['first_received_at']}"
        )
        assert rows.json()["total"] == found["count"]
        news = (await complaints["head"].get("/notifications")).json()["items"]
        assert [one["kind"] for one in news].count("complaint_repeat") == 1
        url = f"{REPEATS}/{found['id']}"
        (clock,) = (await complaints.read(url, "head"))["clocks"]
        # Saturday 21 March; ten working days: 23 to 27 and 30 to 3 April.
        assert (clock["term"], clock["due_on"]) == ("complaint_repeat_answer", "2026-04-03")
        assert found["id"] in (await complaints["head"].get("/worklist")).text
        assert await complaints.refused("section_head", url, "answer", ANSWER) == (409, "not_your_institution")
        assert await complaints.refused("clerk", url, "answer", ANSWER) == (403, "permission_missing")
        answered = await complaints["head"].step(url, "answer", ANSWER)
        assert (answered["state"], answered["measures"], answered["clocks"][0]["state"]) == (
            "answered", "改为分时段预约", "met",
        )  # fmt: skip
    assert [len(await repeats(complaints, by)) for by in ("handler", "neighbour", "stranger")] == [1, 0, 0]


@pytest.mark.parametrize(
    "days",
    [("2026-03-02", "2026-03-03"), ("2026-01-05", "2026-01-06", "2026-03-03")],
    ids=["two only", "too far apart"],
)
async def test_fewer_or_further_apart_are_no_repetition(complaints: Complaints, days: tuple[str, ...]) -> None:
    await complained(complaints, *days)
    with complaints.world.at("2026-03-04 05:00"):
        await night(complaints)
        assert await repeats(complaints) == []


async def test_what_goes_on_is_counted_in_the_same_summary(complaints: Complaints) -> None:
    await complained(complaints, "2026-03-02", "2026-03-03", "2026-03-04")
    with complaints.world.at("2026-03-05 05:00"):
        await night(complaints)
    await complained(complaints, "2026-03-05", "2026-03-06")
    with complaints.world.at("2026-03-07 05:00"):
        await night(complaints)
        (found,) = await repeats(complaints)
        assert (found["count"], found["last_received_at"]) == (5, "2026-03-06T02:00:00Z")


async def test_what_comes_back_after_it_was_acted_on_is_proposed_for_listing(complaints: Complaints) -> None:
    await complained(complaints, "2026-03-02", "2026-03-03", "2026-03-04")
    with complaints.world.at("2026-03-05 05:00"):
        await night(complaints)
        (first,) = await repeats(complaints)
        await complaints["head"].step(f"{REPEATS}/{first['id']}", "answer", ANSWER)
    await complained(complaints, "2026-03-06", "2026-03-09")
    with complaints.world.at("2026-03-10 05:00"):
        await night(complaints)
        assert len(await repeats(complaints)) == 1  # two since then are no repetition
    await complained(complaints, "2026-03-10")
    with complaints.world.at("2026-03-11 05:00"):
        await night(complaints)
        first, second = await repeats(complaints)
        assert (first["listing_proposed_at"], second["relapse"], second["count"]) == (None, 1, 3)
        assert second["listing_proposed_at"] is not None
        assert [one["id"] for one in await repeats(complaints, query="&proposed=true")] == [second["id"]]
        kinds = [one["kind"] for one in (await complaints["section_head"].get("/notifications")).json()["items"]]
        assert "complaint_repeat" in kinds


async def test_a_summary_that_nobody_acts_on_is_proposed_for_listing(complaints: Complaints) -> None:
    await complained(complaints, "2026-03-02", "2026-03-03", "2026-03-04")
    with complaints.world.at("2026-03-05 05:00"):
        await night(complaints)
        assert (await repeats(complaints))[0]["listing_proposed_at"] is None
    # Ten working days after Thursday 5 March: 6, 9 to 13, 16 to 19.
    with complaints.world.at("2026-03-19 23:59"):
        await complaints.sweep()
        assert (await repeats(complaints))[0]["listing_proposed_at"] is None
    with complaints.world.at("2026-03-20 00:00"):
        await complaints.sweep()
        (found,) = await repeats(complaints)
        assert (found["state"], found["listing_proposed_at"]) == ("open", "2026-03-19T16:00:00Z")


async def test_what_drags_on_is_proposed_for_listing(complaints: Complaints) -> None:
    with complaints.world.at("2026-03-02 10:00"):
        slow = await complaints.register()
        answered = await complaints.make("answered")
    with complaints.world.at("2026-03-10 01:00"):
        await complaints.sweep()
    # Due at the end of 9 March; twenty working days more: 10 to 13, 16 to 20, 23 to 27, 30 to 3 April, 7 and 8 April
    # (Qingming, 4 to 6 April, is a holiday without make-up work).
    with complaints.world.at("2026-04-08 23:00"):
        await night(complaints)
        assert (await complaints.read(slow))["listing_proposed_at"] is None
    with complaints.world.at("2026-04-10 05:00"):
        await night(complaints)
        assert (await complaints.read(slow))["listing_proposed_at"] is not None
        assert (await complaints.read(answered))["listing_proposed_at"] is None
        listed = (await complaints["handler"].get("/complaints?proposed=true")).json()["items"]
        assert [one["id"] for one in listed] == [slow.rsplit("/", 1)[1]]


def test_regions_may_say_what_dragging_on_means_and_how_long_the_head_has() -> None:
    assert {"term.complaint_unresolved", "term.complaint_repeat_answer"} <= term_registry.settable().keys()
