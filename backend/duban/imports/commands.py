"""The command line's import: who answers for it is a person by user name, and what comes back is a text receipt."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select, update

from duban.imports.importing_files import import_file as import_as
from duban.imports.models import ImportRow, ImportRun
from duban.imports.receiving import opened
from duban.kernel.db import Database
from duban.kernel.importing import Outcome
from duban.orgs.actors import named_person
from duban.orgs.protection import key_ring
from duban.settings import Settings

SHOWN_ERRORS = 50


@dataclass(frozen=True)
class Receipt:
    """What became of a file: the run, its first errors as (row, text), and initial passwords as (user, password)."""

    run: ImportRun
    errors: list[tuple[int, str]] = field(default_factory=list)
    passwords: list[tuple[str, str]] = field(default_factory=list, repr=False)

    @property
    def ok(self) -> bool:
        """True when no row is wrong."""
        return self.run.errors == 0 and self.run.failure is None

    def told(self) -> str:
        """The receipt for a person."""
        run = self.run
        lines = [
            f"{'✓' if self.ok else '✗'} {run.number} {run.resource}: {run.total} rows, {run.state}",
            f"  {run.to_create} create, {run.to_update} update, {run.unchanged} unchanged, {run.errors} wrong",
            *(f"  row {number}: {text}" for number, text in self.errors),
        ]
        if run.errors > len(self.errors):
            lines.append(f"  and {run.errors - len(self.errors)} more: GET /api/v1/imports/{run.id}/rows?outcome=error")
        lines += [f"  initial password of {user}: {password}" for user, password in self.passwords]
        return "\n".join(lines)


async def import_file(
    database: Database,
    settings: Settings,
    username: str,
    resource: str,
    path: Path,
    *,
    dry_run: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Receipt:
    """Import the file at `path` row by row, as the person `username`, at whose seat the needed permissions are.

    Raises NotFound (`user_unknown`), and what `importing_files.import_file` raises.
    """
    actor = await named_person(database, username)
    run = await import_as(
        database,
        actor,
        resource,
        path,
        dry_run=dry_run,
        progress=(lambda _what, done, total: progress(done, total)) if progress else None,
        settings=settings,
    )
    return await _receipt(database, settings, run)


async def _receipt(database: Database, settings: Settings, run: ImportRun) -> Receipt:
    """The run with what a person must see now. Initial passwords are wiped as they are read."""
    table = ImportRow.__table__  # type: ignore[attr-defined]
    ours, ring = table.c.run_id == run.id, key_ring(settings)
    async with database.transaction() as db:
        wrong = select(table.c.number, table.c.errors).where(ours, table.c.outcome == Outcome.ERROR)
        errors = [
            (row.number, "; ".join(error["en"] for error in row.errors))
            for row in await db.execute(wrong.order_by(table.c.number).limit(SHOWN_ERRORS))
        ]
        made = select(table.c.key, table.c.secret).where(ours, table.c.secret.is_not(None)).order_by(table.c.number)
        passwords = [(row.key, opened(ring, row.secret)) for row in await db.execute(made)]
        await db.execute(update(table).where(ours).values(secret=None))
    return Receipt(run, errors, passwords)
