"""What is asked of the ledger of complaints over HTTP: lists, full text, registering."""

from urllib.parse import urlencode

import asyncpg
import orjson

from bench.asking import READS, SIGNS_IN, Ask, Case, bearer, posted
from bench.captures import Inside, Query, Writing, named, rows_of
from bench.people import People, Person
from bench.planting import Planted
from bench.sizes import PAGE
from duban.kernel.clock import now

URL = "/api/v1/complaints"
STATES = ("closed", "investigating", "registered")
WORDS = ("等候过久", "重复收费")


async def complaint_cases(
    app: Inside, connection: asyncpg.Connection, planted: Planted, people: People
) -> tuple[dict[str, Query], Writing, list[Case]]:
    """The lists' statements by shape, one registration as it was written, and the cases. Registers one complaint."""
    queries: dict[str, Query] = {}

    async def ask(person: Person, shape: str, **filters: str) -> Ask:
        target = f"{URL}?{urlencode({'limit': PAGE, **filters})}"
        given = {"scope": str(person.organisation.id)}
        if "state" in filters:
            given["state"] = filters["state"]
        if shape not in queries:
            _, seen = await app.caught(target, await bearer(app.http, person))
            queries[shape] = named(seen[-1], given)
        return Ask(person, target, f"/list?{urlencode({'shape': shape, **given})}")

    lists = [await ask(person, "complaints", state=state) for person in people.districts for state in STATES]
    searches = [await ask(person, f"complaints {word}", q=word) for person in people.districts[:5] for word in WORDS]
    registered, asks = await _register(app, connection, planted, people)
    cases = [
        Case("complaints", f"list of {PAGE} complaints: districts, any state, page 1", lists, 0.70, READS, 200.0),
        Case("search", f"list of {PAGE} complaints by full text: districts, a common word", searches, 0.70, READS),
        Case(
            "register", "register a complaint: row, clock, number, journal, full text, idempotent answer", asks, 0.50,
            f"{SIGNS_IN}; validates the body, looks the institution and its authority up, counts the term on the "
            "calendar, encrypts and masks who complains, makes the search terms, reads the complaint back with its "
            "clock and the steps open to the actor",
            statuses=frozenset({"201"}),
        ),
    ]  # fmt: skip
    return queries, registered, cases


def content(organisation_id: object) -> dict[str, object]:
    """A complaint as a window takes it down."""
    return {
        "organisation_id": str(organisation_id),
        "received_at": now().isoformat(),
        "channel": "window",
        "is_real_name": True,
        "relation": "relative",
        "complainant_name": "王小明",
        "complainant_phone": "13800138000",
        "patient_name": "王建国",
        "first_receiver": "投诉窗口",
        "first_department": "医患办",
        "matter": "waiting",
        "title": "超声检查等候过久",
        "facts": "上午八点取号，至下午三点仍未检查，期间无人说明原因，候诊区无座位。",
        "request": "说明原因并安排检查",
        "departments": ["超声科"],
    }


async def _register(
    app: Inside, connection: asyncpg.Connection, planted: Planted, people: People
) -> tuple[Writing, list[Ask]]:
    asks = []
    for number, institution in enumerate(planted.institutions):
        district = planted.district_of(number)
        if district < len(people.districts):
            body = orjson.dumps(content(institution.id))
            asks.append(Ask(people.districts[district], URL, "/create?what=complaint", "POST", body))
    answer = await posted(app, asks[0], URL, key="bench-register")
    return await rows_of(connection, "complaint", "CM", answer["id"], "bench-register", []), asks
