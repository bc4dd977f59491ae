"""What goes over the wire with other systems: a complaint as they keep it, and many at once."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from duban.complaints.schemas import EXAMPLE, EXAMPLE_ID, SYSTEM, ComplaintCreate, ComplaintRead
from duban.kernel.resources import Schema


class SourceComplaint(ComplaintCreate):
    """A complaint as another system keeps it now."""

    source_updated_at: AwareDatetime | None = Field(
        None,
        description="When it was last changed there. What is older than what was sent before changes nothing "
        "(`outdated`), so that a message which went astray and arrives late undoes nothing",
    )


class SourceResult(StrEnum):
    """What became of a complaint that another system sent."""

    CREATED = "created"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    OUTDATED = "outdated"


class SourceRead(BaseModel):
    """What became of it, and the complaint as it stands now."""

    result: SourceResult
    changed: list[str] = Field(description="The fields that differ from what was sent before")
    complaint: ComplaintRead


class BatchItem(SourceComplaint):
    """One complaint of a batch; with both of its names elsewhere it is taken once, however often it is sent."""

    source_system: str | None = Field(None, pattern=SYSTEM)
    external_id: str | None = Field(None, min_length=1, max_length=120)


class BatchIn(Schema):
    """Up to 500 complaints, each like the body of `POST /complaints`."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "atomic": False,
                    "items": [
                        {"organisation_id": EXAMPLE_ID, **EXAMPLE, "source_system": "his", "external_id": "TS-1024"}
                    ],
                }
            ]
        }
    )

    atomic: bool = Field(False, description="true: all or none; false: each on its own")
    items: list[dict[str, Any]] = Field(min_length=1, max_length=500, description="Each as `BatchItem`")


class BatchProblem(BaseModel):
    """The refusal that the single request would have got."""

    status: int
    code: str
    detail: str
    errors: list[dict[str, str]] = Field(description="`pointer`, `code` and `detail`, pointers inside the item")


class BatchLine(BaseModel):
    """What became of one item, in the order sent."""

    index: int
    result: SourceResult | None = Field(description="Null where it was refused")
    id: UUID | None
    number: str | None
    problem: BatchProblem | None


class BatchResult(BaseModel):
    taken: int
    refused: int
    results: list[BatchLine]
