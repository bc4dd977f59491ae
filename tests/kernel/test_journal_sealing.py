"""The chain of seals: what it covers, in which order, and that nobody can write behind it."""
# ruff: noqa: S608 - statements over names of our own tables

import asyncio
import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from duban.kernel import clock, journal
from duban.kernel.anchors import JournalAnchor
from duban.kernel.db import Database
from duban.kernel.journal import JournalEntry, JournalPending, JournalSeal
from duban.kernel.sealing import ENTRY_COLUMNS, GENESIS, canonical, run_sealer, seal
from support.journals import AT, Thing, somebody, write_entries

pytestmark = pytest.mark.anyio
FIELDS = st.lists(st.none() | st.text(st.characters(exclude_categories=["Cs"])))


async def seals(database: Database) -> list[JournalSeal]:
    async with database.transaction() as db:
        return list((await db.scalars(select(JournalSeal).order_by(col(JournalSeal.position)))).all())


@given(FIELDS)
def test_the_bytes_under_a_hash_are_the_plain_json_that_any_language_writes(fields: list[str | None]) -> None:
    assert canonical(fields) == json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


@given(FIELDS, FIELDS)
def test_different_fields_never_share_their_bytes(one: list[str | None], other: list[str | None]) -> None:
    assert (canonical(one) == canonical(other)) == (one == other)


def test_no_column_of_an_entry_is_left_out_of_its_hash() -> None:
    assert list(ENTRY_COLUMNS) == [column.name for column in JournalEntry.__table__.columns]  # type: ignore[attr-defined]


async def test_a_hash_can_be_recomputed_by_hand_from_the_documentation(database: Database) -> None:
    (entry,) = await write_entries(database, 1)
    with clock.at(AT):
        assert await seal(database) == 1
    (first,) = await seals(database)
    fields = [
        "0" * 64,
        "1",
        "2026-03-02 01:00:00.000000",
        entry.id.hex,
        "2026-03-02 01:00:00.000000",
        entry.actor_id.hex,
        "person",
        "张三",
        entry.actor_organisation_id.hex,
        "thing:change",
        "thing",
        entry.subject_id.hex,
        "第 0 件",
        None,
        None,
        None,
        None,
        None,
        None,
        "matter",
        '{"state":["open","closed"],"note":[null,"内容 0"]}',
        "核对",
        "r-1",
    ]
    told = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
    assert first.hash == hashlib.sha256(told).hexdigest()


async def test_entries_get_positions_from_one_on_in_the_order_of_their_ids(database: Database) -> None:
    entries = await write_entries(database, 7)
    assert [await seal(database, limit=3) for _ in range(4)] == [3, 3, 1, 0]
    found = await seals(database)
    assert [s.position for s in found] == [1, 2, 3, 4, 5, 6, 7]
    assert [s.entry_id for s in found] == sorted(e.id for e in entries)
    assert [s.previous_hash for s in found] == [GENESIS, *(s.hash for s in found[:-1])]
    async with database.transaction() as db:
        assert await db.scalar(select(func.count()).select_from(JournalPending)) == 0


async def test_an_entry_that_is_not_committed_gets_no_position(database: Database) -> None:
    with pytest.raises(RuntimeError):
        async with database.transaction() as db:
            journal.record(db, somebody(), AT, "thing:forget", Thing(), label="x")
            await db.flush()
            raise RuntimeError
    await write_entries(database, 1)
    assert await seal(database) == 1
    assert [s.position for s in await seals(database)] == [1]


async def test_sealers_at_the_same_time_never_give_a_position_twice(database: Database) -> None:
    await write_entries(database, 40)
    done = await asyncio.gather(*(seal(database, limit=9) for _ in range(6)))
    assert sum(done) == 40
    assert [s.position for s in await seals(database)] == list(range(1, 41))


async def test_the_sealer_works_off_a_backlog_and_stops_when_told(database: Database) -> None:
    await write_entries(database, 25)
    stop = asyncio.Event()
    running = asyncio.create_task(run_sealer(database, 3600, stop, limit=5))
    async with asyncio.timeout(20):
        while len(await seals(database)) < 25:
            assert not running.done()
        stop.set()
        await running


@pytest.mark.parametrize("table", ["journal_entry", "journal_seal", "journal_anchor"])
async def test_the_applications_own_connection_cannot_change_what_is_written(database: Database, table: str) -> None:
    await write_entries(database, 1)
    await seal(database)
    async with database.transaction() as db:
        db.add(JournalAnchor(position=1, hash="h", at=AT, signature="s"))
    column = {"journal_entry": "reason", "journal_seal": "hash", "journal_anchor": "hash"}[table]
    attempts = [f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}", *ATTEMPTS[database.is_sqlite]]
    for attempt in attempts:
        with pytest.raises(DBAPIError, match=f"{table} is append-only"):
            async with database.transaction() as db:
                await db.execute(text(attempt.format(table=table, column=column)))
        async with database.transaction() as db:
            found = await db.execute(text(f"SELECT count(*), min({column}) FROM {table}"))
            assert found.one()[1] != "x", attempt


ATTEMPTS = {
    True: [
        "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        "REPLACE INTO {table} SELECT * FROM {table}",
        "UPDATE OR REPLACE {table} SET {column} = 'x'",
    ],
    False: [
        "TRUNCATE {table} CASCADE",
        "INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ON CONSTRAINT pk_{table} DO UPDATE SET {column} = 'x'",
        "WITH gone AS (DELETE FROM {table} RETURNING 1) SELECT count(*) FROM gone",
    ],
}
"""What else each engine (SQLite: True) knows to change or remove rows."""
