"""What an authority drafts does not exist for the institution: whatever it asks, it is answered as for no such id."""

from typing import Any
from uuid import uuid4

import pytest

from duban.orgs.rules import PERMISSIONS
from duban.rectification.rules import TASK
from support.rectification import ANSWERS, REASON, URL, Ledger, steps_bodies

pytestmark = pytest.mark.anyio
BODIES: dict[str, Any] = {
    **steps_bodies("2026-03-02"),
    "vary": {**REASON, "measure": "减半"},
    "request_extension": {"reason": "材料推迟", "until": "2026-04-10"},
    "grant_extension": REASON,
    "refuse_extension": REASON,
    "record_opinion": {"accepts": True, "on_site": True, "opinion": "属实"},
    "escalate": {"further_measure": "interview", "reason": "拖延"},
    "plan_look_back": {**REASON, "look_back_on": "2026-04-01"},
    "relapse": {**ANSWERS, "rectified_in_place": False},
    "promise": {"public_promise": "四月一日前清理完毕"},
    "publish": {"public_result": "已清理完毕"},
    "record_evaluation": {
        "channel": "问卷", "counted_on": "2026-03-02", "satisfied": 1, "neutral": 0, "dissatisfied": 0,
    },
}  # fmt: skip
REQUESTS = [
    *(("POST", f"/{step.name.replace('_', '-')}", BODIES[step.name]) for step in TASK.steps),
    ("PATCH", "", {"title": "改"}),
    ("GET", "", None),
    ("GET", "/history", None),
]
CONDITIONS = [{}, {"If-Match": "*"}, {"If-Match": '"1"'}, {"If-Match": '"77"'}]


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
async def test_every_step_on_a_hidden_draft_is_answered_as_for_an_id_that_nothing_has(
    ledger: Ledger, state: str
) -> None:
    askers = [ledger["clerk"], ledger["head"], ledger.world.person("north_hospital", *PERMISSIONS, name="all")]
    askers.append(ledger.world.person("north_hospital", name="nothing"))
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make(state)
        had = await ledger.read(url)
        nowhere = f"{URL}/{uuid4()}"
        for asker in askers:
            for method, path, body in REQUESTS:
                for headers in CONDITIONS:
                    asked = {"json": body, "headers": headers}
                    hidden = await asker.request(method, url + path, **asked)
                    absent = await asker.request(method, nowhere + path, **asked)
                    assert hidden.status_code == absent.status_code == 404, (method, path, headers, hidden.text)
                    assert {**hidden.json(), "instance": ""} == {**absent.json(), "instance": ""}
                    assert "etag" not in hidden.headers
        assert await ledger.read(url) == had
        # The same requests tell those who may know it what it is.
        told = await ledger["handler"].post(f"{url}/accept", BODIES["accept"], headers={"If-Match": "*"})
        assert told.status_code == 403
