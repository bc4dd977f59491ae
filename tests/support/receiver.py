"""A receiver of webhooks on the loopback, as a hospital's system would stand there: it keeps what it gets and answers
as it is told."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson


@dataclass
class Received:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def event(self) -> dict[str, Any]:
        found: dict[str, Any] = orjson.loads(self.body)
        return found


@dataclass
class Receiver:
    """`status`, `answer` and `extra` headers are what it says next; `before` runs ahead of each answer."""

    status: int = 200
    answer: bytes = b"ok"
    extra: dict[str, str] = field(default_factory=dict)
    got: list[Received] = field(default_factory=list)
    taken: list[Received] = field(default_factory=list)
    before: Callable[[Received], Awaitable[None]] | None = None
    port: int = 0
    serving: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/duban"

    @property
    def actions(self) -> list[str]:
        """The types of what it took, in order."""
        return [one.event["type"] for one in self.taken]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.serving.add(task)
        try:
            while line := await reader.readline():
                await self._answer(line, reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self.serving.discard(task)
            writer.close()

    async def _answer(self, line: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        headers: dict[str, str] = {}
        while (header := (await reader.readline()).decode().strip()) != "":
            name, _, value = header.partition(":")
            headers[name.lower()] = value.strip()
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        one = Received(line.decode().split()[1], headers, body)
        self.got.append(one)
        if self.before is not None:
            await self.before(one)
        if 200 <= self.status < 300:
            self.taken.append(one)
        answer = b"" if self.status == 204 else self.answer
        told = self.extra if self.status == 204 else {"Content-Length": str(len(answer)), **self.extra}
        head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        writer.write(f"HTTP/1.1 {self.status} Word\r\n{head}\r\n".encode() + answer)
        await writer.drain()


@asynccontextmanager
async def receiving(tls: ssl.SSLContext | None = None) -> AsyncIterator[Receiver]:
    """A receiver, listening on a port of its own."""
    receiver = Receiver()
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0, ssl=tls)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
        serving = list(receiver.serving)
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)
