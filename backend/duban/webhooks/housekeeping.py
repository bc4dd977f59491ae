"""What piles up and may go: old attempts."""

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import col

from duban.kernel.errors import Text
from duban.kernel.ids import id_floor
from duban.kernel.jobs import Work
from duban.kernel.schedule import daily
from duban.loading import load_settings
from duban.webhooks.models import WebhookAttempt

AT_ONCE = 5000


@daily("webhook-attempt-cleanup", at=time(3, 10), title=Text("清理推送记录", "Forget old webhook attempts"))
async def forget_attempts(work: Work) -> Mapping[str, Any]:
    """Drop attempts older than the settings' days, some thousands at a time. Ids sort by birth."""
    days = (work.settings or load_settings()).webhook_attempt_days
    forgotten = 0
    while True:
        async with work.step() as act:
            old = (
                select(col(WebhookAttempt.id))
                .where(col(WebhookAttempt.id) < id_floor(act.now - timedelta(days=days)))
                .order_by(col(WebhookAttempt.id))
                .limit(AT_ONCE)
            )
            result = await act.db.execute(
                delete(WebhookAttempt)
                .where(col(WebhookAttempt.id).in_(old))
                .execution_options(synchronize_session=False)
            )
        count = int(result.rowcount)  # type: ignore[attr-defined]
        forgotten += count
        if count < AT_ONCE:
            return {"forgotten": forgotten}
