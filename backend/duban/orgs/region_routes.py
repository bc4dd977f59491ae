"""`/regions`: the regions (GB/T 2260) in which organisations of one's part of the tree lie, and their names."""

from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import String, func, select
from sqlmodel import col

from duban.kernel.access import in_subtree
from duban.kernel.errors import FieldError, Invalid, Text
from duban.kernel.lane import dump
from duban.kernel.listing import decode_cursor, encode_cursor, page_of, parse, query_parameters
from duban.kernel.organisations import Organisation, OrganisationKind
from duban.kernel.problems import refusals
from duban.kernel.regions import INVENTED, check_region_code, level_of, parent_of
from duban.kernel.web import DubanRoute, Me, database
from duban.orgs.auth_routes import BEARER
from duban.orgs.schemas import Read
from duban.settings import Settings

router = APIRouter(prefix="/regions", tags=["organisations"], route_class=DubanRoute)


class RegionRead(Read):
    code: str = Field(description="GB/T 2260", examples=["350102"])
    name: str | None = Field(description="Its health authority's name; null where none lies in your part of the tree")
    level: str = Field(description="`province`, `prefecture`, `county`, `township` or `village`")
    parent_code: str | None = Field(description="The region directly around it, in use here or not; null: a province")
    organisations: int = Field(description="How many open organisations of your part of the tree lie in it")


class RegionQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    limit: int = Field(50, ge=1, le=200, description="Rows per page, 1 to 200")
    cursor: str | None = Field(None, max_length=600, description="`next_cursor` of the page before; opaque")
    within: str | None = Field(None, pattern=r"^[0-9]{2,12}$", description="A code's beginning: regions inside it")


@router.get(
    "",
    response_model=page_of(RegionRead),
    responses=refusals(400, 401, 403, 422),
    operation_id="region_list",
    summary="行政区划：列表 regions in use",
    openapi_extra={"parameters": query_parameters(RegionQuery), **BEARER},
)
async def list_regions(request: Request, me: Me) -> Response:
    """The regions in use, by code. A region is there as soon as an organisation lies in it."""
    me.require("organisation.read")
    query, code = parse(RegionQuery, request), col(Organisation.region_code)
    here = in_subtree(Organisation, me)
    statement = (
        select(code, func.count())
        .where(here, code.is_not(None), col(Organisation.closed_on).is_(None))
        .group_by(code)
        .order_by(code)
        .limit(query.limit + 1)
    )
    if query.within:
        statement = statement.where(code.startswith(query.within))
    if query.cursor:
        statement = statement.where(code > decode_cursor(query.cursor, "code", [String()])[0])
    authority = col(Organisation.kind) == OrganisationKind.HEALTH_AUTHORITY
    async with database(request).reading() as connection:
        rows = (await connection.execute(statement)).all()
        page = [(str(region), count) for region, count in rows[: query.limit]]
        named = await connection.execute(
            select(code, col(Organisation.name))
            .where(here, authority, code.in_([row[0] for row in page]))
            .order_by(col(Organisation.level).desc(), col(Organisation.id).desc())
        )
        names: dict[str, str] = {region: name for region, name in named if region}  # the highest, oldest one wins
    items: list[dict[str, Any]] = [
        {
            "code": region,
            "name": names.get(region),
            "level": level_of(region),
            "parent_code": parent_of(region),
            "organisations": count,
        }
        for region, count in page
    ]
    following = encode_cursor("code", [page[-1][0]]) if len(rows) > len(page) else None
    return Response(dump({"items": items, "next_cursor": following}), media_type="application/json")


def require_real_region(settings: Settings, code: str | None) -> None:
    """Raise Invalid for an invented region where the installation has none (`invented_regions`)."""
    if code and code.startswith(INVENTED) and not settings.invented_regions:
        text = Text(
            "以 99 开头的是虚构的行政区划代码，本系统不接受。请填写 GB/T 2260 代码。",
            "Codes that begin with 99 are invented and not taken here. Give the GB/T 2260 code.",
        )
        raise Invalid("region_invented", text, [FieldError("/region_code", "region_invented", text)])


def require_founding_region(settings: Settings, code: str) -> None:
    """Raise Invalid unless the root of the tree may lie in the region `code`."""
    require_real_region(settings, code)
    fault = None if code.startswith(INVENTED) else check_region_code(code, "/region_code")
    if fault is not None:
        raise Invalid(fault.code, fault.text, [fault])
