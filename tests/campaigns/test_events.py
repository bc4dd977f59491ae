"""What happens under a standing duty is reported, signed for and finished: RULES machine 7, over HTTP, both engines."""

from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from duban.campaigns.event_rules import EVENT, EventState
from duban.kernel.workflow import By
from support.campaigns import duties, launch, populate
from support.events import (
    FINAL,
    FIRST,
    IN_TIME,
    clerk,
    head,
    launched,
    read,
    receiver,
    section_head,
    standing_duty,
    tell,
)
from support.world import World

pytestmark = pytest.mark.anyio

MOVES = {
    # From the table of RULES machine 7: first, continued (again), final, returned, received, finished; late any time.
    ("registered", "report_first"),
    ("returned", "report_first"),
    *((state, "report_continued") for state in ("reported", "continued", "returned")),
    *((state, "report_final") for state in ("reported", "continued", "returned")),
    *((state, step) for state in ("reported", "continued", "concluded") for step in ("receive", "return")),
    ("concluded", "finish"),
    *((state, "explain_late") for state in EventState),
}


@pytest.mark.parametrize("state", list(EventState))
@pytest.mark.parametrize("step", [s.name for s in EVENT.steps if not s.system])
def test_these_moves_and_no_others(state: EventState, step: str) -> None:
    home, actor = uuid4(), By(uuid4(), uuid4(), frozenset({s.permission for s in EVENT.steps}), now=None)  # type: ignore[arg-type]
    actor = By(actor.actor_id, home, actor.permissions, actor.now)
    returned = "first" if step == "report_first" else "continued"
    event = SimpleNamespace(
        state=state,
        organisation_id=home,
        receiver_id=home,
        reported_by_id=uuid4(),
        last_kind=returned if state == "returned" else "continued",
        received_at=None,
        late_at="then",
        late_reason=None,
    )
    assert (EVENT.refusal(event, step, actor) is None) == ((state, step) in MOVES)


async def test_an_event_goes_from_the_first_report_to_the_end(world: World) -> None:
    await launched(world)
    hospital, hospital_head, north, lead = clerk(world), head(world), receiver(world), section_head(world)
    duty = await standing_duty(hospital)
    with world.at("2026-03-10 10:00"):
        event = await tell(hospital, duty, "2026-03-10T01:00:00Z", phoned_at="2026-03-10T01:10:00Z")
        url = f"/duty-events/{event['id']}"
        assert (event["state"], event["late_at"], event["received_at"]) == ("reported", None, None)
        assert event["number"] == f"{duty['number']}-01"
        assert [(r["kind"], r["account"], r["harm"]) for r in event["reports"]] == [
            ("first", FIRST["summary"], FIRST["harm"])
        ]
        assert event["phoned_at"] == "2026-03-10T01:10:00Z"
        received = await north.step(url, "receive")
        assert received["reports"][0]["received_by_name"] == "receiver"
        twice = await north.post(f"{url}/receive", headers={"If-Match": "*"})
        assert (twice.status_code, twice.json()["code"]) == (409, "already_received")
    with world.at("2026-03-11 09:00"):
        continued = await hospital.step(url, "report-continued", {"development": "当事人已被带走", "harm": "一人擦伤"})
        assert (continued["state"], continued["received_at"], continued["harm"]) == ("continued", None, "一人擦伤")
        assert continued["measures"] == FIRST["measures"]
        punctual = await hospital_head.post(f"{url}/explain-late", {"reason": "无"}, headers={"If-Match": "*"})
        assert (punctual.status_code, punctual.json()["code"]) == (409, "not_late")
        by_clerk = await hospital.post(f"{url}/report-final", FINAL, headers={"If-Match": "*"})
        assert (by_clerk.status_code, by_clerk.json()["code"]) == (403, "permission_missing")
        final = await hospital_head.step(url, "report-final", FINAL)
        assert (final["state"], final["reports"][-1]["cause"]) == ("concluded", FINAL["cause"])
        unfit = await north.post(f"{url}/finish", {}, headers={"If-Match": "*"})
        assert unfit.status_code == 403
        done = await lead.step(url, "finish", {"reason": "处理得当"})
    assert (done["state"], done["late_at"]) == ("finished", None)
    assert [c["term"] for c in done["clocks"] if c["state"] in ("running", "paused")] == []
    assert done["reports"][-1]["received_by_name"] == "section head"
    steps = [entry["action"] for entry in (await north.get(f"{url}/history")).json()["items"]]
    assert steps == [
        f"duty_event:{step}"
        for step in ("register", "report_first", "receive", "report_continued", "report_final", "finish")
    ]


async def test_at_once_means_two_hours_from_when_it_happened(world: World) -> None:
    await launched(world)
    hospital = clerk(world)
    duty = await standing_duty(hospital)
    with world.at("2026-03-10 10:59"):
        in_time = await tell(hospital, duty, "2026-03-10T01:00:00Z")
    with world.at("2026-03-10 11:00"):
        late = await tell(hospital, duty, "2026-03-10T01:00:00Z")
    assert [
        (c["amount"], c["unit"], c["due_at"]) for c in in_time["clocks"] if c["term"] == "event_first_immediate"
    ] == [(2, "hours", "2026-03-10T03:00:00Z")]
    assert (in_time["late_at"], late["late_at"]) == (None, "2026-03-10T03:00:00Z")


async def test_in_time_means_three_working_days_from_when_it_happened(world: World) -> None:
    await launched(world)
    hospital = clerk(world)
    duty = await standing_duty(hospital, IN_TIME)
    with world.at("2026-03-13 17:00"):  # Friday: Monday, Tuesday, Wednesday are the three days
        event = await tell(hospital, duty, "2026-03-13T01:00:00Z")
    assert next((c["term"], c["due_on"], c["mark"]) for c in event["clocks"]) == (
        "event_first_timely",
        "2026-03-18",
        "default",
    )
    assert "event_continued" not in {c["term"] for c in event["clocks"]}


async def test_a_region_sets_its_own_hours(world: World) -> None:
    await launched(world)
    hospital, admin = clerk(world), world.person("city", "setting.write")
    setting = {"amount": 1, "unit": "hours", "basis": "市卫健委〔2026〕3号"}
    answer = await admin.put("/regional-settings/term.event_first_immediate?region=990102", setting)
    assert answer.status_code in (200, 201), answer.text
    duty = await standing_duty(hospital)
    with world.at("2026-03-10 10:00"):
        event = await tell(hospital, duty, "2026-03-10T01:00:00Z")
    assert event["late_at"] == "2026-03-10T02:00:00Z"


async def test_what_the_first_report_says_at_least(world: World) -> None:
    await launched(world)
    hospital = clerk(world)
    duty = await standing_duty(hospital)
    with world.at("2026-03-10 10:00"):
        body: dict[str, Any] = {"happened_at": "2026-03-10T01:00:00Z", "summary": "有人持械"}
        refused = await hospital.post(f"/duties/{duty['id']}/report", body, headers={"If-Match": "*"})
        assert (refused.status_code, refused.json()["code"]) == (422, "first_report_incomplete")
        assert [e["pointer"] for e in refused.json()["errors"]] == ["/place", "/harm", "/measures"]
        for wrong, pointer, code in (
            ({"happened_at": "2026-03-10T02:00:01Z"}, "/happened_at", "in_the_future"),
            ({"happened_at": "9999-12-31T23:59:59-12:00"}, "/happened_at", "in_the_future"),
            ({"happened_at": "2026-03-01T15:59:59Z"}, "/happened_at", "outside_the_period"),
            ({"happened_at": "0001-01-01T00:00:00+14:00"}, "/happened_at", "outside_the_period"),
            ({"phoned_at": "2026-03-10T00:59:00Z"}, "/phoned_at", "before_it_happened"),
            ({"phoned_at": "2026-03-10T02:01:00Z"}, "/phoned_at", "in_the_future"),
            ({"values": {"cases": 1}}, "/values", "no_form"),
        ):
            answer = await hospital.post(
                f"/duties/{duty['id']}/report", {**body, **FIRST, **wrong}, headers={"If-Match": "*"}
            )
            assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer), answer.text
            assert answer.json()["code"] == code
    assert (await read(hospital, duty))["event_count"] == 0


async def test_the_former_path_does_the_same(world: World) -> None:
    await launched(world)
    hospital = clerk(world)
    duty = await standing_duty(hospital)
    with world.at("2026-03-10 10:00"):
        body = {"happened_at": "2026-03-10T01:00:00Z", **FIRST}
        told = await hospital.step(f"/duties/{duty['id']}", "reports", body)
        assert [(e["state"], e["summary"]) for e in told["reports"]] == [("reported", FIRST["summary"])]
        ordinary = (await duties(hospital, standing="false", state="open"))[0]
        refused = await hospital.post(f"/duties/{ordinary['id']}/reports", body, headers={"If-Match": "*"})
        assert (refused.status_code, refused.json()["code"]) == (409, "not_standing")


async def test_an_authority_that_was_telephoned_enters_the_event_and_the_hospital_owes_the_first_report(
    world: World,
) -> None:
    await launched(world)
    hospital, north = clerk(world), receiver(world)
    duty = await standing_duty(hospital)
    with world.at("2026-03-10 10:00"):
        told = {"duty_id": duty["id"], "happened_at": "2026-03-10T01:30:00Z", "summary": "电话报告：急诊有人持械"}
        made = await north.post("/duty-events", {**told, "phoned_at": "2026-03-10T01:40:00Z", "phoned_to": "值班员"})
        assert made.status_code == 201, made.text
        url = made.headers["location"].removeprefix("/api/v1")
        assert made.json()["state"] == "registered"
        mine = (await hospital.get(url)).json()
        assert [(c["term"], c["state"], c["due_at"]) for c in mine["clocks"]] == [
            ("event_first_immediate", "running", "2026-03-10T03:30:00Z")
        ]
        assert (await read(hospital, duty))["fact"] == "due"
        foreign = await north.post(f"{url}/report-first", FIRST, headers={"If-Match": "*"})
        assert foreign.status_code == 403
        helpful = world.person("north", "duty.read", "duty.submit", name="helpful")
        for url_of_step in (f"{url}/report-first", f"/duties/{duty['id']}/report"):
            body = {**FIRST, "happened_at": "2026-03-10T01:30:00Z"} if url_of_step.endswith("/report") else FIRST
            for_them = await helpful.post(url_of_step, body, headers={"If-Match": "*"})
            assert (for_them.status_code, for_them.json()["code"][:9]) == (409, "not_your_")
        news = (await world.person("north_hospital", "duty.submit").get("/notifications")).json()["items"]
        assert [(n["kind"], n["subject_id"]) for n in news] == [("duty_event", made.json()["id"])]
        assert "持械" not in news[0]["text"]
        neighbour = await clerk(world, "north_clinic").post("/duty-events", told)
        assert neighbour.status_code == 404
    with world.at("2026-03-10 11:00"):
        first = await hospital.step(url, "report-first", {k: v for k, v in FIRST.items() if k != "summary"})
        assert (first["state"], first["late_at"], first["summary"]) == ("reported", None, "电话报告：急诊有人持械")
        assert (await read(hospital, duty))["fact"] == "on_time"
        assert [n["kind"] for n in (await north.get("/notifications")).json()["items"]] == ["duty_event"]


async def test_silence_after_an_event_is_missing_then_late_for_ever_and_the_head_says_why(world: World) -> None:
    await launched(world)
    hospital, hospital_head, north = clerk(world), head(world), receiver(world)
    duty = await standing_duty(hospital)
    with world.at("2026-03-10 09:00"):
        told = {"duty_id": duty["id"], "happened_at": "2026-03-10T00:30:00Z", "summary": "急诊有人持械"}
        made = (await hospital.post("/duty-events", told)).json()
    url = f"/duty-events/{made['id']}"
    with world.at("2026-03-10 10:30"):
        await world.sweep()
        silent = (await hospital.get(url)).json()
        assert (silent["state"], silent["late_at"]) == ("registered", "2026-03-10T02:30:00Z")
        assert [(d["fact"], d["late"]) for d in [await read(hospital, duty)]] == [("missing", True)]
        early = await hospital_head.post(f"{url}/return", {"reason": "x"}, headers={"If-Match": "*"})
        assert early.status_code == 403
    with world.at("2026-03-10 12:00"):
        first = await hospital.step(url, "report-first", FIRST)
        assert first["late_at"] == "2026-03-10T02:30:00Z"
        assert (await read(hospital, duty))["fact"] == "late"
        by_clerk = await hospital.post(f"{url}/explain-late", {"reason": "网络中断"}, headers={"If-Match": "*"})
        assert by_clerk.status_code == 403
        explained = await hospital_head.step(url, "explain-late", {"reason": "网络中断，已电话报告"})
        assert (explained["late_reason"], explained["late_explained_by_name"]) == ("网络中断，已电话报告", "head")
        again = await hospital_head.post(f"{url}/explain-late", {"reason": "别的"}, headers={"If-Match": "*"})
        assert (again.status_code, again.json()["code"]) == (409, "already_explained")
        await hospital_head.step(url, "report-final", FINAL)
        done = await section_head(world).step(url, "finish", {})
    assert (done["state"], done["late_at"]) == ("finished", "2026-03-10T02:30:00Z")
    late = (await north.get("/duty-events?late=true")).json()["items"]
    assert [e["id"] for e in late] == [made["id"]]


async def test_an_event_told_at_once_is_continued_every_day_until_the_final_report(world: World) -> None:
    await launched(world)
    hospital = clerk(world)
    duty = await standing_duty(hospital)
    with world.at("2026-03-10 10:00"):
        event = await tell(hospital, duty, "2026-03-10T01:00:00Z")
    url = f"/duty-events/{event['id']}"
    with world.at("2026-03-11 09:59"):
        await world.sweep()
        assert (await hospital.get(url)).json()["late_at"] is None
        await hospital.step(url, "report-continued", {"development": "无新情况"})
    with world.at("2026-03-12 09:59"):
        await world.sweep()
        silent = (await hospital.get(url)).json()
        assert silent["late_at"] == "2026-03-12T01:59:00Z"
        assert (await read(hospital, duty))["fact"] == "late"


async def test_a_returned_first_report_is_mended_before_anything_else_and_is_not_late_for_it(world: World) -> None:
    await launched(world)
    hospital, hospital_head, north = clerk(world), head(world), receiver(world)
    duty = await standing_duty(hospital)
    with world.at("2026-03-10 10:00"):
        event = await tell(hospital, duty, "2026-03-10T01:00:00Z")
        url = f"/duty-events/{event['id']}"
        unsaid = await north.post(f"{url}/return", {}, headers={"If-Match": "*"})
        assert unsaid.status_code == 422
        returned = await north.step(url, "return", {"reason": "请写明伤者情况"})
        assert (returned["state"], returned["reports"][0]["returned_reason"]) == ("returned", "请写明伤者情况")
        owed = [c["term"] for c in returned["clocks"] if c["state"] == "running"]
        assert owed == ["event_continued", "event_correction"]
    with world.at("2026-03-10 15:00"):
        for step, body in (("report-continued", {"development": "x"}), ("report-final", FINAL)):
            answer = await hospital_head.post(f"{url}/{step}", body, headers={"If-Match": "*"})
            assert (answer.status_code, answer.json()["code"]) == (409, "first_report_returned")
        again = await hospital.step(url, "report-first", {"harm": "一名护士轻微擦伤"})
        assert (again["state"], again["late_at"], again["harm"]) == ("reported", None, "一名护士轻微擦伤")
        assert again["reported_at"] == "2026-03-10T02:00:00Z"
        assert [(r["position"], r["kind"]) for r in again["reports"]] == [(1, "first"), (2, "first")]
        await north.step(url, "receive")
        kept = await north.post(f"{url}/return", {"reason": "再改"}, headers={"If-Match": "*"})
        assert (kept.status_code, kept.json()["code"]) == (409, "already_received")
        await hospital.step(url, "report-continued", {"development": "护士已复岗"})
        await north.step(url, "return", {"reason": "请写明处置人员"})
        over = await hospital.post(f"{url}/report-first", FIRST, headers={"If-Match": "*"})
        assert (over.status_code, over.json()["code"]) == (409, "first_report_is_in")
        mended = await hospital.step(url, "report-continued", {"development": "护士已复岗，处置人员为当班保安"})
        assert (mended["state"], mended["report_count"]) == ("continued", 4)


async def test_where_the_issuer_itself_reports_somebody_else_of_it_signs(world: World) -> None:
    await populate(world)
    with world.at("2026-03-02 09:00"):
        await launch(world, "D01", "2026-03-02", "city")
    does_all = ("duty.read", "duty.submit", "duty.review", "duty.conclude", "duty.finish")
    one, other = world.person("city", *does_all, name="one"), world.person("city", *does_all, name="other")
    with world.at("2026-03-10 10:00"):
        event = await tell(one, await standing_duty(one, "RD3"), "2026-03-10T01:00:00Z")
        url = f"/duty-events/{event['id']}"
        for step, body in (("receive", None), ("return", {"reason": "不清楚"})):
            own = await one.post(f"{url}/{step}", body, headers={"If-Match": "*"})
            assert (own.status_code, own.json()["code"]) == (409, "own_report")
        await other.step(url, "receive")
        await one.step(url, "report-final", FINAL)
        own = await one.post(f"{url}/finish", {}, headers={"If-Match": "*"})
        assert (own.status_code, own.json()["code"]) == (409, "own_report")
        await other.step(url, "receive")
        returned = await other.step(url, "return", {"reason": "责任认定不清"})
        assert (returned["state"], returned["reports"][-1]["returned_reason"]) == ("returned", "责任认定不清")
        await one.step(url, "report-final", FINAL)
        assert (await other.step(url, "finish", {}))["state"] == "finished"


async def test_only_the_receiver_signs(world: World) -> None:
    await launched(world)
    hospital = clerk(world)
    duty = await standing_duty(hospital)
    both = world.person("north_hospital", "duty.read", "duty.submit", "duty.review", name="both")
    with world.at("2026-03-10 10:00"):
        event = await tell(hospital, duty, "2026-03-10T01:00:00Z")
        url = f"/duty-events/{event['id']}"
        own = await both.post(f"{url}/receive", headers={"If-Match": "*"})
        assert (own.status_code, own.json()["code"]) == (409, "not_your_turn")
        above = await receiver(world, "city").post(f"{url}/receive", headers={"If-Match": "*"})
        assert (above.status_code, above.json()["code"]) == (409, "not_your_turn")


async def test_events_are_listed_by_page_filter_and_part_of_the_tree(world: World) -> None:
    await launched(world)
    hospital, clinic, north = clerk(world), clerk(world, "north_clinic"), receiver(world)
    with world.at("2026-03-10 10:00"):
        made = [
            await tell(person, await standing_duty(person, clause), f"2026-03-10T01:0{minute}:00Z")
            for minute, (person, clause) in enumerate(((hospital, "RD1"), (hospital, "RD2"), (clinic, "RD1")))
        ]
        await north.step(f"/duty-events/{made[0]['id']}", "receive")

    async def listed(person: Any, query: str = "") -> list[str]:
        found, cursor = [], ""
        while True:
            page = (await person.get(f"/duty-events?limit=2{query}{cursor}")).json()
            found += [item["id"] for item in page["items"]]
            if page["next_cursor"] is None:
                return found
            cursor = f"&cursor={page['next_cursor']}"

    ids = [event["id"] for event in made]
    assert await listed(north) == ids[::-1]
    assert await listed(north, "&sort=happened_at") == ids
    assert await listed(hospital) == [ids[1], ids[0]]
    assert await listed(north, "&received=true") == [ids[0]]
    assert await listed(north, "&clause_code=RD1&immediate=true") == [ids[2], ids[0]]
    assert await listed(north, "&state=finished") == []
    assert await listed(receiver(world, "south")) == []
    sheet = await north.get("/duty-events/export?format=csv")
    assert sheet.status_code == 200 and len(sheet.text.strip().splitlines()) == 4
