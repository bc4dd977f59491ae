"""Recusal (回避): from the declaration on neither the matter nor anything of the organisation exists for the person.

Real accounts with real tokens; 公务员法 (2018) art. 76, 77, 行政处罚法 (2021) art. 43.
"""

from dataclasses import replace

import pytest
from fastapi import Request

from duban.kernel.access import Actor
from duban.orgs import authentication
from duban.orgs.models import AppUser
from duban.orgs.own_act import own_act
from duban.orgs.rules import Role
from support import world as people_of_tests
from support.people import Account, account, journal, told
from support.rectification import Ledger
from support.world import ACTOR, Person, World

pytestmark = pytest.mark.anyio
REASON = "配偶在该医院任职"
OPINION = {"accepts": True, "on_site": True, "opinion": "现场查看情况属实"}


@pytest.fixture
def ledger(world: World) -> Ledger:
    """The people of the rectification machine; whoever comes with a token is who the token says."""

    async def authenticate(request: Request) -> Actor:
        return await (people_of_tests.test_actor if ACTOR.get() else authentication.authenticate)(request)

    world.app.state.authenticate = authenticate
    return Ledger(world)


async def officer(world: World, name: str = "li.na", where: str = "north", role: Role = Role.CASE_HANDLER) -> Account:
    return await (await account(world, name, where, role)).sign_in()


async def sights(who: Account, task: str) -> dict[str, bool]:
    """Where `who` still meets the task at the address `task`."""
    id = task.rsplit("/", 1)[1]

    async def holds(url: str) -> bool:
        answer = await who.get(url)
        assert answer.status_code in (200, 404), (url, answer.text)
        return answer.status_code == 200 and id in answer.text

    return {
        "list": await holds("/rectification-tasks"),
        "record": await holds(task),
        "history": (await who.get(f"{task}/history")).status_code == 200,
        "search": await holds("/search?q=急诊通道"),
        "worklist": await holds("/worklist"),
        "export": "急诊通道" in (await who.get("/rectification-tasks/export?format=csv")).text,
        "evidence": (await who.get(f"/attachments?subject_type=rectification_task&subject_id={id}")).status_code == 200,
    }


@pytest.mark.parametrize("by", ["matter", "organisation"])
async def test_who_is_recused_meets_the_matter_nowhere_and_cannot_verify_it(ledger: Ledger, by: str) -> None:
    world = ledger.world
    with world.at("2026-03-02 09:00"):
        task = await ledger.make("submitted")
        li = await officer(world)
        assert set((await sights(li, task)).values()) == {True}
        body = (
            {"subject_type": "rectification_task", "subject_id": task.rsplit("/", 1)[1], "reason": REASON}
            if by == "matter"
            else {"subject_type": "organisation", "subject_id": ledger.id_of("north_hospital"), "reason": REASON}
        )
        made = await li.post("/recusals", body)
        assert made.status_code == 201, made.text
        assert set((await sights(li, task)).values()) == {False}
        await ledger["handler"].step(task, "start-verification")
        for step, given in (("record-opinion", OPINION), ("return", {"reason": "不予认可"})):
            assert (await li.act(task, step, given)).status_code == 404
        id = task.rsplit("/", 1)[1]
        bulk = await li.post("/rectification-tasks/bulk", {"step": "return", "ids": [id], "reason": "不予认可"})
        assert [line["problem"]["code"] for line in bulk.json()["results"]] == ["not_found"]
        assert (await ledger.read(task))["accepting_opinions"] == 0
        # Over: everything is there again, the verification too.
        url = f"/recusals/{made.json()['id']}"
        assert (await li.act(url, "end", {"reason": "已不在该院任职"})).status_code == 200
        assert set((await sights(li, task)).values()) == {True}
        assert (await li.act(task, "record-opinion", OPINION)).status_code == 200


async def test_a_recusal_has_its_time(ledger: Ledger) -> None:
    world = ledger.world
    with world.at("2026-03-02 09:00"):
        task = await ledger.make("submitted")
        li = await officer(world)
        body = {
            "subject_type": "organisation",
            "subject_id": ledger.id_of("north_hospital"),
            "reason": REASON,
            "starts_at": "2026-03-03T00:00:00+08:00",
            "ends_at": "2026-03-05T00:00:00+08:00",
        }
        backwards = await li.post("/recusals", {**body, "ends_at": "2026-03-02T00:00:00+08:00"})
        assert (backwards.status_code, backwards.json()["errors"][0]["pointer"]) == (422, "/ends_at")
        assert (await li.post("/recusals", body)).status_code == 201
        again = await li.post("/recusals", body)
        assert (again.status_code, again.json()["code"]) == (409, "recused_already")
    for moment, seen in (("02 23:50", True), ("03 00:00", False), ("04 23:50", False), ("05 00:00", True)):
        with world.at(f"2026-03-{moment}"):
            await li.sign_in()
            assert (await li.get(task)).status_code == (200 if seen else 404), moment


async def test_a_leader_orders_it_and_only_from_above_it_ends(ledger: Ledger) -> None:
    world = ledger.world
    with world.at("2026-03-02 09:00"):
        task = await ledger.make("submitted")
        li, zhou = await officer(world), await officer(world, "zhou", "north", Role.CHIEF)
        away = {"subject_type": "rectification_task", "subject_id": task.rsplit("/", 1)[1], "reason": REASON}
        made = await zhou.post("/recusals", {**away, "user_id": str(li.user.id)})
        assert made.status_code == 201, made.text
        url = f"/recusals/{made.json()['id']}"
        assert (await li.get(task)).status_code == 404
        own = (await li.get("/recusals")).json()["items"]
        assert [(r["username"], r["reason"], r["declared_by_name"]) for r in own] == [("li.na", REASON, "Zhou")]
        refused = await li.act(url, "end", {"reason": "没有利害关系"})
        assert (refused.status_code, refused.json()["code"]) == (403, "recusal_ordered")
        assert (await zhou.post(f"{url}/end", {"reason": "查无关系"})).status_code == 428
        assert (await zhou.act(url, "end", {"reason": "查无关系"})).status_code == 200
        twice = await zhou.act(url, "end", {"reason": "查无关系"})
        assert (twice.status_code, twice.json()["code"]) == (409, "recusal_ended")
        assert (await li.get(task)).status_code == 200
    declared, ended = await journal(world, "recusal:")
    assert (declared.action, declared.actor_name, declared.reason) == ("recusal:declare", "Zhou", REASON)
    assert told(declared)["user_id"] == [None, str(li.user.id)]
    assert (ended.action, ended.reason) == ("recusal:end", "查无关系")


async def test_nobody_orders_recusals_of_their_superiors_their_equals_or_another_section(ledger: Ledger) -> None:
    world = ledger.world
    task = await ledger.make("submitted")
    away = {"subject_type": "rectification_task", "subject_id": task.rsplit("/", 1)[1], "reason": REASON}
    li = await officer(world)  # at home in the authority itself
    sun = await account(world, "sun.li", "north_medical", (Role.CASE_HANDLER, "north"))
    head = await account(world, "he.xin", "north_medical", (Role.SECTION_HEAD, "north"))
    zhou, city = await officer(world, "zhou", role=Role.CHIEF), await officer(world, "jin", "city", Role.CHIEF)
    await head.sign_in()
    south = await officer(world, "nan", "south", Role.CHIEF)

    async def order(by: Account, to: Account) -> tuple[int, str | None]:
        answer = await by.post("/recusals", {**away, "user_id": str(to.user.id)})
        return answer.status_code, answer.json().get("code")

    assert await order(li, sun) == (403, "permission_missing")
    assert await order(head, zhou) == (403, "not_your_subordinate")
    assert await order(head, li) == (403, "not_your_subordinate")  # not of the head's section
    assert await order(head, sun) == (201, None)
    assert await order(south, li) == (404, "not_found")
    assert await order(zhou, head) == (201, None)
    assert await order(city, zhou) == (201, None)
    seen = (await li.get("/recusals")).json()["items"]
    assert seen == []  # other people's are not theirs to read
    others = (await zhou.get("/recusals")).json()["items"]
    assert {r["username"] for r in others} == {"sun.li", "he.xin", "zhou"}
    assert (await li.get(f"/recusals/{others[0]['id']}")).status_code == 404
    assert (await li.act(f"/recusals/{others[0]['id']}", "end", {"reason": "试一试"})).status_code == 404


async def test_a_superior_chooses_among_exactly_those_whose_recusal_they_may_order(ledger: Ledger) -> None:
    """Offered is who would be accepted: rank within one authority, height in the tree, the own section of its head."""
    world = ledger.world
    task = await ledger.make("submitted")
    away = {"subject_type": "rectification_task", "subject_id": task.rsplit("/", 1)[1], "reason": REASON}
    posts: dict[str, tuple[str, Role]] = {
        "city.chief": ("city", Role.CHIEF),
        "city.vice": ("city", Role.VICE_LEADER),
        "north.chief": ("north", Role.CHIEF),
        "north.vice": ("north", Role.VICE_LEADER),
        "north.officer": ("north", Role.CASE_HANDLER),
        "south.officer": ("south", Role.CASE_HANDLER),
        "clinic.head": ("north_hospital", Role.INSTITUTION_HEAD),
    }
    people = {name: await account(world, name, *post) for name, post in posts.items()}
    for name, role in (("section.head", Role.SECTION_HEAD), ("section.officer", Role.CASE_HANDLER)):
        people[name] = await account(world, name, "north_medical", (role, "north"))
    north = {"north.officer", "clinic.head", "section.officer"}
    expected: dict[str, set[str]] = {
        "city.chief": {"city.vice", "south.officer", "north.chief", "north.vice", "section.head"} | north,
        "city.vice": {"south.officer", "north.chief", "north.vice", "section.head"} | north,
        "north.chief": {"north.vice", "section.head"} | north,
        "north.vice": {"section.head"} | north,
        "section.head": {"section.officer"},
    }
    id_of = {name: str(one.user.id) for name, one in people.items()}
    # From the lowest up: whom somebody recused from the matter could no longer name it.
    for name in ("section.officer", "north.officer", "clinic.head", *reversed(expected)):
        who = await people[name].sign_in()
        offered = await who.get("/recusals/subordinates")
        if name not in expected:
            assert (offered.status_code, offered.json()["code"]) == (403, "permission_missing")
            continue
        ids = {row["id"] for row in offered.json()["items"]}
        assert {one for one in people if id_of[one] in ids} == expected[name], name
        for other in people.keys() - {name}:
            answer = await who.post("/recusals", {**away, "user_id": id_of[other]})
            assert (answer.status_code in (201, 409)) is (other in expected[name]), (name, other, answer.text)


async def test_a_subordinate_is_found_by_the_beginning_of_the_name_and_leaves_with_the_account(ledger: Ledger) -> None:
    world = ledger.world
    zhou = await officer(world, "zhou", "north", Role.CHIEF)
    li, wang = await account(world, "li.na", "north", Role.CASE_HANDLER), await account(world, "wang.wei", "north")
    (found,) = (await zhou.get("/recusals/subordinates?name=Li")).json()["items"]
    assert found == {
        "id": str(li.user.id),
        "display_name": "Li.na",
        "organisation_id": ledger.id_of("north"),
        "organisation_name": world.organisations["north"].name,
    }
    async with own_act(world.database) as act:
        (await act.db.get_one(AppUser, wang.user.id)).active = False
    offered = {row["display_name"] for row in (await zhou.get("/recusals/subordinates")).json()["items"]}
    assert "Li.na" in offered and "Wang.wei" not in offered


async def test_nobody_recuses_themselves_from_their_own_authority_or_from_what_they_do_not_see(ledger: Ledger) -> None:
    world = ledger.world
    li = await officer(world)
    draft = await ledger.make("draft")
    clerk = await officer(world, "zhao", "north_hospital", Role.INSTITUTION_CLERK)

    async def away(who: Account, subject_type: str, subject_id: str) -> tuple[int, str | None]:
        body = {"subject_type": subject_type, "subject_id": subject_id, "reason": REASON}
        answer = await who.post("/recusals", body)
        return answer.status_code, answer.json().get("code")

    assert await away(li, "organisation", ledger.id_of("north")) == (422, "recusal_too_wide")
    assert await away(li, "organisation", ledger.id_of("north_medical")) == (422, "recusal_too_wide")
    assert await away(clerk, "organisation", ledger.id_of("north_hospital")) == (422, "recusal_too_wide")
    assert await away(li, "organisation", ledger.id_of("south_hospital")) == (404, "not_found")
    assert await away(li, "institution", ledger.id_of("north_hospital")) == (422, "subject_type_unknown")
    assert await away(clerk, "rectification_task", draft.rsplit("/", 1)[1]) == (404, "not_found")
    machine = Person(world, replace(ledger["handler"].actor, permissions=frozenset()))
    body = {"subject_type": "organisation", "subject_id": ledger.id_of("north_hospital"), "reason": REASON}
    assert (await machine.post("/recusals", body)).status_code == 403


async def test_from_an_organisation_means_with_everything_below_it(ledger: Ledger) -> None:
    world = ledger.world
    sys = await officer(world, "sys", "city", Role.SYSTEM_ADMIN)
    body = {
        "parent_id": ledger.id_of("north_hospital"),
        "name": "东院区",
        "kind": "institution",
        "region_code": "990102",
    }
    branch = (await sys.post("/organisations", body)).json()["id"]
    li = await officer(world)
    assert (await li.get(f"/organisations/{branch}")).status_code == 200
    away = {"subject_type": "organisation", "subject_id": ledger.id_of("north_hospital"), "reason": REASON}
    assert (await li.post("/recusals", away)).status_code == 201
    assert (await li.get(f"/organisations/{branch}")).status_code == 404
