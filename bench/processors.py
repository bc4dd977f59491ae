"""Which processor does what: the measured server has one for itself, the database and the load share the others.

Where there is one processor only, or the system cannot pin, everything runs anywhere and the results say so.
"""

import os
from dataclasses import dataclass
from pathlib import Path

_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Division:
    """The processors of the servers under test, and those of everything else; None: not divided."""

    servers: set[int] | None
    others: set[int] | None


def divide(database_process_id: int | None) -> Division:
    """Give the first processor to the servers and the rest to PostgreSQL (if it is ours) and the load."""
    available = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    if len(available) < 2 or database_process_id is None:
        return Division(None, None)
    division = Division({available[0]}, set(available[1:]))
    pin(database_process_id, division.others)
    return division


def pin(process_id: int, cpus: set[int] | None) -> None:
    """Let a process and what it starts from now on run on `cpus` only."""
    if cpus and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(process_id, cpus)


def spent_seconds(process_id: int) -> float | None:
    """Processor time that a process has used, all its threads together; None where the system does not tell."""
    try:
        fields = Path(f"/proc/{process_id}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / _TICKS_PER_SECOND
