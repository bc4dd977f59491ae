"""The migration to events: what was reported before is kept, and silence under a standing duty is no omission now."""

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.engine import URL, make_url

from conftest import administer, on
from duban.kernel.db import Database

ROOT = Path(__file__).parents[2]
REVISION = "b3f2a6d1c095"
MOMENT = datetime(2026, 3, 2, 1, tzinfo=UTC)


def run(url: URL, revision: str, *, back: bool = False) -> None:
    config = Config(toml_file=ROOT / "pyproject.toml")
    config.attributes["database"] = Database(url, pool_size=1)
    (command.downgrade if back else command.upgrade)(config, revision)


def before() -> str:
    found = ScriptDirectory.from_config(Config(toml_file=ROOT / "pyproject.toml")).get_revision(REVISION)
    assert found is not None and isinstance(found.down_revision, str)
    return found.down_revision


def filler(column: sa.Column[Any]) -> Any:
    """Something for a column that this test says nothing about."""
    kinds = {sa.Integer: 0, sa.Boolean: False, sa.DateTime: MOMENT, sa.Date: date(2026, 3, 2), sa.JSON: {}}
    return next((value for kind, value in kinds.items() if isinstance(column.type, kind)), "x")


def row(tables: sa.MetaData, table: str, **values: Any) -> sa.Insert:
    columns = tables.tables[table].c
    given = {c.name: values.get(c.name, filler(c)) for c in columns if c.name in values or not c.nullable}
    for column in columns:
        if isinstance(column.type, sa.CHAR) and isinstance(given.get(column.name), UUID):
            given[column.name] = given[column.name].hex
    return sa.insert(tables.tables[table]).values(given)


HOME, CAMPAIGN, CLAUSE = UUID(int=1), UUID(int=2), UUID(int=3)
DUTIES = (("open", 2), ("open", 0), ("missing", 1), ("missing", 0), ("planned", 0))


async def fill(url: URL) -> None:
    database = Database(url, pool_size=1)
    async with database.transaction() as db:
        tables = sa.MetaData()
        await (await db.connection()).run_sync(tables.reflect)
        owned = {"organisation_id": HOME, "org_l1": HOME, "campaign_id": CAMPAIGN}
        await db.execute(row(tables, "organisation", id=HOME, org_l1=HOME))
        await db.execute(row(tables, "campaign", id=CAMPAIGN, **owned))
        await db.execute(row(tables, "campaign_clause", id=CLAUSE, **owned))
        for number, (state, count) in enumerate(DUTIES):
            id = UUID(int=10 + number)
            said = {"number": f"DT-{number}", "period": str(number), "rhythm": "per_event", "report_count": count}
            parts = {"id": id, "clause_id": CLAUSE, "reviewer_id": HOME, "final_reviewer_id": HOME, "state": state}
            await db.execute(row(tables, "duty", **owned, **said, **parts))
            clock = {"id": UUID(int=20 + number), "subject_id": id, "holder_id": HOME, "state": "running"}
            await db.execute(row(tables, "clock", **owned, **clock, subject_type="duty", term="duty_due"))
            for position in range(1, count + 1):
                told = {"id": UUID(int=100 + number * 10 + position), "duty_id": id, "position": position}
                who = {"reported_by_id": HOME, "summary": f"事件{number}{position}", "values": {"cases": 1}}
                await db.execute(row(tables, "event_report", **told, **who))
    await database.close()


async def ask(url: URL, query: str) -> list[tuple[Any, ...]]:
    database = Database(url, pool_size=1)
    async with database.reading() as connection:
        found = [tuple(line) for line in await connection.execute(sa.text(query))]
    await database.close()
    return found


def carried_over(url: URL) -> None:
    run(url, before())
    asyncio.run(fill(url))
    run(url, REVISION)
    duties = asyncio.run(ask(url, "SELECT state, fact, event_count, report_count FROM duty ORDER BY number"))
    assert duties[:4] == [
        ("open", "on_time", 2, 2),
        ("open", "quiet", 0, 0),
        ("ended", "on_time", 1, 1),
        ("ended", "quiet", 0, 0),
    ]
    assert duties[4][0] == "planned"
    told = "SELECT e.number, e.state, r.kind, r.account FROM duty_event e JOIN duty_event_report r ON r.event_id = e.id"
    assert asyncio.run(ask(url, f"{told} ORDER BY e.number")) == [
        ("DT-0-1", "reported", "first", "事件01"),
        ("DT-0-2", "reported", "first", "事件02"),
        ("DT-2-1", "reported", "first", "事件21"),
    ]
    assert asyncio.run(ask(url, "SELECT DISTINCT state FROM clock")) == [("cancelled",)]
    run(url, before(), back=True)
    assert asyncio.run(ask(url, "SELECT position, summary FROM event_report ORDER BY summary")) == [
        (1, "事件01"),
        (2, "事件02"),
        (1, "事件21"),
    ]


def test_events_reported_before_are_carried_over_on_sqlite(tmp_path: Path) -> None:
    carried_over(make_url(f"sqlite+aiosqlite:///{tmp_path / 'carried.sqlite'}"))


def test_events_reported_before_are_carried_over_on_postgresql(postgresql_url: str) -> None:
    administer(postgresql_url, "DROP DATABASE IF EXISTS duban_carried WITH (FORCE)")
    administer(postgresql_url, "CREATE DATABASE duban_carried")
    carried_over(on(postgresql_url, "duban_carried"))
