"""Who reads a notice: the authority addressed and those above it, the institution it is about, the organ that sent it.
Nobody else, by whichever door."""

from dataclasses import replace
from typing import Any

import pytest

from duban.kernel.access import ActorKind
from duban.kernel.organisations import Organisation, OrganisationKind
from duban.orgs.rules import ROLES, Role, scopes_of
from support.notices import ANSWER, URL, Notices
from support.people import statements
from support.walk import open_steps
from support.world import Person

pytestmark = pytest.mark.anyio

READERS = {"hospital_clerk", "hospital_head", "police", "clerk", "section_head", "chief", "city"}


async def seen(notices: Notices, url: str, who: str) -> tuple[int, int]:
    """How reading the notice answers `who`, and how many lines their ledger has."""
    return (await notices[who].get(url)).status_code, len((await notices[who].get(URL)).json()["items"])


async def organ(notices: Notices, name: str, kind: OrganisationKind, parent: str | None) -> Person:
    """Somebody of one more organ of the tree, with the police liaison's permissions."""
    async with notices.world.database.transaction() as db:
        made = Organisation(name=name, kind=kind, region_code="990103")
        made.sit_below(notices.world.organisations[parent] if parent else None)
        db.add(made)
    notices.world.organisations[name] = made
    return notices.world.person(name, *ROLES[Role.POLICE_LIAISON].permissions, name=name)


async def test_those_concerned_read_it_and_nobody_else(notices: Notices) -> None:
    with notices.world.at("2026-03-02 10:00"):
        url = await notices.register("police")
        for who in notices.people:
            expected = (200 if who in READERS else 404, 1 if who in READERS - {"police"} else 0)
            assert await seen(notices, url, who) == expected, who


async def test_what_names_no_institution_no_institution_reads(notices: Notices) -> None:
    with notices.world.at("2026-03-02 10:00"):
        url = await notices.register("police", organisation_id=None)
        assert {who for who in notices.people if (await seen(notices, url, who))[0] == 200} == READERS - {
            "hospital_clerk", "hospital_head",
        }  # fmt: skip


async def test_the_sender_reads_what_it_sent_and_takes_no_step(notices: Notices) -> None:
    police = notices["police"]
    south = await organ(notices, "south_police", OrganisationKind.POLICE, "south")
    with notices.world.at("2026-03-02 10:00"):
        mine = await notices.register("police")
        await notices.register("clerk")
        answer = await south.post(
            URL, notices.content(organisation_id=notices.id_of("south_hospital"), title="另一漏洞")
        )
        assert answer.status_code == 201, answer.text
        theirs = answer.headers["location"].removeprefix("/api/v1")
        assert (await south.get(mine)).status_code == (await police.get(theirs)).status_code == 404
        for person, own, number in ((police, mine, "RN-2026-000001"), (south, theirs, "RN-2026-000003")):
            sent = (await person.get(f"{URL}/sent")).json()["items"]
            assert [one["number"] for one in sent] == [number]
            found = (await person.get(own)).json()
            assert [action["open"] for action in found["available_actions"]] == [False] * 4
            assert found["tasks"] == []
            # What was done to it inside the authority, and its papers, are not the sender's.
            assert (await person.get(f"{own}/history")).status_code == 404
            assert (await person.post(f"{own}/void", {"reason": "撤回"}, headers={"If-Match": "*"})).status_code == 404
        assert (await notices["clerk"].get(f"{URL}/sent")).json()["items"] == []


async def test_what_was_sent_is_filtered_searched_and_paged(notices: Notices) -> None:
    police = notices["police"]
    with notices.world.at("2026-03-02 10:00"):
        for title in ("退号漏洞", "加号漏洞", "停车场管理"):
            await notices.register("police", title=title)
        first = (await police.get(f"{URL}/sent", params={"limit": 2, "count": "exact"})).json()
        rest = (await police.get(f"{URL}/sent", params={"limit": 2, "cursor": first["next_cursor"]})).json()
        titles = [one["title"] for one in first["items"] + rest["items"]]
        assert (titles, first["total"], rest["next_cursor"]) == (["停车场管理", "加号漏洞", "退号漏洞"], 3, None)
        found = (await police.get(f"{URL}/sent", params={"q": "停车场"})).json()["items"]
        assert [one["title"] for one in found] == ["停车场管理"]
        other = await police.get(f"{URL}/sent", params={"from_organisation_id": notices.id_of("north")})
        assert (other.status_code, other.json()["errors"][0]["pointer"]) == (422, "/from_organisation_id")
        with statements(notices.world) as one:
            await police.get(f"{URL}/sent", params={"limit": 1})
        with statements(notices.world) as many:
            await police.get(f"{URL}/sent", params={"limit": 50})
        assert len(one) == len(many) > 0


async def test_a_recusal_hides_what_was_sent_about_the_institution(notices: Notices) -> None:
    with notices.world.at("2026-03-02 10:00"):
        url = await notices.register("police")
        away = replace(notices["police"].actor, recused=frozenset({notices.world.organisations["north_hospital"].id}))
        recused = Person(notices.world, away)
        assert (await recused.get(url)).status_code == 404
        assert (await recused.get(f"{URL}/sent")).json()["items"] == []


async def test_a_letter_that_a_clerk_enters_for_an_organ_of_the_tree_is_that_organ_s(notices: Notices) -> None:
    with notices.world.at("2026-03-02 10:00"):
        url = await notices.register(from_name=None, from_organisation_id=notices.id_of("north_police"))
        assert (await notices.read(url, "police"))["from_name"] == "north_police"


async def test_the_authority_below_the_addressee_reads_and_does_not_answer(notices: Notices) -> None:
    """A letter to the city about a hospital of the district."""
    with notices.world.at("2026-03-02 10:00"):
        url = await notices.register("city")
        await notices.attach(url, by="city")
        assert (await notices.read(url, "section_head"))["authority_name"] == "city"
        assert await notices.refused("section_head", url, "answer", ANSWER) == (409, "not_the_addressee")
        assert set().union(*(await open_steps(notices.people, url)).values()) == {"city"}
        tag = {"If-Match": (await notices["clerk"].get(url)).headers["etag"]}
        refused = await notices["clerk"].patch(url, {"title": "另一标题"}, headers=tag)
        assert (refused.status_code, refused.json()["code"]) == (409, "not_the_addressee")


async def test_a_machine_of_the_police_sends_once_however_often_it_tries(notices: Notices) -> None:
    assert {"notice.read", "notice.register"} <= scopes_of("police")
    assert "notice.register" not in scopes_of("institution")
    system = replace(
        notices["police"].actor, kind=ActorKind.MACHINE, permissions=frozenset({"notice.read", "notice.register"})
    )
    machine, key = Person(notices.world, system), {"Idempotency-Key": "police-2026-12"}
    with notices.world.at("2026-03-02 10:00"):
        answers = [await machine.post(URL, notices.content(), headers=key) for _ in range(3)]
        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.json()["id"] for answer in answers}) == 1
        assert len(await notices.tasks(source_type="notice")) == 1
        other = await machine.post(URL, notices.content(title="另一漏洞"), headers=key)
        assert other.status_code == 422


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"organisation_id": "south_hospital"}, (404, "not_found", [])),
        ({"organisation_id": "north"}, (404, "not_found", [])),
        ({"from_name": "市公安局"}, (422, "sent_by_another", ["/from_name"])),
        ({"from_organisation_id": "north"}, (422, "sent_by_another", ["/from_organisation_id"])),
        ({"kind": "procuratorial_opinion"}, (422, "not_theirs_to_send", ["/kind"])),
        ({"kind": "judicial_suggestion"}, (422, "not_theirs_to_send", ["/kind"])),
    ],
)
async def test_an_organ_sends_in_its_own_name_to_its_own_level(
    notices: Notices, given: dict[str, Any], expected: tuple[int, str, list[str]]
) -> None:
    known = {name: notices.id_of(value) if name.endswith("_id") else value for name, value in given.items()}
    with notices.world.at("2026-03-02 10:00"):
        assert await notices.not_taken("police", **known) == expected


async def test_an_organ_below_no_authority_has_nobody_to_send_to(notices: Notices) -> None:
    far = await organ(notices, "ministry_police", OrganisationKind.POLICE, None)
    with notices.world.at("2026-03-02 10:00"):
        answer = await far.post(URL, notices.content(organisation_id=None))
        assert (answer.status_code, answer.json()["code"]) == (409, "no_authority_above")


async def test_nobody_of_an_institution_enters_one(notices: Notices) -> None:
    with notices.world.at("2026-03-02 10:00"):
        assert (await notices.not_taken("hospital_head"))[:2] == (403, "permission_missing")
