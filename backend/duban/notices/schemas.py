"""What comes in and goes out of notices."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, JsonValue

from duban.kernel.cases import CaseRead
from duban.kernel.listing import ListQuery
from duban.kernel.next_due import NextDue
from duban.kernel.resources import Schema, left_out
from duban.notices.words import NoticeKind, NoticeState
from duban.rectification.words import Risk, TaskState

LONG = 4000
"""The most characters that a text of a notice takes."""

MOST_TASKS = 20
"""The most institutions for which one step opens tasks."""

EXAMPLE_ID = "0192f5c4-7e2b-7c3a-9d7c-0a1b2c3d4e5f"

Long = Annotated[str, Field(min_length=2, max_length=LONG)]
Title = Annotated[str, Field(min_length=2, max_length=120)]
DocumentNumber = Annotated[str, Field(min_length=2, max_length=80)]


def example(**values: JsonValue) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [values]})


class NoticeCreate(Schema):
    """Enter what another organ says. Its own people and machines leave out who sends it: they do."""

    model_config = example(
        kind="sector_loophole_notice",
        organisation_id=EXAMPLE_ID,
        from_name="某区公安分局",
        document_number="公治函〔2026〕12号",
        received_at="2026-03-02T10:00:00+08:00",
        title="号源管理存在漏洞",
        content="办案中发现该院退号未实名核验，被号贩子利用。建议完善退号管理。",
        needs_answer=True,
    )

    kind: NoticeKind
    organisation_id: UUID | None = Field(
        None,
        description="The institution it is about, which then reads it. Left out: told to the authority alone, where it "
        "is about a whole sector or the institution must not know yet",
    )
    from_organisation_id: UUID | None = Field(None, description="The organ that sent it, where it is in the tree")
    from_name: str | None = Field(None, min_length=2, max_length=120, description="Its name, where it is not")
    document_number: DocumentNumber | None = None
    received_at: AwareDatetime | None = Field(None, description="When the authority had it. Left out: now")
    title: Title
    content: Long = Field(description="What it says. No patient data, nothing secret")
    handling: Long | None = Field(None, description="How the case is handled so far (处置情况)")
    next_opinion: Long | None = Field(None, description="What they may do next (下一步可能采取的处理意见)")
    needs_answer: bool | None = Field(
        None, description="Left out: as its kind does. An answer to a procuratorate is always owed"
    )
    is_urgent: bool = Field(False, description="It asks for an answer sooner than usual, on `answer_due_on`")
    answer_due_on: date | None = Field(None, description="The last day that the letter itself names")


class NoticePatch(Schema):
    """Corrections while nothing was answered. From whom, to whom, when and until when stay: void it where those are
    wrong."""

    model_config = example(document_number="公治函〔2026〕21号")

    document_number: DocumentNumber | None = left_out()
    title: Title = left_out()
    content: Long = left_out()
    handling: Long | None = left_out()
    next_opinion: Long | None = left_out()


class OpenTask(Schema):
    """For whom a rectification task is drafted. What is left out comes from the notice."""

    model_config = example(organisation_ids=[EXAMPLE_ID], risk="high", due_on="2026-04-01")

    organisation_ids: list[UUID] | None = Field(
        None,
        min_length=1,
        max_length=MOST_TASKS,
        description="The institutions that must rectify, of the authority addressed. Left out: the one it is about",
    )
    problem: Long | None = None
    measure: Long | None = None
    risk: Risk = Risk.MEDIUM
    due_on: date | None = Field(None, description="The last day. Left out: proposed from the region's usual term")


class AnswerNotice(Schema):
    """What was answered. Where an answer is owed the letter is attached first (`answer_letter`)."""

    model_config = example(
        answer="已责令该院完善退号实名核验，整改完成后另行通报。",
        answer_document_number="卫函〔2026〕8号",
        answered_at="2026-03-12T10:00:00+08:00",
    )

    answer: Long
    answer_document_number: DocumentNumber | None = None
    answered_at: AwareDatetime | None = Field(None, description="Left out: now")


class VoidNotice(Schema):
    """Why it counts for nothing: entered twice, or wrongly."""

    model_config = example(reason="重复登记。")

    reason: Long


class NoticeItem(NextDue):
    """One line of the ledger of notices."""

    id: UUID
    number: str = Field(examples=["RN-2026-000001"])
    state: NoticeState
    kind: NoticeKind
    title: str
    document_number: str | None
    from_name: str
    from_organisation_id: UUID | None
    organisation_id: UUID = Field(description="The institution it is about, or the authority addressed")
    organisation_name: str
    authority_id: UUID
    received_at: datetime
    needs_answer: bool
    is_urgent: bool
    answer_due_on: date | None
    answered_at: datetime | None
    overdue_at: datetime | None = Field(description="When a term of it was first missed; once set it stays")
    created_at: datetime
    updated_at: datetime
    version: int


class SentQuery(ListQuery):
    """Filters. Repeated words mean any of them; different filters must all hold."""

    state: list[NoticeState] = Field([], description="Any of these states (repeat the parameter)")
    kind: list[NoticeKind] = Field([], description="Any of these kinds")
    organisation_id: UUID | None = Field(None, description="About exactly this institution, or to this authority alone")
    under: UUID | None = Field(None, description="Of this organisation and everything below it")
    authority_id: UUID | None = Field(None, description="Addressed to this authority")
    needs_answer: bool | None = None
    urgent: bool | None = None
    answered: bool | None = Field(None, description="true: an answer was given")
    overdue: bool | None = Field(None, description="true: a term of it was ever missed; false: never")
    missed: list[str] = Field([], description="Any of these terms was ever missed, by its name", max_length=20)
    received_from: AwareDatetime | None = Field(None, description="Received at or after this instant")
    received_before: AwareDatetime | None = None
    sort: str = Field("-id", pattern="^-?(id|received_at|number)$", description="id (age), received_at or number")


class NoticeQuery(SentQuery):
    """Filters. Repeated words mean any of them; different filters must all hold."""

    from_organisation_id: UUID | None = Field(None, description="Sent by this organ")


class NoticeTask(BaseModel):
    """A rectification task opened from the notice."""

    id: UUID
    number: str
    title: str
    state: TaskState
    organisation_id: UUID
    organisation_name: str


class NoticeRead(CaseRead):
    """A notice as its reader sees it."""

    number: str
    state: NoticeState
    kind: NoticeKind
    title: str
    document_number: str | None
    from_name: str
    from_organisation_id: UUID | None
    organisation_id: UUID
    organisation_name: str
    authority_id: UUID = Field(description="The health authority addressed, which handles it")
    authority_name: str
    registered_by_name: str
    region_code: str
    received_at: datetime
    content: str
    handling: str | None
    next_opinion: str | None
    needs_answer: bool
    is_urgent: bool
    answer_due_on: date | None
    answer: str | None
    answer_document_number: str | None
    answered_at: datetime | None
    answered_by_name: str | None
    answer_letters: int = Field(description="How many letters of answer are attached")
    closed_at: datetime | None
    reported_upward_at: datetime | None = Field(
        description="When a missed answer was brought before the authority above"
    )
    overdue_at: datetime | None
    missed_terms: list[str]
    tasks: list[NoticeTask] = Field(
        description="An institution sees those it was told of, the sender none: what comes of it is in the answer"
    )
