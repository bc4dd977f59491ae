"""The closed lists of words of a handoff. Plain Python, importable by all without a cycle."""

from enum import StrEnum


class HandoffParty(StrEnum):
    """Who speaks: the organisation that hands a case over, or the one that is handed it."""

    SENDER = "sender"
    RECEIVER = "receiver"


class HandoffState(StrEnum):
    """Where a handoff stands."""

    SENT = "sent"
    RECEIVED = "received"
    SUPPLEMENTING = "supplementing"
    FORWARDED = "forwarded"
    DECLINED = "declined"
    FILED = "filed"
    HANDING_OVER = "handing_over"
    HANDED_OVER = "handed_over"
    REFUSED = "refused"
    RECONSIDERING = "reconsidering"
    UPHELD = "upheld"
    SUPERVISED = "supervised"
    CONCLUDED = "concluded"
    ENDED = "ended"


_S = HandoffState

OVER = frozenset({_S.FORWARDED, _S.DECLINED, _S.CONCLUDED, _S.ENDED})

TURN_OF_SENDER = frozenset({_S.SUPPLEMENTING, _S.FILED, _S.REFUSED, _S.UPHELD})
"""Here the next word is the sender's; in every other state that is not over it is the receiver's. The receiver may
speak out of turn: the police go on with what they have while papers are being supplemented (C-9)."""


def whose_turn(state: HandoffState) -> HandoffParty | None:
    """Who has the next word; None when all is said."""
    if state in OVER:
        return None
    return HandoffParty.SENDER if state in TURN_OF_SENDER else HandoffParty.RECEIVER


class HandoffKind(StrEnum):
    """What a message says. Which is open in which state to which party stands in the workflow's table (`rules.py`)."""

    REFER = "refer"
    RECEIVE = "receive"
    ASK_PAPERS = "ask_papers"
    SUPPLEMENT = "supplement"
    FORWARD = "forward"
    DECLINE = "decline"
    FILE = "file"
    REFUSE = "refuse"
    ASK_RECONSIDERATION = "ask_reconsideration"
    UPHOLD = "uphold"
    SUGGEST_SUPERVISION = "suggest_supervision"
    EXPLAIN = "explain"
    NOTICE_TO_FILE = "notice_to_file"
    HAND_OVER = "hand_over"
    CONFIRM_GOODS = "confirm_goods"
    RESULT = "result"
    END = "end"
    NOTE = "note"


class HandoffEffect(StrEnum):
    """What a message did: it counts, it came too late to change anything and is kept, or something before it is
    missing."""

    APPLIED = "applied"
    NOTED = "noted"
    WAITING = "waiting"


class HandoffChannel(StrEnum):
    """The way on which a message came to this installation."""

    WEB = "web"
    API = "api"
    DISC = "disc"
    PAPER = "paper"


class HandoffOutcome(StrEnum):
    """How the criminal case ended (C-20)."""

    WITHDRAWN = "withdrawn"
    NOT_PROSECUTED = "not_prosecuted"
    JUDGED = "judged"


# The API's document calls them by their long names, beside those of all other modules.
Party = HandoffParty
Kind = HandoffKind
Effect = HandoffEffect
Channel = HandoffChannel
Outcome = HandoffOutcome
