"""A clock is a row: a term running for one subject. It knows who must act, by when, and why that is the date.

Starting, holding, letting go, extending and stopping happen inside the act that causes them. `deadline_sweep.py` marks
what was missed; a missed clock stays missed, also when the work is done later (late flags never vanish).
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col

from duban.kernel.acts import Act
from duban.kernel.calendar_store import calendar_for
from duban.kernel.calendars import WorkCalendar
from duban.kernel.clock import ZONE
from duban.kernel.db import LEVELS, OrgOwned, choice_field, instant_field, json_field
from duban.kernel.errors import Conflict, Invalid, Text
from duban.kernel.ids import new_id
from duban.kernel.jurisdiction import in_charge
from duban.kernel.reckoning import End, after
from duban.kernel.reckoning import end_of as end_of
from duban.kernel.regional import regional_term
from duban.kernel.terms import Due, ExplainedDay, Extension, Mark, Pause, Term, Unit, due, explain, length_of


class ClockState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    CANCELLED = "cancelled"


OPEN = (ClockState.RUNNING, ClockState.PAUSED)


class Clock(OrgOwned, table=True):
    """One term running (or run) for one subject.

    The term is copied in (amount, unit, basis), so that a later change of the setting does not rewrite history.
    `due_at` is the first instant at which the clock counts as missed: the end (24:00) of the last day, or the exact
    moment for hours. `fixed_on` is a day the parties set themselves; such a clock runs to the end of that day.
    """

    __tablename__ = "clock"
    __table_args__ = (
        Index("ix_clock_subject", "subject_type", "subject_id"),
        Index("ix_clock_holder_due", "holder_id", "state", "due_at"),
        Index("ix_clock_state_missed_due", "state", "missed_at", "due_at"),
    )

    subject_type: str = Field(max_length=40)
    subject_id: UUID
    subject_label: str = Field(max_length=200)
    term: str = Field(max_length=60)
    title_zh: str = Field(max_length=80)
    title_en: str = Field(max_length=120)
    basis: str = Field(max_length=200)
    mark: Mark = choice_field(Mark, nullable=False)
    amount: int
    unit: Unit = choice_field(Unit, nullable=False)
    pausable: bool = True
    fixed_on: date | None = None
    started_at: datetime = instant_field(nullable=False)
    due_at: datetime = instant_field(nullable=False)
    due_on: date
    provisional: bool = False
    calendar_version: int = 0
    region_code: str = Field(default="", max_length=12)
    pauses: list[list[str | None]] = json_field(default_factory=list)
    extensions: list[dict[str, Any]] = json_field(default_factory=list)
    state: ClockState = choice_field(ClockState, default=ClockState.RUNNING, nullable=False)
    met_at: datetime | None = instant_field(default=None)
    missed_at: datetime | None = instant_field(default=None)
    holder_id: UUID = Field(foreign_key="organisation.id")
    permission: str = Field(max_length=60)
    escalated_to_id: UUID | None = Field(default=None, index=True)

    def as_term(self) -> Term:
        """The term as it was when the clock started."""
        return Term(
            name=self.term,
            amount=self.amount,
            unit=self.unit,
            basis=self.basis,
            title=Text(self.title_zh, self.title_en),
            mark=self.mark,
            pausable=self.pausable,
        )

    def held(self) -> tuple[Pause, ...]:
        return pauses_of(self.pauses)

    def extended(self) -> tuple[Extension, ...]:
        return extensions_of(self.extensions)

    def explain(self, calendar: WorkCalendar, now: datetime) -> list[ExplainedDay]:
        """The due date, day by day, with the reason why each day counts or does not. A day that was fixed by the
        plan or the parties is its own explanation."""
        if self.fixed_on is not None:
            set_by = Text("期限由方案或双方直接定在这一天，到当日24时止。", "Set to this very day; it ends at 24:00.")
            return [ExplainedDay(self.fixed_on, True, 1, set_by, False)]
        return explain(
            self.as_term(), self.started_at, calendar, pauses=self.held(), extensions=self.extended(), now=now
        )

    def reckon(self, calendar: WorkCalendar, now: datetime) -> None:
        """Set `due_at`, `due_on`, `provisional` from the stored facts under `calendar`."""
        self.calendar_version = calendar.version
        if self.fixed_on is not None:
            self.due_on, self.due_at, self.provisional = self.fixed_on, end_of(self.fixed_on), False
            return
        found: Due = due(
            self.as_term(), self.started_at, calendar, pauses=self.held(), extensions=self.extended(), now=now
        )
        self.due_at, self.due_on, self.provisional = found.due_at, found.due_on, found.provisional


in_charge(Clock, "holder_id", "escalated_to_id", while_open=col(Clock.state).in_(OPEN))


def pauses_of(kept: Sequence[Sequence[str | None]]) -> tuple[Pause, ...]:
    """The pauses that a clock's column keeps as pairs of RFC 3339 instants, the second None while one still runs."""
    return tuple(
        Pause(datetime.fromisoformat(start or ""), datetime.fromisoformat(end) if end else None) for start, end in kept
    )


def extensions_of(kept: Sequence[Mapping[str, Any]]) -> tuple[Extension, ...]:
    """The extensions by an amount of time that a clock's column keeps; those to a day are its `fixed_on`."""
    return tuple(
        Extension(amount=e["amount"], unit=Unit(e["unit"]), reason=e["reason"], approved_by=e["approved_by"])
        for e in kept
        if "amount" in e
    )


Reaction = Callable[[Act, Clock], Awaitable[None]]
"""What a module does when one of its clocks was missed, in the sweep's transaction."""

REACTIONS: dict[str, Reaction] = {}
"""Reactions by the subject's word ("duty"), entered by the module that owns the subject."""

MOVED: dict[tuple[str, str], Reaction] = {}
"""What a module does when the end of one of its clocks was reckoned anew (a corrected calendar), by the subject's word
and the term's name: only those clocks are read one by one that somebody follows.
Whoever reckons open clocks anew calls it in the same transaction, for clocks whose `due_at` changed."""


async def end_of_term(act: Act, term: Term, region_code: str, *, since: datetime | None = None) -> Due:
    """Where `term` ends in `region_code`, begun at `since` or at the act's moment. Starts no clock."""
    calendar = await calendar_for(act.db, region_code)
    return due(await regional_term(act.db, term, region_code), since or act.now, calendar, now=act.now)


async def start(
    act: Act,
    subject: Any,
    term: Term,
    *,
    holder_id: UUID,
    permission: str,
    label: str,
    region_code: str | None,
    started_at: datetime | None = None,
    until: date | None = None,
) -> Clock:
    """Start `term` for `subject`: `holder_id` must use `permission` before it runs out.

    `started_at` defaults to the act's moment; `until` fixes the last day instead of counting the term.
    """
    region = region_code or ""
    calendar = await calendar_for(act.db, region)
    ruled = await regional_term(act.db, term, region)
    clock = Clock(
        id=new_id(),
        pauses=[],
        extensions=[],
        organisation_id=subject.organisation_id,
        subject_type=type(subject).word(),
        subject_id=subject.id,
        subject_label=label[:200],
        term=ruled.name,
        title_zh=ruled.title.zh,
        title_en=ruled.title.en,
        basis=ruled.basis,
        mark=ruled.mark,
        amount=ruled.amount,
        unit=ruled.unit,
        pausable=ruled.pausable,
        fixed_on=until,
        started_at=started_at or act.now,
        due_at=act.now,
        due_on=act.now.astimezone(ZONE).date(),
        region_code=region,
        holder_id=holder_id,
        permission=permission,
        created_at=act.now,
        updated_at=act.now,
    )
    for level in range(1, LEVELS + 1):
        setattr(clock, f"org_l{level}", getattr(subject, f"org_l{level}"))
    clock.reckon(calendar, act.now)
    act.db.add(clock)
    return clock


async def of(db: AsyncSession, subject: Any, *, open_only: bool = False) -> Sequence[Clock]:
    """The clocks of `subject`, oldest first."""
    statement = select(Clock).where(
        col(Clock.subject_type) == type(subject).word(), col(Clock.subject_id) == subject.id
    )
    if open_only:
        statement = statement.where(col(Clock.state).in_(OPEN))
    return (await db.scalars(statement.order_by(col(Clock.id)))).all()


async def stop(
    act: Act, subject: Any, terms: Iterable[str], *, cancelled: bool = False, at: datetime | None = None
) -> None:
    """Meet (or cancel) the open clocks of `subject` named in `terms`; "*" names them all. Late is remembered.

    `at` is when that was done, where it is only written down by the act (None: at the act's moment).

    A clock that is held stops at the date it would have had if it had been let go at this moment.
    """
    names, done = set(terms), at or act.now
    for clock in await of(act.db, subject, open_only=True):
        if "*" in names or clock.term in names:
            if clock.state is ClockState.PAUSED:
                await _let_go(act, clock)
            clock.state = ClockState.CANCELLED if cancelled else ClockState.MET
            clock.met_at = None if cancelled else done
            if not cancelled and clock.missed_at is None and done >= clock.due_at:
                clock.missed_at = clock.due_at
            clock.touch(act.now)


async def pause(act: Act, subject: Any, terms: Iterable[str]) -> None:
    """Hold the running clocks of `subject` named in `terms`. Raises Conflict where the law lets nothing stop one."""
    names = set(terms)
    for clock in await of(act.db, subject, open_only=True):
        if clock.term in names and clock.state is ClockState.RUNNING:
            if not clock.pausable:
                raise Conflict(
                    "clock_cannot_pause",
                    Text("法律不允许中止“{zh}”期限。", "The law lets nothing pause “{en}”.").format(
                        zh=clock.title_zh, en=clock.title_en
                    ),
                )
            clock.pauses = [*clock.pauses, [act.now.isoformat(), None]]
            clock.state = ClockState.PAUSED
            clock.touch(act.now)


async def resume(act: Act, subject: Any, terms: Iterable[str]) -> None:
    """Let the held clocks of `subject` named in `terms` go on; their due dates move by the time held."""
    names = set(terms)
    for clock in await of(act.db, subject, open_only=True):
        if clock.term in names and clock.state is ClockState.PAUSED:
            await _let_go(act, clock)
            clock.touch(act.now)


async def _let_go(act: Act, clock: Clock) -> None:
    clock.pauses = [*clock.pauses[:-1], [clock.pauses[-1][0], act.now.isoformat()]]
    clock.state = ClockState.RUNNING
    clock.reckon(await calendar_for(act.db, clock.region_code), act.now)


async def extend(
    act: Act, subject: Any, term: str, extension: Extension | None = None, *, until: date | None = None
) -> Clock:
    """Give the open clock `term` of `subject` more time: `extension` counted from its end, or a new last day `until`.

    A clock whose last day was fixed is given its extension from that day on. Raises Conflict where no such clock is
    open, ValueError for hours added to a fixed day. Who may give how much is not asked here: see `grant`.
    """
    return await _prolong(act, await _open(act, subject, term), extension, until)


async def grant(act: Act, subject: Any, term: Term, extension: Extension, *, asked_on: date) -> Clock:
    """Extend the open clock of `term` by the tier of the law whose turn it is: the first, then the second, and so on.

    `asked_on` is the day on which it was asked for. Raises Conflict: `no_open_clock`, `no_further_extension` (every
    tier was used), `extension_asked_late`; Forbidden: without the tier's permission; Invalid: `extension_too_long` (or
    another unit than the tier's).
    """
    clock = await _open(act, subject, term.name)
    if len(clock.extensions) >= len(term.extensions):
        raise Conflict(
            "no_further_extension",
            Text("“{zh}”期限不能再延长。", "“{en}” cannot be extended any further.").format(
                zh=term.title.zh, en=term.title.en
            ),
        )
    tier = term.extensions[len(clock.extensions)]
    act.me.require(tier.permission)
    last = tier.ask_by(clock.due_on, await calendar_for(act.db, clock.region_code))
    if last is not None and asked_on > last:
        raise Conflict(
            "extension_asked_late",
            Text("延期最迟应在 {last} 申请（{basis}）。", "More time had to be asked for by {last} ({basis}).").format(
                last=last, basis=tier.basis
            ),
        )
    limit = tier.limit(clock.as_term())
    if extension.unit is not tier.unit or (limit is not None and extension.amount > limit):
        text = Text("最多可延长 {zh}（{basis}）。", "The extension may be {en} at most ({basis}).").format(
            zh=length_of(limit, tier.unit).zh if limit is not None else tier.unit,
            en=length_of(limit, tier.unit).en if limit is not None else tier.unit,
            basis=tier.basis,
        )
        raise Invalid("extension_too_long", text)
    return await _prolong(act, clock, extension, None)


async def _open(act: Act, subject: Any, term: str) -> Clock:
    for clock in await of(act.db, subject, open_only=True):
        if clock.term == term:
            return clock
    raise Conflict(
        "no_open_clock", Text("没有正在计算的“{term}”期限。", "No clock “{term}” is running.").format(term=term)
    )


async def _prolong(act: Act, clock: Clock, extension: Extension | None, until: date | None) -> Clock:
    calendar = await calendar_for(act.db, clock.region_code)
    given: dict[str, Any] = {
        "approved_by": str(act.me.id),
        "approved_at": act.now.isoformat(),
        "was_due_on": str(clock.due_on),
    }
    if until is not None:
        clock.fixed_on = until
        given |= {"until": str(until)}
    elif extension is not None:
        given |= {"amount": extension.amount, "unit": extension.unit.value, "reason": extension.reason}
        if clock.fixed_on is not None:
            if extension.unit is Unit.HOURS:
                raise ValueError("a clock that ends with a day is not extended by hours")
            fixed = End(end_of(clock.fixed_on), clock.fixed_on)
            clock.fixed_on = after(fixed, extension.amount, extension.unit, calendar, ()).on
    clock.extensions = [*clock.extensions, given]
    clock.reckon(calendar, act.now)
    clock.touch(act.now)
    return clock
