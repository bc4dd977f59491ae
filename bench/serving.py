"""One server under test as a process: `python -m bench.serving duban` or `… bare`. Prints its port when it listens.

Both run alike: one process, uvloop, httptools, no access log of uvicorn's. What they are told comes in the environment:
Duban reads its own settings, the bare server the file that `BENCH_BARE` names.
"""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn

from bench.processors import pin

ROOT = Path(__file__).resolve().parents[1]
_STARTS_WITHIN_SECONDS = 60


@dataclass(frozen=True)
class Running:
    """A server that listens on a port of this machine."""

    name: str
    port: int
    process_id: int


def application(name: str) -> Any:
    """Duban as `duban serve` makes it, its log lines included; or the bare routes."""
    if name == "bare":
        from bench.bare import create_bare

        return create_bare(Path(os.environ["BENCH_BARE"]))
    from duban.cli import configure_logging
    from duban.loading import load_settings
    from duban.main import create_app

    settings = load_settings()
    configure_logging(settings.log_level, json=True)
    return create_app(settings)


def serve(name: str) -> None:
    """Listen on a free port of the loopback interface until told to stop."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        application(name), loop="uvloop", http="httptools", lifespan="on", access_log=False, log_level="warning"
    )
    print(listening.getsockname()[1], flush=True)
    uvicorn.Server(config).run(sockets=[listening])


@asynccontextmanager
async def server(name: str, environment: Mapping[str, str], log: Path, cpus: set[int] | None) -> AsyncIterator[Running]:
    """The server `name` on `cpus` for the length of the block; what it says goes to `log`."""
    with log.open("wb") as said:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bench.serving", name, cwd=ROOT, env={**os.environ, **environment},
            stdout=asyncio.subprocess.PIPE, stderr=said,
        )  # fmt: skip
    pin(process.pid, cpus)
    try:
        assert process.stdout is not None
        async with asyncio.timeout(_STARTS_WITHIN_SECONDS):
            line = await process.stdout.readline()
        if not line:
            raise RuntimeError(f"the server {name} did not start; see {log}")
        yield Running(name, int(line), process.pid)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


if __name__ == "__main__":
    serve(sys.argv[1])
