"""The protocol of handoffs explored: two parties, messages lost, repeated, late and out of order, either side killed.

`explore(runs)` plays that many stories of up to `STEPS` events over the pure protocol and fails on the first one that
loses, doubles or forgets anything, with the shortest such story. The suite plays a few hundred, `make bench` 10 000.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from duban.handoff.protocol import Fold, digest, fold, running, set_hash, state_bytes
from duban.handoff.rules import is_open, speaks
from duban.handoff.terms import DECIDE, DECIDE_COMPLEX, DECIDE_GRAVE, EXPLAIN, FILE_ON_NOTICE, RECEIPT, RECONSIDER
from duban.handoff.words import HandoffState, Kind, Party

STEPS = 40
PORTION = 500
HANDOFFS = 3


@dataclass(frozen=True)
class Word:
    """A message as the fold sees it; its bytes are its own name."""

    id: UUID
    handoff: UUID
    turn: int
    kind: Kind
    party: Party

    @property
    def sha256(self) -> str:
        return digest(repr((self.id, self.handoff, self.turn, self.kind, self.party)).encode())


@dataclass
class Side:
    """What one installation has committed: the messages it holds, and those the other side has not acknowledged."""

    party: Party
    held: dict[UUID, Word] = field(default_factory=dict)
    unacknowledged: dict[UUID, Word] = field(default_factory=dict)

    def handoffs(self) -> set[UUID]:
        return {word.handoff for word in self.held.values() if word.kind is Kind.REFER}

    def fold(self, handoff: UUID) -> Fold[Word]:
        return fold(word for word in self.held.values() if word.handoff == handoff)

    def state(self, handoff: UUID) -> bytes:
        found = self.fold(handoff)
        return state_bytes(found, {word.id: word.sha256 for word in found.order})

    def terms(self) -> dict[UUID, frozenset[str]]:
        """The terms that run for each handoff."""
        return {handoff: frozenset(running(self.fold(handoff).applied())) for handoff in self.handoffs()}

    def hash(self) -> str:
        return set_hash({str(word.id): word.sha256 for word in self.held.values()})


@dataclass(frozen=True)
class Parcel:
    """What is on its way: some words (one over the API, many on a disc), or that some have arrived."""

    to: Party
    words: tuple[Word, ...] = ()
    arrived: tuple[UUID, ...] = ()


OTHER = {Party.SENDER: Party.RECEIVER, Party.RECEIVER: Party.SENDER}
PARTIES = st.sampled_from(list(Party))
CHANCES = st.integers(0, 2**16)
OWED: Mapping[HandoffState, frozenset[str]] = {
    HandoffState.SENT: frozenset({RECEIPT.name}),
    HandoffState.RECEIVED: frozenset({DECIDE.name, DECIDE_COMPLEX.name, DECIDE_GRAVE.name}),
    HandoffState.SUPPLEMENTING: frozenset({DECIDE.name, DECIDE_COMPLEX.name, DECIDE_GRAVE.name}),
    HandoffState.RECONSIDERING: frozenset({RECONSIDER.name}),
}
"""What the receiver owes in each state, whatever is not said; under supervision see `owed`."""


_REFUSED = (Kind.RECEIVE, Kind.REFUSE)
BEGINNINGS: tuple[tuple[Kind, ...], ...] = (
    (),
    (Kind.RECEIVE,),
    (Kind.RECEIVE, Kind.ASK_PAPERS),
    _REFUSED,
    (*_REFUSED, Kind.ASK_RECONSIDERATION),
    (*_REFUSED, Kind.ASK_RECONSIDERATION, Kind.UPHOLD),
    (*_REFUSED, Kind.SUGGEST_SUPERVISION),
    (Kind.RECEIVE, Kind.FILE),
    (Kind.RECEIVE, Kind.FILE, Kind.HAND_OVER),
)
"""Where a story may take up a handoff: after these words, which both sides know. Chance alone seldom leads there."""


def owed(found: Fold[Any]) -> frozenset[str]:
    """The terms that must run where `found` leads, written down apart from the workflow's table."""
    if found.state is not HandoffState.SUPERVISED:
        return OWED.get(found.state, frozenset()) if found.state else frozenset()
    said = {word.kind for word in found.applied()}
    explained = {Kind.EXPLAIN, Kind.NOTICE_TO_FILE} & said
    noticed = {FILE_ON_NOTICE.name} if Kind.NOTICE_TO_FILE in said else set()
    return frozenset(noticed if explained else {EXPLAIN.name, *noticed})


def open_words(found: Fold[Any], party: Party) -> list[Kind]:
    """What `party` may say where `found` leads."""
    return [kind for kind in Kind if found.state and speaks(kind, party) and is_open(found.state, kind, party)]


def chosen(kinds: Sequence[Kind], chance: int) -> Kind:
    """One of `kinds`; a note, which may always be said, seldom."""
    told = [kind for kind in kinds if kind is not Kind.NOTE]
    return told[chance % len(told)] if told and chance % 8 else Kind.NOTE


def speaker(kind: Kind) -> Party:
    """Whose word `kind` is."""
    return next(party for party in Party if speaks(kind, party))


class TwoParties(RuleBasedStateMachine):
    """Bureau and police, each with a database of its own, over API and disc."""

    seen: ClassVar[Counter[str]] = Counter()

    @initialize()
    def begin(self) -> None:
        self.sides = {party: Side(party) for party in Party}
        self.wire: list[Parcel] = []
        self.made = 0
        self.referred: set[UUID] = set()
        self.said: dict[UUID, Word] = {}
        self.seen["runs"] += 1

    def _id(self, chance: int) -> UUID:
        """Ids in any order: which of two is smaller must not matter to anybody but the fold."""
        self.made += 1
        return UUID(int=(chance << 64) + self.made)

    def _commit(self, side: Side, word: Word) -> None:
        side.held[word.id] = side.unacknowledged[word.id] = self.said[word.id] = word

    @rule(chance=CHANCES, killed=st.booleans(), beginning=st.sampled_from(BEGINNINGS))
    def refer(self, chance: int, killed: bool, beginning: tuple[Kind, ...]) -> None:
        if killed or len(self.referred) >= HANDOFFS:
            return  # rolled back: nothing was said
        handoff = UUID(int=self.made + 1)
        self.referred.add(handoff)
        referral = Word(self._id(chance), handoff, 0, Kind.REFER, Party.SENDER)
        if not beginning:
            self._commit(self.sides[Party.SENDER], referral)
            return
        told = [Word(self._id(chance), handoff, turn, kind, speaker(kind)) for turn, kind in enumerate(beginning, 1)]
        for word in (referral, *told):
            self.said[word.id] = word
            for side in self.sides.values():
                side.held[word.id] = word

    @rule(party=PARTIES, chance=CHANCES, which=CHANCES)
    def speak(self, party: Party, chance: int, which: int) -> None:
        side = self.sides[party]
        known = sorted(side.handoffs())
        if not known:
            return
        handoff = known[which % len(known)]
        found = side.fold(handoff)
        kind = chosen(open_words(found, party), chance)
        self.seen["words"] += 1
        self._commit(side, Word(self._id(chance), handoff, found.turn, kind, party))

    @rule(party=PARTIES, which=CHANCES)
    def send(self, party: Party, which: int) -> None:
        """Over the API: one word, any of those that wait (a machine may be careless with their order)."""
        waiting = list(self.sides[party].unacknowledged.values())
        if waiting:
            self.wire.append(Parcel(OTHER[party], (waiting[which % len(waiting)],)))

    @rule(party=PARTIES)
    def write_disc(self, party: Party) -> None:
        if waiting := tuple(self.sides[party].unacknowledged.values()):
            self.seen["discs"] += 1
            self.wire.append(Parcel(OTHER[party], waiting))

    @precondition(lambda self: self.wire)
    @rule(which=CHANCES, again=st.booleans(), killed_after=st.one_of(st.none(), st.integers(0, 5)))
    def deliver(self, which: int, again: bool, killed_after: int | None) -> None:
        """Any parcel, whenever it was sent; it may come again; whoever takes it in may be killed in between."""
        parcel = self.wire[which % len(self.wire)]
        if again:
            self.seen["repeated"] += 1
        else:
            self.wire.remove(parcel)
        side = self.sides[parcel.to]
        for id in parcel.arrived:
            side.unacknowledged.pop(id, None)
        for word in parcel.words[:killed_after]:
            side.held.setdefault(word.id, word)
        if killed_after is None and parcel.words:
            self.wire.append(Parcel(OTHER[parcel.to], arrived=tuple(word.id for word in parcel.words)))
        self.seen["killed"] += killed_after is not None

    @precondition(lambda self: self.wire)
    @rule(which=CHANCES)
    def lose(self, which: int) -> None:
        self.wire.pop(which % len(self.wire))
        self.seen["lost"] += 1

    @rule()
    def reconcile(self) -> None:
        """The day's end: each side says what it holds, and what differs is sent again until nothing does."""
        one, other = self.sides.values()
        for side, opposite in ((one, other), (other, one)):
            for word in side.held.values():
                opposite.held.setdefault(word.id, word)
            side.unacknowledged.clear()
        self._require_agreement()

    def _require_agreement(self) -> None:
        bureau, police = self.sides[Party.SENDER], self.sides[Party.RECEIVER]
        assert bureau.hash() == police.hash()
        assert bureau.held == police.held == self.said, "a word was lost or doubled"
        assert bureau.handoffs() == police.handoffs() == self.referred, "a handoff was lost or doubled"
        for handoff in self.referred:
            assert bureau.state(handoff) == police.state(handoff)
            assert not any(effect == "waiting" for effect in bureau.fold(handoff).effects.values())
            self.seen["crossed"] += any(effect == "noted" for effect in bureau.fold(handoff).effects.values())

    @invariant()
    def nothing_owed_is_forgotten(self) -> None:
        """What the receiver owes runs on each side that knows of it, until a word that counts there ends it."""
        for side in self.sides.values():
            for handoff, terms in side.terms().items():
                assert terms == owed(side.fold(handoff)), (side.party, side.fold(handoff).state, terms)

    @invariant()
    def nothing_is_held_that_nobody_said(self) -> None:
        for side in self.sides.values():
            assert side.held.items() <= self.said.items()
            assert side.unacknowledged.keys() <= side.held.keys()

    def teardown(self) -> None:
        if hasattr(self, "sides"):
            self.reconcile()


@dataclass(frozen=True)
class Explored:
    """What a run of the model went through."""

    runs: int
    counts: Mapping[str, int]

    def told(self) -> str:
        return ", ".join(f"{count} {name}" for name, count in sorted(self.counts.items()))


def explore(
    runs: int, *, machine: type[RuleBasedStateMachine] = TwoParties, steps: int = STEPS, phases: Iterable[Phase] = ()
) -> Explored:
    """Play at least `runs` stories, the same each time. Raises AssertionError with the shortest that breaks a rule.

    In portions, each with a seed of its own: what has been tried is kept in memory until a portion ends.
    """
    seen: Counter[str] = Counter()
    machine.seen = seen
    for portion in range(-(-runs // PORTION)):
        run_state_machine_as_test(
            seed(portion)(machine),
            settings=settings(
                max_examples=min(PORTION, runs - portion * PORTION),
                stateful_step_count=steps,
                deadline=None,
                database=None,
                phases=tuple(phases) or (Phase.generate, Phase.shrink),
                suppress_health_check=list(HealthCheck),
            ),
        )
    return Explored(seen["runs"], seen)
