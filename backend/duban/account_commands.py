"""`duban user` and `duban client`: accounts and machines from the command line, for whoever runs the installation.

They act as the system and are journalled as such. Roles are granted by security administrators, not here.
"""

from typing import Annotated
from uuid import UUID

import typer
from rich.table import Table
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.console import out, with_database
from duban.kernel.acts import Act
from duban.kernel.db import Database
from duban.kernel.errors import Conflict, NotFound, Text
from duban.kernel.organisations import Organisation
from duban.kernel.system_actor import system_act
from duban.loading import load_settings
from duban.orgs.bootstrapping import let_in_again
from duban.orgs.clients import create_client
from duban.orgs.models import ApiClient, AppUser, RoleGrant
from duban.orgs.users import create_user

user_app = typer.Typer(no_args_is_help=True, help="People's accounts: list them, add one, let one in again.")
client_app = typer.Typer(no_args_is_help=True, help="Machines: list them, add one.")
Where = Annotated[str, typer.Option("--organisation", help="Its id, or its name where only one has it")]


async def _act(db: AsyncSession) -> Act:
    act = await system_act(db)
    if act is None:
        raise Conflict("not_founded", Text("请先建立第一个机构。", "Found the first organisation before: duban found."))
    return act


async def _organisation(db: AsyncSession, named: str) -> Organisation:
    try:
        same = col(Organisation.id) == UUID(named)
    except ValueError:
        same = col(Organisation.name) == named
    found = (await db.scalars(select(Organisation).where(same).limit(2))).all()
    if len(found) != 1:
        raise NotFound(
            "organisation_unknown",
            Text(
                "没有这个机构，或有同名机构，请使用其编号。",
                f"Not exactly one organisation is called {named!r}: use its id.",
            ),
        )
    return found[0]


@user_app.command("list")
def list_users() -> None:
    """Every account with its home and the roles it holds."""

    async def run(database: Database) -> Table:
        table = Table("user", "name", "home", "roles", "active")
        async with database.session() as db:
            held: dict[UUID, list[str]] = {}
            for user_id, role in await db.execute(
                select(col(RoleGrant.user_id), col(RoleGrant.role)).where(col(RoleGrant.ended_at).is_(None))
            ):
                held.setdefault(user_id, []).append(role.value)
            for user, home in await db.execute(
                select(AppUser, col(Organisation.name))
                .join(Organisation, col(Organisation.id) == col(AppUser.organisation_id))
                .order_by(col(AppUser.username))
            ):
                roles = ", ".join(sorted(held.get(user.id, ())))
                table.add_row(user.username, user.display_name, home, roles, "yes" if user.active else "no")
        return table

    out.print(with_database(run))


@user_app.command("add")
def add_user(
    username: Annotated[str, typer.Argument()],
    organisation: Where,
    display_name: Annotated[str, typer.Option()] = "",
) -> None:
    """Make an account without any role and show its initial password once."""

    async def run(database: Database) -> tuple[str, str | None]:
        async with database.transaction() as db:
            act = await _act(db)
            user, password = await create_user(
                act,
                load_settings(),
                organisation=await _organisation(db, organisation),
                username=username,
                display_name=display_name or username,
            )
        return user.username, password

    name, password = with_database(run)
    out.print(f"[green]✓[/] {name}: [bold]{password}[/] (shown once; to be changed at first sign-in)")


@user_app.command("reset")
def reset_user(username: Annotated[str, typer.Argument()]) -> None:
    """Let somebody in whom no administrator can help, such as the last security administrator.

    Gives a new password, lifts a lock, removes the second factor and ends all sessions; the journal says that it was
    done from the command line.
    """

    async def run(database: Database) -> str | None:
        async with database.transaction() as db:
            _, password = await let_in_again(db, load_settings(), username.strip().casefold())
        return password

    out.print(f"[green]✓[/] {username}: [bold]{with_database(run)}[/] (shown once; to be changed at the next sign-in)")


@client_app.command("list")
def list_clients() -> None:
    """Every machine with its organisation and its scopes."""

    async def run(database: Database) -> Table:
        table = Table("client id", "name", "organisation", "scopes", "active")
        async with database.session() as db:
            for client, home in await db.execute(
                select(ApiClient, col(Organisation.name))
                .join(Organisation, col(Organisation.id) == col(ApiClient.organisation_id))
                .order_by(col(ApiClient.client_id))
            ):
                scopes, active = " ".join(client.scopes), "yes" if client.active else "no"
                table.add_row(client.client_id, client.name, home, scopes, active)
        return table

    out.print(with_database(run))


@client_app.command("add")
def add_client(
    name: Annotated[str, typer.Argument(help="What it is, such as 投诉系统")],
    organisation: Where,
    scope: Annotated[list[str], typer.Option(help="Repeat it; GET /roles lists the scopes of each kind")],
) -> None:
    """Make a machine that acts for one organisation and show its secret once."""

    async def run(database: Database) -> tuple[str, str]:
        async with database.transaction() as db:
            act = await _act(db)
            home = await _organisation(db, organisation)
            client, secret = await create_client(act, organisation=home, name=name, scopes=scope)
        return client.client_id, secret

    client_id, secret = with_database(run)
    out.print(f"[green]✓[/] {client_id}: [bold]{secret}[/] (shown once)", soft_wrap=True)
