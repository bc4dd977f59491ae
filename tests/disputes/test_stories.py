"""The machine of a dispute over HTTP, each step on both engines (RULES part B, machine 2).

Days are worked out by hand from the State Council's notice for 2026: Spring Festival 15 to 23 February with make-up
work on Saturdays 14 and 28 February; Qingming 4 to 6 April; Labour Day 1 to 5 May with make-up work on Saturday 9 May.
"""

from typing import Any

import pytest

from duban.disputes.rules import DISPUTE
from support.disputes import ADMIN, AGREED, COURT, INFORM, NEGOTIATE, REASON, REQUEST, URL, Disputes, clock_of

pytestmark = pytest.mark.anyio


def open_of(found: dict[str, Any]) -> dict[str, bool]:
    return {action["step"]: action["open"] for action in found["available_actions"]}


async def test_from_the_register_to_the_payment_by_negotiation(disputes: Disputes) -> None:
    clerk, head = disputes["clerk"], disputes["head"]
    with disputes.world.at("2026-03-02 09:30"):
        url = await disputes.register()
        for left_out in ("told_ways", "told_sealing", "told_records"):
            assert await disputes.refused("clerk", url, "inform", {**INFORM, left_out: False}) == (422, "not_told")
        unsigned = {**INFORM, "informed_signed": False}
        assert await disputes.refused("clerk", url, "inform", unsigned) == (422, "note_needed")
        informed = await clerk.step(url, "inform", {**unsigned, "informed_note": "家属拒绝签字，两名护士见证"})
        assert (informed["state"], informed["informed_by_name"]) == ("informed", "clerk")
        crowd = {**NEGOTIATE, "patient_representatives": 6}
        assert await disputes.refused("clerk", url, "negotiate", crowd) == (422, "validation_failed")
        await clerk.step(url, "negotiate", NEGOTIATE)
        assert await disputes.refused("head", url, "settle", AGREED) == (409, "no_agreement")
        await disputes.attach(url, "agreement")
        assert await disputes.refused("clerk", url, "settle", AGREED) == (403, "permission_missing")
        settled = await head.step(url, "settle", AGREED)
        assert (settled["state"], settled["resolved_by"], settled["agreed_fen"]) == (
            "settled",
            "negotiation",
            2_000_000,
        )
        assert await disputes.refused("head", url, "close") == (409, "not_paid")
        await clerk.step(url, "perform")
    with disputes.world.at("2026-03-09 10:00"):
        await clerk.step(url, "pay", {"amount_fen": 1_500_000, "paid_on": "2026-03-08"})
        assert await disputes.refused("head", url, "close") == (409, "not_paid")
        too_much = {"amount_fen": 500_001, "paid_on": "2026-03-09"}
        assert await disputes.refused("clerk", url, "pay", too_much) == (409, "paid_too_much")
        await clerk.step(url, "pay", {"amount_fen": 500_000, "paid_on": "2026-03-09"})
        closed = await head.step(url, "close")
        assert (closed["state"], closed["paid_fen"], closed["paid_on"]) == ("closed", 2_000_000, "2026-03-09")
        told = await disputes["handler"].step(url, "call-back", {"satisfaction": "satisfied"})
        assert (told["state"], told["satisfaction"]) == ("closed", "satisfied")
    history = (await disputes["handler"].get(f"{url}/history")).json()["items"]
    assert [entry["action"].split(":")[1] for entry in history] == [
        "register", "inform", "negotiate", "evidence", "settle", "perform", "pay", "pay", "close", "call_back",
    ]  # fmt: skip


async def test_a_negotiation_that_fails_leaves_every_other_way_open(disputes: Disputes) -> None:
    with disputes.world.at("2026-03-02 09:30"):
        found = await disputes.read(await disputes.make("negotiation_failed"))
        may = open_of(found)
        assert [may[way] for way in ("negotiate", "request_mediation", "request_admin", "sue")] == [True] * 4


@pytest.mark.parametrize(
    ("accepted", "due"),
    [
        # Thursday 12 February: 13, Sat 14 (make-up) = 2; 24 to 27 = 6; Sat 28 (make-up) = 7; 2 to 6, 9 to 13, 16 to 20,
        # 23 to 27 March = 27; 30, 31 March, 1 April = 30.
        ("2026-02-12 10:00", "2026-04-01"),
        # Monday 30 March: 31, 1, 2, 3 April = 4 (Qingming to Monday 6); 7 to 10 = 8; 13 to 17 = 13; 20 to 24 = 18;
        # 27 to 30 = 22 (Labour Day to 5 May); 6, 7, 8 = 25; Sat 9 (make-up) = 26; 11 to 14 = 30.
        ("2026-03-30 16:00", "2026-05-14"),
    ],
)
async def test_people_s_mediation_has_thirty_working_days_from_acceptance(
    disputes: Disputes, accepted: str, due: str
) -> None:
    with disputes.world.at(accepted):
        url = await disputes.make("mediation_requested")
        assert await disputes.refused("clerk", url, "accept-mediation", {}) == (403, "permission_missing")
        early = {"mediation_accepted_at": "2026-01-05T09:00:00+08:00"}
        assert await disputes.refused("handler", url, "accept-mediation", early) == (422, "before_request")
        mediating = await disputes["handler"].step(url, "accept-mediation", {})
        clock = clock_of(mediating, "dispute_peoples_mediation")
        assert (clock["due_on"], clock["state"], clock["holder_id"]) == (due, "running", disputes.id_of("north"))
    with disputes.world.at(f"{due} 23:59"):
        assert await disputes.world.sweep() == 0
        assert (await disputes.read(url))["state"] == "mediating"


async def test_a_mediation_that_runs_out_has_failed(disputes: Disputes) -> None:
    with disputes.world.at("2026-02-12 10:00"):
        url = await disputes.make("mediating")
    with disputes.world.at("2026-04-02 00:00"):
        assert await disputes.world.sweep() == 1
        lapsed = await disputes.read(url)
        assert (lapsed["state"], lapsed["mediation_outcome"]) == ("mediation_failed", "lapsed")
        assert lapsed["overdue_at"] == lapsed["mediation_ended_at"] == "2026-04-01T16:00:00Z"
        clock = clock_of(lapsed, "dispute_peoples_mediation")
        assert (clock["state"], clock["missed_at"]) == ("cancelled", "2026-04-01T16:00:00Z")
        assert open_of(lapsed)["request_admin"] is True


async def test_mediation_needs_both_sides_or_one_and_the_other_s_consent(disputes: Disputes) -> None:
    with disputes.world.at("2026-03-02 09:30"):
        url = await disputes.make("informed")
        for side in ("patient", "institution"):
            alone = {**REQUEST, "requested_by": side}
            assert await disputes.refused("clerk", url, "request-mediation", alone) == (422, "consent_needed")
            alone = {"requested_by": side}
            assert await disputes.refused("clerk", url, "request-admin", alone) == (422, "consent_needed")
        asked = {**REQUEST, "requested_by": "patient", "other_consents": True}
        requested = await disputes["clerk"].step(url, "request-mediation", asked)
        assert (requested["mediation_requested_by"], requested["mediator"]) == ("patient", REQUEST["mediator"])


async def test_a_mediation_is_prolonged_only_by_what_all_three_agreed_on(disputes: Disputes) -> None:
    with disputes.world.at("2026-03-02 09:30"):
        url = await disputes.make("mediating")
        # 30 working days after 2 March: 3 to 6 = 4, 9 to 13, 16 to 20, 23 to 27 = 19, 30 to 3 April = 24,
        # 7 to 10 = 28, 13, 14 April = 30.
        assert clock_of(await disputes.read(url), "dispute_peoples_mediation")["due_on"] == "2026-04-14"
        more = {"amount": 10, "reason": "三方同意延长"}
        assert await disputes.refused("handler", url, "extend-mediation", more) == (409, "no_extension_agreement")
        await disputes.attach(url, "extension_agreement", by="handler")
        assert await disputes.refused("clerk", url, "extend-mediation", more) == (403, "permission_missing")
    with disputes.world.at("2026-04-14 17:00"):
        extended = await disputes["handler"].step(url, "extend-mediation", more)
        # 15, 16, 17 = 3; 20 to 24 = 8; 27, 28 April = 10.
        assert clock_of(extended, "dispute_peoples_mediation")["due_on"] == "2026-04-28"
    with disputes.world.at("2026-04-29 08:00"):
        assert await disputes.refused("handler", url, "extend-mediation", more) == (409, "mediation_term_over")


async def test_agreed_in_mediation_sealed_and_confirmed_by_the_court(disputes: Disputes) -> None:
    with disputes.world.at("2026-03-02 09:30"):
        url = await disputes.make("mediating")
        held = {"held_at": "2026-03-02T09:00:00+08:00", "mediators": "调解员二名", "record": "双方陈述。"}
        met = await disputes["handler"].post(f"{url}/sessions", held)
        assert (met.status_code, len(met.json()["sessions"])) == (201, 1)
        assert await disputes.refused("handler", url, "conclude-mediation", AGREED) == (409, "no_agreement")
        await disputes.attach(url, "agreement", by="handler")
        agreed = await disputes["handler"].step(url, "conclude-mediation", AGREED)
        assert (agreed["state"], agreed["mediation_outcome"]) == ("mediated", "agreed")
        assert agreed["resolved_by"] == "peoples_mediation"
        assert clock_of(agreed, "dispute_peoples_mediation")["state"] == "met"
        confirmed = await disputes["handler"].step(url, "confirm-in-court", {"court_confirmed_on": "2026-03-02"})
        assert confirmed["court_confirmed_on"] == "2026-03-02"
        again = {"court_confirmed_on": "2026-03-02"}
        assert await disputes.refused("handler", url, "confirm-in-court", again) == (409, "nothing_to_confirm")


async def test_a_mediation_is_declined_declared_failed_or_ended(disputes: Disputes) -> None:
    handler = disputes["handler"]
    with disputes.world.at("2026-03-02 09:30"):
        declined = await handler.step(await disputes.make("mediation_requested"), "decline-mediation", REASON)
        failed = await handler.step(await disputes.make("mediating"), "fail-mediation", REASON)
        left = {"ending": "party_left", "reason": "患方书面退出"}
        ended = await handler.step(await disputes.make("mediating"), "end-mediation", left)
        outcomes = [(one["state"], one["mediation_outcome"]) for one in (declined, failed, ended)]
        assert outcomes == [("mediation_failed", why) for why in ("declined", "failed", "ended")]
        states = [clock_of(one, "dispute_peoples_mediation")["state"] for one in (failed, ended)]
        assert states == ["met", "cancelled"]


async def test_the_authority_decides_on_its_mediation_within_five_working_days(disputes: Disputes) -> None:
    handler = disputes["handler"]
    with disputes.world.at("2026-02-12 10:00"):
        url = await disputes.make("admin_requested")
        clock = clock_of(await disputes.read(url), "dispute_admin_acceptance")
        # Thursday 12 February: 13, Saturday 14 (make-up), 24, 25, 26.
        assert (clock["due_on"], clock["holder_id"]) == ("2026-02-26", disputes.id_of("north"))
        assert (await handler.get("/worklist?permission=dispute.mediate")).json()["items"][0]["subject_label"]
        refused = await handler.step(await disputes.make("admin_requested"), "refuse-admin", REASON)
        assert (refused["state"], refused["admin_outcome"]) == ("admin_failed", "declined")
    with disputes.world.at("2026-02-26 10:00"):
        accepted = await handler.step(url, "accept-admin")
        assert clock_of(accepted, "dispute_admin_acceptance")["state"] == "met"
        # Thursday 26 February: 27, Sat 28 (make-up) = 2; 2 to 6, 9 to 13, 16 to 20, 23 to 27 = 22; 30 March to
        # 3 April = 27 (Qingming to 6 April); 7, 8, 9 April = 30.
        assert clock_of(accepted, "dispute_admin_mediation")["due_on"] == "2026-04-09"
    with disputes.world.at("2026-04-10 00:00"):
        assert await disputes.world.sweep() == 1
        lapsed = await disputes.read(url)
        assert (lapsed["state"], lapsed["admin_outcome"]) == ("admin_failed", "lapsed")


async def test_a_late_decision_on_administrative_mediation_is_flagged_and_can_still_be_taken(
    disputes: Disputes,
) -> None:
    with disputes.world.at("2026-02-12 10:00"):
        url = await disputes.make("admin_requested")
    with disputes.world.at("2026-02-27 00:00"):
        assert await disputes.world.sweep() == 1
        accepted = await disputes["handler"].step(url, "accept-admin")
        assert (accepted["state"], accepted["overdue_at"]) == ("admin_mediating", "2026-02-26T16:00:00Z")


async def test_administrative_mediation_ends_by_agreement_failure_or_termination(disputes: Disputes) -> None:
    handler = disputes["handler"]
    with disputes.world.at("2026-03-02 09:30"):
        agreed = await disputes.read(await disputes.make("admin_mediated"))
        assert (agreed["resolved_by"], agreed["admin_outcome"]) == ("admin_mediation", "agreed")
        failed = await disputes.read(await disputes.make("admin_failed"))
        assert failed["admin_outcome"] == "failed"
        elsewhere = {"ending": "accepted_elsewhere", "reason": "患方已申请人民调解并被受理"}
        ended = await handler.step(await disputes.make("admin_mediating"), "end-admin", elsewhere)
        assert (ended["state"], ended["admin_outcome"]) == ("admin_failed", "ended")
        assert clock_of(ended, "dispute_admin_mediation")["state"] == "cancelled"


@pytest.mark.parametrize("state", ["mediation_requested", "mediating", "admin_requested", "admin_mediating"])
async def test_a_suit_ends_every_mediation(disputes: Disputes, state: str) -> None:
    with disputes.world.at("2026-03-02 09:30"):
        url = await disputes.make(state)
        suing = await disputes["clerk"].step(url, "sue", COURT)
        outcome = "mediation_outcome" if state.startswith("mediat") else "admin_outcome"
        assert (suing["state"], suing[outcome], suing["court"]) == ("suing", "ended", COURT["court"])
        assert {clock["state"] for clock in suing["clocks"]} <= {"cancelled", "met"}
        assert await disputes.refused("clerk", url, "request-mediation", REQUEST) == (409, "wrong_state")
        assert await disputes.refused("clerk", url, "request-admin", ADMIN) == (409, "wrong_state")


async def test_judged_or_dropped_before_the_court(disputes: Disputes) -> None:
    clerk = disputes["clerk"]
    with disputes.world.at("2026-03-02 09:30"):
        url = await disputes.make("suing")
        verdict = {"verdict": "court_mediation", **AGREED}
        assert await disputes.refused("clerk", url, "judge", verdict) == (409, "no_judgment")
        await disputes.attach(url, "judgment")
        judged = await clerk.step(url, "judge", verdict)
        assert (judged["state"], judged["resolved_by"]) == ("judged", "lawsuit")
        dismissed = await disputes.make("suing")
        await disputes.attach(dismissed, "judgment")
        await clerk.step(dismissed, "judge", {"verdict": "judgment", "agreed_fen": 0, "resolution": "驳回诉讼请求。"})
        assert (await disputes["head"].step(dismissed, "close"))["state"] == "closed"
        dropped = await clerk.step(await disputes.make("suing"), "leave-court", REASON)
        assert (dropped["state"], open_of(dropped)["negotiate"]) == ("informed", True)


async def test_withdrawn_only_with_how_and_why_and_never_from_the_court(disputes: Disputes) -> None:
    back = {"withdrawn_how": "书面撤回", "reason": "不再主张"}
    with disputes.world.at("2026-03-02 09:30"):
        url = await disputes.make("mediating")
        assert await disputes.refused("clerk", url, "withdraw", REASON) == (422, "validation_failed")
        gone = await disputes["clerk"].step(url, "withdraw", back)
        assert (gone["state"], clock_of(gone, "dispute_peoples_mediation")["state"]) == ("withdrawn", "cancelled")
        suing = await disputes.make("suing")
        assert await disputes.refused("clerk", suing, "withdraw", back) == (409, "wrong_state")


async def test_a_step_whose_instant_lies_in_the_future_is_refused(disputes: Disputes) -> None:
    with disputes.world.at("2026-03-02 09:30"):
        url = await disputes.register()
        later = {**INFORM, "informed_at": "2026-03-02T09:40:00+08:00"}
        answer = await disputes["clerk"].post(f"{url}/inform", later, headers={"If-Match": "*"})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/informed_at")
        await disputes["clerk"].step(url, "inform", INFORM)
        tomorrow = {**COURT, "sued_on": "2026-03-03"}
        assert await disputes.refused("clerk", url, "sue", tomorrow) == (422, "in_future")


async def test_a_party_neither_mediates_nor_lets_others_act_for_it(disputes: Disputes) -> None:
    """The city may mediate what lies below it; a clerk with every permission may not mediate his hospital's dispute."""
    everything = disputes.world.person("north_hospital", *(f"dispute.{w}" for w in ("read", "handle", "mediate")))
    with disputes.world.at("2026-03-02 09:30"):
        url = await disputes.make("mediation_requested")
        answer = await everything.post(f"{url}/accept-mediation", {}, headers={"If-Match": "*"})
        assert (answer.status_code, answer.json()["code"]) == (409, "own_case")
        assert await disputes.refused("handler", url, "sue", COURT) == (409, "not_the_institution")
        assert (await disputes["city"].step(url, "accept-mediation", {}))["state"] == "mediating"


async def test_the_authority_keeps_the_file_of_a_clinic_that_has_nobody_here(disputes: Disputes) -> None:
    with disputes.world.at("2026-03-02 09:30"):
        url = await disputes.register("handler", organisation_id=disputes.id_of("north_clinic"))
        found = await disputes["handler"].step(url, "inform", INFORM)
        assert (found["state"], found["organisation_name"]) == ("informed", "north_clinic")
        assert (await disputes["neighbour"].get(url)).status_code == 200
        assert (await disputes["clerk"].get(url)).status_code == 404


async def test_another_branch_and_another_institution_find_no_dispute(disputes: Disputes) -> None:
    with disputes.world.at("2026-03-02 09:30"):
        url = await disputes.register()
        for name in ("neighbour", "stranger"):
            assert (await disputes[name].get(url)).status_code == 404
            assert (await disputes[name].get(URL)).json()["items"] == []
        outside = disputes.content(organisation_id=disputes.id_of("north_clinic"))
        assert (await disputes["clerk"].post(URL, outside)).status_code == 404


MOVES = {
    "register": "registered",
    "inform": "registered",
    "negotiate": "informed negotiation_failed mediation_failed admin_failed",
    "settle": "negotiating",
    "fail_negotiation": "negotiating",
    "request_mediation": "informed negotiation_failed mediation_failed admin_failed",
    "accept_mediation": "mediation_requested",
    "decline_mediation": "mediation_requested",
    "extend_mediation": "mediating",
    "conclude_mediation": "mediating",
    "fail_mediation": "mediating",
    "end_mediation": "mediating",
    "lapse_mediation": "mediating",
    "confirm_in_court": "mediated performing",
    "request_admin": "informed negotiation_failed mediation_failed admin_failed",
    "accept_admin": "admin_requested",
    "refuse_admin": "admin_requested",
    "conclude_admin": "admin_mediating",
    "fail_admin": "admin_mediating",
    "end_admin": "admin_mediating",
    "lapse_admin": "admin_mediating",
    "sue": "informed negotiating negotiation_failed mediation_requested mediating mediation_failed admin_requested "
    "admin_mediating admin_failed",
    "leave_court": "suing",
    "judge": "suing",
    "perform": "settled mediated admin_mediated judged",
    "pay": "performing",
    "close": "settled mediated admin_mediated judged performing",
    "withdraw": "registered informed negotiating negotiation_failed mediation_requested mediating mediation_failed "
    "admin_requested admin_mediating admin_failed",
    "call_back": "settled mediated admin_mediated judged performing closed",
}
"""Written from machine 2, not from the code. What is not here (a death, a claim, flags) stands beside the way."""


@pytest.mark.parametrize("name", MOVES)
def test_these_moves_and_no_others(name: str) -> None:
    assert DISPUTE[name].sources == set(MOVES[name].split())


def test_what_is_no_move_stays_where_it_is() -> None:
    beside = {step.name for step in DISPUTE.steps} - MOVES.keys()
    assert beside == {
        "note_death", "release_body", "note_rescue", "complete_notes", "state_claim", "attend", "flag_major",
        "unflag_major", "flag_accident", "flag_quality_event", "unflag_quality_event",
    }  # fmt: skip
    assert {DISPUTE[name].target for name in beside} == {None}
