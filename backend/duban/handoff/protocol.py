"""What is said between two parties, and where that leaves them: a pure fold over the set of messages. No database.

Both sides that hold the same set hold the same state, in whatever order and however often its messages came:

  order   by turn; what moves nothing before what moves; the receiver before the sender; then by id
  turn    how many moving messages its maker knew to count when making it (`refer` knew none: 0)
  applied open to its party in the state reached: counts, and moves the handoff where its kind does
  noted   not open there (the other side was first): kept and shown, and changes nothing
  waiting its maker knew of more than is here: something before it is still on its way

A note hangs on no state: it counts as soon as there is a handoff.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, Literal, Protocol, TypeVar
from uuid import UUID

import orjson
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field, JsonValue

from duban.handoff.rules import HANDOFF, counts_once, is_open, moves
from duban.handoff.words import Effect, HandoffState, Kind, Party
from duban.kernel.schema import Schema
from duban.kernel.workflow import Start

FORMAT = "duban-handoff/1"


def _as_utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC)


Instant = Annotated[AwareDatetime, AfterValidator(_as_utc)]


def _inside(path: str) -> str:
    if any(part in ("", ".", "..") for part in path.split("/")) or "\\" in path:
        raise ValueError("a path stays below the message's own folder")
    return path


class FileDescription(Schema):
    """One file of a message. `path` tells it from the message's others; the bytes go beside the message."""

    path: Annotated[str, AfterValidator(_inside)] = Field(min_length=1, max_length=200, examples=["移送书.docx"])
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    size: int = Field(ge=0, le=2**40, description="Bytes")
    media_type: str = Field(min_length=3, max_length=120, pattern=r"^[\w.+-]+/[\w.+-]+$")


class Envelope(Schema):
    """One message as it is sent, signed and kept. Its canonical bytes (`canonical`) never change again."""

    format: Literal["duban-handoff/1"] = Field(description="Always this")
    id: UUID = Field(description="Given by its maker: the idempotency key")
    handoff_id: UUID
    number: str = Field(min_length=1, max_length=80, description="The sender's document number")
    turn: int = Field(ge=0, le=10_000, description="How many moving messages its maker knew to count")
    kind: Kind
    party: Party
    at: Instant = Field(description="When it was said (RFC 3339)")
    by_name: str = Field(min_length=1, max_length=120)
    by_organisation: str = Field(min_length=1, max_length=120)
    recorded_by: str | None = Field(
        None, min_length=1, max_length=200, description="Who wrote it down, where it came on paper; else null"
    )
    body: dict[str, JsonValue] = Field(description="By kind")
    files: list[FileDescription] = Field(default_factory=list, max_length=500)

    model_config = ConfigDict(
        frozen=True,
        json_schema_extra={
            "examples": [
                {
                    "format": FORMAT,
                    "id": "0192f5c4-7e2b-7c3a-9d7c-0a1b2c3d4e5e",
                    "handoff_id": "0192f5c4-7e2b-7c3a-9d7c-0a1b2c3d4e5f",
                    "number": "卫案移〔2026〕3号",
                    "turn": 1,
                    "kind": "receive",
                    "party": "receiver",
                    "at": "2026-03-02T02:31:00Z",
                    "by_name": "李警官",
                    "by_organisation": "区公安分局",
                    "body": {"received_at": "2026-03-02T02:30:00Z", "receiver_name": "李警官"},
                }
            ]
        },
    )


def canonical(envelope: Envelope) -> bytes:
    """The bytes of a message: JSON in UTF-8 with sorted keys and no blanks. Reading them and writing them again gives
    the same bytes."""
    return orjson.dumps(envelope.model_dump(mode="json"), option=orjson.OPT_SORT_KEYS)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def set_hash(messages: Mapping[str, str]) -> str:
    """The hash of a set of messages, given as id → SHA-256: over its sorted lines `id sha256`."""
    lines = sorted(f"{id} {sha256}\n" for id, sha256 in messages.items())
    return digest("".join(lines).encode())


class Said(Protocol):
    """What the fold looks at of a message."""

    @property
    def id(self) -> UUID: ...
    @property
    def turn(self) -> int: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def party(self) -> Party: ...


M = TypeVar("M", bound=Said)


@dataclass(frozen=True)
class Fold(Generic[M]):
    """Where a set of messages leads: `state` None while nobody has referred anything. `order` are all of them as they
    count, `moved` those that moved the handoff, `turn` is their number."""

    state: HandoffState | None
    turn: int
    order: tuple[M, ...]
    moved: tuple[M, ...]
    effects: Mapping[UUID, Effect]

    def applied(self) -> tuple[M, ...]:
        """The messages that count, in order."""
        return tuple(m for m in self.order if self.effects[m.id] is Effect.APPLIED)


def rank(message: Said) -> tuple[int, bool, bool, str]:
    """Where a message stands among the others of its handoff."""
    return message.turn, moves(message.kind), message.party is Party.SENDER, str(message.id)


def fold(messages: Iterable[M]) -> Fold[M]:
    """Where `messages` lead, each told once however often it is in there. A function of the set alone.

    A word that begins a term and moves nothing counts once in a state; said again it is noted.
    """
    order = tuple(sorted({m.id: m for m in messages}.values(), key=rank))
    state: HandoffState | None = None
    moved: list[M] = []
    effects: dict[UUID, Effect] = {}
    begun_here = set[Kind]()
    for message in order:
        if message.kind is Kind.NOTE:
            continue
        if message.turn > len(moved):
            effects[message.id] = Effect.WAITING
        elif not is_open(state, message.kind, message.party) or message.kind in begun_here:
            effects[message.id] = Effect.NOTED
        else:
            effects[message.id] = Effect.APPLIED
            if moves(message.kind):
                state = after(state, message.kind)
                moved.append(message)
                begun_here.clear()
            elif counts_once(message.kind):
                begun_here.add(message.kind)
    begun = Effect.APPLIED if moved else Effect.WAITING
    effects |= {m.id: begun for m in order if m.kind is Kind.NOTE}
    return Fold(state, len(moved), order, tuple(moved), effects)


def after(state: HandoffState | None, kind: Kind) -> HandoffState:
    """The state to which `kind` leads from `state`."""
    target: HandoffState | None = HANDOFF[kind].target
    return target or state or HANDOFF.initial


def running(applied: Iterable[Said]) -> dict[str, Start]:
    """The terms that run once `applied` counted in this order, with what starts each: term's name → start."""
    found: dict[str, Start] = {}
    for message in applied:
        step = HANDOFF[message.kind]
        for name in (*step.stops, *step.cancels):
            found.pop(name, None)
        found |= {start.term.name: start for start in step.starts}
    return found


def state_bytes(found: Fold[Any], sha256_of: Mapping[UUID, str]) -> bytes:
    """What both sides must agree on, byte by byte: the state, the turn, every message and what it did."""
    messages = [{"id": str(m.id), "sha256": sha256_of[m.id], "effect": found.effects[m.id]} for m in found.order]
    return orjson.dumps({"state": found.state, "turn": found.turn, "messages": messages}, option=orjson.OPT_SORT_KEYS)
