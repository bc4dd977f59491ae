"""What an institution owes to campaigns, for its overview: each fact's count, and the next day on which one is due."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from duban.campaigns.models import Duty
from duban.campaigns.rules import Fact
from duban.institutions.overview import adds_to_overview
from duban.kernel.access import Actor, in_subtree


@adds_to_overview("duties", needs="duty.read")
async def duties(connection: AsyncConnection, me: Actor, organisation_id: UUID) -> dict[str, Any]:
    """`facts`: fact → count of duties in force, facts without one left out; `next_due_on`: the earliest last day of
    those owed and in time, also to be corrected; `rows`: the list behind the counts (add `fact=` for one of them)."""
    counted = (
        select(col(Duty.fact), func.count(), func.min(func.coalesce(col(Duty.correct_by), col(Duty.due_on))))
        .where(col(Duty.organisation_id) == organisation_id, col(Duty.retired_at).is_(None), in_subtree(Duty, me))
        .group_by(col(Duty.fact))
    )
    found = {fact: (count, first) for fact, count, first in await connection.execute(counted)}
    return {
        "facts": {fact.value: found[fact][0] for fact in Fact if fact in found},
        "next_due_on": found[Fact.DUE][1] if Fact.DUE in found else None,
        "rows": f"/api/v1/duties?organisation_id={organisation_id}",
    }
