"""The registry over HTTP: list, read, register, amend, upsert by credit code, suspend, close, reopen."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Path, Request, Response
from sqlmodel import col

from duban.institutions import actions
from duban.institutions.codes import canonical, check_uscc
from duban.institutions.models import Institution
from duban.institutions.schemas import (
    InstitutionCreate,
    InstitutionItem,
    InstitutionPatch,
    InstitutionPut,
    InstitutionQuery,
    InstitutionRead,
    StatusIn,
    Upserted,
)
from duban.kernel.acts import Act
from duban.kernel.cases import Detail, answer
from duban.kernel.errors import Invalid
from duban.kernel.exports import add_export
from duban.kernel.journal import plain
from duban.kernel.lane import Lane, dump
from duban.kernel.listing import Filter, Listing, Op
from duban.kernel.problems import refusals
from duban.kernel.resources import add_standard
from duban.kernel.transitions import IdempotencyKey, IfMatch
from duban.kernel.web import DubanRoute, Writing, require_match

router = APIRouter(prefix="/institutions", tags=["institutions"], route_class=DubanRoute)

LISTING = Listing(
    Lane(Institution, InstitutionItem),
    InstitutionQuery,
    "institution.read",
    filters={
        "type": Filter(col(Institution.types), Op.HAS),
        "field": Filter(col(Institution.fields), Op.HAS),
        "level": Filter(col(Institution.level), Op.AMONG),
        "grade": Filter(col(Institution.grade), Op.AMONG),
        "ownership": Filter(col(Institution.ownership), Op.AMONG),
        "status": Filter(col(Institution.status), Op.AMONG),
        "region": Filter(col(Institution.region_code), Op.STARTS),
        "under": Filter(None, Op.UNDER),
        "uscc": Filter(col(Institution.uscc)),
        "beds_from": Filter(col(Institution.beds), Op.AT_LEAST),
    },
    sorts={"name": col(Institution.name), "beds": col(Institution.beds)},
)
DETAIL = Detail(Lane(Institution, InstitutionRead), "institution.read")
reader = add_standard(router, LISTING, DETAIL, title="机构 institution")
add_export(router, reader, operation_id="institution_export", summary="导出机构 Export institutions")

SECURED: dict[str, Any] = {"security": [{"bearer": []}]}


@router.post(
    "",
    status_code=201,
    operation_id="institution_create",
    summary="机构: 登记 register",
    response_model=InstitutionRead,
    responses=refusals(400, 401, 403, 404, 409, 422, 503),
    openapi_extra=SECURED,
)
async def register(
    request: Request, act: Writing, body: InstitutionCreate, idempotency_key: IdempotencyKey = None
) -> Response:
    """Enter an institution below a health authority of yours (its node in the tree is made), or for a node it has."""
    act.me.require("institution.write")
    row = await actions.register(act, body.model_dump(exclude_unset=True))
    return await answer(request, DETAIL, row.id, act.me, act.db, status=201)


@router.patch(
    "/{id}",
    operation_id="institution_amend",
    summary="机构: 修改 amend",
    response_model=InstitutionRead,
    responses=refusals(400, 401, 403, 404, 409, 412, 422, 428, 503),
    openapi_extra=SECURED,
)
async def amend(request: Request, id: UUID, act: Writing, body: InstitutionPatch, if_match: IfMatch = None) -> Response:
    """Change what you send; the values before stay in the history."""
    row = await actions.locked(act, id)
    act.me.require("institution.write")
    require_match(request, row)
    await actions.amend(act, row, body.model_dump(exclude_unset=True))
    return await answer(request, DETAIL, row.id, act.me, act.db)


@router.put(
    "/by-code/{uscc}",
    operation_id="institution_upsert",
    summary="机构: 按信用代码写入 upsert by credit code",
    response_model=Upserted,
    responses={**refusals(400, 401, 403, 404, 409, 422, 503), 201: {"model": Upserted, "description": "Created"}},
    openapi_extra=SECURED,
)
async def upsert(
    request: Request,
    uscc: Annotated[str, Path(max_length=40, examples=["91350100M000100Y43"])],
    act: Writing,
    body: InstitutionPut,
) -> Response:
    """Make the registry say this of the institution with this credit code. Fields left out stay as they are; the same
    body again changes nothing. 409 where the code is registered in another part of the tree."""
    act.me.require("institution.write")
    code = canonical(uscc)
    if fault := check_uscc(code, "/uscc"):
        raise Invalid(fault.code, fault.text, [fault])
    outcome, row, changes = await actions.upsert(act, code, body.model_dump(exclude_unset=True))
    read = await answer(request, DETAIL, row.id, act.me, act.db)
    told = {name: [plain(before), plain(after)] for name, (before, after) in changes.items()}
    return Response(
        dump({"outcome": outcome, "changes": told, "institution": orjson.loads(read.body)}),
        status_code=201 if outcome == "created" else 200,
        media_type="application/json",
        headers={"ETag": read.headers["etag"], "Location": f"{_base(request)}/{row.id}"},
    )


def _base(request: Request) -> str:
    return request.url.path.partition("/by-code/")[0]


Turn = Callable[[Act, Institution, date, str], Awaitable[None]]


def _add_turn(name: str, title: str, turn: Turn) -> None:
    """Give the router `POST /{id}/<name>`: another status from a day on, with its reason."""

    async def take(
        request: Request,
        id: UUID,
        act: Writing,
        body: StatusIn,
        if_match: IfMatch = None,
        idempotency_key: IdempotencyKey = None,
    ) -> Response:
        row = await actions.locked(act, id)
        act.me.require("institution.write")
        require_match(request, row)
        await turn(act, row, body.on, body.reason)
        return await answer(request, DETAIL, row.id, act.me, act.db)

    router.add_api_route(
        f"/{{id}}/{name}",
        take,
        methods=["POST"],
        operation_id=f"institution_{name}",
        summary=f"机构: {title} {name}",
        description=turn.__doc__,
        response_model=InstitutionRead,
        responses=refusals(400, 401, 403, 404, 409, 412, 422, 428, 503),
        openapi_extra=SECURED,
    )


_add_turn("suspend", "暂停执业", actions.suspend)
_add_turn("close", "注销", actions.close)
_add_turn("reopen", "恢复执业", actions.reopen)
