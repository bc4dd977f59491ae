"""The ledger as a list, its drafts, and who meets what."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event

from duban.kernel import clock
from duban.kernel.acts import Act
from duban.rectification.actions import TaskDraft, create_task
from duban.rectification.words import SourceType
from support.campaigns import launch, populate
from support.rectification import URL, Ledger

pytestmark = pytest.mark.anyio


async def titles(ledger: Ledger, query: str = "", by: str = "handler") -> list[str]:
    answer = await ledger[by].get(f"{URL}{query}")
    assert answer.status_code == 200, answer.text
    return [row["title"] for row in answer.json()["items"]]


async def test_each_filter_narrows_the_ledger(ledger: Ledger) -> None:
    check = str(uuid4())
    clinic = ledger.id_of("north_clinic")
    with ledger.world.at("2026-03-02 09:00"):
        await ledger.create(title="甲", risk="high", due_on="2026-03-10")
        async with ledger.world.database.transaction() as db:
            found = TaskDraft(
                organisation=ledger.world.organisations["north_clinic"],
                source_type=SourceType.SELF_CHECK,
                source_id=UUID(check),
                campaign_id=UUID(check),
                title="乙",
                problem="自查发现",
                due_on=date(2026, 3, 20),
            )
            await create_task(Act(db, ledger["handler"].actor, clock.now()), found)
        await ledger.create(title="丙", risk="low", mode="immediate", problem="灭火器过期")
        late = await ledger.make("rectifying", title="丁", due_on="2026-03-04")
    with ledger.world.at("2026-03-05 09:00"):
        await ledger.sweep()
        await ledger["supervisor"].step(late, "escalate", {"further_measure": "circular", "reason": "逾期"})
        for query, found in {
            "": ["丁", "丙", "乙", "甲"],
            "?sort=id": ["甲", "乙", "丙", "丁"],
            "?sort=-number": ["丁", "丙", "乙", "甲"],
            "?sort=due_on": ["丁", "甲", "乙", "丙"],
            "?sort=-weight": ["甲", "丁", "乙", "丙"],
            "?state=rectifying": ["丁"],
            "?state=rectifying&state=issued": ["丁"],
            f"?organisation_id={clinic}": ["乙"],
            f"?under={clinic}": ["乙"],
            f"?under={ledger.id_of('north')}": ["丁", "丙", "乙", "甲"],
            f"?under={ledger.id_of('south')}": [],
            f"?issuer_id={ledger.id_of('north')}&risk=high": ["甲"],
            f"?campaign_id={check}": ["乙"],
            "?source_type=self_check": ["乙"],
            f"?source_id={check}": ["乙"],
            "?risk=low&risk=high": ["丙", "甲"],
            "?mode=immediate": ["丙"],
            "?overdue=true": ["丁"],
            "?overdue=false": ["丙", "乙", "甲"],
            "?due_from=2026-03-10&due_before=2026-03-20": ["甲"],
            "?escalated=2": ["丁"],
            "?q=灭火器": ["丙"],
            "?q=RT-2026-000002": ["乙"],
        }.items():
            assert await titles(ledger, query) == found, query


async def test_an_institution_may_ask_for_several_states_at_once(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        await ledger.make("issued", title="甲")
        await ledger.make("rectifying", title="乙")
        await ledger.make("draft", title="丙")
        for states, found in {
            ("issued", "rectifying"): ["乙", "甲"],
            ("issued", "rectifying", "returned", "draft"): ["乙", "甲"],
            ("draft", "rectifying"): ["乙"],
        }.items():
            query = "&".join(f"state={state}" for state in states)
            assert await titles(ledger, f"?{query}&count=exact", by="head") == found


async def test_pages_by_deadline_follow_each_other_without_gap(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        for number in range(7):
            await ledger.create(title=str(number), due_on=f"2026-04-0{1 + number % 2}")
        seen, cursor = [], ""
        while cursor is not None:
            page = (await ledger["handler"].get(f"{URL}?sort=due_on&limit=3{cursor}")).json()
            seen += [row["title"] for row in page["items"]]
            cursor = page["next_cursor"] and f"&cursor={page['next_cursor']}"
    assert seen == ["0", "2", "4", "6", "1", "3", "5"]


async def test_an_institution_meets_a_task_when_it_is_issued(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.create(title="突击检查")
        assert await titles(ledger, by="clerk") == []
        assert await titles(ledger, "?q=突击检查", by="clerk") == []
        count = (await ledger["clerk"].get(f"{URL}?count=exact")).json()["total"]
        assert count == 0
        assert (await ledger["clerk"].get(url)).status_code == 404
        assert (await ledger["clerk"].get(f"{url}/history")).status_code == 404
        await ledger["section_head"].step(url, "issue", {})
        assert await titles(ledger, by="clerk") == ["突击检查"]
        assert (await ledger["clerk"].get(f"{url}/history")).status_code == 200


async def test_an_institution_sees_the_drafts_of_what_it_reported_itself(ledger: Ledger) -> None:
    machine = ledger.world.person("north_hospital", "task.read", "task.create")
    with ledger.world.at("2026-03-02 09:00"):
        answer = await machine.post(URL, ledger.draft(source_type="other", title="自查问题"))
        assert answer.status_code == 201, answer.text
        assert answer.json()["issuer_id"] == ledger.id_of("north")
        assert await titles(ledger, by="clerk") == ["自查问题"]
        # its authority issues it like any other
        await ledger["section_head"].step(f"{URL}/{answer.json()['id']}", "issue", {})


async def test_another_district_and_another_hospital_do_not_meet_the_task(ledger: Ledger) -> None:
    clinic = ledger.world.person("north_clinic", *ledger["clerk"].actor.permissions)
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("issued")
        for person in (ledger["stranger"], clinic):
            assert (await person.get(URL)).json()["items"] == []
            assert (await person.get(url)).status_code == 404
            assert (await person.get(f"{url}/history")).status_code == 404
            for step, body in (("accept", None), ("object", {"objection": "不服"}), ("escalate", None)):
                answer = await person.post(f"{url}/{step}", body, headers={"If-Match": "*"})
                assert answer.status_code in (404, 422)
            objected = await person.post(f"{url}/object", {"objection": "不服"}, headers={"If-Match": "*"})
            assert objected.status_code == 404
            amended = await person.patch(url, {"title": "改"}, headers={"If-Match": "*"})
            assert amended.status_code == 404
        created = await ledger["stranger"].post(URL, ledger.draft())
        assert created.status_code in (403, 404)
        assert await titles(ledger, by="city") == ["急诊通道堆放杂物"]


async def test_a_draft_is_amended_until_it_is_issued(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.create(standard=None)
        refused = await ledger["section_head"].step(url, "issue", {}, expect=409)
        assert refused["code"] == "incomplete"
        assert (await ledger["handler"].patch(url, {"standard": "净宽二米"})).status_code == 428
        amended = await ledger["handler"].patch(url, {"standard": "净宽二米"}, headers={"If-Match": '"1"'})
        assert (amended.status_code, amended.headers["etag"], amended.json()["standard"]) == (200, '"2"', "净宽二米")
        wrong = await ledger["handler"].patch(url, {"title": None, "due_on": None}, headers={"If-Match": "*"})
        assert {e["pointer"] for e in wrong.json()["errors"]} == {"/title", "/due_on"}
        assert await titles(ledger, "?q=净宽二米") == ["急诊通道堆放杂物"]
        await ledger["section_head"].step(url, "issue", {})
        late = await ledger["handler"].patch(url, {"standard": "净宽三米"}, headers={"If-Match": "*"})
        assert (late.status_code, late.json()["code"]) == (409, "not_a_draft")


async def test_who_rewrote_a_draft_does_not_issue_it(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.create()
        same = await ledger["section_head"].patch(url, {"title": "急诊通道堆放杂物"}, headers={"If-Match": "*"})
        assert same.headers["etag"] == '"1"'  # nothing changed: nothing was written by anybody
        changed = await ledger["section_head"].patch(url, {"measure": "全部清运"}, headers={"If-Match": "*"})
        assert changed.status_code == 200
        refused = await ledger["section_head"].step(url, "issue", {}, expect=409)
        assert (refused["code"], refused["detail"][:4]) == ("own_submission", "本人修改")
        offered = {a["step"]: a["code"] for a in (await ledger.read(url, "section_head"))["available_actions"]}
        assert offered["issue"] == "own_submission"
        assert (await ledger["vice_leader"].step(url, "issue", {}))["state"] == "issued"


async def test_the_weight_follows_the_risk_unless_somebody_chose_it(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url, chosen = await ledger.create(), await ledger.create(weight=2)
        for draft, change, weight in (
            (url, {"risk": "high"}, 3),
            (url, {"weight": 5}, 5),
            (url, {"risk": "low"}, 5),
            (url, {"weight": None}, 1),
            (chosen, {"risk": "high"}, 2),
            (chosen, {"risk": "low", "weight": None}, 1),
        ):
            answer = await ledger["handler"].patch(draft, change, headers={"If-Match": "*"})
            assert (answer.status_code, answer.json()["weight"]) == (200, weight), (change, answer.text)


async def test_a_draft_names_only_sources_that_are_there_for_whoever_drafts(ledger: Ledger) -> None:
    await populate(ledger.world)
    with ledger.world.at("2026-03-02 09:00"):
        campaign = (await launch(ledger.world, "D07", "2026-03-02"))["id"]
        elsewhere = (await launch(ledger.world, "D07", "2026-03-02", "city"))["id"]
        for given, pointer, code in (
            ({"source_type": "self_check"}, "/source_type", "source_reserved"),
            ({"source_type": "look_back"}, "/source_type", "source_reserved"),
            ({"campaign_id": str(uuid4())}, "/campaign_id", "campaign_unknown"),
            ({"campaign_id": elsewhere}, "/campaign_id", "campaign_unknown"),
            ({"source_id": str(uuid4())}, "/source_id", "source_unknown"),
        ):
            refused = await ledger["handler"].post(URL, ledger.draft(**given))
            assert (refused.status_code, refused.json()["code"]) == (422, code), given
            assert refused.json()["errors"][0]["pointer"] == pointer
        made = await ledger["handler"].post(URL, ledger.draft(campaign_id=campaign))
        assert (made.status_code, made.json()["campaign_id"]) == (201, campaign)
        assert (await titles(ledger)) == ["急诊通道堆放杂物"]


async def test_what_a_draft_must_say_is_pointed_at(ledger: Ledger) -> None:
    answer = await ledger["handler"].post(URL, {"organisation_id": ledger.id_of("north_hospital"), "weight": 0})
    assert {e["pointer"] for e in answer.json()["errors"]} == {"/source_type", "/title", "/problem", "/weight"}
    both = await ledger["handler"].post(URL, {**ledger.draft(mode="immediate"), "due_on": "2026-03-31"})
    assert (both.status_code, both.json()["errors"][0]["pointer"]) == (422, "/due_on")
    denied = await ledger["clerk"].post(URL, ledger.draft())
    assert (denied.status_code, denied.json()["permission"]) == (403, "task.create")


async def test_a_withdrawn_draft_was_never_there_for_the_institution(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("withdrawn")
        assert (await ledger.read(url))["available_actions"] == []
        assert (await ledger["clerk"].get(url)).status_code == 404


async def test_the_history_names_the_step_in_the_readers_language_and_pages(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("rectifying")
        first = (await ledger["handler"].get(f"{url}/history?limit=2", headers={"Accept-Language": "en"})).json()
        assert [(e["label"], e["actor_name"], e["actor_organisation"]) for e in first["items"]] == [
            (None, "handler", "north"), ("Issue", "section_head", "north"),
        ]  # fmt: skip
        assert first["items"][1]["changes"]["state"] == ["draft", "issued"]
        rest = (await ledger["handler"].get(f"{url}/history?limit=2&cursor={first['next_cursor']}")).json()
        assert [(e["label"], e["actor_name"]) for e in rest["items"]] == [("签收并报送整改方案", "clerk")]
        assert rest["next_cursor"] is None
        newest = (await ledger["handler"].get(f"{url}/history?limit=2&sort=-id")).json()
        assert [e["label"] for e in newest["items"]] == ["签收并报送整改方案", "下发"]
        first_of_all = await ledger["handler"].get(f"{url}/history?limit=2&sort=-id&cursor={newest['next_cursor']}")
        assert [(e["label"], e["actor_name"]) for e in first_of_all.json()["items"]] == [(None, "handler")]
        # A cursor belongs to its order.
        assert (await ledger["handler"].get(f"{url}/history?cursor={newest['next_cursor']}")).status_code == 400
        # What the authority did before it issued the task is not the institution's to read.
        told = (await ledger["clerk"].get(f"{url}/history")).json()["items"]
        assert [e["label"] for e in told] == ["下发", "签收并报送整改方案"]
        assert (await ledger["clerk"].get(f"{url}/history?cursor=AAAA")).status_code == 400
        assert (await ledger["clerk"].get(f"{url}/history?limit=0")).status_code == 422
        blind = ledger.world.person("north", "task.issue")
        assert (await blind.get(f"{url}/history")).status_code == 403


class Counter:
    """Counts the statements that reach the database, BEGIN and savepoints apart."""

    def __init__(self, ledger: Ledger) -> None:
        self.seen: list[str] = []
        for engine in {ledger.world.database.writer, ledger.world.database.reader}:
            event.listen(engine.sync_engine, "before_cursor_execute", self._count)

    def _count(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "PRAGMA")):
            self.seen.append(statement)

    def since(self) -> int:
        count, self.seen = len(self.seen), []
        return count


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_reading_costs_the_same_however_much_there_is(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        urls = [await ledger.make("rectifying") for _ in range(3)]
        closed = await ledger.make("closed")
        counter = Counter(ledger)
        await titles(ledger, "?limit=1")
        assert counter.since() == 1
        await titles(ledger, "?limit=200&sort=due_on&overdue=false")
        assert counter.since() == 1
        await ledger.read(urls[0])
        assert counter.since() == 2  # the task with both names, its clocks
        await ledger.read(closed)
        assert counter.since() == 3  # and the opinions of its round
        await ledger["handler"].get(f"{urls[0]}/history")
        assert counter.since() == 3


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_draft_costs_nine_statements_and_its_issue_with_three_clocks_nineteen(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        await ledger.make("issued")  # the calendar is read once
        counter = Counter(ledger)
        url = await ledger.create()
        assert counter.since() <= 9
        issued = await ledger["section_head"].post(f"{url}/issue", {}, headers={"If-Match": "*"})
        assert (issued.status_code, counter.since() <= 19) == (200, True)
