"""The people who ask: accounts made by the application's own functions, signed in with real tokens."""

from dataclasses import dataclass
from typing import Any

import httpx

from bench.planting import Planted
from duban.kernel.access import Actor, ActorKind
from duban.kernel.acts import Act
from duban.kernel.clock import now
from duban.kernel.db import Database
from duban.kernel.ids import new_id
from duban.kernel.organisations import Organisation
from duban.orgs.grants import grant_role
from duban.orgs.rules import Role
from duban.orgs.users import create_user
from duban.settings import Settings

PASSWORD = "Bench-mark-2026-ledger"
DISTRICTS_ASKING = 20


@dataclass(frozen=True)
class Person:
    """An account at an organisation. `district` is its number in the plan of the tree; None: further up."""

    username: str
    organisation: Organisation
    district: int | None = None


@dataclass(frozen=True)
class People:
    """Who does what: section heads read and write the ledger, a leader launches, an administrator keeps calendars."""

    root: Person
    cities: list[Person]
    districts: list[Person]
    leader: Person
    keeper: Person


async def settle(database: Database, settings: Settings, planted: Planted) -> People:
    """Make the accounts and their roles."""
    root = planted.root
    maker = Actor(
        id=new_id(),
        kind=ActorKind.SYSTEM,
        name="系统",
        organisation_id=root.id,
        organisation_name=root.name,
        organisation_kind=root.kind,
        level=root.level,
        permissions=frozenset(),
    )

    async def person(username: str, where: Organisation, role: Role, district: int | None = None) -> Person:
        async with database.transaction() as db:
            act = Act(db, maker, now())
            user, _ = await create_user(
                act, settings, organisation=where, username=username, display_name="经办人", password=PASSWORD,
                must_change_password=False,
            )  # fmt: skip
            await db.flush()
            await grant_role(act, user, role, where)
        return Person(username, where, district)

    head = Role.SECTION_HEAD
    return People(
        root=await person("bench-root", root, head),
        cities=[await person(f"bench-city-{n}", city, head) for n, city in enumerate(planted.cities)],
        districts=[
            await person(f"bench-district-{n}", district, head, n)
            for n, district in enumerate(planted.districts[:DISTRICTS_ASKING])
        ],
        leader=await person("bench-leader", root, Role.VICE_LEADER),
        keeper=await person("bench-keeper", root, Role.SYSTEM_ADMIN),
    )


async def token_of(http: httpx.AsyncClient, person: Person) -> str:
    """An access token, as anybody gets one. Raises for an answer that is no success."""
    form = {"grant_type": "password", "username": person.username, "password": PASSWORD}
    answer = await http.post("/api/v1/auth/token", data=form)
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    if found["limited_to"] is not None:
        raise RuntimeError(f"{person.username} may only do: {found['limited_to']}")
    return str(found["access_token"])
