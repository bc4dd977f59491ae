"""The ledger of disputes says of each what runs out next."""

import pytest

from support.disputes import URL, Disputes

pytestmark = pytest.mark.anyio


async def next_due(disputes: Disputes, url: str, by: str = "clerk") -> tuple[str, str] | None:
    page = (await disputes[by].get(URL, params={"limit": 50})).json()
    (item,) = [one for one in page["items"] if url.endswith(one["id"])]
    clocks = (await disputes.read(url, by))["clocks"]
    running = {clock["id"]: clock for clock in clocks if clock["state"] == "running"}
    if item["next_due_clock_id"] is None:
        assert not running
        assert {item[name] for name in item if name.startswith("next_due")} == {None}
        return None
    clock = running[item["next_due_clock_id"]]
    assert [item[f"next_due_{name}"] for name in ("title_zh", "title_en", "unit", "at", "on")] == [
        clock[name] for name in ("title_zh", "title_en", "unit", "due_at", "due_on")
    ]
    return clock["term"], clock["due_at"]


async def test_the_line_of_a_dispute_says_which_term_runs_out_next(disputes: Disputes) -> None:
    """A major dispute with a death whose cause is disputed: two hours by telephone (our default), 24 hours in writing,
    48 hours for the autopsy (art. 26), 14 days for the body (art. 27). Then mediation: 30 working days (art. 38)."""
    with disputes.world.at("2026-03-02 09:00"):
        quiet = await disputes.make("withdrawn")
        died = {"died_at": "2026-03-02T08:00:00+08:00", "death_disputed": True, "body_frozen": False}
        url = await disputes.register(is_major=True, major_reason="家属聚集", death=died)
        assert await next_due(disputes, quiet) is None
        assert await next_due(disputes, url) == ("dispute_major_phone", "2026-03-02T03:00:00Z")
    with disputes.world.at("2026-03-02 10:00"):
        report = {"reported_at": "2026-03-02T09:30:00+08:00", "received_by": "区卫健局值班室"}
        for kind, left in (
            ("major_phone", ("dispute_major_written", "2026-03-03T01:00:00Z")),
            ("major_written", ("dispute_autopsy", "2026-03-04T00:00:00Z")),
        ):
            assert (await disputes["clerk"].post(f"{url}/reports", {"kind": kind, **report})).status_code == 201
            assert await next_due(disputes, url) == left


async def test_a_term_that_was_missed_and_still_runs_stands_first(disputes: Disputes) -> None:
    with disputes.world.at("2026-03-02 09:00"):
        url = await disputes.register(is_major=True, major_reason="家属聚集")
    with disputes.world.at("2026-03-02 12:00"):
        await disputes.world.sweep()
        assert await next_due(disputes, url) == ("dispute_major_phone", "2026-03-02T03:00:00Z")


async def test_a_term_that_is_held_is_not_due_next(disputes: Disputes) -> None:
    """Appraisal holds the mediation's term (art. 38)."""
    with disputes.world.at("2026-03-02 09:00"):
        url = await disputes.make("mediating")
        assert (await next_due(disputes, url) or ("",))[0] == "dispute_peoples_mediation"
        begun = {"kind": "judicial", "body": "某司法鉴定中心", "contract_at": "2026-03-02T08:30:00+08:00"}
        answer = await disputes["handler"].post(f"{url}/appraisals", begun)
        assert answer.status_code == 201, answer.text
        assert (await next_due(disputes, url) or ("",))[0] != "dispute_peoples_mediation"
