"""The whole way of a file at hand, for the command line: parse, check, apply, with progress."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from duban.imports.models import ImportMode, ImportRun
from duban.imports.receiving import importer_of, parse, receive
from duban.imports.running import BATCH_ROWS, Runner
from duban.kernel.access import Actor
from duban.kernel.acts import Act
from duban.kernel.clock import now
from duban.kernel.db import Database
from duban.kernel.importing import require_import
from duban.loading import load_settings
from duban.settings import Settings

Progress = Callable[[str, int, int], None]
"""Told after every batch: what is being done ("check", "apply"), how many rows of how many."""


async def import_file(
    database: Database,
    actor: Actor,
    resource: str,
    path: Path,
    *,
    dry_run: bool = False,
    mode: ImportMode = ImportMode.PER_ROW,
    progress: Progress | None = None,
    settings: Settings | None = None,
) -> ImportRun:
    """Import the file at `path` as `actor`; returns the run with its counts.

    Raises what `receiving.parse` raises, and Forbidden where the actor may not import `resource`.
    A file to be written whole is one transaction; else every batch is its own, and running it again goes on.
    """
    settings = settings or load_settings()
    importer = importer_of(resource)
    require_import(actor, importer)
    parsed = await parse(importer, path, path.name)
    async with database.transaction() as db:
        run = await receive(Act(db, actor, now()), settings, importer, parsed, mode=mode, dry_run=dry_run)
    walk = _Walk(database, actor, run.id, settings, progress or (lambda _what, _done, _total: None))
    await walk.check()
    async with database.transaction() as db:
        barred = Runner.of(await db.get_one(ImportRun, run.id), settings).is_barred
    if not dry_run and not barred:
        await walk.apply(whole=mode is ImportMode.ALL_OR_NOTHING)
    async with database.transaction() as db:
        return await db.get_one(ImportRun, run.id)


class _Walk:
    """Batch after batch, each in a transaction of its own."""

    def __init__(self, database: Database, actor: Actor, run_id: UUID, settings: Settings, told: Progress) -> None:
        self.database, self.actor, self.run_id, self.settings, self.told = database, actor, run_id, settings, told

    async def check(self) -> None:
        await self._through("check")

    async def apply(self, *, whole: bool) -> None:
        if not whole:
            await self._through("apply")
            return
        async with self.database.transaction() as db:
            runner = Runner.of(await db.get_one(ImportRun, self.run_id), self.settings)
            await runner.apply_all(Act(db, self.actor, now()))
            self.told("apply", runner.run.total, runner.run.total)

    async def _through(self, what: str) -> None:
        after, done = 0, 0
        while True:
            async with self.database.transaction() as db:
                runner = Runner.of(await db.get_one(ImportRun, self.run_id), self.settings)
                act = Act(db, self.actor, now())
                go_on = runner.check_some if what == "check" else runner.apply_some
                last = await go_on(act, after)
                if last is None:
                    await (runner.finish_check(act) if what == "check" else runner.finish(act))
                    self.told(what, runner.run.total, runner.run.total)
                    return
            after, done = last, min(done + BATCH_ROWS, runner.run.total)
            self.told(what, done, runner.run.total)
