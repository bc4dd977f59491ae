"""Short words for terms, instants and pauses, so that a golden case reads as the law does."""

from datetime import datetime

from duban.kernel.calendars import load_seed_calendar
from duban.kernel.clock import ZONE
from duban.kernel.errors import Text
from duban.kernel.terms import Extension, Mark, Pause, Term, Unit, due

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
