"""Forms: the shipped ones hang together, figures are read as people write them, and checks refuse what cannot be."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.campaigns.form_reading import Value
from duban.campaigns.form_values import Checked, check, required_at_least
from duban.campaigns.forms import AtLeastHighestOf, Form, FormError, IndicatorKind, load_form, shipped_forms
from duban.kernel.errors import FieldError

FORMS = shipped_forms()
ALL = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
always = settings(derandomize=True, database=None, deadline=None, max_examples=150)

SMALL = """
schema: form/1
code: small
version: 1
title: {zh: 小表, en: A small form}
source: [D01-R45, H-1]
indicators:
  - {code: all, zh: 总数, en: All, kind: integer, unit: person, cumulative: true}
  - {code: good, zh: 合格, en: Good, kind: integer, unit: person}
  - {code: bad, zh: 不合格, en: Bad, kind: integer, unit: person, required: false}
  - {code: share, zh: 合格率, en: Share, kind: rate, unit: percent, rate: {numerator: good, denominator: all},
     target: {op: ">=", value: 95}}
  - {code: fined, zh: 罚款, en: Fined, kind: money, unit: yuan, required: false, max: 1000000}
  - {code: ratio, zh: 比值, en: Ratio, kind: decimal, required: false}
  - {code: posted, zh: 已公示, en: Posted, kind: yes_no, required: false, target: {op: "=", value: true}}
  - {code: level, zh: 等级, en: Level, kind: choice, required: false,
     options: [{code: a, zh: 甲, en: A}, {code: b, zh: 乙, en: B}]}
  - {code: on_day, zh: 日期, en: Day, kind: date, required: false}
  - {code: words, zh: 说明, en: Words, kind: text, required: false}
checks:
  - {kind: sum, total: all, parts: [good, bad]}
  - {kind: at_most, value: good, limit: all}
  - {kind: required_if, indicator: words, when: bad, above: 0}
  - {kind: required_if, indicator: on_day, when: posted, equals: true}
"""
FORM = load_form(SMALL)
IF_HIGH = """
  - {kind: target_if, indicator: fined, when: level, equals: a, target: {op: "<=", value: 5},
     basis: {zh: 第九条, en: art. 9}}
"""
GOOD: dict[str, object] = {"all": 10, "good": 10}


def codes(errors: list[FieldError]) -> dict[str, str]:
    assert all(error.text.zh and error.text.en for error in errors)
    return {error.pointer: error.code for error in errors}


def small(previous: dict[str, object] | None = None, **values: object) -> Checked:
    return check(FORM, {**GOOD, **values}, previous)


def rule_of(form: Form) -> AtLeastHighestOf:
    return next(rule for rule in form.checks if isinstance(rule, AtLeastHighestOf))


# The guards of a hospital: the highest of 3 % of medical staff on duty, one per 20 beds, 3 per mille of mean daily
# outpatients (guiding opinions on hospital security, 2021). Reckoned by hand.
@pytest.mark.parametrize(
    ("staff", "beds", "outpatients", "guards"),
    [
        (500, 400, "2000", 20),  # 15, 20, 6: the beds
        (1000, 400, "2000", 30),  # 30, 20, 6: the staff
        (500, 100, "9000", 27),  # 15, 5, 27: the outpatients
        (334, 0, "0", 11),  # 10.02 is eleven
        (0, 401, "0", 21),  # 20.05 is twenty-one
        (0, 0, "1000.1", 4),  # 3.0003 is four
        (100, 60, "1000", 3),  # 3, 3, 3: exactly
        (0, 0, "0", 0),
    ],
)
def test_the_guards_required_are_the_highest_of_the_three_rounded_up(
    staff: int, beds: int, outpatients: str, guards: int
) -> None:
    values: dict[str, Value] = {
        "medical_staff_on_duty": staff,
        "beds": beds,
        "mean_daily_outpatients": Decimal(outpatients),
    }
    assert required_at_least(rule_of(FORMS["security_capability"]), values) == guards


def test_a_hospital_short_of_guards_may_say_so_and_is_told_the_number() -> None:
    form = FORMS["security_capability"]
    values = sample(form) | {"medical_staff_on_duty": 500, "beds": 400, "mean_daily_outpatients": "2000", "guards": 19}
    found = check(form, values | {"guards_certified": 19})
    assert found.accepted
    shortfall = next(warning for warning in found.warnings if warning.pointer == "/guards")
    assert shortfall.code == "target_not_reached"
    assert "20" in shortfall.text.zh
    assert "2021" in shortfall.text.en
    enough = check(form, values | {"guards": 20, "guards_certified": 19})
    assert "/guards" not in codes(enough.warnings)


def test_guards_are_reckoned_from_what_is_known() -> None:
    rule = rule_of(FORMS["security_capability"])
    assert required_at_least(rule, {"beds": 41}) == 3
    assert required_at_least(rule, {}) is None


def sample(form: Form) -> dict[str, object]:
    """Values that fit every form: nought everywhere, no, the first choice."""
    plain: dict[IndicatorKind, object] = {
        IndicatorKind.INTEGER: 0,
        IndicatorKind.DECIMAL: "0",
        IndicatorKind.MONEY: "0.00",
        IndicatorKind.YES_NO: False,
        IndicatorKind.TEXT: "无",
        IndicatorKind.DATE: "2026-03-31",
    }
    return {i.code: plain.get(i.kind, i.options[0].code if i.options else None) for i in form.indicators if not i.rate}


@ALL
def test_a_form_of_noughts_is_accepted_and_its_rates_stay_open(form: Form) -> None:
    found = check(form, sample(form))
    assert found.errors == []
    assert set(found.derived.values()) <= {None}
    assert set(found.values) | set(found.derived) == {indicator.code for indicator in form.indicators}


@ALL
def test_an_empty_form_asks_for_each_required_value(form: Form) -> None:
    required = {f"/{i.code}" for i in form.indicators if i.required and i.rate is None}
    assert codes(check(form, {}).errors) == dict.fromkeys(required, "required")


@ALL
def test_no_part_may_exceed_its_whole(form: Form) -> None:
    for indicator in form.indicators:
        ratio = indicator.rate
        if ratio is not None:
            bounded = any(
                rule.kind == "at_most" and (rule.value, rule.limit) == (ratio.numerator, ratio.denominator)
                for rule in form.checks
            )
            # The president may make more rounds than there are weeks.
            assert bounded or indicator.code == "round_rate"


@ALL
def test_a_form_is_labelled_in_both_languages_and_asks_for_no_names(form: Form) -> None:
    for indicator in form.indicators:
        assert indicator.en.isascii()
        assert not indicator.zh.isascii()
        assert not any(word in indicator.zh for word in ("姓名", "身份证", "住址", "联系电话"))
        assert indicator.unit is not None or indicator.kind not in (IndicatorKind.INTEGER, IndicatorKind.MONEY)


@pytest.mark.parametrize(
    ("code", "indicator", "op", "value"),
    [
        ("security_capability", "video_coverage", "=", 100),
        ("security_capability", "video_kept_days", ">=", 30),
        ("liability_insurance", "public_hospital_cover_rate", "=", 100),
        ("liability_insurance", "service_asked", ">=", 1),
        ("mediation_coverage", "coverage_rate", ">=", 75),
        ("enforcement_counts", "real_name_rate", "=", 100),
        ("drinking_water", "household_test_rate", "=", 100),
        ("health_poverty_relief", "annual_progress", ">=", 50),
        ("rural_blank_spots", "villages_without_clinic", "=", 0),
        ("professional_conduct", "agreement_rate", "=", 100),
        ("service_systems", "innovative_services", "=", 10),
    ],
)
def test_the_figures_of_the_plans_stand_in_the_forms(code: str, indicator: str, op: str, value: int) -> None:
    target = FORMS[code].indicator(indicator).target
    assert target is not None
    assert (target.op, target.value) == (op, value)


SURVEYS = ("service", "security", "mediation", "risk_sharing")
"""Patients with service, staff with security, both with mediation, both with risk sharing: every quarter (D02-R42)."""


def test_the_four_satisfaction_surveys_are_four_and_none_is_left_out_in_silence() -> None:
    form = FORMS["satisfaction_survey"]
    assert [i.code for i in form.indicators if i.rate is not None] == [f"{survey}_rate" for survey in SURVEYS]
    held: dict[str, object] = {"opinions": 0, "opinions_acted_on": 0}
    for survey in SURVEYS:
        held |= {f"{survey}_asked": 50, f"{survey}_satisfied": 45}
    assert check(form, held).warnings == []
    for survey in SURVEYS:
        assert codes(check(form, held | {f"{survey}_asked": None}).errors) == {f"/{survey}_asked": "required"}
        nobody = check(form, held | {f"{survey}_asked": 0, f"{survey}_satisfied": 0})
        assert nobody.accepted
        assert codes(nobody.warnings) == {f"/{survey}_asked": "target_not_reached"}
        assert nobody.derived[f"{survey}_rate"] is None


def security(**values: object) -> dict[str, str]:
    """The warnings of a security form in which nothing else is wrong."""
    form = FORMS["security_capability"]
    sound: dict[str, object] = {
        indicator.code: True if indicator.kind is IndicatorKind.YES_NO else 100
        for indicator in form.indicators
        if indicator.rate is None
    }
    found = check(form, sound | {"level": "unrated", "key_target": False} | values)
    assert found.errors == []
    return codes(found.warnings)


@pytest.mark.parametrize(
    ("values", "short"),
    [
        ({}, set()),
        # H-5: recordings 30 days; backup power 8 hours for the alarm and 1 for the video; repair within 24 hours.
        ({"video_kept_days": 29}, {"/video_kept_days"}),
        ({"video_kept_days": 30}, set()),
        ({"alarm_backup_hours": "7.9"}, {"/alarm_backup_hours"}),
        ({"alarm_backup_hours": 8, "video_backup_hours": 1}, set()),
        ({"video_backup_hours": "0.5"}, {"/video_backup_hours"}),
        ({"faults": 4, "faults_repaired_24h": 3}, {"/repair_rate"}),
        # H-6: a key target of counter-terrorism keeps them 90 days (反恐怖主义法 art. 32).
        ({"key_target": True, "video_kept_days": 89}, {"/video_kept_days"}),
        ({"key_target": True, "video_kept_days": 90}, set()),
        # H-3: a police room in every hospital of level three; where conditions allow below.
        ({"level": "third", "police_room": False}, {"/police_room"}),
        ({"level": "second", "police_room": False}, set()),
        # D06-R12: a mediation studio in institutions of level two.
        ({"level": "second", "mediation_studio": False}, {"/mediation_studio"}),
        ({"level": "third", "mediation_studio": False}, set()),
        # H-4: four systems that work together.
        (
            {"access_control": False, "electronic_patrol": False, "systems_interlinked": False},
            {"/access_control", "/electronic_patrol", "/systems_interlinked"},
        ),
        # H-7: vital parts guarded round the clock. D02-R34, D11-R18: fixed posts, order in consulting areas.
        ({"vital_parts": 7, "vital_parts_guarded_24h": 6}, {"/vital_parts_rate"}),
        ({"fixed_post": False, "consulting_area_order": False}, {"/fixed_post", "/consulting_area_order"}),
    ],
)
def test_the_security_form_asks_what_the_rules_of_hospital_security_ask(
    values: dict[str, object], short: set[str]
) -> None:
    assert set(security(**values)) == short


def test_what_is_asked_of_some_only_names_its_basis() -> None:
    form = load_form(SMALL + IF_HIGH)
    found = check(form, {**GOOD, "level": "a", "fined": 10})
    assert codes(found.warnings) == {"/fined": "target_not_reached"}
    assert found.warnings[0].text.zh.endswith("依据：第九条")
    assert check(form, {**GOOD, "level": "b", "fined": 10}).warnings == []
    assert check(form, {**GOOD, "fined": 10}).warnings == []


def test_numbers_are_read_as_people_write_them() -> None:
    found = small(
        all="１，２００", good="1,200", fined="12,345.6", ratio="2.50", posted="是", level="乙", on_day="2026-03-31"
    )
    assert found.errors == []
    assert found.values == {
        "all": 1200,
        "good": 1200,
        "bad": None,
        "fined": "12345.60",
        "ratio": "2.5",
        "posted": True,
        "level": "b",
        "on_day": "2026-03-31",
        "words": None,
    }


def test_normalised_values_are_read_back_unchanged() -> None:
    first = small(fined="7", ratio="0.125", posted="否", words=" 情况 ")
    again = check(FORM, first.values)
    assert again == first
    assert again.values["words"] == "情况"


@pytest.mark.parametrize(
    ("values", "pointer", "code"),
    [
        ({"good": None}, "/good", "required"),
        ({"good": "  "}, "/good", "required"),
        ({"good": True}, "/good", "not_a_number"),
        ({"good": "ten"}, "/good", "not_a_number"),
        ({"good": "9.5"}, "/good", "not_a_number"),
        ({"good": "1e3"}, "/good", "not_a_number"),
        ({"good": float("nan")}, "/good", "not_a_number"),
        ({"good": "9" * 400}, "/good", "not_a_number"),
        ({"good": "1,20"}, "/good", "not_a_number"),
        ({"good": [1]}, "/good", "not_a_number"),
        ({"good": -1}, "/good", "out_of_range"),
        ({"fined": "0.005"}, "/fined", "money_places"),
        ({"fined": "1000000.01"}, "/fined", "out_of_range"),
        ({"posted": "也许"}, "/posted", "not_a_yes_no"),
        ({"level": "c"}, "/level", "not_a_choice"),
        ({"on_day": "2026-02-30"}, "/on_day", "not_a_date"),
        ({"on_day": 20260230}, "/on_day", "not_a_date"),
        ({"words": "长" * 2001}, "/words", "not_a_text"),
        ({"share": 100}, "/share", "derived"),
        ({"godo": 1}, "/godo", "unknown_indicator"),
    ],
)
def test_a_value_that_cannot_be_is_refused_where_it_stands(values: dict[str, object], pointer: str, code: str) -> None:
    assert codes(check(FORM, {**GOOD, **values}).errors) == {pointer: code}


def test_an_unknown_indicator_is_answered_with_the_nearest() -> None:
    (error,) = small(godo=1).errors
    assert "good" in error.text.zh
    assert "good" in error.text.en


def test_a_total_is_the_sum_of_its_parts_and_an_open_part_is_nothing() -> None:
    assert codes(small(all=10, good=7).errors) == {"/all": "sum"}
    assert small(all=10, good=7, bad=3, words="三人").accepted
    assert small(all=7, good=7).accepted


def test_a_part_larger_than_the_whole_is_refused() -> None:
    assert codes(small(all=10, good=11).errors) == {"/all": "sum", "/good": "at_most"}


def test_some_values_are_required_because_of_others() -> None:
    assert codes(small(all=10, good=7, bad=3).errors) == {"/words": "required_if"}
    assert codes(small(posted=True).errors) == {"/on_day": "required_if"}
    assert small(posted=False).accepted


def test_a_cumulative_figure_never_falls() -> None:
    assert codes(small({"all": 11, "good": 11}).errors) == {"/all": "cumulative_fell"}
    assert small({"all": 10, "good": 10}).accepted


def test_a_corrected_cumulative_figure_stays_below_what_the_next_period_told() -> None:
    later: dict[str, object] = {"all": 11, "good": 11}
    found = check(FORM, {"all": 12, "good": 12}, {"all": 10, "good": 10}, later)
    assert codes(found.errors) == {"/all": "cumulative_above_next"}
    assert "11" in found.errors[0].text.zh
    assert check(FORM, {"all": 11, "good": 11}, {"all": 10, "good": 10}, later).accepted
    # What is not cumulative may go up and down, and a next period that says nothing binds nothing.
    assert check(FORM, {"all": 12, "good": 12}, None, {"good": 1}).accepted


def test_a_rate_is_derived_with_two_decimals_half_rounded_up() -> None:
    assert small(all=3, good=2, bad=1, words="x").derived == {"share": "66.67"}
    assert small(all=800, good=1, bad=799, words="x").derived == {"share": "0.13"}
    assert small(all=0, good=0).derived == {"share": None}


def test_a_target_not_reached_is_recorded_and_refuses_nothing() -> None:
    found = small(all=100, good=94, bad=6, words="x")
    assert found.accepted
    assert codes(found.warnings) == {"/share": "target_not_reached"}
    assert "94.00%" in found.warnings[0].text.zh
    assert codes(small(all=100, good=95, bad=5, words="x").warnings) == {}
    assert codes(small(posted=False).warnings) == {"/posted": "target_not_reached"}


def test_a_rate_that_only_looks_like_the_target_has_not_reached_it() -> None:
    form = load_form(SMALL.replace('{op: ">=", value: 95}', '{op: "=", value: 100}'))
    found = check(form, {"all": 1_000_000, "good": 999_999, "bad": 1, "words": "一人"})
    assert found.derived == {"share": "100.00"}
    assert codes(found.warnings) == {"/share": "target_not_reached"}


def test_a_rate_that_should_rise_is_compared_with_the_last_period() -> None:
    form = load_form(SMALL.replace('{op: ">=", value: 95}', "{op: rising}"))
    values = {"all": 100, "good": 50, "bad": 50, "words": "x"}
    assert check(form, values).warnings == []
    assert check(form, values, {"all": 10, "good": 5}).warnings == []
    worse = check(form, values, {"all": 10, "good": 6})
    assert codes(worse.warnings) == {"/share": "target_not_reached"}
    assert "60.00%" in worse.warnings[0].text.en


def test_a_band_is_reached_inside_its_bounds_included() -> None:
    form = load_form(SMALL.replace('{op: ">=", value: 95}', "{op: between, value: [40, 60]}"))
    reached = {
        good: check(form, {"all": 100, "good": good, "bad": 100 - good, "words": "x"}).warnings == []
        for good in (39, 40, 60, 61)
    }
    assert reached == {39: False, 40: True, 60: True, 61: False}


@always
@given(
    st.dictionaries(
        st.sampled_from([*FORM.by_code(), "other", "a/b~c"]),
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.lists(st.integers()),
    )
)
def test_no_payload_makes_the_check_fail_and_what_is_kept_is_stable(values: dict[str, object]) -> None:
    found = check(FORM, values, values)
    assert set(found.values) == {i.code for i in FORM.indicators if i.rate is None}
    assert check(FORM, found.values).values == found.values


@pytest.mark.parametrize(
    ("old", "new", "pointer", "code"),
    [
        ("limit: all", "limit: al", "/checks/1", "unknown_indicator"),
        ("numerator: good", "numerator: words", "/indicators/3/rate/numerator", "not_a_number"),
        ("code: bad,", "code: good,", "/indicators/2/code", "code_twice"),
        ("unit: yuan", "unit: dollar", "/indicators/4/unit", "unknown_code"),
        ("kind: money", "kind: cash", "/indicators/4/kind", "enum"),
        ("kind: date", "kind: date, cumulative: true", "/indicators/8", "cumulative_kind"),
        ("kind: text", "kind: choice", "/indicators/9", "choice_options"),
        ("kind: text", "kind: rate", "/indicators/9", "rate_parts"),
        ('op: "=", value: true', 'op: "=", value: 1', "/indicators/6", "target_kind"),
        ('op: ">=", value: 95', "op: rising, value: 95", "/indicators/3/target", "goal_operator"),
        ('op: ">=", value: 95', 'op: ">=", value: high', "/indicators/3/target/value", "bad_goal"),
        ("above: 0", "above: 0, equals: true", "/checks/2", "condition"),
        ("limit: all", "limit: [all]", "/checks/1/limit", "string_type"),
        (", limit: all", "", "/checks/1/limit", "missing"),
        ("kind: at_most", "kind: evaluate", "/checks/1", "union_tag_invalid"),
        ("D01-R45", "hearsay", "/source/0", "string_pattern_mismatch"),
        ("version: 1", "version: 0", "/version", "greater_than_equal"),
    ],
)
def test_a_broken_form_is_refused_at_the_place_and_with_the_reason(old: str, new: str, pointer: str, code: str) -> None:
    assert old in SMALL
    with pytest.raises(FormError) as caught:
        load_form(SMALL.replace(old, new, 1), file="broken.yaml")
    assert (pointer, code) in codes(list(caught.value.errors)).items()
    assert caught.value.file == "broken.yaml"


def test_a_target_for_some_has_to_suit_its_indicator() -> None:
    with pytest.raises(FormError) as caught:
        load_form(SMALL + IF_HIGH.replace("value: 5", "value: true").replace("<=", "="))
    assert codes(list(caught.value.errors)) == {"/checks/4/target": "target_kind"}


def test_a_form_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    assert load_form(path) == FORM
    with pytest.raises(KeyError):
        FORM.indicator("nobody")
