"""One row per piece of background work: what to do, for whom, how far it is, and who holds it now.

A job is written in the transaction that asks for it, so it exists exactly when its cause does. This module knows the
row and its states; taking, running and keeping time are in `leases.py`, `worker.py` and `schedule.py`.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from duban.kernel.access import Actor, ActorKind
from duban.kernel.db import OrgOwned, choice_field, instant_field, json_field, level_indexes, text_field
from duban.kernel.errors import Text
from duban.kernel.organisations import OrganisationKind
from duban.kernel.workflow import Workflow, step


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"
    CANCELLED = "cancelled"


_OPEN = text("state IN ('waiting', 'running')")


class Job(OrgOwned, table=True):
    """Work that outlives its request.

    `token` counts how often the job was taken: a worker whose token is not the newest can change nothing any more.
    `attempts` counts the takes since the last progress, so that a long job may survive any number of restarts and one
    that never gets anywhere dies. `cursor` is where the handler goes on; it commits with the rows of its step.
    `starter` is the starter as they were then: a job runs with the rights it was started with.
    """

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_open", "run_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        *level_indexes("job", "state", "id"),
    )

    kind: str = Field(max_length=60)
    title_zh: str = Field(max_length=80)
    title_en: str = Field(max_length=120)
    payload: dict[str, Any] = json_field(default_factory=dict)
    dedupe_key: str | None = Field(default=None, max_length=200, unique=True)
    urgent: bool = False
    state: JobState = choice_field(JobState, default=JobState.WAITING, nullable=False)
    run_at: datetime = instant_field(nullable=False)
    lease_until: datetime | None = instant_field(default=None)
    token: int = 0
    worker: str | None = Field(default=None, max_length=120)
    attempts: int = 0
    max_attempts: int = 5
    cursor: Any = json_field(default=None, nullable=True)
    done: int = 0
    total: int | None = None
    unit: str = Field(default="", max_length=40)
    message_zh: str = Field(default="", max_length=200)
    message_en: str = Field(default="", max_length=300)
    result: dict[str, Any] | None = json_field(default=None, nullable=True)
    error: str | None = text_field(default=None)
    finished_at: datetime | None = instant_field(default=None)
    started_by_id: UUID = Field(index=True)
    started_by_name: str = Field(max_length=120)
    starter: dict[str, Any] = json_field(default_factory=dict)

    @property
    def label(self) -> str:
        return f"{self.title_zh} {self.title_en}"


FLOW = Workflow(
    name="job",
    title=Text("后台任务", "Background job"),
    initial=JobState.WAITING,
    final=frozenset({JobState.DONE}),
    states={
        JobState.WAITING: Text("等待", "waiting"),
        JobState.RUNNING: Text("运行中", "running"),
        JobState.DONE: Text("已完成", "done"),
        JobState.DEAD: Text("已失败", "dead"),
        JobState.CANCELLED: Text("已取消", "cancelled"),
    },
    steps=(
        step(
            "take",
            {JobState.WAITING, JobState.RUNNING},
            JobState.RUNNING,
            permission="job.manage",
            label=Text("领取", "Take"),
            system=True,
        ),
        step(
            "release",
            {JobState.RUNNING},
            JobState.WAITING,
            permission="job.manage",
            label=Text("放回", "Put back"),
            system=True,
        ),
        step(
            "finish",
            {JobState.RUNNING},
            JobState.DONE,
            permission="job.manage",
            label=Text("完成", "Finish"),
            system=True,
        ),
        step(
            "bury",
            {JobState.RUNNING},
            JobState.DEAD,
            permission="job.manage",
            label=Text("判定失败", "Give up"),
            system=True,
        ),
        step(
            "cancel",
            {JobState.WAITING, JobState.RUNNING},
            JobState.CANCELLED,
            permission="job.manage",
            label=Text("取消", "Cancel"),
        ),
        step(
            "restart",
            {JobState.DEAD, JobState.CANCELLED},
            JobState.WAITING,
            permission="job.manage",
            label=Text("重新运行", "Restart"),
        ),
    ),
)
"""The states of a job. People cancel and restart; every other step is the worker's, fenced by the token."""


def snapshot(me: Actor) -> dict[str, Any]:
    """`me` as JSON, for the job to act as later. Sessions and tokens stay behind."""
    return {
        "id": str(me.id),
        "kind": me.kind.value,
        "name": me.name,
        "organisation_id": str(me.organisation_id),
        "organisation_name": me.organisation_name,
        "organisation_kind": me.organisation_kind.value,
        "level": me.level,
        "permissions": sorted(me.permissions),
        "roles": sorted(me.roles),
        "section_id": str(me.section_id) if me.section_id else None,
        "region_code": me.region_code,
        "recused": sorted(str(id) for id in me.recused),
    }


def starter_of(kept: Mapping[str, Any]) -> Actor:
    """The actor that `snapshot` kept."""
    return Actor(
        id=UUID(kept["id"]),
        kind=ActorKind(kept["kind"]),
        name=kept["name"],
        organisation_id=UUID(kept["organisation_id"]),
        organisation_name=kept["organisation_name"],
        organisation_kind=OrganisationKind(kept["organisation_kind"]),
        level=kept["level"],
        permissions=frozenset(kept["permissions"]),
        roles=frozenset(kept["roles"]),
        section_id=UUID(kept["section_id"]) if kept["section_id"] else None,
        region_code=kept["region_code"],
        recused=frozenset(UUID(id) for id in kept["recused"]),
    )
