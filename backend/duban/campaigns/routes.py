"""Campaigns over HTTP. The documents they come from are in `plan_routes.py`, what they say in `text_routes.py`."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlalchemy import bindparam, select
from sqlmodel import col

from duban.campaigns import actions, amending, closing, drafting
from duban.campaigns.models import Campaign, CampaignClause, CampaignPhase
from duban.campaigns.plans import plan_from
from duban.campaigns.rules import CAMPAIGN, CampaignState
from duban.campaigns.schemas import (
    AdoptionRead,
    AmendIn,
    Amendment,
    CampaignCreate,
    CampaignItem,
    CampaignPatch,
    CampaignQuery,
    CampaignRead,
    ClauseItem,
    CloseIn,
    PhaseRead,
    Preview,
)
from duban.campaigns.visibility import issuers_place
from duban.kernel.access import Actor, one_visible
from duban.kernel.cases import Detail, Source, add_detail, answer
from duban.kernel.history import add_history
from duban.kernel.lane import Lane, Statement, as_uuid
from duban.kernel.listing import Filter, Listing, Op, add_list
from duban.kernel.organisations import Organisation
from duban.kernel.problems import refusals
from duban.kernel.transitions import IdempotencyKey, IfMatch, add_transitions
from duban.kernel.web import DubanRoute, Me, Writing, database, require_match

SECURED: dict[str, Any] = {"security": [{"bearer": []}]}

router = APIRouter(prefix="/campaigns", tags=["campaigns"], route_class=DubanRoute)


# ---- campaigns ------------------------------------------------------------------------------------------------------


def _with_issuer(statement: Statement) -> Statement:
    return statement.join(Organisation, col(Organisation.id) == col(Campaign.organisation_id))


def _phases() -> Statement:
    table = CampaignPhase.__table__.c  # type: ignore[attr-defined]
    return (
        select(*(table[name] for name in PhaseRead.model_fields))
        .where(table.campaign_id == bindparam("_campaign", type_=table.campaign_id.type))
        .order_by(table.starts_on, table.code)
    )


def _adoptions(level: int) -> Statement:
    """The campaigns that adopted one, as far as they lie in the reader's subtree."""
    table = Campaign.__table__.c  # type: ignore[attr-defined]
    names = (name for name in AdoptionRead.model_fields if name != "organisation_name")
    return (
        _with_issuer(select(*(table[name] for name in names), col(Organisation.name).label("organisation_name")))
        .where(
            table.parent_id == bindparam("_campaign", type_=table.id.type),
            table[f"org_l{level}"] == bindparam("_scope", type_=table.id.type),
            table.state != CampaignState.WITHDRAWN,
        )
        .order_by(table.id)
    )


async def _around(source: Source, row: Mapping[str, Any], me: Actor) -> dict[str, Any]:
    phases = await source.rows("campaign phases", _phases, {"_campaign": as_uuid(row["id"])})
    draft = row["state"] == CampaignState.DRAFT
    places = drafting.open_places(plan_from(row["plan"]), row["answers"], "zh") if draft else []
    mine = {"_campaign": as_uuid(row["id"]), "_scope": me.organisation_id}
    adoptions = await source.rows(("adoptions", me.level), lambda: _adoptions(me.level), mine)
    return {"phases": phases, "open_places": places, "adoptions": adoptions}


LISTING = Listing(
    Lane(Campaign, CampaignItem, extra={"organisation_name": col(Organisation.name)}, join=_with_issuer),
    CampaignQuery,
    "campaign.read",
    filters={
        "state": Filter(col(Campaign.state), Op.AMONG),
        "plan_id": Filter(col(Campaign.plan_id)),
        "organisation_id": Filter(col(Campaign.organisation_id)),
    },
    sorts={"starts_on": col(Campaign.starts_on)},
)
DETAIL = Detail(
    Lane(
        Campaign,
        CampaignRead,
        extra={"organisation_name": col(Organisation.name)},
        join=_with_issuer,
        computed=frozenset({"clocks", "available_actions", "phases", "open_places", "adoptions"}),
        also=("plan",),
    ),
    "campaign.read",
    CAMPAIGN,
    more=_around,
    stand_in=issuers_place,
)

READER = add_list(router, LISTING, operation_id="campaign_list", summary="专项行动: 列表 list campaigns")
add_detail(router, DETAIL, operation_id="campaign_read", summary="专项行动: 查看 read one campaign")
add_history(router, DETAIL)


@router.post(
    "",
    response_model=CampaignRead,
    status_code=201,
    operation_id="campaign_create",
    summary="专项行动: 起草 draft a campaign",
    responses=refusals(400, 401, 403, 404, 409, 422, 503),
    openapi_extra=SECURED,
)
async def create(
    request: Request, act: Writing, body: CampaignCreate, idempotency_key: IdempotencyKey = None
) -> Response:
    """Draft a campaign from a shipped plan, from a plan of your own (data, or the text of its YAML file), or by
    adopting a superior's campaign (`/campaigns/addressed`).

    `owners`, `dropped_clauses` and `institution_types` cut it to the district. The dates of an adoption lie inside the
    superior's. The draft shows the places still open; fill them with `PATCH`, look at `GET …/preview`, then launch.
    """
    campaign = await drafting.draft(act, body)
    return await answer(request, DETAIL, campaign.id, act.me, act.db, status=201)


@router.patch(
    "/{id}",
    response_model=CampaignRead,
    operation_id="campaign_amend_draft",
    summary="专项行动: 修改草稿 amend a draft",
    responses=refusals(400, 401, 403, 404, 409, 412, 422, 428, 503),
    openapi_extra=SECURED,
)
async def amend_draft(
    request: Request, id: UUID, act: Writing, body: CampaignPatch, if_match: IfMatch = None
) -> Response:
    """Change a draft: its title, the answers, who owes a clause, what is left out."""
    campaign = await one_visible(act.db, Campaign, id, act.me, lock=True)
    act.me.require("campaign.write")
    require_match(request, campaign)
    await actions.amend_draft(act, campaign, body)
    return await answer(request, DETAIL, campaign.id, act.me, act.db)


@router.get(
    "/{id}/preview",
    response_model=Preview,
    operation_id="campaign_preview",
    summary="专项行动: 预览 preview a launch",
    responses=refusals(401, 403, 404, 422),
    openapi_extra=SECURED,
)
async def preview(request: Request, id: UUID, me: Me) -> dict[str, Any]:
    """What a launch would create now, clause by clause. Writes nothing; 422 names the blanks still open."""
    async with database(request).session() as db:
        campaign = await one_visible(db, Campaign, id, me)
        me.require("campaign.read")
        filled, _, expansions = await drafting.expanded(db, campaign)
    return drafting.preview_of(filled, expansions)


add_transitions(
    router,
    CAMPAIGN,
    Campaign,
    DETAIL,
    bodies={"close": CloseIn},
    doing={"launch": actions.launch, "close": closing.close},
)


@router.post(
    "/{id}/amend",
    response_model=Amendment,
    operation_id="campaign_amend",
    summary="专项行动: 调整 amend a launched campaign",
    responses={
        **refusals(400, 401, 403, 404, 409, 412, 422, 428, 503),
        202: {"model": Amendment, "description": "Too much to write at once: the job `job_id` does it"},
    },
    openapi_extra=SECURED,
)
async def amend(
    request: Request,
    response: Response,
    id: UUID,
    act: Writing,
    body: AmendIn,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> dict[str, Any]:
    """Show the difference, and issue only what changed: answers, plan, owners, narrowing, clauses ended or restored.

    What was submitted, approved or missed is kept in every case. Nothing is given out whose day has passed.
    """
    campaign = await one_visible(act.db, Campaign, id, act.me, lock=True)
    act.me.require("campaign.launch")
    require_match(request, campaign)
    shown = await amending.amend(act, campaign, body)
    if shown["job_id"] is not None:
        response.status_code = 202
    return shown


# ---- clauses --------------------------------------------------------------------------------------------------------


@router.get(
    "/{id}/clauses",
    response_model=list[ClauseItem],
    operation_id="campaign_clauses",
    summary="专项行动: 条款 its clauses",
    responses=refusals(401, 403, 404, 422),
    openapi_extra=SECURED,
)
async def clauses(request: Request, id: UUID, me: Me) -> list[CampaignClause]:
    """Every clause of a launched campaign in the plan's order, retired ones too. Some 25, not paged."""
    async with database(request).session() as db:
        await one_visible(db, Campaign, id, me)
        me.require("campaign.read")
        return await clauses_of_campaign(db, id)


async def clauses_of_campaign(db: Any, campaign_id: UUID) -> list[CampaignClause]:
    """The campaign's clauses in the plan's order. One statement."""
    found = await db.scalars(
        select(CampaignClause)
        .where(col(CampaignClause.campaign_id) == campaign_id)
        .order_by(col(CampaignClause.position))
    )
    return list(found)
