"""The people around a clue."""

import pytest

from support.clues import Clues
from support.world import World


@pytest.fixture
def clues(world: World) -> Clues:
    return Clues(world)
