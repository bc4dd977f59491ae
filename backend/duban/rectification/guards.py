"""What must hold before a step of a rectification task is taken. Each guard is a statement about the task and who asks.

Guards look only at the task's own columns, so that `available_actions` can say the same thing beforehand. They must not
know the database; what needs other rows is loaded by the acts.
"""

from typing import Any

from duban.kernel.clock import day_of
from duban.kernel.errors import Text
from duban.kernel.reckoning import end_of
from duban.kernel.workflow import By, Refusal
from duban.rectification.words import Mode, Risk

ACCEPTING_OPINIONS = 2
"""How many checkers must accept before a task is struck off (G-4 and G-7 of the rules: at least two, model)."""

NEEDED_TO_ISSUE = {
    "problem": Text("问题", "problem"),
    "basis": Text("依据", "basis"),
    "measure": Text("整改措施", "measure"),
    "standard": Text("整改标准", "standard"),
    "responsible_person": Text("责任人", "person responsible"),
}
"""What a notice states besides its deadline; a draft may still lack some of it."""


def decided_by_an_authority(task: Any, by: By) -> Refusal | None:
    """Nobody decides in his own case: neither the responsible unit nor any other supervised unit."""
    if by.from_institution or by.organisation_id == task.organisation_id:
        return Refusal(
            "own_case",
            Text(
                "这一步须由主管部门办理，被整改单位及其他医疗机构的人员不能办理。",
                "This step belongs to the health authority: staff of a supervised institution cannot take it.",
            ),
        )
    return None


def acts_for_the_issuer(task: Any, by: By) -> Refusal | None:
    """Whoever demands it decides on it, or an authority above: nobody below overrides a superior's task.

    The ancestors stand on the task, the root first. Where the institution was moved out from under its issuer, the
    authorities that now stand above it decide.
    """
    above = [str(level) for level in (task.org_l1, task.org_l2, task.org_l3, task.org_l4, task.org_l5) if level]
    if str(task.issuer_id) not in above:
        return None
    if str(by.organisation_id) in above[: above.index(str(task.issuer_id)) + 1]:
        return None
    return Refusal(
        "superior_decides",
        Text(
            "本任务由上级主管部门下发，须由下发单位或其上级决定；您可以协助复核并提交意见。",
            "A superior authority demands this task: that authority, or one above it, decides. You may help to verify "
            "it and give your opinion.",
        ),
    )


def approved_by_another_than_the_drafter(task: Any, by: By) -> Refusal | None:
    """Whoever wrote or rewrote the draft has submitted it; somebody else approves it."""
    if str(by.actor_id) in task.amender_ids:
        return _own(by.actor_id, by, Text("修改", "amended"))
    return _own(task.drafted_by_id, by, Text("起草", "drafted"))


def decided_by_another_than_the_objector(task: Any, by: By) -> Refusal | None:
    return _own(task.objected_by_id, by, Text("提出异议", "objected to"))


def decided_by_another_than_the_asker(task: Any, by: By) -> Refusal | None:
    return _own(task.extension_asked_by_id, by, Text("申请延期", "asked more time for"))


def checked_by_another_than_the_submitter(task: Any, by: By) -> Refusal | None:
    return _own(task.submitted_by_id, by, Text("申请销号", "submitted"))


def closed_by_another_than_the_checkers(task: Any, by: By) -> Refusal | None:
    """A checker's opinion is his submission; somebody else approves it."""
    if str(by.actor_id) in task.checker_ids:
        return Refusal(
            "own_submission",
            Text(
                "您是本轮复核人之一，销号须由其他人批准。",
                "You are one of the checkers of this round. Somebody else approves the closure.",
            ),
        )
    return None


def states_everything_needed(task: Any, by: By) -> Refusal | None:
    missing = [text for name, text in NEEDED_TO_ISSUE.items() if not getattr(task, name)]
    if not missing:
        return None
    return Refusal(
        "incomplete",
        Text("下发前请补全：{zh}。", "Fill in before issuing: {en}.").format(
            zh="、".join(text.zh for text in missing), en=", ".join(text.en for text in missing)
        ),
    )


def deadline_lies_ahead(task: Any, by: By) -> Refusal | None:
    """An immediate task is due the day it is issued, whatever its draft says."""
    if task.mode == Mode.IMMEDIATE or task.due_on >= day_of(by.now):
        return None
    return Refusal(
        "deadline_passed",
        Text(
            "整改期限 {due_on} 已过，请先修改期限再下发。",
            "The deadline {due_on} has passed. Change it before you issue the task.",
        ).format(due_on=task.due_on),
    )


def objection_is_open(task: Any, by: By) -> Refusal | None:
    if task.objection_due_at is None:
        return Refusal(
            "objection_decided",
            Text(
                "异议已作出维持决定，不能再次提出。如有困难可申请延期。",
                "An objection to these demands was already decided. Sign for the task; you may ask for more time.",
            ),
        )
    if by.now >= task.objection_due_at:
        return Refusal(
            "objection_term_over",
            Text(
                "提出异议的期限已过，请签收并开始整改。",
                "The term for objecting is over. Sign for the task and start rectifying.",
            ),
        )
    return None


def is_time_limited(task: Any, by: By) -> Refusal | None:
    if task.mode == Mode.IMMEDIATE:
        return Refusal(
            "immediate_task",
            Text("立行立改的任务不能延期。", "A task that is corrected on the spot cannot be given more time."),
        )
    return None


def was_not_extended(task: Any, by: By) -> Refusal | None:
    if task.extended_at is not None:
        return Refusal(
            "already_extended",
            Text("只能延期一次，本任务已延期。", "More time is given once only, and this task has had it."),
        )
    return None


def no_extension_is_pending(task: Any, by: By) -> Refusal | None:
    if task.extension_asked_by_id is not None:
        return Refusal(
            "extension_pending",
            Text("已有一份延期申请等待批准。", "A request for more time is waiting for its decision."),
        )
    return None


def extension_is_pending(task: Any, by: By) -> Refusal | None:
    if task.extension_asked_by_id is None:
        return Refusal("no_extension_asked", Text("没有等待批准的延期申请。", "No request for more time is waiting."))
    return None


def term_still_runs(task: Any, by: By) -> Refusal | None:
    if by.now >= end_of(task.due_on):
        return Refusal(
            "term_over",
            Text(
                "整改期限 {due_on} 已届满，延期须在届满前申请。",
                "The term ended on {due_on}. More time must be asked for before the end.",
            ).format(due_on=task.due_on),
        )
    return None


def has_evidence_after(task: Any, by: By) -> Refusal | None:
    """Each submission shows something new: what a return found wanting does not prove itself."""
    if task.after_count < 1:
        return Refusal(
            "no_evidence_after",
            Text(
                "请先上传至少一份整改后的佐证材料（用途 after）。",
                "Attach at least one piece of evidence of the state after rectification (purpose after) first.",
            ),
        )
    if task.after_count <= task.after_submitted:
        return Refusal(
            "no_new_evidence_after",
            Text(
                "退回后再次申请销号，须补充至少一份新的整改后材料（用途 after）。",
                "The task was returned: attach at least one new piece of evidence of the state after (purpose after).",
            ),
        )
    return None


def an_opinion_was_given(task: Any, by: By) -> Refusal | None:
    """A return rests on what somebody found in this round."""
    if task.accepting_opinions + task.rejecting_opinions == 0:
        return Refusal(
            "no_opinion_given",
            Text(
                "本轮还没有复核意见。请先提交复核意见，再退回整改。",
                "Nobody gave an opinion in this round. Record what you found first, then return the task.",
            ),
        )
    return None


def looks_back_on_a_later_day(task: Any, by: By) -> Refusal | None:
    """A look-back on the day of closure would see what the checkers saw."""
    if day_of(by.now) <= day_of(task.closed_at):
        return Refusal(
            "looked_back_too_early",
            Text(
                "回头看不能在销号当日进行，计划日为 {day}，最早可于次日开展。",
                "A look-back is not made on the day of closure. It is planned for {day}; tomorrow is the earliest day.",
            ).format(day=task.look_back_on),
        )
    return None


def looked_back_by_another_than_the_checkers(task: Any, by: By) -> Refusal | None:
    """Neither the checkers of the last round nor whoever struck it off judge their own work."""
    if str(by.actor_id) in task.checker_ids or task.closed_by_id == by.actor_id:
        return Refusal(
            "own_submission",
            Text(
                "您参与了本任务的复核或销号，回头看须由其他人进行。",
                "You verified this task or struck it off. Somebody else looks back at it.",
            ),
        )
    return None


def has_not_yet_given_an_opinion(task: Any, by: By) -> Refusal | None:
    if str(by.actor_id) in task.checker_ids:
        return Refusal(
            "opinion_given",
            Text(
                "您在本轮已提交复核意见，须由另一人再行复核。",
                "You gave your opinion in this round. A different person must give the other one.",
            ),
        )
    return None


def two_checkers_accept(task: Any, by: By) -> Refusal | None:
    if task.rejecting_opinions:
        return Refusal(
            "opinion_against",
            Text(
                "本轮有 {count} 份意见认为整改未到位，请退回整改。",
                "{count} opinion(s) of this round say that it is not rectified. Return the task.",
            ).format(count=task.rejecting_opinions),
        )
    if task.accepting_opinions < ACCEPTING_OPINIONS:
        return Refusal(
            "opinions_missing",
            Text(
                "须有两名复核人认可，目前 {count} 名。",
                "Two checkers must accept; {count} has so far.",
            ).format(count=task.accepting_opinions),
        )
    return None


def risk_is_not_high(task: Any, by: By) -> Refusal | None:
    if task.risk == Risk.HIGH:
        return Refusal(
            "high_risk",
            Text(
                "高风险问题须由分管领导批准销号。",
                "The vice leader in charge closes a task of high risk.",
            ),
        )
    return None


def risk_is_high(task: Any, by: By) -> Refusal | None:
    if task.risk != Risk.HIGH:
        return Refusal(
            "not_high_risk",
            Text("非高风险问题由股室负责人批准销号。", "The section head closes a task that is not of high risk."),
        )
    return None


def is_overdue(task: Any, by: By) -> Refusal | None:
    if task.overdue_at is None and by.now < end_of(task.due_on):
        return Refusal(
            "not_overdue",
            Text(
                "整改期限 {due_on} 尚未届满，不能升级。",
                "The term runs until {due_on}: only an overdue task is escalated.",
            ).format(due_on=task.due_on),
        )
    return None


def is_published(task: Any, by: By) -> Refusal | None:
    if task.published_at is None:
        return Refusal(
            "not_published",
            Text("请先公布整改情况，再记录群众评价。", "Publish the result first; then the public can judge it."),
        )
    return None


def is_not_published(task: Any, by: By) -> Refusal | None:
    if task.published_at is not None:
        return Refusal("already_published", Text("整改情况已公布。", "The result is published already."))
    return None


def promises_nothing_yet(task: Any, by: By) -> Refusal | None:
    if task.promised_at is not None:
        return Refusal(
            "already_promised",
            Text("整改承诺已公开，不能更改。", "The promise is public already and stays as it is."),
        )
    return None


def _own(person: Any, by: By, what: Text) -> Refusal | None:
    if person == by.actor_id:
        return Refusal(
            "own_submission",
            Text(
                "本人{zh}的事项不能由本人批准，请由他人办理。", "You {en} this yourself; somebody else decides on it."
            ).format(zh=what.zh, en=what.en),
        )
    return None
