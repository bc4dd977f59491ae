"""An organisation moves with everything below it and everything they own; the journal alone stays where things were."""

import random
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlmodel import SQLModel, col

from duban.kernel.acts import Act
from duban.kernel.clocks import Clock
from duban.kernel.db import LEVELS
from duban.kernel.deadline_sweep import sweep
from duban.kernel.errors import Problem
from duban.kernel.journal import JournalEntry
from duban.kernel.organisations import Organisation, OrganisationKind
from duban.orgs import moves
from duban.orgs.models import AppUser, RoleGrant
from duban.orgs.own_act import own_act
from duban.orgs.rules import Role
from duban.orgs.tree import create_organisation
from support.people import account, journal, open_the_door, statements, told
from support.running_clocks import running
from support.samples import Sample, router
from support.world import Person, World

pytestmark = pytest.mark.anyio
ALL = ("sample.read", "sample.ask", "sample.answer", "organisation.read", "organisation.write")


def url(world: World, name: str) -> str:
    return f"/organisations/{world.organisations[name].id}"


async def move(
    world: World, what: str, below: str, *, by: Person | None = None, expect: int = 200
) -> dict[str, object]:
    body = {"parent_id": str(world.organisations[below].id), "reason": "reorganised"}
    return await (by or world.person("city", *ALL)).step(url(world, what), "move", body, expect=expect)


async def titles(world: World, where: str, query: str = "") -> list[str]:
    answer = await world.person(where, *ALL).get(f"/samples{query}")
    return [s["title"] for s in answer.json()["items"]]


async def test_what_an_organisation_owns_is_seen_by_its_new_superiors_and_no_more_by_the_old(world: World) -> None:
    world.include(router)
    body = {"organisation_id": str(world.organisations["north_hospital"].id), "title": "消防通道堵塞"}
    made = await world.person("north_hospital", *ALL).post("/samples", body)
    sample = made.headers["location"].removeprefix("/api/v1")
    assert (await titles(world, "north"), await titles(world, "south")) == (["消防通道堵塞"], [])
    answer = await move(world, "north_hospital", "south")
    assert [step["zh"] for step in answer["path"]] == ["city", "south", "north_hospital"]  # type: ignore[attr-defined]
    assert (await titles(world, "north"), await titles(world, "south")) == ([], ["消防通道堵塞"])
    assert await titles(world, "south", "?q=消防") == ["消防通道堵塞"]  # the full text moved as well
    assert (await titles(world, "north_hospital"), await titles(world, "city")) == (["消防通道堵塞"], ["消防通道堵塞"])
    assert (await world.person("north", *ALL).get(sample)).status_code == 404
    assert (await world.person("south", *ALL).get(sample)).status_code == 200
    assert (await world.person("north", *ALL).get(url(world, "north_hospital"))).status_code == 404


async def test_what_an_authority_left_behind_still_had_to_do_is_its_successors(world: World) -> None:
    with world.at("2026-03-02 09:00"):
        own = await running(world, title="自己的")
        above = await running(world, holder="north", title="区局的")
        told_city = await running(world, holder="city", title="市局的")
    with world.at("2026-03-10 00:00"):
        async with own_act(world.database) as act:
            await sweep(act)  # the hospital's is escalated to the north, the north's to the city
        await move(world, "north_hospital", "south")
        async with world.database.transaction() as db:
            found = {row.id: row for row in await db.scalars(select(Clock))}
        names = {row.id: name for name, row in world.organisations.items()}
        assert [names[found[id].holder_id] for id in (own, above, told_city)] == ["north_hospital", "south", "city"]
        assert names[found[own].escalated_to_id] == "south"  # type: ignore[index]
        may = ("worklist.use", "sample.answer", "task.escalate")
        for where, section, seen in (
            ("north", "escalated", []),
            ("north", "owed", []),
            ("south", "escalated", ["自己的"]),
            ("south", "owed", ["区局的"]),
        ):
            answer = await world.person(where, *may).get(f"/worklist?section={section}")
            assert [item["subject_label"] for item in answer.json()["items"]] == seen, (where, section)
    (entry,) = await journal(world, "organisation:move")
    assert told(entry)["handed_over"] == [None, {"clock": 2}]


async def test_the_journal_keeps_the_place_where_it_happened(world: World) -> None:
    world.include(router)
    body = {"organisation_id": str(world.organisations["north_hospital"].id), "title": "消防通道堵塞"}
    await world.person("north_hospital", *ALL).post("/samples", body)
    await move(world, "north_hospital", "south")
    made, moved = await journal(world, "sample:create", "organisation:move")
    assert made.org_l2 == world.organisations["north"].id
    assert (moved.reason, moved.visibility) == ("reorganised", "administration")
    assert told(moved)["parent_id"] == [str(world.organisations[name].id) for name in ("north", "south")]


async def test_people_and_their_roles_move_with_their_organisation(world: World) -> None:
    li = await account(world, "li.na", "north_hospital", Role.INSTITUTION_CLERK)
    await move(world, "north_hospital", "south")
    async with world.database.transaction() as db:
        for model, id in ((AppUser, AppUser.id), (RoleGrant, RoleGrant.user_id)):
            row = (await db.scalars(select(model).where(col(id) == li.user.id))).one()
            assert row.org_l2 == world.organisations["south"].id, model


async def test_a_branch_moves_as_a_whole_down_and_up_again(world: World) -> None:
    before = await places(world)
    async with own_act(world.database) as act:
        ward = await create_organisation(
            act, await act.db.get(Organisation, world.organisations["north_hospital"].id), name="ward", kind=KIND
        )
    before["ward"] = (*before["north_hospital"], ward.id)
    await move(world, "north", "south")  # city > south > north > hospital > ward: five levels
    after = await places(world)
    city, south, north = (world.organisations[name].id for name in ("city", "south", "north"))
    hospital = world.organisations["north_hospital"].id
    assert after["ward"] == (city, south, north, hospital, ward.id)
    assert after["south_hospital"] == before["south_hospital"]
    await move(world, "north", "city")
    assert await places(world) == before


KIND = OrganisationKind.SECTION


async def places(world: World) -> dict[str, tuple[UUID, ...]]:
    """Every organisation's stored ancestors by its name; their number is its level."""
    async with world.database.transaction() as db:
        found = {}
        for row in await db.scalars(select(Organisation)):
            path = tuple(level for level in row.levels() if level is not None)
            assert (row.level, path[-1], row.parent_id) == (len(path), row.id, path[-2] if len(path) > 1 else None)
            assert row.levels() == path + (None,) * (LEVELS - len(path))
            found[row.name] = path
        return found


async def test_whatever_moves_are_made_every_row_lies_where_its_organisation_does(world: World) -> None:
    """The stored ancestors are compared with those walked up by `parent_id`, after thirty random moves."""
    chance, ids = random.Random(20260302), {name: row.id for name, row in world.organisations.items()}
    async with own_act(world.database) as act:
        for name, id in ids.items():
            home = await act.db.get_one(Organisation, id)
            sample = Sample(title=name, organisation_id=id)
            for level in range(1, LEVELS + 1):
                setattr(sample, f"org_l{level}", getattr(home, f"org_l{level}"))
            act.db.add(sample)
    refused = made = 0
    for _ in range(30):
        what, below = chance.sample(sorted(set(ids) - {"city"}), 1)[0], chance.choice(sorted(ids))
        try:
            async with own_act(world.database) as act:
                await moves.serialise(act.db)
                row, parent = [await act.db.get_one(Organisation, ids[name]) for name in (what, below)]
                await moves.move_organisation(act, row, parent, "shuffle")
                made += 1
        except Problem as problem:
            assert problem.code in ("tree_cycle", "tree_too_deep")
            refused += 1
    assert made > 10
    assert refused > 2
    stored = await places(world)
    async with world.database.transaction() as db:
        parents = {row.id: row.parent_id for row in await db.scalars(select(Organisation))}
        samples = {row.title: row for row in await db.scalars(select(Sample))}
    for name, id in ids.items():
        walked: list[UUID] = []
        at: UUID | None = id
        while at is not None:
            walked.insert(0, at)
            at = parents[at]
        assert stored[name] == tuple(walked)
        assert tuple(level for level in samples[name].levels() if level) == tuple(walked)


async def test_an_organisation_never_sits_below_itself(world: World) -> None:
    for below in ("north", "north_hospital"):
        assert (await move(world, "north", below, expect=409))["code"] == "tree_cycle"


async def test_a_move_never_makes_the_tree_deeper_than_five(world: World) -> None:
    async with own_act(world.database) as act:
        parent = await act.db.get(Organisation, world.organisations["north_hospital"].id)
        for name in ("building", "ward"):
            parent = await create_organisation(act, parent, name=name, kind=KIND)
    refused = await move(world, "north", "south", expect=422)
    assert (refused["code"], refused["errors"][0]["pointer"]) == ("tree_too_deep", "/parent_id")  # type: ignore[index]


async def test_a_move_stays_within_ones_own_part_of_the_tree(world: World) -> None:
    north = world.person("north", *ALL)
    assert (await move(world, "north_hospital", "south", by=north, expect=404))["code"] == "not_found"
    answer = await north.post(
        f"{url(world, 'south_hospital')}/move", move_to(world, "north"), headers={"If-Match": "*"}
    )
    assert answer.status_code == 404


def move_to(world: World, below: str) -> dict[str, str]:
    return {"parent_id": str(world.organisations[below].id), "reason": "annexed"}


async def test_a_closed_parent_and_a_taken_name_are_refused(world: World) -> None:
    person = world.person("city", *ALL)
    await person.step(url(world, "north_clinic"), "close", {"closed_on": "2026-01-01", "reason": "merged"})
    assert (await move(world, "north_medical", "north_clinic", expect=409))["code"] == "organisation_closed"
    await person.patch(url(world, "south_hospital"), {"name": "north_hospital"}, headers={"If-Match": "*"})
    assert (await move(world, "north_hospital", "south", expect=409))["code"] == "name_taken"


async def test_moving_to_where_it_is_changes_nothing(world: World) -> None:
    before = (await world.person("city", *ALL).get(url(world, "north_hospital"))).json()
    assert await move(world, "north_hospital", "north") == before
    assert await journal(world, "organisation:move") == []


async def test_a_move_is_one_statement_per_table_however_much_it_carries(world: World) -> None:
    async with own_act(world.database) as act:
        home = await act.db.get_one(Organisation, world.organisations["north_hospital"].id)
        for number in range(50):
            sample = Sample(title=f"{number}", organisation_id=home.id)
            for level in range(1, LEVELS + 1):
                setattr(sample, f"org_l{level}", getattr(home, f"org_l{level}"))
            act.db.add(sample)
    tables = [t for t in SQLModel.metadata.tables.values() if "org_l1" in t.c and t.name != JournalEntry.__tablename__]
    assert {t.name for t in moves.placed_tables()} == {t.name for t in tables}
    person = world.person("city", *ALL)
    with statements(world) as seen:
        await move(world, "north_hospital", "south", by=person)
    rewritten = [s for s in seen if s.startswith("UPDATE") and "org_l1" in s]
    assert len(rewritten) == len(tables)


async def test_whoever_acts_for_the_moved_organisation_sees_by_its_new_level_at_once(world: World) -> None:
    town = open_the_door(world)
    clerk = await (await account(town, "sun", "north_hospital", Role.INSTITUTION_CLERK)).sign_in()
    sys = await (await account(town, "sys", "city", Role.SYSTEM_ADMIN)).sign_in()
    assert (await clerk.me())["organisation"]["level"] == 3
    moved = await sys.act(url(town, "north_hospital"), "move", move_to(town, "city"))
    assert moved.status_code == 200, moved.text
    assert (await clerk.me())["organisation"]["level"] == 2
    assert len((await clerk.get("/organisations")).json()["items"]) == 1


async def test_a_row_written_in_the_moment_of_a_move_is_set_right_later(world: World) -> None:
    li = await account(world, "li.na", "north_hospital")
    await move(world, "north_hospital", "south")
    async with world.database.transaction() as db:  # as a writer would who had read the place before the move
        await db.execute(
            update(AppUser).where(col(AppUser.id) == li.user.id).values(org_l2=world.organisations["north"].id)
        )
    async with own_act(world.database) as act:
        assert await moves.reseat(act.db) == 1
        assert await moves.reseat(act.db) == 0
        row = await act.db.get_one(AppUser, li.user.id)
        assert row.org_l2 == world.organisations["south"].id
        assert isinstance(act, Act)
