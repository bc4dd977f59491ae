"""The objection (异议) and its decision. While it is open no deadline runs; a decision starts the deadline again."""

from typing import Any

from duban.kernel import clocks
from duban.kernel.acts import Act
from duban.kernel.clock import day_of
from duban.kernel.errors import Text
from duban.rectification.actions import make_findable
from duban.rectification.bodies import Object, Reasoned, Uphold, Vary
from duban.rectification.deadlines import refuse_day, require_ahead
from duban.rectification.lateness import lateness
from duban.rectification.models import RectificationTask
from duban.rectification.notices import objection_opens
from duban.rectification.terms import RECTIFICATION
from duban.rectification.words import Mode


async def object_to(act: Act, task: RectificationTask, body: Object) -> dict[str, Any]:
    """The institution disputes the task; the deadline stops running. A deadline already missed stays missed."""
    await clocks.stop(act, task, [RECTIFICATION.name], cancelled=True)
    return lateness(task, act.now) | {"objected_at": act.now, "objected_by_id": act.me.id}


async def uphold(act: Act, task: RectificationTask, body: Uphold) -> dict[str, Any]:
    """The demands stand and cannot be objected to again. Raises Invalid where no day ahead is left for them."""
    return {**_deadline(act, task, body), "objection_reply": body.reason, "objection_due_at": None}


async def vary(act: Act, task: RectificationTask, body: Vary) -> dict[str, Any]:
    """The demands are changed, and may be objected to anew. Raises Invalid where nothing changes, or no day is left."""
    if not body.model_fields_set - {"reason"}:
        raise refuse_day(
            "",
            "nothing_varied",
            Text(
                "请写明变更了哪些要求；不作变更时请选择“维持”。",
                "Say which demands change. To leave them as they are, uphold the task.",
            ),
        )
    await make_findable(act, task, body.model_dump(exclude_unset=True, exclude={"reason", "due_on"}))
    return {**_deadline(act, task, body), **await objection_opens(act, task), "objection_reply": body.reason}


async def revoke(act: Act, task: RectificationTask, body: Reasoned) -> dict[str, Any]:
    """The objection is right: the task is taken back."""
    return {"objection_reply": body.reason}


def _deadline(act: Act, task: RectificationTask, body: Uphold) -> dict[str, Any]:
    today = day_of(act.now)
    if "due_on" in body.model_fields_set:
        require_ahead(act, "/due_on", body.due_on)
        return {"due_on": body.due_on, "term_started_at": act.now}
    if task.mode == Mode.IMMEDIATE:
        return {"due_on": today, "term_started_at": act.now}
    if task.due_on < today:
        raise refuse_day(
            "/due_on",
            "deadline_passed",
            Text(
                "原期限 {due_on} 在异议期间已过，请重新确定整改期限。",
                "The old deadline {due_on} passed during the objection. Set a new one.",
            ).format(due_on=task.due_on),
        )
    return {}
