"""Autopsy (尸检) where the cause of a death is disputed: told, agreed to in writing, made in time (B-8)."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import AwareDatetime
from pydantic import Field as SchemaField
from sqlmodel import Field

from duban.disputes.bodies import example
from duban.disputes.guards import acts_for_the_institution, is_open_at_all
from duban.disputes.models import Dispute
from duban.disputes.parts import Part, PartRead, PartRow, of_matter
from duban.disputes.rules import HANDLE
from duban.disputes.schemas import Long
from duban.disputes.terms import AUTOPSY, AUTOPSY_FROZEN, REGULATION
from duban.kernel import clocks
from duban.kernel.acts import Act
from duban.kernel.checks import invalid
from duban.kernel.db import choice_field, instant_field, text_field
from duban.kernel.errors import Text
from duban.kernel.resources import Schema
from duban.kernel.workflow import By, Refusal, Workflow, step

TERMS = (AUTOPSY.name, AUTOPSY_FROZEN.name)


class AutopsyState(StrEnum):
    TOLD = "told"
    CONSENTED = "consented"
    REFUSED = "refused"
    DEEMED_REFUSED = "deemed_refused"
    DONE = "done"
    LAPSED = "lapsed"


_S = AutopsyState


class DisputeAutopsy(PartRow, table=True):
    """One autopsy, from the notice to its result. Whoever refuses or delays bears the consequence."""

    __tablename__ = "dispute_autopsy"

    state: AutopsyState = choice_field(AutopsyState, default=AutopsyState.TOLD, nullable=False)
    told_at: datetime = instant_field(nullable=False)
    answered_at: datetime | None = instant_field(default=None)
    refusal_note: str | None = text_field(default=None)
    done_at: datetime | None = instant_field(default=None)
    done_by: str | None = Field(default=None, max_length=120)
    result: str | None = text_field(default=None)
    is_late: bool = False


def somebody_died(autopsy: Any, by: By) -> Refusal | None:
    if autopsy.matter.has_died:
        return None
    return Refusal("nobody_died", Text("未登记患者死亡。", "No death is entered."))


_institution = of_matter(acts_for_the_institution)
_BASIS = f"{REGULATION} art. 26"

FLOW = Workflow(
    name="dispute_autopsy",
    title=Text("尸检", "Autopsy"),
    initial=_S.TOLD,
    final=frozenset({_S.REFUSED, _S.DEEMED_REFUSED, _S.DONE}),
    states={
        _S.TOLD: Text("已告知", "told"),
        _S.CONSENTED: Text("已同意", "agreed to"),
        _S.REFUSED: Text("拒绝", "refused"),
        _S.DEEMED_REFUSED: Text("视为不同意", "deemed refused"),
        _S.DONE: Text("已完成", "made"),
        _S.LAPSED: Text("逾期未做", "not made in time"),
    },
    steps=(
        step("tell", {_S.TOLD}, None, permission=HANDLE, label=Text("告知尸检", "Tell of the autopsy"), basis=_BASIS,
             guards=[_institution, of_matter(is_open_at_all), somebody_died], system=True),
        step("consent", {_S.TOLD}, _S.CONSENTED, permission=HANDLE, label=Text("登记同意", "Consent"), basis=_BASIS,
             guards=[_institution]),
        step("refuse", {_S.TOLD}, _S.REFUSED, permission=HANDLE, label=Text("登记拒绝", "Refusal"), basis=_BASIS,
             guards=[_institution], cancels=TERMS),
        step("deem_refused", {_S.TOLD}, _S.DEEMED_REFUSED, permission=HANDLE,
             label=Text("不签字视为不同意", "Did not sign: deemed refused"), basis=_BASIS, guards=[_institution],
             cancels=TERMS),
        step("make", {_S.CONSENTED, _S.LAPSED}, _S.DONE, permission=HANDLE, label=Text("登记尸检完成", "Made"),
             basis=_BASIS, guards=[_institution], stops=TERMS),
        step("lapse", {_S.TOLD, _S.CONSENTED}, _S.LAPSED, permission=HANDLE, label=Text("逾期", "Not made in time"),
             basis=_BASIS, system=True),
    ),
)  # fmt: skip


class AutopsyIn(Schema):
    """When the relatives were told of the rules on autopsy."""

    model_config = example(told_at="2026-03-02T10:00:00+08:00")

    told_at: AwareDatetime


class AutopsyConsent(Schema):
    """When the relatives signed; the paper is attached (`autopsy_consent`)."""

    model_config = example(answered_at="2026-03-02T14:00:00+08:00")

    answered_at: AwareDatetime


class AutopsyRefusal(Schema):
    """When and in what words they refused, or would not sign."""

    model_config = example(answered_at="2026-03-02T14:00:00+08:00", refusal_note="家属表示不同意尸检")

    answered_at: AwareDatetime
    refusal_note: Long


class AutopsyMade(Schema):
    """When, by whom and with what result it was made."""

    model_config = example(done_at="2026-03-03T09:00:00+08:00", done_by="市法医学会", result="死因为肺栓塞。")

    done_at: AwareDatetime
    done_by: str = SchemaField(min_length=2, max_length=120)
    result: Long


class AutopsyRead(PartRead):
    """One autopsy."""

    state: AutopsyState
    told_at: datetime
    answered_at: datetime | None
    refusal_note: str | None
    done_at: datetime | None
    done_by: str | None
    result: str | None
    is_late: bool = SchemaField(description="Made, or not made, after its term: 48 hours of the death, or 7 days")


async def tell(act: Act, dispute: Dispute, record: DisputeAutopsy, body: AutopsyIn) -> None:
    dispute.told_autopsy_at = dispute.told_autopsy_at or body.told_at


async def make(act: Act, dispute: Dispute, record: DisputeAutopsy, body: AutopsyMade) -> Mapping[str, Any]:
    """Late is told from when it was made, not from when that was entered."""
    died = dispute.died_at or body.done_at
    if body.done_at < died:
        raise invalid("done_at", "before_death", "尸检不能早于死亡。", "It was not made before the death.")
    term = AUTOPSY_FROZEN if dispute.body_frozen else AUTOPSY
    last = await clocks.end_of_term(act, term, dispute.region_code, since=died)
    return {"is_late": body.done_at >= last.due_at}


async def lapse(act: Act, dispute: Dispute, record: DisputeAutopsy, body: None) -> Mapping[str, Any]:
    return {"is_late": True}


AUTOPSIES = Part(
    path="autopsies",
    model=DisputeAutopsy,
    read=AutopsyRead,
    flow=FLOW,
    begin="tell",
    create=AutopsyIn,
    bodies={"consent": AutopsyConsent, "refuse": AutopsyRefusal, "deem_refused": AutopsyRefusal, "make": AutopsyMade},
    doing={"tell": tell, "make": make, "lapse": lapse},
    one_at_a_time=True,
)
