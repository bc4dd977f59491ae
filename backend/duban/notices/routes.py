"""Notices over HTTP: `/notices`."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from duban.kernel.access import one_visible
from duban.kernel.cases import add_detail, answer
from duban.kernel.errors import Text
from duban.kernel.exports import add_export
from duban.kernel.history import add_history
from duban.kernel.lane import dump
from duban.kernel.listing import add_list, page_of, parse, query_parameters
from duban.kernel.problems import refusals
from duban.kernel.transitions import IdempotencyKey, IfMatch, add_transitions
from duban.kernel.web import DubanRoute, LaneRoute, Writing, current_actor, database, require_match
from duban.notices.handling import DOING
from duban.notices.models import Notice
from duban.notices.queries import DETAIL, LISTING, at_the_root
from duban.notices.registering import amend
from duban.notices.registering import register as enter
from duban.notices.rules import NOTICE, READ
from duban.notices.schemas import (
    AnswerNotice,
    NoticeCreate,
    NoticeItem,
    NoticePatch,
    NoticeQuery,
    NoticeRead,
    OpenTask,
    SentQuery,
    VoidNotice,
)

router = APIRouter(prefix="/notices", tags=["notices 反向通报与函件"], route_class=DubanRoute)
SECURED: dict[str, Any] = {"security": [{"bearer": []}]}

BODIES: Mapping[str, type[BaseModel]] = {"open_task": OpenTask, "answer": AnswerNotice, "void": VoidNotice}
"""`close` takes none."""

READER = add_list(
    router,
    LISTING,
    operation_id="notice_list",
    summary="通报函件台账 The ledger of notices",
    description="What other organs told the authorities and institutions of your part of the tree, newest first. "
    "`overdue=true` finds every one of which a term was ever missed: the flag stays.",
)
add_export(
    router,
    READER,
    operation_id="notice_export",
    summary="导出通报函件台账 Export the ledger",
    headings={
        "kind": Text("类别", "Kind"),
        "document_number": Text("来文文号", "Document number"),
        "from_name": Text("来文单位", "From"),
        "received_at": Text("收到时间", "Received at"),
        "needs_answer": Text("须答复", "Answer owed"),
        "is_urgent": Text("从快答复", "Urgent"),
        "answer_due_on": Text("来函要求答复日期", "The letter's own day"),
        "answered_at": Text("答复时间", "Answered at"),
    },
)


async def list_sent(request: Request) -> Response:
    """What your own organisation sent, newest first, wherever it went, and what became of it."""
    me = await current_actor(request)
    me.require(READ)
    asked = parse(SentQuery, request)
    async with database(request).session() as db:
        root = await at_the_root(db, me)
    query = NoticeQuery(**asked.model_dump(exclude_unset=True), from_organisation_id=me.organisation_id)
    return Response(dump(await READER.page(request, root, query)), media_type="application/json")


router.add_api_route(
    "/sent",
    list_sent,
    methods=["GET"],
    operation_id="notice_sent_list",
    summary="本单位发出的通报函件 What we sent",
    response_model=page_of(NoticeItem),
    responses=refusals(400, 401, 403, 422),
    openapi_extra={"parameters": query_parameters(SentQuery), **SECURED},
    route_class_override=LaneRoute,
)


@router.post(
    "",
    status_code=201,
    response_model=NoticeRead,
    operation_id="notice_register",
    summary="登记或发送通报函件 Register or send a notice",
    responses=refusals(400, 401, 403, 404, 409, 422, 503),
    openapi_extra=SECURED,
)
async def register(
    request: Request, act: Writing, body: NoticeCreate, idempotency_key: IdempotencyKey = None
) -> Response:
    """Enter a letter that reached your authority, or, as an organ, send one to the health authority above you and the
    institution it is about.

    Needs `notice.register`. A loophole at one institution opens its rectification draft in the same act. An organ finds
    what it sent under `GET /notices/sent`; institutions to name are in `GET /public/institutions`.
    """
    made = await enter(act, body)
    return await answer(request, DETAIL, made.id, act.me, act.db, status=201)


add_detail(
    router,
    DETAIL,
    operation_id="notice_read",
    summary="查看通报函件 Read one notice",
    description="The notice with its clocks, the steps open to you (or why not), and the tasks opened from it. The "
    "organ that sent it reads it as well.",
)


@router.patch(
    "/{id}",
    response_model=NoticeRead,
    operation_id="notice_amend",
    summary="更正通报函件 Correct a notice",
    responses=refusals(400, 401, 403, 404, 409, 412, 422, 428, 503),
    openapi_extra=SECURED,
)
async def correct(request: Request, id: UUID, act: Writing, body: NoticePatch, if_match: IfMatch = None) -> Response:
    """Correct what was written down, while nothing was answered. Needs `notice.register`; the authority addressed, or
    one above it, does it."""
    notice = await one_visible(act.db, Notice, id, act.me, lock=True)
    require_match(request, notice)
    await amend(act, notice, body.model_dump(exclude_unset=True))
    return await answer(request, DETAIL, id, act.me, act.db)


add_transitions(router, NOTICE, Notice, DETAIL, bodies=BODIES, doing=DOING)
# What was done to it inside the authority is none of the sender's business.
add_history(router, replace(DETAIL, stand_in=None))
