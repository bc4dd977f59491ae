"""The load generator, a process of its own: `python -m bench.load FILE` sends the requests that the file describes.

Each connection sends its next request when the last answer is complete, and stays open. What it sends was made
beforehand: `FRESH` in a request is replaced by a value never used before. Prints one JSON object.
"""

import asyncio
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import cast
from uuid import uuid4

import httptools
import orjson

from bench.processors import pin

FRESH = "{fresh-value-of-thirty-six-letters.}"
"""Stands for a new value in a request, such as an idempotency key. As long as a UUID, so that lengths stay right."""

_PATIENCE_SECONDS = 30.0


@dataclass(frozen=True)
class Order:
    """What to send where. `once`: each request once and in order, from `first` on; else any of them again and again."""

    port: int
    requests: list[str]
    seconds: float
    connections: int
    seed: int = 0
    once: bool = False
    first: int = 0


@dataclass(frozen=True)
class Outcome:
    """What came back: answers within the time, the time itself, latencies in milliseconds, statuses, requests sent."""

    answers: int
    seconds: float
    p50_ms: float
    p99_ms: float
    statuses: dict[str, int]
    sent: int

    @property
    def rate(self) -> float:
        """Answers per second."""
        return self.answers / self.seconds if self.seconds else 0.0

    @property
    def wrong(self) -> int:
        """Answers that were no success."""
        return sum(count for status, count in self.statuses.items() if not status.startswith("2"))


class _Load:
    def __init__(self, order: Order) -> None:
        self.order = order
        self.requests = self._requests()
        self.latencies: list[float] = []
        self.statuses: Counter[str] = Counter()
        self.sent = 0
        self.open = 0
        self.ended_at = 0.0
        self.deadline = 0.0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def _requests(self) -> Iterator[bytes]:
        fresh = FRESH.encode()
        prepared = [request.encode().split(fresh) for request in self.order.requests]
        chance = random.Random(self.order.seed)
        if self.order.once:
            for parts in prepared[self.order.first :]:
                yield str(uuid4()).encode().join(parts)
            return
        while True:
            yield str(uuid4()).encode().join(chance.choice(prepared))

    def closed(self) -> None:
        self.open -= 1
        if not self.open and not self.done.done():
            self.done.set_result(None)


class _Connection(asyncio.Protocol):
    def __init__(self, load: _Load) -> None:
        self.load = load
        self.parser = httptools.HttpResponseParser(self)
        self.transport: asyncio.Transport | None = None
        self.begun = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.load.open += 1

    def send(self) -> None:
        assert self.transport is not None
        request = next(self.load.requests, None)
        if request is None:
            self.transport.close()
            return
        self.load.sent += 1
        self.begun = time.perf_counter()
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        self.parser.feed_data(data)

    def on_message_complete(self) -> None:
        assert self.transport is not None
        at = time.perf_counter()
        if at <= self.load.deadline:
            self.load.latencies.append(at - self.begun)
            self.load.statuses[str(self.parser.get_status_code())] += 1
            self.load.ended_at = at
            self.send()
        else:
            self.transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        self.load.closed()


async def run(order: Order) -> Outcome:
    """Send until the time is over, then wait for the answers under way, which do not count."""
    load, loop = _Load(order), asyncio.get_running_loop()
    connections = []
    for _ in range(order.connections):
        _, protocol = await loop.create_connection(lambda: _Connection(load), "127.0.0.1", order.port)
        connections.append(protocol)
    begun = time.perf_counter()
    load.deadline = begun + order.seconds
    for connection in connections:
        connection.send()
    async with asyncio.timeout(order.seconds + _PATIENCE_SECONDS):
        await load.done
    return _outcome(load, begun)


def _outcome(load: _Load, begun: float) -> Outcome:
    sorted_ms = sorted(latency * 1000 for latency in load.latencies) or [0.0]
    used_up = load.order.once and load.order.first + load.sent >= len(load.order.requests)
    return Outcome(
        answers=len(load.latencies),
        # With nothing left to send, the time ends with the last answer.
        seconds=load.ended_at - begun if used_up else load.order.seconds,
        p50_ms=sorted_ms[len(sorted_ms) // 2],
        p99_ms=sorted_ms[min(len(sorted_ms) - 1, int(len(sorted_ms) * 0.99))],
        statuses=dict(load.statuses),
        sent=load.sent,
    )


async def ask(order: Order, file: Path, *, cpus: set[int] | None) -> Outcome:
    """Have a process of its own send `order`, on `cpus` where given. Raises RuntimeError with what it said."""
    await asyncio.to_thread(file.write_bytes, orjson.dumps(asdict(order)))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.load", str(file), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    pin(process.pid, cpus)
    out, said = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"the load generator failed: {said.decode()[-2000:]}")
    return Outcome(**orjson.loads(out))


if __name__ == "__main__":
    import uvloop

    _order = Order(**orjson.loads(Path(sys.argv[1]).read_bytes()))
    sys.stdout.buffer.write(orjson.dumps(asdict(uvloop.run(run(_order)))))
