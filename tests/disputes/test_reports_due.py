"""Reports that are due (D02-R30, B-27) and notes of a rescue (B-4, B-5), hour by hour and day by day through 2026."""

from typing import Any

import pytest

from support.disputes import Disputes, begin, clock_of, not_begun, take

pytestmark = pytest.mark.anyio

EVENT = {"quality_grade": "major", "quality_found_at": "2026-06-30T21:00:00+08:00", "reason": "院内核实认定"}
SEAL = {
    "what": "records",
    "copy_kind": "copy",
    "items": ["住院病历 1 册"],
    "kept_where": "病案室封存柜",
    "sealed_at": "2026-12-31T23:50:00+08:00",
    "institution_person": "医务科 李某",
    "patient_side": "signed",
}


def report(kind: str, at: str) -> dict[str, Any]:
    return {"kind": kind, "reported_at": at, "received_by": "区卫健局医政股"}


async def bind(disputes: Disputes, hours: int = 24) -> None:
    """The region asks for a report of any dispute."""
    admin = disputes.world.person("city", "setting.write")
    rule = {"amount": hours, "unit": "hours", "basis": "某市卫健发〔2026〕3号"}
    answer = await admin.put("/regional-settings/term.dispute_report?region=990102", rule)
    assert answer.status_code == 200, answer.text


async def test_any_dispute_is_reported_within_a_day_only_where_the_region_says_so(disputes: Disputes) -> None:
    with disputes.world.at("2026-02-14 23:30"):
        assert (await disputes.read(await disputes.register()))["clocks"] == []
        await bind(disputes)
        raised = "2026-02-14T23:10:00+08:00"
        url, other = await disputes.register(raised_at=raised), await disputes.register(raised_at=raised)
        clock = clock_of(await disputes.read(url), "dispute_report")
        # Into the Spring Festival: hours know no holiday.
        assert (clock["due_at"], clock["holder_id"]) == ("2026-02-15T15:10:00Z", disputes.id_of("north_hospital"))
        assert (clock["mark"], clock["amount"]) == ("default", 24)
    with disputes.world.at("2026-02-15 23:09"):
        assert await disputes.world.sweep() == 0
        told = await begin(disputes, url, "reports", report("dispute", "2026-02-15T23:05:00+08:00"))
        assert clock_of(told, "dispute_report")["state"] == "met"
        assert (told["overdue_at"], told["reported_to_authority_at"]) == (None, "2026-02-15T15:05:00Z")
    with disputes.world.at("2026-02-15 23:10"):
        assert await disputes.world.sweep() == 1
        late = await disputes.read(other)
        assert (late["overdue_at"], late["missed_terms"]) == ("2026-02-15T15:10:00Z", ["dispute_report"])


async def test_the_written_report_of_a_major_one_says_more_than_that_of_any(disputes: Disputes) -> None:
    with disputes.world.at("2026-09-30 23:30"):
        await bind(disputes, 12)
        major = {"is_major": True, "major_reason": "家属聚集", "raised_at": "2026-09-30T23:00:00+08:00"}
        url = await disputes.register(**major)
        # 12 hours into the National Day holiday.
        assert clock_of(await disputes.read(url), "dispute_report")["due_at"] == "2026-10-01T03:00:00Z"
        phoned = await begin(disputes, url, "reports", report("major_phone", "2026-09-30T23:20:00+08:00"))
        assert clock_of(phoned, "dispute_report")["state"] == "running"
        written = await begin(disputes, url, "reports", report("major_written", "2026-09-30T23:25:00+08:00"))
        assert {clock["state"] for clock in written["clocks"]} == {"met"}


@pytest.mark.parametrize(
    ("grade", "found", "due"),
    [
        # 15 days after Tuesday 30 June: Wednesday 15 July, to its end.
        ("general", "2026-06-30 21:00", "2026-07-15T16:00:00Z"),
        # The 15th day, Sunday 27 September, ends the Mid-Autumn holiday: the Monday after it (民法典 art. 203).
        ("general", "2026-09-12 09:00", "2026-09-28T16:00:00Z"),
        # 12 hours over the end of the half-year; 2 hours over midnight of the year's last Friday but one.
        ("major", "2026-06-30 21:00", "2026-07-01T01:00:00Z"),
        ("extra", "2026-12-18 23:15", "2026-12-18T17:15:00Z"),
    ],
)
async def test_a_quality_event_is_reported_as_fast_as_it_is_grave(
    disputes: Disputes, grade: str, found: str, due: str
) -> None:
    with disputes.world.at(found):
        url = await disputes.register()
        event = {**EVENT, "quality_grade": grade, "quality_found_at": f"{found.replace(' ', 'T')}:00+08:00"}
        flagged = await disputes["clerk"].step(url, "flag-quality-event", event)
        (clock,) = flagged["clocks"]
        assert (clock["term"], clock["due_at"], clock["mark"]) == (f"dispute_quality_{grade}", due, "partly")
        assert (flagged["quality_grade"], flagged["state"]) == (grade, "registered")
        told = await begin(disputes, url, "reports", report("quality_event", f"{found.replace(' ', 'T')}:00+08:00"))
        assert (told["clocks"][0]["state"], told["overdue_at"]) == ("met", None)


async def test_an_event_is_entered_once_and_taken_off_by_the_authority(disputes: Disputes) -> None:
    with disputes.world.at("2026-06-30 21:30"):
        url = await disputes.make("informed")
        wrong = await not_begun(disputes, url, "reports", report("quality_event", "2026-06-30T21:10:00+08:00"))
        assert wrong == (422, "no_quality_event")
        later = {**EVENT, "quality_found_at": "2026-06-30T22:00:00+08:00"}
        assert await disputes.refused("clerk", url, "flag-quality-event", later) == (422, "in_future")
        reason = {"reason": "等级登记有误"}
        assert await disputes.refused("section_head", url, "unflag-quality-event", reason) == (409, "no_quality_event")
        await disputes["clerk"].step(url, "flag-quality-event", EVENT)
        assert await disputes.refused("handler", url, "flag-quality-event", EVENT) == (409, "quality_event_already")
        assert await disputes.refused("clerk", url, "unflag-quality-event", reason) == (403, "permission_missing")
        assert await disputes.refused("head", url, "unflag-quality-event", reason) == (409, "own_case")
        lifted = await disputes["section_head"].step(url, "unflag-quality-event", reason)
        assert (lifted["quality_grade"], clock_of(lifted, "dispute_quality_major")["state"]) == (None, "cancelled")
        again = await disputes["handler"].step(url, "flag-quality-event", {**EVENT, "quality_grade": "general"})
        assert clock_of(again, "dispute_quality_general")["state"] == "running"


async def test_an_event_entered_after_its_hours_is_late_at_once(disputes: Disputes) -> None:
    """As serious negligence is: that nobody reported it in time is no reason to start nothing."""
    with disputes.world.at("2026-07-01 09:00"):
        url = await disputes.register()
        await disputes["clerk"].step(url, "flag-quality-event", EVENT)
        assert await disputes.world.sweep() == 1
        late = await disputes.read(url)
        assert (late["overdue_at"], late["missed_terms"]) == ("2026-07-01T01:00:00Z", ["dispute_quality_major"])


async def test_the_notes_of_a_rescue_are_complete_within_six_hours(disputes: Disputes) -> None:
    clerk = disputes["clerk"]
    with disputes.world.at("2026-12-31 23:55"):
        url, late = await disputes.register(), await disputes.register()
        assert await disputes.refused("clerk", url, "complete-notes", {}) == (409, "no_notes_awaited")
        ended = {"rescue_ended_at": "2026-12-31T22:40:00+08:00"}
        assert await disputes.refused("handler", url, "note-rescue", ended) == (409, "not_the_institution")
        future = {"rescue_ended_at": "2027-01-01T00:10:00+08:00"}
        assert await disputes.refused("clerk", url, "note-rescue", future) == (422, "in_future")
        noted = await clerk.step(url, "note-rescue", ended)
        await clerk.step(late, "note-rescue", ended)
        # Six hours over midnight into New Year's Day.
        assert clock_of(noted, "dispute_rescue_notes")["due_at"] == "2026-12-31T20:40:00Z"
        assert await disputes.refused("clerk", url, "note-rescue", ended) == (409, "rescue_entered")
        early = {"rescue_notes_at": "2026-12-31T22:39:00+08:00"}
        assert await disputes.refused("clerk", url, "complete-notes", early) == (422, "before_rescue")
    with disputes.world.at("2027-01-01 04:39"):
        ahead = {"rescue_notes_at": "2027-01-01T04:45:00+08:00"}
        assert await disputes.refused("clerk", url, "complete-notes", ahead) == (422, "in_future")
        done = await clerk.step(url, "complete-notes", {"rescue_notes_at": "2027-01-01T04:30:00+08:00"})
        assert (clock_of(done, "dispute_rescue_notes")["state"], done["rescue_notes_late"]) == ("met", False)
        assert (done["overdue_at"], done["rescue_notes_at"]) == (None, "2026-12-31T20:30:00Z")
    with disputes.world.at("2027-01-01 04:40"):
        assert await disputes.world.sweep() == 1
        done = await clerk.step(late, "complete-notes", {"rescue_notes_at": "2027-01-01T04:40:00+08:00"})
        assert (done["rescue_notes_late"], done["missed_terms"]) == (True, ["dispute_rescue_notes"])


async def test_a_rescue_entered_long_after_starts_no_term_that_has_run_out(disputes: Disputes) -> None:
    with disputes.world.at("2026-03-02 09:30"):
        url = await disputes.register()
        noted = await disputes["clerk"].step(url, "note-rescue", {"rescue_ended_at": "2026-03-02T03:30:00+08:00"})
        assert noted["clocks"] == []
        done = await disputes["clerk"].step(url, "complete-notes", {"rescue_notes_at": "2026-03-02T09:29:00+08:00"})
        assert (done["rescue_notes_late"], done["overdue_at"]) == (False, None)


async def test_while_notes_are_unfinished_only_the_finished_part_is_sealed(disputes: Disputes) -> None:
    clerk = disputes["clerk"]
    with disputes.world.at("2026-12-31 23:55"):
        url = await disputes.register()
        await clerk.step(url, "note-rescue", {"rescue_ended_at": "2026-12-31T22:40:00+08:00"})
        assert await not_begun(disputes, url, "seals", SEAL) == (422, "notes_unfinished")
        part = (await begin(disputes, url, "seals", {**SEAL, "is_partial": True}))["seals"][0]
        assert {one["step"]: one["code"] for one in part["available_actions"]}["complete"] == "notes_unfinished"
        # Before the rescue ended there was nothing to write up yet; objects have no notes at all.
        await begin(disputes, url, "seals", {**SEAL, "sealed_at": "2026-12-31T22:30:00+08:00"})
        await begin(disputes, url, "seals", {**SEAL, "what": "objects", "copy_kind": None})
    with disputes.world.at("2027-01-01 02:00"):
        await clerk.step(url, "complete-notes", {"rescue_notes_at": "2027-01-01T01:30:00+08:00"})
        early = {**SEAL, "sealed_at": "2027-01-01T01:29:00+08:00"}
        assert await not_begun(disputes, url, "seals", early) == (422, "notes_unfinished")
        await begin(disputes, url, "seals", {**SEAL, "sealed_at": "2027-01-01T01:30:00+08:00"})
        await take(disputes, url, "seals", "complete", {"items": ["抢救记录 2 页"]}, which=0)
