"""Thrown at every operation: whatever the OpenAPI document allows (and some of what it does not). No server error, no
status that is not documented. Half of the cases name a record that is there, so that steps are thrown at and not only
their doors. Deterministic: a few drawn cases per operation and engine, and the edges of each schema once."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson
import pytest
import schemathesis
import uvicorn
from fastapi import Request
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import status_code_conformance
from schemathesis.specs.openapi.schemas import OpenApiSchema
from sqlalchemy.engine import URL, make_url

from conftest import administer, on
from duban.kernel.access import Actor
from duban.kernel.db import Database
from duban.main import create_app
from duban.settings import Settings
from support.walk import ALL, lived_in
from support.world import World

ENDLESS = "/api/v1/events/stream"


@dataclass(frozen=True)
class Target:
    """A real server over a lived-in district, where everybody may do everything; a record for each first segment."""

    address: str
    records: dict[str, str]


def database_for(engine: str, request: pytest.FixtureRequest, folder: Path) -> URL:
    if engine == "sqlite":
        path = folder / "duban.sqlite"
        path.write_bytes(request.getfixturevalue("sqlite_template").read_bytes())
        return make_url(f"sqlite+aiosqlite:///{path}")
    server: str = request.getfixturevalue("postgresql_url")
    template = request.getfixturevalue("postgresql_template")
    administer(server, f"CREATE DATABASE duban_fuzzed TEMPLATE {template}")
    return on(server, "duban_fuzzed")


async def live(url: URL, configured: Settings) -> tuple[dict[str, str], Actor]:
    """Let a district live a little; returns records by path segment, and an actor who may do everything in it."""
    database = Database(url, pool_size=4)
    world = await World.build(database, configured)
    async with world.running():
        records = await lived_in(world)
    everybody = world.person("north", *ALL).actor
    await database.close()
    return records, everybody


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    folder = tmp_path_factory.mktemp("fuzzed")
    url = database_for(request.param, request, folder)
    configured = Settings(environment="development", data_dir=folder, spa_dir=folder / "no-pages")
    records, actor = asyncio.run(live(url, configured))

    async def everybody(_: Request) -> Actor:
        return replace(actor)

    database = Database(url, pool_size=4)
    app = create_app(configured, database=database, authenticate=everybody)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", access_log=False))

        async def serve() -> None:
            await server.serve(sockets=[listening])
            # In the loop that opened its connections; left open, they would be found in the middle of another test.
            await database.close()

        thread = threading.Thread(target=asyncio.run, args=(serve(),), daemon=True)
        thread.start()
        while not server.started:
            thread.join(0.05)
        yield Target(f"http://127.0.0.1:{listening.getsockname()[1]}", records)
        server.should_exit = True
        thread.join(30)
        assert not thread.is_alive()


CONTRACT = orjson.loads((Path(__file__).parents[2] / "openapi" / "openapi.json").read_bytes())
schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")
"""A part of a file is bytes like any others."""


def contract(*, edges: bool) -> OpenApiSchema:
    """Every operation; with or without the cases at the edges of each schema, some hundred per operation."""
    config = schemathesis.Config.from_dict({"phases": {"coverage": {"enabled": edges}}})
    return schemathesis.openapi.from_dict(CONTRACT, config=config).exclude(path=ENDLESS)


QUIETLY: dict[str, Any] = {
    "derandomize": True, "deadline": None, "database": None, "suppress_health_check": list(HealthCheck),
}  # fmt: skip
drawn, edges = contract(edges=False), contract(edges=True)


@drawn.parametrize()
@settings(max_examples=3, phases=[Phase.explicit, Phase.generate], **QUIETLY)
def test_no_operation_fails_or_answers_what_is_not_documented(case: schemathesis.Case, target: Target) -> None:
    throw(case, target)


# Once: each engine would take minutes, and of the two it is the stricter one.
@pytest.mark.parametrize("target", ["postgresql"], indirect=True)
@edges.parametrize()
@settings(phases=[Phase.explicit], **QUIETLY)
def test_no_operation_fails_at_the_edges_of_what_it_takes(case: schemathesis.Case, target: Target) -> None:
    throw(case, target)


def throw(case: schemathesis.Case, target: Target) -> None:
    id = target.records.get(case.path.removeprefix("/api/v1/").split("/")[0])
    if id is not None and "id" in case.path_parameters and ord(str(case.path_parameters["id"])[-1]) % 2:
        case.path_parameters["id"] = id
        case.headers["If-Match"] = "*"
    case.call_and_validate(base_url=target.address, checks=[not_a_server_error, status_code_conformance], timeout=30)
