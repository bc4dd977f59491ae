"""What an installation must remember about itself for ever, one row per mark: such as that its data are invented."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

from duban.kernel.clock import now
from duban.kernel.db import Database, instant_field

DEMO_DATA = "demo_data"
"""The database was filled by `duban demo`: its people are invented, and their password is published."""


class InstallationMark(SQLModel, table=True):
    """One mark. Marks are set and never taken away."""

    __tablename__ = "installation_mark"

    name: str = Field(max_length=40, primary_key=True)
    made_at: datetime = instant_field(nullable=False)


async def set_mark(db: AsyncSession, name: str) -> None:
    """Set the mark `name`; nothing happens where it is set."""
    if await db.get(InstallationMark, name) is None:
        db.add(InstallationMark(name=name, made_at=now()))


async def has_mark(database: Database, name: str) -> bool:
    """Whether the mark `name` was ever set."""
    async with database.reading() as connection:
        found = await connection.scalar(select(col(InstallationMark.name)).where(col(InstallationMark.name) == name))
    return found is not None
