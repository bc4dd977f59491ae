"""Migrating from nothing gives the very schema that the models describe, triggers and full-text index included."""

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.engine import URL, make_url
from sqlmodel import SQLModel

from conftest import administer, lay_schema, on
from duban.kernel.db import Database

ROOT = Path(__file__).parents[2]

SQLITE = (
    "SELECT type, name, tbl_name, sql FROM sqlite_master "
    "WHERE name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_fts_%'"
)
POSTGRESQL = (
    "SELECT 'index', indexname, tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT 'trigger', tgname, tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT 'constraint', conname, conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace",
    "SELECT 'column', column_name, table_name, data_type || is_nullable || coalesce(character_maximum_length, 0) "
    "FROM information_schema.columns WHERE table_schema = 'public'",
)


def not_ours() -> set[str]:
    """Alembic's own table, and those of resources that exist in tests only. Asked late: more of them come with every
    test file that is read."""
    return {"alembic_version"} | {
        mapper.local_table.name  # type: ignore[attr-defined]
        for mapper in SQLModel._sa_registry.mappers
        if not mapper.class_.__module__.startswith("duban.")
    }


def migrate(url: URL, revision: str = "head") -> None:
    config = Config(toml_file=ROOT / "pyproject.toml")
    config.attributes["database"] = Database(url, pool_size=1)
    command.upgrade(config, revision)


def inventory(url: URL) -> set[tuple[Any, ...]]:
    """Every table, index, trigger and constraint with its definition, spaces and quotes evened out."""

    async def read() -> set[tuple[Any, ...]]:
        database, foreign = Database(url, pool_size=1), not_ours()
        found: set[tuple[Any, ...]] = set()
        async with database.reading() as connection:
            for query in (SQLITE,) if database.is_sqlite else POSTGRESQL:
                for kind, name, table, sql in await connection.execute(text(query)):
                    if table not in foreign:
                        found.add((kind, name, table, even(kind, sql)))
        await database.close()
        return found

    return asyncio.run(read())


def even(kind: str, sql: str | None) -> str:
    """A definition as compared. A table's parts may stand in another order on SQLite; their words may not differ."""
    plain = re.sub(r"[\s\"]+", " ", sql or "").replace("( ", "(").replace(" )", ")").strip()
    if kind == "table":
        return " ".join(sorted(re.split(r"[ ,()]+", plain.upper())))
    return plain


def test_a_fresh_sqlite_database_is_what_the_models_say(tmp_path: Path) -> None:
    migrated, made = (make_url(f"sqlite+aiosqlite:///{tmp_path / name}.sqlite") for name in ("migrated", "made"))
    migrate(migrated)
    lay_schema(made)
    assert inventory(migrated) == inventory(made)


def test_a_fresh_postgresql_database_is_what_the_models_say(postgresql_url: str) -> None:
    for name in ("duban_migrated", "duban_made"):
        administer(postgresql_url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        administer(postgresql_url, f"CREATE DATABASE {name}")
    migrate(on(postgresql_url, "duban_migrated"))
    lay_schema(on(postgresql_url, "duban_made"))
    differing = inventory(on(postgresql_url, "duban_migrated")) ^ inventory(on(postgresql_url, "duban_made"))
    assert not differing


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    url = make_url(f"sqlite+aiosqlite:///{tmp_path / 'twice'}.sqlite")
    migrate(url)
    before = inventory(url)
    migrate(url)
    assert inventory(url) == before


@pytest.mark.parametrize("path", sorted((ROOT / "migrations" / "versions").glob("*.py")), ids=lambda p: p.stem)
def test_a_migration_knows_nothing_of_the_application(path: Path) -> None:
    assert not re.search(r"^\s*(from|import) (duban|sqlmodel)", path.read_text(), re.MULTILINE)
