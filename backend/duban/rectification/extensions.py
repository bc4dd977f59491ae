"""More time (延期): asked by the institution before the end, decided by the vice leader, given once."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from duban.kernel import clocks
from duban.kernel.acts import Act
from duban.kernel.clock import day_of
from duban.kernel.errors import Text
from duban.rectification.bodies import GrantExtension, Reasoned, RequestExtension
from duban.rectification.deadlines import refuse_day, require_ahead
from duban.rectification.models import ExtensionRequest, RectificationTask
from duban.rectification.terms import EXTENSION_DECISION, RECTIFICATION, extension_limit
from duban.rectification.words import ExtensionState


async def request(act: Act, task: RectificationTask, body: RequestExtension) -> dict[str, Any]:
    """Ask for a later last day. Raises Invalid for one that half the term does not reach. The old day holds until
    somebody decides."""
    _require_within_limit(task, body.until)
    act.db.add(
        ExtensionRequest(
            task_id=task.id,
            asked_by_name=act.me.name,
            asked_at=act.now,
            reason=body.reason,
            due_on=task.due_on,
            asked_until=body.until,
            created_at=act.now,
            updated_at=act.now,
        )
    )
    return {"extension_asked_by_id": act.me.id, "extension_requests": task.extension_requests + 1}


async def grant(act: Act, task: RectificationTask, body: GrantExtension) -> dict[str, Any]:
    """Give more time: as asked, or until another day within half the term. A deadline missed meanwhile stays missed.

    Raises Invalid for a day that is past or beyond the limit.
    """
    asked = await _pending(act, task)
    until = body.until or asked.asked_until
    _require_within_limit(task, until)
    require_ahead(act, "/until", until)
    _decide(act, asked, ExtensionState.GRANTED, body.reason)
    asked.granted_until = until
    await clocks.extend(act, task, RECTIFICATION.name, until=until)
    return {"due_on": until, "extended_at": act.now, "extension_asked_by_id": None}


async def refuse(act: Act, task: RectificationTask, body: Reasoned) -> dict[str, Any]:
    """Give no more time. The institution may ask again, with another reason, while the term runs."""
    _decide(act, await _pending(act, task), ExtensionState.REFUSED, body.reason)
    return {"extension_asked_by_id": None}


async def lapse(act: Act, task: RectificationTask) -> dict[str, Any]:
    """The work was submitted: a request still waiting needs no decision any more."""
    if task.extension_asked_by_id is None:
        return {}
    _decide(act, await _pending(act, task), ExtensionState.LAPSED, None, by_somebody=False)
    await clocks.stop(act, task, [EXTENSION_DECISION.name], cancelled=True)
    return {"extension_asked_by_id": None}


async def _pending(act: Act, task: RectificationTask) -> ExtensionRequest:
    return (
        await act.db.scalars(
            select(ExtensionRequest).where(
                col(ExtensionRequest.task_id) == task.id, col(ExtensionRequest.state) == ExtensionState.ASKED
            )
        )
    ).one()


def _decide(
    act: Act, asked: ExtensionRequest, state: ExtensionState, reason: str | None, *, by_somebody: bool = True
) -> None:
    asked.state = state
    asked.decided_at = act.now
    asked.decided_by_name = act.me.name if by_somebody else None
    asked.decision_reason = reason
    asked.touch(act.now)


def _require_within_limit(task: RectificationTask, until: date) -> None:
    began = day_of(task.term_started_at or task.created_at)
    limit = extension_limit(began, task.due_on)
    if limit == task.due_on:
        raise refuse_day(
            "/until",
            "term_too_short_to_extend",
            Text(
                "原期限不足两日，无法按“不超过原期限一半”延期。",
                "The term is shorter than two days: half of it gives no whole day.",
            ),
        )
    if not task.due_on < until <= limit:
        raise refuse_day(
            "/until",
            "beyond_half_the_term",
            Text(
                "新期限应晚于 {due_on}，且不晚于 {limit}（延长不超过原期限的一半）。",
                "The new last day must be after {due_on} and by {limit} (at most half the term more).",
            ).format(due_on=task.due_on, limit=limit),
        )
