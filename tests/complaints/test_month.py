"""A month of hospitals' systems over a bad line: in the end both sides hold the same, nothing lost, nothing doubled."""

from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from bench.his_month import HospitalSystem, Line, live_through
from duban.complaints.models import Complaint
from duban.kernel.clock import now
from duban.kernel.clocks import Clock
from duban.kernel.journal import JournalEntry
from support.complaints import Complaints
from support.world import Person

pytestmark = pytest.mark.anyio


def sending(person: Person) -> Any:
    async def send(method: str, path: str, body: Any) -> tuple[int, Any]:
        answer = await person.request(method, path, json=body)
        return answer.status_code, answer.json()

    return send


@pytest.mark.parametrize("seed", [1, 2])
async def test_both_sides_hold_the_same_after_a_month_of_lost_doubled_and_late_messages(
    complaints: Complaints, seed: int
) -> None:
    hospitals = [
        HospitalSystem(
            complaints.id_of(where),
            f"his-{where.replace('_', '-')}",
            Line(sending(complaints[who]), Random(f"{seed} {where} line")),
            Random(f"{seed} {where} book"),
        )
        for where, who in (("north_hospital", "clerk"), ("north_clinic", "neighbour"))
    ]
    with complaints.world.at("2026-04-01 12:00"):
        await live_through(hospitals, now(), a_day=0.5, together=2)
        for hospital in hospitals:
            assert all(hospital.line.tally.values()), "the line must have had every fault"
            assert await hospital.pull() == hospital.titles
    async with complaints.world.database.reading() as db:
        written = sum(len(hospital.book) for hospital in hospitals)
        registered = select(func.count()).where(col(JournalEntry.action) == "complaint:register")
        running = select(func.count(func.distinct(col(Clock.subject_id)))).where(
            col(Clock.subject_type) == Complaint.word()
        )
        for counted in (select(func.count()).select_from(Complaint), registered, running):
            assert await db.scalar(counted) == written
        assert await db.scalar(select(func.count(func.distinct(col(Complaint.number))))) == written


async def test_a_message_that_went_astray_undoes_nothing(complaints: Complaints) -> None:
    url = "/complaints/by-source/his/TS-1"

    async def put(updated_at: str | None, title: str) -> Any:
        answer = await complaints["clerk"].put(url, complaints.content(title=title, source_updated_at=updated_at))
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    with complaints.world.at("2026-03-02 12:00"):
        assert (await put("2026-03-02T09:00:00+08:00", "初稿"))["result"] == "created"
        assert (await put("2026-03-02T09:05:00+08:00", "二稿"))["result"] == "changed"
        late = await put("2026-03-02T09:00:00+08:00", "初稿")
        assert (late["result"], late["changed"], late["complaint"]["title"]) == ("outdated", [], "二稿")
        # The same text again, later: from then on what lies between is outdated too.
        assert (await put("2026-03-02T09:20:00+08:00", "二稿"))["result"] == "unchanged"
        assert (await put("2026-03-02T09:10:00+08:00", "旁稿"))["result"] == "outdated"
        # Without a time each message counts as the newest.
        assert (await put(None, "终稿"))["result"] == "changed"
