"""Webhooks for tests: a hospital's client with an endpoint, things that happen, and the worker's rounds."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from duban.kernel.access import ActorKind
from duban.kernel.sealing import seal
from duban.webhooks.delivery import deliver
from support.complaints import Complaints
from support.people import machine
from support.receiver import Receiver
from support.world import Person, World

URL = "/webhook-endpoints"
SCOPES = ("complaint.read", "complaint.handle", "journal.feed")


@dataclass
class Hooks:
    """A client with its receiver, who manages clients, and complaints to be told of."""

    world: World
    receiver: Receiver
    complaints: Complaints
    client_id: str
    organisation: str = "north_hospital"
    scopes: tuple[str, ...] = SCOPES
    secret: str = ""
    url: str = ""

    @classmethod
    async def at(
        cls, world: World, receiver: Receiver, organisation: str = "north_hospital", scopes: tuple[str, ...] = SCOPES
    ) -> "Hooks":
        client_id, _, _ = await machine(world, organisation, *scopes)
        return cls(world, receiver, Complaints(world), client_id, organisation, scopes)

    @property
    def admin(self) -> Person:
        return self.world.person("north", "client.manage", name="security", id=UUID(int=7))

    def client(self, *scopes: str, id: str | None = None) -> Person:
        """The machine itself, with `scopes` (default: all it was given)."""
        held = scopes or self.scopes
        person = self.world.person(self.organisation, *held, name="his", id=UUID(id or self.client_id))
        return Person(self.world, replace(person.actor, kind=ActorKind.MACHINE))

    def body(self, **given: Any) -> dict[str, Any]:
        return {"api_client_id": self.client_id, "name": "投诉系统", "url": self.receiver.url, **given}

    async def create(self, **given: Any) -> dict[str, Any]:
        """A new endpoint; `url` and `secret` are then its."""
        answer = await self.admin.post(URL, self.body(**given))
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        self.url, self.secret = f"{URL}/{made['id']}", made["secret"]
        return made

    async def read(self) -> dict[str, Any]:
        answer = await self.admin.get(self.url)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def attempts(self, **params: Any) -> list[dict[str, Any]]:
        answer = await self.admin.get(f"{self.url}/attempts", params=params)
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["items"]
        return found

    async def do(self, step: str, body: Any = None, by: Person | None = None) -> Any:
        return await (by or self.admin).post(f"{self.url}/{step}", body, headers={"If-Match": "*"})

    async def seal(self) -> None:
        while await seal(self.world.database):
            pass

    async def deliver(self) -> None:
        """Seal what happened and tell it, as the worker would at this moment."""
        await self.seal()
        await deliver(self.world.database, self.world.settings)
