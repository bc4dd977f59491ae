"""What each step of a clue and of a transfer takes. Fields named like columns are kept there; `reason` goes to the
journal."""

from datetime import date
from uuid import UUID

from pydantic import AwareDatetime, ConfigDict, Field, JsonValue

from duban.clues.schemas import EXAMPLE_ID, Fen, Long
from duban.clues.words import ClueRelation, Proposal, Receiver, TransferOutcome
from duban.kernel.resources import Schema


def example(**values: JsonValue) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [values]})


WHY = "Needed, except of a secret clue: there it is refused"


class ClueReasoned(Schema):
    """A decision with its reason."""

    model_config = example(reason="需补充核实涉案金额。")

    reason: Long | None = Field(None, description=WHY)


class Assess(Schema):
    """Jurisdiction, kind of receiver, and whether the threshold of a crime is reached. Illegal practice after two
    administrative penalties, with slight disability, risk of a class-A epidemic, or fake drugs has to be referred
    whatever is ticked (法释〔2008〕5号 art. 2, C-28). Of a secret clue no words are taken, only the receiver."""

    model_config = example(
        receiver="police", threshold_met=False, earlier_penalties=2,
        assessment="当事人未取得医师资格，两次因非法行医受行政处罚后再次行医。",
    )  # fmt: skip

    receiver: Receiver
    assessment: Long | None = None
    threshold_met: bool = False
    earlier_penalties: int = Field(0, ge=0, le=99, description="Penalties for illegal practice before this")
    caused_disability: bool = Field(False, description="Slight disability or worse (轻度残疾、器官组织损伤)")
    epidemic_risk: bool = Field(False, description="Spread of a class-A infectious disease, or the risk of it")
    fake_drugs: bool = Field(False, description="Fake or substandard drugs or devices, enough to harm severely")
    amount_fen: Fen | None = None


class LinkTo(Schema):
    """Another clue of the same authority that belongs to it."""

    model_config = example(clue_id=EXAMPLE_ID, relation="related", reason="同一团伙")

    clue_id: UUID
    relation: ClueRelation = ClueRelation.RELATED
    reason: str | None = Field(None, min_length=2, max_length=500)


class Unlink(Schema):
    """Which link was wrong, and why."""

    model_config = example(clue_id=EXAMPLE_ID, reason="核实后并非同一人")

    clue_id: UUID
    reason: str | None = Field(None, min_length=2, max_length=500, description=WHY)


class LetIn(Schema):
    """Who is let in (out), and why. Somebody of the same authority; nobody who keeps away from it."""

    model_config = example(user_id=EXAMPLE_ID, reason="协助核查")

    user_id: UUID
    reason: str | None = Field(None, min_length=2, max_length=500, description=WHY)


class Propose(Schema):
    """To keep it for later, or to close it; the vice leader decides."""

    model_config = example(proposal="keep", proposal_reason="事实尚不清楚，留存待查。")

    proposal: Proposal
    proposal_reason: Long | None = Field(None, description=WHY)


class TransferCreate(Schema):
    """Hand the clue on to another organ than the police. The vice leader approves, for discipline inspection the
    chief."""

    model_config = example(
        clue_id=EXAMPLE_ID, receiver="insurance", receiver_name="区医疗保障局", reason="涉嫌分解住院骗取医保基金。"
    )

    clue_id: UUID
    receiver: Receiver = Field(description="Any but `police`: those are referrals")
    receiver_name: str = Field(min_length=2, max_length=120)
    reason: Long | None = Field(None, description=WHY)


class SendTransfer(Schema):
    """The letter went out: when, its number, and by when the receiver answers, where the letter says so."""

    model_config = example(document_number="卫案移〔2026〕12号", answer_due_on="2026-04-30")

    document_number: str = Field(min_length=4, max_length=60)
    sent_at: AwareDatetime | None = Field(None, description="Left out: now")
    answer_due_on: date | None = None


class SignTransfer(Schema):
    """The receiver signed for it."""

    model_config = example(signed_by="王科员", receipt_number="收〔2026〕31号", signed_at="2026-03-05T10:00:00+08:00")

    signed_by: str = Field(min_length=2, max_length=80)
    signed_at: AwareDatetime | None = None
    receipt_number: str | None = Field(None, min_length=1, max_length=60)


class AnswerTransfer(Schema):
    """What the receiver did with it. Of a secret clue only which, never in words."""

    model_config = example(outcome="filed", outcome_on="2026-04-02", outcome_note="已立案调查")

    outcome: TransferOutcome
    outcome_on: date
    outcome_note: str | None = Field(None, min_length=2, max_length=2000)
