"""What waits for me, by true due time: the open clocks that my organisation must answer for, with what I may do.

The clock is the worklist: no copy of it is kept, so it cannot fall behind. One indexed statement per page, one for the
counts. Knows clocks and nothing of the matters they run for.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, Uuid, and_, bindparam, case, func, literal, not_, or_, select, tuple_
from sqlalchemy.orm import aliased
from sqlmodel import col

from duban.kernel import confiding
from duban.kernel.access import Actor
from duban.kernel.clock import ZONE, now
from duban.kernel.clocks import Clock, ClockState
from duban.kernel.db import UtcDateTime
from duban.kernel.errors import Text
from duban.kernel.lane import dump, fetch, statements
from duban.kernel.listing import decode_cursor, encode_cursor
from duban.kernel.organisations import Organisation
from duban.kernel.problems import language_of, refusals
from duban.kernel.terms import Unit, basis_in
from duban.kernel.web import DubanRoute, current_actor, database

router = APIRouter(prefix="/worklist", tags=["worklist"], route_class=DubanRoute)
SECURE: dict[str, Any] = {"security": [{"bearer": []}]}

OVERSEES = frozenset({"task.escalate", "duty.review"})
"""Who is told of what was missed below them: whoever may do something about it."""

SOON = timedelta(days=3)
"""What falls due within three days counts as soon. Our own default."""


class Section(StrEnum):
    """`owed`: what my organisation must do. `escalated`: what those below us missed."""

    OWED = "owed"
    ESCALATED = "escalated"


class WorkItem(BaseModel):
    """One thing to do, and why it is due when it is due."""

    id: UUID = Field(description="The clock's id")
    subject_type: str = Field(examples=["duty"])
    subject_id: UUID
    subject_label: str
    term: str = Field(examples=["duty_due"])
    title_zh: str
    title_en: str
    permission: str = Field(description="What is needed to do it", examples=["duty.submit"])
    started_at: datetime
    due_at: datetime = Field(description="The first instant at which it is late")
    due_on: str = Field(description="The last day, in Asia/Shanghai", json_schema_extra={"format": "date"})
    late: bool
    missed_at: datetime | None
    paused: bool = Field(description="True: the term is held, and `due_at` will move by the time held")
    provisional: bool = Field(description="True: rests on a year whose holiday notice is not out; it may still move")
    basis: str = Field(description="The article that sets the term")
    why: str = Field(description="Why it is due then, in the asked language")
    organisation_id: UUID = Field(description="Whose matter it is")
    organisation_name: str
    holder_id: UUID = Field(description="Who must act")
    holder_name: str


class WorkPage(BaseModel):
    """Overdue first, then by due time."""

    items: list[WorkItem]
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null: this is the last")


class WorkCount(BaseModel):
    """How much there is of one kind."""

    section: Section
    subject_type: str
    permission: str
    total: int
    late: int = Field(description="Of these, past their due time")
    soon: int = Field(description="Of these, due within three days and not late")


class WorkCounts(BaseModel):
    """The whole worklist in numbers; their sum is the length of the lists."""

    items: list[WorkCount]
    total: int
    late: int


_INSTANT, _ID = UtcDateTime(), Uuid()
_OPEN = (ClockState.RUNNING.value, ClockState.PAUSED.value)
_OWNER, _HOLDER = aliased(Organisation), aliased(Organisation)
_COLUMNS: tuple[Any, ...] = (
    col(Clock.id),
    col(Clock.subject_type),
    col(Clock.subject_id),
    col(Clock.subject_label),
    col(Clock.term),
    col(Clock.title_zh),
    col(Clock.title_en),
    col(Clock.permission),
    col(Clock.started_at),
    col(Clock.due_at),
    col(Clock.due_on),
    col(Clock.missed_at),
    col(Clock.provisional),
    col(Clock.basis),
    col(Clock.organisation_id),
    col(Clock.holder_id),
    col(Clock.state),
    col(Clock.amount),
    col(Clock.unit),
    col(Clock.fixed_on),
    col(_OWNER.name).label("organisation_name"),
    col(_HOLDER.name).label("holder_name"),
)


@router.get(
    "",
    operation_id="worklist_read",
    summary="我的待办 My worklist",
    response_model=WorkPage,
    responses=refusals(400, 401, 403, 422),
    openapi_extra=SECURE,
)
async def read_worklist(
    request: Request,
    section: Annotated[Section, Query(description="What we owe, or what was missed below us")] = Section.OWED,
    subject_type: Annotated[str | None, Query(max_length=40)] = None,
    permission: Annotated[str | None, Query(max_length=60)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=600)] = None,
) -> Response:
    """What waits for me, overdue first, then by due time. Only what I am permitted to do is shown."""
    me = await current_actor(request)
    me.require("worklist.use")
    db = database(request)
    values: dict[str, Any] = {"_limit": limit + 1, "_type": subject_type, "_permission": permission, **_who(me)}
    if cursor:
        after = decode_cursor(cursor, section.value, [_INSTANT, _ID])
        values |= {"_due": after[0], "_after": after[1]}
    shape = (
        "worklist",
        section,
        me.level,
        _permissions(me),
        subject_type is None,
        permission is None,
        bool(cursor),
        _hidden(me),
    )

    def build() -> Any:
        statement = (
            select(*_COLUMNS)
            .select_from(Clock)
            .join(_OWNER, col(_OWNER.id) == col(Clock.organisation_id))
            .join(_HOLDER, col(_HOLDER.id) == col(Clock.holder_id))
            .where(_mine(me, section))
        )
        if subject_type is not None:
            statement = statement.where(col(Clock.subject_type) == bindparam("_type"))
        if permission is not None:
            statement = statement.where(col(Clock.permission) == bindparam("_permission"))
        if cursor:
            left = tuple_(col(Clock.due_at), col(Clock.id))
            due = bindparam("_due", type_=_INSTANT)
            statement = statement.where(left > tuple_(due, bindparam("_after", type_=_ID)))
        return statement.order_by(col(Clock.due_at), col(Clock.id)).limit(bindparam("_limit"))

    async with db.reading() as connection:
        rows = await fetch(connection, db, statements.get(shape, build, db), values)
    more, rows = len(rows) > limit, rows[:limit]
    following = encode_cursor(section.value, [rows[-1]["due_at"].isoformat(), rows[-1]["id"]]) if more else None
    language, at = language_of(request), now()
    items = [_item(row, at, language) for row in rows]
    return Response(dump({"items": items, "next_cursor": following}), media_type="application/json")


@router.get(
    "/counts",
    operation_id="worklist_counts",
    summary="待办数量 The worklist in numbers",
    response_model=WorkCounts,
    responses=refusals(401, 403),
    openapi_extra=SECURE,
)
async def count_worklist(request: Request) -> Response:
    """How much waits for me, by kind of matter and by what is to be done. The numbers are those of the lists."""
    me = await current_actor(request)
    me.require("worklist.use")
    db, at = database(request), now()
    values = {"_now": at, "_soon": at + SOON, **_who(me)}
    items: list[dict[str, Any]] = []
    async with db.reading() as connection:
        for section in Section:
            shape = ("worklist-counts", section, me.level, _permissions(me), _hidden(me))
            prepared = statements.get(shape, lambda section=section: _counting(me, section), db)  # type: ignore[misc]
            items += [{"section": section.value, **row} for row in await fetch(connection, db, prepared, values)]
    told = {"items": items, "total": sum(i["total"] for i in items), "late": sum(i["late"] for i in items)}
    return Response(dump(told), media_type="application/json")


def _counting(me: Actor, section: Section) -> Any:
    due = col(Clock.due_at)
    at, soon = bindparam("_now", type_=_INSTANT), bindparam("_soon", type_=_INSTANT)
    runs, missed = col(Clock.state) == literal(ClockState.RUNNING.value), col(Clock.missed_at).is_not(None)
    return (
        select(
            col(Clock.subject_type),
            col(Clock.permission),
            func.count().label("total"),
            func.sum(case((or_(missed, and_(runs, due <= at)), 1), else_=0)).label("late"),
            func.sum(case((and_(runs, not_(missed), due > at, due <= soon), 1), else_=0)).label("soon"),
        )
        .where(_mine(me, section))
        .group_by(col(Clock.subject_type), col(Clock.permission))
        .order_by(col(Clock.subject_type), col(Clock.permission))
    )


def _who(me: Actor) -> dict[str, Any]:
    return {"_organisation": me.organisation_id, "_section": me.section_id or me.organisation_id, confiding.ME: me.id}


def _permissions(me: Actor) -> tuple[str, ...]:
    return tuple(sorted(me.permissions))


def _hidden(me: Actor) -> tuple[UUID, ...]:
    return tuple(sorted(me.recused))


def _fixed(values: tuple[Any, ...]) -> list[ColumnElement[Any]]:
    """Each value as a parameter of its own: the lane prepares no lists that grow."""
    return [literal(value) for value in values]


def _mine(me: Actor, section: Section) -> ColumnElement[bool]:
    """The open clocks of `section` that `me` may act on. The parts of it decide the statement's shape.

    Whoever holds a clock must act on it, wherever the matter lies; what was escalated is shown of one's own subtree.
    """
    organisation = bindparam("_organisation", type_=_ID)
    conditions: list[ColumnElement[bool]] = [col(Clock.state).in_(_fixed(_OPEN))]
    if section is Section.OWED:
        held = [organisation, bindparam("_section", type_=_ID)]
        conditions += [col(Clock.holder_id).in_(held), col(Clock.permission).in_(_fixed(_permissions(me)))]
    elif OVERSEES.isdisjoint(me.permissions):
        conditions.append(col(Clock.id).is_(None))
    else:
        below: Any = getattr(Clock, f"org_l{me.level}") == organisation
        conditions += [col(Clock.escalated_to_id) == organisation, col(Clock.missed_at).is_not(None), below]
        conditions.append(confiding.none_of(col(Clock.subject_type), confiding.kept_from_above(me)))
    if me.recused:
        conditions += [col(column).not_in(_fixed(_hidden(me))) for column in (Clock.subject_id, Clock.organisation_id)]
    conditions += confiding.not_closed(me, col(Clock.subject_type), col(Clock.subject_id), bound=True)
    return and_(*conditions)


_UNITS = {
    Unit.HOURS.value: Text("{n} 小时", "{n} hours"),
    Unit.CALENDAR_DAYS.value: Text("{n} 日", "{n} calendar days"),
    Unit.WORKING_DAYS.value: Text("{n} 个工作日", "{n} working days"),
    Unit.MONTHS.value: Text("{n} 个月", "{n} months"),
}


def _item(row: dict[str, Any], at: datetime, language: str) -> dict[str, Any]:
    unit, fixed_on, amount = str(row.pop("unit")), row.pop("fixed_on"), row.pop("amount")
    started = row["started_at"].astimezone(ZONE)
    if fixed_on is not None:
        why = Text("限于 {day} 前（含当日）完成", "Set to end on {day}, that day included").format(day=fixed_on)
    else:
        span = _UNITS[unit].format(n=amount)
        why = Text(
            f"自 {started:%Y-%m-%d %H:%M} 起 {span.zh}，至 {row['due_on']}",
            f"{span.en} from {started:%Y-%m-%d %H:%M}, to {row['due_on']}",
        )
    if row["provisional"]:
        why = Text(
            f"{why.zh}（暂定，当年节假日安排尚未公布）", f"{why.en} (provisional: that year's holidays are not out)"
        )
    paused = str(row.pop("state")) == ClockState.PAUSED.value
    return {
        **row,
        "paused": paused,
        "late": row["missed_at"] is not None or (not paused and row["due_at"] <= at),
        "why": f"{why.into(language)}{'。' if language == 'zh' else '. '}{basis_in(row['basis'], language)}",
    }
