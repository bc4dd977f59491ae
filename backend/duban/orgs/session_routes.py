"""`/sessions`: where one is signed in, and what a security administrator ends."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlalchemy import select
from sqlmodel import col

from duban.kernel.access import one_visible
from duban.kernel.clock import now
from duban.kernel.errors import Conflict, Text
from duban.kernel.lane import Lane, dump
from duban.kernel.listing import Filter, Listing, Op, add_list
from duban.kernel.problems import refusals
from duban.kernel.transitions import IdempotencyKey
from duban.kernel.web import DubanRoute, Writing, database
from duban.orgs import sessions
from duban.orgs.auth_routes import BEARER
from duban.orgs.authentication import Signed, settings_of
from duban.orgs.liveness import why_over
from duban.orgs.models import AuthSession, EndReason
from duban.orgs.schemas import OwnSessions, ReasonIn, SessionQuery, SessionRead

router = APIRouter(prefix="/sessions", tags=["sessions"], route_class=DubanRoute)
MOST = 200


@router.get(
    "/own",
    response_model=OwnSessions,
    responses=refusals(401),
    operation_id="session_own",
    summary="本人的登录 one's own sessions",
    openapi_extra=BEARER,
)
async def own_sessions(request: Request, me: Signed) -> Response:
    """Every place where you are signed in now, the newest first."""
    names = list(SessionRead.model_fields)
    at, settings = now(), settings_of(request)
    async with database(request).reading() as connection:
        rows = await connection.execute(
            select(AuthSession.__table__)  # type: ignore[attr-defined]
            .where(
                (col(AuthSession.user_id) == me.id) | (col(AuthSession.client_id) == me.id),
                col(AuthSession.ended_at).is_(None),
                col(AuthSession.expires_at) > at,
            )
            .order_by(col(AuthSession.id).desc())
            .limit(MOST)
        )
        items = [
            {name: getattr(row, name) for name in names} | {"current": row.id == me.session_id}
            for row in rows
            if why_over(row, at, settings) is None
        ]
    return Response(dump({"items": items}), media_type="application/json")


LISTING = Listing(
    Lane(AuthSession, SessionRead),
    SessionQuery,
    "session.end",
    filters={
        "user_id": Filter(col(AuthSession.user_id)),
        "client_id": Filter(col(AuthSession.client_id)),
        "ended": Filter(col(AuthSession.ended_at), Op.IS_SET),
    },
)
add_list(
    router,
    LISTING,
    operation_id="session_list",
    summary="登录记录：列表 list sessions",
    description="Sessions of people and machines in your part of the tree; your own are at `/sessions/own`.",
)


@router.post(
    "/{id}/end",
    status_code=204,
    responses=refusals(400, 401, 403, 404, 409, 422, 503),
    operation_id="session_end",
    summary="结束登录 end a session",
    openapi_extra=BEARER,
)
async def end_session(id: UUID, act: Writing, body: ReasonIn, idempotency_key: IdempotencyKey = None) -> Response:
    """End one of your own sessions, or with `session.end` anybody's in your part of the tree."""
    mine = await act.db.scalar(
        select(AuthSession).where(col(AuthSession.id) == id, (col(AuthSession.user_id) == act.me.id)).with_for_update()
    )
    session = mine or await one_visible(act.db, AuthSession, id, act.me, lock=True)
    if mine is None:
        act.me.require("session.end")
    if session.ended_at is not None:
        raise Conflict("session_over", Text("这次登录已经结束。", "The session is over already."))
    sessions.close(act, session, EndReason.ENDED, note=body.reason)
    return Response(status_code=204)
