"""The reports of the periods beside one: the last before it and the first after it, of the same clause and owner.

One pair of statements for what a reader sees and for what a check compares. Only the newest version of a report counts,
and a zero report holds no figures.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Date, Uuid, and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.campaigns.models import Duty, Submission
from duban.kernel.lane import Statement


def before() -> Statement:
    """`values` and `derived` of the last period with figures before the one bound."""
    starts_on = col(Duty.starts_on)
    return _beside().where(starts_on < _START).order_by(starts_on.desc()).limit(1)


def after() -> Statement:
    """`values` and `derived` of the first period with figures after the one bound."""
    starts_on = col(Duty.starts_on)
    return _beside().where(starts_on > _START).order_by(starts_on).limit(1)


def binds(duty: Mapping[str, Any]) -> dict[str, Any]:
    """What the statements ask of a duty, from its columns."""
    return {"_clause": duty["clause_id"], "_owner": duty["organisation_id"], "_start": duty["starts_on"]}


async def values_beside(db: AsyncSession, duty: Duty) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """The figures of the periods before and after `duty`; None where there are none."""
    bound = binds({"clause_id": duty.clause_id, "organisation_id": duty.organisation_id, "starts_on": duty.starts_on})
    found = [(await db.execute(build(), bound)).first() for build in (before, after)]
    earlier, later = (row.values_ if row else None for row in found)
    return earlier, later


_START = bindparam("_start", type_=Date())


def _beside() -> Statement:
    newest = and_(col(Duty.id) == col(Submission.duty_id), col(Submission.version) == col(Duty.submission_count))
    wanted: list[ColumnElement[Any]] = [
        col(Submission.values).label("values_"),
        col(Submission.derived).label("derived"),
    ]
    return (
        select(*wanted)
        .join(Duty, newest)
        .where(
            col(Duty.clause_id) == bindparam("_clause", type_=Uuid()),
            col(Duty.organisation_id) == bindparam("_owner", type_=Uuid()),
            col(Submission.zero).is_(False),
        )
    )
