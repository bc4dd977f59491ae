"""Appraisal (鉴定) of harm, fault, causation and share. While one runs a mediation's term is held (B-14, B-16)."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import AwareDatetime
from pydantic import Field as SchemaField
from sqlmodel import Field

from duban.disputes.bodies import DisputeReasoned, example
from duban.disputes.guards import is_open_at_all
from duban.disputes.models import Dispute
from duban.disputes.parts import Part, PartRead, PartRow, of_matter
from duban.disputes.rules import HANDLE
from duban.disputes.schemas import Long
from duban.disputes.terms import ACCIDENTS, APPRAISAL_ACCIDENT, APPRAISAL_JUDICIAL, MEDIATIONS, REGULATION
from duban.kernel import clocks
from duban.kernel.acts import Act
from duban.kernel.clock import day_of
from duban.kernel.db import choice_field, instant_field, text_field
from duban.kernel.errors import Text
from duban.kernel.resources import Schema
from duban.kernel.terms import Extension, Unit
from duban.kernel.workflow import By, Refusal, Start, Workflow, step

TERMS = (APPRAISAL_JUDICIAL.name, APPRAISAL_ACCIDENT.name)


class AppraisalKind(StrEnum):
    """`judicial`: 医疗损害鉴定 by a body of judicial appraisal; `accident`: 医疗事故技术鉴定 by a medical society."""

    JUDICIAL = "judicial"
    ACCIDENT = "accident"


class AppraisalState(StrEnum):
    COMMISSIONED = "commissioned"
    SUPPLEMENTING = "supplementing"
    DELIVERED = "delivered"
    ABANDONED = "abandoned"


class AppraisalShare(StrEnum):
    """The institution's share of the responsibility (art. 36)."""

    NONE = "none"
    SLIGHT = "slight"
    SECONDARY = "secondary"
    EQUAL = "equal"
    MAIN = "main"
    FULL = "full"


class ExpertAvoidance(StrEnum):
    """Why an expert steps aside (B-18)."""

    PARTY_OR_RELATIVE = "party_or_relative"
    INTEREST = "interest"
    OTHER = "other"


_S = AppraisalState


class DisputeAppraisal(PartRow, table=True):
    """One appraisal, from the contract to the opinion."""

    __tablename__ = "dispute_appraisal"

    state: AppraisalState = choice_field(AppraisalState, default=AppraisalState.COMMISSIONED, nullable=False)
    kind: AppraisalKind = choice_field(AppraisalKind, nullable=False)
    body: str = Field(max_length=120)
    contract_at: datetime = instant_field(nullable=False)
    material_at: datetime | None = instant_field(default=None)
    avoidance: ExpertAvoidance | None = choice_field(ExpertAvoidance, default=None)
    avoidance_note: str | None = text_field(default=None)
    delivered_at: datetime | None = instant_field(default=None)
    has_harm: bool | None = None
    has_fault: bool | None = None
    has_causation: bool | None = None
    share: AppraisalShare | None = choice_field(AppraisalShare, default=None)
    opinion: str | None = text_field(default=None)

    @property
    def is_judicial(self) -> bool:
        return self.kind is AppraisalKind.JUDICIAL


def no_other_runs(appraisal: Any, by: By) -> Refusal | None:
    if not appraisal.matter.open_appraisals:
        return None
    return Refusal("appraisal_runs", Text("已有鉴定在进行。", "An appraisal is running already."))


def is_of_an_accident(appraisal: Any, by: By) -> Refusal | None:
    if appraisal.kind == AppraisalKind.ACCIDENT and appraisal.material_at is None:
        return None
    return Refusal(
        "no_material_awaited",
        Text(
            "只有医疗事故技术鉴定从收齐材料起算，且只登记一次。",
            "Only an accident's term runs from its material, once.",
        ),
    )


def is_judicial(appraisal: Any, by: By) -> Refusal | None:
    if appraisal.kind == AppraisalKind.JUDICIAL:
        return None
    return Refusal("not_judicial", Text("只适用于司法鉴定。", "Only a judicial appraisal knows this."))


_BASIS = f"{REGULATION} arts 34-37"
_JUDICIAL = "司法鉴定程序通则 art. 28"
_open = of_matter(is_open_at_all)

FLOW = Workflow(
    name="dispute_appraisal",
    title=Text("鉴定", "Appraisal"),
    initial=_S.COMMISSIONED,
    final=frozenset({_S.DELIVERED, _S.ABANDONED}),
    states={
        _S.COMMISSIONED: Text("鉴定中", "running"),
        _S.SUPPLEMENTING: Text("补充材料", "material is supplemented"),
        _S.DELIVERED: Text("已出具意见", "opinion delivered"),
        _S.ABANDONED: Text("已终止", "given up"),
    },
    steps=(
        step("commission", {_S.COMMISSIONED}, None, permission=HANDLE, label=Text("委托鉴定", "Commission"),
             basis=_BASIS, guards=[_open, no_other_runs], pauses=MEDIATIONS, system=True,
             starts=[Start(APPRAISAL_JUDICIAL, "organisation_id", HANDLE, from_="contract_at", when="is_judicial")]),
        step("note_material", {_S.COMMISSIONED}, None, permission=HANDLE, label=Text("材料收齐", "Material complete"),
             basis=f"{ACCIDENTS} art. 29", guards=[is_of_an_accident],
             starts=[Start(APPRAISAL_ACCIDENT, "organisation_id", HANDLE, from_="material_at")]),
        step("supplement", {_S.COMMISSIONED}, _S.SUPPLEMENTING, permission=HANDLE,
             label=Text("补充鉴定材料", "Supplement material"), basis=_JUDICIAL, guards=[is_judicial],
             pauses=[APPRAISAL_JUDICIAL.name]),
        step("go_on", {_S.SUPPLEMENTING}, _S.COMMISSIONED, permission=HANDLE, label=Text("恢复鉴定", "Go on"),
             basis=_JUDICIAL, resumes=[APPRAISAL_JUDICIAL.name]),
        step("extend", {_S.COMMISSIONED}, None, permission=HANDLE, label=Text("延长鉴定", "Extend"), basis=_JUDICIAL,
             guards=[is_judicial]),
        step("replace_expert", {_S.COMMISSIONED, _S.SUPPLEMENTING}, None, permission=HANDLE,
             label=Text("专家回避", "An expert steps aside"), basis=f"{REGULATION} art. 37"),
        step("deliver", {_S.COMMISSIONED}, _S.DELIVERED, permission=HANDLE, label=Text("登记鉴定意见", "Opinion"),
             basis=f"{REGULATION} art. 36", stops=TERMS),
        step("abandon", {_S.COMMISSIONED, _S.SUPPLEMENTING}, _S.ABANDONED, permission=HANDLE,
             label=Text("终止鉴定", "Give it up"), cancels=TERMS),
    ),
)  # fmt: skip


class AppraisalIn(Schema):
    """Commission an appraisal. A mediation's term is held until the opinion is there."""

    model_config = example(kind="judicial", body="某市司法鉴定中心", contract_at="2026-03-09T10:00:00+08:00")

    kind: AppraisalKind
    body: str = SchemaField(min_length=2, max_length=120, description="Who appraises")
    contract_at: AwareDatetime = SchemaField(description="When the contract took effect: 30 working days if judicial")


class AppraisalMaterial(Schema):
    """When the society had the material complete: 45 days from there."""

    model_config = example(material_at="2026-03-12T10:00:00+08:00")

    material_at: AwareDatetime


class AppraisalExtension(Schema):
    """More working days, granted by the head of the appraising body: 30 at most, once."""

    model_config = example(amount=15, reason="案情复杂")

    amount: int = SchemaField(ge=1, le=30)
    reason: Long


class ReplaceExpert(Schema):
    """Why an expert steps aside."""

    model_config = example(avoidance="interest", avoidance_note="曾在当事医院执业，已更换")

    avoidance: ExpertAvoidance
    avoidance_note: Long


class AppraisalOpinion(Schema):
    """The opinion (art. 36); the paper is attached (`opinion`)."""

    model_config = example(
        delivered_at="2026-04-10T10:00:00+08:00", has_harm=True, has_fault=True, has_causation=True,
        share="secondary", opinion="诊疗行为存在过错，与损害有因果关系，为次要原因。",
    )  # fmt: skip

    delivered_at: AwareDatetime
    has_harm: bool
    has_fault: bool
    has_causation: bool
    share: AppraisalShare
    opinion: Long


class AppraisalRead(PartRead):
    """One appraisal."""

    state: AppraisalState
    kind: AppraisalKind
    body: str
    contract_at: datetime
    material_at: datetime | None
    avoidance: ExpertAvoidance | None
    avoidance_note: str | None
    delivered_at: datetime | None
    has_harm: bool | None
    has_fault: bool | None
    has_causation: bool | None
    share: AppraisalShare | None
    opinion: str | None


async def commission(act: Act, dispute: Dispute, record: DisputeAppraisal, body: AppraisalIn) -> None:
    dispute.open_appraisals += 1


async def extend(act: Act, dispute: Dispute, record: DisputeAppraisal, body: AppraisalExtension) -> None:
    more = Extension(body.amount, Unit.WORKING_DAYS, body.reason, str(act.me.id))
    await clocks.grant(act, dispute, APPRAISAL_JUDICIAL, more, asked_on=day_of(act.now))


async def _ended(act: Act, dispute: Dispute) -> None:
    """The mediation's term goes on from here."""
    dispute.open_appraisals -= 1
    if not dispute.open_appraisals:
        await clocks.resume(act, dispute, MEDIATIONS)


async def deliver(act: Act, dispute: Dispute, record: DisputeAppraisal, body: AppraisalOpinion) -> None:
    await _ended(act, dispute)
    dispute.appraised_at = body.delivered_at


async def abandon(act: Act, dispute: Dispute, record: DisputeAppraisal, body: DisputeReasoned) -> None:
    await _ended(act, dispute)


APPRAISALS = Part(
    path="appraisals",
    model=DisputeAppraisal,
    read=AppraisalRead,
    flow=FLOW,
    begin="commission",
    create=AppraisalIn,
    bodies={
        "note_material": AppraisalMaterial,
        "supplement": DisputeReasoned,
        "go_on": DisputeReasoned,
        "extend": AppraisalExtension,
        "replace_expert": ReplaceExpert,
        "deliver": AppraisalOpinion,
        "abandon": DisputeReasoned,
    },
    doing={"commission": commission, "extend": extend, "deliver": deliver, "abandon": abandon},
    one_at_a_time=True,
)
