"""Figures and the rows behind them, for tests of every ledger's figures."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from support.world import Person


async def opened(person: Person, query: str) -> int:
    """How many rows `person` finds behind a number: `query` is the list's, as the figures tell it."""
    path = query.removeprefix("/api/v1")
    page = await person.get(path + ("&" if "?" in path else "?") + "count=exact")
    assert page.status_code == 200, page.text
    return int(page.json()["total"])


async def lines_open_their_rows(person: Person, lines: Iterable[dict[str, Any]], *beside: str) -> None:
    """Each line of units or months, and what it counts beside the whole, opens as many rows as it says."""
    for line in lines:
        assert line["count"] == await opened(person, line["rows"]), line
        for name in beside:
            assert line[name] == await opened(person, line[f"{name}_rows"]), (name, line)


def recused_from(person: Person, id: str) -> Person:
    """The same person, who must keep away from the matter or the organisation `id`."""
    return Person(person.world, replace(person.actor, recused=frozenset({UUID(id)})))
