"""The tables of clues: the clue, who reported it, links between clues, transfers to other organs.

Persons are protected values: the subject of a clue and whoever reported it, each encrypted, shown masked, plain only
for a reason that is journalled (个人信息保护法 arts 28, 51; 反有组织犯罪法 art. 61).
"""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from duban.clues.words import (
    ClueKind,
    ClueRelation,
    ClueSource,
    ClueState,
    Proposal,
    Receiver,
    ReportState,
    Secrecy,
    TransferOutcome,
    TransferState,
)
from duban.kernel.confiding import Confided
from duban.kernel.db import OrgOwned, choice_field, instant_field, json_field, level_indexes, reach_indexes, text_field

READ, READ_ALL = "clue.read", "clue.read_all"

PERSONS = ("reporter_name", "reporter_phone", "subject_name", "subject_identity", "subject_phone")
CONTENT = (
    *("title", "facts", "place", "amount_fen", "assessment", "proposal_reason"),
    *(f"{name}_{kind}" for kind in ("encrypted", "masked") for name in PERSONS),
)
"""The columns of a clue that say something of what happened: the table refuses them where it is secret."""


class Clue(Confided, table=True):
    """One clue. `found_at` is when it was found, `received_at` when the authority learned of it.

    `about_organisation_id` is the institution that it concerns or where it was found. `must_refer` is the flag of C-1:
    an officer found the threshold reached, or C-28 makes it so. `owes_…`: who has to be told at once; `runs_…`: whether
    that term is this authority's. Of a secret clue the columns of content are empty: the table itself refuses them.
    """

    __tablename__ = "clue"
    __table_args__ = (
        CheckConstraint(
            f"secrecy = 'none' OR ({' AND '.join(f'{name} IS NULL' for name in CONTENT)})",
            name="secret_clues_have_no_content",
        ),
        *reach_indexes("clue"),
        *level_indexes("clue", "id"),
        *level_indexes("clue", "state", "id"),
    )
    read: ClassVar[str] = READ
    read_all: ClassVar[str] = READ_ALL

    number: str = Field(max_length=20, unique=True)
    state: ClueState = choice_field(ClueState, default=ClueState.REGISTERED, nullable=False)
    region_code: str = Field(default="", max_length=12)
    kind: ClueKind = choice_field(ClueKind, nullable=False)
    tout_kinds: list[str] = json_field(default_factory=list)
    source: ClueSource = choice_field(ClueSource, nullable=False)
    source_reference: str | None = Field(default=None, max_length=120)
    complaint_id: UUID | None = Field(default=None, index=True)
    report_id: UUID | None = Field(default=None, index=True)
    secrecy: Secrecy = choice_field(Secrecy, default=Secrecy.NONE, nullable=False)

    title: str | None = Field(default=None, max_length=120)
    facts: str | None = text_field(default=None)
    place: str | None = Field(default=None, max_length=120)
    found_at: datetime = instant_field(nullable=False)
    received_at: datetime = instant_field(nullable=False)
    amount_fen: int | None = Field(default=None, sa_type=BigInteger)

    is_real_name: bool = False
    is_protected: bool = False
    reporter_name_encrypted: str | None = text_field(default=None)
    reporter_name_masked: str | None = Field(default=None, max_length=60)
    reporter_phone_encrypted: str | None = text_field(default=None)
    reporter_phone_masked: str | None = Field(default=None, max_length=40)
    subject_name_encrypted: str | None = text_field(default=None)
    subject_name_masked: str | None = Field(default=None, max_length=60)
    subject_identity_encrypted: str | None = text_field(default=None)
    subject_identity_masked: str | None = Field(default=None, max_length=40)
    subject_identity_index: str | None = Field(default=None, max_length=64, index=True)
    subject_phone_encrypted: str | None = text_field(default=None)
    subject_phone_masked: str | None = Field(default=None, max_length=40)
    subject_phone_index: str | None = Field(default=None, max_length=64, index=True)

    registered_by_id: UUID
    registered_by_name: str = Field(max_length=120)
    registrar_organisation_id: UUID

    owes_police: bool = False
    owes_mental_health: bool = False
    owes_governance: bool = False
    runs_police: bool = False
    runs_mental_health: bool = False
    runs_governance: bool = False
    told_police_at: datetime | None = instant_field(default=None)
    told_mental_health_at: datetime | None = instant_field(default=None)
    told_governance_at: datetime | None = instant_field(default=None)
    tellings: list[dict[str, str]] = json_field(default_factory=list)

    assessed_at: datetime | None = instant_field(default=None)
    assessed_by_name: str | None = Field(default=None, max_length=120)
    assessment: str | None = text_field(default=None)
    receiver: Receiver | None = choice_field(Receiver, default=None)
    threshold_met: bool = False
    earlier_penalties: int = 0
    caused_disability: bool = False
    epidemic_risk: bool = False
    fake_drugs: bool = False
    must_refer: bool = False
    must_refer_because: list[str] = json_field(default_factory=list)

    proposal: Proposal | None = choice_field(Proposal, default=None)
    proposal_reason: str | None = text_field(default=None)
    proposed_by_id: UUID | None = None
    open_referrals: int = 0
    open_transfers: int = 0
    referred_at: datetime | None = instant_field(default=None)
    closed_at: datetime | None = instant_field(default=None)
    overdue_at: datetime | None = instant_field(default=None)
    missed_terms: list[str] = json_field(default_factory=list)

    @property
    def label(self) -> str:
        """The number alone: worklists and the journal show it to people who may not know more."""
        return self.number


class ClueReport(OrgOwned, table=True):
    """What an institution reported, in its own words, and whom it told itself. It belongs to the institution, which
    reads this and nothing of the clue that it became (`clue_id` is never shown)."""

    __tablename__ = "clue_report"
    __table_args__ = (Index("ix_clue_report_clue", "clue_id"), *level_indexes("clue_report", "id"))

    number: str = Field(max_length=20, unique=True)
    state: ReportState = choice_field(ReportState, default=ReportState.REPORTED, nullable=False)
    region_code: str = Field(default="", max_length=12)
    kind: ClueKind = choice_field(ClueKind, nullable=False)
    tout_kinds: list[str] = json_field(default_factory=list)
    facts: str = text_field(nullable=False)
    place: str | None = Field(default=None, max_length=120)
    found_at: datetime = instant_field(nullable=False)
    reported_by_id: UUID
    reported_by_name: str = Field(max_length=120)
    subject_name_encrypted: str | None = text_field(default=None)
    subject_name_masked: str | None = Field(default=None, max_length=60)
    authority_id: UUID = Field(foreign_key="organisation.id")
    clue_id: UUID
    owes_police: bool = False
    owes_mental_health: bool = False
    owes_governance: bool = False
    told_police_at: datetime | None = instant_field(default=None)
    told_mental_health_at: datetime | None = instant_field(default=None)
    told_governance_at: datetime | None = instant_field(default=None)
    tellings: list[dict[str, str]] = json_field(default_factory=list)
    overdue_at: datetime | None = instant_field(default=None)
    missed_terms: list[str] = json_field(default_factory=list)

    @property
    def label(self) -> str:
        return self.number


class ClueLink(OrgOwned, table=True):
    """Two clues that belong together; `one_id` is the smaller id. By whom, why; null `made_by_name`: by the system."""

    __tablename__ = "clue_link"
    __table_args__ = (UniqueConstraint("one_id", "other_id"),)

    one_id: UUID = Field(foreign_key="clue.id", index=True)
    other_id: UUID = Field(foreign_key="clue.id", index=True)
    relation: ClueRelation = choice_field(ClueRelation, nullable=False)
    reason: str | None = text_field(default=None)
    made_by_name: str | None = Field(default=None, max_length=120)


class ClueTransfer(Confided, table=True):
    """A clue handed on to another organ than the police (线索移交): who receives it, its receipt, what became of it.

    Of a secret clue neither reason nor outcome stand here in words."""

    __tablename__ = "clue_transfer"
    part_of: ClassVar[str] = "clue_id"
    __table_args__ = (
        CheckConstraint(
            "secrecy = 'none' OR (reason IS NULL AND outcome_note IS NULL)", name="secret_transfers_have_no_content"
        ),
        *reach_indexes("clue_transfer"),
        *level_indexes("clue_transfer", "id"),
    )
    read: ClassVar[str] = READ
    read_all: ClassVar[str] = READ_ALL

    number: str = Field(max_length=20, unique=True)
    state: TransferState = choice_field(TransferState, default=TransferState.PROPOSED, nullable=False)
    region_code: str = Field(default="", max_length=12)
    clue_id: UUID = Field(foreign_key="clue.id", index=True)
    clue_number: str = Field(max_length=20)
    clue_received_at: datetime = instant_field(nullable=False)
    secrecy: Secrecy = choice_field(Secrecy, default=Secrecy.NONE, nullable=False)
    receiver: Receiver = choice_field(Receiver, nullable=False)
    receiver_name: str = Field(max_length=120)
    reason: str | None = text_field(default=None)
    is_for_discipline: bool = False
    proposed_by_id: UUID
    proposed_by_name: str = Field(max_length=120)
    approved_by_name: str | None = Field(default=None, max_length=120)
    approved_at: datetime | None = instant_field(default=None)
    document_number: str | None = Field(default=None, max_length=60)
    sent_at: datetime | None = instant_field(default=None)
    answer_due_on: date | None = None
    signed_at: datetime | None = instant_field(default=None)
    signed_by: str | None = Field(default=None, max_length=80)
    receipt_number: str | None = Field(default=None, max_length=60)
    urged_count: int = 0
    outcome: TransferOutcome | None = choice_field(TransferOutcome, default=None)
    outcome_on: date | None = None
    outcome_note: str | None = text_field(default=None)
    overdue_at: datetime | None = instant_field(default=None)
    missed_terms: list[str] = json_field(default_factory=list)

    @property
    def is_for_the_vice(self) -> bool:
        return not self.is_for_discipline

    @property
    def label(self) -> str:
        return self.number
