"""What the receiver attaches to a handoff: notices and receipts. The next message takes them along."""

from sqlalchemy import select
from sqlmodel import col

from duban.handoff.models import Handoff, HandoffFile, HandoffMessage
from duban.handoff.rules import READ, is_the_receiver
from duban.handoff.words import Party
from duban.kernel.acts import Act
from duban.kernel.cases import by
from duban.kernel.errors import Conflict, Text
from duban.kernel.evidence import SUBJECTS, SubjectRule


async def added(act: Act, handoff: Handoff, purpose: str) -> None:
    if refused := is_the_receiver(handoff, by(act.me, act.now)):
        raise Conflict(refused.code, refused.text)


async def withdrawn(act: Act, handoff: Handoff, purpose: str) -> None:
    """Raises Conflict once the receiver's messages have taken files along: what was said stays said."""
    await added(act, handoff, purpose)
    sent = (
        select(col(HandoffFile.id))
        .join(HandoffMessage, col(HandoffMessage.id) == col(HandoffFile.message_id))
        .where(col(HandoffFile.handoff_id) == handoff.id, col(HandoffMessage.party) == Party.RECEIVER)
    )
    if await act.db.scalar(sent.limit(1)):
        raise Conflict("sent_already", Text("材料已随消息发出，不能撤回。", "Files went out with messages: they stay."))


SUBJECTS[Handoff.word()] = SubjectRule(
    model=Handoff,
    read=READ,
    purposes={
        "receipt": Text("回执", "receipt"),
        "notice": Text("书面通知", "written notice"),
        "goods_list": Text("物品交接清单", "list of goods"),
        "other": Text("其他材料", "other"),
    },
    on_added=added,
    on_withdrawn=withdrawn,
)
