"""Every state of a clue and of a transfer is reached through real steps, and from each exactly RULES' steps lead on."""

from typing import Any

import pytest

from support.clues import (
    ASSESSED,
    CLOSE,
    KEEP,
    REASON,
    REPORT,
    SIGNED,
    TO_DISCIPLINE,
    TO_INSURANCE,
    TRANSFER_PATHS,
    Clues,
    id_in,
)
from support.walk import open_steps

pytestmark = pytest.mark.anyio

KEEPERS = {"keeper", "section_head"}
ASSIGNS = {"section_head"}
APPROVES = {"vice", "chief"}

BESIDE = {"link": KEEPERS, "unlink": KEEPERS, "let_in": ASSIGNS, "let_out": ASSIGNS}
"""What may be done as long as the clue is open. `tell` comes beside it where somebody has to be told at once."""

OPEN: dict[str, dict[str, set[str]]] = {
    "registered": {"take_up": KEEPERS},
    "triaging": {"assess": KEEPERS},
    "proposed": {"approve_keeping": APPROVES, "return_proposal": APPROVES},
    "kept": {"reopen": KEEPERS, "keep_on": APPROVES},
    "administrative": {"reopen": KEEPERS, "conclude": KEEPERS},
}
"""S0 and S1 of machine 5: keeper and section head work, the vice leader approves what nobody else will hear of. Before
it is assessed nothing is decided."""

ON_THE_TRANSFER: dict[str, dict[str, set[str]]] = {
    "proposed": {"approve": APPROVES, "refuse": APPROVES},
    "approved": {"send": KEEPERS},
    "not_approved": {},
    "sent": {"sign": KEEPERS, "urge": KEEPERS, "answer": KEEPERS},
    "signed": {"urge": KEEPERS, "answer": KEEPERS},
    "answered": {"archive": KEEPERS},
    "archived": {},
}
"""登记 → 审批 → 已移交 → 已签收 → 已反馈 → 归档, for other receivers than the police."""

OF_ITS_CLUE = {"not_approved": "triaging"}
"""Where the clue stands then; everywhere else it stays handed on."""


@pytest.mark.parametrize("state", OPEN)
async def test_from_each_state_of_a_clue_only_the_rules_steps_lead_on(clues: Clues, state: str) -> None:
    with clues.world.at("2026-03-02 09:30"):
        url = await clues.make(state)
        assert (await clues.read(url))["state"] == state
        assert await open_steps(clues.people, url) == OPEN[state] | BESIDE


async def test_what_is_closed_stays_closed(clues: Clues) -> None:
    with clues.world.at("2026-03-02 09:30"):
        url = await clues.make("closed")
        assert await open_steps(clues.people, url) == {}
        answer = await clues["keeper"].patch(url, {"title": "另一个标题"}, headers={"If-Match": "*"})
        assert (answer.status_code, answer.json()["code"]) == (409, "clue_closed")


async def test_what_was_assessed_is_proposed_or_penalised_and_what_is_owed_is_told(clues: Clues) -> None:
    with clues.world.at("2026-03-02 09:30"):
        url = await clues.assessed(kind="professional_troublemaker", tout_kinds=[])
        steps = {"assess": KEEPERS, "tell": KEEPERS, "propose": KEEPERS, "penalise": ASSIGNS}
        assert await open_steps(clues.people, url) == steps | BESIDE
        other = await clues.assessed()
        await clues["keeper"].step(other, "propose", CLOSE)
        assert await open_steps(clues.people, other) == {
            "approve_closing": APPROVES, "return_proposal": APPROVES, **BESIDE,
        }  # fmt: skip


@pytest.mark.parametrize("state", TRANSFER_PATHS)
async def test_from_each_state_of_a_transfer_only_the_rules_steps_lead_on(clues: Clues, state: str) -> None:
    with clues.world.at("2026-03-02 09:30"):
        url, clue = await clues.transfer(state)
        assert (await clues.read(url))["state"] == state
        assert await open_steps(clues.people, url) == ON_THE_TRANSFER[state]
        found = await clues.read(clue)
        assert found["state"] == OF_ITS_CLUE.get(state, "referred")
        over = state in ("archived", "not_approved")
        assert found["open_transfers"] == (0 if over else 1)
        assert ("conclude" in await open_steps(clues.people, clue)) == (state == "archived")


async def test_discipline_inspection_is_the_chief_s_to_approve_and_nobody_s_own(clues: Clues) -> None:
    with clues.world.at("2026-03-02 09:30"):
        clue = await clues.assessed(kind="conduct", tout_kinds=[])
        url = await clues.hand_on(clue, TO_DISCIPLINE)
        assert await clues.refused("vice", url, "approve") == (409, "chief_decides")
        assert await clues.refused("vice", url, "refuse", REASON) == (409, "chief_decides")
        assert (await clues["chief"].step(url, "approve"))["approved_by_name"] == "chief"


async def test_nobody_approves_what_he_proposed_himself(clues: Clues) -> None:
    """One who keeps and approves at once is let do one of both."""
    both = {*clues["keeper"].actor.permissions, *clues["chief"].actor.permissions}
    clues.people["both"] = clues.world.person("north", *both, name="both")
    with clues.world.at("2026-03-02 09:30"):
        url = await clues.assessed()
        await clues["both"].step(url, "propose", KEEP)
        for step, body in (("approve-keeping", None), ("return-proposal", REASON)):
            assert await clues.refused("both", url, step, body) == (409, "own_proposal")
        assert (await clues["vice"].step(url, "approve-keeping"))["state"] == "kept"
        transfer = await clues.hand_on(await clues.assessed(), by="both")
        assert await clues.refused("both", transfer, "approve") == (409, "own_proposal")
        assert await clues.refused("both", transfer, "refuse", REASON) == (409, "own_proposal")


async def test_another_proposal_is_not_approved(clues: Clues) -> None:
    with clues.world.at("2026-03-02 09:30"):
        url = await clues.assessed()
        await clues["keeper"].step(url, "propose", CLOSE)
        assert await clues.refused("vice", url, "approve-keeping") == (409, "another_proposal")
        back = await clues["vice"].step(url, "return-proposal", REASON)
        assert (back["state"], back["proposal"], back["proposal_reason"]) == ("triaging", None, None)


async def test_nothing_is_decided_before_it_was_assessed(clues: Clues) -> None:
    with clues.world.at("2026-03-02 09:30"):
        url = await clues.make("triaging")
        assert await clues.refused("keeper", url, "propose", KEEP) == (409, "assess_first")
        assert await clues.refused("section_head", url, "penalise", REASON) == (409, "assess_first")
        answer = await clues["keeper"].post("/clue-transfers", {"clue_id": id_in(url), **TO_INSURANCE})
        assert (answer.status_code, answer.json()["code"]) == (409, "assess_first")


CRIME: dict[str, tuple[str, dict[str, Any], list[str]]] = {
    "a threshold that an officer found": ("scalper", {"threshold_met": True}, ["threshold"]),
    "one penalty before": ("illegal_practice", {"earlier_penalties": 1}, []),
    "two penalties before": ("illegal_practice", {"earlier_penalties": 2}, ["two_penalties"]),
    "slight disability": ("illegal_practice", {"caused_disability": True}, ["disability"]),
    "risk of a class-A epidemic": ("illegal_practice", {"epidemic_risk": True}, ["epidemic"]),
    "fake drugs": ("illegal_practice", {"fake_drugs": True}, ["drugs"]),
    "all of it": (
        "illegal_practice",
        {"threshold_met": True, "earlier_penalties": 5, "caused_disability": True, "epidemic_risk": True,
         "fake_drugs": True},
        ["threshold", "two_penalties", "disability", "epidemic", "drugs"],
    ),
    "the same of what is no illegal practice": (
        "scalper", {"earlier_penalties": 2, "caused_disability": True, "fake_drugs": True}, [],
    ),
}  # fmt: skip
"""C-1, and C-28 (法释〔2008〕5号 art. 2): what has to be referred, whatever is ticked."""


@pytest.mark.parametrize("case", CRIME)
async def test_a_crime_is_referred_and_nothing_takes_its_place(clues: Clues, case: str) -> None:
    kind, found, because = CRIME[case]
    with clues.world.at("2026-03-02 09:30"):
        url = await clues.make("triaging", kind=kind, tout_kinds=[])
        told = await clues["keeper"].step(url, "assess", {**ASSESSED, **found})
        assert (told["must_refer"], told["must_refer_because"]) == (bool(because), because)
        steps = await open_steps(clues.people, url)
        assert ("propose" in steps, "penalise" in steps) == (not because, not because)


async def test_another_organ_does_not_take_the_place_of_the_police(clues: Clues) -> None:
    """C-1: handed on to the insurance, archived there, and still to be referred."""
    with clues.world.at("2026-03-02 09:30"):
        url = await clues.make("triaging")
        await clues["keeper"].step(url, "assess", {**ASSESSED, "threshold_met": True})
        transfer = await clues.hand_on(url)
        await clues.take(transfer, *TRANSFER_PATHS["archived"])
        assert await clues.refused("keeper", url, "conclude", REASON) == (409, "must_be_referred")
        await clues["keeper"].step(url, "assess", ASSESSED)
        assert (await clues["keeper"].step(url, "conclude", REASON))["state"] == "closed"


async def test_a_crime_found_while_it_is_penalised_goes_back(clues: Clues) -> None:
    """Order 310 art. 3: also what comes to light while a breach is handled."""
    with clues.world.at("2026-03-02 09:30"):
        url = await clues.make("administrative")
        await clues["keeper"].step(url, "reopen", REASON)
        await clues["keeper"].step(url, "assess", {**ASSESSED, "threshold_met": True})
        assert await clues.refused("section_head", url, "penalise", REASON) == (409, "must_be_referred")
        assert (await clues.clock(url, "clue_triage"))[0] == "running"


async def test_a_corrected_kind_brings_its_duties_with_it(clues: Clues) -> None:
    """C-28 is reckoned anew; whom the kind asks to tell is to be told from now on, or no longer."""
    with clues.world.at("2026-03-02 09:30"):
        url = await clues.make("triaging", kind="other", tout_kinds=[])
        await clues["keeper"].step(url, "assess", {**ASSESSED, "earlier_penalties": 2})

        async def amend(kind: str) -> dict[str, Any]:
            tag = (await clues["keeper"].get(url)).headers["etag"]
            answer = await clues["keeper"].patch(url, {"kind": kind}, headers={"If-Match": tag})
            assert answer.status_code == 200, answer.text
            found: dict[str, Any] = answer.json()
            return found

        practice = await amend("illegal_practice")
        assert (practice["must_refer"], practice["owes_police"]) == (True, False)
        wound = await amend("abnormal_wound")
        assert (wound["must_refer"], wound["owes_police"]) == (False, True)
        assert await clues.clock(url, "clue_tell_police") == ("running", "2026-03-02T03:30:00Z")
        assert (await amend("other"))["owes_police"] is False
        assert (await clues.clock(url, "clue_tell_police"))[0] == "cancelled"


async def test_who_reported_goes_on_telling_and_reads_no_more(clues: Clues) -> None:
    with clues.world.at("2026-03-02 09:30"):
        made = await clues["nurse"].post("/clue-reports", REPORT)
        url = f"/clue-reports/{made.json()['id']}"
        house = {name: clues[name] for name in ("nurse", "head", "neighbour")}
        assert await open_steps(house, url) == {"tell": {"nurse", "head"}}
        told = {"recipient": "police", "told_who": "城关派出所"}
        found = await clues["nurse"].step(url, "tell", told)
        assert found["told_police_at"] == "2026-03-02T01:30:00Z"
        assert await clues.refused("nurse", url, "tell", told) == (409, "nobody_to_tell")
        assert await open_steps(house, url) == {}
        assert (await clues["keeper"].get(url)).status_code == 403  # the clue of it is the authority's business


async def test_signing_comes_after_sending_and_sending_after_approval(clues: Clues) -> None:
    with clues.world.at("2026-03-02 09:30"):
        url, _ = await clues.transfer("approved")
    with clues.world.at("2026-03-02 15:00"):
        letter = {"document_number": "卫案移〔2026〕12号"}
        early = {**letter, "sent_at": "2026-03-02T09:00:00+08:00"}
        assert await clues.refused("keeper", url, "send", early) == (422, "before_approval")
        due = {**letter, "answer_due_on": "2026-03-01"}
        assert await clues.refused("keeper", url, "send", due) == (422, "before_sending")
        sent = await clues["keeper"].step(url, "send", {**letter, "sent_at": "2026-03-02T10:00:00+08:00"})
        assert (sent["sent_at"], sent["reason"]) == ("2026-03-02T02:00:00Z", TO_INSURANCE["reason"])
        early = {**SIGNED, "signed_at": "2026-03-02T09:59:00+08:00"}
        assert await clues.refused("keeper", url, "sign", early) == (422, "before_sending")
        await clues["keeper"].step(url, "sign", {**SIGNED, "signed_at": "2026-03-02T11:00:00+08:00"})
        asked = await clues["keeper"].step(url, "urge", {"reason": "电话催问"})
        assert (asked["urged_count"], asked["reason"]) == (1, TO_INSURANCE["reason"])
        answered = {"outcome": "filed", "outcome_on": "2026-03-01"}
        assert await clues.refused("keeper", url, "answer", answered) == (422, "before_sending")
