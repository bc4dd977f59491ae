"""What each step of a referral takes. Fields named like columns are kept there; `reason` goes to the journal. Instants
(`…_at`) and days (`…_on`) that a body names lie in the past; left out, they are the moment of the step."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, ConfigDict, Field, JsonValue, StringConstraints

from duban.kernel.resources import Schema
from duban.referrals.words import CriminalOutcome, SupervisionOutcome

EXAMPLE_ID = "0192f5c4-7e2b-7c3a-9d7c-0a1b2c3d4e5f"
Long = Annotated[str, Field(min_length=2, max_length=4000)]
Name = Annotated[str, Field(min_length=2, max_length=120)]
Person = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Fen = Annotated[int, Field(ge=0, le=10**14, description="In fen: 100 are a yuan")]


def example(**values: JsonValue) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [values]})


class Officer(Schema):
    """An enforcement officer of the authority, with the number of the card."""

    user_id: UUID
    card_number: str = Field(min_length=2, max_length=40)


_OFFICERS: JsonValue = [
    {"user_id": EXAMPLE_ID, "card_number": "卫执法0123"},
    {"user_id": EXAMPLE_ID.replace("5f", "60"), "card_number": "卫执法0124"},
]


class NameTeam(Schema):
    """Name the team (专案组) for a clue: at least two enforcement officers, none bound to keep away (C-2)."""

    model_config = example(clue_id=EXAMPLE_ID, officers=_OFFICERS, suspected_offence="非法行医罪")

    clue_id: UUID
    officers: list[Officer] = Field(min_length=2, max_length=10)
    suspected_offence: str | None = Field(None, min_length=2, max_length=120)


class ChangeTeam(Schema):
    """The whole team as it is from now on, and why it changes."""

    model_config = example(officers=_OFFICERS, reason="一人应当回避")

    officers: list[Officer] = Field(min_length=2, max_length=10)
    reason: Long


class GoodsLine(Schema):
    """One line of the list of goods (C-6: name, number, features, place)."""

    name: str = Field(min_length=1, max_length=80)
    number: str | None = Field(None, max_length=40)
    quantity: str = Field(min_length=1, max_length=40, examples=["3盒"])
    features: str | None = Field(None, max_length=200)
    place: str | None = Field(None, max_length=120, description="Where it is kept")


class FillPapers(Schema):
    """What the letter and the lists say. What is left out stays as it is."""

    model_config = example(
        suspected_offence="非法行医罪", law="刑法第三百三十六条", receiver_name="区公安分局",
        procuratorate_name="区人民检察院", goods_none=True, expert_none=True,
    )  # fmt: skip

    suspected_offence: str | None = Field(None, min_length=2, max_length=120)
    law: str | None = Field(None, min_length=2, max_length=300, description="The provision of criminal law")
    receiver_id: UUID | None = Field(None, description="The police organ, where it is an organisation here")
    receiver_name: Name | None = Field(None, description="Or its name, where it is not")
    procuratorate_name: Name | None = None
    contact_name: str | None = Field(None, min_length=1, max_length=80)
    contact_phone: str | None = Field(None, min_length=3, max_length=40)
    goods: list[GoodsLine] | None = Field(None, max_length=200)
    goods_none: bool | None = Field(None, description="There are no goods")
    expert_none: bool | None = Field(None, description="No test report or expert opinion is needed")
    earlier_penalties: int | None = Field(None, ge=0, le=99)
    document_number: str | None = Field(
        None, min_length=4, max_length=60, description="Of your own register. Left out, the next of the year is given"
    )


class ReportToChief(Schema):
    """The team's report in short; the signed one is attached first (`investigation_report`)."""

    model_config = example(report="经核实，当事人两次受行政处罚后再次非法行医，涉嫌非法行医罪，建议移送。")

    report: Long


class Decide(Schema):
    """The chief's decision. `decided_as_acting`: by whoever is in charge while there is no chief (主持工作的负责人)."""

    model_config = example(decided_as_acting=False)

    decided_as_acting: bool = False
    decision_reason: Long | None = None


class Reject(Schema):
    """Why it is not referred: recorded, and open to the auditor (order 310 art. 5)."""

    model_config = example(decision_reason="未达到立案追诉标准，依法给予行政处罚。")

    decision_reason: Long
    decided_as_acting: bool = False


class Send(Schema):
    """It goes to the police now, under the document number that it was drawn up with."""

    model_config = example(procuratorate_copied_at="2026-03-06T10:00:00+08:00")

    procuratorate_copied_at: AwareDatetime | None = Field(None, description="When its copy went. Left out: now")


class Receipt(Schema):
    """The police signed for it."""

    model_config = example(
        received_by="李警官", received_at="2026-03-06T15:00:00+08:00", receipt_number="城公回〔2026〕8号"
    )

    received_by: Person
    received_at: AwareDatetime | None = None
    receipt_number: str | None = Field(None, min_length=1, max_length=80)


class PapersAsked(Schema):
    """Which papers the police ask for; they may not refuse to receive for that (C-9)."""

    model_config = example(papers_asked=["鉴定意见"], papers_asked_reason="缺少药品检验报告")

    papers_asked: list[Long] = Field(min_length=1, max_length=50)
    papers_asked_reason: Long | None = None
    papers_asked_at: AwareDatetime | None = None


class Supplement(Schema):
    """What was sent after; the files are attached first."""

    model_config = example(supplement_note="补送药品检验报告一份")

    supplement_note: Long


class Forward(Schema):
    """The police forwarded it to the organ that is competent, and told so in writing (C-8)."""

    model_config = example(forwarded_to="市公安局食药环侦支队", forward_reason="案件属市局管辖")

    forwarded_to: Person
    forwarded_to_id: UUID | None = Field(
        None, description="The organ, where it is an organisation here: the package then lies on its desk"
    )
    forward_reason: Long
    forwarded_at: AwareDatetime | None = None


class NotPolice(Schema):
    """No police matter at all: the written reasons (C-10)."""

    model_config = example(not_police_reason="属民事纠纷，不属于公安机关管辖。")

    not_police_reason: Long


class Filed(Schema):
    """The notice that it was filed (立案通知书)."""

    model_config = example(case_number="城公(刑)立字〔2026〕21号", filed_on="2026-03-09")

    case_number: str = Field(min_length=1, max_length=80)
    filed_on: date
    filing_notice_at: AwareDatetime | None = Field(None, description="When the notice was received")


class Refused(Schema):
    """The notice that it is not filed (不予立案通知书): reasons, and the papers that came back, counted (C-11)."""

    model_config = example(refusal_reason="现有证据不足以认定犯罪事实", returned_papers=5)

    refusal_reason: Long
    returned_papers: int = Field(ge=0, le=10_000)
    refusal_received_at: AwareDatetime | None = Field(None, description="Three days run from here")


class AskAgain(Schema):
    """Why the police should reconsider."""

    model_config = example(reconsideration_reason="当事人两次受罚后再犯，符合司法解释规定的情节严重。")

    reconsideration_reason: Long


class Upheld(Schema):
    """The decision on reconsideration: still not filed."""

    model_config = example(upheld_reason="维持不予立案决定")

    upheld_reason: Long
    upheld_received_at: AwareDatetime | None = None


class Suggest(Schema):
    """Why the procuratorate should supervise the filing."""

    model_config = example(supervision_reason="公安机关不予立案理由不能成立。")

    supervision_reason: Long


class ExplanationAsked(Schema):
    """The procuratorate asked the police for their reasons: seven days (C-16)."""

    model_config = example(explanation_asked_at="2026-03-16T09:00:00+08:00")

    explanation_asked_at: AwareDatetime | None = None


class Explanation(Schema):
    """The reasons that the police gave."""

    model_config = example(explanation="未查清当事人执业情况")

    explanation: Long


class FilingOrdered(Schema):
    """通知立案书: the police file within fifteen days (C-16)."""

    model_config = example(filing_ordered_at="2026-03-25T09:00:00+08:00", reason="检察机关认为理由不成立")

    filing_ordered_at: AwareDatetime | None = None
    reason: Long | None = None


class SupervisionTold(Schema):
    """What the procuratorate told of the outcome (C-17)."""

    model_config = example(supervision_outcome="filing_ordered", reason="检察院来函")

    supervision_outcome: SupervisionOutcome
    reason: Long | None = None


class HandGoodsOver(Schema):
    """The goods and material go to the police. The list is that of the papers; none: material only."""

    model_config = example(handover_place="区公安分局物证室", handed_by=["张执法", "李执法"])

    handover_place: Name
    handed_by: list[Person] = Field(min_length=1, max_length=10)


class GoodsReceived(Schema):
    """The police took them over; the list signed by both sides is attached first (`handover_list`) where they did it on
    paper."""

    model_config = example(goods_received_by="王警官", goods_remarks="清点无误")

    goods_received_by: Person
    goods_received_at: AwareDatetime | None = None
    goods_remarks: str | None = Field(None, min_length=1, max_length=4000)


class FollowUp(Schema):
    """What was learned of the case."""

    model_config = example(reason="电话询问，案件已移送审查起诉。")

    reason: Long


class Result(Schema):
    """How the criminal case ended. `return_for_penalty`: it came back for administrative handling (C-27)."""

    model_config = example(
        outcome="judged", outcome_on="2026-09-01", outcome_document="(2026)某0102刑初88号",
        outcome_summary="判处有期徒刑一年，并处罚金一万元。", criminal_fine_fen=1_000_000,
    )  # fmt: skip

    outcome: CriminalOutcome
    outcome_on: date
    outcome_document: str | None = Field(None, min_length=1, max_length=80)
    outcome_summary: Long
    criminal_fine_fen: Fen | None = None
    return_for_penalty: bool = False


class ToHandler(Schema):
    """Who handles it administratively, and why."""

    model_config = example(handler_id=EXAMPLE_ID, reason="依法给予行政处罚")

    handler_id: UUID | None = Field(None, description="A case handler of the authority; let into the matter")
    reason: Long


class NameHandler(Schema):
    """Who handles it administratively from now on; whoever did so before is let out."""

    model_config = example(handler_id=EXAMPLE_ID, reason="原承办人调离")

    handler_id: UUID
    reason: Long


class PriorPenalty(Schema):
    """A penalty that was imposed before the case was referred: it goes on, its fine counts toward a criminal one
    (C-20), and its decision is copied to police and procuratorate (C-21)."""

    model_config = example(
        prior_penalty_number="卫医罚〔2026〕7号", prior_penalty_on="2026-02-27", prior_penalty_fine_fen=300_000
    )

    prior_penalty_number: str = Field(min_length=2, max_length=80)
    prior_penalty_on: date
    prior_penalty_fine_fen: Fen | None = None


class Penalty(Schema):
    """What came of it: a penalty decision, or why there is none."""

    model_config = example(penalty_number="卫医罚〔2026〕12号", penalty_on="2026-03-20", penalty_fine_fen=500_000)

    penalty_number: str | None = Field(None, min_length=2, max_length=80)
    penalty_on: date | None = None
    penalty_fine_fen: Fen | None = None
    no_penalty_reason: Long | None = None


class PenaltyCopied(Schema):
    """When the copy of the decision went to police and procuratorate."""

    model_config = example(penalty_copied_at="2026-03-23T09:00:00+08:00")

    penalty_copied_at: AwareDatetime | None = None


class OpinionIn(Schema):
    """A procuratorial opinion (检察意见). Two months, unless the letter names a day."""

    model_config = example(opinion_number="某检意〔2026〕3号", opinion_received_at="2026-09-10T09:00:00+08:00")

    opinion_number: str = Field(min_length=2, max_length=80)
    opinion_received_at: AwareDatetime | None = None
    opinion_due_on: date | None = None


class OpinionAnswer(Schema):
    """What was answered."""

    model_config = example(opinion_answer="已依法吊销执业许可证。")

    opinion_answer: Long
