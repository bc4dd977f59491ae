"""The notice: issued by the authority, signed for by the institution with its plan."""

from typing import Any

from duban.kernel import clocks
from duban.kernel.acts import Act
from duban.kernel.clock import day_of
from duban.kernel.errors import Text
from duban.rectification.actions import make_findable
from duban.rectification.bodies import Accept, Issue
from duban.rectification.deadlines import refuse_day, require_ahead
from duban.rectification.models import RectificationTask
from duban.rectification.terms import OBJECTION, due_when_issued
from duban.rectification.words import TaskState


async def issue(act: Act, task: RectificationTask, body: Issue) -> dict[str, Any]:
    """The term begins: the deadline is fixed, the institution may object, and from now on sees the task."""
    await make_findable(act, task, {"state": TaskState.ISSUED, "notice_number": body.notice_number})
    return await objection_opens(act, task) | {
        "issued_at": act.now,
        "term_started_at": act.now,
        "due_on": due_when_issued(task.mode, task.due_on, day_of(act.now)),
    }


async def objection_opens(act: Act, task: RectificationTask) -> dict[str, Any]:
    """Until when the institution may object to demands that reach it now."""
    return {"objection_due_at": (await clocks.end_of_term(act, OBJECTION, task.region_code)).due_at}


async def accept(act: Act, task: RectificationTask, body: Accept) -> dict[str, Any]:
    """The institution signs for the task and gives up objecting. Raises Invalid for a plan beyond the deadline."""
    require_ahead(act, "/planned_on", body.planned_on)
    if body.planned_on > max(task.due_on, day_of(act.now)):
        raise refuse_day(
            "/planned_on",
            "planned_after_deadline",
            Text(
                "计划完成日不能晚于整改期限 {due_on}。如确有困难，签收后可申请延期。",
                "The planned day cannot be after the deadline {due_on}. Sign for the task, then ask for more time.",
            ).format(due_on=task.due_on),
        )
    await clocks.stop(act, task, [OBJECTION.name], cancelled=True)
    await make_findable(act, task, {"cause": body.cause, "plan": body.plan})
    return {"accepted_at": act.now}
