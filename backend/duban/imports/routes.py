"""Imports over HTTP: send a file, look at its rows, apply it, fetch a template."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy import ColumnElement, or_, select, update
from sqlmodel import col

from duban.imports import receiving, work
from duban.imports.models import ImportRow, ImportRun, ImportState
from duban.imports.running import Runner
from duban.imports.schemas import (
    ImportForm,
    ImportItem,
    ImportQuery,
    ImportRead,
    ImportRowPage,
    ImportRowRead,
    Secrets,
)
from duban.imports.templates import template
from duban.imports.uploads import upload_of
from duban.kernel import journal
from duban.kernel.access import Actor, in_subtree, one_visible
from duban.kernel.cases import Detail, Source, answer
from duban.kernel.errors import Forbidden, Malformed, Text, missing_permission, not_found
from duban.kernel.idempotency import ShownOnce
from duban.kernel.importing import IMPORTERS, Outcome, may_import, require_import
from duban.kernel.lane import Lane, dump
from duban.kernel.listing import Filter, Listing, Op, Reader, page_of, parse, query_parameters
from duban.kernel.office_files import XLSX
from duban.kernel.problems import language_of, refusals
from duban.kernel.transitions import IdempotencyKey, IfMatch
from duban.kernel.web import DubanRoute, Me, Writing, current_act, database, require_match
from duban.orgs.protection import key_ring

router = APIRouter(prefix="/imports", tags=["imports"], route_class=DubanRoute)
SECURED: dict[str, Any] = {"security": [{"bearer": []}]}
DETAIL = Detail(Lane(ImportRun, ImportRead), "import.run")


def _importable(me: Actor) -> tuple[Any, ColumnElement[bool]]:
    """Only runs of resources that `me` may import."""
    mine = tuple(sorted(name for name, importer in IMPORTERS.items() if may_import(me, importer)))
    return mine, or_(*(col(ImportRun.resource) == name for name in mine))


_FORM = ImportForm.model_json_schema(ref_template="#/components/schemas/{model}")
del _FORM["$defs"]  # they stand among the document's own components

LISTING = Listing(
    Lane(ImportRun, ImportItem),
    ImportQuery,
    "import.run",
    filters={
        "resource": Filter(col(ImportRun.resource), Op.AMONG),
        "state": Filter(col(ImportRun.state), Op.AMONG),
        "started_by_id": Filter(col(ImportRun.started_by_id)),
    },
    narrow=_importable,
)

reader = Reader(LISTING)


def _require_any(me: Actor) -> None:
    """Raise Forbidden unless `me` may import something."""
    if not any(may_import(me, importer) for importer in IMPORTERS.values()):
        raise missing_permission(LISTING.permission)


@router.get(
    "",
    operation_id="import_list",
    summary="导入: 列表 list",
    response_model=page_of(ImportItem),
    responses=refusals(400, 401, 403, 422),
    openapi_extra={**SECURED, "parameters": query_parameters(ImportQuery)},
)
async def list_runs(request: Request, me: Me) -> Response:
    """Imports of your part of the tree, of the resources that you may import."""
    _require_any(me)
    query = parse(ImportQuery, request)
    return Response(dump(await reader.page(request, me, query)), media_type="application/json")


@router.get(
    "/templates/{resource}",
    operation_id="import_template",
    summary="导入: 模板 template",
    responses={**refusals(401, 403, 404), 200: {"content": {XLSX: {}}, "description": "The workbook"}},
    response_class=Response,
    openapi_extra=SECURED,
)
async def read_template(request: Request, resource: str, me: Me) -> Response:
    """An XLSX with the headings of `resource`; examples and notes are on its second page."""
    _require_any(me)
    importer = receiving.importer_of(resource)
    return Response(
        template(importer, language_of(request)),
        media_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{importer.resource}.xlsx"'},
    )


@router.get(
    "/{id}",
    operation_id="import_read",
    summary="导入: 查看 read one",
    response_model=ImportRead,
    responses=refusals(400, 401, 403, 404),
    openapi_extra=SECURED,
)
async def read_one(request: Request, id: UUID, me: Me) -> Response:
    """The run with its counts, which add up to its total."""
    async with database(request).reading() as connection:
        row = await DETAIL.read(Source(database(request), connection=connection), id, me, language_of(request))
    require_import(me, receiving.importer_of(row["resource"]))
    return Response(dump(row), media_type="application/json", headers={"ETag": f'"{row["version"]}"'})


@router.post(
    "",
    status_code=201,
    operation_id="import_create",
    summary="导入: 上传文件 send a file",
    response_model=ImportRead,
    responses=refusals(400, 401, 403, 404, 409, 413, 415, 422, 503),
    openapi_extra={
        **SECURED,
        "requestBody": {
            "required": True,
            "content": {"multipart/form-data": {"schema": _FORM}},
        },
    },
)
async def create(request: Request, me: Me, idempotency_key: IdempotencyKey = None) -> Response:
    """Check a file of rows; with `dry_run=false` also apply it. A small file is done when you have the answer, of a
    large one the answer names the job. Headings that cannot be read are refused at once; wrong rows are told one by
    one under `/rows`."""
    _require_any(me)
    settings = request.app.state.settings
    async with upload_of(request, settings.max_upload_bytes) as upload:
        importer = receiving.importer_of(upload.resource)
        require_import(me, importer)
        parsed = await receiving.parse(importer, upload.path, upload.name)
    act = await current_act(request, me)
    run = await receiving.receive(act, settings, importer, parsed, mode=upload.mode, dry_run=upload.dry_run)
    if run.total > importer.inline_rows:
        await work.hand_over(act, run, phase="check", dry_run=upload.dry_run)
    else:
        runner = Runner.of(run, settings)
        await runner.check_all(act)
        if not upload.dry_run and not runner.is_barred:
            await runner.apply_all(act)
    return await answer(request, DETAIL, run.id, me, act.db, status=201)


@router.post(
    "/{id}/apply",
    operation_id="import_apply",
    summary="导入: 写入 apply",
    response_model=ImportRead,
    responses=refusals(400, 401, 403, 404, 409, 412, 428, 503),
    openapi_extra=SECURED,
)
async def apply(
    request: Request, id: UUID, act: Writing, if_match: IfMatch = None, idempotency_key: IdempotencyKey = None
) -> Response:
    """Write what the preview showed, after checking it again. A large file is written by a job."""
    run = await one_visible(act.db, ImportRun, id, act.me, lock=True)
    settings = request.app.state.settings
    runner = Runner.of(run, settings)
    require_import(act.me, runner.importer)
    require_match(request, run)
    runner.require_applicable()
    if run.total > runner.importer.inline_rows:
        act.change(run, {"state": ImportState.APPLYING}, action="import_run:begin_apply")
        await work.hand_over(act, run, phase="apply", dry_run=False)
    else:
        await runner.apply_all(act)
    return await answer(request, DETAIL, run.id, act.me, act.db)


@router.get(
    "/{id}/rows",
    operation_id="import_rows",
    summary="导入: 各行结果 rows",
    response_model=ImportRowPage,
    responses=refusals(400, 401, 403, 404, 422),
    openapi_extra=SECURED,
)
async def read_rows(
    request: Request,
    id: UUID,
    me: Me,
    outcome: Annotated[list[Outcome] | None, Query(description="Only rows with one of these outcomes")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=20, description="`next_cursor` of the page before")] = None,
) -> Response:
    """Every row of the file with its outcome, in the order of the file."""
    async with database(request).reading() as connection:
        statement = select(col(ImportRun.resource)).where(col(ImportRun.id) == id, in_subtree(ImportRun, me))
        resource = await connection.scalar(statement)
        if resource is None:
            raise not_found()
        require_import(me, receiving.importer_of(resource))
        table = ImportRow.__table__  # type: ignore[attr-defined]
        rows = select(*(table.c[name] for name in ImportRowRead.model_fields)).where(table.c.run_id == id)
        if outcome:
            rows = rows.where(table.c.outcome.in_(outcome))
        if cursor is not None:
            rows = rows.where(table.c.number > _after(cursor))
        found = (await connection.execute(rows.order_by(table.c.number).limit(limit + 1))).mappings().all()
    following = str(found[limit - 1]["number"]) if len(found) > limit else None
    return Response(
        dump({"items": [dict(row) for row in found[:limit]], "next_cursor": following}), media_type="application/json"
    )


def _after(cursor: str) -> int:
    if not cursor.isdecimal():
        raise Malformed("bad_cursor", Text("cursor 无效，请从第一页重新读取。", "The cursor is not valid."))
    return int(cursor)


@router.post(
    "/{id}/secrets",
    operation_id="import_secrets",
    summary="导入: 初始密码 initial passwords",
    response_model=Secrets,
    responses=refusals(400, 401, 403, 404, 503),
    openapi_extra=SECURED,
)
async def show_secrets(request: Request, id: UUID, act: Writing, idempotency_key: IdempotencyKey = None) -> Response:
    """The initial passwords made up by this import, to whoever ran it, once; afterwards they are gone."""
    run = await one_visible(act.db, ImportRun, id, act.me, lock=True)
    require_import(act.me, receiving.importer_of(run.resource))
    if run.started_by_id != act.me.id:
        raise Forbidden("not_yours", Text("只有导入者本人可以查看。", "Only whoever ran the import may see them."))
    table = ImportRow.__table__  # type: ignore[attr-defined]
    kept = (table.c.run_id == id) & table.c.secret.is_not(None)
    rows = (await act.db.execute(select(table.c.number, table.c.key, table.c.secret).where(kept))).all()
    await act.db.execute(update(table).where(kept).values(secret=None))
    journal.record(
        act.db,
        act.me,
        act.now,
        "import_run:show_secrets",
        run,
        label=run.label,
        visibility=journal.Visibility.SECURITY,
        request_id=act.request_id,
    )
    ring = key_ring(request.app.state.settings)
    shown = [{"number": r.number, "key": r.key, "secret": receiving.opened(ring, r.secret)} for r in rows]
    hidden = [{**one, "secret": None} for one in shown]
    return ShownOnce(
        dump({"items": shown}),
        dump({"items": hidden}),
        media_type="application/json",
        headers={"Cache-Control": "no-store"},
    )
