"""What a handoff's own columns say, reckoned from the messages that count and from nothing else. Plain Python."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from duban.handoff.bodies import (
    BODIES,
    HandoffFile,
    HandoffNoticeToFile,
    HandoffReceive,
    HandoffRefuse,
    HandoffResult,
)
from duban.handoff.protocol import Envelope, after
from duban.handoff.rules import moves
from duban.handoff.terms import HOURS_TO_TELL
from duban.handoff.words import OVER, HandoffState, Kind, whose_turn

NOTHING_SAID: dict[str, Any] = {
    "received_at": None, "received_by": None, "receipt_number": None, "decided_at": None, "case_number": None,
    "filed_on": None, "returned_papers": None, "notified_at": None, "outcome": None, "over_at": None,
}  # fmt: skip

IN_PASSING = ("notified_at",)
"""What is told by messages that move nothing: such a one may arrive when the handoff has long moved on."""

DECIDES = frozenset({Kind.FORWARD, Kind.DECLINE, Kind.FILE, Kind.REFUSE})


def facts_of(applied: Iterable[Envelope]) -> dict[str, Any]:
    """The columns of a handoff of which `applied`, in this order, are the messages that count; `refer` is the first."""
    facts: dict[str, Any] = {**NOTHING_SAID, "turn": 0, "late": []}
    state: HandoffState | None = None
    for said in applied:
        match BODIES[said.kind].model_validate(said.body):
            case HandoffReceive(received_at=received_at, receiver_name=name, receipt_number=number):
                facts |= {"received_at": received_at, "received_by": name, "receipt_number": number}
            case HandoffFile(case_number=number, filed_on=day):
                facts |= {"case_number": number, "filed_on": day}
            case HandoffRefuse(returned_papers=count):
                facts["returned_papers"] = count
            case HandoffNoticeToFile(notified_at=notified_at):
                facts["notified_at"] = notified_at
            case HandoffResult(outcome=outcome):
                facts["outcome"] = outcome
        if said.kind in DECIDES and facts["decided_at"] is None:
            facts["decided_at"] = said.at
        if said.kind in (Kind.FORWARD, Kind.ASK_PAPERS) and facts["received_at"] is not None:
            last = facts["received_at"] + timedelta(hours=HOURS_TO_TELL)
            if said.at > last and said.kind not in facts["late"]:
                facts["late"] = [*facts["late"], said.kind.value]
        if moves(said.kind):
            state = after(state, said.kind)
            facts |= {"turn": facts["turn"] + 1, "state": state, "since": said.at, "on_turn": whose_turn(state)}
            if state in OVER:
                facts["over_at"] = said.at
    return facts
