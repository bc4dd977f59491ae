"""Whoever changes the journal, anywhere, is found, and the first place is named."""
# ruff: noqa: S608 - somebody who owns the database writes any statement he likes

import random
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from duban.kernel import clock, tokens
from duban.kernel.anchors import kept_anchors, read_anchors, write_lines
from duban.kernel.db import Database
from duban.kernel.errors import Conflict, Invalid
from duban.kernel.journal import JournalEntry, JournalSeal
from duban.kernel.sealing import GENESIS, entry_columns, link, seal, texts
from duban.kernel.verification import Why, export_anchor, verify, verify_newest
from support.journals import AT, behind_the_triggers, write_entries

pytestmark = pytest.mark.anyio


@pytest.fixture
async def sealed(database: Database) -> Database:
    """Nine sealed entries."""
    with clock.at(AT):
        await write_entries(database, 9)
        await seal(database)
    return database


async def ids(database: Database) -> list[Any]:
    """Entry ids by position, the first at index 1."""
    async with database.reading() as connection:
        found = await connection.execute(text("SELECT entry_id FROM journal_seal ORDER BY position"))
        return [None, *(str(row[0]).replace("-", "") for row in found)]


async def run(database: Database, statement: str, **values: Any) -> None:
    async with behind_the_triggers(database) as connection:
        await connection.execute(text(statement), values)


def named(bad: Any) -> tuple[Any, Any, Any]:
    """Position, entry and reason of a bad place, the entry as 32 digits."""
    return bad.position, str(bad.entry_id).replace("-", "") if bad.entry_id else None, bad.why


async def test_an_untouched_journal_is_proved_whole(sealed: Database) -> None:
    seen: list[tuple[int, int]] = []
    report = await verify(sealed, lambda done, total: seen.append((done, total)))
    assert report.ok
    assert (report.entries, report.head_position, report.unsealed) == (9, 9, 0)
    async with sealed.reading() as connection:
        assert report.head_hash == await connection.scalar(text("SELECT hash FROM journal_seal WHERE position = 9"))
    assert seen[-1] == (9, 9)
    assert report.told().zh.startswith("日志完好")


async def test_an_empty_journal_is_whole(database: Database) -> None:
    report = await verify(database)
    assert (report.ok, report.entries, report.head_hash) == (True, 0, GENESIS)


COLUMNS = [
    (table.__tablename__, column.name)
    for table in (JournalEntry, JournalSeal)
    for column in table.__table__.columns  # type: ignore[attr-defined]
]


async def flipped(connection: AsyncConnection, database: Database, table: str, column: str, key: str, rng: Any) -> str:
    """Change one bit of one byte of a stored value of the fifth entry; returns the statement that puts it back."""
    name, value = ("position", "5") if table == "journal_seal" else ("id", f"'{key}'")
    where = f"{name} = {value}"
    if column == "position":
        await connection.execute(text(f"UPDATE journal_seal SET position = position + 4096 WHERE {where}"))
        return "UPDATE journal_seal SET position = 5 WHERE position = 4101"
    if database.is_sqlite:
        old = await connection.scalar(text(f"SELECT hex(CAST({column} AS BLOB)) FROM {table} WHERE {where}"))
        before = bytes.fromhex(old)
        at = rng.randrange(len(before)) if before else 0
        after = before[:at] + bytes([before[at] ^ (1 << rng.randrange(8))]) + before[at + 1 :] if before else b"x"
        await connection.execute(text(f"UPDATE {table} SET {column} = CAST(X'{after.hex()}' AS TEXT) WHERE {where}"))
        back = f"CAST(X'{old}' AS TEXT)" if before else "NULL"
        if column == "id":
            where = f"id = CAST(X'{after.hex()}' AS TEXT)"
        return f"UPDATE {table} SET {column} = {back} WHERE {where}"
    kind = await connection.scalar(text(f"SELECT pg_typeof({column})::text FROM {table} WHERE {where}"))
    old = await connection.scalar(text(f"SELECT {column}::text FROM {table} WHERE {where}"))
    if kind == "timestamp with time zone":
        new = f"{column} + interval '1 microsecond'"
    elif kind == "uuid":
        new = f"'{uuid4()}'"
    else:
        new = f"overlay({column} placing 'X' from 2)" if old else "'X'"
    await connection.execute(text(f"UPDATE {table} SET {column} = {new} WHERE {where}"))
    if column == "id":
        where = f"id = {new}"
    back = "NULL" if old is None else f"CAST('{old}' AS {kind})".replace(":", "\\:")
    return f"UPDATE {table} SET {column} = {back} WHERE {where}"


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_one_bit_changed_in_any_column_names_that_entry(sealed: Database, seed: int) -> None:
    rng, entries = random.Random(seed), await ids(sealed)
    for table, column in COLUMNS:
        async with behind_the_triggers(sealed) as connection:
            back = await flipped(connection, sealed, table, column, entries[5], rng)
        report = await verify(sealed)
        assert not report.ok, (table, column)
        assert report.first_bad is not None
        assert report.first_bad.position == 5, (table, column, report.first_bad)
        assert report.entries == 4, (table, column)
        if (table, column) not in {("journal_seal", "position"), ("journal_seal", "entry_id")}:
            assert named(report.first_bad)[1] == entries[5], (table, column)
        await run(sealed, back)
        assert (await verify(sealed)).ok, (table, column)


async def test_an_id_in_capitals_is_another_text(sealed: Database) -> None:
    if not sealed.is_sqlite:
        async with sealed.reading() as connection:
            kind = await connection.scalar(text("SELECT pg_typeof(actor_id)::text FROM journal_entry LIMIT 1"))
        assert kind == "uuid"  # kept in binary: there are no capitals to write
        return
    await run(sealed, "UPDATE journal_entry SET actor_id = upper(actor_id)")
    report = await verify(sealed)
    assert report.first_bad is not None
    assert (report.first_bad.position, report.first_bad.why) == (1, Why.CONTENT_CHANGED)


async def test_a_value_taken_away_is_named(sealed: Database) -> None:
    entries = await ids(sealed)
    await run(sealed, f"UPDATE journal_entry SET reason = NULL WHERE id = '{entries[3]}'")
    assert named((await verify(sealed)).first_bad) == (3, entries[3], Why.CONTENT_CHANGED)


async def test_an_entry_taken_away_is_named(sealed: Database) -> None:
    entries = await ids(sealed)
    await run(sealed, f"DELETE FROM journal_entry WHERE id = '{entries[7]}'")
    assert named((await verify(sealed)).first_bad) == (7, entries[7], Why.ENTRY_MISSING)


async def test_a_seal_taken_away_leaves_a_gap(sealed: Database) -> None:
    await run(sealed, "DELETE FROM journal_seal WHERE position = 4")
    assert named((await verify(sealed)).first_bad) == (4, None, Why.GAP)


async def test_the_last_seal_taken_away_leaves_an_entry_that_nobody_sealed(sealed: Database) -> None:
    entries = await ids(sealed)
    await run(sealed, "DELETE FROM journal_seal WHERE position = 9")
    assert named((await verify(sealed)).first_bad) == (None, entries[9], Why.NEVER_SEALED)


async def test_the_first_seal_taken_away_leaves_a_gap(sealed: Database) -> None:
    await run(sealed, "DELETE FROM journal_seal WHERE position = 1")
    assert named((await verify(sealed)).first_bad) == (1, None, Why.GAP)


async def test_two_seals_that_changed_places_break_the_chain(sealed: Database) -> None:
    entries = await ids(sealed)
    async with behind_the_triggers(sealed) as connection:
        for old, new in ((2, 100), (6, 2), (100, 6)):
            await connection.execute(text(f"UPDATE journal_seal SET position = {new} WHERE position = {old}"))
    assert named((await verify(sealed)).first_bad) == (2, entries[6], Why.CHAIN_BROKEN)


async def test_two_entries_that_changed_their_contents_are_found(sealed: Database) -> None:
    entries = await ids(sealed)
    async with behind_the_triggers(sealed) as connection:
        for old, new in ((entries[2], "f" * 32), (entries[6], entries[2]), ("f" * 32, entries[6])):
            await connection.execute(text(f"UPDATE journal_entry SET id = '{new}' WHERE id = '{old}'"))
    assert named((await verify(sealed)).first_bad) == (2, entries[2], Why.CONTENT_CHANGED)


async def unindexed(connection: AsyncConnection, database: Database) -> None:
    """Let positions and entries be doubled: the owner drops the unique indexes (SQLite: by rebuilding the table)."""
    if database.is_sqlite:
        await connection.execute(text("CREATE TABLE loose AS SELECT * FROM journal_seal"))
        await connection.execute(text("DROP TABLE journal_seal"))
        await connection.execute(text("ALTER TABLE loose RENAME TO journal_seal"))
    else:
        found = await connection.execute(
            text(
                "SELECT conname FROM pg_constraint WHERE conrelid = 'journal_seal'::regclass AND contype IN ('p', 'u')"
            )
        )
        for (name,) in found.all():
            await connection.execute(text(f"ALTER TABLE journal_seal DROP CONSTRAINT {name}"))


async def test_a_doubled_position_is_found(sealed: Database) -> None:
    entries = await ids(sealed)
    async with behind_the_triggers(sealed) as connection:
        await unindexed(connection, sealed)
        await connection.execute(text("INSERT INTO journal_seal SELECT * FROM journal_seal WHERE position = 6"))
    assert named((await verify(sealed)).first_bad) == (6, entries[6], Why.DUPLICATE)


async def test_an_entry_sealed_twice_is_found(sealed: Database) -> None:
    """A second seal for an old entry at the end of the chain, with good hashes."""
    entries = await ids(sealed)
    async with behind_the_triggers(sealed) as connection:
        await unindexed(connection, sealed)
        row = (await connection.execute(_entries(sealed).where(JournalEntry.id == UUID(entries[3])))).one()
        head = await connection.scalar(text("SELECT hash FROM journal_seal WHERE position = 9"))
        hash = link(head, 10, "2026-03-02 01:00:00.000000", texts(row))
        await connection.execute(
            text(
                "INSERT INTO journal_seal (position, entry_id, previous_hash, hash, sealed_at) "
                f"VALUES (10, '{entries[3]}', '{head}', '{hash}', '2026-03-02 01:00:00.000000{_zone(sealed)}')"
            )
        )
    assert named((await verify(sealed)).first_bad) == (10, entries[3], Why.SEALED_TWICE)


async def test_a_seal_moved_before_the_first_position_is_found(sealed: Database) -> None:
    entries = await ids(sealed)
    await run(sealed, "UPDATE journal_seal SET position = -1 WHERE position = 9")
    assert named((await verify(sealed)).first_bad) == (None, entries[9], Why.MISPLACED)


async def test_an_entry_slipped_in_around_the_sealer_is_named(sealed: Database) -> None:
    (entry,) = await write_entries(sealed, 1)
    await run(sealed, "DELETE FROM journal_pending")
    assert named((await verify(sealed)).first_bad) == (None, entry.id.hex, Why.NEVER_SEALED)


async def test_waiting_for_a_seal_is_counted_and_waiting_too_long_is_bad(sealed: Database) -> None:
    (entry,) = await write_entries(sealed, 1)
    with clock.at(AT + timedelta(hours=1)):
        report = await verify(sealed)
        assert (report.ok, report.unsealed, report.oldest_unsealed_at) == (True, 1, AT)
    with clock.at(AT + timedelta(hours=1, seconds=1)):
        assert named((await verify(sealed)).first_bad) == (None, entry.id.hex, Why.UNSEALED_TOO_LONG)
    assert (await verify(sealed, unsealed_too_long=timedelta.max)).ok


async def test_the_newest_positions_alone_can_be_verified(sealed: Database) -> None:
    entries = await ids(sealed)
    report = await verify_newest(sealed, 3)
    assert (report.ok, report.after, report.entries, report.head_position) == (True, 6, 3, 9)
    await run(sealed, f"UPDATE journal_entry SET reason = 'x' WHERE id IN ('{entries[2]}', '{entries[8]}')")
    assert named((await verify_newest(sealed, 3)).first_bad) == (8, entries[8], Why.CONTENT_CHANGED)
    assert named((await verify_newest(sealed, 99)).first_bad) == (2, entries[2], Why.CONTENT_CHANGED)


def _entries(database: Database) -> Any:
    return select(*entry_columns(is_sqlite=database.is_sqlite)).select_from(JournalEntry)


def _zone(database: Database) -> str:
    return "" if database.is_sqlite else "+00"


async def rewrite(database: Database, position: int) -> None:
    """Change an entry and recompute every hash from there on: the work of somebody who owns the database."""
    entries = await ids(database)
    async with behind_the_triggers(database) as connection:
        await connection.execute(text(f"UPDATE journal_entry SET reason = 'x' WHERE id = '{entries[position]}'"))
        previous = await connection.scalar(text(f"SELECT hash FROM journal_seal WHERE position = {position - 1}"))
        for at in range(position, 10):
            row = (await connection.execute(_entries(database).where(JournalEntry.id == UUID(entries[at])))).one()
            hash = link(previous, at, "2026-03-02 01:00:00.000000", texts(row))
            await connection.execute(
                text(f"UPDATE journal_seal SET previous_hash = '{previous}', hash = '{hash}' WHERE position = {at}")
            )
            previous = hash


async def test_a_rewritten_chain_verifies_by_itself_and_fails_against_an_exported_anchor(
    sealed: Database, tmp_path: Path
) -> None:
    key = tokens.generate_key()
    anchor = await export_anchor(sealed, key)
    assert anchor is not None
    assert anchor.position == 9
    file = tmp_path / "anchors.jsonl"
    file.write_bytes(write_lines([anchor]))
    await rewrite(sealed, 6)
    await run(sealed, "DELETE FROM journal_anchor")
    assert (await verify(sealed)).ok
    for place in (file, tmp_path):
        report = await verify(sealed, anchors=read_anchors(place), public_keys=[key.public_jwk])
        assert named(report.first_bad)[::2] == (9, Why.ANCHOR_DIFFERS)


async def test_a_rewritten_chain_fails_against_the_anchor_that_the_database_keeps(sealed: Database) -> None:
    await export_anchor(sealed, tokens.generate_key())
    await rewrite(sealed, 6)
    assert named((await verify(sealed)).first_bad)[::2] == (9, Why.ANCHOR_DIFFERS)


async def test_an_end_cut_off_is_found_by_an_anchor(sealed: Database) -> None:
    anchor = await export_anchor(sealed, tokens.generate_key())
    assert anchor is not None
    entries = await ids(sealed)
    await run(sealed, "DELETE FROM journal_anchor")
    await run(sealed, "DELETE FROM journal_seal WHERE position > 7")
    await run(sealed, f"DELETE FROM journal_entry WHERE id IN ('{entries[8]}', '{entries[9]}')")
    assert (await verify(sealed)).ok
    assert named((await verify(sealed, anchors=[anchor])).first_bad) == (9, None, Why.ANCHOR_BEYOND_END)


async def test_an_anchor_that_another_key_signed_vouches_for_nothing(sealed: Database) -> None:
    key, other = tokens.generate_key(), tokens.generate_key()
    await export_anchor(sealed, key)
    good = await verify(sealed, public_keys=[other.public_jwk, key.public_jwk])
    assert (good.ok, good.anchors, good.signatures_checked) == (True, 1, True)
    assert named((await verify(sealed, public_keys=[other.public_jwk])).first_bad) == (9, None, Why.ANCHOR_UNSIGNED)


async def test_a_kept_anchor_changed_by_a_byte_is_found(sealed: Database) -> None:
    key = tokens.generate_key()
    anchor = await export_anchor(sealed, key)
    assert anchor is not None
    for column, value in {
        "hash": "f" * 64,
        "signature": anchor.signature[:-9] + ("B" if anchor.signature[-9] == "A" else "A") + anchor.signature[-8:],
        "at": f"2026-03-03 01:00:00.000000{_zone(sealed)}",
    }.items():
        old = await _kept(sealed, column)
        await run(sealed, f"UPDATE journal_anchor SET {column} = '{value}'")
        assert not (await verify(sealed, public_keys=[key.public_jwk])).ok, column
        await run(sealed, f"UPDATE journal_anchor SET {column} = '{old}'".replace(":", "\\:"))
    assert (await verify(sealed, public_keys=[key.public_jwk])).ok
    if sealed.is_sqlite:
        await run(sealed, "UPDATE journal_anchor SET at = 'never'")
        assert named((await verify(sealed)).first_bad) == (None, None, Why.ANCHOR_UNREADABLE)


async def _kept(database: Database, column: str) -> Any:
    async with database.reading() as connection:
        return await connection.scalar(text(f"SELECT CAST({column} AS TEXT) FROM journal_anchor"))


async def test_a_day_without_entries_keeps_its_anchor_and_a_new_entry_gets_the_next(sealed: Database) -> None:
    key = tokens.generate_key()
    first = await export_anchor(sealed, key)
    assert await export_anchor(sealed, key) == first
    await write_entries(sealed, 2)
    await seal(sealed)
    second = await export_anchor(sealed, key)
    assert [a.position for a in await kept_anchors(sealed)] == [9, 11]
    assert second == (await kept_anchors(sealed, after=9))[0]


async def test_nothing_sealed_needs_no_anchor(database: Database) -> None:
    await write_entries(database, 1)
    assert await export_anchor(database, tokens.generate_key()) is None


async def test_a_broken_chain_is_not_anchored(sealed: Database) -> None:
    entries = await ids(sealed)
    await run(sealed, f"UPDATE journal_entry SET reason = 'x' WHERE id = '{entries[6]}'")
    with pytest.raises(Conflict) as refused:
        await export_anchor(sealed, tokens.generate_key())
    assert refused.value.extra == {"position": 6, "why": "content_changed"}
    assert await kept_anchors(sealed) == []


def test_a_file_that_holds_no_anchors_is_refused_by_line(tmp_path: Path) -> None:
    file = tmp_path / "anchors.jsonl"
    file.write_text('\n{"position": 0}\n')
    with pytest.raises(Invalid, match=r"anchors\.jsonl:2"):
        read_anchors(file)
