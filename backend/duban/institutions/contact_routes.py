"""Contacts over HTTP, below their institution."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from duban.institutions import contacts
from duban.institutions.models import Institution, InstitutionContact
from duban.institutions.schemas import (
    ContactCreate,
    ContactEnd,
    ContactPatch,
    ContactRead,
    ContactsRead,
    Revealed,
    RevealIn,
)
from duban.institutions.seeing import one_seen
from duban.kernel.access import one_visible
from duban.kernel.idempotency import ShownOnce
from duban.kernel.lane import dump
from duban.kernel.problems import refusals
from duban.kernel.transitions import IdempotencyKey, IfMatch
from duban.kernel.web import DubanRoute, Me, Writing, database, etag, require_match
from duban.orgs.protection import key_ring

router = APIRouter(prefix="/institutions/{id}/contacts", tags=["institutions"], route_class=DubanRoute)
SECURED: dict[str, Any] = {"security": [{"bearer": []}]}


def _shown(contact: InstitutionContact, status: int = 200) -> Response:
    read = ContactRead.model_validate(contact)
    return Response(
        dump(read.model_dump()), status_code=status, media_type="application/json", headers={"ETag": etag(contact)}
    )


@router.get(
    "",
    operation_id="institution_contact_list",
    summary="联络员: 列表 list",
    response_model=ContactsRead,
    responses=refusals(400, 401, 403, 404),
    openapi_extra=SECURED,
)
async def list_contacts(request: Request, id: UUID, me: Me) -> Response:
    """The institution's contacts, present ones first. Numbers are masked."""
    async with database(request).reading() as connection:
        institution = await one_seen(connection, me, id)
        me.require("institution.read")
        rows = (await connection.execute(contacts.of(institution.id))).all()
    return Response(
        dump({"items": [ContactRead.model_validate(row).model_dump() for row in rows]}), media_type="application/json"
    )


@router.post(
    "",
    status_code=201,
    operation_id="institution_contact_create",
    summary="联络员: 新增 add",
    response_model=ContactRead,
    responses=refusals(400, 401, 403, 404, 409, 422, 503),
    openapi_extra=SECURED,
)
async def add(
    request: Request, id: UUID, act: Writing, body: ContactCreate, idempotency_key: IdempotencyKey = None
) -> Response:
    """Add a contact. The number is stored encrypted."""
    institution = await one_visible(act.db, Institution, id, act.me)
    act.me.require("institution.write")
    contact = await contacts.add(act, key_ring(request.app.state.settings), institution, body.model_dump())
    return _shown(contact, 201)


@router.patch(
    "/{contact_id}",
    operation_id="institution_contact_amend",
    summary="联络员: 修改 amend",
    response_model=ContactRead,
    responses=refusals(400, 401, 403, 404, 409, 412, 422, 428, 503),
    openapi_extra=SECURED,
)
async def amend(
    request: Request, id: UUID, contact_id: UUID, act: Writing, body: ContactPatch, if_match: IfMatch = None
) -> Response:
    """Change what you send; `phone` null removes the number."""
    contact = await contacts.one(act, id, contact_id)
    act.me.require("institution.write")
    require_match(request, contact)
    contacts.amend(act, key_ring(request.app.state.settings), contact, body.model_dump(exclude_unset=True))
    return _shown(contact)


@router.post(
    "/{contact_id}/end",
    operation_id="institution_contact_end",
    summary="联络员: 停用 end",
    response_model=ContactRead,
    responses=refusals(400, 401, 403, 404, 409, 412, 422, 428, 503),
    openapi_extra=SECURED,
)
async def end(
    request: Request,
    id: UUID,
    contact_id: UUID,
    act: Writing,
    body: ContactEnd,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """A contact no more from a day on. The row stays."""
    contact = await contacts.one(act, id, contact_id)
    act.me.require("institution.write")
    require_match(request, contact)
    contacts.end(act, contact, body.on)
    return _shown(contact)


@router.post(
    "/{contact_id}/reveal",
    operation_id="institution_contact_reveal",
    summary="联络员: 查看电话 reveal the number",
    response_model=Revealed,
    responses=refusals(400, 401, 403, 404, 422, 503),
    openapi_extra=SECURED,
)
async def reveal(
    request: Request, id: UUID, contact_id: UUID, act: Writing, body: RevealIn, idempotency_key: IdempotencyKey = None
) -> Response:
    """The plain number, for a stated reason. Every look is journalled. A retry of the same key does not show it."""
    contact = await contacts.one(act, id, contact_id)
    act.me.require("institution.reveal")
    phone, forget_at = contacts.reveal(act, key_ring(request.app.state.settings), contact, body.reason)
    return ShownOnce(
        dump({"phone": phone, "forget_at": forget_at}),
        dump({"phone": None, "forget_at": forget_at}),
        media_type="application/json",
        headers={"Cache-Control": "no-store"},
    )
