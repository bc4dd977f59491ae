"""Notices over HTTP, each step on both engines (RULES C-27, D-21, D-25; D01-R71, D11-R54, D09-R76).

Days are worked out by hand from the State Council's notice for 2026: Spring Festival 15 to 23 February with make-up
work on Saturdays 14 and 28 February; Labour Day 1 to 5 May with make-up work on Saturday 9 May.
"""

from typing import Any

import pytest

from support.campaigns import populate
from support.notices import ANSWER, DISPOSAL, REASON, URL, Notices, clock_of

pytestmark = pytest.mark.anyio

OPINION = {"kind": "procuratorial_opinion", "from_name": "区人民检察院", "document_number": "检意〔2026〕3号"}
SECTOR_WIDE = {"organisation_id": None}


async def test_a_loophole_the_police_report_ends_in_rectification_and_an_answer(notices: Notices) -> None:
    police, lead = notices["police"], notices["section_head"]
    with notices.world.at("2026-03-02 09:30"):
        url = await notices.register("police")
        found = await notices.read(url)
        assert (found["from_name"], found["authority_name"]) == ("north_police", "north")
        assert (found["needs_answer"], found["clocks"]) == (True, [])
        (task,) = found["tasks"]
        assert (task["state"], task["organisation_name"]) == ("draft", "north_hospital")
        draft = (await notices["clerk"].get(f"/rectification-tasks/{task['id']}")).json()
        assert (draft["source_type"], draft["source_id"]) == ("notice", found["id"])
        assert draft["source_label"] == "RN-2026-000001 退号管理存在漏洞"
        assert (draft["issuer_id"], draft["basis"]) == (notices.id_of("north"), "north_police公治函〔2026〕12号")
        # The institution reads the notice at once, and of the draft nothing until it is issued.
        told = await notices.read(url, "hospital_head")
        assert (told["content"], told["tasks"]) == (found["content"], [])
        history = (await notices["hospital_head"].get(f"{url}/history")).json()["items"]
        assert [entry["action"] for entry in history] == ["notice:register"]
    with notices.world.at("2026-03-09 10:00"):
        await notices.attach(url)
        answered = await lead.step(url, "answer", {**ANSWER, "answered_at": "2026-03-09T09:00:00+08:00"})
        assert (answered["state"], answered["answered_at"]) == ("answered", "2026-03-09T01:00:00Z")
        assert (answered["answered_by_name"], answered["answer_letters"]) == ("section_head", 1)
        closed = await lead.step(url, "close")
        assert (closed["state"], closed["overdue_at"]) == ("closed", None)
        sent = (await police.get(f"{URL}/sent")).json()["items"]
        assert [(one["number"], one["state"]) for one in sent] == [("RN-2026-000001", "closed")]
        assert (await notices.read(url, "police"))["answer"] == ANSWER["answer"]
    history = (await lead.get(f"{url}/history")).json()["items"]
    assert [entry["action"].split(":")[1] for entry in history] == [
        "register", "open_task", "evidence", "answer", "close",
    ]  # fmt: skip


async def test_the_police_tell_institution_and_authority_how_a_case_is_handled(notices: Notices) -> None:
    """D11-R54: two receivers of the same level, and two things to say."""
    with notices.world.at("2026-03-02 09:30"):
        for left_out in DISPOSAL:
            lacking = {"kind": "police_disposal_notice", **DISPOSAL, left_out: None}
            assert await notices.not_taken("police", **lacking) == (422, "disposal_incomplete", [f"/{left_out}"])
        url = await notices.register("police", kind="police_disposal_notice", **DISPOSAL)
        for reader in ("hospital_clerk", "clerk", "city", "police"):
            told = await notices.read(url, reader)
            assert (told["handling"], told["next_opinion"]) == (DISPOSAL["handling"], DISPOSAL["next_opinion"])
            assert (told["needs_answer"], told["clocks"], told["tasks"]) == (False, [], [])
        assert await notices.tasks() == []


@pytest.mark.parametrize(
    ("received", "entered", "due"),
    [
        # Two months from 9 March: 9 May, a Saturday on which 2026 works for Labour Day.
        ("2026-03-09", "2026-03-12", "2026-05-09"),
        # From 2 March: 2 May lies in the holiday of Labour Day, so Wednesday 6 May.
        ("2026-03-02", "2026-03-05", "2026-05-06"),
        # From 28 December: 28 February, a Saturday on which 2026 works for Spring Festival.
        ("2025-12-28", "2026-01-04", "2026-02-28"),
        # From 31 December: February has no 31st; its last day, 28, is a day of work.
        ("2025-12-31", "2026-01-04", "2026-02-28"),
        # From 17 March: 17 May is a Sunday, so Monday 18 May.
        ("2026-03-17", "2026-03-20", "2026-05-18"),
    ],
)
@pytest.mark.parametrize("kind", ["procuratorial_opinion", "procuratorial_suggestion"])
async def test_a_procuratorate_is_answered_within_two_months_of_the_receipt(
    notices: Notices, kind: str, received: str, entered: str, due: str
) -> None:
    """C-27, D-25. The receipt counts, not the entry days later."""
    with notices.world.at(f"{entered} 09:00"):
        letter = {**OPINION, "kind": kind, "received_at": f"{received}T10:00:00+08:00"}
        found = await notices.read(await notices.register(**letter))
        (running,) = found["clocks"]
        assert running["term"] == f"notice_answer_{kind.removeprefix('procuratorial_')}"
        assert (running["due_on"], running["mark"], running["state"]) == (due, "recalled", "running")
        assert (running["holder_id"], running["permission"]) == (notices.id_of("north"), "notice.answer")
        (line,) = (await notices["chief"].get(URL)).json()["items"]
        assert line["next_due_on"] == due
        (waiting,) = (await notices["chief"].get("/worklist")).json()["items"]
        assert (waiting["subject_type"], waiting["due_on"]) == ("notice", due)


async def test_an_answer_that_was_missed_is_flagged_and_reported_upward(notices: Notices) -> None:
    with notices.world.at("2026-03-02 10:00"):
        url = await notices.register(**OPINION)
    with notices.world.at("2026-05-06 23:59"):
        assert await notices.world.sweep() == 0
    with notices.world.at("2026-05-07 00:00"):
        assert await notices.world.sweep() == 1
        late = await notices.read(url)
        assert late["overdue_at"] == late["reported_upward_at"] == "2026-05-06T16:00:00Z"
        assert (late["missed_terms"], late["state"]) == (["notice_answer_opinion"], "received")
        told = (await notices["city"].get("/notifications")).json()["items"]
        assert [(one["kind"], one["subject_label"]) for one in told] == [
            ("escalated", "RN-2026-000001 退号管理存在漏洞")
        ]
    with notices.world.at("2026-05-08 10:00"):
        await notices.attach(url)
        answered = await notices["city"].step(url, "answer", ANSWER)
        assert (answered["state"], answered["overdue_at"]) == ("answered", late["overdue_at"])
        (line,) = (await notices["clerk"].get(f"{URL}?overdue=true&missed=notice_answer_opinion")).json()["items"]
        assert line["id"] == answered["id"]


async def test_an_answer_after_its_day_is_late_before_the_sweep_came_by(notices: Notices) -> None:
    with notices.world.at("2026-03-02 10:00"):
        url = await notices.register(**OPINION)
        await notices.attach(url)
    with notices.world.at("2026-05-07 00:00"):
        answered = await notices["chief"].step(url, "answer", ANSWER)
        assert (answered["overdue_at"], answered["reported_upward_at"]) == ("2026-05-06T16:00:00Z", None)
        assert clock_of(answered, "notice_answer_opinion")["missed_at"] == "2026-05-06T16:00:00Z"


async def test_an_urgent_letter_is_answered_by_its_own_day(notices: Notices) -> None:
    urgent = {**OPINION, "is_urgent": True}
    with notices.world.at("2026-03-02 10:00"):
        assert await notices.not_taken(**urgent) == (422, "urgent_needs_a_day", ["/answer_due_on"])
        later = {**urgent, "answer_due_on": "2026-05-07"}
        assert await notices.not_taken(**later) == (422, "beyond_the_term", ["/answer_due_on"])
        found = await notices.read(await notices.register(**urgent, answer_due_on="2026-03-15"))
        # A day that a letter names is that day, though it is a Sunday.
        assert clock_of(found, "notice_answer_opinion")["due_on"] == "2026-03-15"


@pytest.mark.parametrize("kind", ["police_reminder", "supervisory_suggestion", "judicial_suggestion"])
async def test_other_letters_are_answered_as_they_say(notices: Notices, kind: str) -> None:
    with notices.world.at("2026-03-02 10:00"):
        named = await notices.read(await notices.register(kind=kind, answer_due_on="2026-03-20"))
        assert clock_of(named, "notice_answer_letter")["due_on"] == "2026-03-20"
        open_ended = await notices.read(await notices.register(kind=kind))
        assert (open_ended["needs_answer"], open_ended["clocks"]) == (True, [])
        unasked = await notices.read(await notices.register(kind=kind, needs_answer=False))
        assert (unasked["needs_answer"], unasked["clocks"]) == (False, [])


@pytest.mark.parametrize(
    ("received", "due"),
    [
        # Thursday 12 February: 13, Sat 14 (make-up) = 2; the festival to 23; 24, 25, 26 = 5.
        ("2026-02-12 10:00", "2026-02-26"),
        # Thursday 26 February: 27, Sat 28 (make-up) = 2; Sunday 1 March; 2, 3, 4 = 5.
        ("2026-02-26 10:00", "2026-03-04"),
    ],
)
async def test_of_a_loophole_of_the_whole_sector_the_authority_chooses_who_rectifies(
    notices: Notices, received: str, due: str
) -> None:
    lead = notices["section_head"]
    with notices.world.at(received):
        url = await notices.register("police", **SECTOR_WIDE)
        found = await notices.read(url)
        assert (found["organisation_name"], found["tasks"]) == ("north", [])
        clock = clock_of(found, "notice_task_chosen")
        assert (clock["due_on"], clock["permission"]) == (due, "task.create")
        assert await notices.refused("clerk", url, "open-task", {}) == (422, "institution_needed")
        await notices.attach(url)
        await lead.step(url, "answer", ANSWER)
        assert await notices.refused("section_head", url, "close") == (409, "no_task")
    with notices.world.at(f"{due} 23:00"):
        both = [notices.id_of("north_hospital"), notices.id_of("north_clinic"), notices.id_of("north_hospital")]
        asked = {"organisation_ids": both, "problem": "退号未实名核验。", "risk": "high", "due_on": due}
        opened = await notices["clerk"].step(url, "open-task", asked)
        assert {task["organisation_name"] for task in opened["tasks"]} == {"north_hospital", "north_clinic"}
        assert clock_of(opened, "notice_task_chosen")["state"] == "met"
        assert {task["risk"] for task in await notices.tasks(source_type="notice")} == {"high"}
        assert await notices.world.sweep() == 0
        assert (await lead.step(url, "close"))["state"] == "closed"


async def test_who_is_not_chosen_in_time_is_late_and_not_reported_as_an_answer(notices: Notices) -> None:
    with notices.world.at("2026-02-26 10:00"):
        url = await notices.register("police", **SECTOR_WIDE)
    with notices.world.at("2026-03-05 00:00"):
        assert await notices.world.sweep() == 1
        late = await notices.read(url)
        assert (late["missed_terms"], late["reported_upward_at"]) == (["notice_task_chosen"], None)


async def test_tasks_are_opened_only_where_the_notice_points(notices: Notices) -> None:
    with notices.world.at("2026-03-02 10:00"):
        wide, narrow = await notices.register(**SECTOR_WIDE), await notices.register()
        elsewhere, beside = [notices.id_of("south_hospital")], [notices.id_of("north_clinic")]
        refused: dict[str, tuple[str, str, dict[str, Any], tuple[int, str]]] = {
            "another branch": ("clerk", wide, {"organisation_ids": elsewhere}, (404, "not_found")),
            "another authority's": ("city", wide, {"organisation_ids": elsewhere}, (422, "not_concerned")),
            "no institution": (
                "clerk", wide, {"organisation_ids": [notices.id_of("north_police")]}, (422, "not_concerned"),
            ),
            "another than the notice's": ("clerk", narrow, {"organisation_ids": beside}, (422, "not_concerned")),
            "a day gone by": ("clerk", narrow, {"due_on": "2026-03-01"}, (422, "in_the_past")),
        }  # fmt: skip
        for what, (by, url, body, expected) in refused.items():
            assert await notices.refused(by, url, "open-task", body) == expected, what
        again = await notices["clerk"].step(narrow, "open-task", {"problem": "退费未核验身份。"})
        assert len(again["tasks"]) == 2


async def test_what_was_entered_wrongly_is_corrected_or_voided(notices: Notices) -> None:
    with notices.world.at("2026-03-02 10:00"):
        url = await notices.register(**OPINION)
        tag = {"If-Match": (await notices["clerk"].get(url)).headers["etag"]}
        mended = await notices["clerk"].patch(url, {"document_number": "检意〔2026〕5号"}, headers=tag)
        assert (mended.status_code, mended.json()["document_number"]) == (200, "检意〔2026〕5号")
        stale = await notices["clerk"].patch(url, {"title": "另一标题"}, headers=tag)
        assert (stale.status_code, stale.json()["code"]) == (412, "changed_meanwhile")
        found = (await notices["clerk"].get(URL, params={"q": "检意〔2026〕5号"})).json()["items"]
        assert [one["id"] for one in found] == [mended.json()["id"]]
        voided = await notices["section_head"].step(url, "void", REASON)
        assert clock_of(voided, "notice_answer_opinion")["state"] == "cancelled"
        closed = await notices["clerk"].patch(url, {"title": "另一标题"}, headers={"If-Match": "*"})
        assert (closed.status_code, closed.json()["code"]) == (409, "answered_already")


async def test_the_letter_of_an_answer_stays(notices: Notices) -> None:
    with notices.world.at("2026-03-02 10:00"):
        url = await notices.register()
        wrong = await notices.attach(url, by="chief")
        gone = await notices["chief"].post(
            f"/attachments/{wrong}/withdraw", {"reason": "传错文件"}, headers={"If-Match": "*"}
        )
        assert gone.status_code == 200, gone.text
        assert await notices.refused("chief", url, "answer", ANSWER) == (409, "no_answer_letter")
        letter = await notices.attach(url, by="section_head")
        early = {**ANSWER, "answered_at": "2026-03-02T09:59:00+08:00"}
        assert await notices.refused("chief", url, "answer", early) == (422, "before_receipt")
        await notices["chief"].step(url, "answer", ANSWER)
        kept = await notices["section_head"].post(
            f"/attachments/{letter}/withdraw", {"reason": "传错文件"}, headers={"If-Match": "*"}
        )
        assert (kept.status_code, kept.json()["code"]) == (409, "answer_rests_on_it")


async def test_an_institution_s_page_counts_what_was_said_about_it(notices: Notices) -> None:
    world, head = notices.world, notices["hospital_head"]
    with world.at("2026-03-02 10:00"):
        await populate(world)
        await notices.make("closed")
        await notices.register()
        await notices.register(**SECTOR_WIDE)
        (entry,) = (await head.get("/institutions")).json()["items"]
        part = (await head.get(f"/institutions/{entry['id']}/overview")).json()["parts"]["notices"]
        assert (part["states"], part["open"], part["overdue"]) == ({"received": 1, "closed": 1}, 1, 0)
        assert len((await head.get(part["rows"].removeprefix("/api/v1"))).json()["items"]) == 2
