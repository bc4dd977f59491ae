"""A complete proposal for the dates of a plan that is launched on a given day: for the wizard, for demonstrations.

Where the plan's own lengths are known they are kept, moved by whole months; where they are not, the campaign is divided
evenly among the phases. It proposes answers and nothing else: `filling.fill` judges them like anybody's.
"""

from datetime import date, timedelta

from duban.campaigns.answers import Answers
from duban.campaigns.blanks import START_YEAR, blanks, is_open, own_blank, years_missing
from duban.campaigns.filling import Timeline, timeline
from duban.campaigns.plans import Frequency, Phase, Plan
from duban.campaigns.windows import ONE_DAY, Window, add_months, end_of, last_day, split

DEFAULT_LENGTH = "P1Y"
"""Length of a campaign whose plan says nothing: the national plans of 2013 and 2016 both ran for a year (为期1年)."""

HALF_MONTHS = (15, 30)
"""Days proposed for two reports a month, where the plan leaves both blank."""


def shift(plan: Plan, start_on: date) -> dict[str, object]:
    """Answers (JSON pointer → JSON value) with which `plan` starts on `start_on`; `fill` takes them as they are.

    Blanks that only a person can answer (parties) stay open; so do days that follow from a rhythm or a phase's end.
    """
    own = timeline(plan, Answers(plan, {START_YEAR: start_on.year} if years_missing(plan) else {}))
    campaign = _moved(own.campaign, own.campaign, start_on) if own.campaign else _default(plan, start_on)
    phases = _phases(plan, own, campaign, start_on)
    asked = {blank.pointer for blank in blanks(plan)}
    answers = _answer("/period", campaign, asked)
    if START_YEAR in asked:
        answers[START_YEAR] = campaign.starts_on.year
    for index, phase in enumerate(plan.phases):
        window = phases.get(phase.code, campaign)
        if not phase.runs_throughout:
            answers |= _answer(f"/phases/{index}/period", window, asked)
        answers |= _milestones(phase, index, window)
    return answers | _reports(plan, own, campaign, phases, start_on)


def _default(plan: Plan, start_on: date) -> Window:
    return Window(start_on, end_of(start_on, plan.period.duration or DEFAULT_LENGTH))


def _moved(window: Window, campaign: Window, start_on: date) -> Window:
    # Ends are moved as the day after, so that a window up to the end of a month still ends with a month.
    starts_on = _move(window.starts_on, campaign, start_on)
    return Window(starts_on, max(starts_on, _move(window.ends_on + ONE_DAY, campaign, start_on) - ONE_DAY))


def _move(day: date, campaign: Window, start_on: date) -> date:
    old = campaign.starts_on
    months = (start_on.year - old.year) * 12 + start_on.month - old.month
    return add_months(day, months) + timedelta(days=(start_on - add_months(old, months)).days)


def _phases(plan: Plan, own: Timeline, campaign: Window, start_on: date) -> dict[str, Window]:
    """A window for every sequential phase: its own one moved, else an even share of the time between its neighbours."""
    found: dict[str, Window] = {}
    run: list[Phase] = []
    free_from = campaign.starts_on
    for phase in plan.phases:
        if phase.runs_throughout:
            continue
        window = own.phases[phase.code]
        if window is None or own.campaign is None:
            run.append(phase)
            continue
        moved = _moved(window, own.campaign, start_on)
        found |= _share(run, free_from, moved.starts_on - ONE_DAY, campaign)
        found[phase.code] = moved
        run, free_from = [], moved.ends_on + ONE_DAY
    return found | _share(run, free_from, campaign.ends_on, campaign)


def _share(run: list[Phase], starts_on: date, ends_on: date, campaign: Window) -> dict[str, Window]:
    if not run:
        return {}
    fits = (ends_on - starts_on).days + 1 >= len(run)
    window = Window(starts_on, ends_on) if fits else campaign
    return {phase.code: part for phase, part in zip(run, _even(window, len(run)), strict=True)}


def _milestones(phase: Phase, index: int, window: Window) -> dict[str, object]:
    asked = [n for n, t in enumerate(phase.coverage_targets) if t.due.date is None and own_blank(t.due.as_given, phase)]
    given = [n for n, t in enumerate(phase.coverage_targets) if t.due.date is not None]
    pointer = f"/phases/{index}/coverage_targets/{{}}/due/date"
    shares = _even(window, len(asked)) if asked else []
    answers = {pointer.format(n): share.ends_on.isoformat() for n, share in zip(asked, shares, strict=True)}
    # A fixed day of the source moves with its phase: it would lie outside it otherwise.
    return {**answers, **{pointer.format(n): window.ends_on.isoformat() for n in given}}


def _reports(
    plan: Plan, own: Timeline, campaign: Window, phases: dict[str, Window], start_on: date
) -> dict[str, object]:
    answers: dict[str, object] = {}
    required = {blank.pointer for blank in blanks(plan) if blank.required}
    for index, duty in enumerate(plan.reporting_duties):
        pointer = f"/reporting_duties/{index}/due"
        if duty.due.date is not None and own.campaign is not None:
            moved = _move(last_day(duty.due.date) + ONE_DAY, own.campaign, start_on) - ONE_DAY
            answers[f"{pointer}/date"] = moved.isoformat()
        elif f"{pointer}/date" in required:
            phase = plan.phase_of_clause(duty.clause)
            window = phases.get(phase.code, campaign) if phase else campaign
            answers[f"{pointer}/date"] = window.ends_on.isoformat()
        elif duty.frequency is Frequency.TWICE_MONTHLY and is_open(duty.due.as_given):
            answers[f"{pointer}/days"] = list(HALF_MONTHS)
    return answers


def _answer(pointer: str, window: Window, asked: set[str]) -> dict[str, object]:
    """The whole period, and its single ends where the wizard asks for them."""
    ends = {"from": window.starts_on.isoformat(), "to": window.ends_on.isoformat()}
    single = {f"{pointer}/{end}": day for end, day in ends.items() if f"{pointer}/{end}" in asked}
    return {pointer: ends, **single}


def _even(window: Window, parts: int) -> list[Window]:
    """`window` in `parts` equal shares; the whole for everyone where it has fewer days than that."""
    return split(window, parts) if window.days >= parts else [window] * parts
