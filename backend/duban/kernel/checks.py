"""What is checked at every step of a case: what happened lies in the past, and what ran out is flagged for ever."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import BaseModel

from duban.kernel import clocks
from duban.kernel.acts import Act
from duban.kernel.clock import day_of
from duban.kernel.clocks import Clock, ClockState
from duban.kernel.errors import FieldError, Invalid, Text
from duban.kernel.terms import Term
from duban.kernel.transitions import Doing

SKEW = timedelta(minutes=5)
"""How far a sender's clock may go ahead of ours."""


def invalid(field: str, code: str, zh: str, en: str) -> Invalid:
    """The refusal of one field of a body."""
    text = Text(zh, en)
    return Invalid(code, text, [FieldError(f"/{field}", code, text)])


def require_past(act: Act, body: BaseModel, prefix: str = "", *, ahead: frozenset[str] = frozenset()) -> None:
    """Raise Invalid for the first instant or day of `body` that lies after the act's moment; fields named in `ahead`
    may."""
    for name in type(body).model_fields:
        value = getattr(body, name)
        if isinstance(value, BaseModel):
            require_past(act, value, f"{prefix}{name}/", ahead=ahead)
        if name in ahead:
            continue
        late = isinstance(value, datetime) and value > act.now + SKEW
        if late or (type(value) is date and value > day_of(act.now)):
            raise invalid(f"{prefix}{name}", "in_future", "时间不能晚于现在。", "It cannot lie in the future.")


async def note_lateness(act: Act, case: Any) -> None:
    """Flag the locked `case` for every term that has run out, where a step comes before the sweep."""
    for clock in await clocks.of(act.db, case, open_only=True):
        if clock.state is ClockState.RUNNING and act.now >= clock.due_at:
            flag_late(act, case, clock)


def flag_late(act: Act, case: Any, clock: Clock) -> None:
    """The flag that stays, and which term it was."""
    missed = [*case.missed_terms, *([] if clock.term in case.missed_terms else [clock.term])]
    late = {"overdue_at": case.overdue_at or clock.due_at, "missed_terms": missed}
    act.change(case, late, action=f"{case.word()}:overdue")


def flags_lateness(model: Any) -> None:
    """Let the sweep flag rows of `model` when a clock of theirs was missed."""

    async def missed(act: Act, clock: Clock) -> None:
        case = await act.db.get(model, clock.subject_id, with_for_update=True)
        if case is not None:
            flag_late(act, case, clock)

    clocks.REACTIONS[model.word()] = missed


def follows_the_end(model: Any, term: Term, column: str) -> None:
    """Let `column` of `model`, once it is set, follow the end of the clock of `term` where a corrected calendar moves
    it."""

    async def moved(act: Act, clock: Clock) -> None:
        case = await act.db.get(model, clock.subject_id, with_for_update=True)
        if case is not None and getattr(case, column) is not None:
            act.change(case, {column: clock.due_at}, action=f"{model.word()}:recount")

    clocks.MOVED[model.word(), term.name] = moved


def looking_back(does: Doing, *, ahead: frozenset[str] = frozenset()) -> Doing:
    """`does`, once every instant that the body names is known to lie in the past."""

    async def checked(act: Act, row: Any, body: Any) -> Mapping[str, Any] | None:
        if isinstance(body, BaseModel):
            require_past(act, body, ahead=ahead)
        await note_lateness(act, row)
        return await does(act, row, body)

    return checked
