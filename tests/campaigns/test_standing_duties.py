"""A standing duty says what its events say: quiet while nothing happens, and done with at its end. Both engines."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from duban.campaigns.forms import shipped_forms
from duban.campaigns.plans import shipped_plans
from duban.campaigns.rules import Fact, standing_fact
from duban.demo.figures import figures
from duban.kernel.access import Actor
from support.campaigns import chief, duties, parties, populate
from support.events import FIRST, IN_TIME, clerk, launched, night, read, receiver, standing_duty, tell
from support.world import Person, World

pytestmark = pytest.mark.anyio
ZERO = {"kind": "zero", "confirm_zero": True}


@pytest.mark.parametrize(
    ("events", "reported", "late", "silent", "fact"),
    [
        (0, 0, False, False, Fact.QUIET),
        (2, 2, False, False, Fact.ON_TIME),
        (2, 1, False, False, Fact.DUE),
        (2, 2, True, False, Fact.LATE),
        (2, 1, True, False, Fact.LATE),
        (2, 1, True, True, Fact.MISSING),
    ],
)
def test_the_worst_event_counts(events: int, reported: int, late: bool, silent: bool, fact: Fact) -> None:
    assert standing_fact(events=events, reported=reported, late=late, silent=silent) is fact


async def progress(world: World, campaign: dict[str, Any], clause: str) -> dict[str, Any]:
    answer = await chief(world).get(f"/campaigns/{campaign['id']}/progress?by=clause")
    return next(group for group in answer.json()["groups"] if group["key"] == clause)


async def test_a_quiet_one_is_not_owed_and_waits_on_nobodys_worklist(world: World) -> None:
    campaign = await launched(world)
    hospital = clerk(world)
    duty = await standing_duty(hospital)
    with world.at("2026-03-03 09:00"):
        assert (duty["standing"], duty["fact"], duty["state"]) == (True, "quiet", "open")
        seen = await read(hospital, duty)
        assert seen["clocks"] == []
        actions = {a["step"]: (a["open"], a["code"]) for a in seen["available_actions"]}
        assert (actions["report"], actions["submit"]) == ((True, None), (False, "standing_duty"))
        refused = await hospital.post(f"/duties/{duty['id']}/submit", ZERO, headers={"If-Match": "*"})
        assert (refused.status_code, refused.json()["code"]) == (409, "standing_duty")
        group = await progress(world, campaign, "RD1")
    assert group["facts"]["quiet"] == group["total"] > 0
    assert (group["expected"], group["actual"], group["rate"]) == (0, 0, None)
    ordinary = (await duties(hospital, standing="false", state="open"))[0]
    assert "report" not in {a["step"] for a in (await read(hospital, ordinary))["available_actions"]}


async def test_one_with_events_is_counted_as_done_and_late_if_any_was(world: World) -> None:
    campaign = await launched(world)
    hospital, clinic = clerk(world), clerk(world, "north_clinic")
    with world.at("2026-03-10 10:00"):
        await tell(hospital, await standing_duty(hospital), "2026-03-10T01:00:00Z")
        await tell(clinic, await standing_duty(clinic), "2026-03-09T01:00:00Z")
        await tell(clinic, await standing_duty(clinic), "2026-03-10T01:30:00Z")
        group = await progress(world, campaign, "RD1")
        rows = await duties(chief(world), clause_code="RD1", campaign_id=campaign["id"])
    assert (group["facts"]["on_time"], group["facts"]["late"]) == (1, 1)
    assert (group["expected"], group["actual"], group["rate"]) == (2, 2, 100.0)
    told = {d["organisation_name"]: (d["fact"], d["event_count"], d["report_count"]) for d in rows if d["event_count"]}
    assert told == {"north_hospital": ("on_time", 1, 1), "north_clinic": ("late", 2, 2)}


async def test_at_the_end_of_its_window_it_ends_by_itself_and_is_never_missing(world: World) -> None:
    await launched(world)
    hospital, clinic = clerk(world), clerk(world, "north_clinic")
    duty, quiet = await standing_duty(hospital, IN_TIME), await standing_duty(clinic, IN_TIME)
    with world.at("2026-03-10 10:00"):
        await tell(hospital, duty, "2026-03-10T01:00:00Z")
    ends_on = (await read(hospital, duty))["ends_on"]
    with world.at(f"{ends_on} 23:59"):
        await night(world)
        assert (await read(hospital, duty))["state"] == "open"
    with world.at("2028-01-03 09:00"):
        await world.sweep()
        await night(world)
        await night(world)
        ended = [await read(hospital, duty), await read(clinic, quiet)]
        assert [(d["state"], d["fact"], d["missed_at"]) for d in ended] == [
            ("ended", "on_time", None),
            ("ended", "quiet", None),
        ]
        # What comes to light afterwards is still reported: late, and said so.
        found = await tell(clinic, quiet, f"{ends_on}T01:00:00Z")
        assert found["late_at"] is not None
        assert [(d["state"], d["fact"]) for d in [await read(clinic, quiet)]] == [("ended", "late")]
        after = {"happened_at": "2028-01-02T01:00:00Z", **FIRST}
        refused = await clinic.post(f"/duties/{quiet['id']}/report", after, headers={"If-Match": "*"})
        assert refused.json()["code"] == "outside_the_period"


async def wanting_zero(world: World, **instead: str) -> dict[str, Any]:
    """D01, as if it said 实行零报告 of its second report, or `instead` something else; launched."""
    await populate(world)
    plan = next(plan for plan in shipped_plans() if plan.id == "D01").model_dump(mode="json", by_alias=True)
    duty = next(duty for duty in plan["reporting_duties"] if duty["code"] == IN_TIME)
    duty |= instead or {"note": "实行零报告制度"}
    person = chief(world)
    with world.at("2026-03-02 09:00"):
        body = {"plan": plan, "start_on": "2026-03-02", "answers": await parties(person, "D01")}
        made = await person.post("/campaigns", body)
        assert made.status_code == 201, made.text
        return await person.step(f"/campaigns/{made.json()['id']}", "launch")


async def test_where_the_plan_wants_to_hear_of_nothing_it_asks_for_a_zero_report_at_the_end(world: World) -> None:
    await wanting_zero(world)
    hospital, clinic, centre = clerk(world), clerk(world, "north_clinic"), clerk(world, "north_centre_0")
    duty, silent, busy = [await standing_duty(who, IN_TIME) for who in (hospital, clinic, centre)]
    assert [d["fact"] for d in (duty, silent, busy)] == ["quiet"] * 3
    ends_on = (await read(hospital, duty))["ends_on"]
    with world.at(f"{ends_on} 09:00"):
        await tell(centre, busy, f"{ends_on}T00:30:00Z")
    after = date.fromisoformat(ends_on) + timedelta(days=1)
    with world.at(f"{after} 00:01"):
        await night(world)
        asked = await read(hospital, duty)
        assert (asked["state"], asked["fact"]) == ("open", "due")
        (clock,) = asked["clocks"]
        assert (clock["term"], clock["due_on"]) == ("duty_zero", str(after + timedelta(days=5)))
        assert (await read(centre, busy))["state"] == "ended"
        content = await hospital.post(f"/duties/{duty['id']}/submit", {"note": "x"}, headers={"If-Match": "*"})
        assert (content.status_code, content.json()["code"]) == (409, "report_the_event")
        zero = await hospital.step(f"/duties/{duty['id']}", "submit", ZERO)
        assert (zero["state"], zero["fact"], zero["late"]) == ("submitted", "zero", False)
        approved = await receiver(world).step(f"/duties/{duty['id']}", "approve", {})
        assert approved["fact"] == "zero"
    with world.at(f"{after + timedelta(days=6)} 00:01"):
        await world.sweep()
        missing = await read(clinic, silent)
        assert (missing["state"], missing["fact"]) == ("missing", "missing")
        late = await clinic.step(f"/duties/{silent['id']}", "submit", ZERO)
        assert (late["fact"], late["late"]) == ("late", True)
        # A zero report is overtaken by what comes to light.
        await tell(hospital, duty, f"{ends_on}T00:30:00Z")
        assert [(d["fact"], d["zero"]) for d in [await read(hospital, duty)]] == [("late", False)]


async def test_the_figures_of_an_event_are_checked_against_the_duties_form(world: World) -> None:
    await wanting_zero(world, kind="zero_event_statement")
    hospital = clerk(world)
    duty = await standing_duty(hospital, IN_TIME)
    form = shipped_forms()[duty["form"]]
    said = {"happened_at": "2026-03-10T01:00:00Z", "summary": "有人持械"}
    with world.at("2026-03-10 10:00"):
        for values in ({}, {"nonsense": 1}):
            body = {**said, "values": values}
            refused = await hospital.post(f"/duties/{duty['id']}/report", body, headers={"If-Match": "*"})
            assert (refused.status_code, refused.json()["code"]) == (422, "form_invalid")
            assert all(error["pointer"].startswith("/values/") for error in refused.json()["errors"])
        values = figures(form, None, Random(1), None)
        event = await tell(hospital, duty, said["happened_at"], values=values)
    assert set(values) <= set(event["reports"][0]["values"])
    assert event["form"] == duty["form"] == "security_incidents"


async def test_closing_the_campaign_does_not_release_from_what_happened(world: World) -> None:
    campaign = await launched(world)
    hospital, clinic = clerk(world), clerk(world, "north_clinic")
    duty, quiet = await standing_duty(hospital), await standing_duty(clinic)
    with world.at("2026-03-10 10:00"):
        await tell(hospital, duty, "2026-03-10T01:00:00Z")
        told = {"duty_id": quiet["id"], "happened_at": "2026-03-10T01:00:00Z", "summary": "有人持械"}
        registered = (await clinic.post("/duty-events", told)).json()
        await chief(world).step(f"/campaigns/{campaign['id']}", "close", {"reason": "任务完成"})
        assert [(d["state"], d["fact"]) for d in [await read(hospital, duty)]] == [("ended", "on_time")]
        still = await clinic.step(f"/duty-events/{registered['id']}", "report-first", FIRST)
        assert (still["state"], (await read(clinic, quiet))["fact"]) == ("reported", "on_time")


async def test_an_amendment_of_its_window_leaves_a_quiet_one_quiet_and_without_a_clock(world: World) -> None:
    campaign = await launched(world)
    hospital, person = clerk(world), chief(world)
    duty = await read(hospital, await standing_duty(hospital, IN_TIME))
    answers = (await person.get(f"/campaigns/{campaign['id']}")).json()["answers"]
    last = max(value["to"] for value in answers.values() if isinstance(value, dict) and "to" in value)
    later = str(date.fromisoformat(last) + timedelta(days=10))
    moved = {
        key: {**v, "to": later} if isinstance(v, dict) and v.get("to") == last else v for key, v in answers.items()
    }
    with world.at("2026-03-05 09:00"):
        answer = await person.post(
            f"/campaigns/{campaign['id']}/amend", {"answers": moved, "reason": "延期"}, headers={"If-Match": "*"}
        )
        assert answer.status_code == 200, answer.text
        now = await read(hospital, duty)
    assert now["ends_on"] > duty["ends_on"]
    assert (now["fact"], now["state"], [c for c in now["clocks"] if c["state"] == "running"]) == ("quiet", "open", [])


async def test_a_zero_report_on_clues_is_refused_to_whoever_reported_one_in_its_period(world: World) -> None:
    await wanting_zero(world)
    hospital, clinic = clerk(world), clerk(world, "north_clinic")
    duty, quiet = await standing_duty(hospital, IN_TIME), await standing_duty(clinic, IN_TIME)
    assert "线索" in duty["title"]
    ends_on = (await read(hospital, duty))["ends_on"]
    with world.at(f"{ends_on} 09:00"):
        clue = {"kind": "scalper", "facts": "门诊大厅有人兜售专家号。"}
        number = (await Person(world, may_report(hospital.actor)).post("/clue-reports", clue)).json()["number"]
    after = date.fromisoformat(ends_on) + timedelta(days=1)
    with world.at(f"{after} 00:01"):
        await night(world)
        refused = await hospital.post(f"/duties/{duty['id']}/submit", ZERO, headers={"If-Match": "*"})
        assert (refused.status_code, refused.json()["code"]) == (422, "zero_with_clues")
        assert number in refused.json()["detail"]
        told = await clinic.step(f"/duties/{quiet['id']}", "submit", ZERO)
        assert told["fact"] == "zero"


def may_report(actor: Actor) -> Actor:
    return replace(actor, permissions=actor.permissions | {"clue.report"})
