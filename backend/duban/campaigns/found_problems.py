"""Problems found in a self-check: each opens one rectification task, once, however often the report is sent.

A problem that stands in the ledger is named by its task when the report comes again; what the ledger holds does not
vanish by leaving it out. Only where the authority took the task back (withdrawn, revoked) may the problem go.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from duban.campaigns.clauses import check_items
from duban.campaigns.duty_schemas import ProblemIn
from duban.campaigns.models import Campaign, Duty, Submission
from duban.campaigns.plans import plan_from
from duban.kernel.acts import Act
from duban.kernel.errors import FieldError, Invalid, Text
from duban.kernel.organisations import Organisation
from duban.rectification.actions import TaskDraft, create_tasks
from duban.rectification.models import RectificationTask
from duban.rectification.words import Mode, SourceType, TaskState

TAKEN_BACK = (TaskState.WITHDRAWN, TaskState.REVOKED)

Known = Mapping[UUID, dict[str, Any]]
"""Problems as earlier versions told them, by their task."""


async def reported(act: Act, duty: Duty) -> Known:
    """Every problem that a version of `duty` told so far, as the newest version tells it."""
    versions = await act.db.scalars(
        select(col(Submission.problems)).where(col(Submission.duty_id) == duty.id).order_by(col(Submission.version))
    )
    return {UUID(problem["task_id"]): problem for problems in versions for problem in problems}


async def standing(act: Act, known: Known) -> list[UUID]:
    """The tasks of `known` that were not taken back."""
    if not known:
        return []
    tasks = await act.db.scalars(
        select(col(RectificationTask.id))
        .where(col(RectificationTask.id).in_(known), col(RectificationTask.state).not_in(TAKEN_BACK))
        .order_by(col(RectificationTask.id))
    )
    return list(tasks)


async def require_none_standing(act: Act, duty: Duty) -> None:
    """Raise Invalid where earlier versions hold problems: "nothing found" would not be true."""
    known = await reported(act, duty)
    if left := await standing(act, known):
        text = Text(
            "此前报送的问题（{numbers}）已列入台账，不能改为零报告。请带上这些问题重新报送；确属误报的，请主管部门撤回任务。",
            "Problems of an earlier version ({numbers}) stand in the ledger: this cannot become a zero report. Send "
            "them again; if one was no problem, ask the authority to withdraw its task.",
        ).format(numbers=_numbers(known, left))
        raise Invalid("zero_with_problems", text, [FieldError("/kind", "zero_with_problems", text)])


async def entered(act: Act, duty: Duty, found: Sequence[ProblemIn]) -> list[dict[str, Any]]:
    """The problems as the new version keeps them, each with its task; a new problem opens one.

    Raises Invalid where there is none (that is a zero report), where an item or task is unknown, where a task is named
    twice, and where a problem that stands is left out.
    """
    known = await reported(act, duty)
    left = [id for id in await standing(act, known) if id not in {problem.task_id for problem in found}]
    if left:
        text = Text(
            "此前报送的问题（{numbers}）没有列出。请带上它们的任务（task_id）一并报送；确属误报的，请主管部门撤回任务。",
            "Problems of an earlier version ({numbers}) are not listed. Send them too, each with its task (task_id); "
            "if one was no problem, ask the authority to withdraw its task.",
        ).format(numbers=_numbers(known, left))
        raise Invalid("problem_left_out", text, [FieldError("/problems", "problem_left_out", text)])
    if not found:
        text = Text(
            "没有发现问题时，请选择“零报告”并确认。", "With no problem found, send a zero report and confirm it."
        )
        raise Invalid("no_problems", text, [FieldError("/problems", "no_problems", text)])
    campaign = await act.db.get_one(Campaign, duty.campaign_id)
    items = {item.code: item.text for item in check_items(plan_from(campaign.plan))}
    _check(found, items, known)
    owner = await act.db.get_one(Organisation, duty.organisation_id)
    fresh = [problem for problem in found if problem.task_id is None]
    opened = iter(await create_tasks(act, [_task_of(duty, campaign, owner, problem, items) for problem in fresh]))
    kept = []
    for problem in found:
        told = problem.model_dump(mode="json")
        if problem.task_id is None:
            task = next(opened)
            told |= {"task_id": str(task.id), "task_number": task.number}
        else:
            told["task_number"] = known[problem.task_id]["task_number"]
        kept.append(told)
    return kept


def _check(found: Sequence[ProblemIn], items: Mapping[str, str], known: Known) -> None:
    errors = []
    for index, problem in enumerate(found):
        if problem.item is not None and problem.item not in items:
            text = Text("没有这个检查项目", "There is no such check item")
            errors.append(FieldError(f"/problems/{index}/item", "unknown_item", text))
        if problem.task_id is not None and problem.task_id not in known:
            text = Text("本项任务此前没有报送过这个整改任务", "No earlier version of this duty reported that task")
            errors.append(FieldError(f"/problems/{index}/task_id", "unknown_task", text))
        elif problem.task_id is not None and problem.task_id in {other.task_id for other in found[:index]}:
            text = Text("这个整改任务已在上面列出", "That task is listed above already")
            errors.append(FieldError(f"/problems/{index}/task_id", "task_named_twice", text))
    if errors:
        text = Text("问题清单有 {n} 处需要更正。", "{n} places of the list of problems need correction.")
        raise Invalid(errors[0].code, text.format(n=len(errors)), errors)


def _numbers(known: Known, tasks: Sequence[UUID]) -> str:
    return "、".join(sorted(known[id]["task_number"] for id in tasks))


def _task_of(
    duty: Duty, campaign: Campaign, owner: Organisation, problem: ProblemIn, items: Mapping[str, str]
) -> TaskDraft:
    """A problem as the task it opens: found by the institution, judged by the plan's own words."""
    return TaskDraft(
        organisation=owner,
        source_type=SourceType.SELF_CHECK,
        source_id=duty.id,
        source_label=duty.number,
        campaign_id=campaign.id,
        title=problem.problem[:120],
        problem=problem.problem,
        basis=f"《{campaign.title}》{items.get(problem.item or '', duty.title)}",
        cause=problem.cause,
        measure=problem.measure,
        standard=problem.standard,
        responsible_person=problem.person,
        mode=Mode.IMMEDIATE if problem.immediate else Mode.TIME_LIMITED,
        due_on=None if problem.immediate else problem.due_on,
    )
