"""From a live session to an `Actor`: whose it is, for which organisation they act, what their roles permit there.

Read in two statements (five at most for who was ever recused) and kept for seconds (`ActorCache`); any change of
people, roles, recusals, sessions or organisations calls `forget_actors`, so that in this process it works at once and
in the others within the cache's seconds.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from weakref import WeakSet

from sqlalchemy import Uuid, literal, or_, select, union
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlmodel import col

from duban.kernel import confiding
from duban.kernel.access import Actor, ActorKind
from duban.kernel.acts import Act
from duban.kernel.clock import now
from duban.kernel.db import LEVELS, Database
from duban.kernel.errors import Forbidden, NotFound, Text
from duban.kernel.organisations import Organisation, OrganisationKind
from duban.orgs.limits import Limited
from duban.orgs.models import AppUser, Recusal, RoleGrant
from duban.orgs.rules import Role, permissions_of, scopes_of

Source = AsyncSession | AsyncConnection


@dataclass(frozen=True)
class Seat:
    """An organisation one may act for, and the roles held there."""

    organisation_id: UUID
    name: str
    kind: OrganisationKind
    level: int
    region_code: str | None
    closed: bool
    roles: frozenset[Role]


@dataclass(frozen=True)
class Holder:
    """The account behind a session, as far as acting needs it."""

    id: UUID
    name: str
    home_id: UUID
    session_id: UUID | None


_PLACE = (
    col(Organisation.id),
    col(Organisation.name),
    col(Organisation.kind),
    col(Organisation.level),
    col(Organisation.region_code),
    col(Organisation.closed_on),
)


async def seats_of(db: Source, user_id: UUID, home_id: UUID) -> list[Seat]:
    """Where a person may act: home first, then the organisations of their open roles, by name. One statement."""
    mine = (col(RoleGrant.user_id) == user_id) & col(RoleGrant.ended_at).is_(None)
    held = select(col(RoleGrant.organisation_id), col(RoleGrant.role)).where(mine).subquery()
    # A list of ids, not "home or held": the latter would read the whole tree.
    places = union(select(literal(home_id, Uuid())), select(col(RoleGrant.organisation_id)).where(mine))
    rows = await db.execute(
        select(*_PLACE, held.c.role)
        .outerjoin(held, held.c.organisation_id == col(Organisation.id))
        .where(col(Organisation.id).in_(places))
    )
    seats: dict[UUID, Seat] = {}
    for id, name, kind, level, region, closed_on, role in rows:
        known = seats[id].roles if id in seats else frozenset()
        roles = known | {role} if role else known
        seats[id] = Seat(id, name, kind, level, region, closed_on is not None, roles)
    return sorted(seats.values(), key=lambda seat: (seat.organisation_id != home_id, seat.name))


async def recused_from(db: Source, user_id: UUID, at: datetime) -> frozenset[UUID]:
    """The ids of the matters and organisations that the person must not touch at the instant `at`, with every
    organisation below those, and every confided matter about one of these or part of one. One statement; two more only
    for who is recused from anything."""
    rows = await db.execute(
        select(col(Recusal.subject_type), col(Recusal.subject_id)).where(
            col(Recusal.user_id) == user_id,
            col(Recusal.starts_at) <= at,
            col(Recusal.ends_at).is_(None) | (col(Recusal.ends_at) > at),
        )
    )
    found = rows.all()
    matters = {id for _, id in found}
    units = {id for type_, id in found if type_ == Organisation.word()}
    if units:
        inside = or_(*(getattr(Organisation, f"org_l{level}").in_(units) for level in range(1, LEVELS + 1)))
        units = {id for (id,) in await db.execute(select(col(Organisation.id)).where(inside))}
        matters |= units
    matters |= await confiding.concerning(db, units, matters - units)
    return frozenset(matters)


def person(holder: Holder, seats: Iterable[Seat], acting_for: UUID | None, *, recused: frozenset[UUID]) -> Actor:
    """The actor of a person at the asked seat, with what they must not touch (`recused_from`).

    Nothing asked: home, or the first seat with a role where home has none (a section's people work for the authority
    above it). Raises Forbidden: `not_granted_there`, `organisation_closed`.
    """
    there = [seat for seat in seats if seat.roles or seat.organisation_id == holder.home_id]
    if acting_for is not None:
        there = [seat for seat in there if seat.organisation_id == acting_for]
        if not there:
            raise _not_granted()
    by_use = sorted(there, key=lambda seat: (seat.closed, not seat.roles))
    seat = by_use[0]
    home = next((seat for seat in seats if seat.organisation_id == holder.home_id), None)
    _require_open(seat)
    return Actor(
        id=holder.id,
        kind=ActorKind.PERSON,
        name=holder.name,
        organisation_id=seat.organisation_id,
        organisation_name=seat.name,
        organisation_kind=seat.kind,
        level=seat.level,
        permissions=permissions_of(seat.roles),
        roles=frozenset(role.value for role in seat.roles),
        section_id=home.organisation_id if home and home.kind is OrganisationKind.SECTION else None,
        region_code=seat.region_code,
        session_id=holder.session_id,
        recused=recused,
    )


async def named_person(database: Database, username: str) -> Actor:
    """The actor of somebody who answers for a command; where they act by default. Raises NotFound: `user_unknown`."""
    async with database.reading() as connection:
        user = (
            await connection.execute(
                select(col(AppUser.id), col(AppUser.display_name), col(AppUser.organisation_id)).where(
                    col(AppUser.username) == username.strip().casefold(), col(AppUser.active).is_(True)
                )
            )
        ).one_or_none()
        if user is None:
            raise NotFound("user_unknown", Text("没有这个用户。", f"There is no active person {username!r}."))
        seats = await seats_of(connection, user.id, user.organisation_id)
        recused = await recused_from(connection, user.id, now())
    return person(Holder(user.id, user.display_name, user.organisation_id, None), seats, None, recused=recused)


async def machine(
    db: Source, holder: Holder, scopes: Iterable[str], narrowed: Iterable[str] | None, acting_for: UUID | None = None
) -> Actor:
    """The actor of a machine: its scopes, less what its token left out and its organisation's kind excludes.

    Recusals are of people: no machine is given a matter to judge.
    Raises Forbidden: `not_granted_there` for any other organisation than its own, `organisation_closed`.
    """
    if acting_for not in (None, holder.home_id):
        raise _not_granted()
    row = (await db.execute(select(*_PLACE).where(col(Organisation.id) == holder.home_id))).one()
    seat = Seat(row.id, row.name, row.kind, row.level, row.region_code, row.closed_on is not None, frozenset())
    _require_open(seat)
    permissions = frozenset(scopes) & scopes_of(seat.kind)
    if narrowed is not None:
        permissions &= frozenset(narrowed)
    return Actor(
        id=holder.id,
        kind=ActorKind.MACHINE,
        name=holder.name,
        organisation_id=seat.organisation_id,
        organisation_name=seat.name,
        organisation_kind=seat.kind,
        level=seat.level,
        permissions=permissions,
        region_code=seat.region_code,
        session_id=holder.session_id,
    )


def _not_granted() -> Forbidden:
    return Forbidden(
        "not_granted_there",
        Text(
            "您在该机构没有角色。请从 GET /me 的 acting_choices 中选择。",
            "You hold no role there. Choose one of `acting_choices` in GET /me.",
        ),
    )


def _require_open(seat: Seat) -> None:
    if seat.closed:
        raise Forbidden(
            "organisation_closed",
            Text(
                "“{name}”已停用，不能再以其名义办理。请联系系统管理员。",
                "“{name}” is closed; nobody can act for it. Ask the system administrator.",
            ).format(name=seat.name),
        )


@dataclass(frozen=True)
class Kept:
    actor: Actor
    limit: Limited | None
    until: datetime


_caches: "WeakSet[ActorCache]" = WeakSet()


class ActorCache:
    """Actors by token and asked organisation, for `seconds` at most; `limit` is kept with them (see authentication).

    A read that began before a change must not be kept after it: `generation` tells.
    """

    def __init__(self, seconds: float, most: int = 10_000) -> None:
        self._life = timedelta(seconds=seconds)
        self._most = most
        self._kept: dict[bytes, Kept] = {}
        self.generation = 0
        _caches.add(self)

    @staticmethod
    def key(token: str, acting_for: str | None) -> bytes:
        return hashlib.sha256(f"{token}|{acting_for or ''}".encode()).digest()

    def get(self, key: bytes) -> Kept | None:
        found = self._kept.get(key)
        return found if found and now() < found.until else None

    def keep(self, key: bytes, actor: Actor, limit: Limited | None, *, ends: datetime, generation: int) -> None:
        """Remember until the cache's seconds are over or the token `ends`, unless something changed meanwhile."""
        if not self._life or generation != self.generation:
            return
        if len(self._kept) >= self._most:
            self._kept.pop(next(iter(self._kept)))
        self._kept[key] = Kept(actor, limit, min(now() + self._life, ends))

    def drop_all(self) -> None:
        self.generation += 1
        self._kept.clear()


def drop_caches() -> None:
    """Forget every actor of this process."""
    for cache in _caches:
        cache.drop_all()


def forget_actors(act: Act) -> None:
    """Have every actor read anew once `act` is committed."""
    act.after_commit.append(drop_caches)
