"""Campaigns as the source of a rectification task: whether the one that a draft names is there for whoever drafts."""

from uuid import UUID

from duban.campaigns.models import Campaign
from duban.kernel.access import one_visible
from duban.kernel.acts import Act
from duban.kernel.errors import NotFound
from duban.rectification.sources import CAMPAIGN, SOURCES


async def campaign(act: Act, id: UUID) -> bool:
    """Whether the actor may read the campaign `id`."""
    if not act.me.may("campaign.read"):
        return False
    try:
        await one_visible(act.db, Campaign, id, act.me)
    except NotFound:
        return False
    return True


SOURCES[CAMPAIGN] = campaign
