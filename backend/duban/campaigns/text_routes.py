"""What a campaign says, and which campaigns of superiors address an authority: reading beyond one's own subtree."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from sqlalchemy import Uuid, select
from sqlmodel import col

from duban.campaigns.drafting import obligations
from duban.campaigns.layout import standing
from duban.campaigns.models import Campaign
from duban.campaigns.rules import CampaignState
from duban.campaigns.schemas import AddressedCampaign, AddressedPage, CampaignPlanRead
from duban.campaigns.visibility import readable
from duban.kernel.cases import Source
from duban.kernel.listing import decode_cursor, encode_cursor
from duban.kernel.organisations import Organisation, OrganisationKind
from duban.kernel.problems import language_of, refusals
from duban.kernel.web import DubanRoute, Me, database

SECURED: dict[str, Any] = {"security": [{"bearer": []}]}

router = APIRouter(prefix="/campaigns", tags=["campaigns"], route_class=DubanRoute)


@router.get(
    "/addressed",
    response_model=AddressedPage,
    operation_id="campaign_addressed",
    summary="专项行动: 上级部署 campaigns of superiors that address you",
    responses=refusals(400, 401, 403, 422),
    openapi_extra=SECURED,
)
async def read_addressed(
    request: Request,
    me: Me,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=600)] = None,
) -> dict[str, Any]:
    """The campaigns in force of the authorities above yours, newest first: read them, adopt them. Empty for others than
    health authorities."""
    me.require("campaign.read")
    before = decode_cursor(cursor, "addressed", [Uuid()])[0] if cursor else None
    async with database(request).session() as db:
        own = await db.get(Organisation, me.organisation_id)
        if own is None or own.kind is not OrganisationKind.HEALTH_AUTHORITY:
            return {"items": [], "next_cursor": None}
        above = [id for id in own.levels() if id is not None and id != own.id and id not in me.recused]
        table = Campaign.__table__.c  # type: ignore[attr-defined]
        names = (name for name in AddressedCampaign.model_fields if name != "organisation_name")
        statement = (
            select(*(table[name] for name in names), col(Organisation.name).label("organisation_name"))
            .join(Organisation, col(Organisation.id) == table.organisation_id)
            .where(table.organisation_id.in_(above), table.state == CampaignState.LAUNCHED)
            .order_by(table.id.desc())
            .limit(limit)
        )
        if me.recused:
            statement = statement.where(table.id.not_in(me.recused))
        if before is not None:
            statement = statement.where(table.id < before)
        rows = [dict(row) for row in (await db.execute(statement)).mappings()]
    more = len(rows) == limit
    return {"items": rows, "next_cursor": encode_cursor("addressed", [rows[-1]["id"]]) if more else None}


@router.get(
    "/{id}/plan",
    response_model=CampaignPlanRead,
    operation_id="campaign_plan",
    summary="专项行动: 方案 what it says",
    responses=refusals(401, 403, 404, 422),
    openapi_extra=SECURED,
)
async def read_plan(request: Request, id: UUID, me: Me) -> dict[str, Any]:
    """The document as it was given, and the obligations read out of it as they stand now. Also for the authorities that
    the campaign addresses and for everybody who owes a duty in it."""
    async with database(request).session() as db:
        campaign = await readable(db, Source(database(request), session=db), id, me)
        me.require("campaign.read")
        stands = await standing(db, campaign)
    return {
        "campaign_id": campaign.id,
        "plan_id": campaign.plan_id,
        "plan_sha256": campaign.plan_sha256,
        "title": campaign.title,
        "answers": campaign.answers,
        "plan": campaign.plan,
        "obligations": obligations(stands.plan, language_of(request), campaign.owners),
        "left_out": sorted({*stands.dropped, *stands.retired}),
    }
