"""Events of standing duties over HTTP: `/duty-events`."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import bindparam, select
from sqlmodel import col

from duban.campaigns import events
from duban.campaigns.duty_schemas import ReasonIn, ReviewIn
from duban.campaigns.event_models import DutyEvent, DutyEventReport
from duban.campaigns.event_rules import EVENT
from duban.campaigns.event_schemas import (
    ContinuedReportIn,
    DutyEventCreate,
    DutyEventItem,
    DutyEventQuery,
    DutyEventRead,
    DutyEventReportRead,
    FinalReportIn,
    FirstReportIn,
)
from duban.campaigns.models import Campaign, Duty
from duban.kernel.access import Actor
from duban.kernel.cases import Detail, Source, add_detail, answer
from duban.kernel.errors import Text
from duban.kernel.exports import add_export
from duban.kernel.history import add_history
from duban.kernel.lane import Lane, Statement, as_uuid
from duban.kernel.listing import Filter, Listing, Op, add_list
from duban.kernel.organisations import Organisation
from duban.kernel.problems import refusals
from duban.kernel.transitions import IdempotencyKey, add_transitions
from duban.kernel.web import DubanRoute, Writing

router = APIRouter(prefix="/duty-events", tags=["duties"], route_class=DubanRoute)
_RECEIVER = Organisation.__table__.alias("receiver")  # type: ignore[attr-defined]


def _with_owner(statement: Statement) -> Statement:
    return statement.join(Organisation, col(Organisation.id) == col(DutyEvent.organisation_id))


def _with_all(statement: Statement) -> Statement:
    return (
        _with_owner(statement)
        .join(_RECEIVER, _RECEIVER.c.id == col(DutyEvent.receiver_id))
        .join(Duty, col(Duty.id) == col(DutyEvent.duty_id))
        .join(Campaign, col(Campaign.id) == col(DutyEvent.campaign_id))
    )


LISTING = Listing(
    Lane(DutyEvent, DutyEventItem, extra={"organisation_name": col(Organisation.name)}, join=_with_owner),
    DutyEventQuery,
    "duty.read",
    filters={
        "state": Filter(col(DutyEvent.state), Op.AMONG),
        "campaign_id": Filter(col(DutyEvent.campaign_id)),
        "duty_id": Filter(col(DutyEvent.duty_id)),
        "clause_code": Filter(col(DutyEvent.clause_code), Op.AMONG),
        "organisation_id": Filter(col(DutyEvent.organisation_id)),
        "under": Filter(None, Op.UNDER),
        "receiver_id": Filter(col(DutyEvent.receiver_id)),
        "region_code": Filter(col(DutyEvent.region_code)),
        "immediate": Filter(col(DutyEvent.immediate)),
        "late": Filter(col(DutyEvent.late_at), Op.IS_SET),
        "received": Filter(col(DutyEvent.received_at), Op.IS_SET),
        "happened_from": Filter(col(DutyEvent.happened_at), Op.AT_LEAST),
        "happened_before": Filter(col(DutyEvent.happened_at), Op.BEFORE),
    },
    sorts={"happened_at": col(DutyEvent.happened_at)},
)


async def _around(source: Source, row: Mapping[str, Any], me: Actor) -> dict[str, Any]:
    return {"reports": await source.rows("duty event reports", _reports, {"_event": as_uuid(row["id"])})}


def _reports() -> Statement:
    table = DutyEventReport.__table__.c  # type: ignore[attr-defined]
    wanted = [table[name] for name in DutyEventReportRead.model_fields]
    mine = table.event_id == bindparam("_event", type_=table.event_id.type)
    return select(*wanted).where(mine).order_by(table.position)


DETAIL = Detail(
    Lane(
        DutyEvent,
        DutyEventRead,
        extra={
            "organisation_name": col(Organisation.name),
            "receiver_name": _RECEIVER.c.name,
            "duty_number": col(Duty.number),
            "campaign_title": col(Campaign.title),
            "form": col(Duty.form),
        },
        join=_with_all,
        computed=frozenset({"clocks", "available_actions", "reports"}),
        also=("reported_by_id",),
    ),
    "duty.read",
    EVENT,
    more=_around,
)

READER = add_list(
    router,
    LISTING,
    operation_id="duty_event_list",
    summary="事件报告: 列表 list events",
    description="Events under standing duties of your part of the tree, newest first. `late=true` finds every one on "
    "which an owed report was ever late: the flag stays.",
)
add_export(
    router,
    READER,
    operation_id="duty_event_export",
    summary="导出事件报告 Export events",
    headings={
        "summary": Text("事件", "Event"),
        "place": Text("地点", "Place"),
        "happened_at": Text("发生时间", "Happened at"),
        "reported_at": Text("首报时间", "First report at"),
        "phoned_at": Text("电话报告时间", "Told by telephone at"),
        "received_at": Text("签收时间", "Received at"),
        "finished_at": Text("办结时间", "Finished at"),
        "late_at": Text("迟报起点", "Late from"),
        "late_reason": Text("迟报原因", "Why it was late"),
    },
)


@router.post(
    "",
    status_code=201,
    response_model=DutyEventRead,
    operation_id="duty_event_register",
    summary="登记事件 Register an event",
    responses=refusals(400, 401, 403, 404, 409, 422, 503),
    openapi_extra={"security": [{"bearer": []}]},
)
async def register(
    request: Request, act: Writing, body: DutyEventCreate, idempotency_key: IdempotencyKey = None
) -> Response:
    """Enter what is known of and not yet reported in writing; the first report's clock runs from `happened_at`.

    Its owner does so with `duty.submit`; an authority that was told by telephone, for an organisation below it, with
    `duty.review`. To enter an event and report it at once, `POST /duties/{id}/report`.
    """
    event = await events.register(act, body)
    return await answer(request, DETAIL, event.id, act.me, act.db, status=201)


add_detail(
    router,
    DETAIL,
    operation_id="duty_event_read",
    summary="事件报告: 查看 read one event",
    description="The event with its reports, clocks, and the steps open to you (or why not).",
)
add_history(router, DETAIL)
add_transitions(
    router,
    EVENT,
    DutyEvent,
    DETAIL,
    bodies={
        "report_first": FirstReportIn,
        "report_continued": ContinuedReportIn,
        "report_final": FinalReportIn,
        "return": ReasonIn,
        "finish": ReviewIn,
        "explain_late": ReasonIn,
    },
    doing=events.DOING,
)
