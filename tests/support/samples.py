"""A resource of the kernel's own tests: nothing but the kernel's factories, so that what they give is seen alone."""

from enum import StrEnum
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field as SchemaField
from sqlmodel import Field, col

from duban.kernel import fulltext
from duban.kernel.acts import Act
from duban.kernel.cases import CaseRead, Detail
from duban.kernel.db import OrgOwned, choice_field, level_indexes
from duban.kernel.errors import Text
from duban.kernel.lane import Lane
from duban.kernel.listing import Filter, Listing, ListQuery, Op
from duban.kernel.resources import Schema, add_standard
from duban.kernel.terms import Mark, Term, Unit
from duban.kernel.transitions import add_transitions
from duban.kernel.web import DubanRoute
from duban.kernel.workflow import By, Refusal, Start, Workflow, step


class S(StrEnum):
    DRAFT = "draft"
    ASKED = "asked"
    ANSWERED = "answered"
    CLOSED = "closed"


class Sample(OrgOwned, table=True):
    __tablename__ = "sample"
    __table_args__ = (*level_indexes("sample", "state", "id"),)

    title: str = Field(max_length=80)
    state: S = choice_field(S, default=S.DRAFT, nullable=False)
    answer: str | None = None

    @property
    def label(self) -> str:
        return self.title


ANSWER = Term(
    "sample_answer", 5, Unit.WORKING_DAYS, "Sample Act art. 1", Text("答复", "answer"), Mark.DEFAULT, setting=True
)


def has_answer(row: Sample, by: By) -> Refusal | None:
    return None if row.answer else Refusal("no_answer", Text("请先填写答复。", "Write the answer first."))


FLOW = Workflow(
    name="sample",
    title=Text("样例", "Sample"),
    initial=S.DRAFT,
    final=frozenset({S.CLOSED}),
    states={
        S.DRAFT: Text("草稿", "draft"),
        S.ASKED: Text("已问", "asked"),
        S.ANSWERED: Text("已答", "answered"),
        S.CLOSED: Text("已结", "closed"),
    },
    steps=(
        step(
            "ask",
            {S.DRAFT},
            S.ASKED,
            permission="sample.ask",
            label=Text("提问", "Ask"),
            starts=[Start(ANSWER, "organisation_id", "sample.answer")],
        ),
        step(
            "reply",
            {S.ASKED},
            S.ANSWERED,
            permission="sample.answer",
            label=Text("答复", "Reply"),
            stops=["sample_answer"],
        ),
        step(
            "close",
            {S.ANSWERED},
            S.CLOSED,
            permission="sample.ask",
            label=Text("办结", "Close"),
            guards=[has_answer],
            stops=["*"],
        ),
    ),
)


class SampleItem(Schema):
    id: UUID
    title: str
    state: S
    organisation_id: UUID
    version: int


class SampleRead(CaseRead):
    title: str
    state: S
    answer: str | None
    organisation_id: UUID


class SampleCreate(Schema):
    organisation_id: UUID
    title: str = SchemaField(min_length=1, max_length=80)


class SamplePatch(Schema):
    title: str = SchemaField("", min_length=1, max_length=80)


class ReplyIn(Schema):
    answer: str = SchemaField(min_length=1, max_length=200)


class SampleQuery(ListQuery):
    state: list[S] = SchemaField([])
    sort: str = SchemaField("-id", pattern="^-?(id|title)$")


async def indexed(act: Act, row: Sample) -> None:
    await fulltext.index(act, row, permission="sample.read", title=row.title, texts=[row.answer])


router = APIRouter(prefix="/samples", route_class=DubanRoute)
LISTING = Listing(
    Lane(Sample, SampleItem),
    SampleQuery,
    "sample.read",
    filters={"state": Filter(col(Sample.state), Op.AMONG)},
    sorts={"title": col(Sample.title)},
)
DETAIL = Detail(Lane(Sample, SampleRead, computed=frozenset({"clocks", "available_actions"})), "sample.read", FLOW)
add_standard(
    router,
    LISTING,
    DETAIL,
    create=SampleCreate,
    patch=SamplePatch,
    write="sample.ask",
    title="样例 sample",
    saved=indexed,
)
add_transitions(router, FLOW, Sample, DETAIL, bodies={"reply": ReplyIn})
