"""How a clue is handed on to another organ than the police, and what the steps of a transfer do."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from duban.clues.bodies import AnswerTransfer, SendTransfer, SignTransfer, TransferCreate
from duban.clues.models import Clue, ClueTransfer
from duban.clues.rules import CLUE, KEEP
from duban.clues.transfer_rules import TRANSFER
from duban.clues.words import TRANSFER_OVER, Receiver, Secrecy
from duban.kernel.access import one_visible
from duban.kernel.acts import Act
from duban.kernel.checks import flags_lateness, invalid, looking_back
from duban.kernel.db import LEVELS
from duban.kernel.errors import NotFound
from duban.kernel.ids import new_id
from duban.kernel.numbers import next_number
from duban.kernel.transitions import Doing, perform, run_clocks

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
    secret = clue.secrecy is not Secrecy.NONE
    if secret and body.reason:
        raise invalid("reason", "secret_clue", "涉密线索不登记内容。", "Nothing of a secret clue's content.")
    if not secret and not body.reason:
        raise invalid("reason", "missing", "请填写移交理由。", "Say why it is handed on.")
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
    return transfer


async def approve(act: Act, transfer: ClueTransfer, body: None) -> dict[str, Any]:
    return {"approved_by_name": act.me.name, "approved_at": act.now}


async def send(act: Act, transfer: ClueTransfer, body: SendTransfer) -> dict[str, Any]:
    return {"sent_at": act.now}


async def sign(act: Act, transfer: ClueTransfer, body: SignTransfer) -> dict[str, Any]:
    """Raises Invalid for a receipt signed before anything was sent."""
    signed = body.signed_at or act.now
    if transfer.sent_at is not None and signed < transfer.sent_at:
        raise invalid("signed_at", "before_sending", "签收不能早于移交。", "It was not signed for before it was sent.")
    return {"signed_at": signed}


async def urge(act: Act, transfer: ClueTransfer, body: BaseModel) -> dict[str, Any]:
    return {"urged_count": transfer.urged_count + 1}


async def answer(act: Act, transfer: ClueTransfer, body: AnswerTransfer) -> None:
    """Raises Invalid for words about a secret clue."""
    if transfer.secrecy is not Secrecy.NONE and body.outcome_note:
        raise invalid("outcome_note", "secret_clue", "涉密线索不登记内容。", "Nothing of a secret clue's content.")


async def _over(act: Act, transfer: ClueTransfer, body: Any) -> None:
    """One transfer of the clue less is open."""
    clue = await act.db.get(Clue, transfer.clue_id, with_for_update=True)
    if clue is not None and transfer.state not in TRANSFER_OVER:
        act.change(clue, {"open_transfers": clue.open_transfers - 1}, action="clue:transfer_over")


_STEPS: Mapping[str, Doing] = {
    "approve": approve,
    "refuse": _over,
    "send": send,
    "sign": sign,
    "urge": urge,
    "answer": answer,
    "archive": _over,
}

DOING: Mapping[str, Doing] = {
    name: looking_back(does, ahead=frozenset({"answer_due_on"})) for name, does in _STEPS.items()
}
"""By the step's name."""

flags_lateness(ClueTransfer)
