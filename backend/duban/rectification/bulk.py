"""One step for many tasks: each checked on its own, done in its own savepoint, reported on its own line.

All or none would let one stale task hold up two hundred; so what may be done is done, and the answer says of every
task what became of it. All of it commits together, with the answer that an `Idempotency-Key` replays.
"""

from typing import Any
from uuid import UUID

from sqlmodel import col

from duban.kernel.access import visible
from duban.kernel.acts import Act
from duban.kernel.errors import Problem, not_found
from duban.kernel.transitions import perform
from duban.rectification.bodies import Close, GrantExtension, Issue, Reasoned
from duban.rectification.models import RectificationTask
from duban.rectification.queries import is_hidden
from duban.rectification.rules import TASK
from duban.rectification.schemas import BulkIn, BulkItem, BulkProblem, BulkResult, BulkStep
from duban.rectification.steps import DOING
from duban.rectification.words import Risk


async def take(act: Act, body: BulkIn, language: str) -> BulkResult:
    """Take `body.step` for each of `body.ids`, in the order sent. Locks the rows in the order of their ids, so that
    two of these never wait for each other in a circle."""
    ids = list(dict.fromkeys(body.ids))
    statement = visible(RectificationTask, act.me).where(col(RectificationTask.id).in_(ids))
    rows = await act.db.scalars(statement.order_by(col(RectificationTask.id)).with_for_update())
    tasks = {task.id: task for task in rows if not is_hidden(task, act.me)}
    results = [await _one(act, body, id, tasks.get(id), language) for id in ids]
    done = sum(item.done for item in results)
    return BulkResult(done=done, refused=len(results) - done, results=results)


async def _one(act: Act, body: BulkIn, id: UUID, task: RectificationTask | None, language: str) -> BulkItem:
    if task is None:
        unseen = BulkItem(id=id, done=False, number=None, state=None, version=None, problem=None)
        return _left(unseen, not_found(), language)
    as_it_was = BulkItem(id=id, done=False, number=task.number, state=task.state, version=task.version, problem=None)
    step, given = _step(body, task)
    try:
        async with act.db.begin_nested():
            await perform(act, TASK, step, task, reason=body.reason, body=given, doing=DOING[step])
            await act.db.flush()
    except Problem as problem:
        return _left(as_it_was, problem, language)
    return as_it_was.model_copy(update={"done": True, "state": task.state, "version": task.version})


def _step(body: BulkIn, task: RectificationTask) -> tuple[str, Any]:
    """The step of the machine that `body.step` means for `task`, and its body."""
    match body.step:
        case BulkStep.ISSUE:
            return "issue", Issue(notice_number=None)
        case BulkStep.GRANT_EXTENSION:
            return "grant_extension", GrantExtension(reason=body.reason, until=None)
        case BulkStep.REFUSE_EXTENSION | BulkStep.RETURN:
            return body.step.value, Reasoned(reason=body.reason)
        case BulkStep.CLOSE:
            step = "close_high_risk" if task.risk == Risk.HIGH else "close"
            return step, Close(reason=body.reason, look_back_on=None)


def _left(item: BulkItem, problem: Problem, language: str) -> BulkItem:
    told = BulkProblem(status=problem.status, code=problem.code, detail=problem.text.into(language))
    return item.model_copy(update={"problem": told})
