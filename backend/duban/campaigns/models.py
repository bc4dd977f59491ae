"""Campaigns, their clauses and phases, the duties they expand into, and what was submitted on each."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from duban.campaigns.expansions import ProofKind
from duban.campaigns.periods import Rhythm
from duban.campaigns.plans import Level
from duban.campaigns.rules import CAMPAIGN, DUTY, CampaignState, DutyState, Fact
from duban.kernel.db import OrgOwned, choice_field, instant_field, json_field, level_indexes, text_field
from duban.kernel.ids import new_id


class Campaign(OrgOwned, table=True):
    """A plan put into force by its issuer (`organisation_id`). The plan is kept as it was given, with its SHA-256."""

    __tablename__ = "campaign"
    __table_args__ = (
        UniqueConstraint("number"),
        *level_indexes("campaign", "state", "id"),
    )

    number: str = Field(max_length=20)
    title: str = Field(max_length=200)
    plan_id: str = Field(max_length=40)
    plan: dict[str, Any] = json_field(nullable=False)
    plan_sha256: str = Field(max_length=64)
    answers: dict[str, Any] = json_field(default_factory=dict)
    level: Level = choice_field(Level, nullable=False)
    region_code: str | None = Field(default=None, max_length=12)
    parent_id: UUID | None = Field(default=None, foreign_key="campaign.id", index=True)
    starts_on: date | None = None
    ends_on: date | None = None
    state: CampaignState = choice_field(CampaignState, default=CAMPAIGN.initial, nullable=False)
    launched_at: datetime | None = instant_field(default=None)
    closed_at: datetime | None = instant_field(default=None)
    duty_count: int = 0
    unmatched: list[dict[str, Any]] = json_field(default_factory=list)

    @property
    def label(self) -> str:
        return f"{self.number} {self.title}"


class CampaignPhase(SQLModel, table=True):
    """A phase with its days, both included. One that runs throughout has the campaign's."""

    __tablename__ = "campaign_phase"
    __table_args__ = (UniqueConstraint("campaign_id", "code"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    campaign_id: UUID = Field(foreign_key="campaign.id")
    code: str = Field(max_length=20)
    title: str | None = Field(default=None, max_length=200)
    stage: str | None = Field(default=None, max_length=40)
    runs_throughout: bool = False
    starts_on: date
    ends_on: date


class CampaignClause(OrgOwned, table=True):
    """One obligation of a launched campaign; its duties name it. An amendment retires clauses, never deletes them."""

    __tablename__ = "campaign_clause"
    __table_args__ = (UniqueConstraint("campaign_id", "code"),)

    campaign_id: UUID = Field(foreign_key="campaign.id")
    code: str = Field(max_length=60)
    position: int
    source_clause: str = Field(max_length=40)
    task_title: str | None = Field(default=None, max_length=300)
    title: str = Field(max_length=300)
    detail: list[str] = json_field(default_factory=list)
    proof: ProofKind = choice_field(ProofKind, nullable=False)
    rhythm: Rhythm = choice_field(Rhythm, nullable=False)
    phase: str | None = Field(default=None, max_length=20)
    form: str | None = Field(default=None, max_length=60)
    zero_allowed: bool = False
    owners: dict[str, Any] = json_field(default_factory=dict)
    lead: list[str] = json_field(default_factory=list)
    recipients: list[str] = json_field(default_factory=list)
    targets: list[dict[str, Any]] = json_field(default_factory=list)
    retired_at: datetime | None = instant_field(default=None)

    @property
    def label(self) -> str:
        return f"{self.code} {self.title}"


class Duty(OrgOwned, table=True):
    """What one organisation owes for one clause in one period. `organisation_id` is who owes it.

    `fact` is derived from state, `late` and `zero` whenever one of them changes, and kept for lists and counts.
    `correct_by` is set while a report is returned: the last day on which it comes back in time, never before `due_on`.
    """

    __tablename__ = "duty"
    __table_args__ = (
        UniqueConstraint("clause_id", "organisation_id", "period"),
        Index("ix_duty_campaign_fact", "campaign_id", "fact"),
        Index("ix_duty_campaign_organisation", "campaign_id", "organisation_id", "clause_code"),
        Index("ix_duty_state_opens_on", "state", "opens_on"),
        *level_indexes("duty", "state", "id"),
        *level_indexes("duty", "due_on", "id"),
    )

    number: str = Field(max_length=24, unique=True)
    campaign_id: UUID = Field(foreign_key="campaign.id")
    clause_id: UUID = Field(foreign_key="campaign_clause.id")
    clause_code: str = Field(max_length=60)
    title: str = Field(max_length=300)
    proof: ProofKind = choice_field(ProofKind, nullable=False)
    rhythm: Rhythm = choice_field(Rhythm, nullable=False)
    form: str | None = Field(default=None, max_length=60)
    zero_allowed: bool = False
    phase: str | None = Field(default=None, max_length=20)
    period: str = Field(max_length=20)
    starts_on: date
    ends_on: date
    opens_on: date
    due_on: date
    correct_by: date | None = None
    region_code: str | None = Field(default=None, max_length=12)
    lead: list[str] = json_field(default_factory=list)
    state: DutyState = choice_field(DutyState, default=DUTY.initial, nullable=False)
    fact: Fact = choice_field(Fact, default=Fact.NOT_DUE, nullable=False)
    late: bool = False
    zero: bool = False
    first_submitted_at: datetime | None = instant_field(default=None)
    submitted_at: datetime | None = instant_field(default=None)
    submitted_by_id: UUID | None = None
    approved_at: datetime | None = instant_field(default=None)
    missed_at: datetime | None = instant_field(default=None)
    submission_count: int = 0
    problem_count: int = 0
    document_count: int = 0
    report_count: int = 0
    reviewer_id: UUID = Field(foreign_key="organisation.id")
    final_reviewer_id: UUID
    exempt_reason: str | None = text_field(default=None)
    exempted_by_id: UUID | None = None
    exempted_by_name: str | None = Field(default=None, max_length=120)
    exempted_at: datetime | None = instant_field(default=None)
    retired_at: datetime | None = instant_field(default=None)

    @property
    def label(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def fixed_correction(self) -> date | None:
        """The plan's own day where it outlasts the time for correcting; None where that time is counted."""
        return self.due_on if self.correct_by == self.due_on else None


class Submission(SQLModel, table=True):
    """One version of what was submitted on a duty. Never overwritten: a return or a correction makes the next one."""

    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("duty_id", "version"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    duty_id: UUID = Field(foreign_key="duty.id")
    version: int
    zero: bool
    form: str | None = Field(default=None, max_length=60)
    form_version: int | None = None
    values: dict[str, Any] = json_field(default_factory=dict)
    derived: dict[str, Any] = json_field(default_factory=dict)
    warnings: list[dict[str, Any]] = json_field(default_factory=list)
    problems: list[dict[str, Any]] = json_field(default_factory=list)
    note: str | None = text_field(default=None)
    reason: str | None = text_field(default=None)
    submitted_at: datetime = instant_field(nullable=False)
    submitted_by_id: UUID
    submitted_by_name: str = Field(max_length=120)
    returned_at: datetime | None = instant_field(default=None)
    returned_reason: str | None = text_field(default=None)
    approved_at: datetime | None = instant_field(default=None)


class EventReport(SQLModel, table=True):
    """One event reported under a standing duty ("whenever it happens"). Appended, never changed."""

    __tablename__ = "event_report"
    __table_args__ = (UniqueConstraint("duty_id", "position"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    duty_id: UUID = Field(foreign_key="duty.id")
    position: int
    happened_at: datetime = instant_field(nullable=False)
    summary: str = text_field(nullable=False)
    values: dict[str, Any] = json_field(default_factory=dict)
    reported_at: datetime = instant_field(nullable=False)
    reported_by_id: UUID
    reported_by_name: str = Field(max_length=120)
