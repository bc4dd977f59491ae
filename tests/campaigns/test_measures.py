"""What counts towards a target: declared for every target that can be counted, and derived for plans we do not know."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from duban.campaigns.areas import one_per_area, within
from duban.campaigns.clause import Target
from duban.campaigns.clauses import clauses_of
from duban.campaigns.expansions import Owners, ProofKind
from duban.campaigns.figures import Member, figures, holds, organisation_figure
from duban.campaigns.forms import shipped_forms
from duban.campaigns.measures import Count, Counting, Measure
from duban.campaigns.plans import Plan, plan_from, shipped_plans
from duban.kernel.clock import now
from duban.kernel.organisations import OrganisationKind

PLANS = {plan.id: plan for plan in shipped_plans()}
ALL = pytest.mark.parametrize("plan", shipped_plans(), ids=lambda plan: plan.id)
UNCOUNTED = {"security_check", "mediation_success_and_satisfaction"}
"""A pilot in one or two hospitals of each place, if it likes; two rates that are to rise. No figure says either."""


def with_parts(plan: Plan, **parts: object) -> Plan:
    return plan_from({**plan.model_dump(mode="json", by_alias=True), **parts})


@ALL
def test_every_target_is_counted_by_something_that_is_owed_or_known_not_to_be(plan: Plan) -> None:
    clauses = {clause.code: clause for clause in clauses_of(plan)}
    for clause in clauses.values():
        for target in clause.targets:
            if target.count is None:
                assert target.metric in UNCOUNTED
                continue
            for code in target.count.clauses:
                counted = clauses[code]
                if target.count.counting is Counting.REPORTS:
                    # Whoever the target counts can reach it: each of its types owes what is counted.
                    assert set(target.institution_types) <= set(counted.owners.institution_types)
                else:
                    assert set(target.count.indicators) <= set(shipped_forms()[counted.form or ""].by_code())


@pytest.mark.parametrize(
    ("plan_id", "code", "types"),
    [
        ("D07", "P2.rectified", ("medical_institution",)),
        ("D08", "P1.rectified", ("hospital",)),
        (
            "D10",
            "P2.rectified",
            (
                "hospital",
                "township_health_centre",
                "community_health_centre",
                "community_health_station",
                "outpatient_department",
                "clinic",
            ),
        ),
    ],
)
def test_each_institution_that_is_to_be_covered_records_its_own_rectification(
    plan_id: str, code: str, types: tuple[str, ...]
) -> None:
    (found,) = [c for c in clauses_of(PLANS[plan_id]) if c.code.endswith(".rectified")]
    assert (found.code, found.owners, found.proof) == (code, Owners(institution_types=types), ProofKind.RECORD)
    assert not found.zero_allowed


def test_a_plan_that_we_do_not_know_gets_the_same_record_and_its_percentage_from_the_general_form() -> None:
    phases = PLANS["D08"].model_dump(mode="json", by_alias=True)["phases"]
    task = PLANS["D08"].model_dump(mode="json", by_alias=True)["key_tasks"][0]
    target = {
        "text": "整改率达到90%",
        "metric": "own_metric",
        "population": "存在问题的医院",
        "operator": ">=",
        "value": 90,
        "unit": "percent",
        "best_effort": False,
        "due": None,
    }
    plan = with_parts(PLANS["D08"], id="2026-01", phases=phases, key_tasks=[{**task, "targets": [target]}])
    clauses = {c.code: c for c in clauses_of(plan)}
    assert clauses["P1.rectified"].owners == Owners(institution_types=("hospital",))
    (coverage,) = clauses["P1.coverage"].targets
    assert coverage.count == Count(Counting.REPORTS, ("P1.rectified",), approved=True, institution_types=("hospital",))
    (own,) = clauses["T1.key_task_progress"].targets
    assert own.count is not None
    assert (own.count.indicators, own.count.area) == (("units_done", "units"), True)
    institutions = {**task, "targets": [target], "responsible_units": [{"name": "各医院", "code": "hospital"}]}
    plan_of_theirs = with_parts(plan, key_tasks=[institutions])
    (theirs,) = {c.code: c for c in clauses_of(plan_of_theirs)}["T1.key_task_progress"].targets
    assert theirs.count is not None
    assert not theirs.count.area  # hospitals of one region speak each of themselves
    two = with_parts(plan, key_tasks=[{**task, "targets": [target, {**target, "metric": "other"}]}])
    (one, other) = {c.code: c for c in clauses_of(two)}["T1.key_task_progress"].targets
    assert (one.count, other.count) == (None, None)  # the form has one rate and cannot be both


@pytest.mark.parametrize(
    "data",
    [
        {"form": "drinking_water"},
        {"form": "drinking_water", "total": ["households"], "yes": ["sampling_plan"]},
        {"form": "drinking_water", "total": ["no_such"]},
        {"form": "drinking_water", "yes": ["households"]},
        {"form": "no_such_form", "total": ["households"]},
        {"total": ["households"]},
        {"form": "drinking_water", "reports": {}, "institution_types": ["cdc"]},
        {"reports": {}},
        {"reports": {}, "institution_types": ["cdcs"]},
    ],
)
def test_a_measure_that_could_not_be_counted_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Measure.model_validate(data)


@pytest.mark.parametrize(
    ("code", "other", "inside"),
    [
        ("990102", "990100", True),
        ("990102", "990000", True),
        ("990100", "990102", False),
        ("990202", "990100", False),
        ("991001", "991000", True),
        ("991101", "991000", False),
        ("990102", "990102", True),
        ("990102003000", "990102", True),
        ("990102003001", "990102003000", True),
        ("990102013000", "990102010000", False),
        ("990102", None, False),
    ],
)
def test_an_area_lies_in_another_by_the_pairs_of_its_code(code: str, other: str | None, inside: bool) -> None:
    assert within(code, other) is inside


def member(number: int, region: str | None, part: int | None, whole: int | None, **given: Any) -> Member:
    known = part is not None
    fields: dict[str, Any] = {
        "id": UUID(int=number),
        "name": f"m{number}",
        "region_code": region,
        "kind": OrganisationKind.HEALTH_AUTHORITY,
        "reported": known,
        "reached": False,
        "counted": known,
        "part": None if part is None else Decimal(part),
        "whole": None if whole is None else Decimal(whole),
        "duty_id": None,
        "duty_number": None,
        "period": None,
        "reported_at": now() if known else None,
    }
    return Member(**{**fields, **given})


def test_an_area_is_added_once_whoever_reports_on_it() -> None:
    """County and regulator report on the same area, the city on all of its own: 3 of 4 and, apart, 5 of 6."""
    found = one_per_area(
        [
            member(1, "990100", 3, 4),
            member(2, "990102", 2, 2),
            member(3, "990201", 4, 6, kind=OrganisationKind.OTHER_AGENCY),
            member(4, "990201", 5, 6),
            member(5, "990301", None, None),
            member(6, None, 1, 1),
        ]
    )
    assert [m.counted for m in found] == [True, False, False, True, False, True]
    share = figures(found, Count(Counting.SHARE, ("C",), indicators=("a", "b"), area=True), now().date())
    assert (share["reached"], share["population"], share["percent"]) == (9, 11, 81.82)


def target(op: Any, value: Any) -> Target:
    return Target("/t", "目标", op, value, "percent", "机构")


@pytest.mark.parametrize(
    ("count", "wanted", "values", "expected"),
    [
        # silent: of a share nothing is known, of a count it is one that has not reached it
        (Count(Counting.SHARE, ("C",), indicators=("a", "b")), ("=", 100), None, (False, False)),
        (Count(Counting.EACH, ("C",), indicators=("a",), yes=True, each=True), ("=", 6), None, (False, True)),
        (Count(Counting.REPORTS, ("C",)), ("=", 100), None, (False, True)),
        (Count(Counting.REPORTS, ("C",)), ("=", 100), {}, (True, True)),
        # yes to all, as both engines give it
        (Count(Counting.EACH, ("C",), indicators=("a", "b"), yes=True), ("=", 6), {"a": "true", "b": 1}, (True, True)),
        (
            Count(Counting.EACH, ("C",), indicators=("a", "b"), yes=True),
            ("=", 6),
            {"a": True, "b": "false"},
            (False, True),
        ),
        # an institution without an emergency department leaves the question open: it is not one of those asked
        (Count(Counting.EACH, ("C",), indicators=("a",), yes=True, each=True), ("=", 24), {"a": None}, (False, False)),
        (Count(Counting.EACH, ("C",), indicators=("a",), each=True), ("=", 10), {"a": "10"}, (True, True)),
        (Count(Counting.EACH, ("C",), indicators=("a",), each=True), (">=", 3), {"a": 2}, (False, True)),
        (Count(Counting.SHARE, ("C",), indicators=("a", "b")), (">=", 75), {"a": 3, "b": "4"}, (True, True)),
        (Count(Counting.SHARE, ("C",), indicators=("a", "b"), each=True), ("=", 24), {"a": 3, "b": 4}, (False, True)),
        (Count(Counting.SHARE, ("C",), indicators=("a", "b")), ("=", 100), {"a": 0, "b": 0}, (False, True)),
    ],
)
def test_what_one_organisation_adds_follows_from_its_own_figures(
    count: Count, wanted: tuple[Any, Any], values: dict[str, Any] | None, expected: tuple[bool, bool]
) -> None:
    own = organisation_figure(count, target(*wanted), values)
    assert (own.reached, own.counted) == expected


@pytest.mark.parametrize(
    ("op", "value", "figure", "held"),
    [
        (">=", 40, "40", True),
        (">=", 40, "39.99", False),
        ("=", 100, "99.996", False),
        ("<=", 5, "5", True),
        ("between", [1, 2], "2", True),
        ("between", [1, 2], "3", False),
        ("rising", None, "3", None),
        ("=", 100, None, None),
    ],
)
def test_a_figure_is_held_against_the_plans_own_comparison(
    op: str, value: Any, figure: str | None, held: bool | None
) -> None:
    assert holds(op, value, None if figure is None else Decimal(figure)) is held
