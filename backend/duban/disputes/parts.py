"""What runs beside a dispute's way, eight kinds of it, each declared as a `Part`: a small table, its machine, its
bodies.

A part has no life without its dispute: the dispute is locked and its `If-Match` asked for, has the clocks, the history
and the version, and shows its parts. `POST /disputes/{id}/{path}` begins one, `…/{part_id}/{step}` takes its steps.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from sqlalchemy import Uuid, bindparam, func, select
from sqlmodel import Field, col

from duban.disputes.models import Dispute
from duban.kernel import term_registry
from duban.kernel.access import Actor, one_visible
from duban.kernel.acts import Act
from duban.kernel.cases import ActionRead, Detail, Source, answer, available, by
from duban.kernel.checks import note_lateness, require_past
from duban.kernel.clock import now
from duban.kernel.db import LEVELS, OrgOwned
from duban.kernel.endpoints import bodiless, typed
from duban.kernel.errors import Conflict, Text, not_found
from duban.kernel.ids import new_id
from duban.kernel.lane import Lane, Statement, as_uuid
from duban.kernel.problems import refusals
from duban.kernel.transitions import IdempotencyKey, IfMatch, perform
from duban.kernel.web import Writing, require_match
from duban.kernel.workflow import Beside, By, Guard, Refusal, Workflow

MOST = 50
"""Parts of one kind that a dispute takes: all of them are shown with it."""


class PartRow(OrgOwned):
    """The first columns of every part."""

    dispute_id: UUID = Field(foreign_key="dispute.id", index=True)
    entered_by_name: str = Field(max_length=120)

    @property
    def label(self) -> str:
        return str(self.id)


class PartRead(BaseModel):
    """What every part shows."""

    id: UUID
    entered_by_name: str
    available_actions: list[ActionRead]


PartDoing = Callable[[Act, Dispute, Any, Any], Awaitable[Mapping[str, Any] | None]]
"""What a step of a part does besides moving it, given the locked dispute, the part and the body: see `Doing`."""


@dataclass(frozen=True)
class Part:
    """One kind of part. `begin` is the machine's system step that entering one is; `one_at_a_time`: not while another
    of the kind is still open (its clocks would be two of one name)."""

    path: str
    model: type[PartRow]
    read: type[PartRead]
    flow: Workflow[Any]
    begin: str
    create: type[BaseModel]
    bodies: Mapping[str, type[BaseModel]] = field(default_factory=dict)
    doing: Mapping[str, PartDoing] = field(default_factory=dict)
    one_at_a_time: bool = False

    @property
    def lane(self) -> Lane:
        return Lane(self.model, self.read, computed=frozenset({"available_actions"}))

    @property
    def key(self) -> str:
        """The field of the dispute in which its parts of this kind stand."""
        return self.path.replace("-", "_")


def of_matter(guard: Guard) -> Guard:
    """`guard` of the dispute, for a step of a part."""

    def look(part: Any, by: By) -> Refusal | None:
        return guard(part.matter, by)

    look.__name__ = guard.__name__
    return look


async def begin(act: Act, part: Part, dispute: Dispute, body: BaseModel) -> None:
    """Enter a part of the locked `dispute`. Raises what its step raises, and Conflict for too many."""
    counted = select(func.count(), func.count().filter(col(part.model.state).not_in(part.flow.final)))  # type: ignore[attr-defined]
    row = (await act.db.execute(counted.where(col(part.model.dispute_id) == dispute.id))).one()
    if row[0] >= MOST or (part.one_at_a_time and row[1]):
        raise Conflict(
            "part_still_open" if row[0] < MOST else "too_many_parts",
            Text("前一项尚未了结，或数量已达上限。", "One is still open, or there are too many of them already."),
        )
    record = part.model(
        id=new_id(),
        created_at=act.now,
        updated_at=act.now,
        organisation_id=dispute.organisation_id,
        dispute_id=dispute.id,
        entered_by_name=act.me.name,
    )
    for level in range(1, LEVELS + 1):
        setattr(record, f"org_l{level}", getattr(dispute, f"org_l{level}"))
    await take(act, part, part.begin, dispute, record, body)
    act.db.add(record)


async def take(act: Act, part: Part, name: str, dispute: Dispute, record: Any, body: Any) -> None:
    """Take step `name` of the locked `dispute`'s part `record`. Raises what `perform` raises, and Invalid for what lies
    in the future."""
    said = body if isinstance(body, BaseModel) else None
    columns = set(part.model.__table__.columns.keys())  # type: ignore[attr-defined]
    values = {key: getattr(said, key) for key in type(said).model_fields if key in columns} if said else {}
    does = part.doing.get(name)

    async def doing(act: Act, record: Any, body: Any) -> Mapping[str, Any] | None:
        if said is not None:
            require_past(act, said)
        await note_lateness(act, dispute)
        return await does(act, dispute, record, body) if does else None

    await perform(
        act,
        part.flow,
        name,
        record,
        values=values,
        reason=getattr(said, "reason", None),
        body=body,
        doing=doing,
        part_of=dispute,
    )
    record.touch(act.now)


async def _one(act: Act, part: Part, dispute: Dispute, id: UUID) -> Any:
    found = await act.db.get(part.model, id, with_for_update=True)
    if found is None or found.dispute_id != dispute.id:
        raise not_found()
    return found


async def shown(parts: tuple[Part, ...], source: Source, row: Mapping[str, Any], me: Actor) -> dict[str, Any]:
    """Every part of the dispute `row`, each with the steps open to `me`; and which kinds may be begun."""
    matter, who, language = SimpleNamespace(**row), by(me, now()), source.language
    found: dict[str, Any] = {"available_parts": [_may_begin(part, matter, who, language) for part in parts]}
    for part in parts:
        records = await source.rows(part.read, partial(_of_dispute, part), {"_dispute": as_uuid(row["id"])})
        for record in records:
            seen = Beside(SimpleNamespace(**record), matter)
            record["available_actions"] = available(part.flow, seen, me, language)
        found[part.key] = records
    return found


def _of_dispute(part: Part) -> Statement:
    table = part.model.__table__.c  # type: ignore[attr-defined]
    return part.lane.select().where(table.dispute_id == bindparam("_dispute", type_=Uuid())).order_by(table.id)


def _may_begin(part: Part, matter: Any, who: By, language: str) -> dict[str, Any]:
    why = part.flow.refusal(Beside(SimpleNamespace(state=part.flow.initial), matter), part.begin, who)
    return {
        "step": part.path,
        "label": part.flow[part.begin].label.into(language),
        "open": why is None,
        "code": why.code if why else None,
        "reason": why.text.into(language) if why else None,
    }


def add_part(router: APIRouter, part: Part, detail: Detail) -> None:
    """Give `router` the endpoints of `part`; each answers with the whole dispute."""
    term_registry.register(part.flow)
    _add_begin(router, part, detail)
    for step in part.flow.steps:
        if not step.system:
            _add_step(router, part, step.name, detail)


def _add_begin(router: APIRouter, part: Part, detail: Detail) -> None:
    step = part.flow[part.begin]

    async def enter(
        request: Request, id: UUID, act: Writing, body: Any, idempotency_key: IdempotencyKey = None
    ) -> Response:
        dispute = await one_visible(act.db, Dispute, id, act.me, lock=True)
        await begin(act, part, dispute, body)
        response = await answer(request, detail, id, act.me, act.db)
        response.status_code = 201
        return response

    router.add_api_route(
        f"/{{id}}/{part.path}",
        typed(enter, body=part.create),
        methods=["POST"],
        status_code=201,
        operation_id=f"{part.flow.name}_{part.begin}",
        summary=f"{step.label.zh} {step.label.en}",
        description=f"{part.create.__doc__ or ''}\n\nNeeds `{step.permission}`. Basis: {step.basis}.",
        response_model=detail.lane.read,
        responses=refusals(400, 401, 403, 404, 409, 422, 503),
        openapi_extra={"security": [{"bearer": []}]},
    )


def _add_step(router: APIRouter, part: Part, name: str, detail: Detail) -> None:
    step, body_type = part.flow[name], part.bodies.get(name)

    async def take_step(
        request: Request,
        id: UUID,
        part_id: UUID,
        act: Writing,
        body: Any,
        if_match: IfMatch = None,
        idempotency_key: IdempotencyKey = None,
    ) -> Response:
        dispute = await one_visible(act.db, Dispute, id, act.me, lock=True)
        require_match(request, dispute)
        await take(act, part, name, dispute, await _one(act, part, dispute, part_id), body)
        return await answer(request, detail, id, act.me, act.db)

    sources = ", ".join(f"`{state}`" for state in sorted(step.sources))
    moves = f"From {sources} to `{step.target}`." if step.target else f"In {sources}; the state stays."
    router.add_api_route(
        f"/{{id}}/{part.path}/{{part_id}}/{name.replace('_', '-')}",
        typed(take_step, body=body_type) if body_type is not None else bodiless(take_step),
        methods=["POST"],
        operation_id=f"{part.flow.name}_{name}",
        summary=f"{step.label.zh} {step.label.en}",
        description=f"{moves} `If-Match` is the dispute's. Needs `{step.permission}`. Basis: {step.basis or '—'}.",
        response_model=detail.lane.read,
        responses=refusals(400, 401, 403, 404, 409, 412, 422, 428, 503),
        openapi_extra={"security": [{"bearer": []}]},
    )
