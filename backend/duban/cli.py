"""The command `duban`: start, migrate, check, load. Commands read settings, call one function and say what happened.

Long work shows progress. A command that finds something wrong exits with 1 and says what to do; 2 is a wrong call.
"""

import logging
import sys
from pathlib import Path
from typing import Annotated

import orjson
import structlog
import typer

from duban.account_commands import client_app, user_app
from duban.console import err, fail, out, progress, trusted_keys, with_database
from duban.handoff_commands import handoff_app
from duban.kernel.db import Database
from duban.key_commands import keys_app
from duban.loading import SettingsRefused, load_settings, refuse_unsafe
from duban.settings import Settings

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False, help=__doc__)
journal_app = typer.Typer(no_args_is_help=True, help="The journal: prove it, export its anchors.")
app.add_typer(journal_app, name="journal")
app.add_typer(keys_app, name="keys")
app.add_typer(user_app, name="user")
app.add_typer(client_app, name="client")
app.add_typer(handoff_app, name="handoff")
plan_app = typer.Typer(no_args_is_help=True, help="Campaign plans as data.")
app.add_typer(plan_app, name="plan")

ROOT = Path(__file__).resolve().parents[2]
"""The project's folder: where `openapi/`, `docs/` and `migrations/` lie in a checkout."""


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

    settings = _served_settings()
    if settings.environment == "demo":
        out.print("[bold yellow]DEMO[/] invented data, known passwords: never expose this to a network.")
    out.print(f"Duban 督办 on [bold]{settings.public_url}[/] (API pages: {settings.public_url}/docs)")
    start(settings)


@app.command()
def worker(
    embedded: Annotated[bool, typer.Option(hidden=True, help="End with the process that started this one.")] = False,
) -> None:
    """Do background work until told to stop (SIGTERM): jobs, timers, the journal's sealer, webhooks."""
    from duban.serving import work

    work(_served_settings(), embedded=embedded)


@app.command()
def demo(
    seed: Annotated[int, typer.Option(help="The same seed makes the same district.")] = 2026,
) -> None:
    """Load a believable district with months of history into an empty database. Impossible in production."""
    import uvloop

    from duban.demo.building import build

    settings = _checked_settings(demo_data=True)
    uvloop.run(build(settings, seed=seed, console=out))


@journal_app.command("verify")
def journal_verify(
    anchors: Annotated[Path | None, typer.Option(help="Anchors exported earlier; finds a chain written anew.")] = None,
    keys: Annotated[
        Path | None, typer.Option(help="Public keys (JWKS) exported with them; default: those in the database.")
    ] = None,
) -> None:
    """Check every entry against its seal and every seal against the one before. Names the first bad entry."""
    from duban.kernel.anchors import read_anchors, read_public_keys
    from duban.kernel.verification import verify
    from duban.orgs.signing import Signing

    async def check(database: Database) -> bool:
        known = read_anchors(anchors) if anchors else []
        public_keys = read_public_keys(keys) if keys else await Signing(database, load_settings()).public_keys()
        with progress("Verifying the journal") as bar:
            report = await verify(database, bar, anchors=known, public_keys=public_keys)
        out.print(report.told().en if report.ok else f"[bold red]{report.told().en}[/]", soft_wrap=True)
        return report.ok

    if not with_database(check):
        raise typer.Exit(1)


@journal_app.command("anchor")
def journal_anchor(
    to: Annotated[Path, typer.Argument(help="File to write every anchor to, one JSON line each.")],
) -> None:
    """Sign the journal's head and export all anchors, and the public keys beside them, for the auditor to keep."""
    from duban.kernel.anchors import kept_anchors, write_lines, write_public_keys
    from duban.kernel.verification import export_anchor
    from duban.orgs.signing import Signing, ensure_signing_key

    keys = to.with_suffix(".keys.json")

    async def export(database: Database) -> int:
        async with database.transaction() as db:
            key = await ensure_signing_key(db, load_settings())
        await export_anchor(database, key)
        anchors = await kept_anchors(database)
        to.write_bytes(write_lines(anchors))
        keys.write_bytes(write_public_keys(await Signing(database, load_settings()).public_keys()))
        return len(anchors)

    out.print(f"[green]✓[/] {with_database(export)} anchors written to {to}, the public keys to {keys}")


@plan_app.command("check")
def plan_check(
    file: Annotated[Path, typer.Argument(help="A `seed-plan/1` YAML file.", exists=True, dir_okay=False)],
) -> None:
    """Check a plan file without any server: one line per fault, with file, place (JSON pointer) and reason."""
    from duban.campaigns.blanks import blanks
    from duban.campaigns.clauses import clauses_of
    from duban.campaigns.plans import PlanError, load_plan

    try:
        plan = load_plan(file, file=str(file))
    except PlanError as wrong:
        for error in wrong.errors:
            told = f"{file}: {error.pointer or '/'}: {error.text.zh} {error.text.en}"
            err.print(told, markup=False, highlight=False, soft_wrap=True)
        raise fail(f"{len(wrong.errors)} fault(s) in {file}") from None
    required = sum(1 for blank in blanks(plan) if blank.required)
    told = f"✓ {file}: {plan.title}: {len(clauses_of(plan))} clauses, {required} blanks to fill before a launch"
    out.print(told, markup=False, highlight=False, soft_wrap=True)


@app.command()
def verify(
    file: Annotated[
        Path, typer.Argument(help="A package, a manifest or a signed reply, as the API gives it.", exists=True)
    ],
    files: Annotated[Path | None, typer.Option(help="Folder with the files; default: beside the manifest.")] = None,
    keys: Annotated[
        Path | None, typer.Option(help="The issuer's jwks.json: only these keys are trusted.", exists=True)
    ] = None,
    identity: Annotated[
        Path | None,
        typer.Option(help="The receiver's age identity file, which opens an encrypted package.", exists=True),
    ] = None,
) -> None:
    """Check a package, a manifest and its files, or a signed reply, without any server: names whatever changed."""
    from duban.kernel.verify_file import verify_file

    trusted = None if keys is None else trusted_keys(keys)
    secret = None if identity is None else identity.read_text("utf-8", "replace")
    report = verify_file(file, files or file.parent, public_keys=trusted, identity=secret)
    out.print(report.told(), markup=False, highlight=False, soft_wrap=True)
    if not report.ok:
        raise typer.Exit(1)


@app.command("import")
def import_rows(
    resource: Annotated[str, typer.Argument(help="organisations, institutions or people")],
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV, XLSX or NDJSON")],
    username: Annotated[str, typer.Option("--as", help="Who answers for it: the user's sign-in name")],
    dry_run: Annotated[bool, typer.Option(help="Check every row and show what would change; write nothing.")] = False,
) -> None:
    """Load rows from a file: every row is checked and accounted for; the same file twice changes nothing."""
    from duban.imports.commands import import_file

    async def load(database: Database) -> bool:
        with progress(f"Importing {resource}") as bar:
            receipt = await import_file(
                database, load_settings(), username, resource, file, dry_run=dry_run, progress=bar
            )
        out.print(receipt.told(), soft_wrap=True)
        return receipt.ok

    if not with_database(load):
        raise typer.Exit(1)


@app.command("export")
def export_rows(
    resource: Annotated[str, typer.Argument(help="institutions, duties or rectification-tasks")],
    file: Annotated[Path, typer.Argument(dir_okay=False, help="A new file: .xlsx, .csv or .ndjson")],
    username: Annotated[str, typer.Option("--as", help="Who answers for it: the user's sign-in name")],
    where: Annotated[
        list[str] | None, typer.Option(help="A filter of the list, such as state=issued; repeat it")
    ] = None,
) -> None:
    """Write a list to a file, as its person sees it: the API's own export, journalled like one."""
    from duban.exporting import export_file

    filters = dict(given.partition("=")[::2] for given in where or ())

    async def run(database: Database) -> None:
        await export_file(database, load_settings(), username, resource, file, filters)

    with_database(run)
    out.print(f"[green]✓[/] {file}")


@app.command()
def found(
    name: Annotated[str, typer.Argument(help="The health authority that runs this installation")],
    region: Annotated[str, typer.Option(help="Its GB/T 2260 code, six digits")],
) -> None:
    """Begin an empty installation: the root of the tree."""
    from duban.orgs.bootstrapping import found as begin
    from duban.orgs.region_routes import require_founding_region

    async def run(database: Database) -> None:
        require_founding_region(load_settings(), region)
        async with database.transaction() as db:
            await begin(db, name=name, region_code=region)

    with_database(run)
    out.print(f"[green]✓[/] {name} is the root. Now: duban administrator security_admin NAME")


@app.command()
def administrator(
    role: Annotated[str, typer.Argument(help="system_admin, security_admin or audit_admin: three different people")],
    username: Annotated[str, typer.Argument()],
    display_name: Annotated[str, typer.Option()] = "",
) -> None:
    """Make the first administrator of a kind and show their initial password once."""
    from duban.orgs.bootstrapping import bootstrap
    from duban.orgs.rules import Role

    async def run(database: Database) -> str | None:
        async with database.transaction() as db:
            _, password = await bootstrap(
                db, load_settings(), role=Role(role), username=username, display_name=display_name or username
            )
        return password

    out.print(f"[green]✓[/] {username}: [bold]{with_database(run)}[/] (shown once; to be changed at first sign-in)")


@app.command()
def backup(to: Annotated[Path, typer.Argument(help="A new folder for database and attachments")]) -> None:
    """Copy an embedded database (consistently, while it runs) and its attachments. PostgreSQL: use pg_dump."""
    from duban.backups import back_up

    out.print(f"[green]✓[/] {back_up(load_settings(), to)}")


@app.command()
def restore(source: Annotated[Path, typer.Argument(exists=True, file_okay=False)]) -> None:
    """Put a backup back into an empty data folder. Refuses to overwrite anything."""
    from duban.backups import put_back

    out.print(f"[green]✓[/] {put_back(load_settings(), source)}")


def _served_settings() -> Settings:
    """The settings of a process that serves or works: safe for the database they lead to as well."""
    from duban.serving import holds_demo_data, holds_schema

    settings = _checked_settings()
    if (settings.sqlite_path is not None and not settings.sqlite_path.exists()) or not with_database(holds_schema):
        raise fail("The database has no tables yet, or older ones: run `duban migrate` first.")
    return _checked_settings(demo_data=with_database(holds_demo_data))


def _checked_settings(*, demo_data: bool = False) -> Settings:
    try:
        settings = load_settings()
        refuse_unsafe(settings, demo_data=demo_data)
    except SettingsRefused as error:
        raise fail(str(error)) from None
    configure_logging(settings.log_level, json=settings.log_json)
    return settings


def configure_logging(level: str, *, json: bool) -> None:
    """Log lines as JSON (for machines) or in columns (for people), to stderr."""
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
