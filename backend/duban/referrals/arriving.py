"""What the police say by their own hand, taken as steps of the referral in the same transaction.

A word that was only noted moves nothing. One that the referral's own way does not allow any more is kept in the handoff
and journalled here, and the team is told; it never fails the message that brought it. What an organ says that has
forwarded the case since stays in its own handoff.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from duban.handoff.models import Handoff, HandoffMessage
from duban.handoff.sending import LISTENERS
from duban.handoff.words import Effect, HandoffChannel, Kind, Party
from duban.kernel.acts import Act
from duban.kernel.clock import day_of
from duban.kernel.errors import Problem, Text
from duban.kernel.notifications import notify
from duban.kernel.transitions import perform
from duban.referrals import bodies
from duban.referrals.handling import DOING
from duban.referrals.models import Referral
from duban.referrals.rules import READ, REFERRAL, WORK
from duban.referrals.words import OWN_HAND

Reading = Callable[[Mapping[str, Any], datetime], Any]


def _receipt(said: Mapping[str, Any], at: datetime) -> bodies.Receipt:
    return bodies.Receipt(
        received_by=said["receiver_name"], received_at=said["received_at"], receipt_number=said.get("receipt_number")
    )


def _papers(said: Mapping[str, Any], at: datetime) -> bodies.PapersAsked:
    return bodies.PapersAsked(papers_asked=said["papers"], papers_asked_reason=said["reason"], papers_asked_at=at)


def _forward(said: Mapping[str, Any], at: datetime) -> bodies.Forward:
    return bodies.Forward(forwarded_to=said["to_name"], forward_reason=said["reason"], forwarded_at=at)


def _refused(said: Mapping[str, Any], at: datetime) -> bodies.Refused:
    return bodies.Refused(
        refusal_reason=said["reason"], returned_papers=said["returned_papers"], refusal_received_at=None
    )


def _result(said: Mapping[str, Any], at: datetime) -> bodies.Result:
    return bodies.Result(
        outcome=said["outcome"],
        outcome_on=day_of(at),
        outcome_document=said.get("document_number"),
        outcome_summary=said["summary"],
        criminal_fine_fen=said.get("fine_fen"),
        return_for_penalty=said["return_for_penalty"],
    )


STEPS: Mapping[Kind, tuple[str, Reading]] = {
    Kind.RECEIVE: ("record_receipt", _receipt),
    Kind.ASK_PAPERS: ("record_papers_asked", _papers),
    Kind.FORWARD: ("record_forward", _forward),
    Kind.DECLINE: ("record_not_police", lambda said, at: bodies.NotPolice(not_police_reason=said["reason"])),
    Kind.FILE: (
        "record_filed",
        lambda said, at: bodies.Filed(case_number=said["case_number"], filed_on=said["filed_on"]),
    ),
    Kind.REFUSE: ("record_refused", _refused),
    Kind.UPHOLD: ("record_upheld", lambda said, at: bodies.Upheld(upheld_reason=said["reason"])),
    Kind.EXPLAIN: ("record_explanation", lambda said, at: bodies.Explanation(explanation=said["explanation"])),
    Kind.CONFIRM_GOODS: (
        "record_goods_received",
        lambda said, at: bodies.GoodsReceived(goods_received_by=said["received_by"], goods_remarks=said.get("remarks")),
    ),
    Kind.RESULT: ("record_result", _result),
}
"""Which step of the referral a word of the police is. A note is none: the team only hears of it."""

COLUMNS = set(Referral.__table__.columns.keys())  # type: ignore[attr-defined]


async def take(act: Act, handoff: Handoff, message: HandoffMessage) -> None:
    """Take `message` as a step of its referral."""
    by_their_hand = message.party is Party.RECEIVER and message.channel is not HandoffChannel.PAPER
    if handoff.referral_id is None or not by_their_hand or message.effect is not Effect.APPLIED:
        return
    if message.kind not in STEPS and message.kind is not Kind.NOTE:
        return
    referral = await act.db.get(Referral, handoff.referral_id, with_for_update=True)
    if referral is None or referral.handoff_id != handoff.id:
        return
    if message.kind in STEPS:
        try:
            await _step(act, referral, message)
        except Problem as refused:
            said = {"said": (None, message.kind.value), "refused": (None, refused.code)}
            act.note("referral:out_of_step", referral, changes=said)
    act.change(referral, {"late": sorted({*referral.late, *handoff.late})}, action="referral:late")
    notify(
        act,
        "police_answered",
        Text("公安机关对“{label}”有新的回复。", "The police answered on “{label}”.").format(label=referral.label),
        subject_type=referral.word(),
        subject_id=referral.id,
        subject_label=referral.label,
        organisation_id=referral.organisation_id,
        permission=WORK,
    )


async def _step(act: Act, referral: Referral, message: HandoffMessage) -> None:
    """Raises Forbidden, Conflict and Invalid, each before anything but the flag of lateness was written."""
    name, reading = STEPS[message.kind]
    body = reading(message.envelope().body, message.at)
    given = body.model_dump(exclude_unset=True)
    await perform(
        replace(act, me=replace(act.me, permissions=frozenset({WORK, READ, OWN_HAND}))),
        REFERRAL,
        name,
        referral,
        values={key: getattr(body, key) for key in given if key in COLUMNS},
        body=body,
        doing=DOING[name],
    )


LISTENERS.append(take)
