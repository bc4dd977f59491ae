"""Who acts when nobody does: the clockwork that marks what was missed and keeps the house.

It acts for the oldest root of the tree, because every act in the journal names an organisation, and holds nothing but
the permissions of steps that timers take.
"""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.kernel import term_registry
from duban.kernel.access import Actor, ActorKind
from duban.kernel.acts import Act
from duban.kernel.clock import now
from duban.kernel.organisations import Organisation

SYSTEM_ID = UUID("00000000-0000-7000-8000-000000000001")
"""The same in every installation, so that journals can be compared."""


async def system_actor(db: AsyncSession) -> Actor | None:
    """The system actor; None while the installation has no organisation and so nothing to keep."""
    root = await db.scalar(
        select(Organisation).where(col(Organisation.parent_id).is_(None)).order_by(col(Organisation.id)).limit(1)
    )
    if root is None:
        return None
    return Actor(
        id=SYSTEM_ID,
        kind=ActorKind.SYSTEM,
        name="系统",
        organisation_id=root.id,
        organisation_name=root.name,
        organisation_kind=root.kind,
        level=root.level,
        permissions=term_registry.permissions_of_timers(),
        region_code=root.region_code,
    )


async def system_act(db: AsyncSession) -> Act | None:
    """An act of the system actor inside the running transaction; None while there is no organisation."""
    me = await system_actor(db)
    return None if me is None else Act(db, me, now())
