"""Complaints over HTTP: `/complaints`."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import AwareDatetime, BaseModel

from duban.complaints import amending, bodies, clues, escalating, handling, registering, similar
from duban.complaints.figure_schemas import IndicatorsRead
from duban.complaints.indicators import indicators, view
from duban.complaints.models import Complaint
from duban.complaints.parties import FIELDS, PERSONS
from duban.complaints.queries import DETAIL, LISTING, is_kept_from
from duban.complaints.rules import COMPLAINT, HANDLE, READ, REVEAL
from duban.complaints.schemas import (
    ComplaintCreate,
    ComplaintPatch,
    ComplaintRead,
    PersonRevealed,
    PersonRevealIn,
    SimilarIn,
    SimilarPage,
    SplitIn,
)
from duban.kernel.access import one_visible, organisation_within
from duban.kernel.cases import add_detail, answer, by
from duban.kernel.errors import Conflict, Forbidden, Text
from duban.kernel.exports import add_export
from duban.kernel.history import add_history
from duban.kernel.idempotency import ShownOnce
from duban.kernel.lane import dump
from duban.kernel.listing import add_list
from duban.kernel.problems import language_of, refusals
from duban.kernel.transitions import Doing, IdempotencyKey, IfMatch, add_transitions
from duban.kernel.web import DubanRoute, Me, Writing, database, require_match
from duban.orgs.protection import key_ring

router = APIRouter(prefix="/complaints", tags=["complaints 投诉"], route_class=DubanRoute)
SECURED: dict[str, Any] = {"security": [{"bearer": []}]}

SHOWN_FOR = timedelta(minutes=5)
"""How long revealed values may stay on a screen."""

BODIES: Mapping[str, type[BaseModel]] = {
    "hand_over": bodies.HandOver,
    "take_over": bodies.TakeOver,
    "escalate": bodies.Escalate,
    "settle": bodies.Settle,
    "propose_decline": bodies.ProposeDecline,
    "decline": bodies.Reasoned,
    "investigate": bodies.Investigate,
    "widen": bodies.Widen,
    "conclude": bodies.Conclude,
    "resume": bodies.Reasoned,
    "feed_back": bodies.FeedBack,
    "call_back": bodies.CallBack,
    "reopen": bodies.Reopen,
    "merge": bodies.Merge,
    "feed_back_merged": bodies.FeedBack,
    "unmerge": bodies.Reasoned,
    "withdraw": bodies.Withdraw,
    "to_clue": clues.ToClue,
}
"""`close` takes none."""

DOING: Mapping[str, Doing] = {
    "hand_over": handling.hand_over,
    "take_over": handling.take_over,
    "escalate": escalating.escalate,
    "settle": handling.settle,
    "propose_decline": handling.propose_decline,
    "decline": handling.decline,
    "investigate": handling.investigate,
    "widen": handling.widen,
    "conclude": handling.conclude,
    "feed_back": handling.feed_back,
    "call_back": handling.call_back,
    "close": handling.close,
    "reopen": handling.reopen,
    "merge": handling.merge,
    "feed_back_merged": handling.feed_back_merged,
    "unmerge": handling.unmerge,
    "to_clue": clues.to_clue,
}

READER = add_list(
    router,
    LISTING,
    operation_id="complaint_list",
    summary="投诉台账 The ledger of complaints",
    description="Complaints about the institutions of your part of the tree, newest first. No person stands in a line. "
    "`overdue=true` finds every one that was ever late: the flag stays.",
)
add_export(
    router,
    READER,
    operation_id="complaint_export",
    summary="导出投诉台账 Export the ledger",
    headings={
        "received_at": Text("接诉时间", "Received at"),
        "matter": Text("投诉类别", "Matter"),
        "channel": Text("来源渠道", "Channel"),
        "finding": Text("调查结论", "Finding"),
        "feedback_due_at": Text("反馈期限", "Answer due"),
        "fed_back_at": Text("反馈时间", "Answered at"),
        "satisfaction": Text("满意度", "Satisfaction"),
        "handler_name": Text("承办单位", "Handled by"),
    },
)


@router.post(
    "",
    status_code=201,
    response_model=ComplaintRead,
    operation_id="complaint_register",
    summary="登记投诉 Register a complaint",
    responses=refusals(400, 401, 403, 404, 409, 422, 503),
    openapi_extra=SECURED,
)
async def register(
    request: Request, act: Writing, body: ComplaintCreate, idempotency_key: IdempotencyKey = None
) -> Response:
    """Enter a complaint. Your organisation is responsible until another has taken over (首诉负责制).

    The clock runs from `received_at`, not from now. Needs `complaint.handle`. Ask `POST /complaints/similar` first: a
    person decides whether it is the same.
    """
    made = await registering.register(act, key_ring(request.app.state.settings), body.organisation_id, body)
    return await answer(request, DETAIL, made.id, act.me, act.db, status=201)


@router.post(
    "/similar",
    response_model=SimilarPage,
    operation_id="complaint_similar",
    summary="相似投诉 Complaints that may be the same",
    responses=refusals(400, 401, 403, 404, 422, 503),
    openapi_extra=SECURED,
)
async def look_for_similar(request: Request, me: Me, body: SimilarIn) -> Response:
    """Those about the same institution from the same telephone number or in much the same words, the likeliest first.

    A look that changes nothing; it is a POST because a telephone number does not belong in an address.
    """
    me.require(HANDLE)
    found = await similar.find(database(request), me, key_ring(request.app.state.settings), body)
    return Response(dump({"items": found}), media_type="application/json")


@router.get(
    "/indicators",
    response_model=IndicatorsRead,
    operation_id="complaint_indicators",
    summary="投诉指标 Live figures of complaints",
    responses=refusals(400, 401, 403, 404, 422),
    openapi_extra=SECURED,
)
async def read_indicators(
    request: Request,
    me: Me,
    under: Annotated[UUID | None, Query(description="Only about this organisation and what lies below it")] = None,
    received_from: Annotated[AwareDatetime | None, Query(description="Received at or after this instant")] = None,
    received_before: Annotated[AwareDatetime | None, Query()] = None,
) -> dict[str, Any]:
    """Every item investigated, every real-name complaint answered, in time, satisfied; by matter, channel, unit and
    month. Each number with the query of its rows."""
    me.require(READ)
    async with database(request).session() as db:
        place = await organisation_within(db, me, under) if under else None
        asked = view(place, received_from, received_before)
        return await indicators(db, me, asked, language_of(request))


add_list(
    router,
    clues.LISTING,
    path="/clues",
    operation_id="complaint_clue_list",
    summary="投诉中移交的线索 Clues handed on out of complaints",
    description="Those about institutions of your part of the tree, newest first. Needs `complaint.clues`: no "
    "institution has it. `taken=false` finds what waits.",
)
add_detail(
    router,
    DETAIL,
    operation_id="complaint_read",
    summary="查看投诉 Read one complaint",
    description="The complaint with its clocks, the steps open to you (or why not), and those handled together.",
)


@router.patch(
    "/{id}",
    response_model=ComplaintRead,
    operation_id="complaint_amend",
    summary="更正投诉 Correct a complaint",
    responses=refusals(400, 401, 403, 404, 409, 412, 422, 428, 503),
    openapi_extra=SECURED,
)
async def correct(request: Request, id: UUID, act: Writing, body: ComplaintPatch, if_match: IfMatch = None) -> Response:
    """Correct what was written down, while nothing has been answered. When, how and by whom it was received stays."""
    complaint = await one_visible(act.db, Complaint, id, act.me, lock=True)
    require_match(request, complaint)
    await amending.amend(act, key_ring(request.app.state.settings), complaint, body.model_dump(exclude_unset=True))
    return await answer(request, DETAIL, id, act.me, act.db)


@router.post(
    "/{id}/split",
    status_code=201,
    response_model=ComplaintRead,
    operation_id="complaint_split",
    summary="拆分 Split off a part",
    responses=refusals(400, 401, 403, 404, 409, 412, 422, 428, 503),
    openapi_extra=SECURED,
)
async def split(
    request: Request,
    id: UUID,
    act: Writing,
    body: SplitIn,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Handle a part of it on its own: same person, same receipt, a number and a clock of its own."""
    complaint = await one_visible(act.db, Complaint, id, act.me, lock=True)
    require_match(request, complaint)
    # Whoever may hand it over may split it: those responsible, while it is open.
    if refusal := COMPLAINT.refusal(complaint, "hand_over", by(act.me, act.now)):
        raise refusal
    part = await registering.split(act, complaint, body)
    return await answer(request, DETAIL, part.id, act.me, act.db, status=201)


@router.post(
    "/{id}/reveal",
    response_model=PersonRevealed,
    operation_id="complaint_reveal",
    summary="查看投诉人信息 Reveal who complains",
    responses=refusals(400, 401, 403, 404, 409, 422, 503),
    openapi_extra=SECURED,
)
async def reveal_persons(
    request: Request, id: UUID, act: Writing, body: PersonRevealIn, idempotency_key: IdempotencyKey = None
) -> Response:
    """The plain values, for a stated reason; every look is journalled. Only people of whoever handles it may look. A
    protected person is shown to no institution."""
    complaint = await one_visible(act.db, Complaint, id, act.me, lock=True)
    act.me.require(READ)
    act.me.require(REVEAL)
    if is_kept_from(act.me, is_protected=complaint.is_protected):
        raise Forbidden(
            "person_protected",
            Text("投诉人要求对被投诉机构保密。", "The person is protected from the institution."),
        )
    if act.me.organisation_id != complaint.handler_id:
        raise Conflict(
            "not_the_handler",
            Text("只有承办单位可以查看投诉人信息。", "Only the organisation that handles it may look."),
        )
    shown = PERSONS.reveal(act, key_ring(request.app.state.settings), complaint, body.reason)
    forget_at = act.now + SHOWN_FOR
    return ShownOnce(
        dump({**shown, "forget_at": forget_at}),
        dump({**dict.fromkeys(FIELDS), "forget_at": forget_at}),
        media_type="application/json",
        headers={"Cache-Control": "no-store"},
    )


add_transitions(router, COMPLAINT, Complaint, DETAIL, bodies=BODIES, doing=DOING)
add_history(router, DETAIL)
