"""Who of one's own authority may be named: enforcement officers for a team, case handlers for what comes back."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, and_, exists, or_
from sqlmodel import col

from duban.kernel.access import Actor
from duban.kernel.lane import Lane, Statement
from duban.kernel.listing import Filter, Listing, ListQuery, Op, add_list
from duban.kernel.organisations import Organisation
from duban.orgs.models import AppUser, RoleGrant
from duban.orgs.rules import ROLES
from duban.referrals.rules import PENALISE, READ, WORK


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


def _holding(permission: str) -> Any:
    """The narrowing to active accounts that hold a role with `permission` at the actor's own organisation."""
    roles = [role for role in ROLES if permission in ROLES[role].permissions]

    def narrow(me: Actor) -> tuple[Any, ColumnElement[bool]]:
        held = (
            exists()
            .where(
                col(RoleGrant.user_id) == col(AppUser.id),
                col(RoleGrant.organisation_id) == me.organisation_id,
                or_(*(col(RoleGrant.role) == role for role in roles)),
                col(RoleGrant.ended_at).is_(None),
            )
            .correlate(AppUser)
        )
        return (permission, me.organisation_id), and_(col(AppUser.active), held)

    return narrow


def add_people(router: APIRouter) -> None:
    """Give `router` the two lists. They come before `/{id}`, which would take their names for one."""
    for path, permission, operation_id, summary, whom in (
        ("/officers", WORK, "referral_officers", "可指定的执法人员 Officers who may be named", "officers for a team"),
        ("/handlers", PENALISE, "referral_handlers", "可指定的承办人 Handlers who may be named", "`handler_id`s"),
    ):
        lane = Lane(AppUser, NameableRead, extra={"organisation_name": col(Organisation.name)}, join=_at_home)
        filters = {"name": Filter(col(AppUser.display_name), Op.STARTS)}
        add_list(
            router,
            Listing(lane, NameableQuery, READ, filters=filters, narrow=_holding(permission)),
            path=path,
            operation_id=operation_id,
            summary=summary,
            description=f"People of your own authority whose role permits it: {whom}. Who has to keep away from a "
            "matter is refused when named.",
        )
