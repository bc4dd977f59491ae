"""A plan and the answers to its blanks become a `FilledPlan`: every window a pair of real days.

The answers are kept as given, so that the same plan and answers always give the same result. An answer may also stand
where the plan has a date of its own (a national plan of 2013 launched as an exercise): the answer wins. It must not
know today's date or what follows from a window (`periods`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from duban.campaigns.answers import Answers
from duban.campaigns.blanks import START_YEAR, BlankKind, blanks
from duban.campaigns.periods import named_days
from duban.campaigns.plans import Period, Plan
from duban.campaigns.windows import Window, end_of, first_day, last_day, month_end, month_on_or_after
from duban.kernel.errors import FieldError, Invalid, Text


@dataclass(frozen=True)
class FilledPlan:
    """A plan with its windows. `phases` by phase code; `due_dates`, `due_days` by code of the reporting duty (empty
    where rhythm or phase alone decide); `target_dues` by JSON pointer of the coverage target; `parties` by pointer."""

    plan: Plan
    window: Window
    phases: Mapping[str, Window]
    due_dates: Mapping[str, tuple[date, ...]]
    due_days: Mapping[str, tuple[int, ...]]
    target_dues: Mapping[str, date]
    parties: Mapping[str, str]
    answers: Mapping[str, object] = field(compare=False)

    def window_of(self, phase: str | None) -> Window:
        """The window of the phase with that code, or of the whole campaign. Raises `KeyError`."""
        return self.window if phase is None else self.phases[phase]


@dataclass(frozen=True)
class Timeline:
    """What is known of the windows: the campaign's, and each phase's by code (None where still open)."""

    campaign: Window | None
    phases: Mapping[str, Window | None]


def fill(plan: Plan, answers: Mapping[str, object]) -> FilledPlan:
    """`plan` with `answers` (JSON pointer → JSON value, see `BlankKind`).

    Raises `Invalid` with every pointer at which an answer is missing, cannot be read, belongs to no place of the plan,
    runs backwards or puts a phase outside the campaign.
    """
    read = Answers(plan, answers)
    line = timeline(plan, read)
    errors = list(read.errors)
    _require(plan, read, line, errors)
    parts = _Parts(plan, read, line, errors)
    parts.check_phases()
    target_dues = parts.target_dues()
    due_dates, due_days = parts.report_dues()
    if errors:
        raise Invalid(
            "plan_not_filled",
            Text(
                "方案还不能启动，请按提示补充或更正。",
                "The plan cannot be launched yet; complete or correct what is named.",
            ),
            tuple(errors),
        )
    if line.campaign is None:
        raise AssertionError("a campaign without a window is reported as a missing answer")
    phases = {code: window or line.campaign for code, window in line.phases.items()}
    return FilledPlan(plan, line.campaign, phases, due_dates, due_days, target_dues, dict(read.parties), dict(answers))


def timeline(plan: Plan, read: Answers) -> Timeline:
    """What plan and answers together say about the windows; nothing is required here."""
    campaign = _campaign(plan, read)
    year = read.numbers.get(START_YEAR, ())
    cursor = campaign.starts_on if campaign else None
    if cursor is None and year:
        month = next((p.period.month_from for p in plan.phases if p.period.month_from), None)
        cursor = date(year[0], month, 1) if month else None
    phases: dict[str, Window | None] = {}
    for index, phase in enumerate(plan.phases):
        if phase.runs_throughout:
            phases[phase.code] = campaign
            continue
        window = _phase(phase.period, f"/phases/{index}/period", read, campaign, cursor)
        phases[phase.code] = window
        cursor = window.starts_on if window else cursor
    known = [window for window in phases.values() if window is not None]
    if campaign is None and known and len(known) == sum(not phase.runs_throughout for phase in plan.phases):
        campaign = Window(min(w.starts_on for w in known), max(w.ends_on for w in known))
        phases = {code: window or campaign for code, window in phases.items()}
    return Timeline(campaign, phases)


def _campaign(plan: Plan, read: Answers) -> Window | None:
    period = plan.period
    starts_on = read.start_of("/period") or (first_day(period.from_) if period.from_ else None)
    ends_on = read.end_of("/period") or (last_day(period.to) if period.to else None)
    year = read.numbers.get(START_YEAR, ())
    if starts_on is None and year and period.month_from:
        starts_on = date(year[0], period.month_from, 1)
    if starts_on is not None and ends_on is None:
        if period.duration:
            ends_on = end_of(starts_on, period.duration)
        elif period.month_to:
            ends_on = month_end(month_on_or_after(period.month_to, starts_on))
    return read.window("/period", starts_on, ends_on)


def _phase(period: Period, pointer: str, read: Answers, campaign: Window | None, cursor: date | None) -> Window | None:
    starts_on = read.start_of(pointer) or (first_day(period.from_) if period.from_ else None)
    ends_on = read.end_of(pointer) or (last_day(period.to) if period.to else None)
    if starts_on is None and period.month_from and cursor:
        starts_on = month_on_or_after(period.month_from, cursor)
    if starts_on is None and campaign and (ends_on or period.month_to):
        starts_on = campaign.starts_on  # "before the end of January": from the beginning of the campaign
    if starts_on is not None and ends_on is None:
        if period.duration:
            ends_on = end_of(starts_on, period.duration)
        elif period.month_to:
            ends_on = month_end(month_on_or_after(period.month_to, starts_on))
    return read.window(pointer, starts_on, ends_on)


def _require(plan: Plan, read: Answers, line: Timeline, errors: list[FieldError]) -> None:
    windows = {"/period": line.campaign, START_YEAR: line.campaign}
    windows |= {f"/phases/{index}/period": line.phases[phase.code] for index, phase in enumerate(plan.phases)}
    refused = {error.pointer for error in read.errors}
    for blank in blanks(plan):
        place = blank.pointer.removesuffix("/from").removesuffix("/to")
        answered = blank.pointer in read.answered and blank.kind is not BlankKind.PERIOD
        named = any(pointer == place or pointer.startswith(f"{place}/") for pointer in refused)
        if blank.required and not answered and not named and windows.get(place) is None:
            errors.append(
                FieldError(
                    blank.pointer,
                    "answer_missing",
                    Text(f"请填写：{blank.question.zh}", f"Please answer: {blank.question.en}"),
                )
            )


@dataclass
class _Parts:
    """The checks that need the windows; what they find goes to `errors`."""

    plan: Plan
    read: Answers
    line: Timeline
    errors: list[FieldError]

    def check_phases(self) -> None:
        campaign = self.line.campaign
        for index, phase in enumerate(self.plan.phases):
            window = self.line.phases[phase.code]
            if campaign and window and not campaign.holds(window):
                self.errors.append(
                    FieldError(
                        f"/phases/{index}/period",
                        "phase_outside_campaign",
                        Text(
                            f"“{phase.title}”（{window.starts_on} 至 {window.ends_on}）超出行动时间"
                            f"（{campaign.starts_on} 至 {campaign.ends_on}）。",
                            f'The phase "{phase.title}" ({window.starts_on} to {window.ends_on}) leaves the campaign '
                            f"({campaign.starts_on} to {campaign.ends_on}).",
                        ),
                    )
                )

    def target_dues(self) -> dict[str, date]:
        dues: dict[str, date] = {}
        for index, phase in enumerate(self.plan.phases):
            window = self.line.phases[phase.code]
            for number, target in enumerate(phase.coverage_targets):
                pointer = f"/phases/{index}/coverage_targets/{number}"
                answered = self.read.dates.get(f"{pointer}/due/date", ())
                given = last_day(target.due.date) if target.due.date else None
                due = answered[-1] if answered else given or (window.ends_on if window else None)
                if due is None or window is None:
                    continue
                if not window.starts_on <= due <= window.ends_on:
                    self.errors.append(
                        FieldError(
                            f"{pointer}/due/date",
                            "due_outside_phase",
                            Text(
                                f"完成日 {due} 不在“{phase.title}”（{window.starts_on} 至 {window.ends_on}）之内。",
                                f'The day {due} is not within the phase "{phase.title}" '
                                f"({window.starts_on} to {window.ends_on}).",
                            ),
                        )
                    )
                dues[pointer] = due
        return dues

    def report_dues(self) -> tuple[dict[str, tuple[date, ...]], dict[str, tuple[int, ...]]]:
        dates: dict[str, tuple[date, ...]] = {}
        days: dict[str, tuple[int, ...]] = {}
        for index, duty in enumerate(self.plan.reporting_duties):
            pointer = f"/reporting_duties/{index}/due"
            answered = self.read.dates.get(f"{pointer}/date", ())
            given = (last_day(duty.due.date),) if duty.due.date else ()
            dates[duty.code] = answered or given
            days[duty.code] = self.read.numbers.get(f"{pointer}/days", ()) or named_days(duty.due.as_given)
            campaign = self.line.campaign
            for due in dates[duty.code]:
                if campaign and due < campaign.starts_on:
                    self.errors.append(
                        FieldError(
                            f"{pointer}/date",
                            "due_before_campaign",
                            Text(
                                f"报送日 {due} 早于行动开始之日 {campaign.starts_on}。",
                                f"The day {due} is before the campaign starts on {campaign.starts_on}.",
                            ),
                        )
                    )
        return dates, days
