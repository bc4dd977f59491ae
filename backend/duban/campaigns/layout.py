"""A plan laid over a district as its issuer cuts it: what stands on a campaign, or what an amendment proposes.

Preview, launch and amendment ask here, so that they can never disagree about who owes what.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.campaigns import adopting
from duban.campaigns.catalogues import catalogue
from duban.campaigns.clauses import clauses_of
from duban.campaigns.expanding import ClauseExpansion, Tailoring, expand
from duban.campaigns.filling import FilledPlan, fill
from duban.campaigns.matching import District, district_of
from duban.campaigns.models import Campaign, CampaignClause
from duban.campaigns.plans import Plan, plan_from
from duban.campaigns.validation import escaped, nearest
from duban.kernel.errors import FieldError, Invalid, Text
from duban.kernel.organisations import Organisation


@dataclass(frozen=True)
class Proposal:
    """A plan, the answers to its blanks, and how it is cut to the district. `owners`: clause code → ids as text."""

    plan: Plan
    answers: Mapping[str, Any]
    owners: Mapping[str, Sequence[str]]
    institution_types: Sequence[str]
    dropped: Sequence[str]
    retired: frozenset[str] = frozenset()


Layout = tuple[FilledPlan, District, list[ClauseExpansion]]


async def district(db: AsyncSession, campaign: Campaign) -> District:
    """Everybody who may owe something under `campaign`."""
    return await district_of(db, await db.get_one(Organisation, campaign.organisation_id))


async def standing(db: AsyncSession, campaign: Campaign) -> Proposal:
    """What stands on the campaign now."""
    retired = await db.scalars(
        select(col(CampaignClause.code)).where(
            col(CampaignClause.campaign_id) == campaign.id, col(CampaignClause.retired_at).is_not(None)
        )
    )
    return Proposal(
        plan_from(campaign.plan),
        campaign.answers,
        campaign.owners,
        campaign.institution_types,
        campaign.dropped_clauses,
        frozenset(retired),
    )


async def lay_out(db: AsyncSession, campaign: Campaign, proposal: Proposal) -> Layout:
    """`proposal` over the campaign's district. Raises Invalid naming the blanks still open, or days outside the
    superior's campaign."""
    filled = fill(proposal.plan, proposal.answers)
    await adopting.check_windows(db, campaign.parent_id, filled)
    around = await district(db, campaign)
    tailoring = Tailoring(
        without=frozenset(proposal.dropped) | proposal.retired,
        owners={code: tuple(UUID(id) for id in ids) for code, ids in proposal.owners.items()},
        institution_types=frozenset(proposal.institution_types),
        adopted=await adopting.adopted_pairs(db, campaign.id),
        asked=await adopting.asked_keys(db, campaign),
    )
    return filled, around, expand(filled, around, tailoring)


async def expanded(db: AsyncSession, campaign: Campaign) -> Layout:
    """The campaign as it stands, laid over its district. Raises as `lay_out`."""
    return await lay_out(db, campaign, await standing(db, campaign))


def check_codes(plan: Plan, **named: Iterable[str]) -> None:
    """Raise Invalid (`unknown_clause`) for codes that are no clause of `plan`; the keyword names their field."""
    known = [clause.code for clause in clauses_of(plan)]
    errors = []
    for name, codes in named.items():
        for index, code in enumerate(codes):
            if code not in known:
                near = nearest(code, known)
                place = escaped(code) if isinstance(codes, Mapping) else index
                errors.append(
                    FieldError(
                        f"/{name}/{place}",
                        "unknown_clause",
                        Text(
                            f"没有条款“{code}”" + (f"，您是不是要写“{near}”？" if near else "。"),
                            f'There is no clause "{code}"' + (f'; did you mean "{near}"?' if near else "."),
                        ),
                    )
                )
    if errors:
        raise Invalid("unknown_clause", Text("条款编号有误。", "Some clause codes are unknown."), errors)


def check_types(types: Sequence[str]) -> None:
    """Raise Invalid (`unknown_code`) for codes that are no type of institution."""
    known = catalogue("institution_type").codes()
    errors = [
        FieldError(
            f"/institution_types/{index}",
            "unknown_code",
            Text(f"没有机构类型“{code}”。", f'There is no type of institution "{code}".'),
        )
        for index, code in enumerate(types)
        if code not in known
    ]
    if errors:
        raise Invalid("unknown_code", errors[0].text, errors)


async def check_owners(db: AsyncSession, issuer: Organisation, owners: Mapping[str, Sequence[str]]) -> None:
    """Raise Invalid (`not_in_district`) for owners outside the issuer's subtree, closed, or not registered."""
    if not owners:
        return
    around = await district_of(db, issuer)
    errors = [
        FieldError(
            f"/owners/{escaped(code)}/{index}",
            "not_in_district",
            Text("本辖区内没有这个在用机构。", "No open organisation of this district has this id."),
        )
        for code, ids in owners.items()
        for index, id in enumerate(ids)
        if around.named([UUID(id)])[1]
    ]
    if errors:
        raise Invalid("not_in_district", errors[0].text, errors)
