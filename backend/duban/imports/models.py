"""Tables of imports: one run per file, one row per row of the file."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from duban.kernel.db import OrgOwned, choice_field, instant_field, json_field, level_indexes, text_field
from duban.kernel.importing import Outcome


class ImportState(StrEnum):
    """Where a run is. `checked`: the preview is ready; `applied`: every row has its final outcome; `expired`: nobody
    applied the preview within a week, and what the file said is gone."""

    CHECKING = "checking"
    CHECKED = "checked"
    APPLYING = "applying"
    APPLIED = "applied"
    FAILED = "failed"
    EXPIRED = "expired"


class ImportMode(StrEnum):
    """`all_or_nothing`: one wrong row and nothing is written. `per_row`: right rows are written, wrong ones told."""

    ALL_OR_NOTHING = "all_or_nothing"
    PER_ROW = "per_row"


class ImportRun(OrgOwned, table=True):
    """One file: what it was, who sent it, and how many rows came to what."""

    __tablename__ = "import_run"
    __table_args__ = (UniqueConstraint("number"), *level_indexes("import_run", "id"))

    number: str = Field(max_length=20)
    resource: str = Field(max_length=40)
    file_name: str = Field(max_length=200)
    kind: str = Field(max_length=10)
    sha256: str = Field(max_length=64)
    size_bytes: int
    mode: ImportMode = choice_field(ImportMode, nullable=False)
    dry_run: bool = False
    state: ImportState = choice_field(ImportState, default=ImportState.CHECKING, nullable=False)
    total: int = 0
    pending: int = 0
    to_create: int = 0
    to_update: int = 0
    unchanged: int = 0
    errors: int = 0
    started_by_id: UUID
    started_by_name: str = Field(max_length=120)
    job_id: UUID | None = None
    checked_at: datetime | None = instant_field(default=None)
    applied_at: datetime | None = instant_field(default=None)
    failure: dict[str, str] | None = json_field(default=None, nullable=True)

    @property
    def label(self) -> str:
        return f"{self.number} {self.file_name}"


class ImportRow(OrgOwned, table=True):
    """One row of a file. `payload` is what the row says, encrypted, and goes as soon as it is written."""

    __tablename__ = "import_row"
    __table_args__ = (
        UniqueConstraint("run_id", "number"),
        Index("ix_import_row_key", "run_id", "key"),
        Index("ix_import_row_outcome", "run_id", "outcome", "number"),
    )

    run_id: UUID = Field(foreign_key="import_run.id")
    number: int
    outcome: Outcome = choice_field(Outcome, default=Outcome.PENDING, nullable=False)
    applied: bool = False
    key: str | None = Field(default=None, max_length=200)
    subject_id: UUID | None = None
    changes: dict[str, list[Any]] = json_field(default_factory=dict)
    errors: list[dict[str, str]] = json_field(default_factory=list)
    payload: str | None = text_field(default=None)
    secret: str | None = text_field(default=None)
