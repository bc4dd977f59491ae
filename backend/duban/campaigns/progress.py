"""How a campaign stands: counts of facts by clause, organisation, lead section, region, phase, period and population.

A figure and the rows behind it come from the same condition: every count is a count of `/duties` rows under the query
that stands beside it. Coverage against the plan's targets is `coverage`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, false, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlmodel import col

from duban.campaigns.catalogues import catalogue, party_name
from duban.campaigns.matching import is_section
from duban.campaigns.models import CampaignClause, CampaignPhase, Duty
from duban.campaigns.rules import Fact
from duban.institutions.catalogues import level_name, ownership_name
from duban.institutions.enums import Ownership
from duban.institutions.licences import Level
from duban.institutions.models import Institution
from duban.kernel.access import Actor, in_subtree
from duban.kernel.errors import FieldError, Invalid, Text
from duban.kernel.json_lists import json_has
from duban.kernel.listing import NONE
from duban.kernel.organisations import Organisation, OrganisationKind

__all__ = ["NONE", "By", "View", "counts", "leads_of", "live", "matrix", "region_titles"]

Reader = AsyncConnection | AsyncSession

ACTUAL = (Fact.ON_TIME, Fact.ZERO, Fact.LATE)
"""Something came."""

EXPECTED = (Fact.DUE, Fact.MISSING, *ACTUAL)
"""Something is or was owed by now: everything but not due yet, exempt, and standing with nothing happened (quiet)."""

MINE = "mine"
"""In place of a lead's code: the section that the asker works in."""


class By(StrEnum):
    """What counts may be broken down by. A clause has several leads and an institution several types: such a duty is
    counted in each of their groups."""

    CLAUSE = "clause"
    ORGANISATION = "organisation"
    REGION = "region"
    PHASE = "phase"
    PERIOD = "period"
    LEAD = "lead"
    INSTITUTION_TYPE = "institution_type"
    INSTITUTION_LEVEL = "institution_level"
    OWNERSHIP = "ownership"


@dataclass(frozen=True)
class Dimension:
    """One breakdown: the filter of `/duties` that selects a group, its column, and how its keys are called. `several`:
    the column holds a list. `order`: the keys in the order of their catalogue."""

    filter: str
    column: Any
    name: Callable[[str], Text | None] = lambda _: None
    order: tuple[str, ...] = ()
    several: bool = False
    of_institutions: bool = False


def _type_name(code: str) -> Text | None:
    entry = catalogue("institution_type").get(code)
    return entry.name if entry else None


_TYPES = catalogue("institution_type").codes()
_DIMENSIONS: dict[By, Dimension] = {
    By.CLAUSE: Dimension("clause_code", col(Duty.clause_code)),
    By.ORGANISATION: Dimension("organisation_id", col(Duty.organisation_id)),
    By.REGION: Dimension("region_code", col(Duty.region_code)),
    By.PHASE: Dimension("phase", col(Duty.phase)),
    By.PERIOD: Dimension("period", col(Duty.period)),
    By.LEAD: Dimension("lead", col(Duty.lead), party_name, catalogue("section").codes(), several=True),
    By.INSTITUTION_TYPE: Dimension(
        "institution_type", col(Institution.types), _type_name, _TYPES, several=True, of_institutions=True
    ),
    By.INSTITUTION_LEVEL: Dimension(
        "institution_level", col(Institution.level), level_name, tuple(Level), of_institutions=True
    ),
    By.OWNERSHIP: Dimension(
        "ownership", col(Institution.ownership), ownership_name, tuple(Ownership), of_institutions=True
    ),
}


@dataclass(frozen=True)
class View:
    """Which part of a campaign is looked at: below `under`, of the tasks that one of `leads` leads. `own` are the codes
    that the asker's section goes by."""

    under: Organisation | None = None
    leads: tuple[str, ...] | None = None
    own: frozenset[str] = field(default=frozenset())

    def query(self, campaign_id: UUID) -> str:
        """The same part as a query of `/duties`."""
        parts: list[tuple[str, Any]] = [("campaign_id", campaign_id)]
        parts += [("under", self.under.id)] if self.under else []
        parts += [("lead", code) for code in self.leads or ()]
        return urlencode(parts)


def live(campaign_id: UUID, me: Actor, view: View | None) -> list[ColumnElement[bool]]:
    """The duties in force that `me` may see, in `view` if given: the one condition behind every figure."""
    conditions = [
        col(Duty.campaign_id) == campaign_id,
        col(Duty.retired_at).is_(None),
        in_subtree(Duty, me),
    ]
    if me.recused:
        conditions += [col(Duty.id).not_in(me.recused), col(Duty.organisation_id).not_in(me.recused)]
    if view is not None and view.under is not None:
        conditions.append(getattr(Duty, f"org_l{view.under.level}") == view.under.id)
    if view is not None and view.leads is not None:
        led = [json_has(col(Duty.lead), literal(code, String())) for code in view.leads]
        conditions.append(or_(*led) if led else false())
    return conditions


async def own_leads(db: Reader, me: Actor) -> frozenset[str]:
    """The codes of the catalogue that the asker's section goes by; none for somebody of no section. One statement."""
    if me.section_id is None:
        return frozenset()
    statement = select(col(Organisation.name), col(Organisation.kind), col(Organisation.aliases))
    row = (await db.execute(statement.where(col(Organisation.id) == me.section_id))).one_or_none()
    if row is None:
        return frozenset()
    return frozenset(code for code in catalogue("section").codes() if is_section(row, code))


def leads_of(asked: list[str], own: frozenset[str]) -> tuple[str, ...] | None:
    """The codes meant by `asked`, `mine` among them; None where nothing is asked. Raises Invalid for `mine` where the
    asker works in no section that plans know."""
    if not asked:
        return None
    if MINE in asked and not own:
        text = Text(
            "您所在的单位不是方案所称的科室，请改为选择牵头科室。",
            "You work in no section that plans name. Choose the lead section instead.",
        )
        raise Invalid("no_section", text, [FieldError("/lead", "no_section", text)])
    codes = [code for word in asked for code in (sorted(own) if word == MINE else [word])]
    return tuple(dict.fromkeys(codes))


async def counts(
    db: Reader, campaign_id: UUID, me: Actor, by: By, view: View, *, after: UUID | None, limit: int
) -> list[dict[str, Any]]:
    """One row per group with its counts. Groups by organisation are paged by id (`after`); the others are few.

    One statement for the facts, with the names of organisations and clauses joined; regions and phases need another.
    """
    dimension = _DIMENSIONS[by]
    conditions = live(campaign_id, me, view)
    statement: Select[Any] = (
        select(dimension.column.label("key"), col(Duty.fact), func.count().label("n"))
        .select_from(Duty)
        .where(*conditions)
        .group_by(dimension.column, col(Duty.fact))
    )
    if by is By.ORGANISATION:
        page = select(col(Duty.organisation_id)).where(*conditions).distinct().order_by(col(Duty.organisation_id))
        if after is not None:
            page = page.where(col(Duty.organisation_id) > after)
        statement = (
            statement.add_columns(col(Organisation.name).label("title"))
            .join(Organisation, col(Organisation.id) == col(Duty.organisation_id))
            .where(col(Duty.organisation_id).in_(page.limit(limit).scalar_subquery()))
            .group_by(col(Organisation.name))
        )
    elif by is By.CLAUSE:
        statement = (
            statement.add_columns(col(CampaignClause.title).label("title"), col(CampaignClause.position).label("place"))
            .join(CampaignClause, col(CampaignClause.id) == col(Duty.clause_id))
            .group_by(col(CampaignClause.title), col(CampaignClause.position))
        )
    elif dimension.of_institutions:
        statement = statement.outerjoin(Institution, col(Institution.organisation_id) == col(Duty.organisation_id))
    groups: dict[str | None, dict[str, Any]] = {}
    places: dict[str | None, Any] = {}
    for row in await db.execute(statement):
        for key in _keys(row.key, several=dimension.several):
            group = groups.setdefault(key, _empty(key, getattr(row, "title", None), dimension, view))
            group["facts"][Fact(row.fact).value] += row.n
            places[key] = getattr(row, "place", _place(key, dimension))
    await _entitle(db, campaign_id, by, groups)
    base = view.query(campaign_id)
    ordered = sorted(groups, key=lambda key: (key is None, places[key]))
    return [finish(groups[key], f"{base}&{dimension.filter}={NONE if key is None else key}") for key in ordered]


def _keys(value: Any, *, several: bool) -> list[str | None]:
    if not several:
        return [None if value is None else str(value)]
    return list(dict.fromkeys(str(one) for one in value)) if value else [None]


def _place(key: str | None, dimension: Dimension) -> tuple[int, str]:
    known = key in dimension.order
    return (dimension.order.index(key) if known and key is not None else len(dimension.order), key or "")


def _empty(key: str | None, title: str | None, dimension: Dimension, view: View) -> dict[str, Any]:
    name = dimension.name(key) if key is not None else None
    return {
        "key": key,
        "title": name.zh if name else title,
        "title_en": name.en if name else None,
        "mine": dimension.filter == "lead" and key in view.own,
        "facts": {fact.value: 0 for fact in Fact},
    }


async def _entitle(db: Reader, campaign_id: UUID, by: By, groups: Mapping[str | None, dict[str, Any]]) -> None:
    """Names that stand in another table: regions after their health authority, phases as the plan calls them."""
    titles: dict[str | None, str] = {}
    if by is By.REGION:
        titles = await region_titles(db, (key for key in groups if key is not None))
    elif by is By.PHASE:
        phases = select(col(CampaignPhase.code), col(CampaignPhase.title))
        found = await db.execute(phases.where(col(CampaignPhase.campaign_id) == campaign_id))
        titles = {code: title for code, title in found if title}
    for key, group in groups.items():
        if key in titles:
            group["title"] = titles[key]


async def region_titles(db: Reader, codes: Iterable[str | None]) -> dict[str | None, str]:
    """What the regions are called: by the name of the health authority that carries the code, the highest of several.
    One statement."""
    wanted = sorted({code for code in codes if code is not None})
    rows = await db.execute(
        select(col(Organisation.region_code), col(Organisation.name))
        .where(
            col(Organisation.kind) == OrganisationKind.HEALTH_AUTHORITY,
            col(Organisation.region_code).in_(wanted),
            col(Organisation.closed_on).is_(None),
        )
        .order_by(col(Organisation.level).desc(), col(Organisation.id).desc())
    )
    return {row.region_code: row.name for row in rows}


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
