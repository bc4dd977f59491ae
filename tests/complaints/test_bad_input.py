"""What goes wrong at the door: each is told clearly, with code and pointer, and loses or doubles nothing."""

from typing import Any

import pytest
from sqlalchemy import func, select

from duban.complaints.models import Complaint
from support.complaints import URL, Complaints

pytestmark = pytest.mark.anyio

NOBODY = "0192f5c4-7e2b-7c3a-9d7c-0a1b2c3d4e5f"


async def kept(complaints: Complaints) -> int:
    async with complaints.world.database.reading() as db:
        return int(await db.scalar(select(func.count()).select_from(Complaint)) or 0)


@pytest.mark.parametrize(
    ("given", "status", "code", "pointers"),
    [
        ({"organisation_id": NOBODY}, 404, "not_found", []),
        ({"received_at": "2026-03-02T09:36:00+08:00"}, 422, "complaint_incoherent", ["/received_at"]),
        ({"received_at": "2026-03-02T09:00:00"}, 422, "validation_failed", ["/received_at"]),
        ({"complainant_name": "长" * 10_000}, 422, "validation_failed", ["/complainant_name"]),
        ({"title": "长" * 121, "facts": "长" * 4001}, 422, "validation_failed", ["/title", "/facts"]),
        ({"facts": "一\u0000二"}, 422, "validation_failed", ["/facts"]),
        ({"departments": ["科"] * 21}, 422, "validation_failed", ["/departments"]),
        ({"complainant_phone": "一三八"}, 422, "validation_failed", ["/complainant_phone"]),
        ({"patient_age": 131}, 422, "validation_failed", ["/patient_age"]),
        ({"colour": "red"}, 422, "validation_failed", ["/colour"]),
        ({"matter": "weather"}, 422, "validation_failed", ["/matter"]),
    ],
    ids=lambda one: next(iter(one), "") if isinstance(one, dict) else None,
)
async def test_a_refusal_points_at_what_is_wrong_and_nothing_is_kept(
    complaints: Complaints, given: dict[str, Any], status: int, code: str, pointers: list[str]
) -> None:
    with complaints.world.at("2026-03-02 09:30"):
        for language in ("zh", "en"):
            refused = await complaints["clerk"].post(
                URL, complaints.content(**given), headers={"Accept-Language": language}
            )
            told = refused.json()
            assert (refused.status_code, told["code"]) == (status, code), told
            assert refused.headers["content-type"] == "application/problem+json"
            assert [one["pointer"] for one in told["errors"]] == pointers
            assert told["detail"]
    assert await kept(complaints) == 0


async def test_a_sender_s_clock_may_go_five_minutes_ahead(complaints: Complaints) -> None:
    with complaints.world.at("2026-03-02 09:30"):
        url = await complaints.register(received_at="2026-03-02T09:35:00+08:00")
        # Nothing was received later than now, whatever the sender's clock says: the term does not begin in the future.
        assert (await complaints.read(url))["received_at"] == "2026-03-02T01:30:00Z"


async def test_rare_characters_and_emoji_are_kept_and_found(complaints: Complaints) -> None:
    rare = {
        "complainant_name": "𠮷䶮",
        "title": "䶮医生态度😡恶劣",
        "facts": "𠮷先生在候诊区等候，𪚥科无人接待👨‍👩。",
    }
    url = await complaints.register(**rare)
    found = await complaints.read(url)
    assert (found["title"], found["facts"]) == (rare["title"], rare["facts"])
    assert found["complainant_name_masked"] == "𠮷*"
    shown = await complaints["clerk"].post(f"{url}/reveal", {"reason": "电话反馈"})
    assert shown.json()["complainant_name"] == "𠮷䶮"
    for words in ("𠮷先生", "䶮医生", "𪚥科"):
        hits = (await complaints["clerk"].get(f"{URL}?q={words}")).json()["items"]
        assert [hit["id"] for hit in hits] == [found["id"]], words
    line = (await complaints["clerk"].get(f"{URL}/export?format=csv")).text
    assert rare["title"] in line


async def test_another_kind_of_body_is_told_so(complaints: Complaints) -> None:
    for media, content in (
        ("text/plain", b"complaint"),
        ("application/xml", b"<complaint/>"),
        ("application/json", b"{"),
        ("application/json", b"\xff\xfe"),
        ("application/json", b"[1, 2]"),
    ):
        refused = await complaints["clerk"].request("POST", URL, content=content, headers={"Content-Type": media})
        assert refused.status_code in (400, 415, 422), (media, refused.text)
        assert refused.json()["code"], media
    assert await kept(complaints) == 0


async def test_an_answer_that_was_lost_is_asked_for_again_and_nothing_doubled(complaints: Complaints) -> None:
    key = {"Idempotency-Key": "window-3-0815"}
    first = await complaints["clerk"].post(URL, complaints.content(), headers=key)
    again = await complaints["clerk"].post(URL, complaints.content(), headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json()["number"] == first.json()["number"]
    other = await complaints["clerk"].post(URL, complaints.content(title="另一件"), headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_mismatch")
    assert await kept(complaints) == 1


async def test_a_scope_that_ended_sends_nothing_any_more(complaints: Complaints) -> None:
    """A client whose scopes were cut reads what it still may, and is told which permission it lacks."""
    reader = complaints.world.person("north_hospital", "complaint.read", name="his")
    refused = await reader.put(f"{URL}/by-source/his/TS-1", complaints.content())
    assert (refused.status_code, refused.json()["code"]) == (403, "permission_missing")
    assert "complaint.handle" in refused.text
    batch = await reader.post(f"{URL}/batch", {"items": [complaints.content()]})
    assert batch.status_code in (200, 403)
    if batch.status_code == 200:
        assert batch.json()["results"][0]["problem"]["code"] == "permission_missing"
    assert await kept(complaints) == 0
