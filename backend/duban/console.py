"""What every command of `duban` has in common: where it prints, how it fails, and the database it works on."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import orjson
import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from duban.kernel.db import Database
from duban.kernel.errors import Problem
from duban.kernel.outages import FAILURES, outage
from duban.loading import load_settings

T = TypeVar("T")

out = Console()
err = Console(stderr=True)


def fail(message: str) -> typer.Exit:
    """Say why on the error output; raise what this returns, and the command exits with 1."""
    err.print(f"[bold red]✗[/] {escape(message)}", soft_wrap=True)
    return typer.Exit(1)


def trusted_keys(jwks: Path) -> list[dict[str, str]]:
    """The public keys in a jwks.json. Where it is none, the command fails with words."""
    try:
        return list(orjson.loads(jwks.read_bytes())["keys"])
    except (ValueError, KeyError, TypeError):
        raise fail(f"{jwks} is no jwks.json") from None


def with_database(work: Callable[[Database], Awaitable[T]]) -> T:
    """Run `work` over the settings' database. A refusal, or a database out of reach, is told in words: exit code 1."""

    async def run() -> T:
        database = Database(load_settings().async_database_url, in_caller=True)
        try:
            return await work(database)
        finally:
            await database.close()

    try:
        return asyncio.run(run())
    except Problem as problem:
        lines = [problem.text.en, *(f"  {e.pointer}: {e.text.en}" for e in problem.errors)]
        raise fail("\n".join(lines)) from None
    except FAILURES as error:
        away = outage(error)
        if away is None:
            raise
        raise fail(f"{away.text.en} ({load_settings().async_database_url.render_as_string()})") from None


@contextmanager
def progress(title: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar as a function (done, total)."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
