"""Events of standing duties, and every report on them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel, col

from duban.campaigns.event_rules import EVENT, EventReportKind, EventState
from duban.kernel.db import OrgOwned, choice_field, instant_field, json_field, level_indexes, text_field
from duban.kernel.ids import new_id
from duban.kernel.jurisdiction import in_charge


class DutyEvent(OrgOwned, table=True):
    """Something that happened and has to be reported under a standing duty. `organisation_id` is who reports it.

    What it says of itself is what was said last. `immediate` is the plan's word ("at once"), copied from the duty.
    `received_at` is about the newest report. `late_at`: the first instant at which an owed report was late; once set,
    it stays.
    """

    __tablename__ = "duty_event"
    __table_args__ = (
        UniqueConstraint("duty_id", "position"),
        *level_indexes("duty_event", "state", "id"),
        *level_indexes("duty_event", "happened_at", "id"),
    )

    number: str = Field(max_length=32, unique=True)
    duty_id: UUID = Field(foreign_key="duty.id")
    campaign_id: UUID = Field(foreign_key="campaign.id", index=True)
    clause_code: str = Field(max_length=60)
    title: str = Field(max_length=300)
    position: int
    immediate: bool
    receiver_id: UUID = Field(foreign_key="organisation.id")
    region_code: str | None = Field(default=None, max_length=12)
    state: EventState = choice_field(EventState, default=EVENT.initial, nullable=False)

    happened_at: datetime = instant_field(nullable=False)
    summary: str = text_field(nullable=False)
    place: str | None = Field(default=None, max_length=200)
    harm: str | None = text_field(default=None)
    measures: str | None = text_field(default=None)
    phoned_at: datetime | None = instant_field(default=None)
    phoned_to: str | None = Field(default=None, max_length=120)
    registered_by_name: str = Field(max_length=120)

    reported_at: datetime | None = instant_field(default=None)
    last_reported_at: datetime | None = instant_field(default=None)
    last_kind: EventReportKind | None = choice_field(EventReportKind, default=None)
    reported_by_id: UUID | None = None
    report_count: int = 0
    received_at: datetime | None = instant_field(default=None)
    finished_at: datetime | None = instant_field(default=None)

    late_at: datetime | None = instant_field(default=None)
    late_reason: str | None = text_field(default=None)
    late_explained_at: datetime | None = instant_field(default=None)
    late_explained_by_name: str | None = Field(default=None, max_length=120)

    @property
    def label(self) -> str:
        """Number and the duty's title: what happened is not for the worklist's eyes."""
        return f"{self.number} {self.title}"

    @property
    def in_time(self) -> bool:
        """Whether the plan wants it "in time", not at once."""
        return not self.immediate


in_charge(DutyEvent, "receiver_id", while_open=col(DutyEvent.finished_at).is_(None))


class DutyEventReport(SQLModel, table=True):
    """One report on an event. Appended; only its receipt or return is noted on it later.

    `account` says what happened (first) or what came after (continued); cause, liability, handling and improvement are
    the final report's.
    """

    __tablename__ = "duty_event_report"
    __table_args__ = (UniqueConstraint("event_id", "position"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    event_id: UUID = Field(foreign_key="duty_event.id")
    position: int
    kind: EventReportKind = choice_field(EventReportKind, nullable=False)
    account: str | None = text_field(default=None)
    place: str | None = Field(default=None, max_length=200)
    harm: str | None = text_field(default=None)
    measures: str | None = text_field(default=None)
    cause: str | None = text_field(default=None)
    liability: str | None = text_field(default=None)
    handling: str | None = text_field(default=None)
    improvement: str | None = text_field(default=None)
    values: dict[str, Any] = json_field(default_factory=dict)
    reported_at: datetime = instant_field(nullable=False)
    reported_by_id: UUID
    reported_by_name: str = Field(max_length=120)
    received_at: datetime | None = instant_field(default=None)
    received_by_name: str | None = Field(default=None, max_length=120)
    returned_at: datetime | None = instant_field(default=None)
    returned_reason: str | None = text_field(default=None)
