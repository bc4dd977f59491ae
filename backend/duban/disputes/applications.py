"""A party asks the health authority to handle an accident dispute (医疗事故争议处理申请): within a year of learning of
the harm; accepted, declined or passed up in time, and never beside a suit (B-26)."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime
from pydantic import Field as SchemaField
from sqlmodel import Field, col

from duban.disputes.bodies import DisputeReasoned, example
from duban.disputes.guards import acts_for_an_authority, is_open_at_all
from duban.disputes.models import Dispute
from duban.disputes.parts import Part, PartRead, PartRow, of_matter
from duban.disputes.rules import HANDLE, MEDIATE
from duban.disputes.schemas import Long
from duban.disputes.terms import ACCIDENT_APPLICATION, ACCIDENT_PASS_UP, ACCIDENT_REVIEW, ACCIDENTS
from duban.disputes.words import AccidentLevel, AskingSide, DisputeState, Way
from duban.kernel import clocks
from duban.kernel.acts import Act
from duban.kernel.checks import invalid
from duban.kernel.clock import ZONE, day_of
from duban.kernel.db import choice_field, instant_field, text_field
from duban.kernel.errors import Text
from duban.kernel.jurisdiction import authority_above, in_charge
from duban.kernel.organisations import Organisation
from duban.kernel.regions import level_of
from duban.kernel.resources import Schema
from duban.kernel.workflow import By, Refusal, Start, Workflow, step


class AccidentApplicationState(StrEnum):
    RECEIVED = "received"
    PASSED_UP = "passed_up"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CONCLUDED = "concluded"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


class PassUpGround(StrEnum):
    """Why it is for the authority above that of the county (art. 38). `prescribed`: the State Council's department or
    the province says so."""

    DEATH = "death"
    SECOND_DEGREE = "second_degree"
    PRESCRIBED = "prescribed"


_S = AccidentApplicationState
OPEN_APPLICATIONS = (_S.RECEIVED, _S.PASSED_UP, _S.ACCEPTED)


class DisputeAccidentApplication(PartRow, table=True):
    """One application. `authority_id`: before which authority it is; `is_followed`: that authority works here.
    `is_for_above`: the county's authority may not decide on it itself."""

    __tablename__ = "dispute_accident_application"

    state: AccidentApplicationState = choice_field(AccidentApplicationState, default=_S.RECEIVED, nullable=False)
    asked_by: AskingSide = choice_field(AskingSide, nullable=False)
    learned_on: date
    applied_on: date
    received_at: datetime = instant_field(nullable=False)
    statement: str = text_field(nullable=False)
    authority_id: UUID = Field(foreign_key="organisation.id", index=True)
    authority_name: str = Field(max_length=120)
    is_followed: bool = True
    is_for_above: bool = False
    ground: PassUpGround | None = choice_field(PassUpGround, default=None)
    passed_at: datetime | None = instant_field(default=None)
    decided_at: datetime | None = instant_field(default=None)
    decision_reason: str | None = text_field(default=None)
    result: str | None = text_field(default=None)


in_charge(
    DisputeAccidentApplication, "authority_id",
    while_open=col(DisputeAccidentApplication.state).in_(OPEN_APPLICATIONS),
)  # fmt: skip


def is_not_before_the_court(application: Any, by: By) -> Refusal | None:
    """Whoever has gone to court is not handled by the authority as well (art. 40)."""
    matter = application.matter
    if matter.state != DisputeState.SUING and matter.resolved_by != Way.LAWSUIT:
        return None
    return Refusal(
        "before_the_court",
        Text("已向法院起诉的，卫生健康主管部门不予受理。", "It went to court: the authority does not handle it."),
    )


def is_before_them(application: Any, by: By) -> Refusal | None:
    """What was passed up is handled where it lies now, to its end."""
    if application.passed_at is None or str(application.authority_id) == str(by.organisation_id):
        return None
    return Refusal(
        "before_another_authority",
        Text("由接受移送的“{name}”办理。", "It lies before “{name}”.").format(name=application.authority_name),
    )


def is_theirs_to_decide(application: Any, by: By) -> Refusal | None:
    """A death, perhaps the second degree or worse, or what the province names is for the authority above (art. 38)."""
    if application.state != _S.RECEIVED or not application.is_for_above:
        return None
    return Refusal(
        "pass_it_up",
        Text(
            "患者死亡、可能为二级以上医疗事故或另有规定的，县级主管部门应当移送上一级处理。",
            "A death, perhaps the second degree or worse, or what is prescribed: the county passes it up.",
        ),
    )


_authority = of_matter(acts_for_an_authority)
_TERMS = (ACCIDENT_REVIEW.name, ACCIDENT_PASS_UP.name)
_DECIDES = [_authority, is_before_them, is_theirs_to_decide, is_not_before_the_court]
_OPEN = set(OPEN_APPLICATIONS)

FLOW = Workflow(
    name="dispute_accident_application",
    title=Text("医疗事故争议处理申请", "Application to handle an accident"),
    initial=_S.RECEIVED,
    final=frozenset({_S.DECLINED, _S.CONCLUDED, _S.WITHDRAWN, _S.ENDED}),
    states={
        _S.RECEIVED: Text("已收到申请", "received"),
        _S.PASSED_UP: Text("已移送上级", "passed up"),
        _S.ACCEPTED: Text("已受理", "accepted"),
        _S.DECLINED: Text("不予受理", "declined"),
        _S.CONCLUDED: Text("已处理", "concluded"),
        _S.WITHDRAWN: Text("已撤回", "withdrawn"),
        _S.ENDED: Text("终止处理", "ended by a suit"),
    },
    steps=(
        step("apply", {_S.RECEIVED}, None, permission=HANDLE, label=Text("登记处理申请", "Enter an application"),
             basis=f"{ACCIDENTS} arts 37-40", guards=[of_matter(is_open_at_all), is_not_before_the_court], system=True,
             starts=[Start(ACCIDENT_REVIEW, "authority_id", MEDIATE, from_="received_at"),
                     Start(ACCIDENT_PASS_UP, "authority_id", MEDIATE, from_="received_at", when="is_for_above")]),
        step("pass_up", {_S.RECEIVED}, _S.PASSED_UP, permission=MEDIATE, label=Text("移送上一级", "Pass it up"),
             basis=f"{ACCIDENTS} art. 38", guards=[_authority, is_not_before_the_court],
             stops=[ACCIDENT_PASS_UP.name], cancels=[ACCIDENT_REVIEW.name],
             starts=[Start(ACCIDENT_REVIEW, "authority_id", MEDIATE, from_="passed_at", when="is_followed")]),
        step("accept", {_S.RECEIVED, _S.PASSED_UP}, _S.ACCEPTED, permission=MEDIATE, label=Text("受理", "Accept"),
             basis=f"{ACCIDENTS} art. 39", guards=_DECIDES, stops=[ACCIDENT_REVIEW.name],
             cancels=[ACCIDENT_PASS_UP.name]),
        step("decline", {_S.RECEIVED, _S.PASSED_UP}, _S.DECLINED, permission=MEDIATE,
             label=Text("不予受理", "Decline"), basis=f"{ACCIDENTS} art. 39", guards=_DECIDES,
             stops=[ACCIDENT_REVIEW.name], cancels=[ACCIDENT_PASS_UP.name]),
        step("conclude", {_S.ACCEPTED}, _S.CONCLUDED, permission=MEDIATE, label=Text("登记处理结果", "Conclude"),
             basis=f"{ACCIDENTS} arts 35, 36", guards=[_authority, is_before_them]),
        step("take_back", _OPEN, _S.WITHDRAWN, permission=MEDIATE, label=Text("登记撤回申请", "Taken back"),
             guards=[_authority, is_before_them], cancels=_TERMS),
        step("end", _OPEN, _S.ENDED, permission=HANDLE, label=Text("起诉终止处理", "Ended by a suit"),
             basis=f"{ACCIDENTS} art. 40", cancels=_TERMS, system=True),
    ),
)  # fmt: skip


class AccidentApplicationIn(Schema):
    """Enter the written application of a party; the paper is attached (`accident_application`). From its receipt the
    authority has 10 days to decide, the county's 7 to pass up what is not its own (B-26)."""

    model_config = example(
        asked_by="patient", learned_on="2026-02-25", applied_on="2026-03-02", received_at="2026-03-02T10:00:00+08:00",
        statement="术后感染致延长住院，请求认定是否属于医疗事故并处理。",
    )  # fmt: skip

    asked_by: AskingSide
    learned_on: date = SchemaField(description="When the party learned of the harm: a year from there to apply")
    applied_on: date
    received_at: AwareDatetime = SchemaField(description="When the authority had it")
    statement: Long = SchemaField(description="Facts, request and reasons in brief")
    ground: PassUpGround | None = SchemaField(
        None, description="Why it is for the authority above. Left out: as the dispute says, a death or the degree"
    )


class PassUp(Schema):
    """Why it is for the authority above, and since when it lies there."""

    model_config = example(ground="second_degree", passed_at="2026-03-05T10:00:00+08:00")

    ground: PassUpGround
    passed_at: AwareDatetime | None = None
    passed_to: str | None = SchemaField(
        None, min_length=2, max_length=120, description="The authority's name; needed where none is above here"
    )


class AcceptApplication(Schema):
    """When it was accepted; the notice is attached (`acceptance_notice`)."""

    model_config = example(decided_at="2026-03-09T10:00:00+08:00")

    decided_at: AwareDatetime | None = None


class DeclineApplication(Schema):
    """Why it is not accepted: told to the party in writing (`acceptance_notice`)."""

    model_config = example(decided_at="2026-03-09T10:00:00+08:00", decision_reason="不属于医疗事故争议处理范围。")

    decided_at: AwareDatetime | None = None
    decision_reason: Long


class ApplicationResult(Schema):
    """What came of it."""

    model_config = example(result="经鉴定不属于医疗事故，已书面告知双方。")

    result: Long


class AccidentApplicationRead(PartRead):
    """One application to the authority."""

    state: AccidentApplicationState
    asked_by: AskingSide
    learned_on: date
    applied_on: date
    received_at: datetime
    statement: str
    authority_id: UUID = SchemaField(description="Before which authority it is")
    authority_name: str
    is_for_above: bool = SchemaField(description="The county's authority passes it up instead of deciding")
    ground: PassUpGround | None
    passed_at: datetime | None
    decided_at: datetime | None
    decision_reason: str | None
    result: str | None


_YEAR_AND_REST = timedelta(days=400)
"""Longer than a year that ends in any row of rest days."""


async def apply(
    act: Act, dispute: Dispute, record: DisputeAccidentApplication, body: AccidentApplicationIn
) -> Mapping[str, Any]:
    """Raises Invalid for days out of order, a year gone by, a ground that the dispute does not have."""
    if body.applied_on < body.learned_on:
        raise invalid("applied_on", "before_learned", "申请不能早于知道损害。", "Nobody applied before learning of it.")
    if day_of(body.received_at) < body.applied_on:
        raise invalid(
            "received_at", "before_application", "收到不能早于申请。", "It was not received before it was made."
        )
    if await _year_is_over(act, dispute, body):
        raise invalid(
            "applied_on", "year_is_over", "自知道或者应当知道身体健康受到损害之日起已超过1年，不能申请。",
            "More than a year has passed since the party learned of the harm.",
        )  # fmt: skip
    _require_ground(dispute, body.ground)
    authority = await act.db.get_one(Organisation, dispute.authority_id)
    ground = body.ground or _ground_of(dispute)
    is_county = level_of(authority.region_code or dispute.region_code) not in ("province", "prefecture")
    return {
        "authority_id": authority.id,
        "authority_name": authority.name,
        "ground": ground,
        "is_for_above": ground is not None and is_county,
    }


async def _year_is_over(act: Act, dispute: Dispute, body: AccidentApplicationIn) -> bool:
    if body.applied_on - body.learned_on > _YEAR_AND_REST:
        return True
    since = datetime.combine(body.learned_on, time(), ZONE)
    last = await clocks.end_of_term(act, ACCIDENT_APPLICATION, dispute.region_code, since=since)
    return body.applied_on > last.due_on


def _ground_of(dispute: Dispute) -> PassUpGround | None:
    if dispute.has_died:
        return PassUpGround.DEATH
    if dispute.accident_level in (AccidentLevel.FIRST, AccidentLevel.SECOND):
        return PassUpGround.SECOND_DEGREE
    return None


def _require_ground(dispute: Dispute, ground: PassUpGround | None) -> None:
    if ground is PassUpGround.DEATH and not dispute.has_died:
        raise invalid("ground", "nobody_died", "未登记患者死亡。", "No death is entered.")


async def pass_up(act: Act, dispute: Dispute, record: DisputeAccidentApplication, body: PassUp) -> Mapping[str, Any]:
    """To the nearest authority above; its ten days run from when it lies there. Raises Invalid for a ground that the
    dispute does not have, an instant before the receipt, and where nobody is above and none is named."""
    _require_ground(dispute, body.ground)
    passed = body.passed_at or act.now
    _require_received(record, "passed_at", passed)
    above = await authority_above(act.db, await act.db.get_one(Organisation, record.authority_id))
    if above is None and body.passed_to is None:
        raise invalid(
            "passed_to", "name_the_authority", "请写明移送给哪个主管部门。", "Say to which authority it goes."
        )
    to = {"authority_id": above.id, "authority_name": above.name} if above else {"authority_name": body.passed_to}
    return {**to, "passed_at": passed, "is_followed": above is not None}


def _require_received(record: DisputeAccidentApplication, field: str, at: datetime) -> None:
    if at < (record.passed_at or record.received_at):
        raise invalid(field, "before_receipt", "不能早于收到申请。", "Not before the application was received.")


async def decide(
    act: Act, dispute: Dispute, record: DisputeAccidentApplication, body: AcceptApplication | DeclineApplication
) -> Mapping[str, Any]:
    decided = body.decided_at or act.now
    _require_received(record, "decided_at", decided)
    return {"decided_at": decided}


ACCIDENT_APPLICATIONS = Part(
    path="accident-applications",
    model=DisputeAccidentApplication,
    read=AccidentApplicationRead,
    flow=FLOW,
    begin="apply",
    create=AccidentApplicationIn,
    bodies={
        "pass_up": PassUp,
        "accept": AcceptApplication,
        "decline": DeclineApplication,
        "conclude": ApplicationResult,
        "take_back": DisputeReasoned,
    },
    doing={"apply": apply, "pass_up": pass_up, "accept": decide, "decline": decide},
    one_at_a_time=True,
)
