"""What an endpoint is told, in which order, how often, and until when."""

import base64
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from duban.kernel import clock
from duban.orgs.rules import Role
from duban.webhooks.rules import BACKOFF
from support.people import account, journal
from support.webhooks import Hooks
from support.world import World

pytestmark = pytest.mark.anyio


async def test_what_happens_is_told_in_order_and_holds_no_value_but_the_state(hooks: Hooks) -> None:
    await hooks.create()
    url = await hooks.complaints.make("answered")
    await hooks.deliver()
    assert hooks.receiver.actions == [
        "complaint.register", "complaint.investigate", "complaint.conclude", "complaint.feed_back",
    ]  # fmt: skip
    complaint = await hooks.complaints.read(url)
    event = hooks.receiver.taken[-1].event
    assert set(event) == {"type", "timestamp", "data"}
    assert event["data"].pop("position") > 0
    assert event["data"].pop("changed")
    assert event["data"] == {
        "subject_type": "complaint",
        "subject_id": complaint["id"],
        "subject_number": complaint["number"],
        "organisation_id": complaint["organisation_id"],
        "state": "answered",
    }
    for one in hooks.receiver.taken:
        for kept_back in ("王小明", "13800138000", complaint["title"], "clerk", "超声科"):
            assert kept_back not in one.body.decode()
    now = await hooks.read()
    assert (now["backlog"], now["failures"], now["state"]) == (0, 0, "active")
    assert [one["event_type"] for one in await hooks.attempts()] == list(reversed(hooks.receiver.actions))


async def test_a_message_carries_a_signature_that_the_standard_says_how_to_check(hooks: Hooks) -> None:
    """Checked by the reference library, and by hand as the specification words it."""
    secret = (await hooks.create())["secret"]
    await hooks.complaints.make("registered")
    await hooks.deliver()
    (one,) = hooks.receiver.taken
    assert Webhook(secret).verify(one.body, one.headers)["type"] == "complaint.register"
    signed = f"{one.id}.{one.headers['webhook-timestamp']}.".encode() + one.body
    by_hand = hmac.digest(base64.b64decode(secret.removeprefix("whsec_")), signed, "sha256")
    assert one.headers["webhook-signature"] == "v1," + base64.b64encode(by_hand).decode()
    assert one.headers["content-type"] == "application/json"
    assert one.headers["host"] == f"127.0.0.1:{hooks.receiver.port}"
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(one.body.replace(b"register", b"withdraw"), one.headers)


async def test_a_filter_names_beginnings_of_actions(hooks: Hooks) -> None:
    await hooks.create(events=["complaint:feed_back", "complaint:con"])
    await hooks.complaints.make("closed")
    await hooks.deliver()
    assert hooks.receiver.actions == ["complaint.conclude", "complaint.feed_back"]
    assert (await hooks.read())["backlog"] == 0


async def test_what_was_there_before_is_told_only_if_asked_for(hooks: Hooks) -> None:
    await hooks.complaints.make("registered")
    await hooks.seal()
    await hooks.create()
    await hooks.deliver()
    assert hooks.receiver.got == []
    await hooks.create(from_position=1)
    await hooks.deliver()
    assert hooks.receiver.actions == ["complaint.register"]


async def test_a_receiver_down_for_a_day_gets_everything_once_and_in_order(hooks: Hooks, world: World) -> None:
    with world.at("2026-03-02 09:00:00"):
        await hooks.create()
        first = await hooks.complaints.make("answered")
    hooks.receiver.status = 500
    waits = ("2026-03-02 09:00:00", "2026-03-02 09:00:05", "2026-03-02 09:05:05", "2026-03-02 09:35:05",
             "2026-03-02 11:35:05", "2026-03-02 16:35:05", "2026-03-03 02:35:05")  # fmt: skip
    for number, moment in enumerate(waits, start=1):
        with world.at(moment):
            await hooks.deliver()
            assert len(hooks.receiver.got) == number
            await hooks.deliver()
            assert len(hooks.receiver.got) == number, "not before its time"
    with world.at("2026-03-03 09:00"):
        await hooks.complaints["clerk"].step(first, "close")
        second = await hooks.complaints.make("registered")
        await hooks.deliver()
        now = await hooks.read()
        assert (now["failures"], now["failing_since"]) == (7, "2026-03-02T01:00:00Z")
        assert now["next_attempt_at"] == "2026-03-03T08:35:05Z"
        assert len({one.id for one in hooks.receiver.got}) == 1, "the first message blocks those behind it"
    hooks.receiver.status = 204
    with world.at("2026-03-03 16:35:05"):
        await hooks.deliver()
        assert hooks.receiver.actions == [
            "complaint.register", "complaint.investigate", "complaint.conclude", "complaint.feed_back",
            "complaint.close", "complaint.register",
        ]  # fmt: skip
        assert hooks.receiver.taken[0].id == hooks.receiver.got[0].id
        assert hooks.receiver.taken[0].body == hooks.receiver.got[0].body
        positions = [one.event["data"]["position"] for one in hooks.receiver.taken]
        assert positions == sorted(set(positions))
        told = [one.event["data"]["subject_id"] for one in hooks.receiver.taken]
        assert [first.rsplit("/", 1)[1]] * 5 + [second.rsplit("/", 1)[1]] == told
        now = await hooks.read()
        assert (now["failures"], now["failing_since"], now["next_attempt_at"], now["backlog"]) == (0, None, None, 0)
        failed = await hooks.attempts(delivered="false")
        assert [(one["number"], one["status"], one["response"]) for one in failed] == [
            (number, 500, "ok") for number in range(7, 0, -1)
        ]


async def test_a_longer_pause_is_granted_and_never_a_shorter_one(hooks: Hooks, world: World) -> None:
    with world.at("2026-03-02 09:00"):
        await hooks.create()
        await hooks.complaints.make("registered")
        hooks.receiver.status, hooks.receiver.extra = 503, {"Retry-After": "600"}
        await hooks.deliver()
        assert (await hooks.read())["next_attempt_at"] == "2026-03-02T01:10:00Z"
    with world.at("2026-03-02 09:10"):
        hooks.receiver.status, hooks.receiver.extra = 429, {"Retry-After": "1"}
        await hooks.deliver()
        assert (await hooks.read())["next_attempt_at"] == "2026-03-02T01:15:00Z"


@pytest.mark.parametrize("status", [301, 307, 400, 404, 500])
async def test_nothing_but_success_is_a_delivery_and_no_redirect_is_followed(hooks: Hooks, status: int) -> None:
    await hooks.create()
    await hooks.complaints.make("registered")
    hooks.receiver.status, hooks.receiver.extra = status, {"Location": hooks.receiver.url + "/elsewhere"}
    await hooks.deliver()
    assert [one.path for one in hooks.receiver.got] == ["/duban"]
    assert (await hooks.read())["failures"] == 1


async def test_after_three_days_it_is_paused_and_the_right_people_learn_of_it(hooks: Hooks, world: World) -> None:
    qian = await account(world, "qian", "city", Role.SECURITY_ADMIN)
    await account(world, "far", "south", Role.SECURITY_ADMIN)
    head = await account(world, "head", "north_hospital", Role.INSTITUTION_HEAD)
    at = datetime(2026, 3, 2, 1, tzinfo=UTC)
    with clock.at(at):
        await hooks.create()
        await hooks.complaints.make("registered")
    hooks.receiver.status = 500
    pauses = [timedelta(), *BACKOFF]
    for pause in pauses:
        at += pause
        with clock.at(at):
            await hooks.deliver()
    assert at - datetime(2026, 3, 2, 1, tzinfo=UTC) == timedelta(hours=75, minutes=35, seconds=5)
    with clock.at(at):
        now = await hooks.read()
        assert (now["state"], now["pause_reason"], now["failures"]) == ("paused", "failed", 10)
        assert len(hooks.receiver.got) == 10
        (entry,) = await journal(world, "webhook_endpoint:give_up")
        assert (entry.actor_kind, entry.visibility) == ("system", "security")
        for who, where in ((qian, "city"), (head, "north_hospital")):
            person = world.person(where, "client.manage", id=who.user.id)
            (note,) = (await person.get("/notifications")).json()["items"]
            assert (note["kind"], note["subject_label"]) == ("webhook_paused", "投诉系统")
        assert (await world.person("south", "client.manage").get("/notifications")).json()["items"] == []
    with clock.at(at + timedelta(days=30)):
        await hooks.complaints.make("registered")
        await hooks.deliver()
        assert len(hooks.receiver.got) == 10
        hooks.receiver.status = 200
        assert (await hooks.do("resume")).status_code == 200
        await hooks.deliver()
        assert hooks.receiver.actions == ["complaint.register", "complaint.register"]


async def test_a_receiver_that_is_gone_is_paused_at_once(hooks: Hooks) -> None:
    await hooks.create()
    await hooks.complaints.make("registered")
    hooks.receiver.status = 410
    await hooks.deliver()
    now = await hooks.read()
    assert (now["state"], now["pause_reason"], now["failures"]) == ("paused", "gone", 1)
    assert [one["status"] for one in await hooks.attempts()] == [410]


async def test_a_replay_tells_again_under_the_same_ids(hooks: Hooks) -> None:
    await hooks.create()
    await hooks.complaints.make("answered")
    await hooks.deliver()
    told = [(one.id, one.body) for one in hooks.receiver.taken]
    third = hooks.receiver.taken[2].event["data"]["position"]
    again = await hooks.do("replay", {"from_position": third})
    assert (again.status_code, again.json()["position"]) == (200, third - 1)
    await hooks.deliver()
    assert [(one.id, one.body) for one in hooks.receiver.taken] == told + told[2:]
    ahead = await hooks.do("replay", {"from_position": 10**6})
    assert (ahead.status_code, ahead.json()["code"]) == (422, "position_ahead")


async def test_a_message_that_is_never_taken_can_be_skipped(hooks: Hooks) -> None:
    await hooks.create()
    await hooks.complaints.make("investigating")
    hooks.receiver.status = 400
    await hooks.deliver()
    stuck = hooks.receiver.got[0].event["data"]["position"]
    hooks.receiver.status = 200
    assert (await hooks.do("replay", {"from_position": stuck + 1})).status_code == 200
    await hooks.deliver()
    assert hooks.receiver.actions == ["complaint.investigate"]


async def test_a_new_secret_and_the_old_one_sign_together_for_a_while(hooks: Hooks, world: World) -> None:
    with world.at("2026-03-02 09:00"):
        old = (await hooks.create())["secret"]
        new = (await hooks.do("rotate-secret", {"overlap_hours": 2})).json()["secret"]
        assert old != new and new.startswith("whsec_")
    for moment, expected in (("2026-03-02 10:59", [new, old]), ("2026-03-02 11:00", [new])):
        with world.at(moment):
            await hooks.complaints.make("registered")
            await hooks.deliver()
        one = hooks.receiver.taken[-1]
        at = datetime.fromtimestamp(int(one.headers["webhook-timestamp"]), UTC)
        assert at == datetime.fromisoformat(f"{moment}+08:00")
        signatures = [Webhook(secret).sign(one.id, at, one.body.decode()) for secret in expected]
        assert one.headers["webhook-signature"].split(" ") == signatures
