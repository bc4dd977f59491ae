"""Referrals over HTTP: `/referrals`, for the team and the few who decide."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import AwareDatetime, BaseModel

from duban.kernel.cases import add_detail, answer
from duban.kernel.errors import Text
from duban.kernel.exports import add_export
from duban.kernel.history import add_history
from duban.kernel.listing import add_list
from duban.kernel.problems import language_of, refusals
from duban.kernel.transitions import IdempotencyKey, add_transitions
from duban.kernel.web import DubanRoute, Me, Writing, database
from duban.referrals import arriving as arriving
from duban.referrals import bodies, handling, teams
from duban.referrals.figure_schemas import ReferralIndicatorsRead
from duban.referrals.indicators import indicators, view
from duban.referrals.models import Referral
from duban.referrals.people import add_people
from duban.referrals.queries import DETAIL, LISTING
from duban.referrals.rules import READ_ALL, REFERRAL
from duban.referrals.schemas import ReferralRead

router = APIRouter(prefix="/referrals", tags=["referrals 移送"], route_class=DubanRoute)
SECURED: dict[str, Any] = {"security": [{"bearer": []}]}

BODIES: Mapping[str, type[BaseModel]] = {
    "change_team": bodies.ChangeTeam,
    "fill_papers": bodies.FillPapers,
    "report_to_chief": bodies.ReportToChief,
    "approve": bodies.Decide,
    "reject": bodies.Reject,
    "send": bodies.Send,
    "record_receipt": bodies.Receipt,
    "record_papers_asked": bodies.PapersAsked,
    "supplement": bodies.Supplement,
    "record_forward": bodies.Forward,
    "record_not_police": bodies.NotPolice,
    "record_filed": bodies.Filed,
    "record_refused": bodies.Refused,
    "ask_reconsideration": bodies.AskAgain,
    "record_upheld": bodies.Upheld,
    "suggest_supervision": bodies.Suggest,
    "record_explanation_asked": bodies.ExplanationAsked,
    "record_explanation": bodies.Explanation,
    "record_filing_ordered": bodies.FilingOrdered,
    "record_supervision_outcome": bodies.SupervisionTold,
    "hand_over": bodies.HandGoodsOver,
    "record_goods_received": bodies.GoodsReceived,
    "follow_up": bodies.FollowUp,
    "record_result": bodies.Result,
    "handle_administratively": bodies.ToHandler,
    "take_back": bodies.ToHandler,
    "name_handler": bodies.NameHandler,
    "record_prior_penalty": bodies.PriorPenalty,
    "record_penalty": bodies.Penalty,
    "record_penalty_copied": bodies.PenaltyCopied,
    "record_opinion": bodies.OpinionIn,
    "answer_opinion": bodies.OpinionAnswer,
}
"""`archive` takes none."""

READER = add_list(
    router,
    LISTING,
    operation_id="referral_list",
    summary="移送台账 The ledger of referrals",
    description="Referrals of your own authority that you may know of, newest first: whose turn it is, since when, and "
    "what is due next. `overdue=true` finds every one of which a term was ever missed: the flag stays.",
)
add_export(
    router,
    READER,
    operation_id="referral_export",
    summary="导出移送台账 Export the ledger",
    headings={
        "clue_number": Text("线索编号", "Clue"),
        "suspected_offence": Text("涉嫌罪名", "Suspected offence"),
        "receiver_name": Text("接收机关", "Receiver"),
        "document_number": Text("移送书文号", "Letter"),
        "holder": Text("轮到谁", "Whose turn"),
        "holder_since": Text("自", "Since"),
        "sent_at": Text("移送时间", "Sent at"),
        "received_at": Text("接收时间", "Received at"),
        "case_number": Text("立案文号", "Case number"),
        "outcome": Text("刑事结果", "Result"),
    },
)


@router.post(
    "",
    status_code=201,
    response_model=ReferralRead,
    operation_id="referral_name_team",
    summary="指定专案组 Name the team",
    responses=refusals(400, 401, 403, 404, 409, 422, 503),
    openapi_extra=SECURED,
)
async def name_team(
    request: Request, act: Writing, body: bodies.NameTeam, idempotency_key: IdempotencyKey = None
) -> Response:
    """Name at least two enforcement officers for a clue; from then on they know of it. Needs `clue.assign`.

    Basis: 310号令 art. 5."""
    made = await teams.name_team(act, body)
    return await answer(request, DETAIL, made.id, act.me, act.db, status=201)


add_people(router)


@router.get(
    "/indicators",
    response_model=ReferralIndicatorsRead,
    operation_id="referral_indicators",
    summary="移送指标 Live figures of referrals",
    responses=refusals(400, 401, 403, 422),
    openapi_extra=SECURED,
)
async def read_indicators(
    request: Request,
    me: Me,
    named_from: Annotated[AwareDatetime | None, Query(description="Team named at or after this instant")] = None,
    named_before: Annotated[AwareDatetime | None, Query()] = None,
) -> dict[str, Any]:
    """Of your own authority: what must be referred and was, what the police decided, every term kept, how long a case
    lay with whom. Each number with the query of its rows. Needs `clue.read_all`."""
    me.require(READ_ALL)
    async with database(request).session() as db:
        return await indicators(db, me, view(named_from, named_before), language_of(request))


add_detail(
    router,
    DETAIL,
    operation_id="referral_read",
    summary="查看移送 Read one referral",
    description="The referral with its clocks, the steps open to you (or why not), its papers and what is missing of "
    "them, and everything that the two sides said.",
)
add_transitions(router, REFERRAL, Referral, DETAIL, bodies=BODIES, doing=handling.DOING)
add_history(router, DETAIL)
