"""Clues over HTTP, from the emergency desk to the vice leader's decision."""

import pytest

from support.clues import (
    ASSESSED,
    KEEP,
    PATHS,
    REASON,
    REPORT,
    THRESHOLD,
    TO_DISCIPLINE,
    URL,
    Clues,
    id_in,
)
from support.lived_in import attach

pytestmark = pytest.mark.anyio


async def test_a_nurse_reports_a_wound_and_the_keeper_has_it_at_once(clues: Clues) -> None:
    with clues.world.at("2026-03-02 02:20"):
        told = [{"recipient": "police", "told_who": "城关派出所", "told_at": "2026-03-02T02:15:00+08:00"}]
        answer = await clues["nurse"].post(
            "/clue-reports", {**REPORT, "found_at": "2026-03-02T02:10:00+08:00", "told": told}
        )
        assert answer.status_code == 201, answer.text
        report = answer.json()
        assert report["number"] == "XB-2026-000001"
        assert report["told_police_at"] is not None and report["overdue_at"] is None
        assert [clock["state"] for clock in report["clocks"]] == ["met"]
        (clue,) = (await clues["keeper"].get(URL)).json()["items"]
        assert clue["number"] == "XS-2026-000001" and clue["about_organisation_id"] == clues.id_of("north_hospital")
        assert clue["next_due_title_zh"] == "线索研判"
        for who in ("nurse", "head", "neighbour"):
            assert (await clues[who].get(URL)).status_code == 403
            assert (await clues[who].get(f"{URL}/{clue['id']}")).status_code == 404
        assert len((await clues["head"].get("/clue-reports")).json()["items"]) == 1
        assert (await clues["neighbour"].get("/clue-reports")).json()["items"] == []


@pytest.mark.parametrize("state", PATHS)
async def test_each_state_is_reached_through_real_steps(clues: Clues, state: str) -> None:
    with clues.world.at("2026-03-02 09:30"):
        url = await clues.make(state)
        assert (await clues["keeper"].get(url)).json()["state"] == state


async def test_what_reaches_the_threshold_can_only_be_referred(clues: Clues) -> None:
    with clues.world.at("2026-03-02 09:30"):
        url = await clues.register()
        await clues.take(url, ("keeper", "take-up", None), ("keeper", "assess", THRESHOLD))
        for who, step, body in (("keeper", "propose", KEEP), ("section_head", "penalise", REASON)):
            refused = await clues[who].step(url, step, body, expect=409)
            assert refused["code"] == "must_be_referred"


async def test_illegal_practice_after_two_penalties_must_be_referred_whatever_is_ticked(clues: Clues) -> None:
    with clues.world.at("2026-03-02 09:30"):
        url = await clues.register(kind="illegal_practice", tout_kinds=[])
        once = await clues.take(
            url, ("keeper", "take-up", None), ("keeper", "assess", {**ASSESSED, "earlier_penalties": 1})
        )
        assert once["must_refer"] is False
        twice = await clues.take(url, ("keeper", "assess", {**ASSESSED, "earlier_penalties": 2}))
        assert twice["must_refer"] is True and twice["must_refer_because"] == ["two_penalties"]


async def test_what_the_nurse_photographed_is_seen_by_the_keeper_and_by_nobody_above(clues: Clues) -> None:
    with clues.world.at("2026-03-02 02:20"):
        report = (await clues["nurse"].post("/clue-reports", REPORT)).json()
        piece = await attach(clues["nurse"], "clue_report", report["id"], "report", picture="knife")
        (clue,) = (await clues["keeper"].get(URL)).json()["items"]
        seen = (await clues["keeper"].get(f"{URL}/{clue['id']}")).json()
        of = f"/attachments?subject_type=clue_report&subject_id={seen['report_id']}"
        assert [one["id"] for one in (await clues["keeper"].get(of)).json()["items"]] == [piece]
        assert (await clues["keeper"].get(f"/attachments/{piece}/content")).status_code == 200
        for who in ("city", "stranger", "neighbour"):
            assert (await clues[who].get(of)).status_code == 404, who
            assert (await clues[who].get(f"/attachments/{piece}/content")).status_code == 404, who
        assert (await clues["officer"].get(of)).status_code == 403


async def test_what_waits_for_approval_stands_in_the_worklist_of_those_who_approve(clues: Clues) -> None:
    with clues.world.at("2026-03-02 09:30"):
        url = await clues.make("proposed")
        insurance = await clues.hand_on(await clues.assessed())
        discipline = await clues.hand_on(await clues.assessed(kind="conduct", tout_kinds=[]), TO_DISCIPLINE)
        assert await owed(clues, "vice") == {id_in(url), id_in(insurance)}
        assert await owed(clues, "chief") == {id_in(url), id_in(insurance), id_in(discipline)}
        assert await owed(clues, "city") == await owed(clues, "stranger") == set()
        await clues["vice"].step(url, "return-proposal", REASON)
        await clues["vice"].step(insurance, "approve")
        await clues["chief"].step(discipline, "refuse", REASON)
        assert await owed(clues, "chief") == set()


async def owed(clues: Clues, who: str) -> set[str]:
    """The matters in somebody's worklist that wait for an approval."""
    items = (await clues[who].get("/worklist")).json()["items"]
    return {item["subject_id"] for item in items if item["term"] in ("clue_approval", "transfer_approval")}
