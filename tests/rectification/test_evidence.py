"""Evidence before and after: counted on the task, and closed while somebody verifies."""

import pytest

from duban.kernel.errors import Conflict, NotFound
from duban.rectification.evidence import EVIDENCE_PURPOSES, evidence_withdrawn
from support.rectification import Ledger


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
async def test_an_institution_adds_nothing_to_a_draft_it_does_not_see(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("draft")
        with pytest.raises(NotFound):
            await ledger.attach(url, "before", by="clerk")


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
