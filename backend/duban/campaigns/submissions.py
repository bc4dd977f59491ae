"""Reporting on a duty: what each kind of proof asks for, versions, zero reports."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.campaigns import clue_screening, found_problems, records, standing
from duban.campaigns.duty_schemas import SubmissionKind, SubmitIn
from duban.campaigns.expansions import ProofKind
from duban.campaigns.form_values import Checked, check
from duban.campaigns.forms import shipped_forms
from duban.campaigns.models import Duty, Submission
from duban.campaigns.neighbours import values_beside
from duban.campaigns.review_chain import chain_of
from duban.campaigns.rules import DutyState, fact_of
from duban.kernel.acts import Act
from duban.kernel.clock import day_of
from duban.kernel.clocks import end_of
from duban.kernel.errors import Conflict, FieldError, Invalid, Text


def _wrong(pointer: str, code: str, zh: str, en: str) -> Invalid:
    text = Text(zh, en)
    return Invalid(code, text, [FieldError(pointer, code, text)])


async def submit(act: Act, duty: Duty, body: SubmitIn) -> Mapping[str, Any]:
    """Take a report: check it, keep it as the next version, open tasks for problems. Returns the duty's new columns.

    Late is what comes after the day that the plan names; what was returned is late when it comes again after the time
    for correcting as well. Late stays, and correcting an approved report makes nothing late. What was given out after
    its day is late only after the time for correcting.
    """
    zero = body.kind is SubmissionKind.ZERO
    if duty.standing:
        standing.require_zero(duty, zero=zero)
    content = await _zero(act, duty, body) if zero else await _content(act, duty, body)
    await _keep(act, duty, body, content, zero=zero)
    late = duty.late or await _comes_late(act, duty)
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


async def _comes_late(act: Act, duty: Duty) -> bool:
    """Whether what is sent now comes after its time. Correcting what was approved is owed to nobody, so never late."""
    if duty.state is DutyState.APPROVED:
        return False
    if duty.standing and duty.correct_by is None:
        return await standing.zero_is_late(act, duty)
    last = duty.correct_by or (None if duty.issued_after_due else duty.due_on)
    return last is not None and act.now >= end_of(last)


@dataclass(frozen=True)
class Content:
    """What a report says, checked."""

    values: dict[str, Any]
    derived: dict[str, Any]
    warnings: list[dict[str, Any]]
    problems: list[dict[str, Any]]
    records: list[dict[str, Any]] = field(default_factory=list)


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
    if body.problems or body.values or body.records:
        raise _wrong("/kind", "zero_with_content", "零报告不能附带内容。", "A zero report carries no content.")
    if duty.proof is ProofKind.SELF_CHECK:
        await found_problems.require_none_standing(act, duty)
    await clue_screening.require_nothing_reported(act, duty)
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
            return Content({}, {}, [], [], records.checked(duty, body.records, day_of(act.now)))
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
