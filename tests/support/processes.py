"""Real processes for the tests: started with the test's own import path, and gone when the test is."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
PATH = os.pathsep.join([str(TESTS.parent / "backend"), str(TESTS)])


def environment() -> dict[str, str]:
    """This process's environment without settings of Duban, and with the tests' import path."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DUBAN_")}
    return {**kept, "PYTHONPATH": PATH}


@contextmanager
def python(script: str, *arguments: str) -> Iterator["subprocess.Popen[bytes]"]:
    """`tests/support/<script>` running; killed at the end if it still runs."""
    command = [sys.executable, str(TESTS / "support" / script), *arguments]
    process = subprocess.Popen(command, env=environment(), stdin=subprocess.DEVNULL)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def alive(pid: int) -> bool:
    """Whether the process runs. One that has died and was not waited for by anybody does not."""
    stat = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():
        try:
            return stat.read_text().rpartition(")")[2].split()[0] not in "ZX"
        except (FileNotFoundError, ProcessLookupError):
            return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def until(condition: Callable[[], Awaitable[bool]], *, seconds: float = 60) -> None:
    """Come back once `condition` holds; fail loudly if it does not within `seconds`."""
    deadline = time.monotonic() + seconds
    while not await condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"nothing within {seconds} s")
        await asyncio.sleep(0.02)
