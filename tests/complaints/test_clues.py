"""What a complaint hands on becomes a clue in the same act; what waited from before, by the tick."""

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from duban.complaints.clues import ComplaintClue, take_some
from duban.kernel.system_actor import system_act
from duban.orgs.rules import ROLES, Role
from support.complaints import Complaints

pytestmark = pytest.mark.anyio

HANDED = {"kind": "scalper", "reason": "投诉人提供了倒卖号源的聊天记录"}


async def test_a_complaint_becomes_a_clue_that_only_the_keepers_of_its_authority_read(complaints: Complaints) -> None:
    keeper = complaints.world.person("north", *ROLES[Role.CLUE_KEEPER].permissions, name="keeper")
    above = complaints.world.person("city", *ROLES[Role.CHIEF].permissions, name="above")
    with complaints.world.at("2026-03-02 09:30"):
        url = await complaints.register()
        number = (await complaints.read(url))["number"]
        for _ in range(2):
            await complaints["clerk"].step(url, "to-clue", HANDED)
        other, clue = (await keeper.get("/clues")).json()["items"]
        found = (await keeper.get(f"/clues/{clue['id']}")).json()
        assert (found["source"], found["source_reference"]) == ("complaint", number)
        assert found["complaint_id"] == url.rsplit("/", 1)[1] and found["reporter_name_masked"] is None
        assert [(one["clue_id"], one["relation"]) for one in found["links"]] == [(other["id"], "related")]
        assert (await keeper.get("/complaints/clues?count=exact&taken=true")).json()["total"] == 2
        assert (await above.get("/complaints/clues?count=exact")).json()["total"] == 0
        assert (await above.get("/clues?count=exact")).json()["total"] == 0
        (news, _) = (await keeper.get("/notifications")).json()["items"]
        assert news["kind"] == "clue_found"
        history = await complaints["clerk"].get(f"{url}/history")
        assert "clue" not in history.text


async def test_what_waited_is_taken_once(complaints: Complaints) -> None:
    keeper = complaints.world.person("north", *ROLES[Role.CLUE_KEEPER].permissions, name="keeper")
    with complaints.world.at("2026-03-02 09:30"):
        url = await complaints.register()
        await complaints["clerk"].step(url, "to-clue", HANDED)
    async with complaints.world.database.transaction() as db:
        await db.execute(update(ComplaintClue).values(taken_at=None))

    async def tick() -> int:
        async with complaints.world.database.transaction() as db:
            act = await system_act(db)
            assert act is not None
            return await take_some(act)

    with complaints.world.at("2026-04-07 10:00"):
        assert [await tick(), await tick()] == [1, 0]
        newest = (await keeper.get("/clues")).json()["items"][0]
        # It was found when it was handed on; that it is assessed counts from when its keepers have it.
        assert (newest["found_at"], newest["received_at"]) == ("2026-03-02T01:30:00Z", "2026-04-07T02:00:00Z")
        assert newest["next_due_on"] == "2026-04-10"
        assert newest["overdue_at"] is None
    async with complaints.world.database.session() as db:
        waiting = select(ComplaintClue).where(col(ComplaintClue.taken_at).is_(None))
        assert (await db.scalars(waiting)).all() == []
