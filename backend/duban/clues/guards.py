"""What must hold before a step of a clue or a transfer is taken. Guards look only at the row's own columns, so that
`available_actions` can say the same thing beforehand."""

from typing import Any

from duban.clues.words import Proposal, Receiver
from duban.kernel.errors import Text
from duban.kernel.workflow import By, Guard, Refusal

CHIEF = "referral.decide"
"""What only the chief may."""

_MUST_BE_REFERRED = Refusal(
    "must_be_referred",
    Text(
        "已达到移送标准，应当移送公安机关，不得以罚代刑、留存或了结（310号令第3条、第11条；行政处罚法第27条）。",
        "It reaches the threshold of a crime: it has to be referred to the police. No penalty, keeping or closing "
        "takes the place of that (order 310 arts 3, 11; 行政处罚法 art. 27).",
    ),
)


def need_not_be_referred(clue: Any, by: By) -> Refusal | None:
    """C-1: whatever reaches the threshold of a crime is referred; a penalty does not take its place, nor a drawer."""
    return _MUST_BE_REFERRED if clue.must_refer else None


def was_referred_where_it_must(clue: Any, by: By) -> Refusal | None:
    """C-1 again, at the end: what another organ has done with a clue does not take the place of the police."""
    return _MUST_BE_REFERRED if clue.must_refer and clue.referred_at is None else None


def is_assessed(clue: Any, by: By) -> Refusal | None:
    """What is decided rests on a recorded assessment."""
    if clue.assessed_at is not None:
        return None
    return Refusal(
        "assess_first",
        Text("请先登记研判意见（管辖、移送标准）。", "Enter the assessment first: jurisdiction and threshold."),
    )


def proposed_is(kind: Proposal) -> Guard:
    def guard(clue: Any, by: By) -> Refusal | None:
        if clue.proposal == kind:
            return None
        return Refusal("another_proposal", Text("呈批的不是这一处理意见。", "This is not what was proposed."))

    guard.__name__ = f"proposed_is_{kind.value}"
    return guard


def is_not_ones_own_proposal(clue: Any, by: By) -> Refusal | None:
    """Nobody approves what he submitted himself."""
    if str(clue.proposed_by_id) != str(by.actor_id):
        return None
    return Refusal("own_proposal", Text("不能批准自己提出的意见。", "Nobody approves their own proposal."))


def nothing_is_under_way(clue: Any, by: By) -> Refusal | None:
    if clue.open_referrals == 0 and clue.open_transfers == 0:
        return None
    return Refusal(
        "still_under_way",
        Text("移送或移交尚未办结，不能了结线索。", "A referral or transfer of it is still open."),
    )


def somebody_is_to_be_told(clue: Any, by: By) -> Refusal | None:
    if any(
        getattr(clue, f"owes_{name}") and getattr(clue, f"told_{name}_at") is None
        for name in ("police", "mental_health", "governance")
    ):
        return None
    return Refusal("nobody_to_tell", Text("没有待报告的部门。", "Everybody who has to be told was told."))


def no_referral_is_open(clue: Any, by: By) -> Refusal | None:
    if clue.open_referrals == 0:
        return None
    return Refusal("referral_is_open", Text("已有正在办理的移送。", "A referral of it is under way already."))


def is_no_secret(clue: Any, by: By) -> Refusal | None:
    """Of a secret clue nothing but index data stand here: its papers go their own way."""
    if clue.secrecy == "none":
        return None
    return Refusal(
        "secret_clue",
        Text(
            "涉密线索只登记索引信息，不在本系统内形成移送材料；请按保密规定移送，并在此登记移交和回执。",
            "Of a secret clue only index data stand here. Its papers go by the rules of secrecy; enter the transfer "
            "and the receipt.",
        ),
    )


def chief_decides_on_discipline(transfer: Any, by: By) -> Refusal | None:
    """RULES machine 5: other receivers are approved by the vice leader, discipline inspection by the chief."""
    if transfer.receiver != Receiver.DISCIPLINE or CHIEF in by.permissions:
        return None
    return Refusal(
        "chief_decides",
        Text(
            "移交纪检监察机关的，由主要负责人批准。", "A transfer to discipline inspection is the chief's to approve."
        ),
    )
