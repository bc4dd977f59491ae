"""Who is told, of what: what the client could read in the feed, as long as it could."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update
from sqlmodel import col

from duban.kernel.sealing import seal
from duban.orgs.models import ApiClient
from support.clues import Clues
from support.handoffs import Handoffs
from support.people import machine
from support.receiver import Received, receiving
from support.webhooks import Hooks
from support.world import Person, World

pytestmark = pytest.mark.anyio


async def with_scopes(hooks: Hooks, *scopes: str, active: bool = True) -> None:
    async with hooks.world.database.transaction() as db:
        await db.execute(
            update(ApiClient)
            .where(col(ApiClient.id) == UUID(hooks.client_id))
            .values(scopes=list(scopes), active=active)
        )


async def feed(person: Person) -> list[tuple[int, str]]:
    page = (await person.get("/journal", params={"limit": 1000})).json()
    return [(item["position"], item["action"].replace(":", ".")) for item in page["items"]]


async def test_it_is_told_exactly_what_its_client_reads_in_the_feed(hooks: Hooks, world: World) -> None:
    """Beside it in the journal: another hospital's complaint, acts of administration, and the authority's."""
    await hooks.create()
    await hooks.complaints.make("closed")
    south = hooks.complaints.id_of("south_hospital")
    await hooks.complaints.register("stranger", organisation_id=south)
    await hooks.complaints.register("handler", title="市民来电")
    await machine(world, "north_hospital", "duty.read")
    await hooks.deliver()
    told = [(one.event["data"]["position"], one.event["type"]) for one in hooks.receiver.taken]
    assert told == await feed(hooks.client())
    assert len(told) >= 6
    assert south not in str([one.event for one in hooks.receiver.taken])


async def test_the_police_are_told_at_once_of_what_is_handed_to_them_and_of_nothing_behind_it(world: World) -> None:
    """An addition to the feed, never in its place: the message says that there is something to pull."""
    handoffs, clues = Handoffs(world), Clues(world)
    async with receiving() as receiver:
        hooks = await Hooks.at(world, receiver, "north_police", ("handoff.read", "journal.feed"))
        await hooks.create()
        await clues.register()
        await handoffs.open(receiver="south")
        id = await handoffs.make("filed")
        await handoffs.say(id, "hand_over")
        await hooks.deliver()
        told = [(one.event["data"]["position"], one.event["type"]) for one in receiver.taken]
        assert told == await feed(hooks.client())
        assert [type for _, type in told] == ["handoff.refer", "handoff.receive", "handoff.file", "handoff.hand_over"]
        assert {one.event["data"]["subject_id"] for one in receiver.taken} == {str(id)}


async def test_a_client_is_told_nothing_of_a_type_it_may_not_read(hooks: Hooks) -> None:
    await hooks.create()
    await with_scopes(hooks, "duty.read", "journal.feed")
    await hooks.complaints.make("answered")
    await hooks.deliver()
    assert hooks.receiver.got == []
    assert (await hooks.read())["backlog"] == 0


@pytest.mark.parametrize("loss", ["scope", "client"])
async def test_a_client_that_has_ended_is_told_nothing_more_and_its_endpoint_is_paused(hooks: Hooks, loss: str) -> None:
    await hooks.create()
    await hooks.complaints.make("registered")
    if loss == "scope":
        await with_scopes(hooks, "complaint.read")
    else:
        await with_scopes(hooks, "complaint.read", "journal.feed", active=False)
    await hooks.deliver()
    assert hooks.receiver.got == []
    now = await hooks.read()
    assert (now["state"], now["pause_reason"]) == ("paused", "client_ended")
    refused = await hooks.do("resume")
    assert (refused.status_code, refused.json()["code"]) == (409, "client_ended")


async def test_rights_are_looked_at_before_each_message(hooks: Hooks) -> None:
    """The client ends while the first of four messages is on its way."""
    await hooks.create()
    await hooks.complaints.make("answered")

    async def end(_: Received) -> None:
        await with_scopes(hooks, "complaint.read", "journal.feed", active=False)

    hooks.receiver.before = end
    await hooks.deliver()
    assert hooks.receiver.actions == ["complaint.register"]
    assert (await hooks.read())["pause_reason"] == "client_ended"


async def test_a_filter_amended_on_the_way_holds_for_the_next_message(hooks: Hooks) -> None:
    await hooks.create()
    await hooks.complaints.make("answered")

    async def narrow(_: Received) -> None:
        hooks.receiver.before = None
        patch = {"events": ["complaint:feed_back"]}
        answer = await hooks.admin.patch(hooks.url, patch, headers={"If-Match": "*"})
        assert answer.status_code == 200, answer.text

    hooks.receiver.before = narrow
    await hooks.deliver()
    assert hooks.receiver.actions == ["complaint.register", "complaint.feed_back"]


async def test_only_who_manages_machine_clients_makes_one(hooks: Hooks, world: World) -> None:
    for who, expected in (
        (world.person("north", "user.read"), 403),
        (world.person("south", "client.manage"), 404),
        (world.person("north_clinic", "client.manage"), 404),
        (hooks.client(), 403),
        (hooks.admin, 201),
    ):
        assert (await who.post("/webhook-endpoints", hooks.body())).status_code == expected


async def test_a_client_sees_its_own_endpoint_and_no_other_and_changes_nothing_of_it(
    hooks: Hooks, world: World
) -> None:
    made = await hooks.create()
    await hooks.complaints.make("registered")
    await hooks.deliver()
    other_id, _, _ = await machine(world, "north_hospital", "journal.feed")
    own, other, blind = hooks.client(), hooks.client(id=other_id), hooks.client("complaint.read")
    assert (await own.get(hooks.url)).json()["id"] == made["id"]
    assert len((await own.get(f"{hooks.url}/attempts")).json()["items"]) == 1
    assert [row["id"] for row in (await own.get("/webhook-endpoints")).json()["items"]] == [made["id"]]
    assert (await other.get("/webhook-endpoints")).json()["items"] == []
    assert (await other.get(hooks.url)).status_code == 404
    assert (await other.get(f"{hooks.url}/attempts")).status_code == 404
    assert (await hooks.do("replay", {"from_position": 1}, by=other)).status_code == 404
    assert (await blind.get(hooks.url)).status_code == 403
    assert (await blind.get("/webhook-endpoints")).status_code == 403
    assert (await hooks.do("replay", {"from_position": 1}, by=own)).status_code == 200
    for step, body in (("pause", {"reason": "不想"}), ("rotate-secret", {}), ("end", {"reason": "不想"})):
        assert (await hooks.do(step, body, by=own)).status_code == 403, step
    patched = await own.patch(hooks.url, {"url": "https://elsewhere.example"}, headers={"If-Match": "*"})
    assert patched.status_code == 403


async def test_a_client_resumes_what_failed_and_not_what_a_person_paused(hooks: Hooks) -> None:
    await hooks.create()
    await hooks.complaints.make("registered")
    hooks.receiver.status = 500
    await hooks.deliver()
    hooks.receiver.status = 200
    assert (await hooks.do("resume", by=hooks.client())).json()["next_attempt_at"] is None
    await hooks.deliver()
    assert hooks.receiver.actions == ["complaint.register"]
    idle = await hooks.do("resume", by=hooks.client())
    assert (idle.status_code, idle.json()["code"]) == (409, "nothing_to_resume")
    await hooks.do("pause", {"reason": "接收系统被入侵"})
    refused = await hooks.do("resume", by=hooks.client())
    assert (refused.status_code, refused.json()["code"]) == (409, "paused_by_person")
    await hooks.complaints.make("registered")
    await hooks.deliver()
    assert len(hooks.receiver.got) == 2
    assert (await hooks.do("resume")).status_code == 200
    await hooks.deliver()
    assert len(hooks.receiver.taken) == 2


async def test_an_organisation_that_moved_takes_its_endpoint_along(hooks: Hooks, world: World) -> None:
    await hooks.create()
    await hooks.complaints.make("registered")
    await seal(world.database)
    hospital, south = world.organisations["north_hospital"], world.organisations["south"]
    city = world.person("city", "organisation.write", "organisation.read", "client.manage")
    tag = (await city.get(f"/organisations/{hospital.id}")).headers["etag"]
    body: dict[str, Any] = {"parent_id": str(south.id), "reason": "区划调整"}
    moved = await city.post(f"/organisations/{hospital.id}/move", body, headers={"If-Match": tag})
    assert moved.status_code == 200, moved.text
    assert (await hooks.admin.get(hooks.url)).status_code == 404
    assert (await world.person("south", "client.manage").get(hooks.url)).status_code == 200
    await hooks.deliver()
    assert hooks.receiver.actions == ["complaint.register"]
