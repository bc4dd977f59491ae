"""Clues that were handed on out of complaints (转线索): kept until whoever keeps clues takes them over.

A complaint goes on as it was; what it may be a clue of is the office's business, also where an institution's clerk
found it. The institution reads neither the clue nor that there is one.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Field as Column
from sqlmodel import col

from duban.complaints.models import Complaint
from duban.complaints.rules import CLUES
from duban.kernel.acts import Act
from duban.kernel.db import LEVELS, OrgOwned, choice_field, instant_field, level_indexes, text_field
from duban.kernel.errors import Text
from duban.kernel.journal import Visibility
from duban.kernel.lane import Lane
from duban.kernel.listing import Filter, Listing, ListQuery, Op
from duban.kernel.resources import Schema


class ClueKind(StrEnum):
    """What it may be a clue of; the words that the plans use (catalogue `clue_kind`)."""

    ORGANISED_CRIME = "organised_crime"
    PROFESSIONAL_TROUBLEMAKER = "professional_troublemaker"
    TOUT_FRAUD = "tout_fraud"
    SCALPER = "scalper"
    HIGH_RISK_PERSON = "high_risk_person"
    ESCALATING_DISPUTE = "escalating_dispute"
    HOSPITAL_CASE = "hospital_case"
    INSIDER_CRIME = "insider_crime"
    ILLEGAL_PRACTICE = "illegal_practice"
    CONDUCT = "conduct"
    DISCIPLINE_VIOLATION = "discipline_violation"
    INSURANCE_FRAUD = "insurance_fraud"
    ORGAN_TRADE = "organ_trade"
    OTHER = "other"


CLUE_KINDS: Mapping[ClueKind, Text] = {
    ClueKind.ORGANISED_CRIME: Text("涉黑涉恶", "organised crime"),
    ClueKind.PROFESSIONAL_TROUBLEMAKER: Text("职业“医闹”", "professional troublemakers"),
    ClueKind.TOUT_FRAUD: Text("“医托”诈骗", "fraud by touts"),
    ClueKind.SCALPER: Text("“号贩子”", "scalpers"),
    ClueKind.HIGH_RISK_PERSON: Text("扬言伤医等高风险人员", "persons of high risk"),
    ClueKind.ESCALATING_DISPUTE: Text("可能激化的纠纷", "disputes that may escalate"),
    ClueKind.HOSPITAL_CASE: Text("院内案件", "cases inside the hospital"),
    ClueKind.INSIDER_CRIME: Text("内部人员涉嫌犯罪", "crime by insiders"),
    ClueKind.ILLEGAL_PRACTICE: Text("违法违规执业", "illegal practice"),
    ClueKind.CONDUCT: Text("行风问题", "professional conduct"),
    ClueKind.DISCIPLINE_VIOLATION: Text("违纪违法", "breach of discipline"),
    ClueKind.INSURANCE_FRAUD: Text("欺诈骗保", "insurance fraud"),
    ClueKind.ORGAN_TRADE: Text("器官买卖", "organ trade"),
    ClueKind.OTHER: Text("其他", "other"),
}


class ComplaintClue(OrgOwned, table=True):
    """One clue handed on: out of which complaint, of what, why, by whom. `taken_at` is set by whoever takes it over."""

    __tablename__ = "complaint_clue"
    __table_args__ = (*level_indexes("complaint_clue", "id"),)

    complaint_id: UUID = Column(foreign_key="complaint.id", index=True)
    complaint_number: str = Column(max_length=20)
    kind: ClueKind = choice_field(ClueKind, nullable=False)
    reason: str = text_field(nullable=False)
    handed_at: datetime = instant_field(nullable=False)
    handed_by_id: UUID
    handed_by_name: str = Column(max_length=120)
    handed_by_organisation_id: UUID
    taken_at: datetime | None = instant_field(default=None)

    @property
    def label(self) -> str:
        return self.complaint_number


class ToClue(Schema):
    """Of what it may be a clue, and why."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"kind": "scalper", "reason": "投诉人提供了倒卖号源的聊天记录"}]}
    )

    kind: ClueKind
    reason: str = Field(min_length=2, max_length=4000)


class ClueItem(BaseModel):
    """One clue that was handed on."""

    id: UUID
    complaint_id: UUID
    complaint_number: str
    kind: ClueKind
    reason: str
    organisation_id: UUID = Field(description="The institution that the complaint is about")
    handed_at: datetime
    handed_by_name: str
    handed_by_organisation_id: UUID
    taken_at: datetime | None = Field(description="When whoever keeps clues took it over; null: it waits")
    version: int


class ClueQuery(ListQuery):
    complaint_id: UUID | None = None
    kind: list[ClueKind] = Field([], description="Any of these kinds")
    taken: bool | None = Field(None, description="true: taken over; false: it waits")
    under: UUID | None = Field(None, description="About this organisation and everything below it")
    sort: str = Field("-id", pattern="^-?id$", description="id (age)")


LISTING = Listing(
    Lane(ComplaintClue, ClueItem),
    ClueQuery,
    CLUES,
    filters={
        "complaint_id": Filter(col(ComplaintClue.complaint_id)),
        "kind": Filter(col(ComplaintClue.kind), Op.AMONG),
        "taken": Filter(col(ComplaintClue.taken_at), Op.IS_SET),
        "under": Filter(None, Op.UNDER),
    },
)


async def to_clue(act: Act, complaint: Complaint, body: ToClue) -> None:
    """Keep the clue; the complaint goes on."""
    clue = ComplaintClue(
        created_at=act.now,
        updated_at=act.now,
        organisation_id=complaint.organisation_id,
        complaint_id=complaint.id,
        complaint_number=complaint.number,
        kind=body.kind,
        reason=body.reason,
        handed_at=act.now,
        handed_by_id=act.me.id,
        handed_by_name=act.me.name,
        handed_by_organisation_id=act.me.organisation_id,
    )
    for level in range(1, LEVELS + 1):
        setattr(clue, f"org_l{level}", getattr(complaint, f"org_l{level}"))
    act.db.add(clue)
    act.note(
        "complaint_clue:hand_on",
        clue,
        changes={"kind": (None, body.kind), "complaint_id": (None, complaint.id)},
        reason=body.reason,
        visibility=Visibility.OFFICE,
    )
