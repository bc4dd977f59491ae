"""Live events: who is told what, what a returning screen is told, and when a stream ends."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import orjson
import pytest

from duban.kernel import events, journal, readership
from duban.kernel.access import Actor
from duban.kernel.errors import Text, Unauthenticated
from duban.kernel.events import Broadcaster
from duban.kernel.sealing import seal
from support.journals import AT
from support.samples import router
from support.world import ACTOR, World

pytestmark = pytest.mark.anyio
readership.declare("organisation", "organisation.read")
SECONDS = 20  # nobody waits that long: every wait ends by what it waits for
MESSAGES = {"ready", "change", "reset", "end"}


async def touch(world: World, *names: str) -> None:
    """Journal one act on each of these organisations, in this order, and seal it."""
    for name in names:
        async with world.database.transaction() as db:
            subject = world.organisations[name]
            journal.record(db, world.person("city").actor, AT, "organisation:amend", subject, label=name)
        await seal(world.database)


class Stream:
    """One screen's stream, read message by message."""

    def __init__(self, source: AsyncIterator[bytes]) -> None:
        self.source = source

    async def next(self) -> dict[str, Any]:
        """The next message, heartbeats left out."""
        while True:
            async with asyncio.timeout(SECONDS):
                chunk = (await anext(self.source)).decode()
            fields = dict(line.split(": ", 1) for line in chunk.strip().split("\n") if not line.startswith(":"))
            if fields:
                assert fields["event"] in MESSAGES
                return {"event": fields["event"], "id": int(fields["id"]), **orjson.loads(fields["data"])}

    async def beat(self) -> bytes:
        async with asyncio.timeout(SECONDS):
            return await anext(self.source)

    async def ended(self) -> bool:
        async with asyncio.timeout(SECONDS):
            return await anext(self.source, None) is None


@pytest.fixture
async def broadcaster(world: World) -> AsyncIterator[Broadcaster]:
    found = Broadcaster(world.database, poll_seconds=0.01)
    yield found
    await found.close()


def as_before(me: Actor) -> Callable[[], Awaitable[Actor]]:
    async def recheck() -> Actor:
        return me

    return recheck


def listen(broadcaster: Broadcaster, me: Actor, last: int | None = None) -> Stream:
    return Stream(broadcaster.stream(me, as_before(me), last))


async def test_an_event_says_that_something_happened_and_no_value(world: World, broadcaster: Broadcaster) -> None:
    await touch(world, "north_clinic")
    stream = listen(broadcaster, world.person("north", "organisation.read").actor)
    assert await stream.next() == {"event": "ready", "id": 1, "position": 1}
    await touch(world, "north_hospital")
    hospital = str(world.organisations["north_hospital"].id)
    assert await stream.next() == {
        "event": "change",
        "id": 2,
        "position": 2,
        "action": "organisation:amend",
        "subject_type": "organisation",
        "subject_id": hospital,
        "organisation_id": hospital,
    }


async def test_each_screen_is_told_its_own_part_of_the_tree(world: World, broadcaster: Broadcaster) -> None:
    streams = {
        name: listen(broadcaster, world.person(name, "organisation.read").actor)
        for name in ("city", "north", "south", "north_clinic")
    }
    for stream in streams.values():
        assert (await stream.next())["event"] == "ready"
    await touch(world, "north_hospital", "south_hospital", "north_clinic", "south", "north")
    positions = {
        "city": [1, 2, 3, 4, 5],
        "north": [1, 3, 5],
        "south": [2, 4],
        "north_clinic": [3],
    }
    for name, expected in positions.items():
        assert [(await streams[name].next())["position"] for _ in expected] == expected, name


async def test_a_screen_is_told_only_of_what_its_person_may_read(world: World, broadcaster: Broadcaster) -> None:
    blind = listen(broadcaster, world.person("north", "duty.read").actor)
    auditor = listen(broadcaster, world.person("north", "journal.read").actor)
    sent_away = world.person("north", "organisation.read").actor
    sent_away = replace(sent_away, recused=frozenset({world.organisations["north_hospital"].id}))
    away = listen(broadcaster, sent_away)
    for stream in (blind, auditor, away):
        await stream.next()
    await touch(world, "north_hospital", "north_clinic")
    assert [(await auditor.next())["position"] for _ in range(2)] == [1, 2]
    assert (await away.next())["position"] == 2
    await broadcaster.close()
    assert (await blind.next())["event"] == "end"  # and nothing before it


async def test_a_returning_screen_is_told_what_it_missed_and_then_what_is_new(
    world: World, broadcaster: Broadcaster
) -> None:
    await touch(world, "north", "south", "north_clinic", "north_hospital")
    stream = listen(broadcaster, world.person("north", "organisation.read").actor, last=1)
    assert await stream.next() == {"event": "ready", "id": 1, "position": 1}
    assert [(await stream.next())["position"] for _ in range(2)] == [3, 4]
    await touch(world, "north_police")
    assert (await stream.next())["position"] == 5


async def test_what_is_sealed_while_a_screen_catches_up_is_told_once(world: World, broadcaster: Broadcaster) -> None:
    me = world.person("north", "organisation.read").actor
    await touch(world, "north", "north_clinic")
    stream, witness = listen(broadcaster, me, last=0), listen(broadcaster, me)
    assert (await stream.next())["position"] == 0
    assert (await witness.next())["position"] == 2
    await touch(world, "north_hospital", "north_police")  # the stream has not yet looked for what it missed
    assert [(await witness.next())["position"] for _ in range(2)] == [3, 4]
    assert [(await stream.next())["position"] for _ in range(4)] == [1, 2, 3, 4]
    await touch(world, "north")
    assert (await stream.next())["position"] == 5


async def test_a_screen_that_another_process_told_more_is_not_told_again(
    world: World, broadcaster: Broadcaster
) -> None:
    await touch(world, "north", "north_clinic")
    first = listen(broadcaster, world.person("north", "organisation.read").actor)
    await first.next()
    stream = listen(broadcaster, world.person("north", "organisation.read").actor, last=4)
    assert (await stream.next())["position"] == 4
    await touch(world, "north", "north_clinic", "north_hospital")
    assert [(await first.next())["position"] for _ in range(3)] == [3, 4, 5]
    assert (await stream.next())["position"] == 5


async def test_whoever_missed_too_much_is_told_to_load_anew(
    world: World, broadcaster: Broadcaster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "MOST_MISSED", 3)
    await touch(world, "north", "north_clinic", "north_hospital", "north_police")
    stream = listen(broadcaster, world.person("north", "organisation.read").actor, last=0)
    assert await stream.next() == {"event": "reset", "id": 4, "position": 4}
    await touch(world, "north")
    assert (await stream.next())["position"] == 5


async def test_a_slow_screen_is_let_go_and_resumes_without_loss(world: World) -> None:
    broadcaster = Broadcaster(world.database, poll_seconds=0.01, queued=2)
    me = world.person("north", "organisation.read").actor
    slow, quick = listen(broadcaster, me), listen(broadcaster, me)
    await slow.next()
    await quick.next()
    for position in range(1, 6):
        await touch(world, "north")
        assert (await quick.next())["position"] == position  # so all five were told to both
    assert [(await slow.next())["position"] for _ in range(2)] == [1, 2]
    assert await slow.next() == {"event": "end", "id": 2, "position": 2, "code": "slow"}
    assert await slow.ended()
    again = listen(broadcaster, me, last=2)
    await again.next()
    assert [(await again.next())["position"] for _ in range(3)] == [3, 4, 5]
    await broadcaster.close()


async def test_a_quiet_line_is_kept_open_by_a_comment(world: World) -> None:
    broadcaster = Broadcaster(world.database, heartbeat_seconds=0.01)
    stream = listen(broadcaster, world.person("north").actor)
    await stream.next()
    assert (await stream.beat()).startswith(b":")
    await broadcaster.close()


async def test_the_stream_ends_with_the_session(world: World) -> None:
    broadcaster = Broadcaster(world.database, poll_seconds=0.01, recheck_seconds=0.01)
    asked = asyncio.Event()

    async def recheck() -> Actor:
        asked.set()
        raise Unauthenticated("session_ended", Text("登录已失效。", "The session is over."))

    stream = Stream(broadcaster.stream(world.person("north").actor, recheck))
    assert (await stream.next())["event"] == "ready"
    assert await stream.next() == {"event": "end", "id": 0, "position": 0, "code": "session_ended"}
    assert asked.is_set()
    assert await stream.ended()
    await broadcaster.close()


async def test_a_permission_taken_away_silences_the_open_stream(world: World) -> None:
    broadcaster = Broadcaster(world.database, poll_seconds=0.01, heartbeat_seconds=0.01, recheck_seconds=0.01)
    me = world.person("north", "organisation.read").actor
    now, looked = [me], asyncio.Event()

    async def recheck() -> Actor:
        looked.set()
        return now[0]

    stream = Stream(broadcaster.stream(me, recheck))
    await stream.next()
    await touch(world, "north")
    assert (await stream.next())["position"] == 1
    now[0] = replace(me, permissions=frozenset())
    looked.clear()
    while not looked.is_set():
        await stream.beat()
    await touch(world, "north_clinic")
    now[0] = me
    looked.clear()
    witness = listen(broadcaster, me, last=1)
    await witness.next()
    assert (await witness.next())["position"] == 2  # it was told by now, and not to the silenced one
    while not looked.is_set():
        assert (await stream.beat()).startswith(b":")
    await broadcaster.close()


async def test_what_was_queued_before_a_permission_was_taken_away_is_not_told(world: World) -> None:
    broadcaster = Broadcaster(world.database, poll_seconds=0.01, heartbeat_seconds=0.01, recheck_seconds=0)
    me = world.person("north", "organisation.read").actor
    now = [me]

    async def recheck() -> Actor:
        return now[0]

    stream, witness = Stream(broadcaster.stream(me, recheck)), listen(broadcaster, me)
    await stream.next()
    await witness.next()
    assert (await stream.beat()).startswith(b":")  # it waits for live events by now
    await touch(world, "north")
    assert (await witness.next())["position"] == 1  # so it waits in the other queue as well
    now[0] = replace(me, permissions=frozenset())
    for _ in range(3):
        assert (await stream.beat()).startswith(b":")
    await broadcaster.close()


async def test_the_watcher_rests_while_nobody_listens(world: World, broadcaster: Broadcaster) -> None:
    source = broadcaster.stream(world.person("north").actor, as_before(world.person("north").actor))
    stream = Stream(source)
    await stream.next()
    watcher = next(task for task in asyncio.all_tasks() if task.get_name() == "journal events")
    await source.aclose()  # type: ignore[attr-defined]
    async with asyncio.timeout(SECONDS):
        await watcher
    again = listen(broadcaster, world.person("north", "organisation.read").actor)
    await again.next()
    await touch(world, "north")
    assert (await again.next())["position"] == 1


async def test_more_screens_than_a_process_holds_are_refused(
    world: World, broadcaster: Broadcaster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "MOST_SUBSCRIBERS", 1)
    me = world.person("north").actor
    first = listen(broadcaster, me)
    await first.next()
    with pytest.raises(Exception, match="too_many_streams"):
        listen(broadcaster, me)


@asynccontextmanager
async def connected(world: World, actor: Actor | None, **headers: str) -> AsyncIterator[asyncio.Queue[dict[str, Any]]]:
    """A client of `GET /events/stream` over ASGI: what the application sends, as it sends it."""
    sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    gone = asyncio.Event()
    asked = False

    async def receive() -> dict[str, Any]:
        nonlocal asked
        if not asked:
            asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await gone.wait()
        return {"type": "http.disconnect"}

    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "path": "/api/v1/events/stream",
        "raw_path": b"/api/v1/events/stream",
        "root_path": "",
        "scheme": "http",
        "query_string": b"",
        "headers": [
            (b"accept-encoding", b"gzip"),
            *((name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()),
        ],
        "client": ("127.0.0.1", 1),
        "server": ("duban.test", 80),
    }
    token = ACTOR.set(actor)
    task = asyncio.create_task(world.app(scope, receive, sent.put))  # type: ignore[arg-type]
    ACTOR.reset(token)
    try:
        async with asyncio.timeout(SECONDS):
            yield sent
            gone.set()
            await task
    finally:
        task.cancel()


async def test_the_api_streams_events_uncompressed_from_the_position_last_seen(world: World) -> None:
    world.include(router)
    await touch(world, "north", "south", "north_clinic")
    reader = world.person("north", "organisation.read").actor
    async with connected(world, reader, last_event_id="1") as sent:
        start = await sent.get()
        headers = {name.decode(): value.decode() for name, value in start["headers"]}
        assert start["status"] == 200
        assert headers["content-type"].startswith("text/event-stream")
        assert "content-encoding" not in headers
        assert headers["x-accel-buffering"] == "no"
        assert (await sent.get())["body"].startswith(b"event: ready\n")
        assert b'"position":3' in (await sent.get())["body"]
        await touch(world, "north_hospital")
        message = (await sent.get())["body"]
        assert b"id: 4\n" in message
    await world.app.state.events.close()


async def test_the_api_streams_nothing_to_nobody(world: World) -> None:
    async with connected(world, None) as sent:
        assert (await sent.get())["status"] == 401


async def test_stopping_the_application_ends_its_streams(world: World) -> None:
    async with world.app.router.lifespan_context(world.app), connected(world, world.person("north").actor) as sent:
        await sent.get()
        await sent.get()
        await world.app.state.events.close()
        assert b'"code":"stopping"' in (await sent.get())["body"]
        assert (await sent.get())["more_body"] is False
