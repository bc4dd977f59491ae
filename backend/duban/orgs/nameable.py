"""Who of one's own authority may be named: let into a clue, put on a team, given what comes back. Whether the one named
may indeed, `colleagues.colleague` decides."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, Uuid, and_, bindparam, exists, or_
from sqlmodel import col

from duban.kernel.access import Actor
from duban.kernel.lane import Lane, Statement
from duban.kernel.listing import Filter, Listing, ListQuery, Op
from duban.kernel.organisations import Organisation
from duban.orgs.models import AppUser, RoleGrant
from duban.orgs.rules import ROLES


class NameableRead(BaseModel):
    """Somebody who may be named: no more of the account than it takes to choose the right person."""

    id: UUID
    display_name: str
    organisation_name: str = Field(description="Where they are at home: the section")


class NameableQuery(ListQuery):
    """The beginning of a name, or everybody."""

    name: str | None = Field(
        None, min_length=1, max_length=60, description="The beginning of the name", examples=["李"]
    )
    sort: str = Field("-id", pattern="^-?id$")


def _at_home(statement: Statement) -> Statement:
    return statement.join(Organisation, col(Organisation.id) == col(AppUser.organisation_id))


def nameable(permission: str, *, needs: str) -> Listing:
    """The active accounts that hold a role with `permission` at the reader's own organisation. Reading the list needs
    the permission `needs`."""
    roles = [role for role in ROLES if permission in ROLES[role].permissions]

    def narrow(me: Actor) -> tuple[Any, ColumnElement[bool]]:
        held = (
            exists()
            .where(
                col(RoleGrant.user_id) == col(AppUser.id),
                col(RoleGrant.organisation_id) == bindparam("_scope", type_=Uuid()),
                or_(*(col(RoleGrant.role) == role for role in roles)),
                col(RoleGrant.ended_at).is_(None),
            )
            .correlate(AppUser)
        )
        return permission, and_(col(AppUser.active), held)

    return Listing(
        Lane(AppUser, NameableRead, extra={"organisation_name": col(Organisation.name)}, join=_at_home),
        NameableQuery,
        needs,
        filters={"name": Filter(col(AppUser.display_name), Op.STARTS)},
        narrow=narrow,
    )
