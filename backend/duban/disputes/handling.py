"""What the steps of a dispute do besides moving it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import col

from duban.disputes import terms
from duban.disputes.applications import ACCIDENT_APPLICATIONS, OPEN_APPLICATIONS, DisputeAccidentApplication
from duban.disputes.autopsies import AUTOPSIES, AutopsyIn, AutopsyState, DisputeAutopsy
from duban.disputes.bodies import (
    AcceptMediation,
    Agreement,
    AskForMediation,
    Attend,
    CompleteNotes,
    ConfirmInCourt,
    DisputeReasoned,
    EndMediation,
    ExtendMediation,
    FlagAccident,
    FlagMajor,
    FlagQualityEvent,
    Inform,
    Judge,
    Pay,
    ReleaseBody,
    Rescue,
    StateClaim,
)
from duban.disputes.models import Dispute
from duban.disputes.parts import begin, take
from duban.disputes.rules import DISPUTE
from duban.disputes.schemas import Death
from duban.disputes.words import AskingSide, MediationOutcome, Way
from duban.disputes.words import DisputeState as S
from duban.kernel import clocks
from duban.kernel.acts import Act
from duban.kernel.checks import flag_late, invalid, looking_back
from duban.kernel.clocks import Clock
from duban.kernel.errors import Conflict, FieldError, Invalid, Text
from duban.kernel.regional import regional_fen
from duban.kernel.terms import Extension, Term, Unit
from duban.kernel.transitions import Doing, perform


async def limits(act: Act, region_code: str) -> dict[str, Any]:
    """The region's sums as columns (B-28)."""
    return {
        "negotiation_limit_fen": await regional_fen(act.db, terms.NEGOTIATION_LIMIT, region_code),
        "insurer_above_fen": await regional_fen(act.db, terms.INSURER_ABOVE, region_code),
        "appraisal_from_fen": await regional_fen(act.db, terms.APPRAISAL_FROM, region_code),
    }


async def still_runs(act: Act, term: Term, region_code: str, since: datetime) -> bool:
    """Whether `term`, begun at `since`, has not run out before anybody entered what begins it."""
    return act.now < (await clocks.end_of_term(act, term, region_code, since=since)).due_at


async def after_death(act: Act, region_code: str, death: Death) -> dict[str, Any]:
    """The columns of a death. A term that ran out before anybody entered the death is not started: whether the autopsy
    was made in time is told by its own record."""

    async def runs(term: Term) -> bool:
        return await still_runs(act, term, region_code, death.died_at)

    disputed = death.death_disputed
    return {
        "has_died": True,
        "died_at": death.died_at,
        "death_disputed": disputed,
        "body_frozen": death.body_frozen,
        "runs_autopsy": disputed and not death.body_frozen and await runs(terms.AUTOPSY),
        "runs_autopsy_frozen": disputed and death.body_frozen and await runs(terms.AUTOPSY_FROZEN),
        "runs_body_kept": await runs(terms.BODY_KEPT),
    }


async def note_death(act: Act, dispute: Dispute, body: Death) -> dict[str, Any]:
    return await after_death(act, dispute.region_code, body)


async def release_body(act: Act, dispute: Dispute, body: ReleaseBody) -> dict[str, Any]:
    return {"body_released_at": body.body_released_at or act.now}


async def note_rescue(act: Act, dispute: Dispute, body: Rescue) -> dict[str, Any]:
    """A term that ran out before anybody entered the rescue is not started: whether its notes were complete in time is
    told by when they were."""
    return {"runs_rescue_notes": await still_runs(act, terms.RESCUE_NOTES, dispute.region_code, body.rescue_ended_at)}


async def complete_notes(act: Act, dispute: Dispute, body: CompleteNotes) -> dict[str, Any]:
    ended, complete = dispute.rescue_ended_at, body.rescue_notes_at or act.now
    if ended is None or complete < ended:
        raise invalid(
            "rescue_notes_at", "before_rescue", "补记完成不能早于抢救结束。", "Notes are not complete before its end."
        )
    last = await clocks.end_of_term(act, terms.RESCUE_NOTES, dispute.region_code, since=ended)
    return {"rescue_notes_at": complete, "rescue_notes_late": complete >= last.due_at}


async def inform(act: Act, dispute: Dispute, body: Inform) -> dict[str, Any]:
    """Raises Invalid for an item not told, a missing signature without a note, a death without the autopsy notice."""
    for item in ("told_ways", "told_sealing", "told_records"):
        if not getattr(body, item):
            raise invalid(item, "not_told", "须逐项告知患方。", "Each item is told to the patient's side.")
    if dispute.has_died and body.told_autopsy_at is None:
        raise invalid(
            "told_autopsy_at", "autopsy_not_told", "患者死亡的，还须告知尸检规定及告知时间。",
            "After a death the rules on autopsy are told too, with the time.",
        )  # fmt: skip
    if not body.informed_signed and body.informed_note is None:
        raise invalid(
            "informed_note", "note_needed", "未签字的，请注明情况。", "Say what happened where nobody signed."
        )
    if body.told_autopsy_at is not None and dispute.told_autopsy_at is None and dispute.has_died:
        await begin(act, AUTOPSIES, dispute, AutopsyIn(told_at=body.told_autopsy_at))
    return {"informed_at": body.informed_at or act.now, "informed_by_name": act.me.name}


async def state_claim(act: Act, dispute: Dispute, body: StateClaim) -> dict[str, Any]:
    return await limits(act, dispute.region_code)


async def attend(act: Act, dispute: Dispute, body: Attend) -> dict[str, Any]:
    return {"at_scene_at": body.at_scene_at or act.now}


def _resolved(act: Act, way: Way) -> dict[str, Any]:
    return {"resolved_by": way, "resolved_at": act.now}


async def settle(act: Act, dispute: Dispute, body: Agreement) -> dict[str, Any]:
    """Raises Invalid where the region asks for the insurer and it did not take part."""
    above = dispute.insurer_above_fen
    if above is not None and (dispute.claim_fen or 0) > above and not body.insurer_took_part:
        raise Invalid(
            "insurer_must_take_part",
            told := Text(
                "索赔金额超过 {limit} 元的，保险机构须参与协商。",
                "Above a claim of {limit} yuan the insurer takes part.",
            ).format(limit=above // 100),
            [FieldError("/insurer_took_part", "insurer_must_take_part", told)],
        )
    return _resolved(act, Way.NEGOTIATION)


def _require_consent(body: AskForMediation) -> None:
    if body.requested_by is not AskingSide.BOTH and not body.other_consents:
        raise invalid(
            "other_consents", "consent_needed", "一方申请调解的，须征得另一方同意。",
            "Where one side asks, the other consents.",
        )  # fmt: skip


async def request_mediation(act: Act, dispute: Dispute, body: AskForMediation) -> dict[str, Any]:
    _require_consent(body)
    return {
        "mediation_requested_by": body.requested_by,
        "mediation_requested_at": body.requested_at or act.now,
        "mediation_accepted_at": None,
        "mediation_outcome": None,
        "mediation_ended_at": None,
    }


async def accept_mediation(act: Act, dispute: Dispute, body: AcceptMediation) -> dict[str, Any]:
    accepted = body.mediation_accepted_at or act.now
    if dispute.mediation_requested_at is not None and accepted < dispute.mediation_requested_at:
        raise invalid(
            "mediation_accepted_at", "before_request", "受理不能早于申请。", "It was not accepted before it was asked."
        )
    return {"mediation_accepted_at": accepted, "mediator": body.mediator or dispute.mediator}


def _mediation_over(act: Act, outcome: MediationOutcome) -> dict[str, Any]:
    return {"mediation_outcome": outcome, "mediation_ended_at": act.now}


async def decline_mediation(act: Act, dispute: Dispute, body: DisputeReasoned) -> dict[str, Any]:
    return _mediation_over(act, MediationOutcome.DECLINED)


async def extend_mediation(act: Act, dispute: Dispute, body: ExtendMediation) -> None:
    """Counted from the present end. Raises Conflict where that has passed: it failed then (B-14)."""
    term = terms.PEOPLES_MEDIATION.name
    for clock in await clocks.of(act.db, dispute, open_only=True):
        if clock.term == term and clock.state is clocks.ClockState.RUNNING and act.now >= clock.due_at:
            raise Conflict(
                "mediation_term_over", Text("调解期限已届满，视为调解不成。", "The term has run out: it has failed.")
            )
    more = Extension(body.amount, Unit.WORKING_DAYS, body.reason, str(act.me.id))
    await clocks.extend(act, dispute, term, more)


async def conclude_mediation(act: Act, dispute: Dispute, body: Agreement) -> dict[str, Any]:
    return _mediation_over(act, MediationOutcome.AGREED) | _resolved(act, Way.PEOPLES_MEDIATION)


async def fail_mediation(act: Act, dispute: Dispute, body: DisputeReasoned) -> dict[str, Any]:
    return _mediation_over(act, MediationOutcome.FAILED)


async def end_mediation(act: Act, dispute: Dispute, body: EndMediation) -> dict[str, Any]:
    return _mediation_over(act, MediationOutcome.ENDED)


async def confirm_in_court(act: Act, dispute: Dispute, body: ConfirmInCourt) -> None:
    """The day is kept in the row; nothing else follows."""


async def request_admin(act: Act, dispute: Dispute, body: AskForMediation) -> dict[str, Any]:
    _require_consent(body)
    return {
        "admin_requested_by": body.requested_by,
        "admin_requested_at": body.requested_at or act.now,
        "admin_accepted_at": None,
        "admin_outcome": None,
        "admin_ended_at": None,
    }


async def accept_admin(act: Act, dispute: Dispute, body: None) -> dict[str, Any]:
    return {"admin_accepted_at": act.now}


def _admin_over(act: Act, outcome: MediationOutcome) -> dict[str, Any]:
    return {"admin_outcome": outcome, "admin_ended_at": act.now}


async def refuse_admin(act: Act, dispute: Dispute, body: DisputeReasoned) -> dict[str, Any]:
    return _admin_over(act, MediationOutcome.DECLINED)


async def conclude_admin(act: Act, dispute: Dispute, body: Agreement) -> dict[str, Any]:
    return _admin_over(act, MediationOutcome.AGREED) | _resolved(act, Way.ADMIN_MEDIATION)


async def fail_admin(act: Act, dispute: Dispute, body: DisputeReasoned) -> dict[str, Any]:
    return _admin_over(act, MediationOutcome.FAILED)


async def end_admin(act: Act, dispute: Dispute, body: EndMediation) -> dict[str, Any]:
    return _admin_over(act, MediationOutcome.ENDED)


async def sue(act: Act, dispute: Dispute, body: BaseModel) -> dict[str, Any]:
    """Every mediation that still went on ends (B-13), and so does what the authority was asked to handle (B-26)."""
    asked = select(DisputeAccidentApplication).where(
        col(DisputeAccidentApplication.dispute_id) == dispute.id,
        col(DisputeAccidentApplication.state).in_(OPEN_APPLICATIONS),
    )
    for application in await act.db.scalars(asked.with_for_update()):
        await take(act, ACCIDENT_APPLICATIONS, "end", dispute, application, None)
    ended: dict[str, Any] = {}
    if dispute.state in (S.MEDIATION_REQUESTED, S.MEDIATING):
        ended |= _mediation_over(act, MediationOutcome.ENDED)
    if dispute.state in (S.ADMIN_REQUESTED, S.ADMIN_MEDIATING):
        ended |= _admin_over(act, MediationOutcome.ENDED)
    return ended


async def judge(act: Act, dispute: Dispute, body: Judge) -> dict[str, Any]:
    return _resolved(act, Way.LAWSUIT) | {"resolved_at": body.received_at or act.now}


async def pay(act: Act, dispute: Dispute, body: Pay) -> dict[str, Any]:
    """Raises Conflict for more than what is owed."""
    paid = dispute.paid_fen + body.amount_fen
    if paid > (dispute.agreed_fen or 0):
        raise Conflict(
            "paid_too_much",
            Text("付款合计超过应付金额。", "The payments would exceed what is to be paid."),
        )
    return {"paid_fen": paid}


async def close(act: Act, dispute: Dispute, body: None) -> dict[str, Any]:
    return {"closed_at": act.now}


async def flag_major(act: Act, dispute: Dispute, body: FlagMajor) -> dict[str, Any]:
    return {"is_major": True, "major_from": body.major_from or act.now}


async def unflag_major(act: Act, dispute: Dispute, body: DisputeReasoned) -> dict[str, Any]:
    return {"is_major": False}


async def flag_accident(act: Act, dispute: Dispute, body: FlagAccident) -> dict[str, Any]:
    """The report of serious negligence runs once, from when it was first found."""
    first = body.negligence_at is not None and dispute.negligence_at is None
    return {
        "is_accident": True,
        "runs_negligence": first,
        "negligence_at": dispute.negligence_at or body.negligence_at,
    }


async def flag_quality_event(act: Act, dispute: Dispute, body: FlagQualityEvent) -> dict[str, Any]:
    """Its report runs from when it was found, also where that term has run out since: nobody has reported it here."""
    return {"quality_found_at": body.quality_found_at or act.now}


async def unflag_quality_event(act: Act, dispute: Dispute, body: DisputeReasoned) -> dict[str, Any]:
    return {"quality_grade": None, "quality_found_at": None}


_STEPS: tuple[Doing, ...] = (
    inform, note_death, release_body, state_claim, attend, settle, request_mediation, accept_mediation,
    decline_mediation, extend_mediation, conclude_mediation, fail_mediation, end_mediation, confirm_in_court,
    request_admin, accept_admin, refuse_admin, conclude_admin, fail_admin, end_admin, sue, judge, pay, close,
    flag_major, unflag_major, flag_accident, flag_quality_event, unflag_quality_event, note_rescue, complete_notes,
)  # fmt: skip

DOING: Mapping[str, Doing] = {does.__name__: looking_back(does) for does in _STEPS}
"""By the step's name."""


async def missed(act: Act, clock: Clock) -> None:
    """The term ran out: the flag that stays, and what the regulation attaches (arts 38, 40: deemed failed)."""
    dispute = await act.db.get(Dispute, clock.subject_id, with_for_update=True)
    if dispute is None:
        return
    flag_late(act, dispute, clock)
    if clock.term == terms.PEOPLES_MEDIATION.name and dispute.state is S.MEDIATING:
        lapsed = {"mediation_outcome": MediationOutcome.LAPSED, "mediation_ended_at": clock.due_at}
        await perform(act, DISPUTE, "lapse_mediation", dispute, values=lapsed)
    if clock.term == terms.ADMIN_MEDIATION.name and dispute.state is S.ADMIN_MEDIATING:
        lapsed = {"admin_outcome": MediationOutcome.LAPSED, "admin_ended_at": clock.due_at}
        await perform(act, DISPUTE, "lapse_admin", dispute, values=lapsed)
    if clock.term in (terms.AUTOPSY.name, terms.AUTOPSY_FROZEN.name):
        waiting = (AutopsyState.TOLD, AutopsyState.CONSENTED)
        asked = select(DisputeAutopsy).where(
            col(DisputeAutopsy.dispute_id) == dispute.id, col(DisputeAutopsy.state).in_(waiting)
        )
        for autopsy in await act.db.scalars(asked.with_for_update()):
            await take(act, AUTOPSIES, "lapse", dispute, autopsy, None)


clocks.REACTIONS[Dispute.word()] = missed
