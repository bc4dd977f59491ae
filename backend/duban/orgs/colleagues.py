"""Somebody of one authority who may take part in a matter: in office there, permitted, and not bound to keep away."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from duban.kernel.acts import Act
from duban.kernel.errors import Conflict, FieldError, Invalid, Text
from duban.orgs.actors import recused_from
from duban.orgs.models import AppUser, RoleGrant
from duban.orgs.rules import permissions_of


async def colleague(
    act: Act,
    organisation_id: UUID,
    user_id: UUID,
    permission: str,
    *,
    matters: Collection[UUID],
    field: str = "user_id",
) -> AppUser:
    """The active account `user_id`, which holds a role with `permission` at `organisation_id`.

    Raises Invalid (`no_such_colleague`) otherwise, Conflict (`must_keep_away`) for who is recused from one of
    `matters` (ids of matters and organisations; 行政处罚法 (2021) art. 43).
    """
    user = await act.db.get(AppUser, user_id)
    granted = await act.db.scalars(
        select(col(RoleGrant.role)).where(
            col(RoleGrant.user_id) == user_id,
            col(RoleGrant.organisation_id) == organisation_id,
            col(RoleGrant.ended_at).is_(None),
        )
    )
    if user is None or not user.active or permission not in permissions_of(granted):
        text = Text(
            "应为本机关在岗且有相应权限的人员。", "Name somebody in office at this authority whose role permits it."
        )
        raise Invalid("no_such_colleague", text, [FieldError(f"/{field}", "no_such_colleague", text)])
    if not (await recused_from(act.db, user.id, act.now)).isdisjoint(matters):
        raise Conflict(
            "must_keep_away",
            Text("{name}应当回避此事项，请另行指定。", "{name} has to keep away from it: name somebody else.").format(
                name=user.display_name
            ),
        )
    return user
