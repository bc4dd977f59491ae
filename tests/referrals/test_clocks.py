"""The clocks of a referral over weekends, make-up days and holidays; nothing pauses one and no silence ends one."""

from datetime import UTC, datetime

import pytest

from duban.kernel.terms import Term, Unit, regional
from duban.referrals import terms
from duban.referrals.rules import REFERRAL
from support.referrals import FILED, RECEIPT, REFUSED, REPORT, Referrals
from support.terms import CHINA, at, due_on

ALL = REFERRAL.terms()
THREE_DAYS = [term for term in ALL if (term.amount, term.unit) == (3, Unit.CALENDAR_DAYS)]
"""T1, T3 to T8 and the police's own: order 310 says "3 日"."""

CALENDAR = {
    "2026-03-02 09:00": "2026-03-05",  # Monday to Thursday
    "2026-03-02 23:59": "2026-03-05",
    "2026-03-03 00:00": "2026-03-06",  # midnight begins the next day
    "2026-03-04 10:00": "2026-03-09",  # the third day is a Saturday: Monday (T-1)
    "2026-03-05 10:00": "2026-03-09",  # a Sunday
    "2026-02-11 10:00": "2026-02-14",  # a Saturday that is a working day
    "2026-02-12 10:00": "2026-02-24",  # the first day of the Spring Festival
    "2026-02-25 10:00": "2026-02-28",
    "2026-04-29 10:00": "2026-05-06",  # the second of May
    "2026-05-06 10:00": "2026-05-09",
    "2026-09-17 10:00": "2026-09-20",  # a Sunday that is a working day
    "2026-09-28 10:00": "2026-10-08",  # the first of October
    "2026-10-07 10:00": "2026-10-10",
}
WORKING = {
    "2026-03-04 10:00": "2026-03-09",
    "2026-03-05 10:00": "2026-03-10",
    "2026-02-12 10:00": "2026-02-24",
    "2026-02-26 10:00": "2026-03-02",
    "2026-05-08 10:00": "2026-05-12",
    "2026-09-18 10:00": "2026-09-22",
    "2026-10-09 10:00": "2026-10-13",
}


def test_seven_terms_of_three_days() -> None:
    assert {term.name.removeprefix("referral_") for term in THREE_DAYS} == {
        "chief", "decide", "supplement", "ask_again", "reconsider", "suggest", "goods",
    }  # fmt: skip


@pytest.mark.parametrize("start", CALENDAR)
def test_three_days_are_calendar_days_that_roll_over(start: str) -> None:
    assert {due_on(term, start) for term in THREE_DAYS} == {CALENDAR[start]}


@pytest.mark.parametrize("start", WORKING)
def test_three_days_are_working_days_where_the_region_says_so(start: str) -> None:
    set_ = {term.name: (3, Unit.WORKING_DAYS) for term in THREE_DAYS}
    assert {due_on(regional(term, set_), start) for term in THREE_DAYS} == {WORKING[start]}


@pytest.mark.parametrize(
    ("term", "start", "last_day"),
    [
        (terms.REPORT, "2026-02-12 10:00", "2026-02-26"),  # 13, 14, 24, 25, 26
        (terms.HAND, "2026-03-06 17:00", "2026-03-07"),  # hours stop at no weekend (T-2)
        (terms.HAND, "2026-02-15 00:00", "2026-02-15"),  # at its 24:00
        (terms.RECEIPT, "2026-09-30 16:00", "2026-10-01"),
        (terms.DECIDE_10, "2026-03-02 09:00", "2026-03-12"),
        (terms.DECIDE_10, "2026-02-05 09:00", "2026-02-24"),
        (terms.DECIDE_30, "2026-03-02 09:00", "2026-04-01"),
        (terms.EXPLAIN, "2026-03-07 09:00", "2026-03-16"),
        (terms.EXPLAIN, "2026-02-07 09:00", "2026-02-14"),
        (terms.FILE_ON_NOTICE, "2026-02-02 09:00", "2026-02-24"),
        (terms.FILE_ON_NOTICE, "2026-02-13 09:00", "2026-02-28"),
        (terms.FOLLOW_UP, "2026-03-05 09:00", "2026-04-07"),
        (terms.PENALTY_COPY, "2026-02-04 12:00", "2026-02-14"),
        (terms.PENALTY_COPY, "2026-02-05 12:00", "2026-02-24"),
        (terms.OPINION, "2026-01-15 09:00", "2026-03-16"),
    ],
)
def test_the_others(term: Term, start: str, last_day: str) -> None:
    assert due_on(term, start) == last_day


def test_nothing_pauses_a_referral() -> None:
    assert not [term.name for term in ALL if term.pausable]
    assert not [step.name for step in REFERRAL.steps if step.pauses or step.resumes]
    assert CHINA.is_working(at("2026-02-14 09:00").date())


@pytest.mark.anyio
async def test_the_regions_working_days_are_shown_and_count(referrals: Referrals) -> None:
    admin = referrals.world.person("north", "setting.write")
    rule = {"amount": 3, "unit": "working_days", "basis": "北卫发〔2026〕5号"}
    for term in ("referral_chief", "referral_ask_again"):
        assert (await admin.put(f"/regional-settings/term.{term}?region=990102", rule)).status_code == 200
    with referrals.world.at("2026-03-05 10:00"):
        url = await referrals.open()
        await referrals.attach(url, "investigation_report")
        reported = await referrals["officer"].step(url, "report-to-chief", REPORT)
        (clock,) = [one for one in reported["clocks"] if one["term"] == "referral_chief"]
        assert (clock["due_on"], clock["unit"]) == ("2026-03-10", "working_days")
        shown = (await referrals["chief"].get(f"/clocks/{clock['id']}/explanation")).json()
        counted = [line["day"] for line in shown["lines"] if line["counted"]]
        assert counted == ["2026-03-06", "2026-03-09", "2026-03-10"]
        assert "地区规定" in shown["basis"]
        refused = await referrals.read(await referrals.make("refused"))
        assert refused["ask_again_until"] == "2026-03-10T16:00:00Z"
    for who, status in (("officer", 200), ("nurse", 404), ("outsider", 404), ("handler", 404)):
        answer = await referrals[who].get(f"/clocks/{clock['id']}/explanation")
        assert answer.status_code == status, who


@pytest.mark.anyio
async def test_silence_ends_nothing_and_what_was_missed_stays_flagged(referrals: Referrals) -> None:
    world = referrals.world
    with world.at("2026-03-02 09:30"):
        url = await referrals.make("reported")
    with world.at("2026-03-06 00:00"):
        await world.sweep()
        late = await referrals.read(url)
        assert (late["state"], late["missed_terms"]) == ("reported", ["referral_chief"])
        await referrals["officer"].step(url, "fill-papers", {"receiver_name": "北区公安分局"})
        await referrals.take(url, _APPROVING)
    with world.at("2026-03-07 00:00"):
        await world.sweep()
        await referrals.draw_up(url)
        sent = await referrals["officer"].step(url, "send", {})
        assert sent["missed_terms"] == ["referral_chief", "referral_hand"]
    with world.at("2026-03-09 09:00"):
        await world.sweep()
        assert (await referrals.read(url))["state"] == "sent"
        await referrals["officer"].step(url, "record-receipt", RECEIPT)
    with world.at("2026-04-30 09:00"):
        await world.sweep()
        silent = await referrals.read(url)
        assert silent["state"] == "received"
        assert silent["missed_terms"] == [
            "referral_chief", "referral_hand", "referral_receipt", "referral_decide", "referral_decide_10",
            "referral_decide_30",
        ]  # fmt: skip
        assert silent["overdue_at"] == "2026-03-05T16:00:00Z"
        filed = await referrals["officer"].step(url, "record-filed", FILED)
        assert filed["missed_terms"] == silent["missed_terms"]
        found = await referrals["keeper"].get("/referrals?overdue=true&missed=referral_chief")
        assert [item["number"] for item in found.json()["items"]] == [filed["number"]]
        assert (await referrals["keeper"].get("/referrals?overdue=false")).json()["items"] == []


@pytest.mark.anyio
async def test_whose_turn_it_is_and_how_long_each_had_it_add_up_to_wall_time(referrals: Referrals) -> None:
    world, who = referrals.world, referrals.people
    with world.at("2026-03-02 09:30:00.400000"):
        url = await referrals.make("received")
    ping_pong = [
        ("2026-03-03 10:00:00.900000", "officer", "record-papers-asked", {"papers_asked": ["鉴定意见"]}),
        ("2026-03-04 11:11:11.100000", "officer", "supplement", {"supplement_note": "补送"}),
        ("2026-03-05 08:00:00.700000", "officer", "record-papers-asked", {"papers_asked": ["原件"]}),
        ("2026-03-05 09:00:00.200000", "officer", "supplement", {"supplement_note": "再补"}),
        ("2026-03-07 23:59:59.999999", "officer", "record-refused", REFUSED),
        ("2026-03-08 10:00:00", "chief", "ask-reconsideration", {"reconsideration_reason": "情节严重"}),
        ("2026-03-10 10:00:00.500000", "officer", "record-upheld", {"upheld_reason": "维持"}),
        ("2026-03-11 10:00:00.500000", "chief", "suggest-supervision", {"supervision_reason": "不能成立"}),
        ("2026-03-20 10:00:00.500000", "officer", "record-filed", FILED),
    ]
    began = datetime.fromisoformat((await referrals.read(url))["named_at"])
    turns = []
    for moment, name, step, body in ping_pong:
        with world.at(moment):
            found = await who[name].step(url, step, body)
            turns.append(found["holder"])
            held = sum(found[f"held_{holder}_seconds"] for holder in HOLDERS)
            since = datetime.fromisoformat(found["holder_since"])
            assert held == (since - began).total_seconds()
            assert 0 <= (at(moment).astimezone(UTC) - since).total_seconds() < 1 or found["holder"] == turns[-2]
    assert turns == [
        "team", "police", "team", "police", "chief", "police", "chief", "procuratorate", "team",
    ]  # fmt: skip
    assert found["held_procuratorate_seconds"] == 9 * 24 * 3600
    assert found["held_chief_seconds"] == 10 * 3600 + 24 * 3600


HOLDERS = ("team", "chief", "police", "procuratorate", "handler")

_APPROVING = (("officer", "fill-papers", {
    "suspected_offence": "非法经营罪", "procuratorate_name": "北区人民检察院", "contact_phone": "0990-5551234",
    "goods_none": True, "expert_none": True,
}), ("chief", "approve", {}))  # fmt: skip
