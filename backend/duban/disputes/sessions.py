"""Meetings of a mediation (调解会). They are not public, and nothing of them leaves this page (B-19)."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import AwareDatetime
from pydantic import Field as SchemaField
from sqlmodel import Field

from duban.disputes.bodies import example
from duban.disputes.guards import acts_for_an_authority
from duban.disputes.parts import Part, PartRead, PartRow, of_matter
from duban.disputes.rules import MEDIATE
from duban.disputes.schemas import Long
from duban.disputes.terms import REGULATION
from duban.disputes.words import DisputeState
from duban.kernel.db import choice_field, instant_field, text_field
from duban.kernel.errors import Text
from duban.kernel.resources import Schema
from duban.kernel.workflow import By, Refusal, Workflow, step


class MediationSessionState(StrEnum):
    HELD = "held"


class DisputeSession(PartRow, table=True):
    """One meeting."""

    __tablename__ = "dispute_session"

    state: MediationSessionState = choice_field(
        MediationSessionState, default=MediationSessionState.HELD, nullable=False
    )
    held_at: datetime = instant_field(nullable=False)
    mediators: str = Field(max_length=200)
    record: str = text_field(nullable=False)


def mediation_goes_on(session: Any, by: By) -> Refusal | None:
    if session.matter.state in (DisputeState.MEDIATING, DisputeState.ADMIN_MEDIATING):
        return None
    return Refusal("no_mediation", Text("没有正在进行的调解。", "No mediation is going on."))


FLOW = Workflow(
    name="dispute_session",
    title=Text("调解会", "Mediation meeting"),
    initial=MediationSessionState.HELD,
    final=frozenset({MediationSessionState.HELD}),
    states={MediationSessionState.HELD: Text("已召开", "held")},
    steps=(
        step("hold", {MediationSessionState.HELD}, None, permission=MEDIATE,
             label=Text("登记调解会", "Enter a meeting"), basis=f"{REGULATION} arts 33, 42",
             guards=[of_matter(acts_for_an_authority), mediation_goes_on], system=True),
    ),
)  # fmt: skip


class MediationSessionIn(Schema):
    """Enter a meeting of the mediation that goes on."""

    model_config = example(
        held_at="2026-03-12T09:00:00+08:00", mediators="调解员二名", record="双方陈述，分歧在责任比例。"
    )

    held_at: AwareDatetime
    mediators: str = SchemaField(min_length=2, max_length=200)
    record: Long


class MediationSessionRead(PartRead):
    """One meeting."""

    state: MediationSessionState
    held_at: datetime
    mediators: str
    record: str


SESSIONS = Part(
    path="sessions", model=DisputeSession, read=MediationSessionRead, flow=FLOW, begin="hold", create=MediationSessionIn
)
