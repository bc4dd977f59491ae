"""The dispute's table. It belongs to the institution concerned (`organisation_id`).

The patient and who claims for them are protected values: encrypted, shown masked, plain only for a reason that is
journalled (个人信息保护法 art. 28, 51). Sums are whole fen, so that no sum is ever rounded.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, col

from duban.disputes.words import (
    OVER,
    AccidentLevel,
    AskingSide,
    CourtVerdict,
    DisputeState,
    Insured,
    MediationOutcome,
    QualityGrade,
    Satisfaction,
    Way,
)
from duban.kernel.db import OrgOwned, choice_field, instant_field, json_field, level_indexes, text_field
from duban.kernel.jurisdiction import in_charge


class Dispute(OrgOwned, table=True):
    """One dispute. State and columns are written by `perform`, the flag of lateness also by the sweep.

    `raised_at` is when the institution learned of it. `authority_id` is the health authority that decides on
    administrative mediation and records what the mediators do. `…_fen` are sums; the three limits are the region's as
    they stood when the claim was last stated (None: no limit). `…_count` count evidence that guards ask for.
    `open_appraisals`: while one runs, a mediation's term is held. `rescue_notes_at`: the notes of the rescue were
    complete. `report_is_bound`: the region gives a term for the report of any dispute.
    """

    __tablename__ = "dispute"
    __table_args__ = (
        Index("ix_dispute_place", "organisation_id", "raised_at"),
        *level_indexes("dispute", "id"),
        *level_indexes("dispute", "state", "id"),
        *level_indexes("dispute", "raised_at", "id"),
    )

    number: str = Field(max_length=20, unique=True)
    state: DisputeState = choice_field(DisputeState, default=DisputeState.REGISTERED, nullable=False)
    region_code: str = Field(default="", max_length=12)
    complaint_id: UUID | None = Field(default=None, foreign_key="complaint.id", index=True)
    authority_id: UUID = Field(foreign_key="organisation.id", index=True)
    registered_by_name: str = Field(max_length=120)
    registrar_organisation_id: UUID
    raised_at: datetime = instant_field(nullable=False)

    patient_name_encrypted: str | None = text_field(default=None)
    patient_name_masked: str | None = Field(default=None, max_length=60)
    patient_identity_encrypted: str | None = text_field(default=None)
    patient_identity_masked: str | None = Field(default=None, max_length=40)
    visit_number_encrypted: str | None = text_field(default=None)
    visit_number_masked: str | None = Field(default=None, max_length=40)
    claimant_name_encrypted: str | None = text_field(default=None)
    claimant_name_masked: str | None = Field(default=None, max_length=60)
    claimant_phone_encrypted: str | None = text_field(default=None)
    claimant_phone_masked: str | None = Field(default=None, max_length=40)
    claimant_phone_index: str | None = Field(default=None, max_length=64, index=True)
    claimant_address_encrypted: str | None = text_field(default=None)
    claimant_address_masked: str | None = Field(default=None, max_length=120)
    claimant_relation: str | None = Field(default=None, max_length=40)
    patient_sex: str | None = Field(default=None, max_length=10)
    patient_age: int | None = None

    title: str = Field(max_length=120)
    facts: str = text_field(nullable=False)
    demand: str | None = text_field(default=None)
    departments: list[str] = json_field(default_factory=list)
    treated_on: date | None = None
    people_at_scene: str | None = Field(default=None, max_length=300)
    at_scene_at: datetime | None = instant_field(default=None)

    rescue_ended_at: datetime | None = instant_field(default=None)
    rescue_notes_at: datetime | None = instant_field(default=None)
    rescue_notes_late: bool = False
    runs_rescue_notes: bool = False

    has_died: bool = False
    died_at: datetime | None = instant_field(default=None)
    death_disputed: bool = False
    body_frozen: bool = False
    body_released_at: datetime | None = instant_field(default=None)
    runs_autopsy: bool = False
    runs_autopsy_frozen: bool = False
    runs_body_kept: bool = False

    claim_fen: int | None = Field(default=None, sa_type=BigInteger)
    negotiation_limit_fen: int | None = Field(default=None, sa_type=BigInteger)
    insurer_above_fen: int | None = Field(default=None, sa_type=BigInteger)
    appraisal_from_fen: int | None = Field(default=None, sa_type=BigInteger)
    insured: Insured = choice_field(Insured, nullable=False)

    is_major: bool = False
    major_from: datetime | None = instant_field(default=None)
    major_reason: str | None = text_field(default=None)
    is_accident: bool = False
    accident_level: AccidentLevel | None = choice_field(AccidentLevel, default=None)
    negligence_at: datetime | None = instant_field(default=None)
    runs_negligence: bool = False
    quality_grade: QualityGrade | None = choice_field(QualityGrade, default=None)
    quality_found_at: datetime | None = instant_field(default=None)
    report_is_bound: bool = False
    reported_to_authority_at: datetime | None = instant_field(default=None)
    accident_reported_at: datetime | None = instant_field(default=None)

    informed_at: datetime | None = instant_field(default=None)
    informed_by_name: str | None = Field(default=None, max_length=120)
    informed_signed: bool | None = None
    informed_note: str | None = text_field(default=None)
    told_autopsy_at: datetime | None = instant_field(default=None)

    negotiation_place: str | None = Field(default=None, max_length=120)
    patient_representatives: int | None = None
    institution_representatives: int | None = None
    insurer_took_part: bool | None = None

    mediator: str | None = Field(default=None, max_length=120)
    mediation_requested_by: AskingSide | None = choice_field(AskingSide, default=None)
    mediation_requested_at: datetime | None = instant_field(default=None)
    mediation_accepted_at: datetime | None = instant_field(default=None)
    mediation_outcome: MediationOutcome | None = choice_field(MediationOutcome, default=None)
    mediation_ended_at: datetime | None = instant_field(default=None)
    court_confirmed_on: date | None = None
    admin_requested_by: AskingSide | None = choice_field(AskingSide, default=None)
    admin_requested_at: datetime | None = instant_field(default=None)
    admin_accepted_at: datetime | None = instant_field(default=None)
    admin_outcome: MediationOutcome | None = choice_field(MediationOutcome, default=None)
    admin_ended_at: datetime | None = instant_field(default=None)
    open_appraisals: int = 0
    appraised_at: datetime | None = instant_field(default=None)

    court: str | None = Field(default=None, max_length=120)
    court_case_number: str | None = Field(default=None, max_length=80)
    sued_on: date | None = None
    verdict: CourtVerdict | None = choice_field(CourtVerdict, default=None)

    resolved_by: Way | None = choice_field(Way, default=None)
    resolved_at: datetime | None = instant_field(default=None)
    resolution: str | None = text_field(default=None)
    agreed_fen: int | None = Field(default=None, sa_type=BigInteger)
    paid_fen: int = Field(default=0, sa_type=BigInteger)
    paid_on: date | None = None
    closed_at: datetime | None = instant_field(default=None)
    withdrawn_how: str | None = Field(default=None, max_length=200)
    satisfaction: Satisfaction | None = choice_field(Satisfaction, default=None)
    call_back_note: str | None = text_field(default=None)
    overdue_at: datetime | None = instant_field(default=None)
    missed_terms: list[str] = json_field(default_factory=list)

    agreement_count: int = 0
    judgment_count: int = 0
    extension_count: int = 0

    @property
    def label(self) -> str:
        """Number and title; the title names no person."""
        return f"{self.number} {self.title}"

    @property
    def is_general_event(self) -> bool:
        return self.quality_grade is QualityGrade.GENERAL

    @property
    def is_major_event(self) -> bool:
        return self.quality_grade is QualityGrade.MAJOR

    @property
    def is_extra_event(self) -> bool:
        return self.quality_grade is QualityGrade.EXTRA


in_charge(Dispute, "authority_id", while_open=col(Dispute.state).not_in(OVER))
