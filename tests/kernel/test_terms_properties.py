"""What holds for every term, start, pause, extension and calendar, tried on generated ones, the same in every run."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from duban.kernel.calendars import CalendarYear, DayKind, WorkCalendar, YearStatus, load_seed_calendar
from duban.kernel.clock import ZONE, day_of
from duban.kernel.errors import Text
from duban.kernel.terms import Extension, Mark, Pause, Term, Unit, due, explain, moved

CHINA = load_seed_calendar()
ONE_DAY = timedelta(days=1)
DAY_UNITS = (Unit.CALENDAR_DAYS, Unit.WORKING_DAYS)
always = settings(derandomize=True, database=None, deadline=None, max_examples=150)

instants = st.timedeltas(timedelta(), timedelta(days=3 * 365)).map(
    lambda since: datetime(2025, 1, 1, tzinfo=UTC) + since
)
lengths = st.timedeltas(timedelta(), timedelta(days=45))
units = st.sampled_from(Unit)
pauses = st.builds(lambda start, length: Pause(start, start + length), instants, lengths)


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    """The national calendar with days moved at random and some years not published: what might ever be entered."""
    kinds = st.sampled_from(DayKind)
    days = draw(st.dictionaries(st.dates(date(2025, 1, 1), date(2028, 12, 31)), kinds, max_size=40))
    years = [CalendarYear(year, draw(st.sampled_from(YearStatus)), "a notice") for year in range(2025, 2030)]
    listed = CHINA.with_region("", days, version=2)
    return replace(listed, years={**CHINA.years, **{row.year: row for row in years}})


def term(amount: int, unit: Unit) -> Term:
    return Term("example", amount, unit, "an article", Text("示例", "Example"), Mark.VERIFIED)


@st.composite
def terms(draw: st.DrawFn, allowed: Sequence[Unit] = tuple(Unit)) -> Term:
    unit = draw(st.sampled_from(allowed))
    return term(draw(st.integers(0, 12 if unit is Unit.MONTHS else 100)), unit)


extensions = st.builds(lambda amount, unit: Extension(amount, unit, "complex", "the head"), st.integers(1, 12), units)
few_pauses = st.lists(pauses, max_size=3)
few_extensions = st.lists(extensions, max_size=2)


def near(start: datetime, offsets: Sequence[tuple[timedelta, timedelta]]) -> list[Pause]:
    """Pauses at offsets from the start, so that they usually fall into the term."""
    return [Pause(start + offset, start + offset + length) for offset, length in offsets]


offsets = st.lists(st.tuples(st.timedeltas(timedelta(days=-5), timedelta(days=60)), lengths), max_size=3)


def midnight_after(day: date) -> datetime:
    return datetime.combine(day + ONE_DAY, time(), ZONE)


def touched(pause: Pause) -> list[date]:
    """The days in Asia/Shanghai that have any part of the pause, found by trying each."""
    assert pause.end is not None
    day, found = day_of(pause.start), []
    while datetime.combine(day, time(), ZONE) < pause.end:
        if pause.start < midnight_after(day):
            found.append(day)
        day += ONE_DAY
    return found if pause.start < pause.end else []


@always
@given(terms(), instants, calendars(), offsets, few_extensions)
def test_nothing_is_due_before_it_starts(
    given_term: Term,
    start: datetime,
    calendar: WorkCalendar,
    held: list[tuple[timedelta, timedelta]],
    more: list[Extension],
) -> None:
    found = due(given_term, start, calendar, pauses=near(start, held), extensions=more)
    assert found.due_at >= start
    assert found.due_on >= day_of(start)
    assert not found.open_ended


@always
@given(terms((*DAY_UNITS, Unit.MONTHS)), instants, calendars(), offsets)
def test_a_term_of_days_ends_at_midnight_after_a_working_day_that_is_not_paused(
    given_term: Term, start: datetime, calendar: WorkCalendar, held: list[tuple[timedelta, timedelta]]
) -> None:
    given_pauses = near(start, held)
    found = due(given_term, start, calendar, pauses=given_pauses)
    assert found.due_at == midnight_after(found.due_on)
    assert calendar.is_working(found.due_on)
    assert all(found.due_on not in touched(pause) for pause in given_pauses)


@always
@given(terms(), instants, st.timedeltas(timedelta(), timedelta(days=40)), calendars(), few_extensions)
def test_what_starts_later_is_not_due_earlier(
    given_term: Term, start: datetime, later: timedelta, calendar: WorkCalendar, more: list[Extension]
) -> None:
    first = due(given_term, start, calendar, extensions=more)
    second = due(given_term, start + later, calendar, extensions=more)
    assert first.due_at <= second.due_at


@always
@given(terms((Unit.HOURS, *DAY_UNITS)), instants, st.timedeltas(timedelta(), timedelta(days=40)), calendars(), offsets)
def test_pauses_do_not_let_a_later_start_overtake_an_earlier_one(
    given_term: Term,
    start: datetime,
    later: timedelta,
    calendar: WorkCalendar,
    held: list[tuple[timedelta, timedelta]],
) -> None:
    # Months are left out: 29 and 31 January both end on 28 February, so a pause on the 30th delays only the first.
    given_pauses = near(start, held)
    first = due(given_term, start, calendar, pauses=given_pauses)
    second = due(given_term, start + later, calendar, pauses=given_pauses)
    assert first.due_at <= second.due_at


@always
@given(terms(), st.integers(0, 20), instants, calendars(), offsets)
def test_a_longer_term_is_not_due_earlier(
    given_term: Term, more: int, start: datetime, calendar: WorkCalendar, held: list[tuple[timedelta, timedelta]]
) -> None:
    given_pauses = near(start, held)
    longer = term(given_term.amount + more, given_term.unit)
    short_due = due(given_term, start, calendar, pauses=given_pauses)
    assert short_due.due_at <= due(longer, start, calendar, pauses=given_pauses).due_at


@always
@given(terms(), instants, calendars(), offsets, extensions)
def test_an_extension_always_gives_time(
    given_term: Term,
    start: datetime,
    calendar: WorkCalendar,
    held: list[tuple[timedelta, timedelta]],
    extension: Extension,
) -> None:
    given_pauses = near(start, held)
    plain = due(given_term, start, calendar, pauses=given_pauses)
    assert due(given_term, start, calendar, pauses=given_pauses, extensions=[extension]).due_at > plain.due_at


@always
@given(st.integers(1, 200), instants, st.floats(0, 1, exclude_max=True), lengths)
def test_a_pause_adds_exactly_its_length_to_hours(
    amount: int, start: datetime, share: float, length: timedelta
) -> None:
    begin = start + share * timedelta(hours=amount)
    plain = due(term(amount, Unit.HOURS), start, CHINA)
    assume(begin < plain.due_at)
    held = due(term(amount, Unit.HOURS), start, CHINA, pauses=[Pause(begin, begin + length)])
    assert held.due_at - plain.due_at == length


@always
@given(st.integers(1, 60), instants, calendars(), st.floats(0, 1), lengths)
@example(30, datetime(2026, 3, 2, 1, tzinfo=UTC), CHINA, 0.25, timedelta(days=3))
def test_a_pause_adds_exactly_its_working_days_to_a_term_of_working_days(
    amount: int, start: datetime, calendar: WorkCalendar, share: float, length: timedelta
) -> None:
    given_term = term(amount, Unit.WORKING_DAYS)
    plain = due(given_term, start, calendar)
    begin = start + share * (plain.due_at - start)
    assume(begin < plain.due_at)
    pause = Pause(begin, begin + length)
    lost = sum(calendar.is_working(day) for day in touched(pause) if day > day_of(start))
    held = due(given_term, start, calendar, pauses=[pause])
    assert calendar.count_working(plain.due_on, held.due_on) == lost


@always
@given(st.integers(1, 60), instants, calendars(), offsets)
def test_a_term_of_working_days_holds_exactly_its_amount_of_unpaused_working_days(
    amount: int, start: datetime, calendar: WorkCalendar, held: list[tuple[timedelta, timedelta]]
) -> None:
    given_pauses = near(start, held)
    found = due(term(amount, Unit.WORKING_DAYS), start, calendar, pauses=given_pauses)
    paused = {day for pause in given_pauses for day in touched(pause)}
    span = (found.due_on - day_of(start)).days
    days = [day_of(start) + i * ONE_DAY for i in range(1, span + 1)]
    assert sum(calendar.is_working(day) and day not in paused for day in days) == amount


@always
@given(terms(), instants, calendars(), offsets, few_extensions)
def test_an_explanation_sums_to_the_due_date(
    given_term: Term,
    start: datetime,
    calendar: WorkCalendar,
    held: list[tuple[timedelta, timedelta]],
    more: list[Extension],
) -> None:
    given_pauses = near(start, held)
    found = due(given_term, start, calendar, pauses=given_pauses, extensions=more)
    rows = explain(given_term, start, calendar, pauses=given_pauses, extensions=more)

    last = rows[-1]
    assert last.until == found.due_at if last.until else last.day == found.due_on
    assert any(row.provisional for row in rows) == found.provisional

    units = [given_term.unit, *(extension.unit for extension in more)]
    amounts = [given_term.amount, *(extension.amount for extension in more)]
    for part, (amount, unit) in enumerate(zip(amounts, units, strict=True)):
        counted = [row for row in rows if row.part == part and row.counted]
        if unit is Unit.HOURS:
            run = sum((row.until - row.since for row in counted if row.until and row.since), timedelta())
            assert run == timedelta(hours=amount)
        elif unit in DAY_UNITS:
            assert len(counted) == amount
            assert [row.number for row in counted] == list(range(1, amount + 1))


@always
@given(terms((*DAY_UNITS, Unit.MONTHS)), instants, calendars(), offsets)
def test_an_explanation_of_days_leaves_no_day_out(
    given_term: Term, start: datetime, calendar: WorkCalendar, held: list[tuple[timedelta, timedelta]]
) -> None:
    days = [row.day for row in explain(given_term, start, calendar, pauses=near(start, held))]
    assert days == [day_of(start) + i * ONE_DAY for i in range(len(days))]


@always
@given(terms(), instants, offsets, few_extensions)
def test_an_equal_calendar_moves_nothing(
    given_term: Term, start: datetime, held: list[tuple[timedelta, timedelta]], more: list[Extension]
) -> None:
    same = WorkCalendar(CHINA.region, CHINA.version + 1, CHINA.years, CHINA.days, CHINA.notes)
    assert moved(given_term, start, near(start, held), more, CHINA, same) is None


@always
@given(terms(), instants, calendars(), offsets, few_extensions)
def test_a_clock_that_ends_before_the_first_difference_is_not_moved(
    given_term: Term,
    start: datetime,
    calendar: WorkCalendar,
    held: list[tuple[timedelta, timedelta]],
    more: list[Extension],
) -> None:
    given_pauses = near(start, held)
    first = CHINA.first_difference(calendar)
    found = due(given_term, start, CHINA, pauses=given_pauses, extensions=more)
    if first is None or found.due_on < first:
        assert moved(given_term, start, given_pauses, more, CHINA, calendar) is None


@always
@given(terms(), instants, calendars(), st.timedeltas(timedelta(days=-3), timedelta(days=60)), lengths)
def test_a_running_pause_never_lets_the_term_run_out(
    given_term: Term, start: datetime, calendar: WorkCalendar, begin: timedelta, since: timedelta
) -> None:
    assume(given_term.amount > 0)
    pause = Pause(start + begin)
    now = pause.start + since
    found = due(given_term, start, calendar, pauses=[pause], now=now)
    plain = due(given_term, start, calendar)
    if pause.start < plain.due_at:
        assert found.open_ended
        assert found.due_at > now
    else:
        assert found == plain


@always
@given(terms(), instants, calendars(), few_pauses, few_extensions)
def test_the_order_in_which_pauses_were_recorded_does_not_matter(
    given_term: Term, start: datetime, calendar: WorkCalendar, given_pauses: list[Pause], more: list[Extension]
) -> None:
    forwards = due(given_term, start, calendar, pauses=given_pauses, extensions=more)
    assert forwards == due(given_term, start, calendar, pauses=given_pauses[::-1], extensions=more)


@always
@given(calendars(), st.dates(date(2024, 1, 1), date(2029, 12, 31)), st.integers(1, 300))
def test_the_index_finds_the_day_it_counts(calendar: WorkCalendar, day: date, n: int) -> None:
    found = calendar.nth_working_day(day, n)
    assert calendar.is_working(found)
    assert calendar.count_working(day, found) == n
    assert sum(calendar.is_working(day + i * ONE_DAY) for i in range(1, (found - day).days + 1)) == n
    assert calendar.nth_working_day_before(found + ONE_DAY, n) > day
