"""Reviewing duties: return, endorse, approve, exempt; one at a time or many with one reason."""

from collections.abc import Mapping
from typing import Any

from duban.campaigns.duty_schemas import BulkIn
from duban.campaigns.exempting import released
from duban.campaigns.models import Duty
from duban.campaigns.review_chain import chain_of
from duban.campaigns.rules import CORRECTION_TERM, DUTY, DutyState, fact_of
from duban.campaigns.submissions import mark_last
from duban.kernel import clocks
from duban.kernel.access import one_visible
from duban.kernel.acts import Act
from duban.kernel.errors import Problem
from duban.kernel.transitions import Doing, perform


async def give_back(act: Act, duty: Duty, body: Any) -> Mapping[str, Any]:
    """Return a report with its reason; the version keeps it. It is owed again until the end of the time for correcting,
    or of the day that the plan names where that is later: a return shortens no time and prolongs no due day."""
    await mark_last(act, duty, returned_at=act.now, returned_reason=body.reason)
    region = duty.region_code or act.me.region_code or ""
    counted = await clocks.end_of_term(act, CORRECTION_TERM, region)
    return {
        "correct_by": max(counted.due_on, duty.due_on),
        "fact": fact_of(DutyState.RETURNED, late=duty.late, zero=duty.zero),
    }


async def endorse(act: Act, duty: Duty, body: Any) -> Mapping[str, Any]:
    """Pass a report up: the next health authority above the present reviewer, at most the final one."""
    chain = await chain_of(act.db, duty)
    place = chain.index(duty.reviewer_id) + 1 if duty.reviewer_id in chain else len(chain)
    return {"reviewer_id": chain[place] if place < len(chain) else duty.final_reviewer_id}


async def approve(act: Act, duty: Duty, body: Any) -> Mapping[str, Any]:
    """Approve at the last level. The fact stays what the report made it: late stays late."""
    await mark_last(act, duty, approved_at=act.now)
    return {"approved_at": act.now}


async def exempt(act: Act, duty: Duty, body: Any) -> Mapping[str, Any]:
    """Release from the duty, with reason."""
    return released(act, body.reason)


DOING: dict[str, Doing] = {"return": give_back, "endorse": endorse, "approve": approve, "exempt": exempt}


async def bulk(act: Act, body: BulkIn, language: str) -> dict[str, Any]:
    """One step on many duties. Each is locked, judged and written by itself behind a savepoint: a refusal leaves that
    duty untouched and the others done. A refused item says why in `language`."""
    items: list[dict[str, Any]] = []
    for id in dict.fromkeys(body.ids):
        try:
            async with act.db.begin_nested():
                duty = await one_visible(act.db, Duty, id, act.me, lock=True)
                await perform(
                    act, DUTY, body.step.value, duty, reason=body.reason, body=body, doing=DOING[body.step.value]
                )
                await act.db.flush()
        except Problem as problem:
            items.append({"id": id, "done": False, "code": problem.code, "reason": problem.text.into(language)})
        else:
            items.append({"id": id, "done": True, "code": None, "reason": None})
    done = sum(1 for item in items if item["done"])
    return {"done": done, "refused": len(items) - done, "items": items}
