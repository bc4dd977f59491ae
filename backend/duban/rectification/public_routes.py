"""The public pages' API, without an account: `/public/rectification-promises`."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from duban.kernel.lane import dump
from duban.kernel.listing import parse, query_parameters
from duban.kernel.problems import refusals
from duban.kernel.web import DubanRoute, database
from duban.orgs.auth_routes import caller_of
from duban.orgs.own_act import own_act
from duban.orgs.protection import key_ring
from duban.rectification.public_judging import JudgeIn, admit, judge
from duban.rectification.public_reading import PublicPage, PublicQuery, page

router = APIRouter(prefix="/public/rectification-promises", tags=["public 公开"], route_class=DubanRoute)
OPEN: dict[str, Any] = {"security": []}


@router.get(
    "",
    response_model=PublicPage,
    operation_id="public_promise_list",
    summary="整改承诺公示 Promises before the public",
    responses=refusals(400, 422),
    openapi_extra={**OPEN, "parameters": query_parameters(PublicQuery)},
)
async def promises(request: Request) -> Response:
    """What institutions promised to rectify and what came of it, newest first, without an account.

    Only what was written for the public is shown: unit, problem, promise, deadline, how far it is, result.
    """
    found = await page(database(request), parse(PublicQuery, request))
    return Response(dump(found), media_type="application/json")


@router.post(
    "/{id}/evaluations",
    status_code=204,
    operation_id="public_promise_judge",
    summary="群众评价 Judge a result",
    responses=refusals(400, 404, 409, 422, 429, 503),
    openapi_extra=OPEN,
)
async def evaluate(request: Request, id: UUID, body: JudgeIn) -> Response:
    """Say whether a published result satisfies you, without an account. Counted on the matter; nothing is kept of who
    judged.

    Five a minute, and twenty a day on one result, are taken from one address; then 429 with `Retry-After`. A comment
    names nobody: one with a long number (telephone, identity card) is refused.
    """
    db, ring, request_id = database(request), key_ring(request.app.state.settings), request.scope.get("request_id")
    # Two transactions: what was refused counts, too.
    async with own_act(db, request_id=request_id) as counting:
        refused = await admit(counting, ring, id, caller_of(request).address)
    if refused:
        raise refused
    async with own_act(db, request_id=request_id) as act:
        await judge(act, id, body)
    return Response(status_code=204)
