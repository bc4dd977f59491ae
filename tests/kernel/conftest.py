"""What several of the kernel's tests start from."""

from collections.abc import Iterator

import pytest

from duban.kernel.evidence import SUBJECTS
from support.samples import router
from support.uploads import take_evidence_of_samples
from support.world import World


@pytest.fixture
def sampled(world: World) -> Iterator[World]:
    """A world whose samples take evidence."""
    world.include(router)
    take_evidence_of_samples()
    yield world
    del SUBJECTS["sample"]
