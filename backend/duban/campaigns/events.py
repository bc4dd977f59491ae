"""Events of standing duties: entered, reported (first, continued, final), signed for or returned, finished.

Whatever changes what an event says of its owner changes its duty in the same transaction (`standing`). Locks are taken
event first, duty second.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col

from duban.campaigns import standing
from duban.campaigns.duty_schemas import ReasonIn
from duban.campaigns.event_models import DutyEvent, DutyEventReport
from duban.campaigns.event_rules import EVENT, NEEDED_FIRST, OWED, EventReportKind
from duban.campaigns.event_schemas import (
    ContinuedReportIn,
    DutyEventCreate,
    EventReportIn,
    FinalReportIn,
    FirstReportIn,
    Told,
)
from duban.campaigns.expansions import ProofKind
from duban.campaigns.form_values import check
from duban.campaigns.forms import shipped_forms
from duban.campaigns.models import Duty
from duban.campaigns.rules import DUTY, is_standing
from duban.kernel import clocks
from duban.kernel.access import one_visible, place
from duban.kernel.acts import Act
from duban.kernel.cases import by
from duban.kernel.clock import ZONE
from duban.kernel.clocks import REACTIONS, Clock
from duban.kernel.errors import Conflict, FieldError, Forbidden, Invalid, Text
from duban.kernel.notifications import notify
from duban.kernel.organisations import Organisation
from duban.kernel.resources import insert
from duban.kernel.transitions import Doing, perform, run_clocks

REVIEW = "duty.review"

_ENTERED = Text(
    "“{label}”：上级已登记一起事件，请按时首报。", "“{label}”: an event was entered for you. Report it in time."
)
_AT_ONCE = Text("“{label}”：收到首报，请签收。", "“{label}”: a first report came in. Sign for it.")
_RETURNED = Text("“{label}”：报告被退回，请补正。", "“{label}”: a report was returned. Mend it.")


def _wrong(pointer: str, code: str, zh: str, en: str) -> Invalid:
    text = Text(zh, en)
    return Invalid(code, text, [FieldError(pointer, code, text)])


async def register(act: Act, body: DutyEventCreate) -> DutyEvent:
    """Enter an event without its first report: by its owner, or by an authority above that was told of it.

    Raises the one `not_found` for a duty the actor cannot see, Forbidden, and Conflict where the duty takes no events.
    """
    duty = await one_visible(act.db, Duty, body.duty_id, act.me, lock=True)
    if act.me.organisation_id == duty.organisation_id:
        if refusal := DUTY.refusal(duty, "report", by(act.me, act.now)):
            raise refusal
    else:
        act.me.require(REVIEW)
        if act.me.is_institution:
            raise Forbidden("not_your_duty", Text("只能登记本单位的事件。", "Enter events of your own organisation."))
        if refused := is_standing(duty, by(act.me, act.now)):
            raise Conflict(refused.code, refused.text)
        if duty.state not in DUTY["report"].sources:
            raise Conflict("duty_closed", Text("这项任务尚未开始或已豁免。", "The duty is not in force (yet)."))
        await clocks.stop(act, duty, ["duty_zero"])
    event = await _enter(act, duty, body)
    if act.me.organisation_id != event.organisation_id:
        _tell(act, event, event.organisation_id, "duty.submit", _ENTERED)
    told = await standing.reckoned(act.db, duty, event, reported=False, late=False)
    act.change(duty, told, action="duty:event")
    return event


async def report(act: Act, duty: Duty, body: EventReportIn) -> Mapping[str, Any]:
    """Enter an event and take its first report in one act. Returns the duty's new columns."""
    event = await _enter(act, duty, body)
    await perform(act, EVENT, "report_first", event, body=body, doing=_first)
    return await standing.reckoned(act.db, duty, event, reported=True, late=event.late_at is not None)


async def _enter(act: Act, duty: Duty, body: Told) -> DutyEvent:
    """Write a new event of the locked `duty` and start the first report's clock from when it happened.

    Raises Invalid for a moment that cannot be meant.
    """
    if body.happened_at > act.now:
        raise _wrong("/happened_at", "in_the_future", "发生时间不能晚于现在。", "An event cannot lie in the future.")
    if not begin_of(duty.starts_on) <= body.happened_at < clocks.end_of(duty.ends_on):
        raise _wrong(
            "/happened_at",
            "outside_the_period",
            f"发生时间不在本任务期间（{duty.starts_on} 至 {duty.ends_on}）。",
            f"It did not happen in this duty's period ({duty.starts_on} to {duty.ends_on}).",
        )
    _telephone(act, body.happened_at, body.phoned_at)
    owner = await act.db.get_one(Organisation, duty.organisation_id)
    event = DutyEvent(
        organisation_id=owner.id,
        created_at=act.now,
        updated_at=act.now,
        number=f"{duty.number}-{duty.event_count + 1:02d}",
        duty_id=duty.id,
        campaign_id=duty.campaign_id,
        clause_code=duty.clause_code,
        title=duty.title,
        position=duty.event_count + 1,
        immediate=duty.immediate,
        receiver_id=duty.reviewer_id,
        region_code=duty.region_code,
        happened_at=body.happened_at,
        summary=body.summary,
        place=body.place,
        phoned_at=body.phoned_at,
        phoned_to=body.phoned_to,
        registered_by_name=act.me.name,
    )
    place(event, owner)
    await insert(act, event, verb="register")
    await act.db.flush()
    await run_clocks(act, EVENT, "register", event)
    await act.db.flush()
    return event


def begin_of(day: date) -> datetime:
    """00:00 of `day` in Asia/Shanghai."""
    return datetime.combine(day, time(), ZONE)


def _telephone(act: Act, happened_at: datetime, phoned_at: datetime | None) -> None:
    if phoned_at is None:
        return
    if phoned_at > act.now:
        raise _wrong("/phoned_at", "in_the_future", "电话报告时间不能晚于现在。", "It cannot have been told after now.")
    if phoned_at < happened_at:
        raise _wrong(
            "/phoned_at",
            "before_it_happened",
            "电话报告时间不能早于发生时间。",
            "It cannot have been told before it happened.",
        )


async def _first(act: Act, event: DutyEvent, body: FirstReportIn | EventReportIn) -> Mapping[str, Any]:
    """Take the first report, on its own or after a return. What it leaves out stays as it was entered."""
    duty = await act.db.get_one(Duty, event.duty_id)
    said = {name: getattr(body, name) or getattr(event, name) for name in (*NEEDED_FIRST, "phoned_at", "phoned_to")}
    if duty.proof is ProofKind.RECORD and (missing := [name for name in NEEDED_FIRST if not said[name]]):
        raise Invalid(
            "first_report_incomplete",
            Text(
                "首报至少写明：何事、何地、何时、伤害、措施。",
                "The first report says at least what, where, when, the harm done and the measures taken.",
            ),
            [FieldError(f"/{name}", "required", NEEDED_FIRST[name]) for name in missing],
        )
    _telephone(act, event.happened_at, said["phoned_at"])
    written = DutyEventReport(
        **_signed(act, event, EventReportKind.FIRST),
        account=said["summary"],
        place=said["place"],
        harm=said["harm"],
        measures=said["measures"],
        values=figures(duty, body.values, required=True),
    )
    act.db.add(written)
    if event.immediate:
        _tell(act, event, event.receiver_id, REVIEW, _AT_ONCE)
    return {**said, "reported_at": event.reported_at or act.now, **await _told(act, event, written)}


async def _continued(act: Act, event: DutyEvent, body: ContinuedReportIn) -> Mapping[str, Any]:
    duty = await act.db.get_one(Duty, event.duty_id)
    said = {"harm": body.harm or event.harm, "measures": body.measures or event.measures}
    written = DutyEventReport(
        **_signed(act, event, EventReportKind.CONTINUED),
        account=body.development,
        harm=said["harm"],
        measures=said["measures"],
        values=figures(duty, body.values),
    )
    act.db.add(written)
    return {**said, **await _told(act, event, written)}


async def _final(act: Act, event: DutyEvent, body: FinalReportIn) -> Mapping[str, Any]:
    duty = await act.db.get_one(Duty, event.duty_id)
    written = DutyEventReport(
        **_signed(act, event, EventReportKind.FINAL),
        cause=body.cause,
        liability=body.liability,
        handling=body.handling,
        improvement=body.improvement,
        values=figures(duty, body.values),
    )
    act.db.add(written)
    return await _told(act, event, written)


def _signed(act: Act, event: DutyEvent, kind: EventReportKind) -> dict[str, Any]:
    """The columns that every report has."""
    return {
        "event_id": event.id,
        "position": event.report_count + 1,
        "kind": kind,
        "reported_at": act.now,
        "reported_by_id": act.me.id,
        "reported_by_name": act.me.name,
    }


async def _told(act: Act, event: DutyEvent, written: DutyEventReport) -> dict[str, Any]:
    """The event's columns after one more report: unsigned for, and late if an owed one was."""
    return {
        "last_reported_at": act.now,
        "last_kind": written.kind,
        "reported_by_id": act.me.id,
        "report_count": written.position,
        "received_at": None,
        **await _lateness(act, event),
    }


async def _lateness(act: Act, event: DutyEvent) -> dict[str, Any]:
    """The flag of lateness for a report that comes after its clock ran out and before the sweep came by."""
    if event.late_at is not None:
        return {}
    running = await clocks.of(act.db, event, open_only=True)
    ended = [clock.due_at for clock in running if clock.term in OWED and clock.due_at <= act.now]
    return {"late_at": min(ended)} if ended else {}


def figures(duty: Duty, values: Mapping[str, Any], *, required: bool = False) -> dict[str, Any]:
    """The values of a report, checked against the duty's form. Raises Invalid; so do values where there is no form."""
    form = shipped_forms().get(duty.form or "")
    if form is None:
        if values:
            raise _wrong("/values", "no_form", "本任务没有报表，不填指标。", "This duty has no form: leave out values.")
        return {}
    if not values and not required:
        return {}
    checked = check(form, values)
    if not checked.accepted:
        raise Invalid(
            "form_invalid",
            Text("表内有 {n} 处需要更正。", "{n} figures of the form need correction.").format(n=len(checked.errors)),
            [FieldError(f"/values{e.pointer}", e.code, e.text) for e in checked.errors],
        )
    return checked.values


async def _receive(act: Act, event: DutyEvent, body: Any) -> Mapping[str, Any]:
    """Sign for the newest report."""
    await _mark(act, event, received_at=act.now, received_by_name=act.me.name)
    return {"received_at": act.now}


async def _return(act: Act, event: DutyEvent, body: ReasonIn) -> Mapping[str, Any]:
    """Give the newest report back. What was owed when stays as it was: the mended one is not late for coming back."""
    await _mark(act, event, returned_at=act.now, returned_reason=body.reason)
    _tell(act, event, event.organisation_id, "duty.submit", _RETURNED)
    return {"received_at": None}


async def _finish(act: Act, event: DutyEvent, body: Any) -> Mapping[str, Any]:
    """End the matter. Whoever finishes it has read the final report: it is signed for with it."""
    if event.received_at is None:
        await _mark(act, event, received_at=act.now, received_by_name=act.me.name)
    return {"received_at": event.received_at or act.now, "finished_at": act.now}


async def _explain(act: Act, event: DutyEvent, body: ReasonIn) -> Mapping[str, Any]:
    return {"late_reason": body.reason, "late_explained_at": act.now, "late_explained_by_name": act.me.name}


def _tell(act: Act, event: DutyEvent, organisation_id: UUID, permission: str, text: Text) -> None:
    """News for whoever has to act next, without a word of what happened."""
    notify(
        act,
        "duty_event",
        text.format(label=event.label),
        subject_type=DutyEvent.word(),
        subject_id=event.id,
        subject_label=event.label,
        organisation_id=organisation_id,
        permission=permission,
    )


async def _mark(act: Act, event: DutyEvent, **values: Any) -> None:
    await act.db.execute(
        update(DutyEventReport)
        .where(col(DutyEventReport.event_id) == event.id, col(DutyEventReport.position) == event.report_count)
        .values(**values)
    )


def _settling(inner: Callable[[Act, DutyEvent, Any], Awaitable[Mapping[str, Any]]]) -> Doing:
    """`inner`, and then the duty told what its events now say."""

    async def doing(act: Act, event: DutyEvent, body: Any) -> Mapping[str, Any]:
        values = await inner(act, event, body)
        await _settle(
            act,
            event,
            reported=values.get("reported_at", event.reported_at) is not None,
            late=values.get("late_at", event.late_at) is not None,
        )
        return values

    return doing


async def _settle(act: Act, event: DutyEvent, *, reported: bool, late: bool) -> None:
    duty = await act.db.get_one(Duty, event.duty_id, with_for_update=True)
    told = await standing.reckoned(act.db, duty, event, reported=reported, late=late)
    act.change(duty, told, action="duty:event")


DOING: dict[str, Doing] = {
    "report_first": _settling(_first),
    "report_continued": _settling(_continued),
    "report_final": _settling(_final),
    "receive": _receive,
    "return": _return,
    "finish": _finish,
    "explain_late": _explain,
}


async def missed(act: Act, clock: Clock) -> None:
    """A clock of an event ran out. An owed report that did not come makes the event late, and its duty."""
    if clock.term not in OWED:
        return
    event = await act.db.get(DutyEvent, clock.subject_id, with_for_update=True)
    if event is None or event.late_at is not None:
        return
    await perform(act, EVENT, "mark_late", event, values={"late_at": clock.due_at})
    await _settle(act, event, reported=event.reported_at is not None, late=True)


REACTIONS[DutyEvent.word()] = missed
