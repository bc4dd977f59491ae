"""What the steps of a notice do besides moving it, and what follows where a term of it was missed."""

from collections.abc import Mapping
from typing import Any

from duban.kernel import clocks
from duban.kernel.acts import Act
from duban.kernel.checks import flag_late, invalid, looking_back
from duban.kernel.clocks import Clock
from duban.kernel.transitions import Doing
from duban.notices.models import Notice
from duban.notices.opening import open_task
from duban.notices.registering import make_findable
from duban.notices.schemas import AnswerNotice, VoidNotice
from duban.notices.terms import ANSWERS


async def answer(act: Act, notice: Notice, body: AnswerNotice) -> dict[str, Any]:
    """Raises Invalid for an answer given before the notice was received."""
    if body.answered_at is not None and body.answered_at < notice.received_at:
        raise invalid(
            "answered_at", "before_receipt", "答复不能早于收到。", "It was not answered before it was received."
        )
    told = body.model_dump(include={"answer", "answer_document_number"})
    await make_findable(act, notice, told)
    return {"answered_at": body.answered_at or act.now, "answered_by_name": act.me.name}


async def close(act: Act, notice: Notice, body: None) -> dict[str, Any]:
    return {"closed_at": act.now}


async def void(act: Act, notice: Notice, body: VoidNotice) -> dict[str, Any]:
    return {"closed_at": act.now}


DOING: Mapping[str, Doing] = {
    "open_task": looking_back(open_task, ahead=frozenset({"due_on"})),
    "answer": looking_back(answer),
    "close": looking_back(close),
    "void": looking_back(void),
}


async def missed(act: Act, clock: Clock) -> None:
    """The term ran out: the flag that stays; a missed answer is reported upward, where somebody stands above."""
    notice = await act.db.get(Notice, clock.subject_id, with_for_update=True)
    if notice is None:
        return
    flag_late(act, notice, clock)
    if clock.term in ANSWERS and clock.escalated_to_id is not None:
        act.change(notice, {"reported_upward_at": act.now}, action="notice:report_upward")


clocks.REACTIONS[Notice.word()] = missed
