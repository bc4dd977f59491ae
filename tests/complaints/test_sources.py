"""Complaints that another system keeps: taken once however often they are sent, alone or five hundred at a time."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import func, select

from duban.complaints.models import Complaint
from support.complaints import OPINION, URL, Complaints

pytestmark = pytest.mark.anyio


async def put(complaints: Complaints, external_id: str = "TS-1", by: str = "clerk", **given: Any) -> Any:
    return await complaints[by].put(f"{URL}/by-source/his/{external_id}", complaints.content(**given))


async def kept(complaints: Complaints) -> int:
    async with complaints.world.database.reading() as db:
        return int(await db.scalar(select(func.count()).select_from(Complaint)) or 0)


async def test_sent_again_it_is_the_same_and_sent_otherwise_it_is_changed(complaints: Complaints) -> None:
    with complaints.world.at("2026-03-02 09:30"):
        made = await put(complaints, received_at="2026-03-02T09:00:00+08:00")
        assert (made.status_code, made.json()["result"]) == (201, "created")
        number = made.json()["complaint"]["number"]
        assert made.headers["location"].endswith(made.json()["complaint"]["id"])
    with complaints.world.at("2026-03-03 09:30"):
        again = await put(complaints, received_at="2026-03-02T09:00:00+08:00")
        assert (again.status_code, again.json()["result"], again.json()["changed"]) == (200, "unchanged", [])
        told = {
            "facts": "下午四点完成检查，仍无人说明原因。",
            "complainant_phone": "13900139000",
            "departments": ["超声科", "门诊部"],
        }
        other = await put(complaints, received_at="2026-03-02T09:00:00+08:00", **told)
        assert (other.status_code, other.json()["result"]) == (200, "changed")
        assert other.json()["changed"] == ["complainant_phone", "departments", "facts"]
        now = other.json()["complaint"]
        assert (now["number"], now["complainant_phone_masked"]) == (number, "139****9000")
    assert await kept(complaints) == 1
    url = f"{URL}/{now['id']}"
    (entry,) = [
        one
        for one in (await complaints["clerk"].get(f"{url}/history")).json()["items"]
        if one["action"] == "complaint:amend"
    ]
    assert entry["changes"]["persons"] == [None, ["complainant_phone"]]
    assert "13900139000" not in str(entry) and "139****9000" not in str(entry)


async def test_what_cannot_become_otherwise_is_refused(complaints: Complaints) -> None:
    with complaints.world.at("2026-03-02 09:30"):
        made = (await put(complaints)).json()["complaint"]
        for given, code in (
            ({"channel": "phone"}, "received_differently"),
            ({"received_at": "2026-03-01T09:30:00+08:00"}, "received_differently"),
            ({"is_real_name": False, "complainant_name": None}, "received_differently"),
        ):
            refused = await put(complaints, **given)
            assert (refused.status_code, refused.json()["code"]) == (409, code), given
        elsewhere = await put(complaints, by="neighbour", organisation_id=complaints.id_of("north_clinic"))
        assert (elsewhere.status_code, elsewhere.json()["code"]) == (409, "source_of_another")
        moved = await put(complaints, by="handler", organisation_id=complaints.id_of("north_clinic"))
        assert (moved.status_code, moved.json()["code"]) == (409, "source_of_another")
        url = f"{URL}/{made['id']}"
        await complaints["clerk"].step(url, "investigate", {"departments": ["超声科"]})
        await complaints["clerk"].step(url, "conclude", OPINION)
        await complaints["clerk"].step(url, "feed-back", {"fed_back_how": "phone", "confirmed": "agreed"})
        late = await put(complaints, facts="又有新的情况")
        assert (late.status_code, late.json()["code"]) == (409, "answered_already")
        for path in ("HIS/TS-1", "his/" + "9" * 121, "h%20s/TS-1"):
            answer = await complaints["clerk"].put(f"{URL}/by-source/{path}", complaints.content())
            assert answer.status_code == 422, path
    assert await kept(complaints) == 1


async def test_sent_twice_at_the_same_moment_it_is_taken_once(complaints: Complaints) -> None:
    for round in range(5):
        answers = await asyncio.gather(*(put(complaints, f"TS-{round}") for _ in range(4)))
        assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 201]
        assert len({answer.json()["complaint"]["number"] for answer in answers}) == 1
    assert await kept(complaints) == 5


async def test_a_batch_takes_what_it_can_and_says_of_each_what_became_of_it(complaints: Complaints) -> None:
    items = [
        complaints.content(source_system="his", external_id="TS-1"),
        complaints.content(complainant_phone=None),
        complaints.content(source_system="his"),
        complaints.content(source_system="his", external_id="TS-1"),
        {"organisation_id": "nobody"},
        complaints.content(organisation_id=complaints.id_of("south_hospital")),
        complaints.content(),
    ]
    answer = await complaints["clerk"].post(f"{URL}/batch", {"items": items})
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["taken"], told["refused"]) == (3, 4)
    assert [(line["result"], (line["problem"] or {}).get("code")) for line in told["results"]] == [
        ("created", None),
        (None, "complaint_incoherent"),
        (None, "half_a_source"),
        ("unchanged", None),
        (None, "validation_failed"),
        (None, "not_found"),
        ("created", None),
    ]
    assert told["results"][1]["problem"]["errors"][0]["pointer"] == "/complainant_phone"
    assert await kept(complaints) == 2


async def test_all_or_none_keeps_nothing_and_points_at_each_fault(complaints: Complaints) -> None:
    items = [complaints.content(), complaints.content(complainant_phone=None), {"organisation_id": "nobody"}]
    refused = await complaints["clerk"].post(f"{URL}/batch", {"items": items, "atomic": True})
    assert (refused.status_code, refused.json()["code"]) == (422, "batch_refused")
    pointers = {one["pointer"] for one in refused.json()["errors"]}
    assert {"/items/1/complainant_phone", "/items/2/organisation_id"} <= pointers
    assert await kept(complaints) == 0
    taken = await complaints["clerk"].post(f"{URL}/batch", {"items": items[:1] * 3, "atomic": True})
    assert (taken.status_code, taken.json()["taken"]) == (200, 3)


async def test_a_batch_has_its_limits(complaints: Complaints) -> None:
    for items, status in (([], 422), ([complaints.content()] * 501, 422)):
        answer = await complaints["clerk"].post(f"{URL}/batch", {"items": items})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (status, "/items")
    huge = await complaints["clerk"].post(f"{URL}/batch", {"items": [complaints.content(facts="长" * 900_000)]})
    assert huge.status_code == 413
    assert await kept(complaints) == 0
