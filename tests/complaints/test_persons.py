"""Who complains: encrypted, masked, shown for a reason, and kept from the institution where the person is protected."""

import pytest
from sqlalchemy import text

from support.complaints import URL, Complaints

pytestmark = pytest.mark.anyio

PERSON = {
    "complainant_name": "欧阳小明",
    "complainant_phone": "13800138000",
    "complainant_address": "某市某区和平路12号",
    "patient_name": "欧阳建国",
    "patient_identity": "110101199001011234",
    "visit_number": "MZ20260302",
}
MASKED = ("complainant_name_masked", "complainant_phone_masked", "patient_name_masked", "patient_identity_masked")


async def test_a_person_stands_nowhere_in_plain(complaints: Complaints) -> None:
    url = await complaints.register(**PERSON)
    found = await complaints.read(url)
    assert [found[name] for name in MASKED] == ["欧**", "138****8000", "欧**", "110101********1234"]
    for address in (url, URL, f"{url}/history", f"{URL}/export?format=csv", "/search?q=等候过久", "/worklist"):
        told = (await complaints["clerk"].get(address)).text
        assert not [value for value in PERSON.values() if value in told], address
    async with complaints.world.database.reading() as db:
        for table in ("complaint", "journal_entry", "search_document", "idempotent_answer"):
            rows = (await db.execute(text(f"SELECT * FROM {table}"))).all()  # noqa: S608 - names of our own
            assert not [value for value in PERSON.values() if value in str(rows)], table


async def test_plain_values_are_shown_for_a_reason_once_and_journalled(complaints: Complaints) -> None:
    url = await complaints.register(**PERSON)
    clerk = complaints["clerk"]
    assert (await clerk.post(f"{url}/reveal", {})).status_code == 422
    key = {"Idempotency-Key": "look-1"}
    shown = await clerk.post(f"{url}/reveal", {"reason": "电话反馈处理意见"}, headers=key)
    assert {name: shown.json()[name] for name in PERSON} == PERSON
    assert shown.headers["cache-control"] == "no-store"
    again = await clerk.post(f"{url}/reveal", {"reason": "电话反馈处理意见"}, headers=key)
    assert {again.json()[name] for name in PERSON} == {None}
    looks = [one for one in (await clerk.get(f"{url}/history")).json()["items"] if one["action"] == "complaint:reveal"]
    assert [one["reason"] for one in looks] == ["电话反馈处理意见"]
    other = await complaints["handler"].post(f"{url}/reveal", {"reason": "了解情况"})
    assert (other.status_code, other.json()["code"]) == (409, "not_the_handler")


async def test_the_institution_sees_the_matter_and_never_a_protected_person(complaints: Complaints) -> None:
    url = await complaints.register("handler", channel="petition", is_protected=True, **PERSON)
    seen = await complaints.read(url, "clerk")
    assert seen["facts"] and seen["number"]
    kept = ("complainant_address_masked", "visit_number_masked", "relation", "patient_sex", "patient_age")
    assert [seen[name] for name in (*MASKED, *kept)] == [None] * (len(MASKED) + len(kept))
    assert (await complaints.read(url, "handler"))["complainant_name_masked"] == "欧**"
    refused = await complaints["head"].post(f"{url}/reveal", {"reason": "想知道是谁"})
    assert (refused.status_code, refused.json()["code"]) == (403, "person_protected")
    evidence = await complaints["clerk"].get(f"/attachments?subject_type=complaint&subject_id={seen['id']}")
    assert evidence.status_code == 404
    told = (await complaints["clerk"].get(f"{url}/history")).text
    assert "138****8000" not in told and "欧**" not in told and "relative" not in told
    ask = {"handover_to_id": complaints.id_of("north_hospital"), "reason": "请接办"}
    assert await complaints.refused("handler", url, "hand-over", ask) == (422, "protected_from_institution")


async def test_nobody_finds_a_protected_person_by_trying_numbers(complaints: Complaints) -> None:
    await complaints.register("handler", channel="petition", is_protected=True, **PERSON)
    about = {"organisation_id": complaints.id_of("north_hospital"), "complainant_phone": PERSON["complainant_phone"]}
    unlike = {**about, "facts": "停车场收费标准没有公示"}
    asked = await complaints["clerk"].post(f"{URL}/similar", unlike)
    assert asked.json()["items"] == []
    (known,) = (await complaints["handler"].post(f"{URL}/similar", unlike)).json()["items"]
    assert known["same_phone"] is True


async def test_what_may_be_the_same_is_proposed_before_it_is_saved(complaints: Complaints) -> None:
    url = await complaints.register()
    await complaints.register(facts="食堂饭菜偏凉，价格偏高。", title="食堂", complainant_phone="13900139000")
    number = (await complaints.read(url))["number"]
    about = {"organisation_id": complaints.id_of("north_hospital")}
    alike = {**about, "facts": "上午八点取号，下午三点仍未检查，没有人说明原因"}
    (found,) = (await complaints["clerk"].post(f"{URL}/similar", alike)).json()["items"]
    assert (found["number"], found["same_phone"]) == (number, False)
    assert found["overlap"] > 0.5
    same = {**about, "facts": "另一件事", "complainant_phone": "+86 138-0013-8000"}
    (found,) = (await complaints["clerk"].post(f"{URL}/similar", same)).json()["items"]
    assert (found["number"], found["same_phone"]) == (number, True)
    assert (await complaints["neighbour"].post(f"{URL}/similar", same)).json()["items"] == []


@pytest.mark.parametrize(
    ("given", "pointer", "code"),
    [
        ({"received_at": "2026-03-02T12:00:00+08:00"}, "/received_at", "received_in_future"),
        ({"complainant_name": None}, "/complainant_name", "name_needed"),
        ({"complainant_phone": None}, "/complainant_phone", "no_way_to_answer"),
        ({"is_real_name": False}, "/complainant_name", "anonymous_with_name"),
        ({"is_protected": True}, "/is_protected", "protected_from_itself"),
        ({"channel": "carrier_pigeon"}, "/channel", "enum"),
        ({"facts": "长" * 10_000}, "/facts", "string_too_long"),
        ({"title": "长" * 10_000}, "/title", "string_too_long"),
        ({"complainant_phone": "not a number"}, "/complainant_phone", "string_pattern_mismatch"),
    ],
)
async def test_what_does_not_fit_is_pointed_at_and_nothing_is_kept(
    complaints: Complaints, given: dict[str, object], pointer: str, code: str
) -> None:
    with complaints.world.at("2026-03-02 09:30"):
        refused = await complaints["clerk"].post(URL, complaints.content(**given))
        assert refused.status_code == 422, refused.text
        assert (pointer, code) in [(one["pointer"], one["code"]) for one in refused.json()["errors"]]
        assert (await complaints["clerk"].get(URL)).json()["items"] == []


async def test_rare_characters_and_signs_are_kept_and_found(complaints: Complaints) -> None:
    url = await complaints.register(complainant_name="𠮷䶮", title="𠮷姓患者反映😀", facts="䶮医生态度生硬😡，语言粗暴")
    assert (await complaints.read(url))["title"] == "𠮷姓患者反映😀"
    found = (await complaints["clerk"].get("/search?q=䶮医生")).json()["items"]
    assert [one["subject_id"] for one in found] == [url.rsplit("/", 1)[1]]


async def test_a_clerk_s_clock_may_go_a_little_ahead(complaints: Complaints) -> None:
    with complaints.world.at("2026-03-02 09:30"):
        url = await complaints.register(received_at="2026-03-02T09:34:00+08:00")
        assert (await complaints.read(url))["received_at"] == "2026-03-02T01:30:00Z"


async def test_another_branch_and_another_institution_find_no_complaint(complaints: Complaints) -> None:
    url = await complaints.register()
    for name in ("neighbour", "stranger"):
        assert (await complaints[name].get(url)).status_code == 404
        assert (await complaints[name].get(URL)).json()["items"] == []
    outside = await complaints["clerk"].post(URL, complaints.content(organisation_id=complaints.id_of("north_clinic")))
    assert outside.status_code == 404
