"""The answers to a plan's blanks, read: each under a JSON pointer into the plan, each in one of four forms.

Answers come over the API, so every pointer and every value is checked. It must not know what an answer leads to.
"""

import re
from collections.abc import Mapping
from datetime import date

from duban.campaigns.blanks import START_YEAR, blanks
from duban.campaigns.plans import Plan
from duban.campaigns.validation import nearest
from duban.campaigns.windows import Window, first_day, last_day
from duban.kernel.errors import FieldError, Text

FIRST_YEAR, LAST_YEAR = 1949, 2200
MAX_VALUES = 31

_DATES = re.compile(r"/(reporting_duties/\d+|phases/\d+/coverage_targets/\d+)/due/date$")
_DAYS = re.compile(r"/reporting_duties/\d+/due/days$")
_PERIOD = re.compile(r"(/phases/\d+)?/period$")
_END = re.compile(r"(/phases/\d+)?/period/(from|to)$")


class Answers:
    """Answers sorted by form. What cannot be read is in `errors`; `answered` holds the pointers that could."""

    def __init__(self, plan: Plan, answers: Mapping[str, object]) -> None:
        self.errors: list[FieldError] = []
        self.answered: set[str] = set()
        self.dates: dict[str, tuple[date, ...]] = {}
        self.numbers: dict[str, tuple[int, ...]] = {}
        self.parties: dict[str, str] = {}
        self._starts: dict[str, date] = {}
        self._ends: dict[str, date] = {}
        places = _places(plan)
        # A whole period first, so that a single end given beside it corrects it.
        for pointer in sorted(answers, key=lambda key: (key.count("/"), key)):
            if pointer not in places:
                self._refuse_place(pointer, places)
            else:
                self._read(pointer, answers[pointer])

    def start_of(self, pointer: str) -> date | None:
        """The first day answered for the period at `pointer`."""
        return self._starts.get(pointer)

    def end_of(self, pointer: str) -> date | None:
        """The last day answered for the period at `pointer`."""
        return self._ends.get(pointer)

    def window(self, pointer: str, starts_on: date | None, ends_on: date | None) -> Window | None:
        """The window at `pointer` where both days are known; an inverted one becomes an error."""
        if starts_on is None or ends_on is None:
            return None
        if ends_on < starts_on:
            self._refuse(
                pointer,
                "period_inverted",
                f"结束日 {ends_on} 早于开始日 {starts_on}。",
                f"It ends on {ends_on}, before it starts on {starts_on}.",
            )
            return None
        return Window(starts_on, ends_on)

    def _read(self, pointer: str, value: object) -> None:
        before = len(self.errors)
        if pointer == START_YEAR:
            self._read_numbers(pointer, value, FIRST_YEAR, LAST_YEAR, most=1)
        elif _DAYS.match(pointer):
            self._read_numbers(pointer, value, 1, 31, most=2)
        elif _DATES.match(pointer):
            self._read_dates(pointer, value)
        elif _PERIOD.match(pointer):
            self._read_period(pointer, value)
        elif _END.match(pointer):
            place, end = pointer.rsplit("/", 1)
            self._read_end(pointer, place, end, value)
        else:
            self._read_party(pointer, value)
        if len(self.errors) == before:
            self.answered.add(pointer)

    def _read_numbers(self, pointer: str, value: object, low: int, high: int, most: int) -> None:
        values = value if isinstance(value, list | tuple) else [value]
        numbers = [v for v in values if isinstance(v, int) and not isinstance(v, bool) and low <= v <= high]
        if not numbers or len(numbers) != len(values) or len(numbers) > most:
            self._refuse(
                pointer,
                "answer_number",
                f"请填写 {low} 至 {high} 之间的整数，最多 {most} 个。",
                f"Give whole numbers from {low} to {high}, at most {most}.",
            )
        else:
            self.numbers[pointer] = tuple(sorted(set(numbers)))

    def _read_dates(self, pointer: str, value: object) -> None:
        values = value if isinstance(value, list | tuple) and 0 < len(value) <= MAX_VALUES else [value]
        days = [self._day(pointer, one, last=True) for one in values]
        known = {day for day in days if day is not None}
        if None not in days:
            self.dates[pointer] = tuple(sorted(known))

    def _read_period(self, pointer: str, value: object) -> None:
        if not isinstance(value, Mapping) or not value or not set(value) <= {"from", "to"}:
            self._refuse(
                pointer,
                "answer_period",
                "请按 {“from”: “2026-03-01”, “to”: “2026-05-31”} 填写起止日期。",
                'Give a period as {"from": "2026-03-01", "to": "2026-05-31"}.',
            )
            return
        for end in ("from", "to"):
            if value.get(end) is not None:
                self._read_end(f"{pointer}/{end}", pointer, end, value[end])

    def _read_end(self, pointer: str, place: str, end: str, value: object) -> None:
        day = self._day(pointer, value, last=end == "to")
        if day is not None:
            (self._ends if end == "to" else self._starts)[place] = day

    def _read_party(self, pointer: str, value: object) -> None:
        if isinstance(value, str) and 0 < len(value.strip()) <= 200:
            self.parties[pointer] = value.strip()
        else:
            self._refuse(pointer, "answer_party", "请填写单位或人员。", "Name the organisation or person.")

    def _day(self, pointer: str, value: object, *, last: bool) -> date | None:
        text = value.isoformat() if isinstance(value, date) else value
        try:
            day = (last_day if last else first_day)(text) if isinstance(text, str) else None
        except ValueError:
            day = None
        if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
            self._refuse(
                pointer,
                "answer_date",
                "请填写日期，如 2026-03-15；整月可写 2026-03。",
                "Give a day like 2026-03-15, or 2026-03 for a whole month.",
            )
            return None
        return day

    def _refuse_place(self, pointer: str, places: set[str]) -> None:
        near = nearest(pointer, sorted(places))
        self._refuse(
            pointer,
            "answer_unknown",
            "方案里没有这个位置" + (f"，您是不是要填 {near}？" if near else "。"),
            "The plan has no such place" + (f"; did you mean {near}?" if near else "."),
        )

    def _refuse(self, pointer: str, code: str, zh: str, en: str) -> None:
        self.errors.append(FieldError(pointer, code, Text(zh, en)))


def _places(plan: Plan) -> set[str]:
    """Every pointer that takes an answer: the blanks, and the dates that the plan has already."""
    places = {blank.pointer for blank in blanks(plan)} | {START_YEAR, "/period", "/period/from", "/period/to"}
    for index, phase in enumerate(plan.phases):
        if not phase.runs_throughout:
            places |= {f"/phases/{index}/period{end}" for end in ("", "/from", "/to")}
        places |= {f"/phases/{index}/coverage_targets/{n}/due/date" for n in range(len(phase.coverage_targets))}
    for index, _ in enumerate(plan.reporting_duties):
        places |= {f"/reporting_duties/{index}/due/date", f"/reporting_duties/{index}/due/days"}
    return places
