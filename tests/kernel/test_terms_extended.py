"""Extensions, regional settings, corrected calendars and explanations of terms."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from duban.kernel.calendars import CalendarYear, DayKind, WorkCalendar, YearStatus
from duban.kernel.errors import Text
from duban.kernel.terms import (
    ExtensionTier,
    Mark,
    Pause,
    Term,
    Unit,
    basis_in,
    due,
    explain,
    moved,
    regional,
)
from support.terms import CHINA, at, calendar_days, due_on, held, hours, months, more, term, working_days

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
    assert basis_in(local.basis, "zh") == "an article；地区规定"
    assert basis_in(local.basis, "en") == "an article; set by the region"
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


@pytest.mark.parametrize(
    ("basis", "chinese"),
    [
        ("行政处罚法 (2021) art. 85", "行政处罚法 (2021)第85条"),
        ("个人信息保护法 art. 6, 13", "个人信息保护法第6、13条"),
        ("医疗事故处理条例 (2002) arts 43, 44", "医疗事故处理条例 (2002)第43、44条"),
        ("国家无统一规定 / no national rule; example: art. 27", "国家无统一规定"),
        ("D02-R30", "D02-R30"),
    ],
)
def test_articles_stand_in_chinese_as_they_are_cited_there(basis: str, chinese: str) -> None:
    assert basis_in(basis, "zh") == chinese
    assert basis_in(basis, "en") == basis.rpartition(" / ")[2]
