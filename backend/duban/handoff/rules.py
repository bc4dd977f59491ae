"""A handoff (移送往来): which word is open in which state, and to which party. The one table of it.

The sender's words are taken through the matter that it handles, never here (`system`); the receiver's are its people's
steps, or its machine's messages. Whatever way a word comes, `protocol.py` looks it up in this table.
"""

from typing import Any

from duban.handoff import terms
from duban.handoff.words import OVER, Kind, Party
from duban.handoff.words import HandoffState as S
from duban.kernel.errors import Text
from duban.kernel.terms import Term
from duban.kernel.workflow import By, Refusal, Start, Workflow, step

READ, DECIDE = "handoff.read", "handoff.decide"


def is_the_receiver(handoff: Any, by: By) -> Refusal | None:
    """Only the organisation that was handed it speaks for itself."""
    if str(by.organisation_id) == str(handoff.organisation_id):
        return None
    return Refusal(
        "not_the_receiver",
        Text("这一步由接收单位办理。", "The organisation that it was handed to takes this step."),
    )


def _start(term: Term, from_: str) -> Start:
    return Start(term, "organisation_id", DECIDE, from_=from_)


_R, _P = terms.REFERRAL, terms.POLICE
_DECIDING = (
    _start(terms.DECIDE, "received_at"),
    _start(terms.DECIDE_COMPLEX, "received_at"),
    _start(terms.DECIDE_GRAVE, "received_at"),
)
_UNDECIDED = {S.RECEIVED, S.SUPPLEMENTING}
_UNTOLD = {S.SENT, *_UNDECIDED}

HANDOFF = Workflow(
    name="handoff",
    title=Text("移送往来", "Handoff"),
    initial=S.SENT,
    final=OVER,
    states={
        S.SENT: Text("已移送待签收", "sent"),
        S.RECEIVED: Text("已签收", "received"),
        S.SUPPLEMENTING: Text("补充材料中", "papers asked for"),
        S.FORWARDED: Text("已转送", "forwarded"),
        S.DECLINED: Text("不属公安管辖", "declined"),
        S.FILED: Text("已立案", "filed"),
        S.HANDING_OVER: Text("涉案物品移交中", "goods being handed over"),
        S.HANDED_OVER: Text("交接完毕", "goods handed over"),
        S.REFUSED: Text("不予立案", "refused"),
        S.RECONSIDERING: Text("复议中", "reconsidering"),
        S.UPHELD: Text("复议维持", "upheld"),
        S.SUPERVISED: Text("立案监督中", "under supervision"),
        S.CONCLUDED: Text("刑事结果已反馈", "concluded"),
        S.ENDED: Text("已终结", "ended"),
    },
    steps=(
        step("refer", {S.SENT}, None, permission=DECIDE, label=Text("移送", "Refer"), basis=f"{_R} art. 5",
             starts=[_start(terms.RECEIPT, "referred_at")], system=True),
        step("receive", {S.SENT}, S.RECEIVED, permission=DECIDE, label=Text("签收", "Sign for it"),
             basis=f"{_R} art. 7", guards=[is_the_receiver], starts=_DECIDING, stops=[terms.RECEIPT.name]),
        step("ask_papers", {S.RECEIVED}, S.SUPPLEMENTING, permission=DECIDE,
             label=Text("通知补正", "Ask for papers"), basis=f"{_P} art. 180", guards=[is_the_receiver]),
        step("supplement", {S.SUPPLEMENTING}, S.RECEIVED, permission=DECIDE, label=Text("补充材料", "Supplement"),
             basis=f"{_P} art. 180", system=True),
        step("forward", _UNTOLD, S.FORWARDED, permission=DECIDE,
             label=Text("转送有管辖权的公安机关", "Forward by jurisdiction"), basis=f"{_R} art. 7",
             guards=[is_the_receiver], stops=[terms.RECEIPT.name, *terms.DECISION]),
        step("decline", _UNTOLD, S.DECLINED, permission=DECIDE,
             label=Text("不属公安机关管辖", "Not a police matter"), basis=f"{_P} art. 180",
             guards=[is_the_receiver], stops=[terms.RECEIPT.name, *terms.DECISION]),
        step("file", {*_UNDECIDED, S.REFUSED, S.RECONSIDERING, S.UPHELD, S.SUPERVISED}, S.FILED,
             permission=DECIDE, label=Text("立案", "File a case"), basis=f"{_R} art. 8", guards=[is_the_receiver],
             stops=[*terms.DECISION, *terms.AFTER_REFUSAL]),
        step("refuse", _UNDECIDED, S.REFUSED, permission=DECIDE, label=Text("不予立案", "Refuse to file"),
             basis=f"{_R} art. 8", guards=[is_the_receiver], stops=terms.DECISION),
        step("ask_reconsideration", {S.REFUSED}, S.RECONSIDERING, permission=DECIDE,
             label=Text("提请复议", "Ask for reconsideration"), basis=f"{_R} art. 9",
             starts=[_start(terms.RECONSIDER, "since")], system=True),
        step("uphold", {S.RECONSIDERING}, S.UPHELD, permission=DECIDE, label=Text("复议维持", "Uphold"),
             basis=f"{_R} art. 9", guards=[is_the_receiver], stops=[terms.RECONSIDER.name]),
        step("suggest_supervision", {S.REFUSED, S.UPHELD}, S.SUPERVISED, permission=DECIDE,
             label=Text("建议立案监督", "Suggest supervision"), basis=f"{_R} art. 9",
             starts=[_start(terms.EXPLAIN, "since")], system=True),
        step("explain", {S.SUPERVISED}, None, permission=DECIDE, label=Text("说明不立案理由", "Explain"),
             basis=f"{_P} art. 182", guards=[is_the_receiver], stops=[terms.EXPLAIN.name]),
        step("notice_to_file", {S.SUPERVISED}, None, permission=DECIDE,
             label=Text("检察院通知立案", "The procuratorate's notice to file"), basis=f"{_P} art. 182",
             starts=[_start(terms.FILE_ON_NOTICE, "notified_at")], cancels=[terms.EXPLAIN.name], system=True),
        step("hand_over", {S.FILED}, S.HANDING_OVER, permission=DECIDE, label=Text("移交涉案物品", "Hand over"),
             basis=f"{_R} art. 12", system=True),
        step("confirm_goods", {S.HANDING_OVER}, S.HANDED_OVER, permission=DECIDE,
             label=Text("确认物品交接", "Confirm the goods"), basis=f"{_R} art. 12", guards=[is_the_receiver]),
        step("result", {S.FILED, S.HANDING_OVER, S.HANDED_OVER}, S.CONCLUDED, permission=DECIDE,
             label=Text("反馈刑事结果", "Tell the outcome"), basis=f"{_R} art. 13", guards=[is_the_receiver]),
        step("end", {S.REFUSED, S.UPHELD, S.SUPERVISED}, S.ENDED, permission=DECIDE,
             label=Text("转行政处理", "End: handled administratively"), basis=f"{_R} art. 10",
             cancels=terms.AFTER_REFUSAL, system=True),
        step("note", S, None, permission=DECIDE, label=Text("附言", "Note"), guards=[is_the_receiver]),
    ),
)  # fmt: skip


def speaks(kind: Kind, party: Party) -> bool:
    """Whether `kind` is a word of `party` at all. A note is anybody's."""
    return kind is Kind.NOTE or (party is Party.SENDER) == HANDOFF[kind].system


def is_open(state: S | None, kind: Kind, party: Party) -> bool:
    """Whether `party` may say `kind` in `state`; None: nothing was said before, and only `refer` begins."""
    if state is None or kind is Kind.REFER:
        return state is None and kind is Kind.REFER and party is Party.SENDER
    return speaks(kind, party) and state in HANDOFF[kind].sources


def moves(kind: Kind) -> bool:
    """Whether `kind` counts a turn."""
    return kind is Kind.REFER or HANDOFF[kind].target is not None


def counts_once(kind: Kind) -> bool:
    """Whether `kind` counts once in a state: it begins a term and moves nothing, and to say it again prolongs none."""
    return not moves(kind) and bool(HANDOFF[kind].starts)
