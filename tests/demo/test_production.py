"""A database of invented people, whose password is published, is never served in production."""

import asyncio
import base64
import json
import socket
from pathlib import Path
from typing import Any

import pytest
import structlog
from sqlalchemy.engine import URL
from typer.testing import CliRunner

from duban import serving
from duban.cli import app
from duban.demo.ground import Ground, lay
from duban.demo.office import Office
from duban.kernel.db import Database
from duban.loading import SettingsRefused, load_settings
from duban.main import create_app
from duban.orgs.bootstrapping import found
from duban.settings import Settings


@pytest.fixture
def production(database_url: URL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The environment of a production installation over the test's database, safe but for what the database holds."""
    values = {
        "ENVIRONMENT": "production",
        "DATABASE_URL": database_url.render_as_string(hide_password=False),
        "DATA_DIR": str(tmp_path),
        "SECRET_KEY": "0123456789abcdef" * 2,
        "FIELD_KEYS": json.dumps({"2026-01": base64.b64encode(bytes(range(32))).decode()}),
        "PUBLIC_URL": "https://duban.example",
    }
    for name, value in values.items():
        monkeypatch.setenv(f"DUBAN_{name}", value)
    for start in ("serve", "work"):
        monkeypatch.setattr(
            serving, start, lambda *_, **__: None
        )  # whether it starts is the question, not what it does
    load_settings.cache_clear()
    logging = structlog.get_config()
    yield
    structlog.configure(**logging)  # a command writes to the error output of its own time
    load_settings.cache_clear()


def started(command: str) -> Any:
    load_settings.cache_clear()
    return CliRunner().invoke(app, [command])


def fill(database_url: URL, tmp_path: Path, *, invented: bool) -> None:
    """The beginning of the demo's city, or of a real installation."""

    async def run() -> None:
        database = Database(database_url, pool_size=2)
        if invented:
            async with Office(database, Settings(environment="demo", data_dir=tmp_path)) as office:
                await anext(aiter(lay(Ground(office, 2026), 0.01)))
        else:
            async with database.transaction() as db:
                await found(db, name="某市卫生健康委员会", region_code="510100")
        await database.close()

    asyncio.run(run())


@pytest.mark.parametrize("command", ["serve", "worker"])
@pytest.mark.usefixtures("production")
def test_production_refuses_demo_data_in_words(command: str, database_url: URL, tmp_path: Path) -> None:
    fill(database_url, tmp_path, invented=True)
    refused = started(command)
    assert refused.exit_code == 1
    assert "leads to a database with demo people, whose password is published" in " ".join(refused.output.split())


@pytest.mark.parametrize("command", ["serve", "worker"])
@pytest.mark.usefixtures("production")
def test_production_starts_on_its_own_data(command: str, database_url: URL, tmp_path: Path) -> None:
    fill(database_url, tmp_path, invented=False)
    assert started(command).exit_code == 0


@pytest.mark.usefixtures("production")
def test_another_server_than_ours_does_not_start_it_either(database_url: URL, tmp_path: Path) -> None:
    fill(database_url, tmp_path, invented=True)

    async def start() -> None:
        app = create_app(load_settings())
        async with app.router.lifespan_context(app):
            raise AssertionError("it started")

    with pytest.raises(SettingsRefused, match="demo people"):
        asyncio.run(start())


@pytest.mark.parametrize("command", ["serve", "worker"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("production")
def test_without_its_database_nothing_starts_and_says_so(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        address = f"postgresql://duban:secret-word@127.0.0.1:{held.getsockname()[1]}/duban"
    monkeypatch.setenv("DUBAN_DATABASE_URL", address)
    refused = started(command)
    assert (refused.exit_code, "The database is out of reach" in refused.output) == (1, True)
    assert "secret-word" not in refused.output
