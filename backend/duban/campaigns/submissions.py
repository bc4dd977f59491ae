"""Reporting on a duty: what each kind of proof asks for, versions, zero reports, and problems that become tasks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.campaigns import records, standing
from duban.campaigns.clauses import check_items
from duban.campaigns.duty_schemas import ProblemIn, SubmissionKind, SubmitIn
from duban.campaigns.expansions import ProofKind
from duban.campaigns.form_values import Checked, check
from duban.campaigns.forms import shipped_forms
from duban.campaigns.models import Campaign, Duty, Submission
from duban.campaigns.plans import plan_from
from duban.campaigns.rules import DutyState, fact_of
from duban.kernel.acts import Act
from duban.kernel.clock import day_of
from duban.kernel.clocks import end_of
from duban.kernel.errors import Conflict, FieldError, Invalid, Text
from duban.kernel.organisations import Organisation
from duban.rectification.actions import TaskDraft, create_tasks
from duban.rectification.words import Mode, SourceType


def _wrong(pointer: str, code: str, zh: str, en: str) -> Invalid:
    text = Text(zh, en)
    return Invalid(code, text, [FieldError(pointer, code, text)])


async def submit(act: Act, duty: Duty, body: SubmitIn) -> Mapping[str, Any]:
    """Take a report: check it, keep it as the next version, open tasks for problems. Returns the duty's new columns.

    Late is decided by the first report and stays: whoever was on time and is asked to correct is not late.
    """
    zero = body.kind is SubmissionKind.ZERO
    if duty.standing:
        standing.require_zero(duty, zero=zero)
    content = await _zero(duty, body) if zero else await _content(act, duty, body)
    await _keep(act, duty, body, content, zero=zero)
    first = duty.first_submitted_at or act.now
    after = await standing.zero_is_late(act, duty) if duty.standing else first >= end_of(duty.due_on)
    late = duty.late or after
    return {
        "first_submitted_at": first,
        "submitted_at": act.now,
        "submitted_by_id": act.me.id,
        "submission_count": duty.submission_count + 1,
        "problem_count": duty.problem_count + len(content.problems),
        "late": late,
        "zero": zero,
        "fact": fact_of(DutyState.SUBMITTED, late=late, zero=zero),
        "reviewer_id": await first_reviewer(act.db, duty),
    }


async def first_reviewer(db: AsyncSession, duty: Duty) -> UUID:
    """The authority that reviews first: the one right above who owes it, or the final reviewer where that is itself."""
    if duty.organisation_id == duty.final_reviewer_id or duty.submission_count == 0:
        return duty.reviewer_id
    parent = await db.scalar(select(col(Organisation.parent_id)).where(col(Organisation.id) == duty.organisation_id))
    return parent or duty.final_reviewer_id


@dataclass(frozen=True)
class Content:
    """What a report says, checked."""

    values: dict[str, Any]
    derived: dict[str, Any]
    warnings: list[dict[str, Any]]
    problems: list[dict[str, Any]]
    records: list[dict[str, Any]] = field(default_factory=list)


async def _zero(duty: Duty, body: SubmitIn) -> Content:
    if not (duty.zero_allowed or duty.proof is ProofKind.SELF_CHECK):
        raise _wrong(
            "/kind",
            "zero_not_allowed",
            "本项任务不能零报告，请报送内容。",
            "This duty takes no zero report; send content.",
        )
    if not body.confirm_zero:
        raise _wrong(
            "/confirm_zero",
            "zero_not_confirmed",
            "零报告表示确已检查且没有发现，请勾选确认。",
            "A zero report says that you looked and found nothing: confirm it.",
        )
    if body.problems or body.values or body.records:
        raise _wrong("/kind", "zero_with_content", "零报告不能附带内容。", "A zero report carries no content.")
    return Content({}, {}, [], [])


async def _content(act: Act, duty: Duty, body: SubmitIn) -> Content:
    match duty.proof:
        case ProofKind.SELF_CHECK:
            return Content({}, {}, [], await _problems(act, duty, body.problems))
        case ProofKind.FORM:
            checked = await _form(act.db, duty, body.values)
            warnings = [
                {"pointer": w.pointer, "code": w.code, "zh": w.text.zh, "en": w.text.en} for w in checked.warnings
            ]
            return Content(checked.values, checked.derived, warnings, [])
        case ProofKind.DOCUMENT:
            if duty.document_count == 0:
                raise Conflict(
                    "document_missing",
                    Text("请先上传文件，再报送。", "Upload the document first (/attachments), then submit."),
                )
        case ProofKind.RECORD:
            return Content({}, {}, [], [], records.checked(duty, body.records, day_of(act.now)))
    return Content({}, {}, [], [])


async def _form(db: AsyncSession, duty: Duty, values: Mapping[str, Any]) -> Checked:
    form = shipped_forms()[duty.form or ""]
    checked = check(form, values, await previous_values(db, duty))
    if not checked.accepted:
        errors = [FieldError(f"/values{e.pointer}", e.code, e.text) for e in checked.errors]
        raise Invalid(
            "form_invalid",
            Text("表内有 {n} 处需要更正。", "{n} figures of the form need correction.").format(n=len(errors)),
            errors,
        )
    return checked


async def previous_values(db: AsyncSession, duty: Duty) -> dict[str, Any] | None:
    """The newest values of the last period of the same clause and organisation; None where there is none."""
    return await db.scalar(
        select(col(Submission.values))
        .join(Duty, col(Duty.id) == col(Submission.duty_id))
        .where(
            col(Duty.clause_id) == duty.clause_id,
            col(Duty.organisation_id) == duty.organisation_id,
            col(Duty.starts_on) < duty.starts_on,
            col(Submission.zero).is_(False),
        )
        .order_by(col(Duty.starts_on).desc(), col(Submission.version).desc())
        .limit(1)
    )


async def _problems(act: Act, duty: Duty, found: list[ProblemIn]) -> list[dict[str, Any]]:
    """Open one rectification task per problem found. Raises Invalid where there is none: that is a zero report."""
    if not found:
        raise _wrong(
            "/problems",
            "no_problems",
            "没有发现问题时，请选择“零报告”并确认。",
            "With no problem found, send a zero report and confirm it.",
        )
    campaign = await act.db.get_one(Campaign, duty.campaign_id)
    known = {item.code for item in check_items(plan_from(campaign.plan))}
    unknown = [
        FieldError(f"/problems/{i}/item", "unknown_item", Text("没有这个检查项目", "There is no such check item"))
        for i, problem in enumerate(found)
        if problem.item is not None and problem.item not in known
    ]
    if unknown:
        raise Invalid("unknown_item", Text("检查项目编号有误。", "Some check items are unknown."), unknown)
    owner = await act.db.get_one(Organisation, duty.organisation_id)
    tasks = await create_tasks(act, [task_of(duty, campaign, owner, problem) for problem in found])
    return [
        {**problem.model_dump(mode="json"), "task_id": str(task.id), "task_number": task.number}
        for problem, task in zip(found, tasks, strict=True)
    ]


def task_of(duty: Duty, campaign: Campaign, owner: Organisation, problem: ProblemIn) -> TaskDraft:
    """A problem of a self-check as the task it opens: found by the institution, judged by the plan's own words."""
    items = {item.code: item.text for item in check_items(plan_from(campaign.plan))}
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


async def _keep(act: Act, duty: Duty, body: SubmitIn, content: Content, *, zero: bool) -> None:
    """Write the next version."""
    form = shipped_forms().get(duty.form or "")
    act.db.add(
        Submission(
            duty_id=duty.id,
            version=duty.submission_count + 1,
            zero=zero,
            form=duty.form,
            form_version=form.version if form else None,
            values=content.values,
            derived=content.derived,
            warnings=content.warnings,
            problems=content.problems,
            records=content.records,
            note=body.note,
            reason=getattr(body, "reason", None),
            submitted_at=act.now,
            submitted_by_id=act.me.id,
            submitted_by_name=act.me.name,
        )
    )


async def mark_last(act: Act, duty: Duty, **values: Any) -> None:
    """Note on the newest version that it was returned or approved."""
    await act.db.execute(
        update(Submission)
        .where(col(Submission.duty_id) == duty.id, col(Submission.version) == duty.submission_count)
        .values(**values)
    )
