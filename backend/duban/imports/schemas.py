"""What goes out for imports."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from duban.imports.models import ImportMode, ImportState
from duban.kernel.importing import Outcome
from duban.kernel.listing import ListQuery


class ImportItem(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    number: str = Field(examples=["IM-2026-000001"])
    resource: str
    file_name: str
    mode: ImportMode
    dry_run: bool
    state: ImportState
    total: int = Field(description="Rows of data in the file")
    pending: int = Field(description="Not yet looked at")
    to_create: int = Field(description="Would be created; once applied: were created")
    to_update: int
    unchanged: int
    errors: int
    started_by_name: str
    created_at: datetime
    version: int


class ImportRead(ImportItem):
    updated_at: datetime
    kind: str
    sha256: str
    size_bytes: int
    started_by_id: UUID
    job_id: UUID | None = Field(description="The background job of a large file: its progress is at `/jobs/{id}`")
    checked_at: datetime | None
    applied_at: datetime | None
    failure: dict[str, str] | None = Field(description="Why nothing was applied")


class ImportQuery(ListQuery):
    resource: list[str] = Field([])
    state: list[ImportState] = Field([])
    started_by_id: UUID | None = None


class RowError(BaseModel):
    pointer: str = Field(description="/row/field; the headings are row 1", examples=["/2/beds"])
    code: str
    zh: str
    en: str


class ImportRowRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    number: int = Field(description="As the sheet shows it")
    outcome: Outcome
    applied: bool = Field(description="True once it is in the database as the file says")
    key: str | None
    subject_id: UUID | None
    changes: dict[str, list[Any]] = Field(description="Field → [before, after]")
    errors: list[RowError]


class ImportRowPage(BaseModel):
    items: list[ImportRowRead]
    next_cursor: str | None


class OneSecret(BaseModel):
    number: int
    key: str
    secret: str | None


class Secrets(BaseModel):
    """Initial passwords that were made up, shown once."""

    items: list[OneSecret]


class ImportForm(BaseModel):
    """The multipart form."""

    file: bytes = Field(json_schema_extra={"format": "binary"}, description="CSV, XLSX or NDJSON, told by its content")
    resource: str = Field(examples=["institutions"])
    mode: ImportMode = ImportMode.ALL_OR_NOTHING
    dry_run: bool = Field(True, description="True: check and preview; apply later with `/apply`")
