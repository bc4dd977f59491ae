"""The look-back: planned at closure, three questions, consolidated or relapsed into a heavier task."""

import pytest

from duban.orgs.rules import ROLES, Role
from support.rectification import ANSWERS, REASON, Ledger

pytestmark = pytest.mark.anyio
NO = {**ANSWERS, "rectified_in_place": False, "finding": "通道再次堆放纸箱"}


async def test_the_usual_day_is_three_months_on_moved_off_a_holiday(ledger: Ledger) -> None:
    with ledger.world.at("2026-07-02 09:00"):
        url = await ledger.make("verifying")
        await ledger.opinions(url)
        closed = await ledger["section_head"].step(url, "close", REASON)
    assert closed["look_back_on"] == "2026-10-08"  # 2 October lies in the holiday of 1 to 7 October


async def test_the_day_may_be_chosen_up_to_six_months_on(ledger: Ledger) -> None:
    with ledger.world.at("2026-06-15 09:00"):
        url = await ledger.make("verifying")
        await ledger.opinions(url)
        for day in ("2026-06-15", "2026-12-16"):
            refused = await ledger["section_head"].step(url, "close", {**REASON, "look_back_on": day}, expect=422)
            assert (refused["code"], refused["errors"][0]["pointer"]) == ("look_back_out_of_term", "/look_back_on")
        closed = await ledger["section_head"].step(url, "close", {**REASON, "look_back_on": "2026-06-30"})
        assert closed["look_back_on"] == "2026-06-30"  # a campaign's own look-back phase can come sooner
    with ledger.world.at("2026-06-29 09:00"):
        late = {**REASON, "look_back_on": "2026-12-16"}
        assert (await ledger["handler"].step(url, "plan-look-back", late, expect=422))[
            "code"
        ] == "look_back_out_of_term"
        planned = await ledger["handler"].step(url, "plan-look-back", {**REASON, "look_back_on": "2026-12-15"})
    assert (planned["state"], planned["look_back_on"]) == ("closed", "2026-12-15")
    assert [(c["state"], c["due_on"]) for c in await ledger.clocks(url, "rectification_look_back")] == [
        ("cancelled", "2026-06-30"),
        ("running", "2026-12-15"),
    ]


async def test_a_relapse_opens_a_linked_draft_with_raised_weight(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("closed", risk="medium", source_label="第一轮检查")
    with ledger.world.at("2026-06-02 09:00"):
        old = await ledger["second_handler"].step(url, "relapse", NO)
        assert (old["state"], old["look_backs"][0]["relapsed"]) == ("relapsed", True)
        opened = await ledger.read(f"/rectification-tasks/{old['relapsed_into']['id']}")
        assert (opened["state"], opened["weight"], opened["relapse_of_id"]) == ("draft", 3, old["id"])
        assert (opened["source_type"], opened["source_label"]) == ("look_back", old["number"])
        assert (opened["problem"], opened["standard"]) == ("通道再次堆放纸箱", "通道净宽不小于二米")
        assert (opened["organisation_id"], opened["issuer_id"]) == (old["organisation_id"], old["issuer_id"])
        assert opened["due_on"] == "2026-07-02"
        assert (await ledger.read(url, "clerk"))["relapsed_into"] is None  # a draft is not the institution's to see
        own = f"/rectification-tasks/{opened['id']}"
        await ledger["section_head"].step(own, "issue", {})
        assert (await ledger.read(url, "clerk"))["relapsed_into"]["number"] == opened["number"]
        children = (await ledger["handler"].get(f"/rectification-tasks?relapse_of_id={old['id']}")).json()["items"]
        assert [row["id"] for row in children] == [opened["id"]]
        again = await ledger["second_handler"].post(f"{url}/relapse", NO, headers={"If-Match": "*"})
        assert again.json()["code"] == "wrong_state"


async def test_the_look_back_comes_on_a_later_day_and_from_somebody_else(ledger: Ledger) -> None:
    no = {**NO, "corrected_at_once": "当场清运"}
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("closed")
    with ledger.world.at("2026-03-02 23:59"):
        early = await ledger["second_handler"].step(url, "consolidate", ANSWERS, expect=409)
        assert early["code"] == "looked_back_too_early"
        offered = {a["step"]: a["code"] for a in (await ledger.read(url, "second_handler"))["available_actions"]}
        assert offered["consolidate"] == "looked_back_too_early"
    both = ROLES[Role.CASE_HANDLER].permissions | ROLES[Role.SECTION_HEAD].permissions
    closer = ledger.world.person("north", *both, name="section_head", id=ledger["section_head"].actor.id)
    with ledger.world.at("2026-03-03 00:00"):
        for somebody in (ledger["handler"], ledger["officer"], closer):  # two checkers, and who struck it off
            for step, body in (("consolidate", ANSWERS), ("relapse", no)):
                assert (await somebody.step(url, step, body, expect=409))["code"] == "own_submission"
        assert (await ledger["second_handler"].step(url, "consolidate", ANSWERS))["state"] == "consolidated"


async def test_a_relapse_never_weighs_less_than_it_was_raised_to(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("closed", risk="medium")  # weighs 2, its relapse 3
    with ledger.world.at("2026-06-02 09:00"):
        old = await ledger["second_handler"].step(url, "relapse", NO)
        again = f"/rectification-tasks/{old['relapsed_into']['id']}"
        for weight in (1, 2):
            refused = await ledger["handler"].patch(again, {"weight": weight}, headers={"If-Match": "*"})
            assert (refused.status_code, refused.json()["code"]) == (422, "weight_below_the_relapse")
            assert refused.json()["errors"][0]["pointer"] == "/weight"
        for change, weight in (({"risk": "low"}, 3), ({"weight": 3}, 3), ({"weight": 7}, 7), ({"weight": None}, 3)):
            answer = await ledger["handler"].patch(again, change, headers={"If-Match": "*"})
            assert (answer.status_code, answer.json()["weight"]) == (200, weight), answer.text
        assert (await ledger["section_head"].step(again, "issue", {}))["weight"] == 3


async def test_the_answers_decide_between_the_two(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("closed")
    with ledger.world.at("2026-06-02 09:00"):
        refused = await ledger["second_handler"].step(url, "consolidate", NO, expect=422)
        assert (refused["code"], refused["errors"][0]["pointer"]) == ("not_in_place", "/rectified_in_place")
        refused = await ledger["second_handler"].step(url, "relapse", ANSWERS, expect=422)
        assert refused["code"] == "nothing_relapsed"
        for question in ("check_was_complete", "public_is_satisfied"):
            wanting = {**ANSWERS, question: False}
            refused = await ledger["second_handler"].step(url, "consolidate", wanting, expect=422)
            assert (refused["code"], refused["errors"][0]["pointer"]) == ("correction_missing", "/corrected_at_once")
        corrected = {**ANSWERS, "public_is_satisfied": False, "corrected_at_once": "当场更换指示牌"}
        done = await ledger["second_handler"].step(url, "consolidate", corrected)
    assert done["look_backs"][0]["corrected_at_once"] == "当场更换指示牌"


async def test_a_look_back_that_nobody_made_is_missed_by_the_authority(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("closed")
        assert (await ledger.read(url))["look_back_on"] == "2026-06-02"
    with ledger.world.at("2026-06-03 00:00"):
        assert await ledger.sweep() == 1
        (clock,) = await ledger.clocks(url, "rectification_look_back")
        assert (clock["missed_at"], clock["holder_id"]) == ("2026-06-02T16:00:00Z", ledger.id_of("north"))
        assert (await ledger.read(url))["overdue_at"] is None
