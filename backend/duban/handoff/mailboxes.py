"""Mailboxes: every message of a handoff lies in that of each party, at a position of its own, without gaps.

A position is given under the lock of the mailbox's row, in the transaction of the act that says the message: who reads
beyond a position misses nothing, and an act that is rolled back gives its position back.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select, true, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from duban.handoff.models import Handoff, HandoffDelivery, HandoffMailbox, HandoffMessage
from duban.handoff.words import Party
from duban.kernel.access import Actor
from duban.kernel.acts import Act
from duban.kernel.errors import Conflict, FieldError, Text
from duban.kernel.ids import new_id
from duban.kernel.organisations import Organisation

_DIALECTS: Mapping[str, Any] = {"sqlite": sqlite, "postgresql": postgresql}


def key_of(organisation: Organisation | None, name: str) -> str:
    """Under which key an organisation's mailbox is found: its id, or its name where it is none of ours."""
    return str(organisation.id) if organisation is not None else f"name:{name}"


async def mailbox_for(
    act: Act, organisation: Organisation | None, *, name: str, code: str | None = None
) -> HandoffMailbox:
    """The mailbox of `organisation`, or of somebody outside called `name`; made where there is none yet."""
    key = key_of(organisation, name)
    dialect = _DIALECTS[(await act.db.connection()).dialect.name]
    new = {
        "id": new_id(), "created_at": act.now, "updated_at": act.now, "version": 1, "key": key, "name": name,
        "organisation_id": organisation.id if organisation else None, "last_position": 0,
        "code": organisation.code if organisation else code,
    }  # fmt: skip
    await act.db.execute(dialect.insert(HandoffMailbox).values(new).on_conflict_do_nothing(index_elements=["key"]))
    return (await act.db.scalars(select(HandoffMailbox).where(col(HandoffMailbox.key) == key))).one()


async def deliver(act: Act, handoff: Handoff, message: HandoffMessage, *, holds: Party | None) -> None:
    """Put `message` into the mailboxes of both parties. `holds` names the party whose own system brought it."""
    boxes = {handoff.sender_mailbox_id: Party.SENDER, handoff.receiver_mailbox_id: Party.RECEIVER}
    # One order for all, so that two handoffs between the same parties never wait for each other.
    for mailbox_id in sorted(boxes):
        position = await act.db.scalar(
            update(HandoffMailbox)
            .where(col(HandoffMailbox.id) == mailbox_id)
            .values(last_position=col(HandoffMailbox.last_position) + 1)
            .returning(col(HandoffMailbox.last_position))
            .execution_options(synchronize_session=False)
        )
        assert position is not None  # noqa: S101 - a handoff's mailboxes are there
        act.db.add(
            HandoffDelivery(
                mailbox_id=mailbox_id,
                position=position,
                message_id=message.id,
                handoff_id=handoff.id,
                delivered_at=act.now,
                acked_at=act.now if boxes[mailbox_id] is holds else None,
            )
        )


async def mailbox_of(db: AsyncSession, organisation_id: UUID, *, lock: bool = False) -> HandoffMailbox | None:
    """The mailbox of an organisation of ours; None while nothing was ever said to it."""
    statement = select(HandoffMailbox).where(col(HandoffMailbox.organisation_id) == organisation_id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found: HandoffMailbox | None = await db.scalar(statement)
    return found


def shown_to(me: Actor) -> ColumnElement[bool]:
    """The condition that a delivery is of a handoff from which `me` is not recused."""
    hidden = col(HandoffDelivery.handoff_id).not_in(me.recused)
    return and_(literal(me.organisation_id not in me.recused), hidden) if me.recused else true()


async def beyond(
    db: AsyncSession, mailbox: HandoffMailbox, me: Actor, *, after: int, limit: int
) -> list[tuple[HandoffDelivery, HandoffMessage]]:
    """At most `limit` messages at positions greater than `after`, in order; all there are but those kept from `me`."""
    found = await db.execute(
        select(HandoffDelivery, HandoffMessage)
        .join(HandoffMessage, col(HandoffMessage.id) == col(HandoffDelivery.message_id))
        .where(col(HandoffDelivery.mailbox_id) == mailbox.id, col(HandoffDelivery.position) > after, shown_to(me))
        .order_by(col(HandoffDelivery.position))
        .limit(limit)
    )
    return [(delivery, message) for delivery, message in found]


@dataclass(frozen=True)
class Leased:
    """What was given out: until when, under which lease; each delivery with its message."""

    lease_id: UUID
    until: datetime
    items: list[tuple[HandoffDelivery, HandoffMessage]]


async def lease(act: Act, *, limit: int, seconds: int) -> Leased:
    """Give out at most `limit` unacknowledged messages to the actor's organisation, for `seconds`.

    Oldest first, and of a handoff never a later message while an earlier one is out under somebody's lease. After the
    lease has run out the same messages are given out again, under the same ids.
    """
    found = Leased(new_id(), act.now + timedelta(seconds=seconds), [])
    mailbox = await mailbox_of(act.db, act.me.organisation_id, lock=True)
    if mailbox is None:
        return found
    waiting, earlier = HandoffDelivery, aliased(HandoffDelivery)
    free = or_(col(waiting.leased_until).is_(None), col(waiting.leased_until) <= act.now)
    held_before = exists().where(
        col(earlier.mailbox_id) == mailbox.id,
        col(earlier.handoff_id) == col(waiting.handoff_id),
        col(earlier.position) < col(waiting.position),
        col(earlier.acked_at).is_(None),
        col(earlier.leased_until) > act.now,
    )
    given = await act.db.execute(
        select(HandoffDelivery, HandoffMessage)
        .join(HandoffMessage, col(HandoffMessage.id) == col(waiting.message_id))
        .where(
            col(waiting.mailbox_id) == mailbox.id,
            col(waiting.acked_at).is_(None),
            free,
            ~held_before,
            shown_to(act.me),
        )
        .order_by(col(waiting.position))
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    for delivery, message in given:
        delivery.lease_id, delivery.leased_until = found.lease_id, found.until
        found.items.append((delivery, message))
    if found.items:
        act.note("handoff_mailbox:lease", mailbox, changes={"count": (None, len(found.items))})
    return found


async def acknowledge(act: Act, lease_id: UUID, ids: Collection[UUID]) -> None:
    """Take the messages `ids` off the actor's mailbox for good. What was acknowledged before stays so.

    Raises Conflict (`lease_lost`) naming each id whose lease ran out and was given to another, or that was never given
    out under `lease_id`: then none of them is acknowledged, and nothing is lost.
    """
    mailbox = await mailbox_of(act.db, act.me.organisation_id, lock=True)
    known: dict[UUID, HandoffDelivery] = {}
    if mailbox is not None:
        rows = await act.db.scalars(
            select(HandoffDelivery)
            .where(col(HandoffDelivery.mailbox_id) == mailbox.id, col(HandoffDelivery.message_id).in_(ids))
            .execution_options(populate_existing=True)
        )
        known = {row.message_id: row for row in rows}
    lost = [
        FieldError(f"/ids/{place}", "lease_lost", _LOST)
        for place, id in enumerate(ids)
        if id not in known or (known[id].acked_at is None and known[id].lease_id != lease_id)
    ]
    if lost:
        raise Conflict("lease_lost", _NONE_TAKEN, lost)
    fresh = [row for row in known.values() if row.acked_at is None]
    for row in fresh:
        row.acked_at, row.lease_id, row.leased_until = act.now, None, None
    if fresh and mailbox is not None:
        act.note("handoff_mailbox:acknowledge", mailbox, changes={"count": (None, len(fresh))})


_LOST = Text("租约已失效，该消息已另行发出。", "Its lease ran out, and it was given to another reader.")
_NONE_TAKEN = Text(
    "有消息不在此租约之下，本次未确认任何消息。请去掉所列各条后重试；它们会以相同编号再次发出。",
    "Some messages are not under this lease, and none was acknowledged. Leave out those listed and send the others "
    "again; the listed ones are given out once more under the same ids.",
)


async def positions(db: AsyncSession, mailbox_id: UUID, *, first: int, last: int) -> list[tuple[int, UUID, str]]:
    """Position, id and SHA-256 of every message at positions from `first` to `last`, both included."""
    rows = await db.execute(
        select(col(HandoffDelivery.position), col(HandoffMessage.id), col(HandoffMessage.sha256))
        .join(HandoffMessage, col(HandoffMessage.id) == col(HandoffDelivery.message_id))
        .where(
            col(HandoffDelivery.mailbox_id) == mailbox_id,
            col(HandoffDelivery.position) >= first,
            col(HandoffDelivery.position) <= last,
        )
        .order_by(col(HandoffDelivery.position))
    )
    return [(position, id, sha256) for position, id, sha256 in rows]


async def last_before(db: AsyncSession, mailbox_id: UUID, moment: datetime) -> int:
    """The last position that was given before `moment`; 0 where none was."""
    found = await db.scalar(
        select(func.max(col(HandoffDelivery.position))).where(
            col(HandoffDelivery.mailbox_id) == mailbox_id, col(HandoffDelivery.delivered_at) < moment
        )
    )
    return int(found or 0)
