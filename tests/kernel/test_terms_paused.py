"""Pauses and extensions of terms: what a day held costs, and where a further term begins."""

from datetime import date

import pytest

from duban.kernel.terms import (
    Pause,
    Unit,
    due,
    explain,
)
from support.terms import CHINA, at, calendar_days, due_on, held, hours, more, term, working_days

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
