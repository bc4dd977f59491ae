"""What an institution has to rectify, for its overview: each state's count, what is late, the next last day."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from duban.institutions.overview import adds_to_overview
from duban.kernel.access import Actor, in_subtree
from duban.rectification.models import RectificationTask
from duban.rectification.rules import TASK
from duban.rectification.words import NOT_ISSUED, TaskState

ENDED = frozenset({*TASK.final, TaskState.CLOSED})
"""Nothing is owed any more; a closed task only awaits its look-back."""


@adds_to_overview("rectification", needs="task.read")
async def tasks(connection: AsyncConnection, me: Actor, organisation_id: UUID) -> dict[str, Any]:
    """`states`: state → count, states without a task left out; `open`, and how many of those are `overdue`;
    `next_due_on`: the earliest last day of the open ones; `rows`: the list behind the counts (add `state=`)."""
    task = RectificationTask
    counted = (
        select(col(task.state), func.count(), func.count(col(task.overdue_at)), func.min(col(task.due_on)))
        .where(col(task.organisation_id) == organisation_id, in_subtree(task, me))
        .group_by(col(task.state))
    )
    if me.is_institution:
        told = or_(col(task.state).not_in(NOT_ISSUED), col(task.drafter_organisation_id) == me.organisation_id)
        counted = counted.where(told)
    found = {state: (count, late, first) for state, count, late, first in await connection.execute(counted)}
    open_now = [found[state] for state in TaskState if state in found and state not in ENDED | {TaskState.DRAFT}]
    return {
        "states": {state.value: found[state][0] for state in TaskState if state in found},
        "open": sum(count for count, _, _ in open_now),
        "overdue": sum(late for _, late, _ in open_now),
        "next_due_on": min((first for _, _, first in open_now), default=None),
        "rows": f"/api/v1/rectification-tasks?organisation_id={organisation_id}",
    }
