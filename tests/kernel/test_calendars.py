"""The national working-day calendar: the shipped file, the counting, local days and what is not settled yet."""

import importlib.util
import json
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import holidays
import pytest

from duban.kernel import calendars
from duban.kernel.calendars import CalendarYear, DayKind, WorkCalendar, YearStatus, calendar_from, load_seed_calendar
from duban.kernel.errors import Text

ROOT = Path(__file__).parents[2]
CHINA = load_seed_calendar()


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=i) for i in range((last - first).days + 1)]


def test_the_shipped_file_is_what_the_script_writes() -> None:
    spec = importlib.util.spec_from_file_location("build_calendar", ROOT / "scripts" / "build_calendar.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.TARGET.read_text("utf-8") == script.build()


def test_the_kernel_needs_neither_calendar_library_to_run() -> None:
    source = Path(calendars.__file__).read_text("utf-8")
    assert "chinese_calendar" not in source
    assert "import holidays" not in source


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_every_day_of_the_last_three_years_agrees_with_both_libraries(year: int) -> None:
    other = holidays.country_holidays("CN", years=[year])
    for day in days(date(year, 1, 1), date(year, 12, 31)):
        assert CHINA.is_working(day) == chinese_calendar.is_workday(day) == other.is_working_day(day), day


@pytest.mark.parametrize("year", range(2004, 2024))
def test_every_earlier_day_agrees_with_the_library_the_file_comes_from(year: int) -> None:
    for day in days(date(year, 1, 1), date(year, 12, 31)):
        assert CHINA.is_working(day) == chinese_calendar.is_workday(day), day


def test_2026_follows_the_notice_of_4_november_2025() -> None:
    off = [
        *days(date(2026, 1, 1), date(2026, 1, 3)),
        *days(date(2026, 2, 15), date(2026, 2, 23)),
        *days(date(2026, 4, 4), date(2026, 4, 6)),
        *days(date(2026, 5, 1), date(2026, 5, 5)),
        *days(date(2026, 6, 19), date(2026, 6, 21)),
        *days(date(2026, 9, 25), date(2026, 9, 27)),
        *days(date(2026, 10, 1), date(2026, 10, 7)),
    ]
    make_up = [date(2026, *month_day) for month_day in [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]]
    listed = {day: kind for day, kind in CHINA.days.items() if day.year == 2026}
    assert listed == dict.fromkeys(off, DayKind.OFF) | dict.fromkeys(make_up, DayKind.MAKE_UP)


@pytest.mark.parametrize("month, day", [(1, 26), (2, 8), (4, 27), (9, 28), (10, 11)])
def test_the_make_up_days_of_2025_are_working_days(month: int, day: int) -> None:
    assert CHINA.is_working(date(2025, month, day))
    assert date(2025, month, day).weekday() >= 5


@pytest.mark.parametrize(
    "day",
    [
        date(2027, 1, 1),  # 元旦
        date(2027, 2, 5),  # 除夕; 2027-02-06 is the first day of the lunar year
        date(2027, 2, 8),  # 初三
        date(2027, 4, 5),  # 清明
        date(2027, 6, 9),  # 端午
        date(2027, 9, 15),  # 中秋
        date(2027, 10, 1),  # 国庆
        date(2028, 1, 26),  # 春节
        date(2029, 2, 13),  # 春节
        date(2030, 2, 4),  # 初二
    ],
)
def test_a_statutory_day_of_a_year_without_notice_is_off_and_provisional(day: date) -> None:
    assert day.weekday() < 5
    assert not CHINA.is_working(day)
    assert not CHINA.is_published(day)
    assert CHINA.years[day.year].status is YearStatus.PROVISIONAL


def test_a_year_nobody_entered_counts_monday_to_friday_and_is_never_published() -> None:
    assert CHINA.is_working(date(2099, 10, 1))  # a Thursday; nothing is known, and it says so
    assert not CHINA.is_working(date(2099, 10, 3))
    assert not CHINA.is_published(date(2099, 10, 1))
    assert not CHINA.is_published(date(1999, 10, 1))
    assert not WorkCalendar("", 1, {}, {}).is_published(date(2026, 6, 1))


def test_the_last_week_of_december_waits_for_the_next_notice() -> None:
    assert CHINA.is_published(date(2026, 12, 24))
    assert not CHINA.is_published(date(2026, 12, 25))
    assert CHINA.is_published(date(2025, 12, 31))
    assert CHINA.are_published(date(2025, 12, 20), date(2026, 1, 10))
    assert not CHINA.are_published(date(2026, 12, 20), date(2027, 1, 10))
    assert not CHINA.are_published(date(2003, 12, 31), date(2004, 1, 1))


def test_new_year_notices_did_move_december_days() -> None:
    assert CHINA.is_working(date(2018, 12, 29))  # Saturday
    assert not CHINA.is_working(date(2018, 12, 31))  # Monday
    assert CHINA.is_working(date(2007, 12, 29))  # Saturday


# Start day not counted. Published test vectors on which both libraries agree.
VECTORS = [
    (date(2026, 2, 13), 5, date(2026, 2, 27)),
    (date(2026, 2, 13), 10, date(2026, 3, 5)),
    (date(2026, 2, 13), 20, date(2026, 3, 19)),
    (date(2026, 2, 13), 30, date(2026, 4, 2)),
    (date(2026, 4, 30), 5, date(2026, 5, 11)),
    (date(2026, 4, 30), 10, date(2026, 5, 18)),
    (date(2026, 4, 30), 20, date(2026, 6, 1)),
    (date(2026, 4, 30), 30, date(2026, 6, 15)),
    (date(2026, 9, 24), 5, date(2026, 10, 9)),
    (date(2026, 9, 30), 5, date(2026, 10, 13)),
    (date(2026, 9, 30), 10, date(2026, 10, 20)),
    (date(2026, 9, 30), 20, date(2026, 11, 3)),
    (date(2026, 9, 30), 30, date(2026, 11, 17)),
]


@pytest.mark.parametrize("after, n, expected", VECTORS)
def test_counting_working_days_forwards(after: date, n: int, expected: date) -> None:
    assert CHINA.nth_working_day(after, n) == expected
    assert CHINA.count_working(after, expected) == n


def test_counting_working_days_backwards() -> None:
    assert CHINA.nth_working_day_before(date(2026, 3, 2), 1) == date(2026, 2, 28)  # make-up Saturday
    assert CHINA.nth_working_day_before(date(2026, 2, 25), 2) == date(2026, 2, 14)  # across Spring Festival
    assert CHINA.nth_working_day_before(date(2026, 10, 8), 1) == date(2026, 9, 30)


def test_the_fast_index_counts_like_walking_day_by_day() -> None:
    ordinal = 0
    first, last = date(2003, 6, 1), date(2032, 6, 30)
    for day in days(first + timedelta(days=1), last):
        ordinal += CHINA.is_working(day)
        assert CHINA.count_working(first, day) == ordinal, day
        if CHINA.is_working(day):
            assert CHINA.nth_working_day(first, ordinal) == day


def test_counting_backwards_in_time_or_less_than_one_day_is_refused_or_nothing() -> None:
    assert CHINA.count_working(date(2026, 3, 5), date(2026, 3, 5)) == 0
    assert CHINA.count_working(date(2026, 3, 5), date(2026, 3, 1)) == 0
    with pytest.raises(ValueError, match="at least 1"):
        CHINA.nth_working_day(date(2026, 3, 5), 0)
    with pytest.raises(ValueError, match="at least 1"):
        CHINA.nth_working_day_before(date(2026, 3, 5), 0)


def test_a_working_day_stays_and_a_rest_day_moves_to_the_first_working_day_after_it() -> None:
    assert CHINA.working_day_from(date(2026, 2, 14)) == date(2026, 2, 14)
    assert CHINA.working_day_from(date(2026, 2, 15)) == date(2026, 2, 24)
    assert CHINA.working_day_from(date(2026, 5, 2)) == date(2026, 5, 6)


def test_every_day_can_say_why() -> None:
    assert CHINA.reason(date(2026, 3, 4)) == Text("星期三，工作日", "Wednesday, working day")
    assert CHINA.reason(date(2026, 3, 7)) == Text("星期六，休息日", "Saturday, weekend")
    assert CHINA.reason(date(2026, 2, 20)) == Text("星期五，春节放假", "Friday, Spring Festival, day off")
    assert CHINA.reason(date(2026, 2, 28)) == Text(
        "星期六，调休上班日（春节）", "Saturday, make-up working day (Spring Festival)"
    )


def test_every_holiday_of_the_shipped_calendar_has_an_english_name() -> None:
    for day in CHINA.days:
        assert CHINA.notes[day] not in CHINA.reason(day).en, day


def test_a_region_adds_its_own_days_off_and_leaves_the_nation_alone() -> None:
    naadam = date(2026, 7, 15)  # a Wednesday
    banner = CHINA.with_region("152500", {naadam: DayKind.OFF}, {naadam: "那达慕大会"})
    assert banner.region == "152500"
    assert CHINA.is_working(naadam)
    assert not banner.is_working(naadam)
    assert banner.reason(naadam) == Text("星期三，那达慕大会放假", "Wednesday, 那达慕大会, day off")
    assert CHINA.nth_working_day(date(2026, 7, 14), 1) == naadam
    assert banner.nth_working_day(date(2026, 7, 14), 1) == date(2026, 7, 16)
    assert not banner.is_working(date(2026, 2, 20))


def test_a_regions_day_wins_over_the_nations_and_drops_its_name() -> None:
    moved = CHINA.with_region("650000", {date(2026, 2, 14): DayKind.OFF}, version=7)
    assert not moved.is_working(date(2026, 2, 14))
    assert moved.reason(date(2026, 2, 14)) == Text("星期六，放假", "Saturday, day off")
    assert (CHINA.version, moved.version) == (1, 7)


def test_a_day_without_a_name_still_says_what_it_is() -> None:
    calendar = WorkCalendar("", 1, {}, {date(2026, 3, 7): DayKind.MAKE_UP})
    assert calendar.reason(date(2026, 3, 7)) == Text("星期六，调休上班日", "Saturday, make-up working day")


def test_a_calendar_does_not_change_with_the_mapping_it_was_made_from() -> None:
    listed = {date(2026, 3, 4): DayKind.OFF}
    calendar = WorkCalendar("", 1, {}, listed)
    listed.clear()
    assert not calendar.is_working(date(2026, 3, 4))
    assert calendar.nth_working_day(date(2026, 3, 3), 1) == date(2026, 3, 5)


def test_the_first_difference_is_the_first_day_a_recomputation_must_look_at() -> None:
    assert CHINA.first_difference(CHINA) is None
    corrected = CHINA.with_region("", {date(2026, 9, 3): DayKind.OFF, date(2026, 12, 5): DayKind.MAKE_UP})
    assert CHINA.first_difference(corrected) == date(2026, 9, 3)
    assert corrected.first_difference(CHINA) == date(2026, 9, 3)
    renamed = CHINA.with_region("", {date(2026, 2, 20): DayKind.OFF}, {date(2026, 2, 20): "过年"})
    assert CHINA.first_difference(renamed) is None


def test_a_new_notice_differs_from_the_last_week_of_the_old_year_on() -> None:
    year = CalendarYear(2027, YearStatus.PUBLISHED, "a notice")
    published = WorkCalendar("", 2, {**CHINA.years, 2027: year}, CHINA.days, CHINA.notes)
    assert CHINA.first_difference(published) == date(2026, 12, 25)
    assert published.is_published(date(2027, 12, 24))


@pytest.mark.parametrize(
    "runs, complaint",
    [
        (["01-03/01-01"], "ends before it begins"),
        (["01-01/01-03", "01-03"], "listed twice"),
        (["02-30"], "day is out of range"),
    ],
)
def test_a_calendar_file_with_a_wrong_run_is_refused(runs: list[str], complaint: str) -> None:
    row = {"status": "published", "source": "a notice", "off": {"元旦": runs}}
    with pytest.raises(ValueError, match=complaint):
        calendar_from({"region": "", "version": 1, "years": {"2026": row}})


def test_the_shipped_file_names_a_source_for_every_year_from_2004_to_2030() -> None:
    document = json.loads((ROOT / "backend/duban/kernel/data/calendar-cn.json").read_text("utf-8"))
    assert [int(year) for year in document["years"]] == list(range(2004, 2031))
    assert all(row["source"] for row in document["years"].values())
