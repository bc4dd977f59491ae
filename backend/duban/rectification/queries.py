"""How the ledger is read: its list, one task with all that was said about it, what an institution does not see yet."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ColumnElement, Uuid, and_, bindparam, or_, select
from sqlmodel import SQLModel, col

from duban.kernel.access import Actor
from duban.kernel.cases import Detail, Source
from duban.kernel.errors import not_found
from duban.kernel.lane import Lane, Statement, as_uuid
from duban.kernel.listing import Filter, Listing, Op
from duban.kernel.organisations import Organisation
from duban.rectification.models import (
    Escalation,
    ExtensionRequest,
    LookBack,
    PublicEvaluation,
    PublicRemark,
    RectificationTask,
    VerificationOpinion,
)
from duban.rectification.rules import LOOKED_BACK, TASK, TOLD
from duban.rectification.schemas import (
    EscalationRead,
    EvaluationRead,
    ExtensionRead,
    LookBackRead,
    OpinionRead,
    RelapseRead,
    RemarkRead,
    TaskItem,
    TaskQuery,
    TaskRead,
)
from duban.rectification.words import NOT_ISSUED

_HOLDER = Organisation.__table__.alias("holder")  # type: ignore[attr-defined]
_ISSUER = Organisation.__table__.alias("issuer")  # type: ignore[attr-defined]
_TASK = RectificationTask

NAMES: Mapping[str, Any] = {"organisation_name": _HOLDER.c.name, "issuer_name": _ISSUER.c.name}
"""The names that `with_names` joins."""


def _with_holder(statement: Statement) -> Statement:
    return statement.join(_HOLDER, _HOLDER.c.id == col(_TASK.organisation_id))


def with_names(statement: Statement) -> Statement:
    """The task with the organisation that must rectify and the authority that demands it."""
    return _with_holder(statement).join(_ISSUER, _ISSUER.c.id == col(_TASK.issuer_id))


def _narrow(me: Actor) -> tuple[bool, ColumnElement[bool] | None]:
    """An institution meets a task when it is issued; its own drafts (problems it reported itself) it sees before."""
    if not me.is_institution:
        return False, None
    mine = col(_TASK.drafter_organisation_id) == bindparam("_scope", type_=Uuid())
    told = and_(*(col(_TASK.state) != state for state in NOT_ISSUED))
    return True, or_(told, mine)


def is_hidden(task: RectificationTask, me: Actor) -> bool:
    """Whether `task`, though in the actor's subtree, does not exist for the actor yet."""
    return hides(me, task.state, task.drafter_organisation_id)


def hides(me: Actor, state: str, drafter: UUID) -> bool:
    """Whether a task in `state`, drafted by the organisation `drafter`, does not exist for `me` yet."""
    return me.is_institution and state in NOT_ISSUED and as_uuid(drafter) != me.organisation_id


LISTING = Listing(
    Lane(_TASK, TaskItem, extra={"organisation_name": _HOLDER.c.name}, join=_with_holder),
    TaskQuery,
    "task.read",
    filters={
        "state": Filter(col(_TASK.state), Op.AMONG),
        "organisation_id": Filter(col(_TASK.organisation_id)),
        "under": Filter(None, Op.UNDER),
        "issuer_id": Filter(col(_TASK.issuer_id)),
        "campaign_id": Filter(col(_TASK.campaign_id)),
        "source_type": Filter(col(_TASK.source_type), Op.AMONG),
        "source_id": Filter(col(_TASK.source_id)),
        "risk": Filter(col(_TASK.risk), Op.AMONG),
        "mode": Filter(col(_TASK.mode)),
        "overdue": Filter(col(_TASK.overdue_at), Op.IS_SET),
        "due_from": Filter(col(_TASK.due_on), Op.AT_LEAST),
        "due_before": Filter(col(_TASK.due_on), Op.BEFORE),
        "escalated": Filter(col(_TASK.escalation_level), Op.AT_LEAST),
        "relapse_of_id": Filter(col(_TASK.relapse_of_id)),
        "published": Filter(col(_TASK.published_at), Op.IS_SET),
    },
    sorts={"due_on": col(_TASK.due_on), "weight": col(_TASK.weight), "number": col(_TASK.number)},
    narrow=_narrow,
)

_SAID: tuple[tuple[str, type[SQLModel], type[BaseModel], Callable[[Mapping[str, Any]], bool]], ...] = (
    ("opinions", VerificationOpinion, OpinionRead, lambda task: task["round"] > 0),
    ("extensions", ExtensionRequest, ExtensionRead, lambda task: task["extension_requests"] > 0),
    ("escalations", Escalation, EscalationRead, lambda task: task["escalation_level"] > TOLD),
    ("look_backs", LookBack, LookBackRead, lambda task: task["state"] in LOOKED_BACK),
    ("evaluations", PublicEvaluation, EvaluationRead, lambda task: task["published_at"] is not None),
    ("remarks", PublicRemark, RemarkRead, lambda task: task["published_at"] is not None),
)
"""What was said about a task: field, table, schema, and whether the task itself says that there may be any."""


async def _said_about(source: Source, row: Mapping[str, Any], me: Actor) -> dict[str, Any]:
    """The rows beside the task. A table is asked only where the task itself says that it may hold something."""
    if hides(me, row["state"], row["drafter_organisation_id"]):
        raise not_found()
    found: dict[str, Any] = {}
    for name, model, read, may_hold in _SAID:
        found[name] = await _beside(source, model, read, row["id"]) if may_hold(row) else []
    found["relapsed_into"] = await _relapsed_into(source, row["id"], me) if row["state"] == "relapsed" else None
    return found


async def _beside(source: Source, model: type[SQLModel], read: type[BaseModel], task_id: UUID) -> list[dict[str, Any]]:
    table = model.__table__.c  # type: ignore[attr-defined]

    def build() -> Statement:
        columns = (table[name] for name in read.model_fields)
        return select(*columns).where(table.task_id == bindparam("_task", type_=Uuid())).order_by(table.id)

    return await source.rows((read, "beside"), build, {"_task": as_uuid(task_id)})


async def _relapsed_into(source: Source, task_id: UUID, me: Actor) -> dict[str, Any] | None:
    columns: tuple[Any, ...] = (col(_TASK.id), col(_TASK.number), col(_TASK.state), col(_TASK.drafter_organisation_id))

    def build() -> Statement:
        return select(*columns).where(col(_TASK.relapse_of_id) == bindparam("_task", type_=Uuid()))

    for row in await source.rows((RelapseRead, "relapse"), build, {"_task": as_uuid(task_id)}):
        if not hides(me, row["state"], row["drafter_organisation_id"]):
            return {name: row[name] for name in RelapseRead.model_fields}
    return None


DETAIL = Detail(
    Lane(
        _TASK,
        TaskRead,
        extra=NAMES,
        join=with_names,
        computed=frozenset({"clocks", "available_actions", "relapsed_into", *(name for name, *_ in _SAID)}),
        also=(
            "org_l1",
            "org_l2",
            "org_l3",
            "org_l4",
            "org_l5",
            "drafted_by_id",
            "drafter_organisation_id",
            "amender_ids",
            "after_submitted",
            "closed_by_id",
            "objected_by_id",
            "objection_due_at",
            "extension_asked_by_id",
            "extension_requests",
            "submitted_by_id",
            "checker_ids",
        ),
    ),
    "task.read",
    TASK,
    _said_about,
)
