"""Who stands below whom: for what only a superior decides about a person."""

from sqlalchemy import ColumnElement, and_, exists, false, or_
from sqlmodel import col

from duban.kernel.access import Actor
from duban.kernel.organisations import Organisation
from duban.orgs.models import AppUser, RoleGrant
from duban.orgs.rules import LEADERSHIP, rank


def stands_below(me: Actor) -> ColumnElement[bool]:
    """The condition that a row of `app_user` in the actor's part of the tree, not their own, is their subordinate.

    Above somebody is whoever leads further up in the tree, or holds a higher rank in the same authority; the head of a
    section leads those at home in it. Whoever leads nobody has no subordinates.
    """
    mine = rank(me.roles)
    if not mine:
        return false()
    peers = [role for role in LEADERSHIP if rank((role,)) >= mine]
    equal_or_above = (
        exists()
        .where(
            col(RoleGrant.user_id) == col(AppUser.id),
            col(RoleGrant.ended_at).is_(None),
            or_(*(col(RoleGrant.role) == role for role in peers)),
            col(Organisation.id) == col(RoleGrant.organisation_id),
            col(Organisation.level) <= me.level,
        )
        .correlate(AppUser)
    )
    heads_a_section = mine == rank(LEADERSHIP[:1]) and me.section_id is not None
    return and_(~equal_or_above, col(AppUser.organisation_id) == me.section_id) if heads_a_section else ~equal_or_above
