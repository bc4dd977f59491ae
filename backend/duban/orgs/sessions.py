"""Sessions: how one starts, lives on by refresh tokens that work once, and ends.

A refresh token that comes a second time means that two hold it: the session ends, whoever of them is the thief
(RFC 9700 §4.14.2). Within `GRACE` from the same client it means that the answer was lost on its way: the same pair is
given again, as long as nobody has used it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.kernel.access import place
from duban.kernel.acts import Act
from duban.kernel.db import Database
from duban.kernel.errors import Problem, Text, Unauthenticated
from duban.kernel.journal import Visibility
from duban.kernel.organisations import Organisation
from duban.kernel.tokens import TokenSigner
from duban.orgs.actors import forget_actors
from duban.orgs.liveness import ended, why_over
from duban.orgs.models import ApiClient, AppUser, AuthSession, EndReason, RefreshToken
from duban.orgs.protection import new_secret, next_secret, secret_digest
from duban.settings import Settings

SHORTEST = timedelta(seconds=1)
GRACE = timedelta(seconds=10)
"""How long after its use a refresh token may be sent again by a client whose answer was lost."""


@dataclass(frozen=True)
class Caller:
    """Where a sign-in comes from."""

    address: str
    user_agent: str | None

    def kept(self) -> tuple[str, str | None]:
        """Address and program as a session keeps them."""
        return self.address[:45], (self.user_agent or "")[:200] or None


@dataclass(frozen=True)
class Tokens:
    """What a sign-in gives. `expires_in` is the access token's life in seconds; machines get no refresh token."""

    session_id: UUID
    access_token: str
    expires_in: int
    refresh_token: str | None
    session_expires_at: datetime


async def start(
    act: Act,
    holder: AppUser | ApiClient,
    home: Organisation,
    caller: Caller,
    settings: Settings,
    *,
    scopes: list[str] | None = None,
) -> AuthSession:
    """A new session of `holder`, journalled as `session:start` by `act.me`."""
    is_person = isinstance(holder, AppUser)
    ip, user_agent = caller.kept()
    life = timedelta(hours=settings.refresh_token_hours) if is_person else access_life(settings)
    session = AuthSession(
        organisation_id=home.id,
        user_id=holder.id if is_person else None,
        client_id=None if is_person else holder.id,
        holder_name=holder.label[:120],
        scopes=scopes,
        started_at=act.now,
        last_used_at=act.now,
        expires_at=act.now + life,
        ip=ip,
        user_agent=user_agent,
        created_at=act.now,
        updated_at=act.now,
    )
    place(session, home)
    act.db.add(session)
    act.note("session:start", session, changes={"ip": (None, session.ip)}, visibility=Visibility.SECURITY)
    await act.db.flush()
    return session


def access_life(settings: Settings) -> timedelta:
    return timedelta(minutes=settings.access_token_minutes)


async def issue(
    db: AsyncSession,
    signer: TokenSigner,
    session: AuthSession,
    at: datetime,
    settings: Settings,
    *,
    after: str | None = None,
) -> tuple[Tokens, RefreshToken | None]:
    """Fresh tokens of a live `session`; the refresh token's row is already added. `after`: the refresh token used."""
    refresh, row = None, None
    if session.user_id is not None:
        refresh = new_secret() if after is None else _following(settings, after)
        row = RefreshToken(session_id=session.id, digest=secret_digest(refresh), created_at=at, updated_at=at)
        db.add(row)
        await db.flush()
    return _tokens(signer, session, at, settings, refresh), row


def _tokens(signer: TokenSigner, session: AuthSession, at: datetime, settings: Settings, refresh: str | None) -> Tokens:
    life = max(SHORTEST, min(access_life(settings), session.expires_at - at))
    access = signer.sign({"sub": str(session.user_id or session.client_id), "sid": str(session.id)}, life)
    return Tokens(session.id, access, int(life.total_seconds()), refresh, session.expires_at)


def _following(settings: Settings, token: str) -> str:
    return next_secret(settings.derived_key("refresh-token"), token)


def unknown_refresh_token() -> Problem:
    return Unauthenticated(
        "refresh_token_invalid",
        Text("刷新令牌无效，请重新登录。", "The refresh token is not valid. Sign in again."),
    )


async def is_refresh_token(database: Database, token: str) -> bool:
    """Whether `token` was ever given out. Forged ones are turned away by this, without waiting for a writer's turn."""
    async with database.reading() as connection:
        same = select(col(RefreshToken.id)).where(col(RefreshToken.digest) == secret_digest(token))
        return await connection.scalar(same) is not None


async def refresh(act: Act, signer: TokenSigner, token: str, settings: Settings, caller: Caller) -> Tokens | Problem:
    """The next tokens of the session that `token` belongs to, or why there are none.

    The answer is a value because a refusal is written as well (a reuse ends the session): commit, then raise it.
    Locks the token's row, so that of two uses at once the second is a reuse.
    """
    db = act.db
    used = await db.scalar(
        select(RefreshToken).where(col(RefreshToken.digest) == secret_digest(token)).with_for_update()
    )
    if used is None:
        return unknown_refresh_token()
    session = await db.scalar(select(AuthSession).where(col(AuthSession.id) == used.session_id).with_for_update())
    user = await db.scalar(select(AppUser).where(col(AppUser.id) == session.user_id)) if session else None
    if session is None or user is None:
        return ended(None)
    if used.used_at is not None:
        if await _was_lost(act, used, session, token, settings, caller):
            return _tokens(signer, session, act.now, settings, _following(settings, token))
        if session.ended_at is None:
            close(act, session, EndReason.REUSED)
        return ended(EndReason.REUSED)
    if reason := why_over(session, act.now, settings):
        if session.ended_at is None:
            close(act, session, reason)
        return ended(reason)
    if not user.active:
        return ended(EndReason.DEACTIVATED)
    tokens, row = await issue(db, signer, session, act.now, settings, after=token)
    used.used_at, used.replaced_by_id = act.now, row.id if row else None
    used.touch(act.now)
    return tokens


async def _was_lost(
    act: Act, used: RefreshToken, session: AuthSession, token: str, settings: Settings, caller: Caller
) -> bool:
    """Whether `token`, used before, comes again because its answer was lost: soon, from the client that signed in, to a
    session that lives, and nobody has used what it was answered with."""
    if used.used_at is None or not timedelta(0) <= act.now - used.used_at <= GRACE:
        return False
    if why_over(session, act.now, settings) or (session.ip, session.user_agent) != caller.kept():
        return False
    digest = secret_digest(_following(settings, token))
    following = await act.db.scalar(select(RefreshToken).where(col(RefreshToken.id) == used.replaced_by_id))
    return following is not None and following.used_at is None and following.digest == digest


def close(act: Act, session: AuthSession, reason: EndReason, *, note: str | None = None) -> None:
    """End an open `session` and journal why (`note`: in somebody's words). Its access tokens stop working at once in
    this process."""
    act.change(
        session,
        {"ended_at": act.now, "ended_reason": reason},
        action="session:reuse" if reason is EndReason.REUSED else "session:end",
        reason=note or reason.value,
        visibility=Visibility.SECURITY,
    )
    forget_actors(act)


async def close_all(
    act: Act, reason: EndReason, *, user_id: UUID | None = None, client_id: UUID | None = None, but: UUID | None = None
) -> int:
    """End every open session of a person or a machine, `but` one; returns how many."""
    statement = select(AuthSession).where(
        col(AuthSession.ended_at).is_(None),
        col(AuthSession.user_id) == user_id if user_id else col(AuthSession.client_id) == client_id,
    )
    rows = [row for row in await act.db.scalars(statement.with_for_update()) if row.id != but]
    for row in rows:
        close(act, row, reason)
    return len(rows)


async def end_stale(db: AsyncSession, at: datetime, settings: Settings) -> int:
    """Write down the end of sessions that idled out or expired; returns how many. They are over already: this only
    keeps the list of open ones short. Run by a tick."""
    idle = timedelta(minutes=settings.idle_minutes)
    count = 0
    for reason, condition in (
        (EndReason.EXPIRED, col(AuthSession.expires_at) <= at),
        (EndReason.IDLE, col(AuthSession.user_id).is_not(None) & (col(AuthSession.last_used_at) <= at - idle)),
    ):
        result = await db.execute(
            update(AuthSession)
            .where(col(AuthSession.ended_at).is_(None), condition)
            .values(ended_at=at, ended_reason=reason, updated_at=at, version=AuthSession.version + 1)
        )
        count += int(result.rowcount)  # type: ignore[attr-defined]
    return count
