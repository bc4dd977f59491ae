"""What comes in and goes out of clues. The bodies of single steps are in `bodies.py`."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from duban.clues.words import (
    ClueKind,
    ClueRelation,
    ClueSource,
    ClueState,
    Proposal,
    Receiver,
    ReportState,
    Secrecy,
    ToldFirst,
    ToutKind,
)
from duban.kernel.cases import CaseRead
from duban.kernel.listing import ListQuery
from duban.kernel.next_due import NextDue
from duban.kernel.resources import Schema, left_out

LONG = 4000
EXAMPLE_ID = "0192f5c4-7e2b-7c3a-9d7c-0a1b2c3d4e5f"

Long = Annotated[str, Field(min_length=2, max_length=LONG)]
Fen = Annotated[int, Field(ge=0, le=100_000_000_000, description="In fen: 100 are a yuan")]
Title = Annotated[str, Field(min_length=2, max_length=120, description="A few words, no name of a person")]


def _each_once(kinds: list[ToutKind]) -> list[ToutKind]:
    return list(dict.fromkeys(kinds))


ToutKinds = Annotated[list[ToutKind], Field(max_length=15), AfterValidator(_each_once)]


class CluePersons(Schema):
    """Whom the clue is about and who reported it. Kept encrypted, shown masked; only what handling it takes."""

    reporter_name: str | None = Field(None, min_length=1, max_length=40)
    reporter_phone: str | None = Field(None, min_length=5, max_length=30, pattern=r"^\+?[0-9 ()-]+$")
    subject_name: str | None = Field(None, min_length=1, max_length=40, description="Whom it is about")
    subject_identity: str | None = Field(None, min_length=4, max_length=30, description="Number of an identity paper")
    subject_phone: str | None = Field(None, min_length=5, max_length=30, pattern=r"^\+?[0-9 ()-]+$")


class ClueCreate(CluePersons):
    """A clue that the authority enters itself. One that an institution reports comes by `POST /clue-reports`, one out
    of a complaint by `POST /complaints/{id}/to-clue`, a secret one by `POST /clues/secret`."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "scalper",
                    "tout_kinds": ["appointment_scalper"],
                    "source": "inspection",
                    "title": "门诊大厅倒卖专家号",
                    "facts": "检查中发现两人在门诊大厅兜售次日专家号，单价三百元。",
                    "found_at": "2026-03-02T09:20:00+08:00",
                    "subject_name": "王某",
                    "subject_phone": "13800138000",
                }
            ]
        }
    )

    kind: ClueKind
    tout_kinds: ToutKinds = Field([])
    source: ClueSource
    source_reference: str | None = Field(None, min_length=1, max_length=120, description="Number of the paper it is in")
    about_organisation_id: UUID | None = Field(None, description="The institution that it concerns")
    title: Title
    facts: Long
    place: str | None = Field(None, min_length=2, max_length=120)
    found_at: AwareDatetime | None = Field(None, description="Left out: now")
    received_at: AwareDatetime | None = Field(None, description="When the authority learned of it. Left out: now")
    amount_fen: Fen | None = None
    is_real_name: bool = False
    is_protected: bool = Field(False, description="Who reported it asked to be protected")


class SecretClueCreate(Schema):
    """The index data of a secret clue: kind, number of the paper, time, sender. There is no field for its content."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"kind": "organised_crime", "secrecy": "work_secret", "source": "superior",
                 "source_reference": "密函〔2026〕4号", "received_at": "2026-03-02T09:20:00+08:00"}
            ]
        }
    )  # fmt: skip

    kind: ClueKind
    secrecy: Secrecy = Field(description="`work_secret` or `state_secret`")
    source: ClueSource
    source_reference: str = Field(min_length=1, max_length=120, description="Number of the paper it is in")
    received_at: AwareDatetime | None = Field(None, description="Left out: now")


class CluePatch(Schema):
    """Corrections while the clue is open; what is left out stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"title": "门诊大厅倒卖专家号"}]})

    kind: ClueKind = left_out()
    tout_kinds: ToutKinds = left_out()
    title: Title = left_out()
    facts: Long = left_out()
    place: str | None = left_out(min_length=2, max_length=120)
    amount_fen: Fen | None = left_out()
    is_protected: bool = left_out()
    about_organisation_id: UUID | None = left_out()
    reporter_name: str | None = left_out(min_length=1, max_length=40)
    reporter_phone: str | None = left_out(min_length=5, max_length=30, pattern=r"^\+?[0-9 ()-]+$")
    subject_name: str | None = left_out(min_length=1, max_length=40)
    subject_identity: str | None = left_out(min_length=4, max_length=30)
    subject_phone: str | None = left_out(min_length=5, max_length=30, pattern=r"^\+?[0-9 ()-]+$")


class Telling(BaseModel):
    """One who was told: who, when, how, by whom."""

    recipient: str
    told_at: datetime
    told_who: str
    how: str | None
    by: str


class ClueItem(NextDue):
    """One line of the register: no person in it."""

    id: UUID
    number: str = Field(examples=["XS-2026-000001"])
    state: ClueState
    kind: ClueKind
    tout_kinds: list[ToutKind]
    source: ClueSource
    secrecy: Secrecy
    title: str | None = Field(description="null: a secret clue")
    about_organisation_id: UUID | None
    about_organisation_name: str | None
    found_at: datetime
    received_at: datetime
    is_real_name: bool
    is_protected: bool
    receiver: Receiver | None
    must_refer: bool
    proposal: Proposal | None
    open_referrals: int
    open_transfers: int
    overdue_at: datetime | None
    created_at: datetime
    updated_at: datetime
    version: int


class ClueQuery(ListQuery):
    """Filters. Repeated words mean any of them; different filters must all hold."""

    state: list[ClueState] = Field([], description="Any of these states (repeat the parameter)")
    kind: list[ClueKind] = Field([], description="Any of these kinds")
    tout: list[ToutKind] = Field([], description="Any of these kinds of tout")
    source: list[ClueSource] = Field([], description="Out of any of these sources")
    receiver: list[Receiver] = Field([], description="Assessed to go to any of these")
    about_organisation_id: UUID | None = Field(None, description="That concern this institution")
    complaint_id: UUID | None = Field(None, description="Out of this complaint")
    must_refer: bool | None = Field(None, description="true: it has to be referred to the police")
    referred: bool | None = Field(None, description="true: a referral of it was ever opened")
    real_name: bool | None = None
    secret: list[Secrecy] = Field([], description="Any of these degrees")
    overdue: bool | None = Field(None, description="true: a term of it was ever missed")
    missed: list[str] = Field([], description="Any of these terms was ever missed", max_length=20)
    received_from: AwareDatetime | None = None
    received_before: AwareDatetime | None = None
    sort: str = Field("-id", pattern="^-?(id|received_at|number)$", description="id (age), received_at or number")


class LinkRead(BaseModel):
    """Another clue that belongs to it."""

    clue_id: UUID
    number: str
    state: ClueState
    kind: ClueKind
    relation: ClueRelation
    reason: str | None
    made_by_name: str | None = Field(description="null: found by the system")


class ConfidantRead(BaseModel):
    """Somebody who was let in."""

    user_id: UUID
    name: str
    since: datetime


class ClueRead(CaseRead):
    """A clue as its reader sees it; persons masked."""

    number: str
    state: ClueState
    region_code: str
    organisation_id: UUID = Field(description="The authority that keeps it")
    organisation_name: str
    kind: ClueKind
    tout_kinds: list[ToutKind]
    source: ClueSource
    source_reference: str | None
    complaint_id: UUID | None
    report_id: UUID | None = Field(description="The institution's report: its photographs lie there (`clue_report`)")
    secrecy: Secrecy
    title: str | None
    facts: str | None
    place: str | None
    found_at: datetime
    received_at: datetime
    amount_fen: int | None
    about_organisation_id: UUID | None
    about_organisation_name: str | None
    is_real_name: bool
    is_protected: bool
    reporter_name_masked: str | None
    reporter_phone_masked: str | None
    subject_name_masked: str | None
    subject_identity_masked: str | None
    subject_phone_masked: str | None
    registered_by_name: str
    owes_police: bool
    owes_mental_health: bool
    owes_governance: bool
    told_police_at: datetime | None
    told_mental_health_at: datetime | None
    told_governance_at: datetime | None
    tellings: list[Telling]
    assessed_at: datetime | None
    assessed_by_name: str | None
    assessment: str | None
    receiver: Receiver | None
    threshold_met: bool = Field(description="An officer found the threshold of a crime reached (C-1)")
    earlier_penalties: int = Field(description="Administrative penalties for illegal practice before (C-28)")
    caused_disability: bool
    epidemic_risk: bool
    fake_drugs: bool
    must_refer: bool = Field(description="It has to be referred: no penalty, keeping or closing instead (C-1)")
    must_refer_because: list[str] = Field(description="`threshold`, `two_penalties`, `disability`, `epidemic`, `drugs`")
    proposal: Proposal | None
    proposal_reason: str | None
    proposed_by_id: UUID | None
    open_referrals: int
    open_transfers: int
    referred_at: datetime | None
    closed_at: datetime | None
    overdue_at: datetime | None
    missed_terms: list[str]
    usual_receivers: list[Receiver] = Field(description="By its kind; the first is the usual one")
    links: list[LinkRead] = Field(description="Shown to who reads every clue of the authority")
    confidants: list[ConfidantRead] = Field(description="Who was let in; shown to the same")


class CluePersonsRevealed(BaseModel):
    """The plain values."""

    reporter_name: str | None
    reporter_phone: str | None
    subject_name: str | None
    subject_identity: str | None
    subject_phone: str | None
    forget_at: datetime


class ClueRevealIn(Schema):
    """Why the persons are looked at; kept in the journal."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "制作移送材料需要核对身份"}]})

    reason: str = Field(min_length=4, max_length=500)


_WOUND: dict[str, Any] = {
    "kind": "abnormal_wound",
    "facts": "凌晨两点急诊收治一名刀刺伤青年，称与人斗殴，同行三人拒绝登记。",
    "found_at": "2026-03-02T02:10:00+08:00",
    "place": "急诊科",
    "told": [{"recipient": "police", "told_who": "城关派出所值班室", "told_at": "2026-03-02T02:15:00+08:00"}],
}


class TellIn(Schema):
    """Who was told, when and how."""

    model_config = ConfigDict(json_schema_extra={"examples": [_WOUND["told"][0]]})

    recipient: ToldFirst
    told_who: str = Field(min_length=2, max_length=80, description="The station or office, and who took it")
    told_at: AwareDatetime | None = Field(None, description="Left out: now")
    how: str | None = Field(None, min_length=2, max_length=80, description="Telephone, in person, paper …")


class ReportCreate(Schema):
    """What an institution found: a few words are enough, the rest is asked for later. It becomes a clue of the
    authority at once."""

    model_config = ConfigDict(json_schema_extra={"examples": [_WOUND]})

    organisation_id: UUID | None = Field(None, description="Left out: your own institution")
    kind: ClueKind
    tout_kinds: ToutKinds = Field([])
    facts: Long
    found_at: AwareDatetime | None = Field(None, description="Left out: now")
    place: str | None = Field(None, min_length=2, max_length=120, description="Department or place")
    subject_name: str | None = Field(None, min_length=1, max_length=40)
    told: list[TellIn] = Field([], max_length=3, description="Who was told already")


class ReportItem(NextDue):
    """One report of the institution's own."""

    id: UUID
    number: str = Field(examples=["XB-2026-000001"])
    kind: ClueKind
    tout_kinds: list[ToutKind]
    facts: str
    place: str | None
    found_at: datetime
    organisation_id: UUID
    organisation_name: str
    reported_by_name: str
    created_at: datetime
    owes_police: bool
    owes_mental_health: bool
    owes_governance: bool
    told_police_at: datetime | None
    told_mental_health_at: datetime | None
    told_governance_at: datetime | None
    overdue_at: datetime | None
    updated_at: datetime
    version: int


class ReportQuery(ListQuery):
    kind: list[ClueKind] = Field([], description="Any of these kinds")
    overdue: bool | None = Field(None, description="true: somebody was told late, or not")
    found_from: AwareDatetime | None = None
    found_before: AwareDatetime | None = None
    sort: str = Field("-id", pattern="^-?(id|found_at)$", description="id (age) or found_at")


class ReportRead(CaseRead):
    """A report, for the institution that made it. What became of it is not shown here: it is confided (反有组织犯罪法
    art. 52)."""

    number: str
    state: ReportState
    kind: ClueKind
    tout_kinds: list[ToutKind]
    facts: str
    place: str | None
    found_at: datetime
    organisation_id: UUID
    organisation_name: str
    authority_name: str = Field(description="The authority that received it, the moment it was sent")
    reported_by_name: str
    subject_name_masked: str | None
    owes_police: bool
    owes_mental_health: bool
    owes_governance: bool
    told_police_at: datetime | None
    told_mental_health_at: datetime | None
    told_governance_at: datetime | None
    tellings: list[Telling]
    overdue_at: datetime | None
    missed_terms: list[str]
