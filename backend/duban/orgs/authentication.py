"""Who asks: from the bearer token of a request to its `Actor`, through a live session and today's roles.

A token says who and until when, nothing more. `authenticate` is what the kernel's `Me` calls; `Signed` is for the few
routes that a person with a `Limited` session still reaches.
"""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, cast
from uuid import UUID

from fastapi import Depends, FastAPI, Request
from sqlalchemy import Row, exists, select, update
from sqlmodel import col

from duban.kernel.access import Actor
from duban.kernel.acts import Act
from duban.kernel.clock import now
from duban.kernel.db import Database
from duban.kernel.errors import Malformed, Text, Unauthenticated
from duban.kernel.web import Transaction, current_actor, database
from duban.orgs.actors import ActorCache, Holder, machine, person, recused_from, seats_of
from duban.orgs.limits import Limited, limit_of
from duban.orgs.liveness import ended, why_over
from duban.orgs.models import ApiClient, AppUser, AuthSession, Recusal
from duban.orgs.signing import Signing
from duban.settings import Settings

ACTING_FOR = "Duban-Acting-For"
BACKGROUND = "Duban-Background"
"""Sent by a screen that asks by itself (polling, refreshing after an event): such a request is no use of the session,
so that a screen left open runs into the idle time-out like any other (RULES K-17)."""


def install(app: FastAPI) -> None:
    """Give the application its signer and its cache of actors. Needs `app.state.settings` and `app.state.database`."""
    settings: Settings = app.state.settings
    app.state.signing = Signing(app.state.database, settings)
    app.state.public_keys = app.state.signing.public_keys
    app.state.actor_cache = ActorCache(settings.actor_cache_seconds)


def settings_of(request: Request) -> Settings:
    return cast(Settings, request.app.state.settings)


def signing_of(request: Request) -> Signing:
    return cast(Signing, request.app.state.signing)


async def authenticate(request: Request) -> Actor:
    """The actor behind the bearer token.

    Raises Unauthenticated (no token, a bad or old one, a session that is over), Limited (something must be put right
    first; `request.state.limited` says who), Forbidden (no role at the organisation asked for, or it is closed). A
    request that nobody made by hand (`state.unattended`, or the header `BACKGROUND`) does not count as use of the
    session.
    """
    token, acting_for = _bearer(request), request.headers.get(ACTING_FOR)
    cache: ActorCache = request.app.state.actor_cache
    key = cache.key(token, acting_for)
    kept = cache.get(key)
    if kept is not None:
        actor, limit = kept.actor, kept.limit
    else:
        generation = cache.generation
        claims = await signing_of(request).verify(token)
        actor, limit = await _read(
            database(request),
            settings_of(request),
            claims,
            _organisation(acting_for),
            is_use=not (getattr(request.state, "unattended", False) or BACKGROUND in request.headers),
        )
        ends = datetime.fromtimestamp(claims["exp"], UTC)
        cache.keep(key, actor, limit, ends=ends, generation=generation)
    if limit is not None:
        request.state.limited = actor, limit.code
        raise Limited(limit.code, limit.text)
    return actor


async def signed_in(request: Request) -> Actor:
    """Whoever is signed in, even if their session is limited."""
    try:
        return await current_actor(request)
    except Limited:
        actor: Actor = request.state.limited[0]
        request.state.actor = actor
        return actor


def limit_code(request: Request) -> str | None:
    """What a limited session must put right; None for a whole one."""
    limited: tuple[Actor, str] | None = getattr(request.state, "limited", None)
    return limited[1] if limited else None


Signed = Annotated[Actor, Depends(signed_in)]


async def signed_act(request: Request, me: Signed) -> Act:
    transaction: Transaction = request.state.transaction
    return await transaction.begin(me)


SignedWriting = Annotated[Act, Depends(signed_act)]
"""As the kernel's `Writing`, for routes that a limited session reaches."""


def _bearer(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthenticated(
            "unauthenticated",
            Text(
                "请先登录：在 Authorization 中带上 Bearer 令牌。",
                "Sign in first: send a bearer token in Authorization.",
            ),
        )
    return token.strip()


def _organisation(acting_for: str | None) -> UUID | None:
    if acting_for is None:
        return None
    try:
        return UUID(acting_for)
    except ValueError:
        raise Malformed(
            "bad_acting_for",
            Text(f"{ACTING_FOR} 应为机构编号（UUID）。", f"{ACTING_FOR} takes an organisation's id (UUID)."),
        ) from None


_SESSION: Any = (
    select(
        col(AuthSession.id),
        col(AuthSession.user_id),
        col(AuthSession.scopes).label("narrowed"),
        col(AuthSession.started_at),
        col(AuthSession.last_used_at),
        col(AuthSession.expires_at),
        col(AuthSession.ended_at),
        col(AuthSession.ended_reason),
        col(AppUser.display_name),
        col(AppUser.organisation_id).label("home_id"),
        col(AppUser.active),
        col(AppUser.must_change_password),
        col(AppUser.password_changed_at),
        col(AppUser.totp_confirmed_at),
        col(ApiClient.id).label("machine_id"),
        col(ApiClient.name).label("machine_name"),
        col(ApiClient.organisation_id).label("machine_home_id"),
        col(ApiClient.active).label("machine_active"),
        col(ApiClient.scopes),
        exists().where(col(Recusal.user_id) == col(AuthSession.user_id)).label("was_ever_recused"),
    )
    .outerjoin(AppUser, col(AppUser.id) == col(AuthSession.user_id))
    .outerjoin(ApiClient, col(ApiClient.id) == col(AuthSession.client_id))
)


async def _read(
    db: Database, settings: Settings, claims: dict[str, Any], acting_for: UUID | None, *, is_use: bool
) -> tuple[Actor, Limited | None]:
    at = now()
    async with db.reading() as connection:
        row = (await connection.execute(_SESSION.where(col(AuthSession.id) == _id(claims, "sid")))).one_or_none()
        holder_id = row and (row.user_id or row.machine_id)
        if row is None or str(holder_id) != claims["sub"]:
            raise ended(None)
        if reason := why_over(row, at, settings):
            raise ended(reason)
        if row.user_id is None:
            if not row.machine_active:
                raise ended(None)
            holder = Holder(row.machine_id, row.machine_name, row.machine_home_id, row.id)
            return await machine(connection, holder, row.scopes, row.narrowed, acting_for), None
        if not row.active:
            raise ended(None)
        holder = Holder(row.user_id, row.display_name, row.home_id, row.id)
        seats = await seats_of(connection, holder.id, holder.home_id)
        recused = await recused_from(connection, holder.id, at) if row.was_ever_recused else frozenset()
    actor = person(holder, seats, acting_for, recused=recused)
    if is_use:
        await _mark_used(db, row, at, settings)
    limit = limit_of(
        settings,
        must_change_password=row.must_change_password,
        password_changed_at=row.password_changed_at,
        signed_in_at=row.started_at,
        has_second_factor=row.totp_confirmed_at is not None,
        roles={role for seat in seats for role in seat.roles},
    )
    return actor, limit


def _id(claims: dict[str, Any], name: str) -> UUID:
    try:
        return UUID(str(claims.get(name)))
    except ValueError:
        raise ended(None) from None


async def _mark_used(db: Database, row: Row[Any], at: datetime, settings: Settings) -> None:
    """Note that the session is in use, a tenth of the idle time apart and never more than a minute: often enough to
    measure idleness, seldom enough not to write with every request."""
    apart = min(timedelta(minutes=1), timedelta(minutes=settings.idle_minutes) / 10)
    if at - row.last_used_at < apart:
        return
    async with db.transaction() as session:
        await session.execute(
            update(AuthSession)
            .where(
                col(AuthSession.id) == row.id,
                col(AuthSession.ended_at).is_(None),
                col(AuthSession.last_used_at) < at,
            )
            .values(last_used_at=at)
        )
