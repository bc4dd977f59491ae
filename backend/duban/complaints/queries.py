"""How complaints are read: the ledger, one complaint with those handled together, what an institution is not told."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Uuid, and_, bindparam, func, or_, select
from sqlmodel import col

from duban.complaints.models import Complaint
from duban.complaints.parties import FIELDS
from duban.complaints.public_models import ComplaintMessage, ComplaintReceipt, Sender
from duban.complaints.rules import COMPLAINT, READ
from duban.complaints.schemas import ComplaintItem, ComplaintQuery, ComplaintRead, RelatedRead
from duban.kernel.access import Actor
from duban.kernel.cases import Detail, Source
from duban.kernel.lane import Lane, Statement, as_uuid
from duban.kernel.listing import Filter, Listing, Op
from duban.kernel.organisations import Organisation

_ABOUT = Organisation.__table__.alias("about")  # type: ignore[attr-defined]
_HANDLER = Organisation.__table__.alias("handler")  # type: ignore[attr-defined]
_C = Complaint

NAMES: Mapping[str, Any] = {"organisation_name": _ABOUT.c.name, "handler_name": _HANDLER.c.name}


def with_names(statement: Statement) -> Statement:
    """The complaint with the institution complained about and the organisation responsible for it."""
    return statement.join(_ABOUT, _ABOUT.c.id == col(_C.organisation_id)).join(
        _HANDLER, _HANDLER.c.id == col(_C.handler_id)
    )


LISTING = Listing(
    Lane(_C, ComplaintItem, extra=NAMES, join=with_names),
    ComplaintQuery,
    READ,
    filters={
        "state": Filter(col(_C.state), Op.AMONG),
        "organisation_id": Filter(col(_C.organisation_id)),
        "under": Filter(None, Op.UNDER),
        "handler_id": Filter(col(_C.handler_id)),
        "matter": Filter(col(_C.matter), Op.AMONG),
        "channel": Filter(col(_C.channel), Op.AMONG),
        "finding": Filter(col(_C.finding), Op.AMONG),
        "satisfaction": Filter(col(_C.satisfaction), Op.AMONG),
        "real_name": Filter(col(_C.is_real_name)),
        "key": Filter(col(_C.is_key)),
        "overdue": Filter(col(_C.overdue_at), Op.IS_SET),
        "department": Filter(col(_C.departments), Op.HAS),
        "proposed": Filter(col(_C.listing_proposed_at), Op.IS_SET),
        "escalated": Filter(col(_C.escalated_at), Op.IS_SET),
        "fed_back": Filter(col(_C.fed_back_at), Op.IS_SET),
        "unread": Filter(col(_C.unread_since), Op.IS_SET),
        "handed_to": Filter(col(_C.handover_to_id)),
        "merged_into_id": Filter(col(_C.merged_into_id)),
        "split_from_id": Filter(col(_C.split_from_id)),
        "source_system": Filter(col(_C.source_system)),
        "received_from": Filter(col(_C.received_at), Op.AT_LEAST),
        "received_before": Filter(col(_C.received_at), Op.BEFORE),
    },
    sorts={"received_at": col(_C.received_at), "number": col(_C.number)},
)

HIDDEN_FROM_INSTITUTION = (
    *(f"{name}_masked" for name in FIELDS), "relation", "patient_sex", "patient_age", "rating_comment",
)  # fmt: skip
"""What would tell an institution who complains, where the person is protected from it."""


def is_kept_from(me: Actor, *, is_protected: bool) -> bool:
    """Whether the reader is not told who complains."""
    return is_protected and me.is_institution


async def _around(source: Source, row: Mapping[str, Any], me: Actor) -> dict[str, Any]:
    found: dict[str, Any] = {"together": await _together(source, row), **await _under_a_receipt(source, row)}
    if is_kept_from(me, is_protected=bool(row["is_protected"])):
        found |= dict.fromkeys(HIDDEN_FROM_INSTITUTION)
    return found


async def _together(source: Source, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    table = _C.__table__.c  # type: ignore[attr-defined]

    def build() -> Statement:
        this = bindparam("_complaint", type_=Uuid())
        related = or_(table.merged_into_id == this, table.split_from_id == this)
        return select(*(table[name] for name in RelatedRead.model_fields)).where(related).order_by(table.id)

    return await source.rows((RelatedRead, "together"), build, {"_complaint": as_uuid(row["id"])})


async def _under_a_receipt(source: Source, row: Mapping[str, Any]) -> dict[str, Any]:
    """Whether somebody reads along under a code, and how many of their messages wait."""

    def build() -> Statement:
        this = bindparam("_complaint", type_=Uuid())
        waiting = select(func.count()).select_from(ComplaintMessage).where(unread(this))
        receipts = select(func.count()).where(col(ComplaintReceipt.complaint_id) == this)
        return select(receipts.scalar_subquery().label("receipts"), waiting.scalar_subquery().label("unread_messages"))

    (found,) = await source.rows((ComplaintRead, "receipt"), build, {"_complaint": as_uuid(row["id"])})
    return {"has_receipt": found["receipts"] > 0, "unread_messages": found["unread_messages"]}


def unread(complaint: Any) -> ColumnElement[bool]:
    """The condition that a message of the complainant about `complaint` (an id) waits to be read."""
    return and_(
        col(ComplaintMessage.complaint_id) == complaint,
        col(ComplaintMessage.sender) == Sender.COMPLAINANT,
        col(ComplaintMessage.read_at).is_(None),
    )


DETAIL = Detail(
    Lane(
        _C,
        ComplaintRead,
        extra=NAMES,
        join=with_names,
        computed=frozenset({"clocks", "available_actions", "together", "has_receipt", "unread_messages"}),
        also=("decline_proposed_by_id",),
    ),
    READ,
    COMPLAINT,
    _around,
)
