"""What must hold before a step of a referral is taken. Guards look only at the referral's own columns, so that
`available_actions` can say the same thing beforehand."""

from typing import Any

from duban.kernel.errors import Text
from duban.kernel.workflow import By, Refusal
from duban.referrals.words import OWN_HAND


def is_of_the_team(referral: Any, by: By) -> Refusal | None:
    """The named officers do it. What the police do at their own desk comes in their own name."""
    if str(by.actor_id) in referral.team_ids or OWN_HAND in by.permissions:
        return None
    return Refusal(
        "not_of_the_team", Text("这一步由专案组成员办理。", "An officer of the team named for it takes this step.")
    )


def is_not_of_the_team(referral: Any, by: By) -> Refusal | None:
    """Nobody decides on his own report, though he has left the team since."""
    if str(by.actor_id) not in {*referral.team_ids, *referral.reporting_ids}:
        return None
    return Refusal(
        "own_report",
        Text("专案组成员不能审批自己的报告。", "An officer of the team does not decide on the team's own report."),
    )


def has_a_hand_in_it(referral: Any, by: By) -> Refusal | None:
    """The team, or who handles it administratively."""
    if str(by.actor_id) in (*referral.team_ids, str(referral.handler_id)):
        return None
    return Refusal(
        "not_of_the_team",
        Text("这一步由专案组成员或承办人办理。", "The team or who handles it administratively takes this step."),
    )


def report_is_attached(referral: Any, by: By) -> Refusal | None:
    """C-2: a written report, not words alone."""
    if referral.investigation_count:
        return None
    return Refusal(
        "no_investigation_report",
        Text("请先上传涉嫌犯罪案件调查报告。", "Attach the investigation report first."),
    )


def missing_papers(referral: Any) -> list[Text]:
    """Which of the papers of order 310 art. 6 are not there (C-5, C-6)."""
    missing = []
    if not referral.suspected_offence:
        missing.append(Text("涉嫌罪名（移送书）", "suspected offence (letter)"))
    if not referral.investigation_count:
        missing.append(Text("调查报告", "investigation report"))
    if not (referral.goods or referral.goods_none):
        missing.append(Text("涉案物品清单（或注明无物品）", "list of goods, or that there are none"))
    if not (referral.expert_count or referral.expert_none):
        missing.append(Text("检验报告、鉴定意见（或注明不需要）", "expert papers, or that none are needed"))
    if referral.earlier_penalties and referral.earlier_penalty_count < referral.earlier_penalties:
        missing.append(Text("此前的行政处罚决定书", "the earlier penalty decisions"))
    if not referral.receiver_name:
        missing.append(Text("接收的公安机关", "the police organ that receives it"))
    if not referral.contact_phone:
        missing.append(Text("联系电话（移送书）", "the phone of who handles it (letter)"))
    if not referral.procuratorate_name:
        missing.append(Text("抄送的检察机关", "the procuratorate that gets a copy"))
    return missing


def papers_are_complete(referral: Any, by: By) -> Refusal | None:
    missing = missing_papers(referral)
    if not missing:
        return None
    return Refusal(
        "papers_incomplete",
        Text("移送材料不齐：缺{zh}。", "The papers are not complete. Missing: {en}.").format(
            zh="、".join(text.zh for text in missing), en=", ".join(text.en for text in missing)
        ),
    )


def may_still_be_asked_again(referral: Any, by: By) -> Refusal | None:
    """Three days from the notice; after that the right is lost and supervision is still open (order 310 art. 9)."""
    if referral.ask_again_until is None or by.now < referral.ask_again_until:
        return None
    return Refusal(
        "reconsideration_lost",
        Text(
            "提请复议的三日期限已过。仍可建议检察机关进行立案监督。",
            "The three days for reconsideration are over. Supervision by the procuratorate may still be suggested.",
        ),
    )


def explanation_is_not_asked_yet(referral: Any, by: By) -> Refusal | None:
    if referral.explanation_asked_at is None:
        return None
    return Refusal("explanation_asked", Text("已登记检察机关要求说明理由。", "It is entered already."))


def explanation_was_asked(referral: Any, by: By) -> Refusal | None:
    """Where the police say it themselves, they were asked, whether we were told of that or not."""
    if referral.explanation_asked_at is not None or OWN_HAND in by.permissions:
        return None
    return Refusal("no_explanation_asked", Text("检察机关尚未要求说明理由。", "No explanation was asked for."))


def supervision_was_suggested(referral: Any, by: By) -> Refusal | None:
    """C-17: the outcome may be told after the police filed."""
    if referral.supervision_suggested_at is not None:
        return None
    return Refusal("no_supervision", Text("未建议立案监督。", "No supervision was suggested."))


def filing_is_not_ordered_yet(referral: Any, by: By) -> Refusal | None:
    if referral.filing_ordered_at is None:
        return None
    return Refusal("filing_ordered", Text("已登记通知立案。", "It is entered already."))


def no_opinion_waits(referral: Any, by: By) -> Refusal | None:
    if referral.opinion_received_at is None or referral.opinion_answered_at is not None:
        return None
    return Refusal("opinion_waits", Text("检察意见尚未答复。", "A procuratorial opinion awaits its answer."))


def an_opinion_waits(referral: Any, by: By) -> Refusal | None:
    if no_opinion_waits(referral, by) is not None:
        return None
    return Refusal("no_opinion", Text("没有待答复的检察意见。", "No procuratorial opinion awaits an answer."))


def a_copy_is_owed(referral: Any, by: By) -> Refusal | None:
    if referral.owes_penalty_copy and referral.penalty_copied_at is None:
        return None
    return Refusal("no_copy_owed", Text("没有待抄送的处罚决定。", "No copy of a penalty decision is owed."))


def no_penalty_is_entered(referral: Any, by: By) -> Refusal | None:
    if referral.penalty_number is None and referral.no_penalty_reason is None:
        return None
    return Refusal("penalty_entered", Text("行政处理结果已登记。", "The result is entered already."))


def no_prior_penalty_is_entered(referral: Any, by: By) -> Refusal | None:
    if referral.prior_penalty_number is None:
        return None
    return Refusal("penalty_entered", Text("移送前的行政处罚已登记。", "The earlier penalty is entered already."))


def file_is_complete(referral: Any, by: By) -> Refusal | None:
    """C-31: archived when everything that the way asked for is there."""
    missing = []
    if referral.state == "administrative" and not (referral.penalty_number or referral.no_penalty_reason):
        missing.append(Text("行政处理结果", "what came of the administrative handling"))
    if referral.state == "concluded" and referral.return_for_penalty:
        missing.append(Text("退回后的行政处理", "the administrative handling it was sent back for"))
    if referral.owes_penalty_copy and referral.penalty_copied_at is None:
        missing.append(Text("处罚决定书抄送", "the copy of the penalty decision"))
    if no_opinion_waits(referral, by) is not None:
        missing.append(Text("检察意见的答复", "the answer to the procuratorial opinion"))
    if not missing:
        return None
    return Refusal(
        "file_incomplete",
        Text("案卷不齐：缺{zh}。", "The file is not complete. Missing: {en}.").format(
            zh="、".join(text.zh for text in missing), en=", ".join(text.en for text in missing)
        ),
    )
