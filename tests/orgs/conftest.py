"""The front door of the small world; hashing there costs next to nothing, since what it costs is proven elsewhere."""

from functools import partial

import pytest

from duban.kernel.passwords import Cost, hash_password, verify_password
from duban.orgs import own_account, sign_in, users
from support.people import open_the_door
from support.world import World

CHEAP = Cost(memory_kib=8, passes=1, lanes=1)


@pytest.fixture(autouse=True)
def _cheap_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (users, own_account):
        monkeypatch.setattr(module, "hash_password", partial(hash_password, cost=CHEAP))
    for module in (sign_in, own_account):
        monkeypatch.setattr(module, "verify_password", partial(verify_password, cost=CHEAP))


@pytest.fixture
async def town(world: World) -> World:
    """The world, entered with tokens."""
    return open_the_door(world)
