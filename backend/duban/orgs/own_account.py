"""What people do with their own account: change the password, enrol, renew and give up the second factor.

Each asks for the password once more, so that an unattended screen changes nothing. A wrong one counts as a failed
sign-in; hashing happens outside any transaction (as in `sign_in.py`), and refusals that are written are values.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlmodel import col

from duban.kernel import totp
from duban.kernel.access import Actor
from duban.kernel.acts import Act
from duban.kernel.db import Database
from duban.kernel.errors import Conflict, FieldError, Forbidden, Invalid, Problem, Text
from duban.kernel.journal import Visibility
from duban.kernel.passwords import hash_password, verify_password
from duban.orgs import sessions, throttling
from duban.orgs.actors import forget_actors
from duban.orgs.models import AppUser, EndReason
from duban.orgs.own_act import own_act
from duban.orgs.protection import TOTP_SECRET, key_ring
from duban.orgs.sign_in import accept_code, count_failure, use_recovery_code
from duban.orgs.users import require_good_password, set_password
from duban.settings import Settings

T = TypeVar("T")
ISSUER = "Duban 督办"


@dataclass(frozen=True)
class Own:
    """Somebody at their own account, from `address`."""

    database: Database
    settings: Settings
    me: Actor
    address: str
    request_id: str | None = None

    async def _with_password(self, password: str, pointer: str, work: Callable[[Act, AppUser], Awaitable[T]]) -> T:
        """Do `work` with the locked account if `password` is right. Commits, then raises what is to be raised."""
        async with self.database.reading() as connection:
            stored = await connection.scalar(select(col(AppUser.password_hash)).where(col(AppUser.id) == self.me.id))
        if stored is None:
            raise not_a_person()
        verdict = await verify_password(password, stored)
        async with own_act(self.database, self.me, request_id=self.request_id) as act:
            outcome = await self._judged(act, stored if verdict.right else None, pointer, work)
        if isinstance(outcome, Problem):
            raise outcome
        return outcome

    async def _judged(
        self, act: Act, proven: str | None, pointer: str, work: Callable[[Act, AppUser], Awaitable[T]]
    ) -> T | Problem:
        user = await locked_account(act)
        if user.locked_until is not None and user.locked_until > act.now:
            return throttling.locked(user.locked_until, act.now)
        if user.password_hash != proven:
            count_failure(act, user, self.settings, "password", self.address)
            text = Text("当前密码不正确。", "The present password is wrong.")
            return Invalid("password_wrong", text, [FieldError(pointer, "password_wrong", text)])
        return await work(act, user)

    async def change_password(self, current: str, new: str) -> None:
        """Put `new` in place of the `current` password and end all other sessions. Lifts the limit of this one.

        Raises Invalid (`password_wrong`, `password_refused`, `password_same`), TooMany (`locked`).
        """
        async with self.database.reading() as connection:
            username = await connection.scalar(select(col(AppUser.username)).where(col(AppUser.id) == self.me.id))
        if username is None:
            raise not_a_person()
        require_good_password(self.settings, new, username, "/new_password")
        if new == current:
            text = Text("新密码不能与当前密码相同。", "The new password must differ from the present one.")
            raise Invalid("password_same", text, [FieldError("/new_password", "password_same", text)])
        hashed = await hash_password(new)

        async def change(act: Act, user: AppUser) -> None:
            set_password(user, hashed, act)
            act.note("user:change_password", user, visibility=Visibility.SECURITY)
            await sessions.close_all(act, EndReason.PASSWORD_CHANGED, user_id=user.id, but=self.me.session_id)
            forget_actors(act)

        await self._with_password(current, "/current_password", change)

    async def start_second_factor(self, password: str) -> tuple[str, str]:
        """A secret and its `otpauth://` address, to be confirmed with a first code. Asked again before that, it is a
        new one. Raises Conflict (`second_factor_exists`), and what a wrong password raises."""

        async def start(act: Act, user: AppUser) -> tuple[str, str]:
            if user.totp_confirmed_at is not None:
                raise Conflict(
                    "second_factor_exists",
                    Text("已绑定动态口令，请先解绑。", "There is a second factor already. Give it up first."),
                )
            secret = totp.new_secret()
            user.totp_secret_encrypted = key_ring(self.settings).encrypt(secret, TOTP_SECRET)
            user.totp_last_counter = None
            act.note("user:start_second_factor", user, visibility=Visibility.SECURITY)
            return secret, totp.provisioning_uri(secret, user.username, ISSUER)

        return await self._with_password(password, "/password", start)

    async def end_second_factor(self, password: str, code: str) -> None:
        """Give the second factor up, proven once more by a code or a recovery code.

        Raises Conflict (`no_second_factor`), Invalid (`code_wrong`), and what a wrong password raises.
        """

        async def end(act: Act, user: AppUser) -> Problem | None:
            if user.totp_confirmed_at is None:
                return no_second_factor()
            ring = key_ring(self.settings)
            if not accept_code(ring, user, code) and not use_recovery_code(act, user, code):
                count_failure(act, user, self.settings, "second_factor", self.address)
                return code_wrong()
            remove_second_factor(act, user, None)
            return None

        if problem := await self._with_password(password, "/password", end):
            raise problem


async def locked_account(act: Act) -> AppUser:
    """The account of who acts, its row locked. Raises Forbidden (`not_a_person`)."""
    user = await act.db.scalar(select(AppUser).where(col(AppUser.id) == act.me.id).with_for_update())
    if user is None:
        raise not_a_person()
    return user


async def confirm_second_factor(act: Act, settings: Settings, code: str) -> list[str]:
    """Make the started second factor count, proven by a first code; the recovery codes, to be shown once.

    Raises Conflict (`no_second_factor`, `second_factor_exists`), Invalid (`code_wrong`).
    """
    user = await locked_account(act)
    if user.totp_confirmed_at is not None:
        raise Conflict("second_factor_exists", Text("已绑定动态口令。", "There is a second factor already."))
    if user.totp_secret_encrypted is None:
        raise no_second_factor()
    if not accept_code(key_ring(settings), user, code):
        raise code_wrong()
    codes = totp.new_recovery_codes()
    user.recovery_digests = [totp.recovery_digest(each) for each in codes]
    act.change(user, {"totp_confirmed_at": act.now}, action="user:enrol_second_factor", visibility=Visibility.SECURITY)
    forget_actors(act)
    return codes


def remove_second_factor(act: Act, user: AppUser, reason: str | None) -> None:
    """Take the second factor off the locked `user`. Raises Conflict: `no_second_factor`."""
    if user.totp_confirmed_at is None:
        raise no_second_factor()
    user.totp_secret_encrypted, user.totp_last_counter, user.recovery_digests = None, None, []
    act.change(
        user,
        {"totp_confirmed_at": None},
        action="user:end_second_factor",
        reason=reason,
        visibility=Visibility.SECURITY,
    )
    forget_actors(act)


def no_second_factor() -> Conflict:
    return Conflict("no_second_factor", Text("没有绑定动态口令。", "There is no second factor."))


def code_wrong() -> Invalid:
    text = Text("验证码不正确或已用过，请等下一个。", "The code is wrong or used already. Wait for the next one.")
    return Invalid("code_wrong", text, [FieldError("/code", "code_wrong", text)])


def not_a_person() -> Forbidden:
    return Forbidden("not_a_person", Text("此操作只适用于个人账号。", "This is for people's accounts only."))
