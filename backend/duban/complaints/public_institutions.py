"""The open institutions that the public can complain about, with their complaint windows."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlmodel import col

from duban.complaints.public_models import ComplaintWindow
from duban.complaints.public_schemas import InstitutionQuery
from duban.institutions.models import Institution, InstitutionStatus
from duban.kernel import fulltext
from duban.kernel.clock import today
from duban.kernel.db import Database
from duban.kernel.errors import not_found
from duban.kernel.listing import decode_cursor, encode_cursor
from duban.kernel.organisations import Organisation, OrganisationKind

_NODE = Organisation.__table__.alias("node")  # type: ignore[attr-defined]
_ABOVE = Organisation.__table__.alias("above")  # type: ignore[attr-defined]
_I, _W = Institution, ComplaintWindow

WINDOW = ("office", "place", "hours", "telephone", "hotline", "mediation", "other_ways")


def _open() -> Select[Any]:
    """Open institutions of the registry. What an institution has not published, the registry may know."""
    return (
        select(
            col(_I.id).label("entry"),
            col(_I.organisation_id).label("id"),
            col(_I.name),
            col(_I.region_code),
            _ABOVE.c.name.label("authority"),
            col(_I.address),
            col(_I.complaint_place),
            col(_I.complaint_hours),
            col(_I.hotline).label("registered_hotline"),
            *(getattr(_W, name) for name in WINDOW),
        )
        .join(_NODE, _NODE.c.id == col(_I.organisation_id))
        .outerjoin(_ABOVE, _ABOVE.c.id == _NODE.c.parent_id)
        .outerjoin(_W, col(_W.organisation_id) == col(_I.organisation_id))
        .where(
            col(_I.status) != InstitutionStatus.CLOSED,
            _NODE.c.kind == OrganisationKind.INSTITUTION,
            or_(_NODE.c.closed_on.is_(None), _NODE.c.closed_on > today()),
        )
    )


async def page(database: Database, query: InstitutionQuery) -> dict[str, Any]:
    """One page, the longest registered first. Raises Malformed for a cursor of another list, Invalid for words without
    a letter in them."""
    statement = _open().order_by(col(_I.id)).limit(query.limit + 1)
    values: dict[str, Any] = {}
    if query.region:
        statement = statement.where(col(_I.region_code).startswith(query.region.rstrip("0") or query.region))
    if query.q:
        statement = statement.where(col(_I.id).in_(fulltext.matching(database, Institution.word(), "words")))
        values["words"] = fulltext.engine_query(database, query.q)
    if query.cursor:
        (after,) = decode_cursor(query.cursor, "id", [_I.__table__.c.id.type])  # type: ignore[attr-defined]
        statement = statement.where(col(_I.id) > bindparam("_after", after))
    async with database.reading() as connection:
        rows = (await connection.execute(statement, values)).mappings().all()
    more, rows = len(rows) > query.limit, rows[: query.limit]
    following = encode_cursor("id", [rows[-1]["entry"]]) if more else None
    return {"items": [_shown(row) for row in rows], "next_cursor": following}


async def one(db: AsyncConnection | AsyncSession, organisation_id: UUID) -> dict[str, Any]:
    """The open institution of the node `organisation_id`. Raises the one `not_found`."""
    row = (await db.execute(_open().where(col(_I.organisation_id) == organisation_id))).mappings().one_or_none()
    if row is None:
        raise not_found()
    return _shown(row)


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    shown = {name: row[name] for name in ("id", "name", "region_code", "authority", "address")}
    return shown | {"window": _window(row)}


def _window(row: Mapping[str, Any]) -> dict[str, Any] | None:
    """What is published; else what the registry says; None where neither says anything."""
    if row["office"] is not None:
        return {name: row[name] for name in WINDOW}
    known = {
        "place": row["complaint_place"],
        "hours": row["complaint_hours"],
        "hotline": row["registered_hotline"],
    }
    return dict.fromkeys(WINDOW) | known if any(known.values()) else None
