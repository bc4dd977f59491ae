"""How notices are read: the ledger, one notice with the tasks opened from it, and what an organ sent itself."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import String, Uuid, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.kernel.access import Actor
from duban.kernel.cases import Detail, Source
from duban.kernel.lane import Lane, Statement, as_uuid
from duban.kernel.listing import Filter, Listing, Op
from duban.kernel.next_due import COLUMNS, with_next_due
from duban.kernel.organisations import Organisation
from duban.notices.models import Notice
from duban.notices.rules import NOTICE, READ
from duban.notices.schemas import NoticeItem, NoticeQuery, NoticeRead, NoticeTask
from duban.rectification.models import RectificationTask
from duban.rectification.queries import hides
from duban.rectification.words import SourceType

_ABOUT = Organisation.__table__.alias("about")  # type: ignore[attr-defined]
_HOLDER = Organisation.__table__.alias("holder")  # type: ignore[attr-defined]
_AUTHORITY = Organisation.__table__.alias("authority")  # type: ignore[attr-defined]
_N, _T = Notice, RectificationTask


def _with_owner(statement: Statement) -> Statement:
    return statement.join(_ABOUT, _ABOUT.c.id == col(_N.organisation_id))


def _as_item(statement: Statement) -> Statement:
    return with_next_due(_with_owner(statement), _N)


def _with_both(statement: Statement) -> Statement:
    return _with_owner(statement).join(_AUTHORITY, _AUTHORITY.c.id == col(_N.authority_id))


LISTING = Listing(
    Lane(_N, NoticeItem, extra={"organisation_name": _ABOUT.c.name, **COLUMNS}, join=_as_item),
    NoticeQuery,
    READ,
    filters={
        "state": Filter(col(_N.state), Op.AMONG),
        "kind": Filter(col(_N.kind), Op.AMONG),
        "organisation_id": Filter(col(_N.organisation_id)),
        "under": Filter(None, Op.UNDER),
        "authority_id": Filter(col(_N.authority_id)),
        "from_organisation_id": Filter(col(_N.from_organisation_id)),
        "needs_answer": Filter(col(_N.needs_answer)),
        "urgent": Filter(col(_N.is_urgent)),
        "answered": Filter(col(_N.answered_at), Op.IS_SET),
        "overdue": Filter(col(_N.overdue_at), Op.IS_SET),
        "missed": Filter(col(_N.missed_terms), Op.HAS),
        "received_from": Filter(col(_N.received_at), Op.AT_LEAST),
        "received_before": Filter(col(_N.received_at), Op.BEFORE),
    },
    sorts={"received_at": col(_N.received_at), "number": col(_N.number)},
)


_OWNER = Organisation.__table__.alias("owner")  # type: ignore[attr-defined]


def _sent() -> Statement:
    """Where the notice `_id` lies, if the organisation `_me` sent it."""
    return (
        select(_OWNER.c.id.label("owner_id"), _OWNER.c.level)
        .select_from(_N)
        .join(_OWNER, _OWNER.c.id == col(_N.organisation_id))
        .where(
            col(_N.id) == bindparam("_id", type_=Uuid()),
            col(_N.from_organisation_id) == bindparam("_me", type_=Uuid()),
        )
    )


async def senders_view(source: Source, id: UUID, me: Actor) -> Actor | None:
    """The organ that sent a notice reads it in its owner's place, with no right to any step; None for anybody else."""
    rows = await source.rows("notice sent", _sent, {"_id": id, "_me": me.organisation_id})
    return _in_place(me, as_uuid(rows[0]["owner_id"]), rows[0]["level"]) if rows else None


async def sender_of(db: AsyncSession, id: UUID, me: Actor) -> Actor | None:
    """`senders_view` in a session: of a notice's papers."""
    found = (await db.execute(_sent(), {"_id": id, "_me": me.organisation_id})).first()
    return _in_place(me, found.owner_id, found.level) if found else None


def _in_place(me: Actor, owner_id: UUID, level: int) -> Actor:
    return replace(me, organisation_id=owner_id, level=level, permissions=frozenset())


async def at_the_root(db: AsyncSession, me: Actor) -> Actor:
    """`me` in the place of the tree's root, for the list of what they sent: it lies wherever it was sent to."""
    own = await db.get_one(Organisation, me.organisation_id)
    return replace(me, organisation_id=own.org_l1 or own.id, level=1)


async def _tasks(source: Source, row: Mapping[str, Any], me: Actor) -> dict[str, Any]:
    """The tasks opened from the notice that `me` may know of."""

    def build() -> Statement:
        return (
            select(
                *(col(getattr(_T, name)) for name in NoticeTask.model_fields if name != "organisation_name"),
                _HOLDER.c.name.label("organisation_name"),
                col(_T.drafter_organisation_id),
            )
            .join(_HOLDER, _HOLDER.c.id == col(_T.organisation_id))
            .where(
                col(_T.source_type) == bindparam("_source", type_=String()),
                col(_T.source_id) == bindparam("_notice", type_=Uuid()),
                _HOLDER.c[f"org_l{me.level}"] == bindparam("_scope", type_=Uuid()),
            )
            .order_by(col(_T.id))
        )

    values = {"_source": SourceType.NOTICE.value, "_notice": as_uuid(row["id"]), "_scope": me.organisation_id}
    found = await source.rows((NoticeTask, me.level), build, values) if me.may("task.read") else []
    told = [
        task
        for task in found
        if not hides(me, task["state"], task["drafter_organisation_id"])
        and me.recused.isdisjoint((as_uuid(task["id"]), as_uuid(task["organisation_id"])))
    ]
    return {"tasks": [{name: task[name] for name in NoticeTask.model_fields} for task in told]}


DETAIL = Detail(
    Lane(
        _N,
        NoticeRead,
        extra={"organisation_name": _ABOUT.c.name, "authority_name": _AUTHORITY.c.name},
        join=_with_both,
        computed=frozenset({"clocks", "available_actions", "tasks"}),
        also=("task_count", "org_l1", "org_l2", "org_l3", "org_l4", "org_l5"),
    ),
    READ,
    NOTICE,
    _tasks,
    senders_view,
)
