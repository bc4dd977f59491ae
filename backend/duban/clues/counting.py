"""How many clues an institution reported in a stretch of days: what a periodic screening (排摸) found."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.clues.models import ClueReport
from duban.kernel.reckoning import ONE_DAY, end_of

MOST = 20
"""Numbers that are told by name."""


async def reported_within(db: AsyncSession, organisation_id: UUID, first: date, last: date) -> Sequence[str]:
    """The numbers of what the institution reported as found from `first` to `last`, both included; `MOST` at most."""
    numbers = (
        select(col(ClueReport.number))
        .where(
            col(ClueReport.organisation_id) == organisation_id,
            col(ClueReport.found_at) >= end_of(first - ONE_DAY),
            col(ClueReport.found_at) < end_of(last),
        )
        .order_by(col(ClueReport.id))
        .limit(MOST)
    )
    return (await db.scalars(numbers)).all()
