"""A complaint by the public page: taken once however often it is sent, its receipt code shown to its sender only."""

import re
from datetime import timedelta
from typing import Any

from fastapi import Request
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.complaints.models import Complaint
from duban.complaints.public_form import EDITION
from duban.complaints.public_holding import acting, receipt_key, too_often
from duban.complaints.public_models import ComplaintReceipt
from duban.complaints.public_schemas import PublicComplaintIn
from duban.complaints.receipts import code_of, digest_of, understood
from duban.complaints.registering import register
from duban.complaints.rules import HANDLE
from duban.complaints.schemas import ComplaintContent
from duban.complaints.words import Channel
from duban.kernel import clocks
from duban.kernel.clock import today
from duban.kernel.db import Database
from duban.kernel.errors import FieldError, Invalid, Text
from duban.kernel.idempotency import fingerprint
from duban.kernel.ids import new_id
from duban.kernel.masks import LONG_NUMBER
from duban.kernel.notifications import notify
from duban.kernel.organisations import Organisation, OrganisationKind
from duban.kernel.web import database
from duban.orgs import throttling
from duban.orgs.auth_routes import caller_of
from duban.orgs.own_act import own_act
from duban.orgs.protection import COUNTER, key_ring
from duban.orgs.throttling import Limit
from duban.settings import Settings

TITLE = 30
"""Characters of a title made out of the facts."""


async def take(request: Request, intent: str, body: PublicComplaintIn) -> tuple[dict[str, Any], bool]:
    """The receipt (as `PublicReceipt`) for `body` sent under the key `intent`, and whether it was taken before.

    Raises Invalid (also `idempotency_mismatch`: the key was used for another complaint), TooMany.
    """
    settings: Settings = request.app.state.settings
    db, code = database(request), code_of(receipt_key(settings), intent)
    digest = digest_of(receipt_key(settings), understood(code))
    mark = await fingerprint(request)
    if known := await _known(db, digest, mark):
        return known | {"receipt_code": code}, True
    _require_notice(body)
    await _admit(request, settings)
    try:
        made = await _make(request, settings, digest, mark, body)
    except IntegrityError:
        # Sent twice at the same time: the twin came first.
        twin = await _known(db, digest, mark)
        if twin is None:
            raise
        return twin | {"receipt_code": code}, True
    return made | {"receipt_code": code}, False


async def _known(db: Database, digest: str, mark: str) -> dict[str, Any] | None:
    async with db.session() as session:
        receipt = await session.scalar(select(ComplaintReceipt).where(col(ComplaintReceipt.code_digest) == digest))
        if receipt is None:
            return None
        if receipt.fingerprint != mark:
            raise Invalid(
                "idempotency_mismatch",
                Text(
                    "这个 Idempotency-Key 已用于另一件投诉。请为新的投诉换一个新值。",
                    "This Idempotency-Key was used for another complaint. Use a fresh key for a new one.",
                ),
            )
        return await _told(session, await session.get_one(Complaint, receipt.complaint_id))


async def _admit(request: Request, settings: Settings) -> None:
    address, ring = caller_of(request).address, key_ring(settings)
    limits = [
        Limit(ring.digest(f"complaint|{window}|{address}", COUNTER), window, most)
        for window, most in (
            (timedelta(hours=1), settings.public_complaints_per_hour),
            (timedelta(days=1), settings.public_complaints_per_day),
        )
    ]
    # A transaction of its own: what was refused counts, too.
    async with own_act(database(request), request_id=request.scope.get("request_id")) as counting:
        wait = await throttling.passed(counting.db, counting.now, *limits)
    if wait:
        raise too_often(wait)


async def _make(
    request: Request, settings: Settings, digest: str, mark: str, body: PublicComplaintIn
) -> dict[str, Any]:
    db, receipt_id = database(request), new_id()
    async with db.session() as session:
        handler = await _handler(session, body)
    async with own_act(db, acting(receipt_id, handler), request_id=request.scope.get("request_id")) as act:
        complaint = await register(act, key_ring(settings), body.organisation_id, content_of(body))
        act.db.add(
            ComplaintReceipt(
                id=receipt_id,
                created_at=act.now,
                updated_at=act.now,
                complaint_id=complaint.id,
                code_digest=digest,
                fingerprint=mark,
                consented_at=act.now,
                notice_edition=body.notice_edition,
            )
        )
        notify(
            act,
            "complaint_received",
            Text("网上收到新投诉“{label}”，请及时办理。", "A new complaint came by the public page: “{label}”.").format(
                label=complaint.label
            ),
            subject_type=complaint.word(),
            subject_id=complaint.id,
            subject_label=complaint.label,
            organisation_id=handler.id,
            permission=HANDLE,
        )
        await act.db.flush()
        return await _told(act.db, complaint)


async def _told(db: AsyncSession, complaint: Complaint) -> dict[str, Any]:
    first = (await clocks.of(db, complaint))[0]
    institution = await db.get_one(Organisation, complaint.organisation_id)
    handler = await db.get_one(Organisation, complaint.handler_id)
    return {
        "number": complaint.number,
        "institution": institution.name,
        "handler": handler.name,
        "received_at": complaint.received_at,
        "due_on": first.due_on,
        "provisional": first.provisional,
        "basis": first.basis,
    }


def _refused(field: str, code: str, zh: str, en: str) -> Invalid:
    text = Text(zh, en)
    return Invalid(code, text, [FieldError(f"/{field}", code, text)])


def _require_notice(body: PublicComplaintIn) -> None:
    if body.notice_edition != EDITION:
        raise _refused(
            "notice_edition",
            "notice_changed",
            "个人信息处理告知已更新，请重新阅读后提交。",
            "The privacy notice has changed. Read it again, and send your complaint once more.",
        )


async def _handler(db: AsyncSession, body: PublicComplaintIn) -> Organisation:
    """Who is responsible: the institution itself; where it shall not know the person, the nearest health authority
    above it. Raises Invalid for what is no open institution."""
    about = await db.get(Organisation, body.organisation_id)
    if about is None or about.kind is not OrganisationKind.INSTITUTION or not _is_open(about):
        raise _refused(
            "organisation_id",
            "institution_unknown",
            "没有这家医疗机构，或者它已经注销。请从列表中重新选择。",
            "There is no such institution, or it is closed. Choose one from the list.",
        )
    if not body.is_protected:
        return about
    above = await db.scalars(select(Organisation).where(col(Organisation.id).in_([*filter(None, about.levels())])))
    authorities = [one for one in above if one.kind is OrganisationKind.HEALTH_AUTHORITY and _is_open(one)]
    if not authorities:
        raise _refused(
            "is_protected",
            "nobody_above",
            "这家机构没有上级卫生健康主管部门在本系统办理，不能保密投诉。",
            "No health authority above this institution is here to handle it without telling who you are.",
        )
    return max(authorities, key=lambda one: one.level)


def _is_open(organisation: Organisation) -> bool:
    return organisation.closed_on is None or organisation.closed_on > today()


def content_of(body: PublicComplaintIn) -> ComplaintContent:
    """The complaint as the ledger keeps it."""
    same = body.model_dump(exclude={"organisation_id", "title", "consented", "notice_edition"}, exclude_unset=True)
    return ComplaintContent(
        **same,
        channel=Channel.WEB,
        title=body.title or title_of(body.facts),
        first_receiver="网上投诉",
        first_department="公开投诉页面",
    )


def title_of(facts: str) -> str:
    """The first words of `facts`, up to the end of a sentence, without anybody's number in them."""
    first = re.split(r"[。！？!?；;\r\n]", LONG_NUMBER.sub("…", facts).strip(), maxsplit=1)[0].strip()
    words = first if len(first) >= 2 else facts.strip()
    return words if len(words) <= TITLE else words[: TITLE - 1] + "…"
