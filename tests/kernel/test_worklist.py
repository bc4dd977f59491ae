"""The worklist: whose it is, in what order, how many; and what the sweep tells of what was missed."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from duban.kernel.acts import Act
from duban.kernel.clock import now
from duban.kernel.db import count_queries
from duban.kernel.deadline_sweep import sweep
from support.samples import router
from support.world import Person, World

pytestmark = pytest.mark.anyio
ALL = ("sample.read", "sample.ask", "sample.answer", "worklist.use")


@pytest.fixture
def sampled(world: World) -> World:
    world.include(router)
    return world


async def ask(world: World, title: str, when: str, where: str = "north_hospital") -> str:
    """A sample asked at `when`: its answer is owed within 5 working days by the organisation at `where`."""
    person = world.person("north" if where.startswith("north") else "south", *ALL)
    with world.at(when):
        made = await person.post("/samples", {"organisation_id": str(world.organisations[where].id), "title": title})
        url = f"/samples/{made.json()['id']}"
        answer = await person.post(f"{url}/ask", headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text
    return str(made.json()["id"])


async def titles(person: Person, query: str = "") -> list[str]:
    answer = await person.get(f"/worklist{query}")
    assert answer.status_code == 200, answer.text
    return [item["subject_label"] for item in answer.json()["items"]]


async def test_what_we_owe_comes_overdue_first_and_then_by_due_time(sampled: World) -> None:
    await ask(sampled, "第三", "2026-03-06 09:00")
    await ask(sampled, "第一", "2026-03-02 09:00")
    await ask(sampled, "第二", "2026-03-04 09:00")
    person = sampled.person("north_hospital", *ALL)
    with sampled.at("2026-03-10 09:00"):
        assert await titles(person) == ["第一", "第二", "第三"]
        items = (await person.get("/worklist")).json()["items"]
        # 5 working days after Monday 2 March 2026 end on Monday 9 March: late on the 10th.
        assert [(i["due_on"], i["late"]) for i in items] == [
            ("2026-03-09", True),
            ("2026-03-11", False),
            ("2026-03-13", False),
        ]
        assert items[0]["why"] == "自 2026-03-02 09:00 起 5 个工作日，至 2026-03-09。Sample Act第1条"
        english = await person.get("/worklist", headers={"Accept-Language": "en"})
        assert english.json()["items"][0]["why"] == (
            "5 working days from 2026-03-02 09:00, to 2026-03-09. Sample Act art. 1"
        )
        assert items[0]["holder_name"] == items[0]["organisation_name"] == "north_hospital"
        counts = (await person.get("/worklist/counts")).json()
        assert counts == {
            "items": [
                {
                    "section": "owed",
                    "subject_type": "sample",
                    "permission": "sample.answer",
                    "total": 3,
                    "late": 1,
                    "soon": 1,
                }
            ],
            "total": 3,
            "late": 1,
        }


async def test_pages_of_the_worklist_follow_each_other(sampled: World) -> None:
    for day in (2, 3, 4, 5, 6):
        await ask(sampled, f"{day} 日", f"2026-03-0{day} 09:00")
    person = sampled.person("north_hospital", *ALL)
    seen: list[str] = []
    cursor = ""
    while True:
        page = (await person.get(f"/worklist?limit=2{cursor}")).json()
        seen += [item["subject_label"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == ["2 日", "3 日", "4 日", "5 日", "6 日"]
    assert (await person.get("/worklist?cursor=AAAA")).status_code == 400


async def test_only_what_i_may_do_for_my_own_house_waits_for_me(sampled: World) -> None:
    matter = await ask(sampled, "北院", "2026-03-02 09:00")
    await ask(sampled, "南院", "2026-03-02 09:00", "south_hospital")
    assert await titles(sampled.person("north_hospital", *ALL)) == ["北院"]
    assert await titles(sampled.person("north_clinic", *ALL)) == []
    assert await titles(sampled.person("north_hospital", "worklist.use", "sample.read")) == []
    assert (await sampled.person("north_hospital", "sample.answer").get("/worklist")).status_code == 403
    person = sampled.person("north_hospital", *ALL)
    recused = Person(sampled, replace(person.actor, recused=frozenset({UUID(matter)})))
    assert await titles(recused) == []
    assert (await recused.get("/worklist/counts")).json()["total"] == 0
    assert await titles(person, "?subject_type=duty") == []
    assert await titles(person, "?permission=sample.answer") == ["北院"]
    answered = await person.post(f"/samples/{matter}/reply", {"answer": "已整改"}, headers={"If-Match": "*"})
    assert answered.status_code == 200, answered.text
    assert await titles(person) == []


async def run_sweep(world: World) -> None:
    async with world.database.transaction() as db:
        await sweep(Act(db, world.person("city").actor, now()))


async def told(person: Person, query: str = "") -> list[str]:
    answer = await person.get(f"/notifications{query}")
    assert answer.status_code == 200, answer.text
    return [item["text"] for item in answer.json()["items"]]


async def test_what_was_missed_below_waits_for_whoever_oversees_and_both_are_told(sampled: World) -> None:
    await ask(sampled, "北院", "2026-03-02 09:00")
    above = sampled.person("north", *ALL, "task.escalate")
    holder = sampled.person("north_hospital", *ALL)
    with sampled.at("2026-03-10 00:00"):
        assert await titles(above, "?section=escalated") == []
        await run_sweep(sampled)
        await run_sweep(sampled)  # sweeping twice is sweeping once
        assert await titles(above, "?section=escalated") == ["北院"]
        assert await titles(sampled.person("north", *ALL), "?section=escalated") == []
        assert await titles(sampled.person("south", *ALL, "task.escalate"), "?section=escalated") == []
        counts = (await above.get("/worklist/counts")).json()
        assert [(c["section"], c["total"], c["late"]) for c in counts["items"]] == [("escalated", 1, 1)]
        assert await told(holder) == ["“北院”的答复已于 2026-03-09 届满，请尽快办理。"]
        assert await told(sampled.person("north_hospital", "sample.read")) == []
        assert await told(above) == ["下级单位“北院”的答复已于 2026-03-09 逾期。"]
        assert await told(sampled.person("south_hospital", *ALL)) == []


@pytest.mark.parametrize(("url", "selects"), [("/worklist", 1), ("/worklist/counts", 2)])
async def test_the_worklist_costs_as_many_queries_however_long_it_is(sampled: World, url: str, selects: int) -> None:
    for day in (2, 3, 4):
        await ask(sampled, f"{day} 日", f"2026-03-0{day} 09:00")
    seen: list[str] = []
    stop = count_queries(sampled.database.reader, seen.append)
    try:
        answer = await sampled.person("north_hospital", *ALL).get(url)
    finally:
        stop()
    assert answer.status_code == 200
    # On PostgreSQL pages go over the driver's own connection, which this hook does not see.
    expected = selects if sampled.database.is_sqlite else 0
    assert len([statement for statement in seen if statement.startswith("SELECT")]) == expected


async def test_a_page_reads_along_the_index_of_the_holder(sampled: World) -> None:
    if not sampled.database.is_sqlite:
        return  # the planner of PostgreSQL scans tables as small as a test's
    from sqlalchemy import text

    async with sampled.database.reading() as db:
        plan: Any = await db.execute(
            text(
                "EXPLAIN QUERY PLAN SELECT id FROM clock WHERE holder_id IN ('a', 'b') "
                "AND state IN ('running', 'paused') AND permission IN ('p') ORDER BY due_at, id LIMIT 51"
            )
        )
        assert "ix_clock_holder_due" in str(plan.all())
