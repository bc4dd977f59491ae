"""What follows from a kind of clue, over HTTP: `/clue-kinds`. Whoever reports one is told, before it is sent, whom to
tell besides; whoever keeps it, where such clues usually go."""

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request

from duban.clues.rules import READ, REPORT
from duban.clues.terms import TELLS
from duban.clues.words import KINDS, RECIPIENTS, ClueKind, Receiver, ToldFirst
from duban.kernel.lane import dump
from duban.kernel.problems import refusals
from duban.kernel.regional import regional_term
from duban.kernel.regional_routes import Region
from duban.kernel.terms import Unit
from duban.kernel.web import DubanRoute, Me, database

router = APIRouter(prefix="/clue-kinds", tags=["clues 线索"], route_class=DubanRoute)


class ToTell(BaseModel):
    """Somebody who is told at once, and within how long from when it was found."""

    recipient: ToldFirst
    title_zh: str
    title_en: str
    amount: int
    unit: Unit


class ClueKindRead(BaseModel):
    """A kind of clue and what follows from it."""

    kind: ClueKind
    receivers: list[Receiver] = Field(description="To which organs it usually goes; the first is proposed")
    tells: list[ToTell] = Field(description="Whom the institution that found it tells itself")
    basis: str = Field(description="Where that is written; may be empty")


class ClueKindList(BaseModel):
    """All kinds."""

    items: list[ClueKindRead]
    next_cursor: None = Field(description="Always null: the list is whole")


@router.get(
    "",
    operation_id="clue_kind_list",
    summary="线索类型 Kinds of clues",
    response_model=ClueKindList,
    responses=refusals(401, 403, 422),
    openapi_extra={"security": [{"bearer": []}]},
)
async def list_kinds(request: Request, me: Me, region: Region = "") -> Response:
    """Every kind, whom to tell at once and within how long in `region`. Needs `clue.report` or `clue.read`."""
    if not me.may(REPORT):
        me.require(READ)
    async with database(request).reading() as connection, AsyncSession(connection) as db:
        terms = {who: await regional_term(db, term, region) for who, term in TELLS.items()}
    told = {
        who: ToTell(
            recipient=who,
            title_zh=RECIPIENTS[who].zh,
            title_en=RECIPIENTS[who].en,
            amount=term.amount,
            unit=term.unit,
        )
        for who, term in terms.items()
    }
    items = [
        ClueKindRead(
            kind=kind, receivers=list(rule.receivers), tells=[told[who] for who in rule.tells], basis=rule.basis
        )
        for kind, rule in KINDS.items()
    ]
    return Response(dump(ClueKindList(items=items, next_cursor=None).model_dump()), media_type="application/json")
