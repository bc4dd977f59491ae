"""The same complaint again and again (RULES A-13): summarised, put before the institution's head, who acts on the link
or the person that keeps causing it. Plain Python."""

from datetime import timedelta
from enum import StrEnum
from typing import Any

from duban.kernel.errors import Text
from duban.kernel.terms import Mark, Term, Unit
from duban.kernel.workflow import By, Refusal, Start, Workflow, step

READ, DECIDE = "complaint.read", "complaint.decide"

WINDOW = timedelta(days=30)
"""How far apart complaints may lie to be a repetition. The measure gives no number; this is the product's own."""

REPEATED = 3
"""How many complaints about one link within `WINDOW` are a repetition; the product's own number."""


class RepeatState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"


REPEAT_ANSWER = Term(
    "complaint_repeat_answer",
    10,
    Unit.WORKING_DAYS,
    "产品默认值，可由地区规定：办法只要求汇总上报并处理，未定期限"
    " / product default, a region may set it: the measure demands a summary and action and gives no time",
    Text("反复投诉研究处理期限", "Acting on repeated complaints"),
    Mark.DEFAULT,
    setting=True,
    pausable=False,
)

UNRESOLVED = Term(
    "complaint_unresolved",
    20,
    Unit.WORKING_DAYS,
    "产品默认值，可由地区规定：方案要求对久拖未决的挂牌督办，未定期限"
    " / product default, a region may set it: plans demand supervised listing of what drags on and give no time",
    Text("久拖未决的认定期限", "What counts as dragging on"),
    Mark.DEFAULT,
    setting=True,
    pausable=False,
)
"""Counted from the day the answer was due; then the complaint is proposed for supervised listing (D01-R28)."""


def is_of_your_institution(repeat: Any, by: By) -> Refusal | None:
    if str(by.organisation_id) == str(repeat.organisation_id):
        return None
    return Refusal(
        "not_your_institution",
        Text("由被反复投诉的机构负责人研究处理。", "The head of the institution complained about acts on it."),
    )


REPEAT = Workflow(
    name="complaint_repeat",
    title=Text("反复投诉", "Repeated complaints"),
    initial=RepeatState.OPEN,
    final=frozenset({RepeatState.ANSWERED}),
    states={
        RepeatState.OPEN: Text("待研究处理", "to be acted on"),
        RepeatState.ANSWERED: Text("已研究处理", "acted on"),
    },
    steps=(
        step(
            "find",
            {RepeatState.OPEN},
            None,
            permission=DECIDE,
            label=Text("汇总", "Summarise"),
            basis="医疗机构投诉管理办法 (2019)",
            starts=[Start(REPEAT_ANSWER, "organisation_id", DECIDE)],
            system=True,
        ),
        step(
            "answer",
            {RepeatState.OPEN},
            RepeatState.ANSWERED,
            permission=DECIDE,
            label=Text("研究处理", "Act on it"),
            basis="医疗机构投诉管理办法 (2019)",
            guards=[is_of_your_institution],
            stops=[REPEAT_ANSWER.name],
        ),
    ),
)
