"""The look-back (回头看) on a closed task: its planned day, its three questions, the relapse that opens a new task."""

from datetime import date
from typing import Any

from duban.kernel import clocks
from duban.kernel.acts import Act
from duban.kernel.clock import day_of
from duban.kernel.errors import FieldError, Invalid, Text
from duban.kernel.organisations import Organisation
from duban.rectification.actions import TaskDraft, create_task
from duban.rectification.bodies import Consolidate, PlanLookBack, Relapse
from duban.rectification.deadlines import refuse_day
from duban.rectification.models import LookBack, RectificationTask
from duban.rectification.rules import raised
from duban.rectification.terms import LOOK_BACK, LOOK_BACK_PLAN
from duban.rectification.words import Mode, SourceType

_QUESTIONS = ("check_was_complete", "rectified_in_place", "public_is_satisfied")


async def planned_day(act: Act, task: RectificationTask, chosen: date | None) -> date:
    """The day of the look-back: `chosen`, or the usual one. Raises Invalid unless it lies after today and within the
    longest time from closure (inclusive)."""
    if chosen is None:
        return (await clocks.end_of_term(act, LOOK_BACK_PLAN, task.region_code)).due_on
    latest = (await clocks.end_of_term(act, LOOK_BACK, task.region_code, since=task.closed_at)).due_on
    if not day_of(act.now) < chosen <= latest:
        raise refuse_day(
            "/look_back_on",
            "look_back_out_of_term",
            Text(
                "回头看日期应在今天之后，且不晚于 {latest}。", "The look-back is planned after today and by {latest}."
            ).format(latest=latest),
        )
    return chosen


async def plan(act: Act, task: RectificationTask, body: PlanLookBack) -> dict[str, Any]:
    """Another day: the clock of the old one is taken away, the step starts one for the new."""
    day = await planned_day(act, task, body.look_back_on)
    await clocks.stop(act, task, [LOOK_BACK.name], cancelled=True)
    return {"look_back_on": day}


async def consolidate(act: Act, task: RectificationTask, body: Consolidate) -> None:
    """The problem stays solved. What else was found wanting must have been corrected at once.

    Raises Invalid where the rectification is not in place, or something wanting was left.
    """
    if not body.rectified_in_place:
        raise _refuse(
            "rectified_in_place",
            "not_in_place",
            Text(
                "整改不到位的不能认定为巩固，请选择“反弹”。",
                "What is not in place cannot be consolidated: it relapsed.",
            ),
        )
    if body.corrected_at_once is None and not all(getattr(body, question) for question in _QUESTIONS):
        raise _refuse(
            "corrected_at_once",
            "correction_missing",
            Text("有一项回答为否，请写明当场如何纠正。", "An answer is no: say what was corrected on the spot."),
        )
    _record(act, task, body, relapsed=False)


async def relapse(act: Act, task: RectificationTask, body: Relapse) -> None:
    """The problem is back: open a linked draft with raised weight. Raises Invalid where all three answers are yes."""
    if all(getattr(body, question) for question in _QUESTIONS):
        raise _refuse(
            "rectified_in_place",
            "nothing_relapsed",
            Text("三项回答均为是，不能认定为反弹，请选择“巩固”。", "All three answers are yes: nothing relapsed."),
        )
    _record(act, task, body, relapsed=True)
    organisation = await act.db.get_one(Organisation, task.organisation_id)
    await create_task(
        act,
        TaskDraft(
            organisation=organisation,
            issuer_id=task.issuer_id,
            source_type=SourceType.LOOK_BACK,
            source_id=task.id,
            source_label=task.number,
            campaign_id=task.campaign_id,
            relapse_of_id=task.id,
            title=task.title,
            problem=body.finding,
            basis=task.basis,
            measure=task.measure,
            standard=task.standard,
            responsible_person=task.responsible_person,
            mode=Mode.TIME_LIMITED,
            risk=task.risk,
            least_weight=raised(task.weight),
        ),
    )


def _record(act: Act, task: RectificationTask, body: Consolidate, *, relapsed: bool) -> None:
    act.db.add(
        LookBack(
            task_id=task.id,
            looked_by_name=act.me.name,
            looked_at=act.now,
            relapsed=relapsed,
            created_at=act.now,
            updated_at=act.now,
            **body.model_dump(),
        )
    )


def _refuse(field: str, code: str, text: Text) -> Invalid:
    return Invalid(code, text, [FieldError(f"/{field}", code, text)])
