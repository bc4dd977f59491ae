"""Ten writers and the sealer, killed at random while they work: nothing committed is lost, doubled or out of line."""

import os
import sys
from pathlib import Path

import anyio
import pytest
from sqlalchemy import text

from duban.kernel.db import Database
from duban.kernel.sealing import seal
from duban.kernel.verification import verify
from support import journal_writers

pytestmark = pytest.mark.anyio
TESTS = Path(__file__).parents[1]


async def let_the_dead_rest(database: Database) -> None:
    """PostgreSQL finishes or undoes what a killed client had under way: end those sessions and wait for them."""
    if not database.is_sqlite:
        async with database.reading() as connection:
            others = (
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            await connection.execute(text(others))


async def test_ten_writers_killed_at_random_leave_no_gap_no_double_and_no_loss(
    database: Database, tmp_path: Path
) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    url = database.url.render_as_string(hide_password=False)
    with anyio.fail_after(120):
        await anyio.run_process(
            [sys.executable, "-m", "support.journal_writers", url, "20260302", str(logs)],
            cwd=TESTS,
            env={**os.environ, "PYTHONPATH": f"{TESTS}{os.pathsep}{TESTS.parent / 'backend'}"},
        )
    await let_the_dead_rest(database)
    async with database.reading() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM journal_seal")), "the sealer sealed nothing meanwhile"
    while await seal(database):
        pass

    known = [line for log in logs.iterdir() for line in log.read_text().splitlines(keepends=True)]
    committed = {line.strip() for line in known if line.endswith("\n")}
    assert len(list(logs.iterdir())) > journal_writers.WRITERS
    assert len(committed) > journal_writers.KILLS
    async with database.reading() as connection:
        entries = {
            str(row[0]).replace("-", "") for row in await connection.execute(text("SELECT id FROM journal_entry"))
        }
        found = await connection.execute(text("SELECT position, entry_id FROM journal_seal ORDER BY position"))
        seals = [(position, str(entry).replace("-", "")) for position, entry in found]
        waiting = await connection.scalar(text("SELECT count(*) FROM journal_pending"))
    assert committed <= entries
    assert waiting == 0
    assert [position for position, _ in seals] == list(range(1, len(entries) + 1))
    assert sorted(entry for _, entry in seals) == sorted(entries)
    report = await verify(database)
    assert report.ok, report.told().en
    assert report.entries == len(entries)
