"""Where a machine client is told what happens, and every attempt to tell it."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from duban.kernel import reencryption
from duban.kernel.db import OrgOwned, choice_field, instant_field, json_field, level_indexes, text_field
from duban.kernel.ids import new_id
from duban.kernel.journal import Visibility
from duban.webhooks.rules import PauseReason, State

SECRET = "webhook_endpoint.secret"  # noqa: S105 - a column's name
PREVIOUS_SECRET = "webhook_endpoint.previous_secret"  # noqa: S105 - a column's name


class WebhookEndpoint(OrgOwned, table=True):
    """An address of a machine client, in the organisation of that client.

    Everything up to `position` was told or did not concern it. How far the telling is (`position`, `failures`,
    `failing_since`, `next_attempt_at`, `last_success_at`) moves without counting up `version`, or nobody could amend a
    busy endpoint. `token` and `lease_until` say which worker tells it now: see `delivery.py`.
    """

    __tablename__ = "webhook_endpoint"
    __table_args__ = (*level_indexes("webhook_endpoint", "id"),)
    journal_visibility: ClassVar[Visibility] = Visibility.SECURITY

    api_client_id: UUID = Field(foreign_key="api_client.id", index=True)
    name: str = Field(max_length=80)
    url: str = Field(max_length=500)
    events: list[str] = json_field(default_factory=list)
    state: State = choice_field(State, default=State.ACTIVE, nullable=False)
    pause_reason: PauseReason | None = choice_field(PauseReason, default=None)
    paused_at: datetime | None = instant_field(default=None)

    secret_encrypted: str | None = text_field(default=None)
    previous_secret_encrypted: str | None = text_field(default=None)
    previous_until: datetime | None = instant_field(default=None)

    position: int = Field(sa_type=BigInteger, default=0, nullable=False)
    failures: int = Field(default=0, nullable=False)
    failing_since: datetime | None = instant_field(default=None)
    next_attempt_at: datetime | None = instant_field(default=None)
    last_success_at: datetime | None = instant_field(default=None)
    pinged_at: datetime | None = instant_field(default=None)

    token: int = Field(default=0, nullable=False)
    lease_until: datetime | None = instant_field(default=None)

    @property
    def label(self) -> str:
        return self.name


class WebhookAttempt(SQLModel, table=True):
    """One sending of one message: when, how long it took, what came back. Never changed; kept for days."""

    __tablename__ = "webhook_attempt"
    __table_args__ = (
        Index("ix_webhook_attempt_endpoint", "endpoint_id", "id"),
        Index("ix_webhook_attempt_outcome", "endpoint_id", "delivered", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    endpoint_id: UUID = Field(foreign_key="webhook_endpoint.id")
    message_id: str = Field(max_length=40)
    event_type: str = Field(max_length=80)
    position: int | None = Field(sa_type=BigInteger, default=None)
    number: int = Field(nullable=False)
    at: datetime = instant_field(nullable=False)
    duration_ms: int = Field(nullable=False)
    delivered: bool = Field(nullable=False)
    status: int | None = None
    error: str | None = Field(default=None, max_length=40)
    response: str = Field(default="", max_length=500)


reencryption.declare(WebhookEndpoint.secret_encrypted, SECRET)
reencryption.declare(WebhookEndpoint.previous_secret_encrypted, PREVIOUS_SECRET)
