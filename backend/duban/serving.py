"""Starting processes: the API under uvicorn, and the worker beside it where the database is embedded.

Knows the application and the server; the settings decide how many of each. Nothing here is needed by a test of the API.
"""

import sys
from contextlib import nullcontext

import uvicorn
from fastapi import FastAPI

from duban.kernel import marks, worker
from duban.kernel.db import Database
from duban.kernel.embedded import watched_worker
from duban.kernel.sealing import sealer
from duban.loading import load_settings
from duban.main import create_app
from duban.settings import Settings
from duban.webhooks.delivery import deliverer

FACTORY = "duban.serving:application"


def application() -> FastAPI:
    """The application of one API process, by the settings of the environment."""
    return create_app(load_settings())


def serve(settings: Settings) -> None:
    """Serve until told to stop. On SQLite (or where `embedded_worker` says so) a worker runs as a watched child."""
    command = [sys.executable, "-m", "duban", "worker", "--embedded"]
    with watched_worker(command) if settings.embedded_worker else nullcontext():
        uvicorn.run(
            FACTORY,
            factory=True,
            host=settings.host,
            port=settings.port,
            workers=settings.api_processes if settings.api_processes > 1 else None,
            loop="uvloop",
            http="httptools",
            access_log=False,
            log_level="warning",
            proxy_headers=True,
            forwarded_allow_ips=settings.forwarded_allow_ips,
            server_header=False,
            timeout_graceful_shutdown=10,
        )


def work(settings: Settings, *, embedded: bool) -> None:
    """Do background work, seal the journal and deliver webhooks until told to stop; an `embedded` worker ends with its
    parent."""
    worker.main(settings, beside=[sealer, deliverer], embedded=embedded)


async def holds_schema(database: Database) -> bool:
    """Whether the database has been migrated to where it can be served."""
    async with database.reading() as connection:
        return await connection.run_sync(lambda c: c.dialect.has_table(c, marks.InstallationMark.__tablename__))


async def holds_demo_data(database: Database) -> bool:
    """Whether `duban demo` filled the database: invented people, whose password is published."""
    return await marks.has_mark(database, marks.DEMO_DATA)
