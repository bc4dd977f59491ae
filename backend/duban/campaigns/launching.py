"""Putting a campaign into force: phases, clauses, duties and their clocks, written in bulk in one transaction.

Launching with dates in the past is allowed and truthful: what is open is open, what is overdue is missing at the next
sweep of the clocks. One journal entry stands for the launch, with the counts and a digest of the duties' ids.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.campaigns.clause import Clause
from duban.campaigns.expanding import ClauseExpansion, Planned
from duban.campaigns.filling import FilledPlan
from duban.campaigns.matching import District
from duban.campaigns.models import Campaign, CampaignClause, CampaignPhase, Duty
from duban.campaigns.rules import REPORT_TERM, DutyState, Fact
from duban.kernel.acts import Act
from duban.kernel.bulk import insert_many
from duban.kernel.clock import day_of
from duban.kernel.clocks import Clock, ClockState, end_of
from duban.kernel.db import LEVELS
from duban.kernel.ids import new_id
from duban.kernel.numbers import next_numbers

BATCH = 5_000
Progress = Callable[[int, int], None]


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


async def write_clauses(act: Act, campaign: Campaign, clauses: Iterable[Clause], *, first: int = 0) -> dict[str, UUID]:
    """The campaign's clauses, numbered from `first`; returns code → id."""
    ids: dict[str, UUID] = {}
    for position, clause in enumerate(clauses, first):
        row = CampaignClause(
            organisation_id=campaign.organisation_id,
            **{f"org_l{level}": getattr(campaign, f"org_l{level}") for level in range(1, LEVELS + 1)},
            campaign_id=campaign.id,
            code=clause.code,
            position=position,
            source_clause=clause.source_clause,
            task_title=clause.task_title,
            title=clause.title[:300],
            detail=list(clause.detail),
            proof=clause.proof,
            rhythm=clause.rhythm,
            phase=clause.phase,
            form=clause.form,
            zero_allowed=clause.zero_allowed,
            owners=asdict(clause.owners),
            lead=list(clause.lead),
            recipients=list(clause.recipients),
            targets=[asdict(target) for target in clause.targets],
            created_at=act.now,
            updated_at=act.now,
        )
        act.db.add(row)
        ids[clause.code] = row.id
    await act.db.flush()
    return ids


async def clause_ids(db: AsyncSession, campaign_id: UUID) -> dict[str, UUID]:
    """The campaign's clauses, code → id."""
    rows = await db.execute(
        select(col(CampaignClause.code), col(CampaignClause.id)).where(col(CampaignClause.campaign_id) == campaign_id)
    )
    return {row.code: row.id for row in rows}


async def write_duties(
    act: Act,
    campaign: Campaign,
    district: District,
    planned: Sequence[Planned],
    clause_ids: dict[str, UUID],
    progress: Progress | None = None,
) -> str:
    """Insert the duties and their report clocks in bulk. Returns the SHA-256 over their ids, for the journal."""
    digest = hashlib.sha256()
    for start in range(0, len(planned), BATCH):
        batch = planned[start : start + BATCH]
        numbers = await next_numbers(act, "DT", len(batch))
        duties = [
            duty_row(act.now, campaign, district, one, clause_ids[one.clause.code], number)
            for one, number in zip(batch, numbers, strict=True)
        ]
        for row in duties:
            digest.update(row["id"].bytes)
        await insert_many(act.db, Duty, duties)
        await insert_many(act.db, Clock, [clock_row(act.now, row) for row in duties])
        if progress:
            progress(start + len(batch), len(planned))
    return digest.hexdigest()


def duty_row(
    now: datetime, campaign: Campaign, district: District, planned: Planned, clause_id: UUID, number: str
) -> dict[str, Any]:
    """One duty as its table's columns."""
    clause, party, period = planned.clause, planned.party, planned.period
    reviewer, final = district.reviewers(party)
    is_open = period.opens_on <= day_of(now)
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
        "title": clause.title[:300],
        "proof": clause.proof,
        "rhythm": clause.rhythm,
        "form": clause.form,
        "zero_allowed": clause.zero_allowed,
        "phase": clause.phase,
        "period": period.code,
        "starts_on": period.starts_on,
        "ends_on": period.ends_on,
        "opens_on": period.opens_on,
        "due_on": period.due_on,
        "correct_by": None,
        "region_code": party.region_code,
        "lead": list(clause.lead),
        "state": DutyState.OPEN if is_open else DutyState.PLANNED,
        "fact": Fact.DUE if is_open else Fact.NOT_DUE,
        "late": False,
        "zero": False,
        "first_submitted_at": None,
        "submitted_at": None,
        "submitted_by_id": None,
        "approved_at": None,
        "missed_at": None,
        "submission_count": 0,
        "problem_count": 0,
        "document_count": 0,
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
