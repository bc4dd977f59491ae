"""What an institution has of disputes, for its overview: each state's count, how many are open, major, late."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from duban.disputes.models import Dispute
from duban.disputes.words import OPEN, DisputeState
from duban.institutions.overview import adds_to_overview
from duban.kernel.access import Actor, in_subtree
from duban.kernel.indicators import number


@adds_to_overview("disputes", needs="dispute.read")
async def disputes(connection: AsyncConnection, me: Actor, organisation_id: UUID) -> dict[str, Any]:
    """`states`: state → count, states without a dispute left out; `open`, and how many of those are `major` and
    `overdue`; `rows`: the list behind the counts (add `state=`)."""
    of = Dispute
    late, major = number(col(of.overdue_at).is_not(None)), number(col(of.is_major).is_(True))
    counted = (
        select(col(of.state), func.count(), late, major)
        .where(col(of.organisation_id) == organisation_id, in_subtree(of, me))
        .group_by(col(of.state))
    )
    if me.recused:
        counted = counted.where(col(of.id).not_in(me.recused))
    found = {state: (count, late, major) for state, count, late, major in await connection.execute(counted)}
    open_now = [found[state] for state in DisputeState if state in found and state in OPEN]
    return {
        "states": {state.value: found[state][0] for state in DisputeState if state in found},
        "open": sum(count for count, _, _ in open_now),
        "overdue": sum(late for _, late, _ in open_now),
        "major": sum(major for _, _, major in open_now),
        "rows": f"/api/v1/disputes?organisation_id={organisation_id}",
    }
