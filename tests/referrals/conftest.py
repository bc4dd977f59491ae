"""The people around a referral."""

from collections.abc import AsyncIterator

import pytest

from support.referrals import Referrals
from support.world import World


@pytest.fixture
async def referrals(world: World) -> AsyncIterator[Referrals]:
    yield await Referrals.gather(world)
