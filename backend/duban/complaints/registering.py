"""How a complaint comes in: checked, numbered, sealed, its clock running from the receipt."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from duban.complaints.escalating import reach_at_first
from duban.complaints.models import Complaint
from duban.complaints.parties import FIELDS, PERSONS
from duban.complaints.rules import COMPLAINT, HANDLE, READ
from duban.complaints.schemas import ComplaintContent, SplitIn
from duban.complaints.terms import FEEDBACK
from duban.kernel import clocks, fulltext
from duban.kernel.access import organisation_within, place
from duban.kernel.acts import Act
from duban.kernel.errors import FieldError, Invalid, Text
from duban.kernel.ids import new_id
from duban.kernel.numbers import next_numbers
from duban.kernel.organisations import Organisation, OrganisationKind
from duban.kernel.protected import KeyRing
from duban.kernel.transitions import run_clocks

PREFIX = "CM"

SKEW = timedelta(minutes=5)
"""How far a sender's clock may go ahead of ours."""


async def register(
    act: Act,
    ring: KeyRing,
    organisation_id: UUID,
    content: ComplaintContent,
    *,
    source: Mapping[str, Any] | None = None,
) -> Complaint:
    """Enter a complaint about `organisation_id`; the actor's organisation is responsible for it from now on.

    `source` holds `source_system`, `external_id` and `source_digest` of one that another system sent. Raises Forbidden,
    NotFound for an institution outside the actor's subtree, Invalid for what does not fit together.
    """
    act.me.require(HANDLE)
    about = await organisation_within(act.db, act.me, organisation_id)
    require_coherent(act, about, content)
    given = content.model_dump(exclude=set(FIELDS))
    for name in ("organisation_id", "source_updated_at"):
        given.pop(name, None)
    given["received_at"] = min(content.received_at or act.now, act.now)
    persons = {name: getattr(content, name) for name in FIELDS}
    return await _enter(act, ring, about, given | dict(source or {}), persons)


def require_coherent(act: Act, about: Organisation, content: ComplaintContent) -> None:
    """Raise Invalid where the parts of `content` contradict each other, with a pointer to each fault."""
    faults = []

    def fault(field: str, code: str, zh: str, en: str) -> None:
        faults.append(FieldError(f"/{field}", code, Text(zh, en)))

    if about.kind is not OrganisationKind.INSTITUTION:
        fault("organisation_id", "not_an_institution", "被投诉的应是医疗机构。", "Complaints are about institutions.")
    if content.received_at is not None and content.received_at > act.now + SKEW:
        fault("received_at", "received_in_future", "接诉时间不能晚于现在。", "It cannot have been received after now.")
    if content.is_real_name and not content.complainant_name:
        fault("complainant_name", "name_needed", "实名投诉须登记投诉人姓名。", "A real-name complaint needs the name.")
    if content.is_real_name and not (content.complainant_phone or content.complainant_address):
        fault(
            "complainant_phone",
            "no_way_to_answer",
            "实名投诉须登记电话或地址，以便反馈。",
            "A real-name complaint needs a telephone number or an address: it is to be answered.",
        )
    if not content.is_real_name and content.complainant_name:
        fault("complainant_name", "anonymous_with_name", "匿名投诉不登记姓名。", "An anonymous complaint has no name.")
    if content.is_protected and act.me.is_institution:
        fault(
            "is_protected",
            "protected_from_itself",
            "本单位直接受理的投诉，不能对本单位保密投诉人。",
            "What the institution itself receives cannot be kept from it.",
        )
    if faults:
        raise Invalid("complaint_incoherent", faults[0].text, faults)


async def split(act: Act, complaint: Complaint, body: SplitIn) -> Complaint:
    """A part of the locked `complaint` as one of its own: the same person, receipt and first receiver."""
    same = (
        "received_at", "channel", "channel_reference", "is_real_name", "is_protected", "relation", "patient_sex",
        "patient_age", "first_receiver", "first_department", "staff_concerned", "happened", "is_key", "has_risk",
    )  # fmt: skip
    given = {name: getattr(complaint, name) for name in same} | body.model_dump(exclude={"reason"})
    given["split_from_id"] = complaint.id
    kept = {name: getattr(complaint, name) for name in PERSONS.columns}
    about = await act.db.get_one(Organisation, complaint.organisation_id)
    part = await _enter(act, None, about, given | kept, {})
    act.note("complaint:split", complaint, changes={"split_into": (None, part.number)}, reason=body.reason)
    return part


async def _enter(
    act: Act, ring: KeyRing | None, about: Organisation, given: dict[str, Any], persons: Mapping[str, str | None]
) -> Complaint:
    (number,) = await next_numbers(act, PREFIX, 1)
    region = about.region_code or act.me.region_code or ""
    term = await clocks.end_of_term(act, FEEDBACK, region, since=given["received_at"])
    complaint = Complaint(
        id=new_id(),
        reach=await reach_at_first(act, about),
        created_at=act.now,
        updated_at=act.now,
        organisation_id=about.id,
        number=number,
        region_code=region,
        term_from=given["received_at"],
        feedback_due_at=term.due_at,
        handler_id=act.me.organisation_id,
        registered_by_id=act.me.id,
        registered_by_name=act.me.name,
        registrar_organisation_id=act.me.organisation_id,
        responsible=given["first_receiver"],
        responsible_department=given["first_department"],
        **given,
        **(PERSONS.sealed(ring, persons) if ring else {}),
    )
    place(complaint, about)
    act.db.add(complaint)
    act.note("complaint:register", complaint, changes=_told(complaint))
    await make_findable(act, complaint, new=True)
    await act.db.flush()
    await run_clocks(act, COMPLAINT, "register", complaint)
    return complaint


def _told(complaint: Complaint) -> dict[str, tuple[Any, Any]]:
    """What the journal keeps of a new complaint. Of its persons only which values were given: digests, too, would tell
    readers of the journal that two complaints come from one person."""
    persons = PERSONS.given(complaint)
    values = complaint.model_dump(exclude=_UNTOLD | {*PERSONS.columns, *PERSONAL})
    told = {name: (None, value) for name, value in values.items() if value not in (None, "", [], {})}
    return told | ({"persons": (None, persons)} if persons else {})


PERSONAL = ("relation", "patient_sex", "patient_age")
"""Not encrypted, and yet no business of the journal's."""
_UNTOLD = {
    "id", "created_at", "updated_at", "version", "org_l1", "org_l2", "org_l3", "org_l4", "org_l5", "source_digest",
    "source_updated_at", "reach",
}  # fmt: skip


async def make_findable(act: Act, complaint: Complaint, *, new: bool = False) -> None:
    """Put the matter into the full-text index; never a person."""
    await fulltext.index(
        act,
        complaint,
        permission=READ,
        title=complaint.label,
        subtitle="、".join(complaint.departments),
        texts=[complaint.facts, complaint.request, complaint.opinion, complaint.channel_reference],
        new=new,
    )


async def by_source(act: Act, system: str, external_id: str) -> Complaint | None:
    """The locked complaint that `system` sent under `external_id`, wherever it lies."""
    return await act.db.scalar(
        select(Complaint)
        .where(col(Complaint.source_system) == system, col(Complaint.external_id) == external_id)
        .with_for_update()
    )
