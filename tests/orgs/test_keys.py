"""`duban keys`: a new key that signs, every protected value under a new key, and the old ones gone."""

import asyncio
import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pyotp
import pytest
from sqlalchemy import text
from sqlalchemy.engine import URL
from sqlmodel import SQLModel
from typer.testing import CliRunner

from duban.cli import app
from duban.imports.receiving import opened
from duban.kernel import clock
from duban.kernel.clock import now
from duban.kernel.db import Database
from duban.kernel.reencryption import CONTEXTS
from duban.loading import load_settings
from duban.main import create_app
from duban.orgs.bootstrapping import found
from duban.orgs.own_act import own_act
from duban.orgs.protection import TOTP_SECRET, key_ring
from duban.orgs.users import create_user

PASSWORD = "Willow-Bridge-7"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
OLD, NEW = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))

Keys = Callable[..., None]


@pytest.fixture
def keys(database_url: URL, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An installation as its commands find it; called with key ids, it has these keys, the first one writing."""
    monkeypatch.setenv("DUBAN_DATABASE_URL", database_url.render_as_string(hide_password=False))
    monkeypatch.setenv("DUBAN_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DUBAN_ENVIRONMENT", "development")

    def use(**given: str) -> None:
        monkeypatch.setenv("DUBAN_FIELD_KEYS", json.dumps(given))
        load_settings.cache_clear()

    use(old=OLD)
    yield use
    load_settings.cache_clear()


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


async def settled(database: Database) -> None:
    """An authority and li.na, who has a telephone number and a second factor."""
    settings = load_settings()
    async with database.transaction() as db:
        root = await found(db, name="某市卫生健康委员会", region_code="990100")
    async with own_act(database) as act:
        user, _ = await create_user(
            act, settings, organisation=root, username="li.na", display_name="李娜", password=PASSWORD,
            phone="13800138000", must_change_password=False,
        )  # fmt: skip
        user.totp_secret_encrypted = key_ring(settings).encrypt(SECRET, TOTP_SECRET)
        user.totp_confirmed_at = act.now


async def sign_in(http: httpx.AsyncClient) -> dict[str, Any]:
    form = {
        "grant_type": "password",
        "username": "li.na",
        "password": PASSWORD,
        "otp": pyotp.TOTP(SECRET).at(now()),
    }
    answer = await http.post("/api/v1/auth/token", data=form)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def client(database: Database) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(create_app(load_settings(), database=database))
    return httpx.AsyncClient(transport=transport, base_url="http://duban.test")


def test_rotating_publishes_a_new_key_and_old_tokens_stay_good(keys: Keys) -> None:
    assert run("keys", "rotate").exit_code == 1  # nothing is founded yet
    on_it(settled)
    start = now()

    async def before(database: Database) -> tuple[str, list[str]]:
        async with client(database) as http:
            kids = [key["kid"] for key in (await http.get("/.well-known/jwks.json")).json()["keys"]]
            return (await sign_in(http))["access_token"], kids

    token, old = on_it(before)
    told = run("keys", "rotate")
    assert told.exit_code == 0, told.output

    async def after(database: Database) -> tuple[list[str], int]:
        async with client(database) as http:
            kids = [key["kid"] for key in (await http.get("/.well-known/jwks.json")).json()["keys"]]
            return kids, (await http.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})).status_code

    for later in (timedelta(), timedelta(minutes=8)):
        with clock.at(start + later):
            published, status = on_it(after)
        assert published[1:] == old
        assert published[0] in told.output
        assert status == 200
    assert on_it(lambda database: actions(database, "signing_key:")) == ["signing_key:retire", "signing_key:rotate"]


async def actions(database: Database, prefix: str) -> list[str]:
    async with database.reading() as connection:
        rows = await connection.execute(text("SELECT action FROM journal_entry ORDER BY id"))
        return [action for (action,) in rows if action.startswith(prefix)]


def test_after_reencrypting_everything_is_read_without_the_old_key(keys: Keys) -> None:
    on_it(settled)

    async def used(database: Database) -> str:
        async with client(database) as http:
            return str((await sign_in(http))["access_token"])

    with clock.at(now() - timedelta(minutes=5)):
        token = on_it(used)
    keys(new=NEW, old=OLD)
    done = run("keys", "reencrypt")
    assert done.exit_code == 0, done.output
    for name in (
        "app_user.phone_encrypted: 1",
        "app_user.totp_secret_encrypted: 1",
        "signing_key.private_pem_encrypted: 1",
    ):
        assert name in done.output
    keys(new=NEW)

    async def read(database: Database) -> tuple[int, str]:
        async with client(database) as http:
            await sign_in(http)  # the second factor's secret and the signing key are opened
            me = await http.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})
        async with database.reading() as connection:
            phone = await connection.scalar(text("SELECT phone_encrypted FROM app_user"))
        return me.status_code, key_ring(load_settings()).decrypt(str(phone), "app_user.phone")

    assert on_it(read) == (200, "13800138000")
    again = run("keys", "reencrypt")
    assert "0 values" in again.output
    assert on_it(lambda database: actions(database, "organisation:reencrypt")) == ["organisation:reencrypt"]


def test_a_value_whose_key_is_missing_is_named_and_left_as_it_is(keys: Keys) -> None:
    on_it(settled)
    keys(new=NEW)
    refused = run("keys", "reencrypt")
    assert refused.exit_code == 1
    assert "2 values could not be read" in refused.output
    assert "app_user.phone_encrypted" in refused.output
    keys(new=NEW, old=OLD)
    assert run("keys", "reencrypt").exit_code == 0


def test_every_encrypted_column_is_written_anew() -> None:
    encrypted = {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if column.name.endswith("_encrypted")
    }
    assert opened.__module__ == "duban.imports.receiving"  # the rows of a file wait encrypted too
    assert set(CONTEXTS) == encrypted | {"import_row.payload"}
