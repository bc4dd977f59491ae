"""The journal read in the order of its seals: a change feed for machines, an audit trail for auditors.

Positions have no gaps, so a reader that keeps the last `next_position` misses nothing and reads nothing twice. Two
kinds of reader:

* `journal.feed`: the entries of matters whose type the reader may read, with their values;
* `journal.read` (the auditor): every entry of his part of the tree; of matters he sees who did what, when and which
  fields changed, but no value except the state.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import orjson
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, Select, bindparam, false, func, literal, literal_column, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from duban.kernel import journal_scope, readership
from duban.kernel.access import Actor
from duban.kernel.db import LEVELS, Database
from duban.kernel.errors import missing_permission
from duban.kernel.journal import OF_MATTERS, JournalEntry, JournalSeal, Visibility, shown_to
from duban.kernel.lane import fetch, statements
from duban.kernel.numbers import number_of

READ, FEED = "journal.read", "journal.feed"

WINDOW = 5000
"""Positions looked through by one statement, so that its price depends neither on the journal's length nor on how rare
the asked entries are."""

WINDOWS = 20
"""Statements of one request at most; a page may come back short and says where to go on."""

SHOWN_TO_AUDITORS = frozenset({"state"})


class JournalQuery(BaseModel):
    """Which entries, in which direction."""

    model_config = ConfigDict(extra="forbid")

    after: int = Field(0, ge=0, le=2**62, description="Only positions greater than this: the cursor of the feed")
    before: int | None = Field(None, ge=1, le=2**62, description="Only positions smaller than this")
    sort: Literal["position", "-position"] = Field("position", description="`-position`: newest first")
    limit: int = Field(100, ge=1, le=1000, description="Entries per page, 1 to 1000")
    action: str | None = Field(
        None,
        max_length=80,
        pattern=r"^[a-z0-9_]+(:[a-z0-9_]*)?$",
        description="Beginning of the action",
        examples=["duty:", "duty:submit"],
    )
    subject_type: str | None = Field(None, max_length=40, examples=["rectification_task"])
    subject_id: UUID | None = Field(None, description="One subject's history; quick together with `subject_type`")
    actor_id: UUID | None = None
    at_from: AwareDatetime | None = Field(None, description="Acts at or after this instant (RFC 3339)")
    at_until: AwareDatetime | None = Field(None, description="Acts before this instant (RFC 3339)")


class JournalRead(BaseModel):
    """One act."""

    position: int = Field(description="Its place in the chain: 1, 2, 3 … without gaps", examples=[4711])
    id: UUID
    at: datetime
    actor_id: UUID
    actor_kind: Literal["person", "machine", "system", "public"]
    actor_name: str
    actor_organisation_id: UUID
    action: str = Field(examples=["duty:submit"])
    subject_type: str = Field(examples=["duty"])
    subject_id: UUID
    subject_label: str = Field(
        description="Number and title; where values are kept from you, the number alone or nothing"
    )
    organisation_id: UUID | None
    visibility: Visibility
    changes: dict[str, list[Any] | None] = Field(
        description="Field → [before, after]; null: it changed, and its values are not shown to you",
        examples=[{"state": ["open", "submitted"]}],
    )
    reason: str | None
    request_id: str | None
    redacted: bool = Field(description="True: values and reason are kept from you")
    sealed_at: datetime
    hash: str = Field(description="The seal: SHA-256 over the entry and the hash before it")


class JournalPage(BaseModel):
    """Entries in order of position, and where to go on."""

    items: list[JournalRead]
    next_position: int = Field(description="Send it as `after` (newest first: as `before`) to go on; it is never null")
    more: bool = Field(
        description="False: all there is now was read. True: go on, even where `items` is short or empty"
    )
    head: int = Field(description="The newest position there is")


_FROM_ENTRY = (
    "id",
    "at",
    "actor_id",
    "actor_kind",
    "actor_name",
    "actor_organisation_id",
    "action",
    "subject_type",
    "subject_id",
    "subject_label",
    "organisation_id",
    "visibility",
    "changes",
    "reason",
    "request_id",
)
_ENTRY = JournalEntry.__table__.c  # type: ignore[attr-defined]
_SEAL = JournalSeal.__table__.c  # type: ignore[attr-defined]


_SCOPING = tuple(f"org_l{level}" for level in range(1, LEVELS + 1))


def _filters(entry: journal_scope.Entry) -> dict[str, ColumnElement[bool]]:
    """The condition behind each filter of the query."""

    def given(name: str, column: str) -> Any:
        return bindparam(name, type_=entry[column].type)

    action = given("action", "action")
    return {
        "action": func.substr(entry.action, 1, func.length(action)) == action,
        "subject_type": entry.subject_type == given("subject_type", "subject_type"),
        "subject_id": entry.subject_id == given("subject_id", "subject_id"),
        "actor_id": entry.actor_id == given("actor_id", "actor_id"),
        "at_from": entry.at >= given("at_from", "at"),
        "at_until": entry.at < given("at_until", "at"),
    }


_FILTERS = ("action", "subject_type", "subject_id", "actor_id", "at_from", "at_until")
_INDEXED = (frozenset({"subject_type", "subject_id"}), frozenset({"actor_id"}))
"""Filters whose entries come off an index, however far apart their positions are."""


async def read_page(database: Database, me: Actor, query: JournalQuery) -> dict[str, Any]:
    """One page as a dictionary ready for `dump`. Raises Forbidden without either permission."""
    if not (me.may(READ) or me.may(FEED)):
        raise missing_permission(READ)
    async with database.reading() as connection:
        head = await connection.scalar(select(func.max(_SEAL.position))) or 0
        low = min(query.after, head)
        high = min(query.before - 1, head) if query.before is not None else head
        walk = _Walk(database, connection, me, query)
        rows, reached, more = await (walk.down(low, high) if query.sort == "-position" else walk.up(low, high))
    return {
        "items": [_shown(row, me) for row in rows],
        "next_position": reached,
        "more": more,
        "head": head,
    }


@dataclass(frozen=True)
class Stretch:
    """What was found on a way along the positions: rows as the database has them, and how far the way went."""

    rows: list[dict[str, Any]]
    reached: int


async def read_on(database: Database, me: Actor, after: int, limit: int) -> Stretch:
    """At most `limit` entries beyond position `after` that the feed tells `me`, oldest first: the same as a page of
    `GET /journal` would hold, for whoever passes them on. Costs `WINDOWS` + 1 statements at most.

    Raises Forbidden without `journal.feed`. What only an auditor reads is left out, whatever `me` may read besides.
    """
    me.require(FEED)
    me = replace(me, permissions=me.permissions - {READ})
    async with database.reading() as connection:
        head = await connection.scalar(select(func.max(_SEAL.position))) or 0
        walk = _Walk(database, connection, me, JournalQuery(limit=limit))
        rows, reached, _ = await walk.up(min(after, head), head)
    return Stretch(rows, reached)


class _Walk:
    """One request's way along the positions, window by window."""

    def __init__(self, database: Database, connection: AsyncConnection, me: Actor, query: JournalQuery) -> None:
        self.database, self.connection, self.me, self.query = database, connection, me, query
        self.present = tuple(name for name in _FILTERS if getattr(query, name) is not None)
        self.windowed = not any(names.issubset(self.present) for names in _INDEXED)

    async def up(self, low: int, high: int) -> tuple[list[dict[str, Any]], int, bool]:
        """Entries in (low, high], oldest first; the position reached; whether more may follow."""
        found: list[dict[str, Any]] = []
        for _ in range(WINDOWS):
            until = min(low + WINDOW, high) if self.windowed else high
            found += await self._between(low + 1, until)
            if len(found) > self.query.limit:
                page = found[: self.query.limit]
                return page, page[-1]["position"], True
            low = max(low, until)
            if low >= high:
                break
        return found, low, low < high

    async def down(self, low: int, high: int) -> tuple[list[dict[str, Any]], int, bool]:
        """Entries in (low, high], newest first; the position to go on before; whether more may follow."""
        found: list[dict[str, Any]] = []
        for _ in range(WINDOWS):
            until = max(high - WINDOW, low) if self.windowed else low
            found += await self._between(until + 1, high)
            if len(found) > self.query.limit:
                page = found[: self.query.limit]
                return page, page[-1]["position"], True
            high = min(high, until)
            if high <= low:
                break
        return found, high + 1, high > low

    async def _between(self, first: int, last: int) -> list[dict[str, Any]]:
        """At most `limit` + 1 matching entries at positions from `first` to `last`, both included."""
        me, query = self.me, self.query
        types = readership.readable_types(me)
        recused = tuple(sorted(me.recused))
        reads_all, at_root = me.may(READ), journal_scope.stands_at_root(me)
        reader = (me.level, at_root, me.is_institution, reads_all, types, recused)
        window = WINDOW if self.windowed else None
        shape = ("journal", *reader, self.present, window, query.sort)
        prepared = statements.get(shape, lambda: self._build(types), self.database)
        values = {name: getattr(query, name) for name in self.present}
        values |= {journal_scope.SCOPE: me.organisation_id, "_first": first, "_last": last, "_limit": query.limit + 1}
        return await fetch(self.connection, self.database, prepared, values)

    def _build(self, types: tuple[str, ...]) -> Select[Any]:
        me, descending = self.me, self.query.sort == "-position"
        window = (
            select(_SEAL.position, _SEAL.sealed_at, _SEAL.hash, *(_ENTRY[name] for name in (*_FROM_ENTRY, *_SCOPING)))
            .join_from(JournalSeal, JournalEntry, _ENTRY.id == _SEAL.entry_id)
            .where(
                _SEAL.position >= bindparam("_first", type_=_SEAL.position.type),
                _SEAL.position <= bindparam("_last", type_=_SEAL.position.type),
            )
        )
        if self.windowed:
            # There are no more rows than this limit, which is literal and stands below the filters for the planners'
            # sake: both engines then walk the seals and look each entry up, instead of gathering entries by a filter.
            order = _SEAL.position.desc() if descending else _SEAL.position
            window = window.order_by(order).limit(literal_column(str(WINDOW)))
        entry = window.subquery("sealed").c
        filters = _filters(entry)
        shown = [entry[name].label(name) for name in ("position", "sealed_at", "hash", *_FROM_ENTRY)]
        statement = journal_scope.with_acting(select(*shown), entry).where(
            journal_scope.within(me, entry), journal_scope.not_recused(me, entry), *(filters[n] for n in self.present)
        )
        if not me.may(READ):
            statement = statement.where(journal_scope.not_confided(me, entry))
            readable = entry.subject_type.in_([literal(name) for name in types]) if types else false()
            statement = statement.where(readable, or_(*(entry.visibility == known for known in shown_to(me))))
        return statement.order_by(entry.position.desc() if descending else entry.position).limit(bindparam("_limit"))


def _shown(row: dict[str, Any], me: Actor) -> dict[str, Any]:
    """`row` as `me` may see it."""
    of_matter = row["visibility"] in OF_MATTERS
    redacted = of_matter and not (me.may(FEED) and readership.may_read_values(me, row["subject_type"]))
    if redacted:
        changes = orjson.loads(row["changes"])
        row["changes"] = {name: values if name in SHOWN_TO_AUDITORS else None for name, values in changes.items()}
        row["reason"] = None
        row["subject_label"] = number_of(row["subject_label"])
    else:
        row["changes"] = orjson.Fragment(row["changes"])
    return {**row, "redacted": redacted}
