"""How migrations run: over the application's own engine, one at a time, never waiting long for a lock."""

import asyncio
from typing import Any

import sqlalchemy as sa
from alembic import context
from sqlalchemy.engine import Connection
from sqlmodel import SQLModel

import duban.main  # noqa: F401 - knows every module, so every table
from duban.kernel.db import Choice, Database, UtcDateTime
from duban.loading import load_settings

ONE_AT_A_TIME = 7_301_185
"""Advisory lock: two migrate jobs started together run one after the other."""


def include_object(found: Any, name: str | None, kind: str, _reflected: bool, _compared: Any) -> bool:
    """Not for comparison: SQLite's full-text index with its shadow tables, and PostgreSQL's inverted indexes, which
    one engine has and the other has not. Migrations write them by hand; a test compares them."""
    if kind == "index":
        return found.dialect_options["postgresql"].get("using") != "gin"
    return not (kind == "table" and (name or "").startswith("search_fts"))


def render_item(kind: str, item: Any, autogen_context: Any) -> str | bool:
    """Our column types as plain ones: a migration imports nothing of the application."""
    if kind == "type":
        if isinstance(item, UtcDateTime):
            return "sa.DateTime(timezone=True)"
        if isinstance(item, Choice):
            return "sa.String(length=40)"
        if isinstance(item, sa.JSON):
            autogen_context.imports.add("from sqlalchemy.dialects import postgresql")
            return "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')"
        if type(item).__name__ == "AutoString":
            return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return False


def compare_type(_context: Any, _inspected: Any, _metadata: Any, inspected: Any, wanted: Any) -> bool | None:
    """SQLite reflects JSON and UUID as their storage; only real differences count."""
    if isinstance(inspected, sa.JSON) or isinstance(wanted, sa.JSON | sa.Uuid):
        return False
    return None


def run(connection: Connection) -> None:
    sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=sqlite,
        include_object=include_object,
        render_item=render_item,
        compare_type=compare_type,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        if not sqlite:
            connection.execute(sa.text("SET LOCAL lock_timeout = '10s'"))
            connection.execute(sa.text(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})"))
        context.run_migrations()


async def migrate() -> None:
    given: Database | None = context.config.attributes.get("database")
    database = given or Database(load_settings().async_database_url, pool_size=1)
    try:
        async with database.writer.connect() as connection:
            await connection.run_sync(run)
            await connection.commit()
    finally:
        await database.close()


asyncio.run(migrate())
