"""Reporting on a duty: what each kind of proof asks for, versions, zero reports."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.campaigns import found_problems
from duban.campaigns.duty_schemas import EventReportIn, SubmissionKind, SubmitIn
from duban.campaigns.expansions import ProofKind
from duban.campaigns.form_values import Checked, check
from duban.campaigns.forms import shipped_forms
from duban.campaigns.models import Duty, EventReport, Submission
from duban.campaigns.neighbours import values_beside
from duban.campaigns.periods import Rhythm
from duban.campaigns.review_chain import chain_of
from duban.campaigns.rules import DutyState, fact_of, owner_acts
from duban.kernel.acts import Act
from duban.kernel.cases import by
from duban.kernel.clocks import end_of
from duban.kernel.errors import Conflict, FieldError, Invalid, Text


def _wrong(pointer: str, code: str, zh: str, en: str) -> Invalid:
    text = Text(zh, en)
    return Invalid(code, text, [FieldError(pointer, code, text)])


async def submit(act: Act, duty: Duty, body: SubmitIn) -> Mapping[str, Any]:
    """Take a report: check it, keep it as the next version, open tasks for problems. Returns the duty's new columns.

    Late is what comes after the day that the plan names; what was returned is late when it comes again after the time
    for correcting as well. Late stays, and correcting an approved report makes nothing late.
    """
    zero = body.kind is SubmissionKind.ZERO
    content = await _zero(act, duty, body) if zero else await _content(act, duty, body)
    await _keep(act, duty, body, content, zero=zero)
    owed = duty.state is not DutyState.APPROVED
    late = duty.late or (owed and act.now >= end_of(duty.correct_by or duty.due_on))
    return {
        "first_submitted_at": duty.first_submitted_at or act.now,
        "submitted_at": act.now,
        "submitted_by_id": act.me.id,
        "submission_count": duty.submission_count + 1,
        "problem_count": len(content.problems),
        "late": late,
        "zero": zero,
        "fact": fact_of(DutyState.SUBMITTED, late=late, zero=zero),
        "correct_by": None,
        "reviewer_id": (await chain_of(act.db, duty))[0],
    }


@dataclass(frozen=True)
class Content:
    """What a report says, checked."""

    values: dict[str, Any]
    derived: dict[str, Any]
    warnings: list[dict[str, Any]]
    problems: list[dict[str, Any]]


async def _zero(act: Act, duty: Duty, body: SubmitIn) -> Content:
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
    if body.problems or body.values:
        raise _wrong("/kind", "zero_with_content", "零报告不能附带内容。", "A zero report carries no content.")
    if duty.proof is ProofKind.SELF_CHECK:
        await found_problems.require_none_standing(act, duty)
    return Content({}, {}, [], [])


async def _content(act: Act, duty: Duty, body: SubmitIn) -> Content:
    match duty.proof:
        case ProofKind.SELF_CHECK:
            return Content({}, {}, [], await found_problems.entered(act, duty, body.problems))
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
            if not body.note and duty.report_count == 0:
                raise _wrong(
                    "/note", "record_missing", "请写明做了什么、何时、何人。", "Say what was done, when, by whom."
                )
    return Content({}, {}, [], [])


async def _form(db: AsyncSession, duty: Duty, values: Mapping[str, Any]) -> Checked:
    form = shipped_forms()[duty.form or ""]
    checked = check(form, values, *await values_beside(db, duty))
    if not checked.accepted:
        errors = [FieldError(f"/values{e.pointer}", e.code, e.text) for e in checked.errors]
        raise Invalid(
            "form_invalid",
            Text("表内有 {n} 处需要更正。", "{n} figures of the form need correction.").format(n=len(errors)),
            errors,
        )
    return checked


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


async def report_event(act: Act, duty: Duty, body: EventReportIn) -> EventReport:
    """Append an event to a standing duty. Raises Conflict for duties that are owed per period."""
    if duty.rhythm is not Rhythm.PER_EVENT:
        raise Conflict(
            "not_standing",
            Text("这项任务按期报送，请使用“报送”。", "This duty is owed per period: submit it."),
        )
    if duty.state not in (DutyState.OPEN, DutyState.RETURNED, DutyState.MISSING):
        raise Conflict("duty_closed", Text("这项任务已经报结。", "This duty is not open any more."))
    if body.happened_at > act.now:
        raise _wrong("/happened_at", "in_the_future", "发生时间不能晚于现在。", "An event cannot lie in the future.")
    act.change(duty, {"report_count": duty.report_count + 1}, action="duty:report")
    report = EventReport(
        duty_id=duty.id,
        position=duty.report_count,
        happened_at=body.happened_at,
        summary=body.summary,
        values=body.values,
        reported_at=act.now,
        reported_by_id=act.me.id,
        reported_by_name=act.me.name,
    )
    act.db.add(report)
    return report


def require_owner(act: Act, duty: Duty) -> None:
    """Raise Conflict unless the actor's organisation owes the duty."""
    if refused := owner_acts(duty, by(act.me, act.now)):
        raise Conflict(refused.code, refused.text)
