"""A server that keeps a worker, without the server: `embedding_server.py DATABASE_URL PID_FILE`; runs until killed."""

import os
import signal
import sys
from pathlib import Path

from duban.kernel.embedded import watched_worker
from support.processes import TESTS

if __name__ == "__main__":
    with watched_worker([sys.executable, str(TESTS / "support" / "embedded_worker.py"), sys.argv[1]]) as watch:
        while watch.pid is None:
            os.sched_yield()
        part = Path(sys.argv[2] + ".part")
        part.write_text(str(watch.pid))
        part.rename(sys.argv[2])
        signal.pause()
