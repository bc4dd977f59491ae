"""Everything about one institution in one answer. Modules further up add their part by name when they are imported;
this module knows none of them."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from duban.kernel.access import Actor

Provider = Callable[[AsyncConnection, Actor, UUID], Awaitable[Mapping[str, Any]]]
"""Given a read-only connection, who asks and the institution's `organisation_id`: the figures of one part.

The institution is visible to the actor already; the part still checks its own permission (`needs`).
"""

OVERVIEW: dict[str, tuple[str, Provider]] = {}
"""Part → the permission it needs and who answers."""


def adds_to_overview(part: str, needs: str) -> Callable[[Provider], Provider]:
    """Declare the decorated function as the provider of `part`, left out for those without the permission `needs`.

    Raises ValueError where the name is taken.
    """

    def enter(provider: Provider) -> Provider:
        if part in OVERVIEW:
            raise ValueError(f"two parts of the overview are called {part}")
        OVERVIEW[part] = (needs, provider)
        return provider

    return enter


async def parts(connection: AsyncConnection, me: Actor, organisation_id: UUID) -> dict[str, dict[str, Any]]:
    """Every part that `me` may read, in the order of their names."""
    return {
        part: dict(await provider(connection, me, organisation_id))
        for part, (needs, provider) in sorted(OVERVIEW.items())
        if me.may(needs)
    }
