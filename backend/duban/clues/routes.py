"""Clues over HTTP: `/clues`, for the few who keep them. Institutions report at `/clue-reports` (`report_routes.py`)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from duban.clues import bodies, handling, registering
from duban.clues.amending import amend
from duban.clues.models import Clue
from duban.clues.parties import FIELDS, PERSONS
from duban.clues.queries import DETAIL, LISTING
from duban.clues.rules import ASSIGN, CLUE, READ, REVEAL
from duban.clues.schemas import (
    ClueCreate,
    CluePatch,
    CluePersonsRevealed,
    ClueRead,
    ClueRevealIn,
    SecretClueCreate,
    TellIn,
)
from duban.clues.words import KINDS, RECEIVERS, SOURCES
from duban.kernel.access import one_visible
from duban.kernel.cases import add_detail, answer
from duban.kernel.errors import Text
from duban.kernel.exports import add_export
from duban.kernel.history import add_history
from duban.kernel.idempotency import ShownOnce
from duban.kernel.lane import dump
from duban.kernel.listing import add_list
from duban.kernel.problems import refusals
from duban.kernel.transitions import IdempotencyKey, IfMatch, add_transitions
from duban.kernel.web import DubanRoute, Writing, require_match
from duban.orgs.nameable import nameable
from duban.orgs.protection import key_ring

router = APIRouter(prefix="/clues", tags=["clues 线索"], route_class=DubanRoute)
SECURED: dict[str, Any] = {"security": [{"bearer": []}]}

SHOWN_FOR = timedelta(minutes=5)
"""How long revealed values may stay on a screen."""

BODIES: Mapping[str, type[BaseModel]] = {
    "assess": bodies.Assess,
    "tell": TellIn,
    "link": bodies.LinkTo,
    "unlink": bodies.Unlink,
    "let_in": bodies.LetIn,
    "let_out": bodies.LetIn,
    "propose": bodies.Propose,
    "return_proposal": bodies.ClueReasoned,
    "reopen": bodies.ClueReasoned,
    "keep_on": bodies.ClueReasoned,
    "penalise": bodies.ClueReasoned,
    "conclude": bodies.ClueReasoned,
}
"""`take_up`, `approve_keeping` and `approve_closing` take none."""

READER = add_list(
    router,
    LISTING,
    operation_id="clue_list",
    summary="线索登记簿 The register of clues",
    description="Clues of your own authority that you may know of: all of them for keepers and leaders, for others "
    "those into which they were let. No person stands in a line.",
)
add_export(
    router,
    READER,
    operation_id="clue_export",
    summary="导出线索登记簿 Export the register",
    headings={
        "source": Text("来源", "Source"),
        "secrecy": Text("密级", "Secrecy"),
        "found_at": Text("发现时间", "Found at"),
        "must_refer": Text("应当移送", "Must be referred"),
        "is_real_name": Text("实名", "Real name"),
    },
    words={
        "state": CLUE.states,
        "kind": {kind: rule.title for kind, rule in KINDS.items()},
        "source": SOURCES,
        "receiver": RECEIVERS,
    },
)


@router.post(
    "",
    status_code=201,
    response_model=ClueRead,
    operation_id="clue_register",
    summary="登记线索 Register a clue",
    responses=refusals(400, 401, 403, 404, 409, 422, 503),
    openapi_extra=SECURED,
)
async def register(
    request: Request, act: Writing, body: ClueCreate, idempotency_key: IdempotencyKey = None
) -> Response:
    """Enter a clue for your authority. Needs `clue.keep`. Others about the same person are linked at once."""
    made = await registering.register(act, key_ring(request.app.state.settings), body)
    return await answer(request, DETAIL, made.id, act.me, act.db, status=201)


@router.post(
    "/secret",
    status_code=201,
    response_model=ClueRead,
    operation_id="clue_register_secret",
    summary="登记涉密线索索引 Register the index of a secret clue",
    responses=refusals(400, 401, 403, 404, 409, 422, 503),
    openapi_extra=SECURED,
)
async def register_secret(
    request: Request, act: Writing, body: SecretClueCreate, idempotency_key: IdempotencyKey = None
) -> Response:
    """Enter kind, paper number, time and sender of a secret clue; its content has no place here, nor have files."""
    made = await registering.register_secret(act, key_ring(request.app.state.settings), body)
    response = await answer(request, DETAIL, made.id, act.me, act.db, status=201)
    response.headers["Location"] = f"{request.url.path.removesuffix('/secret')}/{made.id}"
    return response


add_list(
    router,
    nameable(READ, needs=ASSIGN),
    path="/colleagues",
    operation_id="clue_colleagues",
    summary="可授权知悉的人员 Whom one may let in",
    description="People in office at your authority whose role permits reading clues: `user_id` of `let-in`. Needs "
    "`clue.assign`.",
)
add_detail(
    router,
    DETAIL,
    operation_id="clue_read",
    summary="查看线索 Read one clue",
    description="The clue with its clocks and the steps open to you (or why not). 404 for whoever may not know of it.",
)


@router.patch(
    "/{id}",
    response_model=ClueRead,
    operation_id="clue_amend",
    summary="更正线索 Correct a clue",
    responses=refusals(400, 401, 403, 404, 409, 412, 422, 428, 503),
    openapi_extra=SECURED,
)
async def correct(request: Request, id: UUID, act: Writing, body: CluePatch, if_match: IfMatch = None) -> Response:
    """Correct what was written down, while the clue is open. When it was found and received stays."""
    clue = await one_visible(act.db, Clue, id, act.me, lock=True)
    require_match(request, clue)
    await amend(act, key_ring(request.app.state.settings), clue, body.model_dump(exclude_unset=True))
    return await answer(request, DETAIL, id, act.me, act.db)


@router.post(
    "/{id}/reveal",
    response_model=CluePersonsRevealed,
    operation_id="clue_reveal",
    summary="查看涉及人员信息 Reveal the persons",
    responses=refusals(400, 401, 403, 404, 409, 422, 503),
    openapi_extra=SECURED,
)
async def reveal(
    request: Request, id: UUID, act: Writing, body: ClueRevealIn, idempotency_key: IdempotencyKey = None
) -> Response:
    """The plain values, for a stated reason; every look is journalled. Needs `clue.reveal`."""
    clue = await one_visible(act.db, Clue, id, act.me, lock=True)
    act.me.require(READ)
    act.me.require(REVEAL)
    shown = PERSONS.reveal(act, key_ring(request.app.state.settings), clue, body.reason)
    forget_at = act.now + SHOWN_FOR
    return ShownOnce(
        dump({**shown, "forget_at": forget_at}),
        dump({**dict.fromkeys(FIELDS), "forget_at": forget_at}),
        media_type="application/json",
        headers={"Cache-Control": "no-store"},
    )


add_transitions(router, CLUE, Clue, DETAIL, bodies=BODIES, doing=handling.DOING)
add_history(router, DETAIL)
