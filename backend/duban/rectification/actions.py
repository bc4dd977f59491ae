"""How tasks come into the ledger and how their drafts change. Other modules open tasks through `create_tasks`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from duban.kernel import clocks, fulltext
from duban.kernel.access import organisation_within, place
from duban.kernel.acts import Act
from duban.kernel.cases import by
from duban.kernel.checks import follows_the_end
from duban.kernel.errors import Conflict, Text
from duban.kernel.ids import new_id
from duban.kernel.numbers import next_numbers
from duban.kernel.organisations import Organisation, OrganisationKind
from duban.kernel.resources import insert
from duban.rectification.deadlines import refuse_day
from duban.rectification.guards import acts_for_the_issuer, decided_by_an_authority
from duban.rectification.models import RectificationTask
from duban.rectification.rules import raised, weight_of
from duban.rectification.schemas import TaskCreate
from duban.rectification.sources import require_known
from duban.rectification.terms import OBJECTION, RECTIFICATION
from duban.rectification.words import NOT_ISSUED, Mode, Risk, SourceType, TaskState

PREFIX = "RT"


@dataclass(frozen=True)
class TaskDraft:
    """A task to open for `organisation`, the institution that must rectify.

    `issuer_id` is the authority that will issue and verify it; None: the actor's own authority, or the nearest one
    above the institution. `due_on` None: proposed from the region's usual term. `weight` None: by risk, but at least
    `least_weight`.
    """

    organisation: Organisation
    source_type: SourceType
    title: str
    problem: str
    issuer_id: UUID | None = None
    source_id: UUID | None = None
    source_label: str | None = None
    campaign_id: UUID | None = None
    relapse_of_id: UUID | None = None
    basis: str | None = None
    measure: str | None = None
    standard: str | None = None
    cause: str | None = None
    responsible_person: str | None = None
    mode: Mode = Mode.TIME_LIMITED
    risk: Risk = Risk.MEDIUM
    weight: int | None = None
    least_weight: int = 1
    due_on: date | None = None


async def create_tasks(act: Act, drafts: Sequence[TaskDraft]) -> list[RectificationTask]:
    """Open one draft (待下发) per item, numbered in order, journalled and findable. The caller has checked who may.

    Raises Conflict where no health authority stands above an institution.
    """
    numbers = await next_numbers(act, PREFIX, len(drafts)) if drafts else []
    tasks = []
    for number, draft in zip(numbers, drafts, strict=True):
        tasks.append(await _create(act, number, draft))
    return tasks


async def create_task(act: Act, draft: TaskDraft) -> RectificationTask:
    """Open one draft."""
    return (await create_tasks(act, [draft]))[0]


async def create_for(act: Act, body: TaskCreate) -> RectificationTask:
    """Open the draft that a person or machine sent. Raises NotFound for an institution outside the actor's subtree,
    Invalid where an immediate task names a deadline, or the source is not there for the actor."""
    act.me.require("task.create")
    given = body.model_dump()
    organisation = await organisation_within(act.db, act.me, given.pop("organisation_id"))
    await require_known(act, body)
    if body.mode is Mode.IMMEDIATE and body.due_on is not None:
        raise refuse_day(
            "/due_on",
            "immediate_is_due_when_issued",
            Text(
                "立行立改的任务以下发当日为限，请删去 due_on 或改为限期整改。",
                "An immediate task is due the day it is issued: leave due_on out, or make it time-limited.",
            ),
        )
    return await create_task(act, TaskDraft(organisation=organisation, **given))


async def amend(act: Act, task: RectificationTask, values: Mapping[str, Any]) -> None:
    """Change the locked draft `task`; whoever does cannot issue it any more. The weight follows the risk unless
    somebody chose it.

    Raises Conflict once it has left the desk and for whoever acts below its issuer, Invalid for a weight below what a
    relapse raised it to.
    """
    act.me.require("task.create")
    if task.state != TaskState.DRAFT:
        raise Conflict(
            "not_a_draft",
            Text(
                "只有待下发的任务可以修改。已下发的任务如要求有变，须经异议程序变更。",
                "Only a draft can be changed. Once issued, demands change by a decision on an objection.",
            ),
            extra={"state": task.state.value},
        )
    who = by(act.me, act.now)
    if refused := decided_by_an_authority(task, who) or acts_for_the_issuer(task, who):
        raise Conflict(refused.code, refused.text, extra={"state": task.state.value})
    if {"weight", "risk"} & values.keys():
        values = {**values, **await _weighed(act, task, values)}
    if all(getattr(task, name) == value for name, value in values.items()):
        return
    if (me := str(act.me.id)) not in task.amender_ids:
        values = {**values, "amender_ids": [*task.amender_ids, me]}
    act.change(task, values, action="rectification_task:amend")
    await make_findable(act, task)


async def _weighed(act: Act, task: RectificationTask, values: Mapping[str, Any]) -> dict[str, Any]:
    """`chosen_weight` and `weight` after a change of either weight (null: by risk again) or risk."""
    chosen = values.get("weight", task.chosen_weight)
    least = 1
    if task.relapse_of_id is not None:
        least = raised((await act.db.get_one(RectificationTask, task.relapse_of_id)).weight)
    if chosen is not None and chosen < least:
        raise refuse_day(
            "/weight",
            "weight_below_the_relapse",
            Text(
                "反弹问题的权重须高于原任务，不能低于 {least}。",
                "A relapse weighs more than what came before: at least {least}.",
            ).format(least=least),
        )
    return {"chosen_weight": chosen, "weight": weight_of(values.get("risk", task.risk), chosen, least)}


async def make_findable(
    act: Act, task: RectificationTask, coming: Mapping[str, Any] | None = None, *, new: bool = False
) -> None:
    """Put the task's text into the full-text index; `coming` holds columns that the running step is about to set, `new`
    says that this act made the task.

    An authority's draft is found only by those who draft.
    """
    told = {name: getattr(task, name) for name in _FOUND_BY} | dict(coming or {})
    hidden = told["state"] in NOT_ISSUED and task.drafter_organisation_id != task.organisation_id
    await fulltext.index(
        act,
        task,
        permission="task.create" if hidden else "task.read",
        title=f"{task.number} {told['title']}",
        subtitle=task.source_label or "",
        texts=[told[name] for name in _FOUND_BY if name not in ("state", "title")],
        new=new,
    )


_FOUND_BY = ("state", "title", "problem", "basis", "measure", "standard", "cause", "plan", "notice_number")


follows_the_end(RectificationTask, OBJECTION, "objection_due_at")


async def _create(act: Act, number: str, draft: TaskDraft) -> RectificationTask:
    organisation = draft.organisation
    issuer_id = draft.issuer_id or await _issuer_for(act, organisation)
    region = organisation.region_code or act.me.region_code or ""
    due_on = draft.due_on or (await clocks.end_of_term(act, RECTIFICATION, region)).due_on
    task = RectificationTask(
        id=new_id(),
        checker_ids=[],
        organisation_id=organisation.id,
        created_at=act.now,
        updated_at=act.now,
        number=number,
        issuer_id=issuer_id,
        region_code=region,
        drafted_by_id=act.me.id,
        drafter_organisation_id=act.me.organisation_id,
        source_type=draft.source_type,
        source_id=draft.source_id,
        source_label=draft.source_label,
        campaign_id=draft.campaign_id,
        relapse_of_id=draft.relapse_of_id,
        title=draft.title,
        problem=draft.problem,
        basis=draft.basis,
        measure=draft.measure,
        standard=draft.standard,
        cause=draft.cause,
        responsible_person=draft.responsible_person,
        mode=draft.mode,
        risk=draft.risk,
        weight=weight_of(draft.risk, draft.weight, draft.least_weight),
        chosen_weight=draft.weight,
        amender_ids=[],
        due_on=due_on,
    )
    place(task, organisation)
    await insert(act, task)
    await make_findable(act, task, new=True)
    return task


async def _issuer_for(act: Act, organisation: Organisation) -> UUID:
    """The actor's own authority; for an institution that reports itself, the nearest health authority above it."""
    if not act.me.is_institution and act.me.organisation_id != organisation.id:
        return act.me.organisation_id
    above = [level for level in organisation.levels() if level is not None and level != organisation.id]
    nearest = await act.db.scalar(
        select(col(Organisation.id))
        .where(col(Organisation.id).in_(above), col(Organisation.kind) == OrganisationKind.HEALTH_AUTHORITY)
        .order_by(col(Organisation.level).desc())
        .limit(1)
    )
    if nearest is None:
        raise Conflict(
            "no_authority_above",
            Text(
                "该机构上级没有卫生健康主管部门，无法确定由谁下发和复核。请先在机构树中设置上级。",
                "No health authority stands above this organisation, so nobody could issue and verify the task. "
                "Place it below one first.",
            ),
        )
    return nearest
