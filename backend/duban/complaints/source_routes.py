"""Complaints of other systems over HTTP: one under its own names there, or many at once."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from duban.complaints import batches, by_source
from duban.complaints.queries import DETAIL
from duban.complaints.schemas import SYSTEM
from duban.complaints.source_schemas import BatchIn, BatchResult, SourceComplaint, SourceRead, SourceResult
from duban.kernel.cases import Source
from duban.kernel.lane import dump
from duban.kernel.problems import language_of, refusals
from duban.kernel.transitions import IdempotencyKey
from duban.kernel.web import DubanRoute, Writing, database
from duban.orgs.protection import key_ring

router = APIRouter(prefix="/complaints", tags=["complaints 投诉"], route_class=DubanRoute)
SECURED: dict[str, Any] = {"security": [{"bearer": []}]}


@router.put(
    "/by-source/{system}/{external_id}",
    response_model=SourceRead,
    operation_id="complaint_put_by_source",
    summary="按来源编号推送投诉 Put what another system keeps",
    responses={
        **refusals(400, 401, 403, 404, 409, 422, 503),
        201: {"model": SourceRead, "description": "Not known before"},
    },
    openapi_extra=SECURED,
)
async def put_by_source(
    request: Request,
    act: Writing,
    body: SourceComplaint,
    system: Annotated[str, Path(pattern=SYSTEM, description="What the sending system is called", examples=["his"])],
    external_id: Annotated[str, Path(min_length=1, max_length=120, description="Its number there")],
) -> Response:
    """Tell what your system knows; send it as often as you like. The same again is `unchanged`, another text is
    `changed` and says in which fields, as long as nothing has been answered. 409 where that number belongs to a
    complaint about another institution. With `source_updated_at` messages may overtake each other: an older one is
    `outdated`. Needs `complaint.handle`."""
    ring = key_ring(request.app.state.settings)
    result, changed, complaint = await by_source.put(act, ring, system, external_id, body)
    await act.db.flush()
    row = await DETAIL.read(Source(database(request), session=act.db), complaint.id, act.me, language_of(request))
    headers = {"ETag": f'"{row["version"]}"'}
    if result is SourceResult.CREATED:
        headers["Location"] = f"/api/v1/complaints/{complaint.id}"
    return Response(
        dump({"result": result, "changed": changed, "complaint": row}),
        status_code=201 if result is SourceResult.CREATED else 200,
        media_type="application/json",
        headers=headers,
    )


@router.post(
    "/batch",
    response_model=BatchResult,
    operation_id="complaint_batch",
    summary="批量登记投诉 Register many",
    responses=refusals(400, 401, 403, 413, 422, 503),
    openapi_extra=SECURED,
)
async def batch(request: Request, act: Writing, body: BatchIn, idempotency_key: IdempotencyKey = None) -> Response:
    """Register up to 500 complaints. Each item gets its own line: taken, or refused as the single request would be.
    With `atomic` one refusal keeps all of them out (422, pointers `/items/{index}/…`)."""
    result = await batches.take(act, key_ring(request.app.state.settings), body, language_of(request))
    return Response(dump(result.model_dump()), media_type="application/json")
