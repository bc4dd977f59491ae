"""The complaint's table. It belongs to the institution complained about (`organisation_id`).

Who complains and who the patient is are protected values: encrypted, findable by a keyed digest where they have to be,
shown masked, plain only for a reason that is journalled (个人信息保护法 art. 28, 51).
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, col

from duban.complaints.words import (
    OVER,
    Channel,
    ComplaintState,
    Confirmed,
    Declined,
    Finding,
    Matter,
    Relation,
    Satisfaction,
    Told,
)
from duban.kernel.db import (
    Reached,
    choice_field,
    instant_field,
    json_field,
    level_indexes,
    reach_indexes,
    text_field,
)
from duban.kernel.jurisdiction import in_charge


class Complaint(Reached, table=True):
    """One complaint. State and columns are written by `perform`, the flag of lateness also by the sweep.

    `received_at` is when it reached whoever was told first, `term_from` where the running term began (the receipt, or
    the day new facts were brought), `feedback_due_at` where it ends. `handler_id` is responsible: the organisation that
    was told first, until another has taken over (`handover_to_id` is asked to). `is_protected`: the institution sees
    the matter and never the person. `round` counts how often it was opened. The authority in charge of the institution
    reads it; one further up counts it, and reads it once it is escalated (`reach`, `escalated_at`).
    `satisfaction` is what is known of it, `rating` what the complainant said alone, under the receipt code.
    `unread_since`: since when a message of the complainant waits.
    """

    __tablename__ = "complaint"
    __table_args__ = (
        UniqueConstraint("source_system", "external_id"),
        Index("ix_complaint_place", "organisation_id", "received_at"),
        *level_indexes("complaint", "id"),
        *reach_indexes("complaint"),
        *level_indexes("complaint", "state", "id"),
        *level_indexes("complaint", "received_at", "id"),
    )

    number: str = Field(max_length=20, unique=True)
    state: ComplaintState = choice_field(ComplaintState, default=ComplaintState.REGISTERED, nullable=False)
    region_code: str = Field(default="", max_length=12)

    received_at: datetime = instant_field(nullable=False)
    term_from: datetime = instant_field(nullable=False)
    feedback_due_at: datetime | None = instant_field(default=None)
    channel: Channel = choice_field(Channel, nullable=False)
    channel_reference: str | None = Field(default=None, max_length=80)
    registered_by_id: UUID
    registered_by_name: str = Field(max_length=120)
    registrar_organisation_id: UUID
    handler_id: UUID = Field(foreign_key="organisation.id", index=True)
    handover_to_id: UUID | None = Field(default=None, foreign_key="organisation.id")
    handover_reason: str | None = text_field(default=None)
    first_receiver: str = Field(max_length=80)
    first_department: str = Field(max_length=80)
    responsible: str = Field(max_length=80)
    responsible_department: str = Field(max_length=80)

    is_real_name: bool
    is_protected: bool = False
    relation: Relation | None = choice_field(Relation, default=None)
    complainant_name_encrypted: str | None = text_field(default=None)
    complainant_name_masked: str | None = Field(default=None, max_length=60)
    complainant_phone_encrypted: str | None = text_field(default=None)
    complainant_phone_masked: str | None = Field(default=None, max_length=40)
    complainant_phone_index: str | None = Field(default=None, max_length=64, index=True)
    complainant_address_encrypted: str | None = text_field(default=None)
    complainant_address_masked: str | None = Field(default=None, max_length=120)
    patient_name_encrypted: str | None = text_field(default=None)
    patient_name_masked: str | None = Field(default=None, max_length=60)
    patient_identity_encrypted: str | None = text_field(default=None)
    patient_identity_masked: str | None = Field(default=None, max_length=40)
    visit_number_encrypted: str | None = text_field(default=None)
    visit_number_masked: str | None = Field(default=None, max_length=40)
    patient_sex: str | None = Field(default=None, max_length=10)
    patient_age: int | None = None

    matter: Matter = choice_field(Matter, nullable=False)
    title: str = Field(max_length=120)
    facts: str = text_field(nullable=False)
    happened: str | None = Field(default=None, max_length=80)
    request: str | None = text_field(default=None)
    departments: list[str] = json_field(default_factory=list)
    staff_concerned: str | None = Field(default=None, max_length=200)
    is_key: bool = False
    is_joint: bool = False
    has_risk: bool = False

    opinion: str | None = text_field(default=None)
    measures: str | None = text_field(default=None)
    finding: Finding | None = choice_field(Finding, default=None)
    concluded_at: datetime | None = instant_field(default=None)
    concluded_by_name: str | None = Field(default=None, max_length=120)

    decline_reason: Declined | None = choice_field(Declined, default=None)
    decline_explanation: str | None = text_field(default=None)
    right_door: str | None = Field(default=None, max_length=200)
    decline_proposed_by_id: UUID | None = None

    fed_back_at: datetime | None = instant_field(default=None)
    fed_back_how: Told | None = choice_field(Told, default=None)
    fed_back_by_name: str | None = Field(default=None, max_length=120)
    confirmed: Confirmed | None = choice_field(Confirmed, default=None)
    feedback_note: str | None = text_field(default=None)
    called_back_at: datetime | None = instant_field(default=None)
    call_back_note: str | None = text_field(default=None)
    satisfaction: Satisfaction | None = choice_field(Satisfaction, default=None)
    rating: Satisfaction | None = choice_field(Satisfaction, default=None)
    rating_comment: str | None = text_field(default=None)
    rated_at: datetime | None = instant_field(default=None)
    closed_at: datetime | None = instant_field(default=None)

    round: int = 1
    new_facts: str | None = text_field(default=None)
    withdrawn_how: str | None = Field(default=None, max_length=200)
    merged_into_id: UUID | None = Field(default=None, foreign_key="complaint.id", index=True)
    split_from_id: UUID | None = Field(default=None, foreign_key="complaint.id", index=True)
    overdue_at: datetime | None = instant_field(default=None)
    escalated_at: datetime | None = instant_field(default=None)
    escalation_reason: str | None = text_field(default=None)
    listing_proposed_at: datetime | None = instant_field(default=None)
    unread_since: datetime | None = instant_field(default=None)

    source_system: str | None = Field(default=None, max_length=60)
    external_id: str | None = Field(default=None, max_length=120)
    source_digest: str | None = Field(default=None, max_length=64)
    source_updated_at: datetime | None = instant_field(default=None)

    @property
    def label(self) -> str:
        """Number and title; the title names no person."""
        return f"{self.number} {self.title}"


in_charge(Complaint, "handler_id", while_open=col(Complaint.state).not_in(OVER))
