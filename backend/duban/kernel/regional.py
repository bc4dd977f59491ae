"""Settings that belong to a place: where the law leaves a value open (marks U and D of the rules), a region sets it.

The most specific region wins: a county's value over its city's, over its province's, over the shipped default.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col

from duban.kernel.amounts import FEN, Amount
from duban.kernel.db import Row, instant_field, json_field
from duban.kernel.regions import enclosing
from duban.kernel.terms import Term, Unit, regional


class RegionalSetting(Row, table=True):
    """One value for one region. `basis` names the local rule that sets it (文号)."""

    __tablename__ = "regional_setting"
    __table_args__ = (UniqueConstraint("region_code", "key"),)

    region_code: str = Field(max_length=12)
    key: str = Field(max_length=80)
    value: dict[str, Any] = json_field(default_factory=dict)
    basis: str = Field(max_length=200)
    set_by_id: UUID
    set_at: datetime = instant_field(nullable=False)

    @property
    def label(self) -> str:
        return f"{self.key} {self.region_code or '全国'}"


async def values(db: AsyncSession, key: str, region_code: str) -> dict[str, Any] | None:
    """The value of `key` in force in `region_code`; None where nobody set one."""
    rows = await db.execute(
        select(col(RegionalSetting.region_code), col(RegionalSetting.value)).where(
            col(RegionalSetting.key) == key, col(RegionalSetting.region_code).in_(enclosing(region_code))
        )
    )
    found: dict[str, dict[str, Any]] = {region: value for region, value in rows}  # noqa: C416 - typed
    for region in reversed(enclosing(region_code)):
        if region in found:
            return found[region]
    return None


async def sets(db: AsyncSession, term: Term, region_code: str) -> bool:
    """Whether somebody set `term` for `region_code`: some terms bind nobody anywhere else."""
    return await values(db, f"term.{term.name}", region_code) is not None


async def regional_term(db: AsyncSession, term: Term, region_code: str) -> Term:
    """`term` with the region's own length where the term is a setting."""
    if not term.setting:
        return term
    value = await values(db, f"term.{term.name}", region_code)
    if value is None:
        return term
    return regional(term, {term.name: (int(value["amount"]), Unit(value["unit"]))})


async def regional_fen(db: AsyncSession, amount: Amount, region_code: str) -> int | None:
    """`amount` in fen as `region_code` sets it; None where no limit is in force there."""
    value = await values(db, amount.key, region_code)
    return int(value["amount"]) * FEN if value and value["amount"] else None
