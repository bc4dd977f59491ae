"""How a dispute comes in: checked, numbered, sealed; out of a complaint where it was one."""

from collections.abc import Mapping
from typing import Any

from duban.complaints.models import Complaint
from duban.complaints.parties import PERSONS as COMPLAINANTS
from duban.complaints.rules import COMPLAINT
from duban.disputes.handling import after_death, limits
from duban.disputes.models import Dispute
from duban.disputes.parties import FIELDS, OF_A_COMPLAINT, PERSONS, PRIVATE
from duban.disputes.rules import DISPUTE, HANDLE, READ
from duban.disputes.schemas import DisputeCreate
from duban.disputes.terms import DISPUTE_REPORT
from duban.kernel import fulltext, regional
from duban.kernel.access import one_visible, organisation_within, place
from duban.kernel.acts import Act
from duban.kernel.checks import invalid, require_past
from duban.kernel.errors import FieldError, Invalid, NotFound, Text
from duban.kernel.ids import new_id
from duban.kernel.jurisdiction import authority_above
from duban.kernel.numbers import next_number
from duban.kernel.organisations import Organisation, OrganisationKind
from duban.kernel.protected import KeyRing
from duban.kernel.transitions import perform, run_clocks

PREFIX = "DS"

_FROM_COMPLAINT = ("title", "facts", "patient_sex", "patient_age")


async def register(act: Act, ring: KeyRing, body: DisputeCreate) -> Dispute:
    """Enter a dispute. A complaint that it was is converted in the same act.

    Raises Forbidden, NotFound for an institution or complaint outside the actor's subtree, Conflict where the complaint
    cannot be converted by the actor now, Invalid for what does not fit together.
    """
    act.me.require(HANDLE)
    require_past(act, body)
    given = body.model_dump(exclude={*FIELDS, "organisation_id", "complaint_id", "death"})
    persons: dict[str, str | None] = {name: getattr(body, name) for name in FIELDS}
    complaint = await _complaint(act, body)
    if complaint is not None:
        await perform(act, COMPLAINT, "convert", complaint)
        given, persons = _taken_over(ring, complaint, given, persons)
    about = await _institution(act, body, complaint)
    _require_whole(body, given, persons)
    region = about.region_code or act.me.region_code or ""
    authority = await authority_above(act.db, about)
    raised = min(body.raised_at or act.now, act.now)
    bound = await regional.sets(act.db, DISPUTE_REPORT, region)
    given |= {"raised_at": raised, "major_from": raised if body.is_major else None, "report_is_bound": bound}
    dispute = Dispute(
        id=new_id(),
        created_at=act.now,
        updated_at=act.now,
        organisation_id=about.id,
        number=await next_number(act, PREFIX),
        region_code=region,
        complaint_id=complaint.id if complaint else None,
        authority_id=authority.id if authority else act.me.organisation_id,
        registered_by_name=act.me.name,
        registrar_organisation_id=act.me.organisation_id,
        at_scene_at=act.now if body.people_at_scene else None,
        **given,
        **(await limits(act, region)),
        **(await after_death(act, region, body.death) if body.death else {}),
        **PERSONS.sealed(ring, persons),
    )
    place(dispute, about)
    act.db.add(dispute)
    act.note("dispute:register", dispute, changes=_told(dispute))
    await make_findable(act, dispute, new=True)
    await act.db.flush()
    await run_clocks(act, DISPUTE, "register", dispute)
    return dispute


async def _complaint(act: Act, body: DisputeCreate) -> Complaint | None:
    if body.complaint_id is None:
        return None
    try:
        return await one_visible(act.db, Complaint, body.complaint_id, act.me, lock=True)
    except NotFound:
        raise invalid("complaint_id", "no_such_complaint", "没有这件投诉。", "There is no such complaint.") from None


def _taken_over(
    ring: KeyRing, complaint: Complaint, given: Mapping[str, Any], persons: Mapping[str, str | None]
) -> tuple[dict[str, Any], dict[str, str | None]]:
    """What `given` and `persons` leave out, as the complaint says it. Who asked not to be told to the institution is
    not taken over: whoever claims says so openly. Encrypted anew, for a value opens only in its own column."""
    said = {name: getattr(complaint, name) for name in _FROM_COMPLAINT}
    said |= {"demand": complaint.request, "departments": complaint.departments, "raised_at": complaint.received_at}
    if complaint.is_protected:
        return {**said, **_said(given), "patient_sex": None, "patient_age": None}, dict(persons)
    kept = COMPLAINANTS.plain(ring, complaint)
    known = {name: kept[there] for name, there in OF_A_COMPLAINT.items()}
    relation = complaint.relation.value if complaint.relation else None
    said["claimant_relation"] = relation if relation in (None, "patient", "relative", "agent") else "other"
    return {**said, **_said(given)}, {**known, **{n: v for n, v in persons.items() if v is not None}}


def _said(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value not in (None, [])}


async def _institution(act: Act, body: DisputeCreate, complaint: Complaint | None) -> Organisation:
    if complaint is not None:
        if body.organisation_id not in (None, complaint.organisation_id):
            raise invalid(
                "organisation_id", "another_institution", "与投诉对象不一致。", "The complaint is about another one."
            )
        return await act.db.get_one(Organisation, complaint.organisation_id)
    if body.organisation_id is None:
        raise invalid("organisation_id", "missing", "请写明医疗机构。", "Name the institution concerned.")
    about = await organisation_within(act.db, act.me, body.organisation_id)
    if about.kind is not OrganisationKind.INSTITUTION:
        raise invalid(
            "organisation_id", "not_an_institution", "应是医疗机构。", "A dispute is one with an institution."
        )
    return about


def _require_whole(body: DisputeCreate, given: Mapping[str, Any], persons: Mapping[str, str | None]) -> None:
    faults = []

    def fault(field: str, code: str, zh: str, en: str) -> None:
        faults.append(FieldError(f"/{field}", code, Text(zh, en)))

    for name, zh in (("title", "标题"), ("facts", "事实经过")):
        if not given.get(name):
            fault(name, "missing", f"请填写{zh}。", f"Fill in {name}.")
    if not persons["patient_name"]:
        fault("patient_name", "missing", "请填写患者姓名。", "Name the patient.")
    if body.is_major and body.major_reason is None:
        fault("major_reason", "reason_needed", "请写明为何属于重大医疗纠纷。", "Say why it is a major dispute.")
    if body.is_major is False and body.major_reason is not None:
        fault("major_reason", "not_major", "未标为重大的，不填理由。", "There is no reason where it is not major.")
    if faults:
        raise Invalid("dispute_incoherent", faults[0].text, faults)


def _told(dispute: Dispute) -> dict[str, tuple[Any, Any]]:
    """What the journal keeps of a new dispute: of its persons only which values were given."""
    persons = PERSONS.given(dispute)
    values = dispute.model_dump(exclude=_UNTOLD | {*PERSONS.columns, *PRIVATE})
    told = {name: (None, value) for name, value in values.items() if value not in (None, "", [], {}, False, 0)}
    return told | ({"persons": (None, persons)} if persons else {})


_UNTOLD = {"id", "created_at", "updated_at", "version", "org_l1", "org_l2", "org_l3", "org_l4", "org_l5"}


async def make_findable(act: Act, dispute: Dispute, *, new: bool = False) -> None:
    """Put the matter into the full-text index; never a person."""
    await fulltext.index(
        act,
        dispute,
        permission=READ,
        title=dispute.label,
        subtitle="、".join(dispute.departments),
        texts=[dispute.facts, dispute.demand, dispute.resolution, dispute.court_case_number],
        new=new,
    )
