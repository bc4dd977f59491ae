"""How a clue is handed on to another organ than the police, and what the steps of a transfer do."""

from collections.abc import Mapping
from typing import Any

from duban.clues.bodies import AnswerTransfer, ClueReasoned, SendTransfer, SignTransfer, TransferCreate
from duban.clues.models import Clue, ClueTransfer
from duban.clues.rules import CLUE, KEEP
from duban.clues.transfer_rules import TRANSFER
from duban.clues.wording import reasoned, require_words
from duban.clues.words import ClueState, Receiver, Secrecy
from duban.kernel.access import one_visible
from duban.kernel.acts import Act
from duban.kernel.checks import flags_lateness, invalid, looking_back, note_lateness
from duban.kernel.clock import day_of
from duban.kernel.db import LEVELS
from duban.kernel.errors import NotFound
from duban.kernel.ids import new_id
from duban.kernel.numbers import next_number
from duban.kernel.transitions import Doing, perform, run_clocks
from duban.orgs.actors import forget_actors

PREFIX = "XY"


async def propose(act: Act, body: TransferCreate) -> ClueTransfer:
    """Propose to hand a clue on; the clue moves in the same act.

    Raises Forbidden, Conflict where the clue cannot be handed on now, Invalid (`is_referred` for the police, a reason
    missing, or given of a secret clue).
    """
    act.me.require(KEEP)
    try:
        clue = await one_visible(act.db, Clue, body.clue_id, act.me, lock=True)
    except NotFound:
        raise invalid("clue_id", "no_such_clue", "没有这条线索。", "There is no such clue.") from None
    if body.receiver is Receiver.POLICE and clue.secrecy is Secrecy.NONE:
        raise invalid(
            "receiver", "is_referred", "移送公安机关请先指定专案组。", "To the police it is referred: name the team."
        )
    require_words(clue, "reason", body.reason)
    await note_lateness(act, clue)
    await perform(act, CLUE, "hand_on", clue, values={"open_transfers": clue.open_transfers + 1})
    transfer = ClueTransfer(
        id=new_id(),
        reach=clue.reach,
        created_at=act.now,
        updated_at=act.now,
        organisation_id=clue.organisation_id,
        about_organisation_id=clue.about_organisation_id,
        number=await next_number(act, PREFIX),
        region_code=clue.region_code,
        clue_id=clue.id,
        clue_number=clue.number,
        clue_received_at=clue.received_at,
        secrecy=clue.secrecy,
        receiver=body.receiver,
        receiver_name=body.receiver_name,
        reason=body.reason,
        is_for_discipline=body.receiver is Receiver.DISCIPLINE,
        proposed_by_id=act.me.id,
        proposed_by_name=act.me.name,
    )
    for level in range(1, LEVELS + 1):
        setattr(transfer, f"org_l{level}", getattr(clue, f"org_l{level}"))
    act.db.add(transfer)
    told = {"clue_id": (None, clue.id), "receiver": (None, body.receiver)}
    act.note("clue_transfer:propose", transfer, changes=told)
    await act.db.flush()
    await run_clocks(act, TRANSFER, "propose", transfer)
    forget_actors(act)  # whoever keeps away from the clue keeps away from this transfer from now on
    return transfer


async def approve(act: Act, transfer: ClueTransfer, body: None) -> dict[str, Any]:
    return {"approved_by_name": act.me.name, "approved_at": act.now}


async def refuse(act: Act, transfer: ClueTransfer, body: ClueReasoned) -> dict[str, Any]:
    """A clue that goes nowhere else comes back to be assessed anew."""
    clue = await _one_open_less(act, transfer)
    if clue.state is ClueState.REFERRED and clue.open_transfers == clue.open_referrals == 0:
        await perform(act, CLUE, "come_back", clue)
    return _keeping_its_reason(transfer)


def _keeping_its_reason(transfer: ClueTransfer) -> dict[str, Any]:
    """The step's reason is the journal's: the transfer's own stays."""
    return {"reason": transfer.reason}


async def send(act: Act, transfer: ClueTransfer, body: SendTransfer) -> dict[str, Any]:
    """Raises Invalid for what was sent before it was approved, or is to be answered before it was sent."""
    sent = min(body.sent_at or act.now, act.now)
    if transfer.approved_at is not None and sent < transfer.approved_at:
        raise invalid("sent_at", "before_approval", "移交不能早于批准。", "It was not sent before it was approved.")
    if body.answer_due_on is not None and body.answer_due_on < day_of(sent):
        raise invalid("answer_due_on", "before_sending", "答复期限不能早于移交。", "It is not due before it was sent.")
    if transfer.receiver is Receiver.POLICE:  # a secret clue: this is its referral
        clue = await act.db.get_one(Clue, transfer.clue_id, with_for_update=True)
        act.change(clue, {"referred_at": clue.referred_at or sent}, action="clue:transfer_sent")
    return {"sent_at": sent}


async def sign(act: Act, transfer: ClueTransfer, body: SignTransfer) -> dict[str, Any]:
    """Raises Invalid for a receipt signed before anything was sent."""
    signed = body.signed_at or act.now
    if transfer.sent_at is not None and signed < transfer.sent_at:
        raise invalid("signed_at", "before_sending", "签收不能早于移交。", "It was not signed for before it was sent.")
    return {"signed_at": signed}


async def urge(act: Act, transfer: ClueTransfer, body: ClueReasoned) -> dict[str, Any]:
    return {"urged_count": transfer.urged_count + 1, **_keeping_its_reason(transfer)}


async def answer(act: Act, transfer: ClueTransfer, body: AnswerTransfer) -> None:
    """Raises Invalid for words about a secret clue, and for what was decided before it was sent."""
    require_words(transfer, "outcome_note", body.outcome_note, needed=False)
    if transfer.sent_at is not None and body.outcome_on < day_of(transfer.sent_at):
        raise invalid("outcome_on", "before_sending", "反馈不能早于移交。", "It was not answered before it was sent.")


async def archive(act: Act, transfer: ClueTransfer, body: None) -> None:
    await _one_open_less(act, transfer)


async def _one_open_less(act: Act, transfer: ClueTransfer) -> Clue:
    """The locked clue, of which one transfer less is open."""
    clue = await act.db.get_one(Clue, transfer.clue_id, with_for_update=True)
    act.change(clue, {"open_transfers": clue.open_transfers - 1}, action="clue:transfer_over")
    return clue


_STEPS: Mapping[str, Doing] = {
    "approve": approve,
    "refuse": reasoned(refuse),
    "send": send,
    "sign": sign,
    "urge": reasoned(urge),
    "answer": answer,
    "archive": archive,
}

DOING: Mapping[str, Doing] = {
    name: looking_back(does, ahead=frozenset({"answer_due_on"})) for name, does in _STEPS.items()
}
"""By the step's name."""

flags_lateness(ClueTransfer)
