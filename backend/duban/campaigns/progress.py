"""How a campaign stands: counts of facts by clause, organisation, region or phase; coverage against the plan's targets.

A figure and the rows behind it come from the same condition: every count is a count of `/duties` rows under the query
that stands beside it, every coverage a count of organisations that its list returns.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlmodel import col

from duban.campaigns.matching import District
from duban.campaigns.models import Campaign, CampaignClause, Duty
from duban.campaigns.rules import Fact
from duban.kernel.access import Actor, in_subtree
from duban.kernel.organisations import Organisation

Reader = AsyncConnection | AsyncSession

ACTUAL = (Fact.ON_TIME, Fact.ZERO, Fact.LATE)
"""Something came."""

EXPECTED = (Fact.DUE, Fact.MISSING, *ACTUAL)
"""Something is or was owed by now: everything but not due yet, exempt, and standing with nothing happened (quiet)."""


class By(StrEnum):
    CLAUSE = "clause"
    ORGANISATION = "organisation"
    REGION = "region"
    PHASE = "phase"
    PERIOD = "period"


_COLUMNS: dict[By, tuple[str, Any]] = {
    By.CLAUSE: ("clause_code", col(Duty.clause_code)),
    By.ORGANISATION: ("organisation_id", col(Duty.organisation_id)),
    By.REGION: ("region_code", col(Duty.region_code)),
    By.PHASE: ("phase", col(Duty.phase)),
    By.PERIOD: ("period", col(Duty.period)),
}
"""What a count may be broken down by: the filter of `/duties` that selects one group, and its column."""


def live(campaign_id: UUID, me: Actor, under: Organisation | None) -> list[ColumnElement[bool]]:
    """The duties in force that `me` may see, below `under` if given: the one condition behind every figure."""
    conditions = [
        col(Duty.campaign_id) == campaign_id,
        col(Duty.retired_at).is_(None),
        in_subtree(Duty, me),
    ]
    if under is not None:
        conditions.append(getattr(Duty, f"org_l{under.level}") == under.id)
    return conditions


async def counts(
    db: Reader, campaign_id: UUID, me: Actor, by: By, *, under: Organisation | None, after: UUID | None, limit: int
) -> list[dict[str, Any]]:
    """One row per group with its counts. Groups by organisation are paged by id (`after`); the others are few.

    One statement: the groups' facts; names of organisations and clauses are joined in the same one.
    """
    name, column = _COLUMNS[by]
    conditions = live(campaign_id, me, under)
    statement: Select[Any] = select(column.label("key"), col(Duty.fact), func.count().label("n")).where(*conditions)
    if by is By.ORGANISATION:
        page = select(col(Duty.organisation_id)).where(*conditions).distinct().order_by(col(Duty.organisation_id))
        if after is not None:
            page = page.where(col(Duty.organisation_id) > after)
        statement = (
            statement.add_columns(col(Organisation.name).label("title"))
            .join(Organisation, col(Organisation.id) == col(Duty.organisation_id))
            .where(col(Duty.organisation_id).in_(page.limit(limit).scalar_subquery()))
            .group_by(column, col(Duty.fact), col(Organisation.name))
        )
    elif by is By.CLAUSE:
        statement = (
            statement.add_columns(col(CampaignClause.title).label("title"), col(CampaignClause.position).label("place"))
            .join(CampaignClause, col(CampaignClause.id) == col(Duty.clause_id))
            .group_by(column, col(Duty.fact), col(CampaignClause.title), col(CampaignClause.position))
        )
    else:
        statement = statement.group_by(column, col(Duty.fact))
    groups: dict[Any, dict[str, Any]] = {}
    places: dict[Any, Any] = {}
    for row in await db.execute(statement):
        group = groups.setdefault(row.key, _empty(row.key, getattr(row, "title", None)))
        group["facts"][Fact(row.fact).value] = row.n
        places[row.key] = getattr(row, "place", str(row.key))
    base = f"campaign_id={campaign_id}" + (f"&under={under.id}" if under else "")
    return [finish(groups[key], f"{base}&{name}={key}") for key in sorted(groups, key=lambda k: places[k])]


def _empty(key: Any, title: str | None) -> dict[str, Any]:
    return {"key": None if key is None else str(key), "title": title, "facts": {fact.value: 0 for fact in Fact}}


def finish(group: dict[str, Any], query: str) -> dict[str, Any]:
    """Totals, the rate, and beside every number the query of `/duties` that lists exactly its rows."""
    facts: dict[str, int] = group["facts"]
    expected = sum(facts[fact] for fact in EXPECTED)
    actual = sum(facts[fact] for fact in ACTUAL)
    group["total"] = sum(facts.values())
    group["expected"] = expected
    group["actual"] = actual
    group["rate"] = None if expected == 0 else round(100 * actual / expected, 2)
    group["rows"] = {
        "total": query,
        "expected": query + "".join(f"&fact={fact}" for fact in EXPECTED),
        "actual": query + "".join(f"&fact={fact}" for fact in ACTUAL),
        **{fact.value: f"{query}&fact={fact}" for fact in Fact},
    }
    return group


@dataclass(frozen=True)
class Member:
    """One organisation of a target's population: whether it has reported, that is, something of the phase came."""

    id: UUID
    name: str
    region_code: str | None
    reached: bool


async def reached_in(db: Reader, campaign_id: UUID, me: Actor) -> set[tuple[UUID, str | None]]:
    """(organisation, phase) of every duty on which something came, in time or late."""
    rows = await db.execute(
        select(col(Duty.organisation_id), col(Duty.phase))
        .where(*live(campaign_id, me, None), col(Duty.fact).in_(ACTUAL))
        .distinct()
    )
    return {(organisation_id, phase) for organisation_id, phase in rows}


def population(
    district: District, reached: set[tuple[UUID, str | None]], types: list[str], phase: str | None, me: Actor
) -> list[Member]:
    """The institutions that a target counts, as `me` may see them; a target without types counts every institution."""
    wanted = frozenset(types)
    anywhere = {organisation_id for organisation_id, _ in reached}
    return [
        Member(p.id, p.name, p.region_code, (p.id, phase) in reached if phase else p.id in anywhere)
        for p in sorted(district.parties, key=lambda p: p.id)
        if p.types and (not wanted or wanted & p.types) and p.levels[me.level - 1] == me.organisation_id
    ]


async def coverage(
    db: Reader, campaign: Campaign, clauses: list[Any], district: District, me: Actor
) -> list[dict[str, Any]]:
    """Every coverage target of the plan with its own population: reached, of how many, by region.

    A target that counts no institutions (rooms, households, blank spots) is reported through its form; here it shows
    the plan's figure and no actual.
    """
    reached = await reached_in(db, campaign.id, me)
    found = []
    for clause in clauses:
        for index, target in enumerate(clause.targets):
            row: dict[str, Any] = {
                "clause_code": clause.code,
                "index": index,
                "phase": clause.phase,
                "text": target["text"],
                "operator": target["op"],
                "target": target["value"],
                "unit": target["unit"],
                "population_text": target["population"],
                "institution_types": target["institution_types"],
                "best_effort": target["best_effort"],
                "population": None,
                "reached": None,
                "percent": None,
                "met": None,
                "regions": [],
            }
            if target["institution_types"] and target["unit"] == "percent":
                members = population(district, reached, target["institution_types"], clause.phase, me)
                row |= _share(members)
                row["met"] = _met(target, row["percent"])
                regions = sorted({m.region_code or "" for m in members})
                row["regions"] = [
                    {"region_code": r, **_share([m for m in members if (m.region_code or "") == r])} for r in regions
                ]
            found.append(row)
    return found


def _share(members: list[Member]) -> dict[str, Any]:
    reached = sum(1 for member in members if member.reached)
    percent = round(100 * reached / len(members), 2) if members else None
    return {"population": len(members), "reached": reached, "percent": percent}


def _met(target: dict[str, Any], percent: float | None) -> bool | None:
    value = target["value"]
    if percent is None or value is None:
        return None
    match target["op"]:
        case ">=":
            return bool(percent >= value)
        case "=":
            return bool(percent == value)
        case "between":
            return bool(value[0] <= percent <= value[1])
        case _:
            return None


async def matrix(db: Reader, campaign_id: UUID, me: Actor, *, after: UUID | None, limit: int) -> list[dict[str, Any]]:
    """Organisation × clause with the counts of each fact, a page of organisations by id. One statement."""
    conditions = live(campaign_id, me, None)
    page = select(col(Duty.organisation_id)).where(*conditions).distinct().order_by(col(Duty.organisation_id))
    if after is not None:
        page = page.where(col(Duty.organisation_id) > after)
    rows = await db.execute(
        select(
            col(Duty.organisation_id),
            col(Organisation.name),
            col(Duty.clause_code),
            col(Duty.fact),
            func.count().label("n"),
        )
        .join(Organisation, col(Organisation.id) == col(Duty.organisation_id))
        .where(*conditions, col(Duty.organisation_id).in_(page.limit(limit).scalar_subquery()))
        .group_by(col(Duty.organisation_id), col(Organisation.name), col(Duty.clause_code), col(Duty.fact))
        .order_by(col(Duty.organisation_id), col(Duty.clause_code))
    )
    found: dict[UUID, dict[str, Any]] = {}
    for organisation_id, name, clause, fact, n in rows:
        line = found.setdefault(organisation_id, {"organisation_id": organisation_id, "name": name, "cells": {}})
        line["cells"].setdefault(clause, {})[Fact(fact).value] = n
    return list(found.values())
