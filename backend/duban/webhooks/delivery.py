"""The worker's companion that tells endpoints what happened: one message at a time each, in the journal's order.

Any number of workers may run. Whoever tells an endpoint holds it: the take counts `token` up and lasts until
`lease_until`, longer than any sending may take, and only the holder of the newest token moves the position. So nothing
is sent by two at once, and what was sent is told again only where a worker died between the receiver's answer and its
own commit: at least once, always under the same id.

A round reads which endpoints have anything beyond their position, then for each what the feed would tell its client,
and takes only those with something to tell. The others move on together, in one statement per stretch.
"""

import asyncio
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.kernel.clock import now
from duban.kernel.db import Database
from duban.kernel.errors import Forbidden
from duban.kernel.journal import JournalSeal
from duban.kernel.journal_feed import FEED, read_on
from duban.kernel.leases import later, moment
from duban.kernel.worker import TROUBLE, TROUBLE_SECONDS, describe
from duban.orgs import actors
from duban.orgs.models import ApiClient
from duban.settings import Settings
from duban.webhooks import pausing
from duban.webhooks.messages import Message
from duban.webhooks.models import WebhookAttempt, WebhookEndpoint
from duban.webhooks.rules import PauseReason, State, pause_after, wanted
from duban.webhooks.secrets import held_secrets, signed_headers
from duban.webhooks.sending import Outcome, Sender

log = structlog.get_logger("duban.webhooks")

POLL_SECONDS = 0.5
"""How often a worker looks for news: one read of a small table."""
PAGE = 100
"""Messages of one endpoint that are fetched, and told, before the next look."""
ENDPOINTS = 500
"""Endpoints looked at in one round."""
AT_ONCE = 32
"""Endpoints that one worker tells at the same time: a slow receiver keeps nobody else waiting."""
SPARE_SECONDS = 30
"""A lease outlasts the longest sending by this much."""

_ENDPOINT = WebhookEndpoint.__table__.c  # type: ignore[attr-defined]
_CLIENT = ApiClient.__table__.c  # type: ignore[attr-defined]
_HEAD = select(func.coalesce(func.max(col(JournalSeal.position)), 0)).scalar_subquery()
_COLUMNS = (
    *(
        _ENDPOINT[name]
        for name in (
            "id", "url", "events", "position", "failures", "token", "secret_encrypted", "previous_secret_encrypted",
            "previous_until",
        )
    ),
    _CLIENT.id.label("client_id"),
    _CLIENT.name.label("client_name"),
    _CLIENT.organisation_id.label("client_home"),
    _CLIENT.scopes.label("client_scopes"),
    _CLIENT.active.label("client_active"),
)  # fmt: skip
_READ = select(*_COLUMNS).join_from(WebhookEndpoint, ApiClient, _CLIENT.id == _ENDPOINT.api_client_id)


@dataclass(frozen=True)
class Coming:
    """An endpoint with something to tell: its row, whom it serves, the messages in order, and how far they reach."""

    row: Any
    told_to: tuple[Any, ...]
    messages: tuple[Message, ...]
    reached: int


class Delivery:
    """What one worker does for all endpoints."""

    def __init__(self, database: Database, settings: Settings, sender: Sender, stop: asyncio.Event) -> None:
        self.database, self.settings, self.sender, self.stop = database, settings, sender, stop
        self.lease = timedelta(seconds=settings.webhook_timeout_seconds + SPARE_SECONDS)
        self.telling: dict[UUID, asyncio.Task[None]] = {}

    async def round(self) -> int:
        """Look for news and begin to tell them; returns how many endpoints are being told then."""
        quiet: defaultdict[tuple[int, int], list[UUID]] = defaultdict(list)
        for row in await self._with_news():
            if row.id in self.telling or len(self.telling) >= AT_ONCE:
                continue
            coming = await self._look(row)
            if coming is None:
                continue
            if coming.messages:
                task = asyncio.create_task(self._tell_and_forget(coming), name=f"webhook {row.id}")
                self.telling[row.id] = task
            elif coming.reached > row.position:
                quiet[row.position, coming.reached].append(row.id)
        await self._move_on(quiet)
        return len(self.telling)

    async def settle(self) -> None:
        """Wait until nothing is being told."""
        while self.telling:
            await asyncio.wait(list(self.telling.values()))

    async def _with_news(self) -> list[Any]:
        """Active endpoints whose time has come, which nobody holds, and beyond whose position something was sealed."""
        present = moment(self.database)
        statement = (
            _READ.where(
                _ENDPOINT.state == State.ACTIVE,
                _ENDPOINT.position < _HEAD,
                or_(_ENDPOINT.next_attempt_at.is_(None), _ENDPOINT.next_attempt_at <= present),
                _is_free(present),
            )
            .order_by(_ENDPOINT.position, _ENDPOINT.id)
            .limit(ENDPOINTS)
        )
        async with self.database.reading() as connection:
            return list(await connection.execute(statement))

    async def _whom(self, row: Any) -> Any:
        """Whom the endpoint serves, read anew; None where they may not follow the feed any more."""
        if not row.client_active:
            return None
        holder = actors.Holder(row.client_id, row.client_name, row.client_home, None)
        async with self.database.reading() as connection:
            try:
                me = await actors.machine(connection, holder, row.client_scopes, None)
            except Forbidden:
                return None
        return me if me.may(FEED) else None

    async def _look(self, row: Any) -> Coming | None:
        """What the feed has for the endpoint; None where it was paused, because its client has ended."""
        me = await self._whom(row)
        if me is None:
            await pausing.pause(self.database, row.id, PauseReason.CLIENT_ENDED, token=row.token)
            return None
        stretch = await read_on(self.database, me, row.position, PAGE)
        messages = tuple(Message.of(found) for found in stretch.rows if wanted(row.events, found["action"]))
        return Coming(row, (me, row.events), messages, stretch.reached)

    async def _move_on(self, quiet: dict[tuple[int, int], list[UUID]]) -> None:
        """Move endpoints that nothing concerns past what they were not told."""
        if not quiet:
            return
        async with self.database.transaction() as db:
            for (position, reached), ids in quiet.items():
                await db.execute(
                    update(WebhookEndpoint)
                    .where(
                        _ENDPOINT.id.in_(ids),
                        _ENDPOINT.position == position,
                        _ENDPOINT.state == State.ACTIVE,
                        _is_free(moment(self.database)),
                    )
                    .values(position=reached)
                    .execution_options(synchronize_session=False)
                )

    async def _tell_and_forget(self, coming: Coming) -> None:
        try:
            await self.tell(coming)
        except TROUBLE as error:
            log.warning("webhook_database_trouble", endpoint=str(coming.row.id), error=describe(error))
        except Exception as error:  # one endpoint's fault must not end the others
            log.error("webhook_failed", endpoint=str(coming.row.id), exc_info=error)
        finally:
            del self.telling[coming.row.id]

    async def tell(self, coming: Coming) -> None:
        """Send the messages of `coming` one after the other, until one fails or the endpoint is no longer ours."""
        token = await self._take(coming.row)
        if token is None:
            return
        for message in coming.messages:
            row = None if self.stop.is_set() else await self._still_ours(coming, token)
            if row is None or not await self._attempt(row, message):
                await self._let_go(coming.row.id, token)
                return
        await self._let_go(coming.row.id, token, reached=coming.reached)

    async def _take(self, row: Any) -> int | None:
        """Hold the endpoint, unless somebody else does or it changed; the token then."""
        statement = (
            update(WebhookEndpoint)
            .where(
                _ENDPOINT.id == row.id,
                _ENDPOINT.token == row.token,
                _ENDPOINT.position == row.position,
                _ENDPOINT.state == State.ACTIVE,
                _is_free(moment(self.database)),
            )
            .values(token=_ENDPOINT.token + 1, lease_until=later(self.database, self.lease))
            .returning(_ENDPOINT.token)
            .execution_options(synchronize_session=False)
        )
        async with self.database.transaction() as db:
            taken: int | None = await db.scalar(statement)
        return taken

    async def _still_ours(self, coming: Coming, token: int) -> Any:
        """The endpoint as it is now, if we hold it and it is to be told the same as when the page was read."""
        statement = _READ.where(
            _ENDPOINT.id == coming.row.id, _ENDPOINT.token == token, _ENDPOINT.state == State.ACTIVE
        )
        async with self.database.reading() as connection:
            row = (await connection.execute(statement)).one_or_none()
        return row if row is not None and (await self._whom(row), row.events) == coming.told_to else None

    async def _attempt(self, row: Any, message: Message) -> bool:
        """Send one message and write down what came of it; whether to go on with the next."""
        at = now()
        headers = signed_headers(held_secrets(self.settings, row, at), message, at)
        outcome = await self.sender.send(row.url, headers, message.body)
        async with self.database.transaction() as db:
            await note_attempt(db, row.id, message, row.failures + 1, at, outcome)
            if outcome.delivered:
                return await self._delivered(db, row, message, at)
            pause = pause_after(row.failures + 1, outcome.status, outcome.retry_after)
            if pause is not None:
                await self._failed(db, row, pause, at)
                return False
            reason = PauseReason.GONE if outcome.status == 410 else PauseReason.FAILED
            await pausing.pause_in(db, row.id, reason, token=row.token, failures=row.failures + 1)
            return False

    async def _delivered(self, db: AsyncSession, row: Any, message: Message, at: Any) -> bool:
        values = {
            "position": message.position,
            "failures": 0,
            "failing_since": None,
            "next_attempt_at": None,
            "last_success_at": at,
            "lease_until": later(self.database, self.lease),
        }
        return await _fenced(db, row.id, row.token, values)

    async def _failed(self, db: AsyncSession, row: Any, pause: timedelta, at: Any) -> None:
        values = {
            "failures": row.failures + 1,
            "failing_since": func.coalesce(_ENDPOINT.failing_since, at),
            "next_attempt_at": later(self.database, pause),
        }
        await _fenced(db, row.id, row.token, values)

    async def _let_go(self, id: UUID, token: int, *, reached: int | None = None) -> None:
        async with self.database.transaction() as db:
            values: dict[str, Any] = {"lease_until": None}
            await _fenced(db, id, token, values if reached is None else values | {"position": reached})


def _is_free(present: ColumnElement[Any]) -> ColumnElement[bool]:
    return or_(_ENDPOINT.lease_until.is_(None), _ENDPOINT.lease_until <= present)


async def _fenced(db: AsyncSession, id: UUID, token: int, values: dict[str, Any]) -> bool:
    """Set `values` if `token` still holds the endpoint; whether it does."""
    result = await db.execute(
        update(WebhookEndpoint)
        .where(_ENDPOINT.id == id, _ENDPOINT.token == token)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return bool(result.rowcount == 1)  # type: ignore[attr-defined]


async def note_attempt(
    db: AsyncSession, endpoint_id: UUID, message: Message, number: int, at: Any, outcome: Outcome
) -> WebhookAttempt:
    """Write down one sending. A fact, whoever holds the endpoint by now."""
    attempt = WebhookAttempt(
        endpoint_id=endpoint_id,
        message_id=message.id,
        event_type=message.type,
        position=message.position,
        number=number,
        at=at,
        duration_ms=outcome.duration_ms,
        delivered=outcome.delivered,
        status=outcome.status,
        error=outcome.error,
        response=outcome.response,
    )
    await db.execute(insert(WebhookAttempt).values(attempt.model_dump()))
    return attempt


async def deliverer(database: Database, settings: Settings, stop: asyncio.Event) -> None:
    """The worker's companion: a round every half second until `stop`, then what is being sent is seen through."""
    async with Sender(settings) as sender:
        delivery = Delivery(database, settings, sender, stop)
        while not stop.is_set():
            wait = POLL_SECONDS
            try:
                await delivery.round()
            except TROUBLE as error:
                log.warning("webhook_database_trouble", error=describe(error))
                wait = TROUBLE_SECONDS
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), wait)
        await delivery.settle()


async def deliver(database: Database, settings: Settings) -> None:
    """Tell everything that is due by the clock as it is held, until a round finds nothing more: for stories."""
    async with Sender(settings) as sender:
        delivery = Delivery(database, settings, sender, asyncio.Event())
        while await delivery.round():
            await delivery.settle()
