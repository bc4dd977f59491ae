"""The first organisation and the first administrators, made from the command line: nobody is there to sign in yet."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.kernel.access import Actor, ActorKind
from duban.kernel.acts import Act
from duban.kernel.clock import now
from duban.kernel.errors import Conflict, Invalid, Text
from duban.kernel.organisations import Organisation, OrganisationKind
from duban.kernel.system_actor import SYSTEM_ID, system_act
from duban.orgs.grants import grant_role
from duban.orgs.models import AppUser, RoleGrant
from duban.orgs.own_account import remove_second_factor
from duban.orgs.rules import ADMINISTRATORS, ROLES, Role
from duban.orgs.tree import create_organisation
from duban.orgs.users import create_user, reset_password
from duban.settings import Settings


async def found(
    db: AsyncSession, *, name: str, region_code: str, kind: OrganisationKind = OrganisationKind.HEALTH_AUTHORITY
) -> Organisation:
    """The root of the tree: the authority that runs this installation. Raises Conflict (`founded_already`)."""
    if await db.scalar(select(col(Organisation.id)).limit(1)):
        raise Conflict("founded_already", Text("已有机构，不能再次初始化。", "There are organisations already."))
    # The act must name an organisation, and this one does not exist before it.
    nobody = Actor(
        id=SYSTEM_ID,
        kind=ActorKind.SYSTEM,
        name="系统",
        organisation_id=SYSTEM_ID,
        organisation_name=name,
        organisation_kind=kind,
        level=1,
        permissions=frozenset(),
    )
    return await create_organisation(Act(db, nobody, now()), None, name=name, kind=kind, region_code=region_code)


async def bootstrap(
    db: AsyncSession,
    settings: Settings,
    *,
    role: Role,
    username: str,
    display_name: str,
    password: str | None = None,
) -> tuple[AppUser, str | None]:
    """The first administrator in `role` at the root of the tree, and the password made up for them.

    Only while nobody active holds that role: afterwards people are made by the administrators themselves. Raises
    Conflict (`not_founded`, `role_already_held`), Invalid (`not_an_administrator`), and what `create_user` raises.
    """
    if role not in ADMINISTRATORS:
        raise Invalid(
            "not_an_administrator",
            Text("只能初始化三员：系统、安全、审计管理员。", "Only the three administrators are made this way."),
        )
    act = await system_act(db)
    if act is None:
        raise Conflict("not_founded", Text("请先建立第一个机构。", "Found the first organisation before."))
    holder = await db.scalar(
        select(col(AppUser.username))
        .join(RoleGrant, col(RoleGrant.user_id) == col(AppUser.id))
        .where(col(RoleGrant.role) == role, col(RoleGrant.ended_at).is_(None), col(AppUser.active).is_(True))
    )
    if holder:
        raise Conflict(
            "role_already_held",
            Text("已有{title}（{name}），请由其办理。", "There is a {title_en} already ({name}): they do it.").format(
                title=ROLES[role].title.zh, title_en=ROLES[role].title.en, name=holder
            ),
        )
    root = await db.get_one(Organisation, act.me.organisation_id)
    user, generated = await create_user(
        act, settings, organisation=root, username=username, display_name=display_name, password=password
    )
    await grant_role(act, user, role, root, reason="bootstrap")
    return user, generated


async def let_in_again(db: AsyncSession, settings: Settings, username: str) -> tuple[AppUser, str | None]:
    """A new password for somebody whom no administrator can help: the last security administrator, from the command
    line. Lifts a lock and removes the second factor. Raises Conflict (`no_such_user`)."""
    act = await system_act(db)
    user = await db.scalar(select(AppUser).where(col(AppUser.username) == username).with_for_update())
    if act is None or user is None:
        raise Conflict("no_such_user", Text("没有这个用户。", "There is no such user."))
    if user.totp_confirmed_at is not None:
        remove_second_factor(act, user, "command line")
    return user, await reset_password(act, settings, user, "command line")
