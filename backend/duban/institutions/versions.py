"""The registry's past: one row per span of time in which nothing changed, so that "beds on 1 March" has an answer."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import bindparam, or_, select, update
from sqlmodel import col

from duban.institutions.models import Institution, InstitutionVersion
from duban.kernel.acts import Act
from duban.kernel.clock import ZONE
from duban.kernel.ids import new_id

KEPT = (
    "uscc",
    "licence_number",
    "name",
    "aliases",
    "types",
    "level",
    "grade",
    "ownership",
    "profit_kind",
    "affiliation",
    "region_code",
    "address",
    "fields",
    "designations",
    "beds",
    "staff",
    "medical_staff",
    "outpatients_per_day",
    "hotline",
    "complaint_place",
    "complaint_hours",
    "verified_on",
    "status",
    "status_since",
)
"""The values that make a version."""


def values_of(row: Institution) -> dict[str, Any]:
    """The values of `row` as plain JSON."""
    values: dict[str, Any] = orjson.loads(orjson.dumps({name: getattr(row, name) for name in KEPT}, default=str))
    return values


def first(act: Act, row: Institution) -> InstitutionVersion:
    """The first version of a row made in this act."""
    version = InstitutionVersion(institution_id=row.id, valid_from=act.now, values=values_of(row))
    act.db.add(version)
    return version


async def follow(act: Act, row: Institution) -> None:
    """End the present version of the locked `row` and begin the next; two changes at one instant are one."""
    await follow_many(act, [row])


async def follow_many(act: Act, rows: list[Institution]) -> None:
    """As `follow` for many locked rows, in as many statements as for one."""
    if not rows:
        return
    table = InstitutionVersion.__table__  # type: ignore[attr-defined]
    present = {
        found.institution_id: found
        for found in await act.db.execute(
            select(table.c.id, table.c.institution_id, table.c.valid_from).where(
                table.c.institution_id.in_([row.id for row in rows]), table.c.valid_to.is_(None)
            )
        )
    }
    again = [row for row in rows if row.id in present and present[row.id].valid_from >= act.now]
    onward = [row for row in rows if row not in again]
    connection = await act.db.connection()
    if again:
        await connection.execute(
            update(table).where(table.c.id == bindparam("_id")).values(values=bindparam("_values")),
            [{"_id": present[row.id].id, "_values": values_of(row)} for row in again],
        )
    if ended := [present[row.id].id for row in onward if row.id in present]:
        await connection.execute(
            update(table).where(table.c.id == bindparam("_id")).values(valid_to=act.now), [{"_id": id} for id in ended]
        )
    if onward:
        await connection.execute(
            table.insert(),
            [
                {
                    "id": new_id(),
                    "institution_id": row.id,
                    "valid_from": act.now,
                    "valid_to": None,
                    "values": values_of(row),
                }
                for row in onward
            ],
        )


def end_of(day: date) -> datetime:
    """The first instant after `day` in Asia/Shanghai."""
    return datetime.combine(day + timedelta(days=1), time(), ZONE)


def on(institution_id: UUID, day: date) -> Any:
    """Select the version that held at the end of `day`; before the first entry there is none."""
    end = end_of(day)
    return select(InstitutionVersion.__table__).where(  # type: ignore[attr-defined]
        col(InstitutionVersion.institution_id) == institution_id,
        col(InstitutionVersion.valid_from) < end,
        or_(col(InstitutionVersion.valid_to).is_(None), col(InstitutionVersion.valid_to) >= end),
    )
