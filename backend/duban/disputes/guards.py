"""What must hold before a step of a dispute is taken. Guards look only at the dispute's own columns, so that
`available_actions` can say the same thing beforehand."""

from typing import Any

from duban.disputes.words import DisputeState
from duban.kernel.errors import Text
from duban.kernel.workflow import By, Guard, Refusal


def acts_for_the_institution(dispute: Any, by: By) -> Refusal | None:
    """What the regulation asks of the institution is done by it, or by the authority that keeps the file for it."""
    if str(by.organisation_id) in (str(dispute.organisation_id), str(dispute.registrar_organisation_id)):
        return None
    return Refusal(
        "not_the_institution",
        Text(
            "这一步由发生纠纷的医疗机构（或代为登记的单位）办理。",
            "The institution concerned takes this step, or whoever registered the dispute for it.",
        ),
    )


def acts_for_an_authority(dispute: Any, by: By) -> Refusal | None:
    """A party does not mediate its own dispute, nor take a flag off itself."""
    if not by.from_institution and str(by.organisation_id) != str(dispute.organisation_id):
        return None
    return Refusal(
        "own_case",
        Text(
            "这一步由卫生健康主管部门（或代记的调解机构）办理，当事医疗机构不能办理。",
            "The health authority, or whoever records for the mediators, takes this step: not a party.",
        ),
    )


def claim_is_within_the_limit(dispute: Any, by: By) -> Refusal | None:
    """Above the region's sum the two sides do not settle among themselves (B-28: local rules)."""
    limit = dispute.negotiation_limit_fen
    if limit is None or dispute.claim_fen is None or dispute.claim_fen <= limit:
        return None
    return Refusal(
        "claim_above_limit",
        Text(
            "索赔金额超过本地自行协商上限 {limit} 元，不能自行协商。可申请人民调解、行政调解，或向法院起诉。",
            "The claim exceeds {limit} yuan, up to which the region lets the sides negotiate. People's mediation, "
            "administrative mediation and the court are open.",
        ).format(limit=limit // 100),
    )


def is_appraised_where_required(dispute: Any, by: By) -> Refusal | None:
    """From the region's sum on, an appraisal comes before an agreement (B-28)."""
    limit = dispute.appraisal_from_fen
    if limit is None or dispute.claim_fen is None or dispute.claim_fen < limit or dispute.appraised_at is not None:
        return None
    return Refusal(
        "appraisal_first",
        Text(
            "索赔金额达到 {limit} 元的，须先进行医疗损害鉴定并登记鉴定意见。",
            "From a claim of {limit} yuan on, have it appraised first, and enter the opinion.",
        ).format(limit=limit // 100),
    )


def _attached(code: str, column: str, zh: str, en: str) -> Guard:
    def guard(dispute: Any, by: By) -> Refusal | None:
        return None if getattr(dispute, column) else Refusal(code, Text(f"请先上传{zh}。", f"Attach {en} first."))

    guard.__name__ = f"{column.removesuffix('_count')}_is_attached"
    return guard


agreement_is_attached = _attached("no_agreement", "agreement_count", "书面协议", "the written agreement")
judgment_is_attached = _attached("no_judgment", "judgment_count", "裁判文书", "the court's document")
consent_is_attached = _attached(
    "no_extension_agreement", "extension_count", "三方同意延长的约定", "the agreement of committee and both sides"
)


def mediation_still_runs(dispute: Any, by: By) -> Refusal | None:
    """What ran out has failed: it cannot be prolonged any more (B-14)."""
    if dispute.mediation_outcome is None:
        return None
    return Refusal("mediation_over", Text("调解已结束。", "The mediation is over."))


def is_not_major_yet(dispute: Any, by: By) -> Refusal | None:
    return (
        Refusal("major_already", Text("已标为重大医疗纠纷。", "It is marked as major.")) if dispute.is_major else None
    )


def is_major(dispute: Any, by: By) -> Refusal | None:
    return None if dispute.is_major else Refusal("not_major", Text("未标为重大。", "It is not marked as major."))


def is_no_quality_event_yet(dispute: Any, by: By) -> Refusal | None:
    if dispute.quality_grade is None:
        return None
    return Refusal(
        "quality_event_already",
        Text(
            "已登记为医疗质量安全事件；等级有误的，由主管部门先取消。",
            "It is entered as a quality event; where the grade is wrong, the authority takes it off first.",
        ),
    )


def is_quality_event(dispute: Any, by: By) -> Refusal | None:
    if dispute.quality_grade is not None:
        return None
    return Refusal("no_quality_event", Text("未登记医疗质量安全事件。", "No quality event is entered."))


def no_rescue_is_entered(dispute: Any, by: By) -> Refusal | None:
    if dispute.rescue_ended_at is None:
        return None
    return Refusal("rescue_entered", Text("已登记抢救结束时间。", "The rescue is entered already."))


def notes_are_awaited(dispute: Any, by: By) -> Refusal | None:
    if dispute.rescue_ended_at is not None and dispute.rescue_notes_at is None:
        return None
    return Refusal(
        "no_notes_awaited",
        Text("没有待补记的抢救记录。", "No notes of a rescue are awaited."),
    )


def notes_are_finished(dispute: Any, by: By) -> Refusal | None:
    """What is not written yet cannot be sealed: the finished part first, the rest when it is finished (B-5)."""
    if dispute.rescue_ended_at is None or dispute.rescue_notes_at is not None:
        return None
    return Refusal(
        "notes_unfinished",
        Text("抢救记录尚未补记完成。", "The notes of the rescue are not complete yet."),
    )


def nobody_has_died(dispute: Any, by: By) -> Refusal | None:
    if not dispute.has_died:
        return None
    return Refusal("died_already", Text("已登记患者死亡。", "The death is entered already."))


def body_is_kept(dispute: Any, by: By) -> Refusal | None:
    if dispute.has_died and dispute.body_released_at is None:
        return None
    return Refusal("no_body", Text("没有存放的尸体，或已移交。", "No body is kept, or it was handed over."))


def is_paid(dispute: Any, by: By) -> Refusal | None:
    """Closed when what was agreed or ordered has been paid."""
    if (dispute.agreed_fen or 0) <= dispute.paid_fen:
        return None
    return Refusal(
        "not_paid",
        Text("尚未履行完毕：请先登记全部付款。", "Not performed yet: enter the payments first."),
    )


def accident_is_reported(dispute: Any, by: By) -> Refusal | None:
    """An accident dispute that was settled or judged is reported to the authority (B-25)."""
    if not dispute.is_accident or dispute.accident_reported_at is not None:
        return None
    return Refusal(
        "report_accident_first",
        Text(
            "属于医疗事故的，须先向卫生健康主管部门书面报告解决情况（登记“医疗事故争议解决报告”）。",
            "An accident: enter the written report on how it was resolved first.",
        ),
    )


def is_resolved(dispute: Any, by: By) -> Refusal | None:
    if dispute.resolved_by is not None:
        return None
    return Refusal("not_resolved", Text("纠纷尚未解决。", "It is not resolved yet."))


def is_unconfirmed_agreement(dispute: Any, by: By) -> Refusal | None:
    """Parties to a people's mediation agreement may ask the court to confirm it, once (B-15)."""
    if dispute.mediation_outcome == "agreed" and dispute.court_confirmed_on is None:
        return None
    return Refusal(
        "nothing_to_confirm",
        Text("没有待司法确认的人民调解协议。", "There is no people's mediation agreement left to confirm."),
    )


def is_open_at_all(dispute: Any, by: By) -> Refusal | None:
    """Nothing is begun beside a dispute that is over."""
    if DisputeState(dispute.state) not in (DisputeState.CLOSED, DisputeState.WITHDRAWN):
        return None
    return Refusal("dispute_over", Text("纠纷已办结或撤回。", "The dispute is over."))
