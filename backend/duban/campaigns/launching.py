"""Putting a campaign into force: phases, clauses, duties and their clocks, written in bulk in one transaction.

Launching with dates in the past is allowed and truthful: what was due before it was given out is marked so
(`issued_after_due`), has no clock, and is never missing. One journal entry stands for many duties, with the counts and
a digest of their ids.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.campaigns.expanding import ClauseExpansion, Planned
from duban.campaigns.filling import FilledPlan
from duban.campaigns.matching import District
from duban.campaigns.models import Campaign, CampaignClause, CampaignPhase, Duty
from duban.campaigns.periods import Rhythm
from duban.campaigns.rules import REPORT_TERM, DutyState, Fact, fact_when_open
from duban.kernel.acts import Act
from duban.kernel.bulk import insert_many
from duban.kernel.clock import day_of
from duban.kernel.clocks import Clock, ClockState, end_of
from duban.kernel.db import LEVELS
from duban.kernel.ids import new_id
from duban.kernel.numbers import next_numbers

BATCH = 5_000

CONTENT = (
    "title",
    "proof",
    "rhythm",
    "form",
    "zero_allowed",
    "standing",
    "immediate",
    "zero_due",
    "phase",
    "lead",
    "starts_on",
    "ends_on",
    "opens_on",
    "due_on",
)
"""Columns of a duty that the plan decides: where they differ, an amendment issues the duty anew."""


async def write_phases(act: Act, campaign: Campaign, filled: FilledPlan) -> None:
    """The campaign's phases with their days."""
    for phase in filled.plan.phases:
        window = filled.window_of(phase.code)
        act.db.add(
            CampaignPhase(
                campaign_id=campaign.id,
                code=phase.code,
                title=phase.title,
                stage=phase.stage,
                runs_throughout=phase.runs_throughout,
                starts_on=window.starts_on,
                ends_on=window.ends_on,
            )
        )
    await act.db.flush()


async def write_clauses(
    act: Act, campaign: Campaign, expansions: Iterable[ClauseExpansion], *, first: int = 0
) -> dict[str, UUID]:
    """The campaign's clauses, numbered from `first`; returns code → id."""
    ids: dict[str, UUID] = {}
    for position, expansion in enumerate(expansions, first):
        row = CampaignClause(
            organisation_id=campaign.organisation_id,
            **{f"org_l{level}": getattr(campaign, f"org_l{level}") for level in range(1, LEVELS + 1)},
            campaign_id=campaign.id,
            code=expansion.clause.code,
            position=position,
            created_at=act.now,
            updated_at=act.now,
            **clause_columns(expansion),
        )
        act.db.add(row)
        ids[expansion.clause.code] = row.id
    await act.db.flush()
    return ids


def clause_columns(expansion: ClauseExpansion) -> dict[str, Any]:
    """What the plan says of one clause, as its row keeps it. Owners that the issuer named stand as `organisations`."""
    clause = expansion.clause
    owners: dict[str, Any] = _plain(asdict(clause.owners))
    if expansion.assigned:
        owners["organisations"] = [str(party.id) for party in expansion.parties]
    return {
        "source_clause": clause.source_clause,
        "task_title": clause.task_title,
        "title": clause.title[:300],
        "detail": list(clause.detail),
        "proof": clause.proof,
        "rhythm": clause.rhythm,
        "phase": clause.phase,
        "form": clause.form,
        "zero_allowed": clause.zero_allowed,
        "owners": owners,
        "lead": list(clause.lead),
        "recipients": list(clause.recipients),
        "targets": [_plain(asdict(target)) for target in clause.targets],
    }


def _plain(value: Any) -> Any:
    """As JSON gives it back, so that what is kept compares equal with what is meant."""
    return orjson.loads(orjson.dumps(value))


async def clause_ids(db: AsyncSession, campaign_id: UUID) -> dict[str, UUID]:
    """The campaign's clauses, code → id."""
    rows = await db.execute(
        select(col(CampaignClause.code), col(CampaignClause.id)).where(col(CampaignClause.campaign_id) == campaign_id)
    )
    return {row.code: row.id for row in rows}


async def write_duties(
    act: Act, campaign: Campaign, district: District, planned: Sequence[Planned], clause_ids: Mapping[str, UUID]
) -> list[UUID]:
    """Insert the duties and their report clocks in bulk. Returns the duties' ids."""
    ids: list[UUID] = []
    for start in range(0, len(planned), BATCH):
        batch = planned[start : start + BATCH]
        numbers = await next_numbers(act, "DT", len(batch))
        duties = [
            duty_row(act.now, campaign, district, one, clause_ids[one.clause.code], number)
            for one, number in zip(batch, numbers, strict=True)
        ]
        await insert_many(act.db, Duty, duties)
        with_clock = [row for row in duties if not (row["issued_after_due"] or row["standing"])]
        await insert_many(act.db, Clock, [clock_row(act.now, row) for row in with_clock])
        ids += [row["id"] for row in duties]
    return ids


def content(planned: Planned) -> dict[str, Any]:
    """The columns of a duty that the plan decides (`CONTENT`)."""
    clause, period = planned.clause, planned.period
    standing = clause.rhythm is Rhythm.PER_EVENT
    return {
        "title": clause.title[:300],
        "proof": clause.proof,
        "rhythm": clause.rhythm,
        "form": clause.form,
        "zero_allowed": clause.zero_allowed,
        "standing": standing,
        "immediate": clause.immediate,
        "zero_due": standing and clause.zero_due,
        "phase": clause.phase,
        "lead": list(clause.lead),
        "starts_on": period.starts_on,
        "ends_on": period.ends_on,
        "opens_on": period.opens_on,
        "due_on": period.due_on,
    }


def duty_row(
    now: datetime, campaign: Campaign, district: District, planned: Planned, clause_id: UUID, number: str
) -> dict[str, Any]:
    """One duty as its table's columns."""
    clause, party, period = planned.clause, planned.party, planned.period
    reviewer, final = district.reviewers(party)
    is_open = period.opens_on <= day_of(now)
    standing = clause.rhythm is Rhythm.PER_EVENT
    return {
        "id": new_id(),
        "created_at": now,
        "updated_at": now,
        "version": 1,
        "organisation_id": party.id,
        **{f"org_l{level}": party.levels[level - 1] for level in range(1, LEVELS + 1)},
        "number": number,
        "campaign_id": campaign.id,
        "clause_id": clause_id,
        "clause_code": clause.code,
        **content(planned),
        "period": period.code,
        "correct_by": None,
        "region_code": party.region_code,
        "state": DutyState.OPEN if is_open else DutyState.PLANNED,
        "fact": fact_when_open(standing=standing) if is_open else Fact.NOT_DUE,
        "late": False,
        "zero": False,
        "issued_after_due": period.due_on < day_of(now),
        "first_submitted_at": None,
        "submitted_at": None,
        "submitted_by_id": None,
        "approved_at": None,
        "missed_at": None,
        "submission_count": 0,
        "problem_count": 0,
        "document_count": 0,
        "event_count": 0,
        "report_count": 0,
        "reviewer_id": reviewer,
        "final_reviewer_id": final,
        "exempt_reason": None,
        "exempted_by_id": None,
        "exempted_by_name": None,
        "exempted_at": None,
        "retired_at": None,
    }


def clock_row(now: datetime, duty: dict[str, Any]) -> dict[str, Any]:
    """The report clock of one duty: it runs to the end of the day that the plan names."""
    due_on: date = duty["due_on"]
    return {
        "id": new_id(),
        "created_at": now,
        "updated_at": now,
        "version": 1,
        "organisation_id": duty["organisation_id"],
        **{f"org_l{level}": duty[f"org_l{level}"] for level in range(1, LEVELS + 1)},
        "subject_type": Duty.word(),
        "subject_id": duty["id"],
        "subject_label": f"{duty['number']} {duty['title']}"[:200],
        "term": REPORT_TERM.name,
        "title_zh": REPORT_TERM.title.zh,
        "title_en": REPORT_TERM.title.en,
        "basis": REPORT_TERM.basis,
        "mark": REPORT_TERM.mark,
        "amount": REPORT_TERM.amount,
        "unit": REPORT_TERM.unit,
        "pausable": REPORT_TERM.pausable,
        "fixed_on": due_on,
        "started_at": now,
        "due_at": end_of(due_on),
        "due_on": due_on,
        "provisional": False,
        "calendar_version": 0,
        "region_code": duty["region_code"] or "",
        "pauses": [],
        "extensions": [],
        "state": ClockState.RUNNING,
        "met_at": None,
        "missed_at": None,
        "holder_id": duty["organisation_id"],
        "permission": "duty.submit",
        "escalated_to_id": None,
    }


def unmatched(expansions: Iterable[ClauseExpansion]) -> list[dict[str, Any]]:
    """Which kinds of owners nobody in the district is, by clause."""
    return [{"clause": e.clause.code, "codes": e.unmatched} for e in expansions if e.unmatched]
