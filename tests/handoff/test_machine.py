"""The liaison's own system: it pulls without loss, says without doubling, and proves that both hold the same."""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from duban.handoff.models import Handoff, HandoffMessage, HandoffReconciliation
from duban.handoff.protocol import Envelope, canonical, digest, fold, set_hash, state_bytes
from duban.kernel.db import count_queries
from duban.kernel.tokens import verify_bytes
from support.handoffs import BODIES, URL, Handoffs
from support.lived_in import attach
from support.world import Person

pytestmark = pytest.mark.anyio

FEED, LEASE, ACK, SAY = "/handoff/feed", "/handoff/lease", "/handoff/ack", "/handoff/messages"
RECONCILE = "/handoff/reconcile"
DAY = "2026-03-02 09:00"


async def took(person: Person, **body: Any) -> tuple[str, list[str]]:
    """A lease and the ids under it."""
    answer = await person.post(LEASE, {"limit": 20, "seconds": 60, **body})
    assert answer.status_code == 200, answer.text
    found = answer.json()
    return found["lease_id"], [item["envelope"]["id"] for item in found["items"]]


async def fed(person: Person, after: int = 0, limit: int = 200) -> list[dict[str, Any]]:
    answer = await person.get(FEED, params={"after": after, "limit": limit})
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_the_feed_has_every_word_of_both_sides_by_position(handoffs: Handoffs) -> None:
    liaison = handoffs["liaison"]
    with handoffs.world.at(DAY):
        assert (await liaison.get(FEED)).json() == {"items": [], "next_position": 0, "more": False, "head": 0}
        first, second = await handoffs.make("refused"), await handoffs.open()
        await handoffs.say(first, "ask_reconsideration")
        items = await fed(liaison)
        assert [i["position"] for i in items] == [1, 2, 3, 4, 5]
        assert [i["envelope"]["kind"] for i in items] == ["refer", "receive", "refuse", "refer", "ask_reconsideration"]
        for item in items:
            assert digest(canonical(Envelope.model_validate(item["envelope"]))) == item["sha256"]
        page = (await liaison.get(FEED, params={"after": 1, "limit": 2})).json()
        assert ([i["position"] for i in page["items"]], page["next_position"], page["more"]) == ([2, 3], 3, True)
        assert (await handoffs["stranger"].get(FEED)).json()["items"] == []
        assert (await handoffs["bureau"].get(FEED)).status_code == 403
        assert second != first


async def test_the_feed_costs_two_statements_however_long_it_is(handoffs: Handoffs) -> None:
    with handoffs.world.at(DAY):
        await handoffs.make("handed_over")
        seen: list[str] = []
        stop = count_queries(handoffs.world.database.reader, seen.append)
        assert len(await fed(handoffs["liaison"])) == 5
        stop()
    assert len([s for s in seen if s.startswith("SELECT")]) == 2


async def test_whoever_is_recused_reads_nothing_of_it_anywhere(handoffs: Handoffs) -> None:
    with handoffs.world.at(DAY):
        hidden, other = await handoffs.open(), await handoffs.open()
        liaison = handoffs["liaison"]
        for recused, seen in ((hidden, [str(other)]), (liaison.actor.organisation_id, [])):
            person = Person(handoffs.world, replace(liaison.actor, recused=frozenset({recused})))
            assert [i["envelope"]["handoff_id"] for i in await fed(person)] == seen
            assert (await person.get(FEED)).json()["more"] is False
            given = (await person.post(LEASE, {"seconds": 1})).json()["items"]
            assert [i["envelope"]["handoff_id"] for i in given] == seen
            assert (await person.get(f"{URL}/{hidden}")).status_code == 404
            assert (await person.post(SAY, await handoffs.envelope(hidden, "receive"))).status_code == 404


async def test_positions_have_no_gaps_and_no_doubles_under_concurrent_writers(handoffs: Handoffs) -> None:
    """Eight writers, every third of which is rolled back after it had its position."""

    class Killed(Exception):
        pass

    async def write(number: int, id: UUID) -> None:
        async def work(act: Any) -> None:
            from duban.handoff.sending import say

            handoff = await act.db.get_one(Handoff, id, with_for_update=True)
            await say(act, handoff, "note", {"text": f"第{number}条"}, party="sender")
            await act.db.flush()
            if number % 3 == 0:
                raise Killed

        try:
            await handoffs.act("bureau", work)
        except Killed:
            assert number % 3 == 0

    with handoffs.world.at(DAY):
        ids = [await handoffs.open() for _ in range(3)]
        await asyncio.gather(*(write(number, ids[number % 3]) for number in range(24)))
        items = await fed(handoffs["liaison"])
        assert [i["position"] for i in items] == list(range(1, 3 + 16 + 1))
        assert len({i["envelope"]["id"] for i in items}) == 19


async def test_what_is_leased_is_given_to_nobody_else_until_the_lease_runs_out(handoffs: Handoffs) -> None:
    liaison = handoffs["liaison"]
    with handoffs.world.at("2026-03-02 09:00"):
        id = await handoffs.open()
        lease, ids = await took(liaison, seconds=60)
        assert len(ids) == 1
        await handoffs.say(id, "note")
        # The note comes after what is out elsewhere: another reader must not be faster with it.
        assert (await took(liaison))[1] == []
        other = await handoffs.open()
        assert len((await took(liaison, seconds=60))[1]) == 1
        assert other != id
    with handoffs.world.at("2026-03-02 09:02"):
        again, redelivered = await took(liaison, seconds=60)
        assert redelivered[0] == ids[0]
        assert len(redelivered) == 3
        late = await liaison.post(ACK, {"lease_id": lease, "ids": ids})
        assert (late.status_code, late.json()["code"]) == (409, "lease_lost")
        assert [e["pointer"] for e in late.json()["errors"]] == ["/ids/0"]
        assert (await liaison.post(ACK, {"lease_id": again, "ids": redelivered})).json() == {"acknowledged": 3}
        assert (await liaison.post(ACK, {"lease_id": again, "ids": redelivered})).status_code == 200
        assert (await liaison.post(ACK, {"lease_id": lease, "ids": ids})).status_code == 200
    with handoffs.world.at("2026-03-02 10:00"):
        assert (await took(liaison))[1] == []


async def test_a_lost_lease_acknowledges_nothing_of_what_was_sent_along(handoffs: Handoffs) -> None:
    liaison = handoffs["liaison"]
    with handoffs.world.at("2026-03-02 09:00"):
        for _ in range(2):
            await handoffs.open()
        lease, ids = await took(liaison)
        mixed = await liaison.post(ACK, {"lease_id": lease, "ids": [ids[0], str(uuid4())]})
        assert [e["pointer"] for e in mixed.json()["errors"]] == ["/ids/1"]
        assert [i["acknowledged"] for i in await fed(liaison)] == [False, False]
        assert (await handoffs["stranger"].post(ACK, {"lease_id": lease, "ids": ids})).status_code == 409


async def test_an_acknowledgement_after_the_lease_counts_while_nobody_else_has_it(handoffs: Handoffs) -> None:
    with handoffs.world.at("2026-03-02 09:00"):
        await handoffs.open()
        lease, ids = await took(handoffs["liaison"], seconds=1)
    with handoffs.world.at("2026-03-02 11:00"):
        answer = await handoffs["liaison"].post(ACK, {"lease_id": lease, "ids": ids})
        assert answer.json() == {"acknowledged": 1}


async def test_the_whole_case_said_by_the_machine(handoffs: Handoffs) -> None:
    """Its own words are in the feed, and not given back to it."""
    liaison = handoffs["liaison"]
    with handoffs.world.at(DAY):
        id = await handoffs.open()
        for kind in ("receive", "ask_papers"):
            answer = await liaison.post(SAY, await handoffs.envelope(id, kind))
            assert answer.json()["effect"] == "applied", answer.text
        await handoffs.say(id, "supplement")
        answer = await liaison.post(SAY, await handoffs.envelope(id, "file"))
        kept = answer.json()
        assert (kept["state"], kept["turn"], kept["on_turn"]) == ("filed", 5, "sender")
        items = await fed(liaison)
        assert [i["acknowledged"] for i in items] == [False, True, True, False, True]
        _, ids = await took(liaison)
        assert ids == [items[0]["envelope"]["id"], items[3]["envelope"]["id"]]
        envelopes = [Envelope.model_validate(i["envelope"]) for i in items]
        own = state_bytes(fold(envelopes), {e.id: digest(canonical(e)) for e in envelopes})
        assert own == await handoffs.state(id)
        assert (await handoffs.read(id))["messages"][1]["channel"] == "api"


async def test_the_same_message_again_changes_nothing_and_other_bytes_are_refused(handoffs: Handoffs) -> None:
    liaison = handoffs["liaison"]
    with handoffs.world.at(DAY):
        id = await handoffs.open()
        said = await handoffs.envelope(id, "receive")
        first = await liaison.post(SAY, said)
        version = (await handoffs.read(id))["version"]
        again = await liaison.post(SAY, dict(reversed(list(said.items()))))
        assert (first.status_code, first.json()) == (again.status_code, again.json())
        assert (await handoffs.read(id))["version"] == version
        other = await liaison.post(SAY, said | {"by_name": "王警官"})
        assert (other.status_code, other.json()["code"]) == (409, "message_differs")
        assert len(await fed(liaison)) == 2


async def test_twins_that_arrive_at_once_are_one(handoffs: Handoffs) -> None:
    with handoffs.world.at(DAY):
        id = await handoffs.open()
        said = await handoffs.envelope(id, "receive")
        answers = await asyncio.gather(*(handoffs["liaison"].post(SAY, said) for _ in range(4)))
        assert {answer.status_code for answer in answers} == {200}
        assert len({answer.text for answer in answers}) == 1
        assert len(await fed(handoffs["liaison"])) == 2


async def test_what_comes_too_soon_waits_and_counts_when_the_rest_is_there(handoffs: Handoffs) -> None:
    liaison = handoffs["liaison"]
    with handoffs.world.at(DAY):
        id = await handoffs.open()
        receive = await handoffs.envelope(id, "receive")
        refuse = await handoffs.envelope(id, "refuse", turn=2)
        early = (await liaison.post(SAY, refuse)).json()
        assert (early["effect"], early["state"]) == ("waiting", "sent")
        assert (await liaison.post(SAY, receive)).json()["state"] == "refused"
        assert (await liaison.post(SAY, refuse)).json()["effect"] == "applied"
        found = await handoffs.read(id)
        assert ([m["effect"] for m in found["messages"]], found["returned_papers"]) == (["applied"] * 3, 5)


async def test_what_comes_too_late_is_noted(handoffs: Handoffs) -> None:
    with handoffs.world.at(DAY):
        id = await handoffs.make("refused")
        late = await handoffs.envelope(id, "ask_papers", turn=2)
        answer = (await handoffs["liaison"].post(SAY, late)).json()
        effects = {m["kind"]: m["effect"] for m in (await handoffs.read(id))["messages"]}
    assert answer["effect"] == effects["ask_papers"]
    assert sorted(effects.values()).count("noted") <= 1


@pytest.mark.parametrize(
    ("wrong", "status", "code"),
    [
        ({"party": "sender", "kind": "supplement"}, 422, "party_not_yours"),
        ({"party": "sender"}, 422, "kind_not_of_party"),
        ({"kind": "end"}, 422, "kind_not_of_party"),
        ({"kind": "refer"}, 422, "kind_not_of_party"),
        ({"number": "别的号"}, 422, "number_differs"),
        ({"at": "2026-03-02T09:06:00+08:00"}, 422, "in_future"),
        ({"at": "2026-03-02T08:54:00+08:00"}, 422, "before_referral"),
        ({"body": {"receiver_name": "李"}}, 422, "validation_failed"),
        ({"body": {}}, 422, "validation_failed"),
        ({"handoff_id": str(UUID(int=7))}, 404, "not_found"),
        ({"turn": -1}, 422, "validation_failed"),
        ({"format": "x"}, 422, "validation_failed"),
        ({"files": [{"path": "a", "sha256": "b" * 64, "size": 1, "media_type": "text/plain"}]}, 422, "file_missing"),
    ],
)
async def test_what_cannot_be_said_is_refused_and_leaves_nothing(
    handoffs: Handoffs, wrong: dict[str, Any], status: int, code: str
) -> None:
    with handoffs.world.at(DAY):
        id = await handoffs.open()
        said = await handoffs.envelope(id, "receive") | wrong
        if said["kind"] == "supplement":
            said["body"] = BODIES["supplement"]
        answer = await handoffs["liaison"].post(SAY, said)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert len(await fed(handoffs["liaison"])) == 1
        assert (await handoffs.read(id))["turn"] == 1


async def test_a_stranger_and_an_authority_above_say_nothing_here(handoffs: Handoffs) -> None:
    with handoffs.world.at(DAY):
        id = await handoffs.open()
        above = handoffs.world.person("north", "handoff.read", "handoff.decide", name="above")
        for person in (handoffs["stranger"], above):
            assert (await person.post(SAY, await handoffs.envelope(id, "receive"))).status_code == 404


async def test_files_are_attached_first_and_named_by_their_digest(handoffs: Handoffs) -> None:
    liaison = handoffs["liaison"]
    with handoffs.world.at(DAY):
        id = await handoffs.open()
        piece = (await liaison.get(f"/attachments/{await attach(liaison, 'handoff', str(id), 'receipt')}")).json()
        named = {"path": "回执.png", **{k: piece[k] for k in ("sha256", "size", "media_type")}}
        answer = await liaison.post(SAY, await handoffs.envelope(id, "receive", files=[named]))
        assert answer.status_code == 200, answer.text
        assert (await liaison.get(f"/handoff/files/{piece['sha256']}")).status_code == 200
        twice = await handoffs.envelope(id, "note", files=[named, named])
        assert (await liaison.post(SAY, twice)).json()["code"] == "path_twice"
        gone = await liaison.post(
            f"/attachments/{piece['id']}/withdraw", {"reason": "传错了"}, headers={"If-Match": "*"}
        )
        assert (gone.status_code, gone.json()["code"]) == (409, "sent_already")


async def test_both_sides_sign_what_they_hold_and_find_what_differs(handoffs: Handoffs) -> None:
    liaison, world = handoffs["liaison"], handoffs.world
    nothing = {"count": 0, "set_hash": set_hash({})}
    with world.at(DAY):
        assert (await liaison.post(RECONCILE, nothing)).status_code == 404
        for _ in range(3):
            await handoffs.make("received")
        items = await fed(liaison)
        own = {i["envelope"]["id"]: i["sha256"] for i in items}
        word = {"count": len(own), "set_hash": set_hash(own), "signature": "theirs"}
        found = (await liaison.post(RECONCILE, word)).json()
        assert (found["agrees"], found["after"], found["until"]) == (True, 0, 6)
        keys = (await world.http.get("http://duban.test/.well-known/jwks.json")).json()["keys"]
        assert verify_bytes(found["statement"].encode(), found["signature"], keys).kid
        assert f'"set_hash":"{found["set_hash"]}"' in found["statement"]
        # One was lost on their side: halving the range leads to it.
        del own[items[3]["envelope"]["id"]]
        low, high = 0, 6
        while high - low > 1:
            middle = (low + high) // 2
            half = {i["envelope"]["id"]: i["sha256"] for i in items[low:middle] if i["envelope"]["id"] in own}
            asked = {"after": low, "until": middle, "count": len(half), "set_hash": set_hash(half)}
            low, high = (middle, high) if (await liaison.post(RECONCILE, asked)).json()["agrees"] else (low, middle)
        assert high == 4
    with world.at("2026-03-03 09:00"):
        await handoffs.open()
        own = {i["envelope"]["id"]: i["sha256"] for i in items}
        word = {"on": "2026-03-02", "count": len(own), "set_hash": set_hash(own)}
        assert (await liaison.post(RECONCILE, word)).json()["agrees"] is True
        assert (await liaison.post(RECONCILE, word | {"on": "2026-03-03"})).json()["agrees"] is False
        assert (await liaison.post(RECONCILE, word | {"on": "2026-03-04"})).json()["code"] == "day_not_over"
        long = {"after": 0, "until": 2**40, **nothing}
        assert (await liaison.post(RECONCILE, long)).json()["until"] == 7
    async with world.database.session() as db:
        kept = (await db.scalars(select(HandoffReconciliation).order_by(col(HandoffReconciliation.id)))).all()
    assert (kept[0].agrees, kept[0].their_signature, kept[0].count) == (True, "theirs", 6)


async def test_a_page_of_the_desk_costs_one_statement(handoffs: Handoffs) -> None:
    with handoffs.world.at(DAY):
        for _ in range(3):
            await handoffs.make("received")
        for url, statements in ((URL, 1), (f"{URL}?limit=1", 1), (f"{URL}?count=exact&state=received", 2)):
            seen: list[str] = []
            stop = count_queries(handoffs.world.database.reader, seen.append)
            assert (await handoffs["liaison"].get(url)).status_code == 200
            stop()
            if handoffs.world.database.is_sqlite:  # elsewhere the lane asks the driver itself
                assert len([statement for statement in seen if statement != "BEGIN"]) == statements
    async with handoffs.world.database.session() as db:
        assert await db.scalar(select(func.count()).select_from(HandoffMessage)) == 6
