"""`examples/liaison_client.py` and `docs/integrate/police.md` against the program: it takes over, proves, answers and
compares, and is killed at every single request of it, before and after the program acted."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlmodel import col

from duban.handoff.models import Handoff, HandoffMessage
from duban.kernel import clock
from duban.kernel.sealing import seal
from duban.kernel.tokens import generate_key
from support.handoffs import Handoffs
from support.packages import FILES, Signer
from support.pages import ROOT, Page, loaded
from support.people import machine, open_the_door
from support.referrals import Referrals
from support.sealed_handoffs import refer
from support.world import World

pytestmark = pytest.mark.anyio
PAGE = ROOT / "docs" / "integrate" / "police.md"
SCOPES = ("handoff.read", "handoff.decide", "notice.register", "notice.read", "organisation.read", "journal.feed")


class Killed(BaseException):
    """The process ended here."""


class Torn(httpx.AsyncByteStream):
    """A body that breaks off in its midst."""

    def __init__(self, body: bytes) -> None:
        self.body = body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self.body[: len(self.body) // 2]
        raise httpx.ReadError("the line broke")


class Line(httpx.AsyncBaseTransport):
    """The line to the program. `spoil` names by the request's number what becomes of it; `asked` what was asked."""

    def __init__(self, world: World, spoil: dict[int, str] | None = None) -> None:
        self.inner, self.spoil = httpx.ASGITransport(app=world.app), spoil or {}
        self.asked: list[tuple[str, str]] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        fate = self.spoil.get(len(self.asked), "")
        self.asked.append((request.url.path.removeprefix("/api/v1/"), request.headers.get("Range", "")))
        if fate == "killed before":
            raise Killed
        answer = await self.inner.handle_async_request(request)
        if fate == "killed after":
            raise Killed
        if fate == "lost":
            raise httpx.ReadError("the answer is lost", request=request)
        if fate == "torn":
            headers = {name: answer.headers[name] for name in answer.headers if name != "content-length"}
            return httpx.Response(answer.status_code, headers=headers, stream=Torn(await answer.aread()))
        if fate == "changed":
            return httpx.Response(200, content=b"something else", request=request)
        return answer


class Police:
    """The police's system over one folder, started anew for each round."""

    def __init__(self, example: ModuleType, world: World, folder: Path, client: tuple[str, str]) -> None:
        self.example, self.world, self.folder, self.client = example, world, folder, client

    async def round(self, spoil: dict[int, str] | None = None, rule: str = "file") -> tuple[bool, Line]:
        line = Line(self.world, spoil)
        async with httpx.AsyncClient(transport=line, base_url="http://duban.test/api/v1/") as http:
            return await self.example.day(http, *self.client, self.folder, rule), line


@pytest.fixture
def example(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The example by the clock of the story, whose pauses are not slept."""

    async def at_once(seconds: float) -> None: ...

    module = loaded("liaison_client", monkeypatch)
    monkeypatch.setattr(module, "now", clock.now)
    for where in (module, sys.modules["hospital_client"]):
        monkeypatch.setattr(where, "sleep", at_once)
    return module


@pytest.fixture
async def police(example: ModuleType, world: World, tmp_path: Path) -> Police:
    _, *client = await machine(world, "north_police", *SCOPES)
    open_the_door(world)
    return Police(example, world, tmp_path / "police", (client[0], client[1]))


async def told(world: World) -> dict[str, list[str]]:
    """What was said in each handoff, by its number."""
    async with world.database.session() as db:
        found = await db.execute(
            select(col(Handoff.number), col(HandoffMessage.kind), col(HandoffMessage.effect))
            .join(HandoffMessage, col(HandoffMessage.handoff_id) == col(Handoff.id))
            .order_by(col(Handoff.number), col(HandoffMessage.turn), col(HandoffMessage.id))
        )
        said: dict[str, list[str]] = {}
        for number, kind, effect in found:
            said.setdefault(number, []).append(kind if effect == "applied" else f"{kind} {effect}")
    return said


async def test_a_referral_is_taken_over_proved_signed_for_and_filed(world: World, police: Police) -> None:
    handoffs = Handoffs(world)
    with world.at("2026-03-02 09:00"):
        await refer(handoffs, FILES)
        agreed, line = await police.round()
        assert agreed
        assert await told(world) == {"卫案移〔2026〕1号": ["refer", "receive", "file"]}
        kept = {file.read_bytes() for file in (police.folder / "files").iterdir()}
        assert kept >= set(FILES.values())
        agreed, line = await police.round()
        assert agreed
        assert not [path for path, _ in line.asked if "files" in path or "messages" in path or "ack" in path]


@pytest.mark.parametrize("moment", ["killed before", "killed after"])
async def test_it_may_be_killed_at_any_request(world: World, police: Police, moment: str) -> None:
    """Between taking and keeping, between keeping and acknowledging, after each word that was said and not answered."""
    handoffs, killed = Handoffs(world), 0
    while True:
        with world.at(f"2026-03-{2 + killed:02} 09:00"):
            await refer(handoffs)
            try:
                await police.round({killed: moment})
            except Killed:
                killed += 1
            else:
                break
        with world.at(f"2026-03-{1 + killed:02} 09:06"):  # the lease, if one was out, has ended
            agreed, _ = await police.round()
            assert agreed, killed
    assert killed > 10
    said = await told(world)
    assert len(said) == killed + 1
    assert set(map(tuple, said.values())) == {("refer", "receive", "file")}


async def test_a_broken_line_is_gone_on_with(world: World, police: Police) -> None:
    with world.at("2026-03-02 09:00"):
        await refer(Handoffs(world), {"evidence/001-录像.mp4": bytes(range(256)) * 40})
        _, clean = await Police(police.example, world, police.folder, police.client).round({})
        first = next(place for place, (path, _) in enumerate(clean.asked) if "files" in path)
    with world.at("2026-03-03 09:00"):
        await refer(Handoffs(world, opened=1), {"evidence/001-录像.mp4": bytes(range(255)) * 40})
        agreed, line = await police.round({first: "torn"})
        assert agreed
        assert [given for path, given in line.asked if "files" in path][:2] == ["bytes=0-", "bytes=5100-"]


async def test_a_lost_answer_says_nothing_twice(world: World, police: Police) -> None:
    with world.at("2026-03-02 09:00"):
        await refer(Handoffs(world))
        _, clean = await police.round()
        words = [place for place, (path, _) in enumerate(clean.asked) if path == "handoff/messages"]
    with world.at("2026-03-03 09:00"):
        await refer(Handoffs(world, opened=1))
        # After a lost answer the numbers move on by one: the second word is spoilt, too.
        agreed, line = await police.round({words[0]: "lost", words[1] + 1: "lost"})
        assert agreed
        assert [path for path, _ in line.asked].count("handoff/messages") == 4
        assert set(map(tuple, (await told(world)).values())) == {("refer", "receive", "file")}


async def test_what_is_not_proved_is_neither_acknowledged_nor_answered(
    world: World, police: Police, capsys: pytest.CaptureFixture[str]
) -> None:
    handoffs = Handoffs(world)
    with world.at("2026-03-02 09:00"):
        await refer(handoffs, signer=Signer(generate_key()))
        await refer(handoffs)
        agreed, _ = await police.round()
        assert not agreed
        assert capsys.readouterr().err == "1: the signature is not theirs\n"
        assert list((await told(world)).values()) == [["refer"], ["refer", "receive", "file"]]
    with world.at("2026-03-02 10:00"):
        await police.round()
        assert "not theirs" in capsys.readouterr().err


async def test_changed_bytes_are_found_and_fetched_again(
    world: World, police: Police, capsys: pytest.CaptureFixture[str]
) -> None:
    with world.at("2026-03-02 09:00"):
        await refer(Handoffs(world))
        assert not (await police.round({3: "changed"}))[0]
        assert "has other bytes" in capsys.readouterr().err
    with world.at("2026-03-02 09:06"):
        assert (await police.round())[0]
    assert await told(world) == {"卫案移〔2026〕1号": ["refer", "receive", "file"]}


async def test_a_lost_shelf_is_filled_again_from_the_feed(world: World, police: Police, tmp_path: Path) -> None:
    with world.at("2026-03-02 09:00"):
        await refer(Handoffs(world))
        assert (await police.round())[0]
        police.folder = tmp_path / "another disk"
        agreed, line = await police.round()
        assert agreed
        assert [path for path, _ in line.asked].count("handoff/reconcile") == 2


async def test_papers_are_asked_for_once_and_then_it_is_filed(world: World, police: Police) -> None:
    handoffs = Handoffs(world)
    with world.at("2026-03-02 09:00"):
        id = await refer(handoffs)
        await police.round(rule="ask-papers")
        await handoffs.say(id, "supplement")
        assert (await police.round(rule="ask-papers"))[0]
    assert list((await told(world)).values()) == [["refer", "receive", "ask_papers", "supplement", "file"]]


async def test_a_police_system_does_what_the_page_says(world: World, police: Police) -> None:
    handoffs, example = Handoffs(world), police.example
    for _ in range(2):
        await refer(handoffs)
    async with httpx.AsyncClient(transport=Line(world), base_url="http://duban.test/api/v1/") as http:
        line = example.Hospital(http, *police.client)
        page = Page(PAGE, line=line, liaison=example.Liaison(line, example.Shelf(police.folder), "file"))
        for _ in range(5):
            now = await page.go_on()
        assert list((await told(world)).values()) == [["refer", "receive", "file"], ["refer", "receive", "file"]]
        await page.go_on()
        sent = (await page.go_on())["sent"]
        assert (await line.send("GET", "notices/sent")).json()["items"][0]["id"] == sent["id"]
        now["liaison"].shelf.db.close()
        assert next(page.blocks, None) is None
        await seal_everything(world)
        actions = [entry["action"] async for _, entries in line.changes(0) for entry in entries]
    assert {"handoff:refer", "handoff:receive", "handoff:file"} <= set(actions)


async def seal_everything(world: World) -> None:
    while await seal(world.database):
        pass


async def test_the_referral_of_the_authority_follows(world: World, example: ModuleType, tmp_path: Path) -> None:
    """With the package that the authority's team drew up, letters and all."""
    referrals = await Referrals.gather(world)
    by_name = world.app.state.authenticate
    with world.at("2026-03-02 09:30"):
        url = await referrals.make("sent", by_paper=False)
        _, *client = await machine(world, "north_police", *SCOPES)
        open_the_door(world)
        agreed, _ = await Police(example, world, tmp_path / "police", (client[0], client[1])).round(rule="refuse")
        world.app.state.authenticate = by_name
        found: dict[str, Any] = await referrals.read(url)
    assert agreed
    assert (found["state"], found["returned_papers"]) == ("refused", 0)
