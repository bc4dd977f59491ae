"""The people around a notice."""

import pytest

from support.notices import Notices
from support.world import World


@pytest.fixture
def notices(world: World) -> Notices:
    return Notices(world)
