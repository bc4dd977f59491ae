"""Makers for the journal: entries as acts write them, and a hand that tampers behind the triggers' back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from duban.kernel import journal
from duban.kernel.access import Actor, ActorKind
from duban.kernel.db import Database
from duban.kernel.journal import JournalEntry
from duban.kernel.organisations import OrganisationKind

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TABLES = ("journal_entry", "journal_seal", "journal_anchor")


class Thing:
    """A subject outside the tree."""

    __tablename__ = "thing"

    def __init__(self) -> None:
        self.id = uuid4()


def somebody(organisation_id: UUID | None = None) -> Actor:
    return Actor(
        id=uuid4(),
        kind=ActorKind.PERSON,
        name="张三",
        organisation_id=organisation_id or uuid4(),
        organisation_name="某局",
        organisation_kind=OrganisationKind.HEALTH_AUTHORITY,
        level=1,
        permissions=frozenset(),
    )


async def write_entries(database: Database, count: int, **options: Any) -> list[JournalEntry]:
    """`count` entries in one transaction, none of them sealed."""
    me, at = somebody(), options.pop("at", AT)
    async with database.transaction() as db:
        return [
            journal.record(
                db,
                me,
                at,
                "thing:change",
                Thing(),
                label=f"第 {number} 件",
                changes={"state": ("open", "closed"), "note": (None, f"内容 {number}")},
                reason="核对",
                request_id="r-1",
                **options,
            )
            for number in range(count)
        ]


@asynccontextmanager
async def behind_the_triggers(database: Database) -> AsyncIterator[AsyncConnection]:
    """A connection for which nothing is append-only and no key is foreign: somebody who owns the database."""
    engine = create_async_engine(database.url)
    async with engine.begin() as connection:
        if database.is_sqlite:
            found = await connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
            for (name,) in found.all():
                if name.startswith(TABLES):
                    await connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            await connection.execute(text("SET LOCAL session_replication_role = replica"))
        yield connection
    await engine.dispose()
