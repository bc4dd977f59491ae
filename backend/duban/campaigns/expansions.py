"""Our reading of plans, as data: who is meant by a name, which form proves a task, what a kind of report is proved by.

A plan is somebody else's text; what we read into it stands apart, in `data/parties.yaml` and `data/expansions.yaml`,
typed and checked here. It must not know how clauses are put together (`clauses`).
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from duban.campaigns.catalogues import catalogue
from duban.campaigns.forms import shipped_forms
from duban.campaigns.measures import Measure, ReportMeasure
from duban.campaigns.periods import Rhythm
from duban.campaigns.plans import InstitutionType, Party, Plan
from duban.campaigns.validation import DocumentError, one_of, problem, read
from duban.kernel.errors import Text


class ExpansionError(DocumentError):
    """A data file of readings that cannot be used."""

    subject = Text("分解规则", "expansion file")


class ProofKind(StrEnum):
    """What shows that something was done. `record`: the matters themselves, as other modules keep them."""

    SELF_CHECK = "self_check"
    FORM = "form"
    DOCUMENT = "document"
    RECORD = "record"


@dataclass(frozen=True)
class Owners:
    """Who owes it, as kinds: institutions by type, partner departments or subordinate health administrations by code,
    sections of the issuer, the issuer itself. All lists are alternatives to be added up, never conditions."""

    institution_types: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    issuer: bool = False

    def __or__(self, other: "Owners") -> "Owners":
        return Owners(
            _together(self.institution_types, other.institution_types),
            _together(self.agencies, other.agencies),
            _together(self.sections, other.sections),
            self.issuer or other.issuer,
        )

    def __bool__(self) -> bool:
        return bool(self.institution_types or self.agencies or self.sections or self.issuer)


ISSUER = Owners(issuer=True)
_NO_DEPARTMENTS = frozenset({"health", "cdc", "mental_health_institution", "party_and_government", "media"})


def _together(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*left, *right)))


FormCode = Annotated[str, AfterValidator(one_of(Text("表单", "form"), lambda: tuple(shipped_forms())))]
Agency = Annotated[str, AfterValidator(one_of(Text("部门代码", "agency"), lambda: catalogue("agency").codes()))]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OwnerSpec(_Part):
    """Owners in a data file. `departments`: every agency that the plan itself makes responsible."""

    institution_types: tuple[InstitutionType, ...] = ()
    agencies: tuple[Agency, ...] = ()
    issuer: bool = False
    departments: bool = False

    def owners(self, plan: Plan) -> Owners:
        own = Owners(self.institution_types, self.agencies, (), self.issuer)
        return own | departments(plan) if self.departments else own


class Deliverable(OwnerSpec):
    proof: ProofKind = ProofKind.DOCUMENT


class TaskProof(_Part):
    """One proof of a key task: a form, or the records themselves. `covers` defaults to the task it stands under,
    `owners` to the units that the plan makes responsible, `metrics` to all targets of the tasks covered."""

    form: FormCode | None = None
    proof: ProofKind = ProofKind.FORM
    rhythm: Rhythm
    phase: str | None = None
    covers: tuple[str, ...] = ()
    owners: OwnerSpec | None = None
    metrics: tuple[str, ...] | None = None
    title: str | None = None

    @model_validator(mode="after")
    def _form_fits(self) -> Self:
        if (self.form is not None) != (self.proof is ProofKind.FORM):
            raise problem(
                "proof_form", "proof: form 必须指明表单。", "`proof: form` goes with a form and only with it."
            )
        return self


class ReportProof(_Part):
    """Proof of a kind of report; a document may come with a form (年度总结和统计表)."""

    proof: ProofKind
    form: FormCode | None = None
    zero_allowed: bool = False


class ReportReading(_Part):
    phase: str | None = None
    covers: tuple[str, ...] = ()


class Reading(_Part):
    """What we read into one plan. Keys are codes of the plan: phases (`P2`, its second deliverable `P2.2`), tasks,
    reporting duties; `names` override the meaning of a name, `metrics` what counts towards a target of that metric;
    `coverage` says by what a phase's coverage targets (`P2`, its second `P2.2`) are counted."""

    names: dict[str, OwnerSpec] = {}
    self_checks: dict[str, OwnerSpec] = {}
    deliverables: dict[str, Deliverable] = {}
    tasks: dict[str, tuple[TaskProof, ...]] = {}
    reports: dict[str, ReportReading] = {}
    coverage: dict[str, ReportMeasure] = {}
    metrics: dict[str, Measure] = {}

    def mentions(self) -> set[str]:
        """Every code of the plan that is spoken of."""
        parts: list[TaskProof | ReportReading] = [proof for told in self.tasks.values() for proof in told]
        parts.extend(self.reports.values())
        codes = {*self.self_checks, *self.deliverables, *self.tasks, *self.reports, *self.coverage}
        for part in parts:
            codes |= {*part.covers, *((part.phase,) if part.phase else ())}
        return codes


class _Expansions(_Part):
    schema_version: Literal["expansions/1"] = Field(alias="schema")
    report_kinds: dict[str, ReportProof]
    default: tuple[TaskProof, ...]
    general: Measure
    metrics: dict[str, Measure]
    plans: dict[str, Reading]


class _Names(_Part):
    schema_version: Literal["parties/1"] = Field(alias="schema")
    names: dict[str, OwnerSpec]


@cache
def expansions() -> _Expansions:
    """The shipped readings."""
    return read(_Expansions, _bytes("expansions.yaml"), file="expansions.yaml", error=ExpansionError)


def reading_of(plan: Plan) -> Reading:
    """What we read into `plan`. Nothing for a plan unknown to us, or one that lost a part we speak of: then each task
    gets the default proof."""
    shipped = expansions().plans.get(plan.id)
    return shipped if shipped is not None and shipped.mentions() <= _codes(plan) else Reading()


def owners_named(plan: Plan, name: str, reading: Reading) -> Owners | None:
    """Who is meant by `name`, or by the longest known name with which it begins; None if nobody known is."""
    known = {**_names(), **reading.names}
    found = max((key for key in known if name.startswith(key)), key=len, default=None)
    return known[found].owners(plan) if found is not None else None


def owners_of(plan: Plan, parties: tuple[Party, ...], reading: Reading) -> tuple[Owners, tuple[str, ...]]:
    """The owners meant by `parties` (name first, then code), and the names that say nothing to us."""
    owners, unknown = Owners(), []
    for party in parties:
        found = _exact(plan, party.name, reading) or _by_code(plan, party)
        owners = owners | (found or Owners())
        if found is None:
            unknown.append(party.name or "?")
    return owners, tuple(unknown)


def departments(plan: Plan) -> Owners:
    """Every department that the plan makes responsible anywhere; for health that is the issuer."""
    codes = [p.code for p in plan.co_issuers]
    for task in plan.key_tasks:
        codes += [party.code for party in (*task.lead, *task.responsible_units)]
    agencies = [code for code in codes if code in catalogue("agency").codes() and code not in _NO_DEPARTMENTS]
    return replace(ISSUER, agencies=tuple(dict.fromkeys(code for code in agencies if code is not None)))


def _exact(plan: Plan, name: str | None, reading: Reading) -> Owners | None:
    spec = {**_names(), **reading.names}.get(name or "")
    return spec.owners(plan) if spec else None


def _by_code(plan: Plan, party: Party) -> Owners | None:
    code = party.code
    if code is None:
        return None
    if code == plan.issuer.code and not (party.name or "").startswith("各"):
        return ISSUER
    if code in catalogue("section").codes():
        return Owners(sections=(code,))
    if code in catalogue("institution_type").codes():
        return Owners(institution_types=(code,))
    return Owners(agencies=(code,))


def _codes(plan: Plan) -> set[str]:
    codes = {task.code for task in plan.key_tasks} | {duty.code for duty in plan.reporting_duties}
    for phase in plan.phases:
        numbers = range(1, max(len(phase.deliverables), len(phase.coverage_targets)) + 1)
        codes |= {phase.code, *(f"{phase.code}.{n}" for n in numbers)}
    return codes


@cache
def _names() -> dict[str, OwnerSpec]:
    return dict(read(_Names, _bytes("parties.yaml"), file="parties.yaml", error=ExpansionError).names)


def _bytes(name: str) -> bytes:
    return files("duban.campaigns").joinpath("data", name).read_bytes()
