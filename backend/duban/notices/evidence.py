"""Evidence of a notice: the letter that came, and the letter that answered it. The organ that sent the notice attaches
its letter itself, and reads the answer's once it was given."""

from duban.kernel.acts import Act
from duban.kernel.cases import by
from duban.kernel.errors import Conflict, Text
from duban.kernel.evidence import SUBJECTS, Outside, SubjectRule
from duban.notices.guards import acts_for_the_authority
from duban.notices.models import Notice
from duban.notices.queries import sender_of
from duban.notices.rules import READ
from duban.notices.words import NoticeState

LETTER, ANSWER_LETTER = "letter", "answer_letter"


def _require_the_authority(act: Act, notice: Notice) -> None:
    if refusal := acts_for_the_authority(notice, by(act.me, act.now)):
        raise Conflict(refusal.code, refusal.text)


def _is_the_senders_own(act: Act, notice: Notice, purpose: str) -> bool:
    """The letter of who sent the notice, while nothing was answered to it."""
    if purpose != LETTER or act.me.organisation_id != notice.from_organisation_id:
        return False
    if notice.state is not NoticeState.RECEIVED:
        raise Conflict(
            "answered_already", Text("已答复或办结，来文不能再改动。", "It was answered or closed: the letter stays.")
        )
    return True


async def added(act: Act, notice: Notice, purpose: str) -> None:
    """Raises Conflict for anybody but the authority addressed, one above it, and, of the letter, who sent it."""
    if _is_the_senders_own(act, notice, purpose):
        return
    _require_the_authority(act, notice)
    if purpose == ANSWER_LETTER:
        act.change(notice, {"answer_letters": notice.answer_letters + 1}, action="notice:evidence")


async def withdrawn(act: Act, notice: Notice, purpose: str) -> None:
    """Raises Conflict for the letter of an answer that was given, and as `added` does."""
    if _is_the_senders_own(act, notice, purpose):
        return
    _require_the_authority(act, notice)
    if purpose != ANSWER_LETTER:
        return
    if notice.state is not NoticeState.RECEIVED:
        raise Conflict("answer_rests_on_it", Text("已据此答复，不能撤回。", "The answer rests on it: it stays."))
    act.change(notice, {"answer_letters": notice.answer_letters - 1}, action="notice:evidence")


def _shown_to_the_sender(notice: Notice) -> frozenset[str]:
    return frozenset({LETTER, ANSWER_LETTER} if notice.answered_at else {LETTER})


SUBJECTS[Notice.word()] = SubjectRule(
    model=Notice,
    read=READ,
    purposes={
        LETTER: Text("来文", "the letter that came"),
        ANSWER_LETTER: Text("复函", "letter of answer"),
        "other": Text("其他材料", "other"),
    },
    on_added=added,
    on_withdrawn=withdrawn,
    outside=Outside(sender_of, _shown_to_the_sender, frozenset({LETTER})),
)
