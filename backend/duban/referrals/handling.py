"""What the steps of a referral do besides moving it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel

from duban.clues.models import Clue
from duban.clues.rules import CLUE
from duban.kernel import clocks
from duban.kernel.acts import Act
from duban.kernel.checks import SKEW, flags_lateness, follows_the_end, invalid, looking_back
from duban.kernel.errors import Conflict, Text
from duban.kernel.transitions import Doing, perform
from duban.referrals import terms
from duban.referrals.administering import (
    answer_opinion,
    name_handler,
    record_opinion,
    record_penalty,
    record_penalty_copied,
    record_prior_penalty,
    to_handler,
)
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
    PapersAsked,
    Receipt,
    Refused,
    Reject,
    ReportToChief,
    Result,
    Suggest,
    Supplement,
    Upheld,
)
from duban.referrals.models import Referral
from duban.referrals.rules import REFERRAL
from duban.referrals.sending import forward, police_organ, send, supplements, tell_the_police
from duban.referrals.teams import change_team
from duban.referrals.words import OWN_HAND, TURN

TO_TELL = timedelta(hours=24)
"""So long after receipt the police forward what is another's, or ask for papers (C-8, C-9)."""


def turns(name: str, does: Doing) -> Doing:
    """`does`, and whose turn it is after the step, with how long whoever had it held it. A turn is a stretch of wall
    time in whole seconds, the rest goes to whoever is next: what each held adds up to the whole."""
    target = REFERRAL[name].target

    async def turned(act: Act, referral: Referral, body: Any) -> Mapping[str, Any]:
        found = dict(await does(act, referral, body) or {})
        if target is None or TURN[target] is referral.holder:
            return found
        held = f"held_{referral.holder.value}_seconds"
        seconds = max(0, int((act.now - referral.holder_since).total_seconds()))
        return found | {
            held: getattr(referral, held) + seconds,
            "holder": TURN[target],
            "holder_since": referral.holder_since + timedelta(seconds=seconds),
        }

    return turned


_NEVER_EMPTY = frozenset({"goods", "goods_none", "expert_none", "earlier_penalties", "document_number"})
"""Of these null means the same as leaving it out."""


async def fill_papers(act: Act, referral: Referral, body: FillPapers) -> dict[str, Any]:
    """What is named unmakes the package. Raises Invalid for a receiver that is no police organ, for goods where there
    are said to be none."""
    given = body.model_dump(exclude_unset=True)
    given |= {name: getattr(referral, name) for name in _NEVER_EMPTY & given.keys() if given[name] is None}
    if body.receiver_id is not None:
        given["receiver_name"] = (await police_organ(act, body.receiver_id, "receiver_id")).name
    elif "receiver_name" in given:
        given["receiver_id"] = None
    goods = given.get("goods", referral.goods)
    if goods and given.get("goods_none", referral.goods_none):
        raise invalid("goods_none", "goods_and_none", "已列物品，不能注明无物品。", "There are goods on the list.")
    return given | {"package_sha256": None}


async def report_to_chief(act: Act, referral: Referral, body: ReportToChief) -> dict[str, Any]:
    return {"reported_by_name": act.me.name, "reported_at": act.now, "reporting_ids": referral.team_ids}


async def approve(act: Act, referral: Referral, body: Decide) -> dict[str, Any]:
    return {"approved": True, "decided_by_name": act.me.name, "decided_at": act.now}


async def reject(act: Act, referral: Referral, body: Reject) -> dict[str, Any]:
    return {"approved": False, "decided_by_name": act.me.name, "decided_at": act.now}


def _not_before(field: str, at: datetime, before: datetime | None) -> None:
    """The clocks of two houses may be a little apart."""
    if before is not None and at + SKEW < before:
        raise invalid(field, "before_what_went_before", "时间早于上一环节。", "It lies before what went before it.")


def _late(referral: Referral, word: str, at: datetime) -> list[str]:
    """Which words of the police came late, with `word` said at `at`."""
    was_late = referral.received_at is not None and at > referral.received_at + TO_TELL
    return sorted({*referral.late, word}) if was_late else referral.late


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
    return {"papers_asked_at": asked, "late": _late(referral, "ask_papers", asked)}


async def supplement(act: Act, referral: Referral, body: Supplement) -> dict[str, Any]:
    """The files attached for it go along."""
    files = await supplements(act.db, referral)
    await tell_the_police(act, referral, "supplement", {"note": body.supplement_note}, files)
    return {"supplemented_at": act.now}


async def record_forward(act: Act, referral: Referral, body: Forward) -> dict[str, Any]:
    """What the organ before said later moves nothing here any more; the next one signs anew. Raises Invalid for an
    organ that is no police organ here."""
    forwarded = body.forwarded_at or act.now
    _not_before("forwarded_at", forwarded, referral.received_at or referral.forwarded_at or referral.sent_at)
    return await forward(act, referral, body) | {
        "forwarded_at": forwarded,
        "late": _late(referral, "forward", forwarded),
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
    asked = body.explanation_asked_at or act.now
    _not_before("explanation_asked_at", asked, referral.supervision_suggested_at)
    return {"explanation_asked_at": asked}


async def record_explanation(act: Act, referral: Referral, body: Explanation) -> dict[str, Any]:
    await tell_the_police(act, referral, "explain", {"explanation": body.explanation})
    return {"explained_at": act.now}


async def record_filing_ordered(act: Act, referral: Referral, body: FilingOrdered) -> dict[str, Any]:
    ordered = body.filing_ordered_at or act.now
    _not_before("filing_ordered_at", ordered, referral.supervision_suggested_at)
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
    if referral.goods and not referral.handover_list_count and not act.me.may(OWN_HAND):
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
    imposed = (referral.prior_penalty_fine_fen or 0) + (referral.penalty_fine_fen or 0)
    return {"set_off_fen": min(imposed, body.criminal_fine_fen) if imposed and body.criminal_fine_fen else None}


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
    "name_handler": name_handler,
    "record_prior_penalty": record_prior_penalty,
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
follows_the_end(Referral, terms.ASK_AGAIN, "ask_again_until")
