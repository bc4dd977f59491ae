"""The numbers of a form, checked against each other, against the last period and against their targets.

Logic errors (a part larger than its whole, a cumulative figure that falls) refuse the form; a target not reached is a
fact and only a warning: a form that refuses bad news gets false figures (统计法 2024 arts. 7–8 ask for true ones). It
must not know who filled the form in, or for which period.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import TypeGuard

from duban.campaigns.form_reading import Reading, Value, is_number
from duban.campaigns.forms import AtLeastHighestOf, AtMost, Form, Goals, Indicator, RequiredIf, Share, Sum, TargetIf
from duban.kernel.errors import FieldError, Text

Comparable = Value | Fraction | None


@dataclass(frozen=True)
class Checked:
    """The result of a check. `values` are JSON-safe (decimals as text); `derived` holds the rates in percent with two
    decimals, None where the denominator is missing or nought. Pointers are `/<indicator code>`."""

    values: dict[str, int | bool | str | None]
    errors: list[FieldError] = field(default_factory=list)
    warnings: list[FieldError] = field(default_factory=list)
    derived: dict[str, str | None] = field(default_factory=dict)

    @property
    def accepted(self) -> bool:
        """Whether the form may be submitted: no logic error."""
        return not self.errors


def check(
    form: Form,
    values: Mapping[str, object],
    previous: Mapping[str, object] | None = None,
    later: Mapping[str, object] | None = None,
) -> Checked:
    """`values` (indicator code → JSON value) against `form`; `previous` and `later` are the normalised values of the
    last period and, where an earlier report is corrected, of the next.

    Numbers may come as text, also full-width or with thousands commas. Nothing is raised: what is wrong is in `errors`.
    """
    now, before, after = Reading(form), Reading(form), Reading(form)
    now.read(values)
    before.read(previous or {})
    after.read(later or {})
    comparison = _Comparison(now, before, after)
    comparison.run()
    normal = {i.code: _plain(now.values.get(i.code)) for i in form.indicators if i.rate is None}
    derived = {code: None if rate is None else percent(rate) for code, rate in comparison.rates.items()}
    return Checked(normal, now.errors, comparison.warnings, derived)


def rates(form: Form, values: Mapping[str, Value]) -> dict[str, Fraction | None]:
    """The rates of `form` in percent, exact, by code."""
    return {
        indicator.code: _rate(values.get(indicator.rate.numerator), values.get(indicator.rate.denominator))
        for indicator in form.indicators
        if indicator.rate is not None
    }


def required_at_least(check: AtLeastHighestOf, values: Mapping[str, Value]) -> int | None:
    """The number that `check` demands: the highest of its terms, each rounded up; None if no term is known."""
    found = [_share(term, values) for term in check.terms]
    return max((number for number in found if number is not None), default=None)


class _Comparison:
    """The checks that look at several values, or at other periods'. Errors go to the reading, warnings stay here."""

    def __init__(self, now: Reading, before: Reading, after: Reading) -> None:
        self.now = now
        self.before = before
        self.after = after
        self.rates = rates(now.form, now.values)
        self.old_rates = rates(now.form, before.values)
        self.warnings: list[FieldError] = []

    def run(self) -> None:
        for indicator in self.now.form.indicators:
            self._cumulative(indicator)
            if indicator.target is not None:
                self._target(indicator, indicator.target)
        for rule in self.now.form.checks:
            match rule:
                case Sum():
                    self._sum(rule)
                case AtMost():
                    self._at_most(rule)
                case RequiredIf():
                    self._required_if(rule)
                case AtLeastHighestOf():
                    self._at_least(rule)
                case TargetIf():
                    if _equals(self.now.values.get(rule.when), rule.equals):
                        self._target(self.now.indicators[rule.indicator], rule.target, rule.basis.text)

    def _cumulative(self, indicator: Indicator) -> None:
        value, old = self.now.values.get(indicator.code), self.before.values.get(indicator.code)
        if not indicator.cumulative or not is_number(value):
            return
        if is_number(old) and value < old:
            self.now.refuse(
                indicator.code,
                "cumulative_fell",
                f"累计数不能小于上期（上期 {old}）。",
                f"A cumulative figure cannot be below the last period's ({old}).",
            )
        coming = self.after.values.get(indicator.code)
        if is_number(coming) and value > coming:
            self.now.refuse(
                indicator.code,
                "cumulative_above_next",
                f"累计数不能大于下期已报的数（下期 {coming}）；如下期也有误，请先更正下期。",
                f"A cumulative figure cannot be above the next period's ({coming}); correct that one first if it is "
                "wrong too.",
            )

    def _target(self, indicator: Indicator, target: Goals, basis: Text | None = None) -> None:
        code = indicator.code
        now: Comparable = self.rates[code] if code in self.rates else self.now.values.get(code)
        then: Comparable = self.old_rates[code] if code in self.old_rates else self.before.values.get(code)
        if now is None or (target.op == "rising" and then is None) or _reached(target, now, then):
            return
        goal = _goal(target, then)
        shown = _shown(now)
        self._warn(
            code,
            "target_not_reached",
            f"“{indicator.zh}”为{shown.zh}，未达到目标：{goal.zh}。" + (f"依据：{basis.zh}" if basis else ""),
            f'"{indicator.en}" is {shown.en}; the target is {goal.en}.' + (f" Basis: {basis.en}" if basis else ""),
        )

    def _sum(self, rule: Sum) -> None:
        total = self.now.values.get(rule.total)
        parts = [self.now.values.get(code) for code in rule.parts]
        if not is_number(total) or any(self.now.refused(code) for code in rule.parts):
            return
        added = sum((part for part in parts if is_number(part)), Decimal(0))
        if added != total:
            names = [self.now.indicators[code] for code in rule.parts]
            self.now.refuse(
                rule.total,
                "sum",
                f"应等于{'、'.join(f'“{i.zh}”' for i in names)}之和（{added}）。",
                f"It has to be the sum of {', '.join(i.en for i in names)} ({added}).",
            )

    def _at_most(self, rule: AtMost) -> None:
        value, limit = self.now.values.get(rule.value), self.now.values.get(rule.limit)
        if is_number(value) and is_number(limit) and value > limit:
            other = self.now.indicators[rule.limit]
            self.now.refuse(
                rule.value,
                "at_most",
                f"不能大于“{other.zh}”（{limit}）。",
                f'It cannot be more than "{other.en}" ({limit}).',
            )

    def _required_if(self, rule: RequiredIf) -> None:
        reason = self.now.values.get(rule.when)
        more = rule.above is not None and is_number(reason) and reason > rule.above
        applies = more or _equals(reason, rule.equals)
        if applies and rule.indicator not in self.now.values and not self.now.refused(rule.indicator):
            because, wanted = self.now.indicators[rule.when], self.now.indicators[rule.indicator]
            self.now.refuse(
                rule.indicator,
                "required_if",
                f"填了“{because.zh}”，就必须填写“{wanted.zh}”。",
                f'Because of "{because.en}", "{wanted.en}" has to be filled in.',
            )

    def _at_least(self, rule: AtLeastHighestOf) -> None:
        needed, value = required_at_least(rule, self.now.values), self.now.values.get(rule.value)
        if needed is not None and is_number(value) and value < needed:
            self._warn(
                rule.value,
                "target_not_reached",
                f"应不少于 {needed}，现为 {value}。依据：{rule.basis.zh}",
                f"At least {needed} are required, there are {value}. Basis: {rule.basis.en}",
            )

    def _warn(self, code: str, kind: str, zh: str, en: str) -> None:
        self.warnings.append(FieldError(f"/{code}", kind, Text(zh, en)))


def _equals(value: Value | None, wanted: bool | str | None) -> bool:
    """Whether `value` is just that: True is not 1."""
    return value is not None and value == wanted and type(value) is type(wanted)


def percent(rate: Fraction) -> str:
    """A rate in percent as text with two decimals, half a hundredth rounded up."""
    hundredths = (rate * 100 + Fraction(1, 2)).__floor__()
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _rate(numerator: Value | None, denominator: Value | None) -> Fraction | None:
    if not is_number(numerator) or not is_number(denominator) or denominator == 0:
        return None
    return Fraction(numerator) / Fraction(denominator) * 100


def _share(term: Share, values: Mapping[str, Value]) -> int | None:
    whole = values.get(term.of)
    if not is_number(whole):
        return None
    if term.per is not None:
        return ceil(Fraction(whole) / term.per)
    return ceil(Fraction(whole) * (Fraction(term.percent, 100) if term.percent else Fraction(term.permille or 0, 1000)))


def _numeric(value: Comparable) -> TypeGuard[int | Decimal | Fraction]:
    return is_number(value) or isinstance(value, Fraction)


def _reached(target: Goals, now: Comparable, then: Comparable) -> bool:
    if isinstance(target.value, bool):
        return now is target.value
    if not _numeric(now):
        return False
    value = Fraction(now)
    match target.op, target.value:
        case "rising", _:
            return _numeric(then) and value >= Fraction(then)
        case "between", (low, high):
            return Fraction(str(low)) <= value <= Fraction(str(high))
        case ">=", int() | float() as goal:
            return value >= Fraction(str(goal))
        case "<=", int() | float() as goal:
            return value <= Fraction(str(goal))
        case "=", int() | float() as goal:
            return value == Fraction(str(goal))
    raise AssertionError(f"the form let {target.op} {target.value} pass")


def _goal(target: Goals, then: Comparable) -> Text:
    match target.op, target.value:
        case "rising", _:
            shown = _shown(then)
            return Text(f"不低于上期（{shown.zh}）", f"not below the last period's {shown.en}")
        case _, bool() as goal:
            return _shown(goal)
        case "between", (low, high):
            return Text(f"{low} 至 {high}", f"{low} to {high}")
        case op, goal:
            return Text(f"{op} {goal}", f"{op} {goal}")


def _shown(value: Comparable) -> Text:
    if isinstance(value, bool):
        return Text("“是”", "yes") if value else Text("“否”", "no")
    if isinstance(value, Fraction):
        return Text(f" {percent(value)}%", f"{percent(value)}%")
    return Text(f" {value}", f"{value}")


def _plain(value: Value | None) -> int | bool | str | None:
    return format(value, "f") if isinstance(value, Decimal) else value
