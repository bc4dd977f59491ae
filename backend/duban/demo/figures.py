"""Plausible numbers for any form: sized by the institution, true to the form's own checks, growing where cumulative.

Most is in order and a little is not, so that targets are missed here and there. The form itself judges the result.
"""

from collections.abc import Mapping
from random import Random
from typing import Any

from duban.campaigns.form_values import check
from duban.campaigns.forms import AtMost, Form, Indicator, IndicatorKind, Sum
from duban.demo.places import Place

Values = dict[str, Any]

RANGES: Mapping[str, tuple[int, int]] = {
    "piece": (0, 3),
    "item": (0, 3),
    "person": (0, 24),
    "time": (1, 8),
    "session": (1, 5),
    "institution": (0, 12),
    "site": (2, 14),
    "place": (3, 20),
    "household_time": (0, 90),
    "household": (120, 900),
    "township": (8, 12),
    "village": (20, 90),
    "copy": (60, 900),
    "entry": (24, 260),
    "sample": (10, 60),
    "committee": (1, 3),
    "area": (1, 2),
    "box": (1, 6),
    "day": (30, 90),
    "hour": (8, 24),
}
"""Smallest and largest number by unit, both included, where the institution's size says nothing."""

BAD_NEWS = (
    "found",
    "breach",
    "complaint",
    "violent",
    "penalt",
    "upheld",
    "overdue",
    "without",
    "privately",
    "irrational",
)
"""Parts of codes that count what should not be: mostly nought."""


def figures(form: Form, place: Place | None, rng: Random, previous: Values | None) -> Values:
    """Values that `form` accepts after `previous` (the last period's). Raises ValueError where its checks cannot be met
    this way, naming them: a new form needs a look."""
    values = {i.code: _one(i, place, rng) for i in form.indicators if i.kind is not IndicatorKind.RATE}
    for indicator in form.indicators:
        if indicator.cumulative and previous is not None:
            values[indicator.code] = int(previous[indicator.code]) + rng.randint(0, 3)
    cumulative = {i.code for i in form.indicators if i.cumulative}
    for rule in form.checks:
        if isinstance(rule, AtMost) and rule.value in cumulative and rule.limit not in cumulative and previous:
            values[rule.limit] = previous[rule.limit]  # what is worked off does not shrink from one period to the next
    for _ in range(3):
        for rule in form.checks:
            if isinstance(rule, Sum):
                _add_up(rule, values, fixed=rule.total in cumulative)
            elif isinstance(rule, AtMost):
                _bound(
                    rule, values, rng, floor=int(previous[rule.value]) if previous and rule.value in cumulative else 0
                )
    if errors := check(form, values, previous).errors:
        raise ValueError(f"{form.code}: " + "; ".join(f"{e.pointer} {e.text.en}" for e in errors))
    return values


def _one(indicator: Indicator, place: Place | None, rng: Random) -> Any:
    known = _known(indicator.code, place, rng)
    if known is not None:
        return known
    match indicator.kind:
        case IndicatorKind.YES_NO:
            return rng.random() < 0.93
        case IndicatorKind.TEXT:
            return "按计划推进，台账同步更新。"
        case IndicatorKind.CHOICE:
            return rng.choice(indicator.options).code
        case IndicatorKind.MONEY:
            return f"{rng.choice((0, 0, 0, rng.randint(80, 4_800)))}.00"
    if any(word in indicator.code for word in BAD_NEWS):
        return rng.choice((0, 0, 0, 1, 1, 2))
    low, high = RANGES.get(indicator.unit or "", (0, 6))
    if indicator.unit == "person_time":
        low, high = (place.body["outpatients_per_day"] * 20 if place else 200), 0
        high = low + low // 3 + 10
    top = high if indicator.max is None else min(high, int(indicator.max))
    return rng.randint(min(low, top), top)


def _known(code: str, place: Place | None, rng: Random) -> Any:
    """What the registry says already."""
    if place is None:
        return None
    body = place.body
    medical = body["medical_staff"]
    needed = max(-(-medical * 3 // 100), -(-body["beds"] // 20), -(-body["outpatients_per_day"] * 3 // 1000))
    return {
        "staff": body["staff"],
        "medical_staff_on_duty": medical,
        "beds": body["beds"],
        "mean_daily_outpatients": body["outpatients_per_day"],
        "level": body["level"],
        "key_target": False,
        "guards": max(0, needed + rng.choice((-1, 0, 0, 1, 2))),
        "weeks": 13,
    }.get(code)


def _add_up(rule: Sum, values: Values, *, fixed: bool) -> None:
    if fixed:
        first, *others = rule.parts
        for code in others:
            values[code] = min(values[code], values[rule.total] // len(rule.parts))
        values[first] = values[rule.total] - sum(values[code] for code in others)
    else:
        values[rule.total] = sum(values[code] for code in rule.parts)


def _bound(rule: AtMost, values: Values, rng: Random, *, floor: int) -> None:
    """Let the part be all of the whole, or nearly."""
    limit, value = float(values[rule.limit]), float(values[rule.value])
    money = isinstance(values[rule.limit], str)
    if value > limit or (limit > 0 and value < limit * 0.8 and not floor):
        wanted = max(floor, int(limit * rng.choice((1, 1, 1, 0.96, 0.9))))
        values[rule.value] = f"{wanted}.00" if money else wanted
