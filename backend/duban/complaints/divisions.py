"""Complaints counted by the units complained about, and by the months in which they came in."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.complaints.figures import ANSWERED
from duban.complaints.models import Complaint
from duban.kernel.access import Actor
from duban.kernel.clock import ZONE, day_of
from duban.kernel.db import LEVELS
from duban.kernel.indicators import View, number
from duban.kernel.organisations import Organisation

_C = Complaint

MOST_UNITS = 50
"""More bars than that nobody reads."""

MONTHS = 12

_LATE = col(_C.overdue_at).is_not(None)


async def of_units(db: AsyncSession, me: Actor, view: View) -> list[dict[str, Any]]:
    """One line for each organisation right below the figures' own, those with most complaints first."""
    above = view.under.level if view.under else me.level
    if above >= LEVELS:
        return []
    unit = col(getattr(_C, f"org_l{above + 1}"))
    counted = (
        select(unit, col(Organisation.name), func.count(), number(_LATE), number(ANSWERED))
        .join(Organisation, col(Organisation.id) == unit)
        .where(*view.conditions(me))
        .group_by(unit, col(Organisation.name))
        .order_by(func.count().desc(), unit)
        .limit(MOST_UNITS)
    )
    return [
        {"id": id, "name": name, "count": count, "late": late, "answered": answered, "rows": view.rows(under=str(id))}
        for id, name, count, late, answered in (await db.execute(counted)).all()
    ]


async def of_months(db: AsyncSession, me: Actor, view: View, at: datetime) -> list[dict[str, Any]]:
    """The last `MONTHS` months of Asia/Shanghai, the oldest first, as far as they lie in the figures' own span."""
    months = [
        (first, max(since, view.since or since), min(until, view.before or until))
        for first, since, until in _months(day_of(at))
    ]
    months = [(first, since, until) for first, since, until in months if since < until]
    columns = []
    for _, since, until in months:
        came = and_(col(_C.received_at) >= since, col(_C.received_at) < until)
        columns += [number(came), number(and_(came, _LATE)), number(and_(came, ANSWERED))]
    if not columns:
        return []
    figures = (await db.execute(select(*columns).where(*view.conditions(me)))).one()
    return [
        {
            "month": f"{first:%Y-%m}",
            "count": figures[3 * i],
            "late": figures[3 * i + 1],
            "answered": figures[3 * i + 2],
            "rows": view.rows(received_from=since.isoformat(), received_before=until.isoformat()),
        }
        for i, (first, since, until) in enumerate(months)
    ]


def _months(today: date) -> Iterator[tuple[date, datetime, datetime]]:
    """The first day of each month, and the month's first and last instant (exclusive)."""
    for back in reversed(range(MONTHS)):
        first = _first_of_month(today, -back)
        until = _first_of_month(today, 1 - back)
        yield first, datetime.combine(first, time(), ZONE), datetime.combine(until, time(), ZONE)


def _first_of_month(today: date, months: int) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, 1)
