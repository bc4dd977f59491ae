"""A hospital reports as people do it: figures, a return, the next quarter, a correction, a document."""

from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col

from duban.institutions.models import Institution
from support.campaigns import OWNER, chief, duties, launch, open_duties, owner, populate
from support.uploads import png, send
from support.world import Person, World

pytestmark = pytest.mark.anyio

FIRST = {
    "townships": 10,
    "townships_surveyed": 10,
    "children_found": 10,
    "blood_disease": 6,
    "malignant_tumour": "4",
    "in_ledger": 9,
    "treated": 4,
    "by_pathway": 4,
    "costs": "120,000.50",
    "reimbursed": "90000",
    "breaches": 0,
}
"""Children with blood disease or cancer (D12, 二(六)): counts only."""


@pytest.fixture
async def district(world: World) -> World:
    await populate(world)
    return world


async def quarter(person: Person, campaign: dict[str, Any], period: str) -> str:
    (duty,) = await duties(person, campaign_id=campaign["id"], form="child_serious_illness", period=period)
    return f"/duties/{duty['id']}"


async def refused(person: Person, url: str, step: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await person.post(f"{url}/{step}", body, headers={"If-Match": "*"})
    return {"status": answer.status_code, **answer.json()}


async def test_two_quarters_of_figures_from_the_first_draft_to_the_last_correction(district: World) -> None:
    hospital, north, city = owner(district), chief(district), chief(district, "city")
    with district.at("2026-03-02 09:00"):
        campaign = await launch(district, "D12", "2026-03-02", "city")
        spring, summer = [await quarter(hospital, campaign, f"2026-Q{n}") for n in (1, 2)]

    with district.at("2026-04-01 09:00"):
        await open_duties(district)
        duty = (await hospital.get(spring)).json()
        assert (duty["source_clause"], duty["previous_values"], duty["previous_derived"]) == ("二(六)", None, None)
        assert duty["task_title"].startswith("聚焦发病率高的儿童血液病")
        assert {field["code"] for field in duty["form_definition"]["indicators"]} > set(FIRST)
        # What there always is cannot be reported as nothing.
        assert duty["form_definition"]["zero_allowed"] is duty["zero_allowed"] is False
        nothing = await refused(hospital, spring, "submit", {"kind": "zero", "confirm_zero": True})
        assert (nothing["status"], nothing["code"]) == (422, "zero_not_allowed")
        # A part larger than its whole is refused where it stands.
        wrong = await refused(hospital, spring, "submit", {"values": {**FIRST, "in_ledger": 11}})
        assert (wrong["code"], [e["pointer"] for e in wrong["errors"]]) == ("form_invalid", ["/values/in_ledger"])

        sent = await hospital.step(spring, "submit", {"values": FIRST, "note": "第一季度"})
        told = sent["submissions"][0]
        assert (told["values"]["malignant_tumour"], told["values"]["costs"]) == (4, "120000.50")
        # 4 of 10 treated; 90 000 of 120 000.50 yuan paid: 74.9997 per cent.
        assert (told["derived"]["treatment_rate"], told["derived"]["reimbursed_share"]) == ("40.00", "75.00")
        assert [w["pointer"] for w in told["warnings"]] == ["/ledger_rate"]

    with district.at("2026-04-02 09:00"):
        await north.step(spring, "endorse", {"reason": "属实"})
        await city.step(spring, "return", {"reason": "台账未录全，请补录"})
        returned = (await hospital.get(spring)).json()
        assert (returned["state"], returned["fact"]) == ("returned", "due")
        assert returned["submissions"][-1]["returned_reason"] == "台账未录全，请补录"
        resent = await hospital.step(spring, "submit", {"values": {**FIRST, "in_ledger": 10}})
        assert [(v["version"], v["values"]["in_ledger"]) for v in resent["submissions"]] == [(1, 9), (2, 10)]
        early = await refused(city, spring, "approve", {})
        assert (early["status"], early["code"]) == (409, "not_your_turn")
        await north.step(spring, "endorse", {})
        approved = await city.step(spring, "approve", {"reason": "同意"})
        assert (approved["state"], approved["fact"], approved["late"]) == ("approved", "on_time", False)

    with district.at("2026-07-01 09:00"):
        await open_duties(district)
        duty = (await hospital.get(summer)).json()
        assert (duty["previous_values"]["children_found"], duty["previous_values"]["in_ledger"]) == (10, 10)
        assert duty["previous_derived"]["treatment_rate"] == "40.00"
        fewer = {**FIRST, "children_found": 9, "malignant_tumour": 3}
        fell = await refused(hospital, summer, "submit", {"values": fewer})
        assert [(e["pointer"], e["code"]) for e in fell["errors"]] == [("/values/children_found", "cumulative_fell")]
        more = {**FIRST, "children_found": 12, "malignant_tumour": 6, "in_ledger": 12, "treated": 6}
        done = await hospital.step(summer, "submit", {"values": more})
        assert done["submissions"][0]["derived"]["treatment_rate"] == "50.00"

        # Of the spring nothing can be said any more that the summer contradicts.
        body = {"values": {**FIRST, "children_found": 13, "malignant_tumour": 7, "in_ledger": 10}, "reason": "漏计"}
        above = await refused(hospital, spring, "correct", body)
        assert [(e["pointer"], e["code"]) for e in above["errors"]] == [
            ("/values/children_found", "cumulative_above_next")
        ]
        body = {"values": {**FIRST, "children_found": 11, "malignant_tumour": 5, "in_ledger": 11}, "reason": "漏计"}
        corrected = await hospital.step(spring, "correct", body)
        assert (corrected["state"], corrected["late"], corrected["submission_count"]) == ("submitted", False, 3)
        assert corrected["submissions"][-1]["reason"] == "漏计"
        assert (await north.get(summer)).json()["previous_values"]["children_found"] == 11


async def test_a_document_is_uploaded_first_and_then_reported_and_read(district: World) -> None:
    hospital, north = district.person("north_hospital", *OWNER, "evidence.add"), chief(district)
    with district.at("2026-03-02 09:00"):
        campaign = await launch(district, "D01", "2026-03-02")
        (duty,) = await duties(hospital, campaign_id=campaign["id"], clause_code="P1.document1")
        url = f"/duties/{duty['id']}"
        empty = await refused(hospital, url, "submit", {"note": "见附件"})
        assert (empty["status"], empty["code"]) == (409, "document_missing")
        named = {"subject_type": "duty", "purpose": "document"}
        uploaded = await send(hospital, duty["id"], png("plan"), "实施方案.png", **named)
        assert uploaded.status_code == 201, uploaded.text
        sent = await hospital.step(url, "submit", {"note": "见附件"})
        assert (sent["state"], sent["fact"], sent["document_count"]) == ("submitted", "on_time", 1)
        # What is being judged stays as it is.
        more = await send(hospital, duty["id"], png("more"), "补充.png", **named)
        assert (more.status_code, more.json()["code"]) == (409, "under_review")
        files = (await north.get(f"/attachments?subject_type=duty&subject_id={duty['id']}")).json()["items"]
        assert [file["file_name"] for file in files] == ["实施方案.png"]
        assert (await north.step(url, "approve", {}))["state"] == "approved"


async def test_only_a_form_of_events_takes_a_zero_report(district: World) -> None:
    hospital = owner(district)
    async with district.database.transaction() as db:
        here = col(Institution.organisation_id) == hospital.actor.organisation_id
        await db.execute(update(Institution).where(here).values(beds=320))
    with district.at("2026-03-02 09:00"):
        campaign = await launch(district, "D01", "2026-03-02")
    with district.at("2026-04-01 09:00"):
        await open_duties(district)
        zero = {"kind": "zero", "confirm_zero": True}
        (state,) = await duties(hospital, campaign_id=campaign["id"], form="security_capability", period="2026-Q1")
        known = (await hospital.get(f"/duties/{state['id']}")).json()["registry_values"]
        assert known == {"level": "second", "beds": 320}  # what nobody entered is left open
        told = await refused(hospital, f"/duties/{state['id']}", "submit", zero)
        assert (told["status"], told["code"]) == (422, "zero_not_allowed")
        (events,) = await duties(hospital, campaign_id=campaign["id"], form="security_incidents", period="2026-03")
        done = await hospital.step(f"/duties/{events['id']}", "submit", zero)
        assert (done["fact"], done["zero"]) == ("zero", True)
