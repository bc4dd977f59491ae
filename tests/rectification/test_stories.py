"""Whole tasks over HTTP, with the days of 2026: off 15–23 February, 1–5 May, 25–27 September, 1–7 October; at work on
Saturdays 14 and 28 February and 9 May (State Council notice of 2025-11-04)."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from duban.kernel.clocks import Clock
from support.rectification import ANSWERS, REASON, URL, Ledger, steps_bodies

pytestmark = pytest.mark.anyio


def due(task: dict[str, Any]) -> dict[str, str]:
    """The last day of each open clock."""
    return {c["term"]: c["due_on"] for c in task["clocks"] if c["state"] in ("running", "paused")}


async def test_a_problem_goes_from_the_notice_to_the_look_back(ledger: Ledger) -> None:
    at = ledger.world.at
    with at("2026-02-12 15:00"):
        url = await ledger.create(due_on="2026-02-28", risk="medium")
        await ledger.attach(url, "before", by="handler")
        drafted = await ledger.read(url)
        assert (drafted["state"], drafted["weight"], drafted["before_count"]) == ("draft", 2, 1)
        assert drafted["clocks"] == []
    with at("2026-02-13 09:00"):  # a Friday; 14 February is a make-up day, 15 to 23 February are off
        issued = await ledger["section_head"].step(url, "issue", {"notice_number": "北卫发〔2026〕12号"})
    assert due(issued) == {
        "rectification_sign_for": "2026-02-25",
        "rectification_objection": "2026-02-27",
        "rectification": "2026-02-28",  # a make-up Saturday
    }
    with at("2026-02-14 10:00"):
        accepted = await ledger["clerk"].step(url, "accept", steps_bodies("2026-02-28")["accept"])
    assert (accepted["state"], accepted["cause"], accepted["planned_on"]) == ("rectifying", "制度未落实", "2026-02-28")
    assert due(accepted) == {"rectification": "2026-02-28"}
    with at("2026-02-28 23:59"):
        await ledger.attach(url, "after")
        submitted = await ledger["head"].step(url, "submit", {"measures_taken": "已清运"})
    assert submitted["overdue_at"] is None
    assert due(submitted) == {"rectification_verification": "2026-03-10"}  # 10 calendar days
    with at("2026-03-05 09:00"):
        await ledger["handler"].step(url, "start-verification")
        await ledger.opinions(url)
        closed = await ledger["section_head"].step(url, "close", REASON)
    assert closed["state"] == "closed"
    assert closed["look_back_on"] == "2026-06-05"  # three months, a Friday
    assert due(closed) == {"rectification_look_back": "2026-06-05"}
    assert [o["checker_name"] for o in closed["opinions"]] == ["handler", "officer"]
    with at("2026-06-05 09:00"):
        done = await ledger["second_handler"].step(url, "consolidate", ANSWERS)
    assert (done["state"], done["look_backs"][0]["relapsed"], due(done)) == ("consolidated", False, {})
    missed = [c["term"] for c in done["clocks"] if c["missed_at"]]
    assert (missed, done["overdue_at"], done["escalation_level"]) == ([], None, 0)
    history = (await ledger["handler"].get(f"{url}/history")).json()["items"]
    assert [entry["action"].removeprefix("rectification_task:") for entry in history] == [
        "create", "evidence", "issue", "accept", "evidence", "submit", "start_verification",
        "record_opinion", "record_opinion", "close", "consolidate",
    ]  # fmt: skip


async def test_one_minute_after_the_last_day_it_is_late_for_ever(ledger: Ledger) -> None:
    at = ledger.world.at
    with at("2026-02-24 09:00"):
        url = await ledger.make("rectifying", due_on="2026-02-28")
    with at("2026-02-28 23:59"):
        assert await ledger.sweep() == 0
    with at("2026-03-01 00:00"):
        assert await ledger.sweep() == 1
        assert await ledger.sweep() == 0
        late = await ledger.read(url)
        assert (late["overdue_at"], late["escalation_level"]) == ("2026-02-28T16:00:00Z", 1)
    with at("2026-03-04 09:00"):
        await ledger.take(url, "submit")
        await ledger.take(url, "start_verification")
        await ledger.opinions(url)
        closed = await ledger["section_head"].step(url, "close", REASON)
    assert closed["overdue_at"] == "2026-02-28T16:00:00Z"
    assert [c["missed_at"] for c in closed["clocks"] if c["term"] == "rectification"] == ["2026-02-28T16:00:00Z"]
    with at("2026-06-04 09:00"):
        assert (await ledger["second_handler"].step(url, "consolidate", ANSWERS))[
            "overdue_at"
        ] == "2026-02-28T16:00:00Z"
    found = (await ledger["handler"].get(f"{URL}?overdue=true")).json()["items"]
    assert [row["state"] for row in found] == ["consolidated"]


async def test_late_work_is_flagged_although_no_sweep_came_by(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("rectifying", due_on="2026-03-04")
    with ledger.world.at("2026-03-05 00:00"):
        await ledger.take(url, "submit")
        late = await ledger.read(url)
    assert (late["overdue_at"], late["escalation_level"]) == ("2026-03-04T16:00:00Z", 1)
    assert [c["missed_at"] for c in late["clocks"] if c["term"] == "rectification"] == ["2026-03-04T16:00:00Z"]


async def test_an_immediate_task_is_due_on_the_day_it_is_issued(ledger: Ledger) -> None:
    with ledger.world.at("2026-05-08 17:00"):
        url = await ledger.create(mode="immediate")
    with ledger.world.at("2026-05-09 09:00"):  # a make-up Saturday
        issued = await ledger["section_head"].step(url, "issue", {})
        assert issued["due_on"] == "2026-05-09"
        await ledger.take(url, "accept")
        refused = await ledger["clerk"].post(
            f"{url}/request-extension", {"reason": "来不及", "until": "2026-05-10"}, headers={"If-Match": "*"}
        )
        assert (refused.status_code, refused.json()["code"]) == (409, "immediate_task")
    with ledger.world.at("2026-05-10 00:00"):
        assert await ledger.sweep() == 1
        assert (await ledger.read(url))["overdue_at"] == "2026-05-09T16:00:00Z"


async def test_a_return_lets_the_old_term_go_on(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("submitted", due_on="2026-03-31")
    with ledger.world.at("2026-03-10 09:00"):
        await ledger.take(url, "start_verification")
        await ledger.opinions(url, accepts=False, by=("officer",))
        returned = await ledger["handler"].step(url, "return", {"reason": "通道仍有杂物"})
    assert (returned["state"], returned["due_on"], returned["return_reason"]) == (
        "returned", "2026-03-31", "通道仍有杂物",
    )  # fmt: skip
    assert due(returned) == {"rectification": "2026-03-31"}
    with ledger.world.at("2026-04-01 00:00"):
        assert await ledger.sweep() == 1
        stale = await ledger["head"].step(url, "submit", {"measures_taken": "再次清运"}, expect=409)
        assert stale["code"] == "no_new_evidence_after"
        await ledger.attach(url, "after")
        again = await ledger["head"].step(url, "submit", {"measures_taken": "再次清运"})
    assert (again["round"], again["overdue_at"]) == (2, "2026-03-31T16:00:00Z")


async def test_work_submitted_in_time_is_not_late_because_verification_takes_long(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("verifying", due_on="2026-03-04")
    with ledger.world.at("2026-03-11 09:00"):
        assert await ledger.sweep() == 0
        await ledger.opinions(url)
        closed = await ledger["section_head"].step(url, "close", REASON)
    assert closed["overdue_at"] is None
    assert [c["missed_at"] for c in closed["clocks"] if c["term"] == "rectification"] == [None]


async def test_a_late_authority_is_told_by_its_own_clock_and_the_institution_is_not_blamed(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("submitted")
    with ledger.world.at("2026-03-13 00:00"):  # 10 calendar days after 2 March end with the 12th
        assert await ledger.sweep() == 1
        found = await ledger.read(url)
    assert (found["overdue_at"], found["escalation_level"]) == (None, 0)
    (clock,) = [c for c in found["clocks"] if c["term"] == "rectification_verification"]
    assert (clock["missed_at"], clock["holder_id"]) == ("2026-03-12T16:00:00Z", ledger.id_of("north"))


async def test_an_unsigned_notice_tells_the_issuer_and_an_unused_objection_nobody(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("issued")
    with ledger.world.at("2026-03-06 00:00"):  # three working days end with Thursday the 5th
        assert await ledger.sweep() == 1
        told = await ledger.read(url)
        assert (told["escalation_level"], told["overdue_at"]) == (1, None)
    with ledger.world.at("2026-03-10 00:00"):  # five working days end with Monday the 9th
        assert await ledger.sweep() == 1
        assert (await ledger.read(url))["version"] == told["version"]


async def test_a_task_that_the_city_issued_is_escalated_to_the_city(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        ledger.people["handler"], handler = ledger["city"], ledger["handler"]
        ledger.people["section_head"] = ledger.world.person("city", *ledger["city"].actor.permissions, name="city head")
        url = await ledger.make("rectifying", due_on="2026-03-04")
        assert (await ledger.read(url))["issuer_id"] == ledger.id_of("city")
    with ledger.world.at("2026-03-05 09:00"):
        await ledger.sweep()
        entries = (await handler.get(f"{url}/history")).json()["items"]
    assert entries[-1]["action"] == "rectification_task:overdue"
    async with ledger.world.database.transaction() as db:
        clock = (await db.scalars(select(Clock).where(col(Clock.term) == "rectification"))).one()
    assert str(clock.escalated_to_id) == ledger.id_of("city")


async def test_overdue_work_is_taken_further_with_measure_and_reason(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("rectifying", due_on="2026-03-04")
        early = await ledger["supervisor"].post(
            f"{url}/escalate", {"further_measure": "interview", "reason": "拖延"}, headers={"If-Match": "*"}
        )
        assert (early.status_code, early.json()["code"]) == (409, "not_overdue")
    with ledger.world.at("2026-03-05 09:00"):
        first = await ledger["supervisor"].step(url, "escalate", {"further_measure": "interview", "reason": "拖延"})
        assert (first["state"], first["escalation_level"], first["overdue_at"]) == (
            "rectifying", 2, "2026-03-04T16:00:00Z",
        )  # fmt: skip
        assert first["measure"] == "清运杂物，每日巡查"  # the demanded measure is not the measure taken further
        second = await ledger["supervisor"].step(url, "escalate", {"further_measure": "listing", "reason": "仍拖延"})
    assert [(e["level"], e["further_measure"]) for e in second["escalations"]] == [(2, "interview"), (3, "listing")]


async def test_a_draft_without_a_deadline_is_given_the_usual_one(ledger: Ledger) -> None:
    with ledger.world.at("2026-01-16 09:00"):
        draft = ledger.draft()
        del draft["due_on"]
        answer = await ledger["handler"].post(URL, draft)
    # 30 days after 16 January is 15 February, a holiday; the first working day after the holidays is the 24th.
    assert answer.json()["due_on"] == "2026-02-24"


async def test_the_promise_the_result_and_the_public_judgement(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("rectifying")
        await ledger["head"].step(url, "promise", {"public_promise": "四月一日前清理完毕"})
        assert (await ledger.read(url))["promised_at"] == "2026-03-02T01:00:00Z"
        await ledger.take(url, "submit")
        await ledger.take(url, "start_verification")
        await ledger.opinions(url)
        await ledger["section_head"].step(url, "close", REASON)
        count = {"channel": "问卷", "counted_on": "2026-03-02", "satisfied": 42, "neutral": 5, "dissatisfied": 3}
        early = await ledger["handler"].post(f"{url}/record-evaluation", count, headers={"If-Match": "*"})
        assert early.json()["code"] == "not_published"
        await ledger["head"].step(url, "publish", {"public_result": "已清理完毕"})
        nobody = {**count, "satisfied": 0, "neutral": 0, "dissatisfied": 0}
        assert (await ledger["handler"].step(url, "record-evaluation", nobody, expect=422))["code"] == "nobody_asked"
        future = {**count, "counted_on": "2026-03-03"}
        assert (await ledger["handler"].step(url, "record-evaluation", future, expect=422))["code"] == "day_to_come"
        judged = await ledger["handler"].step(url, "record-evaluation", count)
    assert [(e["satisfied"], e["neutral"], e["dissatisfied"]) for e in judged["evaluations"]] == [(42, 5, 3)]
    assert [r["published_at"] for r in (await ledger["handler"].get(f"{URL}?published=true")).json()["items"]] == [
        "2026-03-02T01:00:00Z"
    ]
