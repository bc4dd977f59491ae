"""Forms as data: `form/1`. A form is a set of indicators with the checks that its numbers must pass.

The long tail of a campaign (security capability, training, insurance cover …) is a file under `data/forms/`, not a
module. Checks are a fixed vocabulary, interpreted by `form_values`; a form holds no code. Only counts, rates and yes/no
about patients: a form has no place for a person's data. It must not know who owes a form or when.
"""

import re
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WrapValidator, model_validator
from pydantic_core import PydanticCustomError

from duban.campaigns.catalogues import catalogue
from duban.campaigns.validation import DocumentError, nearest, one_of, problem, read
from duban.kernel.errors import Text

_CODE = r"^[a-z][a-z0-9_]{0,59}$"
_SOURCE = r"^(D\d{2}-R\d{2}|[A-M]-\d{1,2})$"


class FormError(DocumentError):
    """A form that cannot be used."""

    subject = Text("表单", "form")


class IndicatorKind(StrEnum):
    """What a value is. `money`: yuan with two decimals; `rate`: derived from two other indicators, in percent."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    RATE = "rate"
    YES_NO = "yes_no"
    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"


NUMERIC = frozenset({IndicatorKind.INTEGER, IndicatorKind.DECIMAL, IndicatorKind.MONEY})

Operator = Literal["=", ">=", "<=", "between", "rising"]
Goal = bool | int | float | tuple[int | float, int | float] | None


def _goal(value: object, _: object) -> Goal:
    match value:
        case None | bool() | int() | float():
            return value
        case [int() | float() as low, int() | float() as high] if bool not in (type(low), type(high)) and low <= high:
            return (low, high)
    raise problem(
        "bad_goal", "应当是数、一对数、true/false 或省略。", "This has to be a number, a pair, true or false."
    )


Code = Annotated[str, Field(pattern=_CODE)]
Label = Annotated[str, Field(min_length=1, max_length=300)]
Unit = Annotated[str, AfterValidator(one_of(Text("计量单位", "unit"), lambda: catalogue("unit").codes()))]
SourceId = Annotated[str, Field(pattern=_SOURCE)]
PositiveInt = Annotated[int, Field(ge=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Part):
    """A label in both languages."""

    zh: Label
    en: Label

    @property
    def text(self) -> Text:
        return Text(self.zh, self.en)


class Ratio(_Part):
    numerator: Code
    denominator: Code


class Option(_Part):
    code: Code
    zh: Label
    en: Label


class Goals(_Part):
    """What an indicator is to reach. Not reaching it is a fact to record, not a mistake in the form."""

    op: Operator
    value: Annotated[Goal, WrapValidator(_goal)] = None
    best_effort: bool = False

    @model_validator(mode="after")
    def _fits(self) -> Self:
        fits = {"between": isinstance(self.value, tuple), "rising": self.value is None}
        if not fits.get(self.op, isinstance(self.value, bool | int | float)):
            raise problem("goal_operator", "取值与运算符不符。", "The value does not go with the operator.")
        if isinstance(self.value, bool) and self.op != "=":
            raise problem("goal_operator", "是否类目标只能用 =。", "A yes/no goal takes the operator = only.")
        return self


class Indicator(_Part):
    """One line of a form. No number is negative unless `min` says so; `cumulative`: never less than last period."""

    code: Code
    zh: Label
    en: Label
    kind: IndicatorKind
    heading: Words | None = None
    unit: Unit | None = None
    required: bool = True
    min: int | float = 0
    max: int | float | None = None
    cumulative: bool = False
    rate: Ratio | None = None
    options: tuple[Option, ...] = ()
    target: Goals | None = None
    help: Words | None = None

    @property
    def label(self) -> Text:
        return Text(self.zh, self.en)

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        if (self.kind is IndicatorKind.RATE) != (self.rate is not None):
            raise problem(
                "rate_parts", "rate 与 kind: rate 必须同时出现。", "`rate` goes with `kind: rate` and only with it."
            )
        if (self.kind is IndicatorKind.CHOICE) != bool(self.options):
            raise problem(
                "choice_options", "options 用于且仅用于 choice。", "`options` go with `kind: choice` and only with it."
            )
        if self.cumulative and self.kind not in NUMERIC:
            raise problem("cumulative_kind", "只有数字指标可以累计。", "Only numbers can be cumulative.")
        if self.target is not None:
            _must_suit(self.target, self.kind)
        return self


def _must_suit(target: Goals, kind: IndicatorKind, at: str = "") -> None:
    """Yes or no for questions, figures for numbers and rates, and none for words."""
    yes_no = isinstance(target.value, bool)
    if yes_no != (kind is IndicatorKind.YES_NO) or kind not in NUMERIC | {IndicatorKind.RATE, IndicatorKind.YES_NO}:
        raise problem(
            "target_kind", "目标与指标类型不符。", "The target does not go with the kind of indicator.", at=at
        )


class Sum(_Part):
    """`total` = the sum of `parts`; a part left open counts as nothing."""

    kind: Literal["sum"]
    total: Code
    parts: Annotated[tuple[Code, ...], Field(min_length=1)]

    def mentions(self) -> tuple[str, ...]:
        return (self.total, *self.parts)


class AtMost(_Part):
    """`value` ≤ `limit`."""

    kind: Literal["at_most"]
    value: Code
    limit: Code

    def mentions(self) -> tuple[str, ...]:
        return (self.value, self.limit)


class RequiredIf(_Part):
    """`indicator` must be filled in when `when` equals `equals`, or is a number above `above`."""

    kind: Literal["required_if"]
    indicator: Code
    when: Code
    equals: bool | str | None = None
    above: int | None = None

    def mentions(self) -> tuple[str, ...]:
        return (self.indicator, self.when)

    @model_validator(mode="after")
    def _one_condition(self) -> Self:
        if (self.equals is None) == (self.above is None):
            raise problem("condition", "equals 与 above 二选一。", "Give either `equals` or `above`.")
        return self


class Share(_Part):
    """A term of `AtLeastHighestOf`: `percent` or `permille` of an indicator, or one for every `per` of it."""

    of: Code
    percent: PositiveInt | None = None
    permille: PositiveInt | None = None
    per: PositiveInt | None = None

    @model_validator(mode="after")
    def _one_measure(self) -> Self:
        if sum(part is not None for part in (self.percent, self.permille, self.per)) != 1:
            raise problem("share", "percent、permille、per 三选一。", "Give one of `percent`, `permille`, `per`.")
        return self


class AtLeastHighestOf(_Part):
    """`value` ≥ the highest of `terms`, each rounded up (就高不就低). A shortfall is a target not reached, no error."""

    kind: Literal["at_least_highest_of"]
    value: Code
    terms: Annotated[tuple[Share, ...], Field(min_length=1)]
    basis: Words

    def mentions(self) -> tuple[str, ...]:
        return (self.value, *(term.of for term in self.terms))


class TargetIf(_Part):
    """`indicator` is to reach `target` where `when` equals `equals`: asked of some only. A shortfall is a fact."""

    kind: Literal["target_if"]
    indicator: Code
    when: Code
    equals: bool | str
    target: Goals
    basis: Words

    def mentions(self) -> tuple[str, ...]:
        return (self.indicator, self.when)


Check = Annotated[Sum | AtMost | RequiredIf | AtLeastHighestOf | TargetIf, Field(discriminator="kind")]


class Form(_Part):
    """A form. Codes of indicators are unique; checks and rates name indicators of the form; `source` cites what asks
    for it: rows of the requirements (D01-R45) or rules (H-1). `zero_allowed`: the form counts events, so that "nothing
    happened" is an answer; what a form says of a state or a capability there always is, and has to be filled in."""

    schema_version: Literal["form/1"] = Field(alias="schema")
    code: Code
    version: PositiveInt
    title: Words
    zero_allowed: bool = False
    source: Annotated[tuple[SourceId, ...], Field(min_length=1)]
    indicators: Annotated[tuple[Indicator, ...], Field(min_length=1)]
    checks: tuple[Check, ...] = ()

    def indicator(self, code: str) -> Indicator:
        """The indicator `code`. Raises `KeyError`."""
        return self.by_code()[code]

    def by_code(self) -> dict[str, Indicator]:
        return {indicator.code: indicator for indicator in self.indicators}

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        known = self.by_code()
        if len(known) != len(self.indicators):
            codes = [indicator.code for indicator in self.indicators]
            index = next(i for i, code in enumerate(codes) if code in codes[:i])
            raise problem(
                "code_twice",
                "编号“{code}”出现两次。",
                'The code "{code}" stands twice.',
                at=f"/indicators/{index}/code",
                code=codes[index],
            )
        for index, indicator in enumerate(self.indicators):
            if indicator.rate is not None:
                for end, code in (("numerator", indicator.rate.numerator), ("denominator", indicator.rate.denominator)):
                    _must_count(code, known, f"/indicators/{index}/rate/{end}")
        for index, check in enumerate(self.checks):
            for code in check.mentions():
                if isinstance(check, RequiredIf | TargetIf):
                    _must_exist(code, known, f"/checks/{index}")
                else:
                    _must_count(code, known, f"/checks/{index}")
            if isinstance(check, TargetIf):
                _must_suit(check.target, known[check.indicator].kind, f"/checks/{index}/target")
        return self


def _must_exist(code: str, known: dict[str, Indicator], at: str) -> None:
    if code not in known:
        raise _unknown(code, known, at)


def _must_count(code: str, known: dict[str, Indicator], at: str) -> None:
    _must_exist(code, known, at)
    if known[code].kind not in NUMERIC:
        raise problem(
            "not_a_number", "“{code}”不是数字指标。", 'The indicator "{code}" is not a number.', at=at, code=code
        )


def _unknown(code: str, known: dict[str, Indicator], at: str) -> PydanticCustomError:
    near = nearest(code, list(known))
    return problem(
        "unknown_indicator",
        "表单没有指标“{code}”" + ("，您是不是要写“{near}”？" if near else "。"),
        'The form has no indicator "{code}"' + ('; did you mean "{near}"?' if near else "."),
        at=at,
        code=code,
        near=near,
    )


def load_form(source: str | Path, *, file: str | None = None) -> Form:
    """The form in `source`: a path, or the YAML text itself. Raises `FormError`, naming file, pointer and reason."""
    if isinstance(source, Path):
        return read(Form, source.read_bytes(), file=file or source.name, error=FormError)
    return read(Form, source, file=file or "form.yaml", error=FormError)


@cache
def shipped_forms() -> dict[str, Form]:
    """The forms that come with the product, by code. A file is named after its form."""
    folder = files("duban.campaigns").joinpath("data", "forms")
    paths = sorted((path for path in folder.iterdir() if path.name.endswith(".yaml")), key=lambda path: path.name)
    forms = {path.name: read(Form, path.read_bytes(), file=path.name, error=FormError) for path in paths}
    for name, form in forms.items():
        if not re.fullmatch(rf"{form.code}\.yaml", name):
            raise ValueError(f"the form {form.code} stands in the file {name}")
    return {form.code: form for form in forms.values()}
