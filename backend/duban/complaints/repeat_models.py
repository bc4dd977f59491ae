"""The table of repetitions: complaints about one link of one institution, summed up for its head."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from duban.complaints.repeat_rules import RepeatState
from duban.complaints.words import MATTERS, Matter
from duban.kernel.db import OrgOwned, choice_field, instant_field, level_indexes, text_field


class ComplaintRepeat(OrgOwned, table=True):
    """`count` complaints about one matter in one department ("": none was named), received from `first_received_at`
    to `last_received_at`, both included. `relapse` counts how often it had been acted on before. Proposed for
    supervised listing where it came back, or where nobody acted on it in time."""

    __tablename__ = "complaint_repeat"
    __table_args__ = (
        Index("ix_complaint_repeat_link", "organisation_id", "matter", "department"),
        *level_indexes("complaint_repeat", "id"),
    )

    state: RepeatState = choice_field(RepeatState, default=RepeatState.OPEN, nullable=False)
    region_code: str = Field(default="", max_length=12)
    matter: Matter = choice_field(Matter, nullable=False)
    department: str = Field(default="", max_length=60)
    count: int
    first_received_at: datetime = instant_field(nullable=False)
    last_received_at: datetime = instant_field(nullable=False)
    relapse: int = 0
    cause: str | None = text_field(default=None)
    measures: str | None = text_field(default=None)
    answered_at: datetime | None = instant_field(default=None)
    answered_by_id: UUID | None = None
    answered_by_name: str | None = Field(default=None, max_length=120)
    listing_proposed_at: datetime | None = instant_field(default=None)

    @property
    def label(self) -> str:
        """Matter, department and how many, such as "候诊时间（超声科）反复投诉 3 件"."""
        where = f"（{self.department}）" if self.department else ""
        return f"{MATTERS[self.matter].zh}{where}反复投诉 {self.count} 件"
