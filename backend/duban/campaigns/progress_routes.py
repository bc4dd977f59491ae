"""How a campaign stands, over HTTP: progress, coverage with the organisations behind it, the matrix."""

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from sqlalchemy import Uuid

from duban.campaigns import coverage, drafting, progress
from duban.campaigns.figures import plain
from duban.campaigns.models import Campaign
from duban.campaigns.progress import By, View
from duban.campaigns.progress_schemas import CoverageRead, MatrixRead, MemberPage, ProgressRead
from duban.campaigns.routes import SECURED, clauses_of_campaign
from duban.kernel.access import one_visible, organisation_within
from duban.kernel.errors import NotFound, Text
from duban.kernel.listing import NONE, decode_cursor, encode_cursor
from duban.kernel.problems import refusals
from duban.kernel.web import DubanRoute, Me, database

router = APIRouter(prefix="/campaigns", tags=["campaigns"], route_class=DubanRoute)


@router.get(
    "/{id}/progress",
    response_model=ProgressRead,
    operation_id="campaign_progress",
    summary="专项行动: 进度 progress",
    responses=refusals(400, 401, 403, 404, 422),
    openapi_extra=SECURED,
)
async def read_progress(
    request: Request,
    id: UUID,
    me: Me,
    by: By = By.CLAUSE,
    under: Annotated[UUID | None, Query(description="Only duties below this organisation")] = None,
    lead: Annotated[
        list[str] | None,
        Query(max_length=20, description="Only tasks led by any of these (codes); `mine`: by the section you work in"),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="Groups per page, by organisation only")] = 100,
    cursor: Annotated[str | None, Query(max_length=600)] = None,
) -> dict[str, Any]:
    """Counts of facts by clause, organisation, region, phase, period, lead, or type, level and ownership of the
    institutions, each with the query of its rows. A duty with two leads or two types counts in both groups."""
    after = decode_cursor(cursor, "organisation", [Uuid()])[0] if cursor else None
    async with database(request).session() as db:
        await one_visible(db, Campaign, id, me)
        me.require("duty.read")
        place = await organisation_within(db, me, under) if under else None
        own = await progress.own_leads(db, me)
        view = View(place, progress.leads_of(lead or [], own), own)
        groups = await progress.counts(db, id, me, by, view, after=after, limit=limit)
    more = by is By.ORGANISATION and len(groups) == limit
    return {
        "by": by,
        "leads": view.leads,
        "groups": groups,
        "next_cursor": encode_cursor("organisation", [groups[-1]["key"]]) if more else None,
    }


@router.get(
    "/{id}/coverage",
    response_model=list[CoverageRead],
    operation_id="campaign_coverage",
    summary="专项行动: 覆盖率 coverage against the plan's targets",
    responses=refusals(401, 403, 404, 422),
    openapi_extra=SECURED,
)
async def read_coverage(request: Request, id: UUID, me: Me) -> list[dict[str, Any]]:
    """Each target with its own population and day, and by region. Its organisations: `…/coverage/{clause}/{index}`."""
    async with database(request).session() as db:
        campaign = await one_visible(db, Campaign, id, me)
        me.require("duty.read")
        around = await drafting.district(db, campaign)
        return await coverage.coverage(db, campaign, await clauses_of_campaign(db, id), around, me)


@router.get(
    "/{id}/coverage/{clause_code}/{index}",
    response_model=MemberPage,
    operation_id="campaign_coverage_rows",
    summary="专项行动: 覆盖名单 the organisations behind a coverage figure",
    responses=refusals(400, 401, 403, 404, 422),
    openapi_extra=SECURED,
)
async def read_members(
    request: Request,
    id: UUID,
    clause_code: str,
    index: int,
    me: Me,
    reached: Annotated[bool | None, Query(description="Its own figure reaches the target, or does not")] = None,
    reported: Annotated[bool | None, Query(description="A report of it counts, or none does")] = None,
    counted: Annotated[bool | None, Query(description="It is part of the figure, or is not")] = None,
    region_code: Annotated[str | None, Query(max_length=12, description="`none`: without a region")] = None,
    on: Annotated[date | None, Query(description="As it stood at the end of this day; default: `as_of`")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=600)] = None,
) -> dict[str, Any]:
    """The organisations that a target looks at, by id, each with the report its figure comes from. A target that
    nothing counts has none."""
    after = decode_cursor(cursor, "member", [Uuid()])[0] if cursor else None
    async with database(request).session() as db:
        campaign = await one_visible(db, Campaign, id, me)
        me.require("duty.read")
        aims = coverage.aims(campaign, await clauses_of_campaign(db, id))
        aim = next((one for one in aims if (one.clause.code, one.index) == (clause_code, index)), None)
        if aim is None:
            raise NotFound("no_such_target", Text("没有这个覆盖指标。", "There is no such coverage target."))
        count, day = aim.target.count, on or aim.as_of
        around = await drafting.district(db, campaign)
        ledger = await coverage.ledger_of(db, id, [count] if count else [], me)
    found = coverage.members(aim, count, around, ledger, me, day) if count else []
    wanted = [
        m
        for m in found
        if (reached is None or m.reached is reached)
        and (reported is None or m.reported is reported)
        and (counted is None or m.counted is counted)
        and (region_code is None or (m.region_code or NONE) == region_code)
        and (after is None or m.id > after)
    ]
    page = wanted[:limit]
    return {
        "on": day,
        "items": [{**asdict(m), "part": plain(m.part), "whole": plain(m.whole)} for m in page],
        "next_cursor": encode_cursor("member", [page[-1].id]) if len(wanted) > limit else None,
    }


@router.get(
    "/{id}/matrix",
    response_model=MatrixRead,
    operation_id="campaign_matrix",
    summary="专项行动: 责任矩阵 organisations × clauses",
    responses=refusals(400, 401, 403, 404, 422),
    openapi_extra=SECURED,
)
async def read_matrix(
    request: Request,
    id: UUID,
    me: Me,
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
    cursor: Annotated[str | None, Query(max_length=600)] = None,
) -> dict[str, Any]:
    """Who owes what, with the facts of each cell; a page of organisations by id."""
    after = decode_cursor(cursor, "matrix", [Uuid()])[0] if cursor else None
    async with database(request).session() as db:
        await one_visible(db, Campaign, id, me)
        me.require("duty.read")
        lines = await progress.matrix(db, id, me, after=after, limit=limit)
    more = len(lines) == limit
    return {"items": lines, "next_cursor": encode_cursor("matrix", [lines[-1]["organisation_id"]]) if more else None}
