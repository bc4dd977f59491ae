"""Nobody hears of a clue or a transfer but those whom RULES machine 5 names, on any channel, in any tree.

The trees, people, roles, recusals and who was let in are drawn, the same in every run; who may know is said once more
in `support.confided.known_to`, which knows nothing of the code.
"""

import asyncio
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from hypothesis import example, given, settings
from sqlalchemy.engine import URL, make_url

from conftest import administer, on
from duban.kernel.db import Database
from duban.kernel.sealing import seal
from duban.main import equip
from duban.orgs.rules import ROLES, Role
from duban.settings import Settings
from support import applications
from support.clues import REPORT, Clues, id_in
from support.confided import Ground, Somebody, grounds, known_to, live, plant, settle, told, tried
from support.databases import quick_database
from support.people import account, journal
from support.world import World
from support.world import test_actor as by_the_test


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[URL]:
    """One database for all examples: each plants a tree of its own beside those before it."""
    if request.param == "sqlite":
        path: Path = tmp_path_factory.mktemp("confided") / "duban.sqlite"
        path.write_bytes(request.getfixturevalue("sqlite_template").read_bytes())
        yield make_url(f"sqlite+aiosqlite:///{path}")
        return
    server: str = request.getfixturevalue("postgresql_url")
    administer(server, f"CREATE DATABASE duban_confided TEMPLATE {request.getfixturevalue('postgresql_template')}")
    yield on(server, "duban_confided")
    administer(server, "DROP DATABASE duban_confided WITH (FORCE)")


async def tell_nobody_else(database: Database, configured: Settings, ground: Ground) -> None:
    world = World(database, configured, applications.borrow(configured))
    equip(world.app, configured, database=database, authenticate=by_the_test)
    async with world.running():
        await plant(world, ground)
        hidden = await live(world)
        with world.at("2026-04-20 10:00"):
            people = [(one, await settle(world, one, hidden)) for one in ground.people]
            for somebody, person in people:
                knows = known_to(somebody)
                heard = await told(person, hidden)
                leaks = [
                    (channel, name, mark)
                    for channel, text in heard.items()
                    for name in hidden.ids.keys() - knows
                    for mark in hidden.marks[name]
                    if mark in text and not (channel.startswith("/recusals") and somebody.recused == "clue")
                ]
                assert leaks == [], (somebody, ground)
                if "clue.read" in somebody.permissions():
                    page = orjson.loads(heard["/clues?count=exact&limit=200"])
                    listed = {item["id"] for item in page["items"]}
                    assert listed == {hidden.ids[name] for name in knows - {"transfer"}}, somebody
                    assert page["total"] == len(listed)
                if "worklist.use" in somebody.permissions():
                    counts = orjson.loads(heard["/worklist/counts"])
                    rows = [orjson.loads(heard[f"/worklist?{q}"])["items"] for q in ("limit=200", "section=escalated")]
                    assert counts["total"] == sum(map(len, rows)), somebody
                news = orjson.loads(heard["/notifications?limit=200"])["items"]
                assert orjson.loads(heard["/notifications/unread-count"])["unread"] == len(news), somebody
                if not knows:
                    different = [one for one in await tried(person, hidden) if one[1] != one[2]]
                    assert different == [], somebody


GROUNDS = int(os.environ.get("CONFIDED_GROUNDS", "6"))
"""Trees drawn beside the one that has one of each kind."""

S = Somebody
ALL_KINDS = Ground(
    1,
    (
        S("keeper", Role.CLUE_KEEPER, False, "nothing"),
        S("keeper", Role.ENFORCEMENT_OFFICER, True, "nothing"),
        S("keeper", Role.ENFORCEMENT_OFFICER, False, "nothing"),
        S("keeper", Role.VICE_LEADER, False, "clue"),
        S("keeper", Role.SECTION_HEAD, True, "hospital"),
        S("keeper", "machine", False, "nothing"),
        S("keeper", "machine", True, "nothing"),
        S("keeper", Role.INSTITUTION_CLERK, True, "nothing"),
        S("keeper", "but clues", True, "nothing"),
        S("keeper", "but clues", False, "nothing"),
        *(S(place, "everything", True, "nothing") for place in ("superior", "section", "sibling", "below")),
        *(S(place, "everything", True, "nothing") for place in ("hospital", "beside", "police")),
    ),
)
"""One of each kind that RULES name, so that none depends on the draw."""


@settings(derandomize=True, database=None, deadline=None, max_examples=GROUNDS)
@example(ALL_KINDS)
@given(grounds)
def test_nobody_hears_of_what_is_confided_to_others(
    url: URL, tmp_path_factory: pytest.TempPathFactory, ground: Ground
) -> None:
    folder = tmp_path_factory.mktemp("files")
    configured = Settings(environment="development", data_dir=folder, spa_dir=folder / "no-pages")

    async def run() -> None:
        database = quick_database(url)
        try:
            await tell_nobody_else(database, configured, ground)
        finally:
            await database.close()

    asyncio.run(run())


@pytest.mark.anyio
async def test_the_journal_of_a_clue_keeps_no_content_and_its_history_is_the_keepers(clues: Clues) -> None:
    with clues.world.at("2026-03-02 09:30"):
        url = await clues.make("kept", facts="检查中发现两人兜售专家号。", place="门诊大厅东侧", subject_name="王某某")
        await clues["keeper"].patch(url, {"facts": "另有第三人望风。"}, headers={"If-Match": "*"})
        await clues["nurse"].post("/clue-reports", REPORT)
        entries = await journal(clues.world, "clue")
        kept = " ".join(f"{entry.subject_label} {entry.changes} {entry.reason}" for entry in entries)
        for content in ("兜售", "东侧", "王某", "望风", "刀刺伤", "属公安机关管辖"):
            assert content not in kept
        assert "corrected" in kept
        assert (await clues["officer"].get(f"{url}/history")).status_code == 404


@pytest.mark.anyio
async def test_who_was_let_in_reads_until_let_out_and_the_history_names_both(clues: Clues) -> None:
    officer = await account(clues.world, "officer", "north", Role.ENFORCEMENT_OFFICER)
    stranger = await account(clues.world, "stranger", "south", Role.ENFORCEMENT_OFFICER)
    me = clues.world.person("north", *Somebody("keeper", Role.ENFORCEMENT_OFFICER, True, "nothing").permissions(),
                            id=officer.user.id)  # fmt: skip
    with clues.world.at("2026-03-02 09:30"):
        url = await clues.register()
        assert (await me.get(url)).status_code == 404
        for user in (stranger.user.id, clues.id_of("north")):
            body = {"user_id": str(user), "reason": "协助核查"}
            assert await clues.refused("section_head", url, "let-in", body) == (422, "no_such_colleague")
        body = {"user_id": str(officer.user.id), "reason": "协助核查"}
        assert await clues.refused("section_head", url, "let-out", body) == (422, "not_let_in")
        assert await clues.refused("keeper", url, "let-in", body) == (403, "permission_missing")
        found = await clues["section_head"].step(url, "let-in", body)
        assert [one["name"] for one in found["confidants"]] == ["Officer"]
        seen = (await me.get(url)).json()
        assert (seen["id"], seen["confidants"], seen["links"]) == (id_in(url), [], [])
        (news,) = (await me.get("/notifications")).json()["items"]
        assert news["kind"] == "clue_let_in"
        await clues["section_head"].step(url, "let-out", body)
        assert (await me.get(url)).status_code == 404
        assert (await me.get("/notifications/unread-count")).json() == {"unread": 0}
        history = (await clues["keeper"].get(f"{url}/history")).json()["items"]
        told = {entry["action"]: entry["changes"] for entry in history}
        assert told["clue:let_in"]["let_in"][1]["name"] == told["clue:let_out"]["let_out"][1]["name"] == "Officer"


@pytest.mark.anyio
async def test_who_was_let_in_knows_nothing_any_more_without_the_office(clues: Clues) -> None:
    """The door stays entered, for the history; it opens to nobody who may not read clues at all."""
    officer = await account(clues.world, "officer", "north", Role.ENFORCEMENT_OFFICER)
    id, rights = officer.user.id, ROLES[Role.ENFORCEMENT_OFFICER].permissions
    before = clues.world.person("north", *rights, id=id)
    after = clues.world.person("north", *rights - {"clue.read"}, id=id)
    with clues.world.at("2026-03-02 09:30"):
        url = await clues.register()
        await clues["section_head"].step(url, "let-in", {"user_id": str(id), "reason": "协助核查"})
        (clock,) = (await before.get(url)).json()["clocks"]
        doors = (url, f"{url}/history", f"/clocks/{clock['id']}/explanation")
        assert [(await before.get(door)).status_code for door in doors] == [200, 200, 200]
        assert [(await after.get(door)).status_code for door in doors] == [404, 404, 404]
        assert len((await before.get("/notifications")).json()["items"]) == 1
        assert (await after.get("/notifications")).json()["items"] == []
        assert (await after.get("/notifications/unread-count")).json() == {"unread": 0}


@pytest.mark.anyio
async def test_a_link_is_not_shown_to_who_keeps_away_from_the_other(clues: Clues) -> None:
    with clues.world.at("2026-03-02 09:30"):
        phone = {"subject_phone": "13800138000"}
        one = await clues.register(about_organisation_id=clues.id_of("north_hospital"), **phone)
        other = await clues.register(**phone)
        assert len((await clues.read(other))["links"]) == 1
        away = replace(clues["keeper"].actor, recused=frozenset({clues.world.organisations["north_hospital"].id}))
        clues.people["away"] = type(clues["keeper"])(clues.world, away)
        assert (await clues["away"].get(one)).status_code == 404
        assert (await clues.read(other, "away"))["links"] == []


@pytest.mark.anyio
async def test_the_auditor_reads_that_something_was_done_and_not_what(clues: Clues) -> None:
    auditor = clues.world.person("north", *ROLES[Role.AUDIT_ADMIN].permissions, name="auditor")
    with clues.world.at("2026-03-02 09:30"):
        url = await clues.make("kept")
        await seal(clues.world.database)
        page = (await auditor.get(f"/journal?subject_type=clue&subject_id={id_in(url)}")).json()["items"]
        assert len(page) == 5
        for entry in page:
            assert entry["redacted"] and entry["reason"] is None
            assert "proposal_reason" not in entry["changes"] or entry["changes"]["proposal_reason"] is None
        assert (await auditor.get(url)).status_code == 404
