"""What a plan leaves open: the questions to answer before it can be launched.

Half the plans come with `20__年__月` in the places of their dates, one with months and no year. Each open place is one
`Blank`, addressed by a JSON pointer into the plan; `filling.fill` takes the answers under the same pointers. It must
not know how a blank is answered, nor today's date: dates in the past are answers like others.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from duban.campaigns.plans import Frequency, Period, Phase, Plan, ReportingDuty
from duban.kernel.errors import Text

OPEN_PLACE = re.compile(r"_{2,}|X{2,}|×{2,}")
START_YEAR = "/start_year"


class BlankKind(StrEnum):
    """What an answer looks like: `"2026-03-31"`, `{"from": …, "to": …}`, a party's name or id, a whole number.

    A date or number asked for a report may be answered with a list."""

    DATE = "date"
    PERIOD = "period"
    PARTY = "party"
    NUMBER = "number"


@dataclass(frozen=True)
class Blank:
    """One open place. Not `required` means that launching goes on without an answer, as the question says."""

    pointer: str
    kind: BlankKind
    question: Text
    as_given: str | None
    required: bool


def blanks(plan: Plan) -> list[Blank]:
    """The open places of `plan`, in the order of the text: campaign, phases with their milestones, reports, parties."""
    return [*_campaign(plan), *_phases(plan), *_reports(plan), *_parties(plan)]


def is_open(text: str | None) -> bool:
    """Whether the words of the plan hold a blank of the source (`20__年__月`, `XX县`)."""
    return text is not None and OPEN_PLACE.search(text) is not None


def years_missing(plan: Plan) -> bool:
    """Whether the plan gives months but no year anywhere that could date the campaign."""
    if plan.period.from_ or plan.period.to:
        return False
    sequential = [phase.period for phase in plan.phases if not phase.runs_throughout]
    if any(period.from_ or period.to for period in sequential):
        return False
    return plan.period.month_from is not None or any(period.month_from or period.month_to for period in sequential)


def own_blank(as_given: str | None, phase: Phase | None) -> bool:
    """Whether a due date is a blank of its own, not the phase's period said once more (then the phase's end serves)."""
    return is_open(as_given) and (phase is None or phase.runs_throughout or as_given != phase.period.as_given)


def phase_of_report(plan: Plan, duty: ReportingDuty) -> Phase | None:
    """The phase in which a report falls: named in its words (集中整治阶段，…), else the one whose clause holds it."""
    for phase in plan.phases:
        name = phase.title.removesuffix("阶段")
        if f"{name}阶段" in duty.what and not phase.runs_throughout:
            return phase
    return plan.phase_of_clause(duty.clause)


def _campaign(plan: Plan) -> Iterator[Blank]:
    period = plan.period
    given = period.as_given
    if years_missing(plan):
        yield Blank(
            START_YEAR,
            BlankKind.NUMBER,
            Text(
                "方案只写了月份。行动从哪一年开始？",
                "The plan gives months only. In which year does the campaign start?",
            ),
            given,
            True,
        )
        return
    known_ends = period.to or period.duration
    if period.from_ and not known_ends:
        yield Blank(
            "/period/to", BlankKind.DATE, Text("行动到哪一天结束？", "When does the campaign end?"), given, True
        )
    elif not period.from_ and known_ends:
        yield Blank("/period/from", BlankKind.DATE, Text("行动从哪一天开始？", "When does it start?"), given, True)
    elif not period.from_ and not known_ends:
        yield Blank(
            "/period",
            BlankKind.PERIOD,
            Text("行动从哪一天到哪一天？", "From which day to which day does the campaign run?"),
            given,
            True,
        )


def _phases(plan: Plan) -> Iterator[Blank]:
    for index, phase in enumerate(plan.phases):
        pointer, period = f"/phases/{index}/period", phase.period
        if not phase.runs_throughout:
            yield from _phase(pointer, phase, period)
        for number, target in enumerate(phase.coverage_targets):
            if target.due.date is None:
                asked = own_blank(target.due.as_given, phase)
                yield Blank(
                    f"/phases/{index}/coverage_targets/{number}/due/date",
                    BlankKind.DATE,
                    Text(
                        f"“{target.text}”在哪一天前完成？" + ("" if asked else "不填则为本阶段结束之日。"),
                        f'By which day is "{target.text}" due?' + ("" if asked else " If open: the end of the phase."),
                    ),
                    target.due.as_given,
                    asked,
                )


def _phase(pointer: str, phase: Phase, period: Period) -> Iterator[Blank]:
    if period.to or period.month_to or (period.from_ and period.duration):
        return
    only_end = period.from_ or period.month_from or (period.as_given or "").rstrip("）)").endswith("前")
    if only_end:
        yield Blank(
            f"{pointer}/to",
            BlankKind.DATE,
            Text(f"“{phase.title}”在哪一天结束？", f'On which day does the phase "{phase.title}" end?'),
            period.as_given,
            True,
        )
    else:
        yield Blank(
            pointer,
            BlankKind.PERIOD,
            Text(
                f"“{phase.title}”从哪一天到哪一天？",
                f'From which day to which day does the phase "{phase.title}" run?',
            ),
            period.as_given,
            True,
        )


def _reports(plan: Plan) -> Iterator[Blank]:
    for index, duty in enumerate(plan.reporting_duties):
        pointer = f"/reporting_duties/{index}/due"
        if duty.due.date is not None:
            continue
        if duty.frequency is Frequency.ONCE:
            asked = own_blank(duty.due.as_given, phase_of_report(plan, duty))
            yield Blank(
                f"{pointer}/date",
                BlankKind.DATE,
                Text(
                    f"“{duty.what}”在哪一天前报送？" + ("" if asked else "不填则为所在阶段结束之日。"),
                    f'By which day is "{duty.what}" due?' + ("" if asked else " If open: the end of its phase."),
                ),
                duty.due.as_given,
                asked,
            )
        elif is_open(duty.due.as_given) and duty.frequency in (Frequency.TWICE_MONTHLY, Frequency.MONTHLY):
            yield Blank(
                f"{pointer}/days",
                BlankKind.NUMBER,
                Text(
                    f"“{duty.what}”每月几日前报送（可填多个）？不填则为每期结束后的宽限日。",
                    f'On which days of the month is "{duty.what}" due? If open: some days after each period.',
                ),
                duty.due.as_given,
                False,
            )
        elif is_open(duty.due.as_given):
            yield Blank(
                f"{pointer}/date",
                BlankKind.DATE,
                Text(
                    f"“{duty.what}”在哪些日期前报送（可填多个）？不填则为每期结束后的宽限日。",
                    f'By which days is "{duty.what}" due? If open: some days after each period.',
                ),
                duty.due.as_given,
                False,
            )


def _parties(plan: Plan) -> Iterator[Blank]:
    if plan.issuer.name is None or is_open(plan.issuer.name):
        yield Blank(
            "/issuer",
            BlankKind.PARTY,
            Text(
                "方案由哪个单位印发？不填则为发起单位。",
                "Who issues the plan? If open: the organisation that launches it.",
            ),
            plan.issuer.name,
            False,
        )
    asked: set[str] = set()
    for index, task in enumerate(plan.key_tasks):
        for number, party in enumerate(task.lead):
            if party.code is None and party.name and is_open(party.name) and party.name not in asked:
                asked.add(party.name)
                yield Blank(
                    f"/key_tasks/{index}/lead/{number}",
                    BlankKind.PARTY,
                    Text(f"牵头人“{party.name}”是谁？", f'Who is the lead "{party.name}"?'),
                    party.name,
                    False,
                )
