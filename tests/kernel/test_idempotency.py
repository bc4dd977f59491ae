"""Retries: twins at one time, an answer lost after the commit, and somebody whose rights are others by then."""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import func, select

from support.samples import Sample, router
from support.world import Person, World

pytestmark = pytest.mark.anyio
ALL = ("sample.read", "sample.ask", "sample.answer")
KEY = {"Idempotency-Key": "retry-1"}


@pytest.fixture
def sampled(world: World) -> World:
    world.include(router)
    return world


def body(world: World) -> dict[str, str]:
    return {"organisation_id": str(world.organisations["north_hospital"].id), "title": "夜间值班室无人"}


async def samples(world: World) -> int:
    async with world.database.transaction() as db:
        return await db.scalar(select(func.count()).select_from(Sample)) or 0


async def test_of_twins_at_one_time_one_acts_and_all_get_its_answer(sampled: World) -> None:
    person = sampled.person("north", *ALL)
    answers = await asyncio.gather(*(person.post("/samples", body(sampled), headers=KEY) for _ in range(4)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert sorted(answer.headers.get("idempotent-replayed", "") for answer in answers) == ["", "true", "true", "true"]
    assert await samples(sampled) == 1


class LostLine(httpx.AsyncBaseTransport):
    """Carries requests to the application and breaks before a single byte of the answer comes back."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        async def broken(scope: Any, receive: Any, send: Any) -> None:
            async def refuse(message: Any) -> None:
                raise ConnectionResetError(message["type"])

            await self.app(scope, receive, refuse)

        return await httpx.ASGITransport(app=broken).handle_async_request(request)


async def test_an_answer_lost_after_the_commit_is_given_to_the_retry(sampled: World) -> None:
    person = sampled.person("north", *ALL)
    whole = sampled.http
    sampled.http = httpx.AsyncClient(transport=LostLine(sampled.app), base_url="http://duban.test/api/v1")
    with pytest.raises(ConnectionResetError):
        await person.post("/samples", body(sampled), headers=KEY)
    await sampled.http.aclose()
    sampled.http = whole
    assert await samples(sampled) == 1  # it was done, and nobody was told
    answer = await person.post("/samples", body(sampled), headers=KEY)
    assert (answer.status_code, answer.headers["idempotent-replayed"]) == (201, "true")
    (listed,) = (await person.get("/samples")).json()["items"]
    assert answer.json()["id"] == listed["id"]
    assert await samples(sampled) == 1


class Killed(BaseException):
    """As abrupt as the end of the process: nothing that catches exceptions catches it."""


async def test_nothing_done_leaves_nothing_to_replay(sampled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process dies between the effect and its commit: neither the record nor the answer is there."""
    from duban.kernel import idempotency

    async def killed(*_: Any) -> None:
        raise Killed

    person = sampled.person("north", *ALL)
    with monkeypatch.context() as patched:
        patched.setattr(idempotency, "remember", killed)
        with pytest.raises(Killed):
            await person.post("/samples", body(sampled), headers=KEY)
    assert await samples(sampled) == 0
    answer = await person.post("/samples", body(sampled), headers=KEY)
    assert (answer.status_code, "idempotent-replayed" in answer.headers) == (201, False)
    assert await samples(sampled) == 1


@pytest.mark.parametrize("lost", ["permission", "organisation", "recused"])
async def test_who_lost_the_right_to_read_an_answer_does_not_get_it_by_retrying(sampled: World, lost: str) -> None:
    person = sampled.person("north", *ALL, id=uuid4())
    made = await person.post("/samples", body(sampled), headers=KEY)
    south = sampled.organisations["south"]
    actor = {
        "permission": replace(person.actor, permissions=frozenset({"sample.ask"})),
        "organisation": replace(person.actor, organisation_id=south.id),
        "recused": replace(person.actor, recused=frozenset({UUID(made.json()["id"])})),
    }[lost]
    answer = await Person(sampled, actor).post("/samples", body(sampled), headers=KEY)
    assert (answer.status_code, answer.json()["code"]) == (409, "already_done")
    assert "夜间" not in answer.text
    assert answer.json()["location"] == made.headers["location"]
    assert await samples(sampled) == 1
