"""Targets against what was reached: each over its own population, as of its own day, with the rows behind every figure.

What counts stands on the target (`measures`): institutions whose report was taken, or figures of the newest forms added
up. A milestone whose day is over keeps the figure of that day. Everything is reckoned from two statements: who owes the
reports, and what came; how many institutions there are does not change that.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlmodel import col

from duban.campaigns.answers import Answers
from duban.campaigns.areas import one_per_area, within
from duban.campaigns.clause import Target
from duban.campaigns.figures import Member, figures, holds, organisation_figure
from duban.campaigns.filling import FilledPlan, fill, timeline
from duban.campaigns.matching import District, Party
from duban.campaigns.measures import Count, Counting
from duban.campaigns.models import Campaign, CampaignClause, Duty, Submission
from duban.campaigns.plans import plan_from
from duban.campaigns.progress import NONE, Reader, live, region_titles
from duban.campaigns.rules import DutyState
from duban.campaigns.windows import ONE_DAY, add_months, last_day
from duban.kernel.access import Actor
from duban.kernel.clock import today
from duban.kernel.clocks import end_of

_targets = TypeAdapter(list[Target])


@dataclass(frozen=True)
class Report:
    """One version of what was submitted on a duty, with the indicators that some target looks at."""

    duty_id: UUID
    number: str
    period: str
    starts_on: date
    version: int
    zero: bool
    submitted_at: datetime
    approved_at: datetime | None
    returned_at: datetime | None
    values: dict[str, Any]

    def stands(self, count: Count, moment: datetime) -> bool:
        """Whether it had been taken before `moment`, and had not been returned by then."""
        taken_at = self.approved_at if count.approved else self.submitted_at
        returned = self.returned_at is not None and self.returned_at < moment
        return taken_at is not None and taken_at < moment and not returned


@dataclass
class Ledger:
    """What a campaign's targets are counted from: who owes each clause, and every report on it."""

    owing: dict[str, set[UUID]] = field(default_factory=dict)
    reports: dict[tuple[str, UUID], list[Report]] = field(default_factory=dict)

    def newest(self, count: Count, organisation_id: UUID, moment: datetime) -> Report | None:
        """The report of the last period that counted at `moment`; of a duty its newest version speaks."""
        found: dict[UUID, Report] = {}
        for code in count.clauses:
            for report in self.reports.get((code, organisation_id), ()):
                if report.stands(count, moment):
                    before = found.get(report.duty_id)
                    found[report.duty_id] = report if before is None or before.version < report.version else before
        spoken = [report for report in found.values() if count.zero or not report.zero]
        return max(spoken, key=lambda report: (report.starts_on, report.submitted_at), default=None)


@dataclass(frozen=True)
class Aim:
    """One target of a launched campaign's clause with its day. `as_of` is the day whose figure it shows: its own when
    that is over, else today."""

    clause: CampaignClause
    index: int
    target: Target
    due_on: date

    @property
    def as_of(self) -> date:
        return min(self.due_on, today())

    @property
    def past(self) -> bool:
        return self.due_on < today()


def aims(campaign: Campaign, clauses: Iterable[CampaignClause]) -> list[Aim]:
    """The targets of the clauses in force, in the plan's order."""
    in_force = [clause for clause in clauses if clause.retired_at is None and clause.targets]
    if not in_force:
        return []
    filled = fill(plan_from(campaign.plan), campaign.answers)
    return [
        Aim(clause, index, target, _due_on(filled, clause, target))
        for clause in in_force
        for index, target in enumerate(_targets.validate_python(clause.targets))
    ]


def _due_on(filled: FilledPlan, clause: CampaignClause, target: Target) -> date:
    """The target's own day, as the plan or its filled blank gives it; else the end of its phase or of the campaign.

    A day in the plan's own words moves by whole months with a campaign that was launched at another time than the plan
    says; one that would still lie before the campaign says nothing about it.
    """
    if target.pointer in filled.target_dues:
        return filled.target_dues[target.pointer]
    end = filled.window_of(clause.phase).ends_on
    if target.due is None:
        return end
    own, start = timeline(filled.plan, Answers(filled.plan, {})).campaign, filled.window.starts_on
    day = last_day(target.due)
    if own is not None:
        months = (start.year - own.starts_on.year) * 12 + start.month - own.starts_on.month
        day = add_months(day + ONE_DAY, months) - ONE_DAY
    return day if day >= start else end


async def ledger_of(db: Reader, campaign_id: UUID, counts: Sequence[Count], me: Actor) -> Ledger:
    """Everything that `counts` look at, as far as `me` may see it. Two statements; none where nothing is counted."""
    ledger = Ledger()
    codes = sorted({code for count in counts for code in count.clauses})
    if not codes:
        return ledger
    conditions = [*live(campaign_id, me, None), col(Duty.clause_code).in_(codes)]
    owing = await db.execute(
        select(col(Duty.clause_code), col(Duty.organisation_id))
        .where(*conditions, col(Duty.state) != DutyState.EXEMPT)
        .distinct()
    )
    for code, organisation_id in owing:
        ledger.owing.setdefault(code, set()).add(organisation_id)
    indicators = sorted({code for count in counts for code in count.indicators})
    values = [col(Submission.values)[code].as_string() for code in indicators]
    rows = await db.execute(
        select(
            col(Duty.clause_code),
            col(Duty.organisation_id),
            col(Duty.id),
            col(Duty.number),
            col(Duty.period),
            col(Duty.starts_on),
            col(Submission.version),
            col(Submission.zero),
            col(Submission.submitted_at),
            col(Submission.approved_at),
            col(Submission.returned_at),
            *(value.label(f"value{n}") for n, value in enumerate(values)),
        )
        .join(Submission, col(Submission.duty_id) == col(Duty.id))
        .where(*conditions)
    )
    for code, organisation_id, id, number, period, start, version, zero, came, approved, returned, *own in rows:
        values_of = dict(zip(indicators, own, strict=True))
        report = Report(id, number, period, start, version, zero, came, approved, returned, values_of)
        ledger.reports.setdefault((code, organisation_id), []).append(report)
    return ledger


def members(aim: Aim, count: Count, district: District, ledger: Ledger, me: Actor, on: date) -> list[Member]:
    """The organisations that the target looks at, as `me` may see them, as they stood at the end of the day `on`: of
    institutions all of the target's types in today's registry, of forms those who owe it."""
    moment = end_of(on)
    found = []
    for party in _population(count, district, ledger, me):
        report = ledger.newest(count, party.id, moment)
        own = organisation_figure(count, aim.target, report.values if report else None)
        found.append(Member.of(party, report, own))
    return one_per_area(found) if count.area else found


def _population(count: Count, district: District, ledger: Ledger, me: Actor) -> list[Party]:
    owing = {id for code in count.clauses for id in ledger.owing.get(code, ())}
    wanted = frozenset(count.institution_types)
    reports = count.counting is Counting.REPORTS
    return [
        party
        for party in sorted(district.parties, key=lambda p: p.id)
        if party.levels[me.level - 1] == me.organisation_id
        and party.id not in me.recused
        and (not wanted or wanted & party.types)
        and (reports or party.id in owing)
    ]


async def coverage(
    db: Reader, campaign: Campaign, clauses: Sequence[CampaignClause], district: District, me: Actor
) -> list[dict[str, Any]]:
    """Every target of the campaign with its day, its figure as of that day, by region, and where it stands now."""
    found = aims(campaign, clauses)
    ledger = await ledger_of(db, campaign.id, [aim.target.count for aim in found if aim.target.count], me)
    rows = [_row(aim, district, ledger, me) for aim in found]
    codes = {region["region_code"] for row in rows for region in row["regions"]}
    titles = await region_titles(db, codes - {None})
    for row in rows:
        for region in row["regions"]:
            region["title"] = titles.get(region["region_code"])
    return rows


def _row(aim: Aim, district: District, ledger: Ledger, me: Actor) -> dict[str, Any]:
    target, count = aim.target, aim.target.count
    row: dict[str, Any] = {
        "clause_code": aim.clause.code,
        "index": aim.index,
        "phase": aim.clause.phase,
        "metric": target.metric,
        "text": target.text,
        "operator": target.op,
        "target": target.value,
        "unit": target.unit,
        "population_text": target.population,
        "institution_types": target.institution_types,
        "best_effort": target.best_effort,
        "due_on": aim.due_on,
        "past": aim.past,
        "as_of": aim.as_of,
        "counted_by": count.counting if count else None,
        "counted_clauses": count.clauses if count else (),
        "approved_only": count.approved if count else False,
        "met": None,
        "regions": [],
        "now": None,
        **figures([], None, aim.as_of),
    }
    if count is None:
        return row
    then = members(aim, count, district, ledger, me, aim.as_of)
    row |= figures(then, count, aim.as_of)
    row["met"] = _met(target, count, then, row)
    regions = sorted({member.region_code for member in then}, key=lambda code: (code is None, code))
    row["regions"] = [
        {
            "region_code": code,
            **figures(
                [member for member in then if member.region_code == code],
                count,
                aim.as_of,
                f"&region_code={code or NONE}",
            ),
        }
        for code in regions
    ]
    now = members(aim, count, district, ledger, me, today()) if aim.past else then
    row["now"] = figures(now, count, today())
    return row


def _met(target: Target, count: Count, found: list[Member], row: dict[str, Any]) -> bool | None:
    """Whether the figure reaches the target. What holds of some does not hold of all: None while reports are out."""
    if count.counting is Counting.TOTAL:
        figure = None if row["value"] is None else Decimal(str(row["value"]))
        op, value = target.op, target.value
    elif count.each or target.unit == "percent":
        # From the two numbers, not from the percentage shown: 24 999 of 25 000 is not all of them.
        figure = 100 * Decimal(str(row["reached"])) / Decimal(str(row["population"])) if row["population"] else None
        op, value = ("=", 100) if count.each else (target.op, target.value)
    else:
        return None
    held = holds(op, value, figure)
    silent = any(not m.reported and not m.counted and not _spoken_for(m, count, found) for m in found)
    return None if held and silent else held


def _spoken_for(silent: Member, count: Count, found: list[Member]) -> bool:
    return count.area and any(
        m.counted and silent.region_code is not None and within(silent.region_code, m.region_code) for m in found
    )
