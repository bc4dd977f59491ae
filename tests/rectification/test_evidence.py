"""Evidence before and after: counted on the task, and closed while somebody verifies."""

import asyncio
from urllib.parse import urlencode

import orjson
import pytest

from duban.kernel.access import Actor
from duban.kernel.errors import Conflict
from duban.kernel.events import Broadcaster
from duban.kernel.sealing import seal
from duban.rectification.evidence import EVIDENCE_PURPOSES, evidence_withdrawn
from support.rectification import Ledger
from support.uploads import png, send
from support.world import Person


def test_what_two_people_verify_does_not_change_under_their_eyes() -> None:
    open_in = {purpose: {str(s) for s in known.states} for purpose, known in EVIDENCE_PURPOSES.items()}
    assert open_in == {
        "before": {"draft", "issued", "objected", "rectifying", "returned"},
        "after": {"rectifying", "returned"},
    }


@pytest.mark.anyio
async def test_one_more_counts_and_changes_the_etag(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("rectifying")
        had = await ledger.read(url)
        await ledger.attach(url, "after")
        await ledger.attach(url, "after")
        await ledger.attach(url, "before", by="handler")
        has = await ledger.read(url)
    assert (has["before_count"], has["after_count"]) == (1, 2)
    assert has["version"] == had["version"] + 3


@pytest.mark.anyio
async def test_what_comes_too_late_or_too_early_is_refused_and_counts_nothing(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        for state, purpose in (("issued", "after"), ("verifying", "after"), ("verifying", "before")):
            url = await ledger.make(state)
            had = await ledger.read(url)
            with pytest.raises(Conflict, match="evidence_not_now"):
                await ledger.attach(url, purpose, by="handler")
            assert await ledger.read(url) == had


@pytest.mark.anyio
async def test_other_purposes_are_counted_by_nothing(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("verifying")
        had = await ledger.read(url)
        await ledger.attach(url, "site_photo", by="handler")
        assert await ledger.read(url) == had


@pytest.mark.anyio
async def test_a_draft_that_an_institution_does_not_see_has_no_evidence_for_it_either(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("draft")
        id = url.rsplit("/", 1)[1]
        of_task = {"subject_type": "rectification_task", "subject_id": id}
        piece = (await send(ledger["handler"], id, png("a"), **of_task, purpose="before")).json()["id"]
        paths = (
            f"/attachments?{urlencode(of_task)}",
            f"/attachments/manifest?{urlencode(of_task)}",
            f"/attachments/{piece}",
            f"/attachments/{piece}/content",
        )
        for path in paths:
            assert (await ledger["clerk"].get(path)).status_code == 404, path
            assert (await ledger["handler"].get(path)).status_code == 200, path
        assert (await send(ledger["clerk"], id, png("b"), **of_task, purpose="before")).status_code == 404
        await ledger.take(url, "issue")
        for path in paths:
            assert (await ledger["clerk"].get(path)).status_code == 200, path


@pytest.mark.anyio
async def test_neither_feed_nor_live_event_tells_an_institution_of_a_draft(ledger: Ledger) -> None:
    """What a hospital reports about itself it may follow from its own draft on."""
    ledger.people["reporter"] = ledger.world.person("north_hospital", "task.read", "task.create")
    broadcaster = Broadcaster(ledger.world.database, poll_seconds=0.01)
    with ledger.world.at("2026-03-02 09:00"):
        hidden, issued = await ledger.make("withdrawn"), await ledger.make("issued")
        own = await ledger.create(by="reporter")
        await seal(ledger.world.database)
    expected = {
        "north": [(hidden, "create"), (hidden, "withdraw"), (issued, "create"), (issued, "issue"), (own, "create")],
        "north_hospital": [(issued, "issue"), (own, "create")],
    }
    for where, acts in expected.items():
        machine = ledger.world.person(where, "task.read", "journal.feed")
        page = (await machine.get("/journal?subject_type=rectification_task")).json()["items"]
        assert [(e["subject_id"], e["action"]) for e in page] == [
            (url.rsplit("/", 1)[1], f"rectification_task:{verb}") for url, verb in acts
        ], where

        async def recheck(machine: Person = machine) -> Actor:
            return machine.actor

        stream, told = broadcaster.stream(machine.actor, recheck, 0), []
        async with asyncio.timeout(20):
            while len(told) < len(acts):
                fields = dict(line.split(": ", 1) for line in (await anext(stream)).decode().strip().split("\n"))
                if fields["event"] == "change" and '"rectification_task"' in fields["data"]:
                    told.append(orjson.loads(fields["data"])["position"])
        assert told == [e["position"] for e in page], where
    await broadcaster.close()


@pytest.mark.anyio
async def test_what_is_withdrawn_counts_no_longer(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("rectifying")
        await ledger.attach(url, "after")
        await ledger.attach(url, "after", count=evidence_withdrawn)
        refused = await ledger["head"].step(url, "submit", {"measures_taken": "已清运"}, expect=409)
        assert refused["code"] == "no_evidence_after"
        await ledger.take(url, "submit")
        with pytest.raises(Conflict, match="evidence_not_now"):
            await ledger.attach(url, "after", count=evidence_withdrawn)
