"""Statutory terms: how long a source gives for an act, how it may be prolonged, when it ends and why.

`reckoning.py` states how time is counted. Terms add three things:

  extension Counts from the end of what came before it: that last day, as a rest day or a pause has moved it, is not
            counted (民法典 art. 203: it *is* the last day of the term); one in hours runs from `due_at`. So 60 + 30
            days is not always 90 days: the 60th day may have been a Saturday.
  open end  A pause still running is taken to end at `now` (at its own start, if `now` is not given). The due date is
            then the earliest possible one and marked `open_ended`; with `now` given it always lies in the future, so
            such a term is not missed yet.
  doubt     A due date that rests on a day whose calendar is not published is `provisional`. Hours never are.

Pure: the present instant is handed in, the calendar is a value; no database and no domain noun.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from duban.kernel.calendars import WorkCalendar
from duban.kernel.errors import Text
from duban.kernel.explanations import ExplainedDay, lines
from duban.kernel.pauses import Pause, Stretch, stretches
from duban.kernel.reckoning import ONE_DAY, Unit, after, started

__all__ = [
    "Due",
    "ExplainedDay",
    "Extension",
    "ExtensionTier",
    "Mark",
    "Pause",
    "Term",
    "Unit",
    "basis_in",
    "due",
    "explain",
    "length_of",
    "moved",
    "regional",
]

_SLUG = re.compile(r"[a-z][a-z0-9]*([._-][a-z0-9]+)*")

_LENGTHS = {
    Unit.HOURS: Text("{n} 小时", "{n} h"),
    Unit.CALENDAR_DAYS: Text("{n} 日", "{n} calendar days"),
    Unit.WORKING_DAYS: Text("{n} 个工作日", "{n} working days"),
    Unit.MONTHS: Text("{n} 个月", "{n} months"),
}


def length_of(amount: int, unit: Unit) -> Text:
    """`amount` of `unit` for people, such as "5 working days"."""
    return _LENGTHS[unit].format(n=amount)


_ARTICLES = re.compile(r"\s*\barts?\.? (\d(?:[\d、,，\s–-]*\d)?)")
_AND = re.compile(r"\s*[,，]\s*")


def basis_in(basis: str, language: str) -> str:
    """`basis` as readers of `language` cite it: of one written as `中文 / English` their half; articles (`art. 6, 13`)
    in Chinese as 第6、13条."""
    zh, slash, en = basis.partition(" / ")
    if language == "en":
        return en if slash else basis
    return _ARTICLES.sub(lambda found: f"第{_AND.sub('、', found[1])}条", zh)


class Mark(StrEnum):
    """How sure we are that the source says so."""

    VERIFIED = "verified"
    """The text of the instrument itself was read."""
    PARTLY = "partly"
    """An excerpt, a notice page or a report was read, not the whole instrument."""
    RECALLED = "recalled"
    """Consistent knowledge, not found in a text."""
    UNCERTAIN = "uncertain"
    """Conflicting, local or not found: a setting."""
    DEFAULT = "default"
    """Proposed by the product where the law leaves a gap; not law."""


@dataclass(frozen=True)
class ExtensionTier:
    """One way a term may be prolonged, and by whom.

    `amount` fixes the extension; None leaves it to the decision, then `at_most` (in `unit`) or `at_most_fraction` (of
    the term's own amount, rounded down; same unit as the term) bounds it. `permission` is what the approver must hold.
    `ask_before` is how many whole working days must be left when it is asked for; None asks for nothing.
    """

    amount: int | None
    unit: Unit
    permission: str
    basis: str
    at_most: int | None = None
    at_most_fraction: Fraction | None = None
    ask_before: int | None = None

    def __post_init__(self) -> None:
        if sum(bound is not None for bound in (self.amount, self.at_most, self.at_most_fraction)) > 1:
            raise ValueError("a tier has a fixed amount, an upper bound or a fraction: one of them at most")

    def limit(self, term: "Term") -> int | None:
        """The longest extension of `term` this tier gives, in `unit`; None where only the decision bounds it."""
        if self.at_most_fraction is None:
            return self.at_most if self.amount is None else self.amount
        if self.unit is not term.unit:
            raise ValueError(f"a fraction of {term.unit} cannot be given in {self.unit}")
        return int(term.amount * self.at_most_fraction)

    def ask_by(self, due_on: date, calendar: WorkCalendar) -> date | None:
        """The last day on which to ask, so that `ask_before` working days are left after it, up to and with `due_on`.

        It need not be a working day itself. None where the tier asks for no time ahead.
        """
        if not self.ask_before:
            return None if self.ask_before is None else due_on
        return calendar.nth_working_day_before(due_on + ONE_DAY, self.ask_before) - ONE_DAY


@dataclass(frozen=True)
class Term:
    """A length of time that a source gives for one act.

    `name` is a slug; `basis` cites the article, or says `中文 / English`; `setting` says that a region may set amount
    and unit (marks uncertain and default). An amount of 0 means "at once" in hours and "the same day" in days.
    `pausable` is False where nothing stops the term.
    """

    name: str
    amount: int
    unit: Unit
    basis: str
    title: Text
    mark: Mark
    setting: bool = False
    extensions: tuple[ExtensionTier, ...] = ()
    pausable: bool = True

    def __post_init__(self) -> None:
        if not _SLUG.fullmatch(self.name):
            raise ValueError(f"{self.name!r} is not a slug")
        if self.amount < 0:
            raise ValueError(f"{self.name}: a term cannot be negative")
        if not self.basis.strip():
            raise ValueError(f"{self.name}: a term names its basis")

    @property
    def length(self) -> Text:
        """The length for people, such as "5 working days"."""
        return length_of(self.amount, self.unit)


@dataclass(frozen=True)
class Extension:
    """More time, granted: counted from the end of the term or of the extension before it."""

    amount: int
    unit: Unit
    reason: str
    approved_by: str

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError("an extension gives at least one unit of time")


@dataclass(frozen=True)
class Due:
    """When a term ends: met while now < `due_at` (UTC), missed once now >= `due_at`; `due_on` is its last day.

    For days `due_at` is 00:00 of the day after `due_on` in Asia/Shanghai, that is 24:00 of `due_on`.
    """

    due_at: datetime
    due_on: date
    provisional: bool
    open_ended: bool


def due(
    term: Term,
    started_at: datetime,
    calendar: WorkCalendar,
    *,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
    now: datetime | None = None,
) -> Due:
    """When `term`, started at the aware instant `started_at`, ends under `calendar`.

    Pauses may overlap and come in any order; extensions come in the order granted. Raises ValueError for a naive
    instant and for a pause of a term that cannot be paused.
    """
    end, paused = started(started_at), _paused(term, pauses, now)
    for amount, unit in _parts(term, extensions):
        end = after(end, amount, unit, calendar, paused)
    open_ended = any(stretch.still_runs and stretch.start < end.at for stretch in paused)
    return Due(end.at, end.on, not end.settled, open_ended)


def explain(
    term: Term,
    started_at: datetime,
    calendar: WorkCalendar,
    *,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
    now: datetime | None = None,
) -> list[ExplainedDay]:
    """Why `due` of the same inputs is what it is: every day, or span of hours, from the start to the due date.

    The last line ends at the due date, and the counted lines of each part add up to its amount. Raises as `due` does.
    """
    return lines(started(started_at), _parts(term, extensions), calendar, _paused(term, pauses, now))


def moved(
    term: Term,
    started_at: datetime,
    pauses: Sequence[Pause],
    extensions: Sequence[Extension],
    old: WorkCalendar,
    new: WorkCalendar,
    now: datetime | None = None,
) -> tuple[Due, Due] | None:
    """The due date under the `old` and the `new` calendar; None if nothing changes.

    A provisional date that the new calendar confirms is a change too: same day, no longer provisional. A clock whose
    last day lies before `old.first_difference(new)` need not be asked about.
    """
    before = due(term, started_at, old, pauses=pauses, extensions=extensions, now=now)
    now_due = due(term, started_at, new, pauses=pauses, extensions=extensions, now=now)
    return None if before == now_due else (before, now_due)


def regional(term: Term, overrides: Mapping[str, tuple[int, Unit]]) -> Term:
    """`term` with the amount and unit that a region has set for its name; unchanged if none is set.

    A term that is not a setting stays as the law has it, whatever the region says.
    """
    if not term.setting or term.name not in overrides:
        return term
    amount, unit = overrides[term.name]
    basis = f"{basis_in(term.basis, 'zh')}；地区规定 / {basis_in(term.basis, 'en')}; set by the region"
    return replace(term, amount=amount, unit=unit, basis=basis)


def _parts(term: Term, extensions: Sequence[Extension]) -> list[tuple[int, Unit]]:
    return [(term.amount, term.unit), *((extension.amount, extension.unit) for extension in extensions)]


def _paused(term: Term, pauses: Sequence[Pause], now: datetime | None) -> list[Stretch]:
    if pauses and not term.pausable:
        raise ValueError(f"{term.name} cannot be paused")
    return stretches(pauses, now)
