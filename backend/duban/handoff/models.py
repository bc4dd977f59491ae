"""The tables of handoffs. A handoff belongs to the organisation that was handed it (`organisation_id`).

A message is written once. What may change beside it is what it did (`effect`), because something before it may still
arrive; the columns of the handoff itself are reckoned from the messages that count (`facts.py`).
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from duban.handoff.protocol import Envelope
from duban.handoff.words import Effect, HandoffChannel, HandoffOutcome, HandoffState, Kind, Party
from duban.kernel.db import OrgOwned, Row, choice_field, instant_field, json_field, level_indexes, text_field
from duban.kernel.evidence import fix
from duban.kernel.ids import new_id


class HandoffMailbox(Row, table=True):
    """Where messages wait for one organisation, numbered without gaps. `key` is the organisation's id, or its name
    where it is none of this installation's. Whoever gives a position holds the row until commit."""

    __tablename__ = "handoff_mailbox"

    key: str = Field(max_length=160, unique=True)
    organisation_id: UUID | None = Field(default=None, foreign_key="organisation.id", index=True)
    name: str = Field(max_length=120)
    code: str | None = Field(default=None, max_length=60)
    last_position: int = Field(default=0, sa_type=BigInteger)

    @property
    def label(self) -> str:
        return self.name


class Handoff(OrgOwned, table=True):
    """One case between two parties. `turn` counts the messages that moved it, `on_turn` has the next word `since` then.

    `sender_id` is None where the sender is no organisation of this installation. `disclosed` are the fields that the
    receiver may know: no protected value stands there in plain, those go in the package. `late` are words that came
    later than the law lets them (C-8, C-9), `missed_terms` what ran out before anything was heard.
    """

    __tablename__ = "handoff"
    __table_args__ = (
        *level_indexes("handoff", "id"),
        *level_indexes("handoff", "state", "id"),
        *level_indexes("handoff", "referred_at", "id"),
    )

    number: str = Field(max_length=80, index=True)
    state: HandoffState = choice_field(HandoffState, default=HandoffState.SENT, nullable=False)
    turn: int = 0
    on_turn: Party | None = choice_field(Party, default=Party.RECEIVER)
    since: datetime = instant_field(nullable=False)
    title: str = Field(max_length=200)
    law: str = Field(max_length=400)
    region_code: str = Field(default="", max_length=12)
    sender_id: UUID | None = Field(default=None, foreign_key="organisation.id", index=True)
    sender_name: str = Field(max_length=120)
    receiver_name: str = Field(max_length=120)
    sender_mailbox_id: UUID = Field(foreign_key="handoff_mailbox.id")
    receiver_mailbox_id: UUID = Field(foreign_key="handoff_mailbox.id")
    referral_id: UUID | None = Field(default=None, index=True)
    disclosed: dict[str, Any] = json_field(default_factory=dict)
    manifest_text: str = text_field(nullable=False)
    package_sha256: str = Field(max_length=64)

    referred_at: datetime = instant_field(nullable=False)
    received_at: datetime | None = instant_field(default=None)
    received_by: str | None = Field(default=None, max_length=120)
    receipt_number: str | None = Field(default=None, max_length=80)
    decided_at: datetime | None = instant_field(default=None)
    case_number: str | None = Field(default=None, max_length=80)
    filed_on: date | None = None
    returned_papers: int | None = None
    notified_at: datetime | None = instant_field(default=None)
    outcome: HandoffOutcome | None = choice_field(HandoffOutcome, default=None)
    over_at: datetime | None = instant_field(default=None)
    late: list[str] = json_field(default_factory=list)
    overdue_at: datetime | None = instant_field(default=None)
    missed_terms: list[str] = json_field(default_factory=list)

    @property
    def label(self) -> str:
        """Number and title; the title names no person."""
        return f"{self.number} {self.title}"


class HandoffMessage(SQLModel, table=True):
    """One message. `text` are its canonical bytes, of which `sha256` is the digest; the columns repeat what is asked
    for. `arrived_at` is when it came to this installation, `at` when it was said."""

    __tablename__ = "handoff_message"
    __table_args__ = (Index("ix_handoff_message_turn", "handoff_id", "turn"),)

    id: UUID = Field(primary_key=True)
    handoff_id: UUID = Field(foreign_key="handoff.id")
    turn: int
    kind: Kind = choice_field(Kind, nullable=False)
    party: Party = choice_field(Party, nullable=False)
    at: datetime = instant_field(nullable=False)
    arrived_at: datetime = instant_field(nullable=False)
    by_name: str = Field(max_length=120)
    by_organisation: str = Field(max_length=120)
    recorded_by: str | None = Field(default=None, max_length=200)
    channel: HandoffChannel = choice_field(HandoffChannel, nullable=False)
    effect: Effect = choice_field(Effect, nullable=False)
    text: str = text_field(nullable=False)
    sha256: str = Field(max_length=64)

    def envelope(self) -> Envelope:
        """The message as it was said."""
        return Envelope.model_validate_json(self.text)


fix(
    "handoff_message",
    ("id", "handoff_id", "turn", "kind", "party", "at", "arrived_at", "by_name", "by_organisation", "recorded_by",
     "channel", "text", "sha256"),
)  # fmt: skip


class HandoffDelivery(SQLModel, table=True):
    """A message in a mailbox, at its position. It waits until it is acknowledged; a lease keeps it from other readers
    for a while. What an organisation's own system brought is acknowledged at once: it is there for completeness."""

    __tablename__ = "handoff_delivery"
    __table_args__ = (
        UniqueConstraint("mailbox_id", "position"),
        UniqueConstraint("mailbox_id", "message_id"),
        Index("ix_handoff_delivery_waiting", "mailbox_id", "acked_at", "position"),
        Index("ix_handoff_delivery_handoff", "mailbox_id", "handoff_id", "position"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    mailbox_id: UUID = Field(foreign_key="handoff_mailbox.id")
    position: int = Field(sa_type=BigInteger)
    message_id: UUID = Field(foreign_key="handoff_message.id", index=True)
    handoff_id: UUID = Field(foreign_key="handoff.id")
    delivered_at: datetime = instant_field(nullable=False)
    lease_id: UUID | None = None
    leased_until: datetime | None = instant_field(default=None)
    acked_at: datetime | None = instant_field(default=None)


class HandoffFile(SQLModel, table=True):
    """A file of a message: its bytes lie in the object store under `key`."""

    __tablename__ = "handoff_file"
    __table_args__ = (UniqueConstraint("message_id", "path"), Index("ix_handoff_file_sha256", "sha256"))

    id: UUID = Field(default_factory=new_id, primary_key=True)
    handoff_id: UUID = Field(foreign_key="handoff.id", index=True)
    message_id: UUID = Field(foreign_key="handoff_message.id")
    path: str = Field(max_length=200)
    sha256: str = Field(max_length=64)
    size: int = Field(sa_type=BigInteger)
    media_type: str = Field(max_length=120)
    key: str = Field(max_length=200)


class HandoffReconciliation(OrgOwned, table=True):
    """What both sides held at positions from `first` to `last` of a mailbox. `statement` are the bytes that this side
    signed, `their_signature` what the other one gave for its own."""

    __tablename__ = "handoff_reconciliation"

    mailbox_id: UUID = Field(foreign_key="handoff_mailbox.id", index=True)
    first: int = Field(sa_type=BigInteger)
    last: int = Field(sa_type=BigInteger)
    count: int
    set_hash: str = Field(max_length=64)
    their_count: int
    their_set_hash: str = Field(max_length=64)
    their_signature: str | None = text_field(default=None)
    agrees: bool
    statement: str = text_field(nullable=False)
    signature: str = text_field(nullable=False)

    @property
    def label(self) -> str:
        return f"{self.first}–{self.last}"
