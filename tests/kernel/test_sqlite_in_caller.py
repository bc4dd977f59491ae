"""SQLite without a thread: the same answers, given in the caller's thread; others of the loop still get their turn."""

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import IntegrityError

from duban.kernel.db import Database

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]


@pytest.fixture
async def here(database_url: URL) -> AsyncIterator[Database]:
    database = Database(database_url, in_caller=True)
    yield database
    await database.close()


@pytest.mark.parametrize("in_caller", [True, False])
async def test_statements_run_in_the_callers_thread_only_where_asked(database_url: URL, in_caller: bool) -> None:
    database = Database(database_url, in_caller=in_caller)
    threads: set[int] = set()

    @event.listens_for(database.reader.sync_engine, "connect")
    def listen(connection: object, _record: object) -> None:
        connection.create_function("noted", 0, lambda: threads.add(threading.get_ident()) or 1)  # type: ignore[attr-defined]

    async with database.reading() as connection:
        assert await connection.scalar(text("SELECT noted()")) == 1
    assert (threads == {threading.get_ident()}) is in_caller
    await database.close()


async def test_a_transaction_that_fails_leaves_nothing_and_the_connection_goes_on(here: Database) -> None:
    row = "INSERT INTO number_sequence (prefix, year, last) VALUES ('RT', 2026, 1)"
    with pytest.raises(IntegrityError):
        async with here.transaction() as db:
            await db.execute(text(row))
            await db.execute(text(row))
    async with here.transaction() as db:
        assert (await db.execute(text("SELECT count(*) FROM number_sequence"))).scalar() == 0
        await db.execute(text(row))
    async with here.reading() as connection:
        assert await connection.scalar(text("SELECT last FROM number_sequence")) == 1


async def test_others_of_the_loop_get_their_turn(here: Database) -> None:
    turns = 0

    async def beat() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    beating = asyncio.create_task(beat())
    async with here.reading() as connection:
        for _ in range(200):
            await connection.scalar(text("SELECT 1"))
    beating.cancel()
    assert turns > 5


@pytest.mark.parametrize(("durable", "level"), [(True, 2), (False, 1)])  # FULL, NORMAL
async def test_a_commit_is_on_the_disk_before_it_is_answered(database_url: URL, durable: bool, level: int) -> None:
    database = Database(database_url, durable=durable)
    async with database.transaction() as db:
        assert await db.scalar(text("PRAGMA synchronous")) == level
    await database.close()
