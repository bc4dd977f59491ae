"""The tables of the rectification ledger: the task, and what was said about it by whom.

A task belongs to the institution that must rectify (`organisation_id`); the authority that demands it is `issuer_id`.
Where it came from is kept as plain ids: this module does not know campaigns, inspections or complaints.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, Index, UniqueConstraint, or_
from sqlmodel import Field

from duban.kernel.db import OrgOwned, Row, choice_field, instant_field, json_field, level_indexes, text_field
from duban.kernel.journal import Visibility
from duban.rectification.words import NOT_ISSUED, ExtensionState, Measure, Mode, Risk, SourceType, TaskState


class RectificationTask(OrgOwned, table=True):
    """One problem to be rectified. State and columns are written by `perform`, the flag of lateness also by the sweep.

    `due_on` is the last day. `term_started_at` is where the term began (the notice, or the decision on an objection):
    half of the time between the two is the most that an extension gives. Columns ending in `_by_id` name people.
    `round` counts the submissions; `checker_ids` and the two counts of opinions belong to the present round.
    `amender_ids` names who rewrote the draft. `chosen_weight` is the weight somebody chose (None: by risk).
    `after_submitted` is how much evidence of the state after the last submission rested on.
    """

    __tablename__ = "rectification_task"
    __table_args__ = (
        CheckConstraint("weight >= 1", name="weight_counts"),
        CheckConstraint("before_count >= 0 AND after_count >= 0", name="evidence_counts"),
        Index("ix_rectification_task_source", "source_type", "source_id"),
        Index("ix_rectification_task_weight_id", "weight", "id"),
        *level_indexes("rectification_task", "id"),
        *level_indexes("rectification_task", "state", "id"),
        *level_indexes("rectification_task", "due_on", "id"),
    )

    number: str = Field(max_length=20, unique=True)
    state: TaskState = choice_field(TaskState, default=TaskState.DRAFT, nullable=False)
    issuer_id: UUID = Field(foreign_key="organisation.id", index=True)
    region_code: str = Field(default="", max_length=12)
    drafted_by_id: UUID
    drafter_organisation_id: UUID
    amender_ids: list[str] = json_field(default_factory=list, sa_column_kwargs={"server_default": "[]"})

    source_type: SourceType = choice_field(SourceType, nullable=False)
    source_id: UUID | None = None
    source_label: str | None = Field(default=None, max_length=120)
    campaign_id: UUID | None = Field(default=None, index=True)
    relapse_of_id: UUID | None = Field(default=None, foreign_key="rectification_task.id", index=True)

    title: str = Field(max_length=120)
    problem: str = text_field(nullable=False)
    basis: str | None = text_field(default=None)
    measure: str | None = text_field(default=None)
    standard: str | None = text_field(default=None)
    cause: str | None = text_field(default=None)
    responsible_person: str | None = Field(default=None, max_length=80)
    mode: Mode = choice_field(Mode, nullable=False)
    risk: Risk = choice_field(Risk, nullable=False)
    weight: int
    chosen_weight: int | None = None
    due_on: date

    notice_number: str | None = Field(default=None, max_length=60)
    issued_at: datetime | None = instant_field(default=None)
    term_started_at: datetime | None = instant_field(default=None)
    accepted_at: datetime | None = instant_field(default=None)
    plan: str | None = text_field(default=None)
    planned_on: date | None = None

    objection: str | None = text_field(default=None)
    objected_at: datetime | None = instant_field(default=None)
    objected_by_id: UUID | None = None
    objection_due_at: datetime | None = instant_field(default=None)
    objection_reply: str | None = text_field(default=None)

    extension_asked_by_id: UUID | None = None
    extension_requests: int = 0
    extended_at: datetime | None = instant_field(default=None)

    before_count: int = 0
    after_count: int = 0
    after_submitted: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    no_before_reason: str | None = text_field(default=None)
    measures_taken: str | None = text_field(default=None)
    submitted_at: datetime | None = instant_field(default=None)
    submitted_by_id: UUID | None = None

    round: int = 0
    checker_ids: list[str] = json_field(default_factory=list)
    accepting_opinions: int = 0
    rejecting_opinions: int = 0
    return_reason: str | None = text_field(default=None)
    closed_at: datetime | None = instant_field(default=None)
    closed_by_id: UUID | None = None
    look_back_on: date | None = None

    overdue_at: datetime | None = instant_field(default=None)
    escalation_level: int = 0

    public_problem: str | None = text_field(default=None)
    public_promise: str | None = text_field(default=None)
    promised_at: datetime | None = instant_field(default=None)
    public_result: str | None = text_field(default=None)
    published_at: datetime | None = instant_field(default=None)

    @property
    def label(self) -> str:
        """Number and title: a worklist of bare numbers makes people open each one."""
        return f"{self.number} {self.title}"

    @property
    def is_office_matter(self) -> bool:
        """Whether an authority drafted it and has not issued it: the institution does not know of it."""
        return self.state in NOT_ISSUED and self.drafter_organisation_id != self.organisation_id

    @property
    def journal_visibility(self) -> Visibility:
        return Visibility.OFFICE if self.is_office_matter else Visibility.MATTER


_COLUMNS = RectificationTask.__table__.c  # type: ignore[attr-defined]
PUBLIC: ColumnElement[bool] = or_(_COLUMNS.promised_at.is_not(None), _COLUMNS.published_at.is_not(None))
"""Something of the task was written for the public."""

Index("ix_rectification_task_public", _COLUMNS.id, postgresql_where=PUBLIC, sqlite_where=PUBLIC)


class VerificationOpinion(Row, table=True):
    """What one checker found in one round. `accepts` says that the evidence shows it rectified."""

    __tablename__ = "rectification_opinion"
    __table_args__ = (UniqueConstraint("task_id", "round", "checker_id"),)

    task_id: UUID = Field(foreign_key="rectification_task.id", index=True)
    round: int
    checker_id: UUID
    checker_name: str = Field(max_length=120)
    checker_organisation: str = Field(max_length=120)
    given_at: datetime = instant_field(nullable=False)
    on_site: bool
    accepts: bool
    opinion: str = text_field(nullable=False)


class ExtensionRequest(Row, table=True):
    """More time, asked for by the institution and decided by the vice leader. Days are last days."""

    __tablename__ = "rectification_extension"

    task_id: UUID = Field(foreign_key="rectification_task.id", index=True)
    state: ExtensionState = choice_field(ExtensionState, default=ExtensionState.ASKED, nullable=False)
    asked_by_name: str = Field(max_length=120)
    asked_at: datetime = instant_field(nullable=False)
    reason: str = text_field(nullable=False)
    due_on: date
    asked_until: date
    decided_by_name: str | None = Field(default=None, max_length=120)
    decided_at: datetime | None = instant_field(default=None)
    decision_reason: str | None = text_field(default=None)
    granted_until: date | None = None


class Escalation(Row, table=True):
    """An overdue task taken further: to which measure, and why. The measure's own matter is opened where it belongs."""

    __tablename__ = "rectification_escalation"

    task_id: UUID = Field(foreign_key="rectification_task.id", index=True)
    level: int
    further_measure: Measure = choice_field(Measure, nullable=False)
    reason: str = text_field(nullable=False)
    escalated_by_name: str = Field(max_length=120)
    escalated_at: datetime = instant_field(nullable=False)


class LookBack(Row, table=True):
    """The look-back (回头看): the three questions, and what was corrected at once."""

    __tablename__ = "rectification_look_back"

    task_id: UUID = Field(foreign_key="rectification_task.id", index=True)
    looked_by_name: str = Field(max_length=120)
    looked_at: datetime = instant_field(nullable=False)
    check_was_complete: bool
    rectified_in_place: bool
    public_is_satisfied: bool
    finding: str = text_field(nullable=False)
    corrected_at_once: str | None = text_field(default=None)
    relapsed: bool


class PublicEvaluation(Row, table=True):
    """How the public judged a published result: counts of one count, never who."""

    __tablename__ = "rectification_evaluation"
    __table_args__ = (CheckConstraint("satisfied >= 0 AND neutral >= 0 AND dissatisfied >= 0", name="counts"),)

    task_id: UUID = Field(foreign_key="rectification_task.id", index=True)
    channel: str = Field(max_length=60)
    counted_on: date
    satisfied: int = 0
    neutral: int = 0
    dissatisfied: int = 0
    recorded_by_name: str = Field(max_length=120)


class PublicRemark(Row, table=True):
    """A remark of the public on a published result, with its verdict: the day and the words, never who."""

    __tablename__ = "rectification_public_remark"

    task_id: UUID = Field(foreign_key="rectification_task.id", index=True)
    given_on: date
    verdict: str = Field(max_length=40)
    remark: str = text_field(nullable=False)
