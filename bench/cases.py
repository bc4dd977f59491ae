"""What is asked over HTTP: the same questions for Duban and for the bare server, each in its own words."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import asyncpg
import orjson

from bench.asking import READS, SIGNS_IN, Ask, Case, bearer, posted
from bench.captures import Inside, Query, Writing, named, rows_of
from bench.complaint_cases import complaint_cases
from bench.people import People, Person
from bench.planting import Planted
from bench.sizes import PAGE
from duban.kernel.clock import today
from duban.kernel.listing import encode_cursor

URL = "/api/v1/rectification-tasks"
STATES = ("closed", "rectifying", "issued", "submitted", "returned")
DEEP_PAGE = 10_000
_TRIED_IDS = 4000
_NEIGHBOURS = 40


@dataclass(frozen=True)
class Plan:
    """The cases, and what the bare server must be told to answer them."""

    cases: list[Case]
    bare: dict[str, Any]
    deep_page: int


async def plan(app: Inside, url: str, planted: Planted, people: People) -> Plan:
    """Catch what Duban does and make the questions. Writes one task, issues one draft and registers
    one complaint on the way."""
    connection = await asyncpg.connect(url)
    try:
        lists, mixed, first, deep, deep_page = await _lists(app, connection, planted, people)
        ones, one = await _ones(app, planted, people)
        created, create = await _create(app, connection, planted, people)
        issued, issue = await _issue(app, connection, planted, people)
        complaint_lists, registered, complaint = await complaint_cases(app, connection, planted, people)
    finally:
        await connection.close()
    bare = {
        "url": url,
        "pool_size": app.settings.pool_size,
        "page": PAGE,
        "year": today().year,
        "lists": {shape: asdict(query) for shape, query in (lists | complaint_lists).items()},
        "one": {shape: [asdict(query) for query in queries] for shape, queries in ones.items()},
        "create": {"task": asdict(created), "complaint": asdict(registered)},
        "issue": asdict(issued),
    }
    cases = [
        Case("list", f"list of {PAGE}: cities and districts, any state, page 1", mixed, 0.70, READS, 200.0),
        Case("first", f"list of {PAGE}: the whole tree, one state, page 1", first, 0.70, READS, 200.0),
        Case("deep", f"list of {PAGE}: the whole tree, one state, page {deep_page:,}", deep, 0.70, READS, 200.0),
        Case("one", "read one task with its clocks", one, 0.50, f"{SIGNS_IN}; says of every step whether it is open"),
        Case(
            "create", "create a task: row, number, journal, full text, idempotent answer", create, 0.50,
            f"{SIGNS_IN}; validates the body, looks the organisation up in the actor's part of the tree, makes the "
            "search terms, reads the new task back with its clocks and the steps open to the actor",
            statuses=frozenset({"201"}),
        ),
        Case(
            "issue", "issue a task: three clocks started, journal, full text, idempotent answer", issue, 0.50,
            f"{SIGNS_IN}; checks the guards, counts three terms on the calendar and the region's settings, makes the "
            "search terms, reads the task back with its clocks and the steps open to the actor",
            once=True,
        ),
        *complaint,
    ]  # fmt: skip
    return Plan(cases, bare, deep_page)


async def _lists(
    app: Inside, connection: asyncpg.Connection, planted: Planted, people: People
) -> tuple[dict[str, Query], list[Ask], list[Ask], list[Ask], int]:
    queries: dict[str, Query] = {}

    async def ask(person: Person, state: str, after: UUID | None = None) -> Ask:
        place = person.organisation
        shape = f"{place.level}{'+' if after else ''}"
        given = {"scope": str(place.id), "state": state} | ({"after": str(after)} if after else {})
        cursor = {"cursor": encode_cursor("-id", [after])} if after else {}
        target = f"{URL}?{urlencode({'limit': PAGE, 'state': state, **cursor})}"
        if shape not in queries:
            _, seen = await app.caught(target, await bearer(app.http, person))
            queries[shape] = named(seen[-1], given)
        return Ask(person, target, f"/list?{urlencode({'shape': shape, **given})}")

    mixed = [await ask(person, state) for person in (*people.cities, *people.districts) for state in STATES]
    first = [await ask(people.root, "closed")]
    page = min(DEEP_PAGE, max(2, planted.closed // PAGE))
    before = await connection.fetch(
        "SELECT id FROM rectification_task WHERE org_l1 = $1 AND state = 'closed' ORDER BY id DESC OFFSET $2 LIMIT $3",
        planted.root.id,
        max(0, (page - 1) * PAGE - _NEIGHBOURS),
        _NEIGHBOURS,
    )
    deep = [await ask(people.root, "closed", UUID(str(row["id"]))) for row in before]
    return queries, mixed, first, deep, page


async def _ones(app: Inside, planted: Planted, people: People) -> tuple[dict[str, list[Query]], list[Ask]]:
    queries: dict[str, list[Query]] = {}
    asks: list[Ask] = []
    for id, district in planted.readable:
        if district >= len(people.districts) or len(asks) == _TRIED_IDS:
            continue
        person = people.districts[district]
        shape = str(person.organisation.level)
        given = {"scope": str(person.organisation.id), "id": str(id)}
        if shape not in queries:
            _, seen = await app.caught(f"{URL}/{id}", await bearer(app.http, person))
            # The task first and its clocks after it, in whichever order the driver told of them.
            queries[shape] = sorted((named(s, given) for s in seen), key=lambda query: "FROM clock" in query.sql)
        asks.append(Ask(person, f"{URL}/{id}", f"/one?{urlencode({'shape': shape, **given})}"))
    return queries, asks


async def _create(
    app: Inside, connection: asyncpg.Connection, planted: Planted, people: People
) -> tuple[Writing, list[Ask]]:
    asks = []
    for number, institution in enumerate(planted.institutions):
        district = planted.district_of(number)
        if district < len(people.districts):
            body = orjson.dumps(
                {
                    "organisation_id": institution.id,
                    "source_type": "inspection",
                    "source_label": "年度综合检查",
                    "title": "急诊通道堆放杂物",
                    "problem": "急诊通道两侧堆放报废轮椅和纸箱，净宽不足一米，检查时现场拍照取证",
                    "basis": "急救通道应保持畅通",
                    "measure": "清运杂物，每日巡查，指定专人负责",
                    "standard": "通道净宽不小于二米，连续两周无反复",
                    "responsible_person": "总务科负责人",
                    "due_on": today() + timedelta(days=30),
                }
            )
            asks.append(Ask(people.districts[district], URL, "/create?what=task", "POST", body))
    asked = asks[0]
    answer = await posted(app, asked, asked.duban, key="bench-create")
    return await rows_of(connection, "rectification_task", "RT", answer["id"], "bench-create", []), asks


async def _issue(
    app: Inside, connection: asyncpg.Connection, planted: Planted, people: People
) -> tuple[Writing, list[Ask]]:
    asks = [
        Ask(people.districts[district], f"{URL}/{id}/issue", f"/issue?id={id}", "POST", b"{}", "If-Match: *\r\n")
        for id, district in planted.drafts
        if district < len(people.districts)
    ]
    asked = asks.pop()
    id = asked.bare.rsplit("=", 1)[1]
    read = "SELECT * FROM rectification_task WHERE id = $1::uuid"
    before = await connection.fetchrow(read, id)
    await posted(app, asked, asked.duban, key="bench-issue")
    after = await connection.fetchrow(read, id)
    changed = [name for name, value in after.items() if before[name] != value]
    return await rows_of(connection, "rectification_task", "RT", id, "bench-issue", changed), asks
