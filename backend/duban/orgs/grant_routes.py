"""`/roles`: what roles there are; `/role-grants`: who holds or held which, granted and ended here."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlalchemy import select
from sqlmodel import col

from duban.kernel.access import one_visible, organisation_within
from duban.kernel.cases import Detail, answer
from duban.kernel.lane import Lane, Statement, dump
from duban.kernel.listing import Filter, Listing, Op, add_list
from duban.kernel.organisations import Organisation, OrganisationKind
from duban.kernel.problems import refusals
from duban.kernel.transitions import IdempotencyKey, IfMatch
from duban.kernel.web import DubanRoute, Me, Writing, require_match
from duban.orgs import grants
from duban.orgs.auth_routes import BEARER
from duban.orgs.models import AppUser, RoleGrant
from duban.orgs.rules import PERMISSIONS, ROLES, Role, fits, not_together, scopes_of
from duban.orgs.schemas import GrantIn, GrantQuery, GrantRead, ReasonIn, RolesRead

roles = APIRouter(prefix="/roles", tags=["roles"], route_class=DubanRoute)
router = APIRouter(tags=["roles"], route_class=DubanRoute)


def _with_names(statement: Statement) -> Statement:
    return statement.join(Organisation, col(Organisation.id) == col(RoleGrant.organisation_id)).join(
        AppUser, col(AppUser.id) == col(RoleGrant.user_id)
    )


_JOINED: Mapping[str, Any] = {
    "organisation_name": col(Organisation.name),
    "username": col(AppUser.username),
    "display_name": col(AppUser.display_name),
}
GRANTS = Lane(RoleGrant, GrantRead, extra=_JOINED, join=_with_names)
DETAIL = Detail(GRANTS, "user.read")
LISTING = Listing(
    GRANTS,
    GrantQuery,
    "user.read",
    filters={
        "user_id": Filter(col(RoleGrant.user_id)),
        "role": Filter(col(RoleGrant.role), Op.AMONG),
        "organisation_id": Filter(col(RoleGrant.organisation_id)),
        "ended": Filter(col(RoleGrant.ended_at), Op.IS_SET),
    },
)
add_list(
    router,
    LISTING,
    path="/role-grants",
    operation_id="role_grant_list",
    summary="授权：列表 list of roles held",
    description="Who holds or held which role in your part of the tree.",
)


@roles.get(
    "",
    response_model=RolesRead,
    responses=refusals(401),
    operation_id="role_list",
    summary="角色目录 the catalogue of roles",
    openapi_extra=BEARER,
)
async def catalogue(me: Me) -> Response:
    """Every role with what it permits, where it can be held and what it excludes; every permission; every scope."""
    kinds = [kind.value for kind in OrganisationKind]
    found = {
        "roles": [
            {
                "code": role,
                "zh": duties.title.zh,
                "en": duties.title.en,
                "permissions": sorted(duties.permissions),
                "kinds": [kind for kind in kinds if fits(role, kind)],
                "excludes": [other for other in Role if not_together([other], role)],
            }
            for role, duties in ROLES.items()
        ],
        "permissions": [{"code": code, "zh": text.zh, "en": text.en} for code, text in PERMISSIONS.items()],
        "scopes": {kind: sorted(scopes_of(kind)) for kind in kinds},
    }
    return Response(dump(found), media_type="application/json")


@router.post(
    "/users/{id}/grants",
    status_code=201,
    response_model=GrantRead,
    responses=refusals(400, 401, 403, 404, 409, 422, 503),
    operation_id="role_grant_create",
    summary="授权：授予 grant a role",
    openapi_extra=BEARER,
)
async def grant(
    request: Request, id: UUID, act: Writing, body: GrantIn, idempotency_key: IdempotencyKey = None
) -> Response:
    """Let the person act in a role for an organisation of your part of the tree. Nobody grants to themselves; the three
    administrators and the roles that work on matters exclude each other (409 `roles_exclude_each_other`)."""
    user = await one_visible(act.db, AppUser, id, act.me, lock=True)
    act.me.require("role.grant")
    there = await organisation_within(act.db, act.me, body.organisation_id)
    made = await grants.grant_role(act, user, body.role, there, reason=body.reason)
    response = await answer(request, DETAIL, made.id, act.me, act.db, status=201)
    del response.headers["location"]  # a grant is read with its user; it has no address of its own
    return response


@router.post(
    "/role-grants/{id}/end",
    response_model=GrantRead,
    responses=refusals(400, 401, 403, 404, 409, 412, 422, 428, 503),
    operation_id="role_grant_end",
    summary="授权：收回 end a role",
    openapi_extra=BEARER,
)
async def end(
    request: Request,
    id: UUID,
    act: Writing,
    body: ReasonIn,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Take the role away. It stops working at once; its row stays as history."""
    grant = await one_visible(act.db, RoleGrant, id, act.me, lock=True)
    act.me.require("role.grant")
    require_match(request, grant)
    user = (await act.db.scalars(select(AppUser).where(col(AppUser.id) == grant.user_id))).one()
    await grants.end_grant(act, grant, user, reason=body.reason)
    return await answer(request, DETAIL, id, act.me, act.db)
