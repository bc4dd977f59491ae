"""Sealing (封存、启封) of records and objects: only with both sides, or what stands for the absent one (B-5 to B-7)."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AwareDatetime
from pydantic import Field as SchemaField
from sqlmodel import Field

from duban.disputes.bodies import example
from duban.disputes.guards import acts_for_the_institution, is_open_at_all, notes_are_finished
from duban.disputes.models import Dispute
from duban.disputes.parts import Part, PartRead, PartRow, of_matter
from duban.disputes.rules import HANDLE
from duban.disputes.schemas import Long
from duban.disputes.terms import REGULATION, YEARS_SEALED
from duban.kernel.acts import Act
from duban.kernel.checks import invalid
from duban.kernel.clock import ZONE
from duban.kernel.db import choice_field, instant_field, json_field, text_field
from duban.kernel.errors import Text
from duban.kernel.resources import Schema
from duban.kernel.workflow import By, Refusal, Workflow, step


class Sealed(StrEnum):
    """What was sealed. `blood`: the blood station is called to send somebody (B-7)."""

    RECORDS = "records"
    OBJECTS = "objects"
    BLOOD = "blood"


class CopyKind(StrEnum):
    ORIGINAL = "original"
    COPY = "copy"


class PatientSide(StrEnum):
    """Who stood for the patient's side when the list was signed."""

    SIGNED = "signed"
    NOTARY = "notary"
    REFUSED = "refused"


class TestingChosen(StrEnum):
    """How the body that tests sealed objects was found: jointly, failing that by the county authority (B-7)."""

    JOINTLY = "jointly"
    APPOINTED = "appointed"


class SealState(StrEnum):
    SEALED = "sealed"
    OPENED = "opened"


class DisputeSeal(PartRow, table=True):
    """One sealing and its list. `is_partial`: the record was not finished; the rest is sealed when it is."""

    __tablename__ = "dispute_seal"

    state: SealState = choice_field(SealState, default=SealState.SEALED, nullable=False)
    what: Sealed = choice_field(Sealed, nullable=False)
    copy_kind: CopyKind | None = choice_field(CopyKind, default=None)
    is_partial: bool = False
    items: list[str] = json_field(default_factory=list)
    kept_where: str = Field(max_length=200)
    sealed_at: datetime = instant_field(nullable=False)
    institution_person: str = Field(max_length=80)
    patient_side: PatientSide = choice_field(PatientSide, nullable=False)
    presence_note: str | None = text_field(default=None)
    blood_station_called_at: datetime | None = instant_field(default=None)
    testing_body: str | None = Field(default=None, max_length=120)
    testing_chosen: TestingChosen | None = choice_field(TestingChosen, default=None)
    opened_at: datetime | None = instant_field(default=None)
    opened_why: str | None = text_field(default=None)


def is_partial(seal: Any, by: By) -> Refusal | None:
    return None if seal.is_partial else Refusal("sealed_whole", Text("已全部封存。", "All of it is sealed."))


def is_object(seal: Any, by: By) -> Refusal | None:
    return (
        None
        if seal.what != Sealed.RECORDS
        else Refusal("no_object", Text("只有封存的实物需要检验。", "Only sealed objects are tested."))
    )


def dispute_is_resolved(seal: Any, by: By) -> Refusal | None:
    if seal.matter.resolved_by is not None:
        return None
    return Refusal(
        "open_together",
        Text(
            "纠纷尚未解决，启封须双方在场（办理“共同启封”）。",
            "The dispute is not resolved: it is opened with both sides present.",
        ),
    )


def own_opening_from(sealed_at: datetime) -> datetime:
    """The instant from which the institution may open by itself: the day after three years, Asia/Shanghai."""
    day = sealed_at.astimezone(ZONE)
    last = day.replace(
        year=day.year + YEARS_SEALED, day=28 if (day.month, day.day) == (2, 29) else day.day,
        hour=0, minute=0, second=0, microsecond=0,
    )  # fmt: skip
    return last.fromordinal(last.toordinal() + 1).replace(tzinfo=ZONE)


def three_years_passed_unasked(seal: Any, by: By) -> Refusal | None:
    """Three years after the sealing, where the patient's side asked for no resolution (arts 24, 25)."""
    asked = seal.matter
    if asked.negotiation_place or asked.mediation_requested_at or asked.admin_requested_at or asked.sued_on:
        return Refusal(
            "resolution_was_asked",
            Text("患方已提出解决，须双方在场启封。", "A resolution was asked for: it is opened with both present."),
        )
    free = own_opening_from(seal.sealed_at)
    if by.now >= free:
        return None
    return Refusal(
        "sealed_too_short",
        Text(
            "封存满3年而患方未提出解决的，医疗机构可以自行启封；{day} 起可以办理。",
            "The institution opens alone after 3 years without a request: from {day}.",
        ).format(day=free.date()),
    )


_institution = of_matter(acts_for_the_institution)
_BASIS = f"{REGULATION} arts 24, 25"

SEAL = Workflow(
    name="dispute_seal",
    title=Text("封存", "Sealing"),
    initial=SealState.SEALED,
    final=frozenset({SealState.OPENED}),
    states={SealState.SEALED: Text("已封存", "sealed"), SealState.OPENED: Text("已启封", "opened")},
    steps=(
        step("seal", {SealState.SEALED}, None, permission=HANDLE, label=Text("封存", "Seal"), basis=_BASIS,
             guards=[_institution, of_matter(is_open_at_all)], system=True),
        step("complete", {SealState.SEALED}, None, permission=HANDLE, label=Text("补封其余部分", "Seal the rest"),
             basis=_BASIS, guards=[_institution, is_partial, of_matter(notes_are_finished)]),
        step("choose_testing", {SealState.SEALED}, None, permission=HANDLE,
             label=Text("确定检验机构", "Choose who tests"), basis=_BASIS, guards=[_institution, is_object]),
        step("open_together", {SealState.SEALED}, SealState.OPENED, permission=HANDLE,
             label=Text("共同启封", "Open together"), basis=_BASIS, guards=[_institution]),
        step("open_resolved", {SealState.SEALED}, SealState.OPENED, permission=HANDLE,
             label=Text("解决后启封", "Open after the resolution"), basis=_BASIS,
             guards=[_institution, dispute_is_resolved]),
        step("open_after_years", {SealState.SEALED}, SealState.OPENED, permission=HANDLE,
             label=Text("满三年自行启封", "Open after three years"), basis=_BASIS,
             guards=[_institution, three_years_passed_unasked]),
    ),
)  # fmt: skip

Items = Annotated[list[Annotated[str, SchemaField(min_length=1, max_length=200)]], SchemaField(max_length=100)]


class SealIn(Schema):
    """Seal records or objects. The list is signed by both sides, one copy each (B-5)."""

    model_config = example(
        what="records", copy_kind="copy", items=["住院病历 1 册", "手术记录 3 页"], kept_where="病案室封存柜",
        sealed_at="2026-03-02T11:00:00+08:00", institution_person="医务科 李某", patient_side="signed",
    )  # fmt: skip

    what: Sealed
    copy_kind: CopyKind | None = SchemaField(None, description="Original or copy; needed for records")
    is_partial: bool = SchemaField(False, description="The record is unfinished: its finished part")
    items: Items = SchemaField(min_length=1, description="What stands on the list")
    kept_where: str = SchemaField(min_length=2, max_length=200)
    sealed_at: AwareDatetime
    institution_person: str = SchemaField(min_length=2, max_length=80)
    patient_side: PatientSide
    presence_note: str | None = SchemaField(
        None, min_length=2, max_length=2000, description="Needed where the patient's side did not sign"
    )
    blood_station_called_at: AwareDatetime | None = SchemaField(None, description="Needed for blood")


class CompleteSeal(Schema):
    """What of the record was sealed since."""

    model_config = example(items=["出院小结 1 页"])

    items: Items = SchemaField(min_length=1)


class ChooseTesting(Schema):
    """Which body tests the objects, and how it was found."""

    model_config = example(testing_body="市药品检验所", testing_chosen="jointly")

    testing_body: str = SchemaField(min_length=2, max_length=120)
    testing_chosen: TestingChosen


class OpenSeal(Schema):
    """When and why it was opened."""

    model_config = example(opened_at="2026-03-09T10:00:00+08:00", opened_why="双方在场启封，移交鉴定机构")

    opened_at: AwareDatetime
    opened_why: Long


class SealRead(PartRead):
    """One sealing."""

    state: SealState
    what: Sealed
    copy_kind: CopyKind | None
    is_partial: bool
    items: list[str]
    kept_where: str
    sealed_at: datetime
    institution_person: str
    patient_side: PatientSide
    presence_note: str | None
    blood_station_called_at: datetime | None
    testing_body: str | None
    testing_chosen: TestingChosen | None
    opened_at: datetime | None
    opened_why: str | None


def _was_unfinished(dispute: Dispute, at: datetime) -> bool:
    """Whether notes of a rescue were still to be written `at` that moment (B-4, B-5)."""
    ended, complete = dispute.rescue_ended_at, dispute.rescue_notes_at
    return ended is not None and ended <= at and (complete is None or at < complete)


async def seal(act: Act, dispute: Dispute, record: DisputeSeal, body: SealIn) -> None:
    """Raises Invalid for records without original or copy, or sealed as a whole while some were still to be written; a
    missing signature without a note, blood without a call."""
    if body.what is Sealed.RECORDS and body.copy_kind is None:
        raise invalid("copy_kind", "original_or_copy", "请写明原件或复制件。", "Say whether original or copy.")
    if body.what is Sealed.RECORDS and not body.is_partial and _was_unfinished(dispute, body.sealed_at):
        raise invalid(
            "is_partial", "notes_unfinished", "抢救记录尚未补记完成，先封存已完成部分。",
            "The notes of the rescue were not complete: seal the finished part first.",
        )  # fmt: skip
    if body.patient_side is not PatientSide.SIGNED and body.presence_note is None:
        raise invalid(
            "presence_note", "note_needed", "患方未签名的，请注明。", "Say why the patient's side did not sign."
        )
    if body.what is Sealed.BLOOD and body.blood_station_called_at is None:
        raise invalid(
            "blood_station_called_at", "blood_station_not_called", "封存血液须通知血站派员到场。",
            "For blood the blood station is called to send somebody.",
        )  # fmt: skip


async def complete(act: Act, dispute: Dispute, record: DisputeSeal, body: CompleteSeal) -> Mapping[str, Any]:
    return {"items": [*record.items, *body.items], "is_partial": False}


async def opened(act: Act, dispute: Dispute, record: DisputeSeal, body: OpenSeal) -> None:
    if body.opened_at < record.sealed_at:
        raise invalid("opened_at", "before_sealing", "启封不能早于封存。", "It was not opened before it was sealed.")


SEALS = Part(
    path="seals",
    model=DisputeSeal,
    read=SealRead,
    flow=SEAL,
    begin="seal",
    create=SealIn,
    bodies={
        "complete": CompleteSeal,
        "choose_testing": ChooseTesting,
        "open_together": OpenSeal,
        "open_resolved": OpenSeal,
        "open_after_years": OpenSeal,
    },
    doing={
        "seal": seal,
        "complete": complete,
        "open_together": opened,
        "open_resolved": opened,
        "open_after_years": opened,
    },
)
