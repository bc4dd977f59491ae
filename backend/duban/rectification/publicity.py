"""Before the public: the institution's promise, the published result, and how the public judges it, in numbers only."""

from typing import Any

from duban.kernel.acts import Act
from duban.kernel.clock import day_of
from duban.kernel.errors import Text
from duban.rectification.bodies import Promise, Publish, RecordEvaluation
from duban.rectification.deadlines import refuse_day
from duban.rectification.models import PublicEvaluation, RectificationTask


async def promise(act: Act, task: RectificationTask, body: Promise) -> dict[str, Any]:
    """The promise is public from now on and stays as it is."""
    return {"promised_at": act.now}


async def publish(act: Act, task: RectificationTask, body: Publish) -> dict[str, Any]:
    """The result is public from now on."""
    return {"published_at": act.now}


async def record_evaluation(act: Act, task: RectificationTask, body: RecordEvaluation) -> None:
    """Add one count. Raises Invalid for a count of nobody or of a day to come."""
    if body.satisfied + body.neutral + body.dissatisfied == 0:
        raise refuse_day(
            "/satisfied", "nobody_asked", Text("评价人数合计不能为零。", "A count needs at least one answer.")
        )
    if body.counted_on > day_of(act.now):
        raise refuse_day("/counted_on", "day_to_come", Text("统计日期不能在今天之后。", "The day lies in the future."))
    add_evaluation(act, task, **body.model_dump())


def add_evaluation(act: Act, task: RectificationTask, **count: Any) -> PublicEvaluation:
    """Keep one count of a published task: of an authority's survey, or of the counter on a public page."""
    row = PublicEvaluation(
        task_id=task.id, recorded_by_name=act.me.name, created_at=act.now, updated_at=act.now, **count
    )
    act.db.add(row)
    return row
