"""The people at work: they act over HTTP, inside this process, as who they are, at the hour the clock is held at.

Each request is the real application's: permissions from real roles, guards, journal, clocks. Any answer that was not
expected ends the building, because invented data that differ from seed to seed by accident are of no use.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from uuid import UUID

import httpx
from fastapi import Request

from duban.kernel.access import Actor
from duban.kernel.db import Database
from duban.kernel.errors import Text, Unauthenticated
from duban.main import API, create_app
from duban.orgs.actors import Holder, person, seats_of
from duban.orgs.models import AppUser
from duban.settings import Settings

_acting: ContextVar[Actor | None] = ContextVar("demo_actor", default=None)


async def _authenticate(request: Request) -> Actor:
    actor = _acting.get()
    if actor is None:
        raise Unauthenticated("unauthenticated", Text("请先登录。", "Sign in first."))
    return actor


class NotAsExpected(Exception):
    """The application answered otherwise than the story needs: the demo and the application have grown apart."""


@dataclass
class Office:
    """The application and everybody who works with it. Use as an async context."""

    database: Database
    settings: Settings
    people: dict[str, Actor] = field(default_factory=dict)
    requests: int = 0

    async def __aenter__(self) -> Self:
        app = create_app(self.settings, database=self.database, authenticate=_authenticate)
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=True)
        self._http = httpx.AsyncClient(transport=transport, base_url=f"http://duban.invalid{API}")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def employ(self, user: AppUser, organisation_id: UUID | None = None) -> None:
        """Let `user` act under the user name from now on, for `organisation_id` or where they act by default."""
        async with self.database.reading() as connection:
            seats = await seats_of(connection, user.id, user.organisation_id)
        holder = Holder(user.id, user.display_name, user.organisation_id, None)
        self.people[user.username] = person(holder, seats, organisation_id, recused=frozenset())

    async def ask(self, who: str, method: str, url: str, *, expect: int = 200, **sent: Any) -> Any:
        """One request of `who`; its answer as JSON. Raises NotAsExpected unless the status is `expect`."""
        token = _acting.set(self.people[who])
        try:
            return await self._send(who, method, url, expect, sent)
        finally:
            _acting.reset(token)

    async def public(self, method: str, url: str, *, expect: int = 200, **sent: Any) -> Any:
        """The same, of somebody without an account."""
        return await self._send("the public", method, url, expect, sent)

    async def _send(self, who: str, method: str, url: str, expect: int, sent: Mapping[str, Any]) -> Any:
        answer = await self._http.request(method, url, **sent)
        self.requests += 1
        if answer.status_code != expect:
            raise NotAsExpected(f"{who}: {method} {url} → {answer.status_code}, not {expect}: {answer.text}")
        return answer.json()

    async def read(self, who: str, url: str, **filters: Any) -> dict[str, Any]:
        page: dict[str, Any] = await self.ask(who, "GET", url, params=filters)
        return page

    async def every(self, who: str, url: str, **filters: Any) -> list[dict[str, Any]]:
        """All rows of a list."""
        found: list[dict[str, Any]] = []
        asked = {**filters, "limit": 200}
        while True:
            page = await self.read(who, url, **asked)
            found += page["items"]
            if page["next_cursor"] is None:
                return found
            asked["cursor"] = page["next_cursor"]

    async def create(self, who: str, url: str, body: Mapping[str, Any]) -> dict[str, Any]:
        made: dict[str, Any] = await self.ask(who, "POST", url, json=body, expect=201)
        return made

    async def step(self, who: str, url: str, name: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """One step of a matter, whatever its version is: nobody else is at work in this moment."""
        done: dict[str, Any] = await self.ask(who, "POST", f"{url}/{name}", json=body, headers={"If-Match": "*"})
        return done

    async def many(self, who: str, url: str, step: str, ids: list[str], reason: str) -> None:
        """One step on many matters, 200 at a time. Raises NotAsExpected where one is refused."""
        for start in range(0, len(ids), 200):
            body = {"step": step, "ids": ids[start : start + 200], "reason": reason}
            done = await self.ask(who, "POST", f"{url}/bulk", json=body)
            if done["refused"]:
                raise NotAsExpected(f"{who}: {url}/bulk {step} refused {done['refused']}: {done}")

    async def attach(
        self, who: str, subject: tuple[str, str], purpose: str, file: tuple[str, bytes, str], **given: str
    ) -> None:
        """Attach `file` (name, content, media type) to `subject` (type, id)."""
        data = {"subject_type": subject[0], "subject_id": subject[1], "purpose": purpose, **given}
        await self.ask(who, "POST", "/attachments", data=data, files={"file": file}, expect=201)
