"""The machine against the rules, written by hand: which moves exist, who takes them, what must hold.

Expectations come from the office practice that the machine follows (roles per row of the machine), never from the code.
"""

import re
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from duban.kernel.errors import Conflict, Forbidden
from duban.kernel.terms import Mark, Unit
from duban.kernel.workflow import By
from duban.orgs.rules import ROLES, Role
from duban.rectification.rules import NOTICE_NUMBER, TASK, raised
from duban.rectification.terms import LOOK_BACK_PLAN, RECTIFICATION, due_when_issued, extension_limit
from duban.rectification.words import Mode, Risk, TaskState

HOSPITAL, BUREAU, CITY = UUID(int=1), UUID(int=2), UUID(int=4)
SOMEBODY, DRAFTER, OBJECTOR, ASKER, SUBMITTER, CHECKER, AMENDER, CLOSER = (UUID(int=n) for n in range(10, 18))
NOW = datetime(2026, 3, 10, 1, tzinfo=UTC)
ALL = frozenset({step.permission for step in TASK.steps})

MOVES = {
    ("draft", "issue"): "issued",
    ("draft", "withdraw"): "withdrawn",
    ("issued", "accept"): "rectifying",
    ("issued", "object"): "objected",
    ("objected", "uphold"): "issued",
    ("objected", "vary"): "issued",
    ("objected", "revoke"): "revoked",
    ("rectifying", "request_extension"): "rectifying",
    ("rectifying", "grant_extension"): "rectifying",
    ("rectifying", "refuse_extension"): "rectifying",
    ("rectifying", "submit"): "submitted",
    ("returned", "submit"): "submitted",
    ("submitted", "start_verification"): "verifying",
    ("verifying", "record_opinion"): "verifying",
    ("verifying", "close"): "closed",
    ("verifying", "close_high_risk"): "closed",
    ("verifying", "return"): "returned",
    ("issued", "escalate"): "issued",
    ("rectifying", "escalate"): "rectifying",
    ("returned", "escalate"): "returned",
    ("closed", "plan_look_back"): "closed",
    ("closed", "consolidate"): "consolidated",
    ("closed", "relapse"): "relapsed",
    ("issued", "promise"): "issued",
    ("rectifying", "promise"): "rectifying",
    ("returned", "promise"): "returned",
    ("closed", "publish"): "closed",
    ("consolidated", "publish"): "consolidated",
    ("closed", "record_evaluation"): "closed",
    ("consolidated", "record_evaluation"): "consolidated",
    ("relapsed", "record_evaluation"): "relapsed",
}
STEPS = sorted({step for _, step in MOVES})

OPENED: dict[str, dict[str, Any]] = {
    "request_extension": {"extension_asked_by_id": None},
    "close_high_risk": {"risk": "high"},
    "record_evaluation": {"published_at": NOW},
}
"""What a task needs besides `task()` for a step whose guards exclude those of another."""

IC, IH, CH, EO = Role.INSTITUTION_CLERK, Role.INSTITUTION_HEAD, Role.CASE_HANDLER, Role.ENFORCEMENT_OFFICER
SH, VL, CF, SV = Role.SECTION_HEAD, Role.VICE_LEADER, Role.CHIEF, Role.SUPERVISION_OFFICER

NAMED = {
    "issue": {SH},
    "withdraw": {CH, EO},  # who drafts
    "accept": {IC},
    "object": {IC},
    "uphold": {SH, VL},
    "vary": {SH, VL},
    "revoke": {SH, VL},
    "request_extension": {IC},
    "grant_extension": {VL},
    "refuse_extension": {VL},
    "submit": {IH},
    "start_verification": {CH},
    "record_opinion": {CH},
    "close": {SH},
    "close_high_risk": {VL},
    "return": {CH},
    "escalate": {SV},
    "plan_look_back": {CH},
    "consolidate": {CH},
    "relapse": {CH},
    "promise": {IH},
    "publish": {IH},
    "record_evaluation": {CH},
}
"""Who takes each step by the machine of the ledger (整改台账), row by row."""

BESIDES = {
    # The leaders of the organ decide what their section may decide.
    "issue": {VL, CF},
    "uphold": {CF},
    "vary": {CF},
    "revoke": {CF},
    "grant_extension": {CF},
    "refuse_extension": {CF},
    "close": {VL, CF},
    "close_high_risk": {CF},
    "escalate": {SH, VL, CF},
    # The section head is a handler of the section; supervision drafts what a superior ordered, and takes it back.
    "withdraw": {SH, SV},
    # An enforcement officer goes there as the second checker, and says what he found.
    "start_verification": {EO, SH},
    "record_opinion": {EO, SH},
    "return": {EO, SH},
    # Supervision (督办) looks back too: neither checker nor closer may, and a small section has nobody else.
    "plan_look_back": {EO, SH, SV},
    "consolidate": {EO, SH, SV},
    "relapse": {EO, SH, SV},
    "record_evaluation": {EO, SH, SV},
    # The head may do what the clerk does; what the unit promises and publishes, it may write through its clerk.
    "accept": {IH},
    "object": {IH},
    "request_extension": {IH},
    "promise": {IC},
    "publish": {IC},
}
"""Who else may, and why. Nobody who stands in neither table."""

WHO = {step: NAMED[step] | BESIDES.get(step, set()) for step in NAMED}
INSTITUTION_STEPS = {"accept", "object", "request_extension", "submit", "promise", "publish"}
OWN = {
    "issue": DRAFTER,
    "uphold": OBJECTOR,
    "vary": OBJECTOR,
    "revoke": OBJECTOR,
    "grant_extension": ASKER,
    "refuse_extension": ASKER,
    "start_verification": SUBMITTER,
    "record_opinion": SUBMITTER,
    "close": SUBMITTER,
    "close_high_risk": SUBMITTER,
    "return": SUBMITTER,
}
"""Nobody approves his own submission: for each deciding step, the person whose submission it decides."""


def task(state: str, **changes: Any) -> SimpleNamespace:
    """A task on which every guard but the mutually exclusive ones is satisfied."""
    values: dict[str, Any] = {
        "state": state,
        "organisation_id": HOSPITAL,
        "issuer_id": BUREAU,
        "org_l1": CITY,
        "org_l2": BUREAU,
        "org_l3": HOSPITAL,
        "org_l4": None,
        "org_l5": None,
        "problem": "问题",
        "basis": "依据",
        "measure": "措施",
        "standard": "标准",
        "responsible_person": "总务科",
        "mode": "time_limited",
        "risk": "medium",
        "due_on": date(2026, 3, 31),
        "drafted_by_id": DRAFTER,
        "amender_ids": [str(AMENDER)],
        "objected_by_id": OBJECTOR,
        "objection_due_at": datetime(2026, 3, 12, 16, tzinfo=UTC),
        "extension_asked_by_id": ASKER,
        "extended_at": None,
        "after_count": 1,
        "after_submitted": 0,
        "submitted_by_id": SUBMITTER,
        "checker_ids": [str(CHECKER)],
        "accepting_opinions": 2,
        "rejecting_opinions": 0,
        "closed_at": datetime(2026, 3, 9, 15, tzinfo=UTC),
        "closed_by_id": CLOSER,
        "look_back_on": date(2026, 6, 9),
        "overdue_at": NOW,
        "promised_at": None,
        "published_at": None,
    }
    return SimpleNamespace(**values | changes)


def opened(state: str, step: str, **changes: Any) -> SimpleNamespace:
    return task(state, **OPENED.get(step, {}) | changes)


def by(actor: UUID = SOMEBODY, *, at: datetime = NOW, institution: bool = False, **changes: Any) -> By:
    organisation = HOSPITAL if institution else BUREAU
    return By(actor, organisation, changes.get("permissions", ALL), at, institution)


def code(task: Any, step: str, who: By) -> str | None:
    refused = TASK.refusal(task, step, who)
    return refused.code if refused else None


@pytest.mark.parametrize("state", [state.value for state in TaskState])
@pytest.mark.parametrize("step", STEPS)
def test_these_moves_and_no_others(state: str, step: str) -> None:
    assert code(opened(state, step), step, by()) == (None if (state, step) in MOVES else "wrong_state")


def test_each_move_leads_where_the_machine_says_and_no_step_is_forgotten() -> None:
    assert {s.name for s in TASK.steps} == set(STEPS)
    for (state, step), target in MOVES.items():
        assert (TASK[step].target or state) == target


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("step", STEPS)
def test_these_roles_and_no_others_take_each_step_in_each_state(step: str, role: Role) -> None:
    who = by(permissions=ROLES[role].permissions, institution=role in (IC, IH))
    for state in TaskState:
        expected = "permission_missing" if role not in WHO[step] else None if (state, step) in MOVES else "wrong_state"
        assert code(opened(state, step), step, who) == expected, state


def test_no_step_of_the_machine_is_without_its_people() -> None:
    assert set(NAMED) == set(STEPS)
    assert [step for step in BESIDES if BESIDES[step] & NAMED[step]] == []


DELEGATED = {"start_verification", "record_opinion", "record_evaluation"}
"""Checking may be left to the authority on the spot; it decides nothing."""


@pytest.mark.parametrize("step", sorted(set(STEPS) - INSTITUTION_STEPS))
def test_an_authority_below_the_issuer_decides_nothing(step: str) -> None:
    for state in (state for state, name in MOVES if name == step):
        citys = opened(state, step, issuer_id=CITY)
        assert code(citys, step, by()) == (None if step in DELEGATED else "superior_decides")
        assert code(citys, step, By(SOMEBODY, CITY, ALL, NOW)) is None
        assert code(opened(state, step), step, By(SOMEBODY, CITY, ALL, NOW)) is None  # above the issuer


def test_where_the_institution_was_moved_away_from_its_issuer_those_now_above_it_decide() -> None:
    assert code(opened("draft", "issue", issuer_id=UUID(int=99)), "issue", by()) is None


@pytest.mark.parametrize("step", STEPS)
def test_without_the_permission_every_step_is_forbidden(step: str) -> None:
    state = next(state for state, name in MOVES if name == step)
    refused = TASK.refusal(opened(state, step), step, by(permissions=ALL - {TASK[step].permission}))
    assert isinstance(refused, Forbidden)


@pytest.mark.parametrize("step", sorted(set(STEPS) - INSTITUTION_STEPS))
def test_nobody_from_an_institution_decides_whatever_permissions_he_holds(step: str) -> None:
    for state in (state for state, name in MOVES if name == step):
        assert code(opened(state, step), step, by(institution=True)) == "own_case"
        elsewhere = By(SOMEBODY, UUID(int=3), ALL, NOW, from_institution=True)
        assert code(opened(state, step), step, elsewhere) == "own_case"
        responsible = By(SOMEBODY, HOSPITAL, ALL, NOW, from_institution=False)
        assert code(opened(state, step), step, responsible) == "own_case"


@pytest.mark.parametrize(("step", "person"), sorted(OWN.items()))
def test_nobody_approves_his_own_submission(step: str, person: UUID) -> None:
    state = next(state for state, name in MOVES if name == step)
    assert code(opened(state, step), step, by(person)) == "own_submission"
    assert code(opened(state, step), step, by()) is None


def test_who_rewrote_a_draft_does_not_issue_it() -> None:
    assert code(task("draft"), "issue", by(AMENDER)) == "own_submission"


@pytest.mark.parametrize("step", ["consolidate", "relapse"])
def test_neither_a_checker_nor_the_closer_looks_back_and_nobody_on_the_closing_day(step: str) -> None:
    assert code(task("closed"), step, by(CHECKER)) == "own_submission"
    assert code(task("closed"), step, by(CLOSER)) == "own_submission"
    # 16:00 UTC is midnight in Shanghai: closed on the 9th at 23:00, looked back on from the 10th on.
    assert code(task("closed"), step, by(at=datetime(2026, 3, 9, 15, 59, tzinfo=UTC))) == "looked_back_too_early"
    assert code(task("closed"), step, by(at=datetime(2026, 3, 9, 16, tzinfo=UTC))) is None


@pytest.mark.parametrize(("step", "risk"), [("close", "medium"), ("close", "low"), ("close_high_risk", "high")])
def test_a_checker_does_not_close_what_he_checked(step: str, risk: str) -> None:
    assert code(opened("verifying", step, risk=risk), step, by(CHECKER)) == "own_submission"


@pytest.mark.parametrize(
    ("state", "step", "changes", "refusal"),
    [
        ("draft", "issue", {"basis": None}, "incomplete"),
        ("draft", "issue", {"measure": None}, "incomplete"),
        ("draft", "issue", {"standard": None}, "incomplete"),
        ("draft", "issue", {"responsible_person": None}, "incomplete"),
        ("draft", "issue", {"due_on": date(2026, 3, 9)}, "deadline_passed"),
        ("draft", "issue", {"due_on": date(2026, 3, 10)}, None),
        ("draft", "issue", {"due_on": date(2026, 3, 9), "mode": "immediate"}, None),
        ("issued", "object", {"objection_due_at": NOW}, "objection_term_over"),
        ("issued", "object", {"objection_due_at": None}, "objection_decided"),
        ("rectifying", "request_extension", {"mode": "immediate"}, "immediate_task"),
        ("rectifying", "request_extension", {"extended_at": NOW}, "already_extended"),
        ("rectifying", "request_extension", {"extension_asked_by_id": ASKER}, "extension_pending"),
        ("rectifying", "request_extension", {"due_on": date(2026, 3, 9)}, "term_over"),
        ("rectifying", "request_extension", {"due_on": date(2026, 3, 10)}, None),
        ("rectifying", "grant_extension", {"extension_asked_by_id": None}, "no_extension_asked"),
        ("rectifying", "refuse_extension", {"extension_asked_by_id": None}, "no_extension_asked"),
        ("rectifying", "submit", {"after_count": 0}, "no_evidence_after"),
        ("returned", "submit", {"after_count": 0}, "no_evidence_after"),
        ("returned", "submit", {"after_count": 2, "after_submitted": 2}, "no_new_evidence_after"),
        ("returned", "submit", {"after_count": 3, "after_submitted": 2}, None),
        ("verifying", "return", {"accepting_opinions": 0, "rejecting_opinions": 0}, "no_opinion_given"),
        ("verifying", "return", {"accepting_opinions": 0, "rejecting_opinions": 1}, None),
        ("verifying", "close", {"accepting_opinions": 1}, "opinions_missing"),
        ("verifying", "close", {"accepting_opinions": 2, "rejecting_opinions": 1}, "opinion_against"),
        ("verifying", "close", {"risk": "high"}, "high_risk"),
        ("verifying", "close_high_risk", {"risk": "medium"}, "not_high_risk"),
        ("verifying", "close_high_risk", {"accepting_opinions": 1}, "opinions_missing"),
        ("rectifying", "escalate", {"overdue_at": None}, "not_overdue"),
        ("rectifying", "escalate", {"overdue_at": None, "due_on": date(2026, 3, 9)}, None),
        ("rectifying", "escalate", {"overdue_at": NOW}, None),
        ("rectifying", "promise", {"promised_at": NOW}, "already_promised"),
        ("closed", "publish", {"published_at": NOW}, "already_published"),
        ("closed", "record_evaluation", {"published_at": None}, "not_published"),
    ],
)
def test_what_must_hold_before_a_step(state: str, step: str, changes: dict[str, Any], refusal: str | None) -> None:
    assert code(opened(state, step, **changes), step, by()) == refusal


def test_a_second_opinion_comes_from_a_second_person() -> None:
    assert code(task("verifying"), "record_opinion", by(CHECKER)) == "opinion_given"


def test_the_notice_names_what_it_lacks_in_both_languages() -> None:
    refused = TASK.refusal(task("draft", basis=None, standard=""), "issue", by())
    assert isinstance(refused, Conflict)
    assert refused.text.zh == "下发前请补全：依据、整改标准。"
    assert refused.text.en == "Fill in before issuing: basis, standard."


@pytest.mark.parametrize(
    ("started", "due", "latest"),
    [
        (date(2026, 3, 2), date(2026, 4, 1), date(2026, 4, 16)),  # 30 days, half is 15
        (date(2026, 3, 2), date(2026, 3, 31), date(2026, 4, 14)),  # 29 days, half is 14 whole days
        (date(2026, 3, 2), date(2026, 3, 4), date(2026, 3, 5)),
        (date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 3)),  # one day has no half
        (date(2026, 3, 2), date(2026, 3, 2), date(2026, 3, 2)),
    ],
)
def test_more_time_is_at_most_half_the_term(started: date, due: date, latest: date) -> None:
    assert extension_limit(started, due) == latest


def test_an_immediate_task_is_due_the_day_it_is_issued() -> None:
    drafted, issued = date(2026, 3, 2), date(2026, 3, 5)
    assert due_when_issued(Mode.IMMEDIATE, drafted, issued) == issued
    assert due_when_issued(Mode.TIME_LIMITED, date(2026, 4, 1), issued) == date(2026, 4, 1)


def test_a_relapse_weighs_more() -> None:
    assert raised(1) == 2
    assert raised(3) == 4


@pytest.mark.parametrize(
    ("number", "good"),
    [
        ("卫办发〔2026〕12号", True),
        ("渝卫发〔2025〕47号", True),
        ("卫办发[2026]12号", False),  # square brackets
        ("卫办发〔26〕12号", False),  # the year is written in full
        ("卫办发〔2026〕第12号", False),
        ("卫办发〔2026〕012号", False),
        ("〔2026〕12号", False),
    ],
)
def test_a_notice_number_is_written_as_the_standard_for_official_papers_says(number: str, good: bool) -> None:
    assert bool(re.search(NOTICE_NUMBER, number)) is good


def test_each_length_of_time_is_a_default_that_a_region_may_set() -> None:
    lengths = {term.name: (term.amount, term.unit) for term in (*TASK.terms(), LOOK_BACK_PLAN)}
    assert lengths == {
        "rectification": (30, Unit.CALENDAR_DAYS),
        "rectification_sign_for": (3, Unit.WORKING_DAYS),
        "rectification_objection": (5, Unit.WORKING_DAYS),
        "rectification_objection_decision": (5, Unit.WORKING_DAYS),
        "rectification_extension_decision": (3, Unit.WORKING_DAYS),
        "rectification_verification": (10, Unit.CALENDAR_DAYS),
        "rectification_look_back": (6, Unit.MONTHS),
        "rectification_look_back_plan": (3, Unit.MONTHS),
    }
    for term in (*TASK.terms(), LOOK_BACK_PLAN, RECTIFICATION):
        assert (term.mark, term.setting) == (Mark.DEFAULT, True)


def test_high_risk_is_the_only_one_that_changes_who_closes() -> None:
    for risk in Risk:
        refused = code(task("verifying", risk=risk), "close", by())
        assert refused == ("high_risk" if risk is Risk.HIGH else None)
