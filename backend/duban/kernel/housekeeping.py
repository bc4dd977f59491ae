"""What piles up and may go: remembered answers that no client asks for again, and jobs of ticks that are long done.

Nothing here touches the journal, a matter, or a job that a person started.
"""

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any

from sqlalchemy import delete
from sqlmodel import col

from duban.kernel import idempotency
from duban.kernel.errors import Text
from duban.kernel.job_model import Job, JobState
from duban.kernel.jobs import Work
from duban.kernel.schedule import TICKS, daily

KEEP_TICKS = timedelta(days=7)
"""How long the job of a tick is kept after it was done. Much longer than clocks of machines can differ, because the row
is what keeps a tick from firing again."""


@daily("idempotency-cleanup", at=time(3, 20), title=Text("清理幂等记录", "Forget old answers"))
async def forget_answers(work: Work) -> Mapping[str, Any]:
    """Drop remembered answers older than `idempotency.KEEP`."""
    async with work.step() as act:
        return {"forgotten": await idempotency.forget_old(act.db, act.now)}


@daily("job-cleanup", at=time(3, 30), title=Text("清理定时任务", "Forget old ticks"))
async def forget_ticks(work: Work) -> Mapping[str, Any]:
    """Drop the jobs of ticks that were done longer ago than `KEEP_TICKS`. Dead ones stay for somebody to see."""
    async with work.step() as act:
        result = await act.db.execute(
            delete(Job)
            .where(
                col(Job.kind).in_(sorted(TICKS)),
                col(Job.state) == JobState.DONE,
                col(Job.finished_at) < act.now - KEEP_TICKS,
            )
            .execution_options(synchronize_session=False)
        )
        return {"forgotten": result.rowcount}  # type: ignore[attr-defined]
