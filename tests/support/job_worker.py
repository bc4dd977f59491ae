"""A real worker process for the tests: `job_worker.py DATABASE_URL NAME [HANG_AT FLAG_FILE]`; ends on SIGTERM."""

import asyncio
import signal
import sys
from pathlib import Path

from duban.kernel import worker
from duban.kernel.db import Database
from duban.settings import Settings
from support import job_samples


async def serve(url: str, name: str) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    database = Database(url, pool_size=8)
    settings = Settings(environment="development", job_lease_seconds=2, worker_concurrency=2)
    await worker.run(database, settings, stop, name=name)
    await database.close()


if __name__ == "__main__":
    if len(sys.argv) > 3:
        job_samples.hang[int(sys.argv[3])] = Path(sys.argv[4])
    asyncio.run(serve(sys.argv[1], sys.argv[2]))
