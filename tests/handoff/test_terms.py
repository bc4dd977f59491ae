"""Every term on the way of a clue (clue, transfer, referral, handoff, notice): over a weekend, to a Saturday that is a
working day, around midnight. Counted by hand on the calendar of 2026; holidays stand in `referrals/test_clocks.py`.
"""

import pytest

from duban.kernel import term_registry
from duban.kernel.terms import Term
from duban.main import create_app as create_app  # registers the terms of every module
from support.terms import due_on

LAST_DAY = {
    "2 hours": [
        ("2026-03-06 23:00", "2026-03-07"),  # hours stop at no weekend (T-2)
        ("2026-02-28 09:00", "2026-02-28"),
        ("2026-03-02 22:00", "2026-03-02"),  # at its 24:00
        ("2026-03-02 22:01", "2026-03-03"),
    ],
    "24 hours": [
        ("2026-03-06 17:00", "2026-03-07"),
        ("2026-02-13 09:00", "2026-02-14"),
        ("2026-03-03 00:00", "2026-03-03"),
        ("2026-03-03 00:01", "2026-03-04"),
    ],
    "3 working_days": [
        ("2026-03-06 17:50", "2026-03-11"),
        ("2026-02-27 09:00", "2026-03-03"),  # 28 February works
        ("2026-03-02 23:59", "2026-03-05"),
        ("2026-03-03 00:00", "2026-03-06"),
    ],
    "5 working_days": [
        ("2026-03-06 17:50", "2026-03-13"),
        ("2026-02-27 09:00", "2026-03-05"),
        ("2026-03-02 23:59", "2026-03-09"),
        ("2026-03-03 00:00", "2026-03-10"),
    ],
    "15 working_days": [
        ("2026-03-06 17:50", "2026-03-27"),
        ("2026-02-27 09:00", "2026-03-19"),
        ("2026-03-02 23:59", "2026-03-23"),
        ("2026-03-03 00:00", "2026-03-24"),
    ],
    "0 calendar_days": [  # the day that a letter names
        ("2026-03-07 09:00", "2026-03-09"),
        ("2026-02-28 09:00", "2026-02-28"),
        ("2026-03-02 23:59", "2026-03-02"),
        ("2026-03-03 00:00", "2026-03-03"),
    ],
    "3 calendar_days": [
        ("2026-03-04 10:00", "2026-03-09"),  # Saturday the 7th rolls over (T-1)
        ("2026-02-11 10:00", "2026-02-14"),  # a Saturday that works does not
        ("2026-03-02 23:59", "2026-03-05"),
        ("2026-03-03 00:00", "2026-03-06"),
    ],
    "7 calendar_days": [
        ("2026-03-07 09:00", "2026-03-16"),
        ("2026-02-07 09:00", "2026-02-14"),
        ("2026-03-02 23:59", "2026-03-09"),
        ("2026-03-03 00:00", "2026-03-10"),
    ],
    "10 calendar_days": [
        ("2026-03-04 09:00", "2026-03-16"),
        ("2026-02-04 12:00", "2026-02-14"),
        ("2026-03-02 23:59", "2026-03-12"),
        ("2026-03-03 00:00", "2026-03-13"),
    ],
    "15 calendar_days": [
        ("2026-03-06 09:00", "2026-03-23"),
        ("2026-02-13 09:00", "2026-02-28"),
        ("2026-03-02 23:59", "2026-03-17"),
        ("2026-03-03 00:00", "2026-03-18"),
    ],
    "30 calendar_days": [
        ("2026-03-05 09:00", "2026-04-07"),  # 4 April is a Saturday and Qingming
        ("2026-04-09 09:00", "2026-05-09"),
        ("2026-03-02 23:59", "2026-04-01"),
        ("2026-03-03 00:00", "2026-04-02"),
    ],
    "90 calendar_days": [
        ("2026-03-08 09:00", "2026-06-08"),
        ("2026-02-08 09:00", "2026-05-09"),
        ("2026-03-03 23:59", "2026-06-01"),
        ("2026-03-04 00:00", "2026-06-02"),
    ],
    "1 months": [
        ("2026-02-07 10:00", "2026-03-09"),
        ("2026-01-14 10:00", "2026-02-14"),
        ("2026-03-02 23:59", "2026-04-02"),
        ("2026-03-03 00:00", "2026-04-03"),
    ],
    "2 months": [
        ("2026-01-15 09:00", "2026-03-16"),
        ("2026-03-09 09:00", "2026-05-09"),
        ("2026-03-11 23:59", "2026-05-11"),
        ("2026-03-12 00:00", "2026-05-12"),
    ],
}
MODULES = {"clue", "transfer", "referral", "handoff", "notice"}
TERMS = [term for term in term_registry.terms() if term.name.split("_")[0] in MODULES]


def test_there_are_terms_of_each() -> None:
    assert {term.name.split("_")[0] for term in TERMS} == MODULES
    assert {_length(term) for term in TERMS} == LAST_DAY.keys()


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.name)
def test_the_last_day_is_that_of_the_calendar(term: Term) -> None:
    for start, last_day in LAST_DAY[_length(term)]:
        assert due_on(term, start) == last_day, start


def _length(term: Term) -> str:
    return f"{term.amount} {term.unit.value}"
