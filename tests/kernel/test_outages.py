"""A database that is away, restarting or too busy: 503 with `Retry-After`, and everything goes on when it is back."""

import asyncio
import socket
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import APIRouter
from sqlalchemy import text
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import create_async_engine

from duban.kernel.db import Database
from duban.kernel.outages import DatabaseUnreachable
from duban.kernel.worker import TROUBLE
from duban.main import create_app
from duban.settings import Settings
from support.world import World

pytestmark = pytest.mark.anyio


def closed_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port


@pytest.fixture
async def away(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """An application whose database is not there."""
    database = Database(f"postgresql+asyncpg://duban:x@127.0.0.1:{closed_port()}/duban", pool_size=1)
    transport = httpx.ASGITransport(create_app(settings, database=database), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://duban.test") as http:
        yield http
    await database.close()


FORM = {"grant_type": "password", "username": "li.na", "password": "Willow-Bridge-7"}


async def test_without_a_database_everything_is_tried_again_later(away: httpx.AsyncClient) -> None:
    for answer in (
        await away.post("/api/v1/auth/token", data=FORM),
        await away.get("/.well-known/jwks.json"),
        await away.get("/api/v1/me", headers={"Authorization": "Bearer a.b.c"}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (503, "database_unreachable")
        assert answer.headers["retry-after"] == "5"
        assert answer.headers["x-request-id"]
    ready = await away.get("/readyz")
    assert (ready.status_code, ready.json()["ready"]) == (503, False)
    assert (await away.get("/healthz")).status_code == 200


async def kill_backends(url: URL) -> None:
    """End every connection to the test's database, as a restart of the server does, and wait until they are gone."""
    engine = create_async_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        ended = await connection.scalars(
            text("SELECT pg_terminate_backend(pid, 30000) FROM pg_stat_activity WHERE datname = :name"),
            {"name": url.database},
        )
        assert all(ended)
    await engine.dispose()
    # The server's last words and the end of each connection are read by the loop, one after the other.
    for _ in range(10):
        await asyncio.sleep(0)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_after_a_restart_of_the_server_no_request_notices(world: World, database_url: URL) -> None:
    person = world.person("city", "organisation.read", "organisation.write")

    async def ask(round: int) -> set[int]:
        below = {"parent_id": str(world.organisations["north"].id), "kind": "institution"}
        answers = await asyncio.gather(
            *(person.get("/organisations") for _ in range(6)),
            *(person.post("/organisations", {**below, "name": f"{round}-{number}"}) for number in range(6)),
        )
        return {answer.status_code for answer in answers}

    assert await ask(1) == {200, 201}
    await kill_backends(database_url)
    assert await ask(2) == {200, 201}


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("how", ["lane", "reading", "transaction"])
async def test_a_connection_lost_in_the_middle_is_told_as_an_outage(world: World, database_url: URL, how: str) -> None:
    async def lose() -> None:
        async with getattr(world.database, how)() as connection:
            ask = connection.fetch if how == "lane" else connection.execute
            statement = "SELECT 1" if how == "lane" else text("SELECT 1")
            await ask(statement)
            await kill_backends(database_url)
            await ask(statement)

    router = APIRouter()

    @router.get("/lose")
    async def losing() -> None:
        await lose()

    world.include(router, prefix="")
    answer = await world.http.get("http://duban.test/lose")
    assert (answer.status_code, answer.json()["code"]) == (503, "database_unreachable")
    async with world.database.lane() as connection:
        assert await connection.fetchval("SELECT 1") == 1


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_row_that_somebody_else_holds_is_waited_for_only_so_long(world: World, database_url: URL) -> None:
    impatient = Database(database_url, pool_size=2, timeouts={"lock_timeout": 50, "statement_timeout": 0})

    router = APIRouter()

    @router.get("/wait")
    async def waiting() -> None:
        async with impatient.transaction() as db:
            await db.execute(text("SELECT 1 FROM organisation FOR UPDATE"))

    world.include(router, prefix="")
    async with world.database.transaction() as db:
        await db.execute(text("SELECT 1 FROM organisation FOR UPDATE"))
        answer = await world.http.get("http://duban.test/wait")
    await impatient.close()
    assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (503, "busy", "2")


async def test_a_failure_that_nobody_foresaw_has_its_request_id_and_headers(world: World) -> None:
    router = APIRouter()

    @router.get("/fail")
    async def failing() -> None:
        raise RuntimeError("secret words")

    world.include(router, prefix="")
    transport = httpx.ASGITransport(world.app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://duban.test") as http:
        answer = await http.get("/fail", headers={"X-Request-Id": "fail-0001"})
    told = answer.json()
    assert (answer.status_code, told["code"], told["request_id"]) == (500, "internal_error", "fail-0001")
    assert answer.headers["x-request-id"] == "fail-0001"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "secret words" not in answer.text


def test_an_outage_is_what_a_worker_waits_out() -> None:
    assert issubclass(DatabaseUnreachable, TROUBLE)
