"""What each step of a dispute takes. Fields named like columns are kept there; `reason` goes to the journal. Instants
(`…_at`) and days (`…_on`) that a body names lie in the past; left out, they are the moment of the step."""

from datetime import date

from pydantic import AwareDatetime, ConfigDict, Field, JsonValue

from duban.disputes.schemas import Fen, Long
from duban.disputes.terms import REPRESENTATIVES
from duban.disputes.words import AccidentLevel, AskingSide, CourtVerdict, MediationEnding, QualityGrade, Satisfaction
from duban.kernel.resources import Schema

Name = Field(min_length=2, max_length=120)


def example(**values: JsonValue) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [values]})


class DisputeReasoned(Schema):
    """A decision with its reason."""

    model_config = example(reason="双方分歧较大，未能达成一致。")

    reason: Long


class Inform(Schema):
    """What the patient's side was told (B-3): each item, with a signature or a note of the refusal to sign."""

    model_config = example(
        informed_at="2026-03-02T10:00:00+08:00",
        told_ways=True,
        told_sealing=True,
        told_records=True,
        informed_signed=True,
    )

    informed_at: AwareDatetime | None = None
    told_ways: bool = Field(description="The lawful ways of resolving a dispute")
    told_sealing: bool = Field(description="How records and objects are sealed and opened")
    told_records: bool = Field(description="How records are read and copied")
    told_autopsy_at: AwareDatetime | None = Field(
        None, description="When the rules on autopsy were told; after a death"
    )
    informed_signed: bool
    informed_note: str | None = Field(None, min_length=2, max_length=2000, description="Needed where nobody signed")


class ReleaseBody(Schema):
    """The body was handed over or dealt with by rule."""

    model_config = example(body_released_at="2026-03-09T15:00:00+08:00", reason="已移交家属火化")

    body_released_at: AwareDatetime | None = None
    reason: Long


class StateClaim(Schema):
    """What is claimed now. The region's limits are looked up anew."""

    model_config = example(claim_fen=8000000, reason="患方书面变更请求")

    claim_fen: Fen
    reason: Long


class Attend(Schema):
    """Who of the institution went to the scene (D02-R29)."""

    model_config = example(people_at_scene="医务科科长、骨科主任、骨科护士长", at_scene_at="2026-03-02T09:40:00+08:00")

    people_at_scene: str = Field(min_length=2, max_length=300)
    at_scene_at: AwareDatetime | None = None


class Rescue(Schema):
    """When an emergency rescue ended. Its notes are complete within 6 hours of that (B-4)."""

    model_config = example(rescue_ended_at="2026-03-02T03:40:00+08:00")

    rescue_ended_at: AwareDatetime


class CompleteNotes(Schema):
    """When the notes of the rescue were complete."""

    model_config = example(rescue_notes_at="2026-03-02T08:30:00+08:00")

    rescue_notes_at: AwareDatetime | None = None


class Negotiate(Schema):
    """Where, and how many speak for each side: five at most (B-12)."""

    model_config = example(
        negotiation_place="医患关系办公室接待室", patient_representatives=2, institution_representatives=3
    )

    negotiation_place: str = Name
    patient_representatives: int = Field(ge=1, le=REPRESENTATIVES)
    institution_representatives: int = Field(ge=1, le=REPRESENTATIVES)


class Agreement(Schema):
    """What was agreed. The signed document is attached first (`agreement`)."""

    model_config = example(agreed_fen=2000000, resolution="一次性补偿两万元，双方互不追究。", insurer_took_part=True)

    resolution: Long
    agreed_fen: Fen = Field(description="What is to be paid, in fen; 0: nothing")
    insurer_took_part: bool | None = Field(None, description="Where the region asks for the insurer above a sum")


class AskForMediation(Schema):
    """Who asks. One side alone needs the other's consent (B-13)."""

    model_config = example(requested_by="patient", other_consents=True)

    requested_by: AskingSide
    other_consents: bool = Field(False, description="Needed where one side asks")
    requested_at: AwareDatetime | None = None


class RequestMediation(AskForMediation):
    """Who asks which committee."""

    model_config = example(requested_by="both", mediator="区医疗纠纷人民调解委员会")

    mediator: str = Name


class AcceptMediation(Schema):
    """The committee accepted: 30 working days from that day, appraisals not counted."""

    model_config = example(mediation_accepted_at="2026-03-04T09:00:00+08:00")

    mediation_accepted_at: AwareDatetime | None = None
    mediator: str = Field("", max_length=120, description="Where another committee took it")


class ExtendMediation(Schema):
    """More time that the committee and both sides agreed on; their agreement is attached first."""

    model_config = example(amount=10, reason="双方同意延长，补充票据")

    amount: int = Field(ge=1, le=120, description="Working days beyond the present end")
    reason: Long


class EndMediation(Schema):
    """Why it ends without a result."""

    model_config = example(ending="party_left", reason="患方书面要求终止调解")

    ending: MediationEnding
    reason: Long


class ConfirmInCourt(Schema):
    """The court confirmed the agreement (司法确认)."""

    model_config = example(court_confirmed_on="2026-04-10")

    court_confirmed_on: date


class Sue(Schema):
    """The court accepted a suit: every mediation ends (B-13)."""

    model_config = example(court="某区人民法院", court_case_number="(2026)某0102民初128号", sued_on="2026-04-02")

    court: str = Name
    court_case_number: str = Field(min_length=2, max_length=80)
    sued_on: date


class Judge(Schema):
    """With what the court ended it; its document is attached first (`judgment`)."""

    model_config = example(verdict="judgment", agreed_fen=1500000, resolution="被告承担次要责任，赔偿一万五千元。")

    verdict: CourtVerdict
    resolution: Long
    agreed_fen: Fen = Field(description="What is to be paid, in fen; 0: the claim was dismissed")
    received_at: AwareDatetime | None = Field(None, description="When the document was received")


class Pay(Schema):
    """One payment."""

    model_config = example(amount_fen=2000000, paid_on="2026-04-20")

    amount_fen: int = Field(ge=1, le=100_000_000_000, description="In fen")
    paid_on: date


class DisputeWithdraw(Schema):
    """How the patient's side took it back: in writing, or recorded."""

    model_config = example(withdrawn_how="书面撤回，已存档", reason="经解释，患方不再主张")

    withdrawn_how: str = Field(min_length=2, max_length=200)
    reason: Long


class DisputeCallBack(Schema):
    """What the patient's side says of how it was handled (D11-R03)."""

    model_config = example(satisfaction="satisfied", call_back_note="对调解过程表示认可。")

    satisfaction: Satisfaction
    call_back_note: str | None = Field(None, min_length=2, max_length=2000)


class FlagMajor(Schema):
    """Why it is a major one. The reports run from `major_from`."""

    model_config = example(major_reason="患者死亡，家属聚集", major_from="2026-03-02T09:20:00+08:00")

    major_reason: Long
    major_from: AwareDatetime | None = Field(None, description="When it became known. Left out: now")


class FlagAccident(Schema):
    """It is, or is taken for, a medical accident. `negligence_at`: when serious negligence was found (a death, possibly
    the second degree or worse, or three persons harmed): reported within 12 hours (B-24)."""

    model_config = example(accident_level="second", negligence_at="2026-03-02T09:20:00+08:00", reason="经院内讨论认定")

    accident_level: AccidentLevel | None = None
    negligence_at: AwareDatetime | None = None
    reason: Long


class FlagQualityEvent(Schema):
    """It is a medical quality and safety event of that grade. Its report runs from when it was found: 15 days for a
    general one, 12 hours for a major one, 2 hours for one of the gravest (B-27)."""

    model_config = example(quality_grade="major", quality_found_at="2026-03-02T09:20:00+08:00", reason="经院内核实认定")

    quality_grade: QualityGrade
    quality_found_at: AwareDatetime | None = Field(None, description="When it was found. Left out: now")
    reason: Long
