"""Which columns name the authority that is in charge of a row, so that a charge can be handed over.

A model declares them once (`in_charge`). When an organisation moves to another branch of the tree, whatever an
authority left behind still had to do for it becomes the business of the nearest health authority above the new place;
what is over stays as it was.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.kernel.db import Scoped
from duban.kernel.organisations import Organisation, OrganisationKind


@dataclass(frozen=True)
class Charge:
    """`columns` of `model` each name an organisation in charge; `while_open` says of which rows it still matters."""

    model: type[Scoped]
    columns: tuple[str, ...]
    while_open: ColumnElement[bool]


_CHARGES: list[Charge] = []


def in_charge(model: type[Scoped], *columns: str, while_open: ColumnElement[bool]) -> None:
    """Declare that `columns` of `model` name authorities in charge of a row while `while_open` holds of it."""
    _CHARGES.append(Charge(model, columns, while_open))


async def nearest_authority(db: AsyncSession, path: Collection[UUID]) -> Organisation | None:
    """The deepest health authority among the organisations of `path`, one way up the tree; None without any."""
    found: Organisation | None = await db.scalar(
        select(Organisation)
        .where(col(Organisation.id).in_(path), col(Organisation.kind) == OrganisationKind.HEALTH_AUTHORITY)
        .order_by(col(Organisation.level).desc())
        .limit(1)
    )
    return found


async def authority_above(db: AsyncSession, organisation: Organisation) -> Organisation | None:
    """The nearest health authority above `organisation`; None at the top."""
    return await nearest_authority(db, [id for id in organisation.levels() if id not in (None, organisation.id)])


async def hand_over(db: AsyncSession, level: int, moved: UUID, left: Collection[UUID], heir: UUID) -> Mapping[str, int]:
    """Put `heir` in charge wherever one of `left` is, of rows below the organisation `moved` at `level` of the tree.

    One statement per declared model. Returns how many rows of each table changed hands, tables without any left out.
    """
    found: dict[str, int] = {}
    for charge in _CHARGES:
        model: Any = charge.model
        columns = [col(getattr(model, name)) for name in charge.columns]
        result = await db.execute(
            update(model)
            .where(getattr(model, f"org_l{level}") == moved, charge.while_open, or_(*(c.in_(left) for c in columns)))
            .values({c: case((c.in_(left), heir), else_=c) for c in columns})
            .execution_options(synchronize_session=False)
        )
        if count := int(result.rowcount):  # type: ignore[attr-defined]
            found[str(model.__tablename__)] = found.get(str(model.__tablename__), 0) + count
    return found
