"""Who reads what of the journal, and in which pieces."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from duban.kernel import journal, journal_feed
from duban.kernel.access import ActorKind
from duban.kernel.db import Database
from duban.kernel.journal import JournalEntry, Visibility
from duban.kernel.journal_routes import AnchorList, VerificationRead
from duban.kernel.numbers import number_of
from duban.kernel.sealing import seal
from duban.kernel.tokens import generate_key, verify_bytes
from duban.kernel.verification import export_anchor
from support.journals import AT, Thing
from support.samples import router
from support.world import Person, World

pytestmark = pytest.mark.anyio
MATTERS = ("sample.read", "sample.ask", "sample.answer")


@pytest.fixture
async def told(world: World) -> World:
    """One matter in each district, taken one step further in the north; all of it sealed."""
    world.include(router)
    for district in ("north", "south"):
        clerk = world.person(district, *MATTERS)
        body = {"organisation_id": str(world.organisations[f"{district}_hospital"].id), "title": f"{district}的事"}
        created = await clerk.post("/samples", body)
        if district == "north":
            url = created.headers["location"].removeprefix("/api/v1")
            await clerk.step(url, "ask")
            await clerk.step(url, "reply", {"answer": "已整改"})
    await seal(world.database)
    return world


async def note(world: World, who: Person, visibility: Visibility, subject: Any = None) -> None:
    async with world.database.transaction() as db:
        journal.record(
            db,
            who.actor,
            AT,
            "setting:change",
            subject or Thing(),
            label="限额",
            changes={"limit": (5, 8)},
            visibility=visibility,
        )
    await seal(world.database)


async def read(who: Person, **query: Any) -> dict[str, Any]:
    answer = await who.get("/journal", params=query)
    assert answer.status_code == 200, answer.text
    journal_feed.JournalPage.model_validate_json(answer.content)  # the bytes are what the API documents
    page: dict[str, Any] = answer.json()
    return page


def actions(page: dict[str, Any]) -> list[str]:
    return [item["action"] for item in page["items"]]


async def test_a_machine_reads_the_matters_of_its_own_district_with_their_values(told: World) -> None:
    north = await read(told.person("north", "journal.feed", "sample.read"))
    assert actions(north) == ["sample:create", "sample:ask", "sample:reply"]
    assert north["items"][2]["changes"] == {"answer": [None, "已整改"], "state": ["asked", "answered"]}
    assert not north["items"][2]["redacted"]
    south = await read(told.person("south", "journal.feed", "sample.read"))
    assert [item["subject_label"] for item in south["items"]] == ["south的事"]
    hospital = await read(told.person("north_hospital", "journal.feed", "sample.read"))
    assert actions(hospital) == ["sample:create", "sample:ask", "sample:reply"]
    assert actions(await read(told.person("north_clinic", "journal.feed", "sample.read"))) == []
    assert len((await read(told.person("city", "journal.feed", "sample.read")))["items"]) == 4


async def test_a_machine_reads_no_type_of_matter_that_it_may_not_read(told: World) -> None:
    page = await read(told.person("north", "journal.feed", "duty.read"))
    assert page["items"] == []
    assert (page["next_position"], page["more"]) == (4, False)


async def test_a_machine_reads_nothing_of_administration(told: World) -> None:
    for visibility in (Visibility.ADMINISTRATION, Visibility.SECURITY):
        await note(told, told.person("north"), visibility)
    assert len((await read(told.person("north", "journal.feed", "sample.read")))["items"]) == 3


async def test_an_auditor_sees_of_matters_who_did_what_and_which_fields_but_no_value_except_the_state(
    told: World,
) -> None:
    page = await read(told.person("city", "journal.read"))
    assert actions(page) == ["sample:create", "sample:ask", "sample:reply", "sample:create"]
    reply = page["items"][2]
    assert reply["changes"] == {"answer": None, "state": ["asked", "answered"]}
    assert (reply["redacted"], reply["reason"], reply["actor_name"]) == (True, None, "somebody")
    assert "已整改" not in str(page)
    assert {item["subject_label"] for item in page["items"]} == {""}  # the title of a matter is a value of it as well


def test_of_a_redacted_label_the_number_stays() -> None:
    assert number_of("RT-2026-000123 投诉登记本缺少回访记录") == "RT-2026-000123"
    assert number_of("院长办公室.jpg") == ""


async def test_an_auditor_sees_reasons_and_values_of_administration(told: World) -> None:
    await note(told, told.person("north"), Visibility.SECURITY)
    page = await read(told.person("north", "journal.read"))
    assert actions(page)[-1] == "setting:change"
    assert page["items"][-1]["changes"] == {"limit": [5, 8]}
    assert not page["items"][-1]["redacted"]


async def test_an_auditor_sees_only_his_part_of_the_tree(told: World) -> None:
    await note(told, told.person("south"), Visibility.SECURITY)
    assert actions(await read(told.person("north", "journal.read"))) == ["sample:create", "sample:ask", "sample:reply"]
    assert actions(await read(told.person("south", "journal.read"))) == ["sample:create", "setting:change"]


async def test_what_belongs_to_no_place_is_read_at_the_root_and_nowhere_below(told: World) -> None:
    system = told.person("north")
    nowhere = Person(told, _placed(system.actor, uuid4()))
    await note(told, nowhere, Visibility.SECURITY)
    assert actions(await read(told.person("city", "journal.read")))[-1] == "setting:change"
    assert "setting:change" not in actions(await read(told.person("north", "journal.read")))
    assert "setting:change" not in actions(await read(told.person("north_police", "journal.read")))


def _placed(actor: Any, organisation_id: UUID) -> Any:
    return replace(actor, organisation_id=organisation_id, kind=ActorKind.SYSTEM)


async def test_whoever_must_keep_away_from_a_matter_reads_nothing_of_it(told: World) -> None:
    reader = told.person("city", "journal.feed", "sample.read")
    hospital = told.organisations["north_hospital"].id
    away = Person(told, replace(reader.actor, recused=frozenset({hospital})))
    assert [item["subject_label"] for item in (await read(away))["items"]] == ["south的事"]


async def test_without_a_permission_the_journal_is_closed(told: World) -> None:
    refused = await told.person("city", "sample.read").get("/journal")
    assert (refused.status_code, refused.json()["permission"]) == (403, "journal.read")


async def test_following_the_positions_gives_every_entry_once(told: World, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = told.person("city", "journal.read")
    whole = [item["id"] for item in (await read(reader))["items"]]
    for window in (1, 2, 5000):
        monkeypatch.setattr(journal_feed, "WINDOW", window)
        for limit in (1, 2, 3):
            seen: list[str] = []
            after, more = 0, True
            while more:
                page = await read(reader, after=after, limit=limit)
                seen += [item["id"] for item in page["items"]]
                after, more = page["next_position"], page["more"]
            assert seen == whole
            newest: list[str] = []
            query: dict[str, Any] = {}
            more = True
            while more:
                page = await read(reader, sort="-position", limit=limit, **query)
                newest += [item["id"] for item in page["items"]]
                query, more = {"before": page["next_position"]}, page["more"]
            assert newest == whole[::-1]


async def test_a_reader_of_rare_entries_moves_on_even_where_a_page_is_empty(
    told: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cursor passes what does not concern the reader, so the next look does not begin at the same place."""
    monkeypatch.setattr(journal_feed, "WINDOW", 1)
    monkeypatch.setattr(journal_feed, "WINDOWS", 2)
    reader = told.person("south", "journal.feed", "sample.read")
    first = await read(reader)
    assert (first["items"], first["next_position"], first["more"], first["head"]) == ([], 2, True, 4)
    second = await read(reader, after=2)
    assert (len(second["items"]), second["next_position"], second["more"]) == (1, 4, False)


async def test_the_feed_stands_still_at_the_head_and_goes_on_when_more_is_sealed(told: World) -> None:
    reader = told.person("north", "journal.read")
    page = await read(reader, after=4)
    assert (page["items"], page["next_position"], page["more"]) == ([], 4, False)
    await note(told, told.person("north"), Visibility.SECURITY)
    page = await read(reader, after=page["next_position"])
    assert [item["position"] for item in page["items"]] == [5]


async def test_an_entry_that_is_not_sealed_yet_is_not_in_the_feed(told: World) -> None:
    async with told.database.transaction() as db:
        journal.record(db, told.person("north").actor, AT, "setting:change", Thing(), label="x")
    assert "setting:change" not in actions(await read(told.person("city", "journal.read")))


async def test_filters_narrow_the_journal(told: World) -> None:
    nobody = "00000000-0000-0000-0000-000000000001"
    questions: list[tuple[dict[str, Any], int]] = [
        ({"action": "sample:"}, 4),
        ({"action": "sample:re"}, 1),
        ({"action": "s_mple"}, 0),
        ({"subject_type": "sample"}, 4),
        ({"subject_type": "duty"}, 0),
        ({"at_from": "2000-01-01T00:00:00Z"}, 4),
        ({"at_until": "2000-01-01T00:00:00Z"}, 0),
        ({"after": 1, "before": 4}, 2),
        ({"after": 99}, 0),
        ({"actor_id": nobody}, 0),
    ]
    for query, expected in questions:
        for sort in ("position", "-position"):
            page = await read(told.person("city", "journal.read"), sort=sort, **query)
            assert len(page["items"]) == expected, (query, sort)


async def test_one_subjects_history_and_one_persons_acts_are_read_page_by_page(told: World) -> None:
    reader = told.person("city", "journal.read")
    first = (await read(reader))["items"][0]
    subject = {"subject_id": first["subject_id"], "subject_type": "sample"}
    for query in (subject, {"subject_id": first["subject_id"]}, {"actor_id": first["actor_id"]}):
        page = await read(reader, limit=1, **query)
        assert ([item["id"] for item in page["items"]], page["more"]) == ([first["id"]], True)
    history = await read(reader, **subject)
    assert actions(history) == ["sample:create", "sample:ask", "sample:reply"]
    newest = await read(reader, **subject, sort="-position", limit=1)
    assert (actions(newest), newest["next_position"], newest["more"]) == (["sample:reply"], 3, True)


async def test_a_wrong_question_is_refused_by_field(world: World) -> None:
    wrong: list[dict[str, Any]] = [
        {"limit": 0},
        {"limit": 1001},
        {"after": -1},
        {"sort": "at"},
        {"colour": "red"},
        {"action": "a b"},
    ]
    for query in wrong:
        refused = await world.person("city", "journal.read").get("/journal", params=query)
        assert refused.status_code == 422, query
        assert refused.json()["errors"][0]["pointer"] == f"/{next(iter(query))}"


async def test_reading_pages_writes_nothing_and_a_verification_writes_one_entry(told: World) -> None:
    auditor = told.person("city", "journal.read", "journal.verify", name="李审计")
    await read(auditor)
    assert await _count(told.database) == 4
    answer = await auditor.post("/journal/verify", {"newest": 3})
    assert answer.status_code == 200, answer.text
    VerificationRead.model_validate_json(answer.content)
    report = answer.json()
    assert (report["ok"], report["after"], report["entries"], report["head_position"]) == (True, 1, 3, 4)
    await seal(told.database)
    last = (await read(auditor, sort="-position", limit=1))["items"][0]
    assert (last["action"], last["actor_name"], last["visibility"]) == ("journal:verify", "李审计", "security")
    assert last["changes"] == {"ok": [None, True], "after": [None, 1], "head_position": [None, 4]}


async def test_pages_of_anchors_follow_each_other_in_both_directions(told: World) -> None:
    key, north = generate_key(), told.person("north")
    for _ in range(3):
        await note(told, north, Visibility.SECURITY)
        await seal(told.database)
        await export_anchor(told.database, key)
    auditor = told.person("city", "journal.read")
    for sort, cursor, expected in (("position", "after", [5, 6, 7]), ("-position", "before", [7, 6, 5])):
        seen: list[int] = []
        further: dict[str, Any] = {}
        while True:
            page = (await auditor.get("/journal/anchors", params={"limit": 2, "sort": sort, **further})).json()
            seen += [item["position"] for item in page["items"]]
            if page["next_position"] is None:
                break
            further = {cursor: page["next_position"]}
        assert seen == expected


async def _count(database: Database) -> int:
    async with database.reading() as connection:
        return await connection.scalar(select(func.count()).select_from(JournalEntry)) or 0


async def test_verifying_needs_its_own_permission(told: World) -> None:
    refused = await told.person("city", "journal.read").post("/journal/verify", {})
    assert (refused.status_code, refused.json()["permission"]) == (403, "journal.verify")


async def test_anchors_are_read_as_json_and_taken_away_as_lines(told: World) -> None:
    key = generate_key()
    await export_anchor(told.database, key)
    auditor = told.person("city", "journal.read")
    listed = await auditor.get("/journal/anchors")
    AnchorList.model_validate_json(listed.content)
    (item,) = listed.json()["items"]
    assert item["position"] == 4
    file = await auditor.get("/journal/anchors", headers={"Accept": "application/x-ndjson"})
    assert file.headers["content-type"] == "application/x-ndjson"
    (line,) = file.content.splitlines()
    # What an offline verifier does: the line without its signature, its keys in alphabetical order, compact.
    statement = f'{{"at":"{item["at"]}","hash":"{item["hash"]}","position":4}}'.encode()
    assert statement[:-1] in line
    assert verify_bytes(statement, item["signature"], [key.public_jwk]).kid == key.kid
    assert (await auditor.get("/journal/anchors", params={"after": 4})).json() == {"items": [], "next_position": None}
    assert (await told.person("city", "journal.feed").get("/journal/anchors")).status_code == 403
