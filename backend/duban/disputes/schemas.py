"""What comes in and goes out of disputes. The bodies of single steps are in `bodies.py`."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from duban.disputes.words import (
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
from duban.kernel.cases import ActionRead, CaseRead
from duban.kernel.listing import ListQuery
from duban.kernel.next_due import NextDue
from duban.kernel.resources import Schema, left_out

LONG = 4000
"""The most characters that a text of a dispute takes."""

MOST_FEN = 100_000_000_000
"""A thousand million yuan."""

EXAMPLE_ID = "0192f5c4-7e2b-7c3a-9d7c-0a1b2c3d4e5f"

Long = Annotated[str, Field(min_length=2, max_length=LONG)]
Fen = Annotated[int, Field(ge=0, le=MOST_FEN, description="In fen: 100 are a yuan")]
Department = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


def each_once(names: list[str]) -> list[str]:
    """`names` in their order, each once."""
    return list(dict.fromkeys(names))


Departments = Annotated[list[Department], Field(max_length=20), AfterValidator(each_once)]


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"


class ClaimantRelation(StrEnum):
    """Who claims, seen from the patient."""

    PATIENT = "patient"
    RELATIVE = "relative"
    AGENT = "agent"
    OTHER = "other"


class DisputeItem(NextDue):
    """One line of the ledger of disputes: no person in it."""

    id: UUID
    number: str = Field(examples=["DS-2026-000001"])
    state: DisputeState
    title: str
    organisation_id: UUID = Field(description="The institution concerned")
    organisation_name: str
    raised_at: datetime = Field(description="When the institution learned of it")
    treated_on: date | None
    has_died: bool
    is_major: bool
    is_accident: bool
    insured: Insured
    claim_fen: int | None
    agreed_fen: int | None
    paid_fen: int
    mediation_outcome: MediationOutcome | None
    admin_outcome: MediationOutcome | None
    resolved_by: Way | None
    resolved_at: datetime | None
    satisfaction: Satisfaction | None
    overdue_at: datetime | None = Field(description="When a term of it was first missed; once set it stays")
    complaint_id: UUID | None
    created_at: datetime
    updated_at: datetime
    version: int


class DisputeQuery(ListQuery):
    """Filters. Repeated words mean any of them; different filters must all hold."""

    state: list[DisputeState] = Field([], description="Any of these states (repeat the parameter)")
    organisation_id: UUID | None = Field(None, description="Of exactly this institution")
    under: UUID | None = Field(None, description="Of this organisation and everything below it")
    complaint_id: UUID | None = Field(None, description="Made of this complaint")
    major: bool | None = None
    accident: bool | None = None
    died: bool | None = None
    insured: list[Insured] = Field([], description="Any of these kinds of cover")
    resolved: bool | None = Field(None, description="true: there is an agreement or a judgment")
    resolved_by: list[Way] = Field([], description="Resolved by any of these ways")
    mediation_outcome: list[MediationOutcome] = Field(
        [], description="People's mediation ended so; `agreed`, `failed` …"
    )
    admin_outcome: list[MediationOutcome] = Field([])
    satisfaction: list[Satisfaction] = Field([], description="What the patient's side said when called back")
    claimed: bool | None = Field(None, description="true: a sum was claimed")
    paid: bool | None = Field(None, description="true: something was paid")
    overdue: bool | None = Field(None, description="true: a term of it was ever missed; false: never")
    missed: list[str] = Field([], description="Any of these terms was ever missed, by its name", max_length=20)
    raised_from: AwareDatetime | None = Field(None, description="Raised at or after this instant")
    raised_before: AwareDatetime | None = None
    sort: str = Field("-id", pattern="^-?(id|raised_at|number)$", description="id (age), raised_at or number")


class DisputeColumns(CaseRead):
    """What a dispute itself says; `queries.DisputeRead` adds what runs beside its way."""

    number: str
    state: DisputeState
    title: str
    organisation_id: UUID
    organisation_name: str
    authority_id: UUID = Field(description="The health authority that mediates, and records what mediators do")
    authority_name: str
    registered_by_name: str
    region_code: str
    complaint_id: UUID | None
    raised_at: datetime
    patient_name_masked: str | None
    patient_identity_masked: str | None
    visit_number_masked: str | None
    claimant_name_masked: str | None
    claimant_phone_masked: str | None
    claimant_address_masked: str | None
    claimant_relation: ClaimantRelation | None
    patient_sex: Sex | None
    patient_age: int | None
    facts: str
    demand: str | None
    departments: list[str]
    treated_on: date | None
    people_at_scene: str | None
    at_scene_at: datetime | None
    rescue_ended_at: datetime | None
    rescue_notes_at: datetime | None = Field(description="When the notes of the rescue were complete")
    rescue_notes_late: bool = Field(description="Complete more than 6 hours after the rescue")
    has_died: bool
    died_at: datetime | None
    death_disputed: bool
    body_frozen: bool
    body_released_at: datetime | None
    claim_fen: int | None
    negotiation_limit_fen: int | None = Field(description="Above it the region lets nobody negotiate; null: no limit")
    insurer_above_fen: int | None = Field(description="Above it the insurer takes part; null: no such rule")
    appraisal_from_fen: int | None = Field(description="From it on an appraisal comes first; null: no such rule")
    insured: Insured
    is_major: bool
    major_from: datetime | None
    major_reason: str | None
    is_accident: bool
    accident_level: AccidentLevel | None
    negligence_at: datetime | None
    quality_grade: QualityGrade | None
    quality_found_at: datetime | None
    reported_to_authority_at: datetime | None
    accident_reported_at: datetime | None
    informed_at: datetime | None
    informed_by_name: str | None
    informed_signed: bool | None
    informed_note: str | None
    told_autopsy_at: datetime | None
    negotiation_place: str | None
    patient_representatives: int | None
    institution_representatives: int | None
    insurer_took_part: bool | None
    mediator: str | None
    mediation_requested_by: AskingSide | None
    mediation_requested_at: datetime | None
    mediation_accepted_at: datetime | None
    mediation_outcome: MediationOutcome | None
    mediation_ended_at: datetime | None
    court_confirmed_on: date | None
    admin_requested_by: AskingSide | None
    admin_requested_at: datetime | None
    admin_accepted_at: datetime | None
    admin_outcome: MediationOutcome | None
    admin_ended_at: datetime | None
    open_appraisals: int = Field(description="Above 0: the mediation's term is held")
    appraised_at: datetime | None
    court: str | None
    court_case_number: str | None
    sued_on: date | None
    verdict: CourtVerdict | None
    resolved_by: Way | None
    resolved_at: datetime | None
    resolution: str | None
    agreed_fen: int | None
    paid_fen: int
    paid_on: date | None
    closed_at: datetime | None
    withdrawn_how: str | None
    satisfaction: Satisfaction | None
    call_back_note: str | None
    overdue_at: datetime | None
    missed_terms: list[str] = Field(description="The names of the terms that were ever missed")
    agreement_count: int = Field(description="Attached with the purpose `agreement`")
    judgment_count: int = Field(description="Attached with the purpose `judgment`")
    extension_count: int = Field(description="Attached with the purpose `extension_agreement`")
    available_parts: list[ActionRead] = Field(description="What may be begun beside the way: open to you, or why not")


class Parties(Schema):
    """The patient and who claims for them. Kept encrypted, shown masked; ask only for what handling it takes."""

    patient_name: str | None = Field(None, min_length=1, max_length=40)
    patient_identity: str | None = Field(None, min_length=4, max_length=30, description="Number of an identity paper")
    visit_number: str | None = Field(None, min_length=1, max_length=40, description="Outpatient or inpatient number")
    claimant_name: str | None = Field(None, min_length=1, max_length=40)
    claimant_phone: str | None = Field(None, min_length=5, max_length=30, pattern=r"^\+?[0-9 ()-]+$")
    claimant_address: str | None = Field(None, min_length=2, max_length=200)


class Death(Schema):
    """The patient's death. It starts the terms of autopsy and of keeping the body, where they have not run out."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"died_at": "2026-03-02T03:40:00+08:00", "death_disputed": True}]}
    )

    died_at: AwareDatetime
    death_disputed: bool = Field(False, description="The sides dispute its cause: an autopsy may be due")
    body_frozen: bool = Field(False, description="The body can be kept frozen: 7 days for the autopsy, not 48 hours")


_EXAMPLE: dict[str, Any] = {
    "raised_at": "2026-03-02T09:20:00+08:00",
    "patient_name": "王大明",
    "claimant_name": "王小明",
    "claimant_phone": "13800138000",
    "claimant_relation": "relative",
    "title": "术后感染引发的争议",
    "facts": "患者术后第三日发热，家属认为无菌操作不严，要求赔偿。",
    "demand": "说明原因并赔偿损失",
    "departments": ["骨科"],
    "treated_on": "2026-02-25",
    "claim_fen": 3000000,
    "insured": "liability",
}


class DisputeCreate(Parties):
    """A dispute with one institution, or one that a complaint has become (`complaint_id`): then the complaint says the
    institution, and what is left out is taken from it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"organisation_id": EXAMPLE_ID, **_EXAMPLE}]})

    organisation_id: UUID | None = Field(None, description="The institution concerned; needed without `complaint_id`")
    complaint_id: UUID | None = Field(None, description="An open complaint that you are responsible for")
    raised_at: AwareDatetime | None = Field(
        None, description="When the institution learned of it: a major one is reported from there. Left out: now"
    )
    claimant_relation: ClaimantRelation | None = None
    patient_sex: Sex | None = None
    patient_age: int | None = Field(None, ge=0, le=130)
    title: str | None = Field(
        None, min_length=2, max_length=120, description="A few words for the ledger's line, no name of a person"
    )
    facts: Long | None = None
    demand: str | None = Field(None, min_length=2, max_length=LONG)
    departments: Departments = Field([])
    treated_on: date | None = Field(None, description="The treatment that the dispute is about")
    people_at_scene: str | None = Field(
        None, min_length=2, max_length=300, description="Who went to the scene: medical affairs, head, head nurse"
    )
    death: Death | None = None
    claim_fen: Fen | None = None
    insured: Insured
    is_major: bool = False
    major_reason: str | None = Field(None, min_length=2, max_length=LONG, description="Needed where `is_major`")


class DisputePatch(Parties):
    """Corrections while it is open. What is left out stays; null empties what may be empty."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"departments": ["骨科", "麻醉科"]}]})

    claimant_relation: ClaimantRelation | None = None
    patient_sex: Sex | None = None
    patient_age: int | None = Field(None, ge=0, le=130)
    title: str = left_out(min_length=2, max_length=120)
    facts: Long = left_out()
    demand: str | None = Field(None, min_length=2, max_length=LONG)
    departments: Departments = left_out()
    treated_on: date | None = None
    insured: Insured = left_out()


class PartiesRevealIn(Schema):
    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "电话通知调解时间"}]})

    reason: str = Field(min_length=2, max_length=200, description="Why you need to see it; kept in the journal")


class PartiesRevealed(BaseModel):
    """The plain values, to be forgotten at `forget_at`. After a retry with the same key all of them are null."""

    patient_name: str | None
    patient_identity: str | None
    visit_number: str | None
    claimant_name: str | None
    claimant_phone: str | None
    claimant_address: str | None
    forget_at: datetime
