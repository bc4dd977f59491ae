"""Every state of the machine is reached through real steps, and from each exactly these steps lead on."""

import pytest

from support.notices import PATHS, URL, Notices
from support.walk import open_steps

pytestmark = pytest.mark.anyio

DRAFTS = {"clerk", "section_head", "city"}
DECIDES = {"section_head", "chief", "city"}

OPEN: dict[str, dict[str, set[str]]] = {
    # The answer is owed in writing, and no letter is attached yet: neither answering nor closing is open.
    "received": {"open_task": DRAFTS, "void": DECIDES},
    "answered": {"open_task": DRAFTS, "close": DECIDES},
    "closed": {},
    "voided": {},
}
"""Never to the institution, its neighbour, the police or another district."""


@pytest.mark.parametrize("state", PATHS)
async def test_each_state_is_reached_through_real_steps_and_leads_on_by_rule(notices: Notices, state: str) -> None:
    with notices.world.at("2026-03-02 09:30"):
        url = await notices.make(state)
        found = await notices.read(url)
        assert found["state"] == state
        (line,) = (await notices["clerk"].get(f"{URL}?state={state}")).json()["items"]
        assert line["number"] == found["number"] == "RN-2026-000001"
        assert await open_steps(notices.people, url) == OPEN[state]


async def test_the_letter_opens_the_answer(notices: Notices) -> None:
    with notices.world.at("2026-03-02 09:30"):
        url = await notices.register()
        assert await notices.refused("section_head", url, "answer", {"answer": "已整改。"}) == (409, "no_answer_letter")
        assert await notices.refused("section_head", url, "close") == (409, "not_answered")
        await notices.attach(url)
        assert (await open_steps(notices.people, url))["answer"] == DECIDES


async def test_what_asks_for_no_answer_is_closed_without_one(notices: Notices) -> None:
    with notices.world.at("2026-03-02 09:30"):
        url = await notices.register(kind="joint_conference_notice")
        assert (await notices.read(url))["clocks"] == []
        assert (await open_steps(notices.people, url)).keys() == {"open_task", "answer", "close", "void"}
        closed = await notices["chief"].step(url, "close")
        assert (closed["state"], closed["closed_at"]) == ("closed", "2026-03-02T01:30:00Z")
