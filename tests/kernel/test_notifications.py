"""Notifications: for whom they are, and that reading is one's own."""

import pytest

from duban.kernel.acts import Act
from duban.kernel.clock import now
from duban.kernel.errors import Text
from duban.kernel.ids import new_id
from duban.kernel.notifications import notify
from support.world import Person, World

pytestmark = pytest.mark.anyio
SUBJECT = new_id()


async def tell(world: World, text: str, **to: object) -> str:
    async with world.database.transaction() as db:
        act = Act(db, world.person("city").actor, now())
        row = notify(
            act,
            "test",
            Text(text, f"en {text}"),
            subject_type="sample",
            subject_id=SUBJECT,
            subject_label="甲",
            **to,  # type: ignore[arg-type]
        )
        return str(row.id)


async def texts(person: Person, query: str = "") -> list[str]:
    return [item["text"] for item in (await person.get(f"/notifications{query}")).json()["items"]]


async def unread(person: Person) -> int:
    return int((await person.get("/notifications/unread-count")).json()["unread"])


async def test_the_person_or_the_permitted_of_the_house_are_told_and_nobody_else(world: World) -> None:
    hospital = world.organisations["north_hospital"].id
    clerk, guard = world.person("north_hospital", "duty.submit"), world.person("north_hospital")
    await tell(world, "填报", organisation_id=hospital, permission="duty.submit")
    await tell(world, "全院", organisation_id=hospital)
    await tell(world, "本人", person_id=guard.actor.id)
    assert await texts(clerk) == ["全院", "填报"]
    assert await texts(guard) == ["本人", "全院"]
    assert await texts(world.person("north", "duty.submit")) == []
    english = await clerk.get("/notifications", headers={"Accept-Language": "en"})
    assert [item["text"] for item in english.json()["items"]] == ["en 全院", "en 填报"]
    assert (await unread(clerk), await unread(guard), await unread(world.person("north"))) == (2, 2, 0)


async def test_reading_is_ones_own_and_changes_nothing_for_others(world: World) -> None:
    hospital = world.organisations["north_hospital"].id
    one, other = world.person("north_hospital"), world.person("north_hospital")
    first = await tell(world, "甲", organisation_id=hospital)
    await tell(world, "乙", organisation_id=hospital)
    for _ in range(2):
        assert (await one.post(f"/notifications/{first}/read")).status_code == 204
    assert (await texts(one, "?unread=true"), await unread(one)) == (["乙"], 1)
    assert await unread(other) == 2
    read = {item["text"]: item["read_at"] for item in (await one.get("/notifications")).json()["items"]}
    assert read["甲"] is not None
    assert read["乙"] is None
    assert (await world.person("south").post(f"/notifications/{first}/read")).status_code == 404
    assert (await one.post("/notifications/read-all")).status_code == 204
    assert (await unread(one), await unread(other)) == (0, 2)


async def test_pages_follow_each_other_newest_first(world: World) -> None:
    hospital = world.organisations["north_hospital"].id
    person = world.person("north_hospital")
    for number in range(5):
        to = {"organisation_id": hospital} if number % 2 else {"person_id": person.actor.id}
        await tell(world, str(number), **to)
    seen: list[str] = []
    cursor = ""
    while True:
        page = (await person.get(f"/notifications?limit=2{cursor}")).json()
        seen += [item["text"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == ["4", "3", "2", "1", "0"]


async def test_a_notification_without_one_recipient_is_a_mistake(world: World) -> None:
    with pytest.raises(ValueError, match="for a person or for an organisation"):
        await tell(world, "无人")
    with pytest.raises(ValueError, match="for a person or for an organisation"):
        await tell(world, "两人", person_id=new_id(), organisation_id=new_id())


async def test_old_news_is_neither_listed_nor_counted(world: World) -> None:
    person = world.person("north_hospital")
    await tell(world, "旧闻", person_id=person.actor.id)
    with world.at("2100-01-01 00:00"):
        assert (await texts(person), await unread(person)) == ([], 0)
