"""`/users`: people's accounts and the roles they hold."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlalchemy import Uuid, bindparam, select
from sqlmodel import col

from duban.kernel.access import Actor, one_visible, organisation_within
from duban.kernel.acts import Act
from duban.kernel.cases import Detail, Source, add_detail, answer
from duban.kernel.lane import Lane, Statement, as_uuid, dump
from duban.kernel.listing import Filter, Listing, Op, Reader, page_of, parse, query_parameters
from duban.kernel.organisations import Organisation
from duban.kernel.problems import refusals
from duban.kernel.transitions import IdempotencyKey, IfMatch
from duban.kernel.web import DubanRoute, Me, Writing, database, require_match
from duban.orgs import users
from duban.orgs.auth_routes import BEARER
from duban.orgs.authentication import settings_of
from duban.orgs.grant_routes import GRANTS
from duban.orgs.models import AppUser, RoleGrant
from duban.orgs.own_account import remove_second_factor
from duban.orgs.protection import key_ring, phone_index
from duban.orgs.rules import permission_over_account, permission_over_second_factor
from duban.orgs.schemas import (
    PhoneRead,
    ReasonIn,
    ResetIn,
    ResetRead,
    UserCreate,
    UserCreated,
    UserItem,
    UserPatch,
    UserQuery,
    UserRead,
)
from duban.orgs.shown_once import shown_once

router = APIRouter(prefix="/users", tags=["users"], route_class=DubanRoute)
CHANGES = refusals(400, 401, 403, 404, 409, 412, 422, 428, 503)


def _at_home(statement: Statement) -> Statement:
    return statement.join(Organisation, col(Organisation.id) == col(AppUser.organisation_id))


_JOINED: Mapping[str, Any] = {
    "organisation_name": col(Organisation.name),
    "has_second_factor": col(AppUser.totp_confirmed_at).is_not(None),
}


async def _grants(source: Source, row: Mapping[str, Any], me: Actor) -> dict[str, Any]:
    def build() -> Statement:
        mine = col(RoleGrant.user_id) == bindparam("_user", type_=Uuid())
        return GRANTS.select().where(mine).order_by(col(RoleGrant.id).desc())

    return {"grants": await source.rows("grants of a user", build, {"_user": as_uuid(row["id"])})}


DETAIL = Detail(
    Lane(AppUser, UserRead, extra=_JOINED, join=_at_home, computed=frozenset({"grants"})), "user.read", more=_grants
)
READER = Reader(
    Listing(
        Lane(AppUser, UserItem, extra=_JOINED, join=_at_home, computed=frozenset({"roles"})),
        UserQuery,
        "user.read",
        filters={
            "organisation_id": Filter(col(AppUser.organisation_id)),
            "under": Filter(None, Op.UNDER),
            "active": Filter(col(AppUser.active)),
            "username": Filter(col(AppUser.username)),
            "phone": Filter(col(AppUser.phone_index)),
        },
        sorts={"username": col(AppUser.username)},
    )
)


@router.get(
    "",
    response_model=page_of(UserItem),
    responses=refusals(400, 401, 403, 422),
    operation_id="user_list",
    summary="用户：列表 list",
    openapi_extra={"parameters": query_parameters(UserQuery), **BEARER},
)
async def list_users(request: Request, me: Me) -> Response:
    """Accounts at home in your part of the tree, each with the roles it holds now."""
    me.require("user.read")
    query = parse(UserQuery, request)
    if (phone := getattr(query, "phone", None)) is not None:
        query = query.model_copy(update={"phone": phone_index(key_ring(settings_of(request)), phone) or ""})
    page = await READER.page(request, me, query)
    held: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    async with database(request).reading() as connection:
        for user_id, role, organisation_id, name in await connection.execute(
            select(col(RoleGrant.user_id), col(RoleGrant.role), col(RoleGrant.organisation_id), col(Organisation.name))
            .join(Organisation, col(Organisation.id) == col(RoleGrant.organisation_id))
            .where(
                col(RoleGrant.ended_at).is_(None),
                col(RoleGrant.user_id).in_([as_uuid(row["id"]) for row in page["items"]]),
            )
            .order_by(col(RoleGrant.id))
        ):
            held[user_id].append({"role": role, "organisation_id": organisation_id, "organisation_name": name})
    for row in page["items"]:
        row["roles"] = held[as_uuid(row["id"])]
    return Response(dump(page), media_type="application/json")


add_detail(router, DETAIL, operation_id="user_read", summary="用户：查看 read one")


@router.post(
    "",
    status_code=201,
    response_model=UserCreated,
    responses=refusals(400, 401, 403, 404, 409, 422, 503),
    operation_id="user_create",
    summary="用户：新建 create",
    openapi_extra=BEARER,
)
async def create_user(
    request: Request, act: Writing, body: UserCreate, idempotency_key: IdempotencyKey = None
) -> Response:
    """A new account, without any role: a security administrator grants those. The password must be changed at the first
    sign-in; one that the system makes up is shown in this answer and nowhere else."""
    act.me.require("user.write")
    home = await organisation_within(act.db, act.me, body.organisation_id)
    user, generated = await users.create_user(
        act,
        settings_of(request),
        organisation=home,
        username=body.username,
        display_name=body.display_name,
        password=body.password,
        phone=body.phone,
    )
    return shown_once(await answer(request, DETAIL, user.id, act.me, act.db, status=201), initial_password=generated)


@router.patch(
    "/{id}",
    response_model=UserRead,
    responses=CHANGES,
    operation_id="user_amend",
    summary="用户：修改 amend",
    openapi_extra=BEARER,
)
async def amend_user(request: Request, id: UUID, act: Writing, body: UserPatch, if_match: IfMatch = None) -> Response:
    """Change name, telephone number (null removes it) or home. Roles stay until they are ended."""
    user = await _for_change(request, act, id, "user.write")
    home = await organisation_within(act.db, act.me, body.organisation_id) if body.organisation_id else None
    ring = key_ring(settings_of(request))
    await users.amend_user(act, ring, user, body.model_dump(exclude_unset=True, exclude={"organisation_id"}), home)
    return await answer(request, DETAIL, id, act.me, act.db)


async def _for_change(request: Request, act: Act, id: UUID, permission: str | None = None) -> AppUser:
    """The locked account, as read by the caller. Without `permission`: the one its holder's roles ask for."""
    user = await one_visible(act.db, AppUser, id, act.me, lock=True)
    act.me.require(permission or permission_over_account(await users.open_roles(act.db, id)))
    require_match(request, user)
    return user


async def _for_taking(request: Request, act: Act, id: UUID, permission: str | None = None) -> AppUser:
    """As `_for_change`, for what decides who gets into the account or stays out."""
    user = await _for_change(request, act, id, permission)
    await users.require_within_reach(act, user)
    return user


@router.post(
    "/{id}/deactivate",
    response_model=UserRead,
    responses=CHANGES,
    operation_id="user_deactivate",
    summary="用户：停用 deactivate",
    openapi_extra=BEARER,
)
async def deactivate_user(
    request: Request,
    id: UUID,
    act: Writing,
    body: ReasonIn,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Let the person in no more and end their sessions. Needs `user.write`; for an administrator's account
    `role.grant`."""
    await users.deactivate_user(act, await _for_taking(request, act, id), body.reason)
    return await answer(request, DETAIL, id, act.me, act.db)


@router.post(
    "/{id}/reactivate",
    response_model=UserRead,
    responses=CHANGES,
    operation_id="user_reactivate",
    summary="用户：恢复 reactivate",
    openapi_extra=BEARER,
)
async def reactivate_user(
    request: Request,
    id: UUID,
    act: Writing,
    body: ReasonIn,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Let the person in again, with the roles they had. Needs the permission that deactivating needs."""
    await users.reactivate_user(act, await _for_taking(request, act, id), body.reason)
    return await answer(request, DETAIL, id, act.me, act.db)


@router.post(
    "/{id}/unlock",
    response_model=UserRead,
    responses=CHANGES,
    operation_id="user_unlock",
    summary="用户：解锁 unlock",
    openapi_extra=BEARER,
)
async def unlock_user(
    request: Request,
    id: UUID,
    act: Writing,
    body: ReasonIn,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Lift the lock that wrong passwords put on the account."""
    await users.unlock_user(act, await _for_change(request, act, id, "user.write"), body.reason)
    return await answer(request, DETAIL, id, act.me, act.db)


@router.post(
    "/{id}/reset-password",
    response_model=ResetRead,
    responses=CHANGES,
    operation_id="user_reset_password",
    summary="用户：重置密码 reset the password",
    openapi_extra=BEARER,
)
async def reset_password(
    request: Request,
    id: UUID,
    act: Writing,
    body: ResetIn,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """A password to be changed at the next sign-in; all sessions end. Needs `user.write`; for an administrator's
    account `role.grant`. Whoever may do this may not remove the same account's second factor, and nobody may whose part
    of the tree does not hold every role of the person (403 `holds_roles_beyond`)."""
    user = await _for_taking(request, act, id)
    made_up = await users.reset_password(act, settings_of(request), user, body.reason, body.password)
    return shown_once(_blank(), initial_password=made_up)


@router.post(
    "/{id}/remove-second-factor",
    response_model=UserRead,
    responses=CHANGES,
    operation_id="user_remove_second_factor",
    summary="用户：解除动态口令 remove the second factor",
    openapi_extra=BEARER,
)
async def remove_factor(
    request: Request,
    id: UUID,
    act: Writing,
    body: ReasonIn,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """For a lost phone without recovery codes. Needs `role.grant`; for an administrator's account `user.write`."""
    permission = permission_over_second_factor(await users.open_roles(act.db, id))
    user = await _for_taking(request, act, id, permission)
    users.require_another(act, user)
    remove_second_factor(act, user, body.reason)
    return await answer(request, DETAIL, id, act.me, act.db)


@router.post(
    "/{id}/reveal",
    response_model=PhoneRead,
    responses=refusals(400, 401, 403, 404, 422, 503),
    operation_id="user_reveal",
    summary="用户：查看电话 show the telephone number",
    openapi_extra=BEARER,
)
async def reveal(request: Request, id: UUID, act: Writing, body: ReasonIn) -> Response:
    """The telephone number in plain. The look is journalled with your reason."""
    user = await one_visible(act.db, AppUser, id, act.me, lock=True)
    act.me.require("user.write")
    phone = users.reveal_phone(act, key_ring(settings_of(request)), user, body.reason)
    return shown_once(_blank(), phone=phone)


def _blank() -> Response:
    return Response(b"{}", media_type="application/json")
