"""Reading one institution outside a transaction, through the same door as everything else."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from duban.institutions.models import Institution
from duban.kernel.access import Actor, in_subtree
from duban.kernel.errors import not_found


async def one_seen(connection: AsyncConnection, me: Actor, id: UUID) -> Any:
    """The entry `id` as a row, if `me` may see it; raises the one `not_found` otherwise."""
    row = (
        await connection.execute(
            select(Institution.__table__).where(col(Institution.id) == id, in_subtree(Institution, me))  # type: ignore[attr-defined]
        )
    ).one_or_none()
    if row is None or me.recused & {row.id, row.organisation_id}:
        raise not_found()
    return row
