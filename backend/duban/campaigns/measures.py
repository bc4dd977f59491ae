"""What counts towards a target, as data: reports of institutions, or figures of a form added up.

A plan gives a figure to reach and says nothing of how it is known. What we count stands in `data/expansions.yaml`, by
the metric of a key task's target and by the phase of a coverage target. It must not know duties or organisations
(`coverage` counts).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from duban.campaigns.catalogues import catalogue
from duban.campaigns.forms import NUMERIC, IndicatorKind, shipped_forms
from duban.campaigns.validation import nearest, one_of, problem
from duban.kernel.errors import Text

FormCode = Annotated[str, AfterValidator(one_of(Text("表单", "form"), lambda: tuple(shipped_forms())))]
InstitutionType = Annotated[
    str, AfterValidator(one_of(Text("机构类型", "institution type"), lambda: catalogue("institution_type").codes()))
]
Codes = Annotated[tuple[str, ...], Field(min_length=1)]


class Counting(StrEnum):
    """How a target is counted: institutions that reported; parts over wholes of forms; a sum of forms; organisations
    that each fulfil it."""

    REPORTS = "reports"
    SHARE = "share"
    TOTAL = "total"
    EACH = "each"


@dataclass(frozen=True)
class Count:
    """What counts towards a target: the duties of `clauses`, and of a form the `indicators` (of a share its part and
    its whole, in this order). The other fields are explained below, where they are declared."""

    counting: Counting
    clauses: tuple[str, ...]
    approved: bool = False
    zero: bool = False
    indicators: tuple[str, ...] = ()
    yes: bool = False
    each: bool = False
    area: bool = False
    institution_types: tuple[str, ...] = ()


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ReportMeasure(_Part):
    """An institution is reached when its report on one of `clauses` was taken: `approved` says that the authority has
    to have approved it, `zero` that a zero report is enough. Without `clauses`, the clause that belongs to it."""

    clauses: tuple[str, ...] = ()
    approved: bool = True
    zero: bool = False

    def count(self, clauses: tuple[str, ...], institution_types: tuple[str, ...]) -> Count:
        """As it stands on a clause; `clauses` are those that count where none is named."""
        return Count(
            Counting.REPORTS,
            self.clauses or clauses,
            approved=self.approved,
            zero=self.zero,
            institution_types=institution_types,
        )


class Share(_Part):
    part: str
    whole: str


class Measure(_Part):
    """What counts towards the target of a key task.

    With a form, one of: `share` (the parts of all newest forms over their wholes), `total` (the sum of indicators),
    `yes` (each organisation that answers yes to all of them). `each`: the plan asks its figure of every single one, so
    all of them have to reach it. `area`: the form speaks of a whole area, so one form counts per area, and an area
    inside another that reported is not added again. `institution_types` narrows whose forms count.

    Without a form, `reports`: the institutions of `institution_types` whose report on the clause itself was taken.
    """

    form: FormCode | None = None
    share: Share | None = None
    total: Codes | None = None
    yes: Codes | None = None
    each: bool = False
    area: bool = False
    reports: ReportMeasure | None = None
    institution_types: tuple[InstitutionType, ...] = ()

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        given = [one for one in (self.share, self.total, self.yes, self.reports) if one is not None]
        if len(given) != 1 or (self.form is None) != (self.reports is not None):
            raise problem(
                "measure",
                "share、total、yes（均须指明表单）与 reports 四选一。",
                "Give exactly one of `share`, `total`, `yes` (with a form) and `reports` (without).",
            )
        if self.reports is not None and not self.institution_types:
            raise problem("measure_population", "请写明机构类型。", "Name the institution types that are counted.")
        for code in self.indicators():
            self._check(code)
        return self

    def indicators(self) -> tuple[str, ...]:
        """The indicators of the form that are looked at."""
        if self.share is not None:
            return (self.share.part, self.share.whole)
        return self.total or self.yes or ()

    def count(self, clause: str) -> Count:
        """As it stands on the clause with that code, whose form or record is counted."""
        if self.reports is not None:
            return self.reports.count((clause,), self.institution_types)
        counting = Counting.SHARE
        if self.yes is not None or (self.total is not None and self.each):
            counting = Counting.EACH
        elif self.total is not None:
            counting = Counting.TOTAL
        return Count(
            counting,
            (clause,),
            indicators=self.indicators(),
            yes=self.yes is not None,
            each=self.each,
            area=self.area,
            institution_types=self.institution_types,
        )

    def _check(self, code: str) -> None:
        known = shipped_forms()[self.form or ""].by_code()
        kinds = {IndicatorKind.YES_NO} if self.yes is not None else NUMERIC
        if code not in known or known[code].kind not in kinds:
            near = nearest(code, [name for name, indicator in known.items() if indicator.kind in kinds])
            raise problem(
                "measure_indicator",
                "表单没有可计的指标“{code}”" + ("，您是不是要写“{near}”？" if near else "。"),
                'The form has no indicator "{code}" to count' + ('; did you mean "{near}"?' if near else "."),
                code=code,
                near=near,
            )
