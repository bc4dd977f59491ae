"""One record as its reader sees it: its fields, its clocks, and which steps are open to whom asks (or why not).

`Detail` reads over the row lane for `GET` and inside the running transaction after a write, through the same
statements, so that both answers are the same bytes.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Uuid, bindparam
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.kernel import confiding, readership
from duban.kernel.access import Actor, reaching
from duban.kernel.clock import now
from duban.kernel.clocks import Clock, ClockState
from duban.kernel.db import Database, LaneConnection, Reached
from duban.kernel.errors import not_found
from duban.kernel.lane import Lane, Statement, dump, fetch, statements
from duban.kernel.problems import language_of, refusals
from duban.kernel.terms import Mark, Unit
from duban.kernel.web import LaneRoute, current_actor, database, uuid_in_path
from duban.kernel.workflow import By, Workflow


class ClockRead(BaseModel):
    """A term running, or run, for this record. `due_at` is the first instant at which it counts as missed."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    term: str = Field(examples=["rectification_objection"])
    title_zh: str
    title_en: str
    basis: str = Field(description="The article that sets the term", examples=["行政处罚法 (2021) art. 85"])
    mark: Mark = Field(
        description="How sure the rule is: V verified, V* in part, R recalled, U uncertain, D our default"
    )
    amount: int
    unit: Unit
    started_at: datetime
    due_at: datetime
    due_on: date = Field(description="The last day, in Asia/Shanghai")
    provisional: bool = Field(description="True: rests on a year whose holiday notice is not out; it may still move")
    state: ClockState
    met_at: datetime | None
    missed_at: datetime | None = Field(description="Set once and for ever when the term ran out unmet")
    pauses: list[list[str | None]]
    extensions: list[dict[str, Any]]
    holder_id: UUID = Field(description="The organisation that must act")
    permission: str


class ActionRead(BaseModel):
    """A step out of the present state: open to you, or the reason why not."""

    step: str
    label: str = Field(description="The button's word, in the asked language")
    open: bool
    code: str | None = Field(description="Why not, for programs")
    reason: str | None = Field(description="Why not, for people")


class CaseRead(BaseModel):
    """What every record with a workflow shows."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    version: int = Field(description="Counts changes; the ETag is this number in quotes")
    created_at: datetime
    updated_at: datetime
    clocks: list[ClockRead]
    available_actions: list[ActionRead]


CLOCKS = Lane(Clock, ClockRead)

More = Callable[["Source", Mapping[str, Any], Actor], Awaitable[dict[str, Any]]]

StandIn = Callable[["Source", UUID, Actor], Awaitable[Actor | None]]
"""For a record outside the reader's subtree that concerns them all the same: in whose place, and with which rights
left, they read it; None: it does not concern them."""


@dataclass(frozen=True)
class Source:
    """Where a detail reads from: the raw lane of a request, or the session of a running act. `language` is the asked
    one for words among what is read."""

    database: Database
    connection: LaneConnection | None = None
    session: AsyncSession | None = None
    language: str = "zh"

    async def rows(self, shape: Any, build: Callable[[], Statement], values: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The rows of the statement that `build` makes (kept under `shape`), with `values` bound."""
        prepared = statements.get(shape, build, self.database)
        if self.session is None:
            return await fetch(self.connection, self.database, prepared, values)
        await self.session.flush()
        return await fetch(await self.session.connection(), self.database, prepared, values)


@dataclass(frozen=True)
class Detail:
    """How one record of a resource is read. `lane.computed` names the fields filled here or by `more`."""

    lane: Lane
    permission: str
    flow: Workflow[Any] | None = None
    more: More | None = None
    stand_in: StandIn | None = None

    async def read(self, source: Source, id: UUID, me: Actor, language: str) -> dict[str, Any]:
        """The record as a dictionary ready for `dump`; raises the one `not_found` outside the actor's subtree."""
        lane, reader = self.lane, me
        found = await self._within(source, id, me)
        if found is None and self.stand_in is not None and (other := await self.stand_in(source, id, me)) is not None:
            reader, found = other, await self._within(source, id, other)
        if found is None:
            raise not_found()
        row = found
        if "clocks" in lane.computed:
            row["clocks"] = await source.rows("clocks", _clocks_of, {"_type": lane.model.word(), "_subject": id})
        if self.flow is not None:
            row["available_actions"] = available(self.flow, SimpleNamespace(**row), reader, language)
        if self.more is not None:
            row |= await self.more(replace(source, language=language), row, me)
        for name in lane.also:
            if name not in lane.read.model_fields:
                del row[name]
        return row

    async def _within(self, source: Source, id: UUID, me: Actor) -> dict[str, Any] | None:
        """The record's columns if it lies in the subtree of `me`."""
        lane = self.lane
        table = lane.model.__table__.c  # type: ignore[attr-defined]

        def build() -> Statement:
            return lane.select().where(
                table.id == bindparam("_id", type_=table.id.type),
                table[f"org_l{me.level}"] == bindparam("_scope", type_=table.id.type),
                *reaching(table, me.level),
                *confiding.narrowed(lane.model, table, me, bound=True),
            )

        reader = (me.level, confiding.is_confided(lane.model) and (confiding.closed_to(me), tuple(sorted(me.recused))))
        values = {"_id": id, "_scope": me.organisation_id, confiding.ME: me.id}
        rows = await source.rows((lane.read, "one", reader), build, values)
        if not rows or id in me.recused or rows[0].get("organisation_id") in me.recused:
            return None
        return rows[0]


def _clocks_of() -> Statement:
    return (
        CLOCKS.select()
        .where(
            col(Clock.subject_type) == bindparam("_type"),
            col(Clock.subject_id) == bindparam("_subject", type_=Uuid()),
        )
        .order_by(col(Clock.id))
    )


def by(me: Actor, at: datetime) -> By:
    """What guards may know of `me`."""
    return By(me.id, me.organisation_id, me.permissions, at, me.is_institution)


def available(flow: Workflow[Any], row: Any, me: Actor, language: str) -> list[dict[str, Any]]:
    """Each step out of the row's state for `me`: open, or the reason why not. Steps of timers are left out."""
    who = by(me, now())
    found = []
    for step in flow.steps:
        if step.system or row.state not in step.sources:
            continue
        why = flow.refusal(row, step.name, who)
        found.append(
            {
                "step": step.name,
                "label": step.label.into(language),
                "open": why is None,
                "code": why.code if why else None,
                "reason": why.text.into(language) if why else None,
            }
        )
    return found


def add_detail(router: APIRouter, detail: Detail, *, operation_id: str, summary: str, description: str = "") -> None:
    """Give `router` the `GET /{id}` of a resource, with its ETag (`If-None-Match` answers 304)."""
    model = detail.lane.model
    if issubclass(model, confiding.Confided):
        readership.declare(model.word(), model.read_all, reached=True, confided=True)
    else:
        readership.declare(model.word(), detail.permission, reached=issubclass(model, Reached))

    async def read_one(request: Request, id: str) -> Response:
        me = await current_actor(request)
        db = database(request)
        async with db.lane() as connection:
            row = await detail.read(Source(db, connection=connection), uuid_in_path(id), me, language_of(request))
        me.require(detail.permission)
        tag = f'"{row["version"]}"'
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers={"ETag": tag})
        return Response(dump(row), media_type="application/json", headers={"ETag": tag})

    read_one.__doc__ = description or None
    router.add_api_route(
        "/{id}",
        read_one,
        methods=["GET"],
        operation_id=operation_id,
        summary=summary,
        response_model=detail.lane.read,
        responses={**refusals(400, 401, 403, 404), 304: {"description": "Not changed since `If-None-Match`"}},
        openapi_extra={"security": [{"bearer": []}]},
        route_class_override=LaneRoute,
    )


async def answer(
    request: Request, detail: Detail, id: UUID, me: Actor, db: AsyncSession, *, status: int = 200
) -> Response:
    """The record after a write, read inside the same transaction, with its ETag (and `Location` when created)."""
    await db.flush()
    row = await detail.read(Source(database(request), session=db), id, me, language_of(request))
    headers = {"ETag": f'"{row["version"]}"'}
    if status == 201:
        headers["Location"] = f"{request.url.path.rstrip('/')}/{id}"
    return Response(dump(row), status_code=status, media_type="application/json", headers=headers)
