"""Live figures of a ledger, each with the query of the rows behind it, so that a number and its list cannot disagree.

A module says what must be so of its rows and which filter of its list finds the rest. Knows no ledger.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, String, case, cast, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.kernel import confiding, term_registry
from duban.kernel.access import Actor, in_subtree
from duban.kernel.clocks import Clock
from duban.kernel.errors import Text
from duban.kernel.json_lists import json_has
from duban.kernel.organisations import Organisation
from duban.kernel.terms import basis_in


class ShareRead(BaseModel):
    """What should be 100 %, as far as it is."""

    key: str = Field(examples=["real_name_feedback"])
    title: str
    basis: str = Field(description="Where it is demanded")
    done: int
    of: int
    missing_rows: str = Field(description="The list's query of those that are missing")


class GroupRead(BaseModel):
    key: str
    title: str
    count: int
    rows: str = Field(description="The list's query of them")


@dataclass(frozen=True)
class View:
    """Of which rows the figures are: below `under`, from `since` (inclusive) to `before` (exclusive) by the column
    `<period>_at`. The list at `path` calls the bounds `<period>_from` and `<period>_before`."""

    model: Any
    path: str
    period: str
    under: Organisation | None = None
    since: datetime | None = None
    before: datetime | None = None

    def conditions(self, me: Actor) -> list[ColumnElement[bool]]:
        table = self.model.__table__.c
        found = [in_subtree(self.model, me)]
        if confiding.is_confided(self.model):
            found += [table.organisation_id == me.organisation_id, *confiding.narrowed(self.model, table, me)]
        if me.recused:
            found += [table.id.not_in(me.recused), table.organisation_id.not_in(me.recused)]
        if self.under is not None:
            found.append(table[f"org_l{self.under.level}"] == self.under.id)
        if self.since is not None:
            found.append(table[f"{self.period}_at"] >= self.since)
        if self.before is not None:
            found.append(table[f"{self.period}_at"] < self.before)
        return found

    def rows(self, **more: str | Sequence[str]) -> str:
        """The list's query for these rows and `more`."""
        said = {
            "under": str(self.under.id) if self.under else None,
            f"{self.period}_from": self.since.isoformat() if self.since else None,
            f"{self.period}_before": self.before.isoformat() if self.before else None,
        }
        given: dict[str, Any] = {name: value for name, value in said.items() if value is not None} | more
        return f"{self.path}?{urlencode(given, doseq=True)}" if given else self.path


@dataclass(frozen=True)
class Share:
    """`of` counts what must be so, `done` what is so; `missing` is the list's query of the rest."""

    key: str
    title: Text
    basis: str
    of: ColumnElement[bool]
    done: ColumnElement[bool]
    missing: Mapping[str, str | Sequence[str]]

    def told(self, row: Mapping[str, Any], view: View, language: str) -> dict[str, Any]:
        """The share as `ShareRead` shows it, out of the row that `counting` of it gave."""
        return {
            "key": self.key,
            "title": self.title.into(language),
            "basis": basis_in(self.basis, language),
            "done": row[f"{self.key}_done"],
            "of": row[f"{self.key}_of"],
            "missing_rows": view.rows(**self.missing),
        }


def number(of: ColumnElement[bool]) -> ColumnElement[int]:
    """How many rows fulfil `of`."""
    return func.coalesce(func.sum(case((of, 1), else_=0)), 0)


def counting(shares: Sequence[Share]) -> list[ColumnElement[int]]:
    """The columns that count `shares`, for one statement over the view's rows."""
    parts = {f"{one.key}_of": one.of for one in shares} | {f"{one.key}_done": one.done for one in shares}
    return [number(column).label(name) for name, column in parts.items()]


async def in_time(db: AsyncSession, me: Actor, view: View, language: str) -> list[dict[str, Any]]:
    """For each term of the view's rows that was met or missed, in the order of the procedure: of how many rows, and how
    many of those never missed it (the flag `missed_terms` stays). One statement."""
    table = view.model.__table__.c
    missed = json_has(table.missed_terms, cast(col(Clock.term), String))
    ran = or_(col(Clock.met_at).is_not(None), col(Clock.missed_at).is_not(None))
    clock = (
        select(col(Clock.subject_id).label("subject"), col(Clock.term).label("term"))
        .where(col(Clock.subject_type) == literal(view.model.word()), or_(ran, missed))
        .join(view.model, table.id == col(Clock.subject_id))
        .where(*view.conditions(me))
        .add_columns(missed.label("missed"))
        .distinct()
        .subquery()
    )
    rows = await db.execute(select(clock.c.term, func.count(), number(clock.c.missed)).group_by(clock.c.term))
    counted = {term: (count, late) for term, count, late in rows}
    return [
        {
            "key": name,
            "title": term.title.into(language),
            "basis": basis_in(term.basis, language),
            "done": count - late,
            "of": count,
            "missing_rows": view.rows(missed=name),
        }
        for name, term in term_registry.in_procedure().items()
        if name in counted
        for count, late in [counted[name]]
    ]


async def groups(
    db: AsyncSession, me: Actor, view: View, name: str, words: Mapping[Any, Text], language: str
) -> list[dict[str, Any]]:
    """How many rows there are by each word of the column `name`, the most frequent first; rows without one left out."""
    column = view.model.__table__.c[name]
    counted = select(column, func.count()).where(*view.conditions(me), column.is_not(None)).group_by(column)
    found = {key: int(count) for key, count in (await db.execute(counted)).all()}
    return [
        {
            "key": word.value,
            "title": words[word].into(language),
            "count": found[word],
            "rows": view.rows(**{name: word}),
        }
        for word in sorted(found, key=lambda one: (-found[one], one))
    ]
