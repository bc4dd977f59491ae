"""The referral's table. It belongs to the health authority that refers, and is confided like the clue it comes from."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from duban.kernel.confiding import Confided
from duban.kernel.db import OrgOwned, choice_field, instant_field, json_field, level_indexes, reach_indexes, text_field
from duban.referrals.words import CriminalOutcome, Holder, ReferralState, SupervisionOutcome


class Referral(Confided, table=True):
    """One referral. State and columns are written by `perform`, the flag of lateness also by the sweep.

    `team_ids` are the officers' accounts as text, `reporting_ids` those of the team that reported. `goods` are lines of
    name, number, quantity, features, place; `goods_none` says that there are none, `expert_none` that no expert paper
    is needed. `…_count` count evidence that guards ask for. `ask_again_until`: the first instant at which
    reconsideration can no longer be asked for. `holder`: whose turn it is, since `holder_since`; `held_…_seconds` is
    what each held it before. `late`: which words of the police came after the 24 hours they have from receipt (C-8,
    C-9). Sums are whole fen.
    """

    __tablename__ = "referral"
    __table_args__ = (
        *reach_indexes("referral"),
        *level_indexes("referral", "id"),
        *level_indexes("referral", "state", "id"),
    )
    read: ClassVar[str] = "clue.read"
    read_all: ClassVar[str] = "clue.read_all"
    part_of: ClassVar[str] = "clue_id"

    number: str = Field(max_length=20, unique=True)
    state: ReferralState = choice_field(ReferralState, default=ReferralState.TEAM_NAMED, nullable=False)
    region_code: str = Field(default="", max_length=12)
    clue_id: UUID = Field(foreign_key="clue.id", index=True)
    clue_number: str = Field(max_length=20)
    title: str = Field(max_length=120)
    suspected_offence: str | None = Field(default=None, max_length=120)
    law: str | None = Field(default=None, max_length=300)
    earlier_penalties: int = 0

    team_ids: list[str] = json_field(default_factory=list)
    named_by_name: str = Field(max_length=120)
    named_at: datetime = instant_field(nullable=False)
    report: str | None = text_field(default=None)
    reported_by_name: str | None = Field(default=None, max_length=120)
    reported_at: datetime | None = instant_field(default=None)
    reporting_ids: list[str] = json_field(default_factory=list)
    decided_by_name: str | None = Field(default=None, max_length=120)
    decided_at: datetime | None = instant_field(default=None)
    decided_as_acting: bool = False
    approved: bool | None = None
    decision_reason: str | None = text_field(default=None)

    receiver_id: UUID | None = Field(default=None, foreign_key="organisation.id", index=True)
    receiver_name: str | None = Field(default=None, max_length=120)
    procuratorate_name: str | None = Field(default=None, max_length=120)
    contact_name: str | None = Field(default=None, max_length=80)
    contact_phone: str | None = Field(default=None, max_length=40)
    goods: list[dict[str, Any]] = json_field(default_factory=list)
    goods_none: bool = False
    expert_none: bool = False
    investigation_count: int = 0
    expert_count: int = 0
    earlier_penalty_count: int = 0
    handover_list_count: int = 0
    document_number: str | None = Field(default=None, max_length=60)
    procuratorate_copied_at: datetime | None = instant_field(default=None)
    sent_at: datetime | None = instant_field(default=None)
    sent_by_name: str | None = Field(default=None, max_length=120)
    handoff_id: UUID | None = Field(default=None, index=True)
    package_sha256: str | None = Field(default=None, max_length=64)

    received_at: datetime | None = instant_field(default=None)
    received_by: str | None = Field(default=None, max_length=120)
    receipt_number: str | None = Field(default=None, max_length=80)
    papers_asked: list[str] = json_field(default_factory=list)
    papers_asked_at: datetime | None = instant_field(default=None)
    papers_asked_reason: str | None = text_field(default=None)
    supplemented_at: datetime | None = instant_field(default=None)
    supplement_note: str | None = text_field(default=None)
    forwarded_at: datetime | None = instant_field(default=None)
    forwarded_to: str | None = Field(default=None, max_length=120)
    forward_reason: str | None = text_field(default=None)
    not_police_reason: str | None = text_field(default=None)

    case_number: str | None = Field(default=None, max_length=80)
    filed_on: date | None = None
    filing_notice_at: datetime | None = instant_field(default=None)
    refusal_reason: str | None = text_field(default=None)
    refusal_received_at: datetime | None = instant_field(default=None)
    returned_papers: int | None = None
    ask_again_until: datetime | None = instant_field(default=None)
    reconsideration_reason: str | None = text_field(default=None)
    reconsideration_asked_at: datetime | None = instant_field(default=None)
    upheld_reason: str | None = text_field(default=None)
    upheld_received_at: datetime | None = instant_field(default=None)
    supervision_reason: str | None = text_field(default=None)
    supervision_suggested_at: datetime | None = instant_field(default=None)
    explanation_asked_at: datetime | None = instant_field(default=None)
    explanation: str | None = text_field(default=None)
    explained_at: datetime | None = instant_field(default=None)
    filing_ordered_at: datetime | None = instant_field(default=None)
    supervision_outcome: SupervisionOutcome | None = choice_field(SupervisionOutcome, default=None)

    handover_place: str | None = Field(default=None, max_length=120)
    handed_by: list[str] = json_field(default_factory=list)
    handed_over_at: datetime | None = instant_field(default=None)
    goods_received_by: str | None = Field(default=None, max_length=120)
    goods_received_at: datetime | None = instant_field(default=None)
    goods_remarks: str | None = text_field(default=None)
    follow_ups: int = 0
    followed_up_at: datetime | None = instant_field(default=None)
    outcome: CriminalOutcome | None = choice_field(CriminalOutcome, default=None)
    outcome_on: date | None = None
    outcome_document: str | None = Field(default=None, max_length=80)
    outcome_summary: str | None = text_field(default=None)
    criminal_fine_fen: int | None = Field(default=None, sa_type=BigInteger)
    return_for_penalty: bool = False

    prior_penalty_number: str | None = Field(default=None, max_length=80)
    prior_penalty_on: date | None = None
    prior_penalty_fine_fen: int | None = Field(default=None, sa_type=BigInteger)
    handler_id: UUID | None = None
    handler_name: str | None = Field(default=None, max_length=120)
    penalty_number: str | None = Field(default=None, max_length=80)
    penalty_on: date | None = None
    penalty_from: datetime | None = instant_field(default=None)
    penalty_fine_fen: int | None = Field(default=None, sa_type=BigInteger)
    set_off_fen: int | None = Field(default=None, sa_type=BigInteger)
    no_penalty_reason: str | None = text_field(default=None)
    owes_penalty_copy: bool = False
    penalty_copied_at: datetime | None = instant_field(default=None)
    opinion_number: str | None = Field(default=None, max_length=80)
    opinion_received_at: datetime | None = instant_field(default=None)
    opinion_due_on: date | None = None
    opinion_answer: str | None = text_field(default=None)
    opinion_answered_at: datetime | None = instant_field(default=None)
    archived_at: datetime | None = instant_field(default=None)

    holder: Holder = choice_field(Holder, default=Holder.TEAM, nullable=False)
    holder_since: datetime = instant_field(nullable=False)
    held_team_seconds: int = Field(default=0, sa_type=BigInteger)
    held_chief_seconds: int = Field(default=0, sa_type=BigInteger)
    held_police_seconds: int = Field(default=0, sa_type=BigInteger)
    held_procuratorate_seconds: int = Field(default=0, sa_type=BigInteger)
    held_handler_seconds: int = Field(default=0, sa_type=BigInteger)
    overdue_at: datetime | None = instant_field(default=None)
    missed_terms: list[str] = json_field(default_factory=list)
    late: list[str] = json_field(default_factory=list)

    @property
    def label(self) -> str:
        """The number alone: worklists and the journal show it to people who may not know more."""
        return self.number


class ReferralOfficer(OrgOwned, table=True):
    """An officer of the team, with the number of the enforcement card (order 310 art. 5)."""

    __tablename__ = "referral_officer"
    __table_args__ = (UniqueConstraint("referral_id", "user_id"),)

    referral_id: UUID = Field(foreign_key="referral.id", index=True)
    user_id: UUID
    name: str = Field(max_length=120)
    card_number: str = Field(max_length=40)
