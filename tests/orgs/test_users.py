"""People's accounts over HTTP: made, found, amended, shut, and never more shown than asked for."""

from typing import Any

import pytest

from duban.orgs.models import AppUser
from duban.orgs.rules import Role
from support.people import PASSWORD, Account, account, journal, statements, token, told
from support.world import World

pytestmark = pytest.mark.anyio
PHONE = "13800138000"


async def administrator(town: World, where: str = "city") -> Account:
    return await (await account(town, "sys", where, Role.SYSTEM_ADMIN)).sign_in()


async def security(town: World) -> Account:
    return await (await account(town, "qian", "city", Role.SECURITY_ADMIN)).sign_in()


def new(town: World, where: str = "north", **more: Any) -> dict[str, Any]:
    return {
        "organisation_id": str(town.organisations[where].id),
        "username": "li.na",
        "display_name": "李娜",
        **more,
    }


async def test_an_account_comes_with_a_password_shown_once_that_must_be_changed(town: World) -> None:
    sys = await administrator(town)
    made = await sys.post("/users", new(town))
    assert made.status_code == 201, made.text
    body = made.json()
    assert made.headers["location"] == f"/api/v1/users/{body['id']}"
    assert (body["display_name"], body["organisation_name"], body["grants"]) == ("李娜", "north", [])
    signed = await token(town, username="li.na", password=body["initial_password"])
    assert signed.json()["limited_to"] == "password_change_required"
    read = await sys.get(f"/users/{body['id']}")
    assert "initial_password" not in read.json()
    assert read.headers["etag"] == made.headers["etag"]


async def test_a_retry_makes_no_second_account_and_shows_the_password_no_more(town: World) -> None:
    sys = await administrator(town)
    first = await sys.post("/users", new(town), headers={"Idempotency-Key": "make-li-na"})
    second = await sys.post("/users", new(town), headers={"Idempotency-Key": "make-li-na"})
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json() == {**first.json(), "initial_password": None}
    assert first.json()["initial_password"] is not None


async def test_neither_a_password_nor_a_phone_is_kept_or_journalled_in_plain(town: World) -> None:
    sys = await administrator(town)
    made = await sys.post(
        "/users", new(town, phone=PHONE, password="Harbour-Light-3"), headers={"Idempotency-Key": "k"}
    )
    assert made.json()["initial_password"] is None
    assert made.json()["phone_masked"] == "138****8000"
    async with town.database.transaction() as db:
        connection = await db.connection()
        found = []
        for table in ("app_user", "journal_entry", "idempotent_answer", "search_document"):
            found += [str(row) for row in await connection.exec_driver_sql(f"SELECT * FROM {table}")]  # noqa: S608
    everything = " ".join(found)
    assert PHONE not in everything
    assert "Harbour-Light-3" not in everything


async def test_an_account_is_found_by_its_whole_phone_number_however_it_is_written(town: World) -> None:
    sys = await administrator(town)
    await account(town, "li.na", "north", phone=PHONE)
    await account(town, "wang", "north", phone="13900139000")
    for written in ("138 0013 8000", "+8613800138000"):
        found = (await sys.get("/users", params={"phone": written})).json()["items"]
        assert [u["username"] for u in found] == ["li.na"]
    for written in ("1380013800", "unknown"):
        assert (await sys.get("/users", params={"phone": written})).json()["items"] == []


async def test_a_phone_is_shown_for_a_reason_and_the_look_is_journalled(town: World) -> None:
    sys, li = await administrator(town), await account(town, "li.na", "north", phone=PHONE)
    url = f"/users/{li.user.id}/reveal"
    assert (await sys.post(url, {})).status_code == 422
    tag = (await sys.get(f"/users/{li.user.id}")).headers["etag"]
    shown = await sys.post(url, {"reason": "urgent duty call"})
    assert shown.json() == {"phone": PHONE}
    assert (await sys.get(f"/users/{li.user.id}")).headers["etag"] == tag  # a look changes nothing
    (entry,) = await journal(town, "user:reveal")
    assert (entry.reason, entry.actor_id, entry.changes) == ("urgent duty call", sys.user.id, "{}")
    auditor = await (await account(town, "shen", "city", Role.AUDIT_ADMIN)).sign_in()
    assert (await auditor.post(url, {"reason": "curious"})).status_code == 403


async def test_the_list_shows_the_roles_held_and_costs_two_statements_however_long(town: World) -> None:
    sys = await administrator(town)
    await account(town, "li.na", "north", Role.CASE_HANDLER, (Role.SUPERVISION_OFFICER, "city"))
    for number in range(6):
        await account(town, f"clerk.{number}", "north_hospital", Role.INSTITUTION_CLERK)
    await sys.get("/users")
    with statements(town) as seen:
        page = (await sys.get("/users?sort=username&limit=200")).json()
    assert len(seen) == (2 if town.database.is_sqlite else 1)  # the row lane's own is not seen on PostgreSQL
    users = {u["username"]: u for u in page["items"]}
    assert len(users) == 8
    assert [(r["role"], r["organisation_name"]) for r in users["li.na"]["roles"]] == [
        ("case_handler", "north"),
        ("supervision_officer", "city"),
    ]


async def test_accounts_are_listed_by_place_and_name(town: World) -> None:
    sys = await administrator(town)
    await account(town, "li.na", "north")
    await account(town, "sun", "north_hospital")
    await account(town, "chen", "south")
    north = town.organisations["north"].id

    async def names(query: str) -> list[str]:
        return sorted(u["username"] for u in (await sys.get(f"/users?{query}")).json()["items"])

    assert await names("") == ["chen", "li.na", "sun", "sys"]
    assert await names(f"organisation_id={north}") == ["li.na"]
    assert await names(f"under={north}") == ["li.na", "sun"]
    assert await names("username=chen") == ["chen"]
    assert await names("q=sun") == ["sun"]
    assert await names("active=false") == []


async def test_the_administrator_of_one_branch_knows_nothing_of_another(town: World) -> None:
    sys = await administrator(town, "south")
    li = await account(town, "li.na", "north")
    assert [u["username"] for u in (await sys.get("/users")).json()["items"]] == ["sys"]
    assert (await sys.get(f"/users/{li.user.id}")).status_code == 404
    assert (await sys.act(f"/users/{li.user.id}", "deactivate", {"reason": "mistake"})).status_code == 404
    assert (await sys.post("/users", new(town, username="spy"))).status_code == 404


async def test_a_taken_or_odd_name_and_a_weak_password_are_refused(town: World) -> None:
    sys = await administrator(town)
    assert (await sys.post("/users", new(town))).status_code == 201
    taken = await sys.post("/users", new(town))
    assert (taken.status_code, taken.json()["code"]) == (409, "username_taken")
    for name in ("Li Na", "ab", "李娜", ".hidden"):
        answer = await sys.post("/users", new(town, username=name))
        assert [e["pointer"] for e in answer.json()["errors"]] == ["/username"]
    weak = await sys.post("/users", new(town, username="wang", password="12345678"))
    assert {e["pointer"] for e in weak.json()["errors"]} == {"/password"}


async def test_an_amendment_tells_the_journal_that_the_phone_changed_and_not_to_what(town: World) -> None:
    sys, li = await administrator(town), await account(town, "li.na", "north", phone=PHONE)
    url = f"/users/{li.user.id}"
    assert (await sys.request("PATCH", url, json={"display_name": "李娜娜"})).status_code == 428
    tag = (await sys.get(url)).headers["etag"]
    body = {"display_name": "李娜娜", "phone": "13900139000", "organisation_id": str(town.organisations["south"].id)}
    changed = await sys.request("PATCH", url, json=body, headers={"If-Match": tag})
    assert changed.status_code == 200, changed.text
    assert (changed.json()["phone_masked"], changed.json()["organisation_name"]) == ("139****9000", "south")
    (entry,) = await journal(town, "user:amend")
    assert set(told(entry)) == {"display_name", "phone", "organisation_id"}
    assert "139" not in "".join(told(entry)["phone"])[:3]
    assert "13900139000" not in entry.changes
    assert entry.visibility == "security"
    same = await sys.request("PATCH", url, json=body, headers={"If-Match": "*"})
    assert same.headers["etag"] == changed.headers["etag"]
    gone = await sys.request("PATCH", url, json={"phone": None}, headers={"If-Match": "*"})
    assert gone.json()["phone_masked"] is None
    assert [u["username"] for u in (await sys.get("/users?q=李娜娜")).json()["items"]] == ["li.na"]


async def test_an_account_is_shut_and_opened_again_with_its_roles(town: World) -> None:
    sys, li = await administrator(town), await account(town, "li.na", "north", Role.CASE_HANDLER)
    url = f"/users/{li.user.id}"
    assert (await sys.act(url, "reactivate", {"reason": "back"})).json()["code"] == "already_active"
    assert (await sys.act(url, "deactivate", {"reason": "leave"})).json()["active"] is False
    assert (await sys.act(url, "deactivate", {"reason": "leave"})).json()["code"] == "not_active"
    assert (await li.try_to_sign_in()).status_code == 401
    assert (await sys.act(url, "reactivate", {"reason": "back"})).json()["active"] is True
    assert "task.verify" in (await (await li.sign_in()).me())["permissions"]


async def test_nobody_administers_their_own_account(town: World) -> None:
    sys, qian = await administrator(town), await security(town)
    for admin, step in ((sys, "remove-second-factor"), (qian, "deactivate"), (qian, "reset-password")):
        answer = await admin.act(f"/users/{admin.user.id}", step, {"reason": "myself"})
        assert (answer.status_code, answer.json()["code"]) == (403, "own_account"), step


async def test_a_reset_password_ends_sessions_lifts_the_lock_and_must_be_changed(town: World) -> None:
    sys, li = await administrator(town), await (await account(town, "li.na", "north")).sign_in()
    with town.at("2026-03-02 09:00"):
        for _ in range(5):
            await li.try_to_sign_in(password="wrong")
    await sys.sign_in()
    reset = await sys.act(f"/users/{li.user.id}", "reset-password", {"reason": "forgotten"})
    assert reset.status_code == 200, reset.text
    assert (await li.get("/me")).json()["code"] == "session_password_changed"
    with town.at("2026-03-02 09:01"):
        answer = await li.try_to_sign_in(password=reset.json()["initial_password"])
        assert answer.json()["limited_to"] == "password_change_required"
        assert (await li.try_to_sign_in(password=PASSWORD)).status_code == 401


async def test_a_lock_is_lifted_by_the_system_administrator(town: World) -> None:
    sys, li = await administrator(town), await account(town, "li.na", "north")
    url = f"/users/{li.user.id}"
    assert (await sys.act(url, "unlock", {"reason": "called in"})).json()["code"] == "not_locked"
    for _ in range(5):
        await li.try_to_sign_in(password="wrong")
    assert (await li.try_to_sign_in()).json()["code"] == "locked"
    assert (await sys.act(url, "unlock", {"reason": "called in"})).json()["locked_until"] is None
    assert (await li.try_to_sign_in()).status_code == 200
    assert [e.action for e in await journal(town, "user:lock", "user:unlock")] == ["user:lock", "user:unlock"]


@pytest.mark.parametrize(
    ("role", "step", "system", "security_"),
    [
        (Role.CASE_HANDLER, "reset-password", 200, 403),
        (Role.CASE_HANDLER, "deactivate", 200, 403),
        (Role.CASE_HANDLER, "remove-second-factor", 403, 409),
        (Role.AUDIT_ADMIN, "reset-password", 403, 200),
        (Role.AUDIT_ADMIN, "deactivate", 403, 200),
        (Role.AUDIT_ADMIN, "remove-second-factor", 409, 403),
    ],
)
async def test_no_single_administrator_can_take_over_an_account(
    town: World, role: Role, step: str, system: int, security_: int
) -> None:
    """409: let through, and there is no second factor to remove."""
    sys, qian = await administrator(town), await security(town)
    target = await account(town, "target", "north", role)
    url = f"/users/{target.user.id}"
    outcomes = {}
    for name, admin in (("system", sys), ("security", qian)):
        outcomes[name] = (await admin.act(url, step, {"reason": "needed"})).status_code
    assert outcomes == {"system": system, "security": security_}


@pytest.mark.parametrize("step", ["reset-password", "deactivate", "remove-second-factor"])
async def test_nobody_takes_over_an_account_that_holds_a_role_further_up(town: World, step: str) -> None:
    role = Role.SECURITY_ADMIN if step == "remove-second-factor" else Role.SYSTEM_ADMIN
    county = await (await account(town, "county", "north", role)).sign_in()
    city = await (await account(town, "above", "city", role)).sign_in()
    target = await account(town, "target", "north", Role.CASE_HANDLER, (Role.CHIEF, "city"))
    url, reason = f"/users/{target.user.id}", {"reason": "needed"}
    refused = await county.act(url, step, reason)
    assert (refused.status_code, refused.json()["code"]) == (403, "holds_roles_beyond")
    assert (await city.act(url, step, reason)).status_code == (409 if step == "remove-second-factor" else 200)


async def test_a_lost_phone_is_helped_by_removing_the_second_factor(town: World) -> None:
    qian, li = await security(town), await account(town, "li.na", "north")
    async with town.database.transaction() as db:
        row = await db.get_one(AppUser, li.user.id)
        row.totp_confirmed_at, row.totp_secret_encrypted = row.created_at, "v1.x.y"
    assert (await li.try_to_sign_in()).json()["code"] == "second_factor_required"
    removed = await qian.act(f"/users/{li.user.id}", "remove-second-factor", {"reason": "phone lost"})
    assert removed.json()["has_second_factor"] is False
    assert (await li.try_to_sign_in()).status_code == 200


async def test_people_who_work_on_matters_do_not_see_accounts(town: World) -> None:
    chief = await (await account(town, "zhou", "city", Role.CHIEF)).sign_in()
    for url in ("/users", f"/users/{chief.user.id}", "/role-grants", "/api-clients", "/sessions"):
        assert (await chief.get(url)).status_code == 403, url
