"""The worker that an embedded installation has without knowing: a child of the server, watched, and never left behind.

The server's side starts the child and starts it again when it dies. The child's side ends when the pipe on its standard
input does, which happens however the server goes, kill -9 included. This module knows processes, not jobs.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import structlog

log = structlog.get_logger("duban.embedded")

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
SETTLED_SECONDS = 60.0
"""A child that lived this long had nothing to do with the deaths before it."""
STOP_SECONDS = 15.0
"""How long a child asked to stop may take before it is killed."""


def spawn_worker(command: Sequence[str]) -> "subprocess.Popen[bytes]":
    """Start `command` as a worker that ends with this process. It must call `end_with_parent`.

    It leads a session of its own, so that Ctrl-C in a terminal reaches the server alone, which then stops it in order.
    """
    return subprocess.Popen(  # noqa: S603 - the caller's own program
        list(command), stdin=subprocess.PIPE, start_new_session=True
    )


@contextmanager
def watched_worker(
    command: Sequence[str], *, spawn: Callable[[Sequence[str]], "subprocess.Popen[bytes]"] = spawn_worker
) -> Iterator["Watch"]:
    """Keep one worker running while the block does; stop it in order when the block ends."""
    watch = Watch(command, spawn)
    watch.start()
    try:
        yield watch
    finally:
        watch.stop()


class Watch:
    """Keeps a child process alive from a thread of its own, so that any kind of server can run beside it."""

    def __init__(
        self, command: Sequence[str], spawn: Callable[[Sequence[str]], "subprocess.Popen[bytes]"] = spawn_worker
    ) -> None:
        self.command = command
        self.deaths = 0
        self._spawn = spawn
        self._stopping = threading.Event()
        self._changing = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._run, name="worker-watch", daemon=True)

    @property
    def pid(self) -> int | None:
        """The process id of the child alive now."""
        child = self._child
        return child.pid if child is not None and child.poll() is None else None

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ask the child to end, wait `STOP_SECONDS`, then kill it."""
        with self._changing:
            self._stopping.set()
            child = self._child
        if child is not None:
            child.terminate()
            try:
                child.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()
        self._thread.join()

    def _run(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while True:
            with self._changing:
                if self._stopping.is_set():
                    return
                born = time.monotonic()
                child = self._child = self._spawn(self.command)
            code = child.wait()
            if child.stdin is not None:
                child.stdin.close()
            if self._stopping.is_set():
                return
            self.deaths += 1
            if time.monotonic() - born > SETTLED_SECONDS:
                pause = FIRST_PAUSE_SECONDS
            log.error("worker_died", code=code, deaths=self.deaths, again_in_seconds=pause)
            self._stopping.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)


def end_with_parent(stop: Callable[[], object], *, grace: float) -> None:
    """The child's side: call `stop` once the parent is gone, and leave for good `grace` seconds later.

    Standard input is the parent's pipe; nothing else may read from it.
    """

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 4096):
            pass
        stop()
        time.sleep(grace)
        os._exit(1)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()
