"""The job that gives open clocks their new dates when a calendar changed, and keeps the old dates.

One transaction takes a batch: revisions, clocks, and one journal entry with the digest of the batch's revisions,
because a million entries would hide the few that matter. What matters has an entry of its own: a clock that was marked
late under the wrong calendar and is not late under the right one loses the mark (`clock:unmiss`); its revision keeps
that it had it. What a module did when the clock was missed is not undone here: the entries name the clocks, and people
decide.
"""

import asyncio
import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import and_, case, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.kernel.acts import Act
from duban.kernel.bulk import insert_many
from duban.kernel.calendar_store import CalendarEdition, newest_edition, seed_digest
from duban.kernel.clock import now
from duban.kernel.clock_reckoning import Examination, Facts, Reckoner, Tally, touched
from duban.kernel.clock_revision import ClockRevision
from duban.kernel.clocks import MOVED, Clock
from duban.kernel.db import Database
from duban.kernel.errors import Text
from duban.kernel.jobs import Work, enqueue, handles
from duban.kernel.journal import Visibility
from duban.kernel.lane import dump
from duban.kernel.organisations import Organisation
from duban.kernel.schedule import daily

log = structlog.get_logger("duban.recompute")

KIND = "clock-recompute"
FOLLOWED = 200
"""Moved clocks per transaction that their module follows row by row (`clocks.MOVED`)."""
HOLDERS_TOLD = 200
"""How many of the organisations touched most the job's result names; `clock_revision` has them all."""
AGAIN_AFTER, AGAIN_WITHIN = timedelta(hours=1), timedelta(hours=50)
"""When an edition is looked at once more: a clock may have been reckoned by the old calendar while it was published."""
AGAIN = 1_000_001
"""The number of that second look's first batch."""
ALL_DAYS = (date(2000, 1, 1), date(2099, 12, 31))
"""The span of an edition that comes with a new version of the program: what exactly changed is not known."""


@handles(KIND, title=Text("重算期限", "Recompute clocks"), unit="clocks")
async def recompute(work: Work) -> Mapping[str, Any]:
    """Recompute the clocks that edition `payload.edition` touches, in the order of their ids."""
    kept = work.cursor or {"after": None, "tally": {}, "batch": work.payload.get("first_batch", 1)}
    after, tally, number = kept["after"] and UUID(kept["after"]), Tally(**kept["tally"]), kept["batch"]
    async with work.database.reading() as connection, AsyncSession(connection) as db:
        edition = await db.get_one(CalendarEdition, work.payload["edition"])
        reckoner = Reckoner(await newest_edition(db))
        to_come = and_(touched(edition), col(Clock.id) > (after or UUID(int=0)))
        total = tally.examined + (await db.scalar(select(func.count()).select_from(Clock).where(to_come)) or 0)
    ahead = Ahead(work.database, Examination(work.database, edition, reckoner))
    try:
        while found := await ahead.take(after):
            for portion in portions(*found):
                async with work.step() as act:
                    whole = await revise(act, edition, reckoner.edition, number, portion, tally)
                    number += 1
                    after = portion.end if whole else after
                    kept = {"after": str(after) if after else None, "tally": asdict(tally), "batch": number}
                    act.checkpoint(kept, done=tally.examined, total=max(total, tally.examined))
                if not whole:
                    break
    finally:
        await ahead.close()
    return {"edition": edition.number, **asdict(tally), **await _holders(work, edition.number)}


Found = tuple[Sequence[Facts], list[dict[str, Any]]]


class Ahead:
    """Examines the next batch while the present one is being written."""

    def __init__(self, database: Database, examination: Examination) -> None:
        self.database = database
        self.examination = examination
        self._after: UUID | None = None
        self._task: asyncio.Task[Found] | None = None

    async def take(self, after: UUID | None) -> Found | None:
        """The batch after the id `after`; None at the end. Begins with the one behind it."""
        if self._task is None or self._after != after:
            await self.close()
            self._task = asyncio.create_task(self._examine(after))
        found = await self._task
        self._task = None
        if not found[0]:
            return None
        self._after = found[0][-1]["id"]
        self._task = asyncio.create_task(self._examine(self._after))
        return found

    async def close(self) -> None:
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def _examine(self, after: UUID | None) -> Found:
        async with self.database.reading() as connection, AsyncSession(connection) as db:
            return await self.examination.batch(db, now(), after=after)


@dataclass(frozen=True)
class Portion:
    """Revisions for one transaction, the `examined` clocks they come from, and the id at which it ends."""

    revisions: Sequence[Mapping[str, Any]]
    follow: Sequence[UUID]
    examined: int
    end: UUID


def portions(clocks: Sequence[Facts], revisions: Sequence[Mapping[str, Any]]) -> Iterator[Portion]:
    """A batch cut so that no transaction has more than `FOLLOWED` moved clocks that their modules follow."""
    followed = {clock["id"] for clock in clocks if (clock["subject_type"], clock["term"]) in MOVED} if MOVED else set()
    moving = [r["clock_id"] for r in revisions if r["clock_id"] in followed and r["due_at"] != r["old_due_at"]]
    ids = [clock["id"] for clock in clocks]
    ends = [*moving[FOLLOWED - 1 :: FOLLOWED], ids[-1]]
    begun, written = 0, 0
    for cut in dict.fromkeys(ends):
        end = bisect_right(ids, cut)
        last = bisect_right(revisions, cut, key=lambda revision: revision["clock_id"])
        part = revisions[written:last]
        yield Portion(part, [id for id in moving if ids[begun] <= id <= cut], end - begun, cut)
        begun, written = end, last


async def revise(act: Act, edition: CalendarEdition, version: int, number: int, portion: Portion, tally: Tally) -> bool:
    """Write `portion` as batch `number` of `edition`; clocks are then of calendar `version`. Counts into `tally`.

    Locks the clocks that change until the transaction ends. One that somebody else changed while it was being reckoned
    keeps their date; then the answer is False, and what is left of the portion is to be examined again.
    """
    written = await _write(act, edition, version, number, portion.revisions) if portion.revisions else []
    await _follow(act, portion.follow, written)
    for revision in written:
        tally.count(revision)
    whole = len(written) == len(portion.revisions)
    tally.examined += portion.examined if whole else len(written)
    return whole


async def _write(
    act: Act, edition: CalendarEdition, version: int, number: int, revisions: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Write `revisions` and their clocks, journal the batch; returns those whose clocks nobody else had changed."""
    rows: list[Mapping[str, Any]] = [{"edition": edition.number, "batch": number, **revision} for revision in revisions]
    await insert_many(act.db, ClockRevision, rows)
    # The planner knows nothing of rows just written; the range of ids keeps it from reading everything.
    first, last = rows[0]["clock_id"], rows[-1]["clock_id"]
    of_batch = and_(
        col(ClockRevision.clock_id).between(first, last),
        col(ClockRevision.edition) == edition.number,
        col(ClockRevision.batch) == number,
    )
    unmissed = and_(col(ClockRevision.old_missed_at).is_not(None), col(ClockRevision.missed_at).is_(None))
    result = await act.db.execute(
        update(Clock)
        .values(
            due_at=col(ClockRevision.due_at),
            due_on=col(ClockRevision.due_on),
            provisional=col(ClockRevision.provisional),
            missed_at=col(ClockRevision.missed_at),
            escalated_to_id=case((unmissed, None), else_=col(Clock.escalated_to_id)),
            calendar_version=version,
            version=col(Clock.version) + 1,
            updated_at=act.now,
        )
        .where(
            of_batch,
            col(Clock.id) == col(ClockRevision.clock_id),
            col(Clock.version) == col(ClockRevision.clock_version),
            col(Clock.id).between(first, last),
        )
        .execution_options(synchronize_session=False)
    )
    written = rows
    if result.rowcount < len(rows):  # type: ignore[attr-defined]
        ours = exists().where(
            col(Clock.id) == col(ClockRevision.clock_id),
            col(Clock.version) == col(ClockRevision.clock_version) + 1,
            col(Clock.calendar_version) == version,
        )
        await act.db.execute(delete(ClockRevision).where(of_batch, ~ours).execution_options(synchronize_session=False))
        left = set(await act.db.scalars(select(col(ClockRevision.clock_id)).where(of_batch)))
        written = [row for row in rows if row["clock_id"] in left]
    if written:
        tally = Tally()
        for revision in written:
            tally.count(revision)
        told = {name: (None, count) for name, count in asdict(tally).items() if count}
        act.note(
            "calendar_edition:recompute",
            edition,
            changes={
                **told, "batch": (None, number), "clocks": (None, len(written)), "digest": (None, digest_of(written)),
            },
            visibility=Visibility.ADMINISTRATION,
        )  # fmt: skip
    return written


def digest_of(revisions: Iterable[Mapping[str, Any]]) -> str:
    """SHA-256 over revisions in the order of their clocks' ids: a JSON list of the lists of their facts."""
    names = ("clock_id", "old_due_at", "old_provisional", "old_missed_at", "due_at", "provisional", "missed_at")
    return hashlib.sha256(dump([[revision[name] for name in names] for revision in revisions])).hexdigest()


async def _follow(act: Act, moving: Sequence[UUID], written: Sequence[Mapping[str, Any]]) -> None:
    """Journal the clocks that are not late after all, and let modules follow the ends that moved."""
    by_id = {revision["clock_id"]: revision for revision in written}
    unmissed = {id for id, r in by_id.items() if r["old_missed_at"] is not None and r["missed_at"] is None}
    wanted = unmissed | (set(moving) & by_id.keys())
    if not wanted:
        return
    for clock in await act.db.scalars(select(Clock).where(col(Clock.id).in_(wanted)).order_by(col(Clock.id))):
        id, revision = clock.id, by_id[clock.id]
        if id in unmissed:
            changes = {"missed_at": (revision["old_missed_at"], None), "due_at": (revision["old_due_at"], clock.due_at)}
            act.note("clock:unmiss", clock, label=clock.subject_label, changes=changes)
        if react := MOVED.get((clock.subject_type, clock.term)):
            try:
                async with act.db.begin_nested():
                    await react(act, clock)
                    await act.db.flush()
            except Exception as error:
                log.error("reaction_failed", clock=str(id), exc_info=error)


async def _holders(work: Work, edition: int) -> dict[str, Any]:
    """Whom the edition touched: how many organisations, and those with most clocks by name."""
    clocks = func.count().label("clocks")
    query = (
        select(col(ClockRevision.holder_id), col(Organisation.name), clocks)
        .join(Organisation, col(Organisation.id) == col(ClockRevision.holder_id))
        .where(col(ClockRevision.edition) == edition)
        .group_by(col(ClockRevision.holder_id), col(Organisation.name))
        .order_by(clocks.desc(), col(ClockRevision.holder_id))
    )
    async with work.database.reading() as connection:
        rows = (await connection.execute(query)).all()
    told = [{"organisation_id": str(id), "name": name, "clocks": count} for id, name, count in rows[:HOLDERS_TOLD]]
    return {"holders_total": len(rows), "holders": told}


@daily("calendar-check", at=time(3, 10), title=Text("日历核对", "Calendar check"))
async def calendar_check(work: Work) -> Mapping[str, Any]:
    """Take up a calendar that came with a new version of the program, and look once more at what was just published."""
    async with work.step() as act:
        shipped = await take_up_shipped(act)
        recent = await act.db.scalars(
            select(col(CalendarEdition.number)).where(
                col(CalendarEdition.first_day).is_not(None),
                col(CalendarEdition.made_at) >= act.now - AGAIN_WITHIN,
                col(CalendarEdition.made_at) <= act.now - AGAIN_AFTER,
            )
        )
        again = [
            await enqueue(act, KIND, {"edition": n, "first_batch": AGAIN}, dedupe_key=f"{KIND}:{n}:again")
            for n in recent.all()
        ]
        return {"shipped_edition": shipped, "looked_at_again": len(again)}


async def take_up_shipped(act: Act) -> int | None:
    """Make an edition where the shipped data is not what the newest one was made with; returns its number.

    The first edition of all only notes what this installation began with.
    """
    newest = await act.db.scalar(select(CalendarEdition).order_by(col(CalendarEdition.number).desc()).limit(1))
    if newest is not None and newest.seed_digest == seed_digest():
        return None
    first_day, last_day = (None, None) if newest is None else ALL_DAYS
    edition = CalendarEdition(
        number=newest.number + 1 if newest else 1,
        source="内置日历",
        reason="首次启用" if newest is None else "程序升级",
        made_at=act.now,
        made_by_id=act.me.id,
        made_by_name=act.me.name,
        seed_digest=seed_digest(),
        first_day=first_day,
        last_day=last_day,
    )
    act.db.add(edition)
    act.note("calendar_edition:take_up", edition, visibility=Visibility.ADMINISTRATION)
    await act.db.flush()
    if first_day is not None:
        await enqueue(act, KIND, {"edition": edition.number}, dedupe_key=f"{KIND}:{edition.number}")
    return edition.number
