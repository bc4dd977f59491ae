"""Every state of the machine is reached through real steps, and from each exactly the regulation's steps lead on."""

import pytest

from support.disputes import PATHS, URL, Disputes
from support.walk import open_steps

pytestmark = pytest.mark.anyio

INSIDE = {"clerk", "head"}
AUTHORITY = {"handler", "section_head", "city"}

HAPPENINGS = {"note_death", "note_rescue", "attend"}
"""What happens, happens in any state while the dispute is open."""

FLAGS = {"flag_major", "flag_accident", "flag_quality_event"}
WAYS = {"negotiate", "request_mediation", "request_admin", "sue"}
"""The lawful ways (art. 22); a suit is open beside every other way and ends it (arts 31, 40)."""

BESIDE_A_WAY = {"state_claim", "withdraw", "sue"}

OF_THE_INSTITUTION: dict[str, set[str]] = {
    "registered": HAPPENINGS | {"inform", "state_claim", "withdraw"},
    "informed": HAPPENINGS | WAYS | BESIDE_A_WAY,
    "negotiating": HAPPENINGS | BESIDE_A_WAY | {"fail_negotiation"},
    "negotiation_failed": HAPPENINGS | WAYS | BESIDE_A_WAY,
    "mediation_requested": HAPPENINGS | BESIDE_A_WAY,
    "mediating": HAPPENINGS | BESIDE_A_WAY,
    "mediation_failed": HAPPENINGS | WAYS | BESIDE_A_WAY,
    "admin_requested": HAPPENINGS | BESIDE_A_WAY,
    "admin_mediating": HAPPENINGS | BESIDE_A_WAY,
    "admin_failed": HAPPENINGS | WAYS | BESIDE_A_WAY,
    "suing": HAPPENINGS | {"state_claim", "leave_court"},
    "settled": HAPPENINGS | {"perform"},
    "mediated": HAPPENINGS | {"perform"},
    "admin_mediated": HAPPENINGS | {"perform"},
    "judged": HAPPENINGS | {"perform"},
    "performing": HAPPENINGS | {"pay"},
    "closed": set(),
    "withdrawn": set(),
}
OF_THE_AUTHORITY: dict[str, set[str]] = {
    "mediation_requested": {"accept_mediation", "decline_mediation"},
    "mediating": {"fail_mediation", "end_mediation"},
    "admin_requested": {"accept_admin", "refuse_admin"},
    "admin_mediating": {"fail_admin", "end_admin"},
    "mediated": {"confirm_in_court"},
}
"""What mediators do is entered by the authority. Concluding needs the agreement among the evidence."""

OF_BOTH: dict[str, set[str]] = {
    **dict.fromkeys(OF_THE_INSTITUTION, FLAGS),
    **{state: FLAGS | {"call_back"} for state in ("settled", "mediated", "admin_mediated", "judged", "performing")},
    "closed": {"call_back"},
    "withdrawn": set(),
}


@pytest.mark.parametrize("state", PATHS)
async def test_each_state_is_reached_through_real_steps_and_leads_on_by_law(disputes: Disputes, state: str) -> None:
    with disputes.world.at("2026-03-02 09:30"):
        url = await disputes.make(state)
        found = await disputes.read(url)
        assert found["state"] == state
        (line,) = (await disputes["handler"].get(f"{URL}?state={state}")).json()["items"]
        assert line["number"] == found["number"] == "DS-2026-000001"
        assert await open_steps(disputes.people, url) == {
            **dict.fromkeys(OF_THE_INSTITUTION[state], INSIDE),
            **dict.fromkeys(OF_THE_AUTHORITY.get(state, set()), AUTHORITY),
            **dict.fromkeys(OF_BOTH[state], INSIDE | AUTHORITY),
        }


async def test_who_went_to_the_scene_is_entered_when_it_is_known(disputes: Disputes) -> None:
    """D02-R29: on a Saturday that is a working day (14 February 2026) as on any other."""
    with disputes.world.at("2026-02-14 10:00"):
        url = await disputes.make("informed")
        went = {"people_at_scene": "医务科科长、骨科主任", "at_scene_at": "2026-02-14T09:40:00+08:00"}
        found = await disputes["clerk"].step(url, "attend", went)
        assert (found["people_at_scene"], found["at_scene_at"]) == ("医务科科长、骨科主任", "2026-02-14T01:40:00Z")
        assert found["state"] == "informed"
        assert await disputes.refused("handler", url, "attend", went) == (409, "not_the_institution")
