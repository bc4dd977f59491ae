"""What comes in and goes out of complaints. The bodies of single steps are in `bodies.py`."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from duban.complaints.words import (
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
from duban.kernel.cases import CaseRead
from duban.kernel.listing import ListQuery
from duban.kernel.resources import Schema, left_out

LONG = 4000
"""The most characters that a text of a complaint takes."""

EXAMPLE_ID = "0192f5c4-7e2b-7c3a-9d7c-0a1b2c3d4e5f"

SYSTEM = r"^[a-z0-9][a-z0-9._-]{0,59}$"
"""What another system is called: small letters, digits and . _ -"""


Long = Annotated[str, Field(min_length=2, max_length=LONG)]
Department = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


def each_once(names: list[str]) -> list[str]:
    """`names` in their order, each once: two departments are two, not one named twice."""
    return list(dict.fromkeys(names))


Departments = Annotated[list[Department], Field(max_length=20), AfterValidator(each_once)]


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"


class ComplaintItem(BaseModel):
    """One line of the ledger of complaints: no person in it."""

    id: UUID
    number: str = Field(examples=["CM-2026-000001"])
    state: ComplaintState
    title: str
    matter: Matter
    channel: Channel
    organisation_id: UUID = Field(description="The institution complained about")
    organisation_name: str
    handler_id: UUID = Field(description="The organisation responsible for handling it now")
    handler_name: str
    received_at: datetime
    feedback_due_at: datetime | None
    is_real_name: bool
    is_key: bool
    is_joint: bool
    has_risk: bool
    finding: Finding | None
    fed_back_at: datetime | None
    satisfaction: Satisfaction | None
    overdue_at: datetime | None = Field(description="When it became late; once set it stays")
    unread_since: datetime | None = Field(description="Since when a message of the complainant waits to be read")
    round: int
    merged_into_id: UUID | None
    source_system: str | None
    external_id: str | None
    created_at: datetime
    updated_at: datetime
    version: int


class ComplaintQuery(ListQuery):
    """Filters. Repeated words mean any of them; different filters must all hold."""

    state: list[ComplaintState] = Field([], description="Any of these states (repeat the parameter)")
    organisation_id: UUID | None = Field(None, description="About exactly this institution")
    under: UUID | None = Field(None, description="About this organisation and everything below it")
    handler_id: UUID | None = Field(None, description="This organisation is responsible")
    matter: list[Matter] = Field([], description="Any of these matters")
    channel: list[Channel] = Field([], description="Any of these channels")
    finding: list[Finding] = Field([], description="Any of these findings")
    real_name: bool | None = None
    key: bool | None = Field(None, description="Key complaints, which are called back before they are closed")
    overdue: bool | None = Field(None, description="true: ever late, also after the answer; false: never")
    satisfaction: list[Satisfaction] = Field([], description="What the complainant said when called back")
    department: list[str] = Field([], description="Complains about any of these departments")
    proposed: bool | None = Field(None, description="true: proposed for supervised listing")
    escalated: bool | None = Field(None, description="true: brought before an authority further up")
    fed_back: bool | None = Field(None, description="true: the answer was given; false: not yet")
    unread: bool | None = Field(None, description="true: a message of the complainant waits to be read")
    handed_to: UUID | None = Field(None, description="This organisation is asked to take over")
    merged_into_id: UUID | None = None
    split_from_id: UUID | None = None
    source_system: str | None = Field(None, max_length=60)
    received_from: AwareDatetime | None = Field(None, description="Received at or after this instant")
    received_before: AwareDatetime | None = None
    sort: str = Field("-id", pattern="^-?(id|received_at|number)$", description="id (age), received_at or number")


class ComplaintRead(CaseRead):
    """A complaint as its reader sees it. Who complains and who the patient is stand here masked; an institution gets
    null instead where `is_protected`."""

    number: str
    state: ComplaintState
    title: str
    matter: Matter
    channel: Channel
    channel_reference: str | None
    organisation_id: UUID
    organisation_name: str
    handler_id: UUID
    handler_name: str
    handover_to_id: UUID | None
    handover_reason: str | None
    region_code: str
    received_at: datetime
    feedback_due_at: datetime | None
    registered_by_name: str
    first_receiver: str
    first_department: str
    responsible: str
    responsible_department: str
    is_real_name: bool
    is_protected: bool
    relation: Relation | None
    complainant_name_masked: str | None
    complainant_phone_masked: str | None
    complainant_address_masked: str | None
    patient_name_masked: str | None
    patient_identity_masked: str | None
    visit_number_masked: str | None
    patient_sex: Sex | None
    patient_age: int | None
    facts: str
    happened: str | None = Field(description="When it happened, in the complainant's words")
    request: str | None
    departments: list[str]
    staff_concerned: str | None
    is_key: bool
    is_joint: bool
    has_risk: bool
    finding: Finding | None
    opinion: str | None
    measures: str | None
    concluded_at: datetime | None
    concluded_by_name: str | None
    decline_reason: Declined | None
    decline_explanation: str | None
    right_door: str | None
    fed_back_at: datetime | None
    fed_back_how: Told | None
    fed_back_by_name: str | None
    confirmed: Confirmed | None
    feedback_note: str | None
    called_back_at: datetime | None
    call_back_note: str | None
    satisfaction: Satisfaction | None
    rating: Satisfaction | None = Field(description="What the complainant said alone, under the receipt code")
    rating_comment: str | None
    rated_at: datetime | None
    closed_at: datetime | None
    round: int
    new_facts: str | None
    withdrawn_how: str | None
    merged_into_id: UUID | None
    split_from_id: UUID | None
    overdue_at: datetime | None
    escalated_at: datetime | None = Field(description="When it was brought before an authority further up")
    escalation_reason: str | None
    listing_proposed_at: datetime | None = Field(description="Proposed for supervised listing since: it drags on")
    has_receipt: bool = Field(description="It came by the public page: its complainant reads along under a code")
    unread_since: datetime | None
    unread_messages: int = Field(description="Messages of the complainant that wait to be read")
    source_system: str | None
    external_id: str | None
    together: list["RelatedRead"] = Field(description="The complaints merged into this one, and those split from it")


class RelatedRead(BaseModel):
    """A complaint beside this one."""

    id: UUID
    number: str
    title: str
    state: ComplaintState
    merged_into_id: UUID | None
    split_from_id: UUID | None
    fed_back_at: datetime | None


class Person(Schema):
    """Who complains, and the patient. Kept encrypted, shown masked; ask only for what it takes to give the answer."""

    complainant_name: str | None = Field(None, min_length=1, max_length=40)
    complainant_phone: str | None = Field(None, min_length=5, max_length=30, pattern=r"^\+?[0-9 ()-]+$")
    complainant_address: str | None = Field(None, min_length=2, max_length=200)
    patient_name: str | None = Field(None, min_length=1, max_length=40)
    patient_identity: str | None = Field(None, min_length=4, max_length=30, description="Number of an identity paper")
    visit_number: str | None = Field(None, min_length=1, max_length=40, description="Outpatient or inpatient number")


class ComplaintContent(Person):
    """What a complaint says (A-16 of the rules)."""

    received_at: AwareDatetime | None = Field(
        None, description="When it reached whoever was told first: the clock runs from there. Left out: now"
    )
    channel: Channel
    channel_reference: str | None = Field(None, max_length=80, description="The 12345 order's or the letter's number")
    is_real_name: bool = Field(description="true needs `complainant_name` and a way to give the answer")
    is_protected: bool = Field(
        False, description="The institution is not told who complains; only for what an authority handles"
    )
    relation: Relation | None = None
    patient_sex: Sex | None = None
    patient_age: int | None = Field(None, ge=0, le=130)
    first_receiver: str = Field(min_length=1, max_length=80, description="Who was told first: post or name")
    first_department: str = Field(min_length=1, max_length=80)
    matter: Matter
    title: str = Field(
        min_length=2, max_length=120, description="A few words for the ledger's line, no name of a person"
    )
    facts: Long
    happened: str | None = Field(None, min_length=1, max_length=80, description="When it happened, in plain words")
    request: str | None = Field(None, min_length=2, max_length=LONG, description="What is asked for")
    departments: Departments = Field([], description="The departments complained about")
    staff_concerned: str | None = Field(None, min_length=1, max_length=200)
    is_key: bool = Field(False, description="A key complaint is called back before it is closed")
    has_risk: bool = Field(False, description="Threats, self-harm, a risk for the patient: see to that first")


EXAMPLE: dict[str, Any] = {
    "received_at": "2026-03-02T09:20:00+08:00",
    "channel": "window",
    "is_real_name": True,
    "relation": "relative",
    "complainant_name": "王小明",
    "complainant_phone": "13800138000",
    "first_receiver": "导诊台护士",
    "first_department": "门诊部",
    "matter": "waiting",
    "title": "超声检查等候过久",
    "facts": "上午八点取号，至下午三点仍未检查，期间无人说明原因。",
    "request": "说明原因并安排检查",
    "departments": ["超声科"],
}


class ComplaintCreate(ComplaintContent):
    """A complaint about one institution."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"organisation_id": EXAMPLE_ID, **EXAMPLE}]})

    organisation_id: UUID = Field(description="The institution complained about; inside your part of the tree")


class ComplaintPatch(Person):
    """Corrections while nothing has been answered. What is left out stays; null empties what may be empty."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"departments": ["超声科", "门诊部"]}]})

    channel_reference: str | None = Field(None, max_length=80)
    relation: Relation | None = None
    patient_sex: Sex | None = None
    patient_age: int | None = Field(None, ge=0, le=130)
    matter: Matter = left_out()
    title: str = left_out(min_length=2, max_length=120)
    facts: Long = left_out()
    happened: str | None = Field(None, min_length=1, max_length=80)
    request: str | None = Field(None, min_length=2, max_length=LONG)
    departments: Departments = left_out()
    staff_concerned: str | None = Field(None, min_length=1, max_length=200)
    is_key: bool = left_out()
    has_risk: bool = left_out()


class SplitIn(Schema):
    """A part of a complaint that is handled on its own, for the same person and from the same receipt."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "matter": "fees",
                    "title": "重复收取床位费",
                    "facts": "出院结算时床位费多收一日。",
                    "reason": "两件事由不同科室办理",
                }
            ]
        }
    )

    matter: Matter
    title: str = Field(min_length=2, max_length=120)
    facts: Long
    request: str | None = Field(None, min_length=2, max_length=LONG)
    departments: Departments = Field([])
    reason: str = Field(min_length=2, max_length=500)


class PersonRevealIn(Schema):
    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "电话反馈处理意见"}]})

    reason: str = Field(min_length=2, max_length=200, description="Why you need to see it; kept in the journal")


class PersonRevealed(BaseModel):
    """The plain values, to be forgotten at `forget_at`. After a retry with the same key all of them are null."""

    complainant_name: str | None
    complainant_phone: str | None
    complainant_address: str | None
    patient_name: str | None
    patient_identity: str | None
    visit_number: str | None
    forget_at: datetime


class SimilarIn(Schema):
    """What is about to be registered."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "organisation_id": EXAMPLE_ID,
                    "facts": "超声检查从上午等到下午，没有人说明原因",
                    "complainant_phone": "13800138000",
                }
            ]
        }
    )

    organisation_id: UUID
    facts: Long
    complainant_phone: str | None = Field(None, min_length=5, max_length=30)


class SimilarRead(BaseModel):
    """A complaint that may be the same: a person decides."""

    id: UUID
    number: str
    title: str
    state: ComplaintState
    matter: Matter
    received_at: datetime
    same_phone: bool
    overlap: float = Field(description="Shared pairs of characters, 0 to 1")


class SimilarPage(BaseModel):
    items: list[SimilarRead]
