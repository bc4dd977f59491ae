"""More time: asked before the end, with a reason; once; at most half the term; by the vice leader."""

from typing import Any

import pytest

from support.rectification import REASON, Ledger

pytestmark = pytest.mark.anyio


def asking(until: str) -> dict[str, str]:
    return {"reason": "材料到货推迟", "until": until}


async def test_half_of_thirty_days_is_fifteen_and_not_one_more(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("rectifying", due_on="2026-04-01")
    with ledger.world.at("2026-04-01 23:59"):
        for day in ("2026-04-17", "2026-04-01"):
            refused = await ledger["clerk"].step(url, "request-extension", asking(day), expect=422)
            assert (refused["code"], refused["errors"][0]["pointer"]) == ("beyond_half_the_term", "/until")
        asked = await ledger["clerk"].step(url, "request-extension", asking("2026-04-16"))
        assert (asked["state"], asked["due_on"]) == ("rectifying", "2026-04-01")  # asking gives nothing
        granted = await ledger["vice_leader"].step(url, "grant-extension", REASON)
    assert (granted["state"], granted["due_on"]) == ("rectifying", "2026-04-16")
    (clock,) = [c for c in granted["clocks"] if c["term"] == "rectification"]
    assert (clock["due_on"], clock["state"], clock["extensions"][0]["was_due_on"]) == (
        "2026-04-16", "running", "2026-04-01",
    )  # fmt: skip
    (request,) = granted["extensions"]
    assert (request["state"], request["asked_until"], request["granted_until"]) == (
        "granted", "2026-04-16", "2026-04-16",
    )  # fmt: skip
    assert (request["asked_by_name"], request["decided_by_name"]) == ("clerk", "vice_leader")


async def test_after_the_end_nobody_asks(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("rectifying", due_on="2026-04-01")
    with ledger.world.at("2026-04-02 00:00"):
        refused = await ledger["clerk"].step(url, "request-extension", asking("2026-04-10"), expect=409)
    assert refused["code"] == "term_over"


async def test_time_is_given_once(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("rectifying", due_on="2026-04-01")
        await ledger["clerk"].step(url, "request-extension", asking("2026-04-10"))
        twice = await ledger["head"].step(url, "request-extension", asking("2026-04-11"), expect=409)
        assert twice["code"] == "extension_pending"
        await ledger["vice_leader"].step(url, "grant-extension", {**REASON, "until": "2026-04-05"})
        again = await ledger["clerk"].step(url, "request-extension", asking("2026-04-06"), expect=409)
        assert again["code"] == "already_extended"
        nothing = await ledger["vice_leader"].step(url, "grant-extension", REASON, expect=409)
        assert nothing["code"] == "no_extension_asked"


async def test_a_refusal_leaves_the_old_day_and_the_way_to_ask_again(ledger: Ledger) -> None:
    with ledger.world.at("2026-09-24 09:00"):
        url = await ledger.make("rectifying", due_on="2026-10-24")
        asked = await ledger["clerk"].step(url, "request-extension", asking("2026-11-01"))
        (decision,) = [c for c in asked["clocks"] if c["term"] == "rectification_extension_decision"]
        assert decision["due_on"] == "2026-09-30"  # three working days; 25 to 27 September are off
        refused = await ledger["vice_leader"].step(url, "refuse-extension", REASON)
        assert (refused["due_on"], refused["extended_at"]) == ("2026-10-24", None)
        assert [r["state"] for r in refused["extensions"]] == ["refused"]
        again = await ledger["clerk"].step(url, "request-extension", asking("2026-11-02"))
        assert [r["state"] for r in again["extensions"]] == ["refused", "asked"]


async def test_asked_in_time_and_decided_late_the_task_has_been_late(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("rectifying", due_on="2026-03-10")
        await ledger["clerk"].step(url, "request-extension", asking("2026-03-14"))
    with ledger.world.at("2026-03-12 09:00"):
        await ledger.sweep()
        past = await ledger["vice_leader"].step(url, "grant-extension", {**REASON, "until": "2026-03-11"}, expect=422)
        assert past["code"] == "day_in_the_past"
        granted = await ledger["vice_leader"].step(url, "grant-extension", REASON)
    assert (granted["due_on"], granted["overdue_at"]) == ("2026-03-14", "2026-03-10T16:00:00Z")


async def test_a_request_lapses_when_the_work_is_submitted(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("rectifying", due_on="2026-04-01")
        await ledger["clerk"].step(url, "request-extension", asking("2026-04-10"))
        await ledger.take(url, "submit")
        found = await ledger.read(url)
    assert [(r["state"], r["decided_by_name"]) for r in found["extensions"]] == [("lapsed", None)]
    states = {c["term"]: c["state"] for c in found["clocks"]}
    assert states["rectification_extension_decision"] == "cancelled"


async def test_one_day_has_no_half(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("rectifying", due_on="2026-03-03")
        refused = await ledger["clerk"].step(url, "request-extension", asking("2026-03-04"), expect=422)
    assert refused["code"] == "term_too_short_to_extend"


async def test_the_term_counts_from_the_decision_that_set_it(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("objected", due_on="2026-04-01")
    with ledger.world.at("2026-03-06 09:00"):
        await ledger["section_head"].step(url, "uphold", {**REASON, "due_on": "2026-03-16"})
        await ledger.take(url, "accept")
        refused: dict[str, Any] = await ledger["clerk"].step(url, "request-extension", asking("2026-03-22"), expect=422)
        assert "2026-03-21" in refused["detail"]  # ten days from 6 to 16 March, half is five
        await ledger["clerk"].step(url, "request-extension", asking("2026-03-21"))
