"""Makers of institutions: registered through the API, as an authority does it."""

from itertools import count
from typing import Any

from duban.institutions.codes import make_uscc
from support.world import Person, World

WRITES = ("institution.read", "institution.write")
_numbers = count(1)


def some_uscc(number: int | None = None) -> str:
    """A well-formed credit code; another one for every number."""
    serial = next(_numbers) if number is None else number
    return make_uscc(f"12990102MB{serial:06d}W")


def registrar(world: World, organisation: str = "north") -> Person:
    """Somebody of an authority who keeps the registry."""
    return world.person(organisation, *WRITES, name="registrar")


async def register(world: World, under: str = "north", **values: Any) -> dict[str, Any]:
    """An institution below the authority `under` (or for the node `organisation`), as the API answers it."""
    serial = next(_numbers)
    body: dict[str, Any] = {"uscc": some_uscc(serial), "name": f"第{serial}医院", "region_code": "990102"}
    if node := values.pop("organisation", None):
        body["organisation_id"] = str(world.organisations[node].id)
    else:
        body["authority_id"] = str(world.organisations[under].id)
    answer = await registrar(world, under).post("/institutions", body | values)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found
