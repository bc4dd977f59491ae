"""Thrown at every operation: whatever the OpenAPI document allows (and some of what it does not). No server error, no
status that is not documented. Deterministic; a few cases per operation, so that the suite stays quick."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import orjson
import pytest
import schemathesis
import uvicorn
from fastapi import Request
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import status_code_conformance

from duban.kernel.access import Actor, ActorKind
from duban.kernel.db import Database
from duban.kernel.organisations import Organisation, OrganisationKind
from duban.main import create_app
from duban.orgs.rules import PERMISSIONS
from duban.settings import Settings

SOMEBODY = UUID("0192f5c4-7e2b-7c3a-9d7c-0a1b2c3d4e5f")
ENDLESS = "/api/v1/events/stream"


@pytest.fixture(scope="module")
def address(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real server over a fresh database, where everybody is somebody with every permission."""
    folder = tmp_path_factory.mktemp("fuzzed")
    path = folder / "duban.sqlite"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite+aiosqlite:///{path}", pool_size=4)
    root = Organisation(name="市卫健委", kind=OrganisationKind.HEALTH_AUTHORITY, region_code="990100")
    root.sit_below(None)

    async def plant() -> None:
        planting = Database(f"sqlite+aiosqlite:///{path}", pool_size=1)
        async with planting.transaction() as db:
            db.add(root)
        await planting.close()

    asyncio.run(plant())

    async def everybody(request: Request) -> Actor:
        return Actor(
            id=SOMEBODY,
            kind=ActorKind.PERSON,
            name="somebody",
            organisation_id=root.id,
            organisation_name=root.name,
            organisation_kind=root.kind,
            level=1,
            permissions=frozenset(PERMISSIONS),
            region_code=root.region_code,
        )

    app = create_app(Settings(environment="development", data_dir=folder), database=database, authenticate=everybody)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            thread.join(0.05)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


CONTRACT = orjson.loads((Path(__file__).parents[2] / "openapi" / "openapi.json").read_bytes())
schema = schemathesis.openapi.from_dict(CONTRACT).exclude(path=ENDLESS)


@schema.parametrize()
@settings(
    max_examples=4,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_operation_fails_or_answers_what_is_not_documented(case: schemathesis.Case, address: str) -> None:
    case.call_and_validate(base_url=address, checks=[not_a_server_error, status_code_conformance], timeout=30)
