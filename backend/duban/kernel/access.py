"""Who may see which rows, and who may do what.

`visible` is the only way rows of an owned table reach anybody, `one_visible` the only way one row does. Outside the
actor's subtree a row does not exist (404, the same words as "no such row"); inside it, a missing permission is 403.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, false, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from duban.kernel import confiding
from duban.kernel.db import LEVELS, OrgOwned, Scoped
from duban.kernel.errors import missing_permission, not_found
from duban.kernel.organisations import Organisation, OrganisationKind

S = TypeVar("S", bound=Scoped)


class ActorKind(StrEnum):
    """`public`: somebody without an account, who holds a code for one matter."""

    PERSON = "person"
    MACHINE = "machine"
    SYSTEM = "system"
    PUBLIC = "public"


@dataclass(frozen=True)
class Actor:
    """A person or a machine client acting for one organisation.

    `level` is the depth of that organisation in the tree (1 = root): together with its id it selects the subtree.
    `permissions` are read fresh for each request (a cache of seconds, dropped on any change of roles or sessions).
    `recused` holds ids of matters and organisations the actor must not touch (回避).
    """

    id: UUID
    kind: ActorKind
    name: str
    organisation_id: UUID
    organisation_name: str
    organisation_kind: OrganisationKind
    level: int
    permissions: frozenset[str]
    roles: frozenset[str] = frozenset()
    section_id: UUID | None = None
    region_code: str | None = None
    session_id: UUID | None = None
    recused: frozenset[UUID] = field(default=frozenset())

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    def require(self, permission: str) -> None:
        """Raise Forbidden, naming the permission, unless the actor has it."""
        if permission not in self.permissions:
            raise missing_permission(permission)

    @property
    def is_institution(self) -> bool:
        return self.organisation_kind is OrganisationKind.INSTITUTION


def in_subtree(model: type[Scoped] | Any, me: Actor) -> ColumnElement[bool]:
    """The condition that a row of `model` lies in the actor's subtree: one indexed comparison. Enough for counting;
    for reading rows `reaching` belongs to it."""
    if not 1 <= me.level <= LEVELS:
        return false()
    return getattr(model, f"org_l{me.level}") == me.organisation_id  # type: ignore[no-any-return]


def reaching(columns: Any, level: int) -> list[ColumnElement[bool]]:
    """What must hold of a row, beside lying in the subtree, for an organisation at `level` to read it: nothing, except
    where the row is `Reached`. The level stands there as a number, so that `reach_indexes` can serve."""
    return [columns.reach <= literal_column(str(level))] if hasattr(columns, "reach") else []


def visible(model: type[S], me: Actor) -> Select[S]:
    """Select the rows of `model` the actor may see."""
    statement = select(model).where(in_subtree(model, me), *reaching(model, me.level))
    statement = statement.where(*confiding.narrowed(model, model, me))
    if me.recused and issubclass(model, OrgOwned):
        statement = statement.where(model.organisation_id.not_in(me.recused), model.id.not_in(me.recused))  # type: ignore[attr-defined]
    return statement


@lru_cache(maxsize=1000)
def _one(model: type[S], level: int, lock: bool) -> Select[S]:
    """One row of a subtree at `level`, by the parameters `_scope` and `_id`. Built once, not once per request."""
    column: Any = getattr(model, f"org_l{level}") if 1 <= level <= LEVELS else None
    below = false() if column is None else column == bindparam("_scope")
    statement = select(model).where(below, model.id == bindparam("_id"), *reaching(model, level))  # type: ignore[arg-type]
    return statement.with_for_update() if lock else statement


async def one_visible(db: AsyncSession, model: type[S], id: UUID, me: Actor, *, lock: bool = False) -> S:
    """The row with `id` if the actor may see it; raises the one `not_found` otherwise.

    `lock` takes the row lock (`FOR UPDATE`) that every change needs; on SQLite the transaction already holds the file.
    """
    row: S | None = await db.scalar(_one(model, me.level, lock), {"_scope": me.organisation_id, "_id": id})
    if row is None or (isinstance(row, OrgOwned) and not me.recused.isdisjoint((row.id, row.organisation_id))):
        raise not_found()
    if isinstance(row, confiding.Confided) and not await is_confided_to(db, row, me):
        raise not_found()
    return row


async def is_confided_to(db: AsyncSession, row: confiding.Confided, me: Actor) -> bool:
    """Whether `me` may know of the matter `row`, which lies in reach."""
    if not me.recused.isdisjoint({getattr(row, name) for name in row.ties()}):
        return False
    if confiding.reads_all(type(row), me):
        return True
    return me.may(row.read) and await confiding.is_in(db, row.id, me.id)


async def require_told(db: AsyncSession, row: OrgOwned, subject_type: str, subject_id: UUID, me: Actor) -> None:
    """Raise the one `not_found` where the matter that `row` (a clock) names is kept from `me`, who sees the row."""
    for model in confiding.models():
        if model.word() == subject_type:
            await one_visible(db, model, subject_id, me)
    if row.organisation_id != me.organisation_id and subject_type in confiding.kept_from_above(me):
        raise not_found()


async def organisation_within(db: AsyncSession, me: Actor, id: UUID) -> Organisation:
    """The organisation with `id` if it lies in the actor's subtree: every write into a unit passes here."""
    return await one_visible(db, Organisation, id, me)


def place(row: OrgOwned, organisation: Organisation) -> None:
    """Give `row` to `organisation` and copy its ancestors."""
    row.organisation_id = organisation.id
    for level in range(1, LEVELS + 1):
        setattr(row, f"org_l{level}", getattr(organisation, f"org_l{level}"))
