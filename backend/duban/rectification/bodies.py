"""What each step of a rectification task takes. Fields named like columns of the task are kept there; `reason` goes to
the journal as well."""

from datetime import date
from typing import Any

from pydantic import ConfigDict, Field, JsonValue

from duban.kernel.resources import Schema, left_out
from duban.rectification.rules import NOTICE_NUMBER
from duban.rectification.schemas import LONG
from duban.rectification.words import Measure


def example(**values: JsonValue) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [values]})


def _public_problem() -> Any:
    return left_out(
        min_length=2,
        max_length=LONG,
        description="The problem in words for the public: no personal data",
    )


class Issue(Schema):
    """The approval of a draft."""

    model_config = example(notice_number="北卫发〔2026〕12号")

    notice_number: str | None = Field(
        None, max_length=60, pattern=NOTICE_NUMBER, description="发文字号 of the notice, where one is written"
    )


class Reasoned(Schema):
    """A decision with its reason."""

    model_config = example(reason="经核查，情况属实。")

    reason: str = Field(min_length=2, max_length=LONG)


class Accept(Schema):
    """The institution signs for the task and says how it will be done, by whom and by when."""

    model_config = example(
        cause="后勤巡查制度未落实，责任区未划分。",
        plan="三日内清运完毕，划定责任区，纳入每日巡查。",
        responsible_person="总务科负责人",
        planned_on="2026-03-20",
    )

    cause: str = Field(min_length=2, max_length=LONG, description="Why the problem came about")
    plan: str = Field(min_length=2, max_length=LONG, description="How it will be rectified")
    responsible_person: str = Field(min_length=1, max_length=80, description="Who answers for it: post or name")
    planned_on: date = Field(description="The day it will be done, not after `due_on`")


class Object(Schema):
    """Why the institution disputes the task."""

    model_config = example(objection="该通道不属于我院管理，系物业公司公共区域。")

    objection: str = Field(min_length=2, max_length=LONG)


class Uphold(Schema):
    """The demands stand. A new last day is needed where the old one passed during the objection."""

    model_config = example(reason="该区域在医院执业地址范围内，应由医院管理。", due_on="2026-04-10")

    reason: str = Field(min_length=2, max_length=LONG)
    due_on: date = left_out(description="A new last day; left out: the old one")


class Vary(Uphold):
    """The demands are changed. What is left out stays."""

    model_config = example(reason="部分情况属实，范围缩小。", problem="急诊通道北侧堆放纸箱。", due_on="2026-04-10")

    problem: str = left_out(min_length=1, max_length=LONG)
    basis: str = left_out(min_length=1, max_length=LONG)
    measure: str = left_out(min_length=1, max_length=LONG)
    standard: str = left_out(min_length=1, max_length=LONG)


class RequestExtension(Schema):
    """More time, once: why, and until when."""

    model_config = example(reason="改造材料到货推迟。", until="2026-04-15")

    reason: str = Field(min_length=2, max_length=LONG)
    until: date = Field(description="The new last day: after `due_on`, and by at most half the term later")


class GrantExtension(Schema):
    """More time is given: as asked, or until another day within half the term."""

    model_config = example(reason="情况属实，同意延期。", until="2026-04-15")

    reason: str = Field(min_length=2, max_length=LONG)
    until: date | None = Field(None, description="The new last day; left out: the day that was asked for")


class Submit(Schema):
    """What was done, told by the institution's head. Evidence of the state before and after (attachments with purpose
    `before` and `after`) must be there already; after a return, something new of the state after."""

    model_config = example(measures_taken="已清运全部杂物，划定禁放区，巡查登记连续三十日。")

    measures_taken: str = Field(min_length=2, max_length=LONG)
    no_before_reason: str = left_out(
        min_length=2, max_length=LONG, description="Why there is no evidence of the state before; needed where none is"
    )


class RecordOpinion(Schema):
    """What a checker found. At high risk a checker must have been on site."""

    model_config = example(accepts=True, on_site=True, opinion="现场查看通道畅通，巡查记录完整。")

    accepts: bool = Field(description="The evidence shows that it is rectified")
    on_site: bool = Field(description="The checker was at the institution")
    opinion: str = Field(min_length=2, max_length=LONG)


class Close(Schema):
    """The approval that strikes the task off the ledger, and the day of the look-back."""

    model_config = example(reason="复核材料齐全，同意销号。", look_back_on="2026-07-15")

    reason: str | None = Field(None, min_length=2, max_length=LONG)
    look_back_on: date | None = Field(
        None, description="After today, within the region's longest time; left out: usual"
    )


class Escalate(Schema):
    """An overdue task is taken further."""

    model_config = example(further_measure="interview", reason="逾期十日仍未提交，经两次提醒无果。")

    further_measure: Measure = Field(description="What it leads to; the matter itself is opened where it belongs")
    reason: str = Field(min_length=2, max_length=LONG)


class PlanLookBack(Schema):
    """Another day for the look-back."""

    model_config = example(look_back_on="2026-08-15", reason="与专项检查合并进行。")

    look_back_on: date = Field(description="After today, within the region's longest time from closure")
    reason: str = Field(min_length=2, max_length=LONG)


class Consolidate(Schema):
    """The look-back's three answers where the problem stays solved."""

    model_config = example(
        check_was_complete=True,
        rectified_in_place=True,
        public_is_satisfied=False,
        finding="通道保持畅通；个别群众反映指示牌不清。",
        corrected_at_once="当场更换指示牌。",
    )

    check_was_complete: bool = Field(description="Was the self-check complete, nothing left out?")
    rectified_in_place: bool = Field(description="Is the rectification in place?")
    public_is_satisfied: bool = Field(description="Is the public satisfied?")
    finding: str = Field(min_length=2, max_length=LONG)
    corrected_at_once: str | None = Field(
        None, min_length=2, max_length=LONG, description="What was corrected on the spot; needed where an answer is no"
    )


class Relapse(Consolidate):
    """The look-back's three answers where the problem is back. Opens a linked task with raised weight."""

    model_config = example(
        check_was_complete=True,
        rectified_in_place=False,
        public_is_satisfied=False,
        finding="通道再次堆放纸箱，巡查记录中断。",
    )


class Promise(Schema):
    """The institution's promise to the public (整改承诺)."""

    model_config = example(
        public_problem="急诊通道堆放杂物，影响通行。", public_promise="我院承诺四月一日前清理急诊通道，欢迎监督。"
    )

    public_problem: str = _public_problem()
    public_promise: str = Field(min_length=2, max_length=LONG, description="Public text: no personal data")


class Publish(Schema):
    """The result as the public reads it."""

    model_config = example(public_result="急诊通道已清理完毕，每日巡查。")

    public_problem: str = _public_problem()
    public_result: str = Field(min_length=2, max_length=LONG, description="Public text: no personal data")


class RecordEvaluation(Schema):
    """One count of how the public judges the result: numbers only."""

    model_config = example(channel="门诊满意度问卷", counted_on="2026-05-08", satisfied=42, neutral=5, dissatisfied=3)

    channel: str = Field(min_length=1, max_length=60, description="Where it was asked")
    counted_on: date = Field(description="The day of the count, not in the future")
    satisfied: int = Field(ge=0, le=1_000_000)
    neutral: int = Field(ge=0, le=1_000_000)
    dissatisfied: int = Field(ge=0, le=1_000_000)
