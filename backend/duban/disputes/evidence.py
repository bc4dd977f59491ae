"""Evidence of a dispute: what each piece shows, and which pieces a step asks for."""

from collections.abc import Mapping

from duban.disputes.guards import acts_for_an_authority, acts_for_the_institution
from duban.disputes.models import Dispute
from duban.disputes.rules import HANDLE, MEDIATE, READ
from duban.kernel.acts import Act
from duban.kernel.cases import by
from duban.kernel.errors import Conflict, Text
from duban.kernel.evidence import SUBJECTS, SubjectRule

COUNTED: Mapping[str, str] = {
    "agreement": "agreement_count",
    "judgment": "judgment_count",
    "extension_agreement": "extension_count",
}
"""Purpose → the column that counts it."""


def _require_a_hand_in_it(act: Act, dispute: Dispute) -> None:
    """Raise Conflict unless the actor handles the dispute for the institution, or mediates it."""
    who = by(act.me, act.now)
    handles = act.me.may(HANDLE) and acts_for_the_institution(dispute, who) is None
    mediates = act.me.may(MEDIATE) and acts_for_an_authority(dispute, who) is None
    if not (handles or mediates):
        raise Conflict(
            "no_hand_in_it",
            Text("只有当事机构或者调解方可以增减材料。", "Only the institution and the mediators add material."),
        )


async def added(act: Act, dispute: Dispute, purpose: str) -> None:
    _require_a_hand_in_it(act, dispute)
    if column := COUNTED.get(purpose):
        act.change(dispute, {column: getattr(dispute, column) + 1}, action="dispute:evidence")


async def withdrawn(act: Act, dispute: Dispute, purpose: str) -> None:
    """Raises Conflict for what a step that was taken rests on."""
    _require_a_hand_in_it(act, dispute)
    column = COUNTED.get(purpose)
    if column is None:
        return
    if dispute.resolved_by is not None and purpose != "extension_agreement":
        raise Conflict(
            "resolution_rests_on_it",
            Text("已据此登记结果，不能撤回。", "The resolution rests on it: it stays."),
        )
    act.change(dispute, {column: getattr(dispute, column) - 1}, action="dispute:evidence")


SUBJECTS[Dispute.word()] = SubjectRule(
    model=Dispute,
    read=READ,
    purposes={
        "information": Text("告知记录", "record of what was told"),
        "seal_list": Text("封存清单", "list of what was sealed"),
        "autopsy_consent": Text("尸检同意书", "consent to the autopsy"),
        "opinion": Text("鉴定意见", "appraisal opinion"),
        "agreement": Text("书面协议", "written agreement"),
        "extension_agreement": Text("延长调解约定", "agreement to extend"),
        "judgment": Text("裁判文书", "the court's document"),
        "report": Text("书面报告", "written report"),
        "accident_application": Text("医疗事故争议处理申请书", "application to handle an accident"),
        "acceptance_notice": Text("受理或不予受理通知书", "notice that it was accepted or declined"),
        "payment": Text("付款凭证", "proof of payment"),
        "other": Text("其他材料", "other"),
    },
    on_added=added,
    on_withdrawn=withdrawn,
)
