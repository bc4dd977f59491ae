"""What goes in and out of the public pages of complaints. No officer's name, no person leaves."""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from duban.complaints.bodies import example
from duban.complaints.public_models import Sender
from duban.complaints.schemas import EXAMPLE_ID, LONG, Departments, Long
from duban.complaints.words import Declined, Finding, Matter, Relation, Satisfaction
from duban.kernel.clock_routes import ExplainedLine
from duban.kernel.clocks import ClockState
from duban.kernel.resources import Schema

MESSAGE = 2000
"""The most characters of one message."""


class Choice(BaseModel):
    """A word of a closed list, and how it is called in the asked language."""

    value: str
    label: str


class NotHandled(BaseModel):
    """What is not handled here, and the door that is the right one."""

    value: Declined
    label: str
    right_door: str


class NoticePart(BaseModel):
    title: str
    text: str
    basis: str | None = Field(description="The article behind it")


class PrivacyNotice(BaseModel):
    """What is kept, why, how long, who sees it. Send `edition` back as `notice_edition`."""

    edition: str = Field(examples=["2026-11"])
    parts: list[NoticePart]


class LegalTerm(BaseModel):
    title: str
    amount: int
    unit: str = Field(examples=["working_days"])
    basis: str


class PhotoLimits(BaseModel):
    count: int
    max_bytes: int = Field(description="Of one picture")
    media_types: list[str]


class ComplaintForm(BaseModel):
    """All that the page needs to ask, in the asked language."""

    matters: list[Choice]
    relations: list[Choice]
    satisfaction: list[Choice]
    not_handled: list[NotHandled]
    terms: list[LegalTerm]
    notice: PrivacyNotice
    photos: PhotoLimits
    longest_text: int
    longest_message: int
    messages_per_day: int


class PublicWindow(BaseModel):
    """Where an institution listens, as it published it; what it has not published is null."""

    office: str | None
    place: str | None
    hours: str | None
    telephone: str | None
    hotline: str | None
    mediation: str | None
    other_ways: str | None


class PublicInstitution(BaseModel):
    """An open institution that can be complained about."""

    id: UUID = Field(description="Send it as `organisation_id`")
    name: str
    region_code: str
    authority: str | None = Field(description="The health authority above it")
    address: str | None
    window: PublicWindow | None


class InstitutionPage(BaseModel):
    items: list[PublicInstitution]
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null: this is the last")


class InstitutionQuery(BaseModel):
    """A page of institutions."""

    model_config = ConfigDict(extra="forbid")

    q: str | None = Field(None, min_length=1, max_length=60, description="Words of its name")
    region: str | None = Field(None, pattern=r"^[0-9]{2,12}$", description="Region code, or the beginning of one")
    limit: int = Field(20, ge=1, le=100, description="Rows per page, 1 to 100")
    cursor: str | None = Field(None, max_length=600, description="`next_cursor` of the page before; opaque")


class PublicComplaintIn(Schema):
    """A complaint by the public page. Leave out what you need not say; nobody must give a name."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "organisation_id": EXAMPLE_ID,
                    "matter": "waiting",
                    "facts": "上午八点取号，至下午三点仍未检查，期间无人说明原因。",
                    "request": "说明原因并安排检查",
                    "happened": "三月二日上午",
                    "is_real_name": True,
                    "complainant_name": "王小明",
                    "complainant_phone": "13800138000",
                    "relation": "relative",
                    "consented": True,
                    "notice_edition": "2026-11",
                }
            ]
        }
    )

    organisation_id: UUID = Field(description="Of `GET /public/institutions`")
    matter: Matter
    title: str | None = Field(None, min_length=2, max_length=60, description="Left out: the first words of the facts")
    facts: Long
    happened: str | None = Field(None, min_length=1, max_length=80, description="When it happened, in your words")
    request: str | None = Field(None, min_length=2, max_length=LONG, description="What you ask for")
    departments: Departments = Field([], description="The departments complained about")
    staff_concerned: str | None = Field(None, min_length=1, max_length=200)
    is_real_name: bool = Field(description="true needs `complainant_name` and `complainant_phone`")
    complainant_name: str | None = Field(None, min_length=1, max_length=40)
    complainant_phone: str | None = Field(None, min_length=5, max_length=30, pattern=r"^\+?[0-9 ()-]+$")
    relation: Relation | None = Field(None, description="Who you are, seen from the patient")
    patient_name: str | None = Field(None, min_length=1, max_length=40)
    visit_number: str | None = Field(None, min_length=1, max_length=40)
    is_protected: bool = Field(
        False, description="Do not tell the institution who I am: the health authority above it handles it"
    )
    consented: Literal[True] = Field(description="You have read the privacy notice and agree to it")
    notice_edition: str = Field(max_length=20, description="The `notice.edition` that you were shown")


class PublicReceipt(BaseModel):
    """Keep the code: it is shown here and nowhere else, and nobody can make it anew."""

    number: str = Field(examples=["CM-2026-000001"])
    receipt_code: str = Field(examples=["0123-4567-89AB-CDEF-GHJK-X"])
    institution: str
    handler: str = Field(description="Who handles it and answers you")
    received_at: datetime
    due_on: date = Field(description="The last day for the answer, in Asia/Shanghai")
    provisional: bool = Field(description="A holiday notice that is not out yet may still move the day")
    basis: str = Field(description="The article that sets the term")


class PublicState(StrEnum):
    """How far it is, as its complainant is told."""

    RECEIVED = "received"
    IN_HAND = "in_hand"
    ANSWERED = "answered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class ProgressStep(BaseModel):
    """Something that was done, and when."""

    step: str = Field(examples=["investigate"])
    label: str
    at: datetime
    basis: str | None


class TermRead(BaseModel):
    """A legal date, why it is that day, and whether it was kept."""

    title: str
    basis: str
    started_at: datetime
    due_on: date
    due_at: datetime
    provisional: bool
    state: ClockState
    met_at: datetime | None
    missed_at: datetime | None
    lines: list[ExplainedLine]


class AnswerRead(BaseModel):
    """What you are answered."""

    at: datetime
    finding: Finding | None
    finding_label: str | None
    opinion: str | None
    measures: str | None


class DeclinedRead(BaseModel):
    """Why it is not handled here, and where to go instead."""

    reason: Declined
    reason_label: str
    explanation: str
    right_door: str


class PublicMessage(BaseModel):
    id: UUID
    sender: Sender
    organisation: str | None = Field(description="Who answers; null: you")
    text: str
    at: datetime
    read_at: datetime | None


class PublicFile(BaseModel):
    """A picture that you gave."""

    file_name: str
    media_type: str
    size: int
    sha256: str
    received_at: datetime


class May(BaseModel):
    """What is open to you now."""

    write: bool
    add_photos: int = Field(description="How many more")
    rate: bool
    withdraw: bool
    fetch_reply: bool


class MyComplaint(BaseModel):
    """A complaint as the holder of its code sees it."""

    number: str
    title: str
    matter: Matter
    matter_label: str
    institution_id: UUID
    institution: str
    handler: str
    window: PublicWindow | None = Field(description="Where the handler can be reached; null: it published none")
    state: PublicState
    told: str = Field(description="The state in plain words")
    is_overdue: bool = Field(description="The answer is or was late")
    is_protected: bool
    received_at: datetime
    happened: str | None
    facts: str
    request: str | None
    steps: list[ProgressStep]
    terms: list[TermRead]
    answer: AnswerRead | None
    declined: DeclinedRead | None
    appeal: list[str] = Field(description="Where to go if you do not agree")
    messages: list[PublicMessage] = Field(description="The newest 200, in the order written")
    files: list[PublicFile]
    rating: Satisfaction | None
    may: May


class MessageIn(Schema):
    """A question or an answer, in your words."""

    model_config = example(text="请问是哪一天取的号？")

    text: str = Field(min_length=1, max_length=MESSAGE)


class RatingIn(Schema):
    """Whether the answer satisfies you: once."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"satisfaction": "satisfied", "comment": "答复很及时。"}]}
    )

    satisfaction: Satisfaction
    comment: str | None = Field(None, min_length=2, max_length=500)


class WithdrawIn(Schema):
    """Why you take it back. There is no way to undo it; you may complain anew."""

    model_config = example(reason="问题已解决")

    reason: str = Field(min_length=2, max_length=500)
