"""The dates that a new calendar edition took away: one row per clock and edition, written with the new date.

The old date stays here for ever, because people acted on it. Clocks and editions are never deleted, so the table needs
no foreign keys, whose checks would double the time of a recomputation.
"""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from duban.kernel.db import instant_field


class ClockRevision(SQLModel, table=True):
    """A clock's date before and after `edition`. `batch` numbers the transaction, whose journal entry has a digest of
    its revisions in the order of their clocks' ids. `clock_version` is the version of the clock it was reckoned from.
    """

    __tablename__ = "clock_revision"

    clock_id: UUID = Field(primary_key=True)
    edition: int = Field(primary_key=True)
    batch: int = Field(primary_key=True)
    clock_version: int
    at: datetime = instant_field(nullable=False)
    holder_id: UUID
    old_due_at: datetime = instant_field(nullable=False)
    old_due_on: date
    old_provisional: bool
    old_missed_at: datetime | None = instant_field(default=None)
    due_at: datetime = instant_field(nullable=False)
    due_on: date
    provisional: bool
    missed_at: datetime | None = instant_field(default=None)
