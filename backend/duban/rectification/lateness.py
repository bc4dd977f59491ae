"""Late work: the flag that stays, what the sweep does when a clock was missed, and the escalation by a person."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from duban.kernel import clocks
from duban.kernel.acts import Act
from duban.kernel.clocks import Clock
from duban.kernel.reckoning import end_of
from duban.rectification.bodies import Escalate
from duban.rectification.models import Escalation, RectificationTask
from duban.rectification.rules import TOLD
from duban.rectification.terms import RECTIFICATION, SIGN_FOR


def lateness(task: RectificationTask, at: datetime) -> dict[str, Any]:
    """The flag of lateness as columns, for a step taken at `at` before the sweep came by. Nothing where it is in time
    or already flagged."""
    ended = end_of(task.due_on)
    if task.overdue_at is not None or at < ended:
        return {}
    return {"overdue_at": ended, "escalation_level": max(task.escalation_level, TOLD)}


async def missed(act: Act, clock: Clock) -> None:
    """A clock of a task ran out. Missing the deadline flags the task; an unsigned notice only tells its issuer.

    A right to object that was not used is nobody's failing, and a late authority is told by its own clock.
    """
    if clock.term not in (RECTIFICATION.name, SIGN_FOR.name):
        return
    task = await act.db.scalar(
        select(RectificationTask).where(col(RectificationTask.id) == clock.subject_id).with_for_update()
    )
    if task is None:
        return
    values: dict[str, Any] = {"escalation_level": max(task.escalation_level, TOLD)}
    if clock.term == RECTIFICATION.name and task.overdue_at is None:
        values["overdue_at"] = clock.due_at
    act.change(task, values, action=f"rectification_task:{'overdue' if 'overdue_at' in values else 'unanswered'}")
    if clock.escalated_to_id != task.issuer_id:
        told = {"escalated_to_id": (clock.escalated_to_id, task.issuer_id)}
        clock.escalated_to_id = task.issuer_id
        act.note("clock:escalate", clock, label=clock.subject_label, changes=told)


clocks.REACTIONS[RectificationTask.word()] = missed


async def escalate(act: Act, task: RectificationTask, body: Escalate) -> dict[str, Any]:
    """Take overdue work one level further."""
    late = lateness(task, act.now)
    level = max(task.escalation_level, TOLD) + 1
    act.db.add(
        Escalation(
            task_id=task.id,
            level=level,
            further_measure=body.further_measure,
            reason=body.reason,
            escalated_by_name=act.me.name,
            escalated_at=act.now,
            created_at=act.now,
            updated_at=act.now,
        )
    )
    return late | {"escalation_level": level}
