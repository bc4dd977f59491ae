"""What changes a campaign as a whole: answers, launch, amendment's counterpart in `amending.py`, closing."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlmodel import col

from duban.campaigns.drafting import expanded, show_window
from duban.campaigns.expanding import Planned
from duban.campaigns.launching import clause_ids, unmatched, write_clauses, write_duties, write_phases
from duban.campaigns.models import Campaign, Duty
from duban.campaigns.plans import plan_from
from duban.campaigns.rules import CampaignState, DutyState, Fact
from duban.campaigns.schemas import CampaignPatch
from duban.campaigns.standing import release
from duban.kernel import clocks
from duban.kernel.acts import Act
from duban.kernel.errors import Conflict, Text
from duban.kernel.jobs import Work, enqueue, handles

INLINE = 5_000
"""Duties written while the caller waits; a larger launch is a job with progress."""

CHUNK = 5_000
"""Duties per step of a launch job: one transaction, about a second."""


async def amend_draft(act: Act, campaign: Campaign, body: CampaignPatch) -> None:
    """Change a draft. Raises Conflict once it was launched."""
    if campaign.state is not CampaignState.DRAFT:
        raise Conflict(
            "not_a_draft",
            Text("专项行动已启动，请使用“调整”。", "The campaign was launched: use amend."),
        )
    act.change(campaign, body.model_dump(exclude_unset=True), action="campaign:amend_draft")
    show_window(campaign, plan_from(campaign.plan))


async def launch(act: Act, campaign: Campaign, body: Any) -> Mapping[str, Any]:
    """Expand the plan into duties. Raises Invalid naming the blanks still open; small ones are written at once."""
    filled, around, expansions = await expanded(act.db, campaign)
    await write_phases(act, campaign, filled)
    ids = await write_clauses(act, campaign, [one.clause for one in expansions])
    total = sum(one.count for one in expansions)
    values: dict[str, Any] = {
        "launched_at": act.now,
        "starts_on": filled.window.starts_on,
        "ends_on": filled.window.ends_on,
        "unmatched": unmatched(expansions),
    }
    if total > INLINE:
        await enqueue(act, "campaign_launch", {"campaign_id": str(campaign.id)}, total=total)
        return values
    planned = [duty for one in expansions for duty in one.duties()]
    digest = await write_duties(act, campaign, around, planned, ids)
    act.note("campaign:duties", campaign, changes={"duties": (0, total), "sha256": (None, digest)})
    return {**values, "duty_count": total}


@handles("campaign_launch", title=Text("启动专项行动", "Launch a campaign"), unit="duties")
async def launch_in_steps(work: Work) -> Mapping[str, Any]:
    """Write the duties of a large launch, `CHUNK` at a time; a killed launch goes on where its last step left it."""
    planned: list[Planned] | None = None
    written: int = work.cursor or 0
    while True:
        async with work.step() as act:
            campaign = await act.db.get_one(Campaign, UUID(work.payload["campaign_id"]), with_for_update=True)
            if planned is None:
                _, around, expansions = await expanded(act.db, campaign)
                planned = [duty for one in expansions for duty in one.duties()]
                ids = await clause_ids(act.db, campaign.id)
            chunk = planned[written : written + CHUNK]
            digest = await write_duties(act, campaign, around, chunk, ids)
            written += len(chunk)
            changes = {"duties": (written - len(chunk), written), "sha256": (None, digest)}
            campaign.duty_count = written
            act.note("campaign:duties", campaign, changes=changes)
            act.checkpoint(
                written,
                done=written,
                total=len(planned),
                message=Text(f"已生成 {written} 项任务", f"{written} duties written"),
            )
        if written >= len(planned):
            return {"campaign_id": work.payload["campaign_id"], "duties": written}


async def close(act: Act, campaign: Campaign, body: Any) -> Mapping[str, Any]:
    """End a campaign. What was owed and never came stays missing; what was not due any more is released with the
    closing's reason, so that no clock runs for a campaign that is over. A standing duty ends: what happened under it
    stays reported, or late."""
    released = await act.db.scalars(
        select(Duty)
        .where(col(Duty.campaign_id) == campaign.id, col(Duty.state).in_((DutyState.PLANNED, DutyState.OPEN)))
        .order_by(col(Duty.id))
    )
    count = 0
    for duty in released:
        if duty.standing and duty.state is DutyState.OPEN:
            release(duty)
        else:
            duty.state, duty.fact, duty.exempt_reason = DutyState.EXEMPT, Fact.EXEMPT, body.reason
        duty.touch(act.now)
        await clocks.stop(act, duty, ["*"], cancelled=True)
        count += 1
    act.note("campaign:release", campaign, changes={"duties_released": (None, count)}, reason=body.reason)
    return {"closed_at": act.now}


async def recount(act: Act, campaign: Campaign) -> None:
    """Set the campaign's number of duties in force."""
    total = await act.db.scalar(
        select(func.count())
        .select_from(Duty)
        .where(col(Duty.campaign_id) == campaign.id, col(Duty.retired_at).is_(None))
    )
    await act.db.execute(update(Campaign).where(col(Campaign.id) == campaign.id).values(duty_count=total or 0))
