"""Who may read a campaign besides those above its issuer: the authorities it addresses, and everybody who owes in it.

They read it in the issuer's place with no right but reading, so that no step of it is ever open to them.
"""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, and_, bindparam, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from duban.campaigns.adopting import IN_FORCE
from duban.campaigns.models import Campaign, Duty
from duban.kernel.access import Actor, one_visible
from duban.kernel.cases import Source
from duban.kernel.db import LEVELS
from duban.kernel.errors import NotFound, not_found
from duban.kernel.lane import Statement, as_uuid
from duban.kernel.organisations import Organisation, OrganisationKind


def _addressed() -> Statement:
    """The issuer of the campaign `_id` if it is in force and `_me` is an authority below it or owes something in it."""
    issuer, mine = aliased(Organisation), aliased(Organisation)
    above = or_(*(getattr(mine, f"org_l{level}") == col(Campaign.organisation_id) for level in range(1, LEVELS + 1)))
    owes = exists().where(
        col(Duty.campaign_id) == col(Campaign.id),
        col(Duty.organisation_id) == bindparam("_me", type_=Uuid()),
    )
    read: tuple[Any, ...] = (col(issuer.id).label("issuer_id"), col(issuer.level).label("level"))
    in_force = or_(*(col(Campaign.state) == state for state in IN_FORCE))
    return (
        select(*read)
        .select_from(Campaign)
        .join(issuer, issuer.id == col(Campaign.organisation_id))  # type: ignore[arg-type]
        .join(mine, mine.id == bindparam("_me", type_=Uuid()))  # type: ignore[arg-type]
        .where(
            col(Campaign.id) == bindparam("_id", type_=Uuid()),
            in_force,
            or_(and_(mine.kind == OrganisationKind.HEALTH_AUTHORITY, above), owes),  # type: ignore[arg-type]
        )
    )


async def issuers_place(source: Source, id: UUID, me: Actor) -> Actor | None:
    """`me` in the place of the issuer of campaign `id`, with the right to read alone; None where nothing there concerns
    them."""
    if id in me.recused:
        return None
    rows = await source.rows("campaign addressed", _addressed, {"_id": id, "_me": me.organisation_id})
    if not rows or as_uuid(rows[0]["issuer_id"]) in me.recused:
        return None
    rights = me.permissions & {"campaign.read"}
    return replace(me, organisation_id=as_uuid(rows[0]["issuer_id"]), level=rows[0]["level"], permissions=rights)


async def readable(db: AsyncSession, source: Source, id: UUID, me: Actor) -> Campaign:
    """The campaign `id` for reading; raises the one `not_found` where it does not concern `me`."""
    try:
        return await one_visible(db, Campaign, id, me)
    except NotFound:
        if await issuers_place(source, id, me) is None:
            raise not_found() from None
        return await db.get_one(Campaign, id)
