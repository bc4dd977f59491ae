"""Making, amending, ending and trying endpoints over HTTP."""

from datetime import UTC, datetime

import pytest
from standardwebhooks import Webhook

from duban.kernel import reencryption
from duban.kernel.protected import KeyRing
from support.people import journal, machine, statements, told
from support.webhooks import URL, Hooks
from support.world import World

pytestmark = pytest.mark.anyio


async def test_a_secret_is_shown_once_and_kept_encrypted(hooks: Hooks, world: World) -> None:
    key = {"Idempotency-Key": "hook"}
    made = await hooks.admin.post(URL, hooks.body(), headers=key)
    body = made.json()
    assert (made.status_code, made.headers["etag"]) == (201, '"1"')
    again = await hooks.admin.post(URL, hooks.body(), headers=key)
    assert again.json() == {**body, "secret": None}
    read = await hooks.admin.get(f"{URL}/{body['id']}")
    assert read.json() == {k: v for k, v in body.items() if k != "secret"}
    rotated = await hooks.admin.post(f"{URL}/{body['id']}/rotate-secret", {}, headers={"If-Match": '"1"'})
    (rotation,) = await journal(world, "webhook_endpoint:rotate")
    assert (set(told(rotation)), rotation.visibility) == ({"previous_until"}, "security")
    async with world.database.transaction() as db:
        connection = await db.connection()
        for table in ("webhook_endpoint", "idempotent_answer", "journal_entry", "webhook_attempt"):
            rows = str((await connection.exec_driver_sql(f"SELECT * FROM {table}")).all())  # noqa: S608
            assert body["secret"] not in rows, table
            assert rotated.json()["secret"] not in rows, table


async def test_secrets_are_written_anew_when_a_key_is_retired(hooks: Hooks, world: World) -> None:
    await hooks.create()
    await hooks.do("rotate-secret", {})
    settings = world.settings
    ring = KeyRing({"new": b"n" * 32, **settings.field_key_ring()}, settings.derived_key("blind-index"))
    report = await reencryption.reencrypt(world.database, ring)
    assert report.written["webhook_endpoint.secret_encrypted"] == 1
    assert report.written["webhook_endpoint.previous_secret_encrypted"] == 1
    assert report.unreadable == []


async def test_every_change_is_journalled_and_asks_for_what_was_read(hooks: Hooks, world: World) -> None:
    await hooks.create()
    for step, body in (("pause", {"reason": "停机升级"}), ("resume", None), ("replay", {"from_position": 1}),
                       ("end", {"reason": "系统下线"})):  # fmt: skip
        blind = await hooks.admin.post(f"{hooks.url}/{step}", body)
        assert (blind.status_code, blind.json()["code"]) == (428, "if_match_required"), step
        stale = await hooks.admin.post(f"{hooks.url}/{step}", body, headers={"If-Match": '"99"'})
        assert stale.status_code == 412, step
        assert (await hooks.do(step, body)).status_code == 200, step
    entries = await journal(world, "webhook_endpoint:")
    assert [(e.action.partition(":")[2], e.reason) for e in entries] == [
        ("create", None), ("pause", "停机升级"), ("resume", None), ("replay", None), ("end", "系统下线"),
    ]  # fmt: skip
    assert {e.visibility for e in entries} == {"security"}


async def test_deliveries_leave_the_etag_alone(hooks: Hooks) -> None:
    await hooks.create()
    await hooks.complaints.make("answered")
    before = (await hooks.read())["position"]
    await hooks.deliver()
    now = await hooks.read()
    assert (now["version"], now["position"] > before, now["last_success_at"] is not None) == (1, True, True)
    patched = await hooks.admin.patch(hooks.url, {"name": "新名"}, headers={"If-Match": '"1"'})
    assert (patched.status_code, patched.json()["name"], patched.json()["url"]) == (200, "新名", hooks.receiver.url)


async def test_an_ended_endpoint_is_told_nothing_and_keeps_its_attempts(hooks: Hooks) -> None:
    await hooks.create()
    await hooks.complaints.make("registered")
    await hooks.deliver()
    assert (await hooks.do("end", {"reason": "系统下线"})).json()["state"] == "ended"
    await hooks.complaints.make("registered")
    await hooks.deliver()
    assert len(hooks.receiver.got) == len(await hooks.attempts()) == 1
    for step, body in (
        ("resume", None), ("replay", {"from_position": 1}), ("rotate-secret", {}), ("ping", None),
        ("end", {"reason": "再次"}),
    ):  # fmt: skip
        assert (await hooks.do(step, body)).json()["code"] == "webhook_ended", step
    assert (await hooks.do("pause", {"reason": "再次"})).json()["code"] == "not_active"


async def test_a_ping_is_sent_at_once_and_kept_as_an_attempt(hooks: Hooks, world: World) -> None:
    secret = (await hooks.create())["secret"]
    await hooks.do("pause", {"reason": "尚未上线"})
    answer = await hooks.admin.post(f"{hooks.url}/ping", headers={"Idempotency-Key": "ping"})
    assert answer.status_code == 201, answer.text
    found = answer.json()
    assert (found["event_type"], found["status"], found["delivered"], found["position"]) == ("ping", 200, True, None)
    (one,) = hooks.receiver.got
    assert Webhook(secret).verify(one.body, one.headers)["type"] == "ping"
    assert [row["id"] for row in await hooks.attempts()] == [found["id"]]
    again = await hooks.admin.post(f"{hooks.url}/ping", headers={"Idempotency-Key": "ping"})
    assert again.json() == found
    assert len(hooks.receiver.got) == 1, "a repeated request is answered and sends nothing"
    often = await hooks.do("ping")
    assert (often.status_code, often.json()["code"], often.headers["retry-after"]) == (429, "pinged_already", "10")
    (entry,) = await journal(world, "webhook_endpoint:ping")
    assert told(entry) == {"status": [None, 200], "error": [None, None]}
    hooks.receiver.status = 500
    with world.at("2030-03-02 09:00"):
        failed = (await hooks.do("ping", by=hooks.client())).json()
    assert (failed["status"], failed["delivered"]) == (500, False)
    assert (await hooks.read())["failures"] == 0


async def test_a_client_without_the_feed_gets_no_endpoint(hooks: Hooks, world: World) -> None:
    id, _, _ = await machine(world, "north_hospital", "complaint.read")
    answer = await hooks.admin.post(URL, hooks.body(api_client_id=id))
    assert (answer.status_code, answer.json()["code"]) == (409, "client_ended")


async def test_a_client_has_no_more_endpoints_than_ten(hooks: Hooks) -> None:
    for number in range(10):
        await hooks.create(name=str(number))
    answer = await hooks.admin.post(URL, hooks.body())
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_endpoints")
    await hooks.do("end", {"reason": "不再使用"})
    await hooks.create()


@pytest.mark.parametrize("events", [["Complaint:"], ["complaint:x:y"], [""], ["com plaint"], ["x" * 81]])
async def test_a_filter_is_beginnings_of_actions(hooks: Hooks, events: list[str]) -> None:
    assert (await hooks.admin.post(URL, hooks.body(events=events))).status_code == 422


async def test_endpoints_are_listed_by_what_is_asked_in_one_statement(hooks: Hooks, world: World) -> None:
    made = [(await hooks.create(name=f"{number}"))["id"] for number in range(5)]
    await hooks.do("pause", {"reason": "停机升级"})
    hooks.url = f"{URL}/{made[0]}"
    await hooks.complaints.make("registered")
    hooks.receiver.status = 500
    await hooks.deliver()

    async def ids(**params: str) -> list[str]:
        return [row["id"] for row in (await hooks.admin.get(URL, params=params)).json()["items"]]

    assert await ids() == made[::-1]
    assert await ids(state="paused") == [made[4]]
    assert await ids(failing="true") == made[3::-1]
    assert await ids(under=str(world.organisations["north_clinic"].id)) == []
    first = (await hooks.admin.get(URL, params={"limit": 2})).json()
    second = (await hooks.admin.get(URL, params={"limit": 2, "cursor": first["next_cursor"]})).json()
    assert [row["id"] for row in first["items"] + second["items"]] == made[:0:-1]
    assert {row["backlog"] > 0 for row in first["items"]} == {True}
    if world.database.is_sqlite:
        with statements(world) as seen:
            await ids()
        assert len(seen) == 1


async def test_attempts_come_in_pages_at_one_cost(hooks: Hooks, world: World) -> None:
    await hooks.create()
    await hooks.complaints.make("closed")
    await hooks.deliver()
    url, seen = f"{hooks.url}/attempts", []
    params: dict[str, str] = {"limit": "2"}
    while True:
        with statements(world) as sent:
            page = (await hooks.admin.get(url, params=params)).json()
        assert len(sent) == (2 if world.database.is_sqlite else 0)
        seen += [row["event_type"] for row in page["items"]]
        if page["next_cursor"] is None:
            break
        params["cursor"] = page["next_cursor"]
    assert seen == hooks.receiver.actions[::-1]
    assert (await hooks.admin.get(url, params={"cursor": "nonsense"})).json()["code"] == "bad_cursor"
    moments = [datetime.fromisoformat(row["at"]) for row in await hooks.attempts()]
    assert moments == sorted(moments, reverse=True)
    assert {moment.tzinfo for moment in moments} == {UTC}
