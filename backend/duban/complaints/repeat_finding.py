"""What the clockwork does about complaints every night: sum up repetitions for the heads of institutions, and propose
for supervised listing what drags on or comes back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from duban.complaints.figures import ANSWERED, UNANSWERED
from duban.complaints.models import Complaint
from duban.complaints.repeat_models import ComplaintRepeat
from duban.complaints.repeat_rules import DECIDE, REPEAT, REPEATED, UNRESOLVED, WINDOW, RepeatState
from duban.complaints.words import Matter
from duban.kernel import clocks, term_registry
from duban.kernel.access import place
from duban.kernel.acts import Act
from duban.kernel.clocks import Clock
from duban.kernel.db import OrgOwned
from duban.kernel.errors import Text
from duban.kernel.jobs import Step, Work
from duban.kernel.jurisdiction import authority_above
from duban.kernel.notifications import notify
from duban.kernel.organisations import Organisation
from duban.kernel.schedule import daily
from duban.kernel.transitions import run_clocks

AT_A_TIME = 50
"""Institutions or complaints in one transaction."""

term_registry.register(REPEAT)
term_registry.register_term(UNRESOLVED)


@dataclass
class Found:
    """Complaints about one link, within the window and since it was last acted on."""

    matter: Matter
    department: str
    received: list[datetime]


@daily("complaint-repeats", at=time(4, 20), title=Text("汇总反复投诉", "Sum up repeated complaints"))
async def sum_up(work: Work) -> Mapping[str, Any]:
    """Institution by institution; then what drags on. Doing it twice changes nothing."""
    after, institutions, proposed = UUID(int=0), 0, 0
    while True:
        async with work.step() as act:
            ids = await _institutions(act, after)
            for id in ids:
                await repeats_of(act, id)
            institutions += len(ids)
            act.checkpoint(None, done=institutions)
        if len(ids) < AT_A_TIME:
            break
        after = ids[-1]
    last = UUID(int=0)
    while True:
        async with work.step() as act:
            count, last, more = await propose_unresolved(act, last)
            proposed += count
        if not more:
            return {"institutions": institutions, "proposed": proposed}


async def _institutions(act: Step, after: UUID) -> list[UUID]:
    """The next institutions about which enough came in within the window to be a repetition at all."""
    counted = (
        select(col(Complaint.organisation_id))
        .where(col(Complaint.received_at) >= act.now - WINDOW, col(Complaint.organisation_id) > after)
        .group_by(col(Complaint.organisation_id))
        .having(func.count() >= REPEATED)
        .order_by(col(Complaint.organisation_id))
        .limit(AT_A_TIME)
    )
    return list(await act.db.scalars(counted))


async def repeats_of(act: Act, institution_id: UUID) -> None:
    """Sum up what is repeated at one institution. Parts split off are one person's and count once, withdrawn ones count
    still: what they complained about was so."""
    wanted = (
        select(col(Complaint.matter), col(Complaint.departments), col(Complaint.received_at))
        .where(
            col(Complaint.organisation_id) == institution_id,
            col(Complaint.received_at) >= act.now - WINDOW,
            col(Complaint.split_from_id).is_(None),
        )
        .order_by(col(Complaint.received_at))
    )
    links: dict[tuple[Matter, str], list[datetime]] = {}
    for matter, departments, received_at in (await act.db.execute(wanted)).all():
        for department in departments or [""]:
            links.setdefault((matter, department), []).append(received_at)
    repeated = [Found(*link, received) for link, received in sorted(links.items()) if len(received) >= REPEATED]
    if not repeated:
        return
    known = (
        await act.db.scalars(
            select(ComplaintRepeat)
            .where(col(ComplaintRepeat.organisation_id) == institution_id)
            .order_by(col(ComplaintRepeat.id))
            .with_for_update()
        )
    ).all()
    newest = {(one.matter, one.department): one for one in known}
    institution = await act.db.get_one(Organisation, institution_id)
    for found in repeated:
        await _enter(act, institution, found, newest.get((found.matter, found.department)))


async def _enter(act: Act, institution: Organisation, found: Found, before: ComplaintRepeat | None) -> None:
    if before is not None and before.state is RepeatState.OPEN:
        since = min(before.first_received_at, found.received[0])
        more = [one for one in found.received if one > before.last_received_at]
        told = {
            "count": before.count + len(more),
            "last_received_at": max(before.last_received_at, found.received[-1]),
            "first_received_at": since,
        }
        act.change(before, told, action="complaint_repeat:recount")
        return
    # What came in before the head acted was acted on.
    since_then = [one for one in found.received if before is None or one > (before.answered_at or one)]
    if len(since_then) < REPEATED:
        return
    repeat = ComplaintRepeat(
        created_at=act.now,
        updated_at=act.now,
        organisation_id=institution.id,
        region_code=institution.region_code or "",
        matter=found.matter,
        department=found.department,
        count=len(since_then),
        first_received_at=since_then[0],
        last_received_at=since_then[-1],
        relapse=before.relapse + 1 if before else 0,
        listing_proposed_at=act.now if before else None,
    )
    place(repeat, institution)
    act.db.add(repeat)
    act.note(
        "complaint_repeat:find", repeat, changes={"count": (None, repeat.count), "relapse": (None, repeat.relapse)}
    )
    await act.db.flush()
    await run_clocks(act, REPEAT, "find", repeat)
    _tell(
        act,
        repeat,
        institution.id,
        Text(
            "“{label}”，请研究造成投诉的环节并处理。",
            "“{label}”: find the link that keeps causing complaints, and act on it.",
        ),
    )
    if before:
        await _tell_authority(act, repeat, institution, _CAME_BACK)


_CAME_BACK = Text("{label}，处理后再次发生，建议挂牌督办。", "{label} came back after it was acted on: list it?")
_NOBODY_ACTED = Text("{label}，逾期未研究处理，建议挂牌督办。", "{label}: nobody acted on it in time. List it?")
_DRAGS_ON = Text("投诉“{label}”久拖未决，建议挂牌督办。", "The complaint “{label}” drags on. List it for supervision?")


def _tell(act: Act, matter: OrgOwned, organisation_id: UUID, text: Text) -> None:
    label: str = matter.label
    notify(
        act,
        "complaint_repeat",
        text.format(label=label),
        subject_type=matter.word(),
        subject_id=matter.id,
        subject_label=label,
        organisation_id=organisation_id,
        permission=DECIDE,
    )


async def _tell_authority(act: Act, matter: OrgOwned, holder: Organisation, text: Text) -> None:
    if above := await authority_above(act.db, holder):
        _tell(act, matter, above.id, text)


async def propose_unresolved(act: Act, after: UUID) -> tuple[int, UUID, bool]:
    """Propose complaints for supervised listing whose answer has been due for the term `UNRESOLVED`, from ids greater
    than `after` on. Returns how many, the last id looked at, and whether there may be more."""
    statement = (
        select(Complaint)
        .where(
            col(Complaint.id) > after,
            col(Complaint.listing_proposed_at).is_(None),
            col(Complaint.overdue_at).is_not(None),
            ~ANSWERED,
            col(Complaint.state).in_(UNANSWERED),
        )
        .order_by(col(Complaint.id))
        .limit(AT_A_TIME)
        .with_for_update(skip_locked=True)
    )
    late: Iterable[Complaint] = (await act.db.scalars(statement)).all()
    count, last = 0, after
    for complaint in late:
        last = complaint.id
        until = await clocks.end_of_term(act, UNRESOLVED, complaint.region_code, since=complaint.overdue_at)
        if until.due_at <= act.now:
            act.change(complaint, {"listing_proposed_at": act.now}, action="complaint:propose_listing")
            handler = await act.db.get_one(Organisation, complaint.handler_id)
            await _tell_authority(act, complaint, handler, _DRAGS_ON)
            count += 1
    return count, last, len(list(late)) == AT_A_TIME


async def nobody_acted(act: Act, clock: Clock) -> None:
    """The head let the term run out: proposed for supervised listing."""
    repeat = await act.db.get(ComplaintRepeat, clock.subject_id, with_for_update=True)
    if repeat is not None and repeat.listing_proposed_at is None:
        act.change(repeat, {"listing_proposed_at": act.now}, action="complaint_repeat:propose_listing")
        institution = await act.db.get_one(Organisation, repeat.organisation_id)
        await _tell_authority(act, repeat, institution, _NOBODY_ACTED)


clocks.REACTIONS[ComplaintRepeat.word()] = nobody_acted
