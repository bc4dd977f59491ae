"""Calls to the police (报警): a suspected breach or crime in a dispute is reported immediately (B-11)."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import AwareDatetime
from pydantic import Field as SchemaField
from sqlmodel import Field

from duban.disputes.bodies import example
from duban.disputes.guards import is_open_at_all
from duban.disputes.models import Dispute
from duban.disputes.parts import Part, PartRead, PartRow, of_matter
from duban.disputes.rules import HANDLE
from duban.disputes.schemas import Long
from duban.disputes.terms import REGULATION
from duban.kernel.acts import Act
from duban.kernel.checks import invalid
from duban.kernel.db import choice_field, instant_field, text_field
from duban.kernel.errors import Text
from duban.kernel.resources import Schema
from duban.kernel.workflow import Workflow, step


class PoliceCallState(StrEnum):
    CALLED = "called"
    ANSWERED = "answered"


class DisputePoliceCall(PartRow, table=True):
    """One call. `delay_minutes`: from when it was known to the call; "at once" has no other measure."""

    __tablename__ = "dispute_police_call"

    state: PoliceCallState = choice_field(PoliceCallState, default=PoliceCallState.CALLED, nullable=False)
    known_at: datetime = instant_field(nullable=False)
    called_at: datetime = instant_field(nullable=False)
    delay_minutes: int = 0
    caller: str = Field(max_length=80)
    station: str = Field(max_length=120)
    suspected: str = text_field(nullable=False)
    case_number: str | None = Field(default=None, max_length=80)
    outcome: str | None = text_field(default=None)


_BASIS = f"{REGULATION} art. 29"

FLOW = Workflow(
    name="dispute_police_call",
    title=Text("报警", "Police call"),
    initial=PoliceCallState.CALLED,
    final=frozenset({PoliceCallState.ANSWERED}),
    states={PoliceCallState.CALLED: Text("已报警", "called"), PoliceCallState.ANSWERED: Text("已处置", "answered")},
    steps=(
        step("call", {PoliceCallState.CALLED}, None, permission=HANDLE,
             label=Text("报警", "Call the police"), basis=_BASIS, guards=[of_matter(is_open_at_all)], system=True),
        step("note_answer", {PoliceCallState.CALLED}, PoliceCallState.ANSWERED, permission=HANDLE,
             label=Text("登记处置情况", "What the police did"), basis=_BASIS),
    ),
)  # fmt: skip


class PoliceCallIn(Schema):
    """Enter a call to the police: when it became known, when they were called, by whom."""

    model_config = example(
        known_at="2026-03-02T09:40:00+08:00", called_at="2026-03-02T09:42:00+08:00", caller="保卫科值班员",
        station="城关派出所", suspected="多人堵塞急诊通道",
    )  # fmt: skip

    known_at: AwareDatetime
    called_at: AwareDatetime
    caller: str = SchemaField(min_length=2, max_length=80)
    station: str = SchemaField(min_length=2, max_length=120)
    suspected: Long


class PoliceAnswer(Schema):
    """What the police did, and under which number."""

    model_config = example(outcome="当场劝离，三人被传唤", case_number="城公(治)受案字〔2026〕12号")

    outcome: Long
    case_number: str | None = SchemaField(None, min_length=1, max_length=80)


class PoliceCallRead(PartRead):
    """One call to the police."""

    state: PoliceCallState
    known_at: datetime
    called_at: datetime
    delay_minutes: int = SchemaField(description="Whole minutes from when it was known to the call")
    caller: str
    station: str
    suspected: str
    case_number: str | None
    outcome: str | None


async def call(act: Act, dispute: Dispute, record: Any, body: PoliceCallIn) -> Mapping[str, Any]:
    if body.called_at < body.known_at:
        raise invalid("called_at", "called_before_known", "报警不能早于发现。", "Nobody called before it was known.")
    return {"delay_minutes": int((body.called_at - body.known_at).total_seconds() // 60)}


POLICE_CALLS = Part(
    path="police-calls",
    model=DisputePoliceCall,
    read=PoliceCallRead,
    flow=FLOW,
    begin="call",
    create=PoliceCallIn,
    bodies={"note_answer": PoliceAnswer},
    doing={"call": call},
)
