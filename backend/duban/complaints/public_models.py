"""Tables around complaints that come from the public pages: who holds the code, what was asked and answered, and where
an institution says that it listens."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from duban.kernel.db import OrgOwned, Row, choice_field, instant_field, text_field


class ComplaintReceipt(Row, table=True):
    """The receipt of a complaint without an account. Of its code only a keyed digest is kept.

    `fingerprint` is the keyed digest of the request that made it: the same key with another body is refused. The row's
    id is who acts in the journal when the holder of the code does something. `notice_edition` and `consented_at` say to
    which privacy notice was consented, and when (个人信息保护法 art. 14).
    """

    __tablename__ = "complaint_receipt"

    complaint_id: UUID = Field(foreign_key="complaint.id", unique=True)
    code_digest: str = Field(max_length=64, unique=True)
    fingerprint: str = Field(max_length=64)
    consented_at: datetime = instant_field(nullable=False)
    notice_edition: str = Field(max_length=20)


class Sender(StrEnum):
    """Who wrote a message."""

    COMPLAINANT = "complainant"
    HANDLER = "handler"


class ComplaintMessage(Row, table=True):
    """A question or an answer under a receipt. `by_name` is the officer's, for colleagues; the public reads the
    organisation only. `read_at`: when the other side first read it."""

    __tablename__ = "complaint_message"
    __table_args__ = (Index("ix_complaint_message_complaint", "complaint_id", "id"),)

    complaint_id: UUID = Field(foreign_key="complaint.id")
    sender: Sender = choice_field(Sender, nullable=False)
    text: str = text_field(nullable=False)
    at: datetime = instant_field(nullable=False)
    by_name: str | None = Field(default=None, max_length=120)
    organisation_name: str | None = Field(default=None, max_length=120)
    read_at: datetime | None = instant_field(default=None)


class ComplaintWindow(OrgOwned, table=True):
    """Where an institution listens to complaints, as it has to publish (RULES A-5): office, place, hours, telephone,
    and the ways a dispute can be settled."""

    __tablename__ = "complaint_window"
    __table_args__ = (UniqueConstraint("organisation_id"),)

    office: str = Field(max_length=80)
    place: str = Field(max_length=120)
    hours: str = Field(max_length=120)
    telephone: str = Field(max_length=40)
    hotline: str | None = Field(default=None, max_length=40)
    mediation: str | None = Field(default=None, max_length=300)
    other_ways: str | None = text_field(default=None)

    @property
    def label(self) -> str:
        return self.office
