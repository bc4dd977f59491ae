"""Steps that leave the state as it is: an opinion recorded, more time asked for."""

from enum import StrEnum

import pytest

from duban.drawing import page
from duban.kernel.errors import Text
from duban.kernel.workflow import Step, Workflow, step


class S(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


def machine(*steps: Step[S]) -> Workflow[S]:
    return Workflow(
        name="matter",
        title=Text("事项", "Matter"),
        initial=S.OPEN,
        final=frozenset({S.CLOSED}),
        states={S.OPEN: Text("在办", "open"), S.CLOSED: Text("办结", "closed")},
        steps=steps,
    )


CLOSE = step("close", {S.OPEN}, S.CLOSED, permission="p", label=Text("办结", "Close"))
REMARK = step("remark", {S.OPEN, S.CLOSED}, None, permission="p", label=Text("批注", "Remark"))


def test_a_step_without_target_may_be_taken_in_a_final_state_and_is_drawn_as_a_loop() -> None:
    drawn = machine(CLOSE, REMARK).mermaid()
    assert "    open --> open: 批注 remark" in drawn
    assert "    closed --> closed: 批注 remark" in drawn
    assert "    open --> closed: 办结 close" in drawn


def test_staying_is_no_way_out_of_a_state() -> None:
    reopen = step("reopen", {S.CLOSED}, S.OPEN, permission="p", label=Text("重开", "Reopen"))
    with pytest.raises(ValueError, match="nothing leads to"):
        machine(REMARK)
    with pytest.raises(ValueError, match="final yet has a way out"):
        machine(CLOSE, reopen)
    with pytest.raises(ValueError, match="no way out of"):
        Workflow(
            name="matter",
            title=Text("事项", "Matter"),
            initial=S.OPEN,
            final=frozenset(),
            states={S.OPEN: Text("在办", "open"), S.CLOSED: Text("办结", "closed")},
            steps=(CLOSE, REMARK),
        )


def test_the_page_of_a_workflow_says_of_such_a_step_that_it_stays() -> None:
    drawn = page(machine(CLOSE, REMARK))
    assert "| 批注 `remark` | `closed`, `open` | stays | `p` |" in drawn
    assert "| 办结 `close` | `open` | `closed` | `p` |" in drawn
    assert "None" not in drawn
