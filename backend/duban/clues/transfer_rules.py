"""Transfers of clues to other organs than the police (线索移交; RULES machine 5 "other receivers", D-1 … D-27).

The vice leader approves, for discipline inspection the chief. Nothing fixes days for passing a clue on ("in time"):
three working days by default. The supervisory organ gives its opinion within a month of receipt (D-4); whoever does not
answer is asked again every fifteen working days.
"""

from duban.clues import guards
from duban.clues.rules import APPROVE, KEEP
from duban.clues.terms import ANSWER, HAND_ON, OPINION, TRANSFER_APPROVAL, URGE
from duban.clues.words import TransferState as S
from duban.kernel.errors import Text
from duban.kernel.workflow import Start, Workflow, step

_ORDER = "310号令 (2020) arts 18, 19"
_WAITS = (URGE.name, OPINION.name, ANSWER.name)

TRANSFER = Workflow(
    name="clue_transfer",
    title=Text("线索移交", "Transfer of a clue"),
    initial=S.PROPOSED,
    final=frozenset({S.ARCHIVED, S.NOT_APPROVED}),
    states={
        S.PROPOSED: Text("待审批", "to be approved"),
        S.APPROVED: Text("待移交", "approved"),
        S.SENT: Text("已移交", "sent"),
        S.SIGNED: Text("已签收", "signed for"),
        S.ANSWERED: Text("已反馈", "answered"),
        S.ARCHIVED: Text("已归档", "archived"),
        S.NOT_APPROVED: Text("不予移交", "not approved"),
    },
    steps=(
        step("propose", {S.PROPOSED}, None, permission=KEEP, label=Text("提出移交", "Propose"), basis=_ORDER,
             starts=[Start(HAND_ON, "organisation_id", KEEP, from_="clue_received_at"),
                     Start(TRANSFER_APPROVAL, "organisation_id", APPROVE, when="is_for_the_vice"),
                     Start(TRANSFER_APPROVAL, "organisation_id", guards.CHIEF, when="is_for_discipline")], system=True),
        step("approve", {S.PROPOSED}, S.APPROVED, permission=APPROVE, label=Text("批准移交", "Approve"), basis=_ORDER,
             guards=[guards.chief_decides_on_discipline, guards.is_not_ones_own_proposal],
             stops=[TRANSFER_APPROVAL.name]),
        step("refuse", {S.PROPOSED}, S.NOT_APPROVED, permission=APPROVE, label=Text("不予移交", "Refuse"),
             basis=_ORDER, guards=[guards.chief_decides_on_discipline, guards.is_not_ones_own_proposal],
             stops=[TRANSFER_APPROVAL.name], cancels=[HAND_ON.name]),
        step("send", {S.APPROVED}, S.SENT, permission=KEEP, label=Text("登记移交", "Enter that it was sent"),
             basis=_ORDER, stops=[HAND_ON.name],
             starts=[Start(URGE, "organisation_id", KEEP),
                     Start(ANSWER, "organisation_id", KEEP, until="answer_due_on", when="answer_due_on")]),
        step("sign", {S.SENT}, S.SIGNED, permission=KEEP, label=Text("登记签收", "Enter the receipt"), basis=_ORDER,
             starts=[Start(OPINION, "organisation_id", KEEP, from_="signed_at", when="is_for_discipline")]),
        step("urge", {S.SENT, S.SIGNED}, None, permission=KEEP, label=Text("催办", "Ask again"),
             stops=[URGE.name], starts=[Start(URGE, "organisation_id", KEEP)]),
        step("answer", {S.SENT, S.SIGNED}, S.ANSWERED, permission=KEEP, label=Text("登记反馈", "Enter the answer"),
             stops=_WAITS),
        step("archive", {S.ANSWERED}, S.ARCHIVED, permission=KEEP, label=Text("归档", "Archive")),
    ),
)  # fmt: skip
