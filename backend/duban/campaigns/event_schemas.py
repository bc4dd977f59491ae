"""What goes in and out of events of standing duties."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from duban.campaigns.event_rules import EventReportKind, EventState
from duban.kernel.cases import CaseRead
from duban.kernel.listing import ListQuery
from duban.kernel.resources import Schema

LONG = 5000
EXAMPLE_ID = "0192f5c4-7e2b-7c3a-9d7c-0a1b2c3d4e5f"
_WHEN = "When it happened, or was found out where that was later. The first report's term counts from here"
_PHONED = "When it was told by telephone before writing; entered apart, and never instead of the written report"


class DutyEventLine(BaseModel):
    """An event in a list, and on its duty."""

    id: UUID
    number: str = Field(examples=["DT-2026-000042-01"])
    position: int
    immediate: bool = Field(description="The plan wants it at once; else in time")
    state: EventState
    happened_at: datetime
    summary: str
    place: str | None
    phoned_at: datetime | None
    reported_at: datetime | None = Field(description="When the first report came; null: it is still owed")
    last_reported_at: datetime | None
    last_kind: EventReportKind | None
    report_count: int
    received_at: datetime | None = Field(description="When the newest report was signed for; null: not yet")
    finished_at: datetime | None
    late_at: datetime | None = Field(description="From when an owed report was late; once set it stays")
    late_reason: str | None
    registered_by_name: str
    version: int


class DutyEventItem(DutyEventLine):
    """An event in the list of all."""

    duty_id: UUID
    campaign_id: UUID
    clause_code: str
    title: str = Field(description="The duty's title")
    organisation_id: UUID = Field(description="Who reports it")
    organisation_name: str
    receiver_id: UUID = Field(description="The authority that signs for it")
    region_code: str | None
    updated_at: datetime


class DutyEventReportRead(BaseModel):
    """One report on an event."""

    model_config = ConfigDict(from_attributes=True)

    position: int
    kind: EventReportKind
    account: str | None = Field(description="What happened (first), what came after (continued)")
    place: str | None
    harm: str | None
    measures: str | None
    cause: str | None
    liability: str | None
    handling: str | None
    improvement: str | None
    values: dict[str, Any]
    reported_at: datetime
    reported_by_name: str
    received_at: datetime | None
    received_by_name: str | None
    returned_at: datetime | None
    returned_reason: str | None


class DutyEventRead(CaseRead):
    """An event with every report on it, its clocks and the steps open to you."""

    number: str
    position: int
    duty_id: UUID
    duty_number: str
    campaign_id: UUID
    campaign_title: str
    clause_code: str
    title: str
    organisation_id: UUID
    organisation_name: str
    receiver_id: UUID
    receiver_name: str
    region_code: str | None
    immediate: bool
    form: str | None = Field(description="The form whose figures a report may carry in `values`; null: none")
    state: EventState
    happened_at: datetime
    summary: str
    place: str | None
    harm: str | None = Field(description="As last reported")
    measures: str | None = Field(description="As last reported")
    phoned_at: datetime | None
    phoned_to: str | None
    registered_by_name: str
    reported_at: datetime | None
    last_reported_at: datetime | None
    last_kind: EventReportKind | None
    report_count: int
    received_at: datetime | None
    finished_at: datetime | None
    late_at: datetime | None
    late_reason: str | None
    late_explained_at: datetime | None
    late_explained_by_name: str | None
    reports: list[DutyEventReportRead]


class DutyEventQuery(ListQuery):
    state: list[EventState] = Field([], description="Any of these states")
    campaign_id: UUID | None = None
    duty_id: UUID | None = None
    clause_code: list[str] = Field([], description="Any of these clauses")
    organisation_id: UUID | None = Field(None, description="Who reports it")
    under: UUID | None = Field(None, description="An organisation: events in its subtree")
    receiver_id: UUID | None = Field(None, description="Who signs for it")
    region_code: str | None = Field(None, max_length=12)
    immediate: bool | None = None
    late: bool | None = Field(None, description="true: ever late, finished ones included; false: never late")
    received: bool | None = Field(None, description="true: the newest report is signed for")
    happened_from: AwareDatetime | None = Field(None, description="Happened at or after this instant")
    happened_before: AwareDatetime | None = Field(None, description="Happened before this instant")
    sort: str = Field("-id", pattern="^-?(id|happened_at)$")


class Told(Schema):
    """What is known when an event is entered."""

    happened_at: AwareDatetime = Field(description=_WHEN)
    summary: str = Field(min_length=1, max_length=LONG, description="What happened. No personal data of patients")
    place: str | None = Field(None, min_length=1, max_length=200, description="Where")
    phoned_at: AwareDatetime | None = Field(None, description=_PHONED)
    phoned_to: str | None = Field(None, min_length=1, max_length=120, description="Who answered the telephone")


class DutyEventCreate(Told):
    """An event that is known of and not yet reported in writing. The first report's clock starts."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "duty_id": EXAMPLE_ID,
                    "happened_at": "2026-03-02T01:20:00Z",
                    "summary": "急诊大厅患者家属持械威胁医务人员",
                    "place": "急诊大厅",
                    "phoned_at": "2026-03-02T01:30:00Z",
                    "phoned_to": "医政医管股值班员",
                }
            ]
        }
    )

    duty_id: UUID = Field(description="The standing duty under which it is to be reported")


class EventReportIn(Told):
    """An event and its first report in one call. Where the duty is proved by records, `place`, `harm` and `measures`
    are part of the first report and must be there."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "happened_at": "2026-03-02T01:20:00Z",
                    "summary": "门诊大厅发现疑似号贩子一人",
                    "place": "门诊大厅",
                    "harm": "无",
                    "measures": "已劝离并报警",
                }
            ]
        }
    )

    harm: str | None = Field(None, min_length=1, max_length=LONG, description="Harm done; 无 where there is none")
    measures: str | None = Field(None, min_length=1, max_length=LONG, description="Measures taken")
    values: dict[str, Any] = Field({}, description="Figures of the duty's form, where it has one")


class FirstReportIn(Schema):
    """The first report on a registered event, or its correction. What is left out stays as it was entered."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"place": "急诊大厅", "harm": "一名护士轻微擦伤", "measures": "已报警，已隔离"}]
        }
    )

    summary: str | None = Field(None, min_length=1, max_length=LONG)
    place: str | None = Field(None, min_length=1, max_length=200)
    harm: str | None = Field(None, min_length=1, max_length=LONG)
    measures: str | None = Field(None, min_length=1, max_length=LONG)
    phoned_at: AwareDatetime | None = Field(None, description=_PHONED)
    phoned_to: str | None = Field(None, min_length=1, max_length=120)
    values: dict[str, Any] = Field({}, description="Figures of the duty's form, where it has one")


class ContinuedReportIn(Schema):
    """What came after the last report."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"development": "当事人已被公安机关带走，诊疗秩序恢复", "measures": "增派保安值守"}]
        }
    )

    development: str = Field(min_length=1, max_length=LONG)
    harm: str | None = Field(None, min_length=1, max_length=LONG, description="Left out: as reported before")
    measures: str | None = Field(None, min_length=1, max_length=LONG, description="Left out: as reported before")
    values: dict[str, Any] = Field({}, description="Figures of the duty's form, where it has one")


class FinalReportIn(Schema):
    """The end of the matter: why it came about, who is liable, how it was handled, what is improved."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "cause": "候诊时间过长，沟通不及时",
                    "liability": "当事人已被行政拘留，院方无责任",
                    "handling": "公安机关依法处理，护士已复岗",
                    "improvement": "高峰时段增开分诊台，安检前移",
                }
            ]
        }
    )

    cause: str = Field(min_length=1, max_length=LONG)
    liability: str = Field(min_length=1, max_length=LONG)
    handling: str = Field(min_length=1, max_length=LONG)
    improvement: str = Field(min_length=1, max_length=LONG)
    values: dict[str, Any] = Field({}, description="Figures of the duty's form, where it has one")
