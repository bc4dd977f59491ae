"""Administrative handling of a referral: penalties, their copies, opinions of the procuratorate and their answers."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from duban.clues.models import Clue
from duban.kernel import confiding
from duban.kernel.acts import Act
from duban.kernel.checks import invalid
from duban.kernel.clock import ZONE, day_of
from duban.kernel.errors import Conflict, Text
from duban.orgs.colleagues import colleague
from duban.referrals.bodies import (
    NameHandler,
    OpinionAnswer,
    OpinionIn,
    Penalty,
    PenaltyCopied,
    PriorPenalty,
    ToHandler,
)
from duban.referrals.models import Referral
from duban.referrals.rules import PENALISE
from duban.referrals.sending import tell_the_police
from duban.referrals.teams import matters_of


async def to_handler(act: Act, referral: Referral, body: ToHandler) -> dict[str, Any]:
    """Whoever handles it from now on is let in."""
    if referral.handoff_id is not None and referral.state in ("refused", "upheld", "supervised"):
        await tell_the_police(act, referral, "end", {"reason": body.reason})
    return {} if body.handler_id is None else await _let_handle(act, referral, body.handler_id)


async def name_handler(act: Act, referral: Referral, body: NameHandler) -> dict[str, Any]:
    """Whoever handled it before is let out, unless still of the team."""
    named = await _let_handle(act, referral, body.handler_id)
    before = referral.handler_id
    if before is not None and before != body.handler_id and str(before) not in referral.team_ids:
        for matter in (referral, await act.db.get_one(Clue, referral.clue_id)):
            await confiding.close_door(act.db, matter, before)
    return named


async def _let_handle(act: Act, referral: Referral, handler_id: UUID) -> dict[str, Any]:
    person = await colleague(
        act, referral.organisation_id, handler_id, PENALISE, matters=matters_of(referral), field="handler_id"
    )
    for matter in (referral, await act.db.get_one(Clue, referral.clue_id)):
        await confiding.open_door(act.db, matter, [person.id], act.now)
    return {"handler_name": person.display_name}


def _noon(day: date) -> datetime:
    """Where a term begins that runs from a day: the day itself is not counted (T-1)."""
    return datetime.combine(day, time(12), ZONE)


async def record_prior_penalty(act: Act, referral: Referral, body: PriorPenalty) -> dict[str, Any]:
    """C-21: penalised first and referred after; the copy is owed from the day of the decision on."""
    return {"owes_penalty_copy": True, "penalty_copied_at": None, "penalty_from": _noon(body.prior_penalty_on)}


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
    if not given and not (body.penalty_on is None and body.penalty_fine_fen is None):
        raise invalid("penalty_number", "penalty_or_reason", "不予处罚的，不填决定日期和罚款。",
                      "Where there is no penalty there is no day and no fine.")  # fmt: skip
    if not given:
        return {}
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
    if referral.sent_at is None:
        return {}
    return {"owes_penalty_copy": True, "penalty_copied_at": None, "penalty_from": _noon(body.penalty_on)}


async def record_penalty_copied(act: Act, referral: Referral, body: PenaltyCopied) -> dict[str, Any]:
    copied = body.penalty_copied_at or act.now
    decided = referral.penalty_on or referral.prior_penalty_on
    if decided is not None and day_of(copied) < decided:
        raise invalid("penalty_copied_at", "before_what_went_before", "不能早于处罚决定。", "It precedes the decision.")
    return {"penalty_copied_at": copied}


async def record_opinion(act: Act, referral: Referral, body: OpinionIn) -> dict[str, Any]:
    """Raises Invalid for a due day before the letter came."""
    received = body.opinion_received_at or act.now
    if body.opinion_due_on is not None and body.opinion_due_on < day_of(received):
        raise invalid(
            "opinion_due_on", "before_what_went_before", "答复期限早于收到日期。", "It is due before it came."
        )
    return {
        "opinion_received_at": received,
        "opinion_due_on": body.opinion_due_on,
        "opinion_answer": None,
        "opinion_answered_at": None,
    }


async def answer_opinion(act: Act, referral: Referral, body: OpinionAnswer) -> dict[str, Any]:
    return {"opinion_answered_at": act.now}
