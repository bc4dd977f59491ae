"""After each message: what every message of the handoff does now, the state that follows, and the clocks.

The row moves along the workflow by the steps that the fold applied. Where something arrives that comes before what was
applied already, the row is put back to where both agree and moves on from there.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from itertools import takewhile
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.handoff.facts import IN_PASSING, facts_of
from duban.handoff.models import Handoff, HandoffMessage
from duban.handoff.protocol import Envelope, Fold, fold, running, state_bytes
from duban.handoff.rules import HANDOFF, counts_once, moves
from duban.handoff.words import Effect, Kind
from duban.kernel import clocks
from duban.kernel.acts import Act
from duban.kernel.transitions import carry_out, put_back

Listener = Callable[[Act, Handoff, HandoffMessage], Awaitable[None]]

LISTENERS: list[Listener] = []
"""Told of every message that was applied or noted, in the transaction that did it; told again where a message that
counted turned out to come too late. Entered by the module whose matter is handed over."""


async def messages_of(db: AsyncSession, handoff_id: UUID) -> Sequence[HandoffMessage]:
    """Every message of a handoff that is here, in no order that means anything."""
    return (await db.scalars(select(HandoffMessage).where(col(HandoffMessage.handoff_id) == handoff_id))).all()


async def settle(act: Act, handoff: Handoff, new: HandoffMessage) -> None:
    """Bring the locked `handoff` to where all its messages lead, `new` among them (waiting, as far as is known), and
    tell the listeners what each one did whose effect is another than before."""
    rows = {row.id: row for row in await messages_of(act.db, handoff.id)}
    found = fold([row.envelope() for row in rows.values()])
    before = {id: row.effect for id, row in rows.items()}
    for id, effect in found.effects.items():
        rows[id].effect = effect
    await _follow(act, handoff, found, before)
    if new.effect is not Effect.APPLIED:
        act.note("handoff:keep", handoff, changes={new.kind.value: (None, new.effect)})
    for said in found.order:
        effect = found.effects[said.id]
        if effect is not before[said.id] and effect is not Effect.WAITING:
            for listener in LISTENERS:
                await listener(act, handoff, rows[said.id])


async def _follow(act: Act, handoff: Handoff, found: Fold[Envelope], before: Mapping[UUID, Effect]) -> None:
    applied = found.applied()
    went = [said for said in found.order if moves(said.kind) and before[said.id] is Effect.APPLIED]
    same = takewhile(lambda pair: pair[0].id == pair[1].id, zip(went, found.moved, strict=False))
    kept = sum(1 for _ in same)
    if kept < len(went):
        agreed = applied[: applied.index(found.moved[kept - 1]) + 1]
        put_back(act, HANDOFF, handoff, facts_of(agreed))
        await _cancel_but(act, handoff, running(agreed).keys() | running(applied).keys())
    done = {said.id for said in found.moved[:kept]}
    done |= {said.id for said in applied if not moves(said.kind) and before[said.id] is Effect.APPLIED}
    await _cancel_begun(act, handoff, found, before, still={said.kind for said in applied if said.id in done})
    last = max((place for place, said in enumerate(applied) if said.id in done), default=0)
    late = any(said.id not in done for said in applied[:last])
    for place, said in enumerate(applied):
        if said.id in done:
            continue
        facts, reason, at = facts_of(applied[: place + 1]), said.body.get("reason"), min(said.at, act.now)
        await carry_out(
            act,
            HANDOFF,
            said.kind,
            handoff,
            values=facts if moves(said.kind) else {name: facts[name] for name in IN_PASSING},
            reason=str(reason) if reason else None,
            at=at,
        )
    if late:  # what it began, a word that was heard before it has ended
        await _cancel_but(act, handoff, running(applied))
    act.change(handoff, facts_of(applied), action="handoff:settle")


async def _cancel_begun(
    act: Act, handoff: Handoff, found: Fold[Envelope], before: Mapping[UUID, Effect], *, still: Collection[Kind]
) -> None:
    """Cancel what was begun by words that moved nothing and count no longer: another of their kind came before them."""
    lost = {said.kind for said in found.order if before[said.id] is Effect.APPLIED is not found.effects[said.id]}
    terms = [start.term.name for kind in lost - set(still) if counts_once(kind) for start in HANDOFF[kind].starts]
    if terms:
        await clocks.stop(act, handoff, terms, cancelled=True)


async def _cancel_but(act: Act, handoff: Handoff, wanted: Collection[str]) -> None:
    """Let no clock run on for what turned out to count for nothing."""
    open_now = await clocks.of(act.db, handoff, open_only=True)
    await clocks.stop(act, handoff, [c.term for c in open_now if c.term not in wanted], cancelled=True)


async def state_of(db: AsyncSession, handoff: Handoff) -> bytes:
    """What both sides must agree on of `handoff`, as the same bytes whatever way its messages came."""
    rows = await messages_of(db, handoff.id)
    return state_bytes(fold([row.envelope() for row in rows]), {row.id: row.sha256 for row in rows})
