"""Whole cases: the liaison at the desk, clocks over weekends, words that cross, what comes on paper."""

import hashlib
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from duban.handoff.models import Handoff, HandoffMessage
from duban.handoff.protocol import Envelope, fold
from duban.handoff.sending import LISTENERS, SentFile, take_in
from duban.handoff.words import HandoffChannel, Party
from duban.kernel.acts import Act
from duban.kernel.clock import now
from duban.kernel.clocks import OPEN, Clock
from duban.kernel.errors import Conflict
from duban.kernel.object_store import open_store
from support.handoffs import BODIES, URL, Handoffs, body_of
from support.lived_in import attach
from support.uploads import png
from support.world import World

pytestmark = pytest.mark.anyio


async def due(world: World, id: object, term: str) -> tuple[str, str]:
    """When a term of the handoff ends, and what became of its clock."""
    async with world.database.session() as db:
        clock = (await db.scalars(select(Clock).where(col(Clock.subject_id) == id, col(Clock.term) == term))).one()
        return clock.due_at.isoformat(timespec="minutes"), clock.state


async def test_a_case_from_the_referral_to_the_result(handoffs: Handoffs) -> None:
    """Received on Friday 27 February 2026; the third day is Monday 2 March."""
    world, liaison = handoffs.world, handoffs["liaison"]
    with world.at("2026-02-27 09:00"):
        id = await handoffs.open()
        url = f"{URL}/{id}"
        found = await handoffs.read(id)
        assert (found["on_turn"], found["since"]) == ("receiver", "2026-02-27T01:00:00Z")
        assert found["disclosed"] == {"offence": "非法行医罪", "place": "北区某诊所"}
        assert await due(world, id, "handoff_receipt") == ("2026-02-28T01:00+00:00", "running")
    with world.at("2026-02-27 16:00"):
        signed = {"received_at": "2026-02-27T15:30:00+08:00", "receiver_name": "李警官", "receipt_number": "公收15号"}
        found = await liaison.step(url, "receive", signed)
        assert (found["receipt_number"], found["received_by"]) == ("公收15号", "李警官")
        assert await due(world, id, "handoff_receipt") == ("2026-02-28T01:00+00:00", "met")
        assert await due(world, id, "handoff_decide") == ("2026-03-02T16:00+00:00", "running")
        (line,) = (await liaison.get(f"{URL}?on_turn=receiver")).json()["items"]
        assert (line["next_due_on"], line["next_due_title_zh"]) == ("2026-03-02", "立案审查")
        assert (await liaison.get("/worklist")).json()["items"][0]["term"] == "handoff_decide"
    with world.at("2026-03-02 15:00"):
        found = await liaison.step(url, "file", BODIES["file"])
        assert (found["on_turn"], found["case_number"], found["filed_on"]) == (
            "sender",
            "公立字〔2026〕201号",
            "2026-03-04",
        )
        assert (await due(world, id, "handoff_decide"))[1] == "met"
        assert found["missed_terms"] == []
    with world.at("2026-03-03 10:00"):
        await handoffs.say(id, "hand_over", body=BODIES["hand_over"] | {"goods": [{"name": "听诊器", "quantity": "2"}]})
        await liaison.step(url, "confirm-goods", {"received_by": "王警官"})
    with world.at("2026-06-01 10:00"):
        found = await liaison.step(url, "result", BODIES["result"] | {"fine_fen": 500_000})
        assert (found["state"], found["outcome"], found["on_turn"]) == ("concluded", "judged", None)
    said = [(m["kind"], m["party"], m["effect"], m["turn"]) for m in found["messages"]]
    assert said == [
        ("refer", "sender", "applied", 0), ("receive", "receiver", "applied", 1), ("file", "receiver", "applied", 2),
        ("hand_over", "sender", "applied", 3), ("confirm_goods", "receiver", "applied", 4),
        ("result", "receiver", "applied", 5),
    ]  # fmt: skip
    history = (await liaison.get(f"{url}/history")).json()["items"]
    steps = [entry["action"] for entry in history if entry["label"]]
    assert steps == [f"handoff:{kind}" for kind, *_ in said]
    assert (await liaison.get("/search?q=无证行医")).json()["items"][0]["subject_id"] == str(id)


async def test_silence_stops_no_clock_and_is_marked_for_ever(handoffs: Handoffs) -> None:
    """Sent on Saturday: 24 hours are hours, at weekends too."""
    world = handoffs.world
    with world.at("2026-03-07 10:00"):
        id = await handoffs.open()
    with world.at("2026-03-08 09:59"):
        assert await world.sweep() == 0
    with world.at("2026-03-08 10:00"):
        assert await world.sweep() == 1
        assert (await handoffs.read(id))["missed_terms"] == ["handoff_receipt"]
        await handoffs.say(id, "note")
        assert await due(world, id, "handoff_receipt") == ("2026-03-08T02:00+00:00", "running")
    with world.at("2026-03-09 10:00"):
        await handoffs["liaison"].step(f"{URL}/{id}", "receive", body_of("receive"))
        await handoffs["liaison"].step(f"{URL}/{id}", "ask-papers", BODIES["ask_papers"])
    with world.at("2026-04-30 10:00"):
        assert await world.sweep() == 3
        found = await handoffs.read(id)
        assert found["overdue_at"] == "2026-03-08T02:00:00Z"
        assert set(found["missed_terms"]) == {"handoff_receipt", "handoff_decide", "handoff_decide_complex", "handoff_decide_grave"}  # fmt: skip  # noqa: E501
        assert found["state"] == "supplementing"
        assert len((await handoffs["liaison"].get(f"{URL}?overdue=true&missed=handoff_decide")).json()["items"]) == 1


async def test_three_days_end_after_a_holiday_and_count_a_make_up_saturday(handoffs: Handoffs) -> None:
    """The third day is 16 February 2026, in the Spring Festival; 24 February works again. 14 February is made up."""
    with handoffs.world.at("2026-02-13 10:00"):
        id = await handoffs.make("received")
        assert (await due(handoffs.world, id, "handoff_decide"))[0] == "2026-02-24T16:00+00:00"
    with handoffs.world.at("2026-02-11 23:59"):
        id = await handoffs.make("received")
        assert (await due(handoffs.world, id, "handoff_decide"))[0] == "2026-02-14T16:00+00:00"
    with handoffs.world.at("2026-02-12 00:00"):
        id = await handoffs.make("received")
        assert (await due(handoffs.world, id, "handoff_decide"))[0] == "2026-02-24T16:00+00:00"


async def test_a_region_counts_three_working_days(handoffs: Handoffs) -> None:
    setter = handoffs.world.person("north", "setting.write", name="setter")
    rule = {"amount": 3, "unit": "working_days", "basis": "本地规定"}
    with handoffs.world.at("2026-02-27 08:00"):
        answer = await setter.put("/regional-settings/term.handoff_decide?region=990102", rule)
        assert answer.status_code == 200, answer.text
        id = await handoffs.make("received")
        # The Saturday after it (28 February 2026) is made up for the Spring Festival: it counts.
        assert (await due(handoffs.world, id, "handoff_decide"))[0] == "2026-03-03T16:00+00:00"


async def test_forwarding_and_asking_late_is_told_by_when_it_was_said(handoffs: Handoffs) -> None:
    with handoffs.world.at("2026-03-02 09:00"):
        in_time, late = await handoffs.make("received"), await handoffs.make("received")
    with handoffs.world.at("2026-03-03 09:00"):
        found = await handoffs["liaison"].step(f"{URL}/{in_time}", "ask-papers", BODIES["ask_papers"])
        assert found["late"] == []
    with handoffs.world.at("2026-03-03 09:01"):
        found = await handoffs["liaison"].step(f"{URL}/{late}", "forward", BODIES["forward"])
        assert (found["late"], found["state"]) == (["forward"], "forwarded")


async def test_an_end_that_crossed_a_filing_is_put_back(handoffs: Handoffs) -> None:
    """The bureau ends it, not knowing that the police filed after all: the police's word came first (same turn)."""
    world, told = handoffs.world, list[tuple[str, str]]()

    async def listen(act: Act, handoff: Handoff, message: HandoffMessage) -> None:
        told.append((message.kind, message.effect))

    with world.at("2026-03-02 09:00"):
        id = await handoffs.make("refused")
        file = await handoffs.envelope(id, "file")
        LISTENERS.append(listen)
        try:
            await handoffs.say(id, "end")
            assert (await handoffs.read(id))["state"] == "ended"

            async def arrive(act: Act) -> None:
                handoff = await act.db.get_one(Handoff, id, with_for_update=True)
                await take_in(
                    act, handoff, Envelope.model_validate(file), side=Party.RECEIVER, channel=HandoffChannel.API
                )

            await handoffs.act("liaison", arrive)
        finally:
            LISTENERS.remove(listen)
        found = await handoffs.read(id)
    assert (found["state"], found["turn"], found["over_at"], found["case_number"]) == ("filed", 4, None, "公立字〔2026〕201号")  # fmt: skip  # noqa: E501
    assert told == [("end", "applied"), ("file", "applied"), ("end", "noted")]
    actions = [e["action"] for e in (await handoffs["liaison"].get(f"{URL}/{id}/history")).json()["items"]]
    assert actions[-3:] == ["handoff:end", "handoff:put_back", "handoff:file"]
    async with world.database.session() as db:
        messages = await db.scalars(select(HandoffMessage).where(col(HandoffMessage.handoff_id) == id))
        assert fold([m.envelope() for m in messages]).state == found["state"]


async def test_a_supervision_that_crossed_a_filing_leaves_no_clock_behind(handoffs: Handoffs) -> None:
    with handoffs.world.at("2026-03-02 09:00"):
        id = await handoffs.make("refused")
        file = await handoffs.envelope(id, "file")
        await handoffs.say(id, "suggest_supervision")
        assert (await due(handoffs.world, id, "handoff_explain"))[1] == "running"
        answer = await handoffs["liaison"].post("/handoff/messages", file)
        assert answer.json()["effect"] == "applied", answer.text
        assert (await due(handoffs.world, id, "handoff_explain"))[1] == "cancelled"


async def test_what_moves_nothing_and_comes_late_leaves_everything_where_it_is(handoffs: Handoffs) -> None:
    with handoffs.world.at("2026-03-02 09:00"):
        id = await handoffs.make("supervised")
        explain = await handoffs.envelope(id, "explain")
        await handoffs.say(id, "end")
        answer = (await handoffs["liaison"].post("/handoff/messages", explain)).json()
        assert (answer["effect"], answer["state"]) == ("applied", "ended")
        history = (await handoffs["liaison"].get(f"{URL}/{id}/history")).json()["items"]
        assert (history[-1]["action"], history[-1]["changes"]) == ("handoff:explain", {})


async def test_a_notice_to_file_gives_fifteen_days_from_when_the_police_had_it(handoffs: Handoffs) -> None:
    with handoffs.world.at("2026-03-02 09:00"):
        id = await handoffs.make("supervised")
    with handoffs.world.at("2026-03-05 09:00"):
        await handoffs.say(id, "notice_to_file", body={"notified_at": "2026-03-04T09:00:00+08:00"})
        assert await due(handoffs.world, id, "handoff_file_on_notice") == ("2026-03-19T16:00+00:00", "running")
        assert (await due(handoffs.world, id, "handoff_explain"))[1] == "cancelled"
        assert (await handoffs.read(id))["notified_at"] == "2026-03-04T01:00:00Z"
        await handoffs["liaison"].step(f"{URL}/{id}", "file", BODIES["file"])
        assert (await due(handoffs.world, id, "handoff_file_on_notice"))[1] == "met"


async def open_terms(handoffs: Handoffs, id: UUID) -> list[tuple[str, str]]:
    """The terms that run, with their ends."""
    async with handoffs.world.database.session() as db:
        found = await db.scalars(select(Clock).where(col(Clock.subject_id) == id, col(Clock.state).in_(OPEN)))
        return sorted((clock.term, f"{clock.due_at:%Y-%m-%d}") for clock in found)


async def test_a_notice_to_file_said_again_begins_no_second_term_and_prolongs_none(handoffs: Handoffs) -> None:
    with handoffs.world.at("2026-03-02 09:00"):
        id = await handoffs.make("supervised")
    with handoffs.world.at("2026-03-06 09:00"):
        first, second = UUID(int=1), UUID(int=2)
        late = {"notified_at": "2026-03-05T09:00:00+08:00"}
        await handoffs.say(id, "notice_to_file", body=late, message_id=second)
        assert await open_terms(handoffs, id) == [("handoff_file_on_notice", "2026-03-20")]
        # Another of the same turn, which stands before it: that one counts, on both sides and whenever it arrives.
        early = {"notified_at": "2026-03-04T09:00:00+08:00"}
        await handoffs.say(id, "notice_to_file", body=early, message_id=first)
        assert await open_terms(handoffs, id) == [("handoff_file_on_notice", "2026-03-19")]
        assert (await handoffs.read(id))["notified_at"] == "2026-03-04T01:00:00Z"
        await handoffs.say(id, "notice_to_file", body=late, message_id=UUID(int=3))
        assert await open_terms(handoffs, id) == [("handoff_file_on_notice", "2026-03-19")]
        effects = {one["id"]: one["effect"] for one in (await handoffs.read(id))["messages"]}
        assert [effects[str(UUID(int=n))] for n in (1, 2, 3)] == ["applied", "noted", "noted"]


async def test_a_notice_to_file_that_comes_after_the_filing_begins_nothing(handoffs: Handoffs) -> None:
    """Carried on a disc: the police have filed on their own by then."""
    with handoffs.world.at("2026-03-02 09:00"):
        id = await handoffs.make("supervised")
        body = {"notified_at": "2026-03-02T09:00:00+08:00"}
        notice = Envelope.model_validate(await handoffs.envelope(id, "notice_to_file", party="sender", body=body))
        await handoffs["liaison"].step(f"{URL}/{id}", "file", BODIES["file"])

        async def arrives(act: Act) -> str:
            handoff = await act.db.get_one(Handoff, id, with_for_update=True)
            message, _ = await take_in(act, handoff, notice, side=Party.SENDER, channel=HandoffChannel.DISC)
            return message.effect

        assert await handoffs.act("bureau", arrives) == "applied"
        assert await open_terms(handoffs, id) == []


async def test_what_came_on_paper_is_written_down_by_the_bureau_and_says_so(handoffs: Handoffs) -> None:
    with handoffs.world.at("2026-03-02 09:00"):
        id = await handoffs.open()
    with handoffs.world.at("2026-03-04 09:00"):
        body = {"received_at": "2026-03-02T15:00:00+08:00", "receiver_name": "李警官"}
        await handoffs.say(id, "receive", party="receiver", body=body, channel="paper", by_name="李警官",
                           recorded_by_name="张执法", at=now())  # fmt: skip
        found = await handoffs.read(id)
        message = found["messages"][-1]
        assert (message["by_name"], message["by_organisation"]) == ("李警官", "north_police")
        assert (message["recorded_by"], message["channel"]) == ("张执法", "paper")
        assert (await due(handoffs.world, id, "handoff_decide"))[0] == "2026-03-05T16:00+00:00"
        (waiting,) = (await handoffs["liaison"].post("/handoff/lease", {"limit": 5})).json()["items"][1:]
        assert waiting["envelope"]["recorded_by"] == "张执法"


async def test_what_was_said_in_time_was_in_time_whenever_it_is_written_down(handoffs: Handoffs) -> None:
    with handoffs.world.at("2026-03-02 09:00"):
        id = await handoffs.open()
        heard = now()
    with handoffs.world.at("2026-03-04 09:00"):
        body = {"received_at": heard.isoformat(), "receiver_name": "李警官"}
        await handoffs.say(id, "receive", party="receiver", body=body, channel="paper", recorded_by_name="张", at=heard)
        assert (await due(handoffs.world, id, "handoff_receipt"))[1] == "met"
        await handoffs.world.sweep()
        assert "handoff_receipt" not in (await handoffs.read(id))["missed_terms"]


async def test_a_word_is_said_once_however_often_the_matter_asks(handoffs: Handoffs) -> None:
    with handoffs.world.at("2026-03-02 09:00"):
        id = await handoffs.make("refused")
        first = await handoffs.say(id, "ask_reconsideration", message_id=id)
        again = await handoffs.say(id, "ask_reconsideration", message_id=id)
        assert (first.id, first.sha256) == (again.id, again.sha256)
        with pytest.raises(Conflict) as refused:
            await handoffs.say(id, "ask_reconsideration", message_id=id, body={"reason": "另一理由"})
        assert refused.value.code == "message_differs"
        with pytest.raises(Conflict) as refused:
            await handoffs.open(id=id)
        assert refused.value.code == "referred_already"


async def test_a_notice_goes_along_with_the_next_step_and_comes_back_byte_by_byte(handoffs: Handoffs) -> None:
    liaison = handoffs["liaison"]
    with handoffs.world.at("2026-03-02 09:00"):
        store = open_store(handoffs.world.settings.object_store_url)
        import io

        data = b"letter" * 1000
        sha256 = hashlib.sha256(data).hexdigest()
        await store.put(f"test/{sha256}", io.BytesIO(data))
        letter = SentFile("移送书.txt", sha256, len(data), "text/plain", f"test/{sha256}")
        id = await handoffs.open(files=[letter])
        found = await handoffs.read(id)
        assert found["messages"][0]["files"] == [{"path": "移送书.txt", "sha256": sha256, "size": 6000, "media_type": "text/plain"}]  # fmt: skip  # noqa: E501
        whole = await liaison.get(f"/handoff/files/{sha256}")
        part = await liaison.get(f"/handoff/files/{sha256}", headers={"Range": "bytes=6-11"})
        assert (whole.content, part.content, part.status_code) == (data, b"letter", 206)
        assert (await handoffs["stranger"].get(f"/handoff/files/{sha256}")).status_code == 404
        looks = [e for e in (await liaison.get(f"{URL}/{id}/history")).json()["items"] if e["action"] == "handoff:look"]
        assert len(looks) == 2
        await attach(liaison, "handoff", str(id), "receipt")
        found = await liaison.step(f"{URL}/{id}", "receive", body_of("receive"))
        (file,) = found["messages"][-1]["files"]
        assert (await liaison.get(f"/handoff/files/{file['sha256']}")).content == png("lived in")
        found = await liaison.step(f"{URL}/{id}", "refuse", BODIES["refuse"])
        assert found["messages"][-1]["files"] == []


async def test_only_the_receiver_and_only_with_the_permission(handoffs: Handoffs) -> None:
    with handoffs.world.at("2026-03-02 09:00"):
        id = await handoffs.open()
        url = f"{URL}/{id}"
        above = handoffs.world.person("north", "handoff.read", "handoff.decide", "evidence.add", name="above")
        reader = handoffs.world.person("north_police", "handoff.read", name="reader")
        match = {"If-Match": "*"}
        for person, status, code in ((above, 409, "not_the_receiver"), (reader, 403, "permission_missing"),
                                     (handoffs["stranger"], 404, "not_found")):  # fmt: skip
            answer = await person.post(f"{url}/receive", body_of("receive"), headers=match)
            assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert (await handoffs["bureau"].get(url)).status_code == 403
        assert (await handoffs["liaison"].post(f"{url}/receive", body_of("receive"))).status_code == 428
        stale = {"If-Match": '"99"'}
        assert (await handoffs["liaison"].post(f"{url}/receive", body_of("receive"), headers=stale)).status_code == 412
        hospital = handoffs.world.person("north_hospital", "handoff.read", name="hospital")
        assert (await hospital.get(URL)).json()["items"] == []
        assert (await hospital.get(url)).status_code == 404


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"received_at": "2030-01-01T00:00:00Z", "receiver_name": "李"}, "/body/received_at"),
        ({"received_at": "0001-01-01T00:00:00Z", "receiver_name": "李"}, "/body/received_at"),
        ({"received_at": "2026-03-02T09:00:00", "receiver_name": "李"}, "/received_at"),
        ({"received_at": "2026-03-02T09:00:00+08:00"}, "/receiver_name"),
        ({"received_at": "2026-03-02T09:00:00+08:00", "receiver_name": "李", "more": 1}, "/more"),
    ],
)
async def test_a_receipt_that_cannot_be_is_refused(handoffs: Handoffs, body: dict[str, object], pointer: str) -> None:
    with handoffs.world.at("2026-03-02 09:00"):
        id = await handoffs.open()
        answer = await handoffs["liaison"].post(f"{URL}/{id}/receive", body, headers={"If-Match": "*"})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
        assert (await handoffs.read(id))["turn"] == 1
