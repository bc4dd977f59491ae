"""The fold by itself: any order, any repetition, late and missing messages; and the bytes of a message."""

from dataclasses import dataclass
from itertools import permutations
from uuid import UUID

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from duban.handoff.protocol import Envelope, canonical, digest, fold, running, set_hash
from duban.handoff.words import Effect, HandoffState, Kind, Party

S, R = Party.SENDER, Party.RECEIVER
APPLIED, NOTED, WAITING = Effect.APPLIED, Effect.NOTED, Effect.WAITING


@dataclass(frozen=True)
class Said:
    id: UUID
    turn: int
    kind: Kind
    party: Party


def said(number: int, turn: int, kind: str, party: Party) -> Said:
    return Said(UUID(int=number), turn, Kind(kind), party)


REFER, RECEIVE = said(1, 0, "refer", S), said(2, 1, "receive", R)
ASK, SUPPLEMENT = said(3, 2, "ask_papers", R), said(4, 3, "supplement", S)


def test_nothing_said_is_no_state() -> None:
    assert (fold([]).state, fold([]).turn) == (None, 0)


def test_any_order_and_any_repetition_lead_to_the_same() -> None:
    messages = (REFER, RECEIVE, ASK, SUPPLEMENT)
    for order in permutations(messages):
        found = fold([*order, *order])
        assert (found.state, found.turn, found.moved) == (HandoffState.RECEIVED, 4, messages)


def test_the_receiver_is_first_where_both_speak_at_once_and_the_other_word_is_kept() -> None:
    file = said(9, 3, "file", R)
    found = fold([REFER, RECEIVE, ASK, SUPPLEMENT, file])
    assert found.state is HandoffState.FILED
    assert found.effects == {REFER.id: APPLIED, RECEIVE.id: APPLIED, ASK.id: APPLIED, file.id: APPLIED, SUPPLEMENT.id: NOTED}  # fmt: skip  # noqa: E501


def test_what_rests_on_something_missing_waits_for_it() -> None:
    assert fold([REFER, ASK]).effects[ASK.id] is WAITING
    assert fold([RECEIVE, ASK]).effects == {RECEIVE.id: WAITING, ASK.id: WAITING}
    found = fold([ASK, REFER, RECEIVE])
    assert (found.state, found.effects[ASK.id]) == (HandoffState.SUPPLEMENTING, APPLIED)


def test_an_end_that_crosses_a_filing_gives_way() -> None:
    refused = [REFER, RECEIVE, said(3, 2, "refuse", R)]
    end, file = said(4, 3, "end", S), said(5, 3, "file", R)
    assert fold([*refused, end]).state is HandoffState.ENDED
    found = fold([*refused, end, file])
    assert (found.state, found.effects[end.id]) == (HandoffState.FILED, NOTED)


def test_what_moves_nothing_comes_before_what_moves_at_the_same_turn() -> None:
    supervised = [REFER, RECEIVE, said(3, 2, "refuse", R), said(4, 3, "suggest_supervision", S)]
    file, explain = said(5, 4, "file", R), said(6, 4, "explain", R)
    found = fold([*supervised, file, explain])
    assert (found.state, found.effects[explain.id]) == (HandoffState.FILED, APPLIED)


def test_what_begins_a_term_and_moves_nothing_counts_once_in_a_state() -> None:
    supervised = [REFER, RECEIVE, said(3, 2, "refuse", R), said(4, 3, "suggest_supervision", S)]
    first, second = said(5, 4, "notice_to_file", S), said(6, 4, "notice_to_file", S)
    for order in permutations((first, second)):
        found = fold([*supervised, *order])
        assert (found.effects[first.id], found.effects[second.id]) == (APPLIED, NOTED)
        assert set(running(found.applied())) == {"handoff_file_on_notice"}
    again = [said(7, 4, "explain", R), said(8, 4, "explain", R)]
    assert {fold([*supervised, *again]).effects[one.id] for one in again} == {APPLIED}  # it begins nothing


def test_a_note_counts_as_soon_as_there_is_a_handoff_and_moves_nothing() -> None:
    note = said(7, 9, "note", S)
    assert fold([note]).effects[note.id] is WAITING
    found = fold([note, REFER])
    assert (found.effects[note.id], found.turn) == (APPLIED, 1)


def test_nobody_speaks_for_the_other() -> None:
    forged = said(8, 1, "receive", S)
    assert fold([REFER, forged]).effects[forged.id] is NOTED
    early = said(8, 0, "receive", R)
    assert fold([REFER, early]).effects[early.id] is NOTED


def test_terms_run_until_something_that_counts_ends_them() -> None:
    def names(*messages: Said) -> set[str]:
        return set(running(fold(messages).applied()))

    deciding = {"handoff_decide", "handoff_decide_complex", "handoff_decide_grave"}
    assert names(REFER) == {"handoff_receipt"}
    assert names(REFER, RECEIVE) == names(REFER, RECEIVE, ASK) == deciding
    assert names(REFER, RECEIVE, said(9, 7, "file", R)) == deciding  # it waits: nothing was heard that counts
    assert names(REFER, RECEIVE, ASK, said(9, 3, "refuse", R)) == set()


KINDS = st.sampled_from(list(Kind))
MESSAGES = st.lists(
    st.builds(said, st.integers(1, 30), st.integers(0, 6), KINDS.map(str), st.sampled_from(list(Party))),
    unique_by=lambda m: m.id,
    max_size=12,
)


@given(MESSAGES, st.randoms(use_true_random=False))
def test_whatever_is_said_the_set_alone_decides(messages: list[Said], chance: object) -> None:
    shuffled = [*messages, *messages[:3]]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = fold(messages), fold(shuffled)
    assert (one.state, one.turn, one.order, one.effects) == (other.state, other.turn, other.order, other.effects)
    assert one.turn == len(one.moved) == len({m.id for m in one.moved})
    assert set(one.effects) == {m.id for m in messages}


@given(MESSAGES)
def test_what_does_not_count_can_be_left_out(messages: list[Said]) -> None:
    whole = fold(messages)
    assert fold(whole.applied()).state is whole.state


ENVELOPE = Envelope.model_config["json_schema_extra"]["examples"][0]  # type: ignore[index, call-overload]


def test_the_bytes_of_a_message_are_the_same_however_often_they_are_read_and_written() -> None:
    data = canonical(Envelope.model_validate(ENVELOPE))
    assert canonical(Envelope.model_validate_json(data)) == data
    shuffled = dict(reversed(list(ENVELOPE.items()))) | {"at": "2026-03-02T10:31:00+08:00"}
    assert canonical(Envelope.model_validate_json(orjson.dumps(shuffled))) == data


@pytest.mark.parametrize(
    "wrong",
    [
        {"format": "duban-handoff/2"}, {"turn": -1}, {"kind": "arrest"}, {"party": "court"}, {"at": "2026-03-02T10:31"},
        {"id": "7"}, {"by_name": " "}, {"body": []}, {"body": {"text": "a\0b"}}, {"more": 1},
        {"files": [{"path": "../x", "sha256": "a" * 64, "size": 1, "media_type": "text/plain"}]},
        {"files": [{"path": "x", "sha256": "A" * 64, "size": 1, "media_type": "text/plain"}]},
    ],
)  # fmt: skip
def test_what_is_no_message_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Envelope.model_validate({**ENVELOPE, **wrong})


def test_a_set_has_one_hash_whatever_its_order() -> None:
    one, two = {"b": digest(b"1"), "a": digest(b"2")}, {"a": digest(b"2"), "b": digest(b"1")}
    assert set_hash(one) == set_hash(two) != set_hash({"a": digest(b"2")})
    assert set_hash({}) == digest(b"")
