"""Pausing an endpoint that nobody asked to pause: journalled as the system's act, and told to who can mend it."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.kernel.acts import Act
from duban.kernel.db import Database
from duban.kernel.errors import Text
from duban.kernel.notifications import notify
from duban.kernel.system_actor import system_act
from duban.orgs.models import RoleGrant
from duban.orgs.rules import Role
from duban.webhooks.models import WebhookEndpoint
from duban.webhooks.rules import WHY_PAUSED, PauseReason, State

MANAGE = "client.manage"
HEADS = (Role.CHIEF, Role.INSTITUTION_HEAD)


async def pause(database: Database, id: UUID, reason: PauseReason, *, token: int) -> None:
    """`pause_in` in a transaction of its own."""
    async with database.transaction() as db:
        await pause_in(db, id, reason, token=token)


async def pause_in(db: AsyncSession, id: UUID, reason: PauseReason, *, token: int, failures: int | None = None) -> None:
    """Pause the endpoint if it is still active and `token` its newest, and tell the security administrators next above
    and the heads of its organisation."""
    row = await db.scalar(select(WebhookEndpoint).where(col(WebhookEndpoint.id) == id).with_for_update())
    act = await system_act(db)
    if row is None or act is None or row.token != token or row.state is not State.ACTIVE:
        return
    if failures is not None:
        row.failures, row.failing_since = failures, row.failing_since or act.now
    row.next_attempt_at = row.lease_until = None
    values: dict[str, Any] = {"state": State.PAUSED, "pause_reason": reason, "paused_at": act.now}
    act.change(row, values, action="webhook_endpoint:give_up")
    await _tell(act, row, reason)


async def _tell(act: Act, row: WebhookEndpoint, reason: PauseReason) -> None:
    why = WHY_PAUSED[reason]
    told = Text(
        "“{name}”的推送已自动暂停：{zh}。排除故障后请恢复推送，未送达的内容会按顺序补发。",
        "The webhook “{name}” was paused: {en}. Resume it once that is mended; what waits is sent then, in order.",
    ).format(name=row.name, zh=why.zh, en=why.en)
    about: dict[str, Any] = {
        "subject_type": row.word(),
        "subject_id": row.id,
        "subject_label": row.label,
    }
    place = await _nearest_administration(act.db, row)
    if place is not None:
        notify(act, "webhook_paused", told, organisation_id=place, permission=MANAGE, **about)
    for person in await _holders(act.db, [row.organisation_id], HEADS):
        notify(act, "webhook_paused", told, person_id=person, **about)


async def _nearest_administration(db: AsyncSession, row: WebhookEndpoint) -> UUID | None:
    """The organisation, from the endpoint's own upwards, that has a security administrator."""
    path = [id for id in row.levels() if id is not None]
    held = await db.scalars(
        select(col(RoleGrant.organisation_id))
        .where(
            col(RoleGrant.organisation_id).in_(path),
            col(RoleGrant.role) == Role.SECURITY_ADMIN,
            col(RoleGrant.ended_at).is_(None),
        )
        .distinct()
    )
    found = set(held)
    return next((id for id in reversed(path) if id in found), None)


async def _holders(db: AsyncSession, places: list[UUID], roles: tuple[Role, ...]) -> list[UUID]:
    """The people who hold one of `roles` at `places`."""
    held = await db.scalars(
        select(col(RoleGrant.user_id))
        .where(
            col(RoleGrant.organisation_id).in_(places),
            col(RoleGrant.role).in_(roles),
            col(RoleGrant.ended_at).is_(None),
        )
        .distinct()
        .order_by(col(RoleGrant.user_id))
    )
    return list(held)
