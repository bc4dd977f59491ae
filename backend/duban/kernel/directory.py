"""Finding a request's route by the first word of its path, before every route of every module is tried in turn.

FastAPI walks all routes of all routers for each request; with two hundred of them that costs as much as reading a page
of rows. The directory knows which routers begin with which word, and which addresses are the row lane's lists and
records: those it answers itself. Whatever it is not sure of it leaves to FastAPI, so it can make a request faster but
never take it elsewhere.
"""

from collections.abc import Iterable, Iterator

from fastapi import APIRouter
from starlette.requests import Request
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

from duban.kernel.web import LaneRoute

TARGET = "duban.target"
"""The key under which the directory keeps in the scope what it found."""


class Directory(BaseRoute):
    """The routes below `prefix`. Stands first among the application's routes."""

    def __init__(self, prefix: str) -> None:
        self._prefix = f"{prefix}/"
        self._included: list[tuple[frozenset[str] | None, BaseRoute]] = []
        self._by_word: dict[str, list[BaseRoute]] = {}
        self._lists: dict[str, LaneRoute] = {}
        self._records: dict[str, LaneRoute] = {}
        self._others: set[str] = set()

    def enter(self, router: APIRouter, included: BaseRoute) -> None:
        """Know `router`, which the application has included as `included`. Routers are entered in their order."""
        paths = list(_paths_of(router))
        words = frozenset(_first_word(path) for path in paths)
        self._included.append((None if "" in words else words, included))
        self._by_word = {
            word: [route for known, route in self._included if known is None or word in known]
            for word in {word for known, _ in self._included for word in known or ()}
        }
        for route in router.routes:
            path = getattr(route, "path", "")
            if isinstance(route, LaneRoute) and path.endswith("/{id}") and path.count("{") == 1:
                self._records.setdefault(self._prefix + path[1 : -len("/{id}")], route)
            elif isinstance(route, LaneRoute) and "{" not in path:
                self._lists.setdefault(self._prefix + path[1:], route)
            else:
                self._others.add(self._prefix + path[1:])

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        path: str = scope.get("path", "")
        if scope["type"] != "http" or not path.startswith(self._prefix) or path.endswith("/") or scope.get("root_path"):
            return Match.NONE, {}
        if scope["method"] == "GET" and (found := self._lane(path)):
            return Match.FULL, found
        routers = self._by_word.get(path[len(self._prefix) :].partition("/")[0], ())
        # One router alone can answer, be it with a refusal.
        if len(routers) == 1:
            return Match.FULL, {TARGET: routers[0]}
        for router in routers:
            if router.matches(scope)[0] == Match.FULL:
                return Match.FULL, {TARGET: router}
        return Match.NONE, {}

    def _lane(self, path: str) -> Scope | None:
        route = self._lists.get(path)
        if route is not None:
            return {TARGET: route, "route": route, "endpoint": route.endpoint, "path_params": {}}
        parent, _, last = path.rpartition("/")
        route = self._records.get(parent)
        if route is None or path in self._others:
            return None
        return {TARGET: route, "route": route, "endpoint": route.endpoint, "path_params": {"id": last}}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        target: BaseRoute = scope[TARGET]
        if isinstance(target, LaneRoute):
            response = await target.respond(Request(scope, receive, send))
            await response(scope, receive, send)
        else:
            await target.handle(scope, receive, send)


def _paths_of(router: APIRouter | BaseRoute) -> Iterator[str]:
    """The paths of a router's routes; empty for one that cannot be told (a router inside it)."""
    routes: Iterable[BaseRoute] = getattr(router, "routes", ())
    for route in routes:
        yield getattr(route, "path", "")


def _first_word(path: str) -> str:
    """The first word of a path; empty for a parameter, which may be any word."""
    word = path.removeprefix("/").partition("/")[0]
    return "" if "{" in word else word
