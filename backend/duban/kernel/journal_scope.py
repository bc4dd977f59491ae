"""Whose part of the tree an entry belongs to.

An entry carries the place its subject had in the tree when it was written, and keeps it when organisations move: what
happened under an authority stays with that authority. Subjects outside the tree (settings, calendars, keys) belong to
the organisation of whoever acted; where there is none either (the system itself), to the health authorities at the
root.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, literal, not_, or_, true

from duban.kernel import readership
from duban.kernel.access import Actor
from duban.kernel.db import LEVELS
from duban.kernel.organisations import Organisation, OrganisationKind

Entry = Any
"""The columns of an entry by name: of the table, or of a subquery over it."""

_ACTING = Organisation.__table__.alias("acting")  # type: ignore[attr-defined]
SCOPE = "_scope"
"""The parameter that carries the reader's organisation."""


def with_acting(statement: Select[Any], entry: Entry) -> Select[Any]:
    """`statement` over entries, joined with the organisation that acted where the subject has no place."""
    return statement.outerjoin(_ACTING, and_(entry.org_l1.is_(None), _ACTING.c.id == entry.actor_organisation_id))


def place(entry: Entry, level: int) -> ColumnElement[Any]:
    """The entry's ancestor at `level` of the tree; NULL at every level for entries of the system itself."""
    return func.coalesce(entry[f"org_l{level}"], _ACTING.c[f"org_l{level}"])


def stands_at_root(me: Actor) -> bool:
    """Whether `me` reads the entries that have no place anywhere."""
    return me.level == 1 and me.organisation_kind is OrganisationKind.HEALTH_AUTHORITY


def within(me: Actor, entry: Entry) -> ColumnElement[bool]:
    """The condition that an entry lies in the subtree of `me` (parameter `SCOPE`), for statements `with_acting`."""
    if not 1 <= me.level <= LEVELS:
        raise ValueError(f"the tree has no level {me.level}")
    mine = place(entry, me.level) == bindparam(SCOPE, type_=entry.org_l1.type)
    return or_(mine, place(entry, 1).is_(None)) if stands_at_root(me) else mine


def not_recused(me: Actor, entry: Entry) -> ColumnElement[bool]:
    """The condition that `me` need not keep away from an entry's subject or its organisation."""
    if not me.recused:
        return true()
    # One parameter each: the row lane compiles a statement before it knows its values, and cannot expand a list then.
    away = [literal(id) for id in sorted(me.recused)]
    return and_(
        entry.subject_id.not_in(away),
        or_(entry.organisation_id.is_(None), entry.organisation_id.not_in(away)),
    )


def not_confided(me: Actor, entry: Entry) -> ColumnElement[bool]:
    """The condition that an entry is of no confided matter, or of one of the organisation of `me` itself."""
    types = readership.confided_types()
    if not types or me.level >= LEVELS:
        return true()
    own = entry[f"org_l{me.level + 1}"].is_(None)
    return or_(own, not_(or_(*(entry.subject_type == literal(name) for name in types))))
