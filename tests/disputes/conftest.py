"""The people around a dispute."""

import pytest

from support.disputes import Disputes
from support.world import World


@pytest.fixture
def disputes(world: World) -> Disputes:
    return Disputes(world)
