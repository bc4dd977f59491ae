"""`/me`: who asks, what they may do and for whom, and what the web pages need to know of this installation."""

from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import select
from sqlmodel import col

from duban import __version__
from duban.kernel.lane import dump
from duban.kernel.problems import refusals
from duban.kernel.web import DubanRoute, database
from duban.orgs.actors import seats_of
from duban.orgs.auth_routes import BEARER
from duban.orgs.authentication import Signed, limit_code, settings_of
from duban.orgs.limits import password_expires_at
from duban.orgs.models import AppUser
from duban.orgs.rules import ROLES, Role
from duban.orgs.schemas import MeRead
from duban.settings import Settings

router = APIRouter(prefix="/me", tags=["me"], route_class=DubanRoute)


@router.get(
    "",
    response_model=MeRead,
    responses=refusals(401, 403),
    operation_id="me",
    summary="本人 who I am",
    openapi_extra=BEARER,
)
async def me(request: Request, me: Signed) -> Response:
    """Who you are, the organisation you act for, your roles and permissions there, and where else you may act: send one
    of `acting_choices` as `Duban-Acting-For`."""
    settings = settings_of(request)
    async with database(request).reading() as connection:
        account = (
            await connection.execute(
                select(
                    col(AppUser.username),
                    col(AppUser.organisation_id),
                    col(AppUser.totp_confirmed_at),
                    col(AppUser.recovery_digests),
                    col(AppUser.password_changed_at),
                ).where(col(AppUser.id) == me.id)
            )
        ).one_or_none()
        seats = await seats_of(connection, me.id, account.organisation_id) if account else []
    answer: dict[str, Any] = {
        "id": me.id,
        "kind": me.kind,
        "name": me.name,
        "username": account.username if account else None,
        "organisation": {
            "id": me.organisation_id,
            "name": me.organisation_name,
            "kind": me.organisation_kind,
            "level": me.level,
            "region_code": me.region_code,
        },
        "section_id": me.section_id,
        "roles": [_named(Role(role)) for role in sorted(me.roles)],
        "permissions": sorted(me.permissions),
        "acting_choices": [
            {
                "organisation_id": seat.organisation_id,
                "name": seat.name,
                "kind": seat.kind,
                "roles": sorted(seat.roles),
            }
            for seat in seats
            if seat.roles and not seat.closed
        ],
        "session_id": me.session_id,
        "limited_to": limit_code(request),
        "has_second_factor": bool(account and account.totp_confirmed_at),
        "recovery_codes_left": len(account.recovery_digests) if account else 0,
        "password_expires_at": password_expires_at(settings, account.password_changed_at) if account else None,
        "settings": _settings(settings),
    }
    return Response(dump(answer), media_type="application/json")


def _named(role: Role) -> dict[str, str]:
    return {"code": role, "zh": ROLES[role].title.zh, "en": ROLES[role].title.en}


def _settings(settings: Settings) -> dict[str, Any]:
    return {
        "environment": settings.environment,
        "demo": settings.environment == "demo",
        "version": __version__,
        "region": settings.region,
        "idle_minutes": settings.idle_minutes,
        "access_token_minutes": settings.access_token_minutes,
        "max_upload_bytes": settings.max_upload_bytes,
        "allowed_media_types": settings.allowed_media_types,
        "password_min_length": settings.password_min_length,
        "password_min_kinds": settings.password_min_kinds,
    }
