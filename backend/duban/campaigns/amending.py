"""Changing a campaign in force: the difference is shown first, and only what changed is issued anew.

Work that was submitted or approved is never ended or moved by an amendment: it stays, and is counted as kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import col

from duban.campaigns.actions import recount
from duban.campaigns.drafting import district
from duban.campaigns.expanding import Key, Planned, expand
from duban.campaigns.filling import FilledPlan, fill
from duban.campaigns.launching import clause_ids, unmatched, write_clauses, write_duties, write_phases
from duban.campaigns.matching import District
from duban.campaigns.models import Campaign, CampaignClause, CampaignPhase, Duty
from duban.campaigns.plans import plan_from
from duban.campaigns.rules import REPORT_TERM, CampaignState, DutyState, Fact, fact_when_open
from duban.campaigns.schemas import AmendIn
from duban.kernel import clocks
from duban.kernel.acts import Act
from duban.kernel.clock import day_of
from duban.kernel.errors import Conflict, FieldError, Invalid, Text

KEPT = (DutyState.SUBMITTED, DutyState.APPROVED, DutyState.RETURNED, DutyState.EXEMPT)
"""States in which somebody has already acted: an amendment leaves them alone."""

SHOWN = 200


@dataclass
class Difference:
    """What an amendment would do, duty by duty."""

    filled: FilledPlan
    around: District
    added: list[Planned] = field(default_factory=list)
    ended: list[Duty] = field(default_factory=list)
    moved: list[tuple[Duty, Planned]] = field(default_factory=list)
    kept: int = 0
    retired: frozenset[str] = frozenset()
    clauses: list[Any] = field(default_factory=list)
    unmatched: list[dict[str, Any]] = field(default_factory=list)


async def amend(act: Act, campaign: Campaign, body: AmendIn) -> dict[str, Any]:
    """Show the difference, and write it unless `preview`. Raises Conflict where the campaign is not in force."""
    if campaign.state is not CampaignState.LAUNCHED:
        raise Conflict(
            "not_launched", Text("只有进行中的专项行动可以调整。", "Only a launched campaign can be amended.")
        )
    answers = body.answers if body.answers is not None else campaign.answers
    difference = await compare(act, campaign, answers, body)
    shown = told(difference, applied=not body.preview)
    if not body.preview:
        await apply(act, campaign, answers, body, difference)
    return shown


async def compare(act: Act, campaign: Campaign, answers: Mapping[str, Any], body: AmendIn) -> Difference:
    """The duties that should be in force against those that are."""
    plan = plan_from(campaign.plan)
    filled, around = fill(plan, answers), await district(act.db, campaign)
    rows = (await act.db.scalars(select(CampaignClause).where(col(CampaignClause.campaign_id) == campaign.id))).all()
    all_codes = {one.clause.code for one in expand(filled, around)}
    unknown = [
        FieldError(f"/{name}/{i}", "unknown_clause", Text("没有这个条款", "There is no such clause"))
        for name in ("retire", "restore")
        for i, code in enumerate(getattr(body, name))
        if code not in all_codes
    ]
    if unknown:
        raise Invalid("unknown_clause", Text("条款编号有误。", "Some clause codes are unknown."), unknown)
    retired = frozenset(({c.code for c in rows if c.retired_at} | set(body.retire)) - set(body.restore))
    expansions = expand(filled, around, without=retired)
    wanted: dict[Key, Planned] = {duty.key: duty for one in expansions for duty in one.duties()}
    difference = Difference(filled, around, retired=retired, unmatched=unmatched(expansions))
    difference.clauses = [one.clause for one in expansions if one.clause.code not in {c.code for c in rows}]
    present = await act.db.scalars(
        select(Duty).where(col(Duty.campaign_id) == campaign.id, col(Duty.retired_at).is_(None)).order_by(col(Duty.id))
    )
    for duty in present:
        planned = wanted.pop((duty.clause_code, duty.organisation_id, duty.period), None)
        same = planned is not None and _dates(planned) == (duty.starts_on, duty.ends_on, duty.opens_on, duty.due_on)
        if same:
            continue
        if duty.state in KEPT or duty.event_count:
            difference.kept += 1
        elif planned is None:
            difference.ended.append(duty)
        else:
            difference.moved.append((duty, planned))
    difference.added = list(wanted.values())
    return difference


def _dates(planned: Planned) -> tuple[date, date, date, date]:
    period = planned.period
    return (period.starts_on, period.ends_on, period.opens_on, period.due_on)


async def apply(act: Act, campaign: Campaign, answers: Mapping[str, Any], body: AmendIn, found: Difference) -> None:
    """Write the difference: end, move and add duties; retire and restore clauses; new days for the phases."""
    for duty in found.ended:
        ending = {"state": DutyState.EXEMPT, "fact": Fact.EXEMPT, "exempt_reason": body.reason, "retired_at": act.now}
        act.change(duty, ending, action="duty:end", reason=body.reason)
        await clocks.stop(act, duty, ["*"], cancelled=True)
    for duty, planned in found.moved:
        await _move(act, duty, planned, body.reason)
    await act.db.execute(
        update(CampaignClause)
        .where(col(CampaignClause.campaign_id) == campaign.id, col(CampaignClause.code).in_(found.retired))
        .values(retired_at=act.now)
    )
    await act.db.execute(
        update(CampaignClause)
        .where(col(CampaignClause.campaign_id) == campaign.id, col(CampaignClause.code).in_(body.restore))
        .values(retired_at=None)
    )
    ids = await clause_ids(act.db, campaign.id)
    ids |= await write_clauses(act, campaign, found.clauses, first=len(ids))
    await _restore(act, campaign, found, ids)
    for phase in await act.db.scalars(select(CampaignPhase).where(col(CampaignPhase.campaign_id) == campaign.id)):
        await act.db.delete(phase)
    await act.db.flush()
    await write_phases(act, campaign, found.filled)
    act.change(
        campaign,
        {
            "answers": dict(answers),
            "starts_on": found.filled.window.starts_on,
            "ends_on": found.filled.window.ends_on,
            "unmatched": found.unmatched,
        },
        action="campaign:amend_plan",
        reason=body.reason,
    )
    counts = {"added": len(found.added), "ended": len(found.ended), "moved": len(found.moved), "kept": found.kept}
    act.note("campaign:amend", campaign, changes={k: (None, v) for k, v in counts.items()}, reason=body.reason)
    await act.db.flush()
    await recount(act, campaign)
    await act.db.refresh(campaign)


async def _restore(act: Act, campaign: Campaign, found: Difference, ids: dict[str, UUID]) -> None:
    """Write the added duties. One that an earlier amendment ended comes back as itself: its key is taken for ever."""
    ended = {
        (duty.clause_code, duty.organisation_id, duty.period): duty
        for duty in await act.db.scalars(
            select(Duty).where(col(Duty.campaign_id) == campaign.id, col(Duty.retired_at).is_not(None))
        )
    }
    fresh = []
    for planned in found.added:
        duty = ended.get(planned.key)
        if duty is None or duty in found.ended:
            fresh.append(planned)
            continue
        duty.retired_at, duty.exempt_reason = None, None
        duty.state, duty.fact = DutyState.PLANNED, Fact.NOT_DUE
        act.note("duty:restore", duty, changes={"retired_at": (act.now, None)})
        await _move(act, duty, planned, None)
    await write_duties(act, campaign, found.around, fresh, ids)


async def _move(act: Act, duty: Duty, planned: Planned, reason: str | None) -> None:
    """Give a duty its new days; its clock is started anew, the old one is kept as cancelled. Missing by the old day
    and not by the new is open again, and the journal says so."""
    period = planned.period
    is_open = period.opens_on <= day_of(act.now)
    values: dict[str, Any] = {
        "starts_on": period.starts_on,
        "ends_on": period.ends_on,
        "opens_on": period.opens_on,
        "due_on": period.due_on,
        "state": DutyState.OPEN if is_open else DutyState.PLANNED,
        "fact": fact_when_open(standing=duty.standing) if is_open else Fact.NOT_DUE,
    }
    act.change(duty, values, action="duty:move", reason=reason)
    await clocks.stop(act, duty, ["*"], cancelled=True)
    if duty.standing:
        return
    await clocks.start(
        act,
        duty,
        REPORT_TERM,
        holder_id=duty.organisation_id,
        permission="duty.submit",
        label=duty.label,
        region_code=duty.region_code,
        until=period.due_on,
    )


def told(found: Difference, *, applied: bool) -> dict[str, Any]:
    """The difference as the API shows it."""
    by_clause: dict[str, dict[str, int]] = {}
    for code, kind in (
        *((p.clause.code, "added") for p in found.added),
        *((d.clause_code, "ended") for d in found.ended),
        *((d.clause_code, "moved") for d, _ in found.moved),
    ):
        row = by_clause.setdefault(code, {"added": 0, "ended": 0, "moved": 0})
        row[kind] += 1
    return {
        "added": len(found.added),
        "ended": len(found.ended),
        "moved": len(found.moved),
        "kept_submitted": found.kept,
        "by_clause": [{"code": code, **row} for code, row in by_clause.items()],
        "moves": [
            {
                "number": duty.number,
                "clause_code": duty.clause_code,
                "period": duty.period,
                "before": duty.due_on,
                "after": planned.period.due_on,
            }
            for duty, planned in found.moved[:SHOWN]
        ],
        "applied": applied,
    }
