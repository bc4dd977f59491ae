"""A hospital that wants to be told."""

from collections.abc import AsyncIterator

import pytest

from support.receiver import receiving
from support.webhooks import Hooks
from support.world import World


@pytest.fixture
async def hooks(world: World) -> AsyncIterator[Hooks]:
    async with receiving() as receiver:
        yield await Hooks.at(world, receiver)
