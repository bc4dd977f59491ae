"""`duban keys`: the installation's keys renewed. Both commands may run while Duban serves, and both are journalled."""

import typer

from duban.console import fail, out, progress, with_database
from duban.kernel.db import Database
from duban.kernel.errors import Conflict, Text
from duban.loading import load_settings

keys_app = typer.Typer(no_args_is_help=True, help="The keys that sign and the keys that encrypt: renew them.")


def not_founded() -> Conflict:
    return Conflict("not_founded", Text("请先建立第一个机构。", "Found the first organisation before: duban found."))


@keys_app.command("rotate")
def rotate() -> None:
    """Put a new key in place of those that sign tokens, manifests and anchors.

    It is published at once (`/.well-known/jwks.json`) and signs after six minutes, when every process and every reader
    of that page knows it. Tokens signed before stay good until they end; what was signed for ever stays verifiable.
    """
    from duban.kernel.system_actor import system_act
    from duban.orgs.signing import PUBLISHED, rotate_signing_key

    async def run(database: Database) -> str:
        async with database.transaction() as db:
            act = await system_act(db)
            if act is None:
                raise not_founded()
            return (await rotate_signing_key(act, load_settings())).kid

    kid = with_database(run)
    minutes = int(PUBLISHED.total_seconds() / 60)
    out.print(f"[green]✓[/] The key {kid} is published and signs in {minutes} minutes.", soft_wrap=True)


@keys_app.command("reencrypt")
def reencrypt() -> None:
    """Write every protected value anew under the first key of DUBAN_FIELD_KEYS; afterwards the older ones can go.

    Put the new key in front of the older ones, restart every process, run this, and only then take the older ones out:
    a process that still writes with an older key would leave values behind that nobody can read.
    """
    import duban.main  # noqa: F401 - every module declares its protected columns
    from duban.kernel import journal, reencryption
    from duban.kernel.organisations import Organisation
    from duban.kernel.system_actor import system_act
    from duban.orgs.protection import key_ring

    async def run(database: Database) -> reencryption.Reencrypted:
        ring = key_ring(load_settings())
        async with database.transaction() as db:
            if await system_act(db) is None:
                raise not_founded()
        with progress("Encrypting anew") as bar:
            report = await reencryption.reencrypt(database, ring, bar)
        async with database.transaction() as db:
            act = await system_act(db)
            if act is not None and (report.total or report.unreadable):
                told = {
                    "key": (sorted(report.older_keys), ring.mark.rstrip(".")),
                    "values": (None, report.written),
                    "unreadable": (None, len(report.unreadable)),
                }
                root = await db.get_one(Organisation, act.me.organisation_id)
                journal.record(
                    db,
                    act.me,
                    act.now,
                    "organisation:reencrypt",
                    root,
                    label=root.name,
                    changes=told,
                    visibility=journal.Visibility.SECURITY,
                )
        return report

    report = with_database(run)
    for name, count in report.written.items():
        out.print(f"  {name}: {count}")
    if report.unreadable:
        shown = "\n".join(f"  {line}" for line in report.unreadable[:20])
        raise fail(
            f"{len(report.unreadable)} values could not be read. Put the key they name back into DUBAN_FIELD_KEYS "
            f"and run this again.\n{shown}"
        )
    first = next(iter(load_settings().field_key_ring()))
    out.print(
        f"[green]✓[/] {report.total} values written anew. All are under the key {first}; the others can be taken out.",
        soft_wrap=True,
    )
