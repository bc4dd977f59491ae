"""Questions and answers between whoever handles a complaint and its complainant, who has a receipt code.

Of what is written the journal keeps that it was written, never the words: readers of the matter read the journal, and
the words may tell who complains.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.complaints.guards import acts_for_the_handler
from duban.complaints.models import Complaint
from duban.complaints.public_models import ComplaintMessage, ComplaintReceipt, Sender
from duban.complaints.queries import unread
from duban.complaints.rules import HANDLE
from duban.kernel.access import Actor
from duban.kernel.acts import Act
from duban.kernel.cases import by
from duban.kernel.errors import Conflict, FieldError, Forbidden, Invalid, Text
from duban.kernel.ids import new_id


def write(act: Act, complaint: Complaint, sender: Sender, text: str) -> ComplaintMessage:
    """Add one message to the locked `complaint`. From the complainant it waits to be read."""
    from_handler = sender is Sender.HANDLER
    message = ComplaintMessage(
        id=new_id(),
        created_at=act.now,
        updated_at=act.now,
        complaint_id=complaint.id,
        sender=sender,
        text=text,
        at=act.now,
        by_name=act.me.name if from_handler else None,
        organisation_name=act.me.organisation_name if from_handler else None,
    )
    act.db.add(message)
    before = complaint.unread_since
    complaint.unread_since = None if from_handler else before or act.now
    changes = {"message_id": (None, message.id), "unread_since": (before, complaint.unread_since)}
    action = "complaint:answer_message" if from_handler else "complaint:receive_message"
    act.note(action, complaint, changes={name: pair for name, pair in changes.items() if pair[0] != pair[1]})
    return message


def require_readable(complaint: Any, me: Actor) -> None:
    """Raise Forbidden for an institution that does not handle it: what a complainant writes to the authority is not
    for the one complained about (信访工作条例 art. 30), and tells who complains."""
    if me.is_institution and complaint.handler_id != me.organisation_id:
        raise Forbidden(
            "messages_kept",
            Text(
                "往来消息只有承办单位和上级主管部门可以查看。",
                "Only whoever handles it and the authorities above read the messages.",
            ),
        )


async def answer(act: Act, complaint: Complaint, text: str) -> ComplaintMessage:
    """Write to the complainant of the locked `complaint`; what waited counts as read. Raises Forbidden, Conflict
    (`not_the_handler`, `no_receipt`)."""
    require_handler(act, complaint)
    if not await has_receipt(act.db, complaint.id):
        raise Conflict(
            "no_receipt",
            Text(
                "这件投诉不是通过公开页面提交的，投诉人没有查询码，请用电话等方式联系。",
                "It did not come by the public page: its complainant has no code. Call or write instead.",
            ),
        )
    await _mark(act, complaint, None)
    return write(act, complaint, Sender.HANDLER, text)


async def mark_read(act: Act, complaint: Complaint, up_to: UUID) -> None:
    """The messages up to and including `up_to` were read; what came later waits on. Raises Forbidden, Conflict, Invalid
    for a message of another complaint."""
    require_handler(act, complaint)
    known = await act.db.get(ComplaintMessage, up_to)
    if known is None or known.complaint_id != complaint.id:
        text = Text("没有这条消息。", "There is no such message here.")
        raise Invalid("message_unknown", text, [FieldError("/up_to", "message_unknown", text)])
    if await _mark(act, complaint, up_to):
        await act.db.flush()
        first = await act.db.scalar(
            select(col(ComplaintMessage.at)).where(unread(complaint.id)).order_by(col(ComplaintMessage.id)).limit(1)
        )
        act.change(complaint, {"unread_since": first}, action="complaint:read_messages")


async def seen_by_the_complainant(act: Act, complaint_id: UUID) -> None:
    """What the handler wrote has been fetched with the receipt code. No act on the complaint: its version stays."""
    await act.db.execute(
        update(ComplaintMessage)
        .where(
            col(ComplaintMessage.complaint_id) == complaint_id,
            col(ComplaintMessage.sender) == Sender.HANDLER,
            col(ComplaintMessage.read_at).is_(None),
        )
        .values(read_at=act.now)
    )


async def _mark(act: Act, complaint: Complaint, up_to: UUID | None) -> int:
    waiting = select(ComplaintMessage).where(unread(complaint.id))
    if up_to is not None:
        waiting = waiting.where(col(ComplaintMessage.id) <= up_to)
    rows = (await act.db.scalars(waiting)).all()
    for row in rows:
        row.read_at = act.now
        row.touch(act.now)
    return len(rows)


def require_handler(act: Act, complaint: Complaint) -> None:
    act.me.require(HANDLE)
    if refusal := acts_for_the_handler(complaint, by(act.me, act.now)):
        raise Conflict(refusal.code, refusal.text)


async def has_receipt(db: AsyncSession, complaint_id: UUID) -> bool:
    """Whether somebody reads along under a receipt code."""
    found = select(col(ComplaintReceipt.id)).where(col(ComplaintReceipt.complaint_id) == complaint_id)
    return await db.scalar(found) is not None
