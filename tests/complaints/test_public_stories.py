"""Complaints by the public page, from the first word to the rated and signed answer, without an account."""

import asyncio
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from duban.complaints.public_form import EDITION
from duban.complaints.public_models import ComplaintReceipt
from duban.complaints.public_reading import TOLD
from duban.complaints.words import ComplaintState
from duban.kernel.tokens import generate_key, sign_bytes, sign_document
from duban.kernel.verify_file import verify_file
from support.complaints import OPINION, URL, Complaints
from support.people import journal
from support.public_complaints import CITIZEN, PUBLIC, Citizen
from support.uploads import png

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
        (question,) = (await clerk.get(f"{url}/messages")).json()["items"]
        assert question["read_at"] == "2026-03-03T02:00:00Z"
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
        assert any("north" in way for way in mine["appeal"]) and any("第二十二条" in way for way in mine["appeal"])
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


async def test_two_that_are_sent_at_once_are_one(complaints: Complaints, citizen: Citizen) -> None:
    key = str(uuid4())
    answers = await asyncio.gather(*(citizen.send(key) for _ in range(4)))
    assert {(one.status_code, one.text) for one in answers} == {(201, answers[0].text)}
    assert len((await complaints["clerk"].get(URL)).json()["items"]) == 1


async def test_who_asks_for_it_is_never_told_to_the_institution(complaints: Complaints, citizen: Citizen) -> None:
    await citizen.complain(is_protected=True)
    assert (citizen.receipt or {})["handler"] == "north"  # the nearest health authority above it
    url = await address(complaints, citizen, "clerk")
    await citizen.say("我是三床家属欧阳")
    await citizen.photo(png("ward"))
    handler, clerk = complaints["handler"], complaints["clerk"]
    await handler.step(url, "investigate", {"departments": ["超声科"]})
    seen = await complaints.read(url, "clerk")
    assert seen["facts"] and seen["has_receipt"]
    refused = await clerk.get(f"{url}/messages")
    assert (refused.status_code, refused.json()["code"]) == (403, "messages_kept")
    subject = f"subject_type=complaint&subject_id={seen['id']}"
    assert (await clerk.get(f"/attachments?{subject}")).status_code == 404
    assert [one["text"] for one in (await handler.get(f"{url}/messages")).json()["items"]] == ["我是三床家属欧阳"]
    await handler.step(url, "conclude", OPINION)
    await handler.step(url, "feed-back", {"fed_back_how": "online", "confirmed": "not_asked"})
    await citizen.post("rating", {"satisfaction": "dissatisfied", "comment": "我是三床家属"})
    told = str(await complaints.read(url, "clerk"))
    for path in (
        f"{url}/history",
        "/search?q=三床家属",
        "/notifications",
        "/worklist",
        f"/events?subject={seen['id']}",
    ):
        told += (await clerk.get(path)).text
    for kept in ("三床家属", "欧**", "138****", *CITIZEN.values()):
        assert kept not in told, kept
    assert (await complaints.read(url, "handler"))["rating_comment"] == "我是三床家属"


async def test_a_declined_complaint_says_why_and_where_to_go(complaints: Complaints, citizen: Citizen) -> None:
    await citizen.complain()
    url = await address(complaints, citizen)
    why = {
        "decline_reason": "police_matter",
        "decline_explanation": "所反映的情况属于治安案件。",
        "right_door": "城北区公安分局",
    }
    await complaints["clerk"].step(url, "propose-decline", why)
    mine = await citizen.mine()
    assert (mine["state"], mine["declined"]) == ("received", None)  # a proposal is no decision
    await complaints["head"].step(url, "decline", {"reason": "情况属实"})
    mine = await citizen.mine()
    assert (mine["state"], mine["declined"]["right_door"]) == ("declined", "城北区公安分局")
    assert (mine["declined"]["reason_label"], mine["may"]["withdraw"]) == ("治安或刑事案件", False)
    assert (await citizen.get("/reply")).status_code == 200


async def test_a_merged_complaint_gets_an_answer_of_its_own(complaints: Complaints, citizen: Citizen) -> None:
    await citizen.complain()
    url = await address(complaints, citizen)
    leading = await complaints.make("investigating")
    await complaints["clerk"].step(url, "merge", {"merged_into_id": leading.rsplit("/", 1)[1], "reason": "同一事项"})
    mine = await citizen.mine()
    assert (mine["state"], mine["may"]["fetch_reply"]) == ("in_hand", False)
    await complaints["clerk"].step(leading, "conclude", OPINION)
    online = {"fed_back_how": "online", "confirmed": "agreed"}
    assert await complaints.refused("clerk", leading, "feed-back", online) == (422, "no_receipt")
    await complaints["clerk"].step(url, "feed-back-merged", {"fed_back_how": "online", "confirmed": "not_asked"})
    mine = await citizen.mine()
    assert (mine["state"], mine["answer"]["measures"], mine["may"]["rate"]) == ("answered", OPINION["measures"], True)


async def test_taken_back_by_its_complainant(complaints: Complaints, citizen: Citizen) -> None:
    await citizen.complain()
    url = await address(complaints, citizen)
    gone = await citizen.post("withdraw", {"reason": "问题已解决，我是王医生的亲戚"})
    assert (gone.status_code, gone.json()["state"]) == (200, "withdrawn")
    seen = await complaints.read(url)
    assert (seen["state"], seen["withdrawn_how"], seen["clocks"][0]["state"]) == (
        "withdrawn", "投诉人凭网上查询码撤回", "met",
    )  # fmt: skip
    assert "亲戚" not in (await complaints["clerk"].get(f"{url}/history")).text
    assert (await citizen.post("withdraw", {"reason": "再撤一次"})).status_code == 409
    assert (await citizen.say("还有一件事")).json()["code"] == "withdrawn_already"
    assert (await citizen.photo()).json()["code"] == "withdrawn_already"
    assert (await citizen.mine())["may"]["add_photos"] == 0


async def test_handed_over_it_is_answered_by_whoever_took_it(complaints: Complaints, citizen: Citizen) -> None:
    await citizen.complain()
    url = await address(complaints, citizen)
    await complaints["clerk"].step(url, "hand-over", {"handover_to_id": complaints.id_of("north"), "reason": "请接办"})
    taken = {"responsible": "投诉办", "responsible_department": "投诉受理窗口"}
    await complaints["handler"].step(url, "take-over", taken)
    assert (await citizen.mine())["handler"] == "north"
    await citizen.say("请问进展如何？")
    (news,) = (await complaints["handler"].get("/notifications")).json()["items"]
    assert news["kind"] == "complaint_message"
    wrong = await complaints["clerk"].post(f"{url}/messages", {"text": "我来答"}, headers={"If-Match": "*"})
    assert (wrong.status_code, wrong.json()["code"]) == (409, "not_the_handler")
    assert (await complaints["clerk"].get(f"{url}/messages")).status_code == 403
    said = await complaints["handler"].post(f"{url}/messages", {"text": "正在核实"}, headers={"If-Match": "*"})
    assert said.status_code == 201
    assert (await complaints.read(url, "handler"))["unread_since"] is None  # an answer has read what it answers


async def test_new_facts_after_the_answer_are_handled_again_and_rated_again(
    complaints: Complaints, citizen: Citizen
) -> None:
    await citizen.complain()
    url, clerk = await address(complaints, citizen), complaints["clerk"]
    for name, body in (
        ("investigate", {"departments": ["超声科"]}),
        ("conclude", OPINION),
        ("feed-back", {"fed_back_how": "online", "confirmed": "not_asked"}),
    ):
        await clerk.step(url, name, body)
    await citizen.post("rating", {"satisfaction": "dissatisfied"})
    assert (await citizen.photo()).status_code == 201
    await clerk.step(url, "reopen", {"new_facts": "投诉人补充了照片"})
    mine = await citizen.mine()
    assert (mine["state"], mine["answer"], mine["rating"], len(mine["terms"])) == ("in_hand", None, None, 2)
    assert [step["step"] for step in mine["steps"]] == [
        "register", "investigate", "conclude", "feed_back", "rate", "reopen",
    ]  # fmt: skip


async def test_an_answer_that_is_late_is_called_late(complaints: Complaints, citizen: Citizen) -> None:
    with complaints.world.at("2026-03-02 09:00"):
        await citizen.complain()
    with complaints.world.at("2026-03-09 23:59"):
        assert (await citizen.mine())["is_overdue"] is False
    with complaints.world.at("2026-03-10 00:00"):
        assert (await citizen.mine())["is_overdue"] is True
        await complaints.sweep()
        mine = await citizen.mine()
        assert mine["terms"][0]["missed_at"] == "2026-03-09T16:00:00Z"
        assert mine["steps"][-1]["step"] == "overdue"


async def test_the_signed_reply_is_checked_without_us(complaints: Complaints, citizen: Citizen, tmp_path: Path) -> None:
    await citizen.complain()
    url = await address(complaints, citizen)
    assert (await citizen.get("/reply")).json()["code"] == "no_reply_yet"
    await complaints["clerk"].step(url, "settle", {"opinion": "当场说明原因并致歉。", "confirmed": "agreed"})
    answer = await citizen.get("/reply")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/jose")
    file = tmp_path / "reply.jws"
    file.write_bytes(answer.content)
    report = verify_file(file)
    assert report.ok and report.own_keys, report.told()
    assert "当场说明原因并致歉" in report.told() and (await citizen.mine())["number"] in report.told()
    published = (await complaints.world.http.get("http://duban.test/.well-known/jwks.json")).json()["keys"]
    assert verify_file(file, public_keys=published).ok
    assert not verify_file(file, public_keys=[generate_key().public_jwk]).ok
    header, payload, signature = answer.text.split(".")
    for forged in (
        f"{header}.{payload[:-2]}AA.{signature}",
        sign_document(b'{"format":"something/1"}', generate_key()),
        sign_bytes(b"{}", generate_key()),
        f"{header}.{payload}",
        "ey.ey.ey",
    ):
        file.write_text(forged)
        assert not verify_file(file).ok, forged


async def test_unread_marks_belong_to_the_handler_and_to_this_complaint(
    complaints: Complaints, citizen: Citizen
) -> None:
    await citizen.complain()
    url, clerk = await address(complaints, citizen), complaints["clerk"]
    await citizen.say("一")
    first = (await clerk.get(f"{url}/messages")).json()["items"][0]["id"]
    await citizen.say("二")
    assert (await clerk.post(f"{url}/messages/read", {"up_to": str(uuid4())})).status_code == 422
    assert (await complaints["handler"].post(f"{url}/messages/read", {"up_to": first})).status_code == 409
    assert (await clerk.post(f"{url}/messages/read", {"up_to": first})).status_code == 204
    seen = await complaints.read(url)
    assert (seen["unread_messages"], seen["unread_since"] is not None) == (1, True)  # what came later waits on
    page = (await clerk.get(f"{url}/messages?limit=1")).json()
    rest = (await clerk.get(f"{url}/messages?limit=1&cursor={page['next_cursor']}")).json()
    assert [one["text"] for one in page["items"] + rest["items"]] == ["一", "二"]
    assert rest["next_cursor"] is None
    plain = await complaints.register()
    refused = await clerk.post(f"{plain}/messages", {"text": "请问"}, headers={"If-Match": "*"})
    assert (refused.status_code, refused.json()["code"]) == (409, "no_receipt")


async def test_the_journal_says_that_the_complainant_did_it_and_under_which_notice(
    complaints: Complaints, citizen: Citizen
) -> None:
    await citizen.complain()
    await citizen.say("补充")
    entries = await journal(complaints.world, "complaint:")
    assert [(one.action, one.actor_kind, one.actor_name) for one in entries] == [
        ("complaint:register", "public", "投诉人（网上）"),
        ("complaint:receive_message", "public", "投诉人（网上）"),
    ]
    assert len({one.actor_id for one in entries}) == 1
    async with complaints.world.database.session() as db:
        (receipt,) = await db.scalars(select(ComplaintReceipt))
    assert receipt.id == entries[0].actor_id
    assert (receipt.notice_edition, receipt.consented_at is not None) == (EDITION, True)


def test_every_state_has_words_for_its_complainant() -> None:
    assert set(TOLD) == set(ComplaintState)
