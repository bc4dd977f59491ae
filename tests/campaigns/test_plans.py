"""Plans as data: the nine that are shipped read as written, and whatever is wrong with another is named and placed."""

from pathlib import Path

import pytest

from duban.campaigns.catalogues import NAMES, catalogue
from duban.campaigns.plans import Frequency, Level, PlanError, load_plan, plan_from, shipped_plans, stands_in
from duban.campaigns.strict_yaml import MAX_BYTES, YamlRefused, parse
from duban.kernel.errors import FieldError, Invalid

PLANS = {plan.id: plan for plan in shipped_plans()}

# From the table of the plan documents: level, phases, tasks, reporting duties, accountability rules.
COUNTS = {
    "D01": (Level.DISTRICT, 3, 5, 6, 5),
    "D03": (Level.COUNTY, 3, 6, 3, 3),
    "D05": (Level.NATIONAL, 3, 5, 6, 6),
    "D07": (Level.DISTRICT, 4, 8, 6, 7),
    "D08": (Level.LEAGUE, 2, 4, 1, 1),
    "D09": (Level.CITY, 4, 6, 6, 11),
    "D10": (Level.DISTRICT, 4, 1, 5, 5),
    "D11": (Level.PROVINCE, 3, 5, 6, 8),
    "D12": (Level.CITY, 3, 9, 3, 4),
}

MINIMAL = """
schema: seed-plan/1
id: X01
text: plan.txt
source: {file: plan.txt, part: null}
title: 专项整治方案
title_note: null
campaign: 专项整治
level: county
issuer: {name: 县卫健局, code: health}
co_issuers: []
addressees: []
document_number: null
issued_on: '2026-01-15'
based_on: []
period: {as_given: null, from: '2026-02', to: '2026-07', month_from: null, month_to: null, duration: null, note: null}
scope: {as_given: null, institution_types: [hospital], focus_fields: [], note: null}
organisation: {leading_group: null, office: null, first_responsible: null, members: [], note: null}
key_tasks:
  - code: T1
    clause: 二(一)
    title: 规范收费
    lead: []
    responsible_units: [{name: 各医院, code: hospital}]
    measures: [公示价格]
    targets:
      - text: 公示率
        metric: publication
        population: 医院
        operator: between
        value: [90, 100]
        unit: percent
        best_effort: false
        due: null
    note: null
phases: []
reporting_duties: []
accountability_rules: []
requirements: []
gaps: []
"""


def errors_of(text: str) -> dict[str, FieldError]:
    with pytest.raises(PlanError) as caught:
        load_plan(text, file="broken.yaml")
    assert caught.value.file == "broken.yaml"
    assert "broken.yaml" in caught.value.text.zh
    assert "broken.yaml" in caught.value.text.en
    return {error.pointer: error for error in caught.value.errors}


@pytest.mark.parametrize("plan_id", COUNTS)
def test_a_shipped_plan_has_the_parts_of_its_document(plan_id: str) -> None:
    plan = PLANS[plan_id]
    found = (
        plan.level,
        len(plan.phases),
        len(plan.key_tasks),
        len(plan.reporting_duties),
        len(plan.accountability_rules),
    )
    assert found == COUNTS[plan_id]


def test_exactly_the_nine_plans_are_shipped() -> None:
    assert [plan.id for plan in shipped_plans()] == list(COUNTS)


def test_a_small_plan_is_read_from_text_from_a_file_and_from_json(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(MINIMAL, encoding="utf-8")
    plan = load_plan(MINIMAL)
    assert load_plan(path) == plan == plan_from(parse(MINIMAL))
    assert plan.period.from_ == "2026-02"
    assert plan.key_tasks[0].targets[0].value == (90, 100)


def test_a_plan_can_be_written_out_and_read_again() -> None:
    for plan in shipped_plans():
        assert plan_from(plan.model_dump(mode="json", by_alias=True)) == plan


@pytest.mark.parametrize(
    ("old", "new", "pointer", "code", "word"),
    [
        ("code: hospital}", "code: hospitl}", "/key_tasks/0/responsible_units/0/code", "unknown_code", "hospital"),
        ("institution_types: [hospital]", "institution_types: [clinik]", "/scope/institution_types/0", "unknown_code",
         "clinic"),
        ("level: county", "level: town", "/level", "enum", "county"),
        ("from: '2026-02'", "from: '2026-13'", "/period/from", "bad_date", "2026-13"),
        ("to: '2026-07'", "to: '2026-01'", "/period", "period_inverted", "end"),
        ("month_to: null", "month_to: 8", "/period", "period_month", "2026-07"),
        ("month_from: null", "month_from: 13", "/period/month_from", "less_than_equal", "12"),
        ("duration: null", "duration: 一年", "/period/duration", "bad_duration", "P1Y"),
        ("value: [90, 100]", "value: 90", "/key_tasks/0/targets/0", "amount_operator", "between"),
        ("value: [90, 100]", "value: [100, 90]", "/key_tasks/0/targets/0", "amount_inverted", "above"),
        ("value: [90, 100]", "value: '90'", "/key_tasks/0/targets/0/value", "bad_amount", "number"),
        ("operator: between", "operator: '>'", "/key_tasks/0/targets/0/operator", "literal_error", ">="),
        ("best_effort: false", "best_effort: 'no'", "/key_tasks/0/targets/0/best_effort", "bool_type", "true"),
        ("gaps: []", "gaps: {}", "/gaps", "tuple_type", "list"),
        ("gaps: []", "gap: []", "/gap", "extra_forbidden", "not known"),
        ("gaps: []", "", "/gaps", "missing", "missing"),
        ("schema: seed-plan/1", "schema: seed-plan/2", "/schema", "literal_error", "seed-plan/1"),
        ("title: 规范收费", "title: ''", "/key_tasks/0/title", "string_too_short", "empty"),
    ],
)  # fmt: skip
def test_a_broken_plan_is_refused_at_the_place_and_with_the_reason(
    old: str, new: str, pointer: str, code: str, word: str
) -> None:
    assert old in MINIMAL
    error = errors_of(MINIMAL.replace(old, new, 1))[pointer]
    assert error.code == code
    assert word in error.text.en
    assert error.text.zh != error.text.en


def test_every_error_of_a_plan_is_reported_at_once() -> None:
    text = MINIMAL.replace("level: county", "level: town").replace("gaps: []", "").replace("'2026-02'", "soon")
    assert set(errors_of(text)) == {"/level", "/gaps", "/period/from"}


def test_a_code_that_stands_twice_is_named_with_its_second_place() -> None:
    text = MINIMAL.replace("phases: []", "phases: []").replace(
        "reporting_duties: []",
        """reporting_duties:
  - &x
    code: RD1""",
    )
    assert "yaml_alias" in {error.code for error in errors_of(text).values()}
    duty = (
        "  - {code: RD1, clause: 五, kind: progress, what: 报送, reporter: [], recipient: [], frequency: monthly, "
        "due: {as_given: null, date: null}, form: null, note: null}\n"
    )
    twice = MINIMAL.replace("reporting_duties: []\n", "reporting_duties:\n" + duty + duty)
    assert errors_of(twice)["/reporting_duties/1/code"].code == "code_twice"


def test_a_plan_without_tasks_phases_and_reports_is_refused() -> None:
    head, tail = MINIMAL.split("key_tasks:")
    text = head + "key_tasks: []\n" + tail[tail.index("phases:") :]
    assert errors_of(text)[""].code == "plan_empty"


def test_a_plan_error_is_a_refusal_of_the_payload() -> None:
    with pytest.raises(Invalid) as caught:
        load_plan("[]")
    assert caught.value.status == 422


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: 1\nb: 2\na: 3", "yaml_duplicate_key", 3),
        ("a: &x [1, 2]\nb: [*x, *x]", "yaml_alias", 1),
        ("a: *x", "yaml_alias", 1),
        ("a: !!python/object/apply:os.getcwd []", "yaml_tag", 1),
        ("a: !!timestamp 2026-01-01", "yaml_tag", 1),
        ("1: one", "yaml_key", 1),
        ("? [a]\n: b", "yaml_key", 1),
        ("a: [1", "yaml_syntax", 2),
        ("a: 1\n---\nb: 2", "yaml_syntax", 2),
        ("a: [" * 30, "yaml_too_deep", 1),
    ],
)
def test_clever_yaml_is_refused_with_its_line(text: str, code: str, line: int) -> None:
    with pytest.raises(YamlRefused) as caught:
        parse(text)
    assert (caught.value.code, caught.value.line) == (code, line)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"a: " + b"x" * MAX_BYTES, "yaml_too_large"),
        ("a: 方案".encode("gbk"), "yaml_encoding"),
        (b"a: \x00", "yaml_syntax"),
    ],
)
def test_a_file_that_is_no_text_of_ours_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(YamlRefused) as caught:
        parse(raw)
    assert caught.value.code == code


def test_yaml_does_not_guess_dates_or_yes_and_no() -> None:
    text = "a: 2026-01-01\nb: no\nc: 1:30\nd: 0123\ne: 1_000\nf: true\ng: 1.5\nh: -3\ni:\nj: ~"
    assert parse(text) == {
        "a": "2026-01-01",
        "b": "no",
        "c": "1:30",
        "d": "0123",
        "e": "1_000",
        "f": True,
        "g": 1.5,
        "h": -3,
        "i": None,
        "j": None,
    }


@pytest.mark.parametrize(
    ("clause", "whole", "expected"),
    [
        ("三(二)2", "三(二)", True),
        ("三(二)", "三(二)", True),
        ("三(二)", "三", True),
        ("三十", "三", False),
        ("三(十)", "三(一)", False),
        ("二(二)二", "二(二)", True),
        ("四(四)", "四(四)1", False),
    ],
)
def test_an_item_of_a_clause_stands_in_it(clause: str, whole: str, expected: bool) -> None:
    assert stands_in(clause, whole) is expected


def test_phases_and_tasks_are_found_by_code_and_by_clause() -> None:
    plan = PLANS["D12"]
    assert plan.phase("P2").title == "自查自纠"
    assert plan.task("T8").responsible_units[0].name == "市疾控中心"
    found = plan.phase_of_clause("三(二)2")
    assert found is not None
    assert found.code == "P2"
    assert plan.task_of_clause("九") is None
    with pytest.raises(KeyError):
        plan.phase("P9")


@pytest.mark.parametrize("name", NAMES)
def test_a_catalogue_names_each_code_once_in_both_languages(name: str) -> None:
    entries = catalogue(name).entries
    assert len({entry.code for entry in entries}) == len(entries)
    assert all(entry.name.zh and entry.name.en.isascii() for entry in entries)


def test_agencies_are_known_by_the_names_they_had_before() -> None:
    health = catalogue("agency").get("health")
    assert health is not None
    assert {"卫计局", "卫生健康局", "卫健委"} <= set(health.aliases)
    assert catalogue("agency").get("nobody") is None
    with pytest.raises(KeyError):
        catalogue("colour")


def test_every_frequency_of_the_schema_occurs_as_a_word_of_the_plans() -> None:
    used = {duty.frequency for plan in shipped_plans() for duty in plan.reporting_duties}
    assert used == set(Frequency)
