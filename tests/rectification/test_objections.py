"""The objection: within five working days, before signing; while it is open no deadline runs."""

import pytest

from support.rectification import REASON, Ledger, steps_bodies

pytestmark = pytest.mark.anyio
OBJECTION = {"objection": "该通道不属于我院管理"}


async def test_the_institution_objects_until_the_end_of_the_fifth_working_day(ledger: Ledger) -> None:
    with ledger.world.at("2026-04-30 16:00"):
        in_time, too_late = await ledger.make("issued"), await ledger.make("issued")
    with ledger.world.at("2026-05-11 23:59"):  # off 1–5 May; 9 May is a make-up Saturday
        objected = await ledger["clerk"].step(in_time, "object", OBJECTION)
    assert (objected["state"], objected["objection"]) == ("objected", "该通道不属于我院管理")
    with ledger.world.at("2026-05-12 00:00"):
        refused = await ledger["clerk"].step(too_late, "object", OBJECTION, expect=409)
        assert refused["code"] == "objection_term_over"
        actions = {a["step"]: a for a in (await ledger.read(too_late, "clerk"))["available_actions"]}
        assert (actions["object"]["open"], actions["object"]["code"]) == (False, "objection_term_over")
        assert actions["accept"]["open"] is True


async def test_no_deadline_runs_while_the_authority_decides(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("objected", due_on="2026-03-05")
        (decision,) = await ledger.clocks(url, "rectification_objection_decision")
        assert (decision["due_on"], decision["holder_id"]) == ("2026-03-09", ledger.id_of("north"))
    with ledger.world.at("2026-03-06 09:00"):
        assert await ledger.sweep() == 0
        passed = await ledger["section_head"].step(url, "uphold", REASON, expect=422)
        assert (passed["code"], passed["errors"][0]["pointer"]) == ("deadline_passed", "/due_on")
        past = await ledger["section_head"].step(url, "uphold", {**REASON, "due_on": "2026-03-05"}, expect=422)
        assert past["code"] == "day_in_the_past"
        upheld = await ledger["section_head"].step(url, "uphold", {**REASON, "due_on": "2026-03-20"})
    assert (upheld["state"], upheld["due_on"], upheld["overdue_at"]) == ("issued", "2026-03-20", None)
    assert upheld["objection_reply"] == REASON["reason"]
    running = {c["term"]: c["due_on"] for c in upheld["clocks"] if c["state"] == "running"}
    assert running == {"rectification_sign_for": "2026-03-11", "rectification": "2026-03-20"}


async def test_an_objection_that_was_decided_is_not_raised_again(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("objected")
        upheld = await ledger["section_head"].step(url, "uphold", REASON)
        assert upheld["due_on"] == "2026-04-01"
        again = await ledger["clerk"].step(url, "object", OBJECTION, expect=409)
        assert again["code"] == "objection_decided"
        await ledger["clerk"].step(url, "accept", steps_bodies("2026-03-20")["accept"])


async def test_changed_demands_may_be_objected_to_anew(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("objected")
        nothing = await ledger["section_head"].step(url, "vary", REASON, expect=422)
        assert nothing["code"] == "nothing_varied"
    with ledger.world.at("2026-03-04 09:00"):
        varied = await ledger["vice_leader"].step(url, "vary", {**REASON, "problem": "急诊通道北侧堆放纸箱"})
        assert (varied["state"], varied["problem"], varied["due_on"]) == (
            "issued",
            "急诊通道北侧堆放纸箱",
            "2026-04-01",
        )
        assert varied["standard"] == "通道净宽不小于二米"
        objections = await ledger.clocks(url, "rectification_objection")
        assert [(c["state"], c["due_on"]) for c in objections] == [("met", "2026-03-09"), ("running", "2026-03-11")]
        found = await ledger["clerk"].get("/rectification-tasks", params={"q": "北侧堆放"})
        assert len(found.json()["items"]) == 1
        assert (await ledger["clerk"].step(url, "object", OBJECTION))["state"] == "objected"


async def test_a_revoked_task_is_over(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        revoked = await ledger.read(await ledger.make("revoked"))
    assert revoked["objection_reply"] == REASON["reason"]
    assert {c["term"]: c["state"] for c in revoked["clocks"]} == {
        "rectification_sign_for": "met",
        "rectification_objection": "met",
        "rectification": "cancelled",
        "rectification_objection_decision": "met",
    }
    assert revoked["available_actions"] == []


async def test_a_deadline_missed_before_the_objection_stays_missed(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("issued", mode="immediate")
    with ledger.world.at("2026-03-03 09:00"):
        objected = await ledger["clerk"].step(url, "object", OBJECTION)
        assert objected["overdue_at"] == "2026-03-02T16:00:00Z"
        upheld = await ledger["section_head"].step(url, "uphold", REASON)
    assert (upheld["due_on"], upheld["overdue_at"]) == ("2026-03-03", "2026-03-02T16:00:00Z")


async def test_signing_gives_up_the_objection(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("rectifying")
        (objection,) = await ledger.clocks(url, "rectification_objection")
        assert (objection["state"], objection["missed_at"]) == ("cancelled", None)
        refused = await ledger["clerk"].post(f"{url}/object", OBJECTION, headers={"If-Match": "*"})
    assert refused.json()["code"] == "wrong_state"


async def test_a_plan_lies_between_today_and_the_deadline(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("issued", due_on="2026-03-31")
        for day, code in (("2026-03-01", "day_in_the_past"), ("2026-04-01", "planned_after_deadline")):
            refused = await ledger["clerk"].step(url, "accept", steps_bodies(day)["accept"], expect=422)
            assert (refused["code"], refused["errors"][0]["pointer"]) == (code, "/planned_on")
        incomplete = await ledger["clerk"].step(url, "accept", {"plan": "三日内清运"}, expect=422)
        assert {e["pointer"] for e in incomplete["errors"]} == {"/cause", "/responsible_person", "/planned_on"}
        await ledger["clerk"].step(url, "accept", steps_bodies("2026-03-31")["accept"])
