"""Matters that are confided (need to know): even inside their own authority only those read them who keep all of them,
or were let into this one; nobody above reads them before they were escalated there, and no institution ever.

A model says so by being a `Confided`; the door (`access.py`), lists, details, journal, live events, worklist,
notifications, search and evidence all ask here. Who was let in is a row, so that a name given counts at once in every
process. Basis of the least circle: 反有组织犯罪法 (2021) art. 52, 74; 行政处罚法 (2021) art. 50.
"""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, and_, bindparam, exists, false, literal, or_, select, true, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

from duban.kernel.clock import now
from duban.kernel.db import Reached, instant_field

if TYPE_CHECKING:
    from duban.kernel.acts import Act


class Confidant(SQLModel, table=True):
    """Somebody who was let into one matter. Let out again by deleting the row; the journal keeps both."""

    __tablename__ = "confidant"

    subject_id: UUID = Field(primary_key=True)
    user_id: UUID = Field(primary_key=True, index=True)
    subject_type: str = Field(max_length=40)
    since: datetime = instant_field(default_factory=now, nullable=False)


class Confided(Reached):
    """A row of such a matter. It belongs to the authority that keeps it, with `reach` at that authority's own level.

    `read`: who may read such matters where one was let in; `read_all`: who reads every one of the authority. Without
    the first nobody knows of any, let in or not: a door that was opened closes with the office.
    `about_organisation_id` is the institution that it concerns, so that whoever keeps away from the institution keeps
    away from the matter.
    """

    read: ClassVar[str] = ""
    read_all: ClassVar[str] = ""
    part_of: ClassVar[str] = ""
    """The column with the id of the confided matter of which this is a part: who keeps away from that keeps away from
    this."""

    about_organisation_id: UUID | None = Field(default=None, foreign_key="organisation.id", index=True)

    @classmethod
    def ties(cls) -> tuple[str, ...]:
        """The columns with what a recusal may name instead of the row itself."""
        return ("about_organisation_id", *([cls.part_of] if cls.part_of else []))

    @property
    def journal_organisation_id(self) -> UUID:
        """Under whose name the journal files an act on it: recusals are looked up there."""
        return self.about_organisation_id or self.organisation_id


ME = "_me"
"""The parameter that carries the reader's own id."""


def models() -> tuple[type[Confided], ...]:
    """Every confided model."""
    return tuple(Confided.__subclasses__())


def closed_to(me: Any) -> tuple[tuple[str, bool], ...]:
    """The types of matters of which `me` does not read every one; each with whether a door may open to him."""
    return tuple(sorted((model.word(), me.may(model.read)) for model in models() if not reads_all(model, me)))


def reads_all(model: type[Confided], me: Any) -> bool:
    return bool(me.may(model.read) and me.may(model.read_all))


QUIET: dict[str, str] = {}
"""Matters of institutions that speak of a confided one, by type: the permission without which nobody above reads that
one of their terms was missed. Entered by the module that owns them."""


def kept_from_above(me: Any) -> tuple[str, ...]:
    """The types of matters of which `me` reads nothing where he only stands above who has to act."""
    quiet = (name for name, permission in QUIET.items() if not me.may(permission))
    return tuple(sorted({*(model.word() for model in models()), *quiet}))


def is_confided(model: Any) -> bool:
    return isinstance(model, type) and issubclass(model, Confided)


def let_in(subject_id: Any, user: Any) -> ColumnElement[bool]:
    """The condition that `user` was let into the matter whose id is `subject_id`."""
    return exists().where(col(Confidant.subject_id) == subject_id, col(Confidant.user_id) == user)


def narrowed(model: Any, columns: Any, me: Any, *, bound: bool = False) -> list[ColumnElement[bool]]:
    """What must hold of a row of `model`, beside its place and reach, for `me` to read it: nothing, unless it is
    confided. `bound`: the statement is kept for many readers, and is given the reader's id as the parameter `ME`."""
    if not is_confided(model):
        return []
    who = bindparam(ME, type_=Uuid()) if bound else me.id
    found: list[ColumnElement[bool]] = []
    if not reads_all(model, me):
        found.append(let_in(columns.id, who) if me.may(model.read) else false())
    ties = [getattr(columns, name) for name in model.ties()]
    return found + [or_(tie.is_(None), tie != literal(hidden)) for tie in ties for hidden in sorted(me.recused)]


def not_closed(me: Any, subject_type: Any, subject_id: Any, *, bound: bool = False) -> list[ColumnElement[bool]]:
    """For rows that name a matter by type and id (clocks, notifications): none of those confided to others. `bound` as
    for `narrowed`."""
    closed = closed_to(me)
    who = bindparam(ME, type_=Uuid()) if bound else literal(me.id, Uuid())
    found = []
    if shut := [name for name, opens in closed if not opens]:
        found.append(none_of(subject_type, shut))
    if ajar := [name for name, opens in closed if opens]:
        found.append(or_(none_of(subject_type, ajar), let_in(subject_id, who)))
    return found


def none_of(subject_type: Any, types: Collection[str]) -> ColumnElement[bool]:
    """The condition that a row names a matter of none of `types`; one parameter each, as the row lane wants it."""
    return and_(true(), *(subject_type != literal(name) for name in types))


async def open_door(db: AsyncSession, subject: Confided, users: Collection[UUID], at: datetime) -> None:
    """Let `users` into the flushed `subject`; who is in already stays."""
    for user in dict.fromkeys(users):
        if await db.get(Confidant, (subject.id, user)) is None:
            db.add(Confidant(subject_id=subject.id, user_id=user, subject_type=subject.word(), since=at))


async def close_door(db: AsyncSession, subject: Confided, user: UUID) -> None:
    """Let `user` out of `subject`."""
    if (known := await db.get(Confidant, (subject.id, user))) is not None:
        await db.delete(known)


async def is_in(db: AsyncSession, subject_id: UUID, user: UUID) -> bool:
    return await db.get(Confidant, (subject_id, user)) is not None


async def concerning(db: Any, units: Collection[UUID], matters: Collection[UUID]) -> frozenset[UUID]:
    """The ids of the confided matters about one of the organisations `units`, or part of one of `matters`."""
    found = [select(col(model.id)).where(col(model.about_organisation_id).in_(units)) for model in models() if units]
    found += [
        select(col(model.id)).where(getattr(model, model.part_of).in_(matters))
        for model in models()
        if matters and model.part_of
    ]
    return frozenset(id for (id,) in await db.execute(union_all(*found))) if found else frozenset()


async def let_parts_follow(act: "Act", matter: Confided) -> None:
    """Let the parts of the locked `matter` concern the institution that it concerns now."""
    for model in models():
        if model.part_of:
            parts = select(model).where(getattr(model, model.part_of) == matter.id).order_by(col(model.id))
            for part in await act.db.scalars(parts.with_for_update()):
                about = {"about_organisation_id": matter.about_organisation_id}
                act.change(part, about, action=f"{model.word()}:amend")
