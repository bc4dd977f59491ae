"""What is checked at the steps of a matter with terms: what happened lies in the past, and what ran out is flagged.

The flag is two columns of the matter: `overdue_at`, when a term was first missed, and `missed_terms`, their names.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import BaseModel

from duban.kernel import clocks
from duban.kernel.acts import Act
from duban.kernel.clock import day_of
from duban.kernel.clocks import Clock, ClockState
from duban.kernel.errors import FieldError, Invalid, Text
from duban.kernel.transitions import Doing

SKEW = timedelta(minutes=5)
"""How far a sender's clock may go ahead of ours."""


def invalid(field: str, code: str, zh: str, en: str) -> Invalid:
    """The refusal of one field of a body."""
    text = Text(zh, en)
    return Invalid(code, text, [FieldError(f"/{field}", code, text)])


def require_past(act: Act, body: BaseModel, prefix: str = "", *, ahead: frozenset[str] = frozenset()) -> None:
    """Raise Invalid for the first instant or day of `body` that lies after the act's moment; fields of `ahead` may."""
    for name in type(body).model_fields:
        if name in ahead:
            continue
        value = getattr(body, name)
        if isinstance(value, BaseModel):
            require_past(act, value, f"{prefix}{name}/", ahead=ahead)
        late = isinstance(value, datetime) and value > act.now + SKEW
        if late or (type(value) is date and value > day_of(act.now)):
            raise invalid(f"{prefix}{name}", "in_future", "时间不能晚于现在。", "It cannot lie in the future.")


async def note_lateness(act: Act, row: Any) -> None:
    """Flag the locked `row` for every term that has run out, where a step comes before the sweep."""
    for clock in await clocks.of(act.db, row, open_only=True):
        if clock.state is ClockState.RUNNING and act.now >= clock.due_at:
            flag_late(act, row, clock)


def flag_late(act: Act, row: Any, clock: Clock) -> None:
    """The flag that stays, and which term it was."""
    missed = [*row.missed_terms, *([] if clock.term in row.missed_terms else [clock.term])]
    late = {"overdue_at": row.overdue_at or clock.due_at, "missed_terms": missed}
    act.change(row, late, action=f"{row.word()}:overdue")


def looking_back(does: Doing, *, ahead: frozenset[str] = frozenset()) -> Doing:
    """`does`, once every instant that the body names is known to lie in the past, but those of `ahead`."""

    async def checked(act: Act, row: Any, body: Any) -> Mapping[str, Any] | None:
        if isinstance(body, BaseModel):
            require_past(act, body, ahead=ahead)
        await note_lateness(act, row)
        return await does(act, row, body)

    return checked
