"""Evidence of a referral: the papers of order 310 art. 6, each counted for the guards that ask for it.

Whatever comes in or goes out before it is sent unmakes the package that was drawn up.
"""

from collections.abc import Mapping
from typing import Any

from duban.kernel.acts import Act
from duban.kernel.errors import Conflict, Text
from duban.kernel.evidence import SUBJECTS, SubjectRule
from duban.referrals.models import Referral
from duban.referrals.rules import PENALISE, READ
from duban.referrals.words import BEFORE_SENDING, OVER, Paper

COUNTED: Mapping[str, str] = {
    "investigation_report": "investigation_count",
    "expert_report": "expert_count",
    "earlier_penalty": "earlier_penalty_count",
    "handover_list": "handover_list_count",
}
"""Purpose → the column that counts it."""


def _require_a_hand_in_it(act: Act, referral: Referral) -> None:
    """Raise Conflict unless the actor is of the team, or handles it administratively, and it is not over."""
    if referral.state in OVER:
        raise Conflict("referral_over", Text("移送已办结，材料不再增减。", "It is over: its material stays as it is."))
    if str(act.me.id) in referral.team_ids or (act.me.may(PENALISE) and referral.handler_id == act.me.id):
        return
    raise Conflict(
        "not_of_the_team",
        Text("只有专案组成员和承办人可以增减材料。", "Only the team and who handles it add or withdraw material."),
    )


def _changes(referral: Referral, purpose: str, by: int) -> dict[str, Any]:
    column = COUNTED.get(purpose)
    counted: dict[str, Any] = {column: getattr(referral, column) + by} if column else {}
    return counted | ({"package_sha256": None} if referral.state in BEFORE_SENDING else {})


def _note(act: Act, referral: Referral, purpose: str, by: int) -> None:
    """Count it. Noted even where no column changes: what is being drawn up meanwhile is of another version then."""
    if not act.change(referral, _changes(referral, purpose, by), action="referral:evidence"):
        act.note("referral:evidence", referral, changes={"purpose": (None, purpose)})


async def added(act: Act, referral: Referral, purpose: str) -> None:
    _require_a_hand_in_it(act, referral)
    _note(act, referral, purpose, 1)


async def withdrawn(act: Act, referral: Referral, purpose: str) -> None:
    """Raises Conflict for what went to the police already."""
    _require_a_hand_in_it(act, referral)
    sent = referral.sent_at is not None and purpose in set(Paper)
    sent |= referral.supplemented_at is not None and purpose == "supplement"
    sent |= referral.goods_received_at is not None and purpose == "handover_list"
    if sent:
        raise Conflict("sent_already", Text("已随案移送，不能撤回。", "It went to the police with the case: it stays."))
    _note(act, referral, purpose, -1)


SUBJECTS[Referral.word()] = SubjectRule(
    model=Referral,
    read=READ,
    purposes={
        "investigation_report": Text("调查报告", "investigation report"),
        "expert_report": Text("检验报告、鉴定意见", "test report, expert opinion"),
        "earlier_penalty": Text("此前行政处罚决定书", "earlier penalty decision"),
        "goods_list": Text("涉案物品清单", "list of goods"),
        "receipt": Text("回执", "receipt"),
        "supplement": Text("补充材料", "what was sent after"),
        "police_document": Text("公安机关文书", "document of the police"),
        "procuratorate_document": Text("检察机关文书", "document of the procuratorate"),
        "handover_list": Text("双方签字的交接清单", "handover list signed by both"),
        "penalty": Text("行政处罚决定书", "penalty decision"),
        "other": Text("其他材料", "other"),
    },
    on_added=added,
    on_withdrawn=withdrawn,
)
