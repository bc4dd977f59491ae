"""A small world: a province with two districts of one city, hospitals, clinics, police; and people who act in it.

`world.person(...)` is an HTTP client that acts as somebody: the actor is put in place of the token, everything behind
it is the real application. Sign-in itself is tested with real tokens in `tests/orgs`.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
from fastapi import APIRouter, FastAPI, Request
from sqlmodel import SQLModel
from starlette.types import Receive, Scope, Send

from duban.kernel import clock
from duban.kernel.access import Actor, ActorKind
from duban.kernel.clock import ZONE
from duban.kernel.db import Database
from duban.kernel.deadline_sweep import sweep
from duban.kernel.errors import Text, Unauthenticated
from duban.kernel.organisations import Organisation, OrganisationKind
from duban.kernel.system_actor import system_act
from duban.main import API, equip
from duban.settings import Settings
from support import applications

ACTOR: ContextVar[Actor | None] = ContextVar("test_actor", default=None)


async def create_schema(database: Database) -> None:
    """All tables, triggers and indexes of the application."""
    async with database.writer.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)


async def test_actor(request: Request) -> Actor:
    actor = ACTOR.get()
    if actor is None:
        raise Unauthenticated("unauthenticated", Text("请先登录。", "Sign in first."))
    return actor


@dataclass
class Person:
    """Somebody's HTTP client. `get`, `post`, … act as `actor`; `step` reads the ETag and takes a step."""

    world: "World"
    actor: Actor

    async def request(self, method: str, url: str, **kwargs: Any) -> httpx.Response:
        token = ACTOR.set(self.actor)
        try:
            return await self.world.http.request(method, url, **kwargs)
        finally:
            ACTOR.reset(token)

    async def get(self, url: str, **kwargs: Any) -> httpx.Response:
        return await self.request("GET", url, **kwargs)

    async def post(self, url: str, json: Any = None, **kwargs: Any) -> httpx.Response:
        return await self.request("POST", url, json=json, **kwargs)

    async def patch(self, url: str, json: Any, **kwargs: Any) -> httpx.Response:
        return await self.request("PATCH", url, json=json, **kwargs)

    async def put(self, url: str, json: Any, **kwargs: Any) -> httpx.Response:
        return await self.request("PUT", url, json=json, **kwargs)

    async def step(self, url: str, name: str, body: Any = None, *, expect: int = 200) -> dict[str, Any]:
        """Read `url`, take step `name` with the ETag read, and return the answer; fails unless it is `expect`."""
        tag = (await self.get(url)).headers["etag"]
        answer = await self.post(f"{url}/{name}", body, headers={"If-Match": tag})
        assert answer.status_code == expect, (answer.status_code, answer.text)
        found: dict[str, Any] = answer.json()
        return found


@dataclass
class World:
    """Organisations by name, and the application. Times of a story are set with `at`."""

    database: Database
    settings: Settings
    app: FastAPI
    organisations: dict[str, Organisation] = field(default_factory=dict)

    def __post_init__(self) -> None:
        transport = httpx.ASGITransport(app=self.serve, raise_app_exceptions=True)
        self.http = httpx.AsyncClient(transport=transport, base_url=f"http://duban.test{API}")

    @classmethod
    async def build(cls, database: Database, settings: Settings) -> "World":
        world = cls(database, settings, applications.borrow(settings))
        equip(world.app, settings, database=database, authenticate=test_actor)
        await world.plant()
        return world

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)

    def include(self, *routers: APIRouter, prefix: str = API) -> None:
        """Go on with an application that has these too."""
        applications.give_back(self.app)
        self.app = applications.borrow(self.settings, tuple((router, prefix) for router in routers))
        equip(self.app, self.settings, database=self.database, authenticate=test_actor)

    async def plant(self) -> None:
        kinds = OrganisationKind
        tree: list[tuple[str, OrganisationKind, str | None, str]] = [
            ("city", kinds.HEALTH_AUTHORITY, None, "990100"),
            ("north", kinds.HEALTH_AUTHORITY, "city", "990102"),
            ("south", kinds.HEALTH_AUTHORITY, "city", "990103"),
            ("north_medical", kinds.SECTION, "north", "990102"),
            ("north_hospital", kinds.INSTITUTION, "north", "990102"),
            ("north_clinic", kinds.INSTITUTION, "north", "990102"),
            ("north_police", kinds.POLICE, "north", "990102"),
            ("south_hospital", kinds.INSTITUTION, "south", "990103"),
        ]
        async with self.database.transaction() as db:
            for name, kind, parent, region in tree:
                organisation = Organisation(name=name, kind=kind, region_code=region)
                organisation.sit_below(self.organisations[parent] if parent else None)
                db.add(organisation)
                self.organisations[name] = organisation

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        try:
            async with self.http:
                yield
        finally:
            applications.give_back(self.app)

    def person(self, organisation: str, *permissions: str, name: str = "somebody", id: UUID | None = None) -> Person:
        """Somebody of `organisation` with exactly these permissions."""
        place = self.organisations[organisation]
        actor = Actor(
            id=id or uuid4(),
            kind=ActorKind.PERSON,
            name=name,
            organisation_id=place.id,
            organisation_name=place.name,
            organisation_kind=place.kind,
            level=place.level,
            permissions=frozenset(permissions),
            region_code=place.region_code,
        )
        return Person(self, actor)

    @contextmanager
    def at(self, moment: str) -> Iterator[None]:
        """Hold the clock at `moment`, written as local time in Asia/Shanghai ("2026-03-02 09:00")."""
        with clock.at(datetime.fromisoformat(moment).replace(tzinfo=ZONE)):
            yield

    async def sweep(self) -> int:
        """Let the clockwork mark what ran out by now; returns how many clocks."""
        async with self.database.transaction() as db:
            act = await system_act(db)
            assert act is not None
            return (await sweep(act)).missed
