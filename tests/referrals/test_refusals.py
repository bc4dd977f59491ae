"""Refused by the police: reconsideration, supervision by the procuratorate, filed in the end (order 310 art. 9)."""

import pytest

from duban.kernel import worker
from support.referrals import FILED, REASON, Referrals

pytestmark = pytest.mark.anyio

AGAIN = {"reconsideration_reason": "两次受罚后再犯，情节严重"}
SUGGEST = {"supervision_reason": "不立案理由不能成立"}


async def test_reconsidered_within_three_days_and_filed(referrals: Referrals) -> None:
    world = referrals.world
    with world.at("2026-03-02 09:30"):
        url = await referrals.make("refused")
        refused = await referrals.read(url)
        assert (refused["holder"], refused["ask_again_until"]) == ("chief", "2026-03-05T16:00:00Z")
        assert await referrals.refused("officer", url, "ask-reconsideration", AGAIN) == (403, "permission_missing")
    with world.at("2026-03-05 23:59"):
        asked = await referrals["chief"].step(url, "ask-reconsideration", AGAIN)
        assert due(asked, "referral_reconsider") == "2026-03-09"  # the third day is a Sunday
        assert state(asked, "referral_ask_again") == "met"
    with world.at("2026-03-09 10:00"):
        filed = await referrals["officer"].step(url, "record-filed", FILED)
        assert (filed["state"], filed["missed_terms"], state(filed, "referral_reconsider")) == ("filed", [], "met")
        assert due(filed, "referral_goods") == "2026-03-12"


async def test_a_corrected_calendar_gives_the_right_another_day(referrals: Referrals) -> None:
    world = referrals.world
    with world.at("2026-03-02 09:30"):
        url = await referrals.make("refused")
        holiday = [{"first": "2026-03-05", "last": "2026-03-05", "kind": "off", "note": "防汛"}]
        publisher = world.person("city", "calendar.write")
        body = {"runs": holiday, "source": "试行通知", "reason": "试验"}
        calendar = "/calendars/2026?region=990102"
        tag = (await publisher.get(calendar)).headers["etag"]
        assert (await publisher.put(calendar, body, headers={"If-Match": tag})).status_code == 200
        await worker.drain(world.database)
        assert (await referrals.read(url))["ask_again_until"] == "2026-03-06T16:00:00Z"
    with world.at("2026-03-06 17:00"):
        asked = await referrals["chief"].step(url, "ask-reconsideration", AGAIN)
        assert (asked["state"], state(asked, "referral_ask_again")) == ("reconsidering", "met")
    with world.at("2026-03-07 09:00"):
        later = await referrals.make("refused")
        assert (await referrals.read(later))["ask_again_until"] == "2026-03-10T16:00:00Z"


async def test_the_right_is_lost_with_the_third_day_and_supervision_is_still_open(referrals: Referrals) -> None:
    world, officer = referrals.world, referrals["officer"]
    with world.at("2026-03-02 09:30"):
        url = await referrals.make("refused")
    with world.at("2026-03-06 00:00"):
        assert await referrals.refused("chief", url, "ask-reconsideration", AGAIN) == (409, "reconsideration_lost")
        suggested = await referrals["chief"].step(url, "suggest-supervision", SUGGEST)
        assert suggested["missed_terms"] == ["referral_ask_again"]
        told = {"supervision_outcome": "filing_ordered", "reason": "检察院来函"}
        assert await referrals.refused("officer", url, "record-explanation", {"explanation": "无罪"}) == (
            409, "no_explanation_asked",
        )  # fmt: skip
        early = {"explanation_asked_at": "2026-03-04T09:00:00+08:00"}
        assert await referrals.refused("officer", url, "record-explanation-asked", early) == (
            422, "before_what_went_before",
        )  # fmt: skip
    with world.at("2026-03-09 09:00"):
        asked = await officer.step(url, "record-explanation-asked", {})
        assert due(asked, "referral_explain") == "2026-03-16"
    with world.at("2026-03-17 09:00"):
        await world.sweep()
        ordered = await officer.step(url, "record-filing-ordered", {})
        assert ordered["missed_terms"] == ["referral_ask_again", "referral_explain"]
        assert due(ordered, "referral_file_on_notice") == "2026-04-01"
    with world.at("2026-03-31 09:00"):
        filed = await officer.step(url, "record-filed", {**FILED, "filed_on": "2026-03-31"})
        assert (filed["state"], state(filed, "referral_file_on_notice")) == ("filed", "met")
        outcome = await officer.step(url, "record-supervision-outcome", told)
        assert outcome["supervision_outcome"] == "filing_ordered"


async def test_taken_back_the_polices_terms_are_let_go_and_a_handler_takes_over(referrals: Referrals) -> None:
    world = referrals.world
    with world.at("2026-03-02 09:30"):
        url = await referrals.make("supervised")
        await referrals["officer"].step(url, "record-filing-ordered", {})
        taken = await referrals["officer"].step(url, "take-back", REASON)
        assert (state(taken, "referral_file_on_notice"), taken["holder"]) == ("cancelled", "handler")
        assert (await referrals["handler"].get(url)).status_code == 404
        named = {**REASON, "handler_id": str(referrals["handler"].actor.id)}
        await referrals["section_head"].step(url, "name-handler", named)
        assert (await referrals.read(url, "handler"))["handler_name"] == "Handler"
        filed = await referrals["officer"].step(url, "record-filed", FILED)
        assert filed["state"] == "filed"  # the police file after all


async def test_at_their_desk_the_police_explain_though_nobody_told_us_that_they_were_asked(
    referrals: Referrals,
) -> None:
    with referrals.world.at("2026-03-02 09:30"):
        url = await referrals.make("supervised", by_paper=False)
        desk = await referrals.desk()
        await referrals["liaison"].step(desk, "explain", {"explanation": "证据不足，理由如下"})
        found = await referrals.read(url)
        assert (found["state"], found["explanation"]) == ("supervised", "证据不足，理由如下")
        await referrals["officer"].step(url, "record-filing-ordered", {})
        await referrals["liaison"].step(desk, "file", FILED)
        assert (await referrals.read(url))["state"] == "filed"


async def test_handled_administratively_the_handoff_ends_and_a_late_filing_is_still_entered(
    referrals: Referrals,
) -> None:
    with referrals.world.at("2026-03-02 09:30"):
        url = await referrals.make("refused", by_paper=False)
        await referrals["chief"].step(url, "handle-administratively", REASON)
        assert (await referrals["liaison"].get(await referrals.desk())).json()["state"] == "ended"
        filed = await referrals["officer"].step(url, "record-filed", FILED)
        assert filed["state"] == "filed"


def due(found: dict[str, object], term: str) -> str:
    return next(clock["due_on"] for clock in reversed(_clocks(found)) if clock["term"] == term)


def state(found: dict[str, object], term: str) -> str:
    return next(clock["state"] for clock in reversed(_clocks(found)) if clock["term"] == term)


def _clocks(found: dict[str, object]) -> list[dict[str, str]]:
    return found["clocks"]  # type: ignore[return-value]
