"""The duties that should be in force against those that are, and writing the difference in parts.

Launch and amendment are the same act: bring the duties of a campaign to what its plan says. Comparing is by key
(clause, organisation, period), so that work killed at any moment goes on with what is still missing, whatever has
changed in the district meanwhile. What somebody has done, or failed to do, is never ended or moved: submitted,
returned, approved, missing and exempt duties stay as they are; one with documents or event reports is not ended.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.campaigns.exempting import TAKEN_BACK, released
from duban.campaigns.expanding import Key, Planned
from duban.campaigns.launching import CONTENT, clock_row, content, write_duties
from duban.campaigns.matching import District
from duban.campaigns.models import Campaign, Duty
from duban.campaigns.rules import ASKED, DutyState, Fact, fact_when_open
from duban.kernel.acts import Act
from duban.kernel.bulk import insert_many
from duban.kernel.clock import day_of
from duban.kernel.clocks import OPEN, Clock, ClockState, end_of

PART = 1_000
"""Existing duties per part: each is journalled by itself."""

PART_NEW = 5_000
"""New duties per part: one transaction, about a second."""

WAITING = (DutyState.PLANNED, DutyState.OPEN)
"""States in which nobody has acted yet."""

_READ = (
    "id",
    "number",
    "clause_code",
    "organisation_id",
    "period",
    "state",
    "event_count",
    "document_count",
    "issued_after_due",
    "retired_at",
)


@dataclass
class Difference:
    """What is to be done, duty by duty; rows of `ended`, `moved` and `restored` are read columns, not entities.

    `moved` get new days or content; `restored` were ended by an earlier amendment and come back as themselves, because
    their key is taken for ever. `kept` would be ended or moved, had nobody acted on them. `past`: due before today and
    therefore not given out any more.
    """

    added: list[Planned] = field(default_factory=list)
    restored: list[tuple[Any, Planned]] = field(default_factory=list)
    moved: list[tuple[Any, Planned]] = field(default_factory=list)
    ended: list[Any] = field(default_factory=list)
    kept: int = 0
    past: int = 0

    @property
    def size(self) -> int:
        return len(self.added) + len(self.restored) + len(self.moved) + len(self.ended)

    def counts(self) -> dict[str, int]:
        return {
            "added": len(self.added) + len(self.restored),
            "ended": len(self.ended),
            "moved": len(self.moved),
        }

    def parts(self) -> Iterator["Difference"]:
        """The same, cut into parts of one transaction each. What ends comes first."""
        for rows in _cut(self.ended, PART):
            yield Difference(ended=rows)
        for pairs in _cut(self.moved, PART):
            yield Difference(moved=pairs)
        for pairs in _cut(self.restored, PART):
            yield Difference(restored=pairs)
        for planned in _cut(self.added, PART_NEW):
            yield Difference(added=planned)


def _cut(items: list[Any], size: int) -> Iterator[list[Any]]:
    return (items[start : start + size] for start in range(0, len(items), size))


async def compare(
    db: AsyncSession, campaign_id: UUID, planned: Iterable[Planned], now: datetime, *, past_too: bool
) -> Difference:
    """What separates the campaign's duties from `planned`. `past_too`: a launch gives out what was due before today as
    well; an amendment does not, because nobody is blamed for a day that he was never given."""
    wanted: dict[Key, Planned] = {one.key: one for one in planned}
    found = Difference()
    table = Duty.__table__.c  # type: ignore[attr-defined]
    names = (*_READ, *CONTENT)
    present = await db.execute(
        select(*(table[name] for name in names)).where(table.campaign_id == campaign_id).order_by(table.id)
    )
    today = day_of(now)
    meant: dict[tuple[str, str], tuple[Any, ...]] = {}  # the same for everybody who owes one clause in one period
    for row in present:
        one = wanted.pop((row.clause_code, row.organisation_id, row.period), None)
        if row.retired_at is not None:
            if one is not None and one.period.due_on >= today:
                found.restored.append((row, one))
            elif one is not None:
                found.past += 1
        elif one is None:
            if may_end(row, now):
                found.ended.append(row)
            else:
                found.kept += 1
        else:
            same = (row.clause_code, row.period)
            if same not in meant:
                columns = content(one)
                meant[same] = tuple(columns[name] for name in CONTENT)
            if tuple(row)[len(_READ) :] == meant[same]:
                continue
            if untouched(row, now):
                found.moved.append((row, one))
            else:
                found.kept += 1
    for one in wanted.values():
        if past_too or one.period.due_on >= today:
            found.added.append(one)
        else:
            found.past += 1
    return found


def untouched(duty: Any, now: datetime) -> bool:
    """Whether nobody has acted on the duty, and its day has not passed either (then it is missing, swept or not)."""
    overdue = not duty.issued_after_due and end_of(duty.due_on) <= now
    return duty.state in WAITING and not overdue


def may_end(duty: Any, now: datetime) -> bool:
    """Whether an amendment may end the duty: untouched, and nothing handed in on it."""
    return untouched(duty, now) and not duty.event_count and not duty.document_count


async def write(
    act: Act,
    campaign: Campaign,
    district: District,
    part: Difference,
    clause_ids: Mapping[str, UUID],
    *,
    reason: str | None,
) -> None:
    """Write `part` in the running transaction, journalled with counts and a SHA-256 over the duties' ids.

    Rows are locked and judged again: what somebody acted on since the comparison stays. `district` is read in this
    transaction, so that a new duty goes to an organisation where it stands now, and to none that was closed.
    """
    ended = await _end(act, part.ended, reason)
    moved = await _move(act, part.moved, reason)
    restored = await _move(act, part.restored, reason)
    here = {party.id: party for party in (district.issuer, *district.parties)}
    added = [replace(one, party=here[one.party.id]) for one in part.added if one.party.id in here]
    touched = [duty.id for duty in (*ended, *moved, *restored)]
    touched += await write_duties(act, campaign, district, added, clause_ids)
    counts = {"added": len(added) + len(restored), "ended": len(ended), "moved": len(moved)}
    told: dict[str, tuple[Any, Any]] = {name: (0, count) for name, count in counts.items() if count}
    told["sha256"] = (None, digest_of(touched))
    act.note("campaign:duties", campaign, changes=told, reason=reason)


def digest_of(ids: Iterable[UUID]) -> str:
    """SHA-256 over the ids, in their order: what one journal entry says of many duties."""
    return hashlib.sha256(b"".join(id.bytes for id in ids)).hexdigest()


async def _locked(act: Act, rows: Iterable[Any]) -> list[Duty]:
    ids = [row.id for row in rows]
    found = await act.db.scalars(select(Duty).where(col(Duty.id).in_(ids)).order_by(col(Duty.id)).with_for_update())
    return list(found)


async def _end(act: Act, rows: list[Any], reason: str | None) -> list[Duty]:
    duties = [duty for duty in await _locked(act, rows) if may_end(duty, act.now)] if rows else []
    values = {**released(act, reason or ""), "retired_at": act.now}
    for duty in duties:
        act.change(duty, values, action="duty:end", reason=reason)
    await cancel_clocks(act, [duty.id for duty in duties])
    return duties


async def _move(act: Act, pairs: list[tuple[Any, Planned]], reason: str | None) -> list[Duty]:
    """Give duties new days or content, and those that were ended their life back. Where the last day changes, the old
    clock is kept as cancelled and a new one runs; a day that lies in the past already starts none."""
    planned = {row.id: one for row, one in pairs}
    done: list[Duty] = []
    anew: list[Duty] = []
    for duty in await _locked(act, [row for row, _ in pairs]) if pairs else []:
        back = duty.retired_at is not None
        if not back and not untouched(duty, act.now):
            continue
        values = content(planned[duty.id])
        if back or values["due_on"] != duty.due_on:
            anew.append(duty)
            values["issued_after_due"] = values["due_on"] < day_of(act.now)
        is_open = values["opens_on"] <= day_of(act.now)
        values["state"] = DutyState.OPEN if is_open else DutyState.PLANNED
        values["fact"] = fact_when_open(standing=values["standing"]) if is_open else Fact.NOT_DUE
        if back:
            values |= {"retired_at": None, **TAKEN_BACK}
        act.change(duty, values, action="duty:restore" if back else "duty:move", reason=reason)
        done.append(duty)
    await cancel_clocks(act, [duty.id for duty in anew])
    clocks = [clock_row(act.now, duty.model_dump()) for duty in anew if not (duty.issued_after_due or duty.standing)]
    await insert_many(act.db, Clock, clocks)
    return done


async def cancel_clocks(act: Act, duty_ids: list[UUID]) -> None:
    """Cancel the clocks of these duties that still ask for a report."""
    if duty_ids:
        await act.db.flush()
        await act.db.execute(
            update(Clock)
            .where(
                col(Clock.subject_type) == Duty.word(),
                col(Clock.subject_id).in_(duty_ids),
                col(Clock.term).in_(ASKED),
                col(Clock.state).in_(OPEN),
            )
            .values(state=ClockState.CANCELLED, version=col(Clock.version) + 1, updated_at=act.now)
            .execution_options(synchronize_session=False)
        )
