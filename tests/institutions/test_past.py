"""What the registry said on a day, who changed it, whom to call, and what others know about the institution."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from duban.institutions.models import InstitutionContact, InstitutionVersion
from duban.institutions.overview import OVERVIEW, adds_to_overview
from duban.kernel.access import Actor
from duban.kernel.db import count_queries
from duban.kernel.journal import JournalEntry
from support.institutions import WRITES, register, registrar
from support.world import World

pytestmark = pytest.mark.anyio
PHONE = "13800138000"


async def set_beds(world: World, url: str, beds: int, moment: str) -> None:
    with world.at(moment):
        answer = await registrar(world).patch(url, {"beds": beds}, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text


async def test_how_many_beds_on_a_day_is_answered_for_every_day(world: World) -> None:
    with world.at("2026-01-05 10:00"):
        url = f"/institutions/{(await register(world, beds=100))['id']}"
    await set_beds(world, url, 120, "2026-03-01 09:00")
    await set_beds(world, url, 150, "2026-03-01 23:59")
    await set_beds(world, url, 160, "2026-03-02 00:00")
    person = registrar(world)

    async def beds(day: str) -> Any:
        answer = await person.get(f"{url}/at?on={day}")
        return answer.json()["values"]["beds"] if answer.status_code == 200 else answer.json()["code"]

    assert await beds("2026-01-04") == "not_registered_yet"
    assert await beds("2026-01-05") == 100
    assert await beds("2026-02-28") == 100
    assert await beds("2026-03-01") == 150  # what held when the day ended in Shanghai
    assert await beds("2026-03-02") == 160


async def test_versions_follow_each_other_without_gap_or_overlap(world: World) -> None:
    with world.at("2026-01-05 10:00"):
        url = f"/institutions/{(await register(world, beds=100))['id']}"
    await set_beds(world, url, 120, "2026-02-01 09:00")
    await set_beds(world, url, 130, "2026-02-01 09:00")
    await set_beds(world, url, 130, "2026-02-02 09:00")
    async with world.database.transaction() as db:
        rows = (await db.scalars(select(InstitutionVersion).order_by(col(InstitutionVersion.valid_from)))).all()
    assert [row.values["beds"] for row in rows] == [100, 130]
    assert rows[0].valid_to == rows[1].valid_from
    assert rows[1].valid_to is None


async def test_the_history_tells_who_changed_what_the_newest_first(world: World) -> None:
    made = await register(world, beds=100)
    url = f"/institutions/{made['id']}"
    person = registrar(world)
    await person.patch(url, {"beds": 120}, headers={"If-Match": "*"})
    await person.step(url, "suspend", {"on": "2026-01-02", "reason": "停业整顿"})
    first = (await person.get(f"{url}/history?limit=2")).json()
    assert [i["action"] for i in first["items"]] == ["institution:suspend", "institution:amend"]
    assert first["items"][0]["reason"] == "停业整顿"
    assert first["items"][1]["changes"] == {"beds": [100, 120]}
    rest = (await person.get(f"{url}/history?limit=2&cursor={first['next_cursor']}")).json()
    assert ([i["action"] for i in rest["items"]], rest["next_cursor"]) == (["institution:create"], None)
    assert (await person.get(f"{url}/history?cursor=abc")).json()["code"] == "bad_cursor"


async def test_a_contacts_number_is_masked_encrypted_and_revealed_with_a_reason(world: World) -> None:
    made = await register(world)
    url = f"/institutions/{made['id']}/contacts"
    added = await registrar(world).post(url, {"name": "王敏", "role": "liaison", "phone": PHONE})
    assert (added.status_code, added.json()["phone_masked"]) == (201, "138****8000")
    assert PHONE not in added.text
    one = f"{url}/{added.json()['id']}"
    assert (await registrar(world).post(f"{one}/reveal", {"reason": "核对信息"})).status_code == 403
    handler = world.person("north", "institution.read", "institution.reveal", name="looker")
    assert (await handler.post(f"{one}/reveal", {})).status_code == 422
    with world.at("2026-03-02 09:00"):
        shown = await handler.post(f"{one}/reveal", {"reason": "核对信息"}, headers={"Idempotency-Key": "k"})
        again = await handler.post(f"{one}/reveal", {"reason": "核对信息"}, headers={"Idempotency-Key": "k"})
    assert shown.json() == {"phone": PHONE, "forget_at": "2026-03-02T01:05:00Z"}
    assert shown.headers["cache-control"] == "no-store"
    assert again.json()["phone"] is None
    async with world.database.transaction() as db:
        contact = await db.get_one(InstitutionContact, UUID(added.json()["id"]))
        assert PHONE not in (contact.phone_encrypted or "")
        assert contact.version == 1
        entries = (
            await db.scalars(select(JournalEntry).where(col(JournalEntry.subject_type) == "institution_contact"))
        ).all()
    looks = [e for e in entries if e.action == "institution_contact:reveal"]
    assert [(e.actor_name, e.reason) for e in looks] == [("looker", "核对信息")]
    assert all(PHONE not in e.changes for e in entries)


async def test_a_contact_is_amended_and_ended_but_never_gone(world: World) -> None:
    made = await register(world)
    url = f"/institutions/{made['id']}/contacts"
    person = registrar(world)
    one = f"{url}/{(await person.post(url, {'name': '王敏', 'phone': PHONE})).json()['id']}"
    assert (await person.patch(one, {"position": "科长"})).status_code == 428
    changed = await person.patch(one, {"position": "科长", "phone": "010-66667777"}, headers={"If-Match": '"1"'})
    assert (changed.json()["position"], changed.json()["phone_masked"]) == ("科长", "010****7777")
    ended = await person.post(f"{one}/end", {"on": "2026-01-01"}, headers={"If-Match": '"2"'})
    assert ended.json()["ended_on"] == "2026-01-01"
    assert (await person.post(f"{one}/end", {"on": "2026-01-01"}, headers={"If-Match": "*"})).status_code == 409
    assert [c["name"] for c in (await person.get(url)).json()["items"]] == ["王敏"]


async def test_another_district_meets_none_of_it(world: World) -> None:
    made = await register(world)
    url = f"/institutions/{made['id']}"
    one = (await registrar(world).post(f"{url}/contacts", {"name": "王敏", "phone": PHONE})).json()["id"]
    stranger = world.person("south", *WRITES, "institution.reveal")
    for path in ("overview", "history", "at?on=2026-03-01", "contacts"):
        assert (await stranger.get(f"{url}/{path}")).status_code == 404
    assert (await stranger.post(f"{url}/contacts", {"name": "李"})).status_code == 404
    any_version = {"If-Match": "*"}
    assert (await stranger.patch(f"{url}/contacts/{one}", {"name": "李"}, headers=any_version)).status_code == 404
    assert (await stranger.post(f"{url}/contacts/{one}/reveal", {"reason": "好奇"})).status_code == 404
    other = await register(world)
    elsewhere = f"/institutions/{other['id']}/contacts/{one}"
    assert (await registrar(world).patch(elsewhere, {"name": "李"}, headers=any_version)).status_code == 404


@pytest.fixture
def a_part() -> Iterator[None]:
    @adds_to_overview("sample", needs="duty.read")
    async def sample(connection: AsyncConnection, me: Actor, organisation_id: UUID) -> dict[str, Any]:
        return {"for": organisation_id}

    yield
    del OVERVIEW["sample"]


@pytest.mark.usefixtures("a_part")
async def test_the_overview_gathers_the_parts_that_its_reader_may_read(world: World) -> None:
    made = await register(world)
    url = f"/institutions/{made['id']}/overview"
    told = (await world.person("north", "institution.read", "duty.read").get(url)).json()
    assert told["institution"]["uscc"] == made["uscc"]
    assert told["contacts"] == []
    assert told["parts"]["sample"] == {"for": made["organisation_id"]}
    assert (await world.person("north", "institution.read").get(url)).json()["parts"] == {}
    with pytest.raises(ValueError, match="two parts"):
        adds_to_overview("sample", needs="duty.read")(OVERVIEW["sample"][1])


async def test_history_and_day_take_two_statements_each_however_long_the_past(world: World) -> None:
    made = await register(world)
    url = f"/institutions/{made['id']}"
    for day in range(1, 6):
        await set_beds(world, url, day, f"2026-03-0{day} 09:00")
    seen: list[str] = []
    stop = count_queries(world.database.reader, seen.append)
    await registrar(world).get(f"{url}/history")
    await registrar(world).get(f"{url}/at?on=2026-03-03")
    stop()
    assert len([statement for statement in seen if statement.startswith("SELECT")]) == 4
