"""Complaints by the public page, from the first word to the rated and signed answer, without an account."""

from uuid import uuid4

import pytest

from support.complaints import OPINION, URL, Complaints
from support.public_complaints import PUBLIC, Citizen

pytestmark = pytest.mark.anyio


@pytest.fixture
def citizen(complaints: Complaints) -> Citizen:
    return Citizen(complaints.world)


async def address(complaints: Complaints, citizen: Citizen, by: str = "clerk") -> str:
    """Where the people inside find the complaint of `citizen`."""
    number = (await citizen.mine())["number"]
    found = (await complaints[by].get(URL)).json()["items"]
    return f"{URL}/{next(one['id'] for one in found if one['number'] == number)}"


async def test_from_the_phone_to_the_rated_answer(complaints: Complaints, citizen: Citizen) -> None:
    world, clerk = complaints.world, complaints["clerk"]
    with world.at("2026-03-02 09:00"):
        await citizen.complain(happened="三月二日上午")
        receipt = citizen.receipt or {}
        assert (receipt["institution"], receipt["handler"]) == ("north_hospital", "north_hospital")
        assert (receipt["due_on"], receipt["provisional"]) == ("2026-03-09", False)
        assert "5个工作日" in receipt["basis"]
        url = await address(complaints, citizen)
        seen = await complaints.read(url)
        assert (seen["channel"], seen["first_receiver"], seen["title"]) == (
            "web", "网上投诉", "上午八点取号，至下午三点仍未检查",
        )  # fmt: skip
        assert (seen["has_receipt"], seen["happened"], seen["complainant_name_masked"]) == (
            True,
            "三月二日上午",
            "欧**",
        )
        (news,) = (await clerk.get("/notifications")).json()["items"]
        assert news["kind"] == "complaint_received"
        mine = await citizen.mine()
        assert (mine["state"], mine["told"]) == ("received", "已收到，等待核实")
        assert [step["step"] for step in mine["steps"]] == ["register"]
        (term,) = mine["terms"]
        assert (term["due_on"], term["state"], len(term["lines"])) == ("2026-03-09", "running", 8)
        assert mine["may"] == {
            "write": True, "add_photos": 6, "rate": False, "withdraw": True, "fetch_reply": False,
        }  # fmt: skip
    with world.at("2026-03-03 10:00"):
        await clerk.step(url, "investigate", {"departments": ["超声科"]})
        tag = (await clerk.get(url)).headers["etag"]
        asked = await clerk.post(f"{url}/messages", {"text": "请问是几号窗口取的号？"}, headers={"If-Match": tag})
        assert (asked.status_code, asked.json()["by_name"]) == (201, "clerk")
        mine = await citizen.mine()
        assert [(one["organisation"], one["text"]) for one in mine["messages"]] == [
            ("north_hospital", "请问是几号窗口取的号？")
        ]
        assert (await citizen.say("三号窗口，上午八点。")).status_code == 201
        assert (await citizen.photo()).status_code == 201
        waiting = (await clerk.get(f"{URL}?unread=true")).json()["items"]
        assert [one["unread_since"] for one in waiting] == ["2026-03-03T02:00:00Z"]
        assert (await complaints.read(url))["unread_messages"] == 1
        kinds = [one["kind"] for one in (await clerk.get("/notifications")).json()["items"]]
        assert kinds == ["complaint_message", "complaint_received"]
        talk = (await clerk.get(f"{url}/messages")).json()["items"]
        read = await clerk.post(f"{url}/messages/read", {"up_to": talk[-1]["id"]})
        assert read.status_code == 204
        assert (await complaints.read(url))["unread_messages"] == 0
        assert (await clerk.get(f"{URL}?unread=true")).json()["items"] == []
        files = (await clerk.get(f"/attachments?subject_type=complaint&subject_id={seen['id']}")).json()["items"]
        assert [(one["purpose"], one["uploaded_by_name"]) for one in files] == [("complaint", "投诉人（网上）")]
    with world.at("2026-03-05 15:00"):
        await clerk.step(url, "conclude", OPINION)
        mine = await citizen.mine()
        assert (mine["state"], mine["answer"]) == ("in_hand", None)  # not before it is fed back
        early = await citizen.post("rating", {"satisfaction": "satisfied"})
        assert (early.status_code, early.json()["code"]) == (409, "not_answered_yet")
        await clerk.step(url, "feed-back", {"fed_back_how": "online", "confirmed": "not_asked"})
        mine = await citizen.mine()
        assert (mine["state"], mine["answer"]["opinion"]) == ("answered", OPINION["opinion"])
        assert (mine["terms"][0]["state"], mine["terms"][0]["met_at"]) == ("met", "2026-03-05T07:00:00Z")
        assert any("north" in way for way in mine["appeal"]) and any("art. 22" in way for way in mine["appeal"])
        rated = await citizen.post("rating", {"satisfaction": "satisfied", "comment": "答复很及时"})
        assert (rated.status_code, rated.json()["rating"], rated.json()["may"]["rate"]) == (200, "satisfied", False)
        again = await citizen.post("rating", {"satisfaction": "dissatisfied"})
        assert (again.status_code, again.json()["code"]) == (409, "rated_already")
        seen = await complaints.read(url)
        assert (seen["satisfaction"], seen["rating"], seen["rating_comment"]) == (
            "satisfied",
            "satisfied",
            "答复很及时",
        )
        spoken_over = {"call_back_note": "电话回访", "satisfaction": "neutral"}
        assert (await complaints.refused("clerk", url, "call-back", spoken_over))[1] == "rated_by_the_complainant"
        await clerk.step(url, "call-back", {"call_back_note": "电话回访"})
        assert (await complaints.read(url))["satisfaction"] == "satisfied"


async def test_a_lost_answer_is_asked_for_again_and_gives_the_same_code(
    complaints: Complaints, citizen: Citizen
) -> None:
    key = str(uuid4())
    first, again = await citizen.send(key), await citizen.send(key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again.headers["idempotent-replayed"] == "true"
    assert len((await complaints["clerk"].get(URL)).json()["items"]) == 1
    other = await citizen.send(key, facts="另一件事，与前面无关。")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_mismatch")
    assert (await citizen.send("too-short")).status_code == 422
    without = await complaints.world.http.post(PUBLIC, json=citizen.content())
    assert without.status_code == 422
