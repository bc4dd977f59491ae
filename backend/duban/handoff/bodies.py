"""What each word carries. One typed body per kind, the same on the screens, over the API, on a disc and from paper."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints

from duban.handoff.protocol import Instant
from duban.handoff.words import HandoffOutcome, Kind
from duban.kernel.schema import Schema

LONG = 4000
Long = Annotated[str, Field(min_length=2, max_length=LONG)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Number = Annotated[str, Field(min_length=1, max_length=80)]


def example(**values: JsonValue) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [values]})


class PartyName(Schema):
    """An organisation as the other side knows it."""

    name: Name
    code: str | None = Field(None, max_length=60, description="Its code, where it has one: found by it first")


class HandoffRefer(Schema):
    """What is handed over. `disclosed` are the fields that this receiver may know, and nothing else."""

    sender: PartyName
    receiver: PartyName
    title: str = Field(min_length=1, max_length=200)
    law: str = Field(min_length=1, max_length=400, description="On what basis it is referred")
    disclosed: dict[str, JsonValue]
    manifest: str = Field(max_length=1 << 20, description="The package's manifest, as signed")
    package_sha256: str = Field(pattern="^[0-9a-f]{64}$")


class HandoffReceive(Schema):
    """The receipt (回执): who took it, and when."""

    model_config = example(
        received_at="2026-03-02T02:30:00Z", receiver_name="李警官", receipt_number="公收〔2026〕15号"
    )

    received_at: Instant = Field(description="The terms of C-8 to C-11 run from here")
    receiver_name: Name
    receipt_number: Number | None = None


class HandoffAskPapers(Schema):
    """Which papers are missing. The referral counts as received all the same (C-9)."""

    model_config = example(papers=["检验报告原件"], reason="检验报告为复印件，未加盖公章")

    papers: list[Long] = Field(min_length=1, max_length=50)
    reason: Long


class HandoffSupplement(Schema):
    """What is sent after."""

    note: Long


class HandoffForward(Schema):
    """To whom it was passed on, by jurisdiction."""

    model_config = example(to_name="邻区公安分局", reason="犯罪地在邻区，依管辖规定转送")

    to_name: Name
    reason: Long


class HandoffReasoned(Schema):
    """A word with its reason."""

    model_config = example(reason="经审查，属于行政违法，尚未构成犯罪")

    reason: Long


class HandoffFile(Schema):
    """The case that was filed."""

    model_config = example(case_number="公立字〔2026〕201号", filed_on="2026-03-04", document_number="立告〔2026〕33号")

    case_number: Number
    filed_on: date
    document_number: Number | None = Field(None, description="Of the written notice")


class HandoffRefuse(Schema):
    """Why no case was filed, and how many of the papers came back."""

    model_config = example(reason="情节显著轻微，不认为是犯罪", returned_papers=5, document_number="不立〔2026〕8号")

    reason: Long
    returned_papers: int = Field(ge=0, le=10_000)
    document_number: Number | None = None


class HandoffSuggestSupervision(Schema):
    """To which procuratorate supervision was suggested, and why."""

    procuratorate: Name
    reason: Long


class HandoffExplain(Schema):
    """Why no case was filed, as told to the procuratorate (C-16)."""

    model_config = example(explanation="经复查，现有证据不足以证明有犯罪事实，理由如下")

    explanation: Long


class HandoffNoticeToFile(Schema):
    """The procuratorate's notice that a case is to be filed (C-16)."""

    notified_at: Instant = Field(description="The police file within 15 days of it")
    document_number: Number | None = None


class Goods(Schema):
    """One thing, or several of a kind."""

    name: Name
    number: str | None = Field(None, max_length=80)
    quantity: str | None = Field(None, max_length=80)
    features: str | None = Field(None, max_length=400)
    place: str | None = Field(None, max_length=200)


class HandoffHandOver(Schema):
    """Goods and material handed over once a case is filed (C-18). An empty list: there is nothing to hand over."""

    goods: list[Goods] = Field(max_length=500)
    place: str = Field(min_length=1, max_length=200)
    handed_by: list[Name] = Field(min_length=1, max_length=20)


class HandoffConfirmGoods(Schema):
    """Who took the goods."""

    model_config = example(received_by="王警官", remarks="与清单一致")

    received_by: Name
    remarks: str | None = Field(None, min_length=1, max_length=LONG)


class HandoffResult(Schema):
    """How the criminal case ended, and whether it comes back for a penalty (C-20, C-27)."""

    model_config = example(
        outcome="judged",
        document_number="（2026）刑初12号",
        fine_fen=500_000,
        summary="以非法行医罪判处有期徒刑一年，并处罚金五千元",
        return_for_penalty=False,
    )

    outcome: HandoffOutcome
    document_number: Number | None = None
    fine_fen: int | None = Field(None, ge=0, le=10**14, description="A criminal fine, in fen")
    summary: Long
    return_for_penalty: bool


class HandoffNote(Schema):
    """A word that changes nothing."""

    model_config = example(text="承办人电话已变更，请拨打总机")

    text: Long


BODIES: Mapping[Kind, type[Schema]] = {
    Kind.REFER: HandoffRefer,
    Kind.RECEIVE: HandoffReceive,
    Kind.ASK_PAPERS: HandoffAskPapers,
    Kind.SUPPLEMENT: HandoffSupplement,
    Kind.FORWARD: HandoffForward,
    Kind.DECLINE: HandoffReasoned,
    Kind.FILE: HandoffFile,
    Kind.REFUSE: HandoffRefuse,
    Kind.ASK_RECONSIDERATION: HandoffReasoned,
    Kind.UPHOLD: HandoffReasoned,
    Kind.SUGGEST_SUPERVISION: HandoffSuggestSupervision,
    Kind.EXPLAIN: HandoffExplain,
    Kind.NOTICE_TO_FILE: HandoffNoticeToFile,
    Kind.HAND_OVER: HandoffHandOver,
    Kind.CONFIRM_GOODS: HandoffConfirmGoods,
    Kind.RESULT: HandoffResult,
    Kind.END: HandoffReasoned,
    Kind.NOTE: HandoffNote,
}


def as_sent(body: BaseModel) -> dict[str, Any]:
    """A body as it stands in a message: what was said, and nothing for what was left out."""
    return body.model_dump(mode="json", exclude_none=True)
