"""A changed calendar moves the open clocks it touches, no others, keeps their old dates, and says whom it touched."""

from datetime import date
from typing import Any

import orjson
import pytest
from sqlalchemy import func, select, update
from sqlmodel import col

from duban.kernel import clock_reckoning, clock_recompute, clocks, worker
from duban.kernel.acts import Act
from duban.kernel.calendar_store import CalendarEdition
from duban.kernel.clock import now
from duban.kernel.clock_recompute import digest_of, take_up_shipped
from duban.kernel.clock_revision import ClockRevision
from duban.kernel.clocks import MOVED, Clock, ClockState
from duban.kernel.db import Database
from duban.kernel.job_model import Job, JobState
from duban.kernel.system_actor import system_act
from duban.kernel.terms import Extension, Unit
from support.running_clocks import clock_of, entries, running
from support.samples import ANSWER, Sample
from support.world import World

pytestmark = pytest.mark.anyio

OFF_9_AND_10_MARCH = [{"first": "2026-03-09", "last": "2026-03-10", "kind": "off", "note": "防汛"}]
FIRM_2027 = [{"first": "2027-01-01", "last": "2027-01-01", "kind": "off", "note": "元旦"}]


async def publish(world: World, url: str, runs: list[dict[str, Any]]) -> dict[str, Any]:
    """Publish a notice, do every job that follows, and give the result of the recomputation."""
    who = world.person("city", "calendar.write", "job.read")
    tag = (await who.get(url)).headers["etag"]
    body = {"runs": runs, "source": "试行通知", "reason": "试验"}
    told = (await who.put(url, body, headers={"If-Match": tag})).json()
    await worker.drain(world.database)
    job = (await who.get(f"/jobs/{told['job_id']}")).json()
    assert job["state"] == "done", job
    result: dict[str, Any] = job["result"]
    return result


async def revisions(database: Database) -> list[ClockRevision]:
    async with database.transaction() as db:
        return list(await db.scalars(select(ClockRevision).order_by(col(ClockRevision.clock_id))))


async def test_a_clock_over_the_changed_days_ends_later_and_its_old_date_is_kept(world: World) -> None:
    with world.at("2026-03-02 09:00"):
        id = await running(world)  # 3, 4, 5, 6, 9 March
    before = await clock_of(world.database, id)
    assert before.due_on == date(2026, 3, 9)
    with world.at("2026-03-05 09:00"):
        result = await publish(world, "/calendars/2026?region=990102", OFF_9_AND_10_MARCH)
    after = await clock_of(world.database, id)
    assert after.due_on == date(2026, 3, 11)
    assert after.due_at.isoformat() == "2026-03-11T16:00:00+00:00"
    assert (after.calendar_version, after.version) == (1, before.version + 1)
    (kept,) = await revisions(world.database)
    assert (kept.old_due_on, kept.due_on) == (date(2026, 3, 9), date(2026, 3, 11))
    assert (kept.old_due_at, kept.due_at, kept.edition) == (before.due_at, after.due_at, 1)
    hospital = world.organisations["north_hospital"]
    assert result == {
        "edition": 1, "examined": 1, "later": 1, "earlier": 0, "firm": 0, "provisional": 0, "unmissed": 0,
        "holders_total": 1,
        "holders": [{"organisation_id": str(hospital.id), "name": "north_hospital", "clocks": 1}],
    }  # fmt: skip


async def test_a_published_year_makes_provisional_clocks_firm(world: World) -> None:
    with world.at("2026-12-28 09:00"):
        id = await running(world)  # 29, 30, 31 December, 4, 5 January
        assert ((await clock_of(world.database, id)).due_on, (await clock_of(world.database, id)).provisional) == (
            date(2027, 1, 5),
            True,
        )
        result = await publish(world, "/calendars/2027", FIRM_2027)
    clock = await clock_of(world.database, id)
    assert (clock.due_on, clock.provisional) == (date(2027, 1, 5), False)
    assert (result["firm"], result["later"], result["earlier"]) == (1, 0, 0)
    (kept,) = await revisions(world.database)
    assert (kept.old_provisional, kept.provisional, kept.old_due_on == kept.due_on) == (True, False, True)


async def test_clocks_that_the_change_cannot_reach_are_not_looked_at(world: World) -> None:
    fixed = date(2026, 3, 20)
    with world.at("2026-02-24 09:00"):
        await running(world, title="先已届满", due_on=date(2026, 3, 3))
    with world.at("2026-03-02 09:00"):
        await running(world, title="另一地区", region="990103")
        await running(world, title="约定日期", fixed_on=fixed, due_on=fixed)
        await running(world, title="已办", state=ClockState.MET)
        await running(world, title="中止", state=ClockState.PAUSED)
    with world.at("2026-03-11 09:00"):
        await running(world, title="其后开始")
        result = await publish(world, "/calendars/2026?region=990102", OFF_9_AND_10_MARCH)
    assert result["examined"] == 0
    assert await revisions(world.database) == []


async def test_pauses_and_extensions_are_reckoned_again_too(world: World) -> None:
    with world.at("2026-03-02 09:00"):
        id = await running(world)
    async with world.database.transaction() as db:
        clock = await db.get_one(Clock, id)
        sample = await db.get_one(Sample, clock.subject_id)
        me = world.person("north").actor
        with world.at("2026-03-03 09:00"):
            await clocks.pause(Act(db, me, now()), sample, [clock.term])
        with world.at("2026-03-04 09:00"):
            await clocks.resume(Act(db, me, now()), sample, [clock.term])
        with world.at("2026-03-05 09:00"):
            more = Extension(2, Unit.WORKING_DAYS, "情况复杂", str(me.id))
            await clocks.extend(Act(db, me, now()), sample, clock.term, more)
    # 3 and 4 March are paused: 5, 6, 9, 10, 11, then two more: 12, 13.
    assert (await clock_of(world.database, id)).due_on == date(2026, 3, 13)
    with world.at("2026-03-05 10:00"):
        await publish(world, "/calendars/2026?region=990102", OFF_9_AND_10_MARCH)
    # 5, 6, 11, 12, 13, then 16, 17.
    assert (await clock_of(world.database, id)).due_on == date(2026, 3, 17)


async def test_a_clock_that_is_not_late_after_all_loses_the_mark_and_the_journal_says_so(world: World) -> None:
    with world.at("2026-03-02 09:00"):
        id = await running(world)
    with world.at("2026-03-10 00:30"):
        await worker.drain(world.database, ticks=True)
        missed = await clock_of(world.database, id)
        assert missed.missed_at is not None
        assert missed.escalated_to_id == world.organisations["north"].id
    with world.at("2026-03-10 09:00"):
        result = await publish(world, "/calendars/2026?region=990102", OFF_9_AND_10_MARCH)
    clock = await clock_of(world.database, id)
    assert (clock.due_on, clock.missed_at, clock.escalated_to_id) == (date(2026, 3, 11), None, None)
    assert result["unmissed"] == 1
    (kept,) = await revisions(world.database)
    assert (kept.old_missed_at, kept.missed_at) == (missed.missed_at, None)
    (entry,) = await entries(world.database, "clock:unmiss")
    assert (entry.subject_id, orjson.loads(entry.changes)["missed_at"]) == (id, ["2026-03-09T16:00:00Z", None])
    with world.at("2026-03-12 00:00"):
        await worker.drain(world.database, ticks=True)
    assert (await clock_of(world.database, id)).missed_at == clock.due_at


async def test_a_clock_still_late_keeps_the_mark_at_its_new_end(world: World) -> None:
    with world.at("2026-03-02 09:00"):
        id = await running(world)
    with world.at("2026-03-20 09:00"):
        await worker.drain(world.database, ticks=True)
        result = await publish(world, "/calendars/2026?region=990102", OFF_9_AND_10_MARCH)
    clock = await clock_of(world.database, id)
    assert clock.missed_at == clock.due_at
    assert clock.due_on == date(2026, 3, 11)
    assert clock.escalated_to_id == world.organisations["north"].id
    assert result["unmissed"] == 0
    assert await entries(world.database, "clock:unmiss") == []


async def test_an_end_that_moves_into_the_past_is_missed_by_the_next_sweep(world: World) -> None:
    with world.at("2026-03-02 09:00"):
        await publish(world, "/calendars/2026?region=990102", OFF_9_AND_10_MARCH)
        id = await running(world)
        assert (await clock_of(world.database, id)).due_on == date(2026, 3, 11)
    with world.at("2026-03-10 09:00"):
        result = await publish(world, "/calendars/2026?region=990102", [])
        assert result["earlier"] == 1
        await worker.drain(world.database, ticks=True)
    clock = await clock_of(world.database, id)
    assert (clock.due_on, clock.missed_at) == (date(2026, 3, 9), clock.due_at)


async def test_every_batch_is_one_entry_whose_digest_can_be_computed_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock_reckoning, "BATCH", 2)
    with world.at("2026-03-02 09:00"):
        for number in range(5):
            await running(world, title=f"第{number}件")
    with world.at("2026-03-05 09:00"):
        result = await publish(world, "/calendars/2026?region=990102", OFF_9_AND_10_MARCH)
    assert (result["examined"], result["later"]) == (5, 5)
    told = [orjson.loads(entry.changes) for entry in await entries(world.database, "calendar_edition:recompute")]
    assert [(t["batch"][1], t["clocks"][1]) for t in told] == [(1, 2), (2, 2), (3, 1)]
    kept = await revisions(world.database)
    for entry in told:
        batch = [row.model_dump() for row in kept if row.batch == entry["batch"][1]]
        assert digest_of(batch) == entry["digest"][1]
    batch[0]["old_due_at"] = batch[0]["due_at"]
    assert digest_of(batch) != told[-1]["digest"][1]


async def test_a_clock_changed_by_somebody_meanwhile_is_reckoned_again_from_its_new_facts(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with world.at("2026-03-02 09:00"):
        id = await running(world)
        other = await running(world, title="旁边")
    write, times = clock_recompute.revise, 0

    async def late(act: Act, *given: Any) -> bool:
        nonlocal times
        times += 1
        if times == 1:  # somebody changed the clock after it was examined: the term is now 6 working days
            await act.db.execute(
                update(Clock).where(col(Clock.id) == id).values(amount=6, version=col(Clock.version) + 1)
            )
        return await write(act, *given)

    monkeypatch.setattr(clock_recompute, "revise", late)
    with world.at("2026-03-05 09:00"):
        result = await publish(world, "/calendars/2026?region=990102", OFF_9_AND_10_MARCH)
    assert (await clock_of(world.database, id)).due_on == date(2026, 3, 12)
    assert (await clock_of(world.database, other)).due_on == date(2026, 3, 11)
    kept = {row.clock_id: row for row in await revisions(world.database)}
    assert len(kept) == 2
    assert kept[id].due_on == date(2026, 3, 12)
    assert (result["examined"], result["later"]) == (2, 2)


async def test_modules_follow_the_ends_that_moved_and_a_failing_one_stops_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, date]] = []

    async def follow(act: Act, clock: Clock) -> None:
        if clock.subject_label == "坏":
            raise RuntimeError("broken")
        seen.append((clock.subject_label, clock.due_on))

    monkeypatch.setitem(MOVED, ("sample", ANSWER.name), follow)
    monkeypatch.setattr(clock_recompute, "FOLLOWED", 1)
    with world.at("2026-03-02 09:00"):
        for title in ("甲", "坏", "乙"):
            await running(world, title=title)
    with world.at("2026-03-05 09:00"):
        result = await publish(world, "/calendars/2026?region=990102", OFF_9_AND_10_MARCH)
    assert seen == [("甲", date(2026, 3, 11)), ("乙", date(2026, 3, 11))]
    assert (result["examined"], result["later"]) == (3, 3)


async def test_a_clock_started_by_the_old_calendar_meanwhile_is_found_the_day_after(world: World) -> None:
    with world.at("2026-03-05 09:00"):
        await publish(world, "/calendars/2026?region=990102", OFF_9_AND_10_MARCH)
        id = await running(world, calendar_version=0, due_on=date(2026, 3, 12), due_at=now())
    with world.at("2026-03-05 09:30"):
        await worker.drain(world.database, ticks=True)
    assert (await clock_of(world.database, id)).due_on == date(2026, 3, 12)
    with world.at("2026-03-06 03:10"):
        await worker.drain(world.database, ticks=True)
    # 6, 11, 12, 13, 16 March
    assert (await clock_of(world.database, id)).due_on == date(2026, 3, 16)
    with world.at("2026-03-07 03:10"):
        await worker.drain(world.database, ticks=True)
    async with world.database.transaction() as db:
        jobs = select(func.count()).select_from(Job).where(col(Job.kind) == "clock-recompute")
        assert await db.scalar(jobs) == 2


async def test_a_calendar_that_comes_with_a_new_version_is_taken_up(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def take_up() -> int | None:
        async with world.database.transaction() as db:
            act = await system_act(db)
            assert act is not None
            return await take_up_shipped(act)

    assert await take_up() == 1
    assert await take_up() is None
    assert await worker.drain(world.database) == 0  # what an installation begins with moves no clock
    monkeypatch.setattr(clock_recompute, "seed_digest", lambda: "another")
    with world.at("2026-03-02 09:00"):
        id = await running(world)
        assert await take_up() == 2
        assert await take_up() is None
        assert await worker.drain(world.database) == 1
    assert (await clock_of(world.database, id)).due_on == date(2026, 3, 9)
    async with world.database.transaction() as db:
        job = (await db.scalars(select(Job))).one()
        assert (job.state, job.done) == (JobState.DONE, 1)
        assert await db.scalar(select(func.count()).select_from(CalendarEdition)) == 2
