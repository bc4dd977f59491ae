"""Telling a machine what happens: messages a second to a receiver on this machine that takes everything at once.

One endpoint, and so one message at a time: each is looked up, signed, sent, and written down before the next goes. What
is measured is that round trip; many endpoints are told side by side.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from bench.captures import Inside
from duban.kernel.journal import JournalSeal
from duban.kernel.organisations import Organisation
from duban.kernel.sealing import seal
from duban.orgs.clients import create_client
from duban.orgs.own_act import own_act
from duban.webhooks import actions
from duban.webhooks.delivery import Delivery
from duban.webhooks.schemas import EndpointCreate
from duban.webhooks.sending import Sender

SCOPES = ("duty.read", "task.read", "complaint.read", "journal.feed")
"""Everything that the other parts write: the newest positions are of whichever ran last."""
_ANSWER = b"HTTP/1.1 204 No Content\r\n\r\n"


@dataclass(frozen=True)
class Webhooks:
    """Seconds to tell one endpoint so many messages out of a stretch of so many positions."""

    messages: int
    positions: int
    seconds: float

    @property
    def rate(self) -> float:
        return self.messages / self.seconds


@asynccontextmanager
async def receiver(told: list[int]) -> AsyncIterator[str]:
    """The address of a receiver that notes the size of each body in `told`."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
                told.append(len(await reader.readexactly(length)))
                writer.write(_ANSWER)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"


async def webhooks(app: Inside, most: int, say: Callable[[str], None]) -> Webhooks:
    """Tell a client at the root of the tree the newest `most` positions of the journal.

    Raises RuntimeError where a message was not taken, or none was sent.
    """
    while await seal(app.database):
        pass
    told: list[int] = []
    async with receiver(told) as url:
        head = await _endpoint(app, most, url)
        async with Sender(app.settings) as sender:
            delivery = Delivery(app.database, app.settings, sender, asyncio.Event())
            begun = time.perf_counter()
            while await delivery.round():
                await delivery.settle()
            seconds = time.perf_counter() - begun
    if not told:
        raise RuntimeError("nothing was told: no entry of these positions concerns the client")
    say(f"{len(told):,} messages told in {seconds:.1f} s")
    return Webhooks(len(told), min(most, head), seconds)


async def _endpoint(app: Inside, most: int, url: str) -> int:
    """An endpoint that has the newest `most` positions before it; returns the head."""
    async with own_act(app.database) as act:
        home: Any = await act.db.scalar(
            select(Organisation).where(col(Organisation.parent_id).is_(None)).order_by(col(Organisation.id)).limit(1)
        )
        head = int(await act.db.scalar(select(func.max(col(JournalSeal.position)))) or 0)
        client, _ = await create_client(act, organisation=home, name="bench", scopes=SCOPES)
        body = EndpointCreate(api_client_id=client.id, name="bench", url=url, from_position=max(1, head - most + 1))
        await actions.create(act, app.settings, client, body, url)
    return head
