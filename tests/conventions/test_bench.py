"""The benchmark compares like with like: its bare routes answer and write what Duban does. No test measures time."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import httpx
import orjson
import pytest
from starlette.applications import Starlette

from bench import bulk, hooks, postgres, report
from bench.__main__ import measure, settings_for
from bench.asking import Ask, Case, bearer, wire
from bench.bare import create_bare
from bench.captures import Inside, inside
from bench.cases import Plan, plan
from bench.complaint_planting import plant_complaints
from bench.load import FRESH, Order, Outcome, run
from bench.packages import packages
from bench.people import People, Person, settle
from bench.planting import Planted, lay_schema, plant
from bench.processors import Division
from bench.rounds import Measured, Visit
from bench.sizes import Sizes, sizes
from duban.kernel.organisations import Organisation, OrganisationKind

pytestmark = pytest.mark.anyio
ROWS = 600


@dataclass
class Bench:
    """A tiny ledger with Duban and the bare routes over it, both asked without a network."""

    size: Sizes
    url: str
    planted: Planted
    people: People
    plan: Plan
    app: Inside
    bare: httpx.AsyncClient
    connection: asyncpg.Connection
    signed_in: dict[str, dict[str, str]] = field(default_factory=dict)

    def case(self, name: str) -> Case:
        return next(case for case in self.plan.cases if case.name == name)

    async def duban(self, ask: Ask) -> httpx.Response:
        sent = {"Idempotency-Key": str(uuid4()), "If-Match": "*", "Content-Type": "application/json"}
        headers = await self.sign_in(ask.person) | sent
        return await self.app.http.request(ask.method, ask.duban, content=ask.body, headers=headers)

    async def sign_in(self, person: Person) -> dict[str, str]:
        """The person's header, made once: signing in is journalled, and rows are counted here."""
        if person.username not in self.signed_in:
            self.signed_in[person.username] = await bearer(self.app.http, person)
        return self.signed_in[person.username]

    async def limit(self, ask: Ask) -> httpx.Response:
        return await self.bare.request(
            ask.method, ask.bare, content=ask.body, headers={"Idempotency-Key": str(uuid4())}
        )

    async def counts(self) -> dict[str, int]:
        writings = (*self.plan.bare["create"].values(), self.plan.bare["issue"])
        tables = {table for writing in writings for table in writing["tables"]}
        return {name: await self.connection.fetchval(f"SELECT count(*) FROM {name}") for name in sorted(tables)}  # noqa: S608


@pytest.fixture(scope="module")
async def bench(postgresql_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Bench]:
    folder: Path = tmp_path_factory.mktemp("bench")
    size = sizes(rows=ROWS, rounds=1, quick=True)
    async with postgres.database(postgres.Server(postgresql_url)) as url:
        settings = settings_for(url, folder)
        async with inside(settings) as app:
            await lay_schema(app.database)
            planted = await plant(app.database, url, size, lambda name, done, total: None)
            await plant_complaints(app.database, url, size, planted, lambda name, done, total: None)
            people = await settle(app.database, settings, planted)
            planned = await plan(app, url, planted, people)
            told = folder / "bare.json"
            told.write_bytes(orjson.dumps(planned.bare))
            bare: Starlette = create_bare(told)
            connection = await asyncpg.connect(url)
            async with (
                bare.router.lifespan_context(bare),
                httpx.AsyncClient(transport=httpx.ASGITransport(app=bare), base_url="http://bare.bench") as http,
            ):
                yield Bench(size, url, planted, people, planned, app, http, connection)
            await connection.close()


async def test_a_quick_ledger_is_planted_whole(bench: Bench) -> None:
    count = bench.connection.fetchval
    assert await count("SELECT count(*) FROM rectification_task WHERE number LIKE 'RT-%'") >= ROWS
    assert await count("SELECT count(*) FROM institution") == bench.size.institutions == 6
    assert (
        await count("SELECT count(*) FROM clock WHERE subject_type = 'rectification_task' AND fixed_on IS NULL") >= ROWS
    )
    assert len(bench.planted.drafts) > 1
    assert len(bench.planted.readable) > 1
    indexes = "SELECT count(*) FROM pg_indexes WHERE tablename = 'rectification_task' AND indexname LIKE '%_state_id'"
    assert await count(indexes) == 5  # one per level of the tree


@pytest.mark.parametrize("name", ["list", "first", "deep", "complaints", "search"])
async def test_the_bare_list_is_the_same_page(bench: Bench, name: str) -> None:
    for ask in bench.case(name).asks[:3]:
        ours, bare = await bench.duban(ask), await bench.limit(ask)
        assert ours.status_code == bare.status_code == 200
        assert ours.json()["items"]
        assert ours.json() == bare.json()


async def test_the_bare_reading_has_the_same_task_and_clocks(bench: Bench) -> None:
    ask = bench.case("one").asks[0]
    ours, bare = (await bench.duban(ask)).json(), (await bench.limit(ask)).json()
    assert ours["clocks"] == bare["clocks"] != []
    assert {name: ours[name] for name in ours.keys() & bare.keys()} == {
        name: bare[name] for name in ours.keys() & bare.keys()
    }


@pytest.mark.parametrize("name", ["create", "issue", "register"])
async def test_the_bare_route_writes_as_many_rows_into_the_same_tables(bench: Bench, name: str) -> None:
    ours, theirs = bench.case(name).asks[0], bench.case(name).asks[1]
    await bench.sign_in(ours.person)
    before = await bench.counts()
    answer = await bench.duban(ours)
    assert str(answer.status_code) in bench.case(name).statuses, answer.text
    between = await bench.counts()
    limit = await bench.limit(theirs)
    assert str(limit.status_code) in bench.case(name).statuses
    after = await bench.counts()
    assert {table: between[table] - before[table] for table in before} == {
        table: after[table] - between[table] for table in before
    }
    assert limit.json()["number"] != answer.json()["number"]
    id = UUID(limit.json()["id"])
    table = "complaint" if name == "register" else "rectification_task"
    stored = await bench.connection.fetchrow(f"SELECT number, state FROM {table} WHERE id = $1", id)  # noqa: S608
    assert (stored["number"], stored["state"]) == (limit.json()["number"], answer.json()["state"])
    started = await bench.connection.fetchval("SELECT count(*) FROM clock WHERE subject_id = $1", id)
    assert started == len(answer.json()["clocks"])


async def test_bulk_work_is_done_and_counted(bench: Bench) -> None:
    said: list[str] = []
    launched = await bulk.launch(bench.app, bench.url, bench.people, bench.size.institutions, said.append)
    assert launched.duties == await bench.connection.fetchval("SELECT count(*) FROM duty") > bench.size.institutions
    assert launched.copied > 0
    proved = await bulk.journal(bench.app, said.append)
    assert proved.entries == await bench.connection.fetchval("SELECT count(*) FROM journal_seal") > bench.size.entries
    told = await hooks.webhooks(bench.app, bench.size.messages, said.append)
    assert 0 < told.messages <= told.positions == bench.size.messages
    corrected = await bulk.recompute(bench.app, bench.people, said.append)
    assert corrected.clocks >= ROWS
    assert corrected.moved == await bench.connection.fetchval("SELECT count(*) FROM clock_revision")
    assert corrected.moved >= ROWS


async def test_the_load_generator_counts_answers_and_sends_a_fresh_key_each_time() -> None:
    keys: list[str] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.read(10_000):
            keys.append(head.decode().split("Idempotency-Key: ")[1].split("\r\n")[0])
            writer.write(b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}")
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    person = Person("anybody", Organisation(name="somewhere", kind=OrganisationKind.HEALTH_AUTHORITY))
    request = wire(Ask(person, "/a", "/b", "POST"), "bare", "")
    port = server.sockets[0].getsockname()[1]
    found = await run(Order(port, [request] * 5, seconds=20, connections=2, once=True))
    server.close()
    await server.wait_closed()
    assert (found.answers, found.sent, found.wrong, found.statuses) == (5, 5, 0, {"201": 5})
    assert len(set(keys)) == 5
    assert all(len(key) == len(FRESH) for key in keys)


def of_rate(answers: int, status: str = "200") -> Visit:
    return Visit(Outcome(answers, 2.0, 10.0, 150.0, {status: answers}, answers), None)


def measured(*pairs: tuple[int, int], bar: float = 0.7) -> Measured:
    found = Measured(Case("list", "a list", [], bar, "signs in", 200.0))
    for ours, bare in pairs:
        found.visits["duban"].append(of_rate(ours))
        found.visits["bare"].append(of_rate(bare))
    return found


def test_ratios_are_taken_within_their_round() -> None:
    # The machine was ten times as fast in the last round; only what was measured together is compared.
    assert measured((50, 100), (60, 80), (900, 1000)).quartiles == (0.625, 0.75, 0.825)


def test_a_missed_bar_is_said_with_what_duban_does_beyond_the_bare_route() -> None:
    machine = report.Machine("a machine", {"server_version": "18"}, Division(None, None))
    size = sizes(rows=None, rounds=None, quick=False)
    missed = report.page(report.Results(size, machine, [measured((60, 100), (60, 100))]))
    assert "| a list | 0.60 × bare (0.60–0.60); p99 150 ms | ≥ 0.70 × bare; p99 ≤ 200 ms | **missed** |" in missed
    assert "Beyond the bare route Duban signs in." in missed
    met = report.page(report.Results(size, machine, [measured((80, 100), (80, 100))]))
    assert "**missed**" not in met
    assert "Every bar is met." in met


async def test_a_package_is_measured_and_found_intact(tmp_path: Path) -> None:
    told: list[str] = []
    found = await packages(tmp_path, 5, 1 << 20, told.append)
    assert (found.files, len(told)) == (5, len(found.seconds))
    assert found.size > 1 << 20


async def test_what_needs_no_database_is_measured_without_one_and_written_down(tmp_path: Path) -> None:
    size = replace(sizes(rows=None, rounds=None, quick=True), stories=3)
    found = await measure(size, tmp_path, {"packages", "handoff"}, quick=True)
    assert found.packed and found.explored
    page = report.page(found)
    assert "| sealed package of 5 files, 1 MiB | read through " in page
    assert "nothing lost, nothing doubled | met |" in page
    assert "PostgreSQL: not asked." in page
    grown = report.page(replace(found, packed=replace(found.packed, grown=100 << 20)))
    assert "| the process grew by 100 MiB | ≤ 64 MiB | **missed** |" in grown
