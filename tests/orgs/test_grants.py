"""Roles granted and ended over HTTP, and what even the database refuses."""

import asyncio

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from duban.kernel.access import place
from duban.orgs.models import RoleGrant
from duban.orgs.rules import Role
from support.people import Account, account, journal, told
from support.world import World

pytestmark = pytest.mark.anyio


async def security(town: World, name: str = "qian", where: str = "city") -> Account:
    return await (await account(town, name, where, Role.SECURITY_ADMIN)).sign_in()


async def grant(by: Account, to: Account, role: str, where: str) -> tuple[int, str | None]:
    body = {"role": role, "organisation_id": str(by.world.organisations[where].id), "reason": "appointed"}
    answer = await by.post(f"/users/{to.user.id}/grants", body)
    return answer.status_code, answer.json().get("code")


async def test_a_role_works_from_the_moment_it_is_granted_and_is_journalled(town: World) -> None:
    qian, li = await security(town), await (await account(town, "li.na", "north")).sign_in()
    assert (await li.get("/organisations")).json()["code"] == "permission_missing"
    assert await grant(qian, li, "case_handler", "north") == (201, None)
    assert (await li.get("/organisations")).status_code == 200
    (entry,) = [e for e in await journal(town, "role_grant:grant") if e.actor_id == qian.user.id]
    assert told(entry)["role"] == [None, "case_handler"]
    assert (entry.reason, entry.visibility) == ("appointed", "security")
    assert entry.subject_label == "Li.na (li.na): case_handler @ north"


async def test_a_role_ended_stays_on_record(town: World) -> None:
    qian, li = await security(town), await account(town, "li.na", "north", Role.CASE_HANDLER)
    (held,) = (await qian.get(f"/role-grants?user_id={li.user.id}")).json()["items"]
    assert (held["role"], held["organisation_name"], held["ended_at"]) == ("case_handler", "north", None)
    url = f"/role-grants/{held['id']}/end"
    assert (await qian.post(url, {"reason": "moved"})).status_code == 428
    assert (await qian.post(url, {"reason": "moved"}, headers={"If-Match": '"1"'})).status_code == 200
    again = await qian.post(url, {"reason": "moved"}, headers={"If-Match": "*"})
    assert (again.status_code, again.json()["code"]) == (409, "role_ended")
    detail = (await qian.get(f"/users/{li.user.id}")).json()
    assert [g["ended_at"] is not None for g in detail["grants"]] == [True]
    assert await grant(qian, li, "case_handler", "north") == (201, None)  # and may come back
    items = (await qian.get(f"/role-grants?user_id={li.user.id}&ended=false")).json()["items"]
    assert len(items) == 1


async def test_only_a_security_administrator_grants_and_never_to_themselves(town: World) -> None:
    qian = await security(town)
    sys = await (await account(town, "sys", "city", Role.SYSTEM_ADMIN)).sign_in()
    chief = await (await account(town, "zhou", "north", Role.CHIEF)).sign_in()
    li = await account(town, "li.na", "north")
    assert await grant(sys, li, "case_handler", "north") == (403, "permission_missing")
    assert await grant(chief, li, "case_handler", "north") == (403, "permission_missing")
    assert await grant(qian, qian, "case_handler", "north") == (403, "grant_to_self")


async def test_nobody_grants_outside_their_part_of_the_tree(town: World) -> None:
    northern = await security(town, "qian", "north")
    chen, li = await account(town, "chen", "south"), await account(town, "li.na", "north")
    assert await grant(northern, chen, "case_handler", "north") == (404, "not_found")
    assert await grant(northern, li, "case_handler", "south") == (404, "not_found")
    assert await grant(northern, li, "case_handler", "city") == (404, "not_found")


@pytest.mark.parametrize(
    ("held", "wanted", "where", "code"),
    [
        ("case_handler", "audit_admin", "north", "roles_exclude_each_other"),
        ("system_admin", "security_admin", "north", "roles_exclude_each_other"),
        ("audit_admin", "case_handler", "north", "roles_exclude_each_other"),
        ("system_admin", "system_admin", "city", "administers_already"),
        ("case_handler", "case_handler", "north", "role_already_held"),
        ("case_handler", "institution_clerk", "north", "role_does_not_fit"),
        ("case_handler", "section_head", "north_hospital", "role_does_not_fit"),
    ],
)
async def test_what_may_not_be_united_is_refused_with_its_reason(
    town: World, held: str, wanted: str, where: str, code: str
) -> None:
    li = await account(town, "li.na", "north", Role(held))
    assert await grant(await security(town), li, wanted, where) == (409, code)


async def test_two_grants_at_once_cannot_unite_what_one_could_not(town: World) -> None:
    qian, li = await security(town), await account(town, "li.na", "north")
    both = await asyncio.gather(grant(qian, li, "audit_admin", "north"), grant(qian, li, "case_handler", "north"))
    assert sorted(status for status, _ in both) == [201, 409]


async def test_the_database_itself_refuses_a_second_administration(town: World) -> None:
    li = await account(town, "li.na", "north", Role.SYSTEM_ADMIN)
    with pytest.raises(IntegrityError):
        async with town.database.transaction() as db:
            row = RoleGrant(
                organisation_id=town.organisations["north"].id,
                user_id=li.user.id,
                role=Role.AUDIT_ADMIN,
                granted_by_id=li.user.id,
                granted_by_name="nobody",
                granted_at=li.user.created_at,
            )
            place(row, town.organisations["north"])
            db.add(row)


async def test_the_last_security_administrator_cannot_be_removed(town: World) -> None:
    qian, wu = await security(town), await security(town, "wu.min")
    grants = {g["username"]: g for g in (await qian.get("/role-grants")).json()["items"]}
    ended = await qian.act(f"/role-grants/{grants['wu.min']['id']}", "end", {"reason": "retired"})
    assert ended.status_code == 200
    answer = await qian.act(f"/role-grants/{grants['qian']['id']}", "end", {"reason": "tired"})
    assert (answer.status_code, answer.json()["code"]) == (409, "last_security_admin")
    assert await grant(qian, wu, "security_admin", "city") == (201, None)
    gone = await wu.act(f"/users/{qian.user.id}", "deactivate", {"reason": "left"})
    assert gone.status_code == 200, gone.text
    async with town.database.transaction() as db:
        open_ones = await db.scalars(select(RoleGrant).where(col(RoleGrant.ended_at).is_(None)))
        (kept,) = [g for g in open_ones if g.user_id == wu.user.id]
    answer = await wu.act(f"/role-grants/{kept.id}", "end", {"reason": "tired"})
    assert answer.json()["code"] == "last_security_admin"  # a deactivated one does not count


async def test_the_catalogue_tells_what_each_role_permits_and_excludes(town: World) -> None:
    li = await (await account(town, "li.na", "north")).sign_in()
    found = (await li.get("/roles")).json()
    roles = {role["code"]: role for role in found["roles"]}
    assert len(roles) == 13
    assert (roles["chief"]["zh"], roles["chief"]["en"]) == ("主要负责人", "Chief")
    assert roles["institution_clerk"]["kinds"] == ["institution"]
    assert set(roles["audit_admin"]["excludes"]) == set(roles) - {"audit_admin"}
    assert set(roles["chief"]["excludes"]) == {"system_admin", "security_admin", "audit_admin"}
    assert {"code": "role.grant", "zh": "授予、收回角色", "en": "Grant and end roles"} in found["permissions"]
    assert "task.close" not in found["scopes"]["health_authority"]


class TestActingForAnotherOrganisation:
    async def test_a_person_acts_at_home_unless_they_ask_otherwise(self, town: World) -> None:
        li = await account(town, "li.na", "north", Role.CASE_HANDLER, (Role.SUPERVISION_OFFICER, "city"))
        await li.sign_in()
        me = await li.me()
        assert (me["organisation"]["name"], [r["code"] for r in me["roles"]]) == ("north", ["case_handler"])
        assert [(c["name"], c["roles"]) for c in me["acting_choices"]] == [
            ("north", ["case_handler"]),
            ("city", ["supervision_officer"]),
        ]
        li.acting_for = me["acting_choices"][1]["organisation_id"]
        there = await li.me()
        assert (there["organisation"]["name"], there["organisation"]["level"]) == ("city", 1)
        assert [r["code"] for r in there["roles"]] == ["supervision_officer"]
        assert "task.verify" not in there["permissions"]  # what they may do at home stays at home
        assert len((await li.get("/organisations")).json()["items"]) == len(town.organisations)

    async def test_where_one_holds_no_role_one_cannot_act(self, town: World) -> None:
        li = await (await account(town, "li.na", "north", Role.CASE_HANDLER)).sign_in()
        li.acting_for = str(town.organisations["south"].id)
        answer = await li.get("/me")
        assert (answer.status_code, answer.json()["code"]) == (403, "not_granted_there")
        li.acting_for = "south"
        assert (await li.get("/me")).json()["code"] == "bad_acting_for"

    async def test_a_sections_people_act_for_the_authority_that_gave_them_their_role(self, town: World) -> None:
        li = await account(town, "li.na", "north_medical", (Role.CASE_HANDLER, "north"))
        me = await (await li.sign_in()).me()
        assert me["organisation"]["name"] == "north"
        assert me["section_id"] == str(town.organisations["north_medical"].id)
        assert "task.verify" in me["permissions"]

    async def test_without_any_role_one_is_at_home_and_may_nothing(self, town: World) -> None:
        me = await (await (await account(town, "li.na", "north")).sign_in()).me()
        assert (me["organisation"]["name"], me["permissions"], me["acting_choices"]) == ("north", [], [])

    async def test_nobody_acts_for_a_closed_organisation(self, town: World) -> None:
        clerk = await (await account(town, "sun", "north_clinic", Role.INSTITUTION_CLERK)).sign_in()
        sys = await (await account(town, "sys", "city", Role.SYSTEM_ADMIN)).sign_in()
        assert (await clerk.get("/organisations")).status_code == 200
        url = f"/organisations/{town.organisations['north_clinic'].id}"
        closed = await sys.act(url, "close", {"closed_on": "2020-01-01", "reason": "licence returned"})
        assert closed.status_code == 200, closed.text
        answer = await clerk.get("/organisations")
        assert (answer.status_code, answer.json()["code"]) == (403, "organisation_closed")

    async def test_what_the_pages_need_to_know_comes_with_me(self, town: World) -> None:
        li = await (await account(town, "li.na", "north")).sign_in()
        settings = (await li.me())["settings"]
        assert (settings["demo"], settings["idle_minutes"], settings["environment"]) == (False, 30, "development")
