"""The people of one's own authority who may take part in something: a list to choose from, for any resource that lets
people in or puts them on a team. Whether the one chosen may, `colleagues.colleague` decides."""

from typing import Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import ColumnElement, Uuid, and_, bindparam, exists, or_
from sqlmodel import col

from duban.kernel.access import Actor
from duban.kernel.lane import Lane, Statement
from duban.kernel.listing import Filter, Listing, ListQuery, Op
from duban.kernel.organisations import Organisation
from duban.orgs.models import AppUser, RoleGrant
from duban.orgs.rules import ROLES
from duban.orgs.schemas import Read


class ColleagueRead(Read):
    """Somebody whom one may name: no more of the account than it takes to choose the right person."""

    id: UUID
    display_name: str
    organisation_id: UUID
    organisation_name: str


class ColleagueQuery(ListQuery):
    name: str | None = Field(
        None, min_length=1, max_length=60, description="The beginning of the name", examples=["李"]
    )
    sort: str = Field("-id", pattern="^-?id$")


def _at_home(statement: Statement) -> Statement:
    return statement.join(Organisation, col(Organisation.id) == col(AppUser.organisation_id))


def colleagues(permission: str, *, needs: str) -> Listing:
    """Active accounts other than the reader's that hold a role with `permission` where the reader acts. Reading the
    list needs the permission `needs`."""
    roles = sorted(role for role, duties in ROLES.items() if permission in duties.permissions)

    def in_office(me: Actor) -> tuple[Any, ColumnElement[bool]]:
        granted = exists().where(
            col(RoleGrant.user_id) == col(AppUser.id),
            col(RoleGrant.organisation_id) == bindparam("_scope", type_=Uuid()),
            col(RoleGrant.ended_at).is_(None),
            or_(*(col(RoleGrant.role) == role for role in roles)),
        )
        others = col(AppUser.id) != bindparam("_me", type_=Uuid())
        return permission, and_(others, col(AppUser.active), granted)

    return Listing(
        Lane(AppUser, ColleagueRead, extra={"organisation_name": col(Organisation.name)}, join=_at_home),
        ColleagueQuery,
        needs,
        filters={"name": Filter(col(AppUser.display_name), Op.STARTS)},
        narrow=in_office,
    )
