"""Reports to the health authority (报告): each stops what it answers (B-9, B-10, B-24, B-25, B-27, D02-R30)."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import AwareDatetime
from pydantic import Field as SchemaField
from sqlmodel import Field

from duban.disputes.bodies import example
from duban.disputes.guards import acts_for_the_institution
from duban.disputes.models import Dispute
from duban.disputes.parts import Part, PartRead, PartRow, of_matter
from duban.disputes.rules import HANDLE
from duban.disputes.terms import (
    ACCIDENT_CONCLUDED,
    BODY_KEPT,
    DISPUTE_REPORT,
    MAJOR_PHONE,
    MAJOR_WRITTEN,
    NEGLIGENCE,
    QUALITY_EVENTS,
    REGULATION,
)
from duban.kernel import clocks
from duban.kernel.acts import Act
from duban.kernel.checks import invalid
from duban.kernel.db import choice_field, instant_field, text_field
from duban.kernel.errors import Text
from duban.kernel.resources import Schema
from duban.kernel.workflow import Workflow, step


class DisputeReportKind(StrEnum):
    """What is reported. `dispute`: any dispute, where a plan asks for it (D02-R30); `quality_event`: on-line (B-27);
    `body_kept`: to the police too."""

    DISPUTE = "dispute"
    MAJOR_PHONE = "major_phone"
    MAJOR_WRITTEN = "major_written"
    NEGLIGENCE = "negligence"
    QUALITY_EVENT = "quality_event"
    ACCIDENT_CONCLUDED = "accident_concluded"
    BODY_KEPT = "body_kept"


_K = DisputeReportKind

STOPS: Mapping[DisputeReportKind, tuple[str, ...]] = {
    _K.DISPUTE: (DISPUTE_REPORT.name,),
    _K.MAJOR_PHONE: (MAJOR_PHONE.name,),
    _K.MAJOR_WRITTEN: (MAJOR_WRITTEN.name, DISPUTE_REPORT.name),
    _K.NEGLIGENCE: (NEGLIGENCE.name,),
    _K.QUALITY_EVENT: QUALITY_EVENTS,
    _K.ACCIDENT_CONCLUDED: (ACCIDENT_CONCLUDED.name,),
    _K.BODY_KEPT: (BODY_KEPT.name,),
}
"""Report → the terms that it answers: the written one of a major dispute says more than that of any dispute."""


class DisputeReportState(StrEnum):
    SENT = "sent"


class DisputeReport(PartRow, table=True):
    """One report that was made. Whether it was in time its clock tells."""

    __tablename__ = "dispute_report"

    state: DisputeReportState = choice_field(DisputeReportState, default=DisputeReportState.SENT, nullable=False)
    kind: DisputeReportKind = choice_field(DisputeReportKind, nullable=False)
    reported_at: datetime = instant_field(nullable=False)
    received_by: str = Field(max_length=120)
    note: str | None = text_field(default=None)


FLOW = Workflow(
    name="dispute_report",
    title=Text("报告", "Report"),
    initial=DisputeReportState.SENT,
    final=frozenset({DisputeReportState.SENT}),
    states={DisputeReportState.SENT: Text("已报告", "sent")},
    steps=(
        step("send", {DisputeReportState.SENT}, None, permission=HANDLE,
             label=Text("报告卫生健康主管部门", "Report to the authority"), basis=f"{REGULATION} art. 28",
             guards=[of_matter(acts_for_the_institution)], system=True),
    ),
)  # fmt: skip


class DisputeReportIn(Schema):
    """Enter a report that was made to the health authority (for `body_kept` to the police as well). The written ones
    are attached (`report`)."""

    model_config = example(kind="major_phone", reported_at="2026-03-02T10:30:00+08:00", received_by="区卫健局值班室")

    kind: DisputeReportKind
    reported_at: AwareDatetime
    received_by: str = SchemaField(min_length=2, max_length=120)
    note: str | None = SchemaField(None, min_length=2, max_length=4000)


class DisputeReportRead(PartRead):
    """One report that was made."""

    state: DisputeReportState
    kind: DisputeReportKind
    reported_at: datetime
    received_by: str
    note: str | None


async def send(act: Act, dispute: Dispute, record: Any, body: DisputeReportIn) -> None:
    """Stops the terms that the report answers. Raises Invalid for an accident's end that has not come, for a quality
    event that nobody has entered."""
    if body.kind is DisputeReportKind.ACCIDENT_CONCLUDED and not (dispute.is_accident and dispute.resolved_by):
        raise invalid(
            "kind", "accident_not_concluded", "医疗事故争议尚未解决。", "There is no accident that was resolved."
        )
    if body.kind is DisputeReportKind.QUALITY_EVENT and dispute.quality_grade is None:
        raise invalid("kind", "no_quality_event", "未登记医疗质量安全事件。", "Enter the quality event first.")
    await clocks.stop(act, dispute, STOPS[body.kind])
    dispute.reported_to_authority_at = dispute.reported_to_authority_at or body.reported_at
    if body.kind is DisputeReportKind.ACCIDENT_CONCLUDED:
        dispute.accident_reported_at = body.reported_at


REPORTS = Part(
    path="reports",
    model=DisputeReport,
    read=DisputeReportRead,
    flow=FLOW,
    begin="send",
    create=DisputeReportIn,
    doing={"send": send},
)
