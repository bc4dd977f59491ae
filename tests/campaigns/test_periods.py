"""Reporting periods: named and dated as the calendar and the plan say, and never a day twice or not at all."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.campaigns.clauses import clauses_of
from duban.campaigns.filling import fill
from duban.campaigns.periods import Period, Rhythm, named_days, periods
from duban.campaigns.plans import shipped_plans
from duban.campaigns.schedule import schedule
from duban.campaigns.suggesting import shift
from duban.campaigns.windows import Window, add_months, end_of, is_duration, split

PLANS = {plan.id: plan for plan in shipped_plans()}
ONE_DAY = timedelta(days=1)
always = settings(derandomize=True, database=None, deadline=None, max_examples=200)


def day(text: str) -> date:
    return date.fromisoformat(text)


def codes_and_dues(found: list[Period]) -> list[tuple[str, str]]:
    return [(period.code, period.due_on.isoformat()) for period in found]


def test_half_months_end_on_the_fifteenth_and_with_the_month() -> None:
    found = periods(Rhythm.TWICE_MONTHLY, (day("2026-02-01"), day("2026-03-10")))
    assert [(p.code, p.starts_on.isoformat(), p.ends_on.isoformat()) for p in found] == [
        ("2026-02-H1", "2026-02-01", "2026-02-15"),
        ("2026-02-H2", "2026-02-16", "2026-02-28"),
        ("2026-03-H1", "2026-03-01", "2026-03-10"),
    ]
    assert [p.due_on for p in found] == [day("2026-02-20"), day("2026-03-05"), day("2026-03-15")]


def test_the_fifteenth_and_the_thirtieth_date_both_halves_also_in_february() -> None:
    found = periods(Rhythm.TWICE_MONTHLY, (day("2026-02-01"), day("2026-03-31")), days=(15, 30))
    assert codes_and_dues(found) == [
        ("2026-02-H1", "2026-02-15"),
        ("2026-02-H2", "2026-02-28"),
        ("2026-03-H1", "2026-03-15"),
        ("2026-03-H2", "2026-03-30"),
    ]


def test_the_tenth_and_the_twenty_fifth_fall_within_their_halves() -> None:
    found = periods(Rhythm.TWICE_MONTHLY, (day("2026-04-01"), day("2026-04-30")), days=(10, 25))
    assert codes_and_dues(found) == [("2026-04-H1", "2026-04-10"), ("2026-04-H2", "2026-04-25")]


def test_a_day_late_in_the_month_reports_the_running_month_and_an_early_one_the_last() -> None:
    window = (day("2026-01-01"), day("2026-02-28"))
    late = periods(Rhythm.MONTHLY, window, days=named_days("每月25日前"))
    assert codes_and_dues(late) == [("2026-01", "2026-01-25"), ("2026-02", "2026-02-25")]
    early = periods(Rhythm.MONTHLY, window, days=named_days("每月5日前"))
    assert codes_and_dues(early) == [("2026-01", "2026-02-05"), ("2026-02", "2026-03-05")]


def test_without_a_named_day_a_report_is_due_five_days_after_its_period_or_as_asked() -> None:
    window = (day("2026-01-20"), day("2026-07-10"))
    assert codes_and_dues(periods(Rhythm.QUARTERLY, window)) == [
        ("2026-Q1", "2026-04-05"),
        ("2026-Q2", "2026-07-05"),
        ("2026-Q3", "2026-07-15"),
    ]
    assert periods(Rhythm.QUARTERLY, window, grace_days=0)[0].due_on == day("2026-03-31")


def test_an_answered_day_dates_its_own_quarter_and_the_others_keep_their_grace() -> None:
    """By hand: the third quarter's second half begins on 16 August, the fourth's on 16 November; 20 December belongs to
    the fourth alone, and the third is due five days after its end."""
    window = (day("2026-04-01"), day("2026-12-31"))
    found = periods(Rhythm.QUARTERLY, window, dates=(day("2026-06-20"), day("2026-12-20")))
    assert codes_and_dues(found) == [
        ("2026-Q2", "2026-06-20"),
        ("2026-Q3", "2026-10-05"),
        ("2026-Q4", "2026-12-20"),
    ]


def test_one_answered_day_does_not_date_the_whole_year() -> None:
    found = periods(Rhythm.QUARTERLY, (day("2026-01-01"), day("2026-12-31")), dates=(day("2026-12-20"),))
    assert codes_and_dues(found) == [
        ("2026-Q1", "2026-04-05"),
        ("2026-Q2", "2026-07-05"),
        ("2026-Q3", "2026-10-05"),
        ("2026-Q4", "2026-12-20"),
    ]


def test_a_day_early_in_a_quarter_dates_the_quarter_before_and_one_after_the_end_the_last() -> None:
    """10 April lies in the first half of the second quarter: it reports the first. 25 January comes after the campaign:
    it reports the last quarter."""
    window = (day("2026-01-01"), day("2026-12-31"))
    found = periods(Rhythm.QUARTERLY, window, dates=(day("2026-04-10"), day("2027-01-25")))
    assert [p.due_on.isoformat() for p in found] == ["2026-04-10", "2026-07-05", "2026-10-05", "2027-01-25"]


def test_the_two_days_a_year_that_a_plan_leaves_blank_date_two_quarters_of_four() -> None:
    """D07: 20__年__月__日、__月__日前, answered with midsummer and the end of the year."""
    plan = PLANS["D07"]
    index = next(i for i, duty in enumerate(plan.reporting_duties) if "__月__日、__月__日" in (duty.due.as_given or ""))
    clause = next(clause for clause in clauses_of(plan) if clause.duty == plan.reporting_duties[index].code)
    answers = shift(plan, date(2026, 1, 1))
    answers[f"/reporting_duties/{index}/due/date"] = ["2026-06-20", "2026-12-20"]
    dues = [period.due_on.isoformat() for period in schedule(fill(plan, answers), clause)]
    assert (plan.reporting_duties[index].frequency, dues) == (
        "quarterly",
        ["2026-04-05", "2026-06-20", "2026-10-05", "2026-12-20"],
    )


def test_years_are_cut_to_the_window() -> None:
    found = periods(Rhythm.ANNUAL, (day("2026-03-01"), day("2027-02-28")))
    assert [(p.code, p.starts_on, p.ends_on) for p in found] == [
        ("2026", day("2026-03-01"), day("2026-12-31")),
        ("2027", day("2027-01-01"), day("2027-02-28")),
    ]


@pytest.mark.parametrize("rhythm", [Rhythm.ONCE, Rhythm.PER_EVENT])
def test_what_is_owed_once_or_per_event_has_one_period_over_the_window(rhythm: Rhythm) -> None:
    window = (day("2026-03-01"), day("2026-05-31"))
    assert periods(rhythm, window, code="P2") == [
        Period("P2", *window, opens_on=day("2026-03-01"), due_on=day("2026-05-31"))
    ]
    assert periods(rhythm, window, dates=(day("2026-06-10"),))[0].due_on == day("2026-06-10")


def test_a_report_opens_five_days_before_it_is_due_but_not_after_its_period() -> None:
    window = (day("2026-03-01"), day("2026-03-31"))
    assert periods(Rhythm.MONTHLY, window, days=(25,))[0].opens_on == day("2026-03-20")
    assert periods(Rhythm.MONTHLY, window, grace_days=20)[0].opens_on == day("2026-03-31")


@pytest.mark.parametrize(
    ("as_given", "expected"),
    [
        ("每月25日前", (25,)),
        ("每月15日、30日前", (15, 30)),
        ("每月底前", (31,)),
        ("每月末", (31,)),
        ("每月5号和20号前报送", (5, 20)),
        ("每月__日、__日前", ()),
        ("每月45日前", ()),
        ("月报", ()),
        ("20__年__月__日、__月__日前", ()),
        (None, ()),
    ],
)
def test_the_days_that_a_plan_names_are_read(as_given: str | None, expected: tuple[int, ...]) -> None:
    assert named_days(as_given) == expected


@pytest.mark.parametrize("wrong", [{"days": (0,)}, {"days": (32,)}, {"grace_days": -1}])
def test_an_impossible_day_or_grace_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="days of a month"):
        periods(Rhythm.MONTHLY, (day("2026-01-01"), day("2026-01-31")), **wrong)  # type: ignore[arg-type]


def test_an_inverted_window_is_refused() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        periods(Rhythm.MONTHLY, (day("2026-02-01"), day("2026-01-31")))


starts = st.dates(date(2013, 1, 1), date(2040, 12, 31))
lengths = st.integers(0, 800)
month_days = st.lists(st.integers(1, 31), max_size=2).map(tuple)
named = st.lists(st.integers(1, 31), min_size=1, max_size=2).map(tuple)


@always
@given(rhythm=st.sampled_from(Rhythm), start=starts, length=lengths, days=month_days, grace=st.integers(0, 40))
def test_periods_cover_the_window_without_gap_or_overlap_and_are_due_after_they_start(
    rhythm: Rhythm, start: date, length: int, days: tuple[int, ...], grace: int
) -> None:
    end = start + timedelta(days=length)
    found = periods(rhythm, (start, end), days=days, grace_days=grace)
    assert found[0].starts_on == start
    assert found[-1].ends_on == end
    assert all(after.starts_on == before.ends_on + ONE_DAY for before, after in pairwise(found))
    assert len({period.code for period in found}) == len(found)
    for period in found:
        assert period.starts_on <= period.ends_on
        assert period.starts_on <= period.opens_on <= period.due_on
        assert period.opens_on <= period.ends_on


@always
@given(start=starts, length=lengths, days=named, rhythm=st.sampled_from(list(Rhythm)[2:4]))
def test_a_named_day_is_the_due_day(start: date, length: int, days: tuple[int, ...], rhythm: Rhythm) -> None:
    for period in periods(rhythm, (start, start + timedelta(days=length)), days=days):
        last = (period.due_on + ONE_DAY).day == 1
        assert period.due_on.day in days or (last and max(days) > period.due_on.day)


@always
@given(start=starts, length=lengths, parts=st.integers(1, 8))
def test_a_window_is_split_into_even_shares_without_gap(start: date, length: int, parts: int) -> None:
    window = Window(start, start + timedelta(days=length))
    if window.days < parts:
        with pytest.raises(ValueError, match="cannot be cut"):
            split(window, parts)
        return
    shares = split(window, parts)
    assert (shares[0].starts_on, shares[-1].ends_on, len(shares)) == (window.starts_on, window.ends_on, parts)
    assert all(b.starts_on == a.ends_on + ONE_DAY for a, b in pairwise(shares))
    assert max(share.days for share in shares) - min(share.days for share in shares) <= 3


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        ("2026-03-01", "P1Y", "2027-02-28"),
        ("2026-01-31", "P1M", "2026-02-27"),
        ("2026-01-01", "P2W", "2026-01-14"),
        ("2026-01-01", "P1D", "2026-01-01"),
    ],
)
def test_a_duration_ends_on_the_eve_of_its_anniversary(start: str, duration: str, end: str) -> None:
    assert end_of(day(start), duration) == day(end)


def test_a_duration_of_nothing_is_none() -> None:
    assert not is_duration("P")
    assert not is_duration("P0D")
    with pytest.raises(ValueError, match="P0D"):
        end_of(day("2026-01-01"), "P0D")


def test_months_are_added_to_the_end_of_shorter_months() -> None:
    assert add_months(day("2026-01-31"), 1) == day("2026-02-28")
    assert add_months(day("2026-03-31"), -1) == day("2026-02-28")


def test_a_clause_is_scheduled_by_the_days_of_its_plan() -> None:
    filled = fill(PLANS["D09"], shift(PLANS["D09"], date(2026, 3, 1)))
    by_code = {clause.code: clause for clause in clauses_of(PLANS["D09"])}
    twice = schedule(filled, by_code["RD2"])
    assert codes_and_dues(twice)[:2] == [("2026-03-H1", "2026-03-15"), ("2026-03-H2", "2026-03-30")]
    assert twice[-1].ends_on == filled.phases["P1"].ends_on
    assert codes_and_dues(schedule(filled, by_code["RD3"])) == [("campaign", "2027-02-28")]
    assert codes_and_dues(schedule(filled, by_code["P2.document1"])) == [("P2", "2027-02-28")]


def test_coverage_is_due_with_its_last_milestone() -> None:
    answers = shift(PLANS["D07"], date(2026, 3, 1))
    milestones = ("2026-06-30", "2026-07-15", "2026-08-20")
    answers |= {f"/phases/1/coverage_targets/{n}/due/date": text for n, text in enumerate(milestones)}
    coverage = next(clause for clause in clauses_of(PLANS["D07"]) if clause.code == "P2.coverage")
    assert codes_and_dues(schedule(fill(PLANS["D07"], answers), coverage)) == [("P2", "2026-08-20")]
