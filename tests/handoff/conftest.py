"""The two parties of a handoff, in one installation and in two."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy.engine import URL, make_url

from conftest import administer, on
from duban.kernel.db import Database
from duban.settings import Settings
from support.handoffs import Handoffs, PoliceNet
from support.world import World


@pytest.fixture
def handoffs(world: World) -> Handoffs:
    return Handoffs(world)


@pytest.fixture
def other_url(database_url: URL, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[URL]:
    """A second database of the same engine."""
    if database_url.get_backend_name() == "sqlite":
        path = tmp_path / "police.sqlite"
        path.write_bytes(request.getfixturevalue("sqlite_template").read_bytes())
        yield make_url(f"sqlite+aiosqlite:///{path}")
        return
    server, name = request.getfixturevalue("postgresql_url"), f"duban_{uuid4().hex[:12]}"
    administer(server, f"CREATE DATABASE {name} TEMPLATE {request.getfixturevalue('postgresql_template')}")
    yield on(server, name)
    administer(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def police_net(other_url: URL, tmp_path: Path) -> AsyncIterator[Handoffs]:
    """The police's own installation, on a network that nothing leads to."""
    folder = tmp_path / "police"
    folder.mkdir()
    database = Database(other_url, pool_size=4)
    settings = Settings(environment="development", data_dir=folder, spa_dir=folder / "no-pages")
    world = await PoliceNet.build(database, settings)
    async with world.running():
        yield Handoffs(world)
    await database.close()
