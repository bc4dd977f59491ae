"""What comes from the police: forwarded, none of theirs, out of step, in long words; and what they see of it."""

import pytest
from sqlalchemy import select

from duban.kernel.organisations import Organisation, OrganisationKind
from duban.orgs.rules import ROLES, Role
from duban.referrals.models import Referral
from duban.referrals.words import ReferralState
from support.clues import ASSESSED
from support.people import journal, told
from support.referrals import FILED, RECEIPT, REFUSED, Referrals
from support.world import Person

pytestmark = pytest.mark.anyio

TO = {"to_name": "市公安局", "reason": "属市局管辖"}
SIGNED = {"received_at": "2026-03-02T09:30:00+08:00", "receiver_name": "李警官"}


async def other_police(referrals: Referrals, name: str = "市公安局") -> Person:
    """Another police organ of this installation; its liaison."""
    world = referrals.world
    async with world.database.transaction() as db:
        organ = Organisation(name=name, kind=OrganisationKind.POLICE, region_code="990102")
        organ.sit_below(world.organisations["north"])
        db.add(organ)
        await db.flush()
        world.organisations[name] = organ
    return world.person(name, *ROLES[Role.POLICE_LIAISON].permissions, name="赵警官")


async def test_forwarded_to_an_organ_that_is_not_here_it_goes_on_by_paper(referrals: Referrals) -> None:
    with referrals.world.at("2026-03-02 09:30"):
        url = await referrals.make("received", by_paper=False)
        desk = await referrals.desk()
    with referrals.world.at("2026-03-03 10:00"):
        await referrals["liaison"].step(desk, "forward", TO)
        found = await referrals.read(url)
        assert (found["state"], found["receiver_name"], found["handoff_id"]) == ("forwarded", "市公安局", None)
        assert (found["received_at"], found["late"], found["holder"]) == (None, ["forward"], "police")
        late = await referrals["liaison"].post(f"{desk}/file", FILED, headers={"If-Match": "*"})
        assert late.status_code == 409  # the first organ has said its last word
        again = {"forwarded_to": "省公安厅", "forward_reason": "属省厅管辖"}
        assert (await referrals["officer"].step(url, "record-forward", again))["receiver_name"] == "省公安厅"
        received = await referrals["officer"].step(url, "record-receipt", RECEIPT)
        assert received["state"] == "received"
        decide = [clock["state"] for clock in received["clocks"] if clock["term"] == "referral_decide"]
        assert decide == ["met", "running"]
        assert (await referrals["officer"].step(url, "record-refused", REFUSED))["state"] == "refused"


async def test_forwarded_to_an_organ_that_is_here_the_same_package_lies_on_its_desk(referrals: Referrals) -> None:
    with referrals.world.at("2026-03-02 09:30"):
        next_liaison = await other_police(referrals)
        url = await referrals.make("received", by_paper=False)
        desk = await referrals.desk()
        await referrals["liaison"].step(desk, "forward", TO)
        found = await referrals.read(url)
        assert (found["state"], found["receiver_id"]) == ("forwarded", str(next_liaison.actor.organisation_id))
        (waiting,) = (await next_liaison.get("/handoffs")).json()["items"]
        assert waiting["id"] == found["handoff_id"] and (await next_liaison.get(desk)).status_code == 404
        theirs = f"/handoffs/{waiting['id']}"
        package = (await next_liaison.get(f"{theirs}/package")).content
        assert package == (await referrals["officer"].get(f"{url}/package")).content
        await next_liaison.step(theirs, "receive", {**SIGNED, "receiver_name": "赵警官"})
        await next_liaison.step(theirs, "file", FILED)
        filed = await referrals.read(url)
        assert (filed["state"], filed["received_by"]) == ("filed", "赵警官")
        kinds = [message["kind"] for message in filed["messages"]]
        assert kinds == ["refer", "receive", "forward", "refer", "receive", "file"]


@pytest.mark.parametrize("by_paper", [True, False])
async def test_no_police_matter_the_clue_is_assessed_anew(referrals: Referrals, by_paper: bool) -> None:
    with referrals.world.at("2026-03-02 09:30"):
        url = await referrals.make("received", by_paper=by_paper)
        opinion = {"opinion_number": "北检意〔2026〕3号"}
        await referrals["officer"].step(url, "record-opinion", opinion)
        if by_paper:
            await referrals["officer"].step(url, "record-not-police", {"not_police_reason": "属民事纠纷"})
        else:
            await referrals["liaison"].step(await referrals.desk(), "decline", {"reason": "属民事纠纷"})
        found = await referrals.read(url)
        assert (found["state"], found["not_police_reason"]) == ("returned", "属民事纠纷")
        clue = f"/clues/{found['clue_id']}"
        assert (await referrals["keeper"].get(clue)).json()["state"] == "triaging"
        await referrals["keeper"].step(clue, "assess", {**ASSESSED, "receiver": "insurance"})
        # What is owed to the procuratorate is owed all the same.
        answered = await referrals["officer"].step(url, "answer-opinion", {"opinion_answer": "已依法办理"})
        assert answered["opinion_answered_at"] is not None
        body = {"clue_id": found["clue_id"], "officers": referrals.team()}
        assert (await referrals["section_head"].post("/referrals", body)).status_code == 201


async def test_what_our_way_does_not_allow_any_more_is_kept_and_told_and_never_fails_the_police(
    referrals: Referrals,
) -> None:
    with referrals.world.at("2026-03-02 09:30"):
        url = await referrals.make("received", by_paper=False)
        async with referrals.world.database.transaction() as db:
            (row,) = await db.scalars(select(Referral))
            row.state = ReferralState.CONCLUDED
        await referrals["liaison"].step(await referrals.desk(), "refuse", {"reason": "证据不足", "returned_papers": 0})
        found = await referrals.read(url)
        assert (found["state"], found["refusal_reason"]) == ("concluded", None)
        assert found["messages"][-1]["kind"] == "refuse"
        (entry,) = await journal(referrals.world, "referral:out_of_step")
        assert told(entry) == {"said": [None, "refuse"], "refused": [None, "wrong_state"]}


async def test_long_words_of_the_police_find_their_place(referrals: Referrals) -> None:
    with referrals.world.at("2026-03-02 09:30"):
        url = await referrals.make("sent", by_paper=False)
        liaison, desk = referrals["liaison"], await referrals.desk()
        signed = {**SIGNED, "receiver_name": "李" * 120, "receipt_number": "北" * 80}
        await liaison.step(desk, "receive", signed)
        papers = ["检验报告" * 900, *(f"材料{number}" for number in range(49))]
        await liaison.step(desk, "ask-papers", {"papers": papers, "reason": "缺件"})
        found = await referrals.read(url)
        assert (found["state"], len(found["papers_asked"]), found["received_by"]) == ("supplementing", 50, "李" * 120)
        await referrals.attach(url, "supplement")
        await referrals["officer"].step(url, "supplement", {"supplement_note": "补送"})
        said = (await liaison.get(desk)).json()["messages"][-1]
        assert (said["kind"], len(said["files"])) == ("supplement", 1)
        await liaison.step(desk, "file", {"case_number": "1", "filed_on": "2026-03-02"})
        await referrals["officer"].step(url, "hand-over", {"handover_place": "物证室", "handed_by": ["张执法"]})
        await liaison.step(desk, "confirm-goods", {"received_by": "王" * 120, "remarks": "清"})
        result = {"outcome": "judged", "document_number": "1", "fine_fen": 10**14, "summary": "判决",
                  "return_for_penalty": False}  # fmt: skip
        await liaison.step(desk, "result", result)
        assert (await referrals.read(url))["criminal_fine_fen"] == 10**14
        assert await journal(referrals.world, "referral:out_of_step") == []


async def test_of_a_note_the_team_hears_though_it_is_no_step(referrals: Referrals) -> None:
    with referrals.world.at("2026-03-02 09:30"):
        url = await referrals.make("sent", by_paper=False)
        before = await referrals.read(url)
        await referrals["liaison"].step(await referrals.desk(), "note", {"text": "联系电话已变更"})
        found = await referrals.read(url)
        assert (found["state"], found["version"]) == (before["state"], before["version"])
        assert found["messages"][-1]["kind"] == "note"
        (news, *_) = (await referrals["officer"].get("/notifications")).json()["items"]
        assert (news["kind"], news["subject_id"]) == ("police_answered", found["id"])
        assert "联系电话" not in str(news)


async def test_a_result_said_after_midnight_is_of_the_new_day(referrals: Referrals) -> None:
    with referrals.world.at("2026-03-02 09:30"):
        url = await referrals.make("received", by_paper=False)
        desk = await referrals.desk()
        await referrals["liaison"].step(desk, "file", FILED)
    with referrals.world.at("2026-03-10 00:30"):
        said = {"outcome": "judged", "summary": "判决", "return_for_penalty": False}
        await referrals["liaison"].step(desk, "result", said)
        found = await referrals.read(url)
        assert (found["state"], found["outcome_on"]) == ("concluded", "2026-03-10")


async def test_a_liaison_sees_what_was_handed_to_its_organ_and_nothing_else(referrals: Referrals) -> None:
    with referrals.world.at("2026-03-02 09:30"):
        elsewhere = await other_police(referrals)
        url = await referrals.make("sent", by_paper=False)
        by_paper = await referrals.make("sent")
        desk = await referrals.desk()
        assert len((await referrals["liaison"].get("/handoffs")).json()["items"]) == 1
        assert (await elsewhere.get("/handoffs")).json()["items"] == []
        for path in (url, by_paper, f"{url}/package", f"{url}/history"):
            assert (await referrals["liaison"].get(path)).status_code in (403, 404), path
        for path in (desk, f"{desk}/package"):
            assert (await elsewhere.get(path)).status_code == 404
