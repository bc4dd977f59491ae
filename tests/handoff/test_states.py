"""Every state is reached through real messages, and from each exactly the words of RULES part C lead on, to each party.

The table is written from the rules and machine 5, not from the code.
"""

from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from duban.handoff.models import HandoffMessage
from duban.handoff.protocol import after, fold
from duban.handoff.rules import is_open
from duban.handoff.words import HandoffState, Kind, Party
from duban.kernel.clocks import Clock, ClockState
from duban.kernel.errors import Problem
from support.handoffs import PATHS, URL, Handoffs

pytestmark = pytest.mark.anyio

POLICE: dict[str, set[str]] = {
    "sent": {"receive", "forward", "decline", "note"},
    "received": {"ask_papers", "forward", "decline", "file", "refuse", "note"},
    "supplementing": {"forward", "decline", "file", "refuse", "note"},
    "forwarded": {"note"},
    "declined": {"note"},
    "filed": {"result", "note"},
    "handing_over": {"confirm_goods", "result", "note"},
    "handed_over": {"result", "note"},
    "refused": {"file", "note"},
    "reconsidering": {"file", "uphold", "note"},
    "upheld": {"file", "note"},
    "supervised": {"file", "explain", "note"},
    "concluded": {"note"},
    "ended": {"note"},
}
BUREAU: dict[str, set[str]] = {
    "sent": {"note"},
    "received": {"note"},
    "supplementing": {"supplement", "note"},
    "forwarded": {"note"},
    "declined": {"note"},
    "filed": {"hand_over", "note"},
    "handing_over": {"note"},
    "handed_over": {"note"},
    "refused": {"ask_reconsideration", "suggest_supervision", "end", "note"},
    "reconsidering": {"note"},
    "upheld": {"suggest_supervision", "end", "note"},
    "supervised": {"notice_to_file", "end", "note"},
    "concluded": {"note"},
    "ended": {"note"},
}
LEADS_TO = {
    "receive": "received", "ask_papers": "supplementing", "supplement": "received", "forward": "forwarded",
    "decline": "declined", "file": "filed", "refuse": "refused", "ask_reconsideration": "reconsidering",
    "uphold": "upheld", "suggest_supervision": "supervised", "hand_over": "handing_over",
    "confirm_goods": "handed_over", "result": "concluded", "end": "ended",
}  # fmt: skip
TURN = {
    "sent": "receiver", "received": "receiver", "supplementing": "sender", "filed": "sender",
    "handing_over": "receiver", "handed_over": "receiver", "refused": "sender", "reconsidering": "receiver",
    "upheld": "sender", "supervised": "receiver",
}  # fmt: skip
DECIDING = {"handoff_decide", "handoff_decide_complex", "handoff_decide_grave"}
CLOCKS = {
    "sent": {"handoff_receipt"},
    "received": DECIDING,
    "supplementing": DECIDING,
    "reconsidering": {"handoff_reconsider"},
    "supervised": {"handoff_explain"},
}
"""What runs in each state: nothing that the police owe stops because papers are missing (C-9)."""


async def clocks(handoffs: Handoffs, id: UUID) -> set[str]:
    async with handoffs.world.database.session() as db:
        found = await db.scalars(
            select(Clock.term).where(col(Clock.subject_id) == id, col(Clock.state) == ClockState.RUNNING)
        )
        return set(found)


@pytest.mark.parametrize("state", PATHS)
async def test_each_state_is_reached_and_leads_on_by_the_rules(handoffs: Handoffs, state: str) -> None:
    with handoffs.world.at("2026-03-02 09:30"):
        id = await handoffs.make(state)
        found = await handoffs.read(id)
        assert found["state"] == state
        assert found["turn"] == 1 + len(PATHS[state])
        assert found["on_turn"] == TURN.get(state)
        assert await clocks(handoffs, id) == CLOCKS.get(state, set())
        assert {a["step"] for a in found["available_actions"] if a["open"]} == POLICE[state]
        assert {a["step"] for a in found["available_actions"]} == POLICE[state]
        (line,) = (await handoffs["liaison"].get(f"{URL}?state={state}")).json()["items"]
        assert (line["id"], line["on_turn"]) == (str(id), TURN.get(state))
        async with handoffs.world.database.session() as db:
            said = await db.scalars(select(HandoffMessage).where(col(HandoffMessage.handoff_id) == id))
            assert fold([message.envelope() for message in said]).state == state


@pytest.mark.parametrize("party", Party)
@pytest.mark.parametrize("state", PATHS)
def test_what_each_party_may_say_and_where_it_leads(state: str, party: Party) -> None:
    table = BUREAU if party is Party.SENDER else POLICE
    found = {kind: after(HandoffState(state), kind) for kind in Kind if is_open(HandoffState(state), kind, party)}
    assert found == {kind: LEADS_TO.get(kind, state) for kind in table[state]}


def test_nothing_begins_but_a_referral_by_the_sender() -> None:
    assert [(k, p) for k in Kind for p in Party if is_open(None, k, p)] == [(Kind.REFER, Party.SENDER)]
    assert not any(is_open(HandoffState(state), Kind.REFER, Party.SENDER) for state in PATHS)


async def test_the_sender_is_refused_what_is_not_open_or_not_its_word(handoffs: Handoffs) -> None:
    with handoffs.world.at("2026-03-02 09:30"):
        id = await handoffs.make("received")
        for kind, code in (("supplement", "wrong_state"), ("end", "wrong_state"), ("file", "kind_not_of_party")):
            with pytest.raises(Problem) as refused:
                await handoffs.say(id, kind)
            assert refused.value.code == code
        with pytest.raises(Problem) as refused:
            await handoffs.say(id, "refer", body={"text": "again"})
        assert (await handoffs.read(id))["turn"] == 2


def test_the_table_knows_every_word() -> None:
    assert set().union(*POLICE.values(), *BUREAU.values()) == set(Kind) - {Kind.REFER}
