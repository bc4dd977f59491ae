"""Golden cases of the statutory clocks, worked out by hand with the published calendars of 2025 and 2026.

2026, working on a weekend: 4 Jan, 14 Feb, 28 Feb, 9 May, 20 Sep, 10 Oct. Off: 1–3 Jan, 15–23 Feb, 4–6 Apr, 1–5 May,
19–21 Jun, 25–27 Sep, 1–7 Oct. Times are Asia/Shanghai unless they end in Z.
"""

from datetime import UTC, date, datetime

import pytest

from duban.kernel.calendars import CalendarYear, WorkCalendar, YearStatus
from duban.kernel.terms import (
    Due,
    due,
)
from support.terms import CHINA, at, calendar_days, due_on, held, hours, months, working_days

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
