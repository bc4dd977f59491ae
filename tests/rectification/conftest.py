import pytest

from support.rectification import Ledger
from support.world import World


@pytest.fixture
def ledger(world: World) -> Ledger:
    """The people of the rectification machine in a small world."""
    return Ledger(world)
