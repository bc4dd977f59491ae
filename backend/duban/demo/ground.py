"""The ground of the story: the city's tree, its institutions, the people and machines, on the day it all begins.

The root, the people and the machines come from the actions behind the routes, because nobody is there to ask the routes
yet and because demo people keep a published password; everything else comes through the routes.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from duban.demo import names
from duban.demo.office import Office
from duban.demo.places import Place, institutions
from duban.demo.staff import AGENCIES, MACHINES, SEATS, SECTIONS, Seat
from duban.kernel import clock, marks
from duban.kernel.acts import Act
from duban.kernel.journal import Visibility
from duban.kernel.organisations import Organisation
from duban.kernel.organisations import OrganisationKind as K
from duban.kernel.passwords import hash_password
from duban.orgs.bootstrapping import found
from duban.orgs.clients import create_client
from duban.orgs.grants import grant_role
from duban.orgs.models import AppUser
from duban.orgs.own_act import own_act
from duban.orgs.rules import Role
from duban.orgs.users import create_user, set_password

PLACE_OF_HOSPITAL, PLACE_OF_CLINIC = "general", "clinic"
REASON = "演示数据 demo data"


@dataclass(frozen=True)
class Unit:
    """An institution at work: who answers there, who heads it, what it is."""

    key: str
    place: Place
    clerk: str
    head: str


@dataclass
class Ground:
    """What the stories stand on: ids of organisations by key, the institutions, and who reports for whom (by id)."""

    office: Office
    seed: int
    ids: dict[str, str] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    reporters: dict[str, str] = field(default_factory=dict)
    usernames: list[str] = field(default_factory=list)

    def chance(self, *about: str) -> Random:
        """The source of chance for one matter: the same in every build of this seed, whatever else happened before."""
        return Random("/".join((str(self.seed), *about)))  # noqa: S311 - invention, no secret


async def lay(ground: Ground, scale: float) -> AsyncIterator[int]:
    """Lay the ground; yields after each piece how many were laid."""
    await _authorities(ground)
    hashed = await hash_password(ground.office.settings.demo_password.get_secret_value())
    await _people(ground, [s for s in SEATS if s.home == "city"], hashed)
    await _partners(ground)
    await _people(ground, [s for s in SEATS if s.home not in ("city", "hospital", "clinic")], hashed)
    yield 1
    places = institutions(ground.seed, scale, clock.today())
    for number, place in enumerate(places):
        await _register(ground, place, number)
        yield 1
    await _people(ground, [s for s in SEATS if s.home in ("hospital", "clinic")], hashed)
    await _reporters(ground, hashed)
    await _machines(ground)
    yield 1


async def _authorities(ground: Ground) -> None:
    async with ground.office.database.transaction() as db:
        await marks.set_mark(db, marks.DEMO_DATA)
        root = await found(db, name=f"{names.CITY}卫生健康委员会", region_code=names.CITY_REGION)
    ground.ids["city"] = str(root.id)


async def _partners(ground: Ground) -> None:
    """Both districts, the sections and the agencies, made by the system administrator."""
    city, district, other = names.CITY, names.DISTRICT, names.NEIGHBOUR
    await _organisation(ground, "district", "city", f"{district}卫生健康局", K.HEALTH_AUTHORITY, names.DISTRICT_REGION)
    await _organisation(ground, "neighbour", "city", f"{other}卫生健康局", K.HEALTH_AUTHORITY, names.NEIGHBOUR_REGION)
    for key, name, codes in (
        ("city_medical", "医政医管科", ["medical_drug_administration_section"]),
        ("city_supervision", "综合监督科", ["comprehensive_supervision_section"]),
    ):
        await _organisation(ground, key, "city", name, K.SECTION, names.CITY_REGION, codes)
    await _organisation(ground, "city_police", "city", f"{city}公安局", K.POLICE, names.CITY_REGION)
    for section in SECTIONS:
        await _organisation(
            ground, section.key, "district", section.name, K.SECTION, names.DISTRICT_REGION, list(section.codes)
        )
    for agency in AGENCIES:
        name = f"{district}{agency.name}" if not agency.name.startswith("委") else f"{district[:-1]}区{agency.name}"
        await _organisation(
            ground, agency.key, "district", name, agency.kind, names.DISTRICT_REGION, list(agency.codes)
        )


async def _organisation(
    ground: Ground, key: str, parent: str, name: str, kind: K, region: str, aliases: list[str] | None = None
) -> None:
    body = {"parent_id": ground.ids[parent], "name": name, "kind": kind, "region_code": region}
    made = await ground.office.create("sysadmin", "/organisations", {**body, "aliases": aliases or []})
    ground.ids[key] = made["id"]


async def _register(ground: Ground, place: Place, number: int) -> None:
    who = {"city": "city_clerk", "district": "clerk", "neighbour": "neighbour_clerk"}[place.authority]
    body = {**place.body, "authority_id": ground.ids[place.authority]}
    made = await ground.office.create(who, "/institutions", body)
    key = {PLACE_OF_HOSPITAL: "hospital", PLACE_OF_CLINIC: "clinic"}.get(place.kind, "")
    if not key or key in ground.ids or place.authority != "district":
        key = f"{place.kind}{number:03d}"
    ground.ids[key] = made["organisation_id"]
    # A clinic is run by one person, who heads it and does its paperwork.
    if key in ("hospital", "clinic"):
        clerk, head = ("hospital_clerk", "hospital") if key == "hospital" else ("clinic", "clinic")
    else:
        head = f"{key}.head"
        clerk = f"{key}.clerk" if place.is_hospital else head
    ground.units[made["organisation_id"]] = Unit(key, place, clerk, head)
    if place.is_hospital:
        rng = ground.chance("contact", key)
        contact = {"name": names.person(rng), "role": "liaison", "position": "联络员", "phone": names.phone(rng)}
        await ground.office.create(who, f"/institutions/{made['id']}/contacts", contact)
        window = {
            "office": "医患关系办公室",
            "place": place.body["complaint_place"],
            "hours": place.body["complaint_hours"],
            "telephone": place.body["hotline"],
            "hotline": "12345",
            "mediation": "医疗纠纷人民调解委员会，0000-6120999",
            "other_ways": "双方协商、行政调解、向人民法院起诉",
        }
        url, new = f"/institutions/{made['id']}/complaint-window", {"If-Match": '"0"'}
        await ground.office.ask(who, "PUT", url, json=window, headers=new)


async def _reporters(ground: Ground, hashed: str) -> None:
    """Somebody at every institution, agency and section who can report, and the heads of hospitals."""
    seats = []
    for unit in ground.units.values():
        if unit.key not in ("hospital", "clinic"):
            seats.append(Seat(unit.head, Role.INSTITUTION_HEAD, unit.key))
            if unit.head != unit.clerk:
                seats.append(Seat(unit.clerk, Role.INSTITUTION_CLERK, unit.key))
        ground.reporters[ground.ids[unit.key]] = unit.clerk
    for key in (*(s.key for s in SECTIONS), *(a.key for a in AGENCIES), "city_police"):
        seats.append(Seat(f"{key}.desk", Role.CASE_HANDLER, key))
        ground.reporters[ground.ids[key]] = f"{key}.desk"
    await _people(ground, seats, hashed)
    for key, who in (("city", "city_clerk"), ("district", "clerk"), ("neighbour", "neighbour_clerk")):
        ground.reporters[ground.ids[key]] = who


async def _people(ground: Ground, seats: list[Seat], hashed: str) -> None:
    settings, made = ground.office.settings, []
    async with own_act(ground.office.database) as act:
        for seat in seats:
            rng = ground.chance("person", seat.username)
            user, _ = await create_user(
                act,
                settings,
                organisation=await _node(act, ground, seat.home),
                username=seat.username,
                display_name=names.person(rng),
                password_hash=hashed,
                phone=names.phone(rng),
                must_change_password=False,
            )
            await grant_role(act, user, seat.role, await _node(act, ground, seat.at or seat.home), reason=REASON)
            made.append((user, UUID(ground.ids[seat.at or seat.home])))
    for user, organisation_id in made:
        await ground.office.employ(user, organisation_id)
        ground.usernames.append(user.username)


async def _machines(ground: Ground) -> None:
    secret = ground.office.settings.demo_password.get_secret_value()
    async with own_act(ground.office.database) as act:
        for machine in MACHINES:
            home = await _node(act, ground, machine.home)
            await create_client(
                act, organisation=home, name=machine.name, scopes=machine.scopes, client_id=machine.client_id,
                secret=secret,
            )  # fmt: skip


async def _node(act: Act, ground: Ground, key: str) -> Organisation:
    return await act.db.get_one(Organisation, UUID(ground.ids[key]))


async def renew_passwords(ground: Ground) -> None:
    """Give everybody the published password anew, today: months old, it would have to be changed at sign-in."""
    hashed = await hash_password(ground.office.settings.demo_password.get_secret_value())
    async with own_act(ground.office.database) as act:
        for user in await act.db.scalars(select(AppUser).order_by(col(AppUser.id))):
            set_password(user, hashed, act)
            act.note("user:reset_password", user, reason=REASON, visibility=Visibility.SECURITY)
