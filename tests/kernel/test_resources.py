"""What the kernel's factories give a resource, seen on a sample: pages, ETags, retries, refusals, clocks, journal."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import orjson
import pytest
from sqlalchemy import func, select
from sqlmodel import col

from duban.kernel.clocks import Clock
from duban.kernel.journal import JournalEntry, JournalPending
from support.samples import Sample, router
from support.world import Person, World

pytestmark = pytest.mark.anyio
ALL = ("sample.read", "sample.ask", "sample.answer")


@pytest.fixture
def sampled(world: World) -> World:
    world.include(router)
    return world


async def make(world: World, title: str = "通风系统", where: str = "north_hospital", **headers: str) -> Any:
    return await world.person("north", *ALL).post(
        "/samples", {"organisation_id": str(world.organisations[where].id), "title": title}, headers=headers
    )


async def test_a_matter_is_created_moved_and_closed_with_its_clock_and_journal(sampled: World) -> None:
    person = sampled.person("north", *ALL)
    with sampled.at("2026-02-13 09:00"):
        created = await make(sampled)
        assert created.status_code == 201, created.text
        url = created.headers["location"].removeprefix("/api/v1")
        assert created.headers["etag"] == '"1"'
        asked = await person.step(url, "ask")
    (clock,) = asked["clocks"]
    assert clock["due_on"] == "2026-02-27"  # RULES L: 5 working days after 13 February 2026
    assert clock["due_at"] == "2026-02-27T16:00:00Z"
    assert [a["step"] for a in asked["available_actions"]] == ["reply"]
    with sampled.at("2026-02-28 09:00"):
        replied = await person.step(url, "reply", {"answer": "已整改"})
        assert replied["answer"] == "已整改"
        assert replied["clocks"][0]["missed_at"] == "2026-02-27T16:00:00Z"
        closed = await person.step(url, "close")
    assert closed["state"] == "closed"
    assert closed["version"] == 4
    async with sampled.database.transaction() as db:
        entries = (await db.scalars(select(JournalEntry).order_by(col(JournalEntry.id)))).all()
        assert [e.action for e in entries] == ["sample:create", "sample:ask", "sample:reply", "sample:close"]
        assert orjson.loads(entries[2].changes) == {"answer": [None, "已整改"], "state": ["asked", "answered"]}
        assert await db.scalar(select(func.count()).select_from(JournalPending)) == 4
        assert await db.scalar(select(func.count()).select_from(Clock)) == 1


async def test_a_change_needs_the_etag_that_was_read(sampled: World) -> None:
    person = sampled.person("north", *ALL)
    url = (await make(sampled)).headers["location"].removeprefix("/api/v1")
    assert (await person.patch(url, {"title": "新"})).status_code == 428
    assert (await person.patch(url, {"title": "新"}, headers={"If-Match": '"9"'})).status_code == 412
    changed = await person.patch(url, {"title": "新"}, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    again = await person.patch(url, {"title": "新"}, headers={"If-Match": '"2"'})
    assert again.headers["etag"] == '"2"'  # nothing differs, nothing is written


async def test_a_retry_with_the_same_key_gets_the_same_answer_once_done(sampled: World) -> None:
    person = sampled.person("north", *ALL)
    body = {"organisation_id": str(sampled.organisations["north_hospital"].id), "title": "一次"}
    first = await person.post("/samples", body, headers={"Idempotency-Key": "k-1"})
    second = await person.post("/samples", body, headers={"Idempotency-Key": "k-1"})
    assert second.status_code == 201
    assert second.content == first.content
    assert second.headers["etag"] == first.headers["etag"]
    assert second.headers["idempotent-replayed"] == "true"
    other = await person.post("/samples", {**body, "title": "二"}, headers={"Idempotency-Key": "k-1"})
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_mismatch")
    async with sampled.database.transaction() as db:
        assert await db.scalar(select(func.count()).select_from(Sample)) == 1


async def test_a_refused_request_leaves_its_key_free(sampled: World) -> None:
    person = sampled.person("north", *ALL)
    bad = await person.post("/samples", {"title": "x"}, headers={"Idempotency-Key": "k-2"})
    assert bad.status_code == 422
    assert bad.json()["errors"][0]["pointer"] == "/organisation_id"
    body = {"organisation_id": str(sampled.organisations["north_hospital"].id), "title": "x"}
    assert (await person.post("/samples", body, headers={"Idempotency-Key": "k-2"})).status_code == 201


async def test_pages_follow_each_other_without_gap_or_repeat(sampled: World) -> None:
    person = sampled.person("north", *ALL)
    for number in range(7):
        await make(sampled, f"第{number % 3}件")
    for sort in ("-id", "id", "title", "-title"):
        seen: list[tuple[str, str]] = []
        cursor = ""
        while True:
            page = (await person.get(f"/samples?limit=3&sort={sort}&count=exact{cursor}")).json()
            assert page["total"] == 7
            seen += [(row["title"], row["id"]) for row in page["items"]]
            if page["next_cursor"] is None:
                break
            cursor = f"&cursor={page['next_cursor']}"
        assert len(seen) == len(set(seen)) == 7
        key = (lambda row: row[1]) if sort.endswith("id") else (lambda row: (row[0], row[1]))
        assert seen == sorted(seen, key=key, reverse=sort.startswith("-"))
    broken = await person.get("/samples?cursor=AAAA")
    assert (broken.status_code, broken.json()["code"]) == (400, "bad_cursor")


async def test_filters_and_full_text_narrow_the_list(sampled: World) -> None:
    person = sampled.person("north", *ALL)
    url = (await make(sampled, "消防通道堵塞")).headers["location"].removeprefix("/api/v1")
    await make(sampled, "粉尘超标")
    await person.step(url, "ask")
    assert [r["title"] for r in (await person.get("/samples?state=asked")).json()["items"]] == ["消防通道堵塞"]
    assert len((await person.get("/samples?state=asked&state=draft")).json()["items"]) == 2
    assert [r["title"] for r in (await person.get("/samples", params={"q": "粉尘"})).json()["items"]] == ["粉尘超标"]
    assert (await person.get("/samples", params={"q": "道通"})).json()["items"] == []
    assert (await person.get("/samples", params={"q": "“”"})).json()["code"] == "nothing_to_search"
    wrong = (await person.get("/samples?state=nope&limit=900&bogus=1")).json()
    assert {e["pointer"] for e in wrong["errors"]} == {"/state/0", "/limit", "/bogus"}


async def test_another_branch_does_not_exist(sampled: World) -> None:
    stranger = sampled.person("south", *ALL)
    url = (await make(sampled)).headers["location"].removeprefix("/api/v1")
    assert (await stranger.get("/samples")).json()["items"] == []
    hidden = await stranger.get(url)
    assert hidden.status_code == 404
    nowhere = await stranger.get("/samples/0192f5c4-7e2b-7c3a-9d7c-0a1b2c3d4e5f")
    assert {**hidden.json(), "instance": ""} == {**nowhere.json(), "instance": ""}
    assert (await stranger.post(f"{url}/ask", headers={"If-Match": "*"})).status_code == 404
    written = await stranger.post(
        "/samples", {"organisation_id": str(sampled.organisations["north_hospital"].id), "title": "x"}
    )
    assert written.status_code == 404
    reader = sampled.person("north", "sample.read")
    refused = await reader.post(f"{url}/ask", headers={"If-Match": "*"})
    assert (refused.status_code, refused.json()["permission"]) == (403, "sample.ask")


async def test_why_a_step_is_closed_is_said_in_the_readers_language(sampled: World) -> None:
    person = sampled.person("north", *ALL)
    url = (await make(sampled)).headers["location"].removeprefix("/api/v1")
    answer = await person.post(f"{url}/close", headers={"If-Match": "*", "Accept-Language": "en"})
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"] == "“Close” is not possible while the state is “draft”."
    assert (await person.post(f"{url}/close", headers={"If-Match": "*"})).json()[
        "detail"
    ] == "当前状态为“草稿”，不能办理“办结”。"


async def test_a_recused_actor_meets_neither_the_matter_nor_the_institution(sampled: World) -> None:
    person = sampled.person("north", *ALL)
    url = (await make(sampled, "甲")).headers["location"].removeprefix("/api/v1")
    await make(sampled, "乙", "north_clinic")
    by_matter = Person(sampled, replace(person.actor, recused=frozenset({UUID(url.rsplit("/", 1)[1])})))
    by_unit = Person(sampled, replace(person.actor, recused=frozenset({sampled.organisations["north_hospital"].id})))
    for recused in (by_matter, by_unit):
        page = (await recused.get("/samples?count=exact")).json()
        assert ([row["title"] for row in page["items"]], page["total"]) == (["乙"], 1)
        assert (await recused.get(url)).status_code == 404
        assert (await recused.post(f"{url}/ask", headers={"If-Match": "*"})).status_code == 404
