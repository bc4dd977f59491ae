"""List, read, create and amend for a resource where those mean nothing special. A resource that needs more writes that
verb itself with the same helpers; this function grows no hooks.
"""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from duban.kernel.access import one_visible, organisation_within, place
from duban.kernel.acts import Act
from duban.kernel.cases import Detail, add_detail, answer
from duban.kernel.db import OrgOwned
from duban.kernel.endpoints import typed
from duban.kernel.journal import Visibility
from duban.kernel.listing import Listing, Reader, add_list
from duban.kernel.problems import refusals
from duban.kernel.schema import Schema as Schema
from duban.kernel.transitions import IdempotencyKey, IfMatch
from duban.kernel.web import Writing, require_match


def left_out(**kwargs: Any) -> Any:
    """A field that may be left out, which changes nothing, but not be null unless its type says so."""
    return Field(None, json_schema_extra=_without_default, **kwargs)


def _without_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)


Saved = Callable[[Act, Any], Awaitable[None]]
"""Called inside the transaction after a row was created or amended (full text, derived rows)."""


def add_standard(
    router: APIRouter,
    listing: Listing,
    detail: Detail,
    *,
    create: type[Schema] | None = None,
    patch: type[Schema] | None = None,
    write: str = "",
    title: str,
    saved: Saved | None = None,
    visibility: Visibility | None = None,
) -> Reader:
    """Give `router` the standard verbs. `create` names its organisation in `organisation_id`; `write` is the permission
    for create and amend; `title` is the resource's name in both languages, for the API's text."""
    noun = listing.model.word()
    reader = add_list(router, listing, operation_id=f"{noun}_list", summary=f"{title}: 列表 list")
    add_detail(router, detail, operation_id=f"{noun}_read", summary=f"{title}: 查看 read one")
    if create is not None:
        _add_create(router, listing.model, detail, create, write, title, saved, visibility)
    if patch is not None:
        _add_patch(router, listing.model, detail, patch, write, title, saved, visibility)
    return reader


def _add_create(
    router: APIRouter,
    model: type[Any],
    detail: Detail,
    create: type[Schema],
    write: str,
    title: str,
    saved: Saved | None,
    visibility: Visibility | None,
) -> None:
    async def create_one(request: Request, act: Writing, body: Any, idempotency_key: IdempotencyKey = None) -> Response:
        act.me.require(write)
        values = body.model_dump()
        organisation = await organisation_within(act.db, act.me, values.pop("organisation_id"))
        row = model(organisation_id=organisation.id, created_at=act.now, updated_at=act.now, **values)
        place(row, organisation)
        await insert(act, row, visibility=visibility)
        if saved:
            await saved(act, row)
        return await answer(request, detail, row.id, act.me, act.db, status=201)

    router.add_api_route(
        "",
        typed(create_one, body=create),
        methods=["POST"],
        status_code=201,
        operation_id=f"{model.word()}_create",
        summary=f"{title}: 新建 create",
        response_model=detail.lane.read,
        responses=refusals(400, 401, 403, 404, 409, 422, 503),
        openapi_extra={"security": [{"bearer": []}]},
    )


def _add_patch(
    router: APIRouter,
    model: type[Any],
    detail: Detail,
    patch: type[Schema],
    write: str,
    title: str,
    saved: Saved | None,
    visibility: Visibility | None,
) -> None:
    async def amend(
        request: Request,
        id: UUID,
        act: Writing,
        body: Any,
        if_match: IfMatch = None,
        idempotency_key: IdempotencyKey = None,
    ) -> Response:
        row = await one_visible(act.db, model, id, act.me, lock=True)
        act.me.require(write)
        require_match(request, row)
        act.change(row, body.model_dump(exclude_unset=True), action=f"{model.word()}:amend", visibility=visibility)
        if saved:
            await saved(act, row)
        return await answer(request, detail, row.id, act.me, act.db)

    router.add_api_route(
        "/{id}",
        typed(amend, body=patch),
        methods=["PATCH"],
        operation_id=f"{model.word()}_amend",
        summary=f"{title}: 修改 amend",
        response_model=detail.lane.read,
        responses=refusals(400, 401, 403, 404, 409, 412, 422, 428, 503),
        openapi_extra={"security": [{"bearer": []}]},
    )


async def insert(act: Act, row: OrgOwned, *, verb: str = "create", visibility: Visibility | None = None) -> None:
    """Add `row` and journal its first values."""
    act.db.add(row)
    changes = {
        name: (None, value)
        for name, value in row.model_dump(exclude=_UNTOLD).items()
        if value not in (None, "", [], {})
    }
    act.note(f"{row.word()}:{verb}", row, changes=changes, visibility=visibility)


_UNTOLD = {"id", "created_at", "updated_at", "version", "org_l1", "org_l2", "org_l3", "org_l4", "org_l5"}
