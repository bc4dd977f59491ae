"""Penalties beside a criminal case: goods, results, set-off, copies, opinions, and when the file is complete."""

from typing import Any

import pytest

from support.referrals import FILED, REASON, RESULT, Referrals

pytestmark = pytest.mark.anyio

FINED = {**RESULT, "criminal_fine_fen": 1_000_000}
PENALTY = {"penalty_number": "卫医罚〔2026〕12号", "penalty_on": "2026-03-02"}
PRIOR = {
    "prior_penalty_number": "卫医罚〔2026〕7号",
    "prior_penalty_on": "2026-02-05",
    "prior_penalty_fine_fen": 300_000,
}
OPINION = {"opinion_number": "北检意〔2026〕3号"}
EARLY = {**OPINION, "opinion_due_on": "2026-03-01"}
NONE = {"no_penalty_reason": "情节轻微，依法不予处罚。"}


async def test_goods_go_over_with_the_list_that_both_sides_signed(referrals: Referrals) -> None:
    with referrals.world.at("2026-03-02 09:30"):
        url = await referrals.make("filed")
        handed = await referrals["officer"].step(
            url, "hand-over", {"handover_place": "物证室", "handed_by": ["张执法"]}
        )
        assert (handed["state"], handed["holder"]) == ("handing_over", "police")
        taken = {"goods_received_by": "王警官", "goods_remarks": "清点无误"}
        assert await referrals.refused("officer", url, "record-goods-received", taken) == (409, "no_handover_list")
        signed = await referrals.attach(url, "handover_list")
        found = await referrals["officer"].step(url, "record-goods-received", taken)
        assert (found["state"], due(found, "referral_follow_up")) == ("handed_over", "2026-04-01")
        kept = await referrals["officer"].post(f"/attachments/{signed}/withdraw", {"reason": "传错"}, headers=ANY)
        assert (kept.status_code, kept.json()["code"]) == (409, "sent_already")
        again = await referrals["officer"].step(url, "follow-up", {"reason": "电话询问，在侦查中。"})
        assert (again["follow_ups"], due(again, "referral_follow_up")) == (1, "2026-04-01")


async def test_a_fine_imposed_before_counts_and_its_decision_is_copied_within_ten_days(referrals: Referrals) -> None:
    """C-20, C-21: order 310 art. 11; 高检会〔2006〕2号 art. 1."""
    world, officer = referrals.world, referrals["officer"]
    with world.at("2026-03-02 09:30"):
        url = await referrals.make("received")
        assert await referrals.refused("officer", url, "record-penalty-copied", {}) == (409, "no_copy_owed")
        found = await officer.step(url, "record-prior-penalty", PRIOR)
        # The tenth day after 5 February lies in the Spring Festival.
        assert (due(found, "referral_penalty_copy"), found["missed_terms"]) == ("2026-02-24", [])
        await world.sweep()
        assert (await referrals.read(url))["missed_terms"] == ["referral_penalty_copy"]
        assert await referrals.refused("officer", url, "record-prior-penalty", PRIOR) == (409, "penalty_entered")
        await officer.step(url, "record-filed", FILED)
        done = await officer.step(url, "record-result", FINED)
        assert done["set_off_fen"] == 300_000
        assert "抄送" in (await referrals["keeper"].post(f"{url}/archive", headers=ANY)).json()["detail"]
        early = {"penalty_copied_at": "2026-02-01T09:00:00+08:00"}
        assert await referrals.refused("officer", url, "record-penalty-copied", early) == (
            422, "before_what_went_before",
        )  # fmt: skip
        await officer.step(url, "record-penalty-copied", {})
        assert (await referrals["keeper"].step(url, "archive"))["state"] == "archived"
        assert await attach_status(referrals, url) == 409


async def test_after_a_criminal_fine_there_is_no_new_administrative_one(referrals: Referrals) -> None:
    """C-20: 行政处罚法 (2021) art. 35. A licence may still be revoked."""
    with referrals.world.at("2026-03-02 09:30"):
        url = await referrals.make("filed")
        await referrals["officer"].step(url, "record-result", {**FINED, "return_for_penalty": True})
        held = await referrals["keeper"].post(f"{url}/archive", headers=ANY)
        assert (held.status_code, held.json()["code"]) == (409, "file_incomplete")
        named = {**REASON, "handler_id": str(referrals["handler"].actor.id)}
        await referrals["officer"].step(url, "take-back", named)
        fine = {**PENALTY, "penalty_fine_fen": 500_000}
        assert await referrals.refused("handler", url, "record-penalty", fine) == (409, "fined_by_the_court")
        for body in (
            {},
            {**PENALTY, **NONE},
            {**NONE, "penalty_fine_fen": 1},
            {"penalty_number": "卫医罚〔2026〕12号"},
        ):
            assert (await referrals.refused("handler", url, "record-penalty", body))[0] == 422
        revoked = await referrals["handler"].step(url, "record-penalty", PENALTY)
        assert revoked["owes_penalty_copy"] and due(revoked, "referral_penalty_copy") == "2026-03-12"
        assert await referrals.refused("handler", url, "record-penalty", PENALTY) == (409, "penalty_entered")
        assert await referrals.refused("keeper", url, "archive") == (409, "file_incomplete")
        await referrals["handler"].step(url, "record-penalty-copied", {})
        assert (await referrals["keeper"].step(url, "archive"))["state"] == "archived"


async def test_a_fine_of_the_administrative_handling_counts_when_the_police_file_after_all(
    referrals: Referrals,
) -> None:
    with referrals.world.at("2026-03-02 09:30"):
        url = await referrals.make("refused")
        named = {**REASON, "handler_id": str(referrals["handler"].actor.id)}
        await referrals["chief"].step(url, "handle-administratively", named)
        await referrals["handler"].step(url, "record-penalty", {**PENALTY, "penalty_fine_fen": 5_000_000})
        await referrals["officer"].step(url, "record-filed", FILED)
        # The copy is owed wherever the case goes.
        await referrals["handler"].step(url, "record-penalty-copied", {})
        done = await referrals["officer"].step(url, "record-result", FINED)
        assert done["set_off_fen"] == 1_000_000  # no more than the criminal fine


async def test_an_opinion_is_answered_in_two_months_or_on_the_letters_own_day(referrals: Referrals) -> None:
    """C-27: order 310 art. 13; 高检发释字〔2021〕4号."""
    with referrals.world.at("2026-03-02 09:30"):
        url = await referrals.make("concluded")
        found = await referrals["officer"].step(url, "record-opinion", OPINION)
        assert due(found, "referral_opinion") == "2026-05-06"  # 2 May is a holiday
        assert await referrals.refused("officer", url, "record-opinion", OPINION) == (409, "opinion_waits")
        assert await referrals.refused("keeper", url, "archive") == (409, "file_incomplete")
        await referrals["officer"].step(url, "answer-opinion", {"opinion_answer": "已依法吊销执业许可证。"})
        assert await referrals.refused("officer", url, "record-opinion", EARLY) == (
            422, "before_what_went_before",
        )  # fmt: skip
        urgent = await referrals["officer"].step(url, "record-opinion", {**OPINION, "opinion_due_on": "2026-03-21"})
        assert (due(urgent, "referral_opinion"), urgent["opinion_answer"]) == ("2026-03-21", None)
        assert await referrals.refused("officer", url, "answer-opinion", {"opinion_answer": ""}) == (
            422, "validation_failed",
        )  # fmt: skip


async def test_the_file_is_archived_when_it_is_complete_and_stays_as_it_is(referrals: Referrals) -> None:
    with referrals.world.at("2026-03-02 09:30"):
        url = await referrals.make("administrative")
        refused = await referrals["keeper"].post(f"{url}/archive", headers=ANY)
        assert refused.json()["code"] == "file_incomplete" and "行政处理结果" in refused.json()["detail"]
        await referrals["handler"].step(url, "record-penalty", NONE)
        archived = await referrals["keeper"].step(url, "archive")
        assert (archived["state"], archived["holder"]) == ("archived", "nobody")
        clue = f"/clues/{archived['clue_id']}"
        assert (await referrals["keeper"].step(clue, "conclude", REASON))["state"] == "closed"
        assert await referrals.refused("officer", url, "record-filed", FILED) == (409, "wrong_state")


async def test_nobody_decides_on_his_own_report_though_he_left_the_team(referrals: Referrals) -> None:
    """Whoever holds both offices for a while: first in the team, then in the chief's chair."""
    with referrals.world.at("2026-03-02 09:30"):
        url = await referrals.make("reported")
        officer = referrals["officer"]
        chair = referrals.world.person("north", *referrals["chief"].actor.permissions, id=officer.actor.id)
        both = [answer["code"] for answer in await actions(chair, url) if answer["step"] == "approve"]
        assert both == ["own_report"]
        team = [line for line in referrals.team() if line["user_id"] != str(officer.actor.id)]
        team.append({"user_id": str(referrals["outsider"].actor.id), "card_number": "卫执法0003"})
        await referrals["section_head"].step(url, "change-team", {"officers": team, "reason": "岗位调整"})
        answer = await chair.post(f"{url}/approve", {}, headers=ANY)
        assert (answer.status_code, answer.json()["code"]) == (409, "own_report")
        acting = await referrals["chief"].step(url, "approve", {"decided_as_acting": True})
        assert (acting["decided_as_acting"], acting["decided_by_name"]) == (True, "chief")
        # Who left is out at once, who came is in.
        assert (await officer.get(url)).status_code == 404
        assert (await referrals["outsider"].get(url)).status_code == 200
        assert (await officer.get(f"/clues/{acting['clue_id']}")).status_code == 404


ANY = {"If-Match": "*"}


def due(found: dict[str, Any], term: str) -> str:
    """The last day of the latest clock of `term`."""
    return next(clock["due_on"] for clock in reversed(found["clocks"]) if clock["term"] == term)


async def actions(person: Any, url: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await person.get(url)).json()["available_actions"]
    return found


async def attach_status(referrals: Referrals, url: str) -> int:
    """With what a piece more is answered."""
    with pytest.raises(AssertionError) as refused:
        await referrals.attach(url, "other")
    return 409 if "referral_over" in str(refused.value) else 0
