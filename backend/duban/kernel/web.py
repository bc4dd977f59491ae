"""The request's side of a transaction: who asks (`Me`), where they write (`Writing`), what they read (`If-Match`).

`DubanRoute` gives every request that writes one transaction: opened when a route first asks for it, committed after
the answer has been built and before the first byte leaves, rolled back on any refusal. The remembered answer of an
`Idempotency-Key` is written in that same transaction (`idempotency.py`), so a crash between commit and answer is
healed by a retry.
"""

from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack
from typing import Annotated, Any, Protocol
from uuid import UUID

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute

from duban.kernel import idempotency
from duban.kernel.access import Actor
from duban.kernel.acts import Act
from duban.kernel.clock import now
from duban.kernel.db import Database
from duban.kernel.errors import Malformed, PreconditionFailed, PreconditionMissing, Text

Authenticate = Callable[[Request], Awaitable[Actor]]


def database(request: Request) -> Database:
    return request.app.state.database  # type: ignore[no-any-return]


class Transaction:
    """The one transaction of a request: begun by the first `act()`, ended by the route class."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.act: Act | None = None
        self.key: idempotency.Key | None = None
        self._stack = AsyncExitStack()

    async def begin(self, me: Actor) -> Act:
        """Open the transaction (SQLite: the write lock) and claim the `Idempotency-Key`, once per request.

        Raises `idempotency.Replay` where the same request was already answered, Invalid where the key was used for
        another one.
        """
        if self.act is None:
            session = await self._stack.enter_async_context(database(self.request).transaction())
            self.act = Act(session, me, now(), request_id=self.request.scope.get("request_id"))
            if self.request.method == "POST":
                self.key = await idempotency.claim(self.request, session, me, self.act.now)
        return self.act

    async def keep(self, response: Response) -> None:
        """Remember the answer beside its effect, where the request named a key."""
        if self.act and self.key:
            await idempotency.remember(self.key, self.act.db, response)

    async def finish(self) -> None:
        await self._stack.aclose()
        for call in self.act.after_commit if self.act else ():
            call()

    async def abandon(self, error: BaseException) -> None:
        await self._stack.__aexit__(type(error), error, error.__traceback__)


class DubanRoute(APIRoute):
    """A route whose request is one transaction."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def in_one_transaction(request: Request) -> Response:
            transaction = Transaction(request)
            request.state.transaction = transaction
            try:
                response = await handle(request)
                await transaction.keep(response)
            except idempotency.Replay as replay:
                await transaction.abandon(replay)
                return replay.response
            except BaseException as error:
                await transaction.abandon(error)
                raise
            await transaction.finish()
            return response

        return in_one_transaction


class LaneRoute(DubanRoute):
    """A route that reads over the row lane: its endpoint takes the request and the words of its path as they are.

    There is nothing in it for FastAPI to solve and nothing to commit, which spares a third of what a read costs.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        return self.respond

    async def respond(self, request: Request) -> Response:
        """The endpoint's answer. Refusals are raised."""
        response: Response = await self.endpoint(request, **request.path_params)
        return response


async def current_actor(request: Request) -> Actor:
    """The person or machine behind the bearer token. Raises Unauthenticated."""
    actor: Actor | None = getattr(request.state, "actor", None)
    if actor is None:
        authenticate: Authenticate = request.app.state.authenticate
        actor = await authenticate(request)
        request.state.actor = actor
    return actor


Me = Annotated[Actor, Depends(current_actor)]


async def current_act(request: Request, me: Me) -> Act:
    transaction: Transaction = request.state.transaction
    return await transaction.begin(me)


Writing = Annotated[Act, Depends(current_act)]


async def anonymous_act(request: Request, me: Actor) -> Act:
    """A write by nobody yet signed in (the token endpoint): `me` is the system actor that stands in."""
    transaction: Transaction = request.state.transaction
    return await transaction.begin(me)


class Versioned(Protocol):
    """What has an ETag: its `version` counts changes."""

    @property
    def version(self) -> int: ...


def etag(row: Versioned) -> str:
    """The strong validator of a row (RFC 9110 §8.8.3): its version, quoted."""
    return f'"{row.version}"'


def require_match(request: Request, row: Versioned) -> None:
    """Refuse a change of a row that changed since it was read (RFC 9110 §13.1.1; RFC 6585 §3 for the missing header).

    `If-Match: *` is taken as "whatever it is now". Raises PreconditionMissing (428), PreconditionFailed (412).
    """
    given = request.headers.get("if-match")
    if given is None:
        raise PreconditionMissing(
            "if_match_required",
            Text(
                "请先读取这条记录，并在 If-Match 中带上读到的 ETag，以免覆盖他人的修改。",
                "Read the record first and send its ETag in If-Match, so that nobody's change is overwritten.",
            ),
        )
    tags = {tag.strip().removeprefix("W/") for tag in given.split(",")}
    if "*" not in tags and etag(row) not in tags:
        raise PreconditionFailed(
            "changed_meanwhile",
            Text(
                "您打开之后，这条记录已被更改。请重新读取，核对后再提交。",
                "The record changed after you opened it. Read it again, check, and send your change once more.",
            ),
            extra={"etag": etag(row)},
        )


def uuid_in_path(text: str) -> UUID:
    """`text` as an id; raises Malformed. For routes of the row lane, which parse their own input."""
    try:
        return UUID(text)
    except ValueError:
        raise Malformed(
            "bad_id", Text("编号格式不正确，应为 UUID。", "The id is not a UUID."), extra={"value": text[:64]}
        ) from None
