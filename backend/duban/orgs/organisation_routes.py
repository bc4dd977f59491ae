"""`/organisations`: the tree, read by everybody who works in it, kept by system administrators."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlalchemy import Uuid, bindparam, exists, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from duban.kernel.access import Actor, in_subtree, one_visible
from duban.kernel.acts import Act
from duban.kernel.cases import Detail, Source, add_detail, answer
from duban.kernel.errors import not_found
from duban.kernel.lane import Lane, Statement, dump
from duban.kernel.listing import Filter, Listing, Op, add_list, page_of, parse, query_parameters
from duban.kernel.organisations import Organisation
from duban.kernel.problems import refusals
from duban.kernel.transitions import IdempotencyKey, IfMatch
from duban.kernel.web import DubanRoute, Me, Writing, database, require_match, uuid_in_path
from duban.orgs import moves, tree
from duban.orgs.auth_routes import BEARER
from duban.orgs.authentication import settings_of
from duban.orgs.region_routes import require_real_region
from duban.orgs.schemas import (
    ChildrenQuery,
    CloseIn,
    MoveIn,
    OrganisationCreate,
    OrganisationItem,
    OrganisationPatch,
    OrganisationQuery,
    OrganisationRead,
    ReasonIn,
)

router = APIRouter(prefix="/organisations", tags=["organisations"], route_class=DubanRoute)
CHANGES = refusals(400, 401, 403, 404, 409, 412, 422, 428, 503)
WRITE = "organisation.write"

_child = aliased(Organisation)
_JOINED: Mapping[str, Any] = {
    "has_children": exists().where(col(_child.parent_id) == col(Organisation.id), col(_child.closed_on).is_(None))
}


async def _path(source: Source, row: Mapping[str, Any], me: Actor) -> dict[str, Any]:
    """From the root down to the row: one look-up of its ancestors, in their order."""
    ids = [row[name] for name in moves.LEVEL_COLUMNS]

    def build() -> Statement:
        wanted = [bindparam(f"_l{level}", type_=Uuid()) for level in range(len(ids))]
        name = col(Organisation.name)
        columns: tuple[Any, ...] = (col(Organisation.id).label("code"), name.label("zh"), name.label("en"))
        return select(*columns).where(col(Organisation.id).in_(wanted)).order_by(col(Organisation.level))

    values = {f"_l{level}": id for level, id in enumerate(ids)}
    return {"path": await source.rows("path of an organisation", build, values)}


DETAIL = Detail(
    Lane(
        Organisation,
        OrganisationRead,
        extra=_JOINED,
        computed=frozenset({"path"}),
        also=moves.LEVEL_COLUMNS,
    ),
    "organisation.read",
    more=_path,
)
LISTING = Listing(
    Lane(Organisation, OrganisationItem, extra=_JOINED),
    OrganisationQuery,
    "organisation.read",
    filters={
        "parent_id": Filter(col(Organisation.parent_id)),
        "under": Filter(None, Op.UNDER),
        "kind": Filter(col(Organisation.kind), Op.AMONG),
        "region": Filter(col(Organisation.region_code)),
        "closed": Filter(col(Organisation.closed_on), Op.IS_SET),
    },
    sorts={"name": col(Organisation.name)},
    default_sort="id",
)
READER = add_list(router, LISTING, operation_id="organisation_list", summary="机构：列表 list")
add_detail(router, DETAIL, operation_id="organisation_read", summary="机构：查看 read one")


@router.get(
    "/{id}/children",
    response_model=page_of(OrganisationItem),
    responses=refusals(400, 401, 403, 404, 422),
    operation_id="organisation_children",
    summary="机构：下级 those directly below",
    openapi_extra={"parameters": query_parameters(ChildrenQuery), **BEARER},
)
async def children(request: Request, id: str, me: Me) -> Response:
    """The organisations directly below, by name."""
    parent_id = uuid_in_path(id)
    async with database(request).reading() as connection:
        seen = await connection.scalar(
            select(col(Organisation.id)).where(col(Organisation.id) == parent_id, in_subtree(Organisation, me))
        )
    if seen is None:
        raise not_found()
    me.require("organisation.read")
    asked = parse(ChildrenQuery, request)
    query = OrganisationQuery(**asked.model_dump(), parent_id=parent_id)
    return Response(dump(await READER.page(request, me, query)), media_type="application/json")


@router.post(
    "",
    status_code=201,
    response_model=OrganisationRead,
    responses=refusals(400, 401, 403, 404, 409, 422, 503),
    operation_id="organisation_create",
    summary="机构：新建 create",
    openapi_extra=BEARER,
)
async def create_organisation(
    request: Request, act: Writing, body: OrganisationCreate, idempotency_key: IdempotencyKey = None
) -> Response:
    """A new organisation below one of your part of the tree."""
    act.me.require(WRITE)
    require_real_region(settings_of(request), body.region_code)
    parent = await one_visible(act.db, Organisation, body.parent_id, act.me, lock=True)
    made = await tree.create_organisation(act, parent, **body.model_dump(exclude={"parent_id"}))
    return await answer(request, DETAIL, made.id, act.me, act.db, status=201)


async def _for_change(request: Request, act: Act, id: UUID) -> Organisation:
    organisation = await one_visible(act.db, Organisation, id, act.me, lock=True)
    act.me.require(WRITE)
    require_match(request, organisation)
    return organisation


@router.patch(
    "/{id}",
    response_model=OrganisationRead,
    responses=CHANGES,
    operation_id="organisation_amend",
    summary="机构：修改 amend",
    openapi_extra=BEARER,
)
async def amend_organisation(
    request: Request, id: UUID, act: Writing, body: OrganisationPatch, if_match: IfMatch = None
) -> Response:
    """Change names, code or region. Its kind stays; its place changes by `move`."""
    organisation = await _for_change(request, act, id)
    require_real_region(settings_of(request), body.region_code)
    await tree.amend_organisation(act, organisation, body.model_dump(exclude_unset=True))
    return await answer(request, DETAIL, id, act.me, act.db)


@router.post(
    "/{id}/close",
    response_model=OrganisationRead,
    responses=CHANGES,
    operation_id="organisation_close",
    summary="机构：停用 close",
    openapi_extra=BEARER,
)
async def close_organisation(
    request: Request,
    id: UUID,
    act: Writing,
    body: CloseIn,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Close it: nobody acts for it any more, and what it owns stays readable to those above. Its open children are
    moved or closed first."""
    await tree.close_organisation(act, await _for_change(request, act, id), body.closed_on, body.reason)
    return await answer(request, DETAIL, id, act.me, act.db)


@router.post(
    "/{id}/reopen",
    response_model=OrganisationRead,
    responses=CHANGES,
    operation_id="organisation_reopen",
    summary="机构：恢复 reopen",
    openapi_extra=BEARER,
)
async def reopen_organisation(
    request: Request,
    id: UUID,
    act: Writing,
    body: ReasonIn,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Undo a closing."""
    organisation = await _for_change(request, act, id)
    parent = await act.db.get(Organisation, organisation.parent_id) if organisation.parent_id else None
    tree.reopen_organisation(act, organisation, parent, body.reason)
    return await answer(request, DETAIL, id, act.me, act.db)


@router.post(
    "/{id}/move",
    response_model=OrganisationRead,
    responses=CHANGES,
    operation_id="organisation_move",
    summary="机构：移动 move",
    openapi_extra=BEARER,
)
async def move_organisation(
    request: Request,
    id: UUID,
    act: Writing,
    body: MoveIn,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Put it below another organisation, with everything below it. Whoever saw its matters by their place in the tree
    sees them by the new one from now on; the journal keeps the place where each thing happened."""
    await moves.serialise(act.db)
    organisation = await _for_change(request, act, id)
    parent = await one_visible(act.db, Organisation, body.parent_id, act.me)
    await moves.move_organisation(act, organisation, parent, body.reason)
    return await answer(request, DETAIL, id, act.me, act.db)
