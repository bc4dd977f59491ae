"""Jobs over HTTP: whoever started one follows it; the dead are seen and started again by those who may."""

from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col

from duban.kernel import worker
from duban.kernel.job_model import Job, JobState
from duban.kernel.journal import JournalEntry
from support.job_samples import ask, job_of, traces
from support.world import World

pytestmark = pytest.mark.anyio


async def test_who_started_a_job_follows_it_without_any_permission(world: World) -> None:
    starter, other = world.person("north_hospital"), world.person("north_hospital")
    job = await ask(world.database, starter.actor, "sample-count", payload={"to": 2}, total=2)
    waiting = await starter.get(f"/jobs/{job.id}")
    assert waiting.status_code == 200
    assert (waiting.json()["state"], waiting.json()["done"], waiting.json()["total"]) == ("waiting", 0, 2)
    unchanged = await starter.get(f"/jobs/{job.id}", headers={"If-None-Match": waiting.headers["etag"]})
    assert unchanged.status_code == 304
    await worker.drain(world.database)
    done = (await starter.get(f"/jobs/{job.id}", headers={"If-None-Match": waiting.headers["etag"]})).json()
    assert (done["state"], done["done"], done["result"]) == ("done", 2, {"counted": 2})
    assert done["available_actions"] == []
    refused = await other.get(f"/jobs/{job.id}")
    assert (refused.status_code, refused.json()["permission"]) == (403, "job.read")
    assert (await world.person("south", "job.read").get(f"/jobs/{job.id}")).status_code == 404


async def test_the_list_shows_ones_own_jobs_or_with_the_permission_all_of_ones_subtree(world: World) -> None:
    clinic, hospital, south = (world.person(place) for place in ("north_clinic", "north_hospital", "south_hospital"))
    for who, kind in ((clinic, "sample-once"), (hospital, "sample-refused"), (south, "sample-once")):
        await ask(world.database, who.actor, kind)
    await worker.drain(world.database)

    async def seen(url: str, *permissions: str, who: str = "north") -> int:
        return len((await world.person(who, *permissions).get(url)).json()["items"])

    assert len((await clinic.get("/jobs")).json()["items"]) == 1
    assert await seen("/jobs") == 0
    assert await seen("/jobs", "job.read") == 2
    assert await seen("/jobs", "job.read", who="city") == 3
    assert await seen("/jobs?state=dead", "job.read") == 1
    assert await seen("/jobs?kind=sample-once&kind=sample-count", "job.read") == 1
    assert await seen(f"/jobs?started_by_id={south.actor.id}", "job.read", who="city") == 1
    assert (await world.person("north").get("/jobs?state=lost")).status_code == 422


async def test_a_dead_job_is_restarted_by_those_who_may_and_goes_on(world: World) -> None:
    starter = world.person("north_hospital")
    job = await ask(world.database, starter.actor, "sample-refused")
    await worker.drain(world.database)
    reader = world.person("north", "job.read")
    url = f"/jobs/{job.id}"
    found = (await reader.get(url)).json()
    assert found["error"].startswith("not_now")
    assert [(a["step"], a["open"], a["code"]) for a in found["available_actions"]] == [
        ("restart", False, "permission_missing")
    ]
    assert (await reader.post(f"{url}/restart", headers={"If-Match": "*"})).status_code == 403
    manager = world.person("north", "job.read", "job.manage", name="管理员")
    assert (await manager.post(f"{url}/restart")).status_code == 428
    assert (await manager.post(f"{url}/restart", headers={"If-Match": '"1"'})).status_code == 412
    waiting = await manager.step(url, "restart")
    assert (waiting["state"], waiting["attempts"], waiting["error"]) == ("waiting", 0, None)
    assert (await manager.post(f"{url}/restart", headers={"If-Match": "*"})).json()["code"] == "wrong_state"
    assert await worker.drain(world.database) == 1
    assert (await starter.step(url, "restart"))["state"] == "waiting"
    async with world.database.transaction() as db:
        entries = (await db.scalars(select(JournalEntry).order_by(col(JournalEntry.id)))).all()
    assert [(e.action, e.actor_name) for e in entries] == [("job:restart", "管理员"), ("job:restart", "somebody")]


async def test_a_cancelled_job_stops_before_its_next_checkpoint_and_may_go_on_later(world: World) -> None:
    starter = world.person("north_hospital")
    job = await ask(world.database, starter.actor, "sample-count", payload={"to": 3})
    assert (await starter.step(f"/jobs/{job.id}", "cancel"))["state"] == "cancelled"
    assert await worker.drain(world.database) == 0
    await starter.step(f"/jobs/{job.id}", "restart")
    await worker.drain(world.database)
    assert await traces(world.database, job.id) == [1, 2, 3]
    assert (await job_of(world.database, job.id)).state is JobState.DONE
    late = await starter.post(f"/jobs/{job.id}/cancel", headers={"If-Match": "*"})
    assert (late.status_code, late.json()["code"]) == (409, "wrong_state")


async def test_nobody_learns_whether_a_job_elsewhere_exists(world: World) -> None:
    job = await ask(world.database, world.person("south_hospital").actor, "sample-once")
    stranger = world.person("north", "job.read", "job.manage")
    for id in (job.id, uuid4()):
        assert (await stranger.get(f"/jobs/{id}")).status_code == 404
        assert (await stranger.post(f"/jobs/{id}/cancel", headers={"If-Match": "*"})).status_code == 404
    async with world.database.transaction() as db:
        assert (await db.get_one(Job, job.id)).state is JobState.WAITING
