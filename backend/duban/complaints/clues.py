"""Clues that are handed on out of complaints (转线索): each becomes a clue of the nearest authority in the same act.

A complaint goes on as it was; what it may be a clue of is the office's business, also where an institution's clerk
found it. The institution reads neither the clue nor that there is one. What is kept here is the handing on: which
complaint, by whom, why, and when the keepers of clues had it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, and_, exists, literal, not_, or_, select, true
from sqlmodel import Field as Column
from sqlmodel import col

from duban.clues.registering import ClueDraft, found
from duban.clues.words import ClueKind, ClueSource
from duban.complaints.models import Complaint
from duban.complaints.rules import CLUES
from duban.kernel.access import Actor
from duban.kernel.acts import Act
from duban.kernel.db import LEVELS, OrgOwned, choice_field, instant_field, level_indexes, text_field
from duban.kernel.errors import Text
from duban.kernel.jobs import Work
from duban.kernel.journal import Visibility
from duban.kernel.lane import Lane
from duban.kernel.listing import Filter, Listing, ListQuery, Op
from duban.kernel.organisations import Organisation, OrganisationKind
from duban.kernel.resources import Schema
from duban.kernel.schedule import every


class ComplaintClue(OrgOwned, table=True):
    """One clue handed on: out of which complaint, of what, why, by whom. `taken_at`: when it became a clue."""

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


class HandedClueItem(BaseModel):
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


class HandedClueQuery(ListQuery):
    complaint_id: UUID | None = None
    kind: list[ClueKind] = Field([], description="Any of these kinds")
    taken: bool | None = Field(None, description="true: taken over; false: it waits")
    under: UUID | None = Field(None, description="About this organisation and everything below it")
    sort: str = Field("-id", pattern="^-?id$", description="id (age)")


def _own_business(me: Actor) -> tuple[Any, ColumnElement[bool]]:
    """Those of which my authority is the nearest: what another one below keeps is confided to it."""
    below = [getattr(ComplaintClue, f"org_l{level}") for level in range(me.level + 1, LEVELS + 1)]
    authority = col(Organisation.kind) == literal(OrganisationKind.HEALTH_AUTHORITY.value)
    nearer = [exists().where(col(Organisation.id) == place, authority) for place in below]
    return me.level, and_(true(), *(not_(one) for one in nearer))


LISTING = Listing(
    Lane(ComplaintClue, HandedClueItem),
    HandedClueQuery,
    CLUES,
    filters={
        "complaint_id": Filter(col(ComplaintClue.complaint_id)),
        "kind": Filter(col(ComplaintClue.kind), Op.AMONG),
        "taken": Filter(col(ComplaintClue.taken_at), Op.IS_SET),
        "under": Filter(None, Op.UNDER),
    },
    narrow=_own_business,
)


async def to_clue(act: Act, complaint: Complaint, body: ToClue) -> None:
    """Hand the clue on; the complaint goes on. Who complains stays in the complaint."""
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
    await take(act, clue, complaint)


AT_A_TIME = 50
"""Clues in one transaction."""


@every("complaint-clues", minutes=10, title=Text("接收投诉转线索", "Take over what complaints handed on"))
async def take_waiting(work: Work) -> Mapping[str, Any]:
    """Take over what was handed on before there was a register. Twice is once: what was taken waits no longer."""
    taken = 0
    while True:
        async with work.step() as act:
            found = await take_some(act)
            taken += found
            act.checkpoint(None, done=taken)
        if found < AT_A_TIME:
            return {"taken": taken}


async def take_some(act: Act) -> int:
    """Take the oldest that wait, of institutions with a health authority above them; returns how many."""
    above = [
        exists().where(
            col(Organisation.id) == getattr(ComplaintClue, f"org_l{level}"),
            col(Organisation.kind) == OrganisationKind.HEALTH_AUTHORITY,
        )
        for level in range(1, LEVELS + 1)
    ]
    waiting = (
        select(ComplaintClue, Complaint)
        .join(Complaint, col(Complaint.id) == col(ComplaintClue.complaint_id))
        .where(col(ComplaintClue.taken_at).is_(None), or_(*above))
        .order_by(col(ComplaintClue.id))
        .limit(AT_A_TIME)
        .with_for_update(of=ComplaintClue, skip_locked=True)
    )
    rows = (await act.db.execute(waiting)).all()
    for clue, complaint in rows:
        await take(act, clue, complaint)
    return len(rows)


async def take(act: Act, clue: ComplaintClue, complaint: Complaint) -> None:
    """Make what was handed on a clue of the authority that is nearest to the institution."""
    about = await act.db.get_one(Organisation, complaint.organisation_id)
    await found(
        act,
        None,
        ClueDraft(
            kind=clue.kind,
            source=ClueSource.COMPLAINT,
            title=complaint.title,
            facts=f"{clue.reason}\n\n{complaint.facts}",
            found_at=clue.handed_at,
            received_at=act.now,
            about=about,
            source_reference=complaint.number,
            complaint_id=complaint.id,
            is_real_name=complaint.is_real_name,
            is_protected=complaint.is_protected,
        ),
    )
    act.change(clue, {"taken_at": act.now}, action="complaint_clue:take", visibility=Visibility.OFFICE)
