"""Days that steps of a task fix: counted by the region's terms, refused where they lie outside what the terms allow."""

from datetime import date

from duban.kernel.acts import Act
from duban.kernel.clock import day_of
from duban.kernel.errors import FieldError, Invalid, Text


def refuse_day(pointer: str, code: str, text: Text) -> Invalid:
    """The refusal of one day of a payload."""
    return Invalid(code, text, [FieldError(pointer, code, text)])


def require_ahead(act: Act, pointer: str, day: date) -> None:
    """Raise Invalid where `day` is before today (Asia/Shanghai): a last day may be today."""
    if day < day_of(act.now):
        raise refuse_day(
            pointer,
            "day_in_the_past",
            Text("日期 {day} 已过，请填今天或以后的日期。", "{day} has passed. Give today or a later day.").format(
                day=day
            ),
        )
