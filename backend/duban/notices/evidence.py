"""Evidence of a notice: the letter that came, and the letter that answered it."""

from duban.kernel.acts import Act
from duban.kernel.cases import by
from duban.kernel.errors import Conflict, Text
from duban.kernel.evidence import SUBJECTS, SubjectRule
from duban.notices.guards import acts_for_the_authority
from duban.notices.models import Notice
from duban.notices.rules import READ
from duban.notices.words import NoticeState

ANSWER_LETTER = "answer_letter"


def _require_the_authority(act: Act, notice: Notice) -> None:
    if refusal := acts_for_the_authority(notice, by(act.me, act.now)):
        raise Conflict(refusal.code, refusal.text)


async def added(act: Act, notice: Notice, purpose: str) -> None:
    """Raises Conflict for anybody but the authority addressed or one above it."""
    _require_the_authority(act, notice)
    if purpose == ANSWER_LETTER:
        act.change(notice, {"answer_letters": notice.answer_letters + 1}, action="notice:evidence")


async def withdrawn(act: Act, notice: Notice, purpose: str) -> None:
    """Raises Conflict for the letter of an answer that was given."""
    _require_the_authority(act, notice)
    if purpose != ANSWER_LETTER:
        return
    if notice.state is not NoticeState.RECEIVED:
        raise Conflict("answer_rests_on_it", Text("已据此答复，不能撤回。", "The answer rests on it: it stays."))
    act.change(notice, {"answer_letters": notice.answer_letters - 1}, action="notice:evidence")


SUBJECTS[Notice.word()] = SubjectRule(
    model=Notice,
    read=READ,
    purposes={
        "letter": Text("来文", "the letter that came"),
        ANSWER_LETTER: Text("复函", "letter of answer"),
        "other": Text("其他材料", "other"),
    },
    on_added=added,
    on_withdrawn=withdrawn,
)
