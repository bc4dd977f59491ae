"""Whom one may let in: people in office at the authority whose role permits it, and nobody else."""

import pytest

from duban.orgs.rules import Role
from support.clues import Clues
from support.people import account

pytestmark = pytest.mark.anyio


async def test_the_section_head_chooses_among_those_who_may_read_clues_here(clues: Clues) -> None:
    officer = await account(clues.world, "officer", "north", Role.ENFORCEMENT_OFFICER)
    await account(clues.world, "supervisor", "north", Role.SUPERVISION_OFFICER)
    await account(clues.world, "stranger", "south", Role.ENFORCEMENT_OFFICER)
    await account(clues.world, "nurse", "north_hospital", Role.INSTITUTION_HEAD)
    (one,) = (await clues["section_head"].get("/clues/colleagues")).json()["items"]
    assert one["id"] == str(officer.user.id)
    url = await clues.register()
    found = await clues["section_head"].step(url, "let-in", {"user_id": one["id"], "reason": "协助核查"})
    assert [let["name"] for let in found["confidants"]] == [one["display_name"]]
    assert (await clues["section_head"].get("/clues/colleagues?name=nobody")).json()["items"] == []


async def test_whoever_lets_nobody_in_has_no_list_of_them(clues: Clues) -> None:
    assert (await clues["keeper"].get("/clues/colleagues")).status_code == 403
