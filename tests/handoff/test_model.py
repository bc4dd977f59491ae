"""The model played: over the pure protocol, and over the database's functions with acts rolled back, answers lost."""

import asyncio
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from sqlalchemy import func, select
from sqlalchemy.engine import URL
from sqlmodel import col

from bench.handoff_model import BEGINNINGS, CHANCES, HANDOFFS, TwoParties, chosen, explore, open_words, speaker
from duban.handoff import routes as routes
from duban.handoff.mailboxes import acknowledge, lease, mailbox_of, positions
from duban.handoff.models import Handoff, HandoffDelivery, HandoffMessage
from duban.handoff.protocol import FORMAT, Envelope, canonical, digest, fold, running, set_hash, state_bytes
from duban.handoff.sending import open_handoff, say, take_in
from duban.handoff.settling import messages_of, state_of
from duban.handoff.words import HandoffChannel, Kind, Party
from duban.kernel import clock, term_registry
from duban.kernel.access import Actor, ActorKind
from duban.kernel.acts import Act
from duban.kernel.clocks import OPEN, Clock
from duban.kernel.db import Database
from duban.kernel.deadline_sweep import sweep
from duban.kernel.organisations import Organisation, OrganisationKind
from duban.kernel.system_actor import system_act
from support.databases import quick_database
from support.handoffs import body_of

RUNS, RUNS_ON_A_DATABASE = 300, int(os.environ.get("STORIES_ON_A_DATABASE", "200"))
"""Stories played in the suite; `make bench` plays 10,000 over the protocol alone."""
MORNING = datetime(2026, 3, 2, 1, tzinfo=UTC)


def test_no_story_of_two_parties_loses_doubles_or_forgets_anything() -> None:
    found = explore(RUNS)
    assert found.runs >= RUNS
    for event in ("crossed", "discs", "killed", "lost", "repeated", "words"):
        assert found.counts[event] > 0, f"no story had anything {event}: the model explores nothing"


def test_the_model_notices_a_side_that_forgets() -> None:
    class Forgetful(TwoParties):
        def _commit(self, side: Any, word: Any) -> None:
            super()._commit(side, word)
            if word.kind is Kind.FILE:
                side.held.pop(word.id)

    with pytest.raises(AssertionError):
        explore(RUNS, machine=Forgetful)


class Killed(Exception):
    """The process ended before its commit."""


class OverTheDatabase(RuleBasedStateMachine):
    """The bureau's installation is real; the police's system keeps a set of messages of its own."""

    database: Database
    runner: asyncio.Runner
    bureau: Organisation
    seen: Counter[str]

    @initialize()
    def begin(self) -> None:
        self.now, self.ids = MORNING, list[UUID]()
        self.held: dict[UUID, Envelope] = {}
        self.unsent: list[Envelope] = []
        self.lease: tuple[UUID, list[UUID]] | None = None
        self.police = self.run(plant(self.database, self.bureau))
        self.seen["runs"] += 1

    def run(self, work: Any) -> Any:
        async def held_clock() -> Any:
            with clock.at(self.now):
                return await work

        return self.runner.run(held_clock())

    @property
    def actor(self) -> Actor:
        return actor_of(self.police)

    async def _act(self, work: Any, *, of: Organisation, killed: bool) -> Any:
        async with self.database.transaction() as db:
            done = await work(Act(db, actor_of(of), clock.now()))
            await db.flush()
            if killed:
                raise Killed
            return done

    def act(self, work: Any, *, of: Organisation | None = None, killed: bool = False) -> Any:
        try:
            return self.run(self._act(work, of=of or self.police, killed=killed))
        except Killed:
            self.seen["killed"] += 1
            return None

    # ---- the bureau

    @rule(killed=st.booleans(), beginning=st.sampled_from(BEGINNINGS))
    def refer(self, killed: bool, beginning: tuple[Kind, ...]) -> None:
        """A new handoff. The police know as much of its beginning as the bureau, where it has one."""
        if len(self.ids) >= HANDOFFS:
            return
        id = uuid4()

        async def work(act: Act) -> Handoff:
            handoff = await open_handoff(
                act, id=id, number=f"卫案移 {id}", sender=self.bureau, receiver=self.police, title="无证行医案",
                law="310", disclosed={}, manifest_text="{}", package_sha256="a" * 64, by_name="张", at=act.now,
                referral_id=None,
            )  # fmt: skip
            for kind in beginning:
                await say(act, handoff, kind, body_of(kind), party=speaker(kind))
            return handoff

        if self.act(work, of=self.bureau, killed=killed) is not None:
            self.ids.append(id)
            if beginning:
                self.held |= {row.id: row.envelope() for row in self.run(self._all(id))}

    @precondition(lambda self: self.ids)
    @rule(which=CHANCES, chance=CHANCES, killed=st.booleans())
    def say(self, which: int, chance: int, killed: bool) -> None:
        id = self.ids[which % len(self.ids)]

        async def work(act: Act) -> None:
            handoff = await act.db.get_one(Handoff, id, with_for_update=True)
            kind = chosen(open_words(await self._fold(act, id), Party.SENDER), chance)
            await say(act, handoff, kind, body_of(kind), party=Party.SENDER)

        self.act(work, of=self.bureau, killed=killed)
        self.check(id)

    async def _fold(self, act: Act, id: UUID) -> Any:
        return fold([row.envelope() for row in await messages_of(act.db, id)])

    async def _all(self, id: UUID) -> list[HandoffMessage]:
        async with self.database.session() as db:
            return list(await messages_of(db, id))

    # ---- the police's system

    @precondition(lambda self: self.held)
    @rule(which=CHANCES, chance=CHANCES)
    def answer(self, which: int, chance: int) -> None:
        """The police say something from what they know, which may be old."""
        known = sorted({e.handoff_id for e in self.held.values() if e.kind is Kind.REFER})
        if not known:
            return
        id = known[which % len(known)]
        found = fold(e for e in self.held.values() if e.handoff_id == id)
        kind = chosen(open_words(found, Party.RECEIVER), chance)
        with clock.at(self.now):
            body = body_of(kind)
        envelope = Envelope(
            format=FORMAT, id=uuid4(), handoff_id=id, number=f"卫案移 {id}", turn=found.turn, kind=kind,
            party=Party.RECEIVER, at=self.now, by_name="李", by_organisation="police", recorded_by=None, body=body,
        )  # fmt: skip
        self.held[envelope.id] = envelope
        self.unsent.append(envelope)

    @precondition(lambda self: self.ids)
    @rule(which=CHANCES, chance=CHANCES)
    def both_speak(self, which: int, chance: int) -> None:
        """At the same moment, neither knowing of the other's word."""
        self.answer(which, chance)
        if self.unsent:
            self.say(self.ids.index(self.unsent[-1].handoff_id), chance // 8, killed=False)

    @precondition(lambda self: self.unsent)
    @rule(which=CHANCES, killed=st.booleans(), lost=st.booleans())
    def post(self, which: int, killed: bool, lost: bool) -> None:
        envelope = self.unsent[which % len(self.unsent)]
        if self._post(envelope, killed=killed) and not lost:
            self.unsent.remove(envelope)
        self.check(envelope.handoff_id)

    def _post(self, envelope: Envelope, *, killed: bool = False) -> bool:
        async def work(act: Act) -> bool:
            handoff = await act.db.get_one(Handoff, envelope.handoff_id, with_for_update=True)
            await take_in(act, handoff, envelope, side=Party.RECEIVER, channel=HandoffChannel.API)
            return True

        return bool(self.act(work, killed=killed))

    @rule(limit=st.integers(1, 4), killed=st.booleans(), lost=st.booleans())
    def pull(self, limit: int, killed: bool, lost: bool) -> None:
        found = self.act(lambda act: lease(act, limit=limit, seconds=60), killed=killed)
        if found is None or lost:
            return
        order: dict[UUID, int] = {}
        for delivery, message in found.items:
            assert order.get(delivery.handoff_id, 0) < delivery.position
            order[delivery.handoff_id] = delivery.position
            self.held.setdefault(message.id, message.envelope())
        self.lease = (found.lease_id, [message.id for _, message in found.items])

    @precondition(lambda self: self.lease and self.lease[1])
    @rule(killed=st.booleans(), lost=st.booleans())
    def acknowledge(self, killed: bool, lost: bool) -> None:
        assert self.lease is not None
        id, ids = self.lease
        try:
            self.act(lambda act: acknowledge(act, id, ids), killed=killed)
        except Exception as error:
            assert getattr(error, "code", "") == "lease_lost"
            self.seen["late"] += 1
        if not lost:
            self.lease = None

    @rule(minutes=st.sampled_from([1, 2, 60 * 24, 60 * 24 * 4]))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

        async def passes() -> None:
            async with self.database.transaction() as db:
                act = await system_act(db)
                assert act is not None
                swept = await sweep(act)
                assert swept.failed == []

        self.run(passes())
        for id in self.ids:
            self.check(id)

    # ---- what must hold

    def check(self, id: UUID) -> None:
        """Row, effects and clocks are what the messages alone say."""

        async def looked() -> None:
            async with self.database.session() as db:
                handoff = await db.get_one(Handoff, id)
                rows = list(await db.scalars(select(HandoffMessage).where(col(HandoffMessage.handoff_id) == id)))
                found = fold([row.envelope() for row in rows])
                assert (handoff.state, handoff.turn) == (found.state, found.turn)
                assert {row.id: row.effect for row in rows} == found.effects
                open_now = select(Clock.term).where(col(Clock.subject_id) == id, col(Clock.state).in_(OPEN))
                assert sorted(await db.scalars(open_now)) == sorted(running(found.applied()))
                self.seen["crossed"] += any(effect == "noted" for effect in found.effects.values())

        self.run(looked())

    def teardown(self) -> None:
        if not hasattr(self, "held"):
            return
        for envelope in list(self.unsent):
            assert self._post(envelope)
            self.check(envelope.handoff_id)
        self.run(self._agree())

    async def _agree(self) -> None:
        async with self.database.session() as db:
            mailbox = await mailbox_of(db, self.police.id)
            head = mailbox.last_position if mailbox else 0
            lines = await positions(db, mailbox.id, first=1, last=head) if mailbox else []
            assert [position for position, *_ in lines] == list(range(1, head + 1))
            for message in await db.scalars(select(HandoffMessage).where(col(HandoffMessage.handoff_id).in_(self.ids))):
                self.held.setdefault(message.id, message.envelope())
            own = {str(e.id): digest(canonical(e)) for e in self.held.values()}
            assert set_hash(own) == set_hash({str(id): sha256 for _, id, sha256 in lines})
            for id in self.ids:
                said = [e for e in self.held.values() if e.handoff_id == id]
                assert state_bytes(fold(said), {e.id: digest(canonical(e)) for e in said}) == await state_of(
                    db, await db.get_one(Handoff, id)
                )
            assert {e.handoff_id for e in self.held.values()} == set(self.ids)
            doubled = (
                select(func.count())
                .select_from(HandoffDelivery)
                .group_by(col(HandoffDelivery.mailbox_id), col(HandoffDelivery.message_id))
            )
            assert max((await db.scalars(doubled)).all(), default=1) == 1


def actor_of(organisation: Organisation) -> Actor:
    return Actor(
        id=organisation.id, kind=ActorKind.MACHINE, name="system", organisation_id=organisation.id,
        organisation_name=organisation.name, organisation_kind=organisation.kind, level=organisation.level,
        permissions=frozenset({"handoff.read", "handoff.decide"}),
    )  # fmt: skip


async def plant(database: Database, above: Organisation | None) -> Organisation:
    """The bureau, or below it the police of one story, whose mailbox is empty."""
    kind = OrganisationKind.POLICE if above else OrganisationKind.HEALTH_AUTHORITY
    async with database.transaction() as db:
        found = Organisation(name=str(uuid4()), kind=kind, region_code="990102")
        found.sit_below(above)
        db.add(found)
    return found


@contextmanager
def planted(url: URL) -> Iterator[type[OverTheDatabase]]:
    """The model over a fresh database with a bureau."""

    with asyncio.Runner() as runner:
        database = quick_database(url, pool_size=2)

        class Model(OverTheDatabase):
            pass

        Model.database, Model.runner, Model.bureau = database, runner, runner.run(plant(database, None))
        yield Model
        runner.run(database.close())


def test_the_databases_functions_keep_the_same_promises(database_url: URL) -> None:
    assert term_registry.flow("handoff") is not None
    with planted(database_url) as model:
        found = explore(RUNS_ON_A_DATABASE, machine=model, steps=30)
    assert found.runs >= RUNS_ON_A_DATABASE
    for event in ("crossed", "killed"):
        assert found.counts[event] > 0, f"no story had anything {event}: the model explores nothing"
