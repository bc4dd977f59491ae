"""`duban user`, `duban client`, `duban export`: what whoever runs the installation does without signing in."""

import asyncio
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.engine import URL
from typer.testing import CliRunner

from duban import console
from duban.cli import app
from duban.kernel.db import Database
from duban.loading import load_settings
from duban.main import create_app
from duban.orgs.bootstrapping import bootstrap, found
from duban.orgs.grants import grant_role
from duban.orgs.own_act import own_act
from duban.orgs.rules import Role
from duban.orgs.users import create_user

PASSWORD = "Willow-Bridge-7"
NAME = "某市卫生健康委员会"


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A window in which no line of a table is broken, whatever the tests are run in."""
    monkeypatch.setattr(console.out, "_width", 200)


def run(*words: str) -> Any:
    return CliRunner().invoke(app, list(words))


def on_it(work: Callable[[Database], Any]) -> Any:
    """What `work` gives over the installation's database."""

    async def go() -> Any:
        database = Database(load_settings().async_database_url, pool_size=2)
        try:
            return await work(database)
        finally:
            await database.close()

    return asyncio.run(go())


@pytest.fixture
def installation(database_url: URL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An authority, its security administrator qian, and its case handler li.na."""
    monkeypatch.setenv("DUBAN_DATABASE_URL", database_url.render_as_string(hide_password=False))
    monkeypatch.setenv("DUBAN_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DUBAN_ENVIRONMENT", "development")
    load_settings.cache_clear()

    async def settle(database: Database) -> None:
        settings = load_settings()
        async with database.transaction() as db:
            root = await found(db, name=NAME, region_code="990100")
        async with database.transaction() as db:
            names = {"username": "qian", "display_name": "钱", "password": PASSWORD}
            await bootstrap(db, settings, role=Role.SECURITY_ADMIN, **names)
        async with own_act(database) as act:
            li, _ = await create_user(
                act, settings, organisation=root, username="li.na", display_name="李娜", password=PASSWORD
            )
            await grant_role(act, li, Role.CASE_HANDLER, root)

    on_it(settle)
    yield
    load_settings.cache_clear()


async def sign_in(database: Database, username: str, password: str) -> httpx.Response:
    transport = httpx.ASGITransport(create_app(load_settings(), database=database))
    async with httpx.AsyncClient(transport=transport, base_url="http://duban.test") as http:
        form = {"grant_type": "password", "username": username, "password": password}
        return await http.post("/api/v1/auth/token", data=form)


def shown(output: str) -> str:
    """The secret that a command showed once."""
    told = re.search(r": (\S+) \(shown once", output)
    assert told is not None, output
    return told[1]


@pytest.mark.usefixtures("installation")
def test_the_last_security_administrator_is_let_in_again() -> None:
    def sign_in_as_qian(password: str) -> httpx.Response:
        found: httpx.Response = on_it(lambda database: sign_in(database, "qian", password))
        return found

    for _ in range(5):
        sign_in_as_qian("wrong")
    assert sign_in_as_qian(PASSWORD).status_code == 429
    password = shown(run("user", "reset", "Qian").output)
    assert sign_in_as_qian(password).json()["limited_to"] == "password_change_required"
    assert sign_in_as_qian(PASSWORD).status_code == 401
    unknown = run("user", "reset", "nobody")
    assert (unknown.exit_code, "no such user" in unknown.output) == (1, True)
    reasons = on_it(lambda database: journalled(database, "user:reset_password"))
    assert reasons == ["command line"]


async def journalled(database: Database, action: str) -> list[str | None]:
    async with database.reading() as connection:
        rows = await connection.execute(text("SELECT reason FROM journal_entry WHERE action = :a"), {"a": action})
        return [reason for (reason,) in rows]


@pytest.mark.usefixtures("installation")
def test_accounts_and_machines_are_added_and_listed() -> None:
    added = run("user", "add", "Wang.Wei", "--organisation", NAME, "--display-name", "王伟")
    assert added.exit_code == 0, added.output
    assert on_it(lambda database: sign_in(database, "wang.wei", shown(added.output))).status_code == 200
    listed = run("user", "list").output
    assert "wang.wei" in listed
    assert re.search(r"li\.na.*case_handler", listed)
    machine = run("client", "add", "投诉系统", "--organisation", NAME, "--scope", "task.read", "--scope", "duty.read")
    assert machine.exit_code == 0, machine.output
    assert re.search(r"duban-\w+.*投诉系统.*duty\.read task\.read", run("client", "list").output)
    for refused in (
        run("user", "add", "wang.wei", "--organisation", NAME),
        run("user", "add", "zhao", "--organisation", "nowhere"),
        run("client", "add", "x", "--organisation", NAME, "--scope", "task.close"),
    ):
        assert refused.exit_code == 1


@pytest.mark.usefixtures("installation")
def test_an_export_is_what_the_person_sees_and_is_journalled(tmp_path: Path) -> None:
    file = tmp_path / "tasks.csv"
    done = run("export", "rectification-tasks", str(file), "--as", "li.na", "--where", "state=issued")
    assert done.exit_code == 0, done.output
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    entries = on_it(lambda database: journalled(database, "rectification_task:export"))
    assert len(entries) == 1
    for words, told in (
        (("rectification-tasks", str(file), "--as", "li.na"), "exists"),
        (("rectification-tasks", str(tmp_path / "a.pdf"), "--as", "li.na"), "ends in"),
        (("rectification-tasks", str(tmp_path / "a.csv"), "--as", "nobody"), "no active person"),
        (("rectification-tasks", str(tmp_path / "a.csv"), "--as", "qian"), "task.read"),
        (("nothing", str(tmp_path / "a.csv"), "--as", "li.na"), "no such path"),
    ):
        refused = run("export", *words)
        assert (refused.exit_code, told in " ".join(refused.output.split())) == (1, True), refused.output
    assert list(tmp_path.glob("a.csv*")) == []
