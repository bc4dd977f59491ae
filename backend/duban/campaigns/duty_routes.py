"""Duties over HTTP: the list with its facts, one duty with its form and history, the steps, many at once."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlalchemy import Uuid, bindparam, select
from sqlmodel import col

from duban.campaigns import neighbours, prefill, reviewing, submissions
from duban.campaigns.clauses import check_items
from duban.campaigns.duty_schemas import (
    BulkIn,
    BulkRead,
    CorrectIn,
    DutyItem,
    DutyQuery,
    DutyRead,
    EventReportIn,
    EventReportRead,
    ReasonIn,
    ReviewIn,
    SubmissionRead,
    SubmitIn,
)
from duban.campaigns.expansions import ProofKind
from duban.campaigns.forms import shipped_forms
from duban.campaigns.models import Campaign, CampaignClause, Duty, EventReport, Submission
from duban.campaigns.plans import plan_from
from duban.campaigns.rules import ANCESTORS, DUTY
from duban.kernel.access import Actor, one_visible
from duban.kernel.cases import Detail, Source, add_detail, answer
from duban.kernel.errors import Text
from duban.kernel.exports import add_export
from duban.kernel.history import add_history
from duban.kernel.lane import Lane, Statement, as_uuid
from duban.kernel.listing import Filter, Listing, Op, add_list
from duban.kernel.organisations import Organisation
from duban.kernel.problems import language_of, refusals
from duban.kernel.transitions import IdempotencyKey, IfMatch, add_transitions
from duban.kernel.web import DubanRoute, Writing, require_match

router = APIRouter(prefix="/duties", tags=["duties"], route_class=DubanRoute)


def _with_clause(statement: Statement) -> Statement:
    return statement.join(Organisation, col(Organisation.id) == col(Duty.organisation_id)).join(
        CampaignClause, col(CampaignClause.id) == col(Duty.clause_id)
    )


def _with_all(statement: Statement) -> Statement:
    return _with_clause(statement).join(Campaign, col(Campaign.id) == col(Duty.campaign_id))


LISTING = Listing(
    Lane(
        Duty,
        DutyItem,
        extra={
            "organisation_name": col(Organisation.name),
            "source_clause": col(CampaignClause.source_clause),
            "task_title": col(CampaignClause.task_title),
        },
        join=_with_clause,
    ),
    DutyQuery,
    "duty.read",
    filters={
        "state": Filter(col(Duty.state), Op.AMONG),
        "fact": Filter(col(Duty.fact), Op.AMONG),
        "campaign_id": Filter(col(Duty.campaign_id)),
        "clause_code": Filter(col(Duty.clause_code), Op.AMONG),
        "organisation_id": Filter(col(Duty.organisation_id)),
        "under": Filter(None, Op.UNDER),
        "period": Filter(col(Duty.period)),
        "phase": Filter(col(Duty.phase)),
        "proof": Filter(col(Duty.proof)),
        "form": Filter(col(Duty.form)),
        "region_code": Filter(col(Duty.region_code)),
        "late": Filter(col(Duty.late)),
        "zero": Filter(col(Duty.zero)),
        "due_from": Filter(col(Duty.due_on), Op.AT_LEAST),
        "due_until": Filter(col(Duty.due_on), Op.AT_MOST),
        "reviewer_id": Filter(col(Duty.reviewer_id)),
    },
    sorts={"due_on": col(Duty.due_on)},
    narrow=lambda me: ("in force", col(Duty.retired_at).is_(None)),
)


async def _around(source: Source, row: Mapping[str, Any], me: Actor) -> dict[str, Any]:
    """What a duty's reader needs beside its own columns: versions, events, the form, last period's values, items."""
    id = as_uuid(row["id"])
    found: dict[str, Any] = {
        "submissions": await source.rows("duty submissions", _submissions, {"_duty": id}),
        "reports": await source.rows("duty reports", _reports, {"_duty": id}),
        "form_definition": None,
        "previous_values": None,
        "previous_derived": None,
        "registry_values": None,
        "check_items": [],
    }
    if row["proof"] == ProofKind.FORM and (form := shipped_forms().get(row["form"] or "")):
        found["form_definition"] = form.model_dump(mode="json", by_alias=True)
        for earlier in await source.rows("duty previous", neighbours.before, neighbours.binds(row)):
            found["previous_values"], found["previous_derived"] = earlier["values_"], earlier["derived"]
        owner = {"_owner": row["organisation_id"]}
        for registry in await source.rows("duty registry", prefill.registered, owner):
            found["registry_values"] = prefill.prefilled(form, registry)
    if row["proof"] == ProofKind.SELF_CHECK:
        plan = (await source.rows("duty plan", _plan, {"_campaign": row["campaign_id"]}))[0]["plan"]
        found["check_items"] = [vars(item) for item in check_items(plan_from(plan))]
    return found


def _submissions() -> Statement:
    table = Submission.__table__.c  # type: ignore[attr-defined]
    wanted = [table[name] for name in SubmissionRead.model_fields]
    return select(*wanted).where(table.duty_id == bindparam("_duty", type_=table.duty_id.type)).order_by(table.version)


def _reports() -> Statement:
    table = EventReport.__table__.c  # type: ignore[attr-defined]
    wanted = [table[name] for name in EventReportRead.model_fields]
    return select(*wanted).where(table.duty_id == bindparam("_duty", type_=table.duty_id.type)).order_by(table.position)


def _plan() -> Statement:
    return select(col(Campaign.plan)).where(col(Campaign.id) == bindparam("_campaign", type_=Uuid()))


DETAIL = Detail(
    Lane(
        Duty,
        DutyRead,
        extra={
            "organisation_name": col(Organisation.name),
            "campaign_title": col(Campaign.title),
            "detail": col(CampaignClause.detail),
            "source_clause": col(CampaignClause.source_clause),
            "task_title": col(CampaignClause.task_title),
        },
        join=_with_all,
        computed=frozenset(
            {
                "clocks",
                "available_actions",
                "submissions",
                "reports",
                "form_definition",
                "previous_values",
                "previous_derived",
                "registry_values",
                "check_items",
            }
        ),
        also=("submitted_by_id", *ANCESTORS),
    ),
    "duty.read",
    DUTY,
    more=_around,
)

READER = add_list(
    router,
    LISTING,
    operation_id="duty_list",
    summary="任务: 列表 list duties",
    description="Duties in force, newest first. `fact` says at a glance what a duty tells about its owner.",
)
add_export(
    router,
    READER,
    operation_id="duty_export",
    summary="导出任务报送 Export duties",
    headings={
        "source_clause": Text("方案条款", "Clause of the plan"),
        "task_title": Text("重点任务", "Key task"),
        "correct_by": Text("补正截止日期", "Correct by"),
    },
)


@router.post(
    "/bulk",
    response_model=BulkRead,
    operation_id="duty_bulk",
    summary="批量审核、退回或豁免 One step on many duties",
    responses=refusals(400, 401, 403, 422, 503),
    openapi_extra={"security": [{"bearer": []}]},
)
async def bulk(request: Request, act: Writing, body: BulkIn, idempotency_key: IdempotencyKey = None) -> dict[str, Any]:
    """Take one step on up to 200 duties with one reason. Each is judged by itself; a refused one says why and stays
    as it was. `If-Match` is not asked for: the step's own guards decide on the state found."""
    return await reviewing.bulk(act, body, language_of(request))


add_detail(router, DETAIL, operation_id="duty_read", summary="任务: 查看 read one duty")
add_history(router, DETAIL)
add_transitions(
    router,
    DUTY,
    Duty,
    DETAIL,
    bodies={
        "submit": SubmitIn,
        "correct": CorrectIn,
        "return": ReasonIn,
        "exempt": ReasonIn,
        "endorse": ReviewIn,
        "approve": ReviewIn,
    },
    doing={**reviewing.DOING, "submit": submissions.submit, "correct": submissions.submit},
)


@router.post(
    "/{id}/reports",
    response_model=DutyRead,
    operation_id="duty_report",
    summary="随时报告 Report an event under a standing duty",
    responses=refusals(400, 401, 403, 404, 409, 412, 422, 428, 503),
    openapi_extra={"security": [{"bearer": []}]},
)
async def report_event(
    request: Request,
    id: UUID,
    act: Writing,
    body: EventReportIn,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Append one event. The duty stays open until it is submitted for good, or as a zero report at the end."""
    duty = await one_visible(act.db, Duty, id, act.me, lock=True)
    act.me.require("duty.submit")
    submissions.require_owner(act, duty)
    require_match(request, duty)
    await submissions.report_event(act, duty, body)
    return await answer(request, DETAIL, duty.id, act.me, act.db)
