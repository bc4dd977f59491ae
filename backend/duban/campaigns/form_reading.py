"""The values of a form, read from what people and machines send: numbers as text, full-width digits, 是 and 否.

It knows the kinds of indicator and their bounds; it must not know checks between values (`form_values`).
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TypeGuard

from duban.campaigns.forms import Form, Indicator, IndicatorKind
from duban.campaigns.validation import escaped, nearest
from duban.kernel.errors import FieldError, Text

MAX_TEXT = 2000
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
_GROUPED = re.compile(r"-?[0-9]{1,3}(,[0-9]{3}){1,4}(\.[0-9]{1,6})?")
_YES_NO = {"是": True, "有": True, "yes": True, "true": True, "否": False, "无": False, "no": False, "false": False}
_CENT = Decimal("0.01")

Value = int | Decimal | bool | str


def is_number(value: object) -> TypeGuard[int | Decimal]:
    """Whether `value` is a number; `True` is none."""
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


class Reading:
    """One form being read: values that could be read, and what was found wrong on the way."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.indicators = form.by_code()
        self.values: dict[str, Value] = {}
        self.errors: list[FieldError] = []

    def read(self, values: Mapping[str, object]) -> None:
        for code in values:
            if code not in self.indicators:
                near = nearest(code, list(self.indicators))
                self.refuse(
                    code,
                    "unknown_indicator",
                    f"表单没有指标“{code}”" + (f"，您是不是要填“{near}”？" if near else "。"),
                    f'The form has no indicator "{code}"' + (f'; did you mean "{near}"?' if near else "."),
                )
        for code, indicator in self.indicators.items():
            given = values.get(code)
            if isinstance(given, str):
                given = unicodedata.normalize("NFKC", given).strip() or None
            if given is not None and indicator.kind is IndicatorKind.RATE:
                self.refuse(code, "derived", "比率由系统计算，请勿填写。", "The rate is derived; leave it out.")
            elif given is not None:
                self._read_one(indicator, given)
            elif indicator.required and indicator.kind is not IndicatorKind.RATE:
                self.refuse(code, "required", f"请填写“{indicator.zh}”。", f'Fill in "{indicator.en}".')

    def refused(self, code: str) -> bool:
        """Whether something is wrong with the value of `code`."""
        return any(error.pointer == f"/{escaped(code)}" for error in self.errors)

    def refuse(self, code: str, kind: str, zh: str, en: str) -> None:
        self.errors.append(FieldError(f"/{escaped(code)}", kind, Text(zh, en)))

    def _read_one(self, indicator: Indicator, given: object) -> None:
        match indicator.kind:
            case IndicatorKind.INTEGER | IndicatorKind.DECIMAL | IndicatorKind.MONEY:
                self._read_number(indicator, given)
            case IndicatorKind.YES_NO:
                answer = given if isinstance(given, bool) else _YES_NO.get(str(given).lower())
                self._keep(indicator, answer, "请填“是”或“否”。", "Answer true or false.")
            case IndicatorKind.CHOICE:
                codes = {option.code for option in indicator.options}
                labels = {option.zh: option.code for option in indicator.options}
                choice = labels.get(given, given) if isinstance(given, str) else None
                offered = "、".join(option.zh for option in indicator.options)
                self._keep(
                    indicator,
                    choice if choice in codes else None,
                    f"请从中选择：{offered}。",
                    f"Choose one of: {', '.join(option.code for option in indicator.options)}.",
                )
            case IndicatorKind.DATE:
                self._keep(indicator, _day(given), "请填写日期，如 2026-03-15。", "Give a day like 2026-03-15.")
            case _:
                text = given if isinstance(given, str) and len(given) <= MAX_TEXT else None
                self._keep(
                    indicator, text, f"请填写文字，不超过 {MAX_TEXT} 字。", f"Give text, up to {MAX_TEXT} letters."
                )

    def _read_number(self, indicator: Indicator, given: object) -> None:
        number = _number(given)
        whole = indicator.kind is IndicatorKind.INTEGER
        if number is None or (whole and number != number.to_integral_value()):
            kind = ("整数", "a whole number") if whole else ("数字", "a number")
            self.refuse(indicator.code, "not_a_number", f"请填写{kind[0]}。", f"Give {kind[1]}.")
            return
        if indicator.kind is IndicatorKind.MONEY and number != number.quantize(_CENT):
            self.refuse(
                indicator.code, "money_places", "金额最多两位小数（元）。", "Money has two decimals at most (yuan)."
            )
            return
        if number < Decimal(str(indicator.min)) or (indicator.max is not None and number > Decimal(str(indicator.max))):
            low, high = indicator.min, indicator.max
            self.refuse(
                indicator.code,
                "out_of_range",
                f"应不小于 {low}" + (f"，不大于 {high}。" if high is not None else "。"),
                f"It has to be at least {low}" + (f" and at most {high}." if high is not None else "."),
            )
            return
        if whole:
            self.values[indicator.code] = int(number)
        else:
            money = indicator.kind is IndicatorKind.MONEY
            self.values[indicator.code] = number.quantize(_CENT) + 0 if money else number.normalize() + 0

    def _keep(self, indicator: Indicator, value: Value | None, zh: str, en: str) -> None:
        if value is None:
            self.refuse(indicator.code, f"not_a_{indicator.kind.value}", zh, en)
        else:
            self.values[indicator.code] = value


def _number(given: object) -> Decimal | None:
    """An exact number of at most 15 digits before and 6 behind the point; None for anything else, `True` included."""
    if not isinstance(given, int | float | str | Decimal):
        return None
    text = str(given)  # of `True` that is no number
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def _day(given: object) -> str | None:
    if not isinstance(given, str) or len(given) != 10:
        return None
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        return None
