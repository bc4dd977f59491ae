"""The table of notices. One belongs to the institution it is about (`organisation_id`), else to the authority."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, col

from duban.kernel.db import OrgOwned, choice_field, instant_field, json_field, level_indexes, text_field
from duban.kernel.jurisdiction import in_charge
from duban.notices.words import OVER, NoticeKind, NoticeState


class Notice(OrgOwned, table=True):
    """One notice or letter. State and columns are written by `perform`, the flag of lateness also by the sweep.

    `authority_id` is the health authority addressed, which handles it. `from_organisation_id` is the organ in the tree
    that sent it (None: an organ outside the tree, known by `from_name` alone). `answer_due_on` is the last day that the
    letter itself names. `answer_letters` counts the letters among the evidence, `task_count` the rectification tasks
    opened from it.
    """

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint("answer_letters >= 0 AND task_count >= 0", name="counts"),
        Index("ix_notice_place", "organisation_id", "received_at"),
        Index("ix_notice_sender", "from_organisation_id", "id"),
        *level_indexes("notice", "id"),
        *level_indexes("notice", "state", "id"),
        *level_indexes("notice", "received_at", "id"),
    )

    number: str = Field(max_length=20, unique=True)
    state: NoticeState = choice_field(NoticeState, default=NoticeState.RECEIVED, nullable=False)
    kind: NoticeKind = choice_field(NoticeKind, nullable=False)
    region_code: str = Field(default="", max_length=12)
    authority_id: UUID = Field(foreign_key="organisation.id", index=True)
    from_organisation_id: UUID | None = Field(default=None, foreign_key="organisation.id")
    from_name: str = Field(max_length=120)
    registered_by_name: str = Field(max_length=120)
    registrar_organisation_id: UUID

    document_number: str | None = Field(default=None, max_length=80)
    received_at: datetime = instant_field(nullable=False)
    title: str = Field(max_length=120)
    content: str = text_field(nullable=False)
    handling: str | None = text_field(default=None)
    next_opinion: str | None = text_field(default=None)

    needs_answer: bool
    is_urgent: bool = False
    answer_due_on: date | None = None
    answer: str | None = text_field(default=None)
    answer_document_number: str | None = Field(default=None, max_length=80)
    answered_at: datetime | None = instant_field(default=None)
    answered_by_name: str | None = Field(default=None, max_length=120)
    answer_letters: int = 0
    task_count: int = 0
    closed_at: datetime | None = instant_field(default=None)
    reported_upward_at: datetime | None = instant_field(default=None)
    overdue_at: datetime | None = instant_field(default=None)
    missed_terms: list[str] = json_field(default_factory=list)

    @property
    def label(self) -> str:
        """Number and title."""
        return f"{self.number} {self.title}"

    @property
    def is_opinion(self) -> bool:
        return self.kind is NoticeKind.PROCURATORIAL_OPINION

    @property
    def is_suggestion(self) -> bool:
        return self.kind is NoticeKind.PROCURATORIAL_SUGGESTION

    @property
    def names_a_day(self) -> bool:
        """Whether only the letter itself says until when it is to be answered."""
        return self.answer_due_on is not None and not (self.is_opinion or self.is_suggestion)

    @property
    def is_sector_wide(self) -> bool:
        """A loophole for which the authority still has to choose who rectifies."""
        return self.kind is NoticeKind.SECTOR_LOOPHOLE_NOTICE and self.organisation_id == self.authority_id


in_charge(Notice, "authority_id", while_open=col(Notice.state).not_in(OVER))
