"""What goes out of handoffs, and what the machine's side of them takes."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from duban.handoff.protocol import Envelope, set_hash
from duban.handoff.words import Effect, HandoffChannel, HandoffOutcome, HandoffState, Kind, Party
from duban.kernel.cases import CaseRead
from duban.kernel.listing import ListQuery
from duban.kernel.next_due import NextDue
from duban.kernel.schema import Schema

EXAMPLE_ID = "0192f5c4-7e2b-7c3a-9d7c-0a1b2c3d4e5f"
SHA256 = "^[0-9a-f]{64}$"
LEASED_AT_MOST = 3600
EMPTY_SET = set_hash({})


class HandoffItem(NextDue):
    """One line of the liaison's desk."""

    id: UUID
    number: str = Field(description="The sender's document number", examples=["卫案移〔2026〕3号"])
    state: HandoffState
    title: str
    organisation_id: UUID = Field(description="The organisation that it was handed to")
    receiver_name: str
    sender_name: str
    on_turn: Party | None = Field(description="Who has the next word; null: all is said")
    since: datetime = Field(description="Since when")
    referred_at: datetime
    received_at: datetime | None
    case_number: str | None
    outcome: HandoffOutcome | None
    late: list[str] = Field(description="Words that came later than the law lets them")
    overdue_at: datetime | None = Field(description="When first a term ran out; stays")
    missed_terms: list[str]


class HandoffQuery(ListQuery):
    """Filters. Repeated words mean any of them; different filters must all hold."""

    state: list[HandoffState] = Field([], description="Any of these states (repeat the parameter)")
    on_turn: Party | None = Field(None, description="Whose turn it is")
    organisation_id: UUID | None = Field(None, description="Handed to exactly this organisation")
    under: UUID | None = Field(None, description="Handed to this organisation or one below it")
    overdue: bool | None = Field(None, description="true: a term was missed, however long ago")
    missed: list[str] = Field([], description="Any of these terms was missed")
    received: bool | None = Field(None, description="true: signed for; false: not yet")
    over: bool | None = Field(None, description="true: nothing more is to be said")
    referred_from: AwareDatetime | None = Field(None, description="Referred at or after this instant")
    referred_before: AwareDatetime | None = None
    sort: str = Field("-id", pattern="^-?(id|referred_at)$", description="id (age) or referred_at")


class HandoffFileRead(BaseModel):
    """A file of a message; its bytes are at `/handoff/files/{sha256}`."""

    path: str
    sha256: str
    size: int
    media_type: str


class HandoffMessageRead(BaseModel):
    """One message, as it stands in the timeline of both parties."""

    id: UUID
    turn: int
    kind: Kind
    party: Party
    label: str = Field(description="The word for people, in the asked language")
    at: datetime = Field(description="When it was said")
    arrived_at: datetime = Field(description="When it came to this installation")
    by_name: str
    by_organisation: str
    recorded_by: str | None = Field(description="Who wrote it down, where it came on paper")
    channel: HandoffChannel
    effect: Effect = Field(description="`noted`: came too late to change anything; `waiting`: something is missing")
    sha256: str
    body: dict[str, Any]
    files: list[HandoffFileRead]


class HandoffRead(CaseRead):
    """A handoff as its receiver sees it: whose turn it is and since when, what was disclosed, what both sides said."""

    number: str
    state: HandoffState
    title: str
    law: str
    organisation_id: UUID
    receiver_name: str
    sender_name: str
    turn: int = Field(description="How many messages moved it: the `turn` of a message made now")
    on_turn: Party | None
    since: datetime
    disclosed: dict[str, Any]
    package_sha256: str
    referred_at: datetime
    received_at: datetime | None
    received_by: str | None
    receipt_number: str | None
    decided_at: datetime | None
    case_number: str | None
    filed_on: date | None
    returned_papers: int | None
    notified_at: datetime | None = Field(description="The procuratorate's notice to file")
    outcome: HandoffOutcome | None
    over_at: datetime | None
    late: list[str]
    overdue_at: datetime | None
    missed_terms: list[str]
    messages: list[HandoffMessageRead]


class Delivered(BaseModel):
    """A message in a mailbox. `envelope` is what was said, whose canonical bytes have the digest `sha256`."""

    position: int
    sha256: str
    delivered_at: datetime
    effect: Effect
    acknowledged: bool
    envelope: Envelope


class HandoffFeed(BaseModel):
    """Messages in order of position, without gaps, and where to go on."""

    items: list[Delivered]
    next_position: int = Field(description="Send it as `after` to go on")
    more: bool
    head: int = Field(description="The newest position there is")


class HandoffLeaseIn(Schema):
    """How much to take, and for how long nobody else gets it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"limit": 20, "seconds": 300}]})

    limit: int = Field(20, ge=1, le=200)
    seconds: int = Field(300, ge=1, le=LEASED_AT_MOST)


class HandoffLease(BaseModel):
    """What was given out. Acknowledge it before `until`, or it is given out again under the same ids."""

    lease_id: UUID
    until: datetime
    items: list[Delivered]


class HandoffAckIn(Schema):
    """What has arrived for good."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"lease_id": EXAMPLE_ID, "ids": [EXAMPLE_ID]}]})

    lease_id: UUID
    ids: list[UUID] = Field(min_length=1, max_length=200, description="Of messages")


class HandoffAck(BaseModel):
    """How many messages are off the mailbox: those asked for."""

    acknowledged: int


class HandoffKept(BaseModel):
    """What became of a message."""

    id: UUID
    handoff_id: UUID
    sha256: str = Field(description="Of its canonical bytes")
    effect: Effect
    arrived_at: datetime
    state: HandoffState = Field(description="Where the handoff stands now")
    turn: int = Field(description="The `turn` of a message made now")
    on_turn: Party | None


class HandoffReconcileIn(Schema):
    """What you hold at positions after `after`, up to and with `until`; or up to the end of the day `on`."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"until": 0, "count": 0, "set_hash": EMPTY_SET}]})

    after: int = Field(0, ge=0, le=2**62)
    until: int | None = Field(None, ge=0, le=2**62, description="Default: the end of the day `on`, or all there is")
    on: date | None = Field(None, description="A day in Asia/Shanghai that is over or today")
    count: int = Field(ge=0, le=2**31 - 1)
    set_hash: str = Field(pattern=SHA256, description="SHA-256 over the sorted lines `id sha256` and a line feed each")
    signature: str | None = Field(None, max_length=20_000, description="Of your own statement; kept beside ours")


class HandoffReconciled(BaseModel):
    """Both sides' word. Where they disagree, halve the range to find the first position that differs."""

    id: UUID
    after: int
    until: int
    count: int
    set_hash: str
    agrees: bool
    statement: str = Field(description="The bytes that `signature` signs")
    signature: str = Field(description="Detached JWS (ES256); the keys are at /.well-known/jwks.json")


class HandoffFeedQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    after: int = Field(0, ge=0, le=2**62, description="Only positions greater than this")
    limit: int = Field(100, ge=1, le=200)
