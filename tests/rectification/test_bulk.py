"""One step for many tasks: each checked on its own, told on its own line, in its own savepoint."""

from typing import Any
from uuid import uuid4

import pytest

from support.rectification import URL, Ledger

pytestmark = pytest.mark.anyio


def id_of(url: str) -> str:
    return url.rsplit("/", 1)[1]


async def bulk(ledger: Ledger, by: str, step: str, urls: list[str], **headers: str) -> dict[str, Any]:
    body = {"step": step, "ids": [id_of(url) for url in urls], "reason": "统一办理"}
    answer = await ledger[by].post(f"{URL}/bulk", body, headers=headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_what_may_be_done_is_done_and_each_refusal_says_why(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        good, own, incomplete = (
            await ledger.create(),
            await ledger.create("section_head"),
            await ledger.create(basis=None),
        )
        issued = await ledger.make("issued")
        unknown = f"{URL}/{uuid4()}"
        found = await bulk(ledger, "section_head", "issue", [good, own, incomplete, issued, unknown, good])
    assert (found["done"], found["refused"]) == (1, 4)
    lines = {line["id"]: line for line in found["results"]}
    assert [line["id"] for line in found["results"]] == [id_of(u) for u in (good, own, incomplete, issued, unknown)]
    assert (lines[id_of(good)]["done"], lines[id_of(good)]["state"]) == (True, "issued")
    refusals = {
        id_of(url): (lines[id_of(url)]["problem"]["status"], lines[id_of(url)]["problem"]["code"])
        for url in (own, incomplete, issued, unknown)
    }
    assert list(refusals.values()) == [
        (409, "own_submission"), (409, "incomplete"), (409, "wrong_state"), (404, "not_found"),
    ]  # fmt: skip
    for url, state in ((good, "issued"), (own, "draft"), (incomplete, "draft"), (issued, "issued")):
        read = await ledger.read(url)
        assert (read["state"], read["version"]) == (state, lines[id_of(url)]["version"])
    entries = (await ledger["handler"].get(f"{good}/history")).json()["items"]
    assert (entries[-1]["action"], entries[-1]["reason"]) == ("rectification_task:issue", "统一办理")


async def test_closing_many_takes_the_step_that_each_risk_asks_for(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        medium, high = await ledger.make("verifying"), await ledger.make("verifying", risk="high")
        bare = await ledger.make("verifying")
        for url in (medium, high):
            await ledger.opinions(url)
        by_head = await bulk(ledger, "section_head", "close", [medium, high, bare])
        assert [(r["done"], (r["problem"] or {}).get("code")) for r in by_head["results"]] == [
            (True, None), (False, "permission_missing"), (False, "opinions_missing"),
        ]  # fmt: skip
        by_leader = await bulk(ledger, "vice_leader", "close", [medium, high])
        assert [(r["done"], (r["problem"] or {}).get("code")) for r in by_leader["results"]] == [
            (False, "wrong_state"), (True, None),
        ]  # fmt: skip
        assert (await ledger.read(high))["look_back_on"] == "2026-06-02"


async def test_extensions_are_granted_as_asked_and_a_refused_one_leaves_no_trace(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        fits = await ledger.make("rectifying", due_on="2026-04-01")
        passed = await ledger.make("rectifying", due_on="2026-03-10")
        for url, until in ((fits, "2026-04-10"), (passed, "2026-03-13")):
            await ledger["clerk"].step(url, "request-extension", {"reason": "材料推迟", "until": until})
    with ledger.world.at("2026-03-16 09:00"):
        before = await ledger.read(passed)
        found = await bulk(ledger, "vice_leader", "grant_extension", [passed, fits])
        assert [(r["done"], (r["problem"] or {}).get("code")) for r in found["results"]] == [
            (False, "day_in_the_past"), (True, None),
        ]  # fmt: skip
        assert await ledger.read(passed) == before
        assert (await ledger.read(fits))["due_on"] == "2026-04-10"


async def test_more_time_is_refused_to_many_at_once(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        asked, silent = [await ledger.make("rectifying", due_on="2026-04-01") for _ in range(2)]
        await ledger["clerk"].step(asked, "request-extension", {"reason": "材料推迟", "until": "2026-04-10"})
        found = await bulk(ledger, "vice_leader", "refuse_extension", [asked, silent])
        assert [(r["done"], (r["problem"] or {}).get("code")) for r in found["results"]] == [
            (True, None), (False, "no_extension_asked"),
        ]  # fmt: skip
        (request,) = (await ledger.read(asked))["extensions"]
    assert (request["state"], request["decision_reason"]) == ("refused", "统一办理")


async def test_many_are_returned_with_one_reason(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        urls = [await ledger.make("verifying") for _ in range(2)]
        for url in urls:
            await ledger.opinions(url, accepts=False, by=("officer",))
        assert (await bulk(ledger, "handler", "return", urls))["done"] == 2
        assert [(await ledger.read(url))["return_reason"] for url in urls] == ["统一办理"] * 2


async def test_a_retry_of_the_whole_gets_the_same_answer(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        urls = [await ledger.create() for _ in range(2)]
        key = {"Idempotency-Key": "bulk-1"}
        first = await bulk(ledger, "section_head", "issue", urls, **key)
        assert await bulk(ledger, "section_head", "issue", urls, **key) == first
        assert first["done"] == 2


async def test_strangers_and_drafts_that_are_not_yours_do_not_exist(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.create()
        for somebody in ("stranger", "clerk"):
            found = await bulk(ledger, somebody, "issue", [url])
            assert [(r["number"], r["problem"]["status"]) for r in found["results"]] == [(None, 404)]


async def test_the_limits_of_a_bulk_step_are_said(ledger: Ledger) -> None:
    for ids, pointer in (([], "/ids"), ([str(uuid4()) for _ in range(201)], "/ids")):
        answer = await ledger["section_head"].post(f"{URL}/bulk", {"step": "issue", "ids": ids, "reason": "统一办理"})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    answer = await ledger["section_head"].post(
        f"{URL}/bulk", {"step": "relapse", "ids": [str(uuid4())], "reason": "统一"}
    )
    assert answer.json()["errors"][0]["pointer"] == "/step"
