"""What other organs said about an institution, for its overview: each state's count, how many are open and late."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from duban.institutions.overview import adds_to_overview
from duban.kernel.access import Actor, in_subtree
from duban.notices.models import Notice
from duban.notices.rules import READ
from duban.notices.words import OPEN, NoticeState


@adds_to_overview("notices", needs=READ)
async def notices(connection: AsyncConnection, me: Actor, organisation_id: UUID) -> dict[str, Any]:
    """`states`: state → count, states without a notice left out; `open`, and how many of those are `overdue`; `rows`:
    the list behind the counts (add `state=`)."""
    of = Notice
    counted = (
        select(col(of.state), func.count(), func.count(col(of.overdue_at)))
        .where(col(of.organisation_id) == organisation_id, in_subtree(of, me))
        .group_by(col(of.state))
    )
    if me.recused:
        counted = counted.where(col(of.id).not_in(me.recused))
    found = {state: (count, late) for state, count, late in await connection.execute(counted)}
    open_now = [found[state] for state in found if state in OPEN]
    return {
        "states": {state.value: found[state][0] for state in NoticeState if state in found},
        "open": sum(count for count, _ in open_now),
        "overdue": sum(late for _, late in open_now),
        "rows": f"/api/v1/notices?organisation_id={organisation_id}",
    }
