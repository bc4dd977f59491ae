"""Evidence of a task: which purposes count, and when each may still be added.

The attachments themselves belong to the kernel; here is only what one more of them means to the task.
"""

from dataclasses import dataclass

from duban.kernel.acts import Act
from duban.kernel.errors import Conflict, Text
from duban.kernel.evidence import SUBJECTS, SubjectRule
from duban.rectification.models import RectificationTask
from duban.rectification.queries import is_hidden
from duban.rectification.rules import TASK
from duban.rectification.words import TaskState as S


@dataclass(frozen=True)
class Purpose:
    """What an attachment shows: the column that counts it, and the states in which one may be added."""

    title: Text
    counter: str
    states: frozenset[S]


EVIDENCE_PURPOSES: dict[str, Purpose] = {
    "before": Purpose(
        Text("整改前", "before rectification"),
        "before_count",
        frozenset({S.DRAFT, S.ISSUED, S.OBJECTED, S.RECTIFYING, S.RETURNED}),
    ),
    "after": Purpose(Text("整改后", "after rectification"), "after_count", frozenset({S.RECTIFYING, S.RETURNED})),
}
"""Other purposes (a checker's photograph, a meeting's minutes) are kept with the task and counted by nothing."""


async def evidence_added(act: Act, task: RectificationTask, purpose: str) -> None:
    """Count one more attachment of the locked `task`. Raises Conflict where what it shows is no longer open: what two
    people verify must not change under their eyes."""
    known = EVIDENCE_PURPOSES.get(purpose)
    if known is None:
        return
    if task.state not in known.states:
        raise Conflict(
            "evidence_not_now",
            Text(
                "当前状态为“{state_zh}”，不能再补充“{zh}”的材料。",
                "Evidence of the state {en} cannot be added while the task is “{state_en}”.",
            ).format(
                zh=known.title.zh,
                en=known.title.en,
                state_zh=TASK.states[task.state].zh,
                state_en=TASK.states[task.state].en,
            ),
            extra={"state": task.state.value},
        )
    act.change(task, {known.counter: getattr(task, known.counter) + 1}, action="rectification_task:evidence")


async def evidence_withdrawn(act: Act, task: RectificationTask, purpose: str) -> None:
    """Count one attachment less. Raises Conflict where what it shows is no longer open."""
    known = EVIDENCE_PURPOSES.get(purpose)
    if known is None:
        return
    if task.state not in known.states:
        raise Conflict(
            "evidence_not_now",
            Text(
                "复核期间不能撤回“{zh}”的材料，请先请复核人退回。",
                "Evidence of the state {en} stays while it is verified; ask for the task to be returned first.",
            ).format(zh=known.title.zh, en=known.title.en),
            extra={"state": task.state.value},
        )
    values = {known.counter: getattr(task, known.counter) - 1}
    if purpose == "after":
        values["after_submitted"] = min(task.after_submitted, values[known.counter])
    act.change(task, values, action="rectification_task:evidence")


SUBJECTS[RectificationTask.word()] = SubjectRule(
    model=RectificationTask,
    read="task.read",
    purposes={
        **{purpose: known.title for purpose, known in EVIDENCE_PURPOSES.items()},
        "other": Text("其他材料", "other material"),
    },
    on_added=evidence_added,
    on_withdrawn=evidence_withdrawn,
    hides=is_hidden,
)
