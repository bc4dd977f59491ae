"""A district with institutions of the seeds' kinds, and campaigns launched over it through the API."""

from typing import Any

from duban.campaigns.opening import open_due
from duban.institutions.codes import make_uscc
from duban.institutions.licences import Level
from duban.institutions.models import Institution
from duban.kernel.access import place
from duban.kernel.ids import new_id
from duban.kernel.organisations import Organisation, OrganisationKind
from duban.kernel.system_actor import system_act
from support.world import Person, World

CHIEF = (
    "campaign.read",
    "campaign.write",
    "campaign.launch",
    "campaign.close",
    "duty.read",
    "duty.review",
    "duty.exempt",
)
OWNER = ("duty.read", "duty.submit", "task.read", "campaign.read")

KINDS: list[tuple[str, Level, list[str]]] = [
    ("hospital", Level.SECOND, ["medical_institution", "hospital", "level2_or_above", "public_hospital"]),
    ("centre", Level.FIRST, ["medical_institution", "township_health_centre", "grassroots_institution"]),
    ("clinic", Level.UNRATED, ["medical_institution", "clinic", "private_institution"]),
]


async def register(world: World, name: str, authority: str, kind: int) -> Organisation:
    """An institution below `authority`: its node of the tree and its registry row."""
    word, level, types = KINDS[kind]
    async with world.database.transaction() as db:
        parent = world.organisations[authority]
        organisation = world.organisations.get(name)
        if organisation is None:
            organisation = Organisation(name=name, kind=OrganisationKind.INSTITUTION, region_code=parent.region_code)
            organisation.sit_below(parent)
            db.add(organisation)
            await db.flush()
            world.organisations[name] = organisation
        row = Institution(
            organisation_id=organisation.id,
            name=f"{name} {word}",
            uscc=make_uscc(f"12{parent.region_code}MB{new_id().int % 10**7:07d}"),
            types=types,
            level=level,
            region_code=parent.region_code or "",
        )
        place(row, organisation)
        db.add(row)
    return organisation


async def populate(world: World, *, hospitals: int = 1, centres: int = 1, clinics: int = 1) -> None:
    """Institutions in the north: the world's own hospital and clinic first, then as many as asked for."""
    await register(world, "north_hospital", "north", 0)
    await register(world, "north_clinic", "north", 2)
    for number in range(hospitals - 1):
        await register(world, f"north_hospital_{number}", "north", 0)
    for number in range(centres):
        await register(world, f"north_centre_{number}", "north", 1)
    for number in range(clinics - 1):
        await register(world, f"north_clinic_{number}", "north", 2)


def chief(world: World, where: str = "north") -> Person:
    return world.person(where, *CHIEF, name="chief")


def owner(world: World, where: str = "north_hospital") -> Person:
    return world.person(where, *OWNER, name="owner")


async def launch(world: World, plan_id: str, start_on: str, where: str = "north") -> dict[str, Any]:
    """Draft `plan_id` for a start on `start_on` and launch it; answers what the launch answered."""
    person = chief(world, where)
    made = await person.post(
        "/campaigns", {"plan_id": plan_id, "start_on": start_on, "answers": await parties(person, plan_id)}
    )
    assert made.status_code == 201, made.text
    return await person.step(f"/campaigns/{made.json()['id']}", "launch")


async def open_duties(world: World) -> int:
    """Let the clockwork open what has come due by now; returns how many duties."""
    async with world.database.transaction() as db:
        act = await system_act(db)
        assert act is not None
        return await open_due(act)


async def parties(person: Person, plan_id: str) -> dict[str, Any]:
    """Answers to the places that only a person can fill: who somebody is."""
    plan = (await person.get(f"/plans/{plan_id}")).json()
    return {p["pointer"]: "某某" for p in plan["open_places"] if p["kind"] == "party" and p["required"]}


async def duties(person: Person, **filters: Any) -> list[dict[str, Any]]:
    """Every duty the person sees under `filters`."""
    found: list[dict[str, Any]] = []
    params: dict[str, Any] = {**filters, "limit": 200}
    while True:
        answer = await person.get("/duties", params=params)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        found += page["items"]
        if page["next_cursor"] is None:
            return found
        params["cursor"] = page["next_cursor"]
