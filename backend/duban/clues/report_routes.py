"""What institutions report, over HTTP: `/clue-reports`. Thirty seconds at the emergency desk; nothing comes back but
that it arrived."""

from typing import Any

from fastapi import APIRouter, Request, Response

from duban.clues import reporting
from duban.clues.models import ClueReport
from duban.clues.queries import REPORT_DETAIL, REPORTS
from duban.clues.report_rules import REPORT_FLOW
from duban.clues.schemas import ReportCreate, ReportRead, TellIn
from duban.kernel.cases import add_detail, answer
from duban.kernel.listing import add_list
from duban.kernel.problems import refusals
from duban.kernel.transitions import IdempotencyKey, add_transitions
from duban.kernel.web import DubanRoute, Writing
from duban.orgs.protection import key_ring

router = APIRouter(prefix="/clue-reports", tags=["clues 线索"], route_class=DubanRoute)
SECURED: dict[str, Any] = {"security": [{"bearer": []}]}

add_list(
    router,
    REPORTS,
    operation_id="clue_report_list",
    summary="本单位报告的线索 What we reported",
    description="Your institution's own reports, and whom you still have to tell. What became of them is confided.",
)


@router.post(
    "",
    status_code=201,
    response_model=ReportRead,
    operation_id="clue_report_create",
    summary="报告线索 Report a clue",
    responses=refusals(400, 401, 403, 404, 409, 422, 503),
    openapi_extra=SECURED,
)
async def create(
    request: Request, act: Writing, body: ReportCreate, idempotency_key: IdempotencyKey = None
) -> Response:
    """Report what was found. The health authority has it the moment that this is answered; whom you have to tell
    yourself (police, mental-health institution) stands in `owes_…`, with a clock each. Needs `clue.report`."""
    made = await reporting.report(act, key_ring(request.app.state.settings), body)
    return await answer(request, REPORT_DETAIL, made.id, act.me, act.db, status=201)


add_detail(router, REPORT_DETAIL, operation_id="clue_report_read", summary="查看本单位的报告 Read one of our reports")
add_transitions(router, REPORT_FLOW, ClueReport, REPORT_DETAIL, bodies={"tell": TellIn}, doing=reporting.DOING)
