"""Drafts of campaigns: a plan, the answers to its blanks, and what a launch would create."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from duban.campaigns.adopting import check_windows
from duban.campaigns.blanks import blanks
from duban.campaigns.clauses import clauses_of
from duban.campaigns.expanding import ClauseExpansion
from duban.campaigns.filling import FilledPlan, fill
from duban.campaigns.layout import check_codes, check_owners, check_types, district, expanded, standing
from duban.campaigns.models import Campaign
from duban.campaigns.plans import Plan, load_plan, plan_from, shipped_plans
from duban.campaigns.rules import CampaignState
from duban.campaigns.schemas import AmendIn, CampaignCreate, Tailored
from duban.campaigns.suggesting import shift
from duban.kernel import fulltext
from duban.kernel.access import one_visible, place
from duban.kernel.acts import Act
from duban.kernel.clock import today
from duban.kernel.errors import Conflict, FieldError, Invalid, NotFound, Text
from duban.kernel.numbers import next_number
from duban.kernel.organisations import Organisation, OrganisationKind
from duban.kernel.resources import insert

__all__ = ["district", "draft", "expanded", "obligations", "open_places", "preview_of", "shipped"]


def shipped(plan_id: str) -> Plan:
    """The shipped plan with that id. Raises NotFound."""
    for plan in shipped_plans():
        if plan.id == plan_id:
            return plan
    raise NotFound(
        "no_such_plan",
        Text("没有编号为“{id}”的方案。", "There is no plan {id}. List them at /plans.").format(id=plan_id),
    )


def as_data(plan: Plan) -> dict[str, Any]:
    """The plan as JSON data, the way it is kept on a campaign."""
    return plan.model_dump(mode="json", by_alias=True)


async def plan_of(act: Act, body: CampaignCreate) -> tuple[Plan, Campaign | None]:
    """The plan a draft starts from and the superior's campaign it adopts. Raises Invalid unless one is named."""
    sources = ("plan_id", "plan", "plan_yaml", "parent_id")
    named = [name for name in sources if getattr(body, name) is not None]
    if len(named) != 1:
        text = Text(
            "plan_id、plan、plan_yaml、parent_id 只能且必须给出一个。",
            "Give exactly one of plan_id, plan, plan_yaml and parent_id.",
        )
        raise Invalid("one_source", text, [FieldError(f"/{name}", "one_source", text) for name in named or ["plan_id"]])
    if body.plan_id is not None:
        return shipped(body.plan_id), None
    if body.parent_id is None:
        return given_plan(body), None
    parent = await act.db.get(Campaign, body.parent_id)
    issuer = await act.db.get(Organisation, act.me.organisation_id)
    ancestors = issuer.levels() if issuer else ()
    below = (
        parent is not None and parent.organisation_id in ancestors and parent.organisation_id != act.me.organisation_id
    )
    if parent is None or not below or parent.state is not CampaignState.LAUNCHED:
        text = Text("没有可以承接的上级专项行动。", "There is no such campaign of a superior to adopt.")
        raise Invalid("no_such_parent", text, [FieldError("/parent_id", "no_such_parent", text)])
    return plan_from(parent.plan), parent


def given_plan(body: CampaignCreate | AmendIn) -> Plan:
    """The plan that `plan` or `plan_yaml` gives. Raises PlanError: file, pointers and reasons."""
    if body.plan_yaml is not None:
        return load_plan(body.plan_yaml, file=body.plan_file)
    return plan_from(body.plan, file=body.plan_file or "plan")


async def draft(act: Act, body: CampaignCreate) -> Campaign:
    """Create a draft issued by the actor's organisation, which must be a health authority."""
    act.me.require("campaign.write")
    if act.me.organisation_kind is not OrganisationKind.HEALTH_AUTHORITY:
        raise Conflict(
            "not_an_authority",
            Text("只有卫生健康行政部门可以发起专项行动。", "Only a health authority issues campaigns."),
        )
    plan, parent = await plan_of(act, body)
    answers = {
        **(shift(plan, body.start_on) if body.start_on else {}),
        **(parent.answers if parent else {}),
        **body.answers,
    }
    issuer = await one_visible(act.db, Organisation, act.me.organisation_id, act.me)
    data = as_data(plan)
    left_out = await _left_out_above(act.db, parent) if parent else []
    campaign = Campaign(
        organisation_id=issuer.id,
        number=await next_number(act, "CP"),
        title=(body.title or plan.title)[:200],
        plan_id=plan.id,
        plan=data,
        plan_sha256=sha256_of(data),
        answers=answers,
        dropped_clauses=left_out,
        institution_types=parent.institution_types if parent else [],
        beside_parent=body.beside_parent,
        level=plan.level,
        region_code=issuer.region_code,
        parent_id=parent.id if parent else None,
        created_at=act.now,
        updated_at=act.now,
    )
    place(campaign, issuer)
    for name, value in (await tailored(act, campaign, plan, body)).items():
        setattr(campaign, name, value)
    await show_window(act.db, campaign, plan)
    await insert(act, campaign)
    await fulltext.index(
        act,
        campaign,
        permission="campaign.read",
        title=campaign.title,
        subtitle=campaign.number,
        texts=[campaign.number],
    )
    return campaign


def sha256_of(data: dict[str, Any]) -> str:
    """SHA-256 of a plan as it is kept, keys in order."""
    return hashlib.sha256(orjson.dumps(data, option=orjson.OPT_SORT_KEYS)).hexdigest()


async def _left_out_above(db: AsyncSession, parent: Campaign) -> list[str]:
    """Clauses that the superior does not ask either: dropped, or retired since."""
    return sorted({*parent.dropped_clauses, *(await standing(db, parent)).retired})


async def tailored(act: Act, campaign: Campaign, plan: Plan, body: Tailored) -> dict[str, Any]:
    """The columns of what `body` sets to cut the plan to the district. Raises Invalid naming each wrong place."""
    given = body.model_dump(include=set(Tailored.model_fields), exclude_unset=True, mode="json")
    check_codes(plan, owners=given.get("owners", {}), dropped_clauses=given.get("dropped_clauses", []))
    check_types(given.get("institution_types", []))
    issuer = await act.db.get_one(Organisation, campaign.organisation_id)
    await check_owners(act.db, issuer, given.get("owners", {}))
    return given


async def show_window(db: AsyncSession, campaign: Campaign, plan: Plan) -> None:
    """Let the draft show its days as soon as the answers give them; an incomplete draft shows none. Raises Invalid
    where they leave the superior's campaign."""
    try:
        filled = fill(plan, campaign.answers)
    except Invalid:
        campaign.starts_on = campaign.ends_on = None
    else:
        campaign.starts_on, campaign.ends_on = filled.window.starts_on, filled.window.ends_on
        await check_windows(db, campaign.parent_id, filled)


def preview_of(filled: FilledPlan, expansions: list[ClauseExpansion]) -> dict[str, Any]:
    """What a launch would create, by clause."""
    owing: set[UUID] = set()
    rows = []
    for one in expansions:
        owing.update(party.id for party in one.parties)
        rows.append(
            {
                "code": one.clause.code,
                "title": one.clause.title,
                "source_clause": one.clause.source_clause,
                "proof": one.clause.proof,
                "rhythm": one.clause.rhythm,
                "form": one.clause.form,
                "organisations": len(one.parties),
                "periods": [asdict(period) for period in one.periods],
                "duties": one.count,
                "assigned": one.assigned,
                "examples": [party.name for party in one.parties[:5]],
                "unmatched": one.unmatched,
            }
        )
    return {
        "duties": sum(one.count for one in expansions),
        "organisations": len(owing),
        "starts_on": filled.window.starts_on,
        "ends_on": filled.window.ends_on,
        "clauses": rows,
    }


def open_places(plan: Plan, answers: dict[str, Any], language: str) -> list[dict[str, Any]]:
    """The blanks of `plan` that `answers` leaves open, each with a suggestion for a start today."""
    proposed = shift(plan, today())
    return [
        {
            "pointer": blank.pointer,
            "kind": blank.kind,
            "question": blank.question.into(language),
            "as_given": blank.as_given,
            "required": blank.required,
            "suggestion": proposed.get(blank.pointer),
        }
        for blank in blanks(plan)
        if blank.pointer not in answers
    ]


def obligations(plan: Plan, language: str, owners: Mapping[str, Sequence[str]] | None = None) -> list[dict[str, Any]]:
    """The clauses of `plan` as data. `owners`: those named by the issuer, clause code → ids; they stand beside the
    plan's kinds as `organisations`."""
    named = owners or {}
    return [
        {
            "code": clause.code,
            "source_clause": clause.source_clause,
            "title": clause.title,
            "proof": clause.proof,
            "rhythm": clause.rhythm,
            "phase": clause.phase,
            "form": clause.form,
            "zero_allowed": clause.zero_allowed,
            "owners": asdict(clause.owners)
            | ({"organisations": list(named[clause.code])} if clause.code in named else {}),
            "lead": list(clause.lead),
            "note": clause.note.into(language) if clause.note else None,
        }
        for clause in clauses_of(plan)
    ]
