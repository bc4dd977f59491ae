"""Every state of machine 5 is reached through real steps, and from each exactly the regulation leads on: by paper, and
with the police at their own desk."""

import pytest

from support.referrals import PATHS, Referrals
from support.walk import open_steps

pytestmark = pytest.mark.anyio

OFFICERS = {"officer", "officer2"}
CHIEF = {"chief"}
HEAD = {"section_head"}
KEEPERS = {"keeper", "section_head"}
"""Both keep clues; who archives is one of them."""

Steps = dict[str, set[str]]

ANY_TIME: Steps = {"change_team": HEAD, "record_opinion": OFFICERS}
"""While it is open: an officer has to keep away, a letter of the procuratorate comes in."""
PENALISED_BEFORE: Steps = {"record_prior_penalty": OFFICERS}
"""C-21: found out while it is with the team or the police."""

PAPERS: Steps = {"fill_papers": OFFICERS}
POLICE_DECIDE: Steps = {
    "record_forward": OFFICERS,
    "record_not_police": OFFICERS,
    "record_filed": OFFICERS,
    "record_refused": OFFICERS,
}
AFTER_REFUSAL: Steps = {"suggest_supervision": CHIEF, "handle_administratively": CHIEF, "record_filed": OFFICERS}

LEADS_TO: dict[str, Steps] = {
    "team_named": PENALISED_BEFORE | PAPERS,  # S2: no report without the signed one (C-2)
    "reported": PENALISED_BEFORE | PAPERS | {"approve": CHIEF, "reject": CHIEF},  # S3: the chief only (C-3)
    "approved": PENALISED_BEFORE | PAPERS | {"send": OFFICERS},  # S4a
    "not_approved": {"handle_administratively": CHIEF},  # S4b → S9
    "sent": PENALISED_BEFORE  # S5
    | {"record_receipt": OFFICERS, "record_forward": OFFICERS, "record_not_police": OFFICERS},
    "received": PENALISED_BEFORE | POLICE_DECIDE | {"record_papers_asked": OFFICERS},  # S6
    "supplementing": PENALISED_BEFORE | POLICE_DECIDE | {"supplement": OFFICERS},  # S6a: the police may go on (C-9)
    "forwarded": PENALISED_BEFORE  # S6b
    | {"record_receipt": OFFICERS, "record_forward": OFFICERS, "record_not_police": OFFICERS},
    "returned": {},  # S6c: the clue goes on
    "filed": PENALISED_BEFORE | {"hand_over": OFFICERS, "record_result": OFFICERS},  # S7
    "handing_over": PENALISED_BEFORE | {"record_goods_received": OFFICERS, "record_result": OFFICERS},
    "handed_over": PENALISED_BEFORE | {"follow_up": OFFICERS, "record_result": OFFICERS},  # S7b
    "refused": PENALISED_BEFORE | AFTER_REFUSAL | {"ask_reconsideration": CHIEF},  # S8
    "reconsidering": PENALISED_BEFORE | {"record_upheld": OFFICERS, "record_filed": OFFICERS},  # S8a
    "upheld": PENALISED_BEFORE | AFTER_REFUSAL,  # S8c
    "supervised": PENALISED_BEFORE  # S8b
    | {
        "record_explanation_asked": OFFICERS,
        "record_filing_ordered": OFFICERS,
        "record_supervision_outcome": OFFICERS,
        "record_filed": OFFICERS,
        "take_back": OFFICERS,
    },
    "administrative": {"record_penalty": {"handler"}, "name_handler": HEAD, "record_filed": OFFICERS},  # S9
    "concluded": PENALISED_BEFORE | {"take_back": OFFICERS, "archive": KEEPERS},  # S10
    "archived": {},  # S11
}
"""Machine 5, row by row. Steps that still lack their paper (the report, a penalty before the archive) are not open."""

OVER = {"returned", "archived"}


@pytest.mark.parametrize("by_paper", [True, False], ids=["by-paper", "at-their-desk"])
@pytest.mark.parametrize("state", PATHS)
async def test_each_state_is_reached_through_real_steps_and_leads_on_by_law(
    referrals: Referrals, state: str, by_paper: bool
) -> None:
    with referrals.world.at("2026-03-02 09:30"):
        url = await referrals.make(state, by_paper=by_paper)
        found = await referrals.read(url)
        assert (found["state"], found["number"]) == (state, "YS-2026-000001")
        leads = await open_steps(referrals.people, url)
        assert leads == LEADS_TO[state] | ({} if state in OVER else ANY_TIME)
        assert bool(found["handoff_id"]) is (not by_paper and found["sent_at"] is not None and state != "forwarded")


def test_the_table_knows_every_state() -> None:
    assert LEADS_TO.keys() == PATHS.keys()
