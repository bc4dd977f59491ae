"""The journal: one entry per change, in the same transaction; never updated, never deleted.

An entry is written unsealed together with a row in `journal_pending`. The sealer (`sealing.py`) later gives committed
entries gap-free positions and chains their hashes in `journal_seal`, so that the entry itself stays as it was written.
Audit trail, change feed, webhooks and live screens all read entries in the order of their seals.

Protected values never enter the journal in plain text: the caller passes keyed digests (`protected.digest`).
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import BigInteger, Index, event
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel

from duban.kernel.access import Actor
from duban.kernel.db import LEVELS, Scoped, choice_field, ddl, instant_field, level_indexes, text_field
from duban.kernel.ids import new_id


class Visibility(StrEnum):
    """Who may read an entry's contents: `matter` the matter's readers, `office` those of them who are no institution
    (what an authority drafts about one), `administration` and `security` the administrators and the auditor. The
    auditor sees of a matter who did what and when, and which fields changed."""

    MATTER = "matter"
    OFFICE = "office"
    ADMINISTRATION = "administration"
    SECURITY = "security"


OF_MATTERS = frozenset({Visibility.MATTER, Visibility.OFFICE})


def shown_to(me: Actor) -> tuple[Visibility, ...]:
    """The visibilities of matters that `me` may read, in order."""
    return (Visibility.MATTER,) if me.is_institution else (Visibility.MATTER, Visibility.OFFICE)


class JournalEntry(SQLModel, table=True):
    """One act: who, when, on what, what changed, why. Insert-only (a trigger refuses everything else)."""

    __tablename__ = "journal_entry"
    __table_args__ = (
        Index("ix_journal_entry_subject", "subject_type", "subject_id", "id"),
        Index("ix_journal_entry_actor", "actor_id", "id"),
        *level_indexes("journal_entry", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    at: datetime = instant_field(nullable=False)
    actor_id: UUID
    actor_kind: str = Field(max_length=20)
    actor_name: str = Field(max_length=120)
    actor_organisation_id: UUID
    action: str = Field(max_length=80, index=True)
    subject_type: str = Field(max_length=40)
    subject_id: UUID
    subject_label: str = Field(max_length=200)
    organisation_id: UUID | None = None
    org_l1: UUID | None = None
    org_l2: UUID | None = None
    org_l3: UUID | None = None
    org_l4: UUID | None = None
    org_l5: UUID | None = None
    visibility: Visibility = choice_field(Visibility, nullable=False)
    changes: str = text_field(nullable=False)
    reason: str | None = text_field(default=None)
    request_id: str | None = Field(default=None, max_length=64)


class JournalPending(SQLModel, table=True):
    """Entries that have no position yet. Written with the entry, removed by the sealer."""

    __tablename__ = "journal_pending"

    entry_id: UUID = Field(primary_key=True, foreign_key="journal_entry.id")


class JournalSeal(SQLModel, table=True):
    """An entry's place in the chain. Insert-only. `hash` covers the entry's bytes and the previous hash."""

    __tablename__ = "journal_seal"

    position: int = Field(sa_type=BigInteger, primary_key=True, sa_column_kwargs={"autoincrement": False})
    entry_id: UUID = Field(foreign_key="journal_entry.id", unique=True)
    previous_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)
    sealed_at: datetime = instant_field(nullable=False)


def plain(value: Any) -> Any:
    """`value` as JSON can hold it: instants in UTC RFC 3339, days as YYYY-MM-DD, ids and decimals as text."""
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date | UUID | Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(v) for v in value]
    return value


def record(
    db: AsyncSession,
    me: Actor,
    at: datetime,
    action: str,
    subject: Any,
    *,
    label: str,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
    reason: str | None = None,
    visibility: Visibility | None = None,
    request_id: str | None = None,
) -> JournalEntry:
    """Append one entry to the running transaction.

    `action` is `subject:verb` ("duty:submit"). `changes` maps field → (before, after). `label` is the human number or
    name under which a reader knows the subject. `visibility` None: what the subject itself says
    (`journal_visibility`), else its matter's readers. The entry's scope is the subject's place in the tree, or the
    actor's own organisation for subjects outside it.
    """
    own: Visibility = getattr(subject, "journal_visibility", Visibility.MATTER)
    entry = JournalEntry(
        id=new_id(),  # said here, because a default that is made costs a look at its maker's signature
        at=at,
        actor_id=me.id,
        actor_kind=me.kind.value,
        actor_name=me.name,
        actor_organisation_id=me.organisation_id,
        action=action,
        subject_type=type(subject).word() if hasattr(type(subject), "word") else str(type(subject).__tablename__),
        subject_id=subject.id,
        subject_label=label[:200],
        organisation_id=getattr(subject, "journal_organisation_id", getattr(subject, "organisation_id", None)),
        visibility=visibility or own,
        changes=orjson.dumps({k: [plain(b), plain(a)] for k, (b, a) in (changes or {}).items()}).decode(),
        reason=reason,
        request_id=request_id,
    )
    if isinstance(subject, Scoped):
        for level in range(1, LEVELS + 1):
            setattr(entry, f"org_l{level}", getattr(subject, f"org_l{level}"))
    db.add(entry)
    db.add(JournalPending(entry_id=entry.id))
    return entry


def append_only(table: str, *keys: str) -> None:
    """Let the database itself refuse to update, delete or replace rows of `table`, whoever asks.

    `keys` are the columns that name a row: SQLite's `INSERT OR REPLACE` removes the old row without asking its DELETE
    trigger, so an insert over an existing key is refused as well.
    """
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    taken = " OR ".join(f"{key} = NEW.{key}" for key in keys)
    is_taken = f"EXISTS (SELECT 1 FROM {table} WHERE {taken})"  # noqa: S608 - names of our own tables
    statements = {
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}": "sqlite",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}": "sqlite",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {is_taken} {refuse}": "sqlite",
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME; END $$": "postgresql",
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()": "postgresql",
    }
    for statement, dialect in statements.items():
        event.listen(SQLModel.metadata.tables[table], "after_create", ddl(statement, dialect))


append_only("journal_entry", "id")
append_only("journal_seal", "position", "entry_id")
