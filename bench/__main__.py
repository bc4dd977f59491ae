"""`python -m bench`: plant, measure, show, write. `make bench ARGS=--help` lists what can be chosen."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import httpx
import orjson
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from bench import bulk, complaint_bulk, hooks, postgres, report
from bench.captures import Inside, inside
from bench.cases import plan
from bench.complaint_planting import plant_complaints
from bench.copying import Progress
from bench.handoff_model import Explored, explore
from bench.packages import packages
from bench.people import People, settle
from bench.planting import Planted, lay_schema, plant
from bench.processors import Division, divide
from bench.rounds import Measured, Rounds
from bench.serving import server
from bench.sizes import Sizes, sizes
from duban.cli import configure_logging
from duban.loading import read_settings
from duban.settings import Settings

PARTS = ("http", "batch", "month", "launch", "journal", "calendar", "webhooks", "packages", "handoff")
ALONE = {"packages", "handoff"}
"""Parts that need no database."""

out = Console()


def main(
    rows: Annotated[int | None, typer.Option(help="Rectification tasks and open clocks to plant.")] = None,
    rounds: Annotated[int | None, typer.Option(help="Counted rounds of every request.")] = None,
    quick: Annotated[
        bool, typer.Option(help="Small and short: shows that everything works, within two minutes.")
    ] = False,
    only: Annotated[list[str] | None, typer.Option(help=f"Parts to measure: {', '.join(PARTS)}; repeat it.")] = None,
    write: Annotated[Path | None, typer.Option(help="Write the page here instead.")] = None,
) -> None:
    """Measure Duban on PostgreSQL beside a bare server doing the same work."""
    parts = set(only or PARTS)
    if unknown := parts - set(PARTS):
        raise typer.BadParameter(f"no such part: {', '.join(sorted(unknown))}")
    try:
        size = sizes(rows=rows, rounds=rounds, quick=quick)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    with TemporaryDirectory(prefix="duban-bench-", ignore_cleanup_errors=True) as folder:
        results = asyncio.run(measure(size, Path(folder), parts, quick=quick))
    report.show(results, out)
    path = write or (None if quick or only else report.DOCUMENT)
    if path is None:
        out.print("A quick or partial run is not written down; --write FILE does.")
    else:
        report.write(results, path)
        out.print(f"[green]✓[/] {path}")


async def measure(size: Sizes, folder: Path, parts: set[str], *, quick: bool) -> report.Results:
    """Everything asked for, over one freshly planted database that is dropped again."""
    packed = None
    if "packages" in parts:
        packed = await packages(folder, size.package_files, size.package_bytes, out.print)
    explored = await asyncio.to_thread(play, size.stories) if "handoff" in parts else None
    if parts <= ALONE:
        machine = report.Machine(report.describe_machine(), {}, divide(None))
        return report.Results(size=size, machine=machine, packed=packed, explored=explored, quick=quick)
    async with AsyncExitStack() as stack:
        running = stack.enter_context(postgres.postgres(folder))
        url = await stack.enter_async_context(postgres.database(running))
        settings = settings_for(url, folder)
        app = await stack.enter_async_context(inside(settings))
        await lay_schema(app.database)
        with bars() as progress:
            planted = await plant(app.database, url, size, progress)
            if {"http", "batch"} & parts:
                await plant_complaints(app.database, url, size, planted, progress)
        people = await settle(app.database, settings, planted)
        division = divide(running.process_id)
        measured: list[Measured] = []
        alone = None
        if "http" in parts:
            measured, alone = await over_http(size, folder, app, url, planted, people, division)
        batches = await complaint_bulk.batch(app, people, planted, out.print) if "batch" in parts else None
        months = await a_month(size, folder, app, url, planted, division) if "month" in parts else None
        launches = [
            await bulk.launch(app, url, people, size.institutions, out.print)
            for _ in range(size.launches if "launch" in parts else 0)
        ]
        return report.Results(
            size=size,
            machine=report.Machine(report.describe_machine(), await postgres.settings_of(url), division),
            measured=measured,
            alone=alone,
            batches=batches,
            month=months,
            launches=launches,
            journal=await bulk.journal(app, out.print) if "journal" in parts else None,
            recomputation=await bulk.recompute(app, people, out.print) if "calendar" in parts else None,
            webhooks=await hooks.webhooks(app, size.messages, out.print) if "webhooks" in parts else None,
            packed=packed,
            explored=explored,
            quick=quick,
        )


def play(stories: int) -> Explored:
    """The model of two parties. Raises AssertionError with the shortest story that loses or doubles anything."""
    out.print(f"two parties: {stories:,} stories of a handoff over a bad line …")
    found = explore(stories)
    out.print(f"two parties: {found.told()}")
    return found


async def over_http(
    size: Sizes,
    folder: Path,
    app: Inside,
    url: str,
    planted: Planted,
    people: People,
    division: Division,
) -> tuple[list[Measured], dict[str, dict[str, float]]]:
    """Both servers, started, asked in rounds, and stopped."""
    questions = await plan(app, url, planted, people)
    told = folder / "bare.json"
    told.write_bytes(orjson.dumps(questions.bare))
    async with AsyncExitStack() as stack:
        servers = {
            name: await stack.enter_async_context(
                server(name, environment_for(url, folder, told), folder / f"{name}.log", division.servers)
            )
            for name in ("duban", "bare")
        }
        rounds = Rounds(servers, division, size, folder)
        with bars() as progress:
            found = await rounds.run(questions.cases, lambda done, total, name: progress(f"rounds {name}", done, total))
        return found, await rounds.alone(questions.cases)


async def a_month(
    size: Sizes, folder: Path, app: Inside, url: str, planted: Planted, division: Division
) -> complaint_bulk.Month:
    """The server alone, and the hospitals' systems around it."""
    environment = environment_for(url, folder, folder / "none.json")
    async with server("duban", environment, folder / "month.log", division.servers) as running:
        address = f"http://127.0.0.1:{running.port}"
        async with httpx.AsyncClient(base_url=address, timeout=60, trust_env=False) as http:
            return await complaint_bulk.month(app, http, planted, out.print, seed=size.seed)


def settings_for(url: str, folder: Path) -> Settings:
    """The installation that is measured, for this process."""
    return read_settings(
        environment="development", database_url=url, data_dir=folder, access_token_minutes=60, sign_in_per_minute=0,
        totp_roles=(), embedded_worker=False,
    )  # fmt: skip


def environment_for(url: str, folder: Path, bare: Path) -> dict[str, str]:
    """The same installation, for a server's process, and what the bare server is told."""
    return {
        "DUBAN_ENVIRONMENT": "development",
        "DUBAN_DATABASE_URL": url,
        "DUBAN_DATA_DIR": str(folder),
        "DUBAN_ACCESS_TOKEN_MINUTES": "60",
        "DUBAN_SIGN_IN_PER_MINUTE": "0",
        "BENCH_BARE": str(bare),
    }


@contextmanager
def bars() -> Iterator[Progress]:
    """A progress bar for each name that is told about."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=out, transient=not sys.stdout.isatty()) as shown:
        known: dict[str, int] = {}

        def tell(name: str, done: int, total: int) -> None:
            key = name.split(" ")[0]
            if key not in known:
                known[key] = shown.add_task(name, total=total)
            shown.update(known[key], completed=done, total=total, description=name)  # type: ignore[arg-type]

        yield tell


if __name__ == "__main__":
    configure_logging("warning", json=False)
    command = typer.Typer(pretty_exceptions_enable=False, add_completion=False)
    command.command()(main)
    command()
