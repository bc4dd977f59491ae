"""Complaints in bulk: a batch of five hundred, and a month of two hundred hospitals' systems over a bad line."""

import time
from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import Any

import httpx
from sqlalchemy import func, select
from sqlmodel import col

from bench.asking import bearer
from bench.bulk import API, Say
from bench.captures import Inside
from bench.complaint_cases import content
from bench.his_month import HospitalSystem, Line, live_through
from bench.people import People
from bench.planting import Planted
from duban.complaints.models import Complaint
from duban.kernel.access import Actor, ActorKind
from duban.kernel.acts import Act
from duban.kernel.clock import now
from duban.kernel.ids import new_id
from duban.kernel.organisations import Organisation
from duban.orgs.clients import create_client

BATCH = 500
HOSPITALS = 200
A_DAY = 1.0
"""New complaints of one hospital on one day, each corrected now and then."""

TOGETHER = 16


@dataclass(frozen=True)
class Batches:
    """Seconds of each batch."""

    items: int
    seconds: list[float]


@dataclass(frozen=True)
class Month:
    """What both sides held in the end, what the line did to the messages, and how long it took."""

    hospitals: int
    complaints: int
    faults: dict[str, int]
    seconds: float


async def batch(app: Inside, people: People, planted: Planted, say: Say, *, runs: int = 3) -> Batches:
    """Register five hundred complaints in one request, `runs` times. Raises RuntimeError where one is refused."""
    person, seconds = people.districts[0], []
    headers = await bearer(app.http, person)
    here = [one.id for number, one in enumerate(planted.institutions) if planted.district_of(number) == person.district]
    for run in range(runs):
        items = [content(here[place % len(here)]) for place in range(BATCH)]
        begun = time.perf_counter()
        answer = await app.http.post(f"{API}/complaints/batch", json={"items": items}, headers=headers)
        answer.raise_for_status()
        seconds.append(time.perf_counter() - begun)
        if answer.json()["taken"] != BATCH:
            raise RuntimeError(answer.json()["results"][0]["problem"])
        say(f"batch {run + 1}: {BATCH} complaints in {seconds[-1]:.1f} s")
    return Batches(BATCH, seconds)


async def month(app: Inside, http: httpx.AsyncClient, planted: Planted, say: Say, *, seed: int = 2026) -> Month:
    """Live through a month over `http`, the server under test. Raises RuntimeError where the two sides differ."""
    systems = [
        await _system(app, http, one, number, seed) for number, one in enumerate(planted.institutions[:HOSPITALS])
    ]
    begun = time.perf_counter()
    await live_through(systems, now(), a_day=A_DAY, together=TOGETHER, say=say)
    seconds = time.perf_counter() - begun
    faults: Counter[str] = Counter()
    for system in systems:
        faults.update(system.line.tally)
        if await system.pull() != system.titles:
            raise RuntimeError(f"{system.system}: the two sides differ")
    written = sum(len(system.book) for system in systems)
    async with app.database.reading() as connection:
        held = await connection.scalar(
            select(func.count()).where(col(Complaint.source_system).in_([system.system for system in systems]))
        )
    if held != written:
        raise RuntimeError(f"{held} complaints are held and {written} were written")
    return Month(len(systems), written, dict(faults), seconds)


async def _system(
    app: Inside, http: httpx.AsyncClient, institution: Organisation, number: int, seed: int
) -> HospitalSystem:
    """One hospital's own machine client, signed in."""
    maker = Actor(
        id=new_id(),
        kind=ActorKind.SYSTEM,
        name="系统",
        organisation_id=institution.id,
        organisation_name=institution.name,
        organisation_kind=institution.kind,
        level=institution.level,
        permissions=frozenset(),
    )
    async with app.database.transaction() as db:
        client, secret = await create_client(
            Act(db, maker, now()),
            organisation=institution,
            name="HIS",
            scopes=["complaint.read", "complaint.handle"],
        )
    token = await http.post(
        f"{API}/auth/token", data={"grant_type": "client_credentials"}, auth=(client.client_id, secret)
    )
    token.raise_for_status()
    headers = {"Authorization": f"Bearer {token.json()['access_token']}"}

    async def send(method: str, path: str, body: Any) -> tuple[int, Any]:
        answer = await http.request(method, API + path, json=body, headers=headers)
        return answer.status_code, answer.json()

    line = Line(send, Random(f"{seed} {number} line"))
    return HospitalSystem(str(institution.id), f"his-{number:03}", line, Random(f"{seed} {number} book"))
