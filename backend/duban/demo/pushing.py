"""Webhooks of the hospital's system: one that is well, and one that was given up hours ago.

Nothing is sent. What the attempts say is invented, and the addresses are of this machine, where nobody listens; the one
that is well waits for changes of institutions, which are rare.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import col

from duban.demo.days import Days, once
from duban.demo.ground import Ground
from duban.kernel import clock
from duban.kernel.access import Actor
from duban.kernel.journal_feed import Stretch, read_on
from duban.orgs import actors
from duban.orgs.models import ApiClient
from duban.webhooks import pausing
from duban.webhooks.delivery import note_attempt
from duban.webhooks.messages import Message
from duban.webhooks.models import WebhookEndpoint
from duban.webhooks.rules import BACKOFF, PauseReason
from duban.webhooks.sending import Outcome

CLIENT = "his-demo"
WELL, GIVEN_UP = "institution:", "complaint:"
NAMES = {WELL: "机构信息同步", GIVEN_UP: "投诉系统"}
AGE = timedelta(days=20)
"""How long ago both were made."""
SHOWN = 6
"""Deliveries that each looks back on."""
TAKEN = Outcome(38, status=200, response='{"received": true}')
REFUSED = Outcome(3, error="connection_refused")
"""What comes of sending to a port where nobody listens."""


def begin(days: Days, ground: Ground) -> None:
    """Both are made during the months of history."""
    days.begin(days.until - AGE, once(lambda: _make(ground)))


async def _make(ground: Ground) -> None:
    found = await ground.office.read("secadmin", "/api-clients")
    (client,) = (one for one in found["items"] if one["client_id"] == CLIENT)
    for prefix, name in NAMES.items():
        url = f"http://127.0.0.1:9/{prefix[:-1]}"
        body = {"api_client_id": client["id"], "name": name, "url": url, "events": [prefix]}
        await ground.office.create("secadmin", "/webhook-endpoints", body)


async def look_back(ground: Ground) -> None:
    """What became of both. The journal has to be sealed: only then its entries have positions."""
    stretch = await _feed(ground)
    events = {prefix: [row for row in stretch.rows if row["action"].startswith(prefix)] for prefix in NAMES}
    recently = clock.now() - timedelta(minutes=20)
    id = await _id(ground, WELL)
    await _taken(ground, id, events[WELL][-SHOWN:], recently)
    await _stand(ground, id, position=stretch.reached, last_success_at=recently)

    id = await _id(ground, GIVEN_UP)
    first = clock.now() - sum(BACKOFF, timedelta(hours=5))
    *before, row = [one for one in events[GIVEN_UP] if one["at"] <= first]
    await _taken(ground, id, before[-SHOWN:], first - timedelta(hours=2))
    at = first
    for number, pause in enumerate((*BACKOFF, timedelta()), start=1):
        await _attempted(ground, id, row, number, at, REFUSED)
        at += pause
    before_it = row["position"] - 1
    await _stand(ground, id, position=before_it, last_success_at=first - timedelta(hours=2), failing_since=first)
    with clock.at(at):
        async with ground.office.database.transaction() as db:
            await pausing.pause_in(db, id, PauseReason.FAILED, token=0, failures=len(BACKOFF) + 1)


async def _feed(ground: Ground) -> Stretch:
    """Everything that the client may be told, oldest first."""
    database, me, rows, after = ground.office.database, await _client(ground), [], 0
    while (stretch := await read_on(database, me, after, 1000)).reached > after:
        rows += stretch.rows
        after = stretch.reached
    return Stretch(rows, after)


async def _client(ground: Ground) -> Actor:
    columns = (col(ApiClient.id), col(ApiClient.name), col(ApiClient.organisation_id), col(ApiClient.scopes))
    async with ground.office.database.reading() as connection:
        found = await connection.execute(select(*columns).where(col(ApiClient.client_id) == CLIENT))
        id, name, home, scopes = found.one()
        return await actors.machine(connection, actors.Holder(id, name, home, None), scopes, None)


async def _id(ground: Ground, prefix: str) -> UUID:
    async with ground.office.database.reading() as connection:
        named = select(col(WebhookEndpoint.id)).where(col(WebhookEndpoint.name) == NAMES[prefix])
        return (await connection.execute(named)).scalar_one()


async def _taken(ground: Ground, id: UUID, rows: Sequence[Mapping[str, Any]], until: datetime) -> None:
    for number, row in enumerate(rows, start=1):
        await _attempted(ground, id, row, 1, until - timedelta(seconds=len(rows) - number), TAKEN)


async def _attempted(
    ground: Ground, id: UUID, row: Mapping[str, Any], number: int, at: datetime, outcome: Outcome
) -> None:
    async with ground.office.database.transaction() as db:
        await note_attempt(db, id, Message.of(row), number, at, outcome)


async def _stand(ground: Ground, id: UUID, **values: Any) -> None:
    async with ground.office.database.transaction() as db:
        await db.execute(update(WebhookEndpoint).where(col(WebhookEndpoint.id) == id).values(**values))
