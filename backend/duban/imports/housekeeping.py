"""What the clockwork does for imports: a preview that nobody applied is let go, with what the file said."""

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlmodel import col

from duban.imports.models import ImportRow, ImportRun, ImportState
from duban.kernel.errors import Text
from duban.kernel.jobs import Work
from duban.kernel.schedule import daily

KEPT = timedelta(days=7)
"""A preview waits this long to be applied. Our own default: long enough for a holiday week's colleague to be asked."""


@daily("import-expiry", at=time(3, 55), title=Text("清理过期的导入预览", "Let old import previews go"))
async def let_previews_go(work: Work) -> Mapping[str, Any]:
    """Mark previews older than a week as expired and delete their rows' (encrypted) contents; the counts stay."""
    async with work.step() as act:
        old = select(ImportRun).where(
            col(ImportRun.state) == ImportState.CHECKED, col(ImportRun.checked_at) < act.now - KEPT
        )
        runs = (await act.db.scalars(old.with_for_update())).all()
        for run in runs:
            act.change(run, {"state": ImportState.EXPIRED}, action="import_run:expire")
        gone = update(ImportRow).where(col(ImportRow.run_id).in_([run.id for run in runs])).values(payload=None)
        await act.db.execute(gone)
    return {"expired": len(runs)}
