"""Changing a campaign in force: the difference is shown first, and only what changed is issued anew.

Answers, plan, owners and narrowing can be changed, clauses ended and brought back. What was submitted, approved or
missed is never ended or moved by an amendment: it stays, counted as kept. A large difference is written by a job.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from duban.campaigns.actions import recount, settle
from duban.campaigns.adopting import hand_over, require_idle
from duban.campaigns.clauses import clauses_of
from duban.campaigns.difference import Difference, compare, write
from duban.campaigns.drafting import as_data, given_plan, sha256_of
from duban.campaigns.expanding import ClauseExpansion
from duban.campaigns.launching import clause_columns, clause_ids, unmatched, write_clauses, write_phases
from duban.campaigns.layout import Layout, Proposal, check_codes, check_owners, check_types, lay_out, standing
from duban.campaigns.models import Campaign, CampaignClause, CampaignPhase
from duban.campaigns.rules import CampaignState
from duban.campaigns.schemas import AmendIn
from duban.kernel.acts import Act
from duban.kernel.errors import Conflict, FieldError, Invalid, Text
from duban.kernel.jobs import Work, enqueue, handles
from duban.kernel.organisations import Organisation

INLINE = 1_000
"""Duties changed while the caller waits; each is journalled by itself. More are a job with progress."""

SHOWN = 200


@dataclass
class Clauses:
    """Which clauses an amendment adds, gives new content, ends."""

    added: list[ClauseExpansion]
    changed: list[tuple[CampaignClause, dict[str, Any]]]
    removed: list[CampaignClause]
    restored: list[CampaignClause]


async def amend(act: Act, campaign: Campaign, body: AmendIn) -> dict[str, Any]:
    """Show the difference, and write it unless `preview`. Raises Conflict where the campaign is not in force or its
    duties are being written; Invalid naming each wrong place."""
    if campaign.state is not CampaignState.LAUNCHED:
        raise Conflict(
            "not_launched", Text("只有进行中的专项行动可以调整。", "Only a launched campaign can be amended.")
        )
    await require_idle(act.db, campaign)
    proposal = await propose(act, campaign, body)
    layout = await lay_out(act.db, campaign, proposal)
    _, around, expansions = layout
    clauses = await compare_clauses(act, campaign, proposal, expansions)
    planned = (duty for one in expansions for duty in one.duties())
    found = await compare(act.db, campaign.id, planned, act.now, past_too=False)
    shown = told(found, clauses)
    if body.preview:
        return shown
    await write_plan(act, campaign, proposal, layout, clauses, body.reason)
    counts = {**found.counts(), "kept": found.kept, "past": found.past}
    act.note("campaign:amend", campaign, changes={k: (None, v) for k, v in counts.items()}, reason=body.reason)
    if found.size > INLINE:
        payload = {"campaign_id": str(campaign.id), "reason": body.reason}
        job = await enqueue(act, "campaign_amend", payload, total=found.size)
        campaign.job_id = job.id
        return {**shown, "job_id": job.id}
    ids = await clause_ids(act.db, campaign.id)
    for part in found.parts():
        await write(act, campaign, around, part, ids, reason=body.reason)
    campaign.job_id = None  # whatever a job that died left undone is done now
    await act.db.flush()
    await recount(act, campaign)
    await act.db.refresh(campaign)
    return {**shown, "applied": True}


@handles("campaign_amend", title=Text("调整专项行动", "Amend a campaign"), unit="duties")
async def amend_in_steps(work: Work) -> Mapping[str, Any]:
    """Write the duties of a large amendment, whose plan stands on the campaign already."""
    return await settle(work, past_too=False)


async def propose(act: Act, campaign: Campaign, body: AmendIn) -> Proposal:
    """What the campaign would say. Raises Invalid naming each wrong place, PlanError for a plan that cannot be used."""
    old = await standing(act.db, campaign)
    if body.plan is not None and body.plan_yaml is not None:
        text = Text("plan 与 plan_yaml 只能给出一个。", "Give one of plan and plan_yaml.")
        raise Invalid("one_source", text, [FieldError(f"/{n}", "one_source", text) for n in ("plan", "plan_yaml")])
    plan = given_plan(body) if body.plan is not None or body.plan_yaml is not None else old.plan
    given = body.model_dump(include={"owners", "institution_types"}, mode="json")
    owners, types = given["owners"], given["institution_types"]
    check_codes(plan, retire=body.retire, restore=body.restore, owners=owners or {})
    check_types(types or [])
    await check_owners(act.db, await act.db.get_one(Organisation, campaign.organisation_id), owners or {})
    known = {clause.code for clause in clauses_of(plan)}
    back = {*body.restore, *(known - {clause.code for clause in clauses_of(old.plan)})}
    kept = {code: ids for code, ids in old.owners.items() if code in known}
    return Proposal(
        plan,
        body.answers if body.answers is not None else old.answers,
        owners if owners is not None else kept,
        types if types is not None else old.institution_types,
        [code for code in old.dropped if code in known and code not in back],
        frozenset((old.retired | set(body.retire)) - back),
    )


async def compare_clauses(
    act: Act, campaign: Campaign, proposal: Proposal, expansions: list[ClauseExpansion]
) -> Clauses:
    """The clauses that should be in force against those that are."""
    found = await act.db.scalars(
        select(CampaignClause)
        .where(col(CampaignClause.campaign_id) == campaign.id)
        .order_by(col(CampaignClause.position))
    )
    rows = {row.code: row for row in found}
    wanted = {one.clause.code: one for one in expansions}
    changed = []
    for code, one in wanted.items():
        if code in rows:
            columns = clause_columns(one)
            if any(getattr(rows[code], name) != value for name, value in columns.items()):
                changed.append((rows[code], columns))
    return Clauses(
        added=[one for code, one in wanted.items() if code not in rows],
        changed=changed,
        removed=[row for code, row in rows.items() if code not in wanted and row.retired_at is None],
        restored=[rows[code] for code in wanted if code in rows and rows[code].retired_at is not None],
    )


async def write_plan(
    act: Act, campaign: Campaign, proposal: Proposal, layout: Layout, clauses: Clauses, reason: str
) -> None:
    """Write what the campaign says from now on: its plan, clauses and phases. Its duties follow."""
    filled, _, expansions = layout
    for row in clauses.removed:
        act.change(row, {"retired_at": act.now}, action="campaign_clause:retire", reason=reason)
    for row in clauses.restored:
        act.change(row, {"retired_at": None}, action="campaign_clause:restore", reason=reason)
    for row, columns in clauses.changed:
        act.change(row, columns, action="campaign_clause:amend", reason=reason)
    await write_clauses(act, campaign, clauses.added, first=len(await clause_ids(act.db, campaign.id)))
    for phase in await act.db.scalars(select(CampaignPhase).where(col(CampaignPhase.campaign_id) == campaign.id)):
        await act.db.delete(phase)
    await act.db.flush()
    await write_phases(act, campaign, filled)
    data = as_data(proposal.plan)
    act.change(
        campaign,
        {
            "plan": data,
            "plan_id": proposal.plan.id,
            "plan_sha256": sha256_of(data),
            "answers": dict(proposal.answers),
            "owners": {code: list(ids) for code, ids in proposal.owners.items()},
            "institution_types": list(proposal.institution_types),
            "dropped_clauses": list(proposal.dropped),
            "starts_on": filled.window.starts_on,
            "ends_on": filled.window.ends_on,
            "unmatched": unmatched(expansions),
        },
        action="campaign:amend_plan",
        reason=reason,
    )
    await hand_over(act, campaign, expansions)


def told(found: Difference, clauses: Clauses) -> dict[str, Any]:
    """The difference as the API shows it, not applied."""
    by_clause: dict[str, dict[str, int]] = {}
    moves = found.moved
    for code, kind in (
        *((p.clause.code, "added") for p in found.added),
        *((d.clause_code, "added") for d, _ in found.restored),
        *((d.clause_code, "ended") for d in found.ended),
        *((d.clause_code, "moved") for d, _ in moves),
    ):
        row = by_clause.setdefault(code, {"added": 0, "ended": 0, "moved": 0})
        row[kind] += 1
    no_job: UUID | None = None
    return {
        **found.counts(),
        "kept_submitted": found.kept,
        "past": found.past,
        "clauses_added": [one.clause.code for one in clauses.added] + [row.code for row in clauses.restored],
        "clauses_changed": [row.code for row, _ in clauses.changed],
        "clauses_removed": [row.code for row in clauses.removed],
        "titles": {one.clause.code: f"{one.clause.source_clause} {one.clause.title}" for one in clauses.added}
        | {row.code: f"{says['source_clause']} {says['title']}" for row, says in clauses.changed},
        "by_clause": [{"code": code, **row} for code, row in by_clause.items()],
        "moves": [
            {
                "number": duty.number,
                "clause_code": duty.clause_code,
                "period": duty.period,
                "before": duty.due_on,
                "after": planned.period.due_on,
            }
            for duty, planned in moves[:SHOWN]
        ],
        "applied": False,
        "job_id": no_job,
    }
