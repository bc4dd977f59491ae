"""The terms of clues, over weekends, make-up Saturdays of 2026, midnight and hours; and what stays of a missed one."""

import pytest

from support.clues import (
    ASSESSED,
    KEEP,
    LETTER,
    PATHS,
    REASON,
    REPORT,
    SIGNED,
    TO_DISCIPLINE,
    TO_INSURANCE,
    TRANSFER_PATHS,
    Clues,
    id_in,
)

pytestmark = pytest.mark.anyio

WOUND = {"kind": "abnormal_wound", "tout_kinds": []}
TOLD = {"recipient": "police", "told_who": "城关派出所"}


@pytest.mark.parametrize(
    ("received", "due_at"),
    [
        ("2026-03-02 09:30", "2026-03-05T16:00:00Z"),  # Monday: to the end of Thursday
        ("2026-03-06 17:50", "2026-03-11T16:00:00Z"),  # Friday: Monday, Tuesday, Wednesday
        ("2026-03-07 10:00", "2026-03-11T16:00:00Z"),  # Saturday: the same
        ("2026-02-27 09:00", "2026-03-03T16:00:00Z"),  # Friday before Saturday 28 February, a working day
        ("2026-02-13 09:00", "2026-02-25T16:00:00Z"),  # 14 February works, then the Spring Festival to 23 February
        ("2026-05-08 09:00", "2026-05-12T16:00:00Z"),  # Saturday 9 May works: 9, 11, 12
        ("2026-03-02 23:59", "2026-03-05T16:00:00Z"),  # a minute before midnight
        ("2026-03-03 00:00", "2026-03-06T16:00:00Z"),  # midnight
    ],
)
async def test_assessing_takes_three_working_days(clues: Clues, received: str, due_at: str) -> None:
    with clues.world.at(received):
        url = await clues.register()
        assert await clues.clock(url, "clue_triage") == ("running", due_at)


@pytest.mark.parametrize(
    ("found", "due_at"),
    [
        ("2026-03-02 02:10", "2026-03-01T20:10:00Z"),
        ("2026-03-01 23:30", "2026-03-01T17:30:00Z"),  # over midnight, a Sunday: hours run on
        ("2026-02-17 01:00", "2026-02-16T19:00:00Z"),  # on a holiday as well
    ],
)
async def test_whoever_has_to_be_told_is_told_within_two_hours_of_finding(
    clues: Clues, found: str, due_at: str
) -> None:
    with clues.world.at(found):
        made = (await clues["nurse"].post("/clue-reports", REPORT)).json()
        url = f"/clue-reports/{made['id']}"
        assert await clues.clock(url, "clue_tell_police", "nurse") == ("running", due_at)
        own = await clues.register(**WOUND)
        assert await clues.clock(own, "clue_tell_police") == ("running", due_at)


async def test_a_mental_patient_is_told_of_to_both_and_each_has_its_own_term(clues: Clues) -> None:
    with clues.world.at("2026-03-02 09:00"):
        made = (await clues["nurse"].post("/clue-reports", {**REPORT, "kind": "patient_at_risk"})).json()
        url = f"/clue-reports/{made['id']}"
        found = await clues["nurse"].step(url, "tell", {**TOLD, "recipient": "mental_health", "told_who": "精卫中心"})
        assert {clock["term"]: clock["state"] for clock in found["clocks"]} == {
            "clue_tell_police": "running",
            "clue_tell_mental_health": "met",
        }
        assert await clues.refused("nurse", url, "tell", {**TOLD, "recipient": "governance"}) == (
            422, "need_not_be_told",
        )  # fmt: skip


async def test_a_report_made_too_late_says_so_for_ever(clues: Clues) -> None:
    """Found at eight, reported at noon: two hours were over at ten."""
    with clues.world.at("2026-03-02 12:00"):
        body = {**REPORT, "found_at": "2026-03-02T08:00:00+08:00", "told": [TOLD]}
        made = (await clues["nurse"].post("/clue-reports", body)).json()
        assert made["overdue_at"] == "2026-03-02T02:00:00Z" and made["missed_terms"] == ["clue_tell_police"]
        late = (await clues["head"].get("/clue-reports?overdue=true&count=exact")).json()
        assert late["total"] == 1


@pytest.mark.parametrize("sweeps", [True, False], ids=["swept", "before the sweep"])
async def test_a_missed_assessment_is_flagged_whoever_comes_first(clues: Clues, sweeps: bool) -> None:
    """The step that comes after the term and before the minute's sweep flags it as the sweep would."""
    with clues.world.at("2026-03-02 09:30"):
        urls = [await clues.assessed() for _ in range(3)]
        idle = await clues.register()
    with clues.world.at("2026-03-06 00:00"):
        if sweeps:
            await clues.world.sweep()
        await clues["keeper"].step(idle, "take-up")
        await clues["section_head"].step(urls[0], "penalise", REASON)
        await clues.hand_on(urls[1])
        await clues["keeper"].step(urls[2], "propose", KEEP)
        for url in (idle, *urls):
            found = await clues.read(url)
            assert (found["overdue_at"], found["missed_terms"]) == ("2026-03-05T16:00:00Z", ["clue_triage"])
        page = (await clues["keeper"].get("/clues?overdue=true&missed=clue_triage&count=exact")).json()
        assert page["total"] == 4


async def test_a_kept_clue_is_looked_at_again_after_ninety_days(clues: Clues) -> None:
    with clues.world.at("2026-03-02 09:30"):
        url = await clues.make("kept")
        assert await clues.clock(url, "clue_review") == ("running", "2026-06-01T16:00:00Z")  # 31 May is a Sunday
        assert (await clues.clock(url, "clue_triage"))[0] == "met"
    with clues.world.at("2026-05-31 09:00"):
        await clues["vice"].step(url, "keep-on", REASON)
        assert await clues.clock(url, "clue_review") == ("running", "2026-08-31T16:00:00Z")  # 29 August is a Saturday
        await clues["keeper"].step(url, "reopen", REASON)
        assert (await clues.clock(url, "clue_review"))[0] == "met"
        assert (await clues.clock(url, "clue_triage"))[0] == "running"


async def test_handing_on_counts_from_receipt_and_urging_every_fifteen_working_days(clues: Clues) -> None:
    with clues.world.at("2026-03-02 09:30"):
        clue = await clues.assessed()
        url = await clues.hand_on(clue)
        assert (await clues.clock(clue, "clue_triage"))[0] == "met"
        assert await clues.clock(url, "transfer_hand_on") == ("running", "2026-03-05T16:00:00Z")
        await clues["vice"].step(url, "approve")
    with clues.world.at("2026-03-04 10:00"):
        await clues["keeper"].step(url, "send", {**LETTER, "answer_due_on": "2026-04-30"})
        assert (await clues.clock(url, "transfer_hand_on"))[0] == "met"
        assert await clues.clock(url, "transfer_urge") == ("running", "2026-03-25T16:00:00Z")
        assert await clues.clock(url, "transfer_answer") == ("running", "2026-04-30T16:00:00Z")
    with clues.world.at("2026-03-25 10:00"):
        await clues["keeper"].step(url, "urge", {"reason": "电话催问"})
        # 15 working days: Qingming is 4 to 6 April 2026.
        assert await clues.clock(url, "transfer_urge") == ("running", "2026-04-16T16:00:00Z")
    with clues.world.at("2026-04-10 10:00"):
        answer = {"outcome": "not_filed", "outcome_on": "2026-04-09"}
        await clues["keeper"].step(url, "answer", answer)
        assert {clock["state"] for clock in (await clues.read(url))["clocks"]} == {"met"}


async def test_the_supervisory_organ_has_a_month_from_its_signature(clues: Clues) -> None:
    with clues.world.at("2026-03-02 09:30"):
        url = await clues.hand_on(await clues.assessed(kind="conduct", tout_kinds=[]), TO_DISCIPLINE)
        await clues["chief"].step(url, "approve")
        await clues["keeper"].step(url, "send", LETTER)
    with clues.world.at("2026-03-03 09:30"):
        await clues["keeper"].step(url, "sign", SIGNED)
        assert await clues.clock(url, "transfer_opinion") == ("running", "2026-04-03T16:00:00Z")


async def test_a_transfer_that_nobody_approves_costs_no_term_and_brings_the_clue_back(clues: Clues) -> None:
    with clues.world.at("2026-03-02 09:30"):
        url, clue = await clues.transfer("not_approved")
        assert (await clues.clock(url, "transfer_hand_on"))[0] == "cancelled"
        assert (await clues.read(clue))["state"] == "triaging"
    with clues.world.at("2026-03-03 09:30"):
        assert await clues.clock(clue, "clue_triage") == ("running", "2026-03-05T16:00:00Z")
        again = await clues.hand_on(clue)
        other = await clues.hand_on(clue, {**TO_INSURANCE, "receiver": "market", "receiver_name": "区市场监管局"})
        await clues["vice"].step(again, "refuse", REASON)
        assert (await clues.read(clue))["state"] == "referred"  # the other goes on
        await clues.take(other, *TRANSFER_PATHS["approved"])


async def test_missed_terms_of_a_clue_come_before_nobody_above(clues: Clues) -> None:
    with clues.world.at("2026-03-02 09:30"):
        await clues.register()
        await clues.transfer("sent")
        await clues["nurse"].post("/clue-reports", REPORT)
    with clues.world.at("2026-04-30 09:30"):
        assert await clues.world.sweep() == 4
        counts = (await clues["keeper"].get("/worklist/counts")).json()
        assert {(one["section"], one["subject_type"]) for one in counts["items"]} == {
            ("owed", "clue"), ("owed", "clue_transfer"),
        }  # fmt: skip
        assert (await clues["city"].get("/worklist/counts")).json()["items"] == []
        assert (await clues["city"].get("/notifications")).json()["items"] == []
        # What the hospital missed is the business of those who keep clues, and of nobody else in the bureau.
        seen = {}
        for who in ("keeper", "vice", "handler", "officer"):
            section = await clues[who].get("/worklist?section=escalated&subject_type=clue_report")
            news = (await clues[who].get("/notifications")).json()["items"]
            told = [item for item in news if item["subject_type"] == "clue_report"]
            seen[who] = (len(section.json().get("items", [])), len(told))
        assert seen == {"keeper": (0, 1), "vice": (1, 1), "handler": (0, 0), "officer": (0, 0)}


async def test_a_correction_of_what_is_open_takes_the_whole_way_again(clues: Clues) -> None:
    with clues.world.at("2026-03-02 09:30"):
        url = await clues.make("proposed")
        await clues.take(url, ("vice", "return-proposal", REASON), ("keeper", "assess", ASSESSED), *PATHS["kept"][2:])
        assert id_in(url) and (await clues.read(url))["state"] == "kept"
