"""Clauses: everything that a plan asks for ends in an obligation with an owner, a rhythm and a proof."""

import pytest
from pydantic import TypeAdapter

from duban.campaigns.clause import Clause, Reviewer
from duban.campaigns.clauses import check_items, clauses_of
from duban.campaigns.expansions import Owners, OwnerSpec, ProofKind, Reading, expansions, owners_named
from duban.campaigns.forms import shipped_forms
from duban.campaigns.periods import Rhythm
from duban.campaigns.plans import Plan, plan_from, shipped_plans

PLANS = {plan.id: plan for plan in shipped_plans()}
ALL = pytest.mark.parametrize("plan", shipped_plans(), ids=lambda plan: plan.id)
INSTITUTIONS = Owners(institution_types=("medical_institution",))


def clause(plan_id: str, code: str) -> Clause:
    return {clause.code: clause for clause in clauses_of(PLANS[plan_id])}[code]


def with_parts(plan: Plan, **parts: object) -> Plan:
    return plan_from({**plan.model_dump(mode="json", by_alias=True), **parts})


@ALL
def test_every_task_deliverable_coverage_target_and_reporting_duty_ends_in_a_clause(plan: Plan) -> None:
    covered = {pointer for clause in clauses_of(plan) for pointer in clause.covers}
    asked = {f"/key_tasks/{index}" for index in range(len(plan.key_tasks))}
    asked |= {f"/reporting_duties/{index}" for index in range(len(plan.reporting_duties))}
    for index, phase in enumerate(plan.phases):
        asked |= {f"/phases/{index}/deliverables/{n}" for n in range(len(phase.deliverables))}
        asked |= {f"/phases/{index}/coverage_targets/{n}" for n in range(len(phase.coverage_targets))}
    assert asked <= covered


@ALL
def test_every_phase_and_every_target_of_a_task_is_somebodys_business(plan: Plan) -> None:
    clauses = clauses_of(plan)
    texts = {target.text for clause in clauses for target in clause.targets}
    assert {target.text for task in plan.key_tasks for target in task.targets} <= texts
    for phase in plan.phases:
        assert any(c.phase == phase.code or (phase.runs_throughout and c.duty is not None) for c in clauses)


@ALL
def test_a_clerk_gets_few_clauses_with_titles_of_their_own_and_an_owner_each(plan: Plan) -> None:
    clauses = clauses_of(plan)
    assert 8 <= len(clauses) <= 25
    assert len({clause.code for clause in clauses}) == len(clauses)
    assert len({clause.title for clause in clauses}) == len(clauses)
    assert all(len(clause.title) >= 2 and not clause.title.isascii() for clause in clauses)
    assert all(clause.owners for clause in clauses)


@ALL
def test_no_owner_owes_the_same_form_twice_for_the_same_period(plan: Plan) -> None:
    owed = [(c.form, c.rhythm, c.phase) for c in clauses_of(plan) if c.form is not None]
    assert len(set(owed)) == len(owed)


@ALL
def test_a_form_is_named_exactly_where_the_proof_is_a_form_and_exists(plan: Plan) -> None:
    for one in clauses_of(plan):
        assert (one.proof is ProofKind.FORM) == (one.form is not None)
        assert one.form is None or one.form in shipped_forms()


@ALL
def test_a_form_takes_a_zero_report_only_where_it_counts_events(plan: Plan) -> None:
    """ "Nothing happened" is an answer to how many disturbances there were, none to whether there is a guard."""
    events = {
        "dispute_prevention",
        "enforcement_counts",
        "medical_advertising",
        "medical_crime_cases",
        "security_incidents",
        "tout_control",
    }
    for one in clauses_of(plan):
        if one.form is not None:
            assert one.zero_allowed is (one.form in events), one.code


@ALL
def test_clauses_are_the_same_every_time_and_survive_json(plan: Plan) -> None:
    lines = TypeAdapter(list[Clause])
    clauses = clauses_of(plan)
    assert clauses_of(plan) == clauses
    assert lines.validate_json(lines.dump_json(clauses)) == clauses


@pytest.mark.parametrize(
    ("plan_id", "owed"),
    [
        ("D01", {"P2": INSTITUTIONS}),
        ("D03", {}),
        ("D05", {}),
        ("D07", {"P1": INSTITUTIONS}),
        ("D08", {"P1": Owners(institution_types=("hospital",))}),
        ("D09", {"P1": Owners(institution_types=("directly_affiliated_institution",))}),
        ("D10", {"P2": INSTITUTIONS}),
        ("D11", {}),
        ("D12", {"P2": INSTITUTIONS}),
    ],
)
def test_self_checks_are_owed_where_and_by_whom_the_plan_asks(plan_id: str, owed: dict[str, Owners]) -> None:
    checks = [c for c in clauses_of(PLANS[plan_id]) if c.proof is ProofKind.SELF_CHECK]
    assert {c.phase: c.owners for c in checks} == owed
    assert all(c.zero_allowed and c.code == f"{c.phase}.self_check" for c in checks)


def test_patients_with_troublemaking_tendency_are_reported_as_soon_as_found_to_two_recipients() -> None:
    report = clause("D01", "RD1")
    assert (report.rhythm, report.proof, report.zero_allowed) == (Rhythm.PER_EVENT, ProofKind.RECORD, True)
    assert report.owners == INSTITUTIONS
    assert report.recipients == ("精神卫生机构", "派出所")
    assert report.lead == ("disease_control_women_section",)
    assert report.reviewer is Reviewer.LEAD


def test_the_security_form_carries_the_targets_of_its_task() -> None:
    security = clause("D01", "T5.security_capability")
    assert [(t.op, t.value, t.unit) for t in security.targets] == [("=", 100, "percent"), ("=", 24, "hours_per_day")]
    assert security.lead == ("political_legal_section",)
    assert clause("D01", "T5.security_incidents").targets == ()


def test_a_summary_that_is_handed_in_is_one_obligation_and_not_two() -> None:
    codes = {c.code for c in clauses_of(PLANS["D07"])}
    assert "P4.document1" not in codes
    assert "/phases/3/deliverables/0" in clause("D07", "RD2").covers
    assert clause("D12", "RD1").covers == (
        "/reporting_duties/0",
        "/phases/1/deliverables/0",
        "/phases/1/deliverables/1",
    )


def test_coverage_is_the_issuers_record_with_all_its_milestones() -> None:
    d07 = clause("D07", "P2.coverage")
    assert (d07.proof, d07.owners, d07.reviewer) == (ProofKind.RECORD, Owners(issuer=True), Reviewer.SUPERIOR)
    assert [target.value for target in d07.targets] == [40, 70, 100]
    d10 = clause("D10", "P2.coverage")
    assert [(t.op, t.value, t.institution_types[0]) for t in d10.targets] == [
        ("=", 100, "hospital"),
        (">=", 50, "township_health_centre"),
    ]


def test_one_quantitative_table_serves_all_fronts_of_a_district_plan() -> None:
    table = clause("D07", "RD5")
    assert (table.form, table.rhythm) == ("enforcement_counts", Rhythm.QUARTERLY)
    assert {f"/key_tasks/{index}" for index in range(8)} <= set(table.covers)
    assert table.owners.issuer
    assert set(table.owners.agencies) == {
        "market_regulation",
        "public_security",
        "healthcare_security",
        "publicity",
        "development_reform",
    }


def test_an_annual_report_and_its_table_are_two_proofs() -> None:
    report, table = clause("D10", "RD4"), clause("D10", "RD4.table")
    assert (report.proof, table.proof) == (ProofKind.DOCUMENT, ProofKind.FORM)
    assert report.rhythm is table.rhythm is Rhythm.ANNUAL


def test_progress_twice_a_month_is_owed_during_concentrated_rectification_only() -> None:
    progress = clause("D09", "RD2")
    assert (progress.rhythm, progress.phase) == (Rhythm.TWICE_MONTHLY, "P1")
    assert progress.owners == Owners(agencies=("health",))


def test_the_same_word_means_departments_in_one_plan_and_institutions_in_another() -> None:
    assert clause("D07", "RD1").owners.institution_types == ()
    assert clause("D12", "RD1").owners == Owners(institution_types=("medical_institution",), issuer=True)


def test_internal_sections_owe_what_the_league_plan_lays_on_them() -> None:
    sections = clause("D08", "T1.enforcement_counts").owners.sections
    assert sections[:2] == ("medical_drug_administration_section", "chinese_mongolian_medicine_section")


def test_water_is_monitored_by_the_centre_for_disease_control() -> None:
    water = clause("D12", "T8.drinking_water")
    assert water.owners == Owners(institution_types=("cdc",))
    assert [target.value for target in water.targets] == [100, 6]


def test_a_missing_page_is_owed_as_a_completion_and_says_so() -> None:
    missing = clause("D03", "T1.missing")
    assert missing.owners == Owners(issuer=True)
    assert missing.note is not None
    assert "补充" in missing.note.zh


@pytest.mark.parametrize("plan_id", ["D05", "D09", "D11", "D12"])
def test_a_look_back_is_recorded_where_the_plan_holds_one(plan_id: str) -> None:
    assert sum(c.code.endswith(".look_back") for c in clauses_of(PLANS[plan_id])) == 1


def test_names_that_mean_nobody_known_fall_to_the_issuer_with_a_note() -> None:
    plan = PLANS["D12"].model_dump(mode="json", by_alias=True)
    duties = [{**plan["reporting_duties"][0], "reporter": ["市老龄办", "各医院"]}]
    duties.append({**plan["reporting_duties"][1], "reporter": ["市老龄办"]})
    changed = plan_from({**plan, "id": "X12", "reporting_duties": duties})
    first, second = [c for c in clauses_of(changed) if c.duty is not None]
    assert first.owners == Owners(institution_types=("hospital",))
    assert second.owners == Owners(issuer=True)
    for one in (first, second):
        assert one.note is not None
        assert "市老龄办" in one.note.zh


def test_the_longest_name_with_which_a_sentence_begins_says_who_is_meant() -> None:
    reading = Reading(names={"各医院": OwnerSpec(issuer=True), "各医院管理局": OwnerSpec(agencies=("finance",))})
    plan = PLANS["D08"]
    assert owners_named(plan, "各医院管理局开展自查", reading) == Owners(agencies=("finance",))
    assert owners_named(plan, "各医院开展自查", reading) == Owners(issuer=True)
    assert owners_named(plan, "各医院开展自查", Reading()) == Owners(institution_types=("hospital",))
    assert owners_named(plan, "谁都不是", reading) is None


def test_an_unknown_plan_still_gets_a_clause_for_each_of_its_tasks() -> None:
    plan = with_parts(PLANS["D07"], id="2026-01")
    tasks = [c for c in clauses_of(plan) if c.code.startswith("T")]
    assert [c.form for c in tasks] == ["key_task_progress"] * 8
    assert tasks[1].owners == Owners(agencies=("market_regulation",))
    assert tasks[0].owners == Owners(issuer=True)


def test_an_amended_plan_that_lost_a_task_no_longer_follows_the_old_reading() -> None:
    plan = PLANS["D08"].model_dump(mode="json", by_alias=True)
    amended = plan_from({**plan, "key_tasks": plan["key_tasks"][:3]})
    forms = [c.form for c in clauses_of(amended) if c.code.startswith("T")]
    assert forms == ["key_task_progress"] * 3


def test_a_clause_says_which_key_task_it_proves() -> None:
    security = clause("D01", "T5.security_capability")
    assert (security.source_clause, security.task_title) == ("二(五)", "严厉打击涉医违法犯罪")
    touts = clause("D01", "T3.tout_control")
    assert touts.task_title == "坚决整治医疗卫生机构“贩子”乱象；坚决整治“医托”乱象"
    assert clause("D01", "P2.self_check").task_title is None


def test_each_measure_is_a_line_of_the_self_check() -> None:
    items = check_items(PLANS["D10"])
    assert [item.code for item in items] == [f"T1.{n}" for n in range(1, 9)]
    assert items[1].text == "无相关资质开展医疗活动的行为"
    assert {item.task_title for item in items} == {"严厉打击各类违法违规执业行为"}
    assert len(check_items(PLANS["D08"])) == 9 + 7 + 3 + 3


def test_our_readings_speak_of_shipped_plans_and_every_shipped_form_is_used_or_the_default() -> None:
    told = expansions()
    assert set(told.plans) == set(PLANS)
    used = {c.form for plan in shipped_plans() for c in clauses_of(plan)} | {proof.form for proof in told.default}
    assert set(shipped_forms()) <= used
