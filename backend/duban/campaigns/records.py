"""The "record" proof: what took place (a meeting, a training, a drill …), one entry each, with the checks they stand.

Minutes, sign-in sheets and photographs are attached to the duty (`/attachments`, purpose `minutes`).
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, Field

from duban.campaigns.models import Duty
from duban.kernel.errors import FieldError, Invalid, Text
from duban.kernel.resources import Schema


class RecordKind(StrEnum):
    """What took place: 会议, 培训, 宣传, 演练, 走访, 检查, 查办案件, 回头看, 其他."""

    MEETING = "meeting"
    TRAINING = "training"
    PUBLICITY = "publicity"
    DRILL = "drill"
    VISIT = "visit"
    INSPECTION = "inspection"
    CASE = "case"
    LOOK_BACK = "look_back"
    OTHER = "other"


class RecordIn(Schema):
    """One meeting or other event that took place. No personal data of patients."""

    kind: RecordKind
    held_on: date = Field(description="Not after today, not before the duty's period", examples=["2026-03-10"])
    subject: str = Field(min_length=1, max_length=300, examples=["医疗纠纷预防专题会议"])
    place: str = Field(min_length=1, max_length=200, examples=["行政楼三楼会议室"])
    participants: int = Field(ge=1, le=1_000_000, description="How many took part", examples=[32])
    outcome: str | None = Field(None, min_length=1, max_length=2000, description="What was decided or found")


class RecordRead(BaseModel):
    """One thing that took place, as it was recorded."""

    kind: RecordKind
    held_on: date
    subject: str
    place: str
    participants: int
    outcome: str | None


def checked(duty: Duty, records: Sequence[RecordIn], today: date) -> list[dict[str, Any]]:
    """The records as kept. Raises Invalid where there is none, or a day cannot be meant: what has not taken place
    proves nothing, and neither does what took place before the period. After its end is late, not wrong."""
    if not records:
        text = Text(
            "请逐项记录做了什么：类别、日期、地点、人数、主题。没有开展的，请选择“零报告”。",
            "Say what took place: kind, day, place, participants, subject. If nothing did, send a zero report.",
        )
        raise Invalid("record_missing", text, [FieldError("/records", "record_missing", text)])
    errors = []
    for index, record in enumerate(records):
        pointer = f"/records/{index}/held_on"
        if record.held_on > today:
            text = Text("日期不能晚于今天。", "The day cannot lie in the future.")
            errors.append(FieldError(pointer, "in_the_future", text))
        elif record.held_on < duty.starts_on:
            text = Text("日期早于本期开始（{day}）。", "The day lies before the period begins ({day}).")
            errors.append(FieldError(pointer, "before_the_period", text.format(day=duty.starts_on)))
    if errors:
        raise Invalid(
            "record_invalid", Text("有 {n} 处日期需要更正。", "{n} days need correction.").format(n=len(errors)), errors
        )
    return [record.model_dump(mode="json") for record in records]
