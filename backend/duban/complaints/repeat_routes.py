"""Repeated complaints over HTTP: `/complaint-repeats`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field
from sqlmodel import col

from duban.complaints.bodies import example
from duban.complaints.repeat_models import ComplaintRepeat
from duban.complaints.repeat_rules import READ, REPEAT, RepeatState
from duban.complaints.schemas import Long
from duban.complaints.words import Matter
from duban.kernel.acts import Act
from duban.kernel.cases import CaseRead, Detail, add_detail
from duban.kernel.history import add_history
from duban.kernel.lane import Lane, Statement
from duban.kernel.listing import Filter, Listing, ListQuery, Op, add_list
from duban.kernel.next_due import COLUMNS, NextDue, with_next_due
from duban.kernel.organisations import Organisation
from duban.kernel.resources import Schema
from duban.kernel.transitions import add_transitions
from duban.kernel.web import DubanRoute

router = APIRouter(prefix="/complaint-repeats", tags=["complaints 投诉"], route_class=DubanRoute)

_R = ComplaintRepeat
_ABOUT = Organisation.__table__.alias("about")  # type: ignore[attr-defined]
_NAMES: Mapping[str, Any] = {"organisation_name": _ABOUT.c.name}


class RepeatItem(NextDue):
    """Complaints about one link of one institution. Its rows: `GET /complaints` with `organisation_id`, `matter`,
    `department` and `received_from` = `first_received_at`."""

    id: UUID
    state: RepeatState
    organisation_id: UUID
    organisation_name: str
    matter: Matter
    department: str = Field(description="Empty: no department was named")
    count: int
    first_received_at: datetime
    last_received_at: datetime
    relapse: int = Field(description="How often it had been acted on before it came back")
    listing_proposed_at: datetime | None = Field(description="Proposed for supervised listing since")
    answered_at: datetime | None
    created_at: datetime
    updated_at: datetime
    version: int


class RepeatQuery(ListQuery):
    """Filters; all must hold."""

    state: list[RepeatState] = Field([], description="Any of these states")
    organisation_id: UUID | None = Field(None, description="At exactly this institution")
    under: UUID | None = Field(None, description="At this organisation and everything below it")
    matter: list[Matter] = Field([], description="Any of these matters")
    proposed: bool | None = Field(None, description="true: proposed for supervised listing")
    sort: str = Field("-id", pattern="^-?(id|count)$", description="id (age) or count")


class RepeatRead(CaseRead):
    """A repetition as the institution's head and the authority see it."""

    state: RepeatState
    organisation_id: UUID
    organisation_name: str
    region_code: str
    matter: Matter
    department: str
    count: int
    first_received_at: datetime
    last_received_at: datetime
    relapse: int
    cause: str | None
    measures: str | None
    answered_at: datetime | None
    answered_by_name: str | None
    listing_proposed_at: datetime | None


class AnswerIn(Schema):
    """What the head found, and did about the link or the person that keeps causing complaints."""

    model_config = example(cause="超声预约未分时段，上午集中排队。", measures="改为分时段预约，增设一台设备。")

    cause: Long
    measures: Long


def _with_name(statement: Statement) -> Statement:
    return statement.join(_ABOUT, _ABOUT.c.id == col(_R.organisation_id))


def _as_item(statement: Statement) -> Statement:
    return with_next_due(_with_name(statement), _R)


LISTING = Listing(
    Lane(_R, RepeatItem, extra={**_NAMES, **COLUMNS}, join=_as_item),
    RepeatQuery,
    READ,
    filters={
        "state": Filter(col(_R.state), Op.AMONG),
        "organisation_id": Filter(col(_R.organisation_id)),
        "under": Filter(None, Op.UNDER),
        "matter": Filter(col(_R.matter), Op.AMONG),
        "proposed": Filter(col(_R.listing_proposed_at), Op.IS_SET),
    },
    sorts={"count": col(_R.count)},
)

DETAIL = Detail(
    Lane(_R, RepeatRead, extra=_NAMES, join=_with_name, computed=frozenset({"clocks", "available_actions"})),
    READ,
    REPEAT,
)


async def answer(act: Act, repeat: ComplaintRepeat, body: AnswerIn) -> dict[str, Any]:
    return {"answered_at": act.now, "answered_by_id": act.me.id, "answered_by_name": act.me.name}


add_list(
    router,
    LISTING,
    operation_id="complaint_repeat_list",
    summary="反复投诉 Repeated complaints",
    description="Three and more complaints within 30 days about one matter in one department, summed up every night "
    "for the institution's head.",
)
add_detail(
    router,
    DETAIL,
    operation_id="complaint_repeat_read",
    summary="查看反复投诉 Read one repetition",
    description="With its clock: the head acts on it within ten working days, unless the region says otherwise.",
)
add_transitions(router, REPEAT, _R, DETAIL, bodies={"answer": AnswerIn}, doing={"answer": answer})
add_history(router, DETAIL)
