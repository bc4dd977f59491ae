"""From each state exactly the steps of machine 1 lead on (RULES part J), and for whom."""

import pytest

from support.complaints import PATHS, REASON, Complaints
from support.walk import open_steps

pytestmark = pytest.mark.anyio

INSIDE = {"clerk", "head"}
ALL_ABOUT = INSIDE | {"handler", "section_head"}
"""Whoever reads it sees a clue in it: 线索 may be handed on from any state."""

OPEN: dict[str, set[str]] = {
    "registered": {"hand_over", "settle", "propose_decline", "investigate", "merge", "withdraw"},
    "settled": {"call_back", "reopen"},
    "investigating": {"hand_over", "conclude", "merge", "withdraw"},
    "concluded": {"hand_over", "resume", "feed_back", "merge", "withdraw"},
    "answered": {"call_back", "close", "reopen"},
    "closed": {"reopen"},
    "withdrawn": set(),
}
"""What the first receiver, an institution, may do with a complaint of one department."""


@pytest.mark.parametrize("state", PATHS)
async def test_from_each_state_exactly_the_steps_of_the_machine_lead_on(complaints: Complaints, state: str) -> None:
    with complaints.world.at("2026-03-02 09:30"):
        url = await complaints.make(state)
        expected = dict.fromkeys(OPEN[state], INSIDE) | {"to_clue": ALL_ABOUT}
        if state == "investigating":
            expected["widen"] = {"head"}  # a head decides that several departments study it together
        assert await open_steps(complaints.people, url) == expected


async def test_a_conclusion_is_taken_back_for_more_investigation_and_the_term_runs_on(complaints: Complaints) -> None:
    """Wednesday 11 February 2026: Saturday the 14th is a working day, the Spring Festival lasts from the 15th to the
    23rd. Five working days from the 11th: 12, 13, 14, 24, 25. The second look costs no day of them."""
    with complaints.world.at("2026-02-11 09:00"):
        url = await complaints.make("concluded")
        due = (await complaints.read(url))["feedback_due_at"]
        assert due == "2026-02-25T16:00:00Z"
    with complaints.world.at("2026-02-14 10:00"):
        taken_back = await complaints["clerk"].step(url, "resume", REASON)
        assert (taken_back["state"], taken_back["feedback_due_at"]) == ("investigating", due)
        (clock,) = [one for one in taken_back["clocks"] if one["state"] == "running"]
        assert (clock["term"], clock["due_at"]) == ("complaint_feedback", due)
        again = await complaints["clerk"].step(
            url,
            "conclude",
            {"finding": "partly", "opinion": "补充调查后，部分属实。", "measures": "调整排班。"},
        )
        assert (again["state"], again["finding"]) == ("concluded", "partly")
