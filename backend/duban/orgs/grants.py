"""Roles granted and ended. The person's row is locked first, so that two grants at once cannot unite what `rules.py`
keeps apart; the table's own unique indexes refuse a second administration even so."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.kernel.access import place
from duban.kernel.acts import Act
from duban.kernel.errors import Conflict, Forbidden, Text
from duban.kernel.journal import Visibility
from duban.kernel.organisations import Organisation
from duban.orgs.actors import forget_actors
from duban.orgs.models import AppUser, RoleGrant
from duban.orgs.rules import Role, misfit, not_together, not_twice


async def grant_role(
    act: Act, user: AppUser, role: Role, organisation: Organisation, *, reason: str | None = None
) -> RoleGrant:
    """Let `user` act as `role` for `organisation` from now on. Locks the person's row.

    Raises Forbidden: `grant_to_self`; Conflict: `not_active`, `organisation_closed`, `role_does_not_fit`,
    `role_already_held`, `roles_exclude_each_other`, `administers_already`.
    Whether `act.me` may grant at all is the route's question.
    """
    if user.id == act.me.id:
        raise Forbidden(
            "grant_to_self",
            Text(
                "不能给自己授予角色，请由另一位安全管理员办理。",
                "Nobody grants to themselves: another security administrator does it.",
            ),
        )
    await act.db.execute(select(col(AppUser.id)).where(col(AppUser.id) == user.id).with_for_update())
    if not user.active:
        raise Conflict("not_active", Text("该账号已停用，不能授予角色。", "The account is deactivated."))
    if organisation.closed_on is not None:
        raise Conflict("organisation_closed", Text("该机构已停用。", "The organisation is closed."))
    if objection := misfit(role, organisation.kind):
        raise Conflict(objection.code, objection.text)
    held = (
        await act.db.execute(
            select(col(RoleGrant.role), col(RoleGrant.organisation_id)).where(
                col(RoleGrant.user_id) == user.id, col(RoleGrant.ended_at).is_(None)
            )
        )
    ).all()
    if (role, organisation.id) in {(r, o) for r, o in held}:
        raise Conflict(
            "role_already_held", Text("该用户在此机构已有这个角色。", "The person holds this role there already.")
        )
    if objection := not_together([r for r, _ in held], role):
        raise Conflict(objection.code, objection.text)
    if objection := not_twice([r for r, _ in held], role):
        raise Conflict(objection.code, objection.text)
    grant = RoleGrant(
        organisation_id=organisation.id,
        user_id=user.id,
        role=role,
        granted_by_id=act.me.id,
        granted_by_name=act.me.name,
        granted_at=act.now,
        created_at=act.now,
        updated_at=act.now,
    )
    place(grant, organisation)
    act.db.add(grant)
    act.note(
        "role_grant:grant",
        grant,
        label=f"{user.label}: {role.value} @ {organisation.name}",
        changes={"user_id": (None, user.id), "role": (None, role), "organisation_id": (None, organisation.id)},
        reason=reason,
        visibility=Visibility.SECURITY,
    )
    await act.db.flush()
    forget_actors(act)
    return grant


async def end_grant(act: Act, grant: RoleGrant, user: AppUser, *, reason: str | None = None) -> None:
    """Take the role away from now on. Its row stays. Raises Conflict: `role_ended`, `last_security_admin`."""
    if grant.ended_at is not None:
        raise Conflict("role_ended", Text("这个角色已经收回。", "This role has ended already."))
    if grant.role is Role.SECURITY_ADMIN:
        await require_other_security_admin(act.db, grant.user_id)
    grant.ended_at, grant.ended_by_id = act.now, act.me.id
    act.note(
        "role_grant:end",
        grant,
        label=f"{user.label}: {grant.role.value}",
        changes={"ended_at": (None, act.now)},
        reason=reason,
        visibility=Visibility.SECURITY,
    )
    forget_actors(act)


async def require_other_security_admin(db: AsyncSession, user_id: UUID) -> None:
    """Raise Conflict where nobody but `user_id` could grant a role afterwards. Locks the grants it counts."""
    others = await db.scalars(
        select(col(RoleGrant.id))
        .join(AppUser, col(AppUser.id) == col(RoleGrant.user_id))
        .where(
            col(RoleGrant.role) == Role.SECURITY_ADMIN,
            col(RoleGrant.ended_at).is_(None),
            col(AppUser.active).is_(True),
            col(RoleGrant.user_id) != user_id,
        )
        .order_by(col(RoleGrant.id))
        .with_for_update(of=RoleGrant)
    )
    if not others.all():
        raise Conflict(
            "last_security_admin",
            Text(
                "这是最后一位安全管理员，收回后无人能再授权。请先另行授予一位。",
                "This is the last security administrator; nobody could grant roles afterwards. Grant another first.",
            ),
        )
