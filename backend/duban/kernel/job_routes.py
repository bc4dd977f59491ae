"""Background jobs for people: how far is what I asked for, what died, start it again.

Whoever started a job follows, cancels and restarts it; the jobs of others take `job.read` and `job.manage`. The jobs of
the clockwork belong to the root of the tree.
"""

from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy import Uuid, bindparam
from sqlmodel import col

from duban.kernel.access import Actor, one_visible
from duban.kernel.acts import Act
from duban.kernel.cases import ActionRead, Detail, Source, available
from duban.kernel.errors import missing_permission
from duban.kernel.job_model import FLOW, Job, JobState
from duban.kernel.lane import Lane, as_uuid, dump
from duban.kernel.listing import Filter, Listing, ListQuery, Op, Reader, page_of, parse, query_parameters
from duban.kernel.problems import language_of, refusals
from duban.kernel.transitions import IdempotencyKey, IfMatch, perform
from duban.kernel.web import DubanRoute, Writing, current_actor, database, require_match, uuid_in_path

router = APIRouter(prefix="/jobs", tags=["jobs"], route_class=DubanRoute)


class JobItem(BaseModel):
    """A piece of background work and how far it is."""

    id: UUID
    version: int
    created_at: datetime
    updated_at: datetime
    kind: str = Field(examples=["clock-recompute"])
    title_zh: str
    title_en: str
    state: JobState
    organisation_id: UUID
    started_by_id: UUID
    started_by_name: str
    run_at: datetime = Field(description="Not before this instant; after a failure, when it is tried again")
    attempts: int = Field(description="Tries since the last progress")
    max_attempts: int = Field(description="Dead after so many tries without progress")
    done: int = Field(description="How many of `total` are done, counted in `unit`")
    total: int | None
    unit: str
    message_zh: str
    message_en: str
    error: str | None = Field(description="Why the last try failed")
    finished_at: datetime | None


class JobRead(JobItem):
    """A job with its result and what may be done to it."""

    result: dict[str, Any] | None
    available_actions: list[ActionRead]


class JobQuery(ListQuery):
    """Jobs by state, kind and starter."""

    state: list[JobState] = Field([], description="Any of these states")
    kind: list[str] = Field([], description="Any of these kinds", max_length=20)
    started_by_id: UUID | None = Field(None, description="Only what this person or machine started")
    sort: str = Field("-id", pattern="^-?id$", description="Newest first, or oldest first (`id`)")


def _own_or_all(me: Actor) -> tuple[Any, Any]:
    if me.may("job.read"):
        return "all", None
    return "own", col(Job.started_by_id) == bindparam("_me", type_=Uuid())


LISTING = Listing(
    Lane(Job, JobItem),
    JobQuery,
    "job.read",
    filters={
        "state": Filter(col(Job.state), Op.AMONG),
        "kind": Filter(col(Job.kind), Op.AMONG),
        "started_by_id": Filter(col(Job.started_by_id)),
    },
    narrow=_own_or_all,
)
DETAIL = Detail(Lane(Job, JobRead, computed=frozenset({"available_actions"})), "job.read")
READER = Reader(LISTING)


@router.get(
    "",
    operation_id="job_list",
    summary="后台任务列表 List background jobs",
    response_model=page_of(JobItem),
    responses=refusals(400, 401, 422),
    openapi_extra={"parameters": query_parameters(JobQuery), "security": [{"bearer": []}]},
)
async def list_jobs(request: Request) -> Response:
    """The jobs you started; with `job.read`, every job of your part of the tree. `state=dead` finds what needs help."""
    me = await current_actor(request)
    page = await READER.page(request, me, parse(JobQuery, request))
    return Response(dump(page), media_type="application/json")


@router.get(
    "/{id}",
    operation_id="job_read",
    summary="后台任务进度 Progress of a background job",
    response_model=JobRead,
    responses={**refusals(400, 401, 403, 404), 304: {"description": "No progress since `If-None-Match`"}},
    openapi_extra={"security": [{"bearer": []}]},
)
async def read_job(request: Request, id: str) -> Response:
    """How far the job is. Poll with `If-None-Match`: 304 until something has changed."""
    me = await current_actor(request)
    db = database(request)
    async with db.reading() as connection:
        row = await _shown(Source(db, connection=connection), uuid_in_path(id), me, language_of(request))
    tag = f'"{row["version"]}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    return Response(dump(row), media_type="application/json", headers={"ETag": tag})


@router.post(
    "/{id}/cancel",
    operation_id="job_cancel",
    summary="取消 Cancel",
    response_model=JobRead,
    responses=refusals(400, 401, 403, 404, 409, 412, 422, 428, 503),
    openapi_extra={"security": [{"bearer": []}]},
)
async def cancel_job(
    request: Request, id: UUID, act: Writing, if_match: IfMatch = None, idempotency_key: IdempotencyKey = None
) -> Response:
    """Stop the job for good: its running step is rolled back, its finished steps stay. `If-Match: *` is wise here, as a
    running job changes all the time."""
    return await _take_step(request, act, id, "cancel", {"lease_until": None, "worker": None, "finished_at": act.now})


@router.post(
    "/{id}/restart",
    operation_id="job_restart",
    summary="重新运行 Restart",
    response_model=JobRead,
    responses=refusals(400, 401, 403, 404, 409, 412, 422, 428, 503),
    openapi_extra={"security": [{"bearer": []}]},
)
async def restart_job(
    request: Request, id: UUID, act: Writing, if_match: IfMatch = None, idempotency_key: IdempotencyKey = None
) -> Response:
    """Let a dead or cancelled job go on after its last finished step, with all its tries before it, at once."""
    values = {"attempts": 0, "run_at": act.now, "error": None, "finished_at": None}
    return await _take_step(request, act, id, "restart", values)


def _as_starter(me: Actor, started_by_id: UUID) -> Actor:
    """`me`, who needs no permission for what they started themselves."""
    if me.id != started_by_id:
        return me
    return replace(me, permissions=me.permissions | {"job.read", "job.manage"})


async def _shown(source: Source, id: UUID, me: Actor, language: str) -> dict[str, Any]:
    row = await DETAIL.read(source, id, me, language)
    who = _as_starter(me, as_uuid(row["started_by_id"]))
    if not who.may("job.read"):
        raise missing_permission("job.read")
    row["available_actions"] = available(FLOW, SimpleNamespace(**row), who, language)
    return row


async def _take_step(request: Request, act: Act, id: UUID, name: str, values: dict[str, Any]) -> Response:
    job = await one_visible(act.db, Job, id, act.me, lock=True)
    me = act.me
    act.me = _as_starter(me, job.started_by_id)
    act.me.require("job.manage")
    require_match(request, job)
    await perform(act, FLOW, name, job, values=values)
    await act.db.flush()
    row = await _shown(Source(database(request), session=act.db), id, me, language_of(request))
    return Response(dump(row), media_type="application/json", headers={"ETag": f'"{row["version"]}"'})
