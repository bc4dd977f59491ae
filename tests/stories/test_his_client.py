"""`examples/his_client.py` against the program: it pushes, is told over a real door, and sets right what it missed."""

from threading import Thread
from types import ModuleType

import httpx
import pytest

from support.complaints import ANSWER, OPINION, Complaints
from support.pages import loaded
from support.people import machine, open_the_door
from support.receiver import Receiver
from support.webhooks import SCOPES, Hooks
from support.world import World

pytestmark = pytest.mark.anyio


@pytest.fixture
def example(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return loaded("his_client", monkeypatch)


async def test_a_hospitals_system_knows_what_duban_knows(world: World, example: ModuleType) -> None:
    """One complaint runs to its answer while it listens, another while its door was shut to us."""
    complaints = Complaints(world)
    row_id, client_id, secret = await machine(world, "north_hospital", *SCOPES)
    door = example.Door([])
    thread = Thread(target=door.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    hooks = Hooks(world, Receiver(port=door.server_address[1]), complaints, row_id)
    door.secrets.append((await hooks.create())["secret"])
    by_name = world.app.state.authenticate
    open_the_door(world)
    transport = httpx.ASGITransport(app=world.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://duban.test/api/v1/") as http:
        his = example.His(
            example.Hospital(http, client_id, secret),
            {number: complaints.content(title=f"投诉 {number}") for number in ("TS-1", "TS-2")},
        )
        await his.hospital.sign_in()
        await his.push()
        await his.push()
        assert his.states == {"TS-1": "registered", "TS-2": "registered"}
        urls = {number: f"/complaints/{id}" for id, number in his.numbers.items()}
        world.app.state.authenticate = by_name

        async def answer(number: str) -> None:
            for step, body in (
                ("investigate", {"departments": ["超声科"]}), ("conclude", OPINION), ("feed-back", ANSWER),
            ):  # fmt: skip
                await complaints["clerk"].step(urls[number], step, body)

        await answer("TS-1")
        await hooks.deliver()
        while not door.waiting.empty():
            his.heed(door.waiting.get())
        assert his.states == {"TS-1": "answered", "TS-2": "registered"}
        await answer("TS-2")  # and nothing is delivered
        his.complaints["TS-3"] = complaints.content(title="投诉 TS-3")
        open_the_door(world)
        assert await his.reconcile("2020-01-01T00:00:00Z") == ["TS-2", "TS-3"]
        assert his.states == {"TS-1": "answered", "TS-2": "answered", "TS-3": "registered"}
        assert await his.reconcile("2020-01-01T00:00:00Z") == []
        door.secrets[:] = ["whsec_" + "AAAA" * 11]
        await hooks.deliver()
        assert door.waiting.empty(), "what somebody else signed is shown the door"
    world.app.state.authenticate = by_name
    assert [one["status"] for one in await hooks.attempts(limit=1)] == [401]
    door.shutdown()
    thread.join()
    door.server_close()
