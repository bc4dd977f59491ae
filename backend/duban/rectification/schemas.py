"""What comes in and goes out of the ledger itself. The bodies of single steps are in `bodies.py`."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from duban.kernel.cases import CaseRead
from duban.kernel.listing import ListQuery
from duban.kernel.resources import Schema, left_out
from duban.rectification.words import ExtensionState, Measure, Mode, Risk, SourceType, TaskState

LONG = 4000
"""The most characters that a text of the ledger takes."""

EXAMPLE_ID = "0192f5c4-7e2b-7c3a-9d7c-0a1b2c3d4e5f"


class TaskItem(BaseModel):
    """One line of the ledger."""

    id: UUID
    number: str = Field(examples=["RT-2026-000001"])
    state: TaskState
    title: str
    organisation_id: UUID = Field(description="The institution that must rectify")
    organisation_name: str
    issuer_id: UUID = Field(description="The authority that demands it")
    region_code: str
    source_type: SourceType
    source_label: str | None
    campaign_id: UUID | None
    mode: Mode
    risk: Risk
    weight: int
    responsible_person: str | None
    due_on: date = Field(description="The last day, in Asia/Shanghai")
    extended_at: datetime | None
    overdue_at: datetime | None = Field(description="When it became late; once set it stays, also after closure")
    escalation_level: int = Field(description="0 none, 1 the authority was told, 2 and more: escalated by a person")
    before_count: int
    after_count: int
    relapse_of_id: UUID | None
    published_at: datetime | None
    created_at: datetime
    updated_at: datetime
    version: int


class TaskQuery(ListQuery):
    """The ledger's filters. Repeated words mean any of them; different filters must all hold."""

    state: list[TaskState] = Field([], description="Any of these states (repeat the parameter)")
    organisation_id: UUID | None = Field(None, description="Tasks of exactly this institution")
    under: UUID | None = Field(None, description="Tasks of this organisation and everything below it")
    issuer_id: UUID | None = Field(None, description="Tasks that this authority issued or will issue")
    campaign_id: UUID | None = Field(None, description="Tasks out of this campaign")
    source_type: list[SourceType] = Field([], description="Any of these sources (repeat the parameter)")
    source_id: UUID | None = Field(None, description="Tasks out of this duty, finding, complaint …")
    risk: list[Risk] = Field([], description="Any of these risks (repeat the parameter)")
    mode: Mode | None = Field(None, description="Corrected on the spot, or within a term")
    overdue: bool | None = Field(None, description="true: ever late, closed ones included; false: never late")
    due_from: date | None = Field(None, description="Last day at or after this day")
    due_before: date | None = Field(None, description="Last day before this day")
    escalated: int | None = Field(None, ge=1, le=99, description="Escalated to this level or further")
    relapse_of_id: UUID | None = Field(None, description="The task that a relapse of this one opened")
    published: bool | None = Field(None, description="true: the result was published")
    sort: str = Field(
        "-id",
        pattern="^-?(id|due_on|weight|number)$",
        description="id (age), due_on, weight or number; a leading `-` reads downwards",
    )


class OpinionRead(BaseModel):
    """What one checker found in one round of verification."""

    id: UUID
    round: int
    checker_id: UUID
    checker_name: str
    checker_organisation: str
    given_at: datetime
    on_site: bool
    accepts: bool
    opinion: str


class ExtensionRead(BaseModel):
    """A request for more time and its decision. Days are last days."""

    id: UUID
    state: ExtensionState
    asked_by_name: str
    asked_at: datetime
    reason: str
    due_on: date = Field(description="The last day when it was asked")
    asked_until: date
    decided_by_name: str | None
    decided_at: datetime | None
    decision_reason: str | None
    granted_until: date | None


class EscalationRead(BaseModel):
    """An overdue task taken further by a person."""

    id: UUID
    level: int
    further_measure: Measure
    reason: str
    escalated_by_name: str
    escalated_at: datetime


class LookBackRead(BaseModel):
    """The look-back's three questions and what followed."""

    id: UUID
    looked_by_name: str
    looked_at: datetime
    check_was_complete: bool
    rectified_in_place: bool
    public_is_satisfied: bool
    finding: str
    corrected_at_once: str | None
    relapsed: bool


class EvaluationRead(BaseModel):
    """One count of how the public judged the published result."""

    id: UUID
    channel: str
    counted_on: date
    satisfied: int
    neutral: int
    dissatisfied: int
    recorded_by_name: str


class RemarkRead(BaseModel):
    """A remark of the public on the published result; nobody knows whose."""

    id: UUID
    given_on: date
    verdict: str = Field(examples=["satisfied"])
    remark: str


class RelapseRead(BaseModel):
    """The task that a relapse opened."""

    id: UUID
    number: str
    state: TaskState


class TaskRead(CaseRead):
    """A rectification task as its reader sees it."""

    number: str
    state: TaskState
    title: str
    organisation_id: UUID
    organisation_name: str
    issuer_id: UUID
    issuer_name: str
    region_code: str
    source_type: SourceType
    source_id: UUID | None
    source_label: str | None
    campaign_id: UUID | None
    relapse_of_id: UUID | None
    problem: str
    basis: str | None
    measure: str | None
    standard: str | None
    cause: str | None
    responsible_person: str | None
    mode: Mode
    risk: Risk
    weight: int
    due_on: date
    notice_number: str | None
    issued_at: datetime | None
    accepted_at: datetime | None
    plan: str | None
    planned_on: date | None
    objection: str | None
    objected_at: datetime | None
    objection_reply: str | None
    extended_at: datetime | None
    before_count: int
    after_count: int
    no_before_reason: str | None = Field(description="Why there is no evidence of the state before")
    measures_taken: str | None
    submitted_at: datetime | None
    round: int = Field(description="How many times it was submitted")
    accepting_opinions: int = Field(description="Of the present round")
    rejecting_opinions: int = Field(description="Of the present round")
    return_reason: str | None
    closed_at: datetime | None
    look_back_on: date | None
    overdue_at: datetime | None
    escalation_level: int
    public_problem: str | None = Field(description="The problem in words for the public")
    public_promise: str | None
    promised_at: datetime | None
    public_result: str | None
    published_at: datetime | None
    opinions: list[OpinionRead]
    extensions: list[ExtensionRead]
    escalations: list[EscalationRead]
    look_backs: list[LookBackRead]
    evaluations: list[EvaluationRead]
    remarks: list[RemarkRead]
    relapsed_into: RelapseRead | None = Field(description="After a relapse: the task it opened, once you may see it")


class TaskCreate(Schema):
    """A draft. It may still lack basis, measure, standard and person; it is not issued before it has them."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "organisation_id": EXAMPLE_ID,
                    "source_type": "inspection",
                    "source_label": "第一轮安全检查",
                    "title": "急诊通道堆放杂物",
                    "problem": "急诊通道两侧堆放报废轮椅和纸箱，影响推床通行。",
                    "basis": "平安医院建设要求：急救通道保持畅通",
                    "measure": "清运杂物，划定禁放区，每日巡查并登记。",
                    "standard": "通道净宽不小于二米，一个月内巡查记录完整。",
                    "responsible_person": "总务科负责人",
                    "mode": "time_limited",
                    "risk": "medium",
                    "due_on": "2026-04-01",
                }
            ]
        }
    )

    organisation_id: UUID = Field(description="The institution that must rectify; inside your part of the tree")
    source_type: SourceType = Field(description="`self_check` and `look_back` are the system's own: refused here")
    source_id: UUID | None = Field(None, description="The record that the problem came out of")
    source_label: str | None = Field(None, min_length=1, max_length=120, description="Its number or name for people")
    campaign_id: UUID | None = None
    title: str = Field(min_length=1, max_length=120, description="A few words for the ledger's line")
    problem: str = Field(min_length=1, max_length=LONG, description="What is wrong, where, since when. No patient data")
    basis: str | None = Field(None, min_length=1, max_length=LONG, description="The rule or plan that it offends")
    measure: str | None = Field(None, min_length=1, max_length=LONG, description="What is to be done")
    standard: str | None = Field(None, min_length=1, max_length=LONG, description="By what it will be judged done")
    cause: str | None = Field(None, min_length=1, max_length=LONG, description="Why it came about, if already known")
    responsible_person: str | None = Field(None, min_length=1, max_length=80, description="Post or name")
    mode: Mode = Mode.TIME_LIMITED
    risk: Risk = Field(Risk.MEDIUM, description="`high`: verified on site, closed by the vice leader in charge")
    weight: int | None = Field(None, ge=1, le=100, description="Left out: 1, 2 or 3 by risk")
    due_on: date | None = Field(
        None, description="The last day. Left out: proposed from the region's usual term. An immediate task takes none"
    )


class TaskPatch(Schema):
    """Changes of a draft. What is left out stays; null empties what may be empty."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"standard": "通道净宽不小于二米。", "due_on": "2026-04-15"}]}
    )

    title: str = left_out(min_length=1, max_length=120)
    problem: str = left_out(min_length=1, max_length=LONG)
    basis: str | None = left_out(min_length=1, max_length=LONG)
    measure: str | None = left_out(min_length=1, max_length=LONG)
    standard: str | None = left_out(min_length=1, max_length=LONG)
    cause: str | None = left_out(min_length=1, max_length=LONG)
    responsible_person: str | None = left_out(min_length=1, max_length=80)
    source_label: str | None = left_out(min_length=1, max_length=120)
    mode: Mode = left_out()
    risk: Risk = left_out()
    weight: int | None = left_out(
        ge=1, le=100, description="Null: by risk again. A relapse weighs more than the task before it"
    )
    due_on: date = left_out(description="The last day; of no effect on an immediate task, due the day it is issued")


class BulkStep(StrEnum):
    """What may be done to many tasks at once. `close` picks the step that the task's risk asks for."""

    ISSUE = "issue"
    GRANT_EXTENSION = "grant_extension"
    REFUSE_EXTENSION = "refuse_extension"
    CLOSE = "close"
    RETURN = "return"


class BulkIn(Schema):
    """One step for up to 200 tasks, with one reason: extensions as asked for, look-backs on the usual day."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"step": "close", "ids": [EXAMPLE_ID], "reason": "复核材料齐全，同意销号。"}]}
    )

    step: BulkStep
    ids: list[UUID] = Field(min_length=1, max_length=200, description="1 to 200 tasks; a repeated id counts once")
    reason: str = Field(min_length=2, max_length=LONG)


class BulkProblem(BaseModel):
    """Why one task was left as it was: the same words as the single step would answer with."""

    status: int = Field(examples=[409])
    code: str = Field(examples=["opinions_missing"])
    detail: str


class BulkItem(BaseModel):
    """What became of one task."""

    id: UUID
    done: bool
    number: str | None = Field(description="Null where you cannot see the task")
    state: TaskState | None
    version: int | None
    problem: BulkProblem | None


class BulkResult(BaseModel):
    """One line per id, in the order sent. Each task was checked on its own: some may be done and others not."""

    done: int
    refused: int
    results: list[BulkItem]
