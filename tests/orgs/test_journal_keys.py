"""The journal's anchors and the installation's keys: signed every day, checked wherever the journal is verified."""

import asyncio
from datetime import time
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import select, text
from sqlmodel import col
from typer.testing import CliRunner

from duban.cli import app
from duban.kernel.anchors import JournalAnchor, kept_anchors, write_public_keys
from duban.kernel.clock import now
from duban.kernel.db import Database
from duban.kernel.job_model import Job
from duban.kernel.schedule import TICKS
from duban.kernel.sealing import seal
from duban.kernel.tokens import generate_key
from duban.kernel.verification import export_anchor, verify
from duban.kernel.worker import drain
from duban.orgs.rules import Role
from support.people import account
from support.world import World


async def acted(world: World, name: str) -> None:
    """One sealed act more in the journal."""
    await account(world, name, "city", Role.SECTION_HEAD)
    await seal(world.database)


async def anchored_by(world: World) -> list[int]:
    await drain(world.database, world.settings, ticks=True)
    return [anchor.position for anchor in await kept_anchors(world.database)]


@pytest.mark.anyio
async def test_the_head_is_signed_every_day_and_only_where_something_came(world: World) -> None:
    assert TICKS["journal-anchor"].at == time(0, 10)
    with world.at("2026-03-02 00:05"):
        await acted(world, "wang")
        await drain(world.database, world.settings, ticks=True)
        await seal(world.database)
    with world.at("2026-03-02 00:15"):
        first = await anchored_by(world)
    with world.at("2026-03-03 00:15"):
        second = await anchored_by(world)
    assert 0 < first[-1] <= second[-1]
    report = await verify(world.database, public_keys=await world.app.state.public_keys())
    assert (report.ok, report.signatures_checked) == (True, True)


@pytest.mark.anyio
async def test_a_broken_chain_is_signed_by_nobody_and_the_job_stays_in_sight(world: World) -> None:
    with world.at("2026-03-02 08:00"):
        await acted(world, "wang")
        async with world.database.transaction() as db:
            for line in unguarded(world.database):
                await db.execute(text(line))
            await db.execute(text("UPDATE journal_entry SET actor_name = 'somebody else'"))
    with world.at("2026-03-03 00:15"):
        assert await anchored_by(world) == []
        async with world.database.reading() as connection:
            error = await connection.scalar(select(col(Job.error)).where(col(Job.kind) == "journal-anchor"))
    assert "journal_broken" in str(error)


def unguarded(database: Database) -> tuple[str, ...]:
    """What an intruder with all rights over the database does first."""
    if database.is_sqlite:
        return ("DROP TRIGGER journal_entry_no_update",)
    return ("ALTER TABLE journal_entry DISABLE TRIGGER journal_entry_append_only",)


@pytest.mark.anyio
async def test_over_http_an_anchor_of_a_foreign_key_is_found(world: World) -> None:
    auditor = world.person("city", "journal.read", "journal.verify")
    await acted(world, "wang")
    await export_anchor(world.database, generate_key())
    report = (await auditor.post("/journal/verify", {})).json()
    assert (report["ok"], report["first_bad"]["why"], report["signatures_checked"]) == (False, "anchor_unsigned", True)


@pytest.fixture
def ledger_file(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation's database with an act in its journal, as the commands find it."""
    path = tmp_path / "duban.sqlite"
    path.write_bytes(sqlite_template.read_bytes())
    monkeypatch.setenv("DUBAN_DATABASE_URL", f"sqlite:///{path}")
    monkeypatch.setenv("DUBAN_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DUBAN_ENVIRONMENT", "development")
    founded = run("found", "某市卫生健康委员会", "--region", "990100")
    assert founded.exit_code == 0, founded.output
    assert run("administrator", "security_admin", "qian").exit_code == 0

    async def sealed() -> None:
        database = Database(f"sqlite+aiosqlite:///{path}")
        await seal(database)
        await database.close()

    asyncio.run(sealed())
    return path


def run(*words: str) -> Any:
    return CliRunner().invoke(app, list(words))


def test_what_was_exported_proves_the_journal_later(ledger_file: Path, tmp_path: Path) -> None:
    anchors, keys = tmp_path / "anchors.jsonl", tmp_path / "anchors.keys.json"
    made = run("journal", "anchor", str(anchors))
    assert made.exit_code == 0, made.output
    assert orjson.loads(keys.read_bytes())["keys"][0].keys() >= {"kid", "x", "y"}
    assert "d" not in orjson.loads(keys.read_bytes())["keys"][0]  # the private half
    for options in ((), ("--anchors", str(anchors)), ("--anchors", str(anchors), "--keys", str(keys))):
        good = run("journal", "verify", *options)
        assert good.exit_code == 0, good.output
    foreign = tmp_path / "foreign.json"
    foreign.write_bytes(write_public_keys([generate_key().public_jwk]))
    assert run("journal", "verify", "--anchors", str(anchors), "--keys", str(foreign)).exit_code == 1
    foreign.write_text("not keys")
    refused = run("journal", "verify", "--keys", str(foreign))
    assert refused.exit_code == 1


@pytest.mark.anyio
async def test_an_anchor_slipped_in_with_an_invented_signature_is_found(world: World) -> None:
    await acted(world, "wang")
    keys = await world.app.state.public_keys()
    anchor = await export_anchor(world.database, generate_key())
    assert anchor is not None
    async with world.database.reading() as connection:
        assert await connection.scalar(select(col(JournalAnchor.position))) == anchor.position
    assert anchor.at <= now()
    assert not (await verify(world.database, public_keys=keys)).ok
