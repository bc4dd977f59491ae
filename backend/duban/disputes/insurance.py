"""The claim on the institution's insurer or risk fund (B-29): reported, offered, paid."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from pydantic import AwareDatetime
from pydantic import Field as SchemaField
from sqlalchemy import BigInteger
from sqlmodel import Field

from duban.disputes.bodies import DisputeReasoned, example
from duban.disputes.guards import acts_for_the_institution, is_open_at_all
from duban.disputes.models import Dispute
from duban.disputes.parts import Part, PartRead, PartRow, of_matter
from duban.disputes.rules import HANDLE
from duban.disputes.schemas import Fen
from duban.disputes.terms import INSURER_OFFER
from duban.disputes.words import Insured
from duban.kernel import regional
from duban.kernel.acts import Act
from duban.kernel.db import choice_field, instant_field
from duban.kernel.errors import Text
from duban.kernel.resources import Schema
from duban.kernel.workflow import By, Refusal, Start, Workflow, step


class InsuranceClaimState(StrEnum):
    REPORTED = "reported"
    OFFERED = "offered"
    PAID = "paid"
    REFUSED = "refused"


_S = InsuranceClaimState


class DisputeInsuranceClaim(PartRow, table=True):
    """One claim on an insurer. `offer_is_bound`: the region gives the insurer a term for its first offer."""

    __tablename__ = "dispute_insurance_claim"

    state: InsuranceClaimState = choice_field(InsuranceClaimState, default=InsuranceClaimState.REPORTED, nullable=False)
    insurer: str = Field(max_length=120)
    claim_number: str | None = Field(default=None, max_length=80)
    reported_at: datetime = instant_field(nullable=False)
    papers_at: datetime | None = instant_field(default=None)
    offer_is_bound: bool = False
    offered_fen: int | None = Field(default=None, sa_type=BigInteger)
    paid_fen: int | None = Field(default=None, sa_type=BigInteger)
    paid_on: date | None = None


def is_insured(claim: Any, by: By) -> Refusal | None:
    if claim.matter.insured != Insured.NONE:
        return None
    return Refusal("not_insured", Text("登记为未参保。", "The institution is entered as not insured."))


def papers_are_awaited(claim: Any, by: By) -> Refusal | None:
    if claim.papers_at is None:
        return None
    return Refusal("papers_complete", Text("材料已收齐。", "The papers are complete."))


_institution = of_matter(acts_for_the_institution)

FLOW = Workflow(
    name="dispute_insurance_claim",
    title=Text("保险理赔", "Insurance claim"),
    initial=_S.REPORTED,
    final=frozenset({_S.PAID, _S.REFUSED}),
    states={
        _S.REPORTED: Text("已报案", "reported"),
        _S.OFFERED: Text("已核定", "offered"),
        _S.PAID: Text("已赔付", "paid"),
        _S.REFUSED: Text("拒赔", "refused"),
    },
    steps=(
        step("report", {_S.REPORTED}, None, permission=HANDLE, label=Text("保险报案", "Report to the insurer"),
             basis="医疗纠纷预防和处理条例 (2018) art. 7", guards=[_institution, of_matter(is_open_at_all), is_insured],
             system=True),
        step("complete_papers", {_S.REPORTED}, None, permission=HANDLE, label=Text("理赔材料收齐", "Papers complete"),
             basis=INSURER_OFFER.basis, guards=[_institution, papers_are_awaited],
             starts=[Start(INSURER_OFFER, "organisation_id", HANDLE, from_="papers_at", when="offer_is_bound")]),
        step("offer", {_S.REPORTED}, _S.OFFERED, permission=HANDLE, label=Text("登记核定金额", "Offer"),
             basis=INSURER_OFFER.basis, guards=[_institution], stops=[INSURER_OFFER.name]),
        step("pay_out", {_S.OFFERED}, _S.PAID, permission=HANDLE, label=Text("登记赔付", "Paid"),
             guards=[_institution]),
        step("refuse_claim", {_S.REPORTED, _S.OFFERED}, _S.REFUSED, permission=HANDLE,
             label=Text("登记拒赔", "Refused"), guards=[_institution], stops=[INSURER_OFFER.name]),
    ),
)  # fmt: skip


class InsuranceClaimIn(Schema):
    """Report the dispute to the insurer or the risk fund."""

    model_config = example(
        insurer="某财产保险公司", claim_number="BA20260302001", reported_at="2026-03-02T15:00:00+08:00"
    )

    insurer: str = SchemaField(min_length=2, max_length=120)
    claim_number: str | None = SchemaField(None, min_length=1, max_length=80)
    reported_at: AwareDatetime


class InsurancePapers(Schema):
    """When the insurer had all papers."""

    model_config = example(papers_at="2026-03-06T15:00:00+08:00")

    papers_at: AwareDatetime


class InsuranceOffer(Schema):
    """What the insurer offers, in fen."""

    model_config = example(offered_fen=1500000)

    offered_fen: Fen


class InsurancePayment(Schema):
    """What the insurer paid, in fen."""

    model_config = example(paid_fen=1500000, paid_on="2026-04-20")

    paid_fen: Fen
    paid_on: date


class InsuranceClaimRead(PartRead):
    """One claim on an insurer."""

    state: InsuranceClaimState
    insurer: str
    claim_number: str | None
    reported_at: datetime
    papers_at: datetime | None
    offered_fen: int | None
    paid_fen: int | None
    paid_on: date | None


async def complete_papers(act: Act, dispute: Dispute, record: Any, body: InsurancePapers) -> Mapping[str, Any]:
    return {"offer_is_bound": await regional.sets(act.db, INSURER_OFFER, dispute.region_code)}


INSURANCE_CLAIMS = Part(
    path="insurance-claims",
    model=DisputeInsuranceClaim,
    read=InsuranceClaimRead,
    flow=FLOW,
    begin="report",
    create=InsuranceClaimIn,
    bodies={
        "complete_papers": InsurancePapers,
        "offer": InsuranceOffer,
        "pay_out": InsurancePayment,
        "refuse_claim": DisputeReasoned,
    },
    doing={"complete_papers": complete_papers},
    one_at_a_time=True,
)
