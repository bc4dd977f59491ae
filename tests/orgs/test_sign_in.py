"""Signing in with a password: what comes back, what is counted, what is told to nobody."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pyotp
import pytest
from fastapi import FastAPI
from sqlalchemy import update
from sqlmodel import col

from duban.kernel import clock
from duban.kernel.journal import Visibility
from duban.kernel.passwords import Verdict
from duban.main import create_app
from duban.orgs import authentication, sign_in
from duban.orgs.models import AppUser
from duban.orgs.rules import Role
from duban.settings import Settings
from support.people import PASSWORD, Account, account, journal, open_the_door, token, told
from support.world import World

pytestmark = pytest.mark.anyio


async def test_the_right_password_gives_tokens_that_work(town: World) -> None:
    li = await account(town, "li.na", "north", Role.CASE_HANDLER)
    answer = await li.try_to_sign_in()
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    body = answer.json()
    assert (body["token_type"], body["expires_in"], body["limited_to"], body["scope"]) == ("Bearer", 600, None, None)
    li.tokens = body
    me = await li.me()
    assert (me["username"], me["organisation"]["name"], [r["code"] for r in me["roles"]]) == (
        "li.na",
        "north",
        ["case_handler"],
    )
    assert "task.verify" in me["permissions"]
    assert "task.close" not in me["permissions"]
    assert me["session_id"] == body["session_id"]


async def test_the_name_is_read_without_case_and_width(town: World) -> None:
    await account(town, "li.na", "north")
    assert (await token(town, username=" Ｌi.NA ", password=PASSWORD)).status_code == 200


async def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(town: World) -> None:
    li = await account(town, "li.na", "north")
    wrong = await li.try_to_sign_in(password="Willow-Bridge-8")
    unknown = await token(town, username="nobody.here", password=PASSWORD)
    assert (wrong.status_code, wrong.json()["code"]) == (401, "invalid_credentials")
    assert wrong.content == unknown.content
    assert wrong.json()["error"] == "invalid_grant"


async def test_an_unknown_name_costs_as_much_work(town: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await account(town, "li.na", "north")
    seen: list[tuple[str, bool]] = []

    async def watched(plain: str, hashed: str | None) -> Verdict:
        seen.append((plain, hashed is None))
        return Verdict(False)

    monkeypatch.setattr(sign_in, "verify_password", watched)
    await token(town, username="li.na", password="one")
    await token(town, username="nobody", password="two")
    assert seen == [("one", False), ("two", True)]


@pytest.mark.parametrize(
    ("meanwhile", "code"),
    [
        ({"password_hash": "changed"}, "invalid_credentials"),
        ({"locked_until": datetime(2099, 1, 1, tzinfo=UTC)}, "locked"),
        ({"active": False}, "invalid_credentials"),
    ],
)
async def test_what_counts_is_the_account_after_hashing_not_before(
    town: World, monkeypatch: pytest.MonkeyPatch, meanwhile: dict[str, Any], code: str
) -> None:
    li = await account(town, "li.na", "north")
    hashing = sign_in.verify_password

    async def slow(plain: str, hashed: str | None) -> Verdict:
        verdict = await hashing(plain, hashed)
        async with town.database.transaction() as db:
            await db.execute(update(AppUser).where(col(AppUser.id) == li.user.id).values(**meanwhile))
        return verdict

    monkeypatch.setattr(sign_in, "verify_password", slow)
    assert (await li.try_to_sign_in()).json()["code"] == code


async def test_a_deactivated_account_is_answered_like_none(town: World) -> None:
    li = await account(town, "li.na", "north")
    async with town.database.transaction() as db:
        li.user.active = False
        await db.merge(li.user)
    assert (await li.try_to_sign_in()).json()["code"] == "invalid_credentials"


@pytest.mark.parametrize("exists", [True, False])
async def test_five_failures_lock_for_a_quarter_of_an_hour_whether_the_account_exists_or_not(
    town: World, exists: bool
) -> None:
    if exists:
        await account(town, "li.na", "north")
    with town.at("2026-03-02 09:00"):
        for _ in range(5):
            assert (await token(town, username="li.na", password="wrong")).json()["code"] == "invalid_credentials"
        locked = await token(town, username="li.na", password=PASSWORD)
    assert (locked.status_code, locked.json()["code"], locked.headers["retry-after"]) == (429, "locked", "900")
    with town.at("2026-03-02 09:14"):
        assert (await token(town, username="li.na", password=PASSWORD)).headers["retry-after"] == "60"
    with town.at("2026-03-02 09:15"):
        after = await token(town, username="li.na", password=PASSWORD)
    assert after.status_code == (200 if exists else 401)


async def test_failures_count_in_a_row_only(town: World) -> None:
    li = await account(town, "li.na", "north")
    for minute in range(3):
        with town.at(f"2026-03-02 09:0{minute}"):
            for _ in range(4):
                assert (await li.try_to_sign_in(password="wrong")).status_code == 401
            await li.sign_in()


async def test_one_name_from_one_address_may_try_ten_times_a_minute(town: World) -> None:
    await account(town, "li.na", "north")
    with town.at("2026-03-02 09:00"):
        codes = [(await token(town, username="li.na", password="wrong")).json()["code"] for _ in range(12)]
    assert codes == ["invalid_credentials"] * 5 + ["locked"] * 5 + ["sign_in_too_often"] * 2
    limited = [e for e in await journal(town) if e.action == "sign_in:limited"]
    assert len(limited) == 1  # the attempt that passed the limit, not each one after it
    assert "li.na" not in limited[0].subject_label


async def test_one_address_may_try_so_often_a_minute_and_again_in_the_next(town: World) -> None:
    town.app.state.settings = town.settings.model_copy(update={"sign_in_per_minute": 3})
    li = await account(town, "li.na", "north")
    with town.at("2026-03-02 09:00"):
        for name in ("one", "two", "three"):
            assert (await token(town, username=name, password="x")).status_code == 401
        refused = await li.try_to_sign_in()
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")
    assert refused.json()["code"] == "sign_in_too_often"
    with town.at("2026-03-02 09:01"):
        assert (await li.try_to_sign_in()).status_code == 200


async def test_attempts_are_counted_over_all_processes(town: World, settings: Settings) -> None:
    await account(town, "li.na", "north")
    other: FastAPI = create_app(settings, database=town.database)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(other), base_url="http://duban.test/api/v1") as http:
        with town.at("2026-03-02 09:00"):
            for _ in range(3):
                assert (await token(town, username="li.na", password="wrong")).status_code == 401
            for _ in range(2):
                form = {"grant_type": "password", "username": "li.na", "password": "wrong"}
                assert (await http.post("/auth/token", data=form)).status_code == 401
            assert (await token(town, username="li.na", password=PASSWORD)).json()["code"] == "locked"


async def test_whoever_was_let_in_or_not_is_journalled_without_any_password(town: World) -> None:
    li = await account(town, "li.na", "north")
    for _ in range(5):
        await li.try_to_sign_in(password="Typo-In-Here-9")
    await token(town, username="Hunter2-typed-here", password="x")
    async with town.database.transaction() as db:
        li.user.locked_until = None
        await db.merge(li.user)
    await li.sign_in()
    entries = [e for e in await journal(town) if not e.action.startswith(("user:create", "role_grant"))]
    assert [e.action for e in entries] == ["user:sign_in_failed"] * 5 + ["user:lock", "sign_in:failed", "session:start"]
    assert {e.visibility for e in entries} == {Visibility.SECURITY}
    assert entries[0].subject_id == li.user.id
    assert entries[0].org_l2 == town.organisations["north"].id
    assert told(entries[0])["ip"] == [None, "127.0.0.1"]
    assert (entries[-1].actor_id, entries[-1].actor_name) == (li.user.id, "Li.na")
    everything = " ".join(f"{e.changes} {e.reason} {e.subject_label} {e.actor_name}" for e in entries)
    assert "Typo" not in everything
    assert PASSWORD not in everything
    assert "unter2" not in everything


async def test_a_failure_leaves_the_accounts_etag_alone(town: World) -> None:
    li = await account(town, "li.na", "north")
    admin = await (await account(town, "sys", "city", Role.SYSTEM_ADMIN)).sign_in()
    before = (await admin.get(f"/users/{li.user.id}")).headers["etag"]
    await li.try_to_sign_in(password="wrong")
    await li.sign_in()
    assert (await admin.get(f"/users/{li.user.id}")).headers["etag"] == before


@pytest.mark.parametrize(
    ("form", "pointer"),
    [
        ({"grant_type": "password", "username": "x"}, "/password"),
        ({"grant_type": "refresh_token"}, "/refresh_token"),
        ({"grant_type": "client_credentials", "client_id": "x"}, "/client_secret"),
        ({"grant_type": "implicit"}, "/grant_type"),
        ({}, "/grant_type"),
    ],
)
async def test_a_form_that_lacks_something_says_what(town: World, form: dict[str, str], pointer: str) -> None:
    answer = await town.http.post("/auth/token", data=form)
    assert answer.status_code == 422
    assert [e["pointer"] for e in answer.json()["errors"]] == [pointer]


async def test_blanks_around_a_password_belong_to_it(town: World) -> None:
    li = await (await account(town, "li.na", "north")).sign_in()
    changed = await li.post("/auth/password", {"current_password": PASSWORD, "new_password": " Two Blanks 2 "})
    assert changed.status_code == 204
    assert (await li.try_to_sign_in(password="Two Blanks 2")).status_code == 401
    assert (await li.try_to_sign_in(password=" Two Blanks 2 ")).status_code == 200


async def test_before_any_organisation_exists_the_answer_says_so(settings: Settings, database: Any) -> None:
    app = create_app(settings, database=database)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://duban.test/api/v1") as http:
        form = {"grant_type": "password", "username": "li.na", "password": PASSWORD}
        answer = await http.post("/auth/token", data=form)
    assert (answer.status_code, answer.json()["code"]) == (503, "not_set_up")


class TestAPasswordToChange:
    async def test_an_initial_password_lets_its_person_do_nothing_but_change_it(self, town: World) -> None:
        li = await account(town, "li.na", "north", Role.CASE_HANDLER, must_change_password=True)
        await li.sign_in()
        assert li.tokens["limited_to"] == "password_change_required"
        refused = await li.get("/organisations")
        assert (refused.status_code, refused.json()["code"]) == (403, "password_change_required")
        assert (await li.me())["limited_to"] == "password_change_required"
        body = {"current_password": PASSWORD, "new_password": "Harbour-Light-3"}
        assert (await li.post("/auth/password", body)).status_code == 204
        assert (await li.get("/organisations")).status_code == 200  # the same session, whole now
        assert (await li.me())["limited_to"] is None

    async def test_a_password_is_too_old_on_its_ninetieth_day(self, town: World) -> None:
        with town.at("2026-03-02 09:00"):
            li = await account(town, "li.na", "north", Role.CASE_HANDLER)
        with town.at("2026-05-31 08:55"):  # 90 days on is 31 May, 09:00
            await li.sign_in()
            assert li.tokens["limited_to"] is None
        with town.at("2026-05-31 09:00"):
            assert (await li.try_to_sign_in()).json()["limited_to"] == "password_expired"
        with town.at("2026-05-31 09:01"):
            answer = await li.get("/organisations")
            assert answer.status_code == 200  # nobody is thrown out of a session that began in time
            await li.sign_in()
            assert li.tokens["limited_to"] == "password_expired"
            assert (await li.get("/organisations")).json()["code"] == "password_expired"
            body = {"current_password": PASSWORD, "new_password": "Harbour-Light-3"}
            assert (await li.post("/auth/password", body)).status_code == 204
            assert (await li.get("/organisations")).status_code == 200

    @pytest.mark.parametrize(
        ("new", "code"),
        [
            ("short1A", "password_too_short"),
            ("alllowercase", "password_too_uniform"),
            ("Admin@123", "password_common"),
            ("xx-Li.Na-77", "password_contains_username"),
            (PASSWORD, "password_same"),
        ],
    )
    async def test_a_bad_new_password_is_refused_with_its_reason(self, town: World, new: str, code: str) -> None:
        li = await (await account(town, "li.na", "north")).sign_in()
        answer = await li.post("/auth/password", {"current_password": PASSWORD, "new_password": new})
        assert answer.status_code == 422
        assert code in [e["code"] for e in answer.json()["errors"]]
        assert {e["pointer"] for e in answer.json()["errors"]} == {"/new_password"}

    async def test_an_open_session_is_no_place_to_guess_the_password(self, town: World) -> None:
        li = await (await account(town, "li.na", "north")).sign_in()
        for _ in range(5):
            body = {"current_password": "Guess-Number-1", "new_password": "Harbour-Light-3"}
            answer = await li.post("/auth/password", body)
            assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/current_password")
        body = {"current_password": PASSWORD, "new_password": "Harbour-Light-3"}
        assert (await li.post("/auth/password", body)).json()["code"] == "locked"

    async def test_a_new_password_ends_every_other_session(self, town: World) -> None:
        li = await (await account(town, "li.na", "north", Role.CASE_HANDLER)).sign_in()
        elsewhere = await Account(town, "li.na", li.user).sign_in()
        body = {"current_password": PASSWORD, "new_password": "Harbour-Light-3"}
        assert (await li.post("/auth/password", body)).status_code == 204
        assert (await li.get("/organisations")).status_code == 200
        assert (await elsewhere.get("/organisations")).json()["code"] == "session_password_changed"
        assert (await elsewhere.refresh()).status_code == 401


class TestTheSecondFactor:
    async def enrol(self, li: Account) -> tuple[pyotp.TOTP, list[str]]:
        started = await li.post("/auth/totp", {"password": PASSWORD})
        assert started.status_code == 200, started.text
        assert started.json()["provisioning_uri"].startswith("otpauth://totp/")
        app = pyotp.TOTP(started.json()["secret"])
        confirmed = await li.post("/auth/totp/confirm", {"code": app.at(clock.now())})
        assert confirmed.status_code == 200, confirmed.text
        return app, confirmed.json()["recovery_codes"]

    async def test_once_enrolled_every_sign_in_asks_for_a_code_and_takes_each_once(self, town: World) -> None:
        li = await account(town, "li.na", "north")
        with town.at("2026-03-02 09:00"):
            app, codes = await self.enrol(await li.sign_in())
            assert len(set(codes)) == 10
        with town.at("2026-03-02 09:01"):
            asked = await li.try_to_sign_in()
            assert (asked.status_code, asked.json()["code"]) == (401, "second_factor_required")
            assert (await li.try_to_sign_in(otp="000000")).json()["code"] == "invalid_credentials"
            code = app.at(clock.now())
            await li.sign_in(otp=code)
            again = await li.try_to_sign_in(otp=code)
            assert again.json()["code"] == "invalid_credentials"
            assert (await li.me())["has_second_factor"] is True

    async def test_a_wrong_password_never_tells_that_there_is_a_second_factor(self, town: World) -> None:
        li = await account(town, "li.na", "north")
        await self.enrol(await li.sign_in())
        assert (await li.try_to_sign_in(password="wrong")).json()["code"] == "invalid_credentials"

    async def test_wrong_codes_lock_like_wrong_passwords(self, town: World) -> None:
        li = await account(town, "li.na", "north")
        with town.at("2026-03-02 09:00"):
            await self.enrol(await li.sign_in())
        with town.at("2026-03-02 09:01"):
            for _ in range(5):
                await li.try_to_sign_in(otp="000000")
            assert (await li.try_to_sign_in()).json()["code"] == "locked"

    async def test_a_recovery_code_works_once_and_is_journalled(self, town: World) -> None:
        li = await account(town, "li.na", "north")
        _, codes = await self.enrol(await li.sign_in())
        await li.sign_in(recovery_code=codes[3].lower().replace("-", " "))
        assert (await li.me())["recovery_codes_left"] == 9
        assert (await li.try_to_sign_in(recovery_code=codes[3])).json()["code"] == "invalid_credentials"
        assert [told(e) for e in await journal(town, "user:use_recovery_code")] == [{"recovery_codes_left": [10, 9]}]

    async def test_enrolling_asks_for_the_password_and_a_first_code(self, town: World) -> None:
        li = await (await account(town, "li.na", "north")).sign_in()
        assert (await li.post("/auth/totp/confirm", {"code": "123456"})).json()["code"] == "no_second_factor"
        assert (await li.post("/auth/totp", {"password": "wrong"})).json()["code"] == "password_wrong"
        await li.post("/auth/totp", {"password": PASSWORD})
        assert (await li.post("/auth/totp/confirm", {"code": "000000"})).json()["code"] == "code_wrong"
        assert (await li.try_to_sign_in()).status_code == 200  # not confirmed: not asked for

    async def test_giving_it_up_takes_password_and_code(self, town: World) -> None:
        li = await account(town, "li.na", "north")
        with town.at("2026-03-02 09:00"):
            app, _ = await self.enrol(await li.sign_in())
            assert (await li.post("/auth/totp", {"password": PASSWORD})).json()["code"] == "second_factor_exists"
        with town.at("2026-03-02 09:01"):
            refused = await li.post("/auth/totp/disable", {"password": PASSWORD, "code": "000000"})
            assert refused.json()["code"] == "code_wrong"
            body = {"password": PASSWORD, "code": app.at(clock.now())}
            assert (await li.post("/auth/totp/disable", body)).status_code == 204
            assert (await li.try_to_sign_in()).status_code == 200
            assert (await li.post("/auth/totp/disable", body)).json()["code"] == "no_second_factor"

    async def test_a_role_that_needs_one_is_limited_to_enrolling(self, world: World) -> None:
        strict = world.settings.model_copy(update={"totp_roles": ("chief",)})
        world.app.state.settings = strict
        town = open_the_door(world)
        authentication.install(town.app)
        chief = await (await account(town, "zhou", "north", Role.CHIEF)).sign_in()
        assert chief.tokens["limited_to"] == "second_factor_enrolment_required"
        refused = await chief.get("/organisations")
        assert (refused.status_code, refused.json()["code"]) == (403, "second_factor_enrolment_required")
        await self.enrol(chief)
        assert (await chief.get("/organisations")).status_code == 200

    async def test_the_secret_and_the_recovery_codes_are_not_kept_in_plain(self, town: World) -> None:
        li = await (await account(town, "li.na", "north")).sign_in()
        app, codes = await self.enrol(li)
        async with town.database.transaction() as db:
            row = await db.get_one(type(li.user), li.user.id)
            stored = f"{row.totp_secret_encrypted} {row.recovery_digests} {row.password_hash}"
        assert app.secret not in stored
        assert not any(code in stored or code.replace("-", "") in stored for code in codes)
        assert PASSWORD not in stored
