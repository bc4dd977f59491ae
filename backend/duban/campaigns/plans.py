"""The plan as data: `seed-plan/1`, typed and strict. A plan is what the document says; its blanks stay blanks.

`load_plan` reads a file or text, `plan_from` data that came over the API, `shipped_plans` the nine that come with the
product. Whatever is wrong is reported at once: file, JSON pointer, reason, and the nearest known code where a code is
not known. It must not know dates that the text does not give (`filling`), nor what follows from a plan (`clauses`).
"""

import re
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WrapValidator, model_validator

from duban.campaigns.catalogues import catalogue
from duban.campaigns.validation import DocumentError, checked, one_of, problem, read
from duban.campaigns.windows import first_day, is_duration, last_day
from duban.kernel.errors import Text


class PlanError(DocumentError):
    """A plan that cannot be used."""

    subject = Text("方案", "plan")


class Level(StrEnum):
    """Administrative level of the issuer; `league` is 盟."""

    NATIONAL = "national"
    PROVINCE = "province"
    CITY = "city"
    LEAGUE = "league"
    COUNTY = "county"
    DISTRICT = "district"


class Frequency(StrEnum):
    """How often a report is owed, in the plan's own words."""

    ONCE = "once"
    IMMEDIATE = "immediate"
    PER_EVENT = "per_event"
    TIMELY = "timely"
    TWICE_MONTHLY = "twice_monthly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    ANNUAL = "annual"
    CONTINUOUS = "continuous"


Operator = Literal["=", ">=", "<=", "between", "rising"]
Number = int | float


def _partial_date(text: str) -> str:
    try:
        first_day(text)
    except ValueError:
        raise problem(
            "bad_date",
            "“{value}”不是日期，请写成 2026-03 或 2026-03-15。",
            '"{value}" is no date; write 2026-03 or 2026-03-15.',
            value=text[:40],
        ) from None
    return text


def _duration(text: str) -> str:
    if is_duration(text):
        return text
    raise problem(
        "bad_duration",
        "“{value}”不是期限，请写成 P1Y（一年）或 P6M（六个月）。",
        '"{value}" is no duration; write P1Y (a year) or P6M (six months).',
        value=text[:40],
    )


def _amount(value: object, _: object) -> Number | tuple[Number, Number] | None:
    """In place of pydantic's union, whose complaints would point at the members of the union."""
    match value:
        case bool():
            pass
        case None | int() | float():
            return value
        case [int() | float() as low, int() | float() as high] if bool not in (type(low), type(high)):
            return (low, high)
    raise problem(
        "bad_amount",
        "应当是一个数、一对数（between）或 null。",
        "This has to be a number, a pair of numbers (between) or null.",
    )


def _party_codes() -> tuple[str, ...]:
    return tuple(code for name in ("agency", "section", "institution_type") for code in catalogue(name).codes())


def _codes(name: str) -> AfterValidator:
    return AfterValidator(one_of(Text("代码", f"code of {name}"), lambda: catalogue(name).codes()))


Words = Annotated[str, Field(min_length=1, max_length=2000)]
PartialDate = Annotated[str, AfterValidator(_partial_date)]
Month = Annotated[int, Field(ge=1, le=12)]
Amount = Annotated[Number | tuple[Number, Number] | None, WrapValidator(_amount)]
PartyCode = Annotated[str, AfterValidator(one_of(Text("部门、科室或机构代码", "code of a party"), _party_codes))]
InstitutionType = Annotated[str, _codes("institution_type")]
FocusField = Annotated[str, _codes("focus_field")]
Stage = Annotated[str, _codes("campaign_stage")]
ReportKind = Annotated[str, _codes("report_kind")]
AccountabilityKind = Annotated[str, _codes("accountability_kind")]


def _check_amount(operator: Operator, value: Number | tuple[Number, Number] | None) -> None:
    fits = {"between": isinstance(value, tuple), "rising": value is None}.get(operator, isinstance(value, int | float))
    if not fits:
        raise problem(
            "amount_operator",
            "取值与运算符“{op}”不符：between 要一对数，rising 不要数，其余要一个数。",
            'The value does not go with the operator "{op}": between takes a pair, rising none, the others one number.',
            op=operator,
        )
    if isinstance(value, tuple) and value[0] > value[1]:
        raise problem("amount_inverted", "下限大于上限。", "The lower bound is above the upper bound.")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Part):
    file: Words
    part: int | None


class Party(_Part):
    """`name` as the text gives it; `code` of an agency, a section or an institution type, None where none fits."""

    name: Words | None
    code: PartyCode | None


class Basis(_Part):
    title: Words
    number: Words | None


class Period(_Part):
    """A span as the text gives it. `to` alone means "before the end of"; a month without a year stands in `month_*`."""

    as_given: Words | None
    from_: PartialDate | None = Field(alias="from")
    to: PartialDate | None
    month_from: Month | None
    month_to: Month | None
    duration: Annotated[str, AfterValidator(_duration)] | None
    note: Words | None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_ and self.to and last_day(self.to) < first_day(self.from_):
            raise problem("period_inverted", "结束早于开始。", "The end is before the start.")
        for text, month in ((self.from_, self.month_from), (self.to, self.month_to)):
            if text and month and first_day(text).month != month:
                raise problem(
                    "period_month",
                    "月份 {month} 与日期 {text} 不一致。",
                    "The month {month} contradicts the date {text}.",
                    month=month,
                    text=text,
                )
        return self


class Scope(_Part):
    as_given: Words | None
    institution_types: tuple[InstitutionType, ...]
    focus_fields: tuple[FocusField, ...]
    note: Words | None


class Member(_Part):
    role: Words
    name: Words | None
    post: Words | None


class Organisation(_Part):
    leading_group: Words | None
    office: Words | None
    first_responsible: Words | None
    members: tuple[Member, ...]
    note: Words | None


class Target(_Part):
    """A figure that a key task is to reach; `best_effort` where the text says 力争 or 推进."""

    text: Words
    metric: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    population: Words
    operator: Operator
    value: Amount
    unit: Words
    best_effort: bool
    due: PartialDate | None

    @model_validator(mode="after")
    def _amount_fits(self) -> Self:
        _check_amount(self.operator, self.value)
        return self


class KeyTask(_Part):
    code: Annotated[str, Field(pattern=r"^T[1-9][0-9]?$")]
    clause: Words
    title: Words | None
    lead: tuple[Party, ...]
    responsible_units: tuple[Party, ...]
    measures: tuple[Words, ...]
    targets: tuple[Target, ...]
    note: Words | None


class Due(_Part):
    as_given: Words | None
    date: PartialDate | None


class CoverageTarget(_Part):
    """A share of institutions that a phase is to reach, counted by type."""

    text: Words
    population: Words
    institution_types: tuple[InstitutionType, ...]
    operator: Operator
    value: Amount
    unit: Words
    due: Due

    @model_validator(mode="after")
    def _amount_fits(self) -> Self:
        _check_amount(self.operator, self.value)
        return self


class Phase(_Part):
    code: Annotated[str, Field(pattern=r"^P[1-9][0-9]?$")]
    clause: Words
    title: Words
    stage: Stage
    runs_throughout: bool
    period: Period
    tasks: tuple[Words, ...]
    deliverables: tuple[Words, ...]
    coverage_targets: tuple[CoverageTarget, ...]
    note: Words | None


class ReportingDuty(_Part):
    code: Annotated[str, Field(pattern=r"^RD[1-9][0-9]?$")]
    clause: Words
    kind: ReportKind
    what: Words
    reporter: tuple[Words, ...]
    recipient: tuple[Words, ...]
    frequency: Frequency
    due: Due
    form: Words | None
    note: Words | None


class AccountabilityRule(_Part):
    code: Annotated[str, Field(pattern=r"^A[1-9][0-9]?$")]
    clause: Words
    kind: AccountabilityKind
    text: Words
    triggers: tuple[Words, ...]
    applies_to: Words | None
    decided_by: Words | None
    note: Words | None


class Requirement(_Part):
    clause: Words
    text: Words


class Plan(_Part):
    """A campaign plan. Codes of tasks, phases, reporting duties and rules are unique within it."""

    schema_version: Literal["seed-plan/1"] = Field(alias="schema")
    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
    text: Words
    source: Source
    title: Words
    title_note: Words | None
    campaign: Words
    level: Level
    issuer: Party
    co_issuers: tuple[Party, ...]
    addressees: tuple[Words, ...]
    document_number: Words | None
    issued_on: PartialDate | None
    based_on: tuple[Basis, ...]
    period: Period
    scope: Scope
    organisation: Organisation
    key_tasks: tuple[KeyTask, ...]
    phases: tuple[Phase, ...]
    reporting_duties: tuple[ReportingDuty, ...]
    accountability_rules: tuple[AccountabilityRule, ...]
    requirements: tuple[Requirement, ...]
    gaps: tuple[Words, ...]

    @model_validator(mode="after")
    def _codes_are_unique(self) -> Self:
        for name in ("key_tasks", "phases", "reporting_duties", "accountability_rules"):
            seen: set[str] = set()
            for index, part in enumerate(getattr(self, name)):
                if part.code in seen:
                    raise problem(
                        "code_twice",
                        "编号“{code}”出现两次。",
                        'The code "{code}" stands twice.',
                        at=f"/{name}/{index}/code",
                        code=part.code,
                    )
                seen.add(part.code)
        if not (self.key_tasks or self.phases or self.reporting_duties):
            raise problem(
                "plan_empty",
                "方案没有任务、阶段和报告要求，无从分解。",
                "The plan has no key task, phase or reporting duty: nothing follows from it.",
            )
        return self

    def phase(self, code: str) -> Phase:
        """The phase `code`. Raises `KeyError`."""
        return {phase.code: phase for phase in self.phases}[code]

    def task(self, code: str) -> KeyTask:
        """The key task `code`. Raises `KeyError`."""
        return {task.code: task for task in self.key_tasks}[code]

    def phase_of_clause(self, clause: str) -> Phase | None:
        """The phase in whose clause (or a numbered item of it) `clause` stands."""
        return next((phase for phase in self.phases if stands_in(clause, phase.clause)), None)

    def task_of_clause(self, clause: str) -> KeyTask | None:
        """The key task in whose clause (or a numbered item of it) `clause` stands."""
        return next((task for task in self.key_tasks if stands_in(clause, task.clause)), None)


def stands_in(clause: str, whole: str) -> bool:
    """Whether the clause number `clause` is `whole` or an item of it: 三(二)2 stands in 三(二), 三十 not in 三."""
    if not clause.startswith(whole):
        return False
    rest = clause[len(whole) :]
    return not rest or rest[0] in "(（" or (whole[-1] in ")）" or re.match(r"\d", rest) is not None)


def load_plan(source: str | Path, *, file: str | None = None) -> Plan:
    """The plan in `source`: a path, or the YAML text itself. `file` is the name used in errors. Raises `PlanError`."""
    if isinstance(source, Path):
        return read(Plan, source.read_bytes(), file=file or source.name, error=PlanError)
    return read(Plan, source, file=file or "plan.yaml", error=PlanError)


def plan_from(data: object, *, file: str = "plan") -> Plan:
    """The plan in plain data, as JSON or YAML give it. Raises `PlanError`."""
    return checked(Plan, data, file=file, error=PlanError)


@cache
def shipped_plans() -> tuple[Plan, ...]:
    """The plans that come with the product, by id."""
    folder = files("duban.campaigns").joinpath("data", "plans")
    paths = sorted((path for path in folder.iterdir() if path.name.endswith(".yaml")), key=lambda path: path.name)
    plans = (read(Plan, path.read_bytes(), file=path.name, error=PlanError) for path in paths)
    return tuple(sorted(plans, key=lambda plan: plan.id))
