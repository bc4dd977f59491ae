"""People with accounts and machines with secrets, who come through the front door with real tokens."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import orjson
from sqlalchemy import select
from sqlmodel import col

from duban.kernel.db import count_queries
from duban.kernel.journal import JournalEntry
from duban.orgs import authentication
from duban.orgs.clients import create_client
from duban.orgs.grants import grant_role
from duban.orgs.models import AppUser
from duban.orgs.own_act import own_act
from duban.orgs.rules import Role
from duban.orgs.users import create_user
from support.world import World

PASSWORD = "Willow-Bridge-7"


def open_the_door(world: World) -> World:
    """Have `world` know people by their tokens instead of by who the test says they are."""
    world.app.state.authenticate = authentication.authenticate
    return world


@dataclass
class Account:
    """Somebody's account and the tokens of their latest sign-in."""

    world: World
    username: str
    user: AppUser
    password: str = PASSWORD
    tokens: dict[str, Any] = field(default_factory=dict)
    acting_for: str | None = None

    async def try_to_sign_in(self, **form: str) -> httpx.Response:
        return await token(self.world, username=self.username, **{"password": self.password, **form})

    async def sign_in(self, **form: str) -> "Account":
        answer = await self.try_to_sign_in(**form)
        assert answer.status_code == 200, answer.text
        self.tokens = answer.json()
        return self

    async def refresh(self) -> httpx.Response:
        return await token(self.world, grant_type="refresh_token", refresh_token=self.tokens["refresh_token"])

    async def request(self, method: str, url: str, **kwargs: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.tokens['access_token']}", **kwargs.pop("headers", {})}
        if self.acting_for:
            headers["Duban-Acting-For"] = self.acting_for
        return await self.world.http.request(method, url, headers=headers, **kwargs)

    async def get(self, url: str, **kwargs: Any) -> httpx.Response:
        return await self.request("GET", url, **kwargs)

    async def post(self, url: str, json: Any = None, **kwargs: Any) -> httpx.Response:
        return await self.request("POST", url, json=json, **kwargs)

    async def act(self, url: str, step: str, json: Any = None) -> httpx.Response:
        """Take an action on what is at `url`, whatever its version is now."""
        return await self.post(f"{url}/{step}", json, headers={"If-Match": "*"})

    async def me(self) -> dict[str, Any]:
        answer = await self.get("/me")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found


async def token(world: World, grant_type: str = "password", **form: str) -> httpx.Response:
    return await world.http.post("/auth/token", data={"grant_type": grant_type, **form})


async def account(
    world: World,
    username: str,
    organisation: str,
    *roles: Role | tuple[Role, str],
    must_change_password: bool = False,
    phone: str | None = None,
) -> Account:
    """An account at home in `organisation` with `roles` there, or (role, elsewhere)."""
    async with own_act(world.database) as act:
        user, _ = await create_user(
            act,
            world.settings,
            organisation=world.organisations[organisation],
            username=username,
            display_name=username.capitalize(),
            password=PASSWORD,
            phone=phone,
            must_change_password=must_change_password,
        )
        for wanted in roles:
            role, where = wanted if isinstance(wanted, tuple) else (wanted, organisation)
            await grant_role(act, user, role, world.organisations[where])
    return Account(world, username, user)


async def machine(world: World, organisation: str, *scopes: str) -> tuple[str, str, str]:
    """A machine of `organisation`: the row's id, its client id and its secret."""
    async with own_act(world.database) as act:
        client, secret = await create_client(
            act, organisation=world.organisations[organisation], name="his", scopes=scopes
        )
    return str(client.id), client.client_id, secret


async def journal(world: World, *prefixes: str) -> list[JournalEntry]:
    """The journal's entries in order, those whose action begins with one of `prefixes`."""
    async with world.database.transaction() as db:
        entries = await db.scalars(select(JournalEntry).order_by(col(JournalEntry.id)))
        return [entry for entry in entries if not prefixes or entry.action.startswith(prefixes)]


@contextmanager
def statements(world: World) -> Iterator[list[str]]:
    """What the block reads and writes through SQLAlchemy. The row lane's own statements on PostgreSQL are not seen."""
    seen: list[str] = []
    stops = [count_queries(engine, seen.append) for engine in {world.database.reader, world.database.writer}]
    try:
        yield seen
    finally:
        for stop in stops:
            stop()
        seen[:] = [statement for statement in seen if not statement.startswith("BEGIN")]


def told(entry: JournalEntry) -> dict[str, Any]:
    """The changes that an entry tells."""
    found: dict[str, Any] = orjson.loads(entry.changes)
    return found
