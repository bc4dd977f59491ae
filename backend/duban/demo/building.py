"""`duban demo`: the invented city from its first day to now, in one walk; then everything sealed, and a loud table."""

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta

import structlog
from rich.console import Console
from rich.panel import Panel
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from sqlalchemy import select
from sqlmodel import col

from duban.campaigns.opening import open_due
from duban.campaigns.standing import end_windows
from duban.demo import citizens, clueing, complaining, disputing, noticing, plans, pushing, referring
from duban.demo.courses import AGE, SHOWN, Course, found_by_inspection
from duban.demo.days import Days, Life, office_hours
from duban.demo.ground import Ground, lay, renew_passwords
from duban.demo.office import NotAsExpected, Office
from duban.demo.reporting import Reporting
from duban.demo.staff import MACHINES, SEATS
from duban.demo.troubles import INSPECTIONS, TROUBLES
from duban.kernel import clock
from duban.kernel.clock import ZONE
from duban.kernel.db import Database
from duban.kernel.deadline_sweep import sweep
from duban.kernel.organisations import Organisation
from duban.kernel.sealing import seal
from duban.kernel.system_actor import system_act
from duban.loading import refuse_unsafe
from duban.orgs.rules import ROLES
from duban.settings import Settings

HISTORY = timedelta(days=215)
"""How long ago the story begins."""

LEFT_OUT = 2
"""So many nights without anything to open may pass without a sweep."""


async def build(settings: Settings, *, seed: int, console: Console, scale: float = 1.0) -> bool:
    """Fill an empty database with the invented city as of now; whether it did. A database with organisations is left
    alone. `scale` shrinks the city, for tests. Raises SettingsRefused in production, NotAsExpected where the
    application answers otherwise than the story needs."""
    refuse_unsafe(settings, demo_data=True)
    database = Database(settings.async_database_url, pool_size=settings.pool_size, in_caller=True, durable=False)
    try:
        if await _holds_data(database):
            console.print("The database already holds data, left alone.")
            return False
        with _quiet_logs():
            await _tell(database, settings, seed, console, scale)
    finally:
        await database.close()
    _show(settings, console)
    return True


async def _holds_data(database: Database) -> bool:
    async with database.reading() as connection:
        return await connection.scalar(select(col(Organisation.id)).limit(1)) is not None


@contextmanager
def _quiet_logs() -> Iterator[None]:
    """A line for each of thousands of requests helps nobody here."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    try:
        yield
    finally:
        structlog.configure(**before)


async def _tell(database: Database, settings: Settings, seed: int, console: Console, scale: float) -> None:
    until = clock.now()
    start = datetime.combine(clock.day_of(until - HISTORY), time(8), ZONE)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bar:
        async with Office(database, settings) as office:
            ground = Ground(office, seed)
            laying = bar.add_task("Organisations, institutions, people", total=round(128 * scale) + 2)
            with clock.at(start):
                async for count in lay(ground, scale):
                    bar.advance(laying, count)
            bar.update(laying, completed=bar.tasks[laying].total)
            days = Days(until)
            _begin(days, ground, start)
            walking = bar.add_task("Months of history", total=HISTORY.days)
            await days.walk(lambda moment: bar.update(walking, completed=(moment - start).days))
            bar.update(walking, completed=HISTORY.days)
            await _night(database)
            await complaining.sum_up(ground)
            await renew_passwords(ground)
        sealing = bar.add_task("Sealing the journal", total=None)
        async for sealed in _sealed(database):
            bar.advance(sealing, sealed)
        await pushing.look_back(ground)
        async for sealed in _sealed(database):
            bar.advance(sealing, sealed)
        bar.update(sealing, total=bar.tasks[sealing].completed or 1, completed=bar.tasks[sealing].completed or 1)


async def _sealed(database: Database) -> AsyncIterator[int]:
    """Seal what is written; yields how many entries at a time."""
    while sealed := await seal(database):
        yield sealed


def _begin(days: Days, ground: Ground, start: datetime) -> None:
    """Everything that will happen: the nights, the reviews, the plans, the complaints, the inspections."""
    reporting = Reporting(ground, days)
    days.begin(start, _nights(ground, reporting))
    days.begin(start, reporting.review())
    plans.begin(days, ground, reporting)
    complaining.begin(days, ground)
    citizens.begin(days, ground)
    disputing.begin(days, ground)
    noticing.begin(days, ground)
    clueing.begin(days, ground)
    referring.begin(days, ground)
    pushing.begin(days, ground)
    story = [unit for unit in ground.units.values() if unit.key in ("hospital", "clinic")]
    for number, shown in enumerate(SHOWN):
        rng = ground.chance("inspection", shown)
        course = Course(ground, story[number % len(story)], TROUBLES[number % len(TROUBLES)], rng)
        day = clock.day_of(days.until) - timedelta(days=AGE[shown])
        days.begin(office_hours(rng, day), found_by_inspection(course, shown, rng.choice(INSPECTIONS)))


async def _nights(ground: Ground, reporting: Reporting) -> Life:
    """What happens by itself, just after midnight: duties open, and what ran out is marked as missed.

    Nights in which no duty opens are left out, two in a row at most: a clock is missed at its own hour, whenever the
    sweep comes by.
    """
    left_out = 0
    while True:
        if clock.today() in reporting.openings or left_out == LEFT_OUT:
            await _night(ground.office.database)
            left_out = 0
        else:
            left_out += 1
        yield datetime.combine(clock.today() + timedelta(days=1), time(0, 1), ZONE)


async def _night(database: Database) -> None:
    async with database.transaction() as db:
        act = await system_act(db)
        if act is None:
            raise NotAsExpected("nothing was founded")
        await open_due(act)
        await end_windows(act)
        after = None
        while True:
            swept = await sweep(act, after=after)
            if swept.failed:
                raise NotAsExpected(f"the sweep failed for clocks {swept.failed}")
            if (after := swept.last) is None:
                return


def _show(settings: Settings, console: Console) -> None:
    """Who can sign in, with what: impossible to take for real data."""
    table = Table(title="Sign-in names", title_style="bold")
    for heading in ("User name", "角色", "Role"):
        table.add_column(heading)
    for seat in SEATS:
        table.add_row(seat.username, ROLES[seat.role].title.zh, ROLES[seat.role].title.en)
    for machine in MACHINES:
        table.add_row(machine.client_id, machine.name, "machine client")
    console.print(Panel("[bold]DEMO — invented data[/]  演示数据，纯属虚构", style="yellow"))
    console.print(table)
    console.print(
        f"Password of everybody, secret of the machines: [bold]{settings.demo_password.get_secret_value()}[/]"
    )
    console.print("Receipt codes of complaints by the public page, to try:")
    for code in citizens.codes(settings).values():
        console.print(f"  [bold]{code}[/]")
    console.print(f"Address: [bold]{settings.public_url}[/]")
