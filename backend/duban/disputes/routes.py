"""Disputes over HTTP: `/disputes`. Nothing of a mediation is public (B-19)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import AwareDatetime, BaseModel

from duban.disputes import bodies, handling, registering
from duban.disputes.amending import amend
from duban.disputes.figure_schemas import DisputeIndicatorsRead
from duban.disputes.guards import acts_for_the_institution
from duban.disputes.indicators import indicators, view
from duban.disputes.models import Dispute
from duban.disputes.parties import FIELDS, PERSONS
from duban.disputes.parts import add_part
from duban.disputes.queries import DETAIL, LISTING, PARTS, DisputeRead
from duban.disputes.rules import DISPUTE, MEDIATE, READ, REVEAL
from duban.disputes.schemas import (
    Death,
    DisputeCreate,
    DisputePatch,
    PartiesRevealed,
    PartiesRevealIn,
)
from duban.disputes.terms import AMOUNTS
from duban.kernel import amounts
from duban.kernel.access import one_visible, organisation_within
from duban.kernel.cases import add_detail, answer, by
from duban.kernel.checks import require_past
from duban.kernel.errors import Conflict, Text
from duban.kernel.exports import add_export
from duban.kernel.history import add_history
from duban.kernel.idempotency import ShownOnce
from duban.kernel.lane import dump
from duban.kernel.listing import add_list
from duban.kernel.problems import language_of, refusals
from duban.kernel.transitions import IdempotencyKey, IfMatch, add_transitions
from duban.kernel.web import DubanRoute, Me, Writing, database, require_match
from duban.orgs.protection import key_ring

router = APIRouter(prefix="/disputes", tags=["disputes 医疗纠纷"], route_class=DubanRoute)
SECURED: dict[str, Any] = {"security": [{"bearer": []}]}
amounts.register(*AMOUNTS)

SHOWN_FOR = timedelta(minutes=5)
"""How long revealed values may stay on a screen."""

BODIES: Mapping[str, type[BaseModel]] = {
    "inform": bodies.Inform,
    "note_death": Death,
    "release_body": bodies.ReleaseBody,
    "note_rescue": bodies.Rescue,
    "complete_notes": bodies.CompleteNotes,
    "state_claim": bodies.StateClaim,
    "attend": bodies.Attend,
    "negotiate": bodies.Negotiate,
    "settle": bodies.Agreement,
    "fail_negotiation": bodies.DisputeReasoned,
    "request_mediation": bodies.RequestMediation,
    "accept_mediation": bodies.AcceptMediation,
    "decline_mediation": bodies.DisputeReasoned,
    "extend_mediation": bodies.ExtendMediation,
    "conclude_mediation": bodies.Agreement,
    "fail_mediation": bodies.DisputeReasoned,
    "end_mediation": bodies.EndMediation,
    "confirm_in_court": bodies.ConfirmInCourt,
    "request_admin": bodies.AskForMediation,
    "refuse_admin": bodies.DisputeReasoned,
    "conclude_admin": bodies.Agreement,
    "fail_admin": bodies.DisputeReasoned,
    "end_admin": bodies.EndMediation,
    "sue": bodies.Sue,
    "leave_court": bodies.DisputeReasoned,
    "judge": bodies.Judge,
    "pay": bodies.Pay,
    "withdraw": bodies.DisputeWithdraw,
    "call_back": bodies.DisputeCallBack,
    "flag_major": bodies.FlagMajor,
    "unflag_major": bodies.DisputeReasoned,
    "flag_accident": bodies.FlagAccident,
    "flag_quality_event": bodies.FlagQualityEvent,
    "unflag_quality_event": bodies.DisputeReasoned,
}
"""`accept_admin`, `perform` and `close` take none."""

READER = add_list(
    router,
    LISTING,
    operation_id="dispute_list",
    summary="医疗纠纷台账 The ledger of disputes",
    description="Disputes of the institutions of your part of the tree, newest first. No person stands in a line. "
    "`overdue=true` finds every one of which a term was ever missed: the flag stays.",
)
add_export(
    router,
    READER,
    operation_id="dispute_export",
    summary="导出医疗纠纷台账 Export the ledger",
    headings={
        "raised_at": Text("发生时间", "Raised at"),
        "treated_on": Text("诊疗日期", "Treated on"),
        "has_died": Text("患者死亡", "Patient died"),
        "is_major": Text("重大", "Major"),
        "is_accident": Text("医疗事故", "Accident"),
        "insured": Text("保险保障", "Cover"),
        "claim_fen": Text("索赔金额（分）", "Claimed (fen)"),
        "agreed_fen": Text("应付金额（分）", "Agreed (fen)"),
        "paid_fen": Text("已付金额（分）", "Paid (fen)"),
        "mediation_outcome": Text("人民调解结果", "People's mediation"),
        "admin_outcome": Text("行政调解结果", "Administrative mediation"),
        "resolved_by": Text("解决途径", "Resolved by"),
        "resolved_at": Text("解决时间", "Resolved at"),
        "satisfaction": Text("满意度", "Satisfaction"),
    },
)


@router.post(
    "",
    status_code=201,
    response_model=DisputeRead,
    operation_id="dispute_register",
    summary="登记医疗纠纷 Register a dispute",
    responses=refusals(400, 401, 403, 404, 409, 422, 503),
    openapi_extra=SECURED,
)
async def register(
    request: Request, act: Writing, body: DisputeCreate, idempotency_key: IdempotencyKey = None
) -> Response:
    """Enter a dispute, or make one of a complaint (`complaint_id`), which is converted in the same act.

    Needs `dispute.handle`. Found again from the complaint with `GET /disputes?complaint_id=`.
    """
    made = await registering.register(act, key_ring(request.app.state.settings), body)
    return await answer(request, DETAIL, made.id, act.me, act.db, status=201)


@router.get(
    "/indicators",
    response_model=DisputeIndicatorsRead,
    operation_id="dispute_indicators",
    summary="医疗纠纷指标 Live figures of disputes",
    responses=refusals(400, 401, 403, 404, 422),
    openapi_extra=SECURED,
)
async def read_indicators(
    request: Request,
    me: Me,
    under: Annotated[UUID | None, Query(description="Only of this organisation and what lies below it")] = None,
    raised_from: Annotated[AwareDatetime | None, Query(description="Raised at or after this instant")] = None,
    raised_before: Annotated[AwareDatetime | None, Query()] = None,
) -> dict[str, Any]:
    """How many were resolved and by which way, mediation's success and satisfaction, cover, every term kept, the sums
    claimed and paid; by unit and month how many, late and resolved. Each number with the query of its rows."""
    me.require(READ)
    async with database(request).session() as db:
        place = await organisation_within(db, me, under) if under else None
        return await indicators(db, me, view(place, raised_from, raised_before), language_of(request))


add_detail(
    router,
    DETAIL,
    operation_id="dispute_read",
    summary="查看医疗纠纷 Read one dispute",
    description="The dispute with its clocks, the steps open to you (or why not), and what runs beside its way.",
)


@router.patch(
    "/{id}",
    response_model=DisputeRead,
    operation_id="dispute_amend",
    summary="更正医疗纠纷 Correct a dispute",
    responses=refusals(400, 401, 403, 404, 409, 412, 422, 428, 503),
    openapi_extra=SECURED,
)
async def correct(request: Request, id: UUID, act: Writing, body: DisputePatch, if_match: IfMatch = None) -> Response:
    """Correct what was written down, while the dispute is open. When it was raised and by whom it was entered stays."""
    dispute = await one_visible(act.db, Dispute, id, act.me, lock=True)
    require_match(request, dispute)
    require_past(act, body)
    await amend(act, key_ring(request.app.state.settings), dispute, body.model_dump(exclude_unset=True))
    return await answer(request, DETAIL, id, act.me, act.db)


@router.post(
    "/{id}/reveal",
    response_model=PartiesRevealed,
    operation_id="dispute_reveal",
    summary="查看当事人信息 Reveal the parties",
    responses=refusals(400, 401, 403, 404, 409, 422, 503),
    openapi_extra=SECURED,
)
async def reveal_parties(
    request: Request, id: UUID, act: Writing, body: PartiesRevealIn, idempotency_key: IdempotencyKey = None
) -> Response:
    """The plain values, for a stated reason; every look is journalled. Only whoever handles or mediates it may look."""
    dispute = await one_visible(act.db, Dispute, id, act.me, lock=True)
    act.me.require(READ)
    act.me.require(REVEAL)
    if acts_for_the_institution(dispute, by(act.me, act.now)) and not act.me.may(MEDIATE):
        raise Conflict(
            "no_hand_in_it",
            Text("只有当事机构或者调解方可以查看当事人信息。", "Only the institution and the mediators may look."),
        )
    shown = PERSONS.reveal(act, key_ring(request.app.state.settings), dispute, body.reason)
    forget_at = act.now + SHOWN_FOR
    return ShownOnce(
        dump({**shown, "forget_at": forget_at}),
        dump({**dict.fromkeys(FIELDS), "forget_at": forget_at}),
        media_type="application/json",
        headers={"Cache-Control": "no-store"},
    )


add_transitions(router, DISPUTE, Dispute, DETAIL, bodies=BODIES, doing=handling.DOING)
for _part in PARTS:
    add_part(router, _part, DETAIL)
add_history(router, DETAIL)
