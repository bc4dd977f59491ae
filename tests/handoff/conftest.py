"""The two parties of a handoff."""

import pytest

from support.handoffs import Handoffs
from support.world import World


@pytest.fixture
def handoffs(world: World) -> Handoffs:
    return Handoffs(world)
