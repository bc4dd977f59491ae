"""The register: who is joined with whom, what goes wrong at the door, filters and what a page costs; retries and two
keepers at once."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from duban.clues.models import Clue, ClueReport
from duban.kernel.db import count_queries
from support.clues import ASSESSED, CLUE, KEEP, REASON, REPORT, URL, Clues, id_in

pytestmark = pytest.mark.anyio

NOBODY = "0192f5c4-7e2b-7c3a-9d7c-0a1b2c3d4e5f"


async def kept(clues: Clues, model: type = Clue) -> int:
    async with clues.world.database.reading() as db:
        return int(await db.scalar(select(func.count()).select_from(model)) or 0)


async def links(clues: Clues, url: str) -> dict[str, tuple[str, str | None]]:
    return {one["clue_id"]: (one["relation"], one["made_by_name"]) for one in (await clues.read(url))["links"]}


async def test_clues_about_the_same_person_are_linked_by_number_of_paper_and_telephone(clues: Clues) -> None:
    one = await clues.register(subject_identity="11010119900307867x")
    two = await clues.register(subject_identity="11010119900307867X", subject_phone="138 0013 8000")
    three = await clues.register(subject_phone="138-0013-8000")
    alone = await clues.register(subject_phone="13900139000")
    system = ("same_subject", None)
    assert await links(clues, two) == {id_in(one): system, id_in(three): system}
    assert await links(clues, one) == {id_in(two): system}
    assert await links(clues, alone) == {}


async def test_a_link_is_seen_from_both_sides_at_once_and_taken_away_for_good(clues: Clues) -> None:
    one = await clues.register(subject_phone="13800138000")
    before = (await clues["keeper"].get(one)).headers["etag"]
    other = await clues.register(subject_phone="13800138000")
    again = await clues["keeper"].get(one, headers={"If-None-Match": before})
    assert again.status_code == 200 and len(again.json()["links"]) == 1
    wrong = {"clue_id": id_in(other), "reason": "核实后并非同一人"}
    assert (await clues["keeper"].step(one, "unlink", wrong))["links"] == []
    # A correction of something else does not join them again.
    await clues["keeper"].patch(one, {"title": "另一个标题"}, headers={"If-Match": "*"})
    assert await links(clues, other) == {}
    by_hand = await clues["keeper"].step(one, "link", {"clue_id": id_in(other), "relation": "duplicate"})
    assert [(one["relation"], one["made_by_name"]) for one in by_hand["links"]] == [("duplicate", "keeper")]
    assert await clues.refused("keeper", one, "link", {"clue_id": id_in(other)}) == (422, "linked_already")
    assert await clues.refused("keeper", one, "link", {"clue_id": id_in(one)}) == (422, "the_same_clue")
    for step in ("link", "unlink"):
        assert await clues.refused("keeper", one, step, {"clue_id": NOBODY, "reason": "不存在"}) == (
            422, "no_such_clue",
        )  # fmt: skip
    alone = await clues.register()
    assert await clues.refused("keeper", one, "unlink", {"clue_id": id_in(alone), "reason": "没有"}) == (
        422, "not_linked",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "code", "pointers"),
    [
        ({"about_organisation_id": NOBODY}, "no_such_institution", ["/about_organisation_id"]),
        ({"found_at": "2026-03-02T09:36:00+08:00"}, "in_future", ["/found_at"]),
        ({"received_at": "2026-03-03T09:36:00+08:00"}, "in_future", ["/received_at"]),
        ({"found_at": "2026-03-02T09:00:00"}, "validation_failed", ["/found_at"]),
        ({"facts": "长" * 10_000}, "validation_failed", ["/facts"]),
        ({"title": "长" * 121}, "validation_failed", ["/title"]),
        ({"facts": "一\u0000二"}, "validation_failed", ["/facts"]),
        ({"subject_phone": "一三八"}, "validation_failed", ["/subject_phone"]),
        ({"amount_fen": -1}, "validation_failed", ["/amount_fen"]),
        ({"kind": "weather"}, "validation_failed", ["/kind"]),
        ({"colour": "red"}, "validation_failed", ["/colour"]),
        ({"is_real_name": True}, "name_needed", ["/reporter_name"]),
        ({"reporter_name": "李某"}, "anonymous_with_name", ["/reporter_name"]),
    ],
    ids=lambda one: next(iter(one), "") if isinstance(one, dict) else None,
)
async def test_a_refusal_points_at_what_is_wrong_and_nothing_is_kept(
    clues: Clues, given: dict[str, Any], code: str, pointers: list[str]
) -> None:
    with clues.world.at("2026-03-02 09:30"):
        for language in ("zh", "en"):
            refused = await clues["keeper"].post(URL, {**CLUE, **given}, headers={"Accept-Language": language})
            told = refused.json()
            assert (refused.status_code, told["code"]) == (422, code), told
            assert [one["pointer"] for one in told["errors"]] == pointers and told["detail"]
    assert await kept(clues) == 0


@pytest.mark.parametrize("where", ["south_hospital", "north", "north_police"])
async def test_only_an_institution_of_ones_own_is_named(clues: Clues, where: str) -> None:
    answer = await clues["keeper"].post(URL, {**CLUE, "about_organisation_id": clues.id_of(where)})
    assert (answer.status_code, answer.json()["code"]) == (422, "no_such_institution")


async def test_rare_characters_are_kept_and_found(clues: Clues) -> None:
    url = await clues.register(title="𠮷田与䶮某倒号", facts="𠮷田与䶮某兜售专家号。" * 100, subject_name="䶮𠮷")
    found = await clues.read(url)
    assert (found["title"], found["subject_name_masked"]) == ("𠮷田与䶮某倒号", "䶮*")
    assert [item["id"] for item in (await clues["keeper"].get(URL, params={"q": "䶮某"})).json()["items"]] == [
        id_in(url)
    ]
    shown = await clues["keeper"].post(f"{url}/reveal", {"reason": "核对身份信息"})
    assert shown.json()["subject_name"] == "䶮𠮷"


async def test_a_correction_keeps_who_reported_together(clues: Clues) -> None:
    real = await clues.register(is_real_name=True, reporter_name="李某", reporter_phone="13800138000")
    anonymous = await clues.register()
    for url, body, code in (
        (real, {"reporter_name": None}, "name_needed"),
        (real, {"reporter_phone": None}, "name_needed"),
        (anonymous, {"reporter_name": "李某"}, "anonymous_with_name"),
    ):
        answer = await clues["keeper"].patch(url, body, headers={"If-Match": "*"})
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    without = await clues["keeper"].patch(real, {"title": "另一个标题"})
    assert without.status_code == 428


async def test_a_transfer_follows_its_clue_to_the_institution_it_turns_out_to_concern(clues: Clues) -> None:
    with clues.world.at("2026-03-02 09:30"):
        transfer, clue = await clues.transfer("approved")
        body = {"about_organisation_id": clues.id_of("north_hospital")}
        assert (await clues["keeper"].patch(clue, body, headers={"If-Match": "*"})).status_code == 200
        hospital = frozenset({clues.world.organisations["north_hospital"].id})
        away = type(clues["keeper"])(clues.world, replace(clues["keeper"].actor, recused=hospital))
        assert [(await away.get(url)).status_code for url in (clue, transfer)] == [404, 404]


async def test_the_register_is_filtered_in_every_way_and_costs_the_same(clues: Clues) -> None:
    with clues.world.at("2026-03-02 09:30"):
        hospital = clues.id_of("north_hospital")
        one = await clues.assessed(about_organisation_id=hospital)
        two = await clues.register(kind="illegal_practice", tout_kinds=[], source="public")
        await clues.secret()
        await clues["keeper"].step(one, "propose", KEEP)
    expected = {
        "state=proposed": [one], "kind=illegal_practice": [two], "tout=appointment_scalper": [one],
        "source=public": [two], "receiver=police": [one], f"about_organisation_id={hospital}": [one],
        "must_refer=true": [], "referred=true": [], "real_name=true": [], "overdue=true": [],
        "missed=clue_triage": [], "received_from=2026-03-03T00:00:00Z": [], "secret=none": [two, one],
        "received_before=2026-03-03T00:00:00Z&secret=none&sort=number": [one, two], "q=兜售": [two, one],
    }  # fmt: skip
    for asked, urls in expected.items():
        page = (await clues["keeper"].get(f"{URL}?count=exact&{asked}")).json()
        assert [f"{URL}/{item['id']}" for item in page["items"]] == urls, asked
        assert page["total"] == len(urls), asked
    costs = set()
    for limit in (1, 50):
        seen: list[str] = []
        stop = count_queries(clues.world.database.reader, seen.append)
        try:
            await clues["keeper"].get(f"{URL}?limit={limit}")
        finally:
            stop()
        costs.add(len([statement for statement in seen if not statement.startswith("BEGIN")]))
    assert costs <= {0, 1}  # the row lane's own statement on PostgreSQL is not seen


async def test_a_report_sent_twice_is_one_report_and_one_clue(clues: Clues) -> None:
    key = {"Idempotency-Key": "f3b0c442-98fc-4c14-9afb-f4c8996fb924"}
    with clues.world.at("2026-03-02 09:30"):
        answers = [await clues["nurse"].post("/clue-reports", REPORT, headers=key) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [201, 201]
        assert answers[0].json() == answers[1].json()
        both = await asyncio.gather(
            *(clues["nurse"].post("/clue-reports", REPORT, headers={"Idempotency-Key": "2b"}) for _ in range(2))
        )
        assert {answer.status_code for answer in both} <= {201, 409}
        assert (await kept(clues), await kept(clues, ClueReport)) == (2, 2)
        again = await clues["nurse"].post("/clue-reports", REPORT, headers={"Idempotency-Key": "2b"})
        assert again.status_code == 201 and await kept(clues) == 2


async def test_of_two_who_take_the_same_step_at_once_one_has_taken_it(clues: Clues) -> None:
    with clues.world.at("2026-03-02 09:30"):
        url = await clues.register()
        tag = {"If-Match": (await clues["keeper"].get(url)).headers["etag"]}
        both = await asyncio.gather(
            *(clues[who].post(f"{url}/take-up", None, headers=tag) for who in ("keeper", "section_head"))
        )
        assert sorted(answer.status_code for answer in both) == [200, 412]
        await clues["keeper"].step(url, "assess", ASSESSED)
        tag = {"If-Match": (await clues["keeper"].get(url)).headers["etag"]}
        both = await asyncio.gather(
            clues["keeper"].post(f"{url}/propose", KEEP, headers=tag),
            clues["section_head"].post(f"{url}/penalise", REASON, headers=tag),
        )
        assert sorted(answer.status_code for answer in both) == [200, 412]


async def test_two_transfers_proposed_at_once_are_both_counted(clues: Clues) -> None:
    with clues.world.at("2026-03-02 09:30"):
        url = await clues.assessed()
        await asyncio.gather(*(clues.hand_on(url, by=who) for who in ("keeper", "section_head")))
        assert (await clues.read(url))["open_transfers"] == 2


async def test_two_clues_of_one_person_entered_at_once_are_linked(clues: Clues) -> None:
    one, two = await asyncio.gather(*(clues.register(subject_phone="13800138000") for _ in range(2)))
    assert set(await links(clues, one)) == {id_in(two)} and set(await links(clues, two)) == {id_in(one)}


async def test_an_export_says_the_words_of_closed_lists(clues: Clues) -> None:
    await clues.register()
    sheet = (await clues["keeper"].get(f"{URL}/export?format=csv")).text
    assert all(word in sheet for word in ("“贩子”线索", "监督检查", "已登记"))
