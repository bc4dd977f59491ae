"""How the public judges a published result, without an account: one count of the day per verdict, and a remark.

Nothing is kept of who judged: the network address only as a keyed digest that counts and is forgotten after a day
(`orgs/throttling.py`).
"""

from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from pydantic import Field
from sqlalchemy import select
from sqlmodel import col

from duban.kernel.acts import Act
from duban.kernel.clock import day_of
from duban.kernel.errors import Conflict, FieldError, Invalid, Text, TooMany, not_found
from duban.kernel.masks import LONG_NUMBER
from duban.kernel.protected import KeyRing
from duban.kernel.resources import Schema
from duban.orgs import throttling
from duban.orgs.protection import COUNTER
from duban.orgs.throttling import Limit
from duban.rectification.bodies import example
from duban.rectification.models import PublicEvaluation, PublicRemark, RectificationTask
from duban.rectification.public_reading import is_public
from duban.rectification.publicity import add_evaluation

CHANNEL = "公开网页"
"""The channel under which the public's own judgements are counted."""

PER_MINUTE = 5
"""Judgements from one address within a minute: a person reads before judging."""

PER_DAY = 20
"""Judgements on one result from one address within a day: a ward may share an address, a programme is stopped."""


class Verdict(StrEnum):
    """满意, 基本满意, 不满意."""

    SATISFIED = "satisfied"
    NEUTRAL = "neutral"
    DISSATISFIED = "dissatisfied"


class JudgeIn(Schema):
    """What somebody of the public thinks of a published result."""

    model_config = example(verdict="satisfied", comment="通道确实清干净了。")

    verdict: Verdict
    comment: str | None = Field(None, min_length=2, max_length=500, description="No names, no numbers of anybody")


async def admit(act: Act, ring: KeyRing, task_id: UUID, address: str) -> TooMany | None:
    """Count one attempt from `address`; the refusal where there were too many. Its writes must be committed."""
    limits = [
        Limit(ring.digest(f"evaluation|{about}|{address}", COUNTER), window, most)
        for about, window, most in (("", timedelta(minutes=1), PER_MINUTE), (str(task_id), timedelta(days=1), PER_DAY))
    ]
    seconds = await throttling.passed(act.db, act.now, *limits)
    if seconds is None:
        return None
    return TooMany(
        "judged_too_often",
        Text("评价过于频繁，请稍后再试。", "Too many judgements from here. Try again later."),
        retry_after=seconds,
    )


async def judge(act: Act, task_id: UUID, body: JudgeIn) -> None:
    """Count one judgement on the task. Raises Invalid for a comment with somebody's number in it, NotFound for a task
    the public does not know of, Conflict (`not_published`) before its result is out. Locks the task, so that two at
    once both count."""
    if body.comment is not None and LONG_NUMBER.search(body.comment):
        told = Text(
            "请勿填写电话、证件号、病历号等个人信息。",
            "Leave out telephone, identity and record numbers: a comment names nobody.",
        )
        raise Invalid("names_somebody", told, [FieldError("/comment", "names_somebody", told)])
    statement = select(RectificationTask).where(col(RectificationTask.id) == task_id, is_public())
    task = await act.db.scalar(statement.with_for_update())
    if task is None:
        raise not_found()
    if task.published_at is None:
        raise Conflict(
            "not_published",
            Text("整改情况尚未公布，公布后再请评价。", "The result is not out yet. Come back when it is published."),
        )
    today = day_of(act.now)
    count = await act.db.scalar(
        select(PublicEvaluation).where(
            col(PublicEvaluation.task_id) == task.id,
            col(PublicEvaluation.channel) == CHANNEL,
            col(PublicEvaluation.counted_on) == today,
        )
    )
    if count is None:
        count = add_evaluation(act, task, channel=CHANNEL, counted_on=today)
    before = getattr(count, body.verdict.value)
    setattr(count, body.verdict.value, before + 1)
    count.touch(act.now)
    if body.comment is not None:
        act.db.add(
            PublicRemark(
                task_id=task.id,
                given_on=today,
                verdict=body.verdict.value,
                remark=body.comment,
                created_at=act.now,
                updated_at=act.now,
            )
        )
    act.note("rectification_task:public_evaluation", task, changes={body.verdict.value: (before, before + 1)})
