"""The rows of a ledger counted by the units right below, and by the months in which they came in.

A module says what it counts beside the whole, and which filter of its list finds that. Knows no ledger.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.kernel.access import Actor
from duban.kernel.clock import ZONE, day_of
from duban.kernel.db import LEVELS
from duban.kernel.indicators import View, number
from duban.kernel.organisations import Organisation

MOST_UNITS = 50
"""More bars than that nobody reads."""

MONTHS = 12


@dataclass(frozen=True)
class Counted:
    """What is counted beside the whole: the rows of which `of` is so, and the filters by which the list finds them."""

    of: ColumnElement[bool]
    filters: Mapping[str, str]


class UnitCount(BaseModel):
    """An organisation right below that of the figures."""

    id: UUID
    name: str
    count: int
    rows: str = Field(description="The list's query of them")


class MonthCount(BaseModel):
    """A month of Asia/Shanghai."""

    month: str = Field(examples=["2026-03"])
    count: int = Field(description="That came in in it")
    rows: str = Field(description="The list's query of them")


async def by_unit(db: AsyncSession, me: Actor, view: View, beside: Mapping[str, Counted]) -> list[dict[str, Any]]:
    """One line for each organisation right below the figures' own, those with most rows first, `MOST_UNITS` at most:
    `UnitCount`, and for each name of `beside` its number and `<name>_rows`."""
    above = view.under.level if view.under else me.level
    if above >= LEVELS:
        return []
    unit = view.model.__table__.c[f"org_l{above + 1}"]
    counted = (
        select(unit, col(Organisation.name), func.count(), *(number(one.of) for one in beside.values()))
        .join(Organisation, col(Organisation.id) == unit)
        .where(*view.conditions(me))
        .group_by(unit, col(Organisation.name))
        .order_by(func.count().desc(), unit)
        .limit(MOST_UNITS)
    )
    return [
        {"id": id, "name": name, **_told(view, beside, numbers, {"under": str(id)})}
        for id, name, *numbers in (await db.execute(counted)).all()
    ]


async def by_month(
    db: AsyncSession, me: Actor, view: View, beside: Mapping[str, Counted], at: datetime
) -> list[dict[str, Any]]:
    """The last `MONTHS` months of Asia/Shanghai as of `at`, the oldest first, as far as they lie in the figures' own
    span: `MonthCount`, and for each name of `beside` its number and `<name>_rows`. One statement."""
    months = [
        (first, max(since, view.since or since), min(until, view.before or until))
        for first, since, until in _months(day_of(at))
    ]
    months = [(first, since, until) for first, since, until in months if since < until]
    if not months:
        return []
    came_at = view.model.__table__.c[f"{view.period}_at"]
    columns = []
    for _, since, until in months:
        came = and_(came_at >= since, came_at < until)
        columns += [number(came), *(number(and_(came, one.of)) for one in beside.values())]
    figures = (await db.execute(select(*columns).where(*view.conditions(me)))).one()
    width = 1 + len(beside)
    return [
        {
            "month": f"{first:%Y-%m}",
            **_told(
                view,
                beside,
                figures[width * i : width * (i + 1)],
                {f"{view.period}_from": since.isoformat(), f"{view.period}_before": until.isoformat()},
            ),
        }
        for i, (first, since, until) in enumerate(months)
    ]


def _told(view: View, beside: Mapping[str, Counted], numbers: Any, here: Mapping[str, str]) -> dict[str, Any]:
    """A line's numbers, the whole first, each with the query of its rows: the view's, narrowed to `here`."""
    whole, *parts = numbers
    told: dict[str, Any] = {"count": whole, "rows": view.rows(**here)}
    for (name, one), part in zip(beside.items(), parts, strict=True):
        told |= {name: part, f"{name}_rows": view.rows(**here, **one.filters)}
    return told


def _months(today: date) -> Iterator[tuple[date, datetime, datetime]]:
    """The first day of each month, and the month's first and last instant (exclusive)."""
    for back in reversed(range(MONTHS)):
        first = _first_of_month(today, -back)
        until = _first_of_month(today, 1 - back)
        yield first, datetime.combine(first, time(), ZONE), datetime.combine(until, time(), ZONE)


def _first_of_month(today: date, months: int) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, 1)
