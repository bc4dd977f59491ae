"""Live events for open screens: one watcher per process reads new seals and tells the subscribers whom they concern.

An event says that something happened, never what it says: position, action, subject and organisation. The screen then
asks the API, which decides what its person may see. A subscriber that lost its connection says the last position it
saw and gets what it missed out of the journal; one that reads too slowly is let go and does the same. Knows no HTTP.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

import orjson
import structlog
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.exc import DBAPIError

from duban.kernel import journal_scope, readership
from duban.kernel.access import Actor
from duban.kernel.db import LEVELS, Database
from duban.kernel.errors import Problem, Text, Unavailable
from duban.kernel.journal import JournalEntry, JournalSeal, Visibility
from duban.kernel.journal_feed import READ

log = structlog.get_logger("duban.events")

BATCH = 1000
MOST_MISSED = 10_000
"""Positions that a returning subscriber is told one by one; whoever missed more is told to load its screen anew."""

MOST_SUBSCRIBERS = 2000
RETRY_SECONDS = 5

_ENTRY = JournalEntry.__table__.c  # type: ignore[attr-defined]
_SEAL = JournalSeal.__table__.c  # type: ignore[attr-defined]
_NEW = (
    journal_scope.with_acting(
        select(
            _SEAL.position,
            _ENTRY.action,
            _ENTRY.subject_type,
            _ENTRY.subject_id,
            _ENTRY.organisation_id,
            _ENTRY.visibility,
            *(journal_scope.place(_ENTRY, level) for level in range(1, LEVELS + 1)),
        ).join_from(JournalSeal, JournalEntry, _ENTRY.id == _SEAL.entry_id),
        _ENTRY,
    )
    .where(_SEAL.position > bindparam("after"))
    .order_by(_SEAL.position)
    .limit(bindparam("batch", BATCH, literal_execute=True))
)


class Event(NamedTuple):
    """What happened to which subject. `place` is the subject's path in the tree."""

    position: int
    action: str
    subject_type: str
    subject_id: UUID
    organisation_id: UUID | None
    visibility: Visibility
    place: tuple[UUID | None, ...]

    @classmethod
    def of(cls, row: Row[Any]) -> "Event":
        position, action, subject_type, subject_id, organisation_id, visibility, *place = tuple(row)
        return cls(position, action, subject_type, subject_id, organisation_id, Visibility(visibility), tuple(place))

    def concerns(self, me: Actor) -> bool:
        """Whether `me` may know: the subject lies in the actor's subtree, is of a type he may read, and is not one he
        must keep away from."""
        if not 1 <= me.level <= LEVELS:
            return False
        placed = self.place[me.level - 1] == me.organisation_id
        if not placed and not (self.place[0] is None and journal_scope.stands_at_root(me)):
            return False
        if self.subject_id in me.recused or self.organisation_id in me.recused:
            return False
        if me.may(READ):
            return True
        if self.visibility is Visibility.OFFICE and me.is_institution:
            return False
        below = me.level < LEVELS and self.place[me.level] is not None
        if below and self.subject_type in readership.confided_types():
            return False
        return readership.may_read(me, self.subject_type)

    def message(self) -> bytes:
        data = {
            "position": self.position,
            "action": self.action,
            "subject_type": self.subject_type,
            "subject_id": str(self.subject_id),
            "organisation_id": str(self.organisation_id) if self.organisation_id else None,
        }
        return format_sse_event(event="change", id=str(self.position), data_str=orjson.dumps(data).decode())


@dataclass(eq=False)
class _Subscriber:
    """One open screen. `ended` says why nothing more will be queued."""

    me: Actor
    room: int
    waiting: deque[Event] = field(default_factory=deque)
    ended: str | None = None
    wake: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, event: Event) -> bool:
        """Queue `event` if it concerns the actor; False when the queue is full."""
        if not event.concerns(self.me):
            return True
        if len(self.waiting) >= self.room:
            return False
        self.waiting.append(event)
        self.wake.set()
        return True

    def end(self, why: str) -> None:
        self.ended = why
        self.wake.set()


class Broadcaster:
    """The watcher of one process and its subscribers. It watches only while somebody listens."""

    def __init__(
        self,
        database: Database,
        *,
        poll_seconds: float = 0.5,
        heartbeat_seconds: float = 15,
        recheck_seconds: float = 60,
        queued: int = 256,
    ) -> None:
        self._database = database
        self._poll_seconds = poll_seconds
        self._heartbeat_seconds = heartbeat_seconds
        self._recheck_seconds = recheck_seconds
        self._queued = queued
        self._subscribers: set[_Subscriber] = set()
        self._position = 0
        self._watcher: asyncio.Task[None] | None = None
        self._joining = asyncio.Lock()

    def stream(
        self, me: Actor, recheck: Callable[[], Awaitable[Actor]], last: int | None = None
    ) -> AsyncIterator[bytes]:
        """The events that concern `me` as server-sent events, after position `last` (None: from now on).

        `recheck` is asked every minute who is signed in; when it refuses, the stream ends with an `end` event that
        carries the refusal's code. Every stream begins with `ready` (or `reset`, when too much was missed: load the
        screen anew) and its id is a position, so that a reconnecting browser resumes by itself. Raises Unavailable.
        """
        if len(self._subscribers) >= MOST_SUBSCRIBERS:
            raise Unavailable(
                "too_many_streams",
                Text("实时连接过多，请稍后重试。", "Too many live connections. Try again shortly."),
                retry_after=30,
            )
        return self._stream(me, recheck, last)

    async def _stream(
        self, me: Actor, recheck: Callable[[], Awaitable[Actor]], last: int | None
    ) -> AsyncIterator[bytes]:
        subscriber = _Subscriber(me, self._queued)
        joined = await self._join(subscriber)
        try:
            seen = joined if last is None else last
            if joined - seen > MOST_MISSED:
                yield _notice("reset", joined)
                seen = joined
            else:
                yield _notice("ready", seen)
            async for event in self._missed(seen, joined):
                if event.concerns(subscriber.me):
                    yield event.message()
            async for message in self._live(subscriber, recheck, max(seen, joined)):
                yield message
        finally:
            self._subscribers.discard(subscriber)

    async def close(self) -> None:
        """End every stream and the watcher. Called when the application stops."""
        for subscriber in self._subscribers:
            subscriber.end("stopping")
        self._subscribers.clear()
        if self._watcher is not None:
            self._watcher.cancel()
            await asyncio.gather(self._watcher, return_exceptions=True)
            self._watcher = None

    async def _join(self, subscriber: _Subscriber) -> int:
        """Register `subscriber`; returns the position after which it is told everything."""
        async with self._joining:
            if self._watcher is None or self._watcher.done():
                async with self._database.reading() as connection:
                    self._position = await connection.scalar(select(func.max(_SEAL.position))) or 0
                self._watcher = asyncio.create_task(self._watch(), name="journal events")
            self._subscribers.add(subscriber)
            return self._position

    async def _watch(self) -> None:
        while self._subscribers:
            wait = self._poll_seconds
            try:
                new = await self._after(self._position)
            except (DBAPIError, OSError, TimeoutError) as error:
                log.error("event_poll_failed", error=type(error).__name__, exc_info=error)
                new, wait = [], RETRY_SECONDS
            self._tell(new)
            if len(new) < BATCH:
                await asyncio.sleep(wait)

    def _tell(self, events: Iterable[Event]) -> None:
        for event in events:
            self._position = event.position
            for subscriber in [s for s in self._subscribers if not s.tell(event)]:
                subscriber.end("slow")
                self._subscribers.discard(subscriber)

    async def _after(self, position: int) -> list[Event]:
        async with self._database.reading() as connection:
            return [Event.of(row) for row in await connection.execute(_NEW, {"after": position})]

    async def _missed(self, seen: int, joined: int) -> AsyncIterator[Event]:
        """The events after `seen` up to `joined`, out of the journal."""
        while seen < joined:
            events = await self._after(seen)
            for event in events:
                if event.position > joined:
                    return
                yield event
            if not events:
                return
            seen = events[-1].position

    async def _live(
        self, subscriber: _Subscriber, recheck: Callable[[], Awaitable[Actor]], seen: int
    ) -> AsyncIterator[bytes]:
        time = asyncio.get_running_loop().time
        check_at = time() + self._recheck_seconds
        while True:
            quiet = False
            try:
                async with asyncio.timeout(min(self._heartbeat_seconds, max(0.0, check_at - time()))):
                    await subscriber.wake.wait()
            except TimeoutError:
                quiet = True
            if time() >= check_at:
                try:
                    subscriber.me = await recheck()
                except Problem as problem:
                    yield _notice("end", seen, code=problem.code)
                    return
                check_at = time() + self._recheck_seconds
            if quiet and not subscriber.wake.is_set():
                yield KEEPALIVE_COMMENT
                continue
            subscriber.wake.clear()
            while subscriber.waiting:
                event = subscriber.waiting.popleft()
                # Judged again: what was queued before the last check may no longer concern who is signed in now.
                if event.position > seen and event.concerns(subscriber.me):
                    yield event.message()
                seen = max(seen, event.position)
            if subscriber.ended is not None:
                yield _notice("end", seen, code=subscriber.ended)
                return


def _notice(event: str, position: int, **data: str) -> bytes:
    body = orjson.dumps({"position": position, **data}).decode()
    return format_sse_event(event=event, id=str(position), data_str=body)
