"""What the holder of a receipt code does: writes, adds pictures, rates the answer, takes the complaint back."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from duban.complaints.messages import write
from duban.complaints.models import Complaint
from duban.complaints.public_form import MESSAGES_PER_DAY, PHOTOS
from duban.complaints.public_holding import Held
from duban.complaints.public_models import ComplaintMessage, Sender
from duban.complaints.public_reading import given_files, may_rate, may_write
from duban.complaints.public_schemas import RatingIn, WithdrawIn
from duban.complaints.rules import COMPLAINT, HANDLE
from duban.kernel import evidence
from duban.kernel.acts import Act
from duban.kernel.errors import Conflict, Text, TooMany
from duban.kernel.evidence import Attachment, AttachmentIn
from duban.kernel.notifications import notify
from duban.kernel.transitions import perform
from duban.kernel.uploads import Upload

PURPOSE = "complaint"
"""What the pictures of a complainant are for (`evidence.py`)."""


async def locked(act: Act, held: Held) -> Complaint:
    """The complaint of the receipt. Raises Conflict where another has taken it over this very moment."""
    complaint = await act.db.get_one(Complaint, held.complaint_id, with_for_update=True)
    if complaint.handler_id != held.actor.organisation_id:
        raise Conflict(
            "handed_over_meanwhile",
            Text("承办单位刚刚变更，请再试一次。", "It was handed over just now. Please try once more."),
        )
    return complaint


def require_writable(complaint: Complaint) -> None:
    if not may_write(complaint):
        raise Conflict(
            "withdrawn_already",
            Text("投诉已撤回。需要时请重新投诉。", "It was taken back. Complain anew if you need to."),
        )


async def say(act: Act, held: Held, text: str) -> ComplaintMessage:
    """A message to whoever handles it, who is told. Raises Conflict, TooMany beyond `MESSAGES_PER_DAY`."""
    complaint = await locked(act, held)
    require_writable(complaint)
    since = act.now - timedelta(days=1)
    mine = select(func.count(), func.min(col(ComplaintMessage.at))).where(
        col(ComplaintMessage.complaint_id) == complaint.id,
        col(ComplaintMessage.sender) == Sender.COMPLAINANT,
        col(ComplaintMessage.at) > since,
    )
    count, first = (await act.db.execute(mine)).one()
    if count >= MESSAGES_PER_DAY:
        raise TooMany(
            "too_many_messages",
            Text("今天的消息已达上限，请明天再试，或者电话联系。", "Too many messages today. Try tomorrow, or call."),
            retry_after=max(1, int((first - since).total_seconds())),
        )
    return _heard(act, complaint, text)


def _heard(act: Act, complaint: Complaint, text: str) -> ComplaintMessage:
    message = write(act, complaint, Sender.COMPLAINANT, text)
    notify(
        act,
        "complaint_message",
        Text("投诉“{label}”的投诉人发来新消息。", "The complainant of “{label}” has written.").format(
            label=complaint.label
        ),
        subject_type=complaint.word(),
        subject_id=complaint.id,
        subject_label=complaint.label,
        organisation_id=complaint.handler_id,
        permission=HANDLE,
    )
    return message


async def add_photo(act: Act, held: Held, upload: Upload, id: Any) -> Attachment:
    """A picture, whose bytes lie under the key of `id` already. Raises Conflict where there are enough."""
    complaint = await locked(act, held)
    require_writable(complaint)
    if len(await given_files(act.db, complaint.id)) >= PHOTOS:
        raise too_many_photos()
    given = AttachmentIn(subject_type=complaint.word(), subject_id=complaint.id, purpose=PURPOSE)
    return await evidence.add(act, given, upload, id)


def too_many_photos() -> Conflict:
    return Conflict(
        "too_many_photos",
        Text("最多可以上传 {count} 张照片。", "{count} pictures are taken at most.").format(count=PHOTOS),
    )


async def rate(act: Act, held: Held, body: RatingIn) -> None:
    """The complainant's own word on the answer, once. It fills `satisfaction` where nobody has asked yet; what an
    officer heard in a call-back stays beside it. Raises Conflict."""
    complaint = await locked(act, held)
    if not may_rate(complaint):
        if complaint.rated_at is not None:
            raise Conflict("rated_already", Text("您已经评价过。", "You have rated it already."))
        raise Conflict("not_answered_yet", Text("答复之后才能评价。", "It can be rated once it is answered."))
    values: dict[str, Any] = {"rating": body.satisfaction, "rated_at": act.now}
    if complaint.satisfaction is None:
        values["satisfaction"] = body.satisfaction
    # Not in the journal, which the institution reads: the words may tell who complains.
    complaint.rating_comment = body.comment
    act.change(complaint, values, action="complaint:rate")


async def withdraw(act: Act, held: Held, body: WithdrawIn) -> None:
    """Taken back by its complainant. The reason goes to the messages, which no institution reads of a protected person.
    Raises Conflict once it is answered."""
    complaint = await locked(act, held)
    await perform(
        act,
        COMPLAINT,
        "withdraw",
        complaint,
        values={"withdrawn_how": "投诉人凭网上查询码撤回"},
        reason="投诉人通过公开页面撤回",
    )
    _heard(act, complaint, body.reason)
