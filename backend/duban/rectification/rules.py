"""Rectification tasks (整改台账): the steps. The whole machine, as a lawyer would check it.

No national rule regulates the ledger. Its steps follow the office practice of rectification notices (整改通知书) and of
supervised listing (挂牌督办); the lengths of time are in `terms.py`, what must hold before a step in `guards.py`.

What a notice states and when: problem, basis, demanded measure, standard, deadline and person responsible before it is
issued (`guards.NEEDED_TO_ISSUE`); cause, the institution's plan, its planned day and the person again, now named by the
institution, when it signs for the task; what was done, with evidence of the state before and after, when its head asks
for the task to be struck off.

The clock of the deadline runs from the notice, held by the institution, to the end (24:00) of `due_on`. An objection
takes it away, a decision that upholds or varies starts it again. A submission meets it; a return starts it again with
the same last day (the old term goes on). Late is a flag (`overdue_at`) that nothing takes back.
"""

from duban.kernel.errors import Text
from duban.kernel.workflow import Start, Workflow, step
from duban.rectification import guards
from duban.rectification.terms import (
    EXTENSION_DECISION,
    LISTING_PRACTICE,
    LOOK_BACK,
    NO_RULE,
    OBJECTION,
    OBJECTION_DECISION,
    RECTIFICATION,
    SIGN_FOR,
    VERIFICATION,
    listing_practice,
)
from duban.rectification.words import Risk
from duban.rectification.words import TaskState as S

NOTICE_NUMBER = r"^[一-鿿]{2,20}〔(19|20)\d\d〕[1-9]\d{0,4}号$"
"""发文字号: organ word, full year in six-cornered brackets, number without leading zero, 号 (GB/T 9704-2012 §7.2.5)."""

WEIGHTS = {Risk.LOW: 1, Risk.MEDIUM: 2, Risk.HIGH: 3}
"""How much a task counts where nobody says otherwise."""


def raised(weight: int) -> int:
    """The weight of the task that a relapse opens, and the least that it may ever have."""
    return weight + 1


def weight_of(risk: Risk, chosen: int | None, least: int = 1) -> int:
    """How much a task counts: what somebody chose, else by its risk; never below `least`."""
    return max(WEIGHTS[risk] if chosen is None else chosen, least)


TOLD = 1
"""The escalation level at which the authority that issued the task was told; people escalate from there."""

LOOKED_BACK = (S.CONSOLIDATED, S.RELAPSED)

_ANSWER = "task.answer"
_DECIDES = (guards.decided_by_an_authority, guards.acts_for_the_issuer)
"""Who decides: an authority, and none below the one that demands it.

Verification may be delegated: starting it, giving an opinion and counting evaluations of the public decide nothing, so
an authority between the issuer and the institution may take those steps for its superior.
"""
_LOOKS_BACK = (*_DECIDES, guards.looks_back_on_a_later_day, guards.looked_back_by_another_than_the_checkers)
_DEADLINE = Start(RECTIFICATION, "organisation_id", _ANSWER, until="due_on")
_SIGNED = Start(SIGN_FOR, "organisation_id", _ANSWER)
_PUBLIC = (
    "漠视侵害群众利益问题整治方案三(二)3：公开承诺、公示、群众评价"
    " / plan on neglected public interests, 3(2)3: promise, publication, evaluation"
)
_LOOKED = (
    "漠视侵害群众利益问题整治方案三(三)：开展一次回头看，回答三问"
    " / plan on neglected public interests, 3(3): look back once, three questions"
)

TASK = Workflow(
    name="rectification_task",
    title=Text("整改任务", "Rectification task"),
    initial=S.DRAFT,
    final=frozenset({S.WITHDRAWN, S.REVOKED, S.CONSOLIDATED, S.RELAPSED}),
    states={
        S.DRAFT: Text("待下发", "draft"),
        S.WITHDRAWN: Text("已撤回", "withdrawn"),
        S.ISSUED: Text("已下发", "issued"),
        S.OBJECTED: Text("异议", "objected"),
        S.REVOKED: Text("已撤销", "revoked"),
        S.RECTIFYING: Text("整改中", "rectifying"),
        S.SUBMITTED: Text("申请销号", "submitted"),
        S.VERIFYING: Text("复核中", "verifying"),
        S.RETURNED: Text("退回整改", "returned"),
        S.CLOSED: Text("已销号", "closed"),
        S.CONSOLIDATED: Text("巩固", "consolidated"),
        S.RELAPSED: Text("反弹", "relapsed"),
    },
    steps=(
        # The notice.
        step(
            "issue",
            {S.DRAFT},
            S.ISSUED,
            permission="task.issue",
            label=Text("下发", "Issue"),
            basis=NO_RULE,
            guards=[
                *_DECIDES,
                guards.approved_by_another_than_the_drafter,
                guards.states_everything_needed,
                guards.deadline_lies_ahead,
            ],
            starts=[_SIGNED, Start(OBJECTION, "organisation_id", _ANSWER), _DEADLINE],
        ),
        step(
            "withdraw",
            {S.DRAFT},
            S.WITHDRAWN,
            permission="task.create",
            label=Text("撤回", "Withdraw"),
            guards=_DECIDES,
        ),
        # The institution signs for it, or objects.
        step(
            "accept",
            {S.ISSUED},
            S.RECTIFYING,
            permission=_ANSWER,
            label=Text("签收并报送整改方案", "Sign for it, with a plan"),
            basis=NO_RULE,
            stops=[SIGN_FOR.name],
        ),
        step(
            "object",
            {S.ISSUED},
            S.OBJECTED,
            permission=_ANSWER,
            label=Text("提出异议", "Object"),
            basis=NO_RULE,
            guards=[guards.objection_is_open],
            stops=[SIGN_FOR.name, OBJECTION.name],
            starts=[Start(OBJECTION_DECISION, "issuer_id", "task.review")],
        ),
        step(
            "uphold",
            {S.OBJECTED},
            S.ISSUED,
            permission="task.review",
            label=Text("维持", "Uphold"),
            basis=NO_RULE,
            guards=[*_DECIDES, guards.decided_by_another_than_the_objector],
            stops=[OBJECTION_DECISION.name],
            starts=[_SIGNED, _DEADLINE],
        ),
        step(
            "vary",
            {S.OBJECTED},
            S.ISSUED,
            permission="task.review",
            label=Text("变更", "Vary the demands"),
            basis=NO_RULE,
            guards=[*_DECIDES, guards.decided_by_another_than_the_objector],
            stops=[OBJECTION_DECISION.name],
            starts=[_SIGNED, Start(OBJECTION, "organisation_id", _ANSWER), _DEADLINE],
        ),
        step(
            "revoke",
            {S.OBJECTED},
            S.REVOKED,
            permission="task.review",
            label=Text("撤销", "Revoke"),
            basis=NO_RULE,
            guards=[*_DECIDES, guards.decided_by_another_than_the_objector],
            stops=[OBJECTION_DECISION.name],
        ),
        # More time: once, asked before the end, with a reason.
        step(
            "request_extension",
            {S.RECTIFYING},
            None,
            permission=_ANSWER,
            label=Text("申请延期", "Ask for more time"),
            basis=RECTIFICATION.extensions[0].basis,
            guards=[
                guards.is_time_limited,
                guards.was_not_extended,
                guards.no_extension_is_pending,
                guards.term_still_runs,
            ],
            starts=[Start(EXTENSION_DECISION, "issuer_id", "task.extend")],
        ),
        step(
            "grant_extension",
            {S.RECTIFYING},
            None,
            permission="task.extend",
            label=Text("批准延期", "Grant more time"),
            basis=RECTIFICATION.extensions[0].basis,
            guards=[
                *_DECIDES,
                guards.extension_is_pending,
                guards.decided_by_another_than_the_asker,
            ],
            stops=[EXTENSION_DECISION.name],
        ),
        step(
            "refuse_extension",
            {S.RECTIFYING},
            None,
            permission="task.extend",
            label=Text("不予延期", "Refuse more time"),
            guards=[
                *_DECIDES,
                guards.extension_is_pending,
                guards.decided_by_another_than_the_asker,
            ],
            stops=[EXTENSION_DECISION.name],
        ),
        # Done, checked by two, struck off or returned.
        step(
            "submit",
            {S.RECTIFYING, S.RETURNED},
            S.SUBMITTED,
            permission="task.submit",
            label=Text("申请销号", "Ask to be struck off"),
            basis=LISTING_PRACTICE,
            guards=[guards.has_evidence_after],
            stops=[RECTIFICATION.name],
            starts=[Start(VERIFICATION, "issuer_id", "task.verify")],
        ),
        step(
            "start_verification",
            {S.SUBMITTED},
            S.VERIFYING,
            permission="task.verify",
            label=Text("开始复核", "Start verification"),
            guards=[guards.decided_by_an_authority, guards.checked_by_another_than_the_submitter],
        ),
        step(
            "record_opinion",
            {S.VERIFYING},
            None,
            permission="task.verify",
            label=Text("提交复核意见", "Record an opinion"),
            basis=listing_practice(
                "两人复核，均非责任单位人员；高风险须到现场",
                "two checkers, none of the responsible unit; on site at high risk",
            ),
            guards=[
                guards.decided_by_an_authority,
                guards.checked_by_another_than_the_submitter,
                guards.has_not_yet_given_an_opinion,
            ],
        ),
        step(
            "close",
            {S.VERIFYING},
            S.CLOSED,
            permission="task.close",
            label=Text("批准销号", "Strike off"),
            basis=LISTING_PRACTICE,
            guards=[
                guards.risk_is_not_high,
                *_DECIDES,
                guards.checked_by_another_than_the_submitter,
                guards.closed_by_another_than_the_checkers,
                guards.two_checkers_accept,
            ],
            stops=[VERIFICATION.name],
            starts=[Start(LOOK_BACK, "issuer_id", "task.look_back", until="look_back_on")],
        ),
        step(
            "close_high_risk",
            {S.VERIFYING},
            S.CLOSED,
            permission="task.close_high_risk",
            label=Text("批准销号（高风险）", "Strike off (high risk)"),
            basis=LISTING_PRACTICE,
            guards=[
                guards.risk_is_high,
                *_DECIDES,
                guards.checked_by_another_than_the_submitter,
                guards.closed_by_another_than_the_checkers,
                guards.two_checkers_accept,
            ],
            stops=[VERIFICATION.name],
            starts=[Start(LOOK_BACK, "issuer_id", "task.look_back", until="look_back_on")],
        ),
        step(
            "return",
            {S.VERIFYING},
            S.RETURNED,
            permission="task.verify",
            label=Text("退回整改", "Return"),
            basis="国家无统一规定，按产品默认值：原期限继续计算"
            " / no national rule; product default: the old term goes on",
            guards=[*_DECIDES, guards.checked_by_another_than_the_submitter, guards.an_opinion_was_given],
            stops=[VERIFICATION.name],
            starts=[_DEADLINE],
        ),
        # Late work is taken further.
        step(
            "escalate",
            {S.ISSUED, S.RECTIFYING, S.RETURNED},
            None,
            permission="task.escalate",
            label=Text("督办升级", "Escalate"),
            basis=listing_practice(
                "逾期的催办、约谈、通报、挂牌", "overdue work is urged, talked about, circulated, listed"
            ),
            guards=[*_DECIDES, guards.is_overdue],
        ),
        # The look-back.
        step(
            "plan_look_back",
            {S.CLOSED},
            None,
            permission="task.look_back",
            label=Text("安排回头看", "Plan the look-back"),
            basis=LOOK_BACK.basis,
            guards=_DECIDES,
            starts=[Start(LOOK_BACK, "issuer_id", "task.look_back", until="look_back_on")],
        ),
        step(
            "consolidate",
            {S.CLOSED},
            S.CONSOLIDATED,
            permission="task.look_back",
            label=Text("回头看：巩固", "Look back: consolidated"),
            basis=_LOOKED,
            guards=_LOOKS_BACK,
            stops=[LOOK_BACK.name],
        ),
        step(
            "relapse",
            {S.CLOSED},
            S.RELAPSED,
            permission="task.look_back",
            label=Text("回头看：反弹", "Look back: relapsed"),
            basis=_LOOKED,
            guards=_LOOKS_BACK,
            stops=[LOOK_BACK.name],
        ),
        # Before the public.
        step(
            "promise",
            {S.ISSUED, S.RECTIFYING, S.RETURNED},
            None,
            permission=_ANSWER,
            label=Text("公开整改承诺", "Promise in public"),
            basis=_PUBLIC,
            guards=[guards.promises_nothing_yet],
        ),
        step(
            "publish",
            {S.CLOSED, S.CONSOLIDATED},
            None,
            permission=_ANSWER,
            label=Text("公布整改情况", "Publish the result"),
            basis=_PUBLIC,
            guards=[guards.is_not_published],
        ),
        step(
            "record_evaluation",
            {S.CLOSED, S.CONSOLIDATED, S.RELAPSED},
            None,
            permission="task.look_back",
            label=Text("记录群众评价", "Record the public's evaluation"),
            basis=_PUBLIC,
            guards=[guards.decided_by_an_authority, guards.is_published],
        ),
    ),
)
