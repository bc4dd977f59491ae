"""Need to know: a referral, its package and its evidence are there for the team and the few, for nobody else.

Who must keep away from the clue or the institution is not named for it, does not see it, and does not decide on it
(行政处罚法 (2021) arts 43, 50; 反有组织犯罪法 (2021) art. 74)."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from duban.kernel.clock import now
from duban.orgs.actors import recused_from
from support.referrals import REASON, Referrals
from support.world import Person

pytestmark = pytest.mark.anyio

OUT = ("outsider", "handler", "city", "stranger", "nurse", "liaison")
IN = ("officer", "officer2", "keeper", "section_head", "vice", "chief")


async def test_lists_details_packages_evidence_history_worklist_and_search_know_who_may_know(
    referrals: Referrals,
) -> None:
    with referrals.world.at("2026-03-02 09:30"):
        url = await referrals.make("sent", by_paper=False)
        id = url.rsplit("/", 1)[1]
        piece = await referrals.attach(url, "receipt")
        number = (await referrals.read(url))["number"]
        one = (url, f"{url}/package", f"{url}/history", f"/attachments/{piece}", f"/attachments/{piece}/content")
        many = (
            "/referrals", f"/attachments?subject_type=referral&subject_id={id}", "/worklist",
            f"/search?q={number}", "/notifications", "/journal",
        )  # fmt: skip
        for who in OUT:
            for path in one:
                assert (await referrals[who].get(path)).status_code in (403, 404), (who, path)
            for path in many:
                answer = await referrals[who].get(path)
                assert number not in answer.text and id not in answer.text, (who, path)
            step = await referrals[who].post(f"{url}/record-receipt", {"received_by": "某"}, headers={"If-Match": "*"})
            assert step.status_code in (403, 404), who
        for who in IN:
            assert (await referrals[who].get(url)).status_code == 200, who
            assert number in (await referrals[who].get("/referrals")).text, who
            assert (await referrals[who].get(f"/attachments/{piece}/content")).status_code == 200, who


async def test_who_must_keep_away_from_the_clue_or_the_institution_has_no_part_in_it(referrals: Referrals) -> None:
    world = referrals.world
    hospital = str(world.organisations["north_hospital"].id)
    with world.at("2026-03-02 09:30"):
        url = await referrals.make("reported", clue={"about_organisation_id": hospital})
        clue_id = (await referrals.read(url))["clue_id"]
        for subject_type, subject_id in (("clue", clue_id), ("organisation", hospital), ("referral", url[-36:])):
            user = referrals["outsider"].actor.id
            recusal = await recuse(referrals, user, subject_type, subject_id)
            officers = [referrals.team()[0], {"user_id": str(user), "card_number": "卫执法0003"}]
            body = {"officers": officers, "reason": "人员调整"}
            assert await referrals.refused("section_head", url, "change-team", body) == (409, "must_keep_away")
            async with world.database.session() as db:
                away = await recused_from(db, user, now())
            chair = Person(world, replace(referrals["chief"].actor, id=user, recused=away))
            assert (await chair.get(url)).status_code == 404, subject_type
            assert url[-36:] not in (await chair.get("/referrals")).text, subject_type
            decided = await chair.post(f"{url}/approve", {}, headers={"If-Match": "*"})
            assert decided.status_code == 404, subject_type
            await end(referrals, recusal)
        handler = referrals["handler"].actor.id
        await recuse(referrals, handler, "clue", clue_id)
        await referrals["chief"].step(url, "reject", {"decision_reason": "未达到移送标准"})
        named = {**REASON, "handler_id": str(handler)}
        assert await referrals.refused("chief", url, "handle-administratively", named) == (409, "must_keep_away")


async def test_a_handler_is_let_in_and_out_again(referrals: Referrals) -> None:
    with referrals.world.at("2026-03-02 09:30"):
        url = await referrals.make("administrative")
        found = await referrals.read(url, "handler")
        assert (await referrals["handler"].get(f"/clues/{found['clue_id']}")).status_code == 200
        nobody = {**REASON, "handler_id": str(referrals["nurse"].actor.id)}
        assert await referrals.refused("section_head", url, "name-handler", nobody) == (422, "no_such_colleague")
        officer = {**REASON, "handler_id": str(referrals["officer"].actor.id)}
        assert await referrals.refused("section_head", url, "name-handler", officer) == (422, "no_such_colleague")
        again = {**REASON, "handler_id": str(referrals["handler"].actor.id)}
        await referrals["section_head"].step(url, "name-handler", again)
        assert (await referrals["handler"].get(url)).status_code == 200


async def recuse(referrals: Referrals, user: UUID, subject_type: str, subject_id: str) -> str:
    body: dict[str, Any] = {"user_id": str(user), "subject_type": subject_type, "subject_id": subject_id}
    chief = referrals["chief"]
    ordering = Person(chief.world, replace(chief.actor, roles=frozenset({"chief"})))
    answer = await ordering.post("/recusals", {**body, "reason": "与当事人有亲属关系"})
    assert answer.status_code == 201, answer.text
    return f"/recusals/{answer.json()['id']}"


async def end(referrals: Referrals, recusal: str) -> None:
    chief = referrals["chief"]
    ordering = Person(chief.world, replace(chief.actor, roles=frozenset({"chief"})))
    answer = await ordering.post(f"{recusal}/end", {"reason": "回避事由消失"}, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text
