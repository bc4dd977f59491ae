"""An institution's overview: every figure is the length of the list behind it, and tells nobody too much."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from duban.institutions.models import Institution
from duban.orgs.rules import ROLES, Role
from support.campaigns import duties, launch, populate
from support.rectification import Ledger
from support.world import Person, World

pytestmark = pytest.mark.anyio


async def overview(world: World, person: Person, name: str = "north_hospital") -> dict[str, Any]:
    async with world.database.reading() as connection:
        id: UUID | None = await connection.scalar(
            select(col(Institution.id)).where(col(Institution.organisation_id) == world.organisations[name].id)
        )
    answer = await person.get(f"/institutions/{id}/overview")
    assert answer.status_code == 200, answer.text
    parts: dict[str, Any] = answer.json()["parts"]
    return parts


async def behind(person: Person, rows: str, **filters: str) -> int:
    answer = await person.get(rows.removeprefix("/api/v1"), params={"count": "exact", **filters})
    assert answer.status_code == 200, answer.text
    found: int = answer.json()["total"]
    return found


async def test_every_count_of_duties_is_the_length_of_its_list(world: World) -> None:
    await populate(world)
    owner = world.person("north_hospital", *ROLES[Role.INSTITUTION_HEAD].permissions)
    with world.at("2026-03-02 09:00"):
        campaign = await launch(world, "D07", "2026-03-02")
        mine = await duties(owner, campaign_id=campaign["id"], proof="self_check", state="open")
        await owner.step(f"/duties/{mine[0]['id']}", "submit", {"kind": "zero", "confirm_zero": True})
    with world.at("2027-03-20 09:00"):
        await world.sweep()
        told = (await overview(world, owner))["duties"]
        assert {"zero", "missing"} <= told["facts"].keys()
        assert sum(told["facts"].values()) == await behind(owner, told["rows"])
        for fact, count in told["facts"].items():
            assert await behind(owner, told["rows"], fact=fact) == count > 0, fact
        due = await duties(owner, organisation_id=str(world.organisations["north_hospital"].id), fact="due")
        assert told["next_due_on"] == min((d["due_on"] for d in due), default=None)
    registrar = world.person("north", "institution.read")
    assert await overview(world, registrar) == {}


async def test_every_count_of_tasks_is_the_length_of_its_list_and_drafts_stay_hidden(world: World) -> None:
    await populate(world)
    ledger = Ledger(world)
    with world.at("2026-03-02 09:00"):
        for state in ("draft", "withdrawn", "issued", "rectifying", "closed"):
            await ledger.make(state)
        await ledger.make("rectifying", due_on="2026-03-04")
    with world.at("2026-03-05 09:00"):
        await ledger.sweep()
        reads = ("institution.read", "task.read")
        above = (await overview(world, world.person("north", *reads)))["rectification"]
        assert above["states"] == {"draft": 1, "withdrawn": 1, "issued": 1, "rectifying": 2, "closed": 1}
        inside = world.person("north_hospital", *reads)
        told = (await overview(world, inside))["rectification"]
        assert told["states"] == {"issued": 1, "rectifying": 2, "closed": 1}
        assert (told["open"], told["overdue"], told["next_due_on"]) == (3, 1, "2026-03-04")
        assert (above["open"], above["overdue"]) == (3, 1)
        for state, count in told["states"].items():
            assert await behind(inside, told["rows"], state=state) == count
