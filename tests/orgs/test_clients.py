"""Machines: their tokens, scopes and secrets."""

from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import update
from sqlmodel import col

from duban.orgs.models import ApiClient, AuthSession
from duban.orgs.rules import Role
from support.people import Account, account, journal, machine, token
from support.world import World

pytestmark = pytest.mark.anyio


async def security(town: World) -> Account:
    return await (await account(town, "qian", "city", Role.SECURITY_ADMIN)).sign_in()


async def as_machine(town: World, id: str, secret: str, **form: str) -> httpx.Response:
    return await token(town, "client_credentials", client_id=id, client_secret=secret, **form)


async def me(town: World, answer: httpx.Response, **headers: str) -> httpx.Response:
    bearer = {"Authorization": f"Bearer {answer.json()['access_token']}", **headers}
    return await town.http.get("/me", headers=bearer)


async def test_a_machine_gets_a_token_for_its_scopes_and_no_refresh(town: World) -> None:
    row_id, id, secret = await machine(town, "north_hospital", "duty.read", "duty.submit", "journal.feed")
    answer = await as_machine(town, id, secret)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert (body["scope"], body["refresh_token"], body["expires_in"]) == (
        "duty.read duty.submit journal.feed",
        None,
        600,
    )
    who = (await me(town, answer)).json()
    assert (who["id"], who["kind"], who["organisation"]["name"]) == (row_id, "machine", "north_hospital")
    assert who["permissions"] == ["duty.read", "duty.submit", "journal.feed"]
    (started,) = await journal(town, "session:start")
    assert (str(started.actor_id), started.actor_kind) == (row_id, "machine")


async def test_a_token_may_ask_for_less_and_never_for_more(town: World) -> None:
    _, id, secret = await machine(town, "north_hospital", "duty.read", "duty.submit")
    less = await as_machine(town, id, secret, scope="duty.read")
    assert (await me(town, less)).json()["permissions"] == ["duty.read"]
    more = await as_machine(town, id, secret, scope="duty.read task.read")
    assert (more.status_code, more.json()["code"]) == (422, "invalid_scope")


async def test_a_wrong_secret_and_an_unknown_client_get_the_same_answer_and_are_journalled(town: World) -> None:
    _, id, secret = await machine(town, "north_hospital", "duty.read")
    wrong = await as_machine(town, id, secret[:-1] + ("-" if secret[-1] == "_" else "_"))
    unknown = await as_machine(town, "duban-0000", secret)
    assert (wrong.status_code, wrong.json()["code"], wrong.json()["error"]) == (401, "invalid_client", "invalid_client")
    assert wrong.content == unknown.content
    entries = await journal(town, "api_client:sign_in_failed", "sign_in:failed")
    assert [(e.action, e.visibility) for e in entries] == [
        ("api_client:sign_in_failed", "security"),
        ("sign_in:failed", "security"),
    ]


async def test_a_scope_that_came_in_some_other_way_is_worth_nothing(town: World) -> None:
    row_id, id, secret = await machine(town, "north_hospital", "duty.read")
    answer = await as_machine(town, id, secret)
    async with town.database.transaction() as db:  # behind the back of the rules
        await db.execute(
            update(ApiClient).where(col(ApiClient.id) == UUID(row_id)).values(scopes=["duty.read", "role.grant"])
        )
        await db.execute(update(AuthSession).values(scopes=None))
    assert (await me(town, answer)).json()["permissions"] == ["duty.read"]
    assert (await as_machine(town, id, secret)).json()["scope"] == "duty.read"


async def test_wrong_secrets_never_lock_a_machine_out(town: World) -> None:
    _, id, secret = await machine(town, "north_hospital", "duty.read")
    for _ in range(12):
        assert (await as_machine(town, id, "wrong")).status_code == 401
    assert (await as_machine(town, id, secret)).status_code == 200


async def test_id_and_secret_may_come_as_basic_authorization(town: World) -> None:
    _, id, secret = await machine(town, "north_hospital", "duty.read")
    form = {"grant_type": "client_credentials"}
    assert (await town.http.post("/auth/token", data=form, auth=(id, secret))).status_code == 200
    broken = await town.http.post("/auth/token", data=form, headers={"Authorization": "Basic %%%"})
    assert broken.status_code == 422


async def test_a_machine_acts_for_its_own_organisation_only(town: World) -> None:
    _, id, secret = await machine(town, "north_hospital", "duty.read")
    answer = await as_machine(town, id, secret)
    home, north = (str(town.organisations[name].id) for name in ("north_hospital", "north"))
    assert (await me(town, answer, **{"Duban-Acting-For": home})).status_code == 200
    assert (await me(town, answer, **{"Duban-Acting-For": north})).json()["code"] == "not_granted_there"


async def test_a_machine_is_no_person(town: World) -> None:
    _, id, secret = await machine(town, "north_hospital", "duty.read")
    bearer = {"Authorization": f"Bearer {(await as_machine(town, id, secret)).json()['access_token']}"}
    body = {"current_password": "x", "new_password": "Harbour-Light-3"}
    for url, json in (
        ("/auth/password", body),
        ("/auth/totp", {"password": "x"}),
        ("/auth/totp/confirm", {"code": "123456"}),
    ):
        answer = await town.http.post(url, json=json, headers=bearer)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_a_person"), url


class TestAdministration:
    def new(self, town: World, where: str = "north_hospital", **more: Any) -> dict[str, Any]:
        id = str(town.organisations[where].id)
        return {"organisation_id": id, "name": "HIS", "scopes": ["duty.submit", "duty.read"], **more}

    async def test_a_secret_is_shown_once_and_kept_as_a_digest(self, town: World) -> None:
        qian = await security(town)
        made = await qian.post("/api-clients", self.new(town), headers={"Idempotency-Key": "his"})
        assert made.status_code == 201, made.text
        body = made.json()
        assert body["scopes"] == ["duty.read", "duty.submit"]
        assert (await as_machine(town, body["client_id"], body["client_secret"])).status_code == 200
        again = await qian.post("/api-clients", self.new(town), headers={"Idempotency-Key": "his"})
        assert again.json() == {**body, "client_secret": None}
        read = await qian.get(f"/api-clients/{body['id']}")
        assert read.json() == {k: v for k, v in body.items() if k != "client_secret"}
        async with town.database.transaction() as db:
            connection = await db.connection()
            for table in ("api_client", "idempotent_answer", "journal_entry"):
                rows = str((await connection.exec_driver_sql(f"SELECT * FROM {table}")).all())  # noqa: S608
                assert body["client_secret"] not in rows, table

    async def test_scopes_beyond_what_the_kind_of_organisation_may_have_are_refused(self, town: World) -> None:
        qian = await security(town)
        for scope in ("task.create", "role.grant", "task.close", "nonsense"):
            answer = await qian.post("/api-clients", self.new(town, scopes=["duty.read", scope]))
            assert (answer.status_code, answer.json()["code"]) == (422, "scope_refused"), scope
        assert (await qian.post("/api-clients", self.new(town, "north", scopes=["task.create"]))).status_code == 201

    async def test_only_a_security_administrator_of_the_tree_manages_machines(self, town: World) -> None:
        sys = await (await account(town, "sys", "city", Role.SYSTEM_ADMIN)).sign_in()
        south = await (await account(town, "chen", "south", Role.SECURITY_ADMIN)).sign_in()
        assert (await sys.post("/api-clients", self.new(town))).status_code == 403
        assert (await south.post("/api-clients", self.new(town))).status_code == 404
        row_id, _, _ = await machine(town, "north_hospital", "duty.read")
        assert (await south.get(f"/api-clients/{row_id}")).status_code == 404
        assert (await south.act(f"/api-clients/{row_id}", "rotate", {})).status_code == 404
        assert (await south.get("/api-clients")).json()["items"] == []

    async def test_after_a_rotation_the_old_secret_works_until_the_overlap_is_over(self, town: World) -> None:
        qian = await security(town)
        with town.at("2026-03-02 09:00"):
            row_id, id, old = await machine(town, "north_hospital", "duty.read")
            await qian.sign_in()
            rotated = await qian.act(f"/api-clients/{row_id}", "rotate", {"overlap_hours": 2})
            new = rotated.json()["client_secret"]
            assert rotated.json()["previous_until"] == "2026-03-02T03:00:00Z"
            assert new != old
        with town.at("2026-03-02 10:59"):
            assert (await as_machine(town, id, old)).status_code == 200
            assert (await as_machine(town, id, new)).status_code == 200
        with town.at("2026-03-02 11:00"):
            assert (await as_machine(town, id, old)).status_code == 401
            assert (await as_machine(town, id, new)).status_code == 200

    async def test_a_second_rotation_leaves_the_first_secret_behind(self, town: World) -> None:
        qian = await security(town)
        row_id, id, first = await machine(town, "north_hospital", "duty.read")
        second = (await qian.act(f"/api-clients/{row_id}", "rotate", {})).json()["client_secret"]
        await qian.act(f"/api-clients/{row_id}", "rotate", {})
        assert (await as_machine(town, id, first)).status_code == 401
        assert (await as_machine(town, id, second)).status_code == 200

    async def test_a_scope_taken_away_stops_working_in_tokens_given_out_before(self, town: World) -> None:
        qian = await security(town)
        row_id, id, secret = await machine(town, "north_hospital", "duty.read", "duty.submit")
        answer = await as_machine(town, id, secret)
        assert (await me(town, answer)).json()["permissions"] == ["duty.read", "duty.submit"]
        url = f"/api-clients/{row_id}"
        amended = await qian.request("PATCH", url, json={"scopes": ["duty.read"]}, headers={"If-Match": '"1"'})
        assert amended.status_code == 200, amended.text
        assert (await me(town, answer)).json()["permissions"] == ["duty.read"]
        refused = await qian.request("PATCH", url, json={"scopes": ["task.issue"]}, headers={"If-Match": "*"})
        assert refused.json()["code"] == "scope_refused"

    async def test_a_machine_deactivated_is_out_at_once(self, town: World) -> None:
        qian = await security(town)
        row_id, id, secret = await machine(town, "north_hospital", "duty.read")
        answer = await as_machine(town, id, secret)
        url = f"/api-clients/{row_id}"
        assert (await qian.act(url, "deactivate", {"reason": "replaced"})).json()["active"] is False
        assert (await me(town, answer)).status_code == 401
        assert (await as_machine(town, id, secret)).status_code == 401
        for step, body in (("deactivate", {"reason": "again"}), ("rotate", {})):
            assert (await qian.act(url, step, body)).json()["code"] == "not_active"

    async def test_the_list_never_holds_a_digest(self, town: World) -> None:
        qian = await security(town)
        await machine(town, "north_hospital", "duty.read")
        (item,) = (await qian.get("/api-clients?active=true")).json()["items"]
        assert (item["organisation_name"], item["name"]) == ("north_hospital", "his")
        assert not {"secret_digest", "previous_digest"} & set(item)
        assert "secret_digest" in ApiClient.model_fields
