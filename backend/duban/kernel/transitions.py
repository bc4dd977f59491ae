"""Taking a step: the only code that assigns to `row.state`, and the endpoints that come from a workflow's table."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Request, Response
from pydantic import BaseModel

from duban.kernel import clocks, term_registry
from duban.kernel.access import Actor, one_visible
from duban.kernel.acts import Act
from duban.kernel.cases import Detail, answer, by
from duban.kernel.db import Scoped
from duban.kernel.endpoints import bodiless, typed
from duban.kernel.errors import not_found
from duban.kernel.journal import Visibility
from duban.kernel.problems import refusals
from duban.kernel.web import Writing, require_match
from duban.kernel.workflow import Beside, Workflow

Doing = Callable[[Act, Any, Any], Awaitable[Mapping[str, Any] | None]]
"""What a step does besides moving: load other rows, write them, refuse. Returns columns to set on the row, which are
journalled with the step; what is no attribute of the row is only journalled (whom a step let in). Runs after the
refusal check and before the state changes, in the same transaction."""

Taking = Callable[[Act, Any, str, Any], Awaitable[None]]
"""How a step (row, name, body) is taken where more than the row has a say in it: checks, and carries out."""

IF_MATCH = Header(alias="If-Match", description="The ETag you read; `*` for whatever it is now. 428 without it")
IDEMPOTENCY_KEY = Header(
    alias="Idempotency-Key",
    max_length=200,
    description="A fresh value per intent (a UUID). The same key and body get the same answer, once done",
)
IfMatch = Annotated[str | None, IF_MATCH]
IdempotencyKey = Annotated[str | None, IDEMPOTENCY_KEY]


async def perform(
    act: Act,
    flow: Workflow[Any],
    name: str,
    row: Any,
    *,
    values: Mapping[str, Any] | None = None,
    reason: str | None = None,
    body: Any = None,
    doing: Doing | None = None,
    part_of: Any = None,
) -> None:
    """Move the locked `row` along `flow` by step `name`: check, do, set state and `values`, run clocks, journal.

    `part_of` is the locked matter of which `row` is only a part: it has the clocks, the history and the version. Guards
    then see both (`Beside`).
    Raises Forbidden (403) or Conflict (409) with the reason when the step is not open to the actor now.
    """
    seen = row if part_of is None else Beside(row, part_of)
    if refusal := flow.refusal(seen, name, by(act.me, act.now)):
        raise refusal
    settings = dict(values or {})
    if doing is not None:
        settings |= await doing(act, row, body) or {}
    await carry_out(act, flow, name, row, values=settings, reason=reason, part_of=part_of)


async def carry_out(
    act: Act,
    flow: Workflow[Any],
    name: str,
    row: Any,
    *,
    values: Mapping[str, Any] | None = None,
    reason: str | None = None,
    part_of: Any = None,
    at: datetime | None = None,
) -> None:
    """Write down a step of the locked `row` that is decided already, whoever decided it: set state and `values`,
    journal, run clocks. `at` is when it was taken (None: at the act's moment). Asks nothing: see `perform`."""
    step, settings = flow[name], dict(values or {})
    if step.target is not None:
        settings["state"] = step.target
    changes = _set(row, settings)
    kept = Visibility.OFFICE if step.office else None
    act.note(f"{flow.name}:{name}", part_of or row, changes=changes, reason=reason, visibility=kept)
    await run_clocks(act, flow, name, row, part_of=part_of, at=at)


def put_back(act: Act, flow: Workflow[Any], row: Any, values: Mapping[str, Any]) -> None:
    """Take the locked `row` back to where it stood (`values`, its state among them): what was done since has turned out
    to come after something that arrives only now. Its clocks are the caller's."""
    act.note(f"{flow.name}:put_back", row, changes=_set(row, values))


def _set(row: Any, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    changes = {k: (getattr(row, k, None), v) for k, v in values.items() if getattr(row, k, None) != v}
    for key, (_, value) in changes.items():
        if hasattr(row, key):
            setattr(row, key, value)
    return changes


async def run_clocks(
    act: Act, flow: Workflow[Any], name: str, row: Any, *, part_of: Any = None, at: datetime | None = None
) -> None:
    """Stop, hold, let go and start the clocks that step `name` names; `part_of` and `at` as for `carry_out`."""
    step, subject = flow[name], part_of or row
    if step.stops:
        cancelled = step.target in flow.final and "*" in step.stops
        await clocks.stop(act, subject, step.stops, cancelled=cancelled, at=at)
    if step.cancels:
        await clocks.stop(act, subject, step.cancels, cancelled=True)
    if step.pauses:
        await clocks.pause(act, subject, step.pauses)
    if step.resumes:
        await clocks.resume(act, subject, step.resumes)
    for start in step.starts:
        if start.when is not None and not getattr(row, start.when):
            continue
        await clocks.start(
            act,
            subject,
            start.term,
            holder_id=getattr(row if hasattr(row, start.holder) else subject, start.holder),
            permission=start.permission,
            label=subject.label,
            region_code=getattr(subject, "region_code", None) or act.me.region_code,
            started_at=getattr(row, start.from_) if start.from_ else None,
            until=getattr(row, start.until) if start.until else None,
        )
        if start.held is not None and getattr(subject, start.held):
            await clocks.pause(act, subject, [start.term.name])


def add_transitions(
    router: APIRouter,
    flow: Workflow[Any],
    model: type[Scoped],
    detail: Detail,
    *,
    bodies: Mapping[str, type[BaseModel]] | None = None,
    doing: Mapping[str, Doing] | None = None,
    taking: Taking | None = None,
    hides: Callable[[Any, Actor], bool] | None = None,
) -> None:
    """Give `router` one `POST /{id}/{step}` per step of `flow` that people take.

    A body's fields that are columns of `model` are set on the row; `reason` goes to the journal. `doing` names what
    else a step does, `taking` how steps are taken where that is not `perform`. `hides` tells which rows of an actor's
    subtree do not exist for the actor (yet): each step answers for them as for an id that nothing has. Every step needs
    `If-Match` and honours `Idempotency-Key`.
    """
    term_registry.register(flow)
    for step in flow.steps:
        if not step.system:
            body, does = (bodies or {}).get(step.name), (doing or {}).get(step.name)
            _add_step(router, flow, step.name, model, detail, body, does, taking, hides)


def _add_step(
    router: APIRouter,
    flow: Workflow[Any],
    name: str,
    model: type[Scoped],
    detail: Detail,
    body_type: type[BaseModel] | None,
    doing: Doing | None,
    taking: Taking | None,
    hides: Callable[[Any, Actor], bool] | None,
) -> None:
    step = flow[name]
    columns = set(model.__table__.columns.keys())  # type: ignore[attr-defined]

    async def take(
        request: Request,
        id: UUID,
        act: Writing,
        body: Any,
        if_match: IfMatch = None,
        idempotency_key: IdempotencyKey = None,
    ) -> Response:
        row = await one_visible(act.db, model, id, act.me, lock=True)
        if hides and hides(row, act.me):
            raise not_found()
        require_match(request, row)
        if taking is not None:
            await taking(act, row, name, body)
            return await answer(request, detail, row.id, act.me, act.db)
        given = body.model_dump(exclude_unset=True) if body is not None else {}
        await perform(
            act,
            flow,
            name,
            row,
            values={k: getattr(body, k) for k in given if k in columns},
            reason=given.get("reason"),
            body=body,
            doing=doing,
        )
        return await answer(request, detail, row.id, act.me, act.db)

    endpoint = typed(take, body=body_type) if body_type is not None else bodiless(take)
    router.add_api_route(
        f"/{{id}}/{name.replace('_', '-')}",
        endpoint,
        methods=["POST"],
        operation_id=f"{flow.name}_{name}",
        summary=f"{step.label.zh} {step.label.en}",
        description=_describe(flow, name),
        response_model=detail.lane.read,
        responses=refusals(400, 401, 403, 404, 409, 412, 422, 428, 503),
        openapi_extra={"security": [{"bearer": []}]},
    )


def _describe(flow: Workflow[Any], name: str) -> str:
    step = flow[name]
    sources = ", ".join(f"`{s}`" for s in sorted(step.sources))
    moves = f"From {sources} to `{step.target}`." if step.target else f"In {sources}; the state stays."
    lines = [f"{moves} Needs `{step.permission}`."]
    if step.basis:
        lines.append(f"Basis: {step.basis}.")
    for s in step.starts:
        only = f" Only where `{s.when}`." if s.when else ""
        lines.append(f"Starts `{s.term.name}`: {s.term.amount} {s.term.unit} ({s.term.basis}).{only}")
    if step.stops or step.cancels:
        lines.append(f"Ends {', '.join(f'`{s}`' for s in (*step.stops, *step.cancels))}.")
    return "\n\n".join(lines)
