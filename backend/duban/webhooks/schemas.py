"""What comes in and goes out for webhooks."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from duban.kernel.listing import ListQuery
from duban.kernel.resources import Schema, left_out
from duban.webhooks.rules import PauseReason, State

ID = "0192f5c4-7e2b-7c3a-9d7c-0a1b2c3d4e5f"
Reason = Annotated[str, Field(min_length=2, max_length=200, description="Why; kept in the journal")]
Name = Annotated[str, Field(min_length=1, max_length=80)]
Url = Annotated[
    str,
    Field(
        min_length=8,
        max_length=500,
        description="Where messages are sent. https, unless the installation allows http; no user, password, fragment",
        examples=["https://his.example/duban"],
    ),
]
Prefix = Annotated[str, StringConstraints(max_length=80, pattern=r"^[a-z0-9_]+(:[a-z0-9_]*)?$")]
Events = Annotated[
    list[Prefix],
    Field(
        max_length=40,
        description="Beginnings of the actions to be told, such as `complaint:` or `complaint:feed_back`; empty: all",
    ),
    AfterValidator(lambda given: sorted(set(given))),
]
Position = Annotated[
    int, Field(ge=1, le=2**62, description="The first position of the journal to be told; it may not lie ahead of it")
]


class EndpointCreate(Schema):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "api_client_id": ID,
                    "name": "投诉系统",
                    "url": "https://his.example/duban",
                    "events": ["complaint:"],
                }
            ]
        }
    )

    api_client_id: UUID = Field(description="The machine client it serves: it is told what that client may read")
    name: Name
    url: Url
    events: Events = Field(default_factory=list)
    from_position: Position | None = Field(None, description="Left out: from now on")


class EndpointPatch(Schema):
    model_config = ConfigDict(json_schema_extra={"examples": [{"events": ["complaint:", "duty:"]}]})

    name: Name = left_out()
    url: Url = left_out()
    events: Events = left_out()


class ReplayIn(Schema):
    model_config = ConfigDict(json_schema_extra={"examples": [{"from_position": 1}]})

    from_position: Position


class EndpointReasonIn(Schema):
    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "接收系统停机升级"}]})

    reason: Reason


class EndpointRead(BaseModel):
    """Where a machine client is told what happens, and how far the telling is."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    version: int = Field(description="Counts changes of the endpoint, not deliveries; the ETag is this in quotes")
    created_at: datetime
    updated_at: datetime
    api_client_id: UUID
    client_name: str
    organisation_id: UUID
    organisation_name: str
    name: str
    url: str
    events: list[str]
    state: State
    pause_reason: PauseReason | None
    paused_at: datetime | None
    position: int = Field(description="Everything up to here was told, or did not concern it")
    backlog: int = Field(description="Positions between there and the journal's head; not all of them concern it")
    failures: int = Field(description="Failed attempts since the last success")
    failing_since: datetime | None
    next_attempt_at: datetime | None = Field(description="When the message that failed is sent again")
    last_success_at: datetime | None
    previous_until: datetime | None = Field(description="Until when messages are signed with the old secret as well")


class EndpointCreated(EndpointRead):
    secret: str | None = Field(description="`whsec_…`: verifies what is sent. Shown once", examples=["whsec_…"])


class EndpointQuery(ListQuery):
    organisation_id: UUID | None = None
    under: UUID | None = Field(None, description="Those of this organisation and all below it")
    api_client_id: UUID | None = None
    state: list[State] = Field([], description="Repeat it for several")
    failing: bool | None = Field(None, description="Whether the last attempt failed")


class AttemptQuery(BaseModel):
    """Which attempts; the newest first."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(50, ge=1, le=200, description="Rows per page, 1 to 200")
    cursor: str | None = Field(None, max_length=600, description="`next_cursor` of the page before; opaque")
    delivered: bool | None = Field(None, description="Only those that succeeded, or only those that failed")


class AttemptRead(BaseModel):
    """One sending of one message."""

    id: UUID
    message_id: str = Field(description="`webhook-id`: the same at every attempt and replay", examples=["msg_0192f5…"])
    event_type: str = Field(examples=["complaint.feed_back"])
    position: int | None = Field(description="The entry's position in the journal; null for a ping")
    number: int = Field(description="Which attempt in a row it was, from 1")
    at: datetime
    duration_ms: int
    delivered: bool
    status: int | None = Field(description="What the receiver answered; null where no answer came")
    error: str | None = Field(
        description="`timeout`, `name_unknown`, `address_refused`, `connection_refused`, `tls_failed` or "
        "`connection_broken`; null where an answer came"
    )
    response: str = Field(description="The first 500 characters of the answer")


class AttemptPage(BaseModel):
    """Attempts, the newest first."""

    items: list[AttemptRead]
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null: this is the last")
