"""Verification: by two people, none from the institution, on site at high risk; struck off by a third."""

import pytest

from duban.orgs.rules import ROLES, Role
from duban.rectification.evidence import evidence_withdrawn
from support.rectification import REASON, Ledger

pytestmark = pytest.mark.anyio
GOOD = {"accepts": True, "on_site": True, "opinion": "现场查看情况属实"}


async def test_one_person_cannot_be_two_checkers(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("verifying")
        first = await ledger["handler"].step(url, "record-opinion", GOOD)
        assert (first["state"], first["accepting_opinions"]) == ("verifying", 1)
        twice = await ledger["handler"].step(url, "record-opinion", GOOD, expect=409)
        assert twice["code"] == "opinion_given"
        early = await ledger["section_head"].step(url, "close", REASON, expect=409)
        assert early["code"] == "opinions_missing"
        await ledger["officer"].step(url, "record-opinion", GOOD)
        assert (await ledger["section_head"].step(url, "close", REASON))["state"] == "closed"


async def test_nobody_of_an_institution_checks_even_with_the_permission(ledger: Ledger) -> None:
    rights = ROLES[Role.CASE_HANDLER].permissions | ROLES[Role.SECTION_HEAD].permissions
    insider = ledger.world.person("north_hospital", *rights, name="insider")
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("verifying")
        for step, body in (("record-opinion", GOOD), ("close", REASON), ("return", REASON)):
            refused = await insider.step(url, step, body, expect=409)
            assert refused["code"] == "own_case"
        issued = await ledger.make("draft")
        assert (await insider.get(issued)).status_code == 404  # a draft is not theirs to see
        objected = await ledger.make("objected")
        for step in ("uphold", "revoke"):
            assert (await insider.step(objected, step, REASON, expect=409))["code"] == "own_case"


async def test_a_checker_does_not_close_and_the_submitter_does_neither(ledger: Ledger) -> None:
    both = ROLES[Role.SECTION_HEAD].permissions | {"task.submit"}
    submitter = ledger.world.person("north", *both, name="submitter")
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("rectifying")
        await ledger.attach(url, "before")
        await ledger.attach(url, "after")
        await submitter.step(url, "submit", {"measures_taken": "代为申报"})
        assert (await submitter.step(url, "start-verification", expect=409))["code"] == "own_submission"
        await ledger["handler"].step(url, "start-verification")
        assert (await submitter.step(url, "record-opinion", GOOD, expect=409))["code"] == "own_submission"
        await ledger.opinions(url, by=("handler", "section_head"))
        assert (await submitter.step(url, "close", REASON, expect=409))["code"] == "own_submission"
        assert (await ledger["section_head"].step(url, "close", REASON, expect=409))["code"] == "own_submission"
        third = ledger.world.person("north", *ROLES[Role.SECTION_HEAD].permissions, name="third")
        assert (await third.step(url, "close", REASON))["state"] == "closed"


async def test_the_drafter_does_not_issue_his_own_draft(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.create(by="section_head")
        refused = await ledger["section_head"].step(url, "issue", {}, expect=409)
        assert refused["code"] == "own_submission"


async def test_at_high_risk_the_checkers_were_there_and_the_vice_leader_closes(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("verifying", risk="high")
        desk = await ledger["handler"].step(url, "record-opinion", {**GOOD, "on_site": False}, expect=422)
        assert (desk["code"], desk["errors"][0]["pointer"]) == ("on_site_required", "/on_site")
        await ledger.opinions(url)
        assert (await ledger["section_head"].step(url, "close", REASON, expect=409))["code"] == "high_risk"
        forbidden = await ledger["section_head"].step(url, "close-high-risk", REASON, expect=403)
        assert forbidden["permission"] == "task.close_high_risk"
        closed = await ledger["vice_leader"].step(url, "close-high-risk", REASON)
    assert (closed["state"], closed["weight"]) == ("closed", 3)


async def test_at_lower_risk_a_desk_opinion_counts(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("verifying", risk="low")
        found = await ledger["handler"].step(url, "record-opinion", {**GOOD, "on_site": False})
    assert (found["accepting_opinions"], found["opinions"][0]["on_site"]) == (1, False)


async def test_an_opinion_against_stops_the_closure_and_the_next_round_begins_empty(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("verifying")
        await ledger.opinions(url)
        await ledger["city"].step(url, "record-opinion", {**GOOD, "accepts": False, "opinion": "仍有纸箱"})
        refused = await ledger["section_head"].step(url, "close", REASON, expect=409)
        assert refused["code"] == "opinion_against"
        await ledger["handler"].step(url, "return", REASON)
        await ledger.take(url, "submit")
        await ledger.take(url, "start_verification")
        fresh = await ledger.read(url)
        assert (fresh["round"], fresh["accepting_opinions"], fresh["rejecting_opinions"]) == (2, 0, 0)
        assert [o["round"] for o in fresh["opinions"]] == [1, 1, 1]
        await ledger.opinions(url)  # the same checkers may judge the new round
        assert (await ledger["section_head"].step(url, "close", REASON))["state"] == "closed"


async def test_nothing_is_submitted_without_evidence_after(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("rectifying")
        await ledger.attach(url, "before")
        refused = await ledger["head"].step(url, "submit", {"measures_taken": "已清运"}, expect=409)
        assert refused["code"] == "no_evidence_after"
        actions = {a["step"]: a for a in (await ledger.read(url, "head"))["available_actions"]}
        assert (actions["submit"]["open"], actions["submit"]["code"]) == (False, "no_evidence_after")
        await ledger.attach(url, "after")
        assert (await ledger["head"].step(url, "submit", {"measures_taken": "已清运"}))["after_count"] == 1


async def test_the_head_of_the_institution_asks_for_closure_and_not_its_clerk(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("rectifying")
        await ledger.attach(url, "before")
        await ledger.attach(url, "after")
        offered = {a["step"]: a["code"] for a in (await ledger.read(url, "clerk"))["available_actions"]}
        assert offered["submit"] == "permission_missing"
        refused = await ledger["clerk"].step(url, "submit", {"measures_taken": "已清运"}, expect=403)
        assert refused["permission"] == "task.submit"
        assert (await ledger["head"].step(url, "submit", {"measures_taken": "已清运"}))["state"] == "submitted"


async def test_the_state_before_is_shown_or_it_is_said_why_not(ledger: Ledger) -> None:
    done = {"measures_taken": "已清运"}
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("rectifying")
        await ledger.attach(url, "after")
        refused = await ledger["head"].step(url, "submit", done, expect=422)
        assert (refused["code"], refused["errors"][0]["pointer"]) == ("no_evidence_before", "/no_before_reason")
        why = "检查当日已当场清除，未及拍照"
        submitted = await ledger["head"].step(url, "submit", {**done, "no_before_reason": why})
        assert (submitted["state"], submitted["no_before_reason"]) == ("submitted", why)
        await ledger.take(url, "start_verification")
        await ledger.take(url, "opinion_against")
        await ledger.take(url, "return")
        await ledger.attach(url, "after")
        # The reason stands for the rounds to come.
        assert (await ledger["head"].step(url, "submit", done))["no_before_reason"] == why


async def test_each_round_shows_something_new_of_the_state_after(ledger: Ledger) -> None:
    done = {"measures_taken": "再次清运"}
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("returned")
        assert (await ledger["head"].step(url, "submit", done, expect=409))["code"] == "no_new_evidence_after"
        await ledger.attach(url, "before")  # does not show that anything changed
        assert (await ledger["head"].step(url, "submit", done, expect=409))["code"] == "no_new_evidence_after"
        await ledger.attach(url, "after")
        await ledger.attach(url, "after", count=evidence_withdrawn)
        assert (await ledger["head"].step(url, "submit", done, expect=409))["code"] == "no_new_evidence_after"
        await ledger.attach(url, "after")
        assert (await ledger["head"].step(url, "submit", done))["round"] == 2


async def test_a_return_rests_on_an_opinion(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("verifying")
        assert (await ledger["handler"].step(url, "return", REASON, expect=409))["code"] == "no_opinion_given"
        await ledger.opinions(url, accepts=False, by=("officer",))
        assert (await ledger["handler"].step(url, "return", REASON))["state"] == "returned"
