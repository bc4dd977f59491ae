"""What an endpoint is told, in which order, how often, and until when."""

import pytest

from support.webhooks import Hooks

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
