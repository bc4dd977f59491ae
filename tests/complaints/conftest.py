"""The people around a complaint."""

import pytest

from support.complaints import Complaints
from support.world import World


@pytest.fixture
def complaints(world: World) -> Complaints:
    return Complaints(world)
