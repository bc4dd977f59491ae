"""What must hold before a step of a complaint is taken. Guards look only at the complaint's own columns, so that
`available_actions` can say the same thing beforehand."""

from typing import Any

from duban.kernel.errors import Text
from duban.kernel.workflow import By, Refusal


def acts_for_the_handler(complaint: Any, by: By) -> Refusal | None:
    """Whoever was told first stays responsible until another has taken over (首诉负责制, RULES A-6): nobody handles
    beside them."""
    if str(by.organisation_id) == str(complaint.handler_id):
        return None
    return Refusal(
        "not_the_handler",
        Text(
            "这件投诉由其他单位负责办理。需要接办的，请由其移交。",
            "Another organisation is responsible for this complaint. To take it over, have it handed to you.",
        ),
    )


def is_in_hands_of_an_authority(complaint: Any, by: By) -> Refusal | None:
    """What an institution handles its authority reads already."""
    if not by.from_institution:
        return None
    return Refusal(
        "read_above_already",
        Text("主管部门已能看到这件投诉，无须上报。", "The authority in charge reads this complaint already."),
    )


def is_handed_to_you(complaint: Any, by: By) -> Refusal | None:
    if complaint.handover_to_id is not None and str(by.organisation_id) == str(complaint.handover_to_id):
        return None
    return Refusal(
        "not_handed_to_you",
        Text("没有移交给本单位的请求。", "Nobody has asked your organisation to take it over."),
    )


def decline_is_proposed(complaint: Any, by: By) -> Refusal | None:
    if complaint.decline_reason is not None:
        return None
    return Refusal(
        "nothing_proposed",
        Text(
            "经办人还没有提出“不予处理”及其理由。",
            "Nobody has proposed to decline it, with the reason and the right door.",
        ),
    )


def decided_by_another_than_the_proposer(complaint: Any, by: By) -> Refusal | None:
    if str(complaint.decline_proposed_by_id) != str(by.actor_id):
        return None
    return Refusal(
        "own_proposal",
        Text(
            "不予处理由本人提出，须由其他负责人确认。",
            "You proposed to decline it yourself: another head confirms that.",
        ),
    )


def is_studied_by_one_department(complaint: Any, by: By) -> Refusal | None:
    if not complaint.is_joint:
        return None
    return Refusal(
        "joint_already",
        Text("已按多个科室共同研究办理，期限为10个工作日。", "Several departments study it together already."),
    )


def term_still_runs(complaint: Any, by: By) -> Refusal | None:
    """The longer class is chosen while the shorter term runs, not to cover up that it was missed (machine 1)."""
    if complaint.feedback_due_at is None or by.now < complaint.feedback_due_at:
        return None
    return Refusal(
        "term_is_over",
        Text(
            "5个工作日的期限已过，不能再改为10个工作日。请尽快反馈。",
            "The 5 working days have passed: it is too late for the longer term. Give the answer now.",
        ),
    )


def is_called_back_where_needed(complaint: Any, by: By) -> Refusal | None:
    """Key complaints are called back before they are closed (十应当, RULES A-24)."""
    if not complaint.is_key or complaint.called_back_at is not None:
        return None
    return Refusal(
        "call_back_first",
        Text("重点投诉须先回访，再办结。", "A key complaint is called back before it is closed."),
    )


def is_fed_back_when_handled_together(complaint: Any, by: By) -> Refusal | None:
    if complaint.fed_back_at is None:
        return None
    return Refusal(
        "fed_back_already",
        Text("已向这位投诉人反馈。", "This complainant has been given the answer already."),
    )
