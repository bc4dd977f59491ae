"""Referrals over HTTP, from the team to the archive, by paper and with the police at their own desk."""

import pytest

from support.referrals import FILED, Referrals

pytestmark = pytest.mark.anyio


async def test_the_police_answer_at_their_own_desk_and_the_referral_follows(referrals: Referrals) -> None:
    with referrals.world.at("2026-03-02 09:30"):
        url = await referrals.make("sent", by_paper=False)
        (waiting,) = (await referrals["liaison"].get("/handoffs")).json()["items"]
        desk = f"/handoffs/{waiting['id']}"
        assert (await referrals.read(url))["holder"] == "police"
        said = {"received_at": "2026-03-02T09:30:00+08:00", "receiver_name": "李警官"}
        await referrals["liaison"].step(desk, "receive", said)
        assert (await referrals.read(url))["state"] == "received"
        await referrals["liaison"].step(desk, "ask-papers", {"papers": ["鉴定意见"], "reason": "缺原件"})
        asked = await referrals.read(url)
        assert (asked["state"], asked["holder"], asked["papers_asked"]) == ("supplementing", "team", ["鉴定意见"])
        await referrals["officer"].step(url, "supplement", {"supplement_note": "补送原件"})
        await referrals["liaison"].step(desk, "refuse", {"reason": "证据不足", "returned_papers": 5})
        refused = await referrals.read(url)
        assert (refused["state"], refused["returned_papers"]) == ("refused", 5)
        await referrals["chief"].step(url, "ask-reconsideration", {"reconsideration_reason": "情节严重"})
        await referrals["liaison"].step(desk, "file", FILED)
        filed = await referrals.read(url)
        assert (filed["state"], filed["case_number"]) == ("filed", FILED["case_number"])
        await referrals["officer"].step(url, "hand-over", {"handover_place": "物证室", "handed_by": ["张执法"]})
        await referrals["liaison"].step(desk, "confirm-goods", {"received_by": "王警官"})
        done = await referrals.read(url)
        assert done["state"] == "handed_over"
        assert [message["kind"] for message in done["messages"]] == [
            "refer", "receive", "ask_papers", "supplement", "refuse", "ask_reconsideration", "file", "hand_over",
            "confirm_goods",
        ]  # fmt: skip
        package = await referrals["liaison"].get(f"{desk}/package")
        assert package.status_code == 200 and package.content[:2] == b"PK"
        ours = await referrals["officer"].get(f"{url}/package")
        assert ours.content == package.content


async def test_nobody_but_the_team_and_the_few_knows_of_it(referrals: Referrals) -> None:
    with referrals.world.at("2026-03-02 09:30"):
        url = await referrals.make("sent", by_paper=False)
        for who in ("outsider", "handler", "city", "stranger", "nurse", "liaison"):
            assert (await referrals[who].get(url)).status_code == 404, who
        assert (await referrals["outsider"].get("/referrals")).json()["items"] == []


async def test_whoever_names_a_team_finds_the_officers_of_the_own_authority(referrals: Referrals) -> None:
    with referrals.world.at("2026-03-02 09:30"):
        lead = referrals["section_head"]
        found = (await lead.get("/referrals/officers")).json()["items"]
        assert {one["id"] for one in found} == {
            str(referrals[name].actor.id) for name in ("officer", "officer2", "outsider")
        }
        handlers = (await lead.get("/referrals/handlers")).json()["items"]
        assert [one["id"] for one in handlers] == [str(referrals["handler"].actor.id)]
        assert (await referrals["stranger"].get("/referrals/officers")).json()["items"] == []
        assert (await referrals["liaison"].get("/referrals/officers")).status_code == 403
