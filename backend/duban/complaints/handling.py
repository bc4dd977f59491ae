"""What the steps of a complaint do besides moving it."""

from typing import Any

from sqlalchemy import select
from sqlmodel import col

from duban.complaints.bodies import (
    CallBack,
    Conclude,
    FeedBack,
    HandOver,
    Investigate,
    Merge,
    ProposeDecline,
    Reasoned,
    Reopen,
    Settle,
    TakeOver,
    Widen,
)
from duban.complaints.escalating import let_read
from duban.complaints.messages import has_receipt
from duban.complaints.models import Complaint
from duban.complaints.rules import DEPARTMENTS_OF_JOINT_STUDY
from duban.complaints.terms import FEEDBACK, JOINT_FEEDBACK
from duban.complaints.words import OPEN, Confirmed, Told
from duban.kernel import clocks
from duban.kernel.access import one_visible
from duban.kernel.acts import Act
from duban.kernel.checks import follows_the_end
from duban.kernel.clocks import Clock
from duban.kernel.errors import Conflict, FieldError, Invalid, NotFound, Text
from duban.kernel.organisations import Organisation, OrganisationKind


def _invalid(field: str, code: str, zh: str, en: str) -> Invalid:
    text = Text(zh, en)
    return Invalid(code, text, [FieldError(f"/{field}", code, text)])


async def hand_over(act: Act, complaint: Complaint, body: HandOver) -> dict[str, Any]:
    """Ask the institution complained about, or an authority above it, to take over. Raises Invalid for any other."""
    if body.handover_to_id == complaint.handler_id:
        raise _invalid("handover_to_id", "handler_already", "该单位已是承办单位。", "It is responsible already.")
    receiver = await act.db.get(Organisation, body.handover_to_id)
    concerned = receiver is not None and receiver.id in complaint.levels()
    kinds = (OrganisationKind.INSTITUTION, OrganisationKind.HEALTH_AUTHORITY)
    if receiver is None or not concerned or receiver.kind not in kinds:
        raise _invalid(
            "handover_to_id",
            "cannot_take_over",
            "只能移交给被投诉机构或其上级卫生健康主管部门。",
            "Only the institution complained about or a health authority above it can take over.",
        )
    if complaint.is_protected and receiver.id == complaint.organisation_id:
        raise _invalid(
            "handover_to_id",
            "protected_from_institution",
            "投诉人要求保密，不能移交给被投诉机构。",
            "The person is protected from the institution: it cannot take over.",
        )
    return {"handover_reason": body.reason} | await let_read(act, complaint, receiver.level)


async def take_over(act: Act, complaint: Complaint, body: TakeOver) -> dict[str, Any]:
    """The actor's organisation is responsible from now on and holds the running clocks; so of those merged into it."""
    followers = await act.db.scalars(
        select(Complaint).where(col(Complaint.merged_into_id) == complaint.id).order_by(col(Complaint.id))
        .with_for_update()
    )  # fmt: skip
    for follower in followers:
        await _hold_clocks(act, follower)
        taken = {"handler_id": act.me.organisation_id} | await let_read(act, follower, act.me.level)
        act.change(follower, taken, action="complaint:take_over")
    await _hold_clocks(act, complaint)
    return {"handler_id": act.me.organisation_id, "handover_to_id": None, "handover_reason": None}


async def _hold_clocks(act: Act, complaint: Complaint) -> None:
    for clock in await clocks.of(act.db, complaint, open_only=True):
        act.change(clock, {"holder_id": act.me.organisation_id}, action="clock:hand_over")


def _lateness(act: Act, complaint: Complaint) -> dict[str, Any]:
    """The flag of lateness for an answer that is given before the sweep came by."""
    due = complaint.feedback_due_at
    return {"overdue_at": due} if complaint.overdue_at is None and due is not None and act.now >= due else {}


async def settle(act: Act, complaint: Complaint, body: Settle) -> dict[str, Any]:
    """The answer was given at once; a refusal to confirm is noted with its words."""
    _require_note(body.confirmed, None, body.feedback_note)
    return _lateness(act, complaint) | {
        "fed_back_at": act.now,
        "fed_back_how": Told.IN_PERSON,
        "fed_back_by_name": act.me.name,
        "concluded_at": act.now,
        "concluded_by_name": act.me.name,
    }


async def propose_decline(act: Act, complaint: Complaint, body: ProposeDecline) -> dict[str, Any]:
    return {"decline_proposed_by_id": act.me.id}


async def decline(act: Act, complaint: Complaint, body: Reasoned) -> dict[str, Any]:
    return _lateness(act, complaint)


async def investigate(act: Act, complaint: Complaint, body: Investigate) -> dict[str, Any]:
    """The class is fixed. Raises Invalid where one department alone studies it together."""
    if not body.is_joint:
        return {"is_joint": False}
    if len(body.departments) < DEPARTMENTS_OF_JOINT_STUDY:
        raise _invalid(
            "departments",
            "joint_needs_departments",
            "多科室共同研究须写明至少两个科室；只涉及一个科室的，期限为5个工作日。",
            "Joint study names at least two departments; with one the term is 5 working days.",
        )
    return await _longer(act, complaint)


async def widen(act: Act, complaint: Complaint, body: Widen) -> dict[str, Any]:
    return {"is_joint": True} | await _longer(act, complaint)


async def _longer(act: Act, complaint: Complaint) -> dict[str, Any]:
    """Ten working days in place of five, from the same day."""
    await clocks.stop(act, complaint, [FEEDBACK.name], cancelled=True)
    term = await clocks.end_of_term(act, JOINT_FEEDBACK, complaint.region_code, since=complaint.term_from)
    return {"feedback_due_at": term.due_at}


async def conclude(act: Act, complaint: Complaint, body: Conclude) -> dict[str, Any]:
    return {"concluded_at": act.now, "concluded_by_name": act.me.name}


async def feed_back(act: Act, complaint: Complaint, body: FeedBack) -> dict[str, Any]:
    """Raises Invalid where somebody who left a way to be told is called out of reach without a word, or is answered
    under a receipt code that nobody has."""
    _require_note(body.confirmed, body.fed_back_how, body.feedback_note)
    if body.fed_back_how is Told.ONLINE and not await has_receipt(act.db, complaint.id):
        raise _invalid(
            "fed_back_how",
            "no_receipt",
            "这件投诉不是通过公开页面提交的，投诉人没有查询码。",
            "It did not come by the public page: its complainant has no code to read the answer under.",
        )
    return _lateness(act, complaint) | {"fed_back_at": act.now, "fed_back_by_name": act.me.name}


async def feed_back_merged(act: Act, complaint: Complaint, body: FeedBack) -> dict[str, Any]:
    """Each complainant is given the answer, once there is one (A-13)."""
    leading = await act.db.get_one(Complaint, complaint.merged_into_id)
    if leading.opinion is None:
        raise Conflict(
            "no_opinion_yet",
            Text(
                "主办投诉 {number} 还没有处理意见。", "{number}, with which it is handled, has no opinion yet."
            ).format(number=leading.number),
        )
    told = {"opinion": leading.opinion, "measures": leading.measures, "finding": leading.finding}
    return told | await feed_back(act, complaint, body)


def _require_note(confirmed: Confirmed, how: Told | None, note: str | None) -> None:
    if note is None and (confirmed is Confirmed.REFUSED or how is Told.UNREACHABLE):
        raise _invalid(
            "feedback_note",
            "note_needed",
            "拒绝确认或无法联系的，请写明情况。",
            "Say what happened where the answer was refused or nobody could be reached.",
        )


async def call_back(act: Act, complaint: Complaint, body: CallBack) -> dict[str, Any]:
    """The complainant's own rating is not spoken over: what was heard goes into the note."""
    if complaint.rated_at is not None and body.satisfaction not in (None, complaint.satisfaction):
        raise _invalid(
            "satisfaction",
            "rated_by_the_complainant",
            "投诉人已在网上自行评价，请把回访情况写入回访记录。",
            "The complainant has rated it alone. Put what you heard into the note.",
        )
    # A satisfaction that is left out leaves the rating as it is.
    return {"called_back_at": act.now, "satisfaction": body.satisfaction or complaint.satisfaction}


async def close(act: Act, complaint: Complaint, body: None) -> dict[str, Any]:
    return {"closed_at": act.now}


async def reopen(act: Act, complaint: Complaint, body: Reopen) -> dict[str, Any]:
    """By the same procedure, with a new term from today (A-10). What was answered before stays in the journal."""
    term = await clocks.end_of_term(act, FEEDBACK, complaint.region_code)
    return {
        "round": complaint.round + 1,
        "term_from": act.now,
        "feedback_due_at": term.due_at,
        "is_joint": False,
        "finding": None,
        "opinion": None,
        "measures": None,
        "concluded_at": None,
        "concluded_by_name": None,
        "fed_back_at": None,
        "fed_back_how": None,
        "fed_back_by_name": None,
        "confirmed": None,
        "feedback_note": None,
        "called_back_at": None,
        "call_back_note": None,
        "satisfaction": None,
        "rating": None,
        "rating_comment": None,
        "rated_at": None,
        "closed_at": None,
    }


async def merge(act: Act, complaint: Complaint, body: Merge) -> dict[str, Any]:
    """Handled with another open complaint about the same institution. Raises Invalid, the one `not_found`."""
    try:
        leading = await one_visible(act.db, Complaint, body.merged_into_id, act.me, lock=True)
    except NotFound:
        leading = None
    fits = (
        leading is not None
        and leading.id != complaint.id
        and leading.organisation_id == complaint.organisation_id
        and leading.handler_id == complaint.handler_id
        and leading.state in OPEN
    )
    if not fits:
        raise _invalid(
            "merged_into_id",
            "cannot_lead",
            "只能并入同一机构、同一承办单位、尚未反馈的另一件投诉。",
            "It is merged into another open complaint about the same institution, in the same hands.",
        )
    follows = await act.db.scalar(
        select(col(Complaint.id)).where(col(Complaint.merged_into_id) == complaint.id).limit(1)
    )
    if follows is not None:
        raise Conflict(
            "leads_others",
            Text(
                "已有其他投诉并入本件，请先把它们改并到主办投诉。",
                "Other complaints are merged into this one: merge those first.",
            ),
        )
    return {}


async def unmerge(act: Act, complaint: Complaint, body: Reasoned) -> dict[str, Any]:
    """Handled on its own again; the term went on all the time."""
    if complaint.fed_back_at is not None:
        raise Conflict("fed_back_already", Text("已向这位投诉人反馈。", "This complainant has been answered already."))
    return {"merged_into_id": None}


async def missed(act: Act, clock: Clock) -> None:
    """The term ran out: the flag that stays, and the authority above whoever let it run out reads the complaint."""
    complaint = await act.db.get(Complaint, clock.subject_id, with_for_update=True)
    if complaint is None:
        return
    told: dict[str, Any] = {} if complaint.overdue_at else {"overdue_at": clock.due_at}
    above = await act.db.get(Organisation, clock.escalated_to_id) if clock.escalated_to_id else None
    if above is not None:
        told |= await let_read(act, complaint, above.level)
    act.change(complaint, told, action="complaint:overdue")


clocks.REACTIONS[Complaint.word()] = missed
for _term in (FEEDBACK, JOINT_FEEDBACK):
    follows_the_end(Complaint, _term, "feedback_due_at")
