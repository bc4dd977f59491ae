"""Transfers of clues to other organs than the police, over HTTP: `/clue-transfers`."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from duban.clues import bodies, transferring
from duban.clues.models import ClueTransfer
from duban.clues.queries import TRANSFER_DETAIL, TRANSFERS
from duban.clues.transfer_rules import TRANSFER
from duban.clues.transfer_schemas import TransferRead
from duban.kernel.cases import add_detail, answer
from duban.kernel.history import add_history
from duban.kernel.listing import add_list
from duban.kernel.problems import refusals
from duban.kernel.transitions import IdempotencyKey, add_transitions
from duban.kernel.web import DubanRoute, Writing

router = APIRouter(prefix="/clue-transfers", tags=["clues 线索"], route_class=DubanRoute)
SECURED: dict[str, Any] = {"security": [{"bearer": []}]}

BODIES: Mapping[str, type[BaseModel]] = {
    "refuse": bodies.ClueReasoned,
    "send": bodies.SendTransfer,
    "sign": bodies.SignTransfer,
    "urge": bodies.ClueReasoned,
    "answer": bodies.AnswerTransfer,
}
"""`approve` and `archive` take none."""

add_list(
    router,
    TRANSFERS,
    operation_id="clue_transfer_list",
    summary="线索移交台账 Transfers of clues",
    description="To discipline inspection, medical insurance, market regulation and others; newest first.",
)


@router.post(
    "",
    status_code=201,
    response_model=TransferRead,
    operation_id="clue_transfer_propose",
    summary="提出移交 Propose a transfer",
    responses=refusals(400, 401, 403, 404, 409, 422, 503),
    openapi_extra=SECURED,
)
async def propose(
    request: Request, act: Writing, body: bodies.TransferCreate, idempotency_key: IdempotencyKey = None
) -> Response:
    """Propose to hand a clue on to another organ; several at once are possible. Needs `clue.keep`."""
    made = await transferring.propose(act, body)
    return await answer(request, TRANSFER_DETAIL, made.id, act.me, act.db, status=201)


add_detail(router, TRANSFER_DETAIL, operation_id="clue_transfer_read", summary="查看移交 Read one transfer")
add_transitions(router, TRANSFER, ClueTransfer, TRANSFER_DETAIL, bodies=BODIES, doing=transferring.DOING)
add_history(router, TRANSFER_DETAIL)
