"""People's accounts: made, amended, locked out, let in again. What they may do is granted elsewhere (`grants.py`)."""

import re
import secrets
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.kernel import fulltext, journal
from duban.kernel.access import in_subtree, place
from duban.kernel.acts import Act
from duban.kernel.errors import Conflict, FieldError, Forbidden, Invalid, Text
from duban.kernel.journal import Visibility
from duban.kernel.masks import mask_phone
from duban.kernel.organisations import Organisation
from duban.kernel.passwords import PasswordRules, hash_password
from duban.kernel.protected import KeyRing
from duban.orgs import sessions
from duban.orgs.actors import forget_actors
from duban.orgs.grants import require_other_security_admin
from duban.orgs.models import AppUser, EndReason, RoleGrant
from duban.orgs.protection import PHONE, key_ring, phone_index
from duban.orgs.rules import USERNAME, Role
from duban.orgs.sign_in import folded
from duban.settings import Settings

_LETTERS = "abcdefghijkmnpqrstuvwxyz"
_CAPITALS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_DIGITS = "23456789"


def new_password(rules: PasswordRules, username: str) -> str:
    """A random password that is read aloud and typed without mistake: four groups of four, some 90 bits."""
    alphabet = _LETTERS + _CAPITALS + _DIGITS
    while True:
        groups = ("".join(secrets.choice(alphabet) for _ in range(4)) for _ in range(max(4, rules.min_length // 5 + 1)))
        password = "-".join(groups)
        if not rules.faults(password, username):
            return password


def password_rules(settings: Settings) -> PasswordRules:
    return PasswordRules(settings.password_min_length, settings.password_min_kinds)


def require_good_password(settings: Settings, password: str, username: str, pointer: str = "/password") -> None:
    """Raise Invalid with every rule that `password` breaks."""
    if faults := password_rules(settings).faults(password, username, pointer):
        raise Invalid("password_refused", Text("密码不符合要求。", "The password breaks a rule."), faults)


async def create_user(
    act: Act,
    settings: Settings,
    *,
    organisation: Organisation,
    username: str,
    display_name: str,
    password: str | None = None,
    phone: str | None = None,
    must_change_password: bool = True,
    password_hash: str | None = None,
) -> tuple[AppUser, str | None]:
    """A new account at home in `organisation`, and the password made up for it (None where one was given).

    `password_hash` instead of `password`: the published password of invented people, which the rules would refuse and
    which need not be hashed for each of them anew.
    It has no role yet. Raises Invalid (name, password), Conflict: `username_taken`, `organisation_closed`.
    """
    name = folded(username)
    if not re.fullmatch(USERNAME, name):
        text = Text(
            "用户名为 3 至 32 个小写字母、数字或 . _ -。", "A user name has 3 to 32 small letters, digits or . _ -."
        )
        raise Invalid("username_refused", text, [FieldError("/username", "username_refused", text)])
    if organisation.closed_on is not None:
        raise Conflict("organisation_closed", Text("该机构已停用。", "The organisation is closed."))
    if await act.db.scalar(select(col(AppUser.id)).where(col(AppUser.username) == name)):
        raise Conflict(
            "username_taken", Text("这个用户名已被使用，请换一个。", "The user name is taken. Choose another.")
        )
    made_up = password is None and password_hash is None
    generated = new_password(password_rules(settings), name) if made_up else None
    if password is not None:
        require_good_password(settings, password, name)
    user = AppUser(
        organisation_id=organisation.id,
        username=name,
        display_name=display_name,
        password_hash=password_hash or await hash_password(password or generated or ""),
        password_changed_at=act.now,
        must_change_password=must_change_password,
        created_at=act.now,
        updated_at=act.now,
    )
    set_phone(user, key_ring(settings), phone)
    place(user, organisation)
    act.db.add(user)
    told = {name: (None, getattr(user, name)) for name in ("username", "display_name", "organisation_id")}
    act.note("user:create", user, changes=told, visibility=Visibility.SECURITY)
    await act.db.flush()
    await index(act, user)
    return user, generated


async def index(act: Act, user: AppUser) -> None:
    """Let those who manage accounts find this one."""
    await fulltext.index(act, user, permission="user.read", title=user.display_name, texts=[user.username])


async def amend_user(
    act: Act, ring: KeyRing, user: AppUser, values: dict[str, Any], home: Organisation | None = None
) -> None:
    """Change name, phone (`phone`, None removes it) or home of the locked `user`. The journal gets a digest of the
    phone."""
    changes: dict[str, tuple[Any, Any]] = {}
    if "display_name" in values and values["display_name"] != user.display_name:
        changes["display_name"] = (user.display_name, values["display_name"])
        user.display_name = values["display_name"]
    if "phone" in values:
        before = ring.decrypt(user.phone_encrypted, PHONE) if user.phone_encrypted else None
        if before != values["phone"]:
            changes["phone"] = (_digest(ring, before), _digest(ring, values["phone"]))
            set_phone(user, ring, values["phone"])
    if home is not None and home.id != user.organisation_id:
        changes["organisation_id"] = (user.organisation_id, home.id)
        place(user, home)
    if changes:
        act.note("user:amend", user, changes=changes, visibility=Visibility.SECURITY)
        forget_actors(act)
        await index(act, user)


def set_phone(user: AppUser, ring: KeyRing, phone: str | None) -> None:
    """Store a telephone number encrypted, findable and masked; None stores nothing."""
    user.phone_encrypted = ring.encrypt(phone, PHONE) if phone else None
    user.phone_index = phone_index(ring, phone) if phone else None
    user.phone_masked = mask_phone(phone) if phone else None


def _digest(ring: KeyRing, value: str | None) -> str | None:
    return ring.digest(value, PHONE) if value else None


async def deactivate_user(act: Act, user: AppUser, reason: str) -> None:
    """Let the locked `user` in no more and end their sessions. Roles stay on record and sleep.

    Raises Conflict: `not_active`, `last_security_admin`.
    """
    if not user.active:
        raise Conflict("not_active", Text("该账号已停用。", "The account is deactivated already."))
    require_another(act, user)
    if Role.SECURITY_ADMIN in await open_roles(act.db, user.id):
        await require_other_security_admin(act.db, user.id)
    act.change(user, {"active": False}, action="user:deactivate", reason=reason, visibility=Visibility.SECURITY)
    await sessions.close_all(act, EndReason.DEACTIVATED, user_id=user.id)
    forget_actors(act)


async def reactivate_user(act: Act, user: AppUser, reason: str) -> None:
    """Let the locked `user` in again, with the roles they had. Raises Conflict: `already_active`."""
    if user.active:
        raise Conflict("already_active", Text("该账号正在使用。", "The account is active already."))
    require_another(act, user)
    act.change(user, {"active": True}, action="user:reactivate", reason=reason, visibility=Visibility.SECURITY)


async def reset_password(
    act: Act, settings: Settings, user: AppUser, reason: str, password: str | None = None
) -> str | None:
    """Give the locked `user` a password to change at the next sign-in, end their sessions, lift a lock.

    Returns the password made up, None where one was given. Raises Invalid, Forbidden (`own_account`).
    """
    require_another(act, user)
    generated = new_password(password_rules(settings), user.username) if password is None else None
    if password is not None:
        require_good_password(settings, password, user.username)
    set_password(user, await hash_password(password or generated or ""), act)
    user.must_change_password = True
    act.note("user:reset_password", user, reason=reason, visibility=Visibility.SECURITY)
    await sessions.close_all(act, EndReason.PASSWORD_CHANGED, user_id=user.id)
    return generated


def set_password(user: AppUser, hashed: str, act: Act) -> None:
    """Put `hashed` in place of the password; whoever calls journals it."""
    user.password_hash, user.password_changed_at = hashed, act.now
    user.must_change_password, user.failed_count, user.locked_until = False, 0, None


async def unlock_user(act: Act, user: AppUser, reason: str) -> None:
    """Lift the lock that wrong passwords put on the locked `user`. Raises Conflict: `not_locked`."""
    if user.locked_until is None or user.locked_until <= act.now:
        raise Conflict("not_locked", Text("该账号没有被锁定。", "The account is not locked."))
    require_another(act, user)
    user.failed_count = 0
    act.change(user, {"locked_until": None}, action="user:unlock", reason=reason, visibility=Visibility.SECURITY)


def reveal_phone(act: Act, ring: KeyRing, user: AppUser, reason: str) -> str | None:
    """The telephone number in plain. The look is journalled with its reason; the row is unchanged."""
    journal.record(
        act.db,
        act.me,
        act.now,
        "user:reveal",
        user,
        label=user.label,
        reason=reason,
        visibility=Visibility.SECURITY,
        request_id=act.request_id,
    )
    return ring.decrypt(user.phone_encrypted, PHONE) if user.phone_encrypted else None


def require_another(act: Act, user: AppUser) -> None:
    """Raise Forbidden where an administrator turns on their own account."""
    if user.id == act.me.id:
        raise Forbidden(
            "own_account",
            Text(
                "不能对自己的账号执行此操作，请由另一位管理员办理。",
                "Not on your own account: another administrator does it.",
            ),
        )


async def require_within_reach(act: Act, user: AppUser) -> None:
    """Raise Forbidden where `user` holds a role outside the actor's part of the tree: whoever could take the account
    over would get there what they were never given."""
    inside = in_subtree(RoleGrant, act.me)
    beyond = await act.db.scalar(
        select(col(RoleGrant.id))
        .where(col(RoleGrant.user_id) == user.id, col(RoleGrant.ended_at).is_(None), or_(inside.is_(None), ~inside))
        .limit(1)
    )
    if beyond is not None:
        raise Forbidden(
            "holds_roles_beyond",
            Text(
                "该用户在您管辖范围之外还有角色，请由上级机关的管理员办理。",
                "The person holds a role outside your part of the tree: an administrator further up does it.",
            ),
        )


async def open_roles(db: AsyncSession, user_id: UUID) -> frozenset[Role]:
    """The roles a person holds now, anywhere."""
    return frozenset(
        await db.scalars(
            select(col(RoleGrant.role)).where(col(RoleGrant.user_id) == user_id, col(RoleGrant.ended_at).is_(None))
        )
    )
