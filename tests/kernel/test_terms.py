"""Golden cases of the statutory clocks, worked out by hand with the published calendars of 2025 and 2026.

2026, working on a weekend: 4 Jan, 14 Feb, 28 Feb, 9 May, 20 Sep, 10 Oct. Off: 1–3 Jan, 15–23 Feb, 4–6 Apr, 1–5 May,
19–21 Jun, 25–27 Sep, 1–7 Oct. Times are Asia/Shanghai unless they end in Z.
"""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from duban.kernel.calendars import CalendarYear, DayKind, WorkCalendar, YearStatus, load_seed_calendar
from duban.kernel.clock import ZONE
from duban.kernel.errors import Text
from duban.kernel.terms import (
    Due,
    Extension,
    ExtensionTier,
    Mark,
    Pause,
    Term,
    Unit,
    due,
    explain,
    moved,
    regional,
)

CHINA = load_seed_calendar()


def term(amount: int, unit: Unit, *, pausable: bool = True, setting: bool = False) -> Term:
    return Term(
        "example",
        amount,
        unit,
        "an article",
        Text("示例", "Example"),
        Mark.VERIFIED,
        setting=setting,
        pausable=pausable,
    )


def hours(amount: int) -> Term:
    return term(amount, Unit.HOURS)


def calendar_days(amount: int) -> Term:
    return term(amount, Unit.CALENDAR_DAYS)


def working_days(amount: int) -> Term:
    return term(amount, Unit.WORKING_DAYS)


def months(amount: int) -> Term:
    return term(amount, Unit.MONTHS)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text) if text.endswith("Z") else datetime.fromisoformat(text).replace(tzinfo=ZONE)


def held(start: str, end: str | None = None) -> Pause:
    return Pause(at(start), at(end) if end else None)


def more(amount: int, unit: Unit) -> Extension:
    return Extension(amount, unit, reason="complex", approved_by="the head")


def due_on(given: Term, start: str, *pauses: Pause, extensions: tuple[Extension, ...] = ()) -> str:
    return due(given, at(start), CHINA, pauses=pauses, extensions=extensions).due_on.isoformat()


# --- working days


@pytest.mark.parametrize(
    "start, amount, expected",
    [
        ("2026-02-13 10:00", 5, "2026-02-27"),
        ("2026-02-13 10:00", 10, "2026-03-05"),
        ("2026-02-13 10:00", 20, "2026-03-19"),
        ("2026-02-13 10:00", 30, "2026-04-02"),
        ("2026-04-30 10:00", 5, "2026-05-11"),
        ("2026-04-30 10:00", 10, "2026-05-18"),
        ("2026-04-30 10:00", 20, "2026-06-01"),
        ("2026-04-30 10:00", 30, "2026-06-15"),
        ("2026-09-24 10:00", 5, "2026-10-09"),
        ("2026-09-30 10:00", 5, "2026-10-13"),
        ("2026-09-30 10:00", 10, "2026-10-20"),
        ("2026-09-30 10:00", 20, "2026-11-03"),
        ("2026-09-30 10:00", 30, "2026-11-17"),
    ],
)
def test_the_published_vectors_of_working_days(start: str, amount: int, expected: str) -> None:
    assert due_on(working_days(amount), start) == expected


@pytest.mark.parametrize(
    "start, amount, expected",
    [
        ("2025-12-31 09:00", 1, "2026-01-04"),  # Sunday that works
        ("2025-12-31 09:00", 2, "2026-01-05"),
        ("2026-02-13 09:00", 1, "2026-02-14"),  # Saturday that works
        ("2026-02-13 09:00", 2, "2026-02-24"),
        ("2026-02-26 09:00", 2, "2026-02-28"),
        ("2026-02-26 09:00", 3, "2026-03-02"),
        ("2026-05-07 09:00", 2, "2026-05-09"),
        ("2026-05-07 09:00", 3, "2026-05-11"),
        ("2026-09-18 09:00", 1, "2026-09-20"),
        ("2026-09-18 09:00", 2, "2026-09-21"),
        ("2026-10-09 09:00", 1, "2026-10-10"),
        ("2026-10-09 09:00", 2, "2026-10-12"),
        ("2025-01-24 09:00", 1, "2025-01-26"),
    ],
)
def test_a_make_up_day_counts_as_a_working_day(start: str, amount: int, expected: str) -> None:
    assert due_on(working_days(amount), start) == expected


@pytest.mark.parametrize("start", ["2026-02-14 09:00", "2026-02-15 09:00", "2026-02-23 23:59"])
def test_the_start_day_is_not_counted_whatever_kind_of_day_it_is(start: str) -> None:
    assert due_on(working_days(1), start) == "2026-02-24"


def test_the_start_day_is_the_day_in_shanghai_not_in_utc() -> None:
    assert due_on(working_days(1), "2026-03-02T15:59:59Z") == "2026-03-03"
    assert due_on(working_days(1), "2026-03-02T16:00:00Z") == "2026-03-04"


def test_a_term_of_days_is_missed_from_the_first_moment_of_the_next_day_on() -> None:
    found = due(working_days(5), at("2026-02-13 10:00"), CHINA)
    assert found == Due(datetime(2026, 2, 27, 16, tzinfo=UTC), date(2026, 2, 27), provisional=False, open_ended=False)
    assert found.due_at == at("2026-02-28 00:00")
    assert found.due_at.tzinfo is UTC


# --- year ends


def test_a_term_over_two_published_years_is_certain() -> None:
    found = due(working_days(5), at("2025-12-29 09:00"), CHINA)  # 30, 31 Dec, 4 (make-up), 5, 6 Jan
    assert (found.due_on, found.provisional) == (date(2026, 1, 6), False)


def test_a_working_day_term_into_a_year_without_notice_is_provisional_and_skips_its_statutory_days() -> None:
    found = due(working_days(5), at("2026-12-28 09:00"), CHINA)  # 29, 30, 31 Dec, 4, 5 Jan
    assert (found.due_on, found.provisional) == (date(2027, 1, 5), True)


def test_a_term_that_ends_before_the_next_notice_can_matter_is_certain() -> None:
    assert due(working_days(5), at("2026-12-15 09:00"), CHINA) == Due(
        datetime(2026, 12, 22, 16, tzinfo=UTC), date(2026, 12, 22), provisional=False, open_ended=False
    )
    last_week = due(working_days(10), at("2026-12-15 09:00"), CHINA)
    assert (last_week.due_on, last_week.provisional) == (date(2026, 12, 29), True)


def test_a_calendar_day_term_is_provisional_only_where_its_last_day_is() -> None:
    january = due(calendar_days(15), at("2026-12-20 09:00"), CHINA)
    assert (january.due_on, january.provisional) == (date(2027, 1, 4), True)
    across = WorkCalendar("", 1, {2028: CalendarYear(2028, YearStatus.PUBLISHED, "a notice")}, {})
    found = due(calendar_days(400), at("2026-12-20 09:00"), across)  # 24 January 2028, a Monday
    assert (found.due_on, found.provisional) == (date(2028, 1, 24), False)


def test_a_weekend_of_a_year_without_notice_may_become_a_working_day_so_moving_past_it_is_provisional() -> None:
    found = due(calendar_days(6), at("2027-03-01 09:00"), CHINA)
    assert (found.due_on, found.provisional) == (date(2027, 3, 8), True)


def test_every_working_day_that_was_counted_must_be_published_also_those_before_a_pause() -> None:
    later_only = WorkCalendar("", 1, {2028: CalendarYear(2028, YearStatus.PUBLISHED, "a notice")}, {})
    start, pause = at("2027-12-28 09:00"), held("2027-12-30 09:00", "2028-01-05 09:00")
    found = due(working_days(3), start, later_only, pauses=[pause])  # 29 December, 6, 7 January
    assert (found.due_on, found.provisional) == (date(2028, 1, 7), True)
    no_pause = due(working_days(5), start, later_only)  # 29, 30, 31 December, 3, 4 January
    assert (no_pause.due_on, no_pause.provisional) == (date(2028, 1, 4), True)
    all_paused = held("2027-12-28 10:00", "2028-01-05 09:00")
    assert not due(working_days(3), start, later_only, pauses=[all_paused]).provisional


def test_hours_are_never_provisional() -> None:
    assert not due(hours(24), at("2027-02-05 09:00"), CHINA).provisional


# --- calendar days


@pytest.mark.parametrize(
    "start, amount, expected",
    [
        ("2026-03-02 09:00", 3, "2026-03-05"),
        ("2026-03-04 09:00", 3, "2026-03-09"),  # Saturday 7th moves to Monday
        ("2026-02-10 09:00", 4, "2026-02-14"),  # make-up Saturday: no move
        ("2026-02-10 09:00", 5, "2026-02-24"),  # first day of Spring Festival
        ("2026-06-01 09:00", 90, "2026-08-31"),  # Sunday 30 August
        ("2026-09-17 09:00", 15, "2026-10-08"),  # 2 October
        ("2026-09-15 09:00", 5, "2026-09-20"),  # make-up Sunday
        ("2026-04-28 09:00", 3, "2026-05-06"),  # 1 May
    ],
)
def test_calendar_days_move_to_the_first_working_day_if_the_last_is_a_rest_day(
    start: str, amount: int, expected: str
) -> None:
    assert due_on(calendar_days(amount), start) == expected


# --- months


@pytest.mark.parametrize(
    "start, amount, expected",
    [
        ("2026-03-10 09:00", 2, "2026-05-11"),  # Sunday 10 May
        ("2026-03-31 09:00", 1, "2026-04-30"),  # no 31 April
        ("2025-12-31 09:00", 2, "2026-02-28"),  # last of February, a make-up Saturday
        ("2026-03-02 09:00", 2, "2026-05-06"),  # 2 May
        ("2024-02-29 09:00", 12, "2025-02-28"),
        ("2023-03-05 09:00", 36, "2026-03-05"),
        ("2025-11-20 09:00", 2, "2026-01-20"),
    ],
)
def test_months_end_on_the_day_of_the_same_number_or_the_last_of_the_month(
    start: str, amount: int, expected: str
) -> None:
    assert due_on(months(amount), start) == expected


def test_a_pause_adds_its_days_to_a_term_of_months() -> None:
    assert due_on(months(2), "2026-05-20 09:00") == "2026-07-20"
    assert due_on(months(2), "2026-05-20 09:00", held("2026-06-01 09:00", "2026-06-10 09:00")) == "2026-07-30"


# --- hours


@pytest.mark.parametrize(
    "start, amount, end, last_day",
    [
        ("2026-03-06 17:30", 24, "2026-03-07 17:30", "2026-03-07"),  # into a Saturday
        ("2026-03-05 22:00", 6, "2026-03-06 04:00", "2026-03-06"),  # over midnight
        ("2026-02-16 20:00", 48, "2026-02-18 20:00", "2026-02-18"),  # over Spring Festival
        ("2025-12-31 23:30", 2, "2026-01-01 01:30", "2026-01-01"),
        ("2026-03-06 00:00", 24, "2026-03-07 00:00", "2026-03-06"),  # 24:00 is the end of the day before
    ],
)
def test_hours_run_from_the_moment_and_nothing_stops_them(start: str, amount: int, end: str, last_day: str) -> None:
    found = due(hours(amount), at(start), CHINA)
    assert found.due_at == at(end)
    assert found.due_on == date.fromisoformat(last_day)


def test_at_once_is_due_the_moment_it_starts() -> None:
    found = due(hours(0), at("2026-03-06 00:00"), CHINA)
    assert (found.due_at, found.due_on) == (at("2026-03-06 00:00"), date(2026, 3, 6))


@pytest.mark.parametrize("start, expected", [("2026-03-06 17:30", "2026-03-06"), ("2026-03-07 09:00", "2026-03-09")])
def test_the_same_day_means_the_start_day_or_the_working_day_after_it(start: str, expected: str) -> None:
    assert due_on(calendar_days(0), start) == expected
    assert due_on(working_days(0), start) == expected


# --- pauses


def test_thirty_working_days_of_mediation_leave_out_the_days_of_the_appraisal() -> None:
    assert due_on(working_days(30), "2026-03-02 09:00") == "2026-04-14"
    appraisal = held("2026-03-11 10:00", "2026-03-18 15:00")  # 11, 12, 13, 16, 17, 18 March
    assert due_on(working_days(30), "2026-03-02 09:00", appraisal) == "2026-04-22"


def test_a_pause_over_a_weekend_costs_only_its_working_days() -> None:
    over = held("2026-03-13 18:00", "2026-03-16 09:00")  # Friday evening to Monday morning
    assert due_on(working_days(30), "2026-03-02 09:00", over) == "2026-04-16"


def test_a_pause_inside_a_weekend_costs_a_working_day_term_nothing() -> None:
    inside = held("2026-03-14 10:00", "2026-03-15 20:00")
    assert due_on(working_days(30), "2026-03-02 09:00", inside) == "2026-04-14"


def test_a_pause_over_a_make_up_saturday_costs_that_saturday() -> None:
    assert due_on(working_days(3), "2026-02-25 09:00") == "2026-02-28"
    assert due_on(working_days(3), "2026-02-25 09:00", held("2026-02-28 08:00", "2026-02-28 09:00")) == "2026-03-02"


def test_a_pause_costs_a_calendar_day_term_every_day_it_touches() -> None:
    assert due_on(calendar_days(10), "2026-03-02 09:00") == "2026-03-12"
    assert due_on(calendar_days(10), "2026-03-02 09:00", held("2026-03-06 12:00", "2026-03-09 12:00")) == "2026-03-16"


def test_a_pause_that_ends_at_midnight_does_not_touch_the_day_that_begins() -> None:
    assert due_on(working_days(30), "2026-03-02 09:00", held("2026-03-11 00:00", "2026-03-12 00:00")) == "2026-04-15"


def test_a_term_that_moves_past_a_weekend_does_not_end_inside_a_pause() -> None:
    assert due_on(calendar_days(5), "2026-03-09 09:00") == "2026-03-16"  # Saturday 14 to Monday
    assert due_on(calendar_days(5), "2026-03-09 09:00", held("2026-03-15 10:00", "2026-03-17 10:00")) == "2026-03-18"


def test_hours_are_prolonged_by_the_exact_length_of_the_pause() -> None:
    pause = held("2026-03-06 12:00", "2026-03-09 09:00")  # 2 hours have run; 22 are left
    assert due(hours(24), at("2026-03-06 10:00"), CHINA, pauses=[pause]).due_at == at("2026-03-10 07:00")


def test_overlapping_pauses_count_once_in_any_order() -> None:
    first, second = held("2026-03-06 12:00", "2026-03-07 12:00"), held("2026-03-07 06:00", "2026-03-08 12:00")
    within = held("2026-03-06 18:00", "2026-03-06 19:00")
    for pauses in ([first, second, within], [within, second, first]):
        assert due(hours(24), at("2026-03-06 10:00"), CHINA, pauses=pauses).due_at == at("2026-03-09 10:00")


def test_two_pauses_on_one_day_cost_one_day() -> None:
    morning, evening = held("2026-03-11 08:00", "2026-03-11 09:00"), held("2026-03-11 18:00", "2026-03-11 19:00")
    assert due_on(working_days(30), "2026-03-02 09:00", morning, evening) == "2026-04-15"


@pytest.mark.parametrize(
    "pause",
    [
        held("2026-02-24 09:00", "2026-02-26 09:00"),  # over before the start
        held("2026-03-10 00:00", "2026-03-20 09:00"),  # begins the moment the term is over
        held("2026-03-04 09:00", "2026-03-04 09:00"),  # ends as it begins
    ],
)
def test_a_pause_outside_the_term_changes_nothing(pause: Pause) -> None:
    assert due_on(working_days(5), "2026-03-02 09:00") == "2026-03-09"
    assert due_on(working_days(5), "2026-03-02 09:00", pause) == "2026-03-09"


def test_a_pause_that_begins_the_moment_the_hours_are_over_changes_nothing() -> None:
    start, pauses = at("2026-03-06 10:00"), [held("2026-03-07 10:00", "2026-03-09 10:00")]
    assert due(hours(24), start, CHINA, pauses=pauses).due_at == at("2026-03-07 10:00")
    assert [row.until for row in explain(hours(24), start, CHINA, pauses=pauses)] == [at("2026-03-07 10:00")]
    longer = due(hours(24), start, CHINA, pauses=pauses, extensions=[more(1, Unit.HOURS)])
    assert longer.due_at == at("2026-03-09 11:00")


def test_a_pause_that_was_running_at_the_start_counts_from_the_start() -> None:
    assert due_on(working_days(5), "2026-03-02 09:00", held("2026-02-27 09:00", "2026-03-04 09:00")) == "2026-03-11"
    early = held("2026-03-06 08:00", "2026-03-06 11:00")
    assert due(hours(2), at("2026-03-06 10:00"), CHINA, pauses=[early]).due_at == at("2026-03-06 13:00")


def test_a_pause_that_begins_on_the_last_day_carries_that_day_over() -> None:
    assert due_on(working_days(5), "2026-03-02 09:00", held("2026-03-09 23:59", "2026-03-12 09:00")) == "2026-03-13"


def test_a_running_pause_gives_the_earliest_end_there_can_be() -> None:
    start, pauses = at("2026-03-02 09:00"), [held("2026-03-04 10:00")]
    now = at("2026-03-10 12:00")
    found = due(working_days(5), start, CHINA, pauses=pauses, now=now)  # 3; then 11, 12, 13, 16 March
    assert (found.due_on, found.open_ended) == (date(2026, 3, 16), True)
    unknown = due(working_days(5), start, CHINA, pauses=pauses)  # 3, 5, 6, 9, 10 March
    assert (unknown.due_on, unknown.open_ended) == (date(2026, 3, 10), True)


def test_a_pause_that_still_runs_at_midnight_touches_the_day_that_begins() -> None:
    pauses = [held("2026-03-04 10:00")]
    found = due(working_days(5), at("2026-03-02 09:00"), CHINA, pauses=pauses, now=at("2026-03-11 00:00"))
    assert found.due_on == date(2026, 3, 17)  # 3; then 12, 13, 16, 17 March


def test_a_running_pause_that_lies_ahead_touches_its_first_day() -> None:
    start, pauses = at("2026-03-02 09:00"), [held("2026-03-04 10:00")]
    assert due(working_days(5), start, CHINA, pauses=pauses, now=at("2026-03-02 09:30")).due_on == date(2026, 3, 10)
    ahead = due(hours(72), start, CHINA, pauses=pauses, now=at("2026-03-02 09:30"))
    assert (ahead.due_at, ahead.open_ended) == (at("2026-03-05 09:00"), True)


def test_a_running_pause_holds_hours_where_they_stood() -> None:
    found = due(hours(24), at("2026-03-06 10:00"), CHINA, pauses=[held("2026-03-06 12:00")], now=at("2026-03-20 08:00"))
    assert (found.due_at, found.open_ended) == (at("2026-03-21 06:00"), True)


def test_a_running_pause_that_came_too_late_leaves_the_term_over() -> None:
    late = [held("2026-03-10 00:00")]
    found = due(working_days(5), at("2026-03-02 09:00"), CHINA, pauses=late, now=at("2026-03-20 09:00"))
    assert (found.due_on, found.open_ended) == (date(2026, 3, 9), False)


def test_a_running_pause_before_a_planned_one_is_still_open_ended() -> None:
    pauses = [held("2026-03-04 10:00"), held("2026-03-30 09:00", "2026-03-31 09:00")]
    assert due(working_days(5), at("2026-03-02 09:00"), CHINA, pauses=pauses, now=at("2026-03-05 09:00")).open_ended


def test_a_term_that_nothing_may_stop_refuses_a_pause() -> None:
    referral = term(24, Unit.HOURS, pausable=False)
    assert due(referral, at("2026-03-06 10:00"), CHINA).due_at == at("2026-03-07 10:00")
    with pytest.raises(ValueError, match="cannot be paused"):
        due(referral, at("2026-03-06 10:00"), CHINA, pauses=[held("2026-03-06 12:00")])


# --- extensions


def test_sixty_and_thirty_days_count_from_the_last_day_as_moved() -> None:
    start, thirty = "2026-03-03 09:00", more(30, Unit.CALENDAR_DAYS)
    assert due_on(calendar_days(60), start) == "2026-05-06"  # Saturday 2 May, inside the holiday
    assert due_on(calendar_days(60), start, extensions=(thirty,)) == "2026-06-05"
    assert due_on(calendar_days(90), start) == "2026-06-01"  # not the same thing


def test_thirty_and_thirty_working_days_go_on_where_the_first_thirty_ended() -> None:
    thirty = more(30, Unit.WORKING_DAYS)
    assert due_on(working_days(30), "2026-02-13 09:00", extensions=(thirty,)) == "2026-05-19"


def test_an_extension_keeps_its_own_unit() -> None:
    found = due(calendar_days(3), at("2026-03-02 09:00"), CHINA, extensions=[more(24, Unit.HOURS)])
    assert (found.due_at, found.due_on) == (at("2026-03-07 00:00"), date(2026, 3, 6))
    friday = due(hours(24), at("2026-03-05 09:00"), CHINA, extensions=[more(1, Unit.WORKING_DAYS)])
    assert friday.due_on == date(2026, 3, 9)
    assert due_on(calendar_days(3), "2026-03-02 09:00", extensions=(more(1, Unit.MONTHS),)) == "2026-04-07"


def test_a_pause_during_the_extension_prolongs_the_extension() -> None:
    pause = held("2026-03-17 09:00", "2026-03-18 09:00")
    extensions = (more(5, Unit.WORKING_DAYS),)
    assert due_on(working_days(5), "2026-03-02 09:00", extensions=extensions) == "2026-03-16"
    assert due_on(working_days(5), "2026-03-02 09:00", pause, extensions=extensions) == "2026-03-16"
    within = held("2026-03-12 09:00", "2026-03-13 09:00")
    assert due_on(working_days(5), "2026-03-02 09:00", within, extensions=extensions) == "2026-03-18"


LISTING = Term(
    name="listing",
    amount=61,
    unit=Unit.CALENDAR_DAYS,
    basis="practice",
    title=Text("挂牌督办期限", "Listing term"),
    mark=Mark.DEFAULT,
    setting=True,
    extensions=(
        ExtensionTier(
            None, Unit.CALENDAR_DAYS, "listing.extend", "practice", at_most_fraction=Fraction(1, 2), ask_before=5
        ),
    ),
)


def test_a_tier_says_the_most_it_gives() -> None:
    (half,) = LISTING.extensions
    assert half.limit(LISTING) == 30
    assert ExtensionTier(30, Unit.WORKING_DAYS, "x", "art. 28").limit(working_days(30)) == 30
    assert ExtensionTier(None, Unit.CALENDAR_DAYS, "x", "art. 34", at_most=30).limit(calendar_days(60)) == 30
    assert ExtensionTier(None, Unit.WORKING_DAYS, "x", "art. 38").limit(working_days(30)) is None


def test_half_a_term_cannot_be_given_in_another_unit() -> None:
    (half,) = LISTING.extensions
    with pytest.raises(ValueError, match="fraction"):
        half.limit(working_days(30))


@pytest.mark.parametrize(
    "last_day, ask_by",
    [
        (date(2026, 3, 13), date(2026, 3, 8)),  # Friday: 9 to 13 March are left after Sunday
        (date(2026, 2, 25), date(2026, 2, 11)),  # left: 12, 13, 14 (make-up), 24, 25 February
    ],
)
def test_an_extension_is_asked_for_while_five_working_days_are_left(last_day: date, ask_by: date) -> None:
    (half,) = LISTING.extensions
    assert half.ask_by(last_day, CHINA) == ask_by


def test_a_tier_may_ask_for_no_time_ahead_or_for_the_last_day() -> None:
    assert ExtensionTier(30, Unit.WORKING_DAYS, "x", "y").ask_by(date(2026, 3, 13), CHINA) is None
    assert ExtensionTier(30, Unit.WORKING_DAYS, "x", "y", ask_before=0).ask_by(date(2026, 3, 13), CHINA) == date(
        2026, 3, 13
    )


# --- settings of a region


def test_a_region_sets_the_length_of_a_setting_and_says_so() -> None:
    three_days = term(3, Unit.CALENDAR_DAYS, setting=True)
    local = regional(three_days, {"example": (3, Unit.WORKING_DAYS), "other": (9, Unit.HOURS)})
    assert (local.amount, local.unit) == (3, Unit.WORKING_DAYS)
    assert local.basis == "an article; region setting"
    assert due_on(three_days, "2026-02-11 09:00") == "2026-02-14"
    assert due_on(local, "2026-02-12 09:00") == "2026-02-24"


def test_a_region_cannot_change_what_the_law_fixes() -> None:
    fixed = calendar_days(3)
    assert regional(fixed, {"example": (30, Unit.WORKING_DAYS)}) is fixed
    unset = term(3, Unit.CALENDAR_DAYS, setting=True)
    assert regional(unset, {"other": (30, Unit.WORKING_DAYS)}) is unset


def test_a_local_holiday_moves_the_clocks_of_its_region_only() -> None:
    banner = CHINA.with_region("152500", {date(2026, 7, 15): DayKind.OFF}, {date(2026, 7, 15): "那达慕大会"})
    assert due(working_days(5), at("2026-07-13 09:00"), CHINA).due_on == date(2026, 7, 20)
    assert due(working_days(5), at("2026-07-13 09:00"), banner).due_on == date(2026, 7, 21)


# --- a corrected calendar


CORRECTED = CHINA.with_region("", {date(2026, 9, 3): DayKind.OFF}, {date(2026, 9, 3): "纪念日"}, version=2)


def test_a_new_day_off_moves_the_clocks_that_count_it() -> None:
    found = moved(working_days(5), at("2026-08-31 09:00"), (), (), CHINA, CORRECTED)
    assert found is not None
    before, after = found
    assert (before.due_on, after.due_on) == (date(2026, 9, 7), date(2026, 9, 8))


@pytest.mark.parametrize("given", [working_days(2), hours(96), calendar_days(4), months(1)])
def test_a_clock_that_does_not_rest_on_the_new_day_is_not_moved(given: Term) -> None:
    assert moved(given, at("2026-08-31 09:00"), (), (), CHINA, CORRECTED) is None


def test_a_calendar_day_term_moves_if_its_last_day_became_a_rest_day() -> None:
    found = moved(calendar_days(3), at("2026-08-31 09:00"), (), (), CHINA, CORRECTED)
    assert found is not None
    assert found[1].due_on == date(2026, 9, 4)


def test_a_notice_that_confirms_a_provisional_day_is_reported_as_a_change() -> None:
    notice = CalendarYear(2027, YearStatus.PUBLISHED, "a notice")
    published = WorkCalendar("", 2, {**CHINA.years, 2027: notice}, CHINA.days, CHINA.notes)
    found = moved(working_days(5), at("2026-12-28 09:00"), (), (), CHINA, published)
    assert found is not None
    before, after = found
    assert before.due_on == after.due_on == date(2027, 1, 5)
    assert (before.provisional, after.provisional) == (True, False)


# --- explanations


def test_an_explanation_names_every_day_of_a_make_up_week() -> None:
    rows = explain(working_days(3), at("2026-02-13 10:00"), CHINA)
    assert [(row.day.day, row.counted, row.number) for row in rows] == [
        (13, False, 0),
        (14, True, 1),
        *((day, False, 1) for day in range(15, 24)),
        (24, True, 2),
        (25, True, 3),
    ]
    assert rows[0].reason == Text("起算当日，不计入", "start day, not counted")
    assert rows[1].reason == Text("星期六，调休上班日（春节）", "Saturday, make-up working day (Spring Festival)")
    assert rows[4].reason == Text("星期二，春节放假", "Tuesday, Spring Festival, day off")
    assert rows[-1].reason == Text("星期三，工作日", "Wednesday, working day")
    assert not any(row.provisional for row in rows)


def test_an_explanation_shows_how_a_last_day_moves() -> None:
    rows = explain(calendar_days(3), at("2026-03-04 09:00"), CHINA)
    assert [(row.day.day, row.counted, row.number) for row in rows] == [
        (4, False, 0),
        (5, True, 1),
        (6, True, 2),
        (7, True, 3),
        (8, False, 3),
        (9, False, 3),
    ]
    assert [row.reason.zh for row in rows[3:]] == [
        "星期六，休息日，期限顺延",
        "星期日，休息日，期限顺延",
        "星期一，工作日，顺延至本日届满",
    ]


def test_an_explanation_marks_the_paused_days_and_the_parts() -> None:
    pause, extension = held("2026-03-04 09:00", "2026-03-05 09:00"), more(2, Unit.WORKING_DAYS)
    rows = explain(working_days(2), at("2026-03-02 09:00"), CHINA, pauses=[pause], extensions=[extension])
    assert [(row.part, row.day.day, row.counted, row.number) for row in rows] == [
        (0, 2, False, 0),
        (0, 3, True, 1),
        (0, 4, False, 1),
        (0, 5, False, 1),
        (0, 6, True, 2),
        (1, 7, False, 0),
        (1, 8, False, 0),
        (1, 9, True, 1),
        (1, 10, True, 2),
    ]
    assert {row.reason.en for row in rows[2:4]} == {"paused, not counted"}


def test_an_explanation_of_hours_shows_when_they_ran_and_when_they_were_held() -> None:
    pause = held("2026-03-06 12:30", "2026-03-09 09:00")
    rows = explain(hours(24), at("2026-03-06 10:00"), CHINA, pauses=[pause])
    assert [(row.since, row.until, row.counted, row.number) for row in rows] == [
        (at("2026-03-06 10:00"), at("2026-03-06 12:30"), True, 2),
        (at("2026-03-06 12:30"), at("2026-03-09 09:00"), False, 2),
        (at("2026-03-09 09:00"), at("2026-03-10 06:30"), True, 24),
    ]


def test_an_explanation_marks_only_the_days_a_notice_can_still_move() -> None:
    rows = explain(working_days(3), at("2026-12-23 09:00"), CHINA)
    assert [(row.day.day, row.provisional) for row in rows] == [
        (23, False),
        (24, False),
        (25, True),
        (26, True),
        (27, True),
        (28, True),
    ]


def test_a_term_for_the_same_day_explains_itself_in_one_line() -> None:
    (row,) = explain(calendar_days(0), at("2026-03-06 09:00"), CHINA)
    assert (row.day, row.reason.en) == (date(2026, 3, 6), "due the same day")


# --- what is refused


def test_a_naive_instant_is_refused() -> None:
    naive = datetime(2026, 3, 2, 9)  # noqa: DTZ001 (the point of the test)
    with pytest.raises(ValueError, match="time zone"):
        due(hours(24), naive, CHINA)
    with pytest.raises(ValueError, match="time zone"):
        Pause(naive)
    with pytest.raises(ValueError, match="time zone"):
        Pause(at("2026-03-02 09:00"), naive)


def test_a_naive_present_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        due(
            hours(24),
            at("2026-03-02 09:00"),
            CHINA,
            pauses=[held("2026-03-02 10:00")],
            now=datetime(2026, 3, 3),  # noqa: DTZ001
        )


def test_a_pause_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        held("2026-03-02 09:00", "2026-03-02 08:59")


def test_an_extension_gives_some_time() -> None:
    with pytest.raises(ValueError, match="at least one"):
        more(0, Unit.WORKING_DAYS)


@pytest.mark.parametrize(
    "name, amount, basis", [("Not a slug", 1, "art. 1"), ("fine", -1, "art. 1"), ("fine", 1, " "), ("", 1, "art. 1")]
)
def test_a_term_has_a_slug_a_length_and_a_basis(name: str, amount: int, basis: str) -> None:
    with pytest.raises(ValueError):
        Term(name, amount, Unit.HOURS, basis, Text("示例", "Example"), Mark.VERIFIED)


def test_a_tier_is_bounded_in_one_way_only() -> None:
    with pytest.raises(ValueError, match="one of them"):
        ExtensionTier(30, Unit.WORKING_DAYS, "x", "y", at_most=30)


def test_a_term_says_its_length_in_both_languages() -> None:
    assert working_days(5).length == Text("5 个工作日", "5 working days")
    assert hours(24).length == Text("24 小时", "24 h")


def test_a_due_date_does_not_depend_on_the_zone_the_start_was_written_in() -> None:
    start = at("2026-03-03 00:30")
    for unit in Unit:
        assert due(term(2, unit), start, CHINA) == due(term(2, unit), start.astimezone(UTC), CHINA)
    assert start.utcoffset() == timedelta(hours=8)
