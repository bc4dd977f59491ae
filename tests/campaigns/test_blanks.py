"""Blanks: each plan asks for what its text leaves open, and takes the answers that complete it."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.campaigns.blanks import BlankKind, blanks
from duban.campaigns.filling import FilledPlan, fill
from duban.campaigns.plans import Plan, plan_from, shipped_plans
from duban.campaigns.suggesting import shift
from duban.campaigns.windows import Window
from duban.kernel.errors import Invalid

PLANS = {plan.id: plan for plan in shipped_plans()}
always = settings(derandomize=True, database=None, deadline=None, max_examples=60)

# Read off the documents: what cannot be launched without an answer.
REQUIRED = {
    "D01": ["/start_year"],
    "D03": [],
    "D05": [],
    "D07": [
        "/period",
        "/phases/0/period",
        "/phases/1/period",
        "/phases/1/coverage_targets/0/due/date",
        "/phases/1/coverage_targets/1/due/date",
        "/phases/1/coverage_targets/2/due/date",
        "/phases/2/period",
        "/phases/3/period",
    ],
    "D08": ["/period", "/phases/0/period", "/phases/1/period", "/reporting_duties/0/due/date"],
    "D09": ["/period", "/phases/0/period", "/phases/1/period", "/reporting_duties/2/due/date"],
    "D10": ["/period", "/phases/0/period/to", "/phases/1/period", "/phases/2/period", "/phases/3/period"],
    "D11": [],
    "D12": ["/period", "/phases/0/period", "/phases/1/period", "/phases/2/period"],
}


def window(start: str, end: str) -> Window:
    return Window(date.fromisoformat(start), date.fromisoformat(end))


def refused(plan: Plan, answers: dict[str, object]) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        fill(plan, answers)
    assert caught.value.code == "plan_not_filled"
    assert all(error.text.zh and error.text.en for error in caught.value.errors)
    return {error.pointer: error.code for error in caught.value.errors}


def changed(plan: Plan, **parts: object) -> Plan:
    return plan_from({**plan.model_dump(mode="json", by_alias=True), **parts})


@pytest.mark.parametrize("plan_id", REQUIRED)
def test_a_plan_asks_for_what_its_text_leaves_open(plan_id: str) -> None:
    assert [blank.pointer for blank in blanks(PLANS[plan_id]) if blank.required] == REQUIRED[plan_id]


@pytest.mark.parametrize("plan_id", REQUIRED)
def test_without_answers_exactly_the_required_ones_are_missing(plan_id: str) -> None:
    plan = PLANS[plan_id]
    if REQUIRED[plan_id]:
        assert refused(plan, {}) == dict.fromkeys(REQUIRED[plan_id], "answer_missing")
    else:
        assert fill(plan, {}).plan is plan


@pytest.mark.parametrize("plan_id", REQUIRED)
def test_every_blank_points_at_its_own_place_and_asks_in_both_languages(plan_id: str) -> None:
    found = blanks(PLANS[plan_id])
    assert len({blank.pointer for blank in found}) == len(found)
    assert all(blank.question.zh != blank.question.en for blank in found)


def test_a_blank_shows_the_words_of_the_document() -> None:
    by_pointer = {blank.pointer: blank for blank in blanks(PLANS["D07"])}
    assert by_pointer["/period"].as_given == "20__年__月至20__年__月"
    assert by_pointer["/phases/1/coverage_targets/0/due/date"].as_given == "__月份"
    assert by_pointer["/reporting_duties/3/due/date"].required is False
    assert by_pointer["/issuer"].kind is BlankKind.PARTY


def test_a_leader_whose_name_is_blanked_is_asked_for_once() -> None:
    leaders = [blank for blank in blanks(PLANS["D08"]) if blank.kind is BlankKind.PARTY]
    assert [(blank.pointer, blank.as_given) for blank in leaders] == [("/key_tasks/0/lead/0", "张__")]


def test_the_national_plan_of_2013_is_dated_by_itself_though_long_past() -> None:
    filled = fill(PLANS["D05"], {})
    assert filled.window == window("2013-12-01", "2014-11-30")
    assert filled.phases == {
        "P1": window("2013-12-01", "2014-01-31"),
        "P2": window("2014-02-01", "2014-09-30"),
        "P3": window("2014-10-01", "2014-11-30"),
    }
    assert filled.due_dates["RD4"] == (date(2014, 10, 31),)


def test_the_first_ten_days_of_a_month_end_on_the_tenth() -> None:
    assert fill(PLANS["D11"], {}).phases["P1"] == window("2016-07-01", "2016-08-10")


def test_one_year_dates_all_months_of_a_plan() -> None:
    filled = fill(PLANS["D01"], {"/start_year": 2018})
    assert filled.window == window("2018-08-01", "2018-12-31")
    assert filled.phases == {
        "P1": window("2018-08-01", "2018-08-31"),
        "P2": window("2018-09-01", "2018-10-31"),
        "P3": window("2018-11-01", "2018-12-31"),
    }


def months(first: int | None, last: int | None, **more: object) -> dict[str, object]:
    keys = ("as_given", "from", "to", "month_from", "month_to", "duration", "note")
    return {**dict.fromkeys(keys), "month_from": first, "month_to": last, **more}


def phases_of(plan: Plan, *periods: dict[str, object]) -> list[dict[str, object]]:
    parts = plan.model_dump(mode="json", by_alias=True)["phases"]
    return [{**part, "period": period} for part, period in zip(parts, periods, strict=True)]


def test_months_that_pass_the_new_year_go_on_in_the_next_year() -> None:
    plan = PLANS["D01"]
    crossing = changed(plan, period=months(11, 4), phases=phases_of(plan, months(11, 11), months(12, 2), months(3, 4)))
    filled = fill(crossing, {"/start_year": 2026})
    assert filled.window == window("2026-11-01", "2027-04-30")
    assert filled.phases["P2"] == window("2026-12-01", "2027-02-28")
    assert filled.phases["P3"] == window("2027-03-01", "2027-04-30")


def test_in_a_campaign_longer_than_a_year_each_phase_follows_the_one_before() -> None:
    plan = PLANS["D01"]
    long = changed(
        plan,
        period=months(11, 4, duration="P18M"),
        phases=phases_of(plan, months(11, 1), months(2, 10), months(11, 4)),
    )
    filled = fill(long, {"/start_year": 2026})
    assert filled.window == window("2026-11-01", "2028-04-30")
    assert filled.phases["P2"] == window("2027-02-01", "2027-10-31")
    assert filled.phases["P3"] == window("2027-11-01", "2028-04-30")


def test_a_length_of_one_year_ends_on_the_eve_of_the_anniversary() -> None:
    plan = PLANS["D12"]
    long = changed(plan, period=months(None, None, duration="P1Y"))
    assert next(blank.pointer for blank in blanks(long) if blank.required) == "/period/from"
    answers = {**shift(long, date(2024, 2, 29)), "/period/from": "2024-02-29"}
    assert fill(long, answers).window == window("2024-02-29", "2025-02-27")
    assert fill(long, {**shift(long, date(2026, 3, 2))}).window == window("2026-03-02", "2027-03-01")


def test_phases_that_run_throughout_last_as_long_as_the_campaign() -> None:
    filled = fill(PLANS["D09"], shift(PLANS["D09"], date(2026, 3, 1)))
    assert filled.phases["P3"] == filled.phases["P4"] == filled.window == filled.window_of(None)
    assert filled.window_of("P2").ends_on == filled.window.ends_on


def test_a_phase_that_only_names_its_end_begins_with_the_campaign() -> None:
    answers = {**shift(PLANS["D10"], date(2026, 3, 1)), "/phases/0/period/to": "2026-04-15"}
    del answers["/phases/0/period"]
    assert fill(PLANS["D10"], answers).phases["P1"] == window("2026-03-01", "2026-04-15")


def test_whole_months_may_be_answered_as_months() -> None:
    answers = {**shift(PLANS["D08"], date(2026, 3, 1)), "/phases/0/period": {"from": "2026-03", "to": "2026-06"}}
    assert fill(PLANS["D08"], answers).phases["P1"] == window("2026-03-01", "2026-06-30")


def test_milestones_stand_where_they_are_answered_and_otherwise_at_the_end_of_the_phase() -> None:
    d07 = fill(PLANS["D07"], shift(PLANS["D07"], date(2026, 3, 1)))
    assert [due.isoformat() for due in d07.target_dues.values()] == ["2026-06-30", "2026-07-31", "2026-08-31"]
    d10 = fill(PLANS["D10"], shift(PLANS["D10"], date(2026, 3, 1)))
    assert set(d10.target_dues.values()) == {d10.phases["P2"].ends_on}


@pytest.mark.parametrize(
    ("answers", "pointer", "code"),
    [
        ({"/phases/0/period": {"from": "2026-05-01", "to": "2026-04-01"}}, "/phases/0/period", "period_inverted"),
        ({"/phases/0/period": {"from": "2026-02", "to": "2026-04"}}, "/phases/0/period", "phase_outside_campaign"),
        ({"/phases/0/period": {"from": "2026-03-01"}}, "/phases/0/period", "answer_missing"),
        ({"/phases/0/period": {"von": "2026-03-01"}}, "/phases/0/period", "answer_period"),
        ({"/phases/0/period": "2026"}, "/phases/0/period", "answer_period"),
        ({"/phases/0/period": {"from": 3, "to": "2026-04"}}, "/phases/0/period/from", "answer_date"),
        ({"/phases/0/period": {"from": "0001-01", "to": "2026-04"}}, "/phases/0/period/from", "answer_date"),
        ({"/phases/1/coverage_targets/0/due/date": "2026-12-31"}, "/phases/1/coverage_targets/0/due/date",
         "due_outside_phase"),
        ({"/reporting_duties/0/due/date": "2026-02-28"}, "/reporting_duties/0/due/date", "due_before_campaign"),
        ({"/reporting_duties/0/due/date": []}, "/reporting_duties/0/due/date", "answer_date"),
        ({"/reporting_duties/0/due/date": ["2026-06-20", "soon"]}, "/reporting_duties/0/due/date", "answer_date"),
        ({"/reporting_duties/0/due/date": ["2026-06-20"] * 40}, "/reporting_duties/0/due/date", "answer_date"),
        ({"/phase/0/period": {"from": "2026-03", "to": "2026-04"}}, "/phase/0/period", "answer_unknown"),
        ({"/start_year": True}, "/start_year", "answer_number"),
        ({"/start_year": 20260}, "/start_year", "answer_number"),
        ({"/reporting_duties/3/due/days": [0]}, "/reporting_duties/3/due/days", "answer_number"),
        ({"/issuer": " "}, "/issuer", "answer_party"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_named_where_it_stands(answers: dict[str, object], pointer: str, code: str) -> None:
    complete = shift(PLANS["D07"], date(2026, 3, 1))
    assert refused(PLANS["D07"], {**complete, **answers}) == {pointer: code}


def test_several_days_may_be_answered_for_a_report_and_are_put_in_order() -> None:
    answers = {
        **shift(PLANS["D07"], date(2026, 3, 1)),
        "/reporting_duties/3/due/date": ["2026-12-20", "2026-06-20"],
        "/issuer": "某区卫生健康局",
    }
    filled = fill(PLANS["D07"], answers)
    assert filled.due_dates["RD4"] == (date(2026, 6, 20), date(2026, 12, 20))
    assert filled.parties == {"/issuer": "某区卫生健康局"}


def test_an_old_plan_is_moved_to_a_new_start_with_its_lengths_kept() -> None:
    filled = fill(PLANS["D05"], shift(PLANS["D05"], date(2026, 3, 1)))
    assert filled.window == window("2026-03-01", "2027-02-28")
    assert filled.phases == {
        "P1": window("2026-03-01", "2026-04-30"),
        "P2": window("2026-05-01", "2026-12-31"),
        "P3": window("2027-01-01", "2027-02-28"),
    }
    assert filled.due_dates["RD4"] == (date(2027, 1, 31),)


def test_a_plan_without_lengths_runs_a_year_and_shares_it_evenly() -> None:
    filled = fill(PLANS["D07"], shift(PLANS["D07"], date(2026, 3, 17)))
    assert filled.window == window("2026-03-17", "2027-03-16")
    assert filled.phases["P1"] == window("2026-03-17", "2026-06-16")
    assert filled.phases["P4"] == window("2026-12-17", "2027-03-16")


def test_open_phases_between_dated_ones_share_what_lies_between() -> None:
    plan = PLANS["D07"]
    keys = ("as_given", "from", "to", "month_from", "month_to", "duration", "note")
    dated = {**dict.fromkeys(keys), "from": "2026-01", "to": "2026-12"}
    first = {**dict.fromkeys(keys), "from": "2026-01", "to": "2026-02"}
    last = {**dict.fromkeys(keys), "from": "2026-11", "to": "2026-12"}
    mixed = changed(plan, period=dated, phases=phases_of(plan, first, months(None, None), months(None, None), last))
    filled = fill(mixed, shift(mixed, date(2026, 1, 1)))
    assert filled.phases["P2"] == window("2026-03-01", "2026-06-30")
    assert filled.phases["P3"] == window("2026-07-01", "2026-10-31")


@always
@given(plan=st.sampled_from(shipped_plans()), start_on=st.dates(date(2013, 1, 1), date(2040, 12, 31)))
def test_a_suggestion_starts_on_the_day_fills_the_plan_and_answers_every_required_blank(
    plan: Plan, start_on: date
) -> None:
    answers = shift(plan, start_on)
    filled = fill(plan, answers)
    assert isinstance(filled, FilledPlan)
    assert filled.window.starts_on == start_on
    assert {blank.pointer for blank in blanks(plan) if blank.required} <= set(answers)
    sequential = [filled.phases[phase.code] for phase in plan.phases if not phase.runs_throughout]
    assert sequential == sorted(sequential)
    assert sequential[0].starts_on == start_on
    assert sequential[-1].ends_on == filled.window.ends_on
    assert fill(plan, answers) == filled
