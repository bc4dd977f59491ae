"""The command `duban`: start, migrate, check, load. Commands read settings, call one function and say what happened.

Long work shows progress. A command that finds something wrong exits with 1 and says what to do; 2 is a wrong call.
"""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import orjson
import structlog
import typer
from rich.console import Console

from duban.settings import SettingsRefused, load_settings

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False, help=__doc__)
journal_app = typer.Typer(no_args_is_help=True, help="The journal: prove it, export its anchors.")
app.add_typer(journal_app, name="journal")
out = Console()
err = Console(stderr=True)

ROOT = Path(__file__).resolve().parents[2]
"""The project's folder: where `openapi/`, `docs/` and `migrations/` lie in a checkout."""


def fail(message: str) -> typer.Exit:
    err.print(f"[bold red]✗[/] {message}")
    return typer.Exit(1)


@app.command()
def migrate() -> None:
    """Bring the database to this version's schema. Safe to run again; two at once wait for each other."""
    from alembic import command
    from alembic.config import Config

    settings = load_settings()
    if settings.sqlite_path:
        settings.sqlite_path.parent.mkdir(parents=True, exist_ok=True)
    config = Config(toml_file=ROOT / "pyproject.toml")
    with out.status("Migrating the database"):
        command.upgrade(config, "head")
    out.print("[green]✓[/] The database is up to date.")


@app.command()
def openapi(
    check: Annotated[bool, typer.Option(help="Only compare; exit 1 where the file is out of date.")] = False,
) -> None:
    """Write `openapi/openapi.json` from the code."""
    from duban.main import create_app

    path = ROOT / "openapi" / "openapi.json"
    text = orjson.dumps(create_app().openapi(), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"
    if check and (not path.exists() or path.read_bytes() != text):
        raise fail("openapi/openapi.json is out of date: run `make openapi` and commit it.")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text)
    out.print(f"[green]✓[/] {path.relative_to(ROOT)}")


@app.command("draw-workflows")
def draw_workflows() -> None:
    """Draw `docs/workflows/` from the workflow tables."""
    from duban.drawing import pages

    folder = ROOT / "docs" / "workflows"
    folder.mkdir(parents=True, exist_ok=True)
    wanted = pages()
    for stale in set(folder.glob("*.md")) - {folder / name for name in wanted}:
        stale.unlink()
    for name, text in wanted.items():
        (folder / name).write_text(text, encoding="utf-8")
        out.print(f"[green]✓[/] docs/workflows/{name}")


@app.command()
def serve() -> None:
    """Serve the API (and the web pages) on `DUBAN_HOST:DUBAN_PORT`; on SQLite also the worker, as a child process."""
    from duban.serving import serve as start

    start(_checked_settings())


@app.command()
def worker() -> None:
    """Do background work until told to stop (SIGTERM): jobs, timers, the journal's sealer."""
    from duban.serving import work

    work(_checked_settings())


@app.command()
def demo(
    seed: Annotated[int, typer.Option(help="The same seed makes the same district.")] = 2026,
) -> None:
    """Load a believable district with months of history into an empty database. Impossible in production."""
    from duban.demo.building import build

    settings = _checked_settings(demo_data=True)
    asyncio.run(build(settings, seed=seed, console=out))


@journal_app.command("verify")
def journal_verify(
    anchors: Annotated[Path | None, typer.Option(help="Anchors exported earlier; finds a chain written anew.")] = None,
) -> None:
    """Check every entry against its seal and every seal against the one before. Names the first bad entry."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    from duban.kernel.db import Database
    from duban.kernel.verification import verify

    async def run() -> bool:
        database = Database(load_settings().async_database_url)
        with Progress("Verifying", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=out) as bar:
            task = bar.add_task("verify", total=None)
            report = await verify(
                database,
                anchors=anchors,
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
        await database.close()
        out.print(report.told())
        return report.ok

    if not asyncio.run(run()):
        raise typer.Exit(1)


def _checked_settings(*, demo_data: bool = False):  # type: ignore[no-untyped-def]
    from duban.settings import refuse_unsafe

    try:
        settings = load_settings()
        refuse_unsafe(settings, demo_data=demo_data)
    except SettingsRefused as error:
        raise fail(str(error)) from None
    configure_logging(settings.log_level, json=settings.log_json)
    return settings


def configure_logging(level: str, *, json: bool) -> None:
    """Log lines as JSON (for machines) or in columns (for people), to stderr."""
    import logging

    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
