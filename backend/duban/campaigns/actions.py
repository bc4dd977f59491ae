"""What changes a campaign as a whole: answers, launch; amendment is in `amending.py`, the end in `closing.py`."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlmodel import col

from duban.campaigns.adopting import hand_over
from duban.campaigns.difference import Difference, compare, write
from duban.campaigns.drafting import show_window, tailored
from duban.campaigns.launching import clause_ids, unmatched, write_clauses, write_phases
from duban.campaigns.layout import district, expanded
from duban.campaigns.models import Campaign, Duty
from duban.campaigns.plans import plan_from
from duban.campaigns.rules import CampaignState
from duban.campaigns.schemas import CampaignPatch
from duban.kernel.acts import Act
from duban.kernel.clock import now
from duban.kernel.errors import Conflict, Text
from duban.kernel.jobs import Step, Work, enqueue, handles

INLINE = 5_000
"""Duties written while the caller waits; more are a job with progress."""


async def amend_draft(act: Act, campaign: Campaign, body: CampaignPatch) -> None:
    """Change a draft. Raises Conflict once it was launched; Invalid naming each wrong place."""
    if campaign.state is not CampaignState.DRAFT:
        raise Conflict(
            "not_a_draft",
            Text("专项行动已启动，请使用“调整”。", "The campaign was launched: use amend."),
        )
    plan = plan_from(campaign.plan)
    values = body.model_dump(include={"title", "answers", "beside_parent"}, exclude_unset=True)
    act.change(campaign, values | await tailored(act, campaign, plan, body), action="campaign:amend_draft")
    await show_window(act.db, campaign, plan)


async def launch(act: Act, campaign: Campaign, body: Any) -> Mapping[str, Any]:
    """Expand the plan into duties. Raises Invalid naming the blanks still open; small ones are written at once. An
    adoption takes over what its institutions still owe the superior."""
    filled, around, expansions = await expanded(act.db, campaign)
    await write_phases(act, campaign, filled)
    ids = await write_clauses(act, campaign, expansions)
    await hand_over(act, campaign, expansions)
    planned = [duty for one in expansions for duty in one.duties()]
    values: dict[str, Any] = {
        "launched_at": act.now,
        "starts_on": filled.window.starts_on,
        "ends_on": filled.window.ends_on,
        "unmatched": unmatched(expansions),
    }
    if len(planned) > INLINE:
        job = await enqueue(act, "campaign_launch", {"campaign_id": str(campaign.id)}, total=len(planned))
        return {**values, "job_id": job.id}
    if planned:
        await write(act, campaign, around, Difference(added=planned), ids, reason=None)
    return {**values, "duty_count": len(planned)}


@handles("campaign_launch", title=Text("启动专项行动", "Launch a campaign"), unit="duties")
async def launch_in_steps(work: Work) -> Mapping[str, Any]:
    """Write the duties of a large launch. Killed at any moment, it goes on with what is missing then, by key."""
    return await settle(work, past_too=True)


async def settle(work: Work, *, past_too: bool) -> Mapping[str, Any]:
    """Bring the duties of the payload's campaign to what its plan says, one part per step.

    The difference is reckoned anew whenever the job is taken, so nothing is written twice or left out, whatever has
    changed in the district since. Ends by freeing the campaign (`job_id`).
    """
    id, reason = UUID(work.payload["campaign_id"]), work.payload.get("reason")
    async with work.database.session() as db:
        campaign = await db.get_one(Campaign, id)
        found = Difference()
        if campaign.state is CampaignState.LAUNCHED:
            _, _, expansions = await expanded(db, campaign)
            planned = (duty for one in expansions for duty in one.duties())
            found = await compare(db, id, planned, now(), past_too=past_too)
    before: int = work.cursor or 0
    done = before
    for part in found.parts():
        async with work.step() as act:
            campaign = await act.db.get_one(Campaign, id, with_for_update=True)
            around, ids = await district(act.db, campaign), await clause_ids(act.db, id)
            await write(act, campaign, around, part, ids, reason=reason)
            await act.db.flush()
            await recount(act, campaign)
            done += part.size
            _tell(act, done, before + found.size)
    async with work.step() as act:
        campaign = await act.db.get_one(Campaign, id, with_for_update=True)
        if campaign.job_id == work.job.id:
            campaign.job_id = None
            campaign.touch(act.now)
        _tell(act, done, done)
    return {"campaign_id": work.payload["campaign_id"], "duties": done}


def _tell(act: Step, done: int, total: int) -> None:
    act.checkpoint(done, done=done, total=total, message=Text(f"已写入 {done} 项任务", f"{done} duties written"))


async def recount(act: Act, campaign: Campaign) -> None:
    """Set the campaign's number of duties in force."""
    total = await act.db.scalar(
        select(func.count())
        .select_from(Duty)
        .where(col(Duty.campaign_id) == campaign.id, col(Duty.retired_at).is_(None))
    )
    await act.db.execute(update(Campaign).where(col(Campaign.id) == campaign.id).values(duty_count=total or 0))
