"""What goes in and out of duties."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from duban.campaigns.expansions import ProofKind
from duban.campaigns.periods import Rhythm
from duban.campaigns.rules import DutyState, Fact
from duban.kernel.cases import CaseRead
from duban.kernel.listing import ListQuery
from duban.kernel.resources import Schema


class DutyItem(BaseModel):
    """A duty in a list."""

    id: UUID
    number: str = Field(examples=["DT-2026-000042"])
    title: str
    campaign_id: UUID
    clause_code: str
    source_clause: str = Field(description="The clause's number in the plan", examples=["三(四)2"])
    task_title: str | None = Field(description="The key task that the plan sets there; None for phases and reports")
    organisation_id: UUID
    organisation_name: str
    proof: ProofKind
    rhythm: Rhythm
    form: str | None
    phase: str | None
    period: str
    opens_on: date
    due_on: date
    state: DutyState
    fact: Fact = Field(description="Exactly one of not_due, due, on_time, zero, late, missing, exempt")
    late: bool = Field(description="It came after the day, or was returned and not corrected in time; never taken back")
    correct_by: date | None = Field(description="While returned: the last day on which it comes again in time")
    zero: bool
    first_submitted_at: datetime | None
    problem_count: int
    region_code: str | None
    reviewer_id: UUID
    version: int
    updated_at: datetime


class FoundProblemRead(BaseModel):
    """A problem as a version told it, and the task that stands for it in the ledger."""

    item: str | None
    problem: str
    cause: str | None
    measure: str | None
    standard: str | None
    person: str | None
    due_on: date | None
    immediate: bool
    task_id: UUID
    task_number: str = Field(examples=["RT-2026-000042"])


class SubmissionRead(BaseModel):
    """One version of what was submitted. Older versions stay."""

    model_config = ConfigDict(from_attributes=True)

    version: int
    zero: bool
    form: str | None
    form_version: int | None
    values: dict[str, Any]
    derived: dict[str, Any] = Field(description="Rates reckoned from the values, in percent")
    warnings: list[dict[str, Any]] = Field(description="Targets not reached; facts, not errors")
    problems: list[FoundProblemRead] = Field(
        description="Problems found, each with its rectification task. A report sent again names them by `task_id`"
    )
    note: str | None
    reason: str | None = Field(description="Why it was corrected")
    submitted_at: datetime
    submitted_by_name: str
    returned_at: datetime | None
    returned_reason: str | None
    approved_at: datetime | None


class EventReportRead(BaseModel):
    """One event under a standing duty."""

    model_config = ConfigDict(from_attributes=True)

    position: int
    happened_at: datetime
    summary: str
    values: dict[str, Any]
    reported_at: datetime
    reported_by_name: str


class CheckItemRead(BaseModel):
    code: str = Field(examples=["T3.2"])
    task_code: str
    task_title: str = Field(description="What the key task is called: the heading of its items")
    text: str


class DutyRead(CaseRead):
    """A duty with what is asked, what was said before, and what was said last period."""

    number: str
    title: str
    campaign_id: UUID
    campaign_title: str
    clause_id: UUID
    clause_code: str
    source_clause: str = Field(description="The clause's number in the plan", examples=["三(四)2"])
    task_title: str | None = Field(description="The key task that the plan sets there; None for phases and reports")
    detail: list[str] = Field(description="The plan's own words on what is to be done")
    organisation_id: UUID
    organisation_name: str
    proof: ProofKind
    rhythm: Rhythm
    form: str | None
    zero_allowed: bool
    phase: str | None
    period: str
    starts_on: date
    ends_on: date
    opens_on: date
    due_on: date
    correct_by: date | None = Field(description="While returned: the last day on which it comes again in time")
    region_code: str | None
    lead: list[str]
    state: DutyState
    fact: Fact
    late: bool
    zero: bool
    first_submitted_at: datetime | None
    submitted_at: datetime | None
    approved_at: datetime | None
    missed_at: datetime | None
    submission_count: int
    problem_count: int = Field(description="Problems of the newest version")
    document_count: int
    report_count: int
    reviewer_id: UUID
    final_reviewer_id: UUID
    exempt_reason: str | None
    exempted_by_id: UUID | None
    exempted_by_name: str | None = Field(description="Who released from it")
    exempted_at: datetime | None
    form_definition: dict[str, Any] | None = Field(description="The form to fill, as `form/1` data")
    previous_values: dict[str, Any] | None = Field(description="The values of the last period, to set beside")
    registry_values: dict[str, Any] | None = Field(
        description="What the registry says of indicators of the form (beds, staff, level): a start, to be corrected"
    )
    previous_derived: dict[str, Any] | None = Field(description="The rates of the last period, in percent")
    check_items: list[CheckItemRead] = Field(description="What a self-check looks at")
    submissions: list[SubmissionRead]
    reports: list[EventReportRead]


class DutyQuery(ListQuery):
    state: list[DutyState] = Field([], description="Any of these states")
    fact: list[Fact] = Field([], description="Any of these facts")
    campaign_id: UUID | None = None
    clause_code: list[str] = Field([], description="Any of these clauses")
    organisation_id: UUID | None = Field(None, description="Who owes it")
    under: UUID | None = Field(None, description="An organisation: duties in its subtree")
    period: str | None = Field(None, max_length=20)
    phase: str | None = Field(None, max_length=20)
    proof: ProofKind | None = None
    form: str | None = Field(None, max_length=60)
    region_code: str | None = Field(None, max_length=12)
    late: bool | None = None
    zero: bool | None = None
    due_from: date | None = Field(None, description="Due on or after this day")
    due_until: date | None = Field(None, description="Due on or before this day")
    reviewer_id: UUID | None = Field(None, description="Whose review it waits for")
    sort: str = Field("-id", pattern="^-?(id|due_on)$")


class SubmissionKind(StrEnum):
    CONTENT = "content"
    ZERO = "zero"


class ProblemIn(Schema):
    """A problem found in a self-check. It opens a rectification task of the institution; one with `task_id` has its
    task from an earlier version of the same report and opens none."""

    task_id: UUID | None = Field(
        None, description="Its task, where an earlier version reported it already (`submissions[].problems[].task_id`)"
    )
    item: str | None = Field(None, max_length=20, description="Code of the check item", examples=["T5.2"])
    problem: str = Field(min_length=1, max_length=2000, examples=["急诊通道监控有一处盲区"])
    cause: str | None = Field(None, max_length=2000)
    measure: str | None = Field(None, max_length=2000, examples=["加装摄像头一台"])
    standard: str | None = Field(None, max_length=2000, examples=["重点区域监控覆盖率 100%"])
    person: str | None = Field(None, max_length=60, description="Who is responsible")
    due_on: date | None = Field(None, description="Until when it will be corrected; default: the last day of the phase")
    immediate: bool = Field(False, description="Corrected at once (即知即改)")


class SubmitIn(Schema):
    """A report on a duty.

    Self-check: the `problems` found, or `kind: zero`; sent again, problems of earlier versions come along with their
    `task_id`. Form: its `values`. Document: upload it first (`/attachments`).
    Record: `note` says what took place. A zero report needs `confirm_zero: true`.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "content",
                    "problems": [{"item": "T5.2", "problem": "急诊通道监控有一处盲区", "measure": "加装摄像头"}],
                },
                {"kind": "zero", "confirm_zero": True, "note": "本期未发现问题"},
            ]
        }
    )

    kind: SubmissionKind = SubmissionKind.CONTENT
    confirm_zero: bool = Field(False, description="True: we looked, and there was nothing")
    values: dict[str, Any] = Field({}, description="Indicator code → value, as the form asks")
    problems: list[ProblemIn] = Field([], max_length=100)
    note: str | None = Field(None, max_length=5000)


class CorrectIn(SubmitIn):
    """A new version of an approved report. The old one is kept."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"values": {}, "note": "补正数据", "reason": "漏计一次培训"}]}
    )

    reason: str = Field(min_length=1, max_length=1000, description="Why it is corrected (统计法)")


class ReasonIn(Schema):
    """A step that needs its reason."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "附件不完整，请补充会议记录"}]})

    reason: str = Field(min_length=1, max_length=1000)


class ReviewIn(Schema):
    """A step of review; a remark is welcome."""

    reason: str | None = Field(None, max_length=1000)


class EventReportIn(Schema):
    """An event, reported when it happens."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"happened_at": "2026-03-02T01:20:00Z", "summary": "发现疑似号贩子一人，已报警"}]
        }
    )

    happened_at: AwareDatetime
    summary: str = Field(min_length=1, max_length=5000)
    values: dict[str, Any] = Field({})


class BulkStep(StrEnum):
    APPROVE = "approve"
    ENDORSE = "endorse"
    RETURN = "return"
    EXEMPT = "exempt"


class BulkIn(Schema):
    """One step on many duties with one reason. Each is judged by itself; what cannot be done says why."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"step": "approve", "ids": ["0192f5c4-7e2b-7c3a-9d7c-0a1b2c3d4e5f"], "reason": "材料齐全"}]
        }
    )

    step: BulkStep
    ids: list[UUID] = Field(min_length=1, max_length=200)
    reason: str = Field(min_length=1, max_length=1000)


class BulkItem(BaseModel):
    id: UUID
    done: bool
    code: str | None
    reason: str | None


class BulkRead(BaseModel):
    done: int
    refused: int
    items: list[BulkItem]
