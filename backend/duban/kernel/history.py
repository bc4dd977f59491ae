"""What was done to one record, step by step: its journal, for whoever may read the record itself.

Entries are read before they are sealed as well, so that a person sees the own step at once. Only entries of the matter
are shown (to an institution, without what the authority did before it told it); what administration and security did
is the auditor's.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Uuid, bindparam, or_, select
from sqlmodel import col

from duban.kernel import term_registry
from duban.kernel.cases import Detail, Source
from duban.kernel.journal import JournalEntry, Visibility, shown_to
from duban.kernel.lane import Statement, dump
from duban.kernel.listing import decode_cursor, encode_cursor, parse, query_parameters
from duban.kernel.organisations import Organisation
from duban.kernel.problems import language_of, refusals
from duban.kernel.web import current_actor, database, uuid_in_path


class HistoryQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    limit: int = Field(100, ge=1, le=200, description="Entries per page, 1 to 200")
    cursor: str | None = Field(None, max_length=600, description="`next_cursor` of the page before; opaque")
    sort: str = Field("id", pattern="^-?id$", description="Oldest first, or newest first (`-id`)")


class HistoryEntry(BaseModel):
    """One act: when, who, what, which fields changed, why."""

    id: UUID
    at: datetime
    action: str = Field(examples=["rectification_task:issue"])
    label: str | None = Field(description="The step's word in the asked language; null for what is no step")
    actor_name: str
    actor_kind: str
    actor_organisation: str | None
    changes: dict[str, tuple[Any, Any]] = Field(
        description="Field → [before, after]. Protected values appear as digests",
        examples=[{"state": ["draft", "issued"]}],
    )
    reason: str | None


class History(BaseModel):
    """The acts on one record, in the order asked for."""

    items: list[HistoryEntry]
    next_cursor: str | None


def add_history(router: APIRouter, detail: Detail) -> None:
    """Give `router` the `GET /{id}/history` of a resource, open to whoever may read the record."""
    noun = detail.lane.model.word()

    async def history(request: Request, id: str) -> Response:
        me = await current_actor(request)
        query = parse(HistoryQuery, request)
        language, subject = language_of(request), uuid_in_path(id)
        values: dict[str, Any] = {"_type": noun, "_subject": subject, "_limit": query.limit + 1}
        if query.cursor:
            (values["_after"],) = decode_cursor(query.cursor, query.sort, [Uuid()])
        async with database(request).reading() as connection:
            source = Source(database(request), connection=connection)
            await detail.read(source, subject, me, language)
            me.require(detail.permission)
            rows = await source.rows(
                ("history", query.sort, bool(query.cursor), me.is_institution),
                lambda: _entries(shown_to(me), newest_first=query.sort == "-id", further=bool(query.cursor)),
                values,
            )
        more, rows = len(rows) > query.limit, rows[: query.limit]
        for row in rows:
            row["label"] = _label(row["action"], language)
            row["changes"] = orjson.Fragment(row["changes"])
        cursor = encode_cursor(query.sort, [rows[-1]["id"]]) if more else None
        return Response(dump({"items": rows, "next_cursor": cursor}), media_type="application/json")

    history.__doc__ = "Every act on this record, oldest first or newest: who, when, which fields changed, why."
    router.add_api_route(
        "/{id}/history",
        history,
        methods=["GET"],
        operation_id=f"{noun}_history",
        summary="办理经过 What was done to it",
        response_model=History,
        responses=refusals(400, 401, 403, 404, 422),
        openapi_extra={"parameters": query_parameters(HistoryQuery), "security": [{"bearer": []}]},
    )


def _entries(shown: Sequence[Visibility], *, newest_first: bool, further: bool) -> Statement:
    columns: tuple[Any, ...] = (
        col(JournalEntry.id),
        col(JournalEntry.at),
        col(JournalEntry.action),
        col(JournalEntry.actor_name),
        col(JournalEntry.actor_kind),
        col(Organisation.name).label("actor_organisation"),
        col(JournalEntry.changes),
        col(JournalEntry.reason),
    )
    statement: Statement = (
        select(*columns)
        .outerjoin(Organisation, col(Organisation.id) == col(JournalEntry.actor_organisation_id))
        .where(
            col(JournalEntry.subject_type) == bindparam("_type"),
            col(JournalEntry.subject_id) == bindparam("_subject", type_=Uuid()),
            or_(*(col(JournalEntry.visibility) == known for known in shown)),
        )
    )
    id, last = col(JournalEntry.id), bindparam("_after", type_=Uuid())
    if further:
        statement = statement.where(id < last if newest_first else id > last)
    return statement.order_by(id.desc() if newest_first else id).limit(bindparam("_limit"))


def _label(action: str, language: str) -> str | None:
    subject, _, verb = action.partition(":")
    flow = term_registry.flow(subject)
    if flow is None or verb not in {step.name for step in flow.steps}:
        return None
    return flow[verb].label.into(language)
