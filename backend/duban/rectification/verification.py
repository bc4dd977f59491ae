"""Submission (申请销号), verification by two, closure (销号) or return."""

from typing import Any

from duban.kernel.acts import Act
from duban.kernel.errors import FieldError, Invalid, Text
from duban.rectification import extensions
from duban.rectification.bodies import Close, Reasoned, RecordOpinion, Submit
from duban.rectification.lateness import lateness
from duban.rectification.look_backs import planned_day
from duban.rectification.models import RectificationTask, VerificationOpinion
from duban.rectification.words import Risk


async def submit(act: Act, task: RectificationTask, body: Submit) -> dict[str, Any]:
    """A round of verification begins with no opinions. Late work is flagged late, and a request for time lapses.

    Raises Invalid where neither evidence of the state before is there nor a reason why there is none.
    """
    if task.before_count == 0 and not (body.no_before_reason or task.no_before_reason):
        told = Text(
            "请上传整改前的佐证材料（用途 before）；确实没有的，请在 no_before_reason 中写明原因。",
            "Attach evidence of the state before (purpose before); where there is none, say why in no_before_reason.",
        )
        raise Invalid("no_evidence_before", told, [FieldError("/no_before_reason", "no_evidence_before", told)])
    return {
        **lateness(task, act.now),
        **await extensions.lapse(act, task),
        "submitted_at": act.now,
        "submitted_by_id": act.me.id,
        "round": task.round + 1,
        "after_submitted": task.after_count,
        "checker_ids": [],
        "accepting_opinions": 0,
        "rejecting_opinions": 0,
    }


async def record_opinion(act: Act, task: RectificationTask, body: RecordOpinion) -> dict[str, Any]:
    """One checker's opinion. Raises Invalid for an opinion from the desk on a task of high risk."""
    if task.risk == Risk.HIGH and not body.on_site:
        told = Text(
            "高风险问题须现场复核，请到现场查看后再提交意见。",
            "A task of high risk is verified on site. Give your opinion after you have been there.",
        )
        raise Invalid("on_site_required", told, [FieldError("/on_site", "on_site_required", told)])
    act.db.add(
        VerificationOpinion(
            task_id=task.id,
            round=task.round,
            checker_id=act.me.id,
            checker_name=act.me.name,
            checker_organisation=act.me.organisation_name,
            given_at=act.now,
            on_site=body.on_site,
            accepts=body.accepts,
            opinion=body.opinion,
            created_at=act.now,
            updated_at=act.now,
        )
    )
    counted = "accepting_opinions" if body.accepts else "rejecting_opinions"
    return {"checker_ids": [*task.checker_ids, str(act.me.id)], counted: getattr(task, counted) + 1}


async def close(act: Act, task: RectificationTask, body: Close) -> dict[str, Any]:
    """Strike the task off and fix the day of its look-back. Raises Invalid for a day outside the look-back's term."""
    day = await planned_day(act, task, body.look_back_on)
    return {"closed_at": act.now, "closed_by_id": act.me.id, "look_back_on": day}


async def send_back(act: Act, task: RectificationTask, body: Reasoned) -> dict[str, Any]:
    """Return the task; the deadline is the old one."""
    return {"return_reason": body.reason}
