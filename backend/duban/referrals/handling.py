"""What the steps of a referral do besides moving it."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from pydantic import BaseModel

from duban.clues.models import Clue
from duban.clues.rules import CLUE
from duban.kernel import clocks, confiding
from duban.kernel.acts import Act
from duban.kernel.checks import flags_lateness, invalid, looking_back
from duban.kernel.clock import ZONE
from duban.kernel.errors import Conflict, Text
from duban.kernel.organisations import Organisation, OrganisationKind
from duban.kernel.transitions import Doing, perform
from duban.orgs.colleagues import colleague
from duban.referrals import terms
from duban.referrals.bodies import (
    AskAgain,
    Decide,
    Explanation,
    ExplanationAsked,
    Filed,
    FilingOrdered,
    FillPapers,
    FollowUp,
    Forward,
    GoodsReceived,
    HandGoodsOver,
    NotPolice,
    OpinionAnswer,
    OpinionIn,
    PapersAsked,
    Penalty,
    PenaltyCopied,
    Receipt,
    Refused,
    Reject,
    ReportToChief,
    Result,
    Suggest,
    Supplement,
    ToHandler,
    Upheld,
)
from duban.referrals.models import Referral
from duban.referrals.rules import PENALISE, REFERRAL
from duban.referrals.sending import send, tell_the_police
from duban.referrals.teams import change_team
from duban.referrals.words import TURN


def turns(name: str, does: Doing) -> Doing:
    """`does`, and whose turn it is after the step, with how long whoever had it held it. A turn is a stretch of wall
    time: what each held adds up to the whole."""
    target = REFERRAL[name].target

    async def turned(act: Act, referral: Referral, body: Any) -> Mapping[str, Any]:
        found = dict(await does(act, referral, body) or {})
        if target is None or TURN[target] is referral.holder:
            return found
        held = f"held_{referral.holder.value}_seconds"
        seconds = int((act.now - referral.holder_since).total_seconds())
        return found | {
            held: getattr(referral, held) + seconds,
            "holder": TURN[target],
            "holder_since": act.now,
        }

    return turned


async def fill_papers(act: Act, referral: Referral, body: FillPapers) -> dict[str, Any]:
    """Raises Invalid for a receiver that is no police organ, for goods where there are said to be none."""
    given = body.model_dump(exclude_unset=True)
    if body.receiver_id is not None:
        organ = await act.db.get(Organisation, body.receiver_id)
        if organ is None or organ.kind is not OrganisationKind.POLICE or organ.closed_on is not None:
            raise invalid("receiver_id", "no_police_organ", "应是公安机关。", "Name a police organ.")
        given["receiver_name"] = organ.name
    goods = given.get("goods", referral.goods)
    if goods and given.get("goods_none", referral.goods_none):
        raise invalid("goods_none", "goods_and_none", "已列物品，不能注明无物品。", "There are goods on the list.")
    return given | {"package_sha256": None}


async def report_to_chief(act: Act, referral: Referral, body: ReportToChief) -> dict[str, Any]:
    return {"reported_by_name": act.me.name, "reported_at": act.now}


async def approve(act: Act, referral: Referral, body: Decide) -> dict[str, Any]:
    return {"approved": True, "decided_by_name": act.me.name, "decided_at": act.now}


async def reject(act: Act, referral: Referral, body: Reject) -> dict[str, Any]:
    return {"approved": False, "decided_by_name": act.me.name, "decided_at": act.now}


def _not_before(field: str, at: datetime, before: datetime | None) -> None:
    if before is not None and at < before:
        raise invalid(field, "before_what_went_before", "时间早于上一环节。", "It lies before what went before it.")


async def record_receipt(act: Act, referral: Referral, body: Receipt) -> dict[str, Any]:
    received = body.received_at or act.now
    _not_before("received_at", received, referral.forwarded_at or referral.sent_at)
    await tell_the_police(act, referral, "receive", {
        "received_at": received, "receiver_name": body.received_by, "receipt_number": body.receipt_number,
    })  # fmt: skip
    return {"received_at": received}


async def record_papers_asked(act: Act, referral: Referral, body: PapersAsked) -> dict[str, Any]:
    asked = body.papers_asked_at or act.now
    _not_before("papers_asked_at", asked, referral.received_at)
    reason = body.papers_asked_reason or "材料不齐"
    await tell_the_police(act, referral, "ask_papers", {"papers": body.papers_asked, "reason": reason})
    return {"papers_asked_at": asked}


async def supplement(act: Act, referral: Referral, body: Supplement) -> dict[str, Any]:
    await tell_the_police(act, referral, "supplement", {"note": body.supplement_note})
    return {"supplemented_at": act.now}


async def record_forward(act: Act, referral: Referral, body: Forward) -> dict[str, Any]:
    forwarded = body.forwarded_at or act.now
    _not_before("forwarded_at", forwarded, referral.sent_at)
    await tell_the_police(act, referral, "forward", {"to_name": body.forwarded_to, "reason": body.forward_reason})
    return {
        "forwarded_at": forwarded,
        "receiver_id": None,
        "receiver_name": body.forwarded_to,
        "handoff_id": None,
        "received_at": None,
        "received_by": None,
        "receipt_number": None,
    }


async def record_not_police(act: Act, referral: Referral, body: NotPolice) -> dict[str, Any]:
    """The clue goes back to be assessed anew (S6c → S1)."""
    await tell_the_police(act, referral, "decline", {"reason": body.not_police_reason})
    clue = await act.db.get_one(Clue, referral.clue_id, with_for_update=True)
    act.change(clue, {"open_referrals": clue.open_referrals - 1}, action="clue:referral_over")
    if clue.open_referrals == 0 and clue.state == "referred":
        await perform(act, CLUE, "come_back", clue, reason=body.not_police_reason)
    return {}


async def record_filed(act: Act, referral: Referral, body: Filed) -> dict[str, Any]:
    noticed = body.filing_notice_at or act.now
    _not_before("filing_notice_at", noticed, referral.received_at)
    await tell_the_police(act, referral, "file", {"case_number": body.case_number, "filed_on": body.filed_on})
    return {"filing_notice_at": noticed}


async def record_refused(act: Act, referral: Referral, body: Refused) -> dict[str, Any]:
    received = body.refusal_received_at or act.now
    _not_before("refusal_received_at", received, referral.received_at)
    until = await clocks.end_of_term(act, terms.ASK_AGAIN, referral.region_code, since=received)
    await tell_the_police(
        act, referral, "refuse", {"reason": body.refusal_reason, "returned_papers": body.returned_papers}
    )
    return {"refusal_received_at": received, "ask_again_until": until.due_at}


async def ask_reconsideration(act: Act, referral: Referral, body: AskAgain) -> dict[str, Any]:
    await tell_the_police(act, referral, "ask_reconsideration", {"reason": body.reconsideration_reason})
    return {"reconsideration_asked_at": act.now}


async def record_upheld(act: Act, referral: Referral, body: Upheld) -> dict[str, Any]:
    received = body.upheld_received_at or act.now
    _not_before("upheld_received_at", received, referral.reconsideration_asked_at)
    await tell_the_police(act, referral, "uphold", {"reason": body.upheld_reason})
    return {"upheld_received_at": received}


async def suggest_supervision(act: Act, referral: Referral, body: Suggest) -> dict[str, Any]:
    await tell_the_police(
        act, referral, "suggest_supervision",
        {"procuratorate": referral.procuratorate_name or "人民检察院", "reason": body.supervision_reason},
    )  # fmt: skip
    return {"supervision_suggested_at": act.now}


async def record_explanation_asked(act: Act, referral: Referral, body: ExplanationAsked) -> dict[str, Any]:
    return {"explanation_asked_at": body.explanation_asked_at or act.now}


async def record_explanation(act: Act, referral: Referral, body: Explanation) -> dict[str, Any]:
    await tell_the_police(act, referral, "explain", {"explanation": body.explanation})
    return {"explained_at": act.now}


async def record_filing_ordered(act: Act, referral: Referral, body: FilingOrdered) -> dict[str, Any]:
    ordered = body.filing_ordered_at or act.now
    await tell_the_police(act, referral, "notice_to_file", {"notified_at": ordered})
    return {"filing_ordered_at": ordered}


async def nothing(act: Act, referral: Referral, body: BaseModel | None) -> None:
    """Columns of the body are enough."""


async def hand_over(act: Act, referral: Referral, body: HandGoodsOver) -> dict[str, Any]:
    await tell_the_police(
        act, referral, "hand_over",
        {"goods": referral.goods, "place": body.handover_place, "handed_by": body.handed_by},
    )  # fmt: skip
    return {"handed_over_at": act.now}


async def record_goods_received(act: Act, referral: Referral, body: GoodsReceived) -> dict[str, Any]:
    """Raises Conflict where the team records it without the list that both sides signed."""
    received = body.goods_received_at or act.now
    _not_before("goods_received_at", received, referral.handed_over_at)
    if referral.goods and not referral.handover_list_count and not act.me.may("handoff.decide"):
        raise Conflict(
            "no_handover_list",
            Text("请先上传双方签字的交接清单。", "Attach the handover list signed by both sides first."),
        )
    await tell_the_police(
        act, referral, "confirm_goods", {"received_by": body.goods_received_by, "remarks": body.goods_remarks}
    )
    return {"goods_received_at": received}


async def follow_up(act: Act, referral: Referral, body: FollowUp) -> dict[str, Any]:
    return {"follow_ups": referral.follow_ups + 1, "followed_up_at": act.now}


async def record_result(act: Act, referral: Referral, body: Result) -> dict[str, Any]:
    """A fine that was imposed before is set off against a criminal one (C-20)."""
    await tell_the_police(act, referral, "result", {
        "outcome": body.outcome, "document_number": body.outcome_document, "fine_fen": body.criminal_fine_fen,
        "summary": body.outcome_summary, "return_for_penalty": body.return_for_penalty,
    })  # fmt: skip
    imposed, criminal = referral.penalty_fine_fen, body.criminal_fine_fen
    return {"set_off_fen": min(imposed, criminal) if imposed is not None and criminal is not None else None}


async def to_handler(act: Act, referral: Referral, body: ToHandler) -> dict[str, Any]:
    """Whoever handles it from now on is let in."""
    if referral.handoff_id is not None and referral.state in ("refused", "upheld", "supervised"):
        await tell_the_police(act, referral, "end", {"reason": body.reason})
    if body.handler_id is None:
        return {}
    about = [id for id in (referral.id, referral.clue_id, referral.about_organisation_id) if id is not None]
    person = await colleague(
        act, referral.organisation_id, body.handler_id, PENALISE, matters=about, field="handler_id"
    )
    clue = await act.db.get_one(Clue, referral.clue_id)
    for matter in (referral, clue):
        await confiding.open_door(act.db, matter, [person.id], act.now)
    return {"handler_name": person.display_name}


async def record_penalty(act: Act, referral: Referral, body: Penalty) -> dict[str, Any]:
    """Raises Invalid for neither a penalty nor a reason, or both; Conflict for a new fine after a criminal one (C-20).
    Where it had been sent to the police, a copy of the decision is owed within ten days (C-21)."""
    given = body.penalty_number is not None
    if given == (body.no_penalty_reason is not None):
        raise invalid(
            "penalty_number",
            "penalty_or_reason",
            "处罚决定书文号与不予处罚理由填一项。",
            "A decision, or why there is none.",
        )
    if not given:
        return {"owes_penalty_copy": False}
    if body.penalty_on is None:
        raise invalid("penalty_on", "missing", "请填写处罚决定日期。", "Give the day of the decision.")
    if referral.criminal_fine_fen and body.penalty_fine_fen:
        raise Conflict(
            "fined_by_the_court",
            Text(
                "法院已判处罚金，不得再处罚款（行政处罚法第35条）。",
                "The court imposed a fine: no administrative fine any more (行政处罚法 art. 35).",
            ),
        )
    return {
        "owes_penalty_copy": referral.sent_at is not None,
        "penalty_from": datetime.combine(body.penalty_on, time(12), ZONE),
    }


async def record_penalty_copied(act: Act, referral: Referral, body: PenaltyCopied) -> dict[str, Any]:
    return {"penalty_copied_at": body.penalty_copied_at or act.now}


async def record_opinion(act: Act, referral: Referral, body: OpinionIn) -> dict[str, Any]:
    received = body.opinion_received_at or act.now
    return {
        "opinion_received_at": received,
        "opinion_due_on": body.opinion_due_on,
        "opinion_answer": None,
        "opinion_answered_at": None,
    }


async def answer_opinion(act: Act, referral: Referral, body: OpinionAnswer) -> dict[str, Any]:
    return {"opinion_answered_at": act.now}


async def archive(act: Act, referral: Referral, body: None) -> dict[str, Any]:
    clue = await act.db.get_one(Clue, referral.clue_id, with_for_update=True)
    act.change(clue, {"open_referrals": clue.open_referrals - 1}, action="clue:referral_over")
    return {"archived_at": act.now}


_STEPS: Mapping[str, Doing] = {
    "change_team": change_team,
    "fill_papers": fill_papers,
    "report_to_chief": report_to_chief,
    "approve": approve,
    "reject": reject,
    "send": send,
    "record_receipt": record_receipt,
    "record_papers_asked": record_papers_asked,
    "supplement": supplement,
    "record_forward": record_forward,
    "record_not_police": record_not_police,
    "record_filed": record_filed,
    "record_refused": record_refused,
    "ask_reconsideration": ask_reconsideration,
    "record_upheld": record_upheld,
    "suggest_supervision": suggest_supervision,
    "record_explanation_asked": record_explanation_asked,
    "record_explanation": record_explanation,
    "record_filing_ordered": record_filing_ordered,
    "record_supervision_outcome": nothing,
    "hand_over": hand_over,
    "record_goods_received": record_goods_received,
    "follow_up": follow_up,
    "record_result": record_result,
    "handle_administratively": to_handler,
    "take_back": to_handler,
    "record_penalty": record_penalty,
    "record_penalty_copied": record_penalty_copied,
    "record_opinion": record_opinion,
    "answer_opinion": answer_opinion,
    "archive": archive,
}

DOING: Mapping[str, Doing] = {
    name: looking_back(turns(name, does), ahead=frozenset({"opinion_due_on"})) for name, does in _STEPS.items()
}
"""By the step's name; every step that people take."""

flags_lateness(Referral)
