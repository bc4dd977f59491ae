"""What goes out about how a campaign stands: counts of facts, coverage of targets, the organisations behind both."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from duban.campaigns.measures import Counting
from duban.campaigns.progress import By

Number = int | float


class ProgressGroup(BaseModel):
    """One group's counts. `rows` holds, for each number, the query of `GET /duties` that lists exactly its rows."""

    key: str | None = Field(description="null: what has no phase, region, lead … of its own (`none` in the query)")
    title: str | None = Field(description="What the group is called in Chinese, or a name of its own")
    title_en: str | None = Field(description="The catalogue's English; null: `title` is a name of its own")
    mine: bool = Field(description="By lead: the section that you work in")
    facts: dict[str, int] = Field(
        description="not_due, due, on_time, zero, late, missing, exempt; they add up to total"
    )
    total: int
    expected: int = Field(description="Owed by now: all but not_due, quiet and exempt")
    actual: int = Field(description="Came: on_time, zero and late")
    rate: float | None = Field(description="actual / expected in percent")
    rows: dict[str, str]


class ProgressRead(BaseModel):
    by: By
    leads: list[str] | None = Field(description="Only tasks of these leads are counted; null: all")
    groups: list[ProgressGroup]
    next_cursor: str | None


class Figures(BaseModel):
    """A target's figures on one day. `rows`: for each number the query of `…/coverage/{clause_code}/{index}` that lists
    the organisations behind it; of a share and of a total their `part` and `whole` add up to it."""

    population: Number | None = Field(description="What is counted: institutions, or what the forms name (key areas)")
    reached: Number | None
    percent: float | None = Field(description="reached / population")
    value: Number | None = Field(description="`counted_by: total`: the forms' figures added up")
    owing: int | None = Field(description="Organisations that the target looks at")
    reported: int | None = Field(description="Those of which a report counts")
    rows: dict[str, str] = Field(description="population, reached, missing, value, owing, reported, silent")


class RegionFigures(Figures):
    region_code: str | None
    title: str | None = Field(None, description="The region's health authority")


class CoverageRead(Figures):
    """One target of the plan against what was reached, as of `as_of`: its own day when that is over, else today. A
    milestone that is past keeps its figure; `now` has today's."""

    clause_code: str
    index: int = Field(description="Which target of the clause")
    phase: str | None
    metric: str | None = Field(description="What the target of a key task measures")
    text: str = Field(description="The plan's words")
    operator: str
    target: Any
    unit: str
    population_text: str
    institution_types: list[str]
    best_effort: bool
    due_on: date = Field(description="By the end of which day: the plan's, the filled blank's, or the end of the phase")
    past: bool = Field(description="That day is over")
    as_of: date = Field(description="The day at whose end the figures stood")
    counted_by: Counting | None = Field(
        description="reports: institutions whose report was taken; share: parts over wholes of the newest forms; "
        "total: the forms' figures added up; each: organisations that fulfil it; null: nothing here counts it"
    )
    counted_clauses: list[str] = Field(description="On whose duties the counted reports are made")
    approved_only: bool = Field(description="A report counts when it was approved")
    met: bool | None = Field(description="null: nothing counts it, or reports that may change the answer are still out")
    regions: list[RegionFigures]
    now: Figures | None


class MemberRead(BaseModel):
    """An organisation behind a figure, and the report that its own figure comes from."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    region_code: str | None
    reported: bool
    reached: bool = Field(description="Its own figure reaches the target")
    counted: bool = Field(description="It is part of the figure; false: silent, not concerned, or its area is counted")
    part: Number | None
    whole: Number | None
    duty_id: UUID | None
    duty_number: str | None
    period: str | None
    reported_at: datetime | None


class MemberPage(BaseModel):
    on: date = Field(description="The day at whose end this stood")
    items: list[MemberRead]
    next_cursor: str | None


class MatrixLine(BaseModel):
    organisation_id: UUID
    name: str
    cells: dict[str, dict[str, int]] = Field(description="Clause code → fact → number of duties")


class MatrixRead(BaseModel):
    items: list[MatrixLine]
    next_cursor: str | None
