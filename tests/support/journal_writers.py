"""Ten processes that write the journal and one that seals it, all of them killed at random. Run as a program:

    python -m support.journal_writers URL SEED FOLDER

Each writer keeps a file in FOLDER with the ids of the entries it knows to be committed, written and synced after the
commit. The one who kills forks them, counts their commits through a pipe and draws the next victim from SEED, so that
nothing here waits for a time to pass.
"""

import asyncio
import os
import random
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from duban.kernel import journal
from duban.kernel.db import Database
from duban.kernel.sealing import run_sealer
from support.journals import AT, Thing, somebody

WRITERS = 10
KILLS = 24
COMMITS_BETWEEN_KILLS = 12


class Undone(Exception):
    """A transaction that its writer gives up."""


async def write(url: str, seed: int, log: Path, told: int) -> None:
    """Write one to four entries a transaction, give every seventh up, for ever."""
    rng, me = random.Random(seed), somebody()
    database = Database(url, pool_size=1)
    with log.open("ab", buffering=0) as known:
        while True:
            try:
                async with database.transaction() as db:
                    entries = [
                        journal.record(db, me, AT, "thing:write", Thing(), label="x", changes={"n": (None, n)})
                        for n in range(rng.randint(1, 4))
                    ]
                    await db.flush()
                    if rng.randrange(7) == 0:
                        raise Undone
            except Undone:
                continue
            known.write(b"".join(entry.id.hex.encode() + b"\n" for entry in entries))
            os.fsync(known.fileno())
            os.write(told, b".")


async def keep_sealing(url: str) -> None:
    await run_sealer(Database(url, pool_size=1), 0.01, asyncio.Event(), limit=7)


def fork(work: Callable[[], Awaitable[None]]) -> int:
    """A child that does `work` and never returns; its process id."""
    child = os.fork()
    if child == 0:
        try:
            asyncio.run(work())  # type: ignore[arg-type]
        finally:
            os._exit(1)
    return child


def kill(child: int) -> None:
    """Kill -9, and see that it died of that and of nothing else."""
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        raise SystemExit(f"a process ended by itself with {os.waitstatus_to_exitcode(status)}")


def main(url: str, seed: int, folder: Path) -> None:
    rng = random.Random(seed)
    commits, told = os.pipe()

    def start(place: int) -> int:
        name = folder / f"writer-{place}-{rng.randrange(10**9)}.log"
        number = rng.randrange(10**9)
        return fork(lambda: write(url, number, name, told))

    writers = [start(place) for place in range(WRITERS)]
    sealer = fork(lambda: keep_sealing(url))
    for _ in range(KILLS):
        for _ in range(rng.randint(1, 2 * COMMITS_BETWEEN_KILLS)):
            os.read(commits, 1)
        victim = rng.randrange(WRITERS + 3)
        if victim < WRITERS:
            kill(writers[victim])
            writers[victim] = start(victim)
        else:
            kill(sealer)
            sealer = fork(lambda: keep_sealing(url))
    for child in (*writers, sealer):
        kill(child)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
