"""The rectification ledger over HTTP: `/rectification-tasks`."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from duban.kernel.access import one_visible
from duban.kernel.cases import add_detail, answer
from duban.kernel.errors import not_found
from duban.kernel.exports import add_export
from duban.kernel.history import add_history
from duban.kernel.lane import dump
from duban.kernel.listing import add_list
from duban.kernel.problems import language_of, refusals
from duban.kernel.transitions import IdempotencyKey, IfMatch, add_transitions
from duban.kernel.web import DubanRoute, Writing, require_match
from duban.rectification import actions, bulk
from duban.rectification.ledger import HEADINGS, SHEET, WORDS
from duban.rectification.models import RectificationTask
from duban.rectification.queries import DETAIL, LISTING, is_hidden
from duban.rectification.rules import TASK
from duban.rectification.schemas import BulkIn, BulkResult, TaskCreate, TaskPatch, TaskRead
from duban.rectification.steps import BODIES, DOING

router = APIRouter(prefix="/rectification-tasks", tags=["rectification 整改台账"], route_class=DubanRoute)
SECURED: dict[str, Any] = {"security": [{"bearer": []}]}

add_list(
    router,
    LISTING,
    operation_id="rectification_task_list",
    summary="整改台账 The ledger of rectification tasks",
    description="The tasks of your part of the tree, newest first. An institution sees a task from the day it is "
    "issued. `overdue=true` finds every task that was ever late: the flag stays after closure.",
)
add_export(
    router,
    SHEET,
    operation_id="rectification_task_export",
    summary="导出整改台账 Export the ledger",
    headings=HEADINGS,
    words=WORDS,
)


@router.post(
    "",
    status_code=201,
    response_model=TaskRead,
    operation_id="rectification_task_create",
    summary="起草整改任务 Draft a task",
    responses=refusals(400, 401, 403, 404, 409, 422, 503),
    openapi_extra=SECURED,
)
async def create(request: Request, act: Writing, body: TaskCreate, idempotency_key: IdempotencyKey = None) -> Response:
    """Open a draft for one institution. Your authority becomes its issuer; somebody else must issue it (`issue`).

    Attach evidence of the state before (purpose `before`) at once or later. Needs `task.create`.
    """
    task = await actions.create_for(act, body)
    return await answer(request, DETAIL, task.id, act.me, act.db, status=201)


@router.post(
    "/bulk",
    response_model=BulkResult,
    operation_id="rectification_task_bulk",
    summary="批量办理 One step for many tasks",
    responses=refusals(400, 401, 422, 503),
    openapi_extra=SECURED,
)
async def many(request: Request, act: Writing, body: BulkIn, idempotency_key: IdempotencyKey = None) -> Response:
    """Issue, grant or refuse more time, close or return up to 200 tasks with one reason.

    Each task is checked on its own, with the permission and the guards of the single step, as it stands now (no
    `If-Match`). The answer is 200 with one line per id: done, or left as it was with the same refusal that the single
    step would give. What was done stays done when others are refused.
    """
    result = await bulk.take(act, body, language_of(request))
    return Response(dump(result.model_dump()), media_type="application/json")


add_detail(
    router,
    DETAIL,
    operation_id="rectification_task_read",
    summary="查看整改任务 Read one task",
    description="The task with its clocks, the steps open to you (or why not), and all that was said about it: "
    "opinions, requests for time, escalations, look-backs, evaluations.",
)


@router.patch(
    "/{id}",
    response_model=TaskRead,
    operation_id="rectification_task_amend",
    summary="修改草稿 Amend a draft",
    responses=refusals(400, 401, 403, 404, 409, 412, 422, 428, 503),
    openapi_extra=SECURED,
)
async def amend(request: Request, id: UUID, act: Writing, body: TaskPatch, if_match: IfMatch = None) -> Response:
    """Change a draft. Once issued, demands change only by a decision on an objection (`vary`). Needs `task.create`."""
    task = await one_visible(act.db, RectificationTask, id, act.me, lock=True)
    if is_hidden(task, act.me):
        raise not_found()
    require_match(request, task)
    await actions.amend(act, task, body.model_dump(exclude_unset=True))
    return await answer(request, DETAIL, task.id, act.me, act.db)


add_transitions(router, TASK, RectificationTask, DETAIL, bodies=BODIES, doing=DOING, hides=is_hidden)
add_history(router, DETAIL)
