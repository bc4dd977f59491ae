"""The parties of a dispute: encrypted, masked, shown for a reason; and what a complaint hands over."""

from typing import Any

import pytest
from sqlalchemy import text

from support.complaints import Complaints
from support.disputes import URL, Disputes

pytestmark = pytest.mark.anyio

PERSON = {
    "patient_name": "欧阳建国",
    "patient_identity": "110101199001011234",
    "visit_number": "ZY20260302",
    "claimant_name": "欧阳小明",
    "claimant_phone": "13800138000",
    "claimant_address": "某市某区和平路12号",
}


async def test_a_person_stands_nowhere_in_plain(disputes: Disputes) -> None:
    url = await disputes.register(**PERSON)
    found = await disputes.read(url)
    assert (found["patient_name_masked"], found["claimant_phone_masked"]) == ("欧**", "138****8000")
    await disputes["clerk"].patch(url, {"claimant_name": "欧阳大明"}, headers={"If-Match": "*"})
    for address in (url, URL, f"{url}/history", f"{URL}/export?format=csv", "/search?q=术后感染", "/worklist"):
        told = (await disputes["clerk"].get(address)).text
        assert not [value for value in (*PERSON.values(), "欧阳大明") if value in told], address
    async with disputes.world.database.reading() as db:
        for table in ("dispute", "journal_entry", "search_document", "idempotent_answer"):
            rows = (await db.execute(text(f"SELECT * FROM {table}"))).all()  # noqa: S608 - names of our own
            assert not [value for value in PERSON.values() if value in str(rows)], table


async def test_plain_values_are_shown_for_a_reason_once_and_journalled(disputes: Disputes) -> None:
    url = await disputes.register(**PERSON)
    key = {"Idempotency-Key": "look-1"}
    for who in ("clerk", "handler"):
        shown = await disputes[who].post(f"{url}/reveal", {"reason": "通知调解时间"}, headers=key)
        assert {name: shown.json()[name] for name in PERSON} == PERSON
        assert shown.headers["cache-control"] == "no-store"
    again = await disputes["clerk"].post(f"{url}/reveal", {"reason": "通知调解时间"}, headers=key)
    assert {again.json()[name] for name in PERSON} == {None}
    history = (await disputes["clerk"].get(f"{url}/history")).json()["items"]
    assert [one["reason"] for one in history if one["action"] == "dispute:reveal"] == ["通知调解时间"] * 2
    assert (await disputes["section_head"].post(f"{url}/reveal", {"reason": "x"})).status_code == 422
    leader = disputes.world.person("north", "dispute.read", "dispute.reveal")
    other = await leader.post(f"{url}/reveal", {"reason": "了解情况"})
    assert (other.status_code, other.json()["code"]) == (409, "no_hand_in_it")


async def test_a_dispute_needs_a_patient_and_what_happened(disputes: Disputes) -> None:
    for missing in ("patient_name", "title", "facts", "organisation_id"):
        answer = await disputes["clerk"].post(URL, disputes.content(**{missing: None}))
        assert answer.status_code == 422, missing
        assert answer.json()["errors"][0]["pointer"] == f"/{missing}"
    url = await disputes.register()
    emptied = await disputes["clerk"].patch(url, {"patient_name": None}, headers={"If-Match": "*"})
    assert emptied.status_code == 422


@pytest.fixture
def complaints(disputes: Disputes) -> Complaints:
    return Complaints(disputes.world)


def out_of(url: str, **given: Any) -> dict[str, Any]:
    return {"complaint_id": url.rsplit("/", 1)[1], "insured": "liability", **given}


async def test_a_complaint_becomes_a_dispute_and_stays_readable(disputes: Disputes, complaints: Complaints) -> None:
    with disputes.world.at("2026-03-02 09:30"):
        complaint = await complaints.make("investigating", patient_name="王大明", patient_age=61)
        made = await disputes["clerk"].post(URL, out_of(complaint, claim_fen=3_000_000))
        assert made.status_code == 201, made.text
        dispute, was = made.json(), await complaints.read(complaint)
        assert (was["state"], was["available_actions"][0]["step"]) == ("converted", "to_clue")
        assert {clock["state"] for clock in was["clocks"]} == {"met"}
        same = ("organisation_id", "title", "facts", "departments", "patient_age", "patient_name_masked")
        assert [dispute[name] for name in same] == [was[name] for name in same]
        assert dispute["claimant_name_masked"] == was["complainant_name_masked"]
        assert dispute["raised_at"] == was["received_at"]
        plain = await disputes["clerk"].post(f"{URL}/{dispute['id']}/reveal", {"reason": "通知调解"})
        assert (plain.json()["claimant_name"], plain.json()["claimant_phone"]) == ("王小明", "13800138000")
        (found,) = (await disputes["handler"].get(f"{URL}?complaint_id={was['id']}")).json()["items"]
        assert found["number"] == dispute["number"]
        again = await disputes["clerk"].post(URL, out_of(complaint))
        assert (again.status_code, again.json()["code"]) == (409, "wrong_state")


async def test_only_whoever_handles_a_complaint_converts_it_and_all_or_nothing_happens(
    disputes: Disputes, complaints: Complaints
) -> None:
    with disputes.world.at("2026-03-02 09:30"):
        theirs = await complaints.register("handler", channel="hotline_12345", patient_name="王大明")
        answer = await disputes["clerk"].post(URL, out_of(theirs))
        assert (answer.status_code, answer.json()["code"]) == (409, "not_the_handler")
        nameless = await complaints.register()
        answer = await disputes["clerk"].post(URL, out_of(nameless))
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/patient_name")
        assert (await complaints.read(nameless))["state"] == "registered"
        assert (await disputes["neighbour"].post(URL, out_of(nameless))).status_code == 422
        elsewhere = out_of(nameless, organisation_id=disputes.id_of("north_clinic"), patient_name="王大明")
        assert (await disputes["clerk"].post(URL, elsewhere)).json()["code"] == "another_institution"


async def test_whoever_asked_to_be_kept_from_the_institution_is_not_handed_over(
    disputes: Disputes, complaints: Complaints
) -> None:
    with disputes.world.at("2026-03-02 09:30"):
        kept = await complaints.register(
            "handler", channel="petition", is_protected=True, patient_name="王大明", patient_age=61
        )
        assert (await disputes["handler"].post(URL, out_of(kept))).status_code == 422
        made = (await disputes["handler"].post(URL, out_of(kept, patient_name="王大明"))).json()
        assert (made["claimant_name_masked"], made["claimant_phone_masked"], made["patient_age"]) == (None, None, None)


async def test_a_clue_is_handed_on_and_the_institution_reads_nothing_of_it(
    disputes: Disputes, complaints: Complaints
) -> None:
    with disputes.world.at("2026-03-02 09:30"):
        url = await complaints.make("closed")
        clue = {"kind": "scalper", "reason": "投诉人提供了倒卖号源的聊天记录"}
        after = await complaints["clerk"].step(url, "to-clue", clue)
        assert after["state"] == "closed"
        (found,) = (await complaints["section_head"].get("/complaints/clues?taken=true")).json()["items"]
        assert (found["kind"], found["complaint_number"]) == ("scalper", after["number"])
        assert (await complaints["head"].get("/complaints/clues")).status_code == 403
        assert (await complaints["stranger"].get("/complaints/clues")).json()["items"] == []
        own = [one["action"] for one in (await complaints["head"].get(f"{url}/history")).json()["items"]]
        assert "complaint:to_clue" not in own
        office = [one["action"] for one in (await complaints["handler"].get(f"{url}/history")).json()["items"]]
        assert office[-1] == "complaint:to_clue"
