"""A due date explains itself day by day, by the calendar it was reckoned with, and tells the dates it had before."""

import pytest

from duban.kernel import worker
from support.running_clocks import running
from support.world import World

pytestmark = pytest.mark.anyio


async def test_every_day_says_why_it_counts_and_the_last_line_is_the_due_day(world: World) -> None:
    reader = world.person("north", "worklist.use")
    with world.at("2026-02-13 09:00"):
        id = await running(world)  # Friday; the Spring Festival of 2026 is 15 to 23 February
        told = (await reader.get(f"/clocks/{id}/explanation")).json()
    lines = {line["day"]: line for line in told["lines"]}
    assert not lines["2026-02-13"]["counted"]
    assert lines["2026-02-14"]["counted"]  # a Saturday, worked (调休)
    assert lines["2026-02-14"]["reason"] == "星期六，调休上班日（春节）"
    assert not any(lines[f"2026-02-{day}"]["counted"] for day in range(15, 24))
    assert told["lines"][-1]["day"] == told["due_on"] == "2026-02-27"
    assert [line["number"] for line in told["lines"] if line["counted"]] == [1, 2, 3, 4, 5]
    assert (told["calendar_edition"], told["calendar_region"], told["revisions"]) == (0, "", [])
    english = await reader.get(f"/clocks/{id}/explanation", headers={"Accept-Language": "en"})
    assert english.json()["lines"][1]["reason"] == "Saturday, make-up working day (Spring Festival)"


async def test_after_a_correction_the_old_date_is_told_with_the_notice_that_took_it(world: World) -> None:
    admin = world.person("north", "calendar.write")
    with world.at("2026-03-02 09:00"):
        id = await running(world)
    with world.at("2026-03-05 09:00"):
        await admin.put(
            "/calendars/2026?region=990102",
            {
                "runs": [{"first": "2026-03-09", "last": "2026-03-10", "kind": "off", "note": "防汛"}],
                "source": "北区政府通知",
                "reason": "汛情",
            },
            headers={"If-Match": "*"},
        )
        await worker.drain(world.database)
        told = (await world.person("north", "worklist.use").get(f"/clocks/{id}/explanation")).json()
    assert told["due_on"] == told["lines"][-1]["day"] == "2026-03-11"
    assert (told["calendar_edition"], told["calendar_region"]) == (1, "990102")
    (revision,) = told["revisions"]
    assert (revision["old_due_on"], revision["due_on"]) == ("2026-03-09", "2026-03-11")
    assert (revision["source"], revision["edition"], revision["at"]) == ("北区政府通知", 1, "2026-03-05T01:00:00Z")


async def test_only_the_subtree_sees_a_clock_and_only_those_who_work_on_matters(world: World) -> None:
    with world.at("2026-03-02 09:00"):
        id = await running(world)
    url = f"/clocks/{id}/explanation"
    assert (await world.person("south", "worklist.use").get(url)).status_code == 404
    assert (await world.person("north_clinic", "worklist.use").get(url)).status_code == 404
    refused = await world.person("city", "job.manage").get(url)
    assert (refused.status_code, refused.json()["permission"]) == (403, "worklist.use")
    assert (await world.person("north_hospital", "worklist.use").get(url)).status_code == 200
