"""Matters that are confided (need to know): even inside their own authority only those read them who keep all of them,
or were let into this one; nobody above reads them before they were escalated there, and no institution ever.

A model says so by being a `Confided`; the door (`access.py`), lists, details, journal, live events, worklist,
notifications, search and evidence all ask here. Who was let in is a row, so that a name given counts at once in every
process. Basis of the least circle: 反有组织犯罪法 (2021) art. 52, 74; 行政处罚法 (2021) art. 50.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, bindparam, exists, literal, not_, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

from duban.kernel.clock import now
from duban.kernel.db import Reached, instant_field


class Confidant(SQLModel, table=True):
    """Somebody who was let into one matter. Let out again by deleting the row; the journal keeps both."""

    __tablename__ = "confidant"

    subject_id: UUID = Field(primary_key=True)
    user_id: UUID = Field(primary_key=True, index=True)
    subject_type: str = Field(max_length=40)
    since: datetime = instant_field(default_factory=now, nullable=False)


class Confided(Reached):
    """A row of such a matter. It belongs to the authority that keeps it, with `reach` at that authority's own level.

    `read_all`: who reads every one of the authority. `part_of` names the column with the id of the confided matter that
    it is a part of: whoever keeps away from that one keeps away from it too. `about_organisation_id` is the institution
    that it concerns, so that whoever keeps away from the institution keeps away from the matter.
    """

    read_all: ClassVar[str] = ""
    part_of: ClassVar[str | None] = None

    about_organisation_id: UUID | None = Field(default=None, foreign_key="organisation.id", index=True)

    @property
    def journal_organisation_id(self) -> UUID:
        """Under whose name the journal files an act on it: recusals are looked up there."""
        return self.about_organisation_id or self.organisation_id


ME = "_me"
"""The parameter that carries the reader's own id."""


def models() -> tuple[type[Confided], ...]:
    """Every confided model."""
    return tuple(Confided.__subclasses__())


def closed_to(me: Any) -> tuple[str, ...]:
    """The types of matters of which `me` reads only those that he was let into."""
    return tuple(sorted(model.word() for model in models() if not me.may(model.read_all)))


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
    found = [] if me.may(model.read_all) else [let_in(columns.id, who)]
    about = columns.about_organisation_id
    return found + [or_(about.is_(None), about != literal(hidden)) for hidden in sorted(me.recused)]


def not_closed(me: Any, subject_type: Any, subject_id: Any) -> list[ColumnElement[bool]]:
    """For rows that name a matter by type and id (clocks, notifications): none of those confided to others."""
    types = closed_to(me)
    if not types:
        return []
    return [or_(not_(or_(*(subject_type == literal(name) for name in types))), let_in(subject_id, literal(me.id)))]


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


async def is_told(db: AsyncSession, subject_type: str, subject_id: UUID, me: Any) -> bool:
    """Whether `me` may hear of what belongs to the matter: it is confided to nobody, or to `me` too."""
    if subject_id in me.recused:
        return False
    return subject_type not in closed_to(me) or await is_in(db, subject_id, me.id)


async def concerning(db: Any, units: Collection[UUID], matters: Collection[UUID]) -> frozenset[UUID]:
    """The ids of the confided matters about one of the organisations `units`, and of the parts of one of `matters`."""
    found = [select(col(model.id)).where(col(model.about_organisation_id).in_(units)) for model in models() if units]
    found += [
        select(col(model.id)).where(getattr(model, model.part_of).in_(matters)) for model in models() if model.part_of
    ]
    return frozenset(id for (id,) in await db.execute(union_all(*found))) if found else frozenset()
