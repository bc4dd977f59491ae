"""A campaign from launch to close while its district changes: nothing twice, nothing lost, nobody blamed for a day that
he was never given."""

from collections import Counter
from typing import Any

import orjson
import pytest
from sqlalchemy import select
from sqlmodel import col

from duban.campaigns import actions, amending, closing, difference
from duban.kernel.clocks import Clock, ClockState
from duban.kernel.journal import JournalEntry
from duban.kernel.worker import drain
from duban.orgs.rules import PERMISSIONS
from support.campaigns import chief, duties, launch, owner, populate, register
from support.lived_in import attach
from support.world import Person, World

pytestmark = pytest.mark.anyio
ANY = {"If-Match": "*"}


@pytest.fixture
async def district(world: World) -> World:
    await populate(world)
    return world


def registrar(world: World) -> Person:
    return world.person("north", "institution.read", "institution.write", name="registrar")


async def turn(world: World, name: str, verb: str, on: str) -> None:
    """Suspend, close or reopen the institution of the node `name`."""
    found = (await registrar(world).get("/institutions", params={"limit": 200})).json()["items"]
    home = str(world.organisations[name].id)
    id = next(row["id"] for row in found if row["organisation_id"] == home)
    answer = await registrar(world).post(f"/institutions/{id}/{verb}", {"on": on, "reason": "停业"}, headers=ANY)
    assert answer.status_code == 200, answer.text


async def amend(person: Person, campaign: dict[str, Any], **body: Any) -> dict[str, Any]:
    answer = await person.post(f"/campaigns/{campaign['id']}/amend", {"reason": "调整", **body}, headers=ANY)
    assert answer.status_code in (200, 202), answer.text
    assert (answer.status_code == 202) == (answer.json()["job_id"] is not None)
    found: dict[str, Any] = answer.json()
    return found


def killed_after(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, steps: int) -> None:
    """Let `module.name` fail once it was done `steps` times, as a worker dies between two steps."""
    whole, done = getattr(module, name), []

    async def step(*args: Any, **kwargs: Any) -> Any:
        if len(done) >= steps:
            raise RuntimeError("killed")
        done.append(1)
        return await whole(*args, **kwargs)

    monkeypatch.setattr(module, name, step)


async def test_a_killed_launch_gives_every_duty_once_though_the_district_changed(
    district: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = chief(district)
    monkeypatch.setattr(actions, "INLINE", 0)
    monkeypatch.setattr(difference, "PART_NEW", 20)
    with district.at("2026-03-02 09:00"), monkeypatch.context() as dying:
        killed_after(dying, actions, "write", 2)
        campaign = await launch(district, "D07", "2026-03-02")
        assert campaign["job_id"] is not None
        await drain(district.database)
        assert len(await duties(person, campaign_id=campaign["id"])) == 40
        url = f"/campaigns/{campaign['id']}"
        for verb, body in (("amend", {"reason": "调整"}), ("close", {"reason": "结束"})):
            refused = await person.post(f"{url}/{verb}", body, headers=ANY)
            assert (refused.status_code, refused.json()["code"]) == (409, "campaign_busy")
        await register(district, "north_late", "north", 0)
        await turn(district, "north_clinic", "close", "2026-03-02")
    with district.at("2026-03-02 18:00"):
        await drain(district.database)
        found = await duties(person, campaign_id=campaign["id"])
        preview = (await person.get(f"{url}/preview")).json()
        read = (await person.get(url)).json()
    keys = Counter((d["clause_code"], d["organisation_id"], d["period"]) for d in found)
    assert set(keys.values()) == {1}
    closed = [d for d in found if d["organisation_name"] == "north_clinic"]
    assert {d["state"] for d in closed} <= {"exempt"}
    assert len(found) - len(closed) == preview["duties"]
    late, early = (Counter(d["clause_code"] for d in found if d["organisation_name"] == n) for n in NAMES)
    assert late == early
    assert (read["duty_count"], read["job_id"]) == (len(found), None)


NAMES = ("north_late", "north_hospital")


async def test_what_was_missed_stays_missed_when_its_clause_is_retired_or_its_phase_moved(district: World) -> None:
    north = chief(district)
    with district.at("2026-03-02 09:00"):
        campaign = await launch(district, "D07", "2026-03-02")
        check = (await duties(owner(district), campaign_id=campaign["id"], proof="self_check"))[0]
        answers = (await north.get(f"/campaigns/{campaign['id']}")).json()["answers"]
    with district.at("2027-02-20 09:00"):
        before = await amend(north, campaign, retire=[check["clause_code"]], preview=True)
        assert before["ended"] == 0, "its day has passed, whether the sweep came by or not"
        await district.sweep()
        url = f"/duties/{check['id']}"
        assert (await north.get(url)).json()["fact"] == "missing"
        later = answers | {"/period": {"from": "2026-03-02", "to": "2027-12-31"}}
        later["/phases/0/period"] = {"from": "2026-03-02", "to": "2027-12-30"}
        for change in ({"answers": later}, {"answers": answers, "retire": [check["clause_code"]]}):
            await amend(north, campaign, **change)
            kept = (await north.get(url)).json()
            assert (kept["fact"], kept["due_on"], kept["missed_at"] is None) == ("missing", check["due_on"], False)
            assert check["id"] in {d["id"] for d in await duties(north, campaign_id=campaign["id"], fact="missing")}


async def test_a_duty_with_documents_is_not_ended(district: World) -> None:
    north, hospital = chief(district), owner(district)
    with district.at("2026-03-02 09:00"):
        campaign = await launch(district, "D07", "2026-03-02")
        waiting = (await duties(hospital, campaign_id=campaign["id"], proof="document"))[0]
        everything = district.person("north_hospital", *PERMISSIONS)
        await attach(everything, "duty", waiting["id"], "document")
        shown = await amend(north, campaign, retire=[waiting["clause_code"]])
        assert shown["kept_submitted"] == 1
        assert (await north.get(f"/duties/{waiting['id']}")).json()["state"] == waiting["state"]


async def test_a_suspended_hospital_owes_what_it_owed(district: World) -> None:
    north = chief(district)
    with district.at("2026-03-02 09:00"):
        campaign = await launch(district, "D07", "2026-03-02")
        await turn(district, "north_hospital", "suspend", "2026-03-02")
        same = await amend(north, campaign)
        assert (same["added"], same["ended"], same["moved"], same["kept_submitted"]) == (0, 0, 0, 0)
        assert (same["clauses_added"], same["clauses_changed"], same["clauses_removed"]) == ([], [], [])


async def test_a_clause_that_an_amended_plan_words_anew_is_named_as_it_would_read(district: World) -> None:
    north = chief(district)
    with district.at("2026-03-02 09:00"):
        campaign = await launch(district, "D07", "2026-03-02")
        plan = (await north.get(f"/campaigns/{campaign['id']}/plan")).json()["plan"]
        report = plan["reporting_duties"][0]
        report["what"] = "改了说法的报送"
        shown = await amend(north, campaign, plan=plan, preview=True)
        assert report["code"] in shown["clauses_changed"]
        assert shown["titles"][report["code"]] == f"{report['clause']} 改了说法的报送"
        assert set(shown["titles"]) == {*shown["clauses_added"], *shown["clauses_changed"]}


async def test_a_closed_hospital_is_released_from_what_was_due_later_and_missing_what_was_due_before(
    district: World,
) -> None:
    north = chief(district)
    with district.at("2026-03-02 09:00"):
        campaign = await launch(district, "D12", "2026-03-02")
        mine = await duties(owner(district), campaign_id=campaign["id"])
    days = sorted({d["due_on"] for d in mine})
    middle = days[len(days) // 2]
    with district.at(f"{middle} 09:00"):
        await turn(district, "north_hospital", "close", middle)
    with district.at("2027-06-01 09:00"):
        while await district.sweep():
            pass
        found = [d for d in await duties(north, campaign_id=campaign["id"]) if d["id"] in {m["id"] for m in mine}]
        assert {d["fact"] for d in found if d["due_on"] >= middle} == {"exempt"}
        assert {d["fact"] for d in found if d["due_on"] < middle} == {"missing"}
        one = next(d for d in found if d["fact"] == "exempt")
        read = (await north.get(f"/duties/{one['id']}")).json()
        assert read["exempt_reason"] == f"机构自{middle}起停用：停业"
        assert [c["state"] for c in read["clocks"]] == ["cancelled"]
        async with district.database.session() as db:
            told = await db.scalars(select(JournalEntry).where(col(JournalEntry.action) == "duty:exempt"))
            assert len(list(told)) == sum(d["fact"] == "exempt" for d in found)


async def test_a_new_hospital_is_not_given_what_was_due_before_it_came(district: World) -> None:
    north = chief(district)
    with district.at("2026-03-02 09:00"):
        campaign = await launch(district, "D12", "2026-03-02")
        mine = await duties(owner(district), campaign_id=campaign["id"])
    days = sorted({d["due_on"] for d in mine})
    middle = days[len(days) // 2]
    with district.at(f"{middle} 09:00"):
        await register(district, "north_late", "north", 0)
        shown = await amend(north, campaign)
        given = [d for d in await duties(north, campaign_id=campaign["id"]) if d["organisation_name"] == "north_late"]
        assert shown["added"] == len(given) == sum(d["due_on"] >= middle for d in mine)
        assert shown["past"] == len(mine) - len(given) > 0
        await district.sweep()
        now = await duties(north, campaign_id=campaign["id"], fact="missing")
        assert "north_late" not in {d["organisation_name"] for d in now}


async def test_what_is_launched_after_its_day_is_owed_but_neither_missing_nor_late(district: World) -> None:
    north, hospital = chief(district), owner(district)
    with district.at("2026-03-02 09:00"):
        campaign = await launch(district, "D12", "2025-04-02")
        while await district.sweep():
            pass
        found = await duties(north, campaign_id=campaign["id"])
        past = [d for d in found if d["due_on"] < "2026-03-02"]
        assert past
        assert {(d["fact"], d["issued_after_due"]) for d in past} == {("due", True)}
        assert {d["issued_after_due"] for d in found if d["due_on"] >= "2026-03-02"} <= {False}
        mine = next(d for d in past if d["organisation_name"] == "north_hospital" and d["proof"] == "self_check")
        done = await hospital.step(f"/duties/{mine['id']}", "submit", {"kind": "zero", "confirm_zero": True})
        assert (done["fact"], done["late"], done["missed_at"]) == ("zero", False, None)


@pytest.mark.parametrize("inline", [5_000, 0], ids=["at once", "by a job that dies once"])
async def test_closing_marks_what_ran_out_and_releases_the_rest(
    district: World, monkeypatch: pytest.MonkeyPatch, inline: int
) -> None:
    north = chief(district)
    monkeypatch.setattr(closing, "BATCH", 10)
    with district.at("2026-03-02 09:00"):
        campaign = await launch(district, "D12", "2026-03-02")
        found = await duties(north, campaign_id=campaign["id"])
    days = sorted({d["due_on"] for d in found})
    middle, url = days[len(days) // 2], f"/campaigns/{campaign['id']}"
    monkeypatch.setattr(closing, "INLINE", inline)
    with district.at(f"{middle} 09:00"), monkeypatch.context() as dying:
        if inline == 0:
            killed_after(dying, closing, "release", 2)
        closed = await north.step(url, "close", {"reason": "提前结束"})
        assert (closed["state"], closed["job_id"] is None) == ("closed", inline > 0)
        await drain(district.database)
    with district.at("2027-06-01 09:00"):
        await drain(district.database)
        while await district.sweep():
            pass
        after = await duties(north, campaign_id=campaign["id"])
        assert {d["fact"] for d in after if d["due_on"] < middle} == {"missing"}
        assert {d["fact"] for d in after if d["due_on"] >= middle} == {"exempt"}
        assert (await north.get(url)).json()["job_id"] is None
        async with district.database.session() as db:
            running = select(Clock).where(col(Clock.term) == "duty_due", col(Clock.state) == ClockState.RUNNING)
            assert {c.due_on.isoformat() < middle for c in await db.scalars(running)} <= {True}
            entries = await db.scalars(select(JournalEntry).where(col(JournalEntry.action) == "campaign:release"))
            counts = [orjson.loads(e.changes)["duties_released"][1] for e in entries]
            assert sum(counts) == sum(d["due_on"] >= middle for d in after)


async def test_a_large_amendment_is_done_by_a_job_and_is_what_the_preview_said(
    district: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    north = chief(district)
    with district.at("2026-03-02 09:00"):
        campaign = await launch(district, "D07", "2026-03-02")
        before = await duties(north, campaign_id=campaign["id"])
        code = Counter(d["clause_code"] for d in before).most_common(1)[0][0]
        shown = await amend(north, campaign, retire=[code], preview=True)
        monkeypatch.setattr(amending, "INLINE", 0)
        monkeypatch.setattr(difference, "PART", 3)
        with monkeypatch.context() as dying:
            killed_after(dying, actions, "write", 1)
            asked = await amend(north, campaign, retire=[code])
            assert {**asked, "job_id": None} == shown
            await drain(district.database)
    with district.at("2026-03-02 18:00"):
        await drain(district.database)
        after = await duties(north, campaign_id=campaign["id"])
        assert len(before) - len(after) == shown["ended"] == sum(d["clause_code"] == code for d in before)
        read = (await north.get(f"/campaigns/{campaign['id']}")).json()
        assert (read["duty_count"], read["job_id"]) == (len(after), None)


async def test_an_amended_plan_issues_anew_only_what_it_changes(district: World) -> None:
    hospital, north = owner(district), chief(district)
    with district.at("2026-03-02 09:00"):
        campaign = await launch(district, "D07", "2026-03-02")
        url = f"/campaigns/{campaign['id']}"
        plan = (await north.get(f"{url}/plan")).json()["plan"]
        before = {d["id"]: d for d in await duties(north, campaign_id=campaign["id"])}
        code = plan["reporting_duties"][0]["code"]
        words = plan["reporting_duties"][0]["what"] + "（修订）"
        check = (await duties(hospital, campaign_id=campaign["id"], state="open", proof="self_check"))[0]
        await hospital.step(f"/duties/{check['id']}", "submit", {"kind": "zero", "confirm_zero": True})
        told = next(d for d in plan["phases"] if check["clause_code"] == f"{d['code']}.self_check")
        told["title"] = "自查与整治（修订）"
        plan["reporting_duties"][0]["what"] = words
        wrong = {**plan, "level": "village"}
        refused = await north.post(
            f"{url}/amend", {"plan": wrong, "plan_file": "修订.yaml", "reason": "修订"}, headers=ANY
        )
        assert (refused.status_code, refused.json()["file"]) == (422, "修订.yaml")
        assert refused.json()["errors"][0]["pointer"] == "/level"
        shown = await amend(north, campaign, plan=plan)
        after = {d["id"]: d for d in await duties(north, campaign_id=campaign["id"])}
        read = (await north.get(f"{url}/plan")).json()
        clauses = {c["code"]: c["title"] for c in (await north.get(f"{url}/clauses")).json()}
    assert (shown["added"], shown["ended"], after.keys()) == (0, 0, before.keys())
    assert {code, check["clause_code"]} <= set(shown["clauses_changed"])
    assert clauses[code] == words
    changed = {id for id in after if after[id]["title"] != before[id]["title"]}
    assert changed == {d["id"] for d in before.values() if d["clause_code"] in shown["clauses_changed"]} - {check["id"]}
    assert (after[check["id"]]["fact"], after[check["id"]]["title"]) == ("zero", check["title"])
    assert read["plan"]["reporting_duties"][0]["what"] == words
    assert read["plan_sha256"] != campaign["plan_sha256"]
