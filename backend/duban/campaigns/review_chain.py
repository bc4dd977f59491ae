"""Who reviews a report, from the first authority above who owes it up to the one with the last word.

The one place that says so: a launch asks it, a report sent again asks it, and passing a report up asks it for the next.
"""

from collections.abc import Container, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.campaigns.models import Duty
from duban.campaigns.rules import ANCESTORS
from duban.kernel.organisations import Organisation, OrganisationKind


def review_chain(
    owner_id: UUID, levels: Sequence[UUID | None], authorities: Container[UUID], final_id: UUID
) -> tuple[UUID, ...]:
    """The health authorities above `owner_id` in their order, the last one `final_id`.

    `levels` are the owner's ancestors, the root first. What the final reviewer owes itself, or what left its subtree,
    it reviews alone. Nodes that are no authority (a group of institutions) have no say and are passed over.
    """
    above = [id for id in reversed(levels) if id is not None and id != owner_id]
    chain = [id for id in above if id in authorities or id == final_id]
    return tuple(chain[: chain.index(final_id) + 1]) if final_id in chain else (final_id,)


async def chain_of(db: AsyncSession, duty: Duty) -> tuple[UUID, ...]:
    """The chain of a duty as the tree stands now. One statement."""
    levels = [getattr(duty, column) for column in ANCESTORS]
    above = await authorities_among(db, [id for id in levels if id is not None])
    return review_chain(duty.organisation_id, levels, above, duty.final_reviewer_id)


async def authorities_among(db: AsyncSession, ids: Sequence[UUID]) -> frozenset[UUID]:
    """Those of `ids` that are health authorities."""
    return frozenset(
        await db.scalars(
            select(col(Organisation.id)).where(
                col(Organisation.id).in_(ids), col(Organisation.kind) == OrganisationKind.HEALTH_AUTHORITY
            )
        )
    )
