"""`duban handoff`: messages between two parties carried on a disc, out of one installation and into another."""

from pathlib import Path
from typing import Annotated

import typer

from duban.console import fail, out, progress, trusted_keys, with_database
from duban.handoff.bundles import Fate
from duban.kernel.db import Database
from duban.kernel.object_store import ObjectLost
from duban.kernel.packages import PartChanged
from duban.loading import load_settings

handoff_app = typer.Typer(no_args_is_help=True, help="Referred cases on a disc: write one, take one in.")


@handoff_app.command("export")
def export_messages(
    file: Annotated[Path, typer.Option("--out", dir_okay=False, help="A new file")],
    recipient: Annotated[str, typer.Option("--for", help="For whom: an organisation's id, code or name")],
    after: Annotated[
        int | None, typer.Option(min=0, help="From the position beyond this again; default: what is unacknowledged")
    ] = None,
    recipient_key: Annotated[
        str | None, typer.Option(help="Encrypt to this public age key of theirs, age1…; name the file .zip.age")
    ] = None,
) -> None:
    """Write what waits for an organisation, with its files, as one signed bundle; `duban verify` proves it."""
    from duban.handoff.carrying import Written, export
    from duban.kernel.object_store import open_store
    from duban.orgs.manifest_signing import InstallationSigner

    settings = load_settings()

    async def run(database: Database) -> Written:
        store, signer = open_store(settings.object_store_url), InstallationSigner(database, settings)
        with progress("Reading and writing files") as bar:
            return await export(
                database, store, signer, file, issuer=settings.public_url, recipient=recipient, after=after,
                progress=bar, recipient_key=recipient_key,
            )  # fmt: skip

    if file.exists():
        raise fail(f"{file} is there already.")
    try:
        written = with_database(run)
    except (PartChanged, ObjectLost) as error:
        raise fail(f"Nothing was written, the store is damaged: {error}") from None
    out.print(f"[green]✓[/] {written.count} messages in {file}", soft_wrap=True)
    if written.left:
        out.print(f"  {written.left} more wait: write another one with --after {written.until}", soft_wrap=True)


@handoff_app.command("import")
def import_messages(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A bundle, or the receipt of one")],
    keys: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="The other side's jwks.json")],
    own: Annotated[bool, typer.Option(help="Take what our own people said in the other installation, too.")] = False,
    receipt: Annotated[Path | None, typer.Option(help="Where to write the receipt; default: beside the bundle")] = None,
    identity: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Our age identity file, if the bundle is encrypted")
    ] = None,
) -> None:
    """Take in a bundle that the other side signed: the same one twice changes nothing.

    Writes a signed receipt to carry back; importing that one there acknowledges what arrived.
    """
    import duban.main  # noqa: F401 - every module's clocks and listeners
    from duban.handoff.carrying import take_bundle
    from duban.kernel.object_store import open_store
    from duban.orgs.manifest_signing import InstallationSigner

    settings, trusted = load_settings(), trusted_keys(keys)
    answer = receipt or file.with_name(f"{file.name.removesuffix('.age').removesuffix('.zip')}.receipt.zip")
    secret = None if identity is None else identity.read_text("utf-8", "replace")
    if answer.exists():
        raise fail(f"{answer} is there already.")

    async def run(database: Database) -> list[Fate]:
        store, signer = open_store(settings.object_store_url), InstallationSigner(database, settings)
        with progress("Taking messages in") as bar:
            return await take_bundle(
                database, store, signer, file, issuer=settings.public_url, keys=trusted, receipt=answer, progress=bar,
                own=own, identity=secret,
            )  # fmt: skip

    fates = with_database(run)
    for fate in fates:
        out.print(f"  {fate.fate}: {fate.id} {fate.reason or ''}".rstrip(), markup=False, soft_wrap=True)
    refused = sum(fate.fate == "refused" for fate in fates)
    out.print(f"[green]✓[/] {len(fates) - refused} of {len(fates)} messages are here", soft_wrap=True)
    if fates:
        out.print(f"[green]✓[/] the receipt: {answer}", soft_wrap=True)
    if refused:
        raise typer.Exit(1)
