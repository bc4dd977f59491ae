"""What goes in and out of campaigns: drafts, answers, previews, clauses, progress."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, computed_field

from duban.campaigns.blanks import BlankKind
from duban.campaigns.catalogues import party_name
from duban.campaigns.expansions import ProofKind
from duban.campaigns.periods import Rhythm
from duban.campaigns.plans import Level
from duban.campaigns.rules import CampaignState
from duban.kernel.cases import CaseRead
from duban.kernel.errors import Text
from duban.kernel.listing import ListQuery
from duban.kernel.resources import Schema


class BlankRead(BaseModel):
    """An open place of the plan. Answer it under its `pointer`."""

    pointer: str = Field(examples=["/phases/0/period"])
    kind: BlankKind
    question: str
    as_given: str | None = Field(description="The wording of the document")
    required: bool
    suggestion: Any = Field(description="A proposed answer in the form the blank takes; null: only a person can say")


class PlanItem(BaseModel):
    """A plan that comes with the product."""

    id: str = Field(examples=["D07"])
    title: str
    campaign: str
    level: Level
    clauses: int
    blanks: int = Field(description="How many open places must be answered before a launch")


class PartyName(BaseModel):
    """A section, agency or type of institution that a plan names, as the catalogue calls it."""

    code: str = Field(examples=["medical_administration_section"])
    zh: str = Field(examples=["医政股"])
    en: str = Field(examples=["Medical administration section"])


def named_leads(codes: list[str]) -> list[PartyName]:
    """Lead sections with their names; a code that no catalogue knows is called by itself."""
    names = [(code, party_name(code) or Text(code, code)) for code in codes]
    return [PartyName(code=code, zh=name.zh, en=name.en) for code, name in names]


class PlanClauseRead(BaseModel):
    """An obligation that the plan would put on somebody."""

    code: str = Field(examples=["RD3"])
    source_clause: str = Field(examples=["三(二)"])
    title: str
    proof: ProofKind
    rhythm: Rhythm
    phase: str | None
    form: str | None
    zero_allowed: bool
    owners: dict[str, Any]
    lead: list[str]
    note: str | None

    @computed_field(description="The lead sections as the catalogue calls them")  # type: ignore[prop-decorator]
    @property
    def lead_names(self) -> list[PartyName]:
        return named_leads(self.lead)


class PlanRead(PlanItem):
    """A plan with its text as data, its open places and the obligations read out of it."""

    plan: dict[str, Any] = Field(description="The document as `seed-plan/1` data")
    open_places: list[BlankRead]
    obligations: list[PlanClauseRead]


PlanYaml = Annotated[str, StringConstraints(strip_whitespace=False, min_length=1, max_length=256 * 1024)]
"""The text of a `seed-plan/1` file, at most 256 KB."""

Owners = dict[str, Annotated[list[UUID], Field(min_length=1, max_length=500)]]
"""Clause code → the organisations that owe it, in place of the kinds that the plan names."""


class Tailored(Schema):
    """How the issuer cuts the plan to its district."""

    owners: Owners = Field(
        {}, max_length=200, description="Clause code → ids of the organisations that owe it; replaces all that is set"
    )
    dropped_clauses: list[str] = Field([], max_length=200, description="Codes of clauses left out")
    institution_types: list[str] = Field(
        [],
        max_length=50,
        description="Institutions asked must be of one of these types; empty: all that the plan names",
    )


class CampaignCreate(Tailored):
    """A draft: from a shipped plan (`plan_id`), from plan data (`plan`), from the text of a plan file (`plan_yaml`), or
    adopting a superior's campaign (`parent_id`). Exactly one of the four."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"plan_id": "D07", "start_on": "2026-03-02"}]},
    )

    plan_id: str | None = Field(None, max_length=40, description="Id of a shipped plan")
    plan: dict[str, Any] | None = Field(None, description="A plan as `seed-plan/1` data")
    plan_yaml: PlanYaml | None = Field(
        None, description="A plan as the text of a `seed-plan/1` file; errors name file, JSON pointer and reason"
    )
    plan_file: str | None = Field(None, min_length=1, max_length=200, description="Name of the file, used in errors")
    parent_id: UUID | None = Field(None, description="The superior's campaign to adopt, see /campaigns/addressed")
    beside_parent: bool = Field(
        False, description="False: an adoption takes its institutions over; true: the superior asks them as well"
    )
    title: str | None = Field(None, min_length=1, max_length=200, description="Default: the plan's title")
    answers: dict[str, Any] = Field({}, description="JSON pointer → answer, see `open_places` of the plan")
    start_on: date | None = Field(
        None, description="Fill every blank that can be suggested for a start on this day; `answers` win over it"
    )


class CampaignPatch(Tailored):
    """Amend a draft. What is not sent stays."""

    title: str = Field("", min_length=1, max_length=200)
    answers: dict[str, Any] = Field({}, description="Replaces all answers")
    beside_parent: bool = Field(False, description="True: the superior asks the institutions as well")


class CampaignItem(BaseModel):
    """A campaign in a list."""

    id: UUID
    number: str = Field(examples=["CP-2026-000003"])
    title: str
    plan_id: str
    level: Level
    state: CampaignState
    organisation_id: UUID
    organisation_name: str
    starts_on: date | None
    ends_on: date | None
    launched_at: datetime | None
    duty_count: int
    version: int
    updated_at: datetime


class PhaseRead(BaseModel):
    code: str
    title: str | None
    stage: str | None
    runs_throughout: bool
    starts_on: date
    ends_on: date


class AdoptionRead(BaseModel):
    """A campaign of an authority below that adopted this one."""

    id: UUID
    number: str
    title: str
    organisation_id: UUID
    organisation_name: str
    state: CampaignState
    starts_on: date | None
    ends_on: date | None
    duty_count: int
    beside_parent: bool


class CampaignRead(CaseRead):
    """A campaign with its phases. A draft shows the blanks still open; a launched one what nobody here could owe. Its
    text is at `…/plan`. Readable for the issuer and those above, for the health authorities below that it addresses,
    and for everybody who owes a duty in it."""

    number: str
    title: str
    plan_id: str
    plan_sha256: str = Field(description="SHA-256 of the plan as it was given")
    level: Level
    state: CampaignState
    organisation_id: UUID
    organisation_name: str
    parent_id: UUID | None
    answers: dict[str, Any]
    starts_on: date | None
    ends_on: date | None
    launched_at: datetime | None
    closed_at: datetime | None
    duty_count: int
    unmatched: list[dict[str, Any]] = Field(description="Kinds of owners that no organisation here is, by clause")
    job_id: UUID | None = Field(
        description="The job that is writing its duties (see /jobs); amend and close wait for it. Null: nothing is"
    )
    owners: dict[str, Any] = Field(description="Clause code → ids of the organisations named for it by the issuer")
    dropped_clauses: list[str]
    institution_types: list[str]
    beside_parent: bool
    phases: list[PhaseRead]
    open_places: list[BlankRead]
    adoptions: list[AdoptionRead] = Field(description="Campaigns below that adopted this one, as far as you see them")


class CampaignQuery(ListQuery):
    state: list[CampaignState] = Field([], description="Any of these states")
    plan_id: str | None = Field(None, max_length=40)
    organisation_id: UUID | None = Field(None, description="The issuer")
    sort: str = Field("-id", pattern="^-?(id|starts_on)$")


class ClauseItem(BaseModel):
    """A clause of a launched campaign."""

    id: UUID
    campaign_id: UUID
    code: str
    source_clause: str
    title: str
    detail: list[str]
    proof: ProofKind
    rhythm: Rhythm
    phase: str | None
    form: str | None
    zero_allowed: bool
    owners: dict[str, Any]
    lead: list[str]
    recipients: list[str]
    targets: list[dict[str, Any]]
    retired_at: datetime | None
    version: int

    @computed_field(description="The lead sections as the catalogue calls them")  # type: ignore[prop-decorator]
    @property
    def lead_names(self) -> list[PartyName]:
        return named_leads(self.lead)


class ClausePreview(BaseModel):
    """What one clause would create."""

    code: str
    title: str
    source_clause: str
    proof: ProofKind
    rhythm: Rhythm
    form: str | None
    organisations: int
    periods: list[dict[str, Any]] = Field(description="`code, starts_on, ends_on, opens_on, due_on` of each")
    duties: int
    assigned: bool = Field(description="The owners were named by the issuer (`owners`), not read out of the plan")
    examples: list[str] = Field(description="Names of the first organisations that would owe it")
    unmatched: list[str] = Field(description="Kinds of owners that no organisation here is")


class Preview(BaseModel):
    """What a launch would create. Nothing is written."""

    duties: int
    organisations: int
    starts_on: date
    ends_on: date
    clauses: list[ClausePreview]


class AmendIn(Schema):
    """Change a launched campaign. `preview` only shows the difference."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"retire": ["RD2"], "reason": "上级取消该项报送", "preview": True}]}
    )

    answers: dict[str, Any] | None = Field(None, description="New answers (dates); replaces all")
    plan: dict[str, Any] | None = Field(None, description="The amended plan as `seed-plan/1` data")
    plan_yaml: PlanYaml | None = Field(None, description="The amended plan as the text of a `seed-plan/1` file")
    plan_file: str | None = Field(None, min_length=1, max_length=200, description="Name of the file, used in errors")
    owners: Owners | None = Field(None, max_length=200, description="New owners by clause; replaces all that were set")
    institution_types: list[str] | None = Field(None, max_length=50, description="New narrowing; replaces the old one")
    retire: list[str] = Field([], max_length=100, description="Clause codes to end")
    restore: list[str] = Field([], max_length=100, description="Clause codes to bring back")
    reason: str = Field(min_length=1, max_length=500)
    preview: bool = Field(False, description="True: only show the difference")


class DutyChange(BaseModel):
    """A duty that stays but moves, or gets new content."""

    number: str
    clause_code: str
    period: str
    before: date = Field(description="The due day until now")
    after: date


class Amendment(BaseModel):
    """The difference between what is in force and what would be. Submitted work is kept in every case."""

    added: int
    ended: int
    moved: int
    kept_submitted: int = Field(
        description="Duties that the change would end or move, kept because they were submitted, approved, returned, "
        "exempted or missed, or because something was handed in on them"
    )
    past: int = Field(description="Duties not given out because their day has passed: nobody is blamed for it")
    clauses_added: list[str]
    clauses_changed: list[str] = Field(description="Codes whose content differs from what is in force")
    clauses_removed: list[str]
    titles: dict[str, str] = Field(
        description="Clause code → place in the document and title, of clauses that are new or would read differently"
    )
    by_clause: list[dict[str, Any]]
    moves: list[DutyChange] = Field(description="At most the first 200; same days before and after: new content")
    applied: bool = Field(
        description="False for a preview, and while the job `job_id` writes it (then the answer is 202)"
    )
    job_id: UUID | None


class CloseIn(Schema):
    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "按方案期限结束"}]})

    reason: str = Field(min_length=1, max_length=500, examples=["按方案期限结束"])


class CampaignPlanRead(BaseModel):
    """What a campaign says: the document as data, and the obligations read out of it as they stand now."""

    campaign_id: UUID
    plan_id: str
    plan_sha256: str
    title: str
    answers: dict[str, Any] = Field(description="JSON pointer → answer: what the issuer put in the blanks")
    plan: dict[str, Any] = Field(
        description="The document as `seed-plan/1` data: based_on, key_tasks, phases, reporting_duties, "
        "accountability_rules, requirements"
    )
    obligations: list[PlanClauseRead]
    left_out: list[str] = Field(description="Codes of obligations dropped or retired here")


class AddressedCampaign(BaseModel):
    """A superior's campaign in force that addresses you: adopt it with `parent_id`."""

    id: UUID
    number: str
    title: str
    plan_id: str
    level: Level
    state: CampaignState
    organisation_id: UUID
    organisation_name: str
    starts_on: date | None
    ends_on: date | None


class AddressedPage(BaseModel):
    items: list[AddressedCampaign]
    next_cursor: str | None


class FormItem(BaseModel):
    code: str
    version: int
    title_zh: str
    title_en: str
    indicators: int


class FormRead(FormItem):
    definition: dict[str, Any] = Field(description="The form as `form/1` data")
